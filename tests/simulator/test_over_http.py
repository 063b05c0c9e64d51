"""The simulator as a counter meets it: a process, a socket, the six commands, every fault."""

from collections.abc import Iterator
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

import httpx
import pytest

from posdesk.simulator.faults import FaultKind, FaultRule
from posdesk.simulator.o2o.maker import OrderKind, OrderWish
from posdesk.simulator.o2o.memory import BillState
from tests.simulator.calls import BILLNO, Counter, guid
from tests.support.simulator import MEITUAN, RunningSimulator, quiet_config, running_simulator

NOWHERE = "http://127.0.0.1:9/center/gateway"
ACCEPT = "AccptSaleOrderBill"


@pytest.fixture(scope="module")
def simulator() -> Iterator[RunningSimulator]:
    with running_simulator(quiet_config(target=NOWHERE)) as running:
        yield running


@pytest.fixture(autouse=True)
def no_faults_left(simulator: RunningSimulator) -> None:
    """The simulator is one for all tests here: none meets another's faults."""
    simulator.set_faults()


@pytest.fixture
def counter(simulator: RunningSimulator) -> Iterator[Counter]:
    counter = Counter(simulator.address, MEITUAN)
    yield counter
    counter.http.close()


def unseen_order(simulator: RunningSimulator, kind: OrderKind = OrderKind.DELIVERY) -> str:
    """A new order of the first site, without a listener to push it to."""
    return simulator.post_order(OrderWish(kind=kind)).tbillno


def test_an_order_goes_its_way(simulator: RunningSimulator, counter: Counter) -> None:
    order = simulator.post_order(OrderWish(kind=OrderKind.VERIFICATION))
    bill = {"tbillno": order.tbillno}
    assert counter.accept(order.tbillno) == (0, "")
    assert counter.call("PushSaleOrderBillState", {**bill, "billno": BILLNO}) == (0, "")
    found = counter.post("CaptureSaleOrderBill", {"scanno": order.code}).json()
    assert found["items"] == [order.wire]
    assert counter.call("VerificationSaleOrder", {**bill, "verno": order.code}) == (0, "")
    assert counter.call("VerificationSaleOrder", {**bill, "verno": order.code}) == (2004, "该码已核销")
    assert simulator.order(order.tbillno).state is BillState.COMPLETED
    tally = simulator.tally()
    for cmd in (ACCEPT, "PushSaleOrderBillState", "VerificationSaleOrder"):
        assert tally.effects(cmd, order.tbillno) == 1
    assert len(tally.seqs("VerificationSaleOrder", order.tbillno)) == 2


def test_an_order_that_the_store_never_saw_is_found_by_its_code(
    simulator: RunningSimulator, counter: Counter
) -> None:
    order = simulator.post_order(OrderWish(kind=OrderKind.VERIFICATION, push=False))
    assert order.push is None
    found = counter.post("CaptureSaleOrderBill", {"scanno": order.code}).json()
    assert [item["tbillno"] for item in found["items"]] == [order.tbillno]
    assert counter.call("CaptureSaleOrderBill", {"scanno": "000"}) == (2003, "取货码不存在")


def test_a_payment_is_taken_once(simulator: RunningSimulator) -> None:
    order = simulator.post_order(OrderWish(partner="qr", paid=False))
    payment = {"paycode": "1", "payname": "现金", "ordersum": 38, "paymoney": 38.00}
    item = [{"tbillno": order.tbillno, "payitems": [payment]}]
    qr = next(p for p in quiet_config(target=NOWHERE).partners if p.name == "qr")
    counter, seq = Counter(simulator.address, qr), guid()
    with counter.http:
        assert counter.call("PushSaleOrderBillPayInfo", item, seq) == (0, "")
        assert counter.call("PushSaleOrderBillPayInfo", item, seq) == (0, "")
        assert counter.call("PushSaleOrderBillPayInfo", item) == (2002, "订单已支付")
    assert simulator.tally().effects("PushSaleOrderBillPayInfo", order.tbillno, "qr") == 1


def test_a_wrong_call_is_told_what_is_wrong_and_noted(simulator: RunningSimulator, counter: Counter) -> None:
    tbillno, seq = unseen_order(simulator), guid()
    response = counter.post(ACCEPT, [{"tbillno": tbillno}], seq)
    assert response.status_code == 200
    assert response.json()["code"] == 1004
    assert "items" in response.json()["msg"]
    assert response.json()["seq"] == seq
    assert seq in [call.seq for call in simulator.tally().complaints()]
    assert simulator.order(tbillno).state is BillState.NEW


def test_another_path_is_not_a_gateway(simulator: RunningSimulator, counter: Counter) -> None:
    assert counter.http.post(f"{simulator.address}/nobody/center/gateway").status_code == 404
    assert counter.http.get(simulator.gateway("meituan")).status_code == 405


def test_refuse_does_nothing_and_says_so(simulator: RunningSimulator, counter: Counter) -> None:
    tbillno = unseen_order(simulator)
    simulator.set_faults(FaultRule(kind=FaultKind.REFUSE, count=1, code=77, msg="门店休息中"))
    assert counter.accept(tbillno) == (77, "门店休息中")
    assert simulator.tally().effects(ACCEPT, tbillno) == 0
    assert counter.accept(tbillno) == (0, "")


def test_a_refusal_may_hide_what_was_done(simulator: RunningSimulator, counter: Counter) -> None:
    tbillno = unseen_order(simulator)
    simulator.set_faults(FaultRule(kind=FaultKind.REFUSE_DONE, count=1))
    assert counter.accept(tbillno) == (9001, "系统繁忙，请稍后再试")
    assert simulator.tally().effects(ACCEPT, tbillno) == 1


def test_a_throttle_refuses(simulator: RunningSimulator, counter: Counter) -> None:
    tbillno = unseen_order(simulator)
    simulator.set_faults(FaultRule(kind=FaultKind.THROTTLE, count=1))
    assert counter.accept(tbillno)[0] == 9001
    assert simulator.tally().effects(ACCEPT, tbillno) == 0


@pytest.mark.parametrize(
    ("kind", "effects"), [(FaultKind.LOST_ANSWER, 1), (FaultKind.LOST_REQUEST, 0)], ids=["answer", "request"]
)
def test_a_lost_call_breaks_the_connection(
    simulator: RunningSimulator, counter: Counter, kind: FaultKind, effects: int
) -> None:
    tbillno, seq = unseen_order(simulator), guid()
    simulator.set_faults(FaultRule(kind=kind, count=1))
    with pytest.raises(httpx.TransportError):
        counter.accept(tbillno, seq)
    assert simulator.tally().effects(ACCEPT, tbillno) == effects
    assert counter.accept(tbillno, seq) == (0, "")
    tally = simulator.tally()
    assert tally.effects(ACCEPT, tbillno) == 1
    assert tally.seqs(ACCEPT, tbillno) == {seq}
    assert [(call.code, call.fault) for call in tally.calls_of(ACCEPT, tbillno)] == [(None, kind), (0, "")]


def test_a_late_answer_comes_after_the_work(simulator: RunningSimulator, counter: Counter) -> None:
    tbillno = unseen_order(simulator)
    simulator.set_faults(FaultRule(kind=FaultKind.LATE_ANSWER, seconds=60))
    with pytest.raises(httpx.ReadTimeout):
        counter.post(ACCEPT, {"tbillno": tbillno}, timeout=0.3)
    assert simulator.tally().effects(ACCEPT, tbillno) == 1


def test_a_slow_answer_comes_all_the_same(simulator: RunningSimulator, counter: Counter) -> None:
    tbillno = unseen_order(simulator)
    simulator.set_faults(FaultRule(kind=FaultKind.SLOW, seconds=0.2, count=1))
    assert counter.accept(tbillno) == (0, "")
    assert simulator.tally().calls_of(ACCEPT, tbillno)[0].fault == "slow"


@pytest.mark.parametrize("done", [True, False])
@pytest.mark.parametrize(
    ("kind", "status", "content_type"),
    [
        (FaultKind.HTTP_500, 500, "text/plain"),
        (FaultKind.HTML, 200, "text/html"),
        (FaultKind.WRONG_JSON, 200, "application/json"),
        (FaultKind.CUT_JSON, 200, "application/json"),
    ],
)
def test_a_foreign_answer_hides_what_was_done(
    simulator: RunningSimulator,
    counter: Counter,
    *,
    kind: FaultKind,
    status: int,
    content_type: str,
    done: bool,
) -> None:
    tbillno = unseen_order(simulator)
    simulator.set_faults(FaultRule(kind=kind, done=done, count=1))
    response = counter.post(ACCEPT, {"tbillno": tbillno})
    assert response.status_code == status
    assert response.headers["Content-Type"].startswith(content_type)
    assert not is_own_answer(response)
    assert simulator.tally().effects(ACCEPT, tbillno) == int(done)


def is_own_answer(response: httpx.Response) -> bool:
    try:
        return "code" in response.json()
    except ValueError:  # not JSON, or cut in the middle of a character
        return False


def test_a_repeat_is_answered_nonzero_on_demand(simulator: RunningSimulator, counter: Counter) -> None:
    tbillno, seq = unseen_order(simulator), guid()
    simulator.set_faults(FaultRule(kind=FaultKind.REPEAT_NONZERO))
    assert counter.accept(tbillno, seq) == (0, "")
    assert counter.accept(tbillno, seq) == (2002, "订单已接单")
    assert simulator.tally().effects(ACCEPT, tbillno) == 1


def test_an_answer_may_carry_another_seq(simulator: RunningSimulator, counter: Counter) -> None:
    tbillno, seq = unseen_order(simulator), guid()
    simulator.set_faults(FaultRule(kind=FaultKind.WRONG_SEQ, count=1))
    answer = counter.post(ACCEPT, {"tbillno": tbillno}, seq).json()
    assert answer["code"] == 0
    assert answer["seq"] != seq


def test_the_clock_may_be_off(simulator: RunningSimulator, counter: Counter) -> None:
    tbillno = unseen_order(simulator)
    assert abs(seconds_ahead(counter.post(ACCEPT, {"tbillno": tbillno}))) < 60
    simulator.set_faults(FaultRule(kind=FaultKind.CLOCK_OFF, seconds=7200))
    response = counter.post(ACCEPT, {"tbillno": tbillno})
    assert response.headers.get_list("Date") == [response.headers["Date"]]
    assert 7100 < seconds_ahead(response) < 7300


def seconds_ahead(response: httpx.Response) -> float:
    return (parsedate_to_datetime(response.headers["Date"]) - datetime.now(UTC)).total_seconds()


def test_a_fault_of_one_site_spares_the_others(simulator: RunningSimulator, counter: Counter) -> None:
    simulator.set_faults(FaultRule(kind=FaultKind.REFUSE, partner="eleme"))
    assert counter.accept(unseen_order(simulator)) == (0, "")


def test_offline_refuses_connections_and_comes_back_at_the_same_port(
    simulator: RunningSimulator, counter: Counter
) -> None:
    tbillno = unseen_order(simulator)
    assert counter.accept(tbillno) == (0, "")  # its connection is kept alive, and must go too
    simulator.offline(0.5)
    with pytest.raises(httpx.TransportError):
        counter.post(ACCEPT, {"tbillno": tbillno})
    simulator.wait_online()
    assert simulator.order(tbillno).state is BillState.ACCEPTED


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("orders", '{"partner": "nobody"}'),
        ("orders", '{"kind": "banquet"}'),
        ("orders", '{"shop": 1}'),
        ("cancel", '{"tbillno": "nothing"}'),
        ("cancel", "{"),
        ("status", '{"tbillno": "1", "status": 3}'),
        ("offline", '{"seconds": -1}'),
    ],
)
def test_wrong_use_of_the_control_is_answered_by_a_sentence(
    simulator: RunningSimulator, counter: Counter, path: str, body: str
) -> None:
    response = counter.http.post(f"{simulator.address}/control/{path}", content=body)
    assert response.status_code == 400
    assert response.text


def test_the_faults_in_force_can_be_read(simulator: RunningSimulator, counter: Counter) -> None:
    rule = FaultRule(kind=FaultKind.SLOW, probability=0.3, count=5)
    simulator.set_faults(rule)
    assert simulator.faults() == (rule,)
    simulator.set_faults()
    assert simulator.faults() == ()


def test_the_control_says_in_words_that_there_is_no_such_key(simulator: RunningSimulator) -> None:
    told = httpx.post(f"{simulator.address}/control/cancel", json={"tbillnr": "1"}, trust_env=False)
    assert told.status_code == 400
    assert "permitted" not in told.text
    assert "This key is missing." in told.text or "There is no such key." in told.text
