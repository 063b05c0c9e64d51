"""A wiped order that comes again is known by its hashes, and answers as if it were not wiped (row 60)."""

import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from posdesk.domain.orders.board import rings
from posdesk.domain.orders.order import OrderState, Origin
from posdesk.journal.orders.order_moves import PlatformStatus
from posdesk.journal.orders.orders import Addition
from tests.journal.lives import COMINGS, LATER, Coming, add, come, keys, lived
from tests.journal.making import KEY, Counter, SetClock, content, key_of, opened, wiped

DAY_S = 86400.0
COMPLETED = PlatformStatus.COMPLETED


@pytest.fixture
def counter(tmp_path: Path, clock: SetClock) -> Iterator[Counter]:
    """A counter with a completed order that is wiped."""
    with opened(tmp_path, clock) as journal:
        counter = Counter(journal)
        add(counter, content())
        counter.event(COMPLETED)
        clock.walk(31 * DAY_S)
        wiped(counter)
        yield counter


def test_a_wiped_order_that_comes_again_as_it_was_is_a_repeat_and_brings_nothing_back(
    counter: Counter,
) -> None:
    before = counter.order()
    assert add(counter, content()) is Addition.REPEATED
    assert counter.order() == before
    assert not rings(counter.view())


def test_what_differs_only_in_keys_that_nobody_knows_or_in_how_it_was_written_is_a_repeat(
    counter: Counter,
) -> None:
    book = replace(content().lines[0], quantity=Decimal("1.000"), price=Decimal("9.90"))
    assert add(counter, content(), new_key="x") is Addition.REPEATED
    assert add(counter, content(lines=(book,), actual_fee=Decimal("9.90"))) is Addition.REPEATED


@pytest.mark.parametrize(
    "changed",
    [
        {"phone": "13907318888"},
        {"customer": "李生"},
        {"address": "五一路2号"},
        {"address": ""},
        {"remark": "少辣"},
        {"actual_fee": Decimal(1)},
        {"lines": ()},
        {"due_at": None},
    ],
)
def test_one_of_the_same_time_that_says_something_else_is_recorded_and_never_rung(
    counter: Counter, changed: dict[str, Any]
) -> None:
    before = counter.order()
    assert add(counter, content(**changed)) is Addition.CONFLICT
    after = counter.order()
    assert after.conflict.startswith("changed:")
    assert replace(after, conflict="") == before, "nothing of it is kept"
    assert not rings(counter.view())
    assert counter.happened()[-1] == "conflict"


def test_one_found_by_its_code_brings_nothing_back_and_is_no_conflict(counter: Counter) -> None:
    assert add(counter, content(phone="13907318888"), Origin.CAPTURED) is Addition.REPEATED
    assert counter.order().content.phone == ""
    assert counter.order().conflict == ""


@pytest.mark.parametrize(
    "changed", [{"phone": "13907318888"}, {"customer": "李生"}, {"show_no": "#2"}, {"actual_fee": Decimal(1)}]
)
@pytest.mark.parametrize("ordered_at", [LATER, None])
def test_one_of_a_later_time_that_is_another_is_a_new_order_and_rings(
    counter: Counter, changed: dict[str, Any], ordered_at: Any
) -> None:
    said = content(ordered_at=ordered_at, **changed)
    assert add(counter, said) is Addition.NEW
    key = key_of(KEY.bill, ordered=ordered_at)
    assert counter.order(key).content == said
    assert rings(counter.view(key))


def test_one_of_a_later_time_that_is_no_other_is_the_wiped_one(counter: Counter) -> None:
    assert add(counter, content(ordered_at=LATER)) is Addition.REPEATED
    assert add(counter, content(ordered_at=LATER, remark="少辣")) is Addition.CONFLICT
    assert counter.order().content.ordered_at == LATER


def test_a_cancel_for_a_wiped_order_is_taken_as_ever(counter: Counter) -> None:
    assert counter.event(PlatformStatus.CANCELLED)
    assert counter.order().state is OrderState.COMPLETED
    assert counter.order().conflict == "cancelled"


def test_what_stays_of_what_it_said_is_too_short_to_try_phones_on(counter: Counter) -> None:
    order = counter.order()
    assert order.wiped is not None
    assert (len(order.wiped.raw), len(order.wiped.content), len(order.wiped.telling)) == (64, 4, 4)


@given(first=COMINGS, then=COMINGS)
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
def test_a_wiped_journal_answers_and_rings_as_one_that_is_not(
    first: Sequence[Coming], then: Sequence[Coming]
) -> None:
    """Orders come, end and are wiped; what comes then is answered alike and makes the same cards ring."""
    with tempfile.TemporaryDirectory() as plain, tempfile.TemporaryDirectory() as clean:
        assert _answered(Path(plain), first, then, _keeps) == _answered(Path(clean), first, then, _wipes)


def _answered(
    home: Path, first: Sequence[Coming], then: Sequence[Coming], ages: Callable[[Counter], None]
) -> Any:
    with lived(home, first, 31 * DAY_S, ages) as counter:
        return [come(counter, each) for each in then]


def _keeps(_counter: Counter) -> None:
    """Nothing is wiped."""


def _wipes(counter: Counter) -> None:
    wiped(counter)
    assert all(counter.order(key).wiped for key in keys(counter))
