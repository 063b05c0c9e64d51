"""A band is as high as its words need at its width, and measures them only where something is new."""

from dataclasses import replace

import pytest
from PySide6.QtGui import QFont
from pytestqt.qtbot import QtBot

from posdesk.desk.frame import band as frame_band
from posdesk.desk.frame.band import Band
from posdesk.desk.paint import text_width
from posdesk.desk.theme import StateRole, Theme, theme
from posdesk.desk.words.states import Sentence

pytestmark = pytest.mark.window
SAID = Sentence("The line to the platforms is down.", "Look at the router, then at the cable behind it.")


@pytest.fixture
def measured(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The texts that bands have measured."""
    texts = list[str]()

    def told(text: str, font: QFont) -> float:
        texts.append(text)
        return text_width(text, font)

    monkeypatch.setattr(frame_band, "text_width", told)
    return texts


def test_a_band_that_says_the_same_is_measured_once(qtbot: QtBot, light: Theme, measured: list[str]) -> None:
    band = Band(light, StateRole.HALF)
    qtbot.addWidget(band)
    band.show_words(SAID)
    wide, narrow = band.height_at(1200), band.height_at(300)
    assert narrow > wide
    measured.clear()
    assert band.height_at(300) == narrow
    assert measured == []
    band.show_words(replace(SAID, todo="Look."))
    assert band.height_at(300) < narrow
    band.show_words(SAID)
    assert (band.height_at(1200), band.height_at(300)) == (wide, narrow)
    band.set_theme(theme(dark=True))
    measured.clear()
    band.height_at(300)
    assert measured, "another theme, other fonts"
