"""Counting the cash: what lies there is typed before anybody sees what should."""

from PySide6.QtCore import Signal
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
        self.reason = PlainField()
        self.pieces = ActButton(theme, ShiftKey.BY_NOTES)
        self.record = ActButton(theme, ShiftKey.RECORD, ButtonKind.PRIMARY)
        for button in (self.field_key, self.pieces, self.record):
            button.wanted.connect(self.wanted)
        self._build()

    def show_view(self, now: OpenShift) -> None:
        """Show where the count stands; a reason is asked for only where nothing has moved since."""
        self._title.say(self.tr("Count the cash"))
        self._first.say(self.tr("Count first") if now.count is None else self.tr("Recorded"))
        self.field_key.set_label(self.tr("Sum, yuan"))
        self.field.call(self.tr("What lies in the drawer, in yuan"))
        self.field.setPlaceholderText("0.00")
        self.pieces.set_label(self.tr("By notes"))
        self.record.set_label(self.tr("Record"))
        self.reason.call(self.tr("Why it is counted once more"))
        is_clear = now.checklist.line(LineKind.CASH).is_clear
        self.reason.setVisible(is_clear and now.count is not None)
        self._said.say(self._words(now))

    def _words(self, now: OpenShift) -> str:
        count = now.count
        if count is None:
            return self.tr("What should be there is shown once this is recorded.")
        said = self.tr("Counted {counted}, expected {expected}.")
        words = said.format(counted=amount(count.counted_fen), expected=expected_words(count.cash))
        difference = count.difference_fen
        if difference:
            off = self.tr("{what}: {amount}.")
            off = off.format(what=difference_words(difference), amount=amount(abs(difference)))
            words = f"{words} {off}"
        return words

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
        column.addWidget(self.reason)
        column.addLayout(buttons)
        self.reason.hide()
