"""Two counters, each a process, over a real server: one acts, whoever dies in between."""

import asyncio
import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from posdesk.domain.relay.claim import ClaimGroup
from posdesk.platforms.relay.subjects import StoreSubjects, claims_stream
from tests.engine.making import DONE, until
from tests.engine.relay.races import STORE, Process, counter_process, race
from tests.journal.making import key_of
from tests.platforms.o2o.server import Server, platform
from tests.support.nats_server import SHARD, NatsServer, nats_server

pytestmark = [pytest.mark.waits, pytest.mark.posix("asyncio reads no standard input there")]
SHORT = 60  # the whole is `python -m tests.engine.relay.races`


def test_each_order_that_two_race_for_is_accepted_once_and_the_loser_names_the_winner(
    tmp_path: Path,
) -> None:
    raced = race(tmp_path, SHORT, at_once=10)
    assert raced.doubled == []
    assert sum(raced.won.values()) == SHORT


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[NatsServer]:
    with nats_server(tmp_path_factory.mktemp("nats"), [(STORE, "1"), (STORE, "2")]) as running:
        yield running


def calls(shop: Server, number: str) -> list[str]:
    """The GUIDs with which an order was accepted, call by call."""
    heard = [json.loads(body) for _, body in shop.requests]
    return [call["seq"] for call in heard if call["items"]["tbillno"] == number]


def test_one_killed_between_its_claim_and_sending_takes_its_own_claim_up(
    tmp_path: Path, server: NatsServer
) -> None:
    async def scenario() -> None:
        async with platform(DONE) as shop:
            with counter_process(tmp_path, "2", shop.url, server) as other:
                await other.hear()
                with counter_process(tmp_path, "1", shop.url, server) as dying:
                    await dying.hear()
                    await _orders(dying, other, number="K1")
                    await dying.ask({"hang": "before sending"})
                    await dying.ask({"press": ["K1"], "at": 0, "actor": "王芳", "waits": False})
                    await _claimed(server, "K1")
                    dying.kill()
                assert (await _press(other, "K1"))["words"] == "other_counter 1 王芳"
                assert calls(shop, "K1") == []
                with counter_process(tmp_path, "1", shop.url, server) as again:
                    await again.hear()
                    ended = await _ends(again, "K1")
                    assert (ended["outcome"], ended["tries"]) == ("confirmed", 1)
                assert len(calls(shop, "K1")) == 1

    asyncio.run(scenario())


def test_one_killed_between_sending_and_the_answer_asks_again_under_its_own_number(
    tmp_path: Path, server: NatsServer
) -> None:
    async def scenario() -> None:
        silent = asyncio.Event()

        async def waits(writer: asyncio.StreamWriter) -> None:
            await silent.wait()
            await DONE(writer)

        async with platform(waits) as shop:
            with counter_process(tmp_path, "2", shop.url, server) as other:
                await other.hear()
                with counter_process(tmp_path, "1", shop.url, server) as dying:
                    await dying.hear()
                    await _orders(dying, other, number="K2")
                    await dying.ask({"press": ["K2"], "at": 0, "actor": "王芳", "waits": False})
                    await until(lambda: calls(shop, "K2"), "the first call")
                    dying.kill()
                silent.set()
                assert (await _press(other, "K2"))["outcome"] == "withdrawn"
                with counter_process(tmp_path, "1", shop.url, server) as again:
                    await again.hear()
                    assert (await _ends(again, "K2"))["outcome"] == "confirmed"
                assert len(calls(shop, "K2")) == 2
                assert len(Counter(calls(shop, "K2"))) == 1, "one wish, one number"

    asyncio.run(scenario())


async def _orders(*counters: Process, number: str) -> None:
    for each in counters:
        await each.ask({"orders": [number]})


async def _press(counter: Process, number: str) -> Any:
    return (await counter.ask({"press": [number], "at": 0, "actor": "Li"}))[number]


async def _ends(counter: Process, number: str) -> Any:
    """Waits until its last press is over."""
    while True:
        found = (await counter.ask({}))[number]
        if found["outcome"] not in {"queued", "sending", "unknown"}:
            return found
        await asyncio.sleep(0.05)


async def _claimed(server: NatsServer, number: str) -> None:
    """Waits until somebody of the store holds it."""
    subject = StoreSubjects(SHARD, STORE).claim_of(key_of(number), ClaimGroup.VERDICT)
    client = await server.connect(server.admin)
    try:
        while True:
            reply = await client.request(f"$JS.API.DIRECT.GET.{claims_stream(SHARD)}.{subject}", b"")
            if "Nats-Sequence" in (reply.headers or {}):
                return
            await asyncio.sleep(0.05)
    finally:
        await client.close()
