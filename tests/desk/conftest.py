"""What all of the desk's tests share."""

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication

from posdesk.desk.cards.draft import ThemeMeasure
from posdesk.desk.theme import Theme, load_fonts, theme
from posdesk.desk.words.language import Languages


@pytest.fixture(scope="session", autouse=True)
def _an_application(qapp: QApplication) -> None:
    """Fonts and widgets without an application end the process; any test may be the first."""


@pytest.fixture
def languages(qapp: QApplication) -> Iterator[Languages]:
    """English until the test chooses otherwise, and English again after it."""
    made = Languages(qapp, "en")
    yield made
    made.choose("en")
    made.deleteLater()


@pytest.fixture
def light(qapp: QApplication) -> Theme:
    """The light theme with its fonts."""
    load_fonts()
    return theme(dark=False)


@pytest.fixture
def measure(light: Theme) -> ThemeMeasure:
    """Texts as wide as on screen."""
    return ThemeMeasure(light)
