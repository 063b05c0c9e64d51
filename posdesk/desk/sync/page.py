"""The sync page, first form (product row 41): three groups, today's counts, the platforms."""

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QTimer, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from posdesk.desk.counter import Counter
from posdesk.desk.page import Page, PageCount
from posdesk.desk.paint import Sign
from posdesk.desk.say import actor_name
from posdesk.desk.sync.groups import GroupsPanel
from posdesk.desk.sync.partners import PartnersPanel
from posdesk.desk.sync.row import Mend
from posdesk.desk.sync.said import counts_words
from posdesk.desk.theme import StateRole, Theme
from posdesk.desk.theme.layout import gutter
from posdesk.domain.intent import Intent
from posdesk.domain.pending import Group, Pending, confirmed_today, pending_of

translate = QCoreApplication.translate

GATHER_MS = 100
_WIDE_PX = 1280


class SyncPage(Page):
    """Shows what the counter's orders still owe the platforms."""

    key = "sync"
    number = 4
    sign = Sign.SYNC

    def __init__(self, counter: Counter, theme: Theme, parent: QWidget | None = None) -> None:
        """Listens to `counter` from here on."""
        super().__init__(parent)
        self._counter = counter
        self._pending: tuple[Pending, ...] = ()
        self._build(theme)
        counter.signals.orders_changed.connect(self._refresh_soon)
        counter.signals.status_changed.connect(self._show_status)
        counter.signals.staff_changed.connect(self.refresh)
        self.refresh()

    @property
    def groups(self) -> GroupsPanel:
        """What is pending."""
        return self._groups

    @property
    def partners(self) -> PartnersPanel:
        """What is known of the platforms."""
        return self._partners

    def title(self) -> str:
        """The page's name in the rail."""
        return translate("pages", "Sync")

    def count(self) -> PageCount:
        """What needs a person, and what nobody knows."""
        mine = sum(row.group is not Group.BY_ITSELF for row in self._pending)
        return PageCount(mine, StateRole.HALF)

    def set_theme(self, theme: Theme) -> None:
        """Paint with this theme from now on."""
        self._groups.set_theme(theme)
        self._partners.set_theme(theme)

    def set_window_width(self, width: int) -> None:
        """The groups keep their width, the platforms take the rest; on small screens the other way."""
        room = gutter(width)
        self._row.setContentsMargins(room, room, room, room)
        self._row.setSpacing(room)
        self._groups.setFixedWidth(700 if width >= 1680 else 620 if width >= _WIDE_PX else 560)

    def retranslate(self) -> None:
        """The language on screen changed."""
        self.refresh()

    @Slot()
    def refresh(self) -> None:
        """Count what is pending; show it where the page is on screen."""
        views = tuple(self._counter.views())
        self._pending = pending_of(views)
        self.count_changed.emit()
        if not self.isVisible():
            return
        now = self._counter.clock.now()
        counts = confirmed_today(views, now, self._counter.settings.store.day_starts)
        self._groups.show_pending(self._pending, counts_words(counts), actor_name(self._counter.actor()), now)
        self._show_status()

    def showEvent(self, event: QShowEvent) -> None:
        """Shows what changed while another page was on screen."""
        super().showEvent(event)
        self.refresh()

    @Slot()
    def _refresh_soon(self) -> None:
        """A burst of changes is one look."""
        if not self._gather.isActive():
            self._gather.start(GATHER_MS)

    @Slot()
    def _show_status(self) -> None:
        self._partners.show_status(self._counter.status(), self._counter.clock.now())

    @Slot(object, object)
    def _mend(self, mend: Mend, row: Pending) -> None:
        """One row's button: each is one call to the counter."""
        seq = row.intent.seq
        calls: dict[Mend, Callable[[], None]] = {
            Mend.ASK_AGAIN: lambda: self._counter.ask_again(seq),
            Mend.DONE: lambda: self._counter.settle(seq, done=True),
            Mend.NOT_DONE: lambda: self._counter.settle(seq, done=False),
            Mend.WITHDRAW: lambda: self._counter.undo(seq),
            Mend.SEND_AGAIN: lambda: self._send_again(row.intent),
        }
        calls[mend]()
        self.acted.emit()

    def _send_again(self, intent: Intent) -> None:
        """After a refusal: a new intent under a new number, with what the first one carried."""
        self._counter.wish(
            intent.key,
            intent.kind,
            reason=intent.reason,
            code=intent.code,
            payments=intent.payments,
        )

    def _build(self, theme: Theme) -> None:
        self.setObjectName("page")
        self._gather = QTimer(self, singleShot=True)
        self._gather.timeout.connect(self.refresh)
        self._groups, self._partners = GroupsPanel(theme), PartnersPanel(theme)
        self._groups.mended.connect(self._mend)
        self._row = QHBoxLayout(self)
        self._row.addWidget(self._partners, 1)
        self._row.addWidget(self._groups)
        self.set_window_width(_WIDE_PX)
