"""The daily sheet on screen, over books that a test holds."""

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from posdesk.desk.sync.sheet.pane import DailySheet
from posdesk.desk.theme import load_fonts, theme
from posdesk.desk.words.language import Languages
from tests.desk.sync import samples
from tests.support.fake_books import FakeBooks


@pytest.fixture
def books() -> FakeBooks:
    """The picture's day."""
    made = FakeBooks()
    made.put_sheet(samples.picture_sheet())
    return made


@pytest.fixture
def sheet(qtbot: QtBot, books: FakeBooks, languages: Languages, qapp: QApplication) -> DailySheet:
    """The pane on screen."""
    load_fonts()
    made = DailySheet(books, theme(dark=False))
    qtbot.addWidget(made)
    made.resize(940, 820)
    made.show()
    return made
