"""A demo feels alive: orders within seconds, then now and then; riders come; the same seed, the same day."""

from collections.abc import Sequence
from datetime import UTC, datetime
from itertools import pairwise
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from posdesk.simulator.config import SimulatedPartner, SimulatorConfig, Traffic
from posdesk.simulator.o2o.memory import Bill, BillState
from posdesk.simulator.o2o.traffic import Event, EventKind, TrafficPlan

SITES = tuple(
    SimulatedPartner(name=name, appid=name, appkey="k") for name in ("meituan", "eleme", "baidu", "qr")
)


def plan(seed: int = 1, per_minute: float = 2, **traffic: object) -> TrafficPlan:
    config = SimulatorConfig(
        partners=SITES, orders_per_minute=per_minute, traffic=Traffic.model_validate(traffic)
    )
    return TrafficPlan(config, Random(seed))


def bill(state: BillState, *, verification: int = 0) -> Bill:
    wire = {"storecode": "001", "isverification": verification}
    return Bill("meituan", "1", "2994848", wire, state, datetime.now(UTC))


def lived(traffic: TrafficPlan, seconds: int, bills: Sequence[Bill] = ()) -> list[tuple[float, Event]]:
    """What happens in that time, looked at five times a second."""
    moments = [tick / 5 for tick in range(seconds * 5)]
    return [(now, event) for now in moments for event in traffic.due(now, bills)]


@given(st.integers(0, 2**32))
def test_the_first_orders_come_at_once_and_from_every_site(seed: int) -> None:
    orders = lived(plan(seed), 20)
    assert orders[0][0] <= 2
    assert 4 <= len(orders) <= 6
    assert {event.partner for _, event in orders[:4]} == {site.name for site in SITES}


@given(st.integers(0, 2**32))
def test_later_orders_keep_their_distance(seed: int) -> None:
    moments = [now for now, _ in lived(plan(seed), 400)][5:]
    gaps = [later - now for now, later in pairwise(moments)]
    assert all(19.5 <= gap <= 40.5 for gap in gaps)
    assert len(moments) >= 8


def test_without_orders_per_minute_nothing_happens() -> None:
    assert lived(plan(per_minute=0), 600, [bill(BillState.READY)]) == []


def test_a_rider_fetches_a_ready_order_once_and_never_a_verification() -> None:
    events = [
        event for _, event in lived(plan(), 300, [bill(BillState.READY)]) if event.what is EventKind.COMPLETE
    ]
    assert events == [Event(EventKind.COMPLETE, "meituan", "1")]
    none = lived(plan(), 300, [bill(BillState.READY, verification=1), bill(BillState.ACCEPTED)])
    assert not [event for _, event in none if event.what is EventKind.COMPLETE]


@pytest.mark.parametrize(
    ("share", "what"),
    [
        ("cancelled_share", EventKind.CANCEL),
        ("repeated_share", EventKind.REPEAT),
        ("changed_share", EventKind.CHANGE),
    ],
)
def test_the_shares_decide_what_becomes_of_an_order(share: str, what: EventKind) -> None:
    shares = {"cancelled_share": 0, "repeated_share": 0, "changed_share": 0}
    traffic = plan(**{**shares, share: 1})
    traffic.ordered(0, bill(BillState.NEW))
    events = [event for _, event in lived(traffic, 200) if event.what is not EventKind.ORDER]
    assert events == [Event(what, "meituan", "1")]


def test_a_site_gives_up_an_order_in_its_own_time() -> None:
    traffic = plan(unaccepted_after_s=300, cancelled_share=0, repeated_share=0, changed_share=0)
    traffic.ordered(10, bill(BillState.NEW))
    events = [(now, event.what) for now, event in lived(traffic, 400) if event.what is not EventKind.ORDER]
    assert events == [(310, EventKind.GIVE_UP)]


def test_the_same_seed_lives_the_same_day() -> None:
    assert lived(plan(7), 600) == lived(plan(7), 600)
