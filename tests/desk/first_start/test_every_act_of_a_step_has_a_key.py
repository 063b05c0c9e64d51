"""Every act of every step has a key on its button, no two the same, and each fits its step's table."""

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from posdesk.desk.first_start.page import FirstStartPage
from posdesk.desk.theme import load_fonts, theme
from posdesk.desk.widgets.alt_keys import STEPS, FirstStartKey
from posdesk.desk.widgets.letter_keys import keyed_buttons
from posdesk.desk.words.language import Languages
from tests.desk.first_start import shooting
from tests.support.whole_desk import keyless, shared_letters

pytestmark = pytest.mark.window


@pytest.mark.parametrize("step", STEPS)
def test_every_act_has_a_key_and_no_two_the_same(qtbot: QtBot, languages: Languages, step: str) -> None:
    load_fonts()
    window = shooting.window_of(step)(theme(dark=False))
    qtbot.addWidget(window)
    window.resize(1024, 768)
    window.show()
    for _ in range(4):
        QApplication.processEvents()
    (page,) = window.findChildren(FirstStartPage)
    assert page.step.key == step
    assert keyless(window) == []
    assert shared_letters(window) == []
    letters = {button.face.key for button in keyed_buttons(window) if button.face.key.startswith("Alt+")}
    assert {key.value for key in FirstStartKey} & letters
