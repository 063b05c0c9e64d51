"""How the Pickup page is laid out: the strip, under it one card at a time, the last scans at the right."""

from datetime import datetime

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from posdesk.desk.pickup.card import CardWords, OrderCard
from posdesk.desk.pickup.choice import ChoiceCard, Fitting
from posdesk.desk.pickup.entry import EntryStrip
from posdesk.desk.pickup.quiet import QuietCard
from posdesk.desk.pickup.result import ResultCard, ResultView
from posdesk.desk.pickup.said import spaced
from posdesk.desk.pickup.scans import ScansPanel
from posdesk.desk.theme import Pane, Sign, Theme, WidthClass, pane_width
from posdesk.desk.theme.layout import gutter
from posdesk.desk.widgets.painted import Painted
from posdesk.domain.orders.order import OrderContent

translate = QCoreApplication.translate


class PickupSheet(Painted):
    """Holds the parts and shows one of the cards."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        """Shows nothing at hand."""
        super().__init__(theme, parent)
        self.entry, self.scans = EntryStrip(theme, self), ScansPanel(theme, self)
        self.quiet, self.card = QuietCard(theme, self), OrderCard(theme, self)
        self.choice, self.result = ChoiceCard(theme, self), ResultCard(theme, self)
        self._stack = QStackedLayout()
        self._cards: tuple[QWidget, ...] = (self.quiet, self.card, self.choice, self.result)
        for part in self._cards:
            self._stack.addWidget(part)
        left = QVBoxLayout()
        left.setSpacing(12)
        left.addWidget(self.entry)
        left.addLayout(self._stack, 1)
        self._row = QHBoxLayout(self)
        self._row.addLayout(left, 1)
        self._row.addWidget(self.scans)
        self.set_window_width(WidthClass.MEDIUM)

    @property
    def shown(self) -> QWidget:
        """The card on top."""
        return self._cards[self._stack.currentIndex()]

    def set_window_width(self, width: int) -> None:
        """The last scans take a third, and go where there is no room for both."""
        room = gutter(width)
        self._row.setContentsMargins(room, room, room, room)
        self._row.setSpacing(room)
        scans = pane_width(Pane.SCANS, width)
        self.scans.setFixedWidth(scans)
        self.scans.setVisible(scans > 0)

    def show_empty(self) -> None:
        """Nothing is at hand."""
        line = translate("pickup", "The customer's code opens the order here, from any page.")
        self._show_quiet(Sign.BARCODE, translate("pickup", "Just scan, no click first"), line)

    def show_asking(self, code: str) -> None:
        """The platforms are being asked about this code."""
        self._show_quiet(Sign.SEARCH, translate("pickup", "Asking the platforms"), spaced(code))

    def show_card(self, content: OrderContent, words: CardWords, now: datetime) -> None:
        """One order."""
        self.card.show_order(content, words, now)
        self._stack.setCurrentWidget(self.card)

    def show_choice(self, fitting: Fitting, words: CardWords) -> None:
        """Several orders."""
        self.choice.show_orders(fitting, words)
        self._stack.setCurrentWidget(self.choice)

    def show_result(self, view: ResultView) -> None:
        """A result."""
        self.result.show_result(view)
        self._stack.setCurrentWidget(self.result)

    def _show_quiet(self, sign: Sign, title: str, line: str) -> None:
        self.quiet.show_words(sign, title, line)
        self._stack.setCurrentWidget(self.quiet)
