"""Orders that wait for one commit: what is stored together is what would be stored one by one, for less."""

import sqlite3
import tempfile
from collections.abc import Sequence
from concurrent.futures import Future
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from posdesk.domain.orders.order import OrderKey
from posdesk.domain.orders.refused import Refused, RefusedKind
from posdesk.errors import DiskError, NotAllowed, OrderReason
from posdesk.journal import Journal, Notice, Transaction
from posdesk.journal.audit import audit
from posdesk.journal.orders import order_moves, orders, refused_calls
from posdesk.journal.orders.arrivals import Arrival, Bills
from posdesk.journal.orders.order_moves import PlatformStatus
from tests.journal.making import PATIENCE_S, START, TERMS, key_of, one_group, opened, received

AT_ONCE = 16
Told = tuple[str, str, int, bool]
"""A call: the bill's number, the call's seq, its ordertime in minutes, whether its partner is welcome."""
TABLES = (
    "orders",
    "order_raws",
    "name_suffixes",
    "history",
    "audit",
    "pushes",
    "received",
    "parked_events",
    "refused_calls",
    "meta",
)


def arrival(tbillno: str, seq: str = "", minutes: int = 0, welcome: bool = True) -> Arrival:
    """A call that brings one order."""
    order = received(tbillno, ordered_at=START + timedelta(minutes=minutes))

    def alone(tx: Transaction) -> Bills:
        if not welcome:
            raise NotAllowed(OrderReason.STATE, "not welcome")
        orders.add_all(tx, TERMS, (order,), seq=seq)
        refused_calls.taken(tx, TERMS.partner, RefusedKind.ORDER, tbillno)
        return []

    return Arrival(TERMS, order, seq, lambda: welcome, alone)


def flood(count: int = AT_ONCE) -> list[Arrival]:
    return [arrival(f"B{each:03}", f"seq-{each}") for each in range(count)]


def store(journal: Journal, jobs: Sequence[Any]) -> list[Future[Any]]:
    """Queue them, so that they wait for one commit."""
    with one_group(journal):
        return [journal.write(job) for job in jobs]


def ends_of(futures: Sequence[Future[Any]]) -> list[str]:
    """What became of each: what it returned, or which error it raised."""
    errors = [each.exception(PATIENCE_S) for each in futures]
    return [
        repr(each.result()) if error is None else repr(error)
        for each, error in zip(futures, errors, strict=True)
    ]


def rows_of(journal: Journal) -> dict[str, list[Any]]:
    def every(db: sqlite3.Connection) -> dict[str, list[Any]]:
        return {each: db.execute(f"SELECT * FROM {each} ORDER BY rowid").fetchall() for each in TABLES}

    return journal.read(every)


def _before(tx: Transaction) -> None:
    """A shop with one known order, an event that waits for its order, and a call that was refused."""
    tx.db.execute("UPDATE meta SET value = 'salt' WHERE key = 'salt'")
    tx.chain.salt = "salt"
    orders.add_all(tx, TERMS, (received("KNOWN"),), seq="old")
    order_moves.apply_status(tx, key_of("EARLY").number, PlatformStatus.CANCELLED)


def _refusal(tx: Transaction) -> None:
    told = Refused(RefusedKind.ORDER, "REFUSED", "#1", "items.x", 5, "words", "")
    refused_calls.note(tx, TERMS.partner, told)


CALLS = st.tuples(
    st.sampled_from(["A", "B", "C", "D", "KNOWN", "EARLY", "REFUSED"]),
    st.sampled_from(["", " ", "s1", "s2", "s3", "old"]),
    st.sampled_from([0, 1, 3000]),
    st.sampled_from([True, True, True, False]),
)


@settings(max_examples=25)
@given(calls=st.lists(CALLS, min_size=2, max_size=9), is_refused=st.booleans())
def test_together_is_as_one_by_one(calls: list[Told], is_refused: bool) -> None:
    made = [arrival(*call) for call in calls]
    found = []
    for jobs in (made, [each.alone for each in made]):
        with tempfile.TemporaryDirectory() as folder, opened(Path(folder)) as journal:
            journal.write(_before).result(PATIENCE_S)
            if is_refused:
                journal.write(_refusal).result(PATIENCE_S)
            found.append((ends_of(store(journal, jobs)), rows_of(journal), journal.read(audit.verify)))
    assert found[0] == found[1]


@pytest.mark.parametrize("seq", ["s\0q", "s\U0001f600q", 's"\\u0000q'])
def test_a_seq_that_comes_again_is_known_whatever_it_is_made_of(journal: Journal, seq: str) -> None:
    """Of one that comes with several contents two calls are kept."""
    for each in "ABC":
        ends_of(store(journal, [arrival(f"{each}1", seq), arrival(f"{each}2", each)]))
    kept = "SELECT count(*) FROM pushes WHERE seq = ?"
    assert journal.read(lambda db: db.execute(kept, (seq,)).fetchone()[0]) == 2


def test_a_flood_costs_the_writer_few_statements_and_one_commit(journal: Journal) -> None:
    said: list[str] = []
    told: list[Notice] = []
    journal.write(lambda tx: tx.db.set_trace_callback(said.append)).result(PATIENCE_S)
    journal.subscribe(told.append)
    with one_group(journal):
        said.clear()
        futures = [journal.write(each) for each in flood()]
    assert ends_of(futures) == ["[]"] * AT_ONCE
    journal.close()
    said = said[said.index("COMMIT") + 1 :]  # of what kept the writer busy
    assert said.count("COMMIT") == len(told) == 1
    assert told[0].keys == {key_of(f"B{each:03}") for each in range(AT_ONCE)}
    assert len(set(said)) < 2 * AT_ONCE  # one by one it is some eight each; SQLite says some of them twice


def test_a_bill_number_is_given_once(journal: Journal) -> None:
    for part in (flood()[:5], flood()[5:7], flood()[7:]):
        ends_of(store(journal, part))
    numbers = journal.read(lambda db: [row[0] for row in db.execute("SELECT billno FROM orders")])
    assert [int(each[-6:]) for each in numbers] == list(range(1, AT_ONCE + 1))


def test_a_bad_one_fails_alone(journal: Journal) -> None:
    """A row that the file itself refuses is nobody else's fault."""
    guard = (
        "CREATE TEMP TRIGGER guard BEFORE INSERT ON history WHEN new.bill = 'B003'"
        " BEGIN SELECT RAISE(ABORT, 'no'); END"
    )
    journal.write(lambda tx: tx.db.execute(guard)).result(PATIENCE_S)
    futures = store(journal, flood())
    failed = [at for at, each in enumerate(futures) if each.exception(PATIENCE_S) is not None]
    assert failed == [3]
    stored = journal.read(
        lambda db: {OrderKey(*row) for row in db.execute("SELECT partner, bill, ordered FROM orders")}
    )
    assert stored == {key_of(f"B{each:03}") for each in range(AT_ONCE) if each != 3}
    assert journal.read(audit.verify) == audit.Check(AT_ONCE - 1)


@pytest.mark.parametrize("room", range(0, 21, 3))
def test_a_full_disk_loses_no_order_that_was_reported_stored(journal: Journal, room: int) -> None:
    def limit(pages: int | None) -> None:
        def job(tx: Transaction) -> None:
            most = tx.db.execute("PRAGMA page_count").fetchone()[0] + pages if pages is not None else 1 << 30
            tx.db.execute(f"PRAGMA max_page_count = {most}")

        journal.write(job).result(PATIENCE_S)

    limit(room)
    futures = store(journal, flood(64))
    errors = [each.exception(PATIENCE_S) for each in futures]
    assert any(errors)
    assert all(error is None or isinstance(error, DiskError) for error in errors)
    limit(None)
    stored = journal.read(lambda db: [row[0] for row in db.execute("SELECT bill FROM orders ORDER BY bill")])
    assert stored == [f"B{at:03}" for at, error in enumerate(errors) if error is None]
    ends_of(store(journal, flood(64)))
    assert journal.read(lambda db: db.execute("SELECT count(*) FROM orders").fetchone()[0]) == 64
    assert journal.read(audit.verify).broken_at is None
