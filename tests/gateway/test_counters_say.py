"""What counters tell the gateway: orders of their own, and that they live."""

import asyncio
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from nats.protocol.command import hpub_cmd

from posdesk.gateway.bills import Bill
from posdesk.gateway.places import Places
from posdesk.gateway.presence import SILENT_S, Heard
from posdesk.gateway.stores import Stores
from posdesk.platforms.o2o import reading
from posdesk.platforms.o2o.answers import AnswerCode, CallRefused
from posdesk.platforms.relay import known_words, subjects
from posdesk.platforms.relay.known_words import Known, KnownReply
from posdesk.platforms.relay.records import CounterRecord, StoreRecord
from posdesk.platforms.relay.sealed_json import MAC_HEADER
from posdesk.platforms.relay.subjects import StoreSubjects
from posdesk.platforms.relay.unreadable import Unreadable
from tests.gateway.making import Gateway, add, bills_in, cancel, gateway, messages, order
from tests.journal.making import SetClock
from tests.support.nats_server import SHARD, NatsServer, nats_server
from tests.support.processes import wait_for

pytestmark = [pytest.mark.waits, pytest.mark.own_nats_server]
ORDERED = datetime(2026, 11, 28, 4, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[NatsServer]:
    """Two stores with a counter each."""
    with nats_server(tmp_path_factory.mktemp("nats"), [("001", "1"), ("002", "1")]) as made:
        yield made


@pytest.fixture(scope="module")
def chain(server: NatsServer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Gateway]:
    """Its gateway."""
    with gateway(tmp_path_factory.mktemp("gateway"), server) as made:
        yield made


def as_counter(server: NatsServer, store: str, act: Any) -> Any:
    """Do something with a counter's own credentials."""
    prefix = subjects.inbox_prefix(store, "1")
    return server.run(act, server.creds_for(store, "1"), inbox_prefix=prefix)


def test_headers_that_are_no_text_leave_the_gateway_at_work(server: NatsServer, chain: Gateway) -> None:
    """One counter would have stopped its reading, and with that the orders of all stores."""

    async def put(client: Any) -> None:
        for subject in (StoreSubjects(SHARD, "002").known, StoreSubjects(SHARD, "002").here):
            await client._send_command(hpub_cmd(subject, "", b"NATS/1.0 \xff\xfe\xfd\r\n\r\n", b"x"))
        for reply in (b"\xff\xfe", b"a\x0bb", b"a\x0c7"):
            await client._send_command(b"PUB here.002 %b 1\r\nx\r\n" % reply)
        await client.flush()

    as_counter(server, "002", put)
    assert chain.post(add(order("after no text")))["code"] == 0


def said(server: NatsServer, store: str, known: Known) -> KnownReply:
    """What the gateway answers that counter."""

    async def ask(client: Any) -> KnownReply:
        subject = StoreSubjects(SHARD, store).known
        return known_words.read_reply(
            (await client.request(subject, known_words.write(known), timeout=5)).data
        )

    found: KnownReply = as_counter(server, store, ask)
    return found


def test_a_captured_order_is_cancelled_through_the_gateway(server: NatsServer, chain: Gateway) -> None:
    assert said(server, "002", Known("meituan", "captured", ORDERED, "XS-own")) == KnownReply(is_held=True)
    answer = chain.post(cancel({"storeuid": 14343, "tbillno": "captured"}))
    assert answer["items"] == {"tbillno": "captured", "billno": "XS-own"}
    assert ["captured"] in [bills_in(each) for each in messages(server, "002")]


def test_said_again_it_is_held(server: NatsServer, chain: Gateway) -> None:
    known = Known("meituan", "again", None, "XS-again")
    assert [said(server, "001", known).is_held for _ in range(2)] == [True, True]


def test_a_counter_draws_no_other_stores_cancel_to_itself(server: NatsServer, chain: Gateway) -> None:
    assert chain.post(add(order("theirs", "002")))["code"] == 0
    assert said(server, "001", Known("meituan", "theirs", datetime(2030, 1, 1, tzinfo=UTC), "X")).is_held
    assert chain.post(cancel({"storeuid": 0, "tbillno": "theirs"}))["code"] == 0
    assert ["theirs"] not in [bills_in(each) for each in messages(server, "001")]


def test_a_counter_that_guessed_a_number_draws_no_other_stores_cancel_to_itself(
    server: NatsServer, chain: Gateway
) -> None:
    """It said so before the order came, with an `ordertime` that no platform's is behind."""
    assert said(server, "001", Known("meituan", "guessed", datetime(2099, 1, 1, tzinfo=UTC), "X")).is_held
    assert chain.post(add(order("guessed", "002")))["code"] == 0
    assert chain.post(cancel({"storeuid": 0, "tbillno": "guessed"}))["code"] == 0
    assert ["guessed"] not in [bills_in(each) for each in messages(server, "001")]
    assert [bills_in(each) for each in messages(server, "002")].count(["guessed"]) == 2


def test_a_partner_that_the_gateway_has_not_and_a_broken_request_are_told_why(
    server: NatsServer, chain: Gateway
) -> None:
    reply = said(server, "001", Known("baidu", "N1", None, "X"))
    assert not reply.is_held
    assert "baidu" in reply.why
    assert not said(server, "001", Known("meituan", "", None, "X")).is_held


def test_a_counter_that_lives_is_heard(server: NatsServer, chain: Gateway) -> None:
    async def beat(client: Any) -> None:
        await client.publish(StoreSubjects(SHARD, "001").here, b"{}", headers={MAC_HEADER: "0" * 64})
        await client.flush()

    def is_heard() -> bool:
        as_counter(server, "001", beat)
        return "posdesk_gateway_stores_heard 1.0" in chain.numbers()

    wait_for(is_heard, "a counter")


def delivered(store: str, to: str, request: str) -> Any:
    """What a stolen counter tries: a consumer whose messages the server writes where the gateway listens."""

    async def attack(client: Any) -> Any:
        stream, name = subjects.acts_stream(SHARD), subjects.consumer(store, "1")
        acts = StoreSubjects(SHARD, store).acts
        config = {
            "name": name,
            "filter_subject": acts,
            "deliver_subject": to,
            "ack_policy": "none",
            "deliver_policy": "all",
            "mem_storage": True,
        }
        asked = json.dumps({"stream_name": stream, "config": config}).encode()
        await client.request(subjects.delete_consumer(stream, name), b"", timeout=5)
        answer = await client.request(subjects.create_consumer(stream, name, acts), asked, timeout=5)
        forged = known_words.write(Known("meituan", request, None, "XS-forged"))
        await client.request(acts, forged, timeout=5)
        return json.loads(answer.data)

    return attack


@pytest.mark.parametrize("to", ["posdesk.s1.002.known", "here.999"])
def test_what_a_stolen_counter_has_the_server_deliver_here_is_heard_by_nobody(
    server: NatsServer, chain: Gateway, to: str
) -> None:
    before, bill = chain.numbers(), f"forged-{to}"
    made = as_counter(server, "001", delivered("001", to, bill))
    assert made["config"]["deliver_subject"] == to, "tried on 2.9.10: the server lets it"
    assert said(server, "001", Known("meituan", f"after-{to}", None, "XS")).is_held
    answer = chain.post(cancel({"storeuid": 0, "tbillno": bill}))
    assert answer["code"] == AnswerCode.UNKNOWN_BILL
    assert _heard_in(chain.numbers()) == _heard_in(before)


def test_no_servers_answer_that_is_sent_here_lets_another_store_be_heard(
    server: NatsServer, chain: Gateway
) -> None:
    """Orders would be taken for a store whose counters have been off for days."""
    own, before = StoreSubjects(SHARD, "001"), chain.numbers()
    claim = own.claims.replace("*", f"{'0' * 32}-pay")

    async def attack(client: Any) -> None:
        await client.request(claim, b"{}", timeout=5, headers={MAC_HEADER: "0" * 64})
        read = (
            subjects.direct_get(subjects.STORES, own.record("store")),
            subjects.direct_get(subjects.claims_stream(SHARD), claim),
            subjects.delete_consumer(subjects.acts_stream(SHARD), subjects.consumer("001", "1")),
            own.acts,
        )
        for number, subject in enumerate(read):
            await client.publish(subject, b"", reply=f"here.99{number}")
        await client.request(own.acts, b"later", timeout=5)

    as_counter(server, "001", attack)
    assert said(server, "001", Known("meituan", "after-answers", None, "XS")).is_held
    assert _heard_in(chain.numbers()) == _heard_in(before)


def _heard_in(numbers: str) -> list[str]:
    return [line for line in numbers.splitlines() if line.startswith("posdesk_gateway_stores_heard ")]


class NoBills:
    """A map that holds nothing."""

    async def find(self, partner: str, tbillno: str) -> tuple[Bill, ...]:
        return ()


def test_a_store_of_which_no_counter_was_heard_for_a_day_takes_no_orders_but_its_events() -> None:
    clock, stores = SetClock(), Stores()
    counters = (CounterRecord("1", "U", ORDERED),)
    stores.put(StoreRecord("001", SHARD, uids=(1,), counters=counters))
    heard = Heard(clock)
    places = Places(stores, NoBills(), heard)
    call = reading.read_call(add(order()))
    clock.walk(SILENT_S - 1)
    assert places.orders("meituan", call, clock.now()).parts == {"001": [0]}
    clock.walk(2)
    with pytest.raises(CallRefused) as refused:
        places.orders("meituan", call, clock.now())
    assert refused.value.code is AnswerCode.NO_COUNTER
    event = reading.read_call(cancel({"storeuid": 1, "tbillno": "x"}))
    assert asyncio.run(places.events("meituan", event)).parts == {"001": [0]}
    heard.hear("001")
    assert places.orders("meituan", call, clock.now()).parts == {"001": [0]}


def test_a_number_that_two_stores_have_is_no_stores() -> None:
    stores = Stores()
    stores.put(StoreRecord("01", SHARD, uids=(5,)))
    assert stores.of_number(1) is not None
    stores.put(StoreRecord("001", SHARD, uids=(5,)))
    assert (stores.of_number(1), stores.of_uid(5)) == (None, None)
    stores.put(StoreRecord("001", SHARD, uids=(6,)))
    found = stores.of_uid(5)
    assert found is not None
    assert found.store == "01"


def test_a_known_order_is_read_as_it_was_written() -> None:
    known = Known("meituan", "Ａ1", ORDERED, "XS1")
    assert known_words.read(known_words.write(known)) == known
    assert known_words.read_reply(known_words.write_reply(KnownReply(is_held=False, why="x"))) == KnownReply(
        is_held=False, why="x"
    )


@pytest.mark.parametrize(
    "data",
    [
        b"{",
        b"[]",
        b"{}",
        b'{"partner":"m","tbillno":1}',
        b'{"partner":"m","tbillno":"1","ordertime":"yesterday"}',
        b'{"partner":"m","tbillno":"1","ordertime":"2026-11-28T00:00:00"}',
        b'{"partner":"m","tbillno":"' + b"1" * 129 + b'"}',
    ],
)
def test_a_known_order_that_cant_be_read_is_refused(data: bytes) -> None:
    with pytest.raises(Unreadable):
        known_words.read(data)


def test_an_answer_that_is_none_is_refused() -> None:
    with pytest.raises(Unreadable):
        known_words.read_reply(b'{"ok": 1}')
