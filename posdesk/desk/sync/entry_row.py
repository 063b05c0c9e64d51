"""One row of the sync page: what, why, since when, and the buttons that mend it."""

from dataclasses import replace

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from posdesk.desk.paint import ButtonFace
from posdesk.desk.sync.actions import action_face, question
from posdesk.desk.sync.entry import FIRST_STEPS, Entry, EntryAction
from posdesk.desk.theme import Color, FontRole, Theme
from posdesk.desk.widgets.button import DeskButton
from posdesk.desk.widgets.label import Mark, Words
from posdesk.desk.widgets.painted import Painted, Ruled, paint_chosen
from posdesk.desk.widgets.scrolled import follow_width

_GAP = 8
_MOST_BESIDE = 0.3  # of the width


class Buttons(Painted):
    """The buttons that are shown, beside each other while they fit, then in further lines."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        """Without one until it is a button's parent."""
        super().__init__(theme, parent)
        self.shown: tuple[DeskButton, ...] = ()
        follow_width(self)

    def show_buttons(self, shown: tuple[DeskButton, ...]) -> None:
        """Show these, in their order."""
        for button in self.findChildren(DeskButton):
            button.setVisible(button in shown)
        self.shown = shown
        self.setVisible(bool(shown))
        self.updateGeometry()
        self._flow(self.width(), place=True)

    def sizeHint(self) -> QSize:
        """All in one line."""
        wide = sum(button.sizeHint().width() + _GAP for button in self.shown) - _GAP
        return QSize(wide, self._flow(wide, place=False))

    def minimumSizeHint(self) -> QSize:
        """The widest alone."""
        return QSize(max((button.sizeHint().width() for button in self.shown), default=0), 0)

    def heightForWidth(self, width: int) -> int:
        """What all lines need, in px."""
        return self._flow(width, place=False)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width, other lines."""
        self._flow(self.width(), place=True)

    def _flow(self, width: int, *, place: bool) -> int:
        x = y = 0
        for button in self.shown:
            hint = button.sizeHint()
            if x and x + hint.width() > width:
                x, y = 0, y + hint.height() + _GAP
            if place:
                button.setGeometry(x, y, hint.width(), hint.height())
            x += hint.width() + _GAP
        return y + self.shown[0].sizeHint().height() if self.shown else 0


class EntryRow(Ruled):
    """`pressed` carries the EntryAction and the Entry that it is about; a first step is the row's own.

    Its buttons show their keys while it is the chosen row; `touched` carries the entry's key.

    One button stands at the right, several under the words.
    """

    pressed = Signal(object, object)
    touched = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        """Nothing is shown until `show_entry`."""
        super().__init__(theme, parent)
        self._chosen = False
        self.entry: Entry | None = None
        self._step: EntryAction | None = None
        self._actor = ""
        self._buttons: dict[EntryAction, DeskButton] = {}
        self._mark, self._foot = Mark(theme, 24), Buttons(theme)
        self._title, self._why = Words(theme, FontRole.STRONG), Words(theme)
        self._since = Words(theme, FontRole.CAPTION, Color.MUTED)
        self._lay_out()

    @property
    def texts(self) -> tuple[str, str, str]:
        """Title, why, since when."""
        return (self._title.text(), self._why.text(), self._since.text())

    @property
    def shown(self) -> tuple[EntryAction, ...]:
        """The actions whose buttons stand on it now."""
        if self.entry is None:
            return ()
        return FIRST_STEPS[self._step] if self._step else self.entry.actions

    def button(self, action: EntryAction) -> DeskButton:
        """The button of a action, hidden where it doesn't apply."""
        made = self._buttons.get(action)
        if made is None:
            made = self._buttons[action] = DeskButton(self.theme, ButtonFace(""), self._foot)
            made.setProperty("action", action.value)
            made.on_click(self._press)
            made.hide()
        return made

    @property
    def identity(self) -> str:
        """The entry's key."""
        return self.entry.key if self.entry is not None else ""

    def show_chosen(self, *, chosen: bool) -> None:
        """Frame it and paint its buttons' keys, or neither."""
        if chosen != self._chosen:
            self._chosen = chosen
            self._show()
            self.update()

    def step_back(self) -> bool:
        """Esc: a first step is taken back; whether there was one."""
        was, self._step = self._step, None
        self._show()
        return was is not None

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paints the line below it, and the frame of the chosen row."""
        super().paintEvent(event)
        if self._chosen:
            paint_chosen(self)

    def show_entry(self, entry: Entry, actor: str) -> None:
        """Show this; `actor` is the name under which somebody decides."""
        same = self.entry is not None and replace(self.entry, since=entry.since) == entry
        if same and self._actor == actor:
            self.entry = entry
            self._since.say(entry.since)
            return
        self.entry, self._actor = entry, actor
        self._step = self._step if self._step in entry.actions else None
        self._show()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A single button stands beside the words where it leaves them room."""
        self._turn(self.width())

    def heightForWidth(self, width: int) -> int:
        """What its words and buttons need at that width, in px."""
        self._turn(width)
        return super().heightForWidth(width)

    def _turn(self, width: int) -> None:
        beside = len(self._foot.shown) < 2 and self._foot.sizeHint().width() <= _MOST_BESIDE * width
        way = QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom
        if self._body.direction() != way:
            self._body.setDirection(way)
            self._body.setSpacing(16 if beside else _GAP)
            self._row.invalidate()

    def _lay_out(self) -> None:
        words = QVBoxLayout()
        words.setSpacing(2)
        for part in (self._title, self._why, self._since):
            words.addWidget(part)
        words.addStretch(1)
        self._body = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._body.addLayout(words, 1)
        self._body.addWidget(self._foot, 0, Qt.AlignmentFlag.AlignVCenter)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(16, 11, 16, 10)
        self._row.setSpacing(14)
        self._row.addWidget(self._mark, 0, Qt.AlignmentFlag.AlignTop)
        self._row.addLayout(self._body, 1)

    def _show(self) -> None:
        entry = self.entry
        if entry is None:
            return
        self._mark.show_sign(entry.sign, entry.role)
        self._title.say(entry.title)
        self._why.say(question(self._step, entry, self._actor) if self._step else entry.why)
        self._since.say(entry.since)
        for action in self.shown:
            self.button(action).set_face(action_face(action, entry, chosen=self._chosen))
        self._foot.show_buttons(tuple(self.button(action) for action in self.shown))
        self._turn(self.width())

    @Slot()
    def _press(self) -> None:
        action, entry = EntryAction(self.sender().property("action")), self.entry
        if entry is None:
            return
        self.touched.emit(entry.key)
        self._step = action if action in FIRST_STEPS else None
        self._show()
        if action not in FIRST_STEPS and action is not EntryAction.BACK:
            self.pressed.emit(action, entry)
