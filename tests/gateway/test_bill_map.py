"""The map of bills: newest first, nobody's is lost, and no counter draws another store's events to itself."""

import asyncio
import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from posdesk.gateway.bills import MOST_ENTRIES, Bill, BillMap, with_known, with_new
from posdesk.gateway.line import Ack, Line, NotConnected, Stored, WrongRevision
from posdesk.platforms.relay.creds import UserCredentials
from posdesk.platforms.relay.subjects import BILLS, bill_subject
from tests.support.nats_server import NatsServer, nats_server

pytestmark = pytest.mark.waits


def bill(store: str, ordered: str = "", at: str = "2026-11-29T00:00:00+00:00") -> Bill:
    return Bill(store, f"XS-{store}-{ordered}", ordered, at)


MON, TUE, WED = (f"2026-11-2{day}T02:00:00.000000+00:00" for day in (3, 4, 5))


def test_the_newest_stands_first_whatever_came_first() -> None:
    held = with_new(with_new((bill("001", TUE),), bill("002", WED)), bill("003", MON))
    assert [each.store for each in held] == ["002", "001", "003"]


def test_the_same_order_again_changes_nothing() -> None:
    held = (bill("001", TUE), bill("002", MON))
    assert with_new(held, bill("002", MON, at="2027")) == held
    assert with_known(held, bill("001", TUE, at="2027")) == held


def test_what_a_counter_says_it_has_never_stands_before_another_stores() -> None:
    held = (bill("001", TUE), bill("002", MON))
    assert [each.store for each in with_known(held, bill("003", WED))] == ["001", "002", "003"]
    own = with_known((bill("001", MON),), bill("001", WED))
    assert [each.ordered for each in own] == [WED, MON]
    assert with_known((), bill("009", MON)) == (bill("009", MON),)


def test_a_counter_that_guessed_a_number_before_it_came_does_not_get_its_cancels() -> None:
    """With an `ordertime` of its own making it would stand first for as long as the map keeps the number."""
    guessed = replace(bill("003", "2099-01-01T00:00:00.000000+00:00"), is_own=True)
    held = with_new(with_known((), guessed), bill("001", TUE))
    assert [each.store for each in held] == ["001", "003"]
    assert [each.store for each in with_new(held, bill("002", MON))] == ["001", "002", "003"]


def test_what_a_counter_said_is_the_platforms_once_that_sent_it() -> None:
    own = replace(bill("001", TUE), is_own=True)
    assert with_new((own,), bill("001", TUE)) == (bill("001", TUE),)
    assert with_known((bill("001", TUE),), own) == (bill("001", TUE),)


def test_of_many_the_oldest_goes() -> None:
    held: tuple[Bill, ...] = ()
    for number in range(MOST_ENTRIES + 3):
        held = with_new(held, bill("001", f"2026-11-{number + 10}T00:00:00.000000+00:00"))
    assert len(held) == MOST_ENTRIES
    assert held[-1].ordered.startswith("2026-11-13")


@pytest.fixture
def server(tmp_path: Path) -> Any:
    with nats_server(tmp_path) as made:
        yield made


def at_work(server: NatsServer, act: Any) -> Any:
    """Do something with two gateways' maps."""

    async def main() -> Any:
        lines = [Line([server.url], server.creds_for_gateway, None) for _ in range(2)]
        for line in lines:
            await line.connect()
        try:
            return await act(*(BillMap(line) for line in lines))
        finally:
            for line in lines:
                await line.close()

    return asyncio.run(main())


@pytest.mark.own_nats_server
def test_two_gateways_that_take_one_number_at_once_lose_neither(server: NatsServer) -> None:
    async def race(one: BillMap, two: BillMap) -> list[tuple[Bill, ...]]:
        found = []
        for number in range(20):
            await asyncio.gather(
                one.note("meituan", f"N{number}", bill("001", TUE)),
                two.note("meituan", f"N{number}", bill("002", WED)),
                one.note_known("meituan", f"N{number}", bill("003", MON)),
            )
            found.append(await two.find("meituan", f"N{number}"))
        return found

    assert [{each.store for each in found} for found in at_work(server, race)] == [{"001", "002", "003"}] * 20


@pytest.mark.own_nats_server
def test_who_said_it_is_kept_in_the_map(server: NatsServer) -> None:
    own = replace(bill("003", WED), is_own=True)

    async def look(one: BillMap, two: BillMap) -> tuple[Bill, ...]:
        await one.note_known("meituan", "guessed", own)
        await two.note("meituan", "guessed", bill("001", MON))
        return await one.find("meituan", "guessed")

    assert at_work(server, look) == (bill("001", MON), own)


class Lagging(Line):
    """Servers of which only the leader has what another gateway wrote a moment ago."""

    def __init__(self, entry: bytes) -> None:
        super().__init__(["nats://127.0.0.1:9"], UserCredentials("", ""), None)
        self._entry = Stored(7, datetime(2026, 11, 29, tzinfo=UTC), entry)
        self.written: list[bytes] = []

    async def last(self, stream: str, subject: str, timeout_s: float = 5.0) -> Stored | None:
        return None

    async def last_of_leader(self, stream: str, subject: str) -> Stored | None:
        return self._entry

    async def publish(
        self, stream: str, subject: str, data: bytes, *_: Any, revision: int | None = None, **__: Any
    ) -> Ack:
        if revision != self._entry.sequence:
            raise WrongRevision("wrong last sequence: 7", 7)
        self.written.append(data)
        return Ack(stream, 8, is_repeat=False)


def test_another_stores_entry_that_no_copy_has_yet_is_not_written_over() -> None:
    entry = b'{"stores":[{"store":"001","billno":"X","ordertime":"","at":""}]}'

    async def note() -> bytes:
        line = Lagging(entry)
        await BillMap(line).note("meituan", "N1", bill("002", WED))
        (written,) = line.written
        return written

    assert {each["store"] for each in json.loads(asyncio.run(note()))["stores"]} == {"001", "002"}


def test_a_number_that_was_never_heard_of_has_no_store(server: NatsServer) -> None:
    async def look(one: BillMap, _: BillMap) -> tuple[Bill, ...]:
        return await one.find("meituan", "never")

    assert at_work(server, look) == ()


def test_the_same_number_in_another_look_is_the_same_bill(server: NatsServer) -> None:
    async def look(one: BillMap, two: BillMap) -> tuple[Bill, ...]:
        await one.note("meituan", "Ａ１", bill("001", TUE))
        return await two.find("meituan", " A1")

    assert at_work(server, look) == (bill("001", TUE),)


def test_what_another_version_wrote_is_read_as_far_as_it_can_be(server: NatsServer) -> None:
    async def look(one: BillMap, _: BillMap) -> tuple[Bill, ...]:
        subject = bill_subject("meituan", "other")
        line = one._line
        written = b'{"v":9,"stores":[{"store":"001","billno":"X","new":1},{"place":"002"},7]}'
        await line.publish(BILLS, subject, written, revision=0)
        await one.note("meituan", "other", bill("002", WED))
        return await one.find("meituan", "other")

    assert {each.store for each in at_work(server, look)} == {"001", "002"}


def test_nothing_is_handed_over_while_it_is_not_connected(server: NatsServer) -> None:
    """nats-py would keep it, and send it at some later time."""

    async def ask() -> None:
        line = Line([server.url], server.creds_for_gateway, None)
        with pytest.raises(NotConnected):
            await line.publish(BILLS, "posdesk.bills.x.y", b"")

    asyncio.run(ask())
