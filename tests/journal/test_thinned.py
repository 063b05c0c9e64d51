"""A row thinned after some months answers, rings, exports, totals and refuses as one that was not."""

import sqlite3
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from posdesk.domain.books.hour import HourBook
from posdesk.domain.books.receipt import Door, Handed
from posdesk.domain.orders.answer import Verdict
from posdesk.domain.orders.intent import Kind
from posdesk.domain.orders.order import Extra, Payment
from posdesk.domain.orders.sums import sums_of, sums_of_order
from posdesk.domain.printing.slip import SlipKind
from posdesk.errors import NotAllowed, OrderReason, ReceiptConflict
from posdesk.journal import Journal, export_rows
from posdesk.journal.audit import audit
from posdesk.journal.books import receipt_rows, receipts, sheet
from posdesk.journal.orders import print_acts
from posdesk.journal.orders.order_moves import PlatformStatus
from posdesk.journal.rescue import readable
from posdesk.journal.wiping import thinning
from tests.journal.lives import COMINGS, Coming, come, keys, lived
from tests.journal.making import KEY, START, Counter, SetClock, key_of, opened, thinned, wiped
from tests.journal.takings import CONFIRMED, Store, key, till

DAY_S = 86400.0
YEAR_S = 420 * DAY_S  # more than thirteen months
COMPLETED = PlatformStatus.COMPLETED
BOX = Extra("餐盒", Decimal(1), Decimal("1.5"), Decimal("1.5"))
PAID = Payment("302", "美团支付", Decimal("11.4"), Decimal("11.4"))

pytestmark = pytest.mark.usefixtures("whole_trail")


def old(counter: Counter, clock: SetClock, walk_s: float = YEAR_S) -> None:
    """So long after: wiped when that was due, thinned at the end."""
    clock.walk(31 * DAY_S)
    wiped(counter)
    clock.walk(walk_s - 31 * DAY_S)
    wiped(counter)
    thinned(counter)


def test_a_final_order_loses_lines_and_fees_after_thirteen_months_and_keeps_amounts_payments_and_sums(
    counter: Counter, clock: SetClock
) -> None:
    counter.add(extras=(BOX,), payments=(PAID,), actual_fee=Decimal("11.4"))
    counter.event(COMPLETED)
    clock.walk(31 * DAY_S)
    wiped(counter)
    before = counter.order()
    clock.walk(360 * DAY_S)
    assert thinned(counter) == 0
    clock.walk(6 * DAY_S)
    assert thinned(counter) == 1
    after = counter.order()
    assert after.thinned is not None
    assert (after.thinned.at, after.thinned.goods) == (clock.now(), Decimal("11.4"))
    assert after.content == replace(before.content, lines=(), extras=())
    assert replace(after, content=before.content, thinned=None) == before
    assert sums_of_order(after) == sums_of(before.content)
    assert counter.journal.read(readable.fault_of) == ""


def test_a_receipt_loses_lines_and_tenders_and_its_hour_and_list_stay(store: Store, clock: SetClock) -> None:
    (posting,) = store.queued(till("0001"))
    store.attempt(posting.seq, CONFIRMED)
    before, book = store.row("0001"), store.book()
    old(Counter(store.journal), clock)
    after = store.row("0001")
    assert after.receipt == replace(before.receipt, lines=(), tenders=())
    assert replace(after, receipt=before.receipt, thinned_at=None) == before
    assert (after.target, after.code) == (CONFIRMED.target, "0")
    assert store.book() == book
    assert store.journal.read(readable.fault_of) == ""


def test_what_is_not_over_or_waits_keeps_its_content_until_that_is_seen_to(
    counter: Counter, clock: SetClock
) -> None:
    """One that never ended may be completed yet, and is rung by its lines."""
    counter.add("1", due_at=None)
    counter.add("2", due_at=None)
    counter.event(COMPLETED, key_of("2"))
    counter.unknown(Kind.ACCEPT, key_of("1"))
    old(counter, clock)
    assert [bool(counter.order(key_of(each)).thinned) for each in "12"] == [False, True]
    counter.attempt(counter.view(key_of("1")).intents[0].seq, Verdict.DONE)
    counter.event(COMPLETED, key_of("1"))
    clock.walk(YEAR_S)
    wiped(counter)
    thinned(counter)
    assert counter.order(key_of("1")).thinned is not None


def test_a_completed_order_of_which_no_receipt_was_made_yet_keeps_its_lines(
    store: Store, clock: SetClock
) -> None:
    store.write(partial(receipts.ringing_after, on=True))
    store.complete_order()
    old(Counter(store.journal), clock)
    (order,) = store.journal.read(lambda db: receipts.orders_without_receipt(db, 0))
    assert order.content.lines
    store.take(till("0001", order=order.key, source="4"), door=Door.ORDER)
    clock.walk(YEAR_S)
    wiped(Counter(store.journal))
    thinned(Counter(store.journal))
    assert Counter(store.journal).order().thinned is not None


def test_one_that_a_wrong_clock_dated_as_old_is_judged_by_its_neighbours(
    counter: Counter, clock: SetClock
) -> None:
    counter.add("1")
    counter.event(COMPLETED, key_of("1"))
    clock.walk(-500 * DAY_S)
    counter.add("2")
    counter.event(COMPLETED, key_of("2"))
    clock.walk(500 * DAY_S)
    counter.add("3")
    counter.event(COMPLETED, key_of("3"))
    clock.walk(40 * DAY_S)
    wiped(counter)
    assert counter.order(key_of("2")).wiped is not None
    assert thinned(counter) == 0
    clock.walk(YEAR_S)
    assert thinned(counter) == 3


def test_it_goes_on_where_it_was_cut_off_in_bounded_batches_that_an_index_serves(
    counter: Counter, clock: SetClock
) -> None:
    for number in range(5):
        counter.add(f"{number}")
        counter.event(COMPLETED, key_of(f"{number}"))
    clock.walk(YEAR_S)
    wiped(counter)
    before, asked = thinning.months_before(clock.now(), 13), list[str]()

    def batch(tx: Any) -> thinning.ThinnedBatch:
        tx.db.set_trace_callback(asked.append)
        try:
            return thinning.thin(tx, before, 2)
        finally:
            tx.db.set_trace_callback(None)

    assert [counter.write(batch).thinned for _ in range(4)] == [2, 2, 1, 0]
    said = [each for each in asked if each.startswith("SELECT")]
    plans = counter.journal.read(
        lambda db: {row[3] for each in said for row in db.execute(f"EXPLAIN QUERY PLAN {each}")}
    )
    assert [each for each in plans if each.startswith("SCAN") and "(" not in each] == []


def test_a_thinning_is_audited_in_numbers_only_and_the_trail_is_whole(
    counter: Counter, clock: SetClock
) -> None:
    counter.add()
    counter.event(COMPLETED)
    old(counter, clock)
    lines = counter.journal.read(
        lambda db: db.execute("SELECT detail FROM audit WHERE what = 'content.thinned'").fetchall()
    )
    assert lines == [('{"rows":1,"table":"orders"}',)]
    assert counter.journal.read(audit.verify).broken_at is None


def test_no_slip_is_printed_of_dishes_that_are_not_here(counter: Counter, clock: SetClock) -> None:
    counter.add()
    counter.done(Kind.ACCEPT)
    counter.event(COMPLETED)
    old(counter, clock)
    with pytest.raises(NotAllowed) as refused:
        counter.write(
            partial(print_acts.print_again, key=KEY, slip=SlipKind.KITCHEN, actor="Li", reveal=False)
        )
    assert refused.value.reason == OrderReason.THINNED


@given(first=COMINGS, then=COMINGS)
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
def test_a_thinned_journal_answers_rings_and_exports_as_one_that_is_not(
    first: Sequence[Coming], then: Sequence[Coming]
) -> None:
    """Orders come, end and are wiped; over a year later others come: which fields differ is known, too."""
    with tempfile.TemporaryDirectory() as plain, tempfile.TemporaryDirectory() as thin:
        assert _told(Path(plain), first, then, thins=False) == _told(Path(thin), first, then, thins=True)


def _told(home: Path, first: Sequence[Coming], then: Sequence[Coming], *, thins: bool) -> list[Any]:
    def ages(counter: Counter) -> None:
        wiped(counter)
        if thins:
            thinned(counter)
            assert all(counter.order(key).thinned for key in keys(counter))

    with lived(home, first, YEAR_S, ages) as counter:
        answered, journal = [come(counter, each) for each in then], counter.journal
        return [*answered, _exported(journal), _conflicts(counter), _sheet(journal)]


def _conflicts(counter: Counter) -> list[str]:
    return [counter.order(key).conflict for key in keys(counter)]


def _exported(journal: Journal) -> list[list[tuple[Any, ...]]]:
    """All but the trail, in which the thinning itself stands."""
    what = [each for each in export_rows.FIELDS if each != "audit"]
    now = journal.now()
    return [journal.read(partial(_selected, what=each, now=now)) for each in what]


def _selected(db: sqlite3.Connection, what: str, now: datetime) -> list[tuple[Any, ...]]:
    return list(export_rows.select(db, what, ("", "9999"), now))


def _sheet(journal: Journal) -> Any:
    return journal.read(
        lambda db: sheet.of_day(
            db, START.date(), day_starts="04:00", now=journal.now(), from_orders=True, sending=True
        )
    )


_HANDED = st.tuples(
    st.sampled_from(["S1", "Ｓ1", "S2"]), st.sampled_from(["王", "王 ", "李"]), st.sampled_from([900, 1000])
)


@given(first=st.lists(_HANDED, max_size=3), again=st.lists(_HANDED, min_size=1, max_size=3))
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
def test_a_thinned_receipt_is_known_or_refused_and_its_hour_whole_as_one_that_is_not(
    first: Sequence[tuple[str, str, int]], again: Sequence[tuple[str, str, int]]
) -> None:
    with tempfile.TemporaryDirectory() as plain, tempfile.TemporaryDirectory() as thin:
        assert _taken(Path(plain), first, again, thins=False) == _taken(Path(thin), first, again, thins=True)


def _taken(
    home: Path, first: Sequence[tuple[str, str, int]], again: Sequence[tuple[str, str, int]], *, thins: bool
) -> tuple[list[Any], HourBook, Any]:
    clock = SetClock()
    with opened(home, clock) as journal:
        store = Store(journal)
        for each in first:
            _answer(store, each)
        clock.walk(YEAR_S)
        wiped(Counter(journal))
        if thins:
            thinned(Counter(journal))
        answers = [_answer(store, each) for each in again]
        return answers, store.book(), _exported(journal)


def _answer(store: Store, said: tuple[str, str, int]) -> Any:
    try:
        return store.take(_handed(*said))
    except ReceiptConflict:
        return "conflict"


def _handed(serial: str, member: str, fen: int) -> Handed:
    return till(serial, fen, raw=f'{{"serial_num":"{serial}","member":"{member}","amt":{fen}}}')


def test_the_words_of_a_conflict_with_a_thinned_receipt_count_no_lines(store: Store, clock: SetClock) -> None:
    store.take(_handed("1", "王", 1000))
    old(Counter(store.journal), clock)
    with pytest.raises(ReceiptConflict) as refused:
        store.take(_handed("1", "王", 900))
    assert "kept 10.00 yuan, " in str(refused.value)
    assert "lines: 0" not in str(refused.value)


def test_a_return_finds_the_sale_that_was_thinned(store: Store, clock: SetClock) -> None:
    order = store.complete_order()
    store.take(till("0001", order=order, source="4"), door=Door.ORDER)
    old(Counter(store.journal), clock)
    refund = till("0002", takes_back="0001")
    store.take(refund)
    assert store.journal.read(lambda db: receipt_rows.order_of_sale(db, refund.receipt)) == order
    kept = store.journal.read(partial(receipt_rows.kept, key=key("0001")))
    assert kept is not None
    assert kept.wiped is not None


@pytest.mark.parametrize(
    ("now", "months", "then"),
    [("2027-03-31", 13, "2026-02-28"), ("2027-01-15", 13, "2025-12-15"), ("2028-02-29", 12, "2027-02-28")],
)
def test_months_are_those_of_the_calendar(now: str, months: int, then: str) -> None:
    moment = START.fromisoformat(f"{now}T12:00:00+08:00")
    assert thinning.months_before(moment, months) == START.fromisoformat(f"{then}T12:00:00+08:00")


def test_the_rows_of_a_thinned_journal_take_less_room(counter: Counter, clock: SetClock) -> None:
    """Pages are given up, to be used again."""
    for number in range(200):
        counter.add(f"{number}", extras=(BOX,) * 20, remark="少辣")
        counter.event(COMPLETED, key_of(f"{number}"))
    clock.walk(YEAR_S)
    wiped(counter)
    free = "PRAGMA freelist_count"
    before = counter.journal.read(lambda db: db.execute(free).fetchone()[0])
    assert thinned(counter) == 200
    assert counter.journal.read(lambda db: db.execute(free).fetchone()[0]) > before + 80
    clock.walk(timedelta(days=1).total_seconds())
    assert thinned(counter) == 0
