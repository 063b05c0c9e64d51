"""After an outage or closed hours: which orders are too late, still possible, or were cancelled (row 53).

With a relay also those that came while this counter was away (relay.md).
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from typing import NamedTuple

from posdesk.domain.orders.board import OrderView
from posdesk.domain.orders.intent import Intent, Kind, Outcome
from posdesk.domain.orders.order import OrderKey, OrderState
from posdesk.domain.relay.status import Away
from posdesk.domain.status import Gap
from posdesk.records import dataclass

LATE_NEWS = timedelta(minutes=10)
"""So long after a gap a platform tells what it could not tell meanwhile."""
LONG = timedelta(seconds=60)
"""A shorter gap, a restart, is said by its band and opens nothing by itself."""


class Caught(StrEnum):
    """Where an order stands when somebody looks again."""

    LATE = "late"  # nobody accepted it in time
    NEVER_SENT = "never_sent"  # an accept waited for the line until its deadline
    WAITING = "waiting"  # it can still be accepted
    ON_ITS_WAY = "on_its_way"  # the accept is queued or being sent
    UNKNOWN = "unknown"  # nobody knows whether the accept arrived
    CONFIRMED = "confirmed"  # accepted in that time, and the platform said so
    CANCELLED = "cancelled"  # the platform cancelled it in that time
    DEALT_WITH = "dealt_with"  # another counter, or the platform, went on with it in that time


@dataclass(frozen=True, slots=True)
class CaughtOrder:
    """One order of the view."""

    view: OrderView
    what: Caught

    @property
    def key(self) -> OrderKey:
        """The order's key."""
        return self.view.order.key


@dataclass(frozen=True, slots=True)
class CatchUp:
    """The lists, each by due time; the last one only of what came by a relay while we were away."""

    expired: tuple[CaughtOrder, ...] = ()
    possible: tuple[CaughtOrder, ...] = ()
    cancelled: tuple[CaughtOrder, ...] = ()
    dealt_with: tuple[CaughtOrder, ...] = ()

    @property
    def every(self) -> tuple[CaughtOrder, ...]:
        """All of them, from the top."""
        return (*self.expired, *self.possible, *self.cancelled, *self.dealt_with)


def finished(gaps: Iterable[Gap]) -> tuple[Gap, ...]:
    """The gaps that are over and that nobody has compared yet, oldest first."""
    return tuple(sorted((gap for gap in gaps if gap.end is not None), key=lambda gap: gap.start))


def is_long(gap: Gap) -> bool:
    """Whether a gap is an outage, or closed hours, rather than a restart."""
    return gap.end is not None and gap.end - gap.start >= LONG


def catch_up(
    views: Iterable[OrderView],
    gaps: Sequence[Gap],
    is_late: Callable[[OrderKey], bool],
    away: Away | None = None,
) -> CatchUp:
    """What became of the orders in these gaps, which are over, and of those that came while we were away.

    `is_late`: an accept deadline has passed.
    """
    gap = _When(gaps[0].start, max(gap.end or gap.start for gap in gaps)) if gaps else None
    found = []
    for view in views:
        what = _caught(view, gap, is_late) if gap is not None else None
        if what is None and away is not None:
            what = _came(view, away, is_late)
        if what is not None:
            found.append(CaughtOrder(view, what))
    found.sort(key=_due)
    groups = ({Caught.LATE, Caught.NEVER_SENT}, _POSSIBLE, {Caught.CANCELLED}, {Caught.DEALT_WITH})
    return CatchUp(*(tuple(each for each in found if each.what in group) for group in groups))


class _When(NamedTuple):
    """From the first gap's start to the last one's end."""

    start: datetime
    end: datetime


_POSSIBLE = {Caught.WAITING, Caught.ON_ITS_WAY, Caught.UNKNOWN, Caught.CONFIRMED}


def _due(caught: CaughtOrder) -> tuple[datetime, str]:
    order = caught.view.order
    return order.content.due_at or order.received_at, order.key.bill


def _caught(view: OrderView, when: _When, is_late: Callable[[OrderKey], bool]) -> Caught | None:
    """None where nothing of it needs a look."""
    order, accept = view.order, _last_accept(view)
    if order.is_closed_here or order.is_training:
        return None
    if order.state is OrderState.CANCELLED:
        return Caught.CANCELLED if when.start <= order.state_at <= when.end + LATE_NEWS else None
    if order.state is OrderState.NEW:
        return _of_new(view, accept, is_late)
    pressed_then = accept is not None and when.start <= accept.pressed_at <= when.end
    return Caught.CONFIRMED if pressed_then and not order.is_final else None


def _came(view: OrderView, away: Away, is_late: Callable[[OrderKey], bool]) -> Caught | None:
    """Of what the relay kept meanwhile; what somebody has gone on with here needs no look."""
    order, came = view.order, view.order.key in away.orders
    if order.is_closed_here or order.is_training:
        return None
    if order.state is OrderState.CANCELLED:
        in_time = away.start <= order.state_at <= away.end + LATE_NEWS
        return Caught.CANCELLED if came or in_time else None
    if not came:
        return None
    if order.state is OrderState.NEW:
        return _of_new(view, _last_accept(view), is_late)
    return None if view.intents else Caught.DEALT_WITH


def _of_new(view: OrderView, accept: Intent | None, is_late: Callable[[OrderKey], bool]) -> Caught | None:
    if view.open_of(Kind.REFUSE) is not None:
        return None
    if accept is not None and accept.is_open:
        return Caught.UNKNOWN if accept.outcome is Outcome.UNKNOWN else Caught.ON_ITS_WAY
    if accept is not None and accept.outcome is Outcome.EXPIRED:
        return Caught.NEVER_SENT
    return Caught.LATE if is_late(view.order.key) else Caught.WAITING


def _last_accept(view: OrderView) -> Intent | None:
    return next((i for i in reversed(view.intents) if i.kind is Kind.ACCEPT), None)
