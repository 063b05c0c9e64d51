"""What came while a counter was away is kept until somebody has read it; what came too late never rings."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from posdesk.domain.orders.board import rings
from posdesk.domain.orders.intent import Kind
from posdesk.domain.orders.order import Origin
from posdesk.domain.relay.status import Away
from posdesk.journal import Transaction
from posdesk.journal.orders import order_rows, orders, views
from posdesk.journal.relay import away
from tests.journal.making import START, TERMS, SetClock, key_of, opened, received
from tests.journal.relay.making import RelayedCounter

SINCE = START - timedelta(minutes=20)


@pytest.fixture
def clock() -> SetClock:
    return SetClock()


@pytest.fixture
def counter(tmp_path: Path, clock: SetClock) -> Iterator[RelayedCounter]:
    with opened(tmp_path, clock) as journal:
        found = RelayedCounter(journal)
        found.begin_relay()
        yield found


def comes(
    counter: RelayedCounter, bill: str, *, ago: timedelta = timedelta(), since: datetime | None
) -> None:
    """The gateway took it so long ago; we were away since then, or weren't."""

    def job(tx: Transaction) -> None:
        before = order_rows.last_number(tx.db)
        with tx.by_stream(tx.now - ago):
            orders.add_all(tx, TERMS, (received(bill),), Origin.PUSHED)
        away.came(tx, before, since)

    counter.write(job)


def told(counter: RelayedCounter) -> Away | None:
    return counter.journal.read(away.of)


def has_rung(counter: RelayedCounter, bill: str) -> bool:
    """By itself, and among all on the board."""
    alone = counter.view(key_of(bill))
    board = counter.journal.read(lambda db: tuple(views.each_on_board(db, counter.journal.now())))
    (found,) = (view for view in board if view.order.key == key_of(bill))
    assert found.came_late is alone.came_late
    return rings(alone)


def test_what_came_while_we_were_away_is_listed_from_when_to_when(counter: RelayedCounter) -> None:
    comes(counter, "A", ago=timedelta(seconds=9), since=SINCE)
    comes(counter, "B", ago=timedelta(seconds=8), since=SINCE)
    comes(counter, "C", since=None)
    assert told(counter) == Away(2, SINCE, START, frozenset({key_of("A"), key_of("B")}))
    assert has_rung(counter, "A")


def test_one_that_came_behind_its_deadline_rings_never_and_is_listed(
    counter: RelayedCounter, clock: SetClock
) -> None:
    comes(counter, "A", ago=timedelta(minutes=19), since=SINCE)
    comes(counter, "B", ago=timedelta(minutes=18), since=None)
    assert not has_rung(counter, "A")
    assert not has_rung(counter, "B")
    found = told(counter)
    assert found is not None
    assert (found.count, found.start) == (2, SINCE)
    counter.write(lambda tx: away.read(tx, "李敏"))
    assert told(counter) is None
    assert not has_rung(counter, "A"), "whoever has read it needs no alarm"


def test_one_whose_deadline_passes_here_goes_on_ringing(counter: RelayedCounter, clock: SetClock) -> None:
    comes(counter, "A", ago=timedelta(seconds=10), since=SINCE)
    clock.walk(3600)
    assert has_rung(counter, "A")


def test_what_was_read_is_no_part_of_the_next_absence(counter: RelayedCounter, clock: SetClock) -> None:
    comes(counter, "A", since=SINCE)
    counter.write(lambda tx: away.read(tx, "李敏"))
    clock.walk(600)
    comes(counter, "B", since=START)
    assert told(counter) == Away(1, START, clock.now(), frozenset({key_of("B")}))


def test_what_ended_over_a_day_ago_is_counted_and_not_named(counter: RelayedCounter, clock: SetClock) -> None:
    comes(counter, "A", since=SINCE)
    counter.done(Kind.REFUSE, key_of("A"))
    clock.walk(2 * 86400)
    comes(counter, "B", since=SINCE)
    assert told(counter) == Away(2, SINCE, clock.now(), frozenset({key_of("B")}))


def test_a_read_list_keeps_a_late_one_only_while_nobody_has_decided(counter: RelayedCounter) -> None:
    comes(counter, "A", ago=timedelta(minutes=19), since=SINCE)
    comes(counter, "B", ago=timedelta(minutes=19), since=SINCE)
    counter.done(Kind.ACCEPT, key_of("A"))
    counter.write(lambda tx: away.read(tx, "李敏"))
    left = counter.journal.read(lambda db: db.execute("SELECT bill FROM away_orders").fetchall())
    assert left == [("B",)]


def test_who_read_it_is_in_the_record(counter: RelayedCounter) -> None:
    comes(counter, "A", since=SINCE)
    for _ in range(2):
        counter.write(lambda tx: away.read(tx, "李敏"))
    said = counter.journal.read(
        lambda db: db.execute("SELECT actor FROM audit WHERE what = 'relay.away.read'").fetchall()
    )
    assert said == [("李敏",)]


def test_what_nobody_reads_is_no_more_than_a_weeks(counter: RelayedCounter, clock: SetClock) -> None:
    for bill, ago in (("A", timedelta()), ("B", timedelta(minutes=19))):
        comes(counter, bill, ago=ago, since=SINCE)
    clock.walk(8 * 86400)
    comes(counter, "C", since=clock.now())
    left = counter.journal.read(lambda db: db.execute("SELECT bill FROM away_orders").fetchall())
    assert left == [("B",), ("C",)], "what came too late would begin to ring"
