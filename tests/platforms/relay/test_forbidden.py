"""With a counter's real credentials nothing of another store is read, written, held up or thrown out.

The counter is 1 of store 001. What is looked at after each trial is all that isn't its own: every message of
every other subject, the streams' settings, and the others' consumers.
"""

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

import nats.errors
import pytest
from nats.aio.client import Client

from posdesk.domain.relay.claim import ClaimGroup
from posdesk.platforms.relay import here_words, subjects
from posdesk.platforms.relay.accounts import MOST_PAYLOAD, counter_permissions
from posdesk.platforms.relay.streams import A_SUBJECT
from posdesk.platforms.relay.subjects import BILLS, STORES, StoreSubjects
from tests.domain.relay.making import KEY
from tests.platforms.relay.counter_client import WAIT_S, consumer_config, make_consumer, pulled
from tests.support.nats_server import SHARD, SMALL, NatsServer, ask, nats_server

pytestmark = [pytest.mark.waits, pytest.mark.own_nats_server]

OWN, OTHER = StoreSubjects(SHARD, "001"), StoreSubjects(SHARD, "002")
ORDERS, ACTS, CLAIMS = subjects.stream_of(SHARD), subjects.acts_stream(SHARD), subjects.claims_stream(SHARD)
STREAMS: Final = (ORDERS, ACTS, CLAIMS, STORES, BILLS)
NAME, OTHERS_NAME = subjects.consumer("001", "1"), subjects.consumer("002", "1")
CLAIM = OTHER.claim_of(KEY, ClaimGroup.VERDICT)
BILL = subjects.bill_subject("meituan", "20")
INBOX = f"{subjects.inbox_prefix('002', '1')}.heard"
TARGETS = [
    OTHER.orders,
    OTHER.acts,
    OTHER.known,
    CLAIM,
    OTHER.record("store"),
    OTHER.record(subjects.jwt_record("1")),
    OTHER.record(subjects.pc_record("1")),
    BILL,
    OWN.orders,
    OWN.record("store"),
    OWN.record(subjects.jwt_record("2")),
    OWN.record(subjects.pc_record("2")),
]
"""What the counter may not write, of its own store too."""
APIS = [f"{subjects.API}.CONSUMER.DELETE.{ORDERS}.{OTHERS_NAME}"]
"""What the streams' account would do, where a server's own message got there."""
SHORT_S = 0.3  # nothing comes back from what a server doesn't let through
Trial = Callable[[Client], Awaitable[None]]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[NatsServer]:
    """One with something of the other store in each stream, and its counter's consumers."""
    counters = [("001", "1"), ("001", "2"), ("002", "1")]
    with nats_server(tmp_path_factory.mktemp("relay"), counters) as running:
        running.run(_fill)
        yield running


async def _fill(client: Client) -> None:
    for subject in (OTHER.orders, OTHER.acts, CLAIM, BILL, OWN.orders, OTHER.record(subjects.pc_record("1"))):
        await client.jetstream().publish(subject, f"what stands in {subject}".encode())
    for stream, subject in ((ORDERS, OTHER.orders), (ACTS, OTHER.acts)):
        config = {"stream_name": stream, "config": consumer_config(OTHERS_NAME, subject)}
        await ask(client, f"{subjects.API}.CONSUMER.CREATE.{stream}.{OTHERS_NAME}.{subject}", config)


# What isn't the counter's own


async def _others(client: Client) -> dict[str, object]:
    """All of it, as it stands."""
    found: dict[str, object] = {}
    for stream in STREAMS:
        info = await ask(client, f"{subjects.API}.STREAM.INFO.{stream}", {"subjects_filter": ">"})
        names = await ask(client, f"{subjects.API}.CONSUMER.NAMES.{stream}", {})
        found[stream] = (info["config"], set(names["consumers"]) - {NAME})
        for subject, count in info["state"].get("subjects", {}).items():
            if not _is_own(stream, subject):
                found[f"{stream} {subject}"] = (count, await _newest(client, stream, subject))
    return found


def _is_own(stream: str, subject: str) -> bool:
    """What its user may write to by the design, in the stream where it belongs.

    A push consumer hands its messages on under their first subject: another stream could keep them so.
    """
    if stream == CLAIMS:
        return subject.startswith(OWN.claims.removesuffix("*"))
    return (stream, subject) in {(ACTS, OWN.acts), (STORES, OWN.record(subjects.pc_record("1")))}


async def _newest(client: Client, stream: str, subject: str) -> str:
    answer = await ask(client, f"{subjects.API}.STREAM.MSG.GET.{stream}", {"last_by_subj": subject})
    return json.dumps(answer["message"])


@contextlib.contextmanager
def _without_effect(server: NatsServer) -> Iterator[None]:
    before = server.run(_others)
    yield
    assert server.run(_others) == before


def _tried(server: NatsServer, trial: Trial) -> list[str]:
    """What the server said to the counter while it tried."""
    words: list[str] = []

    async def said(error: Exception) -> None:
        words.append(str(error))

    server.run(
        trial, server.creds_for("001", "1"), error_cb=said, inbox_prefix=subjects.inbox_prefix("001", "1")
    )
    return words


async def _answer(client: Client, subject: str, data: bytes = b"", **headers: str) -> dict[str, Any] | None:
    """What came back; None where nothing did."""
    try:
        reply = await client.request(subject, data, timeout=SHORT_S, headers=headers or None)
    except (TimeoutError, nats.errors.Error):
        return None
    answer: dict[str, Any] = json.loads(reply.data)
    return answer


def _was_refused(answer: dict[str, Any] | None) -> bool:
    return answer is None or "error" in answer


# A server's answer that is sent somewhere else


@pytest.mark.parametrize("target", [*TARGETS, OTHER.here, INBOX, *APIS])
@pytest.mark.parametrize("by", ["pull", "push", "direct get", "publish", "trace"])
def test_no_answer_that_is_sent_elsewhere_gets_into_a_stream(
    server: NatsServer, target: str, by: str
) -> None:
    """In one account a pull's reply forged another store's orders, acts and claims (tried)."""

    async def send(client: Client) -> None:
        acknowledged = await client.request(OWN.acts, b"forged", timeout=WAIT_S)
        sequence = json.loads(acknowledged.data)["seq"]
        if by == "publish":
            await client.publish(OWN.acts, b"forged", reply=target)
        elif by == "trace":  # a current server tells where a message went, to whom its header names
            await client.publish(OWN.acts, b"forged", headers={"Nats-Trace-Dest": target})
        elif by == "direct get":
            await client.publish(subjects.direct_get(STORES, OWN.record("store")), reply=target)
        elif by == "push":
            await make_consumer(client, ACTS, NAME, OWN.acts, opt_start_seq=sequence, deliver_subject=target)
        else:
            await make_consumer(client, ACTS, NAME, OWN.acts, opt_start_seq=sequence)
            await client.publish(subjects.next_messages(ACTS, NAME), b'{"batch":1}', reply=target)
        await _settled(client)

    with _without_effect(server):
        _tried(server, send)


async def _settled(client: Client) -> None:
    """All that was asked before has been done: the server answers in order, the streams after it."""
    for _ in range(2):
        with contextlib.suppress(TimeoutError, nats.errors.Error):  # it may have put the counter out
            await client.request(OWN.acts, b"later", timeout=WAIT_S)


def test_what_still_reaches_another_counter_counts_for_nothing_there(server: NatsServer) -> None:
    """A reply can hit an inbox that is known, and `here` (tried): it has the wrong subject, and no MAC."""

    async def hear() -> list[tuple[str, bytes, str]]:
        one, two = [await _connected(server, store) for store in ("001", "002")]
        sequence = json.loads((await one.request(OWN.acts, b"forged", timeout=WAIT_S)).data)["seq"]
        messages = []
        for target in (INBOX, OTHER.here):
            heard = await two.subscribe(target)
            await two.flush()
            await make_consumer(one, ACTS, NAME, OWN.acts, opt_start_seq=sequence)
            await one.publish(subjects.next_messages(ACTS, NAME), b'{"batch":1}', reply=target)
            messages.append(await heard.next_msg(timeout=WAIT_S))
        await asyncio.gather(one.close(), two.close())
        return [(each.subject, each.data, each.reply) for each in messages]

    for subject, data, reply in asyncio.run(hear()):
        assert subject not in {OTHER.orders, OTHER.acts, OTHER.here}
        assert not reply.startswith(f"$JS.ACK.{ACTS}.{OTHERS_NAME}.")
        with pytest.raises(here_words.BadHere):
            here_words.read(data, {}, server.store_key("002"))


async def _connected(server: NatsServer, store: str) -> Client:
    return await server.connect(server.creds_for(store, "1"), inbox_prefix=subjects.inbox_prefix(store, "1"))


# Another's subjects


@pytest.mark.parametrize("target", [*TARGETS, OTHER.here, INBOX, "posdesk.s1.*.acts"])
def test_no_other_subject_can_be_written_to(server: NatsServer, target: str) -> None:
    async def write(client: Client) -> None:
        assert _was_refused(await _answer(client, target, b"forged"))

    with _without_effect(server):
        assert any("permissions violation for publish" in word.lower() for word in _tried(server, write))


@pytest.mark.parametrize(
    "subject",
    [
        *(
            ">",
            "*",
            "posdesk.>",
            "posdesk.*.*.acts",
            "here.*",
            "_INBOX.>",
            "_R_.>",
            "$SYS.>",
            "$JS.>",
            "pos.>",
        ),
        *(OTHER.here, OTHER.orders, OTHER.acts, OTHER.known, CLAIM, INBOX, "_INBOX.001.2.>", "_INBOX.001.>"),
    ],
)
def test_no_other_subject_can_be_listened_to(server: NatsServer, subject: str) -> None:
    async def listen() -> str:
        refused = asyncio.get_running_loop().create_future()

        async def said(error: Exception) -> None:
            refused.set_result(str(error).lower())

        inboxes = subjects.inbox_prefix("001", "1")
        client = await server.connect(server.creds_for("001", "1"), error_cb=said, inbox_prefix=inboxes)
        await client.subscribe(subject)
        word: str = await asyncio.wait_for(refused, 5)
        await client.close()
        return word

    assert "permissions violation for subscription" in asyncio.run(listen())


@pytest.mark.parametrize(
    ("stream", "subject"),
    [
        (CLAIMS, CLAIM),
        (CLAIMS, OTHER.claims),
        (CLAIMS, ""),
        (STORES, OTHER.record("store")),
        (STORES, OTHER.record("jwt-1")),
        (STORES, OWN.record("jwt-2")),
        (STORES, "posdesk.stores.*.record.*"),
        (BILLS, BILL),
        (ORDERS, OTHER.orders),
        (ORDERS, OWN.orders),
        (ACTS, OTHER.acts),
    ],
)
def test_no_other_message_can_be_read_by_its_subject(server: NatsServer, stream: str, subject: str) -> None:
    async def read(client: Client) -> None:
        for api in (subjects.COUNTER_API, subjects.API):
            address = f"{api}.DIRECT.GET.{stream}" + (f".{subject}" if subject else "")
            wanted = json.dumps({"last_by_subj": subject or CLAIM, "seq": 1}).encode()
            assert await _answer(client, address, wanted) is None
            assert await _answer(client, f"{api}.STREAM.MSG.GET.{stream}", wanted) is None

    _tried(server, read)


# A wider filter, another's consumer


@pytest.mark.parametrize("wider", ["posdesk.s1.*.orders", OTHER.orders, "posdesk.>", ">", ""])
def test_a_wider_filter_makes_no_consumer(server: NatsServer, wider: str) -> None:
    """001 read 002 where the filter stood in the body only (tried)."""

    async def widen(client: Client) -> None:
        body = {"stream_name": ORDERS, "config": consumer_config(NAME, wider)}
        several = {**consumer_config(NAME, ""), "filter_subjects": [OWN.orders, OTHER.orders]}
        for config in (body, {"stream_name": ORDERS, "config": several}):
            made = subjects.create_consumer(ORDERS, NAME, OWN.orders)
            assert _was_refused(await _answer(client, made, json.dumps(config).encode()))
        for address in (subjects.create_consumer(ORDERS, NAME, wider), f"pos.CONSUMER.CREATE.{ORDERS}"):
            assert await _answer(client, address, json.dumps(body).encode()) is None

    with _without_effect(server):
        _tried(server, widen)


def test_another_stream_in_the_body_makes_no_consumer(server: NatsServer) -> None:
    async def swap(client: Client) -> None:
        body = {"stream_name": BILLS, "config": consumer_config(NAME, OWN.orders)}
        made = subjects.create_consumer(ORDERS, NAME, OWN.orders)
        assert _was_refused(await _answer(client, made, json.dumps(body).encode()))

    with _without_effect(server):
        _tried(server, swap)


@pytest.mark.parametrize("name", [OTHERS_NAME, subjects.consumer("001", "2"), "c-002-9"])
def test_no_other_consumer_can_be_made_read_or_taken_away(server: NatsServer, name: str) -> None:
    async def take(client: Client) -> None:
        for stream, subject in ((ORDERS, OTHER.orders), (ACTS, OTHER.acts), (ORDERS, OWN.orders)):
            body = json.dumps({"stream_name": stream, "config": consumer_config(name, subject)}).encode()
            assert await _answer(client, subjects.create_consumer(stream, name, subject), body) is None
            assert await _answer(client, subjects.next_messages(stream, name), b'{"batch":1}') is None
            assert await _answer(client, subjects.delete_consumer(stream, name)) is None

    with _without_effect(server):
        _tried(server, take)


def test_another_name_in_the_body_makes_no_other_consumer(server: NatsServer) -> None:
    async def rename(client: Client) -> None:
        config = {**consumer_config(OTHERS_NAME, OWN.orders), "durable_name": OTHERS_NAME}
        body = json.dumps({"stream_name": ORDERS, "config": config}).encode()
        assert _was_refused(await _answer(client, subjects.create_consumer(ORDERS, NAME, OWN.orders), body))

    with _without_effect(server):
        _tried(server, rename)


# What only the admin does


@pytest.mark.parametrize("api", [subjects.COUNTER_API, subjects.API])
@pytest.mark.parametrize("stream", STREAMS)
def test_a_stream_can_be_neither_looked_into_nor_changed(server: NatsServer, api: str, stream: str) -> None:
    """STREAM.INFO lists all stores (tried)."""
    verbs = (
        "INFO",
        "NAMES",
        "LIST",
        "PURGE",
        "DELETE",
        "UPDATE",
        "CREATE",
        "SNAPSHOT",
        "RESTORE",
        "MSG.DELETE",
    )

    async def look(client: Client) -> None:
        for address in (
            *(f"{api}.STREAM.{verb}.{stream}" for verb in verbs),
            *(f"{api}.STREAM.{verb}" for verb in ("NAMES", "LIST")),
            *(f"{api}.CONSUMER.{verb}.{stream}" for verb in ("NAMES", "LIST")),
            f"{api}.CONSUMER.INFO.{stream}.{OTHERS_NAME}",
            f"{api}.CONSUMER.DURABLE.CREATE.{stream}.{NAME}",
            f"{api}.INFO",
        ):
            assert await _answer_soon(client, address) is None

    with _without_effect(server):
        _tried(server, look)


async def _answer_soon(client: Client, address: str) -> dict[str, Any] | None:
    """A shorter wait for many: a refused publish is never answered."""
    inbox = client.new_inbox()
    heard = await client.subscribe(inbox)
    await client.publish(address, b"{}", reply=inbox)
    await client.flush()
    try:
        message = await heard.next_msg(timeout=0.05)
    except (TimeoutError, nats.errors.Error):
        return None
    answer: dict[str, Any] | None = json.loads(message.data) if message.data else None
    return answer


@pytest.mark.parametrize("rolled", ["all", "sub"])
def test_a_rollup_takes_nothing_away(server: NatsServer, rolled: str) -> None:
    """With it one counter emptied a bucket (tried)."""

    async def roll(client: Client) -> None:
        for subject in (OWN.acts, OWN.claim_of(KEY, ClaimGroup.PAY), OWN.record(subjects.pc_record("1"))):
            assert _was_refused(await _answer(client, subject, b"x", **{"Nats-Rollup": rolled}))

    with _without_effect(server):
        _tried(server, roll)


def test_a_counter_cant_revoke_or_speak_to_the_system(server: NatsServer) -> None:
    async def revoke(client: Client) -> None:
        token = server.keys.account_tokens(_now(server), {})[server.keys.counters.public]
        for address in ("$SYS.REQ.CLAIMS.UPDATE", "$SYS.REQ.SERVER.PING", "$SYS.REQ.CLAIMS.LIST"):
            assert await _answer(client, address, token.encode()) is None

    with _without_effect(server):
        _tried(server, revoke)


def _now(server: NatsServer) -> Any:
    return server.creds_for("001", "1").token.issued


# A flood


def test_a_flood_up_to_the_limit_throws_out_nothing_of_another_store(server: NatsServer) -> None:
    """Of the acts its own oldest ones go, and the other's orders still come."""
    beyond = A_SUBJECT + 500

    async def flood(client: Client) -> None:
        for _ in range(beyond):
            await client.publish(OWN.acts, b"x")
        await client.request(OWN.acts, b"the last", timeout=60)

    with _without_effect(server):
        _tried(server, flood)
    info = server.run(
        lambda client: ask(client, f"{subjects.API}.STREAM.INFO.{ACTS}", {"subjects_filter": ">"})
    )
    assert info["state"]["subjects"][OWN.acts] == A_SUBJECT
    assert asyncio.run(_delivered(server)) == b"after the flood"


async def _delivered(server: NatsServer) -> bytes:
    """An order of the other store comes to its counter."""
    async with _two(server) as (admin, counter):
        sequence = (await admin.jetstream().publish(OTHER.orders, b"after the flood")).seq
        await make_consumer(counter, ORDERS, OTHERS_NAME, OTHER.orders, opt_start_seq=sequence)
        return (await pulled(counter, ORDERS, OTHERS_NAME)).data


@contextlib.asynccontextmanager
async def _two(server: NatsServer) -> AsyncIterator[tuple[Client, Client]]:
    admin, counter = await server.connect(server.admin), await _connected(server, "002")
    try:
        yield admin, counter
    finally:
        await asyncio.gather(admin.close(), counter.close())


def test_a_flood_of_claims_leaves_room_for_another_stores(tmp_path: Path) -> None:
    """A counter may write any claim of its store: a full stream refused all stores' for seven days."""
    small = replace(SMALL, claims=2**18)
    with nats_server(tmp_path, [("001", "1"), ("002", "1")], small) as full:

        async def flood(client: Client) -> None:
            for number in range(3000):
                await client.publish(f"{OWN.claims.removesuffix('*')}{number:032x}-pay", b"x" * 200)
            await _settled(client)

        async def claim(client: Client) -> bytes:
            first = {"Nats-Expected-Last-Subject-Sequence": "0"}
            return (await client.request(CLAIM, b"theirs", timeout=WAIT_S, headers=first)).data

        _tried(full, flood)
        answer = full.run(claim, full.creds_for("002", "1"), inbox_prefix=subjects.inbox_prefix("002", "1"))
    assert "error" not in json.loads(answer), answer


def test_a_message_longer_than_any_act_ends_the_own_connection_alone(server: NatsServer) -> None:
    async def send(client: Client) -> None:
        assert _was_refused(await _answer(client, OWN.acts, b"x" * (MOST_PAYLOAD + 1)))

    with _without_effect(server):
        _tried(server, send)
    assert asyncio.run(_delivered(server)) == b"after the flood"


# The list itself


@dataclass(frozen=True)
class Counter:
    """Whose permissions are looked at."""

    store: str
    counter: str


@pytest.mark.parametrize(
    "of", [Counter("001", "1"), Counter("一店", "2"), Counter("a-b", "c-d"), Counter("*", ">")]
)
def test_a_counters_list_has_no_wildcard_but_behind_its_own_claims_and_inbox(of: Counter) -> None:
    allowed = counter_permissions(SHARD, of.store, of.counter)
    store = subjects.token(of.store)
    wild = [each for each in (*allowed.publish, *allowed.subscribe) if "*" in each or ">" in each]
    assert sorted(wild) == sorted(
        [
            f"posdesk.{SHARD}.{store}.claims.*",
            f"pos.DIRECT.GET.{CLAIMS}.posdesk.{SHARD}.{store}.claims.*",
            f"{subjects.inbox_prefix(of.store, of.counter)}.>",
        ]
    )
    assert all(store in each for each in (*allowed.publish, *allowed.subscribe))
