"""What the field sends under a number that was there before, through the real door (tests/data/field)."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from posdesk.domain.clock import CHINA
from posdesk.domain.orders.board import rings
from posdesk.domain.orders.order import OrderKey, OrderState, PassedOver
from posdesk.engine.actions import Actions
from posdesk.journal.orders import parked, remarks
from posdesk.platforms.o2o.answers import AnswerCode
from tests.engine.listening.test_listener import orders_in, post
from tests.engine.making import APPKEY, PATIENCE_S, HeldSecrets, House, house, partner, settings
from tests.journal.making import Counter, SetClock, key_of
from tests.support.paths import ROOT
from tests.support.processes import wait_for

FIELD = ROOT / "tests/data/field"
DAY_1, DAY_2 = (datetime(2026, 11, day, 11, 40, tzinfo=CHINA) for day in (27, 28))
YESTERDAY, TODAY = (key_of("20", ordered=datetime(2026, 11, day, 3, 35, 23, tzinfo=UTC)) for day in (27, 28))


def case(name: str) -> bytes:
    return next(FIELD.glob(f"0[78]*/{name}.json")).read_bytes()


@contextmanager
def counter_on(clock: SetClock, home: Path) -> Iterator[House]:
    chosen = settings(partner())
    with house(home, chosen, HeldSecrets(meituan=APPKEY), clock=clock) as running:
        yield running


@pytest.fixture
def clock() -> SetClock:
    return SetClock(DAY_1.astimezone(UTC))


@pytest.fixture
def counter(tmp_path: Path, clock: SetClock) -> Iterator[House]:
    """A running engine with one signed partner, on the first day."""
    with counter_on(clock, tmp_path) as running:
        yield running


def pushed(at: House, *names: str) -> list[int]:
    return [post(at, case(name))["code"] for name in names]


def next_day(clock: SetClock) -> None:
    clock.walk((DAY_2 - DAY_1).total_seconds())


def stands(at: House, key: OrderKey) -> tuple[OrderState, bool]:
    view = Counter(at.journal).view(key)
    return view.order.state, rings(view)


def test_a_padded_number_cancels_the_order_and_repeats_it(counter: House) -> None:
    padded = json.loads(case("add"))
    padded["items"][0]["tbillno"] = "PAD001\t"
    assert post(counter, case("add"))["code"] == 0
    assert post(counter, json.dumps(padded).encode())["code"] == 0
    assert orders_in(counter.journal) == 1
    assert post(counter, case("cancel"))["code"] == 0
    (state,) = counter.journal.read(lambda db: db.execute("SELECT state FROM orders").fetchone())
    assert state == "cancelled"
    assert (
        counter.journal.read(lambda db: db.execute("SELECT count(*) FROM parked_events").fetchone()[0]) == 0
    )


def test_a_number_of_a_completed_order_rings_again_the_next_day(counter: House, clock: SetClock) -> None:
    assert pushed(counter, "day1-add", "day1-accepted", "day1-completed") == [0] * 3
    next_day(clock)
    assert pushed(counter, "day2-add") == [0]
    assert stands(counter, TODAY) == (OrderState.NEW, True)
    assert stands(counter, YESTERDAY) == (OrderState.COMPLETED, False)


def test_a_number_of_an_order_left_accepted_rings_again_the_next_day(counter: House, clock: SetClock) -> None:
    assert pushed(counter, "day1-add", "day1-accepted") == [0] * 2
    next_day(clock)
    assert pushed(counter, "day2-add", "day2-add") == [0] * 2
    assert stands(counter, TODAY) == (OrderState.NEW, True)
    assert stands(counter, YESTERDAY) == (OrderState.ACCEPTED, False)
    assert Counter(counter.journal).order(YESTERDAY).changed == ()


def test_a_cancel_of_yesterday_is_no_cancel_of_todays_order(counter: House, clock: SetClock) -> None:
    assert pushed(counter, "day1-cancel") == [0]
    next_day(clock)
    assert pushed(counter, "day2-add") == [0]
    assert stands(counter, TODAY) == (OrderState.NEW, True)
    told = Counter(counter.journal).order(TODAY).passed_over
    assert told == PassedOver(OrderState.CANCELLED, DAY_1.astimezone(UTC))


def test_the_first_push_again_undoes_no_change(counter: House) -> None:
    changed: dict[str, Any] = json.loads(case("day1-add"))
    changed["seq"] = "b1-changed"
    changed["items"][0]["reamrks"] = "少辣"
    assert pushed(counter, "day1-add") == [0]
    assert post(counter, json.dumps(changed).encode())["code"] == 0
    assert pushed(counter, "day1-add") == [0]
    assert Counter(counter.journal).order(YESTERDAY).content.remark == "少辣"


def test_a_cancel_that_a_person_gave_to_one_order_does_not_reach_the_other_when_it_is_repeated(
    counter: House, clock: SetClock
) -> None:
    assert pushed(counter, "day1-add", "day1-accepted") == [0] * 2
    next_day(clock)
    assert pushed(counter, "day2-add", "day1-cancel") == [0] * 2
    assert stands(counter, TODAY) == (OrderState.NEW, True), "it is stopped, not moved"
    Actions(counter.journal, counter.engine).cancel_this(YESTERDAY, "Li").result(PATIENCE_S)
    assert pushed(counter, "day1-cancel") == [0]
    assert stands(counter, TODAY) == (OrderState.NEW, True)
    assert stands(counter, YESTERDAY) == (OrderState.CANCELLED, False)


def test_too_many_events_for_orders_that_never_came_are_refused_as_not_stored(
    counter: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parked, "MOST", 1)
    assert pushed(counter, "day1-cancel", "cancel") == [0, AnswerCode.NOT_STORED]
    assert pushed(counter, "day1-cancel", "day1-add") == [0, 0], "what was taken still counts"
    assert stands(counter, YESTERDAY)[0] is OrderState.CANCELLED


def test_a_running_counter_closes_what_waited_seven_days(counter: House, clock: SetClock) -> None:
    assert pushed(counter, "day1-cancel") == [0]
    clock.walk((parked.KEPT + timedelta(minutes=1)).total_seconds())
    wait_for(lambda: bool(counter.journal.read(remarks.open_ones)), "the remark of the closed cancel")
    assert pushed(counter, "day1-add") == [0]
    assert stands(counter, YESTERDAY)[0] is OrderState.NEW
