"""Which order is it: by the platform's clock, and where that says nothing, by day and by what was ordered."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from posdesk.domain.orders.identity import Day, Identity, Is, KnownOrder, free_key, identify
from posdesk.domain.orders.order import OrderContent, OrderKey, key_of
from tests.journal.making import START, content

PARTNER = "meituan"
NOON = START.replace(hour=4, minute=0, second=0)  # 12:00 in China
DAY = timedelta(days=1)
STARTS = "04:00"

times = st.none() | st.sampled_from([NOON + timedelta(hours=hours) for hours in (-30, -9, -7, 0, 1, 20, 48)])
names = st.sampled_from(["张生", "李生"])


@dataclass
class Shop:
    """The orders of one number, as a journal would keep them, newest first."""

    now: datetime = NOON
    known: list[KnownOrder] = field(default_factory=list)
    contents: dict[OrderKey, OrderContent] = field(default_factory=dict)

    def push(self, coming: OrderContent) -> Identity:
        """An order comes; a new one is kept, a known one changes unless it is final."""
        found = self.verdict(self.known, coming)
        if found.what is Is.NEW:
            key = free_key(found.key, lambda each: each in self.contents)
            self.known.insert(0, KnownOrder(key, self.now, found.placed_at or self.now, is_final=False))
            self.known.sort(key=lambda each: each.placed_at, reverse=True)
            self.contents[key] = coming
            return Identity(found.what, key)
        if found.what is Is.KNOWN and not self._of(found.key).is_final:
            self.contents[found.key] = coming
        return found

    def verdict(self, known: Sequence[KnownOrder], coming: OrderContent) -> Identity:
        newest = self.contents[known[0].key] if known else None
        return identify(known, newest, PARTNER, coming, Day(self.now, STARTS))

    def end(self, key: OrderKey) -> None:
        """The order is completed, refused or cancelled."""
        self.known = [replace(each, is_final=each.is_final or each.key == key) for each in self.known]

    def _of(self, key: OrderKey) -> KnownOrder:
        return next(each for each in self.known if each.key == key)


def order(ordered_at: datetime | None = NOON, customer: str = "张生", fee: str = "9.9") -> OrderContent:
    return content("20", ordered_at=ordered_at, customer=customer, actual_fee=Decimal(fee))


def test_the_first_of_a_number_is_new_and_its_time_is_its_key() -> None:
    assert Shop().push(order()) == Identity(Is.NEW, key_of(PARTNER, order()))


def test_a_known_time_is_that_order_whatever_became_of_it() -> None:
    shop = Shop()
    key = shop.push(order()).key
    shop.end(key)
    shop.now += 3 * DAY
    assert shop.push(order(customer="李生", fee="30")) == Identity(Is.KNOWN, key)


@pytest.mark.parametrize("is_final", [True, False])
@pytest.mark.parametrize("later", [timedelta(minutes=1), DAY])
@pytest.mark.parametrize("change", [{"customer": "李生"}, {"fee": "30"}, {}])
def test_a_later_time_is_a_new_order_only_after_the_newest_is_over_and_with_other_content(
    is_final: bool, later: timedelta, change: dict[str, str]
) -> None:
    shop = Shop()
    key = shop.push(order()).key
    if is_final:
        shop.end(key)
    shop.now += later
    found = shop.push(order(NOON + later, **change))
    is_new = bool(change) and (is_final or later == DAY)
    assert found.what is (Is.NEW if is_new else Is.KNOWN)
    assert (found.key == key) is not is_new


@pytest.mark.parametrize("is_final", [True, False])
def test_a_business_day_ends_when_the_settings_say(is_final: bool) -> None:
    """What is ordered at 03:59 is of the day before."""
    late = NOON + timedelta(hours=15, minutes=59)
    for ordered_at, is_over in ((late, False), (late + timedelta(minutes=1), True)):
        shop = Shop()
        key = shop.push(order()).key
        if is_final:
            shop.end(key)
        shop.now = ordered_at
        found = shop.push(order(ordered_at, customer="李生"))
        assert (found.what is Is.NEW) is (is_over or is_final)


def test_an_order_without_a_time_is_of_the_day_it_came() -> None:
    shop = Shop()
    first = shop.push(order(None)).key
    assert shop.push(order(None, customer="李生")) == Identity(Is.KNOWN, first), "it changed"
    shop.now += DAY
    second = shop.push(order(None, customer="王生"))
    assert (second.what, second.key == first) == (Is.NEW, False)
    shop.now += DAY
    third = shop.push(order(None, customer="赵生"))
    assert (third.what, len({first, second.key, third.key})) == (Is.NEW, 3)
    assert shop.push(order(None, customer="赵生")) == Identity(Is.KNOWN, third.key)


def test_a_time_that_comes_late_belongs_to_the_order_that_came_without() -> None:
    shop = Shop()
    key = shop.push(order(None)).key
    assert shop.push(order(NOON - timedelta(minutes=5), fee="12")) == Identity(Is.KNOWN, key)
    assert key.ordered == "", "the first one stays its key"


def test_a_time_that_an_order_took_over_is_its_own() -> None:
    shop = Shop()
    key = shop.push(order()).key
    later = order(NOON + timedelta(minutes=9), fee="12")
    shop.push(later)
    shop.end(key)
    assert shop.push(replace(later, customer="李生")) == Identity(Is.KNOWN, key)


def test_an_earlier_time_is_an_older_push_where_its_day_has_that_number() -> None:
    shop = Shop()
    first = shop.push(order()).key
    shop.end(first)
    shop.now += DAY
    shop.push(order(NOON + DAY, customer="李生"))
    older = shop.push(order(NOON - timedelta(minutes=3), fee="7"))
    assert older == Identity(Is.OLDER, first)
    assert shop.push(order(NOON - 2 * DAY, fee="7")).what is Is.NEW, "nobody had that number that day"


@given(st.lists(st.tuples(times, names, st.integers(0, 30), st.booleans()), max_size=12))
def test_whatever_comes_no_two_orders_have_a_key_and_a_repeat_is_no_order(
    pushes: list[tuple[datetime | None, str, int, bool]],
) -> None:
    shop = Shop()
    for ordered_at, name, hours, ends in pushes:
        shop.now += timedelta(hours=hours)
        coming, before = order(ordered_at, name), list(shop.known)
        said = shop.verdict(before, coming)
        seen = _seen(before, coming)
        assert shop.verdict(seen, coming) == said, "these few decide it"
        found = shop.push(coming)
        assert (found.what is Is.NEW) is (len(shop.known) > len(before))
        assert len({each.key for each in shop.known}) == len(shop.known)
        again = shop.verdict(shop.known, coming)
        assert again == Identity(Is.KNOWN, found.key) or found.what is Is.OLDER
        if ends:
            shop.end(found.key)


def _seen(known: Sequence[KnownOrder], coming: OrderContent) -> list[KnownOrder]:
    """What a journal looks up: the newest, one of this time, the newest of its business day."""
    day = Day(NOON, STARTS)
    same_time = [each for each in known if each.key.ordered_at == coming.ordered_at is not None]
    same_day = [
        each for each in known if coming.ordered_at and day.of(each.of_day) == day.of(coming.ordered_at)
    ]
    return list(dict.fromkeys([*known[:1], *same_time[:1], *same_day[:1]]))
