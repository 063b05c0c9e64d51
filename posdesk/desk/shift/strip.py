"""The strip over the columns: who opened it, the drawer's money, and what goes in and out."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from posdesk.desk.shift.acts import ActButton
from posdesk.desk.shift.words import amount
from posdesk.desk.theme import Color, FontRole, Theme
from posdesk.desk.widgets.alt_keys import ShiftKey
from posdesk.desk.widgets.label import Words
from posdesk.desk.widgets.painted import Painted
from posdesk.desk.words.say import actor_name, day_and_time, how_long
from posdesk.domain.shift.view import OpenShift, ShiftView

_ACTS = (ShiftKey.PAY_IN, ShiftKey.PAY_OUT, ShiftKey.NOTE, ShiftKey.X)


class Figure(Painted):
    """Small words over an amount."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        """Says nothing yet."""
        super().__init__(theme, parent)
        self._name = Words(theme, FontRole.CAPTION, Color.MUTED, wraps=False)
        self._value = Words(theme, FontRole.BODY_BOLD, wraps=False)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._name)
        column.addWidget(self._value)

    def say(self, name: str, value: str) -> None:
        """Say these."""
        self._name.say(name)
        self._value.say(value)


class Strip(Painted):
    """`wanted` carries the letter of the button that was pressed."""

    wanted = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        """Says nothing until `show_view`."""
        super().__init__(theme, parent)
        self._title = Words(theme, FontRole.TITLE, wraps=False)
        self._by = Words(theme, FontRole.CAPTION, wraps=False)
        self._since = Words(theme, FontRole.CAPTION, Color.MUTED, wraps=False)
        self._float, self._ins, self._outs = (Figure(theme) for _ in range(3))
        self.buttons = {act: ActButton(theme, act) for act in _ACTS}
        for button in self.buttons.values():
            button.wanted.connect(self.wanted)
        self._build()

    def set_narrow(self, narrow: bool) -> None:
        """In a narrow window the buttons stand below the words."""
        way = Qt.Orientation.Vertical if narrow else Qt.Orientation.Horizontal
        direction = QHBoxLayout.Direction.TopToBottom if narrow else QHBoxLayout.Direction.LeftToRight
        self._rows.setDirection(direction)
        self._rows.setSpacing(8 if way is Qt.Orientation.Vertical else 20)

    def show_view(self, view: ShiftView, now: OpenShift) -> None:
        """Show the shift that is open."""
        shift, cash = now.shift, now.figures.cash
        self._title.say(self.tr("Shift"))
        by = self.tr("Opened {time}, {name}")
        opened = day_and_time(shift.opened_at, view.at)
        self._by.say(by.format(time=opened, name=actor_name(shift.opened_by)))
        if now.is_over_the_day:
            self._since.say(self.tr("Open since another day: nobody has closed it"), Color.WARN)
        else:
            words = self.tr("Open for {time}")
            since = how_long((view.at - shift.opened_at).total_seconds())
            self._since.say(words.format(time=since), Color.MUTED)
        self._float.say(self.tr("Float"), amount(cash.float_fen))
        self._ins.say(self.tr("Paid in: {n}").format(n=cash.paid_in), amount(cash.paid_in_fen))
        self._outs.say(self.tr("Paid out: {n}").format(n=cash.paid_out), amount(-cash.paid_out_fen))
        self._label(len(now.notes))

    def _label(self, notes: int) -> None:
        note = self.tr("Notes: {n}").format(n=notes) if notes else self.tr("Leave a note")
        labels = (self.tr("Pay in"), self.tr("Pay out"), note, self.tr("Take an X"))
        for act, label in zip(_ACTS, labels, strict=True):
            self.buttons[act].set_label(label)

    def _build(self) -> None:
        who = QVBoxLayout()
        who.setSpacing(0)
        who.addWidget(self._by)
        who.addWidget(self._since)
        said, pressed = QHBoxLayout(), QHBoxLayout()
        said.setSpacing(20)
        pressed.setSpacing(8)
        said.addWidget(self._title)
        said.addLayout(who)
        for figure in (self._float, self._ins, self._outs):
            said.addWidget(figure)
        said.addStretch(1)
        for button in self.buttons.values():
            pressed.addWidget(button)
        pressed.addStretch(1)
        self._rows = QHBoxLayout(self)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.addLayout(said, 1)
        self._rows.addLayout(pressed)
        self.set_narrow(False)
