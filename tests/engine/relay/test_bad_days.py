"""Each bad day of the stream has its words, and loses or doubles nothing (issue 15)."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from posdesk.domain.orders.board import rings
from posdesk.domain.relay.position import Position
from posdesk.domain.relay.status import RELAY_GAP
from posdesk.journal import heartbeats
from posdesk.journal.orders import views
from posdesk.journal.relay import away, position
from posdesk.platforms.relay import streams, subjects
from tests.engine.listening.test_listener import post
from tests.engine.making import blocked, partner
from tests.engine.relay.making import At, Shop, at_work, call, signed
from tests.support.nats_server import SHARD, SMALL, NatsServer, ask, nats_server
from tests.support.processes import wait_for

pytestmark = [pytest.mark.waits, pytest.mark.own_nats_server]
DAY = timedelta(days=1)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[NatsServer]:
    """Of this module alone: its streams are made anew."""
    with nats_server(tmp_path_factory.mktemp("bad")) as running:
        yield running


@pytest.fixture
def shop(server: NatsServer, tmp_path: Path) -> Shop:
    return Shop(server, tmp_path)


def make_anew(server: NatsServer, shop: Shop, *, told: bool = True) -> None:
    """The stream of orders is gone and there again; `told`: the store's record says its epoch."""
    config = streams.shard_streams(SHARD, SMALL)[0]

    async def anew(client: Any) -> None:
        await ask(client, f"{subjects.API}.STREAM.DELETE.{config['name']}")
        await ask(client, f"{subjects.API}.STREAM.CREATE.{config['name']}", config)

    server.run(anew)
    if told:
        server.add_store(shop.code, shop.counters)


def gaps(counter: At) -> list[str]:
    found = counter.read(lambda db: heartbeats.open_gaps(db, "1"))
    return [gap.reason for gap in found if gap.reason == RELAY_GAP]


def stands_at(counter: At) -> Position:
    found: Position | None = counter.read(lambda db: position.get(db, position.ORDERS))
    assert found is not None
    return found


def put_back(counter: At, at: Position, heard: datetime | None = None) -> None:
    """The journal says that it has read so far, and when all was here last: no later beat says otherwise."""
    counter.engine._parts.heartbeat.beside = None  # type: ignore[union-attr]

    def job(tx: Any) -> None:
        position.put(tx, position.ORDERS, at)
        if heard is not None:
            tx.turn_to(heard)
            position.heard(tx)

    counter.journal.write(job).result(10)


def test_a_stream_made_anew_is_read_from_its_beginning(shop: Shop) -> None:
    for bill in ("A", "B", "C"):
        shop.add(bill)
    with at_work(shop) as counter:
        counter.has("A", "B", "C")
    make_anew(shop.server, shop)
    shop.add("D")
    with at_work(shop) as counter:
        counter.has("A", "B", "C", "D")
        assert stands_at(counter).epoch == shop.server.epoch()


def test_one_that_has_grown_past_the_position_already_is_known_by_its_epoch(shop: Shop) -> None:
    shop.add("A")
    with at_work(shop) as counter:
        counter.has("A")
    make_anew(shop.server, shop)
    for bill in ("B", "C", "D", "E"):
        shop.add(bill)
    with at_work(shop) as counter:
        counter.has("A", "B", "C", "D", "E")
        assert gaps(counter) == [RELAY_GAP], "what came between nobody knows"


def test_and_without_an_epoch_by_the_time_of_the_message_there(shop: Shop) -> None:
    """Nobody told the store's record: the number is there, and it is another message."""
    make_anew(shop.server, shop)
    shop.add("A")
    with at_work(shop) as counter:
        counter.has("A")
    make_anew(shop.server, shop, told=False)
    for bill in ("B", "C"):
        shop.add(bill)
    with at_work(shop) as counter:
        counter.has("A", "B", "C")
        assert gaps(counter) == [RELAY_GAP]


def test_one_that_is_shorter_than_the_position_is_read_from_its_beginning(shop: Shop) -> None:
    """A start beyond the end is silently nothing: what came until it had grown there would be lost."""
    make_anew(shop.server, shop)
    for bill in ("A", "B", "C"):
        shop.add(bill)
    with at_work(shop) as counter:
        counter.has("A", "B", "C")
    make_anew(shop.server, shop, told=False)
    with at_work(shop) as counter:
        counter.connected()
        assert gaps(counter) == [RELAY_GAP]
        shop.add("D")
        counter.has("A", "B", "C", "D")


def test_a_stream_made_anew_under_a_counter_at_work_is_found(shop: Shop) -> None:
    shop.add("A")
    with at_work(shop) as counter:
        counter.has("A")
        make_anew(shop.server, shop)
        shop.add("B")
        counter.has("A", "B")


def test_a_message_that_went_with_its_time_is_no_gap(shop: Shop) -> None:
    shop.add("A")
    with at_work(shop) as counter:
        counter.has("A")
        at = stands_at(counter)
    with at_work(shop) as counter:  # as if an older one had been read last, eight days ago, and has gone
        counter.connected()
        put_back(counter, replace(at, sequence=at.sequence + 900, message_time=at.message_time - 8 * DAY))
    shop.add("B")
    with at_work(shop) as counter:
        counter.has("A", "B")
        assert gaps(counter) == []


def test_a_message_that_is_missing_before_its_time_is_a_gap(shop: Shop) -> None:
    shop.add("A")
    with at_work(shop) as counter:
        counter.has("A")
        at = stands_at(counter)
        put_back(counter, replace(at, sequence=at.sequence + 900))
    with at_work(shop) as counter:
        counter.connected()
        assert gaps(counter) == [RELAY_GAP]


def test_away_for_over_six_days_is_a_gap_and_for_less_is_none(shop: Shop) -> None:
    now = datetime.now(UTC)
    shop.add("A")
    with at_work(shop) as counter:
        counter.connected()
        put_back(counter, stands_at(counter), now - 5 * DAY)
    with at_work(shop) as counter:
        counter.connected()
        assert gaps(counter) == []
        put_back(counter, stands_at(counter), now - 6.5 * DAY)
    with at_work(shop) as counter:
        counter.connected()
        assert gaps(counter) == [RELAY_GAP]


def test_what_came_while_we_were_away_is_counted_until_somebody_has_read_it(shop: Shop) -> None:
    with at_work(shop) as counter:
        counter.connected()
        put_back(counter, Position("", 0, datetime.now(UTC)), datetime.now(UTC) - timedelta(minutes=9))
        counter.journal.write(lambda tx: position.forget(tx, position.ORDERS)).result(10)
    for bill in ("A", "B"):
        shop.add(bill)
    with at_work(shop) as counter:
        counter.has("A", "B")
        counter.tells(lambda told: told.away is not None and told.away.count == 2, "two while away")
        shop.add("C")
        counter.has("A", "B", "C")
        counter.journal.write(lambda tx: away.read(tx, "李敏")).result(10)
        counter.tells(lambda told: told.away is None, "that it was read")


def test_an_absence_begins_at_the_last_word_and_not_at_the_last_order(shop: Shop) -> None:
    """Nothing came for long; each beat notes that all was here, until the stream's last word."""
    with at_work(shop) as counter:
        counter.connected()
        old = datetime.now(UTC) - timedelta(minutes=9)
        counter.journal.write(lambda tx: position.heard(tx, old)).result(10)
        beside = counter.engine._parts.heartbeat.beside  # type: ignore[union-attr]
        assert beside is not None

        def noted() -> bool:
            counter.journal.write(beside).result(10)
            heard = counter.read(position.last_heard)
            return isinstance(heard, datetime) and heard > old + timedelta(minutes=8)

        wait_for(noted, "the moment until which all is here")


def test_what_came_behind_its_deadline_is_listed_and_does_not_ring(shop: Shop) -> None:
    shop.add("A", received=datetime.now(UTC) - timedelta(seconds=50))
    with at_work(shop, partner(accept_within_s=30)) as counter:
        counter.has("A")
        key = counter.order("A").key
        assert not rings(counter.read(partial(views.view, key=key)))
        counter.tells(lambda told: told.away is not None and key in told.away.orders, "that A came late")


def test_a_restored_old_backup_reads_again_what_came_since(shop: Shop) -> None:
    shop.add("A")
    with at_work(shop) as counter:
        counter.has("A")
        before = stands_at(counter)
    shop.add("B")
    with at_work(shop) as counter:
        counter.has("A", "B")
        put_back(counter, before)
    shop.add("C")
    with at_work(shop) as counter:
        counter.has("A", "B", "C")


def test_a_killed_server_loses_and_doubles_nothing(shop: Shop) -> None:
    shop.add("A")
    with at_work(shop) as counter:
        counter.has("A")
        shop.server.kill()
        counter.tells(lambda told: not told.connected, "that it is away")
        shop.server.begin()
        shop.add("B")
        counter.has("A", "B")


def test_a_disk_that_fails_takes_the_same_message_again(shop: Shop) -> None:
    with at_work(shop) as counter:
        counter.connected()
        with blocked(counter.journal):
            shop.add("A")
            shop.push(call("B", shop.code), query=signed(b"another"))
            counter.tells(lambda told: told.lag != 0 or told.strays == 0, "nothing")
            counter.house.wait_for_status(lambda status: status.trouble == "disk", "the disk's trouble")
            assert counter.bills() == []
        counter.has("A")
        counter.tells(lambda told: told.strays == 1, "the stray call")


def test_an_older_copy_by_the_relay_changes_nothing_that_the_listener_brought(shop: Shop) -> None:
    newer = call("A", shop.code, reamrks="second")
    with at_work(shop) as counter:
        counter.connected()
        assert post(counter.house, newer)["code"] == 0
        shop.push(call("A", shop.code, reamrks="first"), received=datetime.now(UTC) - timedelta(seconds=50))
        last = shop.add("B")
        counter.tells(lambda told: told.sequence == last, "both")
        assert counter.bills() == ["A", "B"]
        assert counter.order("A").content.remark == "second"


def test_clocks_an_hour_apart_lose_nothing(shop: Shop) -> None:
    hour = timedelta(hours=1)
    shop.add("A", received=datetime.now(UTC) + hour)
    shop.add("B", received=datetime.now(UTC) - hour)
    with at_work(shop) as counter:
        counter.has("A", "B")
        assert counter.order("A").received_at <= datetime.now(UTC)
    with at_work(shop) as counter:
        counter.connected()
        assert gaps(counter) == []
