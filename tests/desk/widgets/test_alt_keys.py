"""A letter means one act wherever it is shown, and a key presses what a pointer could."""

from enum import StrEnum

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from posdesk.desk.paint import ButtonFace
from posdesk.desk.theme import Theme
from posdesk.desk.widgets.alt_keys import PAGES, STEPS, DialogKey, Everywhere, FirstStartKey
from posdesk.desk.widgets.button import DeskButton
from posdesk.desk.widgets.letter_keys import LetterKeys
from posdesk.desk.widgets.scrolled import scrolled

ALT = Qt.KeyboardModifier.AltModifier


def test_no_letter_of_a_page_is_one_that_means_the_same_everywhere() -> None:
    for page, letters in PAGES.items():
        assert not {key.value for key in letters} & {key.value for key in Everywhere}, page


def test_no_letter_of_a_step_is_one_of_the_wizards_or_means_the_same_everywhere() -> None:
    taken = {key.value for key in (*FirstStartKey, *Everywhere)}
    for step, letters in STEPS.items():
        assert not {key.value for key in letters} & taken, step


def test_every_key_of_the_table_is_alt_and_one_letter() -> None:
    every: tuple[type[StrEnum], ...] = (*PAGES.values(), *STEPS.values(), Everywhere, DialogKey)
    for letters in every:
        for key in letters:
            alt, _, letter = key.partition("+")
            assert alt == "Alt"
            assert len(letter) == 1
            assert "A" <= letter <= "Z"


class Bench(QWidget):
    """A field with the keyboard, a button in sight, one scrolled away, one under another."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.pressed: list[str] = []
        self.field, inner = QLineEdit(), QWidget()
        column, within = QVBoxLayout(self), QVBoxLayout(inner)
        self.seen, self.far = self.made(theme, "A"), self.made(theme, "B")
        within.addSpacing(900)
        within.addWidget(self.far)
        self.area = scrolled(inner)
        self.area.setFixedHeight(120)
        for part in (self.field, self.seen, self.area):
            column.addWidget(part)
        self.keys = LetterKeys(self)

    def made(self, theme: Theme, letter: str) -> DeskButton:
        button = DeskButton(theme, ButtonFace(f"Act {letter}", f"Alt+{letter}"))
        button.clicked.connect(lambda: self.pressed.append(letter))
        return button

    def press(self, key: Qt.Key) -> None:
        QTest.keyClick(self.windowHandle(), key, ALT)


@pytest.fixture
def bench(light: Theme, qtbot: QtBot) -> Bench:
    made = Bench(light)
    qtbot.addWidget(made)
    made.resize(400, 300)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    made.field.setFocus()
    return made


@pytest.mark.window
def test_alt_and_a_letter_press_the_button_that_shows_them_and_type_nothing(bench: Bench) -> None:
    bench.press(Qt.Key.Key_A)
    bench.press(Qt.Key.Key_C)  # nobody's
    assert bench.pressed == ["A"]
    assert bench.field.text() == ""


@pytest.mark.window
def test_a_button_out_of_sight_comes_into_sight_first(bench: Bench, qtbot: QtBot) -> None:
    bench.press(Qt.Key.Key_B)
    assert bench.pressed == []
    bench.press(Qt.Key.Key_B)
    assert bench.pressed == ["B"]


@pytest.mark.window
def test_a_button_under_something_or_that_applies_to_nothing_is_not_pressed(bench: Bench) -> None:
    over = QWidget(bench)
    over.setGeometry(bench.seen.geometry())
    over.show()
    bench.press(Qt.Key.Key_A)
    assert bench.pressed == []
    over.hide()
    bench.seen.set_face(ButtonFace("Act", "Alt+A", applies=False))
    bench.press(Qt.Key.Key_A)
    assert bench.pressed == []
