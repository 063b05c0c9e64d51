"""Auto-accept (product row 15): which order is taken without a person, and what switches it off by itself."""

from datetime import datetime, time, timedelta
from decimal import Decimal
from enum import StrEnum

from posdesk.domain.clock import in_china
from posdesk.domain.orders.board import OrderView
from posdesk.domain.orders.intent import Kind
from posdesk.domain.orders.order import OrderState, Origin
from posdesk.domain.orders.sums import SumCheck, sums_of
from posdesk.records import dataclass

ACTOR = "auto"
"""Who accepted, in the record."""
WINDOW = timedelta(minutes=15)
MIDNIGHT = time(0, 0)


class Held(StrEnum):
    """Why auto-accept is off by itself, the gravest first."""

    NOT_HEARD = "not_heard"  # nobody has heard the alarm this shift, on what sounds now
    MUTED = "muted"  # the settings silence new orders: none would ring
    PRINTER = "printer"  # a slip of which nobody knows, or that did not print, waits for a person


@dataclass(frozen=True, slots=True)
class AutoRule:
    """What the settings allow. Empty `partners`: of any. `most_yuan` None: whatever it costs.

    `start` and `end` are China's time of day, alike for the whole day; `end` before `start` goes over
    midnight. `most` are taken in fifteen minutes at most.
    """

    partners: frozenset[str] = frozenset()
    most_yuan: Decimal | None = None
    start: time = MIDNIGHT
    end: time = MIDNIGHT
    most: int = 10

    def is_open_at(self, moment: datetime) -> bool:
        """Whether it takes orders at that time of day."""
        now = in_china(moment).time()
        if self.start == self.end:
            return True
        if self.start < self.end:
            return self.start <= now < self.end
        return now >= self.start or now < self.end


@dataclass(frozen=True, slots=True)
class AutoState:
    """Whether auto-accept is switched on, and why it is off by itself; None while it works."""

    is_on: bool = False
    held: Held | None = None


AUTO_OFF = AutoState()


def held_by(*, is_heard: bool, is_muted: bool, has_print_trouble: bool) -> Held | None:
    """What keeps it from taking orders now."""
    if not is_heard:
        return Held.NOT_HEARD
    if is_muted:
        return Held.MUTED
    return Held.PRINTER if has_print_trouble else None


def may_take(view: OrderView, rule: AutoRule, now: datetime, *, taken_lately: int) -> bool:
    """Whether this order may be accepted without a person; `taken_lately` were in the last 15 minutes."""
    in_rule = _is_in_rule(view, rule) and rule.is_open_at(now) and taken_lately < rule.most
    return in_rule and _is_fresh(view, now) and not _is_odd(view)


def _is_in_rule(view: OrderView, rule: AutoRule) -> bool:
    if rule.partners and view.order.key.partner not in rule.partners:
        return False
    if rule.most_yuan is None:
        return True
    content, sums = view.order.content, sums_of(view.order.content)
    amount = sums.expected if content.actual_fee is None else content.actual_fee
    return Decimal(0) <= amount <= rule.most_yuan


def _is_fresh(view: OrderView, now: datetime) -> bool:
    """New, in time, and nobody has pressed anything: what a person has touched is a person's."""
    order = view.order
    waits = order.state is OrderState.NEW and order.origin is Origin.PUSHED and not order.is_closed_here
    in_time = order.accept_by is None or now < order.accept_by
    return waits and in_time and not any(i.kind in {Kind.ACCEPT, Kind.REFUSE} for i in view.intents)


def _is_odd(view: OrderView) -> bool:
    """What a person should look at: it changed, doesn't add up, or another one has its number."""
    order = view.order
    differs = sums_of(order.content).check is SumCheck.DIFFERS
    return bool(order.changed or order.conflict or order.passed_over or view.twins) or differs
