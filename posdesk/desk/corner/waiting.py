"""The orders that ask for somebody, kept up order by order: a look costs what changed, not the board."""

from bisect import bisect_left, insort
from datetime import datetime

from posdesk.desk.bridge.counter import Counter
from posdesk.domain.orders.board import (
    Lane,
    OrderView,
    is_only_looked_up,
    lane_of,
    queue_key,
    rings,
    stops_of,
)
from posdesk.domain.orders.order import OrderKey

_Place = tuple[datetime, datetime, str]
_COUNTED = frozenset({Lane.MAKING, Lane.READY})


class Waiting:
    """The most urgent new order, the STOPs, and how many are made and ready."""

    def __init__(self, counter: Counter) -> None:
        """All that is on the board waits."""
        self._counter = counter
        self.pressed: frozenset[OrderKey] = frozenset()  # being written down: they wait no more
        self._clear()
        self.refresh(())

    @property
    def first(self) -> OrderView | None:
        """The new order that is the most urgent."""
        waiting = (key for _, key in self._queue if key not in self.pressed)
        key = next(waiting, None)
        return self._new[key][1] if key is not None else None

    @property
    def new(self) -> int:
        """How many wait to be accepted."""
        return len(self._new) - sum(key in self._new for key in self.pressed)

    @property
    def stops(self) -> tuple[OrderView, ...]:
        """The STOPs, oldest first."""
        return stops_of(self._stops.values())

    def counts(self, now: datetime) -> tuple[int, int]:
        """How many are being made now, and how many are ready."""
        lanes, timed = list(self._lanes.values()), [lane_of(view, now) for view in self._timed.values()]
        making, ready = (lanes.count(lane) + timed.count(lane) for lane in (Lane.MAKING, Lane.READY))
        return making, ready

    def refresh(self, keys: tuple[OrderKey, ...]) -> bool:
        """Look at these orders again, none named: at all; whether one asks that did not ask before."""
        if keys:
            came = [key for key in keys if self._take(key, self._counter.view(key))]
            return bool(came)
        before = self._new.keys(), self._stops.keys()
        self._clear()
        for view in self._counter.views():
            self._take(view.order.key, view)
        return bool(self._new.keys() - before[0] or self._stops.keys() - before[1])

    def _clear(self) -> None:
        self._new: dict[OrderKey, tuple[_Place, OrderView]] = {}
        self._queue: list[tuple[_Place, OrderKey]] = []
        self._stops: dict[OrderKey, OrderView] = {}
        self._lanes: dict[OrderKey, Lane] = {}
        self._timed: dict[OrderKey, OrderView] = {}

    def _take(self, key: OrderKey, view: OrderView | None) -> bool:
        was_new = self._forget_new(key)
        was_stop = self._stops.pop(key, None) is not None
        self._lanes.pop(key, None)
        self._timed.pop(key, None)
        if view is None:
            return False
        self._count(key, view)
        if view.order.stop_open:
            self._stops[key] = view
        if rings(view):
            place = queue_key(view)
            self._new[key] = (place, view)
            insort(self._queue, (place, key))
        return (key in self._new and not was_new) or (key in self._stops and not was_stop)

    def _forget_new(self, key: OrderKey) -> bool:
        known = self._new.pop(key, None)
        if known is not None:
            del self._queue[bisect_left(self._queue, (known[0], key))]
        return known is not None

    def _count(self, key: OrderKey, view: OrderView) -> None:
        """What stands on a lane; where time alone may move it, that is asked at each look."""
        if view.order.content.is_preorder or is_only_looked_up(view):
            self._timed[key] = view
            return
        lane = lane_of(view, self._counter.clock.now())
        if lane in _COUNTED:
            self._lanes[key] = lane
