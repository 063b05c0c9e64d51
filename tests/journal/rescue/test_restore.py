"""What came in after a backup is lost with the journal that it replaces: nothing goes on as if it had not."""

import contextlib
import shutil
import sqlite3
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from posdesk.app import beside
from posdesk.domain.books.hour import Ask, Policy, Step, step_of
from posdesk.domain.books.posting import CoverReason, PostingAnswer
from posdesk.domain.books.receipt import Handed
from posdesk.domain.clock import in_china, to_text
from posdesk.domain.journal_health import RESTORED
from posdesk.domain.orders.intent import Outcome
from posdesk.domain.orders.order import OrderKey
from posdesk.domain.pickup.lookup import ScanResult
from posdesk.errors import DiskError, NotAllowed
from posdesk.host import private
from posdesk.journal import Database, Journal, backup, schema, start_up, sure
from posdesk.journal.audit import audit
from posdesk.journal.books import books, posting_acts, posting_rows, receipts
from posdesk.journal.journal import FILE_NAME
from posdesk.journal.orders import order_moves, scans
from posdesk.journal.orders.bill_numbers import skip_bills
from posdesk.journal.rescue import losses
from posdesk.journal.rescue.restore import Restored, restore
from tests.journal.making import START, Counter, SetClock, key_of
from tests.journal.takings import CONFIRMED, DUPLICATE, HOUR, LOST, REFUSED, WRONG_SECRET, Store, key, till
from tests.support.paths import ROOT

CLOCK = SetClock()
RESTORED_AT = START + timedelta(minutes=90)
BEFORE, AFTER = HOUR, HOUR + timedelta(hours=2)
LATER = HOUR + timedelta(hours=6)


@contextlib.contextmanager
def at_work(home: Path) -> Iterator[Store]:
    start_up.make_ready(home, CLOCK)
    with contextlib.closing(Journal(home, CLOCK, "1")) as journal:
        yield Store(journal)


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A backup of a home in which one receipt was sent."""
    with at_work(tmp_path / "home") as store:
        store.write(lambda tx: receipts.ringing_after(tx, on=True))
        Counter(store.journal).add("OLD")
        (posting,) = store.queued(till("1"))
        store.attempt(posting.seq, CONFIRMED)
    backup.copy(tmp_path / "home" / FILE_NAME, tmp_path / "copy.sqlite")
    return tmp_path / "copy.sqlite"


@pytest.fixture
def home(copy: Path, tmp_path: Path) -> Path:
    """The same home, an hour later: another receipt came and was sent, the old order was rung."""
    with at_work(tmp_path / "home") as store:
        (posting,) = store.queued(till("2"))
        store.attempt(posting.seq, CONFIRMED)
        store.attempt(store.report().seq, CONFIRMED)
        completed(store, key_of("OLD"))
    return tmp_path / "home"


def completed(store: Store, order: OrderKey) -> OrderKey:
    Counter(store.journal).event(order_moves.PlatformStatus.COMPLETED, order)
    return order


def put_back(copy: Path, home: Path, now: datetime = RESTORED_AT) -> Restored:
    home.mkdir(exist_ok=True)  # by the home's lock
    return restore(copy, home / FILE_NAME, now, "Wang")


def rung(order: OrderKey, serial: str) -> Handed:
    return till(serial, at=LATER, order=order, source="meituan")


def unread(store: Store) -> tuple[tuple[str, int | None, str], ...]:
    return tuple((loss.what, loss.rows, loss.kept) for loss in store.journal.read(losses.open_ones))


def test_hours_before_a_restore_ask_and_those_after_it_do_not(copy: Path, home: Path) -> None:
    put_back(copy, home)
    with at_work(home) as store:
        store.take(till("3", at=AFTER))
        assert step_of(store.book(BEFORE), Policy(), LATER) == Step(ask=Ask.LACKS)
        assert step_of(store.book(AFTER), Policy(), LATER) == Step(report=True)


def test_a_receipt_from_before_a_restore_that_is_handed_in_again_goes_to_a_person(
    copy: Path, home: Path
) -> None:
    put_back(copy, home)
    with at_work(home) as store:
        again = store.queued(till("2"), till("3", at=AFTER))
        assert [
            (each.receipt.serial_num, each.outcome, each.needs_person) for each in again if each.receipt
        ] == [
            ("2", Outcome.UNKNOWN, True),
            ("3", Outcome.QUEUED, False),
        ]


def test_an_order_from_before_a_restore_is_rung_for_a_person_only(copy: Path, home: Path) -> None:
    """It may have been completed, and its receipt sent, between the backup and then."""
    put_back(copy, home)
    with at_work(home) as store:
        old = completed(store, key_of("OLD"))
        assert [
            order.key for order in store.journal.read(lambda db: receipts.orders_without_receipt(db, 0))
        ] == [old]
        (posting,) = store.queued(rung(old, "O1"))
        assert (posting.outcome, posting.needs_person, posting.ever_unknown) == (Outcome.UNKNOWN, True, True)


@pytest.mark.parametrize(("ordered_at", "waits"), [(START, True), (LATER, False)])
def test_an_order_that_comes_after_a_restore_is_rung_by_itself_unless_it_is_older(
    copy: Path, home: Path, monkeypatch: pytest.MonkeyPatch, ordered_at: datetime, waits: bool
) -> None:
    put_back(copy, home)
    monkeypatch.setattr(CLOCK, "wall", LATER)
    with at_work(home) as store:
        Counter(store.journal).add("NEW", ordered_at=ordered_at)
        order = completed(store, key_of("NEW", ordered=ordered_at))
        (posting,) = store.queued(rung(order, "O2"))
        assert posting.needs_person is waits


def test_the_loss_is_named_with_the_journal_that_is_kept(copy: Path, home: Path) -> None:
    restored = put_back(copy, home)
    assert not restored.is_all
    assert restored.kept is not None
    assert restored.kept.exists()
    with at_work(home) as store:
        assert unread(store) == ((RESTORED, None, restored.kept.name),)
        assert store.journal.read(audit.verify).broken_at is None


def test_a_backup_after_which_nothing_came_costs_nothing(copy: Path, tmp_path: Path) -> None:
    """However often it is put back."""
    for hours in (1, 2):
        assert put_back(copy, tmp_path / "home", START + timedelta(hours=hours)).is_all
    with at_work(tmp_path / "home") as store:
        assert unread(store) == ()
        assert store.queued(till("2"))[0].outcome is Outcome.QUEUED
        assert step_of(store.book(), Policy(), LATER).report


def test_what_a_command_beside_takes_in_during_a_restore_is_not_lost_unsaid(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home, copy = tmp_path / "home", tmp_path / "copy.sqlite"
    with at_work(home) as store:
        store.take(till("1"))
    backup.copy(home / FILE_NAME, copy)
    with beside(home) as journal:

        def meanwhile(db: Database, now: datetime) -> None:
            skip_bills(db, now)
            Store(journal).take(till("2"))

        monkeypatch.setattr("posdesk.journal.rescue.restore.skip_bills", meanwhile)
        with pytest.raises(DiskError, match="was written to just now"):
            put_back(copy, home)
    monkeypatch.undo()
    with at_work(home) as store:
        assert store.row("2").key.serial_num == "2"
    assert not put_back(copy, home).is_all


def test_a_backup_that_cost_something_costs_it_the_second_time_too(copy: Path, home: Path) -> None:
    put_back(copy, home)
    assert not put_back(copy, home, RESTORED_AT + timedelta(minutes=1)).is_all


def test_another_pc_and_a_journal_nobody_can_read_tell_nothing_of_what_came(
    copy: Path, tmp_path: Path
) -> None:
    assert not put_back(copy, tmp_path / "new").is_all
    with at_work(tmp_path / "begun anew"):
        pass
    assert not put_back(copy, tmp_path / "begun anew").is_all
    (tmp_path / "home" / FILE_NAME).write_bytes(b"\xa5" * 8192)
    assert not put_back(copy, tmp_path / "home").is_all


@pytest.mark.parametrize("version", range(1, schema.VERSION))
def test_a_backup_of_an_older_posdesk_is_brought_up_to_date_and_marked(tmp_path: Path, version: int) -> None:
    copy = tmp_path / "copy.sqlite"
    shutil.copyfile(ROOT / f"tests/data/journal/version-{version}.sqlite", copy)
    put_back(copy, tmp_path / "home", LATER)
    with at_work(tmp_path / "home") as store:
        assert store.journal.read(schema.version_of) == schema.VERSION
        assert unread(store) == ((RESTORED, None, ""),)
        store.take(till("3"))
        assert step_of(store.book(), Policy(), LATER).ask is Ask.LACKS


# What may not go on by itself


def test_a_second_look_that_rests_on_a_word_from_before_a_restore_covers_nothing(tmp_path: Path) -> None:
    home, copy = tmp_path / "home", tmp_path / "copy.sqlite"
    with at_work(home) as store:
        store.take(till("1"))
        report = store.report(actor="Wang", reason=CoverReason.PERSON, cover=True)
        store.attempt(report.seq, LOST)
        store.attempt(report.seq, CONFIRMED)
    backup.copy(home / FILE_NAME, copy)
    with at_work(home) as store:
        store.take(till("2", 5000))
        store.attempt(store.report(cover=True, reason=CoverReason.LATE_RECEIPT).seq, CONFIRMED)
    put_back(copy, home)
    with at_work(home) as store:
        assert step_of(store.book(), Policy(), LATER) == Step()
        look = store.report(cover=True, reason=CoverReason.MAY_HAVE_LANDED_LAST)
        assert store.begin(look.seq) is None, "however it came to be wanted"


@pytest.fixture
def open_then(tmp_path: Path) -> Path:
    """A home put back to when an hour's report was queued; ovopark has got more of it since."""
    home, copy = tmp_path / "home", tmp_path / "copy.sqlite"
    with at_work(home) as store:
        store.take(till("1"))
        store.report()
    backup.copy(home / FILE_NAME, copy)
    with at_work(home) as store:
        store.take(till("2", 5000))
        store.attempt(store.open()[0].seq, CONFIRMED)
    put_back(copy, home)
    return home


def test_a_report_that_was_open_in_the_backup_is_not_asked_again_unseen(open_then: Path) -> None:
    with at_work(open_then) as store:
        (waits,) = store.open()
        with pytest.raises(NotAllowed) as refused:
            store.act(posting_acts.ask_again, waits.seq)
        assert refused.value.reason == "may_lack"


@pytest.mark.parametrize("cover", [False, True])
def test_a_manager_replaces_a_report_that_was_open_in_the_backup(open_then: Path, cover: bool) -> None:
    with at_work(open_then) as store:
        (waits,) = store.open()
        report = store.report(actor="Wang", cover=cover, reason=CoverReason.PERSON)
        assert store.posting(waits.seq).outcome is Outcome.WITHDRAWN
        ended = store.attempt(report.seq, CONFIRMED if cover else DUPLICATE)
        assert ended is (Outcome.CONFIRMED if cover else Outcome.REFUSED), "it is not taken for ours"


def test_a_manager_leaves_an_hour_whose_report_was_open_in_the_backup(open_then: Path) -> None:
    with at_work(open_then) as store:
        store.leave()
        assert store.open() == ()
        assert step_of(store.book(), Policy(zero_hours=True), LATER) == Step()


def test_the_tick_replaces_no_report_that_waits_for_a_person(open_then: Path) -> None:
    with at_work(open_then) as store, pytest.raises(NotAllowed):
        store.report(cover=True, reason=CoverReason.CHANGED)


def test_an_hour_of_which_all_is_lost_has_no_time_at_which_it_leaves(copy: Path, home: Path) -> None:
    put_back(copy, home)
    now = HOUR + timedelta(hours=2, minutes=2)
    with at_work(home) as store:
        store.take(till("3", at=AFTER))
        view = store.journal.read(
            lambda db: books.day_view(
                db,
                in_china(HOUR).date(),
                day_starts="04:00",
                policy=Policy(zero_hours=True),
                now=now,
                reporting=True,
            )
        )
    empty = next(row for row in view.rows if row.hour == HOUR + timedelta(hours=1))
    assert (empty.may_lack, empty.due_at) == (True, None)


def test_a_word_that_a_start_repeats_is_none_any_more(tmp_path: Path) -> None:
    """A manager's report was refused wholesale: each start tries it once more."""
    home, copy = tmp_path / "home", tmp_path / "copy.sqlite"
    with at_work(home) as store:
        store.take(till("1"))
        report = store.report(actor="Wang", cover=True, reason=CoverReason.PERSON)
        store.attempt(report.seq, WRONG_SECRET)
    backup.copy(home / FILE_NAME, copy)
    with at_work(home) as store:
        store.take(till("2", 5000))
        store.write(lambda tx: posting_acts.lift(tx, "ovopark", "posdesk"))
        store.attempt(store.open()[0].seq, CONFIRMED)
    put_back(copy, home)
    with at_work(home) as store:
        store.write(lambda tx: posting_acts.lift(tx, "ovopark", "posdesk"))
        (lifted,) = store.open()
        assert store.begin(lifted.seq) is None
        assert step_of(store.book(), Policy(), LATER).ask is Ask.LACKS


@pytest.mark.parametrize("refusal", [WRONG_SECRET, REFUSED])
def test_a_receipt_that_was_refused_in_the_backup_may_have_been_sent_since(
    tmp_path: Path, refusal: PostingAnswer
) -> None:
    home, copy = tmp_path / "home", tmp_path / "copy.sqlite"
    with at_work(home) as store:
        (posting,) = store.queued(till("1"))
        store.attempt(posting.seq, refusal)
    backup.copy(home / FILE_NAME, copy)
    with at_work(home) as store:
        store.act(posting_acts.retry, posting.seq)
        store.attempt(store.open()[0].seq, CONFIRMED)
    assert put_back(copy, home).open == 1
    with at_work(home) as store:
        assert store.write(lambda tx: posting_acts.lift(tx, "wdk", "posdesk")) == 0
        (waits,) = store.open()
        assert (waits.outcome, waits.needs_person, waits.ever_unknown) == (Outcome.UNKNOWN, True, True)
        assert store.journal.read(posting_rows.halted) == frozenset()


def test_a_withdrawn_receipt_from_before_a_restore_is_sent_as_a_repeat(tmp_path: Path) -> None:
    home, copy = tmp_path / "home", tmp_path / "copy.sqlite"
    with at_work(home) as store:
        (posting,) = store.queued(till("1"))
        store.act(posting_acts.withdraw, posting.seq)
    backup.copy(home / FILE_NAME, copy)
    put_back(copy, tmp_path / "new")
    with at_work(tmp_path / "new") as store:
        store.act(posting_acts.retry, posting.seq)
        assert store.open()[0].ever_unknown


def test_a_managers_words_stay_a_hash_in_the_trail(tmp_path: Path) -> None:
    home, copy = tmp_path / "home", tmp_path / "copy.sqlite"
    with at_work(home) as store:
        store.take(till("1"))
        report = store.report(actor="Wang", cover=True, reason=CoverReason.PERSON, detail="guest 13812345678")
        store.attempt(report.seq, WRONG_SECRET)
    backup.copy(home / FILE_NAME, copy)
    put_back(copy, tmp_path / "new")
    with at_work(tmp_path / "new") as store:
        store.write(lambda tx: posting_acts.lift(tx, "ovopark", "posdesk"))
        said = store.journal.read(lambda db: db.execute("SELECT detail FROM audit").fetchall())
        assert not any("13812345678" in detail for (detail,) in said)


def test_what_is_there_is_not_taken_for_a_managers_own_report_whose_answer_was_lost(
    copy: Path, home: Path
) -> None:
    put_back(copy, home)
    with at_work(home) as store:
        report = store.report(actor="Wang", reason=CoverReason.PERSON)
        store.attempt(report.seq, LOST)
        assert store.attempt(report.seq, DUPLICATE) is Outcome.REFUSED
        assert not store.posting(report.seq).cover, "she said to send it, not to replace"


def test_an_hour_below_zero_that_may_lack_receipts_asks_about_those(copy: Path, home: Path) -> None:
    put_back(copy, home)
    with at_work(home) as store:
        store.take(till("9", 9000, takes_back="2"))
        assert step_of(store.book(), Policy(), LATER).ask is Ask.LACKS


def test_no_second_look_after_a_manager_left_the_hour(tmp_path: Path) -> None:
    with at_work(tmp_path) as store:
        store.take(till("1"))
        report = store.report()
        store.attempt(report.seq, LOST)
        store.attempt(report.seq, CONFIRMED)
        assert step_of(store.book(), Policy(), LATER).report, "it would look again"
        store.leave()
        assert step_of(store.book(), Policy(), LATER) == Step()


def test_a_damaged_report_hides_no_word(tmp_path: Path) -> None:
    home, copy = tmp_path / "home", tmp_path / "copy.sqlite"
    with at_work(home) as store:
        store.take(till("1"))
        store.attempt(store.report().seq, CONFIRMED)
    backup.copy(home / FILE_NAME, copy)
    put_back(copy, tmp_path / "new")
    with at_work(tmp_path / "new") as store:
        store.write(lambda tx: tx.db.execute("UPDATE postings SET made_at = 'x' WHERE book = 'hour'"))
        store.take(till("2"))
        report = store.report(actor="Wang", cover=True, reason=CoverReason.PERSON)
        assert store.attempt(report.seq, CONFIRMED) is Outcome.CONFIRMED


# Clocks


def test_a_clock_that_stands_years_back_marks_all_that_the_old_journal_knows(
    copy: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A PC whose battery is dead is mended, and then a backup is put back."""
    monkeypatch.setattr(CLOCK, "wall", AFTER)
    with at_work(home) as store:
        store.take(till("3", at=AFTER))
    put_back(copy, home, START - timedelta(days=900))
    with at_work(home) as store:
        store.take(till("4", at=AFTER))
        assert step_of(store.book(AFTER), Policy(), LATER) == Step(ask=Ask.LACKS)
        old = completed(store, key_of("OLD"))
        (posting,) = [each for each in store.queued(rung(old, "O1")) if each.receipt == key("O1")]
        assert posting.needs_person


def test_no_mark_goes_back(copy: Path, home: Path) -> None:
    put_back(copy, home, START + timedelta(days=2))
    with at_work(home) as store:
        marks = store.journal.read(marks_of)
    again = home.parent / "again.sqlite"
    backup.copy(home / FILE_NAME, again)
    with at_work(home) as store:
        store.take(till("3"))
    put_back(again, home, START)
    with at_work(home) as store:
        assert store.journal.read(marks_of) == marks


def marks_of(db: Database) -> tuple[str, str]:
    return sure.lost(db).receipts, sure.lost(db).orders


def test_a_day_with_a_dead_clock_before_the_restore_hides_nothing(
    copy: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The PC was started once with the wrong date before anybody thought of the backup."""
    with monkeypatch.context() as patch:
        patch.setattr(CLOCK, "wall", AFTER)
        with at_work(home) as store:
            for serial in "3456":
                (posting,) = store.queued(till(serial, at=AFTER))
                store.attempt(posting.seq, CONFIRMED)
        patch.setattr(CLOCK, "wall", START - timedelta(days=900))
        with at_work(home) as store:
            store.write(lambda tx: audit.write(tx, "session.signed_in", actor="Li"))
    for _ in range(2):  # however often
        put_back(copy, home, START - timedelta(days=900))
        with at_work(home) as store:
            assert store.journal.read(marks_of)[0] >= to_text(AFTER)


def test_an_afternoon_of_a_clock_that_ran_ahead_marks_no_year(
    copy: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It was put right, and good days followed."""
    for days in (365, 1):
        monkeypatch.setattr(CLOCK, "wall", START + timedelta(days=days))
        with at_work(home) as store:
            store.queued(*(till(f"{days}-{number}", at=CLOCK.wall) for number in range(8)))
    put_back(copy, home, START + timedelta(days=1, hours=1))
    with at_work(home) as store:
        assert store.journal.read(marks_of)[0] < to_text(START + timedelta(days=2))


def test_a_receipt_of_a_till_that_runs_ahead_is_known_by_the_old_journal(
    copy: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(CLOCK, "wall", RESTORED_AT)
    ahead = RESTORED_AT + timedelta(minutes=3)
    with at_work(home) as store:
        (posting,) = store.queued(till("3", at=ahead))
        store.attempt(posting.seq, CONFIRMED)
    put_back(copy, home)
    with at_work(home) as store:
        (posting,) = store.queued(till("3", at=ahead))
        assert posting.needs_person


def test_a_receipt_dated_years_ahead_marks_no_years(copy: Path, home: Path) -> None:
    with at_work(home) as store:
        store.take(till("3", at=START + timedelta(days=900)))
    put_back(copy, home)
    with at_work(home) as store:
        assert store.queued(till("4", at=AFTER))[0].outcome is Outcome.QUEUED


def test_an_old_journal_whose_clock_ran_years_ahead_marks_no_years(
    copy: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch, at_work(home) as store:
        patch.setattr(CLOCK, "wall", START + timedelta(days=900))
        store.take(till("3"))
    put_back(copy, home)
    monkeypatch.setattr(CLOCK, "wall", START + timedelta(days=40))
    with at_work(home) as store:
        assert store.queued(till("4", at=CLOCK.wall))[0].outcome is Outcome.QUEUED


def test_an_order_without_its_time_that_comes_after_a_restore_is_rung_for_a_person(
    copy: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put_back(copy, home)
    monkeypatch.setattr(CLOCK, "wall", LATER)
    with at_work(home) as store:
        Counter(store.journal).add("NEW", ordered_at=None)
        (posting,) = store.queued(rung(completed(store, key_of("NEW", ordered=None)), "O2"))
        assert posting.needs_person


def test_an_order_that_cant_be_read_holds_back_no_receipt(copy: Path, home: Path) -> None:
    put_back(copy, home)
    with at_work(home) as store:
        store.write(lambda tx: tx.db.execute("UPDATE orders SET content = '{}'"))
        store.take(rung(key_of("OLD"), "O1"), till("3", at=AFTER))
        assert store.queue() == 2


# What the old journal shows


def test_a_scan_that_came_after_the_backup_is_a_loss(copy: Path, tmp_path: Path) -> None:
    with at_work(tmp_path / "home") as store:
        store.write(lambda tx: scans.add(tx, "6901234567891", ScanResult.UNKNOWN, "Li", None))
    assert not put_back(copy, tmp_path / "home").is_all


def test_a_trail_that_was_cut_proves_nothing(copy: Path, home: Path) -> None:
    with contextlib.closing(sqlite3.connect(copy)) as packed:
        number = int((backup.head_in(packed) or "").split()[0])
    with contextlib.closing(sqlite3.connect(home / FILE_NAME)) as db:
        db.execute("DROP TRIGGER audit_stays")
        db.execute("DELETE FROM audit WHERE number > ?", (number,))
        db.commit()
    assert not put_back(copy, home).is_all


def test_what_came_between_a_backup_and_its_own_line_is_a_loss(copy: Path, home: Path) -> None:
    audit.write_beside(home / FILE_NAME, START, "journal.backed_up", "Li", "copy.sqlite")
    assert not put_back(copy, home).is_all


def test_the_look_at_the_old_journal_leaves_no_files_beside_it(copy: Path, home: Path) -> None:
    put_back(copy, home)
    kept = {path.name for path in home.glob("journal.replaced-*")}
    assert len(kept) == 1


def test_an_unread_restore_stays_told_after_another(copy: Path, home: Path) -> None:
    first = put_back(copy, home)
    second = put_back(copy, home, RESTORED_AT + timedelta(minutes=1))
    with at_work(home) as store:
        assert [kept for _, _, kept in unread(store)] == [
            path.name for path in (first.kept, second.kept) if path is not None
        ]


@pytest.mark.parametrize("wal", [b"", b"what a kill left"])
def test_the_kept_journal_has_the_name_that_is_told_whenever_the_exchange_is_cut(
    copy: Path, home: Path, monkeypatch: pytest.MonkeyPatch, wal: bytes
) -> None:
    if wal:
        (home / f"{FILE_NAME}-wal").write_bytes(wal)
    real = Path.replace

    def cut(path: Path, target: Path) -> Path:
        if path.name == FILE_NAME:
            raise KeyboardInterrupt
        return real(path, target)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", cut)
        with pytest.raises(KeyboardInterrupt):
            put_back(copy, home)
    with at_work(home) as store:
        ((_, _, kept),) = unread(store)
    assert (home / kept).exists()
    assert {path.name for path in home.glob("journal.replaced-*")} <= {kept, f"{kept}-wal", f"{kept}-shm"}


def test_a_backup_whose_trail_has_no_end_is_refused(copy: Path, home: Path) -> None:
    with contextlib.closing(sqlite3.connect(copy)) as db:
        db.execute("UPDATE meta SET value = 'nothing' WHERE key = 'audit'")
        db.commit()
    with pytest.raises(DiskError, match="no journal of posdesk"):
        put_back(copy, home)


def test_the_draft_of_a_restore_is_not_restored_over_itself(copy: Path, home: Path) -> None:
    draft = private.draft_of(home / FILE_NAME)
    shutil.copyfile(copy, draft)
    with pytest.raises(DiskError, match="Name the backup itself"):
        put_back(draft, home)
    assert draft.exists()
