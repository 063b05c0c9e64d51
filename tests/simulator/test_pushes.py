"""What the sites tell the store: signed, shaped as the document says, repeated until acknowledged."""

from collections.abc import Iterator

import pytest

from posdesk.simulator.config import SimulatedPartner, Traffic
from posdesk.simulator.o2o.maker import OrderWish
from posdesk.simulator.o2o.memory import BillState
from posdesk.simulator.o2o.site import Status
from tests.simulator.calls import by_hand
from tests.simulator.store import Received, Store, listening_store
from tests.support.simulator import MEITUAN, RunningSimulator, quiet_config, running_simulator

ADD = "AddSaleOrderBill"
LISTS = SimulatedPartner(
    name="lists", appid="li-app", appkey="li-key", items="list", status_cmd="VerificationSaleOrder"
)


@pytest.fixture
def store() -> Iterator[Store]:
    with listening_store() as store:
        yield store


@pytest.fixture
def simulator(store: Store) -> Iterator[RunningSimulator]:
    with running_simulator(quiet_config(target=store.url, partners=(MEITUAN, LISTS))) as simulator:
        yield simulator


def assert_signed(call: Received, partner: SimulatedPartner) -> None:
    assert call.query == {"appid": partner.appid, "sign": by_hand(partner, call.body)}
    assert call.content_type == "application/json; charset=utf-8"


def test_an_order_is_pushed_as_a_list_and_signed(simulator: RunningSimulator, store: Store) -> None:
    order = simulator.post_order()
    [call] = store.received
    assert_signed(call, MEITUAN)
    assert call.frame["cmd"] == ADD
    assert call.frame["items"] == [order.wire]
    assert order.push is not None
    assert order.push.acknowledged
    assert order.push.seq == call.frame["seq"]


def test_a_cancel_is_an_object_with_the_store(simulator: RunningSimulator, store: Store) -> None:
    order = simulator.post_order()
    assert simulator.cancel(order.tbillno).acknowledged
    frame = store.received[-1].frame
    assert frame["cmd"] == "CancelSaleOrderBill"
    assert frame["items"] == {"storeuid": 1, "tbillno": order.tbillno}
    assert simulator.order(order.tbillno).state is BillState.CANCELLED


@pytest.mark.parametrize("status", list(Status))
def test_a_status_is_told_as_a_string(simulator: RunningSimulator, store: Store, status: Status) -> None:
    order = simulator.post_order()
    simulator.status(order.tbillno, status)
    frame = store.received[-1].frame
    assert frame["cmd"] == "TpOrderStatusChange"
    assert frame["items"] == {"tbillno": order.tbillno, "orderStatus": str(int(status))}


def test_a_site_may_send_lists_and_the_wrong_command(simulator: RunningSimulator, store: Store) -> None:
    order = simulator.post_order(OrderWish(partner="lists"))
    push = simulator.status(order.tbillno, Status.COMPLETED)
    call = store.received[-1]
    assert_signed(call, LISTS)
    assert call.frame["cmd"] == "VerificationSaleOrder"
    assert call.frame["items"] == [{"tbillno": order.tbillno, "orderStatus": "4"}]
    assert push.cmd == "TpOrderStatusChange"


def test_a_repeat_is_the_same_order_under_a_new_seq(simulator: RunningSimulator, store: Store) -> None:
    order = simulator.post_order()
    simulator.repeat(order.tbillno)
    simulator.repeat(order.tbillno, {"reamrks": "不要葱"})
    first, second, third = (call.frame for call in store.received)
    assert first["items"] == second["items"]
    assert len({str(frame["seq"]) for frame in (first, second, third)}) == 3
    assert third["items"] == [{**order.wire, "reamrks": "不要葱"}]


@pytest.mark.parametrize(
    "answer",
    [(500, b"oops"), (200, b"<html>"), (200, b'{"code": 1005, "msg": "disk full"}'), (200, b'{"code": "0"}')],
)
def test_an_unacknowledged_push_is_repeated_as_it_was(
    simulator: RunningSimulator, store: Store, answer: tuple[int, bytes]
) -> None:
    store.script = [answer, answer]
    order = simulator.post_order()
    assert order.push is not None
    assert not order.push.acknowledged
    store.wait_for(3)
    tally = simulator.wait_for_tally(
        lambda tally: tally.pushes_of(ADD, order.tbillno)[0].acknowledged, "an acknowledged push"
    )
    [push] = tally.pushes_of(ADD, order.tbillno)
    assert len(push.sent) == 3
    assert len({call.body for call in store.received}) == 1


def test_a_store_that_is_not_there_yet_gets_its_orders_later() -> None:
    with listening_store() as gone:
        url, port = gone.url, gone.port
    with running_simulator(quiet_config(target=url)) as simulator:
        order = simulator.post_order()
        assert order.push is not None
        assert order.push.sent[0].code is None
        assert "ConnectError" in order.push.sent[0].words
        with listening_store(port) as store:
            assert store.wait_for(1)[0].frame["items"] == [order.wire]


def test_traffic_flows_by_itself_and_goes_on_after_a_pause(store: Store) -> None:
    lively = {"orders_per_minute": 2.0, "traffic": Traffic(burst=3, burst_s=1.5)}
    with running_simulator(quiet_config(target=store.url).model_copy(update=lively)) as simulator:
        store.wait_for(1)
        simulator.pause()
        simulator.resume()
        store.wait_for(2)
        assert {order.state for order in simulator.orders()} == {BillState.NEW}
