"""What WDK takes, what it refuses, what it holds, and every way in which a hand-over can go wrong."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

import httpx
import pytest

from posdesk.domain.clock import CHINA
from posdesk.simulator.config import WdkRules
from posdesk.simulator.faults import FaultKind, FaultRule
from tests.simulator.wdk.calls import (
    METHOD,
    Caller,
    Wire,
    document_example,
    receipt,
    signed,
    sync,
    text_of,
)
from tests.support.simulator import WDK, RunningSimulator, quiet_config, running_simulator

REQUIRED = ["actual_amt", "op_name", "op_num", "pos_no", "serial_num", "store_id"]
REQUIRED_OF_A_CHANNEL = ["pay_type", "serial_num"]
REQUIRED_OF_A_LINE = [
    "deal_amt", "item_code", "original_price", "promotion_discount", "quantity", "serial_num",
]  # fmt: skip


def key(wire: Wire) -> tuple[str, str, str]:
    return str(wire["store_id"]), str(wire["pos_no"]), str(wire["serial_num"])


def count(simulator: RunningSimulator, wire: Wire) -> int:
    held = simulator.receipts().get(key(wire))
    return held.count if held else 0


def fault(simulator: RunningSimulator, kind: FaultKind, **more: object) -> None:
    simulator.set_faults(FaultRule.model_validate({"kind": kind, "partner": "wdk", "count": 1, **more}))


def test_the_documents_example_is_held_field_by_field(simulator: RunningSimulator, caller: Caller) -> None:
    assert caller.sync(document_example())["is_success"] is True
    held = simulator.receipts()[key(document_example())]
    assert held.body == document_example()
    assert held.bodies == (text_of(document_example()),)
    assert isinstance(held.body["actual_amt"], int)


def test_a_target_is_text_beyond_two_to_the_53_and_of_one_receipt_only(caller: Caller) -> None:
    targets = [caller.sync()["target"] for _ in range(20)]
    assert len(set(targets)) == 20
    assert all(isinstance(target, str) and int(target) > 2**53 for target in targets)


def test_the_same_receipt_is_taken_again_and_counted(simulator: RunningSimulator, caller: Caller) -> None:
    wire = receipt()
    answers = [caller.sync(wire) for _ in range(2)]
    assert [answer["is_success"] for answer in answers] == [True, True]
    held = simulator.receipts()[key(wire)]
    assert (held.count, held.target) == (2, answers[0]["target"])
    assert held.targets == (answers[0]["target"], answers[1]["target"])
    assert simulator.tally().effects(METHOD, "/".join(key(wire)), "wdk") == 2


def test_only_what_is_required_is_enough(caller: Caller) -> None:
    assert caller.sync({name: receipt()[name] for name in REQUIRED})["is_success"] is True


def of_channel(**changes: object) -> Wire:
    return receipt(pay_channels=[first("pay_channels") | changes])


def of_line(**changes: object) -> Wire:
    return receipt(sub_orders=[first("sub_orders") | changes])


def first(name: str) -> Wire:
    items = document_example()[name]
    assert isinstance(items, list)
    return dict(items[0])


def refused(caller: Caller, wire: object) -> str:
    """The words of a refusal as the document's own sample has it."""
    answer = caller.sync(wire)
    assert (answer["code"], answer["sub_code"]) == (50, "isv.invalid-parameter")
    return str(answer["sub_msg"])


@pytest.mark.parametrize("name", REQUIRED)
def test_a_required_field_that_lacks_is_named(caller: Caller, name: str) -> None:
    wire = receipt()
    del wire[name]
    assert name in refused(caller, wire)


@pytest.mark.parametrize("name", [name for name in REQUIRED if name != "actual_amt"])
def test_a_required_text_may_not_be_empty(caller: Caller, name: str) -> None:
    assert name in refused(caller, receipt(**{name: ""}))


@pytest.mark.parametrize("name", REQUIRED_OF_A_CHANNEL)
def test_a_required_field_of_a_channel_is_named(caller: Caller, name: str) -> None:
    channel = first("pay_channels")
    del channel[name]
    assert f"pay_channels[0].{name}" in refused(caller, receipt(pay_channels=[channel]))


@pytest.mark.parametrize("name", REQUIRED_OF_A_LINE)
def test_a_required_field_of_a_line_is_named(caller: Caller, name: str) -> None:
    line = first("sub_orders")
    del line[name]
    assert f"sub_orders[0].{name}" in refused(caller, receipt(sub_orders=[line]))


@pytest.mark.parametrize(
    ("make", "name", "value"),
    [
        (receipt, "actual_amt", "1800"),
        (receipt, "actual_amt", 18.5),
        (receipt, "actual_amt", 1800.0),
        (receipt, "actual_amt", True),
        (receipt, "actual_amt", None),
        (receipt, "actual_amt", 2**63),
        (receipt, "member_discount", 0),
        (receipt, "op_num", 123),
        (receipt, "serial_num", 77),
        (receipt, "store_id", 33571001),
        (receipt, "pos_no", 1),
        (receipt, "trd_type", 3),
        (receipt, "trd_type", "1"),
        (receipt, "trd_time", "2017-07-12"),
        (receipt, "trd_time", "2017-07-12T00:00:00"),
        (receipt, "trd_time", 1499788800),
        (receipt, "original_trd_time", ""),
        (receipt, "pay_channels", {}),
        (receipt, "pay_channels", {"receipt_pay_channel_do": []}),
        (receipt, "sub_orders", [1]),
        (receipt, "surprise", 1),
        (of_channel, "pay_type", 1),
        (of_channel, "pay_amount", "1800"),
        (of_channel, "surprise", "x"),
        (of_line, "quantity", 2),
        (of_line, "quantity", "two"),
        (of_line, "member_discount", "0"),
        (of_line, "deal_amt", "1800"),
        (of_line, "original_price", 10.5),
        (of_line, "item_code", 104142058),
        (of_line, "surprise", "x"),
    ],
)
def test_a_wrong_type_or_an_unknown_field_is_refused_and_named(
    simulator: RunningSimulator,
    caller: Caller,
    make: Callable[..., Wire],
    name: str,
    value: object,
) -> None:
    wire = make(**{name: value})
    assert name in refused(caller, wire)
    assert count(simulator, wire) == 0


def test_a_receipt_that_is_no_object_is_refused(caller: Caller) -> None:
    assert "receipt_order" in refused(caller, [receipt()])


def test_an_explicit_zero_and_a_weighed_quantity_are_right(caller: Caller) -> None:
    assert caller.sync(of_line(quantity="0.486", promotion_discount=0))["is_success"] is True


def returned(sale: Wire, **changes: object) -> Wire:
    return receipt(trd_type=2, original_serial_num=sale["serial_num"], **changes)


def test_a_return_of_a_sale_that_wdk_never_got_is_refused(
    simulator: RunningSimulator, caller: Caller
) -> None:
    sale = receipt()
    assert str(sale["serial_num"]) in refused(caller, returned(sale))
    caller.sync(sale)
    assert caller.sync(returned(sale))["is_success"] is True
    assert str(sale["serial_num"]) in refused(caller, returned(sale, original_pos_no="POS009"))
    simulator.set_wdk_rules(WdkRules(unknown_sales=True))
    assert caller.sync(returned(receipt()))["is_success"] is True


def test_what_the_merchant_does_not_have_is_refused_until_it_has(
    simulator: RunningSimulator, caller: Caller
) -> None:
    simulator.set_wdk_rules(WdkRules(pay_types=("05",), stores=("33571001",), refused_items=("9",)))
    assert "01" in refused(caller, receipt())
    assert "999" in refused(caller, receipt(store_id="999"))
    assert "NOBODY" in refused(caller, receipt(order_from="NOBODY"))
    new_item = of_line(item_code="9")
    simulator.set_wdk_rules(WdkRules(refused_items=("9",)))
    before = len(simulator.tally().complaints())
    assert "9" in refused(caller, new_item)
    assert len(simulator.tally().complaints()) == before
    simulator.set_wdk_rules(WdkRules())
    assert caller.sync(new_item)["is_success"] is True


def test_a_wrong_receipt_is_a_complaint(simulator: RunningSimulator, caller: Caller) -> None:
    before = len(simulator.tally().complaints())
    refused(caller, receipt(actual_amt="1"))
    assert len(simulator.tally().complaints()) == before + 1


@pytest.mark.parametrize(
    ("kind", "held"), [(FaultKind.LOST_REQUEST, 0), (FaultKind.LOST_ANSWER, 1)], ids=["request", "answer"]
)
def test_a_lost_call_breaks_the_connection(
    simulator: RunningSimulator, caller: Caller, kind: FaultKind, held: int
) -> None:
    wire = receipt()
    fault(simulator, kind)
    with pytest.raises(httpx.TransportError):
        caller.sync(wire)
    assert count(simulator, wire) == held


def test_a_late_answer_comes_after_the_work(simulator: RunningSimulator, caller: Caller) -> None:
    wire = receipt()
    fault(simulator, FaultKind.LATE_ANSWER, seconds=60)
    with pytest.raises(httpx.ReadTimeout):
        caller.post(signed(sync(wire)), timeout=0.3)
    assert count(simulator, wire) == 1


def test_a_slow_answer_comes_all_the_same(simulator: RunningSimulator, caller: Caller) -> None:
    fault(simulator, FaultKind.SLOW, seconds=0.1)
    assert caller.sync()["is_success"] is True


@pytest.mark.parametrize("done", [True, False])
@pytest.mark.parametrize(
    ("kind", "status"),
    [
        (FaultKind.HTTP_500, 500),
        (FaultKind.HTML, 200),
        (FaultKind.WRONG_JSON, 200),
        (FaultKind.CUT_JSON, 200),
    ],
)
def test_a_foreign_answer_hides_what_was_done(
    simulator: RunningSimulator, caller: Caller, *, kind: FaultKind, status: int, done: bool
) -> None:
    wire = receipt()
    fault(simulator, kind, done=done)
    response = caller.post(signed(sync(wire)))
    assert response.status_code == status
    assert not is_own_answer(response)
    assert count(simulator, wire) == int(done)


def is_own_answer(response: httpx.Response) -> bool:
    try:
        return bool({"alibaba_wdk_order_sync_response", "error_response"} & response.json().keys())
    except ValueError:  # not JSON, or cut in the middle of a character
        return False


@pytest.mark.parametrize(
    ("kind", "held"), [(FaultKind.REFUSE, 0), (FaultKind.REFUSE_DONE, 1)], ids=["before", "after"]
)
def test_an_error_may_come_before_or_after_the_work(
    simulator: RunningSimulator, caller: Caller, kind: FaultKind, held: int
) -> None:
    wire = receipt()
    fault(simulator, kind)
    assert caller.sync(wire)["sub_code"] == "isp.remote-service-error"
    assert count(simulator, wire) == held


def test_a_repeat_is_answered_by_an_error_on_demand(simulator: RunningSimulator, caller: Caller) -> None:
    wire = receipt()
    simulator.set_faults(FaultRule(kind=FaultKind.REPEAT_NONZERO, partner="wdk"))
    assert caller.sync(wire)["is_success"] is True
    assert caller.sync(wire)["sub_msg"] == "单据已存在"
    assert count(simulator, wire) == 1


def test_its_clock_may_be_off_as_a_whole(simulator: RunningSimulator, caller: Caller) -> None:
    simulator.set_faults(FaultRule(kind=FaultKind.CLOCK_OFF, partner="wdk", seconds=1200))
    response = caller.post(signed(sync()))
    assert response.json()["error_response"]["code"] == 31
    there = parsedate_to_datetime(response.headers["Date"])
    assert abs(there - datetime.now(UTC) - timedelta(seconds=1200)) < timedelta(seconds=60)
    assert caller.code(timestamp=f"{there.astimezone(CHINA):%Y-%m-%d %H:%M:%S}") == 0


def test_a_fault_of_another_platform_spares_it(simulator: RunningSimulator, caller: Caller) -> None:
    simulator.set_faults(FaultRule(kind=FaultKind.REFUSE, partner="ovopark"))
    assert caller.sync()["is_success"] is True


def test_a_throttle_says_how_long_it_bans_and_bans() -> None:
    with (
        running_simulator(quiet_config(target="http://127.0.0.1:9/", wdk=WDK)) as running,
        httpx.Client(trust_env=False) as http,
    ):
        caller, wire = Caller(running.wdk, http), receipt()
        running.set_faults(FaultRule(kind=FaultKind.THROTTLE, partner="wdk", seconds=600, count=1))
        for _ in range(2):
            answer = caller.sync(wire)
            assert (answer["code"], answer["msg"]) == (7, "App Call Limited")
            said = re.fullmatch(r"This ban will last for (\d+) more seconds", str(answer["sub_msg"]))
            assert said is not None
            assert 0 < int(said[1]) <= 600
        assert count(running, wire) == 0
        assert running.tally().complaints() == ()


def test_more_calls_than_a_minute_allows_are_banned() -> None:
    config = quiet_config(
        target="http://127.0.0.1:9/", wdk=WDK.model_copy(update={"per_minute": 2, "ban_s": 300})
    )
    with running_simulator(config) as running, httpx.Client(trust_env=False) as http:
        caller = Caller(running.wdk, http)
        assert [caller.code() for _ in range(4)] == [0, 0, 7, 7]
        assert len(running.receipts()) == 2
