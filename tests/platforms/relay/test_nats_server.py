"""The tests' own server is a real one with the production accounts: a counter reaches what is its own."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import nats.errors
import pytest
from nats.aio.client import Client

from posdesk.domain.relay.claim import ClaimGroup
from posdesk.platforms.relay import enrolment, records, subjects
from posdesk.platforms.relay.subjects import StoreSubjects
from tests.domain.relay.making import KEY, NOON
from tests.platforms.relay.counter_client import asked, make_consumer, pulled
from tests.support.nats_server import SHARD, NatsServer, nats_server

pytestmark = [pytest.mark.waits, pytest.mark.own_nats_server]
OWN = StoreSubjects(SHARD, "001")


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[NatsServer]:
    with nats_server(tmp_path_factory.mktemp("relay"), [("001", "1"), ("001", "2"), ("002", "1")]) as running:
        yield running


def _inbox(store: str, counter: str) -> str:
    return subjects.inbox_prefix(store, counter)


def _put(server: NatsServer, subject: str, data: bytes) -> int:
    """An order from the gateway; its sequence."""

    async def put(client: Client) -> int:
        return (await client.jetstream().publish(subject, data)).seq

    return server.run(put, server.creds_for_gateway, inbox_prefix=subjects.GATEWAY_INBOX)


def test_what_the_gateway_puts_the_counter_reads_by_its_enrolment_line(server: NatsServer) -> None:
    sequence = _put(server, OWN.orders, b"an order")
    line = enrolment.read(server.line_for("001", "1").text(), NOON.replace(year=2020))
    name, stream = subjects.consumer("001", "1"), subjects.stream_of(SHARD)

    async def read(client: Client) -> tuple[str, bytes, str]:
        await make_consumer(client, stream, name, OWN.orders, opt_start_seq=sequence)
        message = await pulled(client, stream, name)
        return message.subject, message.data, message.reply

    subject, data, reply = server.run(read, line.credentials, inbox_prefix=_inbox("001", "1"))
    assert (subject, data) == (OWN.orders, b"an order")
    assert reply.startswith(f"$JS.ACK.{stream}.{name}.")


def test_a_counter_writes_acts_and_claims_and_reads_its_stores_records(server: NatsServer) -> None:
    claims, claim = subjects.claims_stream(SHARD), OWN.claim_of(KEY, ClaimGroup.VERDICT)
    first = {"Nats-Expected-Last-Subject-Sequence": "0"}

    async def work(client: Client) -> tuple[object, ...]:
        act = await asked(client, OWN.acts, "an act")
        won = await asked(client, claim, "mine", **first)
        lost = await asked(client, claim, "mine", **first)
        seen = await client.request(subjects.direct_get(claims, claim), timeout=5)
        record = await client.request(subjects.direct_get(subjects.STORES, OWN.record("store")), timeout=5)
        return act["stream"], won["seq"], lost["error"]["err_code"], seen.data, record.data

    act, won, lost, seen, record = server.run(
        work, server.creds_for("001", "1"), inbox_prefix=_inbox("001", "1")
    )
    assert (act, won, lost, seen) == (subjects.acts_stream(SHARD), 1, 10071, b'"mine"')
    assert isinstance(record, bytes)
    assert records.read_store(record).epoch == server.epoch()


def test_the_second_pc_of_one_line_is_told_that_the_place_is_taken(server: NatsServer) -> None:
    place = OWN.record(subjects.pc_record("1"))
    first = {"Nats-Expected-Last-Subject-Sequence": "0"}

    async def take(client: Client) -> list[bool]:
        return ["error" in await asked(client, place, f"pc {each}", **first) for each in range(2)]

    told = server.run(take, server.creds_for("001", "1"), inbox_prefix=_inbox("001", "1"))
    assert told == [False, True]


def test_both_counters_of_a_store_hear_each_other_and_the_gateway_hears_both(server: NatsServer) -> None:
    async def hear() -> list[bytes]:
        one, two, gateway = await asyncio.gather(
            server.connect(server.creds_for("001", "1"), inbox_prefix=_inbox("001", "1")),
            server.connect(server.creds_for("001", "2"), inbox_prefix=_inbox("001", "2")),
            server.connect(server.creds_for_gateway, inbox_prefix=subjects.GATEWAY_INBOX),
        )
        heard = [await each.subscribe(subject) for each, subject in ((two, OWN.here), (gateway, "here.*"))]
        await asyncio.gather(two.flush(), gateway.flush())
        await one.publish(OWN.here, b"1 is here")
        said = [(await each.next_msg(timeout=5)).data for each in heard]
        await asyncio.gather(one.close(), two.close(), gateway.close())
        return said

    assert asyncio.run(hear()) == [b"1 is here", b"1 is here"]


def test_the_gateway_answers_what_a_counter_asks_of_it(server: NatsServer) -> None:
    async def ask_it() -> bytes:
        gateway = await server.connect(server.creds_for_gateway, inbox_prefix=subjects.GATEWAY_INBOX)
        counter = await server.connect(server.creds_for("001", "1"), inbox_prefix=_inbox("001", "1"))
        heard = await gateway.subscribe("posdesk.*.*.known")
        await gateway.flush()
        answer = asyncio.create_task(counter.request(OWN.known, b"an order", timeout=5))
        await (await heard.next_msg(timeout=5)).respond(b"it is in the map")
        data = (await answer).data
        await asyncio.gather(gateway.close(), counter.close())
        return data

    assert asyncio.run(ask_it()) == b"it is in the map"


def test_a_revoked_counter_is_put_out_at_once_and_stays_out(tmp_path: Path) -> None:
    with nats_server(tmp_path, [("001", "1"), ("001", "2")]) as server:
        asyncio.run(_revoked(server))


async def _revoked(server: NatsServer) -> None:
    out, words = asyncio.Event(), []

    async def closed() -> None:
        out.set()

    async def said(error: Exception) -> None:
        words.append(error)

    creds = server.creds_for("001", "1")
    await server.connect(creds, closed_cb=closed, error_cb=said, inbox_prefix=_inbox("001", "1"))
    await asyncio.to_thread(server.revoke, "001", "1")
    await asyncio.wait_for(out.wait(), 10)
    await asyncio.to_thread(server.restart)
    with pytest.raises((nats.errors.Error, nats.errors.NoServersError)):
        await server.connect(creds, error_cb=said, inbox_prefix=_inbox("001", "1"))
    other = await server.connect(server.creds_for("001", "2"), inbox_prefix=_inbox("001", "2"))
    await other.close()


def test_a_killed_server_has_kept_its_orders_and_its_address(tmp_path: Path) -> None:
    with nats_server(tmp_path, [("001", "1")]) as server:
        url, epoch = server.url, server.epoch()
        _put(server, OWN.orders, b"first")
        server.restart()
        assert (server.url, server.epoch()) == (url, epoch)
        assert _put(server, OWN.orders, b"second") == 2
