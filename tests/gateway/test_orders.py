"""What a platform calls reaches the stores that it is for, and nobody else: real server, real HTTP."""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from posdesk.domain.orders.board import OrderView, rings
from posdesk.domain.relay.chain_bill import chain_billno
from posdesk.platforms.o2o import reading
from posdesk.platforms.o2o.answers import AnswerCode, CallRefused
from posdesk.settings.settings import Store
from tests.engine.relay.making import Shop, at_work
from tests.gateway.making import (
    ADD,
    Gateway,
    add,
    bills_in,
    cancel,
    gateway,
    is_signed,
    messages,
    order,
    status,
    texts,
)
from tests.support.nats_server import NatsServer, nats_server
from tests.support.processes import wait_for

pytestmark = [pytest.mark.waits, pytest.mark.own_nats_server]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[NatsServer]:
    """Stores 001 and 002 with a counter each, 003 without one."""
    with nats_server(tmp_path_factory.mktemp("nats"), [("001", "1")]) as made:
        made.add_store("001", ("1",), (1,))
        made.add_store("002", ("1", "2"), (2,))
        made.add_store("003", (), (3,))
        record = made.add_store("004", ("1",), (4,))
        made.put("004", "store", replace(record, disabled=True).write())
        yield made


@pytest.fixture(scope="module")
def chain(server: NatsServer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Gateway]:
    """Its gateway."""
    with gateway(tmp_path_factory.mktemp("gateway"), server) as made:
        yield made


def newest(server: NatsServer, store: str, bill: str) -> list[bytes]:
    """The bodies at that store that bring this bill."""
    return [each.body for each in messages(server, store) if bill in bills_in(each)]


def test_an_order_is_at_its_store_as_it_came_once_code_0_was_said(server: NatsServer, chain: Gateway) -> None:
    body = add(order("as-it-came"))
    assert chain.post(body) == {"code": 0, "msg": "", "seq": "s-1"}
    (message,) = [each for each in messages(server) if bills_in(each) == ["as-it-came"]]
    assert (message.store, message.partner, message.body) == ("001", "meituan", body)
    assert is_signed(message)
    assert message.epoch == server.epoch()


def test_the_same_call_again_is_answered_0_and_there_once(server: NatsServer, chain: Gateway) -> None:
    body = add(order("twice"))
    assert [chain.post(body)["code"] for _ in range(2)] == [0, 0]
    assert len(newest(server, "001", "twice")) == 1


def test_a_call_for_two_stores_gives_each_its_own_customers_alone(server: NatsServer, chain: Gateway) -> None:
    first = order("two-1", customername="王一", mobileno="13800000001")
    other = order("two-2", "002", customername="李二", mobileno="13800000002")
    assert chain.post(add(first, other, order("two-3"), seq="both"))["code"] == 0
    (own,), (theirs,) = newest(server, "001", "two-1"), newest(server, "002", "two-2")
    assert json.loads(own) == {"cmd": "AddSaleOrderBill", "seq": "both", "items": [first, order("two-3")]}
    assert json.loads(theirs) == {"cmd": "AddSaleOrderBill", "seq": "both", "items": [other]}
    assert "李二".encode() not in own
    assert "王一".encode() not in theirs


def test_one_call_rings_at_both_its_stores_and_neither_counter_has_the_others_customer(
    server: NatsServer, chain: Gateway, tmp_path: Path
) -> None:
    """From the platform's call to what lies on each counter's disk."""
    one, two = (Shop(server, tmp_path / name) for name in ("one", "two"))
    names = {one.code: "王小一", two.code: "李大二"}
    body = add(*(order(f"both-{code}", code, customername=name) for code, name in names.items()), seq="both")
    for shop in (one, two):
        shop.folder.mkdir()
    with at_work(one) as here, at_work(two) as there:
        wait_for(lambda: chain.post(body)["code"] == 0, "the stores at the gateway")
        for at, own, other in ((here, one, two), (there, two, one)):
            at.has(f"both-{own.code}")
            found = at.order(f"both-{own.code}")
            assert rings(OrderView(found))
            assert found.content.customer == names[own.code]
            kept = b"".join(file.read_bytes() for file in at.house.home.iterdir() if file.is_file())
            assert names[own.code].encode() in kept
            assert names[other.code].encode() not in kept


def test_each_part_is_signed_anew_and_its_counter_takes_it(server: NatsServer, chain: Gateway) -> None:
    assert chain.post(add(order("part-1"), order("part-2", "002")))["code"] == 0
    for store, bill in (("001", "part-1"), ("002", "part-2")):
        (message,) = [each for each in messages(server, store) if bill in bills_in(each)]
        assert is_signed(message)
        reading.read_events(reading.read_call(message.body), Store(code=store))


def test_the_whole_would_be_refused_by_each_counter() -> None:
    whole = reading.read_call(add(order("whole-1"), order("whole-2", "002")))
    for store in ("001", "002"):
        with pytest.raises(CallRefused) as refused:
            reading.read_events(whole, Store(code=store))
        assert refused.value.code is AnswerCode.OTHER_STORE


@pytest.mark.parametrize(
    ("code", "storecode"),
    [(AnswerCode.OTHER_STORE, "999"), (AnswerCode.OTHER_STORE, "004"), (AnswerCode.NO_COUNTER, "003")],
)
def test_an_order_that_no_counter_could_take_is_refused_by_name(
    server: NatsServer, chain: Gateway, code: AnswerCode, storecode: str
) -> None:
    said = chain.post(add(order("nobody"), order("nobody-2", storecode)))
    assert said["code"] == code
    assert said["msg"].startswith("items[1].storecode: ")
    assert " / " in said["msg"]
    assert newest(server, "001", "nobody") == []


def test_a_storecode_written_as_a_number_is_the_store_of_that_number(
    server: NatsServer, chain: Gateway
) -> None:
    assert chain.post(add(order("number", 2)))["code"] == 0
    assert len(newest(server, "002", "number")) == 1


def test_a_cancel_goes_to_the_store_of_its_order_and_is_told_our_number(
    server: NatsServer, chain: Gateway
) -> None:
    assert chain.post(add(order("to-cancel", "002")))["code"] == 0
    said = chain.post(cancel({"storeuid": 14343, "tbillno": "to-cancel"}))
    (event,) = reading.read_events(reading.read_call(add(order("to-cancel", "002"))), Store(code="002"))
    assert isinstance(event, reading.AddOrders)
    ordered = event.orders[0].content.ordered_at
    assert said["items"] == {
        "tbillno": "to-cancel",
        "billno": chain_billno("002", "meituan", "to-cancel", ordered),
    }
    assert len(newest(server, "002", "to-cancel")) == 2


def test_a_number_at_two_stores_is_cancelled_where_its_storeuid_says_else_at_the_newest(
    server: NatsServer, chain: Gateway
) -> None:
    older = order("shared", "001", ordertime="2026-11-28 10:00:00")
    newer = order("shared", "002", ordertime="2026-11-28 12:00:00")
    assert chain.post(add(newer))["code"] == chain.post(add(older))["code"] == 0
    assert chain.post(cancel({"storeuid": 1, "tbillno": "shared"}))["code"] == 0
    assert chain.post(cancel({"storeuid": 77, "tbillno": "shared"}))["code"] == 0
    assert [len(newest(server, store, "shared")) for store in ("001", "002")] == [2, 2]


def test_an_event_before_its_order_goes_to_the_store_of_its_storeuid(
    server: NatsServer, chain: Gateway
) -> None:
    said = chain.post(cancel({"storeuid": "2", "tbillno": "early"}))
    assert said["items"] == {"tbillno": "early", "billno": ""}
    assert len(newest(server, "002", "early")) == 1


def test_an_event_that_nothing_places_is_an_unknown_bill(chain: Gateway) -> None:
    said = chain.post(status({"tbillno": "nowhere", "orderStatus": 4}))
    assert said["code"] == AnswerCode.UNKNOWN_BILL
    assert said["msg"].startswith("items.tbillno: ")


def test_a_disabled_store_still_hears_of_what_it_took(server: NatsServer, chain: Gateway) -> None:
    assert chain.post(status({"tbillno": "old", "orderStatus": 4, "storeuid": 4}))["code"] == 0
    assert len(newest(server, "004", "old")) == 1


def test_events_of_several_stores_in_one_call_go_each_to_its_own(server: NatsServer, chain: Gateway) -> None:
    assert chain.post(add(order("ev-1"), order("ev-2", "002")))["code"] == 0
    said = chain.post(cancel({"storeuid": 1, "tbillno": "ev-1"}, {"storeuid": 2, "tbillno": "ev-2"}))
    assert [each["tbillno"] for each in said["items"]] == ["ev-1", "ev-2"]
    assert [texts(messages(server, store))[-1] for store in ("001", "002")] == [["ev-1"], ["ev-2"]]


def test_a_store_that_is_added_while_it_runs_gets_its_orders(server: NatsServer, chain: Gateway) -> None:
    assert chain.post(add(order("late", "005")))["code"] == AnswerCode.OTHER_STORE
    server.add_store("005", ("1",))
    wait_for(lambda: chain.post(add(order("late", "005")))["code"] == 0, "the new store")


def test_what_counts_is_counted_and_no_customer_stands_in_log_or_numbers(
    server: NatsServer, chain: Gateway
) -> None:
    chain.post(add(order("counted", customername="赵敏", mobileno="13912345678")))
    chain.post(b"{}", {"appid": "nobody", "sign": "x"})
    numbers = chain.numbers()
    assert 'posdesk_gateway_calls_total{code="0",partner="meituan"}' in numbers
    assert 'posdesk_gateway_calls_total{code="2001",partner=""}' in numbers
    assert "posdesk_gateway_connected 1.0" in numbers
    log = chain.log.read_text(encoding="utf-8")
    assert "to store 001" in log
    for private in ("赵敏", "13912345678", ADD["items"][0]["customername"]):
        assert private not in log + numbers
