"""Tells a screen reader of new orders and STOPs, whichever page it reads."""

from PySide6.QtCore import QCoreApplication, QObject, Slot
from PySide6.QtWidgets import QWidget

from posdesk.desk.bridge.counter import Counter
from posdesk.desk.cards.facts import Moment, facts_of, spoken
from posdesk.desk.widgets.spoken import announce
from posdesk.domain.orders.board import OrderView, lane_of, rings
from posdesk.domain.orders.order import OrderKey

_SAID_EACH = 3  # of more at once only how many


class Announcer(QObject):
    """Each once. What a start finds waiting is new to whoever hears it, too."""

    def __init__(self, window: QWidget, counter: Counter) -> None:
        """Listens to the counter from here on."""
        super().__init__(window)
        self._window, self._counter = window, counter
        self._known = frozenset(self._shown())
        counter.signals.orders_changed.connect(self._look)

    @Slot(object)
    def _look(self, _keys: object) -> None:
        shown = self._shown()
        fresh = tuple(view for at, view in shown.items() if at not in self._known)
        self._known = frozenset(shown)
        stops = tuple(view for view in fresh if view.order.stop_open)
        announce(self._window, self._words(stops), urgent=True)
        announce(self._window, self._words(tuple(view for view in fresh if view not in stops)))

    def _shown(self) -> dict[tuple[OrderKey, bool], OrderView]:
        """What is told of now: an order, and whether it is its STOP."""
        return {(v.order.key, v.order.stop_open): v for v in self._counter.views() if _is_told(v)}

    def _words(self, views: tuple[OrderView, ...]) -> str:
        if len(views) > _SAID_EACH:
            return QCoreApplication.translate("frame", "New orders: {n}").format(n=len(views))
        return ". ".join(self._said(view) for view in views)

    def _said(self, view: OrderView) -> str:
        now, counter = self._counter.clock.now(), self._counter.settings.store.counter
        facts = facts_of(view, lane_of(view, now), Moment(now, counter))
        said = spoken(facts, self._counter.accept_left_s(view.order.key))
        if view.order.stop_open:
            words = QCoreApplication.translate("frame", "Stop! Customer cancelled {order}")
            return words.format(order=said)
        return QCoreApplication.translate("frame", "New order: {order}").format(order=said)


def _is_told(view: OrderView) -> bool:
    return view.order.stop_open or rings(view)
