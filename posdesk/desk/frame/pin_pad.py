"""The PIN pad: what the PIN is for, one dot a digit, a line of words, and the touch keys."""

from dataclasses import replace

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from posdesk.desk.paint import ButtonFace
from posdesk.desk.theme import Color, FontRole, Theme
from posdesk.desk.widgets.button import DeskButton
from posdesk.desk.widgets.label import Words
from posdesk.desk.widgets.painted import Painted
from posdesk.domain.pins import PIN_LENGTH

_DIGITS = "123456789"
_WORDS_PX = 68  # three lines: the keys stay where they are, whatever is said
_ALONE_PX = 84


class PinPad(Painted):
    """`touched` carries a digit; `erased` takes the last one back. No key presses a button."""

    touched = Signal(str)
    erased = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        """No digit yet."""
        super().__init__(theme, parent)
        self._title, self._words = Words(theme, FontRole.TITLE, wraps=False), Words(theme, FontRole.CAPTION)
        self._words.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        self._dots = tuple(Words(theme, FontRole.NUMBER_S, wraps=False) for _ in range(PIN_LENGTH))
        self._keys = {digit: self._key(digit) for digit in (*_DIGITS, "0")}
        self._erase = DeskButton(theme, ButtonFace("←"))
        self._erase.clicked.connect(self.erased)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(self._title, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addLayout(self._row_of_dots())
        column.addWidget(self._words)
        column.addLayout(self._grid())

    @property
    def title(self) -> str:
        """What the PIN is for."""
        return self._title.text()

    @property
    def words(self) -> str:
        """The line under the dots."""
        return self._words.text()

    def button(self, digit: str) -> DeskButton:
        """The touch key of a digit."""
        return self._keys[digit]

    def show_state(self, filled: int, title: str, words: str, *, bad: bool) -> None:
        """So many digits, and these words, red where they are `bad`."""
        self._title.say(title)
        for at, dot in enumerate(self._dots):
            full = at < filled
            dot.say("●" if full else "○", Color.ACCENT if full else Color.LINE_STRONG)
        self._words.say(words, Color.BAD if bad else Color.MUTED)
        self.setAccessibleName(f"{title}. {words}")

    def show_keys(self, erase: str, *, shown: bool, apply: bool) -> None:
        """Whether there are touch keys, and whether they do anything; `erase` names the last one."""
        for key in (self._erase, *self._keys.values()):
            key.setVisible(shown)
            key.set_face(replace(key.face, applies=apply))
        self._erase.setAccessibleName(erase)
        self._words.setFixedHeight(_WORDS_PX if shown else _ALONE_PX)

    def _row_of_dots(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addStretch(1)
        for dot in self._dots:
            row.addWidget(dot)
        row.addStretch(1)
        return row

    def _grid(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setSpacing(8)
        for place, digit in enumerate(_DIGITS):
            grid.addWidget(self._keys[digit], place // 3, place % 3)
        grid.addWidget(self._keys["0"], 3, 1)
        grid.addWidget(self._erase, 3, 2)
        return grid

    def _key(self, digit: str) -> DeskButton:
        key = DeskButton(self.theme, ButtonFace(digit))
        key.setProperty("digit", digit)
        key.on_click(self._touch)
        return key

    @Slot()
    def _touch(self) -> None:
        self.touched.emit(str(self.sender().property("digit")))
