"""Claims at a real server: compare and set, reading back, and words that nobody of the store wrote."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from posdesk.domain.relay.claim import Claim, ClaimGroup
from posdesk.engine.relay.claim_wire import NatsClaims, Unreached
from posdesk.engine.relay.last_message import WrongRevision
from posdesk.engine.relay.line import Line
from tests.engine.relay.racer import identity_of, read_identity
from tests.engine.relay.races import STORE
from tests.journal.making import key_of
from tests.support.nats_server import NatsServer, nats_server

pytestmark = [pytest.mark.waits, pytest.mark.own_nats_server]
PAY = ClaimGroup.PAY


def claim(number: str, counter: str = "1") -> Claim:
    """Somebody is at it; `at` to the microsecond, as a clock says it."""
    return Claim(PAY, key_of(number), counter, f"instance {counter}", "王芳", datetime.now(UTC))


@asynccontextmanager
async def line(server: NatsServer, counter: str = "1", **changed: str) -> AsyncIterator[NatsClaims]:
    """The claims of one counter."""
    me = replace(read_identity(identity_of(server, STORE, counter)), **changed)  # type: ignore[arg-type]
    opened = await Line.opened(me.servers[0], me, None, datetime.now(UTC))
    try:
        yield NatsClaims(lambda: opened)
    finally:
        await opened.close()


def on_lines(
    server: NatsServer, scenario: Callable[[NatsClaims, NatsClaims], Awaitable[None]], **second: str
) -> None:
    """Play it with the lines of two counters."""

    async def played() -> None:
        async with line(server) as one, line(server, "2", **second) as two:
            await scenario(one, two)

    asyncio.run(played())


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[NatsServer]:
    with nats_server(tmp_path_factory.mktemp("claims"), [(STORE, "1"), (STORE, "2")]) as found:
        yield found


def test_the_first_is_taken_and_read_back_with_its_moment(server: NatsServer) -> None:
    async def scenario(one: NatsClaims, two: NatsClaims) -> None:
        wanted = claim("A")
        assert await two.get(wanted.key, PAY) is None
        revision = await one.put(wanted, 0)
        stored = await two.get(wanted.key, PAY)
        assert stored is not None
        assert (stored.claim, stored.revision) == (wanted, revision)
        assert stored.at is not None
        assert abs(stored.at - datetime.now(UTC)) < timedelta(minutes=1)

    on_lines(server, scenario)


def test_the_second_hears_which_revision_stands_there(server: NatsServer) -> None:
    async def scenario(one: NatsClaims, two: NatsClaims) -> None:
        revision = await one.put(claim("B"), 0)
        for expected in (0, revision - 1, revision + 1):
            with pytest.raises(WrongRevision) as caught:
                await two.put(claim("B", "2"), expected)
            assert caught.value.last == revision

    on_lines(server, scenario)


def test_where_nothing_stands_any_more_the_server_says_so(server: NatsServer) -> None:
    """As after a week: no server is behind, and nothing is to be given back."""

    async def scenario(one: NatsClaims, two: NatsClaims) -> None:
        revision = await one.put(claim("N"), 0)
        with pytest.raises(WrongRevision) as caught:
            await two.put(claim("never claimed"), revision)
        assert caught.value.last == 0

    on_lines(server, scenario)


def test_one_given_back_is_taken_by_its_revision_again_and_again(server: NatsServer) -> None:
    async def scenario(one: NatsClaims, two: NatsClaims) -> None:
        revision = 0
        for holder, counter in ((one, "1"), (two, "2"), (one, "1"), (two, "2")):
            taken = claim("C", counter)
            revision = await holder.put(taken, revision)
            revision = await holder.put(replace(taken, free=True), revision)

    on_lines(server, scenario)


def test_what_another_key_wrote_is_nobodys(server: NatsServer) -> None:
    async def scenario(one: NatsClaims, forger: NatsClaims) -> None:
        revision = await forger.put(claim("D", "2"), 0)
        stored = await one.get(key_of("D"), PAY)
        assert stored is not None
        assert (stored.claim, stored.revision) == (None, revision)
        await one.put(claim("D"), revision)

    on_lines(server, scenario, store_key="another store's key")


def test_an_order_of_any_name_has_a_claim_of_its_own(server: NatsServer) -> None:
    async def scenario(one: NatsClaims, two: NatsClaims) -> None:
        names = ("a.b", "a*b", "a>b", "a b", "甲", "x41", "")
        for name in names:
            await one.put(claim(name), 0)
        for name in names:
            stored = await two.get(key_of(name), PAY)
            assert stored is not None
            assert stored.claim is not None
            assert stored.claim.key == key_of(name)

    on_lines(server, scenario)


def test_without_the_server_nothing_is_said_and_nothing_is_kept_for_later(tmp_path: Path) -> None:
    with nats_server(tmp_path, [(STORE, "1")]) as dying:

        async def scenario() -> None:
            async with line(dying) as one:
                assert one.is_connected
                await asyncio.to_thread(dying.kill)
                with pytest.raises(Unreached):
                    await one.put(claim("E"), 0)
                assert not one.is_connected
                with pytest.raises(Unreached):
                    await one.get(key_of("E"), PAY)

        asyncio.run(scenario())
        dying.begin()

        async def after() -> None:
            async with line(dying) as one:
                assert await one.get(key_of("E"), PAY) is None

        asyncio.run(after())
