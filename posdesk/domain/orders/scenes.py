"""What could ring, kept up order by order: a look costs what changed and what time brought, not the board."""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from heapq import heappop, heappush
from itertools import count
from typing import Generic, TypeVar

from posdesk.domain.orders.board import (
    LOOKED_UP_STAYS,
    Lane,
    OrderView,
    Phase,
    is_only_looked_up,
    lane_of,
    rings,
)
from posdesk.domain.orders.order import OrderKey
from posdesk.domain.orders.ringing import Deadline, Scene, came_due, starts_in_s

Moment = TypeVar("Moment", datetime, float)


class _Wakes(Generic[Moment]):
    """When each order is to be looked at again; only its last word counts."""

    def __init__(self) -> None:
        self._at: dict[OrderKey, Moment] = {}
        self._queue: list[tuple[Moment, int, OrderKey]] = []
        self._numbers = count()

    def set(self, key: OrderKey, at: Moment | None) -> None:
        """From now on at that moment, or not at all."""
        if at is None:
            self._at.pop(key, None)
        elif self._at.get(key) != at:
            self._at[key] = at
            heappush(self._queue, (at, next(self._numbers), key))

    def __contains__(self, key: OrderKey) -> bool:
        """Whether it is to be looked at again."""
        return key in self._at

    def next(self) -> Moment | None:
        """The soonest."""
        while self._queue and self._at.get(self._queue[0][2]) != self._queue[0][0]:
            heappop(self._queue)
        return self._queue[0][0] if self._queue else None

    def due(self, now: Moment) -> Iterable[OrderKey]:
        """Take out whose moment has come."""
        while (at := self.next()) is not None and at <= now:
            key = heappop(self._queue)[2]
            del self._at[key]
            yield key


class Scenes:
    """The scene of all orders that it was shown: what `scene_of` says of them, without asking each again."""

    def __init__(self, deadline_of: Callable[[OrderKey], Deadline | None]) -> None:
        """Nothing rings yet; `deadline_of` an order stays what it was when the order is shown."""
        self._deadline_of = deadline_of
        self.lead = timedelta()
        self.clear()

    def clear(self) -> None:
        """Forget all: they are shown anew."""
        self._views: dict[OrderKey, OrderView] = {}  # those that sound now or will
        self._stops: set[OrderKey] = set()
        self._new: dict[OrderKey, Phase] = {}
        self._due: set[OrderKey] = set()
        self._by_wall: _Wakes[datetime] = _Wakes()
        self._by_steady: _Wakes[float] = _Wakes()

    def see(self, view: OrderView, now: datetime, now_s: float) -> None:
        """Look at one order, by the wall clock and the steady one."""
        key = view.order.key
        self._see_stop(view)
        self._see_new(view, now_s)
        self._see_preorder(view, now)
        if self._matters(key):
            self._views[key] = view
        else:
            self._views.pop(key, None)

    def forget(self, key: OrderKey) -> None:
        """That one is not to be heard."""
        self._stops.discard(key)
        self._new.pop(key, None)
        self._due.discard(key)
        self._by_wall.set(key, None)
        self._by_steady.set(key, None)
        self._views.pop(key, None)

    def scene(self, now: datetime, now_s: float) -> Scene:
        """What asks to be heard now; it lives on, and counts until the next order is shown."""
        for key in {*self._by_wall.due(now), *self._by_steady.due(now_s)}:
            self.see(self._views[key], now, now_s)
        waits = [float("inf")]
        if (starts := self._by_wall.next()) is not None:
            waits.append((starts - now).total_seconds())
        if (turns_s := self._by_steady.next()) is not None:
            waits.append(turns_s - now_s)
        return Scene(self._stops, self._new, self._due, min(waits))

    def _matters(self, key: OrderKey) -> bool:
        parts = (self._stops, self._new, self._due, self._by_wall, self._by_steady)
        return any(key in part for part in parts)

    def _see_stop(self, view: OrderView) -> None:
        (self._stops.add if view.order.stop_open else self._stops.discard)(view.order.key)

    def _see_new(self, view: OrderView, now_s: float) -> None:
        """An order with no deadline is calm."""
        key = view.order.key
        asks = rings(view)
        deadline = self._deadline_of(key) if asks else None
        if asks:
            self._new[key] = deadline.phase if deadline else Phase.CALM
        else:
            self._new.pop(key, None)
        next_s = deadline.next_phase_s if deadline else float("inf")
        self._by_steady.set(key, now_s + next_s if next_s != float("inf") else None)

    def _see_preorder(self, view: OrderView, now: datetime) -> None:
        key = view.order.key
        due = came_due(view, now, self.lead)
        (self._due.add if due else self._due.discard)(key)
        at = None
        if view.order.content.is_preorder and lane_of(view, now, self.lead) is Lane.PREORDER:
            at = now + timedelta(seconds=starts_in_s(view, now, self.lead))
        elif due and is_only_looked_up(view):
            at = view.order.received_at + LOOKED_UP_STAYS
        self._by_wall.set(key, at)
