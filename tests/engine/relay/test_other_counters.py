"""Two whole engines of a store at a real server: what one does, the other knows."""

import asyncio
from collections.abc import Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from threading import Thread

import pytest

from posdesk.domain.orders.board import OrderView, rings
from posdesk.domain.orders.intent import Kind, Wish
from posdesk.domain.orders.order import OrderState, Origin
from posdesk.domain.relay.here import EVERY
from posdesk.domain.relay.status import RelayStatus
from posdesk.engine.actions import Actions
from posdesk.engine.relay import here
from posdesk.journal import Database
from posdesk.journal.orders import intent_rows, order_moves, orders, views
from posdesk.journal.orders.order_moves import PlatformStatus
from posdesk.journal.orders.orders import Terms
from posdesk.journal.relay import acts, counters, position
from posdesk.platforms.jsontext import read_json
from posdesk.platforms.o2o import reading
from posdesk.platforms.relay.subjects import pc_record
from tests.engine.making import DONE, NOWHERE, PATIENCE_S, partner
from tests.engine.relay.making import At, Shop, at_work, call
from tests.platforms.o2o.server import platform
from tests.support.nats_server import NatsServer
from tests.support.processes import wait_for

pytestmark = [pytest.mark.waits, pytest.mark.own_nats_server]


@pytest.fixture
def shop(server: NatsServer, tmp_path: Path) -> Shop:
    return Shop(server, tmp_path, counters=("1", "2"))


@contextmanager
def counter(shop: Shop, number: str, url: str = NOWHERE, home: str = "") -> Iterator[At]:
    """A counter that is connected, and has read all acts."""
    with at_work(shop, partner(url=url), home=home or f"home-{number}", counter=number) as at:
        at.connected()
        yield at


@contextmanager
def accepting() -> Iterator[str]:
    """The address of a platform that answers 0 to everything."""
    where: Future[str] = Future()
    loop, ended = asyncio.new_event_loop(), asyncio.Event()

    async def serve() -> None:
        async with platform(DONE) as server:
            where.set_result(server.url)
            await ended.wait()

    thread = Thread(target=lambda: loop.run_until_complete(serve()))
    thread.start()
    try:
        yield where.result(PATIENCE_S)
    finally:
        loop.call_soon_threadsafe(ended.set)
        thread.join()
        loop.close()


def soon(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is said or looked at now and then is at once."""
    monkeypatch.setattr(here, "EVERY", EVERY / 100)
    monkeypatch.setattr(here, "LOOK_EVERY_S", 0.05)
    monkeypatch.setattr(here, "LACKS_AFTER_S", 0.0)


def view(at: At, bill: str = "A") -> OrderView:
    found = at.read(lambda db: views.view(db, at.order(bill).key))
    assert isinstance(found, OrderView)
    return found


def captured(at: At, shop: Shop, bill: str) -> None:
    """A pickup code found it at this counter alone."""
    items = read_json(call(bill, shop.code))
    assert isinstance(items, dict)
    received = reading.read_order(reading.entries_of(items["items"])[0], own_code=shop.code)
    terms = Terms("meituan", shop.code, 300)
    at.journal.write(lambda tx: orders.add_all(tx, terms, [received], Origin.CAPTURED)).result(PATIENCE_S)


def test_what_is_accepted_at_one_is_accepted_at_the_other_and_rings_no_more(shop: Shop) -> None:
    shop.add("A")
    with accepting() as url, counter(shop, "1", url) as one, counter(shop, "2", url) as two:
        one.has("A")
        two.has("A")
        assert rings(view(two))
        Actions(one.journal, one.engine).wish(Wish(one.order("A").key, Kind.ACCEPT, "王芳")).result(
            PATIENCE_S
        )
        wait_for(lambda: view(two).order.state is OrderState.ACCEPTED, "the order to be accepted there")
        (done,) = view(two).elsewhere
        assert (done.kind, done.counter, done.actor) == (Kind.ACCEPT, "1", "王芳")
        assert not rings(view(two))
        assert two.read(lambda db: intent_rows.of_order(db, two.order("A").key)) == ()


def test_an_order_that_came_to_one_alone_is_at_the_other_and_under_the_same_number(shop: Shop) -> None:
    with counter(shop, "1") as one, counter(shop, "2") as two:
        captured(one, shop, "C")
        two.has("C")
        assert two.order("C").key == one.order("C").key
        assert two.order("C").billno == one.order("C").billno
        assert two.order("C").origin is Origin.CAPTURED
        assert two.order("C").content == one.order("C").content


def test_what_was_done_while_the_other_was_off_is_told_when_it_comes(shop: Shop) -> None:
    shop.add("A")
    with counter(shop, "2") as two:
        two.has("A")
    with counter(shop, "1") as one:
        one.has("A")
        key = one.order("A").key
        one.journal.write(lambda tx: order_moves.apply(tx, key, PlatformStatus.ACCEPTED)).result(PATIENCE_S)
        Actions(one.journal, one.engine).hand_over(key, "王芳").result(PATIENCE_S)
        sent(one)
    with counter(shop, "2") as two:
        wait_for(lambda: two.order("A").state is OrderState.COMPLETED, "the hand-over")


def test_a_new_pc_for_a_counter_learns_its_own_past(shop: Shop) -> None:
    for bill in ("A", "B"):
        shop.add(bill)
    with counter(shop, "1") as one:
        one.has("A", "B")
        key = one.order("A").key
        one.journal.write(lambda tx: order_moves.apply(tx, key, PlatformStatus.ACCEPTED)).result(PATIENCE_S)
        Actions(one.journal, one.engine).hand_over(key, "王芳").result(PATIENCE_S)
        captured(one, shop, "C")
        sent(one)
    shop.server.put(shop.code, pc_record("1"), b"")
    with counter(shop, "1", home="new-pc") as new:
        wait_for(lambda: sorted(new.bills()) == ["A", "B", "C"], "a week of orders")
        wait_for(lambda: new.order("A").state is OrderState.COMPLETED, "what was done with them")
        assert not rings(view(new, "A"))
        assert not rings(view(new, "C"))
        assert rings(view(new, "B"))


def sent(at: At) -> None:
    """Returns once the stream has all acts of a counter."""
    wait_for(lambda: not at.read(acts.unsent), "the acts to be sent")


def test_the_own_hello_measures_the_clock(shop: Shop) -> None:
    with counter(shop, "1") as one:
        relay = one.engine._parts.relay  # type: ignore[union-attr]
        assert relay is not None
        wait_for(lambda: relay.offset.measured_ahead is not None, "the measure")
        assert abs(relay.offset.ahead) < timedelta(seconds=10)


def test_the_counters_see_each_other_and_miss_who_is_gone(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    soon(monkeypatch)
    monkeypatch.setattr(here, "UNSEEN_AFTER", timedelta(seconds=1))

    def sees(told: RelayStatus, *, seen: bool) -> bool:
        other = told.counter("2")
        return other is not None and (other.unseen_since is None) == seen and not other.missing

    with counter(shop, "1") as one:
        with counter(shop, "2"):
            one.tells(lambda told: sees(told, seen=True), "counter 2")
        one.tells(lambda told: sees(told, seen=False), "that counter 2 is gone")


def test_an_act_that_lacks_is_missed(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    soon(monkeypatch)
    with counter(shop, "1") as one, counter(shop, "2") as two:
        sent(two)
        two.journal.write(_lose_one).result(PATIENCE_S)
        one.tells(lambda told: _missing(told) == 1, "that one act lacks")


def _missing(told: RelayStatus) -> int | None:
    other = told.counter("2")
    return None if other is None else other.missing


def _lose_one(tx: object) -> None:
    """An act is told, and never sent: as if the stream had lost it."""
    db = tx.db  # type: ignore[attr-defined]
    db.execute("UPDATE meta SET value = value + 1 WHERE key = 'relay_n'")


def test_an_act_that_nobody_here_wrote_changes_nothing(shop: Shop) -> None:
    shop.add("A")
    with counter(shop, "1") as one:
        one.has("A")

        async def forge(client: object) -> None:
            headers = {"posdesk-mac": "00"}
            await client.publish(shop.subjects.acts, b'{"kind": "refuse"}', headers=headers)  # type: ignore[attr-defined]
            await client.flush()  # type: ignore[attr-defined]

        shop.server.run(forge, shop.server.creds_for(shop.code, "1"))
        shop.add("B")
        one.has("A", "B")
        captured(one, shop, "C")
        wait_for(lambda: one.read(_acts_read) >= 3, "what was written behind it")
        assert one.order("A").state is OrderState.NEW


def _acts_read(db: Database) -> int:
    at = position.get(db, position.ACTS)
    return at.sequence if at is not None else 0


def test_every_counter_is_listed_once(shop: Shop) -> None:
    with counter(shop, "1") as one, counter(shop, "2"):
        wait_for(lambda: len(one.read(counters.every)) == 1, "the other counter")
        assert [each.counter for each in one.read(counters.every)] == ["2"]
