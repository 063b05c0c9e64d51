"""How long an order may still be accepted and an intent be undone: by the clock that never jumps."""

from collections.abc import Collection, Iterable
from datetime import datetime

from posdesk.domain.clock import Clock
from posdesk.domain.orders.board import OrderView
from posdesk.domain.orders.intent import Outcome, Seq
from posdesk.domain.orders.order import Order, OrderKey


class Deadlines:
    """Noted at first sight, so that a jump of the wall clock changes none."""

    def __init__(self, clock: Clock) -> None:
        """None is known yet."""
        self._clock = clock
        self._accept_by: dict[OrderKey, float] = {}
        self._leaves_at: dict[Seq, float] = {}

    def accept_left_s(self, key: OrderKey) -> float | None:
        """Seconds to the accept deadline, negative once overdue."""
        deadline = self._accept_by.get(key)
        return None if deadline is None else deadline - self._clock.monotonic()

    def undo_left_s(self, seq: Seq) -> float:
        """Seconds until a queued intent leaves."""
        return max(0.0, self._leaves_at.get(seq, 0.0) - self._clock.monotonic())

    def see(self, views: Iterable[OrderView]) -> None:
        """Note what is new in these orders."""
        now, monotonic = self._clock.now(), self._clock.monotonic()
        for view in views:
            order = view.order
            if order.accept_by is not None and order.key not in self._accept_by:
                self._accept_by[order.key] = monotonic + _left_s(order, now)
            for intent in view.intents:
                if intent.outcome is not Outcome.QUEUED:
                    self._leaves_at.pop(intent.seq, None)
                elif intent.seq not in self._leaves_at:
                    self._leaves_at[intent.seq] = monotonic + (intent.leaves_at - now).total_seconds()

    def forget_but(self, known: Collection[OrderKey]) -> None:
        """Forget the orders that are not `known` any more."""
        for key in [key for key in self._accept_by if key not in known]:
            del self._accept_by[key]


def _left_s(order: Order, now: datetime) -> float:
    """Seconds to accept in, by the wall clock at first sight; a clock that was set back gives no more."""
    assert order.accept_by is not None
    whole = (order.accept_by - order.received_at).total_seconds()
    return min(whole, (order.accept_by - now).total_seconds())
