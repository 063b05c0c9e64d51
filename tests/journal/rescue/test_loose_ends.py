"""What hangs on rows that a damaged journal lost: nothing of it goes on as if they had never been there."""

import contextlib
import os
import random
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path

import pytest

from posdesk.domain.books.hour import Ask, Policy, Step, step_of
from posdesk.domain.books.posting import CoverReason, Posting
from posdesk.domain.books.receipt import Handed
from posdesk.domain.journal_health import JOURNAL, RESTORED
from posdesk.domain.orders.board import Action, actions_of
from posdesk.domain.orders.intent import Kind, Outcome
from posdesk.domain.orders.order import OrderKey, OrderState
from posdesk.errors import NotAllowed
from posdesk.journal import Journal, backup, start_up
from posdesk.journal.books import posting_acts, posting_rows, postings, receipt_rows, receipts
from posdesk.journal.journal import FILE_NAME
from posdesk.journal.orders import order_moves
from posdesk.journal.rescue import losses
from posdesk.journal.rescue.restore import restore
from posdesk.journal.transaction import head_of
from tests.journal.making import START, Counter, SetClock, key_of, opened
from tests.journal.rescue.torn_pages import leaves, root_of
from tests.journal.takings import CONFIRMED, HOUR, LOST, Store, till

PAGE = 4096
CLOCK = SetClock()
LATER = HOUR + timedelta(hours=3)


def begun(home: Path) -> Journal:
    start_up.make_ready(home, CLOCK)
    return Journal(home, CLOCK, "1")


def tear(home: Path, pages: Iterable[int]) -> None:
    """Overwrite pages with noise, and start on what is left."""
    data = bytearray((home / FILE_NAME).read_bytes())
    for page in pages:
        data[page * PAGE : (page + 1) * PAGE] = random.Random(page).randbytes(PAGE)
    (home / FILE_NAME).write_bytes(data)
    start_up.make_ready(home, CLOCK)


def tear_last(home: Path, table: str) -> None:
    tear(home, leaves(home / FILE_NAME, table)[-1:])


def change(home: Path, statement: str) -> None:
    """What a torn page does to single rows, done without one; then the header is torn."""
    with contextlib.closing(sqlite3.connect(home / FILE_NAME)) as db:
        db.execute(statement)
        db.commit()
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    data = (home / FILE_NAME).read_bytes()
    (home / FILE_NAME).write_bytes(b"\xa5" * 50 + data[50:])
    start_up.make_ready(home, CLOCK)


def sold(home: Path, count: int = 60) -> None:
    """So many receipts, each confirmed by WDK, and their hour by ovopark."""
    with contextlib.closing(begun(home)) as journal:
        store = Store(journal)
        for number in range(count):
            (posting,) = store.queued(till(f"{number:04}"))
            store.attempt(posting.seq, CONFIRMED)
        store.attempt(store.report().seq, CONFIRMED)


def test_new_receipts_get_no_number_of_a_lost_one_and_are_sent(tmp_path: Path) -> None:
    sold(tmp_path)
    tear_last(tmp_path, "receipts")
    with opened(tmp_path, CLOCK) as journal:
        store = Store(journal)
        store.take(*(till(f"N{number}") for number in range(9)))
        assert store.row("N0").wdk is None
        assert store.queue() == 9
        assert [posting.outcome for posting in store.open()] == [Outcome.QUEUED] * 9


def test_new_receipts_number_on_behind_what_a_report_and_a_person_have_seen(tmp_path: Path) -> None:
    """Nothing was queued: only `upto` and what was seen of receipts dated ahead know the lost numbers."""
    with contextlib.closing(begun(tmp_path)) as journal:
        store = Store(journal)
        store.take(*(till(f"{number:04}") for number in range(60)))
        store.attempt(store.report().seq, CONFIRMED)
    tear_last(tmp_path, "receipts")
    with opened(tmp_path, CLOCK) as journal:
        store = Store(journal)
        store.take(till("N"))
        assert [late.serial_num for late in store.book().late] == ["N"]


def test_a_receipt_that_cant_be_queued_holds_back_no_other(tmp_path: Path) -> None:
    with contextlib.closing(begun(tmp_path)) as journal:
        store = Store(journal)
        store.queued(till("1"))
        store.take(till("2"))
        store.write(lambda tx: tx.db.execute("UPDATE receipts SET queued = 0"))
        assert store.queue() == 2
        assert [posting.receipt.serial_num for posting in store.open() if posting.receipt] == ["1", "2"]
        assert store.queue() == 0


def test_a_reported_hour_that_lost_receipts_is_not_covered_before_a_manager_says_so(tmp_path: Path) -> None:
    sold(tmp_path)
    tear_last(tmp_path, "receipts")
    with opened(tmp_path, CLOCK) as journal:
        store = Store(journal)
        assert store.book().now != store.book().reported
        assert step_of(store.book(), Policy(), LATER) == Step(ask=Ask.LACKS)
        by_itself = store.report(cover=True, reason=CoverReason.CHANGED)
        assert store.begin(by_itself.seq) is None, "however it came to be wanted"
        by_person = store.report(actor="Wang", cover=True, reason=CoverReason.PERSON, detail="对过了")
        assert store.attempt(by_person.seq, CONFIRMED) is Outcome.CONFIRMED
        assert step_of(store.book(), Policy(), LATER) == Step()


def test_a_reported_hour_that_lost_receipts_can_be_left_as_the_platform_has_it(tmp_path: Path) -> None:
    sold(tmp_path)
    tear_last(tmp_path, "receipts")
    with opened(tmp_path, CLOCK) as journal:
        store = Store(journal)
        store.leave()
        assert step_of(store.book(), Policy(), LATER) == Step()
        assert store.book().last.settled_by == "Wang"  # type: ignore[union-attr]
        assert store.open() == ()
        store.take(till("late"))
        assert step_of(store.book(), Policy(), LATER) == Step(ask=Ask.LACKS), "that is another question"


def test_an_hour_with_a_report_on_its_way_is_not_left(tmp_path: Path) -> None:
    with contextlib.closing(begun(tmp_path)) as journal:
        store = Store(journal)
        store.take(till("1"))
        store.report()
        with pytest.raises(NotAllowed):
            store.leave()


def test_a_report_that_was_queued_when_receipts_were_lost_asks_first(tmp_path: Path) -> None:
    with contextlib.closing(begun(tmp_path)) as journal:
        store = Store(journal)
        store.take(*(till(f"{number:04}") for number in range(60)))
        report = store.report()
    tear_last(tmp_path, "receipts")
    with opened(tmp_path, CLOCK) as journal:
        store = Store(journal)
        assert store.begin(report.seq) is None
        assert step_of(store.book(), Policy(), LATER).ask is Ask.LACKS


def test_hours_before_a_lost_journal_ask_and_those_after_it_do_not(tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).write_bytes(b"")
    start_up.make_ready(tmp_path, CLOCK)
    with opened(tmp_path, CLOCK) as journal:
        store = Store(journal)
        after = HOUR + timedelta(hours=1)
        store.take(till("1"), till("2", at=after))
        assert step_of(store.book(), Policy(), LATER) == Step(ask=Ask.LACKS)
        assert step_of(store.book(after), Policy(), LATER) == Step(report=True)


def test_a_whole_rescue_lets_hours_go_by_themselves(tmp_path: Path) -> None:
    sold(tmp_path, 3)
    change(tmp_path, "UPDATE meta SET value = value WHERE key = 'x'")
    with opened(tmp_path, CLOCK) as journal:
        store = Store(journal)
        store.take(till("N"))
        assert step_of(store.book(), Policy(), LATER).report


def rung(order: OrderKey, serial: str) -> Handed:
    return till(serial, order=order, source="meituan")


def test_an_order_whose_receipt_was_lost_is_rung_again_for_a_person_only(tmp_path: Path) -> None:
    with contextlib.closing(begun(tmp_path)) as journal:
        store = Store(journal)
        store.write(lambda tx: receipts.ringing_after(tx, on=True))
        order = store.complete_order("B1")
        (posting,) = store.queued(rung(order, "O1"))
        store.attempt(posting.seq, CONFIRMED)
    tear_last(tmp_path, "receipts")
    with opened(tmp_path, CLOCK) as journal:
        store = Store(journal)
        (again,) = journal.read(lambda db: receipts.orders_without_receipt(db, 0))
        assert again.key == order
        (posting,) = store.queued(rung(order, "another number"))
        assert (posting.outcome, posting.needs_person, posting.ever_unknown) == (Outcome.UNKNOWN, True, True)
        assert store.begin(posting.seq) is None
        new = store.complete_order("B2")
        assert store.queued(rung(new, "O2"))[-1].outcome is Outcome.QUEUED


def test_a_lost_receipt_that_was_sent_and_is_handed_in_again_goes_to_a_person(tmp_path: Path) -> None:
    sold(tmp_path)
    tear_last(tmp_path, "receipts")
    with opened(tmp_path, CLOCK) as journal:
        store = Store(journal)
        again = store.queued(till("0059"), till("late"))
        assert [(each.receipt.serial_num, each.needs_person) for each in again if each.receipt] == [
            ("0059", True),
            ("late", False),
        ]


def test_a_queued_receipt_whose_posting_is_lost_goes_to_a_person(tmp_path: Path) -> None:
    with contextlib.closing(begun(tmp_path)) as journal:
        Store(journal).queued(till("1"))
    change(tmp_path, "DELETE FROM postings")
    with opened(tmp_path, CLOCK) as journal:
        (posting,) = Store(journal).open()
        assert posting.receipt is not None
        assert posting.receipt.serial_num == "1"
        assert (posting.outcome, posting.needs_person, posting.ever_unknown) == (Outcome.UNKNOWN, True, True)


def test_an_open_posting_whose_receipt_is_lost_ends_or_waits_for_a_person(tmp_path: Path) -> None:
    with contextlib.closing(begun(tmp_path)) as journal:
        store = Store(journal)
        left, queued = store.queued(till("1"), till("2"))
        store.attempt(left.seq, LOST)
    change(tmp_path, "DELETE FROM receipts")
    with opened(tmp_path, CLOCK) as journal:
        store = Store(journal)
        assert store.posting(queued.seq).outcome is Outcome.WITHDRAWN
        (waits,) = store.open()
        assert (waits.seq, waits.needs_person) == (left.seq, True)
        assert store.begin(left.seq) is None
        store.act(posting_acts.ask_again, left.seq)
        assert store.begin(left.seq) is None
        assert store.posting(left.seq).needs_person, "there is nothing to send"
        with pytest.raises(NotAllowed):
            store.act(posting_acts.retry, queued.seq)
        store.act(posting_acts.settle, left.seq, done=True)
        assert {loss.what: loss.rows for loss in journal.read(losses.open_ones)}["postings"] == 1


@pytest.mark.parametrize(
    ("kind", "state"), [(Kind.ACCEPT, OrderState.ACCEPTED), (Kind.REFUSE, OrderState.REFUSED)]
)
def test_a_lost_order_that_comes_again_goes_on_where_it_stood(
    tmp_path: Path, kind: Kind, state: OrderState
) -> None:
    key = key_of("B1")
    with contextlib.closing(begun(tmp_path)) as journal:
        Counter(journal).add("B1")
        Counter(journal).done(kind, key)
    change(tmp_path, "DELETE FROM orders")
    with opened(tmp_path, CLOCK) as journal:
        counter = Counter(journal)
        counter.add("B1")
        assert counter.order(key).state is state
        assert Action.ACCEPT not in actions_of(counter.view(key))


def test_a_lost_order_goes_on_by_its_actions_where_the_audit_is_lost_too(tmp_path: Path) -> None:
    key = key_of("B1")
    with contextlib.closing(begun(tmp_path)) as journal:
        Counter(journal).add("B1")
        Counter(journal).done(Kind.ACCEPT, key)
        Counter(journal).done(Kind.READY, key)
    change(tmp_path, "DELETE FROM orders")
    tear(tmp_path, leaves(tmp_path / FILE_NAME, "audit"))
    with opened(tmp_path, CLOCK) as journal:
        counter = Counter(journal)
        counter.add("B1")
        assert counter.order(key).state is OrderState.READY


SEEDS = 60 if os.environ.get("POSDESK_LONG") else 6
OLD = [f"A{number:02}" for number in range(25)]
TABLES = ("orders", "intents", "receipts", "postings", "audit", "meta")


@dataclass(slots=True)
class Platforms:
    """What arrived there: receipts by serial, hours with their figures, and which orders were accepted."""

    receipts: dict[str, list[bool]] = field(default_factory=dict)
    hours: list[tuple[int, CoverReason]] = field(default_factory=list)

    def work_off(self, store: Store, rnd: random.Random) -> None:
        """Send what is open and waits for nobody; some answers are lost."""
        for posting in store.open():
            sent = None if posting.needs_person else store.begin(posting.seq)
            if sent is None:
                continue
            serial = posting.receipt.serial_num if posting.receipt else ""
            if posting.receipt:
                self.receipts.setdefault(serial, []).append(sent.may_be_there)
            elif sent.posting.figures:
                self.hours.append((sent.posting.figures.net_fen, posting.reason))
            answer = LOST if rnd.random() < 0.1 else replace(CONFIRMED, target=f"proof of {serial}")
            store.finish(sent, answer)


def day(journal: Journal, platforms: Platforms, rnd: random.Random, names: Iterable[str]) -> None:
    """Orders are pushed, accepted, handed over, rung; a till hands in; all is sent; the hour is looked at."""
    counter, store = Counter(journal), Store(journal)
    for name in names:
        key = key_of(name)
        counter.add(name, remark="多放辣" * 60)
        if Action.ACCEPT in actions_of(counter.view(key)):
            counter.done(Kind.ACCEPT, key)
        if Action.HAND_OVER in actions_of(counter.view(key)):
            store.write(lambda tx, key=key: order_moves.hand_over(tx, key, "Li"))
        store.take(till(f"T{name}", at=START if name in OLD else journal.clock.now()))
        if rnd.random() < 0.8:
            store.queue()
    for order in journal.read(lambda db: receipts.orders_without_receipt(db, 0, 500)):
        store.take(rung(order.key, order.billno))
    store.queue()
    platforms.work_off(store, rnd)
    step = step_of(store.book(), Policy(), LATER)
    if step.report:
        store.report(cover=step.cover, reason=step.reason)
    platforms.work_off(store, rnd)
    store.take(till(f"left {rnd.random()}"))
    store.queue()


def serials_of(journal: Journal) -> dict[str, str]:
    rows = "SELECT bill, serial_num FROM receipts WHERE partner IS NOT NULL"
    return dict(journal.read(lambda db: db.execute(rows).fetchall()))


@dataclass(frozen=True, slots=True)
class DayAfter:
    """What came of the day after a loss: what is lost, where orders were rung, what is shown as confirmed."""

    gone: frozenset[str]
    rung: dict[str, str]
    shown: tuple[Posting, ...]


NEW = [f"N{number:02}" for number in range(8)]


def day_after(
    home: Path, monkeypatch: pytest.MonkeyPatch, platforms: Platforms, rnd: random.Random
) -> DayAfter:
    """The same orders and receipts come again, as platforms and tills repeat what they had no answer to."""
    monkeypatch.setattr(CLOCK, "wall", START + timedelta(hours=1))
    with opened(home, CLOCK) as journal:
        gone = frozenset(loss.what for loss in journal.read(losses.open_ones))
        journal.write(lambda tx: postings.recover(tx, repeat_unknown=True)).result()
        day(journal, platforms, rnd, [*NEW, *OLD])
        shown = journal.read(
            lambda db: posting_rows.select(db, "p.outcome = 'confirmed' AND p.receipt IS NOT NULL")
        )
        return DayAfter(gone, serials_of(journal), shown)


def nothing_twice(rung_before: dict[str, str], before: Platforms, after: Platforms, found: DayAfter) -> None:
    """Nothing is sent again as if it were new, none has another's proof, and what is new is sent."""
    for serial, doubts in after.receipts.items():
        assert serial not in before.receipts or all(doubts), serial
    for name in OLD:
        was_sent, now = rung_before[name] in before.receipts, found.rung.get(name, "")
        assert not was_sent or now == rung_before[name] or now not in after.receipts, name
    for posting in found.shown:
        assert posting.receipt is None or posting.target == f"proof of {posting.receipt.serial_num}"
    assert not (found.gone & {"receipts", JOURNAL, RESTORED} and after.hours), "that is for a manager"
    assert {f"T{name}" for name in NEW} <= after.receipts.keys(), "and what is new is sent"


@pytest.mark.parametrize("seed", range(SEEDS))
def test_whatever_leaves_are_torn_the_days_after_send_nothing_twice_and_show_no_others_proof(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    rnd, before, after = random.Random(seed), Platforms(), Platforms()
    with contextlib.closing(begun(tmp_path)) as journal:
        day(journal, before, rnd, OLD)
        rung_before = serials_of(journal)
    pages = [page for table in TABLES for page in leaves(tmp_path / FILE_NAME, table)]
    tear(tmp_path, rnd.sample(pages, rnd.randint(1, 4)))
    nothing_twice(rung_before, before, after, day_after(tmp_path, monkeypatch, after, rnd))


@pytest.mark.parametrize("seed", range(SEEDS))
def test_whenever_the_backup_was_made_the_days_after_its_restore_send_nothing_twice(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    rnd, before, after = random.Random(seed), Platforms(), Platforms()
    copied, copy = rnd.randint(0, len(OLD)), tmp_path / "copy.sqlite"
    with contextlib.closing(begun(tmp_path)) as journal:
        day(journal, before, rnd, OLD[:copied])
        backup.copy(journal.path, copy)
        day(journal, before, rnd, OLD[copied:])
        rung_before = serials_of(journal)
    restore(copy, tmp_path / FILE_NAME, START + timedelta(minutes=30))
    found = day_after(tmp_path, monkeypatch, after, rnd)
    assert RESTORED in found.gone
    nothing_twice(rung_before, before, after, found)


@pytest.mark.parametrize("seed", range(200 if os.environ.get("POSDESK_LONG") else 6))
def test_whatever_is_torn_and_filled_from_a_backup_the_days_after_send_nothing_twice(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    """Leaves or whole tables, of a journal whose backup was made at any time of the day."""
    rnd, before, after = random.Random(f"filled {seed}"), Platforms(), Platforms()
    copied = rnd.randint(0, len(OLD))
    with contextlib.closing(begun(tmp_path)) as journal:
        day(journal, before, rnd, OLD[:copied])
        backup.copy(journal.path, backup.target_of(tmp_path, CLOCK.now()))
        day(journal, before, rnd, OLD[copied:])
        rung_before, numbers = serials_of(journal), numbers_of(journal.path)
    path = tmp_path / FILE_NAME
    pages = [page for table in TABLES for page in (root_of(path, table), *leaves(path, table))]
    tear(tmp_path, rnd.sample(pages, rnd.randint(1, 4)))
    assert all(now >= was for was, now in zip(numbers, numbers_of(path), strict=True))
    nothing_twice(rung_before, before, after, day_after(tmp_path, monkeypatch, after, rnd))


def numbers_of(path: Path) -> tuple[int, int, int]:
    """The last line of the trail, the next receipt's number and the last bill number that are known."""
    with contextlib.closing(sqlite3.connect(path)) as db:
        running = "SELECT max(CAST(value AS INTEGER)) FROM meta WHERE key LIKE 'running/%'"
        (bill,) = db.execute(running).fetchone()
        return head_of(db)[0], receipt_rows.next_number(db), int(bill or 0)
