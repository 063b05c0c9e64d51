"""Rows that a torn page took are filled in from the newest whole backup, as restore would take them."""

import contextlib
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterable, Iterator
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from posdesk.domain.journal_health import FROM_BACKUP, NOTHING
from posdesk.domain.orders.answer import Verdict
from posdesk.domain.orders.intent import Kind, Outcome
from posdesk.domain.orders.order import OrderState
from posdesk.domain.printing.plan import PlannedSlip, PrintPlan
from posdesk.domain.printing.slip import SlipKind
from posdesk.errors import DiskError
from posdesk.journal import Journal, backup, compressed, end_mark, start_up
from posdesk.journal.audit import audit
from posdesk.journal.journal import FILE_NAME
from posdesk.journal.orders import print_rows, raws
from posdesk.journal.orders.order_moves import PlatformStatus
from posdesk.journal.rescue import filling, losses
from posdesk.journal.rescue.restore import restore
from tests.journal.making import START, Counter, SetClock, key_of, opened, wiped
from tests.journal.rescue.torn_pages import PAGE, leaves, root_of
from tests.journal.takings import CONFIRMED, REFUSED, Store, till
from tests.support.paths import ROOT

CLOCK = SetClock()
PHONE = "13907318888"


@contextlib.contextmanager
def at_work(home: Path, clock: SetClock = CLOCK) -> Iterator[Journal]:
    start_up.make_ready(home, clock)
    with contextlib.closing(Journal(home, clock, "1")) as journal:
        yield journal


def saved(home: Path, minutes: int = 0) -> Path:
    """A backup of a home as it is."""
    target = backup.target_of(home, START + timedelta(minutes=minutes))
    backup.copy(home / FILE_NAME, target)
    return target


def tear(path: Path, pages: Iterable[int]) -> None:
    with path.open("rb+") as file:
        for page in pages:
            file.seek(page * PAGE)
            file.write(random.Random(page).randbytes(PAGE))


def tear_all(home: Path, *tables: str) -> None:
    """Every page that rows of these tables stand on."""
    path = home / FILE_NAME
    tear(path, [page for table in tables for page in (root_of(path, table), *leaves(path, table))])


def asked(home: Path, question: str) -> list[tuple[Any, ...]]:
    with contextlib.closing(sqlite3.connect(home / FILE_NAME)) as db:
        return db.execute(question).fetchall()


def named(home: Path) -> dict[str, int | None]:
    """What the losses say, of which nothing was read yet."""
    with contextlib.closing(sqlite3.connect(home / FILE_NAME)) as db:
        return {loss.what: loss.rows for loss in losses.open_ones(db)}


def orders_of(home: Path) -> set[str]:
    return {bill for (bill,) in asked(home, "SELECT tbillno FROM orders")}


def put(home: Path, *bills: str) -> None:
    with at_work(home) as journal:
        for bill in bills:
            Counter(journal).add(bill)


def test_rows_of_a_torn_page_come_out_of_the_backup_and_the_losses_name_them(tmp_path: Path) -> None:
    put(tmp_path, "A", "B")
    saved(tmp_path)
    put(tmp_path, "C")
    tear_all(tmp_path, "orders")
    start_up.make_ready(tmp_path, CLOCK)
    assert orders_of(tmp_path) == {"A", "B"}
    assert named(tmp_path) == {"orders": 1, f"{FROM_BACKUP}orders": 2}
    with opened(tmp_path, CLOCK) as journal:
        assert "journal.filled" in Counter(journal).audited()
        assert journal.read(audit.verify).broken_at is None


def texts_of(home: Path) -> dict[str, str]:
    with opened(home, CLOCK) as journal:
        rows = asked(home, "SELECT tbillno, number FROM orders")
        return {bill: journal.read(partial(raws.of, number=number)) for bill, number in rows}


def test_an_orders_own_text_comes_out_of_the_backup_and_no_lost_orders_text_stays(tmp_path: Path) -> None:
    """Else the next order of its number would have it, and nobody would wipe it."""
    put(tmp_path, "A", "B")
    before = texts_of(tmp_path)
    saved(tmp_path)
    put(tmp_path, "C")
    tear_all(tmp_path, "order_raws")
    start_up.make_ready(tmp_path, CLOCK)
    assert texts_of(tmp_path) == {**before, "C": "null"}
    assert "order_raws" in named(tmp_path)
    put(tmp_path, "D")
    saved(tmp_path, 1)
    put(tmp_path, "E")
    tear_all(tmp_path, "orders")
    start_up.make_ready(tmp_path, CLOCK)
    assert asked(tmp_path, "SELECT count(*) FROM order_raws") == [(3,)]
    put(tmp_path, "F")
    assert '"F"' in texts_of(tmp_path)["F"]


def test_a_text_of_which_a_part_is_gone_is_filled_in_or_named_as_lost(tmp_path: Path) -> None:
    """SQLite finds nothing wrong with its page: only who unpacks it sees that it is none any more."""
    put(tmp_path, "A", "B")
    before = texts_of(tmp_path)
    saved(tmp_path)
    put(tmp_path, "C")
    path = tmp_path / FILE_NAME
    data = path.read_bytes()
    for (text,) in asked(tmp_path, "SELECT raw FROM order_raws WHERE number > 1"):
        data = data.replace(text, text[:-4] + bytes(4))
    path.write_bytes(data)
    tear_all(tmp_path, "scans")
    start_up.make_ready(tmp_path, CLOCK)
    assert texts_of(tmp_path) == {**before, "C": "null"}
    lost = named(tmp_path)
    assert (lost["order_raws"], lost[f"{FROM_BACKUP}order_raws"]) == (1, 1)


def test_what_was_open_or_refused_in_the_backup_waits_for_a_person(tmp_path: Path) -> None:
    """It may have left since: here it had."""
    with at_work(tmp_path) as journal:
        counter, store = Counter(journal), Store(journal)
        counter.add("A")
        intent = counter.press(Kind.ACCEPT, key_of("A")).seq
        (refused,) = store.queued(till("1"))
        store.attempt(refused.seq, REFUSED)
        open_one = store.queued(till("2"))[-1]
        saved(tmp_path)
        counter.attempt(intent, Verdict.DONE)
        store.attempt(open_one.seq, CONFIRMED)
    tear_all(tmp_path, "intents", "postings")
    with at_work(tmp_path) as journal:
        waits = (Outcome.UNKNOWN, True)
        found = Counter(journal).intent(intent, key_of("A"))
        assert (found.outcome, found.needs_person) == waits
        for seq in (refused.seq, open_one.seq):
            posting = Store(journal).posting(seq)
            assert (posting.outcome, posting.needs_person) == waits


def test_a_receipt_that_the_backup_had_not_queued_yet_waits_for_a_person(tmp_path: Path) -> None:
    with at_work(tmp_path) as journal:
        store = Store(journal)
        store.take(till("1"))
        saved(tmp_path)
        (posting,) = store.queued()
        store.attempt(posting.seq, CONFIRMED)
    tear_all(tmp_path, "receipts", "postings")
    with at_work(tmp_path) as journal:
        store = Store(journal)
        assert store.queue() == 0
        assert [(each.outcome, each.needs_person) for each in store.open()] == [(Outcome.UNKNOWN, True)]


@pytest.mark.parametrize(
    ("event", "state", "is_stop"),
    [
        (PlatformStatus.COMPLETED, OrderState.COMPLETED, False),
        (PlatformStatus.CANCELLED, OrderState.CANCELLED, True),
    ],
)
def test_an_order_goes_forward_to_where_the_trail_says(
    tmp_path: Path, event: PlatformStatus, state: OrderState, *, is_stop: bool
) -> None:
    put(tmp_path, "A")
    saved(tmp_path)
    with at_work(tmp_path) as journal:
        Counter(journal).done(Kind.ACCEPT, key_of("A"))
        Counter(journal).event(event, key_of("A"))
    tear_all(tmp_path, "orders")
    with at_work(tmp_path) as journal:
        order = Counter(journal).view(key_of("A")).order
        assert (order.state, order.stop_open) == (state, is_stop)


def test_a_stop_of_which_nobody_may_have_heard_prints_and_says_that_it_may_be_a_second(
    tmp_path: Path,
) -> None:
    put(tmp_path, "A")
    saved(tmp_path)
    with at_work(tmp_path) as journal:
        Counter(journal).done(Kind.ACCEPT, key_of("A"))
        Counter(journal).event(PlatformStatus.CANCELLED, key_of("A"))
    tear_all(tmp_path, "orders")
    start_up.make_ready(tmp_path, CLOCK, plan=PrintPlan((PlannedSlip(SlipKind.STOP, "kitchen"),)))
    with contextlib.closing(Journal(tmp_path, CLOCK, "1")) as journal:
        (job,) = journal.read(print_rows.open_ones)
    assert (job.slip, job.printer, job.is_second) == (SlipKind.STOP, "kitchen", True)


def with_phone(home: Path, clock: SetClock, *, wiped_too: bool) -> None:
    """An order that ended, saved with its phone, which is wiped afterwards."""
    with at_work(home, clock) as journal:
        counter = Counter(journal)
        for bill in ("A", "B"):
            counter.add(bill, phone=PHONE, remark=f"打 {PHONE}")
            counter.event(PlatformStatus.COMPLETED, key_of(bill))
        saved(home)
        clock.walk(timedelta(days=40).total_seconds())
        if wiped_too:
            assert wiped(counter)["orders"] == 2


@pytest.mark.parametrize(
    "tables", [("orders",), ("orders", "audit"), ("orders", "meta"), ("history", "orders")]
)
def test_what_was_wiped_after_the_backup_stays_wiped(tmp_path: Path, tables: tuple[str, ...]) -> None:
    clock = SetClock()
    with_phone(tmp_path, clock, wiped_too=True)
    tear_all(tmp_path, *tables)
    start_up.make_ready(tmp_path, clock)
    assert PHONE.encode() not in (tmp_path / FILE_NAME).read_bytes()
    assert named(tmp_path)["orders"] == 2


def test_what_nobody_wiped_comes_back_whole(tmp_path: Path) -> None:
    clock = SetClock()
    with_phone(tmp_path, clock, wiped_too=False)
    tear_all(tmp_path, "orders")
    start_up.make_ready(tmp_path, clock)
    assert orders_of(tmp_path) == {"A", "B"}
    assert named(tmp_path) == {f"{FROM_BACKUP}orders": 2}


def as_before(copy: Path) -> Path:
    """A backup as they were before they were made small, in its place."""
    plain = copy.with_suffix("")
    compressed.expand(copy, plain)
    copy.unlink()
    return plain


def tear_backup(copy: Path) -> None:
    plain = as_before(copy)
    tear(plain, [root_of(plain, "orders")])


def foreign(copy: Path) -> None:
    other = copy.parents[1] / "other"
    put(other, *"ABCDEFGH")
    shutil.copyfile(other / FILE_NAME, copy)


def newer(copy: Path) -> None:
    with contextlib.closing(sqlite3.connect(as_before(copy))) as db:
        db.execute("PRAGMA user_version = 99")


def cut(copy: Path) -> None:
    copy.write_bytes(copy.read_bytes()[:5000])


def cut_before(copy: Path) -> None:
    cut(as_before(copy))


def changed(copy: Path) -> None:
    data = bytearray(copy.read_bytes())
    data[-6] ^= 1  # the checksum
    copy.write_bytes(data)


@pytest.mark.parametrize("spoil", [tear_backup, foreign, newer, cut, cut_before, changed])
def test_a_backup_that_is_torn_or_another_journals_is_passed_over_for_an_older_one(
    tmp_path: Path, spoil: Any
) -> None:
    put(tmp_path, "A")
    saved(tmp_path)
    put(tmp_path, "B")
    spoil(saved(tmp_path, minutes=10))
    tear_all(tmp_path, "orders")
    start_up.make_ready(tmp_path, CLOCK)
    assert orders_of(tmp_path) == {"A"}
    assert named(tmp_path) == {"orders": 1, f"{FROM_BACKUP}orders": 1}


@pytest.mark.parametrize("also", [(), ("audit",)])
def test_a_backup_of_a_branch_that_was_left_is_passed_over(tmp_path: Path, also: tuple[str, ...]) -> None:
    """Its rows have the numbers of other ones."""
    put(tmp_path, "A")
    first = saved(tmp_path)
    put(tmp_path, "LEFT")
    saved(tmp_path, minutes=10)
    restore(first, tmp_path / FILE_NAME, START + timedelta(minutes=20))
    put(tmp_path, "B")
    with at_work(tmp_path) as journal:
        Counter(journal).write(lambda tx: losses.see(tx, "Wang"))
    tear_all(tmp_path, "orders", *also)
    start_up.make_ready(tmp_path, CLOCK)
    assert orders_of(tmp_path) == (set() if also else {"A"})


def test_a_backup_of_an_older_schema_is_brought_up_to_date_first(tmp_path: Path) -> None:
    shutil.copyfile(ROOT / "tests/data/journal/version-1.sqlite", tmp_path / FILE_NAME)
    target = backup.target_of(tmp_path, START)
    target.parent.mkdir()
    shutil.copyfile(tmp_path / FILE_NAME, target)
    start_up.make_ready(tmp_path, CLOCK)
    before = orders_of(tmp_path)
    tear_all(tmp_path, "orders")
    start_up.make_ready(tmp_path, CLOCK)
    assert orders_of(tmp_path) == before
    assert named(tmp_path) == {f"{FROM_BACKUP}orders": len(before)}


def test_a_torn_trail_is_whole_again_and_the_journal_keeps_its_name(tmp_path: Path) -> None:
    put(tmp_path, "A")
    saved(tmp_path)
    with contextlib.closing(sqlite3.connect(tmp_path / FILE_NAME)) as db:
        name = end_mark.id_of(db)
    tear_all(tmp_path, "meta")
    start_up.make_ready(tmp_path, CLOCK)
    with contextlib.closing(sqlite3.connect(tmp_path / FILE_NAME)) as db:
        assert end_mark.id_of(db) == name
    tear_all(tmp_path, "history")
    put(tmp_path, "B")
    saved(tmp_path, minutes=10)
    tear_all(tmp_path, "audit")
    with at_work(tmp_path) as journal:
        assert journal.read(audit.verify).broken_at is None


def spoiled(home: Path) -> bytes:
    put(home, "A", "B")
    saved(home)
    tear_all(home, "orders")
    return (home / FILE_NAME).read_bytes()


def no_room_for_a_file(*_: object) -> None:
    raise OSError(28, "No space left on device")


def no_room_for_a_page(*_: object) -> None:
    error = sqlite3.OperationalError("database or disk is full")
    error.sqlite_errorcode = sqlite3.SQLITE_FULL
    raise error


@pytest.mark.parametrize(
    "how", [(compressed, "expand", no_room_for_a_file), (filling, "hand_over", no_room_for_a_page)]
)
def test_where_the_disk_is_full_nothing_is_touched_and_the_next_start_fills(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, how: Any
) -> None:
    data = spoiled(tmp_path)
    with monkeypatch.context() as patch:
        patch.setattr(*how)
        with pytest.raises(DiskError, match="Free space"):
            start_up.make_ready(tmp_path, CLOCK)
    assert (tmp_path / FILE_NAME).read_bytes() == data
    assert not list(tmp_path.glob("*.part"))
    start_up.make_ready(tmp_path, CLOCK)
    assert orders_of(tmp_path) == {"A", "B"}


_KILLED = """
import os, pathlib, signal, sys
from posdesk.domain.clock import SystemClock
from posdesk.journal import start_up
from posdesk.journal.rescue import filling
filling.{where} = lambda *_, **__: os.kill(os.getpid(), signal.{signal})
start_up.make_ready(pathlib.Path(sys.argv[1]), SystemClock())
"""


@pytest.mark.parametrize("where", ["_is_taken", "_filled", "_fill", "go_on"])
def test_a_filling_that_was_killed_is_done_by_the_next_start(tmp_path: Path, where: str) -> None:
    data = spoiled(tmp_path)
    how = signal.SIGTERM if sys.platform == "win32" else signal.SIGKILL
    script = _KILLED.format(where=where, signal=how.name)
    ended = subprocess.run([sys.executable, "-c", script, str(tmp_path)], cwd=ROOT, check=False)
    assert ended.returncode
    assert (tmp_path / FILE_NAME).read_bytes() == data
    start_up.make_ready(tmp_path, CLOCK)
    assert orders_of(tmp_path) == {"A", "B"}
    assert NOTHING not in named(tmp_path)
