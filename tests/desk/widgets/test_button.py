"""The desk's button is for mouse and touch: a scanner's Enter, Tab or Space never presses it."""

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QHBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from posdesk.desk.paint import ButtonFace
from posdesk.desk.theme import Theme
from posdesk.desk.widgets.button import DeskButton

ALL_KEYS = [key for key in Qt.Key if key not in {Qt.Key.Key_unknown}]


@pytest.fixture
def pressed() -> list[str]:
    return []


@pytest.fixture
def button(qtbot: QtBot, light: Theme, pressed: list[str]) -> DeskButton:
    made = DeskButton(light, ButtonFace("Refuse & close", "F3"))
    qtbot.addWidget(made)
    made.clicked.connect(lambda: pressed.append("pressed"))
    made.show()
    return made


def _press(button: DeskButton, key: Qt.Key) -> None:
    for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
        event = QKeyEvent(kind, key, Qt.KeyboardModifier.NoModifier, " ")
        QApplication.sendEvent(button, event)


@pytest.mark.window
def test_no_key_presses_a_button_even_one_with_forced_focus(button: DeskButton, pressed: list[str]) -> None:
    button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    button.setFocus(Qt.FocusReason.OtherFocusReason)
    for key in ALL_KEYS:
        _press(button, key)
    assert pressed == []
    assert not button.isDown()


@pytest.mark.window
def test_a_click_presses_it_once_and_leaves_the_focus_where_it_was(
    qtbot: QtBot, button: DeskButton, pressed: list[str]
) -> None:
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert pressed == ["pressed"]
    assert not button.hasFocus()


@pytest.mark.window
def test_tab_passes_buttons_by(qtbot: QtBot, light: Theme) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    row = QHBoxLayout(window)
    buttons = [DeskButton(light, ButtonFace(str(i)), window) for i in range(3)]
    for each in buttons:
        row.addWidget(each)
    window.show()
    for _ in range(4):
        QTest.keyClick(window, Qt.Key.Key_Tab)
        assert not any(each.hasFocus() for each in buttons)


@pytest.mark.window
def test_an_ampersand_is_a_letter_and_no_shortcut(button: DeskButton) -> None:
    assert button.text() == ""
    assert button.shortcut().isEmpty()
    assert button.accessibleName() == "Refuse & close F3"


@pytest.mark.window
def test_what_does_not_apply_cannot_be_pressed(qtbot: QtBot, light: Theme, pressed: list[str]) -> None:
    dead = DeskButton(light, ButtonFace("Ready", "F4", applies=False))
    qtbot.addWidget(dead)
    dead.clicked.connect(lambda: pressed.append("pressed"))
    dead.show()
    QTest.mouseClick(dead, Qt.MouseButton.LeftButton)
    assert pressed == []


@pytest.mark.parametrize(
    "face", [ButtonFace(""), ButtonFace("A"), ButtonFace("核销并交货", "F8", large=True)]
)
def test_every_button_is_a_finger_wide_and_high(qtbot: QtBot, light: Theme, face: ButtonFace) -> None:
    button = DeskButton(light, face)
    qtbot.addWidget(button)
    assert button.sizeHint().width() >= 44
    assert button.sizeHint().height() == (64 if face.large else 44)
