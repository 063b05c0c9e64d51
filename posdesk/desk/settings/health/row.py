"""One line of the health: sign, part, what was found and what to do, its last proof, the way to mend it."""

from datetime import datetime

from PySide6.QtCore import QCoreApplication, Qt, Signal, Slot
from PySide6.QtGui import QMouseEvent, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from posdesk.desk.paint import ButtonFace
from posdesk.desk.theme import Color, FontRole, Sign, Theme
from posdesk.desk.widgets.alt_keys import SettingsKey
from posdesk.desk.widgets.button import DeskButton
from posdesk.desk.widgets.label import Mark, Words
from posdesk.desk.widgets.painted import Ruled, paint_chosen
from posdesk.desk.widgets.scrolled import follow_width
from posdesk.desk.words.language import CHINESE, ENGLISH, is_chinese
from posdesk.doctor.health_words import Line, proof_time
from posdesk.doctor.report import State, Text

translate = QCoreApplication.translate

ROW_PX, HIGH_PX = 38, 56
_TITLE_PX, _PROOF_PX = 132, 84
_NARROW_TITLE_PX, _NARROW_PROOF_PX = 92, 58
_BELOW_PX = 4  # between the words and a button that stands below them
_SIGNS = {
    State.OK: (Sign.CHECK_CIRCLE, Color.GOOD),
    State.LOOK: (Sign.WARNING, Color.WARN),
    State.BROKEN: (Sign.CROSS, Color.BAD),
}


class HealthRow(Ruled):
    """`go_wanted` carries the line's place; its button shows its key while it is the chosen row."""

    go_wanted = Signal(str)
    touched = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        """Nothing is shown until `show_line`."""
        super().__init__(theme, parent)
        self._chosen, self._go_words = False, ""
        self.line: Line | None = None
        self._mark = Mark(theme, 20)
        self._title, self._proof = Words(theme, FontRole.BODY_BOLD), Words(theme, FontRole.CAPTION)
        self._found, self._todo = Words(theme), Words(theme)
        self.button = DeskButton(theme, ButtonFace(""), self)
        self.button.on_click(self._go)
        self._lay_out()
        follow_width(self)

    @property
    def identity(self) -> str:
        """The line's name."""
        return self.line.name if self.line is not None else ""

    @property
    def texts(self) -> tuple[str, str, str, str]:
        """Part, what was found, what to do, last proof."""
        return (self._title.text(), self._found.text(), self._todo.text(), self._proof.text())

    def show_line(self, line: Line, now: datetime, go_words: str) -> None:
        """Show this; `go_words` stand on its button, empty where it leads nowhere."""
        self.line, self._go_words = line, go_words
        sign, ink = _SIGNS[line.state]
        is_ill = line.state is not State.OK
        self._mark.show_sign(sign, ink)
        self._title.say(spoken(line.title))
        self._found.set_role(FontRole.BODY_BOLD if is_ill else FontRole.BODY)
        self._found.say(spoken(line.found), ink if is_ill else Color.TEXT)
        self._todo.say(spoken(line.todo))
        self._proof.say(proof_time(line.proved, now) or translate("health", "never"), Color.MUTED)
        self._show_button()
        self.setMinimumHeight(HIGH_PX if go_words or is_ill else ROW_PX)
        self.setAccessibleName(", ".join(text for text in (_state_words(line.state), *self.texts) if text))

    def show_chosen(self, *, chosen: bool) -> None:
        """Frame it and paint its button's key, or neither."""
        if chosen != self._chosen:
            self._chosen = chosen
            self._show_button()
            self.update()

    def set_narrow(self, *, narrow: bool) -> None:
        """The window is narrow: part and proof leave room for what was found, and the button stands below."""
        self._title.setFixedWidth(_NARROW_TITLE_PX if narrow else _TITLE_PX)
        self._proof.setFixedWidth(_NARROW_PROOF_PX if narrow else _PROOF_PX)
        self._said.setSpacing(_BELOW_PX if narrow else 0)
        for layout in (self._row, self._said):
            layout.removeWidget(self.button)
        if narrow:
            below = self._said.count() - 1  # before the stretch
            self._said.insertWidget(below, self.button, 0, Qt.AlignmentFlag.AlignLeft)
        else:
            self._row.addWidget(self.button)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Touched: it is the chosen one."""
        self.touched.emit(self.identity)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paints the line below it, and the frame of the chosen row."""
        super().paintEvent(event)
        if self._chosen:
            paint_chosen(self)

    def _show_button(self) -> None:
        key = SettingsKey.GO if self._chosen and self._go_words else ""
        self.button.set_face(ButtonFace(self._go_words, key))
        self.button.setVisible(bool(self._go_words))

    def _lay_out(self) -> None:
        self._proof.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._said = QVBoxLayout()
        self._said.setSpacing(0)
        self._said.addStretch(1)
        self._said.addWidget(self._found)
        self._said.addWidget(self._todo)
        self._said.addStretch(1)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(16, 5, 12, 6)
        self._row.setSpacing(12)
        self._row.addWidget(self._mark)
        self._row.addWidget(self._title)
        self._row.addLayout(self._said, 1)
        self._row.addWidget(self._proof)
        self.set_narrow(narrow=False)

    @Slot()
    def _go(self) -> None:
        if self.line is not None:
            self.touched.emit(self.line.name)
            self.go_wanted.emit(self.line.place.value)


def spoken(text: Text) -> str:
    """What the core says in both languages, in the one on screen."""
    return text.of(CHINESE if is_chinese() else ENGLISH)


def _state_words(state: State) -> str:
    words = {
        State.OK: translate("health", "well"),
        State.LOOK: translate("health", "to look at"),
        State.BROKEN: translate("health", "broken"),
    }
    return words[state]
