"""What the board shows of an order: its lane, its countdown, its place in the queue, what can be done.

Pure functions over an order and its intents, so that the desk only paints.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from posdesk.domain.orders.elsewhere import DoneElsewhere
from posdesk.domain.orders.intent import OPEN_OUTCOMES, Intent, Kind, Outcome
from posdesk.domain.orders.order import WAITS_FOR_ACCEPT, Order, OrderState, Origin
from posdesk.domain.orders.own import NOTHING, Own
from posdesk.domain.orders.sums import sums_of
from posdesk.records import dataclass

if TYPE_CHECKING:
    from posdesk.domain.relay.claim import ClaimGroup
    from posdesk.domain.relay.seen_claim import SeenClaim

PREORDER_LEAD = timedelta(minutes=25)  # row 8; a setting
LOOKED_UP_STAYS = timedelta(minutes=10)
"""How long an order that came by a look-up stands on a lane while nobody does anything with it."""


@dataclass(frozen=True, slots=True)
class OrderView:
    """An order with all its intents, oldest first, and what the store added by itself.

    `twins` counts the other open orders of its number, `elsewhere` is what other counters did, oldest first,
    `claims` is what is known of who is about to do something. `came_late`: by the relay, behind its deadline.
    """

    order: Order
    intents: tuple[Intent, ...] = ()
    twins: int = 0
    own: Own = NOTHING
    elsewhere: tuple[DoneElsewhere, ...] = ()
    claims: "tuple[SeenClaim, ...]" = ()
    came_late: bool = False

    @property
    def last(self) -> Intent | None:
        """The intent pressed last, whatever became of it."""
        return self.intents[-1] if self.intents else None

    def open_of(self, *kinds: Kind) -> Intent | None:
        """The latest open intent of these kinds, or of any kind when none is named."""
        fitting = (i for i in reversed(self.intents) if i.is_open and (not kinds or i.kind in kinds))
        return next(fitting, None)

    def done_of(self, kind: Kind) -> bool:
        """Whether this is confirmed, here or elsewhere, or a person said that it is done."""
        here = any(i.kind is kind and i.outcome in _EFFECTIVE for i in self.intents)
        return here or any(each.kind is kind for each in self.elsewhere)

    @property
    def out_elsewhere(self) -> DoneElsewhere | None:
        """That another counter gave it out already: a person is asked before it goes out once more."""
        return next((each for each in reversed(self.elsewhere) if each.kind is None), None)

    @property
    def out_here(self) -> Intent | None:
        """That it was given out here against signature, and no verification told the platform: the same."""
        return next((i for i in reversed(self.intents) if i.without_answer and i.outcome in _UNTOLD), None)

    def claim_of(self, group: "ClaimGroup | str") -> "SeenClaim | None":
        """What is known of who works on that part of it."""
        return next((claim for claim in self.claims if claim.group == group), None)

    def silent_of(self, group: "ClaimGroup | str") -> "SeenClaim | None":
        """The claim of another counter that has done nothing since: a person may take it over."""
        claim = self.claim_of(group)
        return claim if claim is not None and claim.state == "silent" else None

    @property
    def is_claimed_elsewhere(self) -> bool:
        """Whether another counter is about to accept or refuse it."""
        claim = self.claim_of("verdict")
        return claim is not None and claim.keeps_quiet


_EFFECTIVE = frozenset({Outcome.CONFIRMED, Outcome.SETTLED_DONE})
_UNTOLD = frozenset(Outcome) - OPEN_OUTCOMES - _EFFECTIVE


class Lane(StrEnum):
    """Where a card stands; DONE is in no lane and found by a filter only."""

    NEW = "new"
    MAKING = "making"
    READY = "ready"
    PREORDER = "preorder"
    DONE = "done"
    CLOSED = "closed"  # closed here: on no lane, and not completed
    LOOKED_UP = "looked_up"  # only looked up, and nobody works on it: on no lane, and open


def lane_of(view: OrderView, now: datetime, lead: timedelta = PREORDER_LEAD) -> Lane:
    """The lane, which follows the open intent: an accept on its way stands in making already."""
    order = view.order
    if order.is_final:
        return Lane.DONE
    if order.is_closed_here:
        return Lane.CLOSED
    if is_only_looked_up(view) and now >= order.received_at + LOOKED_UP_STAYS:
        return Lane.LOOKED_UP
    if order.state is OrderState.READY or view.open_of(Kind.READY):
        return Lane.READY
    if order.state is OrderState.ACCEPTED or view.open_of(Kind.ACCEPT):
        return Lane.PREORDER if now < starts_at(order, now, lead) else Lane.MAKING
    return Lane.NEW


def is_moved_by_time(view: OrderView) -> bool:
    """Whether its lane may become another one though nothing happens to it."""
    content = view.order.content
    return (content.is_preorder and content.due_at is not None) or is_only_looked_up(view)


def is_only_looked_up(view: OrderView) -> bool:
    """Whether it came by a pickup code that somebody scanned, and nobody has done anything with it since."""
    order = view.order
    is_touched = bool(view.intents) or view.own != NOTHING
    return order.origin is Origin.CAPTURED and order.state is OrderState.ACCEPTED and not is_touched


def starts_at(order: Order, now: datetime, lead: timedelta = PREORDER_LEAD) -> datetime:
    """When making should begin: for a pre-order `lead` before it is due, otherwise now."""
    due = order.content.due_at
    return due - lead if order.content.is_preorder and due is not None else now


class Phase(StrEnum):
    """How far an accept countdown has run (row 7: colours at 50 % and 80 %)."""

    CALM = "calm"
    HALF = "half"
    LATE = "late"
    OVERDUE = "overdue"


@dataclass(frozen=True, slots=True)
class Countdown:
    """Seconds left to accept, negative once overdue; `share_left` runs from 1 to 0."""

    left_s: float
    share_left: float
    phase: Phase


def countdown_of(left_s: float, total_s: float) -> Countdown:
    """The countdown for so many seconds left of so many; both from a monotonic clock."""
    share = min(1.0, max(0.0, left_s / total_s)) if total_s > 0 else 0.0
    if left_s <= 0:
        return Countdown(left_s, 0.0, Phase.OVERDUE)
    phase = Phase.LATE if share <= 0.2 else Phase.HALF if share <= 0.5 else Phase.CALM
    return Countdown(left_s, share, phase)


def rings(view: OrderView) -> bool:
    """Whether this order keeps the alarm on: pushed or our own, new, and nobody has acted (row 5).

    At another counter somebody may be about to. One that came behind its deadline never does: it is listed.
    """
    order = view.order
    waits = order.state is OrderState.NEW and order.origin in WAITS_FOR_ACCEPT and not order.is_over
    if view.came_late:
        return False
    return waits and view.open_of(Kind.ACCEPT, Kind.REFUSE) is None and not view.is_claimed_elsewhere


class Action(StrEnum):
    """What a key on the board can do with an order."""

    ACCEPT = "accept"
    REFUSE = "refuse"
    READY = "ready"
    PAY = "pay"
    VERIFY = "verify"
    HAND_OVER = "hand_over"
    UNDO = "undo"
    ASK_AGAIN = "ask_again"
    SETTLE = "settle"
    PUT_AWAY = "put_away"  # an own order: it has proven what it can


def actions_of(view: OrderView) -> frozenset[Action]:
    """What applies now. The journal checks again: this only decides which keys look alive.

    With one that is closed here nothing leads to a call: a person may say how an unknown one ended.
    """
    if view.order.is_training:
        return _of_training(view)
    if view.order.is_closed_here:
        return frozenset({Action.SETTLE}) if _asks_again(view) else frozenset()
    return frozenset(action for action, applies in _RULES.items() if applies(view))


def _of_training(view: OrderView) -> frozenset[Action]:
    """No platform waits for more than this PC can do by itself."""
    accept = frozenset({Action.ACCEPT}) if view.order.state is OrderState.NEW else frozenset()
    return accept if view.order.is_final else accept | {Action.PUT_AWAY}


def _accepts(view: OrderView) -> bool:
    return view.order.state is OrderState.NEW and view.open_of(Kind.ACCEPT, Kind.REFUSE) is None


def _readies(view: OrderView) -> bool:
    accepted = view.order.state is OrderState.ACCEPTED or view.open_of(Kind.ACCEPT) is not None
    busy = view.open_of(Kind.READY, Kind.VERIFY) is not None
    return accepted and not busy and not view.order.is_final and not view.done_of(Kind.READY)


def _pays(view: OrderView) -> bool:
    order = view.order
    done = view.done_of(Kind.PAY) or view.open_of(Kind.PAY) is not None
    return not order.is_final and not done and not sums_of(order.content).paid


def _verifies(view: OrderView) -> bool:
    order = view.order
    gone = order.is_final or view.open_of(Kind.VERIFY, Kind.REFUSE) is not None
    return order.content.is_verification and not gone and not view.done_of(Kind.VERIFY)


def _hands_over(view: OrderView) -> bool:
    order = view.order
    taken = order.state in {OrderState.ACCEPTED, OrderState.READY}
    return taken and not order.content.is_verification


def _undoes(view: OrderView) -> bool:
    return any(i.outcome is Outcome.QUEUED for i in view.intents)


def _asks_again(view: OrderView) -> bool:
    return any(i.outcome is Outcome.UNKNOWN for i in view.intents)


_RULES = {
    Action.ACCEPT: _accepts,
    Action.REFUSE: _accepts,
    Action.READY: _readies,
    Action.PAY: _pays,
    Action.VERIFY: _verifies,
    Action.HAND_OVER: _hands_over,
    Action.UNDO: _undoes,
    Action.ASK_AGAIN: lambda view: _asks_again(view) or any(i.waits_for_relay for i in view.intents),
    Action.SETTLE: _asks_again,
}


def may_close(view: OrderView) -> bool:
    """Whether a person may close it here: it is open, and no cancel waits for a word on which it is for."""
    order = view.order
    return not order.is_over and not order.is_unclear and not order.is_training


def stops_of(views: Iterable[OrderView]) -> tuple[OrderView, ...]:
    """The STOPs that nobody has ended, oldest first; of orders that one cancel may be for, the newest one."""
    opened = tuple(view for view in views if view.order.stop_open)
    first = (v for v in opened if not v.order.is_unclear or meant_by(opened, v)[0] is v)
    return tuple(sorted(first, key=lambda v: v.order.state_at))


def meant_by(views: Iterable[OrderView], view: OrderView) -> tuple[OrderView, ...]:
    """The orders that a cancel for this one's number may be for, the newest first."""
    number = view.order.key.number
    meant = (v for v in views if v.order.is_unclear and v.order.key.number == number)
    return tuple(sorted(meant, key=lambda v: v.order.received_at, reverse=True))


def queue_key(view: OrderView) -> tuple[datetime, datetime, str]:
    """The place in a lane: New by accept deadline (overdue is earliest), the others by due time.

    An order whose accept is on its way stands among the others already.
    """
    order = view.order
    fallback = order.content.due_at or order.received_at
    by_deadline = order.accept_by or fallback
    waits = order.state is OrderState.NEW and view.open_of(Kind.ACCEPT) is None
    first = by_deadline if waits else fallback
    return (first, order.received_at, order.key.bill)
