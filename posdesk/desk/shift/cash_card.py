"""Counting the cash: what lies there is typed before anybody sees what should."""

from dataclasses import replace

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from posdesk.desk.paint import ButtonKind
from posdesk.desk.shift.acts import ActButton
from posdesk.desk.shift.fields import MoneyField, PlainField
from posdesk.desk.shift.words import amount, difference_words, expected_words
from posdesk.desk.theme import Color, FontRole, Theme
from posdesk.desk.widgets.alt_keys import ShiftKey
from posdesk.desk.widgets.label import Words
from posdesk.desk.widgets.painted import Card
from posdesk.domain.shift.checklist import LineKind
from posdesk.domain.shift.view import OpenShift

FIELD_PX = 56


class CashCard(Card):
    """`wanted` carries the letter of the button that was pressed."""

    wanted = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        """Says nothing until `show_view`."""
        super().__init__(theme, parent)
        self._title = Words(theme, FontRole.TITLE, wraps=False)
        self._first = Words(theme, FontRole.CAPTION_BOLD, Color.MUTED, wraps=False)
        self.field = MoneyField(theme, FIELD_PX)
        self.field_key = ActButton(theme, ShiftKey.COUNT, ButtonKind.QUIET)
        self._said = Words(theme, FontRole.CAPTION, Color.MUTED)
        self._off = Words(theme, FontRole.NUMBER_M)
        self.reason = PlainField()
        self._now: OpenShift | None = None
        self.pieces = ActButton(theme, ShiftKey.BY_NOTES)
        self.record = ActButton(theme, ShiftKey.RECORD, ButtonKind.PRIMARY)
        for button in (self.field_key, self.pieces, self.record):
            button.wanted.connect(self.wanted)
        self.field.textChanged.connect(self._follow)
        self._build()

    def show_view(self, now: OpenShift) -> None:
        """Show where the count stands."""
        self._title.say(self.tr("Count the cash"))
        self._first.say(self.tr("Count first") if now.count is None else self.tr("Recorded"))
        self.field_key.set_label(self.tr("Sum, yuan"))
        self.field.call(self.tr("What lies in the drawer, in yuan"))
        self.field.setPlaceholderText("0.00")
        self.pieces.set_label(self.tr("By notes"))
        self.record.set_label(self.tr("Record"))
        self.reason.call(self.tr("Why it is counted once more"))
        self._now = now
        self._said.say(self._words(now))
        self._say_difference(now.count.difference_fen if now.count else None)
        self._follow()

    @property
    def difference(self) -> str:
        """What it says of how much is over or short; empty before the count."""
        return self._off.text()

    def ask_reason(self) -> None:
        """The same was to be recorded once more: why?"""
        self.reason.show()
        self.reason.setFocus()

    @Slot()
    def _follow(self) -> None:
        """Recorded, the button rests; another sum, where nothing has moved since, needs a why."""
        now = self._now
        is_recorded = now is not None and now.count is not None and now.checklist.line(LineKind.CASH).is_clear
        count = now.count if now else None
        is_other = count is not None and self.field.fen not in {None, count.counted_fen}
        self.reason.setVisible(is_recorded and (is_other or self.reason.hasFocus()))
        kind = ButtonKind.QUIET if is_recorded and not is_other else ButtonKind.PRIMARY
        self.record.set_face(replace(self.record.face, kind=kind))

    def _say_difference(self, fen: int | None) -> None:
        if fen is None:
            self._off.say("")
            return
        words = f"{difference_words(fen)} {amount(abs(fen))}" if fen else difference_words(fen)
        self._off.say(words, Color.WARN if fen else Color.GOOD)

    def _words(self, now: OpenShift) -> str:
        count = now.count
        if count is None:
            return self.tr("What should be there is shown once this is recorded.")
        said = self.tr("Counted {counted}, expected {expected}.")
        return said.format(counted=amount(count.counted_fen), expected=expected_words(count.cash))

    def _build(self) -> None:
        head, row, buttons = QHBoxLayout(), QHBoxLayout(), QHBoxLayout()
        head.addWidget(self._title, 1)
        head.addWidget(self._first)
        row.setSpacing(4)
        row.addWidget(self.field_key)
        row.addWidget(self.field, 1)
        buttons.setSpacing(8)
        buttons.addStretch(1)
        buttons.addWidget(self.pieces)
        buttons.addWidget(self.record)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(10)
        column.addLayout(head)
        column.addLayout(row)
        column.addWidget(self._said)
        column.addWidget(self._off)
        column.addWidget(self.reason)
        column.addLayout(buttons)
        self.reason.hide()
