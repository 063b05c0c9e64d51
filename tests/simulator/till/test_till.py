"""The till over HTTP: what it hands in, with which token, and how long it tries."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import httpx
import pytest

from posdesk.domain.clock import CHINA
from posdesk.simulator.config import REFUSED_ITEM, SimulatedTill, WdkRules
from posdesk.simulator.till.till import ReceiptKind, RingWish
from posdesk.simulator.wdk.answers import WdkRefusal
from posdesk.simulator.wdk.strict import check_rules, check_shape
from tests.simulator.store import Store, listening_store
from tests.support.processes import wait_for
from tests.support.simulator import RunningSimulator, quiet_config, running_simulator

TOKEN = "t0ken-of-the-till"


def till(store: Store, **more: object) -> SimulatedTill:
    settings = {"receipts_per_minute": 0, "retry_s": 0.05, **more}
    return SimulatedTill.model_validate({"target": store.url, "token": TOKEN, **settings})


@pytest.fixture
def store() -> Iterator[Store]:
    with listening_store() as store:
        yield store


@pytest.fixture
def simulator(store: Store) -> Iterator[RunningSimulator]:
    with running_simulator(quiet_config(target=store.url, till=till(store))) as running:
        yield running


def test_a_receipt_is_handed_in_with_the_token(simulator: RunningSimulator, store: Store) -> None:
    handed = simulator.ring()
    assert handed.taken
    [call] = store.received
    assert call.authorization == f"Bearer {TOKEN}"
    assert call.content_type == "application/json"
    assert call.frame == handed.body
    check_rules(check_shape(call.frame), WdkRules())
    traded = datetime.strptime(str(call.frame["trd_time"]), "%Y-%m-%d %H:%M:%S").replace(tzinfo=CHINA)
    assert abs(datetime.now(UTC) - traded) < timedelta(minutes=5)


def test_a_receipt_is_tried_until_it_is_taken(simulator: RunningSimulator, store: Store) -> None:
    store.script = [(500, b"no"), (401, b"who"), (503, b"later")]
    first = simulator.ring()
    assert not first.taken
    wait_for(lambda: simulator.handed()[0].taken, "the receipt's end")
    assert [one.status for one in simulator.handed()[0].tries] == [500, 401, 503, 200]
    assert {json.dumps(call.frame) for call in store.received} == {json.dumps(first.body)}


def test_a_listener_that_is_not_there_is_tried_again() -> None:
    with listening_store() as gone:
        port = gone.port
    with running_simulator(quiet_config(target=gone.url, till=till(gone))) as simulator:
        assert simulator.ring().tries[0].status is None
        with listening_store(port) as back:
            back.wait_for(1)
            wait_for(lambda: simulator.handed()[0].taken, "the receipt's end")


@pytest.mark.parametrize("status", [400, 409, 413])
def test_a_receipt_that_is_refused_for_good_holds_nothing_up(
    simulator: RunningSimulator, store: Store, status: int
) -> None:
    store.script = [(status, b"wrong")]
    wrong = simulator.ring()
    assert wrong.is_over
    assert not wrong.taken
    assert simulator.ring().taken
    assert len(store.received) == 2


def test_a_return_names_a_sale_that_was_taken(simulator: RunningSimulator, store: Store) -> None:
    nothing = httpx.post(f"{simulator.address}/control/till", content='{"kind": "return"}', trust_env=False)
    assert nothing.status_code == 400
    sale = simulator.ring().body
    back = simulator.ring(RingWish(kind=ReceiptKind.RETURN)).body
    assert (back["trd_type"], back["original_serial_num"]) == (2, sale["serial_num"])


def test_a_late_receipt_is_of_the_hour_before(simulator: RunningSimulator, store: Store) -> None:
    late = simulator.ring(RingWish(kind=ReceiptKind.LATE)).body
    on_time = simulator.ring().body
    assert str(late["trd_time"])[14:] == "40:00"
    assert str(late["trd_time"])[:13] < str(on_time["trd_time"])[:13]


def test_wdk_refuses_the_one_that_is_meant_to_be_refused(simulator: RunningSimulator, store: Store) -> None:
    body = check_shape(simulator.ring(RingWish(kind=ReceiptKind.REFUSED)).body)
    with pytest.raises(WdkRefusal, match=REFUSED_ITEM):
        check_rules(body, WdkRules())
    check_rules(body, WdkRules(refused_items=()))


def test_a_receipt_may_be_changed_on_its_way(simulator: RunningSimulator, store: Store) -> None:
    handed = simulator.ring(RingWish(changes={"serial_num": "7", "op_name": "店长"}))
    assert (handed.serial_num, handed.body["op_name"]) == ("7", "店长")
    assert store.received[0].frame["op_name"] == "店长"


def test_no_two_receipts_have_one_number(simulator: RunningSimulator, store: Store) -> None:
    serials = [simulator.ring().serial_num for _ in range(10)]
    assert sorted(set(serials)) == serials


def test_it_rings_of_itself_and_stops_when_paused(store: Store) -> None:
    config = quiet_config(
        target=store.url, till=till(store, receipts_per_minute=600, late_after_s=0.5, refused_after_s=0.7)
    )
    with running_simulator(config) as simulator:
        wait_for(
            lambda: (
                {ReceiptKind.SALE, ReceiptKind.LATE, ReceiptKind.REFUSED}
                <= {one.kind for one in simulator.handed()}
            ),
            "a receipt of each kind",
        )
        store.wait_for(5)
        simulator.pause()
        rung = len(simulator.handed())
        assert simulator.ring().taken
        assert len(simulator.handed()) == rung + 1
