"""Which order is it that comes in: a known one, a new one, or an older push (contracts.md, 'Identity').

Platforms use their numbers again. What tells two orders of one number apart is the platform's own clock, and
where that says nothing, the business day and what was ordered.
"""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from enum import StrEnum

from posdesk.domain.books.hour import business_day
from posdesk.domain.orders.order import OrderContent, OrderKey, key_of
from posdesk.records import dataclass

TELLING = ("lines", "extras", "actual_fee", "customer", "phone", "show_no")
"""By which fields two orders of one number are told apart."""


class Is(StrEnum):
    """What an order that comes in is."""

    KNOWN = "known"
    NEW = "new"
    OLDER = "older"  # a push of before: recorded, changes nothing


@dataclass(frozen=True, slots=True)
class KnownOrder:
    """What identity needs of a known order; times aware. `placed_at` says which one is newer."""

    key: OrderKey
    received_at: datetime
    placed_at: datetime
    is_final: bool

    @property
    def of_day(self) -> datetime:
        """By what its business day goes: its own `ordertime`, without one its arrival."""
        return self.key.ordered_at or self.received_at


@dataclass(frozen=True, slots=True)
class Identity:
    """The verdict: of KNOWN and OLDER the order that is meant, of NEW the key it gets if that is free.

    `placed_at` of a new one says between which others it stands: its own time, but where it came after one
    whose clock is ahead of it, not before that.
    """

    what: Is
    key: OrderKey
    placed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Day:
    """The moment something came in, aware, and when this shop's days begin, as in the settings."""

    now: datetime
    starts: str

    def of(self, moment: datetime | None) -> date:
        """The business day of a platform's time; without one, of the arrival."""
        return business_day(moment or self.now, self.starts)


def is_another(old: OrderContent, new: OrderContent) -> bool:
    """Whether lines, fee, customer or show number differ: then it may be another order of that number."""
    return any(getattr(old, name) != getattr(new, name) for name in TELLING)


def identify(  # noqa: PLR0917 - what is known, what comes, and how they are told apart
    known: Sequence[KnownOrder],
    newest: OrderContent | None,
    partner: str,
    coming: OrderContent,
    day: Day,
    differs: Callable[[OrderContent, OrderContent], bool] = is_another,
) -> Identity:
    """Which order it is. `known` are the orders of its number, newest first; `newest` is the first's content.

    `differs` tells the newest from what comes: of a wiped one, by its hash.
    `newest` is None where that can't be read: then only an order's own time tells.
    Of `known` only these are looked at: the first, one with this very `ordertime`, one of its business day.
    """
    own = key_of(partner, coming)
    if not known:
        return Identity(Is.NEW, own, own.ordered_at or day.now)
    if newest is None:
        return _beside_a_damaged_one(known, own, day)
    same = _of_same_time(known, newest, coming)
    if same is not None:
        return Identity(Is.KNOWN, same)
    if _is_earlier(known[0], newest, coming):
        return _of_the_past(known, own, coming, day)
    is_over = known[0].is_final or day.of(known[0].of_day) < day.of(coming.ordered_at)
    if is_over and differs(newest, coming):
        return _newer(known, own, day)
    return Identity(Is.KNOWN, known[0].key)


def _newer(known: Sequence[KnownOrder], own: OrderKey, day: Day) -> Identity:
    return Identity(Is.NEW, own, max(own.ordered_at or day.now, known[0].placed_at))


def _beside_a_damaged_one(known: Sequence[KnownOrder], own: OrderKey, day: Day) -> Identity:
    is_known = own.ordered_at is not None and own in {each.key for each in known}
    return Identity(Is.KNOWN, own) if is_known else _newer(known, own, day)


def _of_same_time(known: Sequence[KnownOrder], newest: OrderContent, coming: OrderContent) -> OrderKey | None:
    if coming.ordered_at is None:
        return None
    by_key = next((each.key for each in known if each.key.ordered_at == coming.ordered_at), None)
    return by_key or (known[0].key if newest.ordered_at == coming.ordered_at else None)


def _is_earlier(first: KnownOrder, newest: OrderContent, coming: OrderContent) -> bool:
    """By the platform's clock on both sides: where one says nothing, it is not known to be earlier."""
    times = [at for at in (first.key.ordered_at, newest.ordered_at) if at is not None]
    return coming.ordered_at is not None and bool(times) and coming.ordered_at < max(times)


def _of_the_past(known: Sequence[KnownOrder], own: OrderKey, coming: OrderContent, day: Day) -> Identity:
    its_day = day.of(coming.ordered_at)
    of_that_day = next((each.key for each in known if day.of(each.of_day) == its_day), None)
    return Identity(Is.OLDER, of_that_day) if of_that_day else Identity(Is.NEW, own, own.ordered_at)


def free_key(own: OrderKey, is_taken: Callable[[OrderKey], bool]) -> OrderKey:
    """A key that no other order has: only those that came without a time can meet."""
    key, count = own, 1
    while is_taken(key):
        count += 1
        key = own._replace(ordered=f"{own.ordered}#{count}")
    return key
