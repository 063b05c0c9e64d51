"""Tells a screen reader of new orders and STOPs, whichever page it reads."""

from collections.abc import Iterable

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
        self._known: dict[OrderKey, bool] = {}
        self._take(counter.views())
        counter.signals.orders_changed.connect(self._look)

    @Slot(object)
    def _look(self, keys: tuple[OrderKey, ...]) -> None:
        """Of these orders, or all where none is named, what nobody was told of yet."""
        if not keys:
            views = tuple(self._counter.views())
            gone = self._known.keys() - {view.order.key for view in views}
            self._known = {key: stop for key, stop in self._known.items() if key not in gone}
        else:
            views = tuple(view for view in map(self._counter.view, keys) if view is not None)
        fresh = self._take(views)
        stops = tuple(view for view in fresh if view.order.stop_open)
        announce(self._window, self._words(stops), urgent=True)
        announce(self._window, self._words(tuple(view for view in fresh if not view.order.stop_open)))

    def _take(self, views: Iterable[OrderView]) -> tuple[OrderView, ...]:
        """Remember what is told of now: an order, and whether it is its STOP; those that were not known."""
        fresh = []
        for view in views:
            key, stop = view.order.key, view.order.stop_open
            if not _is_told(view):
                self._known.pop(key, None)
            elif self._known.get(key) is not stop:
                self._known[key] = stop
                fresh.append(view)
        return tuple(fresh)

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
