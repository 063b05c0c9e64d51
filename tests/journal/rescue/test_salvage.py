"""A damaged journal: set aside as it is, what can be read saved, what is lost named, and work goes on.

Every page is torn in turn with POSDESK_LONG=1; else a dozen of them.
"""

import contextlib
import os
import random
import shutil
import sqlite3
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest

from posdesk.domain.journal_health import JOURNAL, NOTHING
from posdesk.domain.orders.answer import Verdict
from posdesk.domain.orders.intent import Kind, Outcome
from posdesk.domain.orders.refused import Refused, RefusedKind
from posdesk.errors import DiskError
from posdesk.journal import Journal, backup, boot_mark, end_mark, schema, start_up
from posdesk.journal.audit import audit
from posdesk.journal.books import receipts
from posdesk.journal.journal import FILE_NAME
from posdesk.journal.orders import refused_calls
from posdesk.journal.orders.order_moves import PlatformStatus
from posdesk.journal.rescue import losses, soundness
from posdesk.journal.rescue.reopen import list_of_tables
from tests.journal.making import START, Counter, SetClock, key_of, opened, wiped
from tests.journal.takings import CONFIRMED, Store, till
from tests.support.paths import ROOT

PAGE = 4096
INTERIOR = 0x05
ORDERS = [f"B{number:02}" for number in range(30)]
CLOCK = SetClock()
KEPT = "journal.damaged-20260503-122536.sqlite"


@dataclass(frozen=True, slots=True)
class Whole:
    """A journal in full use, as one file, and what stood in it."""

    data: bytes
    orders: dict[str, str]
    lines: dict[int, str]

    @property
    def pages(self) -> int:
        return len(self.data) // PAGE

    def torn(self, page: int) -> bytes:
        """One page overwritten with noise."""
        noise = random.Random(page).randbytes(PAGE)
        return self.data[: page * PAGE] + noise + self.data[(page + 1) * PAGE :]


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Whole:
    home = tmp_path_factory.mktemp("whole")
    start_up.make_ready(home, CLOCK)
    journal = Journal(home, CLOCK, "1")
    counter, store = Counter(journal), Store(journal)
    for tbillno in ORDERS:
        counter.add(tbillno, remark="多放辣" * 120)
    for tbillno in ORDERS[:10]:
        counter.done(Kind.ACCEPT, key_of(tbillno))
    for number in range(5):
        *_, posting = store.queued(till(f"{number:04}"))
        store.attempt(posting.seq, CONFIRMED)
    journal.close()
    with contextlib.closing(sqlite3.connect(home / FILE_NAME)) as db:
        orders = dict(db.execute("SELECT tbillno, raw || content || billno FROM orders"))
        lines = dict(db.execute("SELECT number, hash FROM audit"))
    return Whole((home / FILE_NAME).read_bytes(), orders, lines)


@dataclass(frozen=True, slots=True)
class Saved:
    """What a start made of a damaged journal."""

    orders: dict[str, str]
    lines: dict[int, str]
    losses: dict[str, int | None]
    check: audit.Check


def started(home: Path, data: bytes, wal: bytes = b"") -> Saved:
    """Start on this file; then take an order, press a key, close and start again."""
    path = home / FILE_NAME
    path.write_bytes(data)
    if wal:
        path.with_name(f"{FILE_NAME}-wal").write_bytes(wal)
    start_up.make_ready(home, CLOCK)
    with contextlib.closing(sqlite3.connect(path)) as db:
        saved = Saved(
            dict(db.execute("SELECT tbillno, raw || content || billno FROM orders")),
            dict(db.execute("SELECT number, hash FROM audit WHERE what NOT LIKE 'journal.%'")),
            dict(db.execute("SELECT what, rows FROM losses")),
            audit.verify(db),
        )
    work_goes_on(home)
    return saved


def work_goes_on(home: Path) -> None:
    for name in ("after", "later"):
        start_up.make_ready(home, CLOCK)
        journal = Journal(home, CLOCK, "1")
        try:
            counter = Counter(journal)
            counter.add(name)
            assert counter.done(Kind.ACCEPT, key_of(name))
            assert journal.read(lambda db: db.execute("PRAGMA integrity_check").fetchone())[0] == "ok"
        finally:
            journal.close()


def check_laws(whole: Whole, saved: Saved) -> None:
    """What is there is as it was; what is not there is named; the chain is never mended."""
    assert saved.orders.items() <= whole.orders.items()
    assert saved.lines.items() <= whole.lines.items()
    assert saved.losses
    if JOURNAL in saved.losses:
        assert not saved.orders
        return
    lost = len(whole.orders) - len(saved.orders)
    assert saved.losses.get("orders", 0) in {lost, None if lost else lost}
    assert (saved.check.broken_at is None) == (saved.lines == whole.lines)


def some_pages() -> list[int]:
    """Page 0 has its own tests; the journal has about 90."""
    every = range(1, 85)
    return list(every) if os.environ.get("POSDESK_LONG") else random.Random(7).sample(every, 10)


@pytest.mark.parametrize("page", some_pages())
def test_a_torn_page_costs_its_rows_and_no_others(tmp_path: Path, whole: Whole, page: int) -> None:
    saved = started(tmp_path, whole.torn(page))
    check_laws(whole, saved)
    assert (tmp_path / KEPT).read_bytes() == whole.torn(page)


@pytest.fixture
def grown(tmp_path: Path) -> Path:
    """The home of a journal that the first version began: its tables begin elsewhere than a new one's."""
    home = tmp_path / "grown"
    home.mkdir()
    shutil.copyfile(ROOT / "tests/data/journal/version-1.sqlite", home / FILE_NAME)
    start_up.make_ready(home, CLOCK)
    journal = Journal(home, CLOCK, "1")
    for number in range(5):
        Store(journal).queued(till(f"{number:04}"))
    journal.close()
    return home


def tear_the_list(home: Path) -> None:
    """All pages but the first of those that say where each table begins."""
    data = bytearray((home / FILE_NAME).read_bytes())
    for page in list_of_tables(bytes(data)).keys() - {0}:
        data[page * PAGE : (page + 1) * PAGE] = bytes(PAGE)
    (home / FILE_NAME).write_bytes(data)


def counted(home: Path) -> dict[str, int]:
    with contextlib.closing(sqlite3.connect(home / FILE_NAME)) as db:
        tables = ("orders", "intents", "history", "receipts", "postings")
        return {table: db.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in tables}


def lost(home: Path) -> dict[str, int | None]:
    with contextlib.closing(sqlite3.connect(home / FILE_NAME)) as db:
        return dict(db.execute("SELECT what, rows FROM losses"))


def test_where_thelist_of_tables_is_torn_a_backups_list_leads_to_every_row(grown: Path) -> None:
    backup.copy(grown / FILE_NAME, backup.target_of(grown, CLOCK.now()))
    before = counted(grown)
    assert all(before.values())
    tear_the_list(grown)
    start_up.make_ready(grown, CLOCK)
    assert (counted(grown), lost(grown)) == (before, {NOTHING: 0})


@pytest.mark.parametrize("fill", [b"\0", b"\xa5"])
def test_a_backup_that_is_torn_itself_keeps_nothing_from_being_saved(grown: Path, fill: bytes) -> None:
    target = backup.target_of(grown, CLOCK.now())
    backup.copy(grown / FILE_NAME, target)
    whole = target.read_bytes()
    target.write_bytes(whole[:100] + fill * (PAGE - 100) + whole[PAGE:])
    tear_the_list(grown)
    start_up.make_ready(grown, CLOCK)
    assert lost(grown)
    work_goes_on(grown)


def test_where_no_list_fits_every_table_that_is_empty_then_is_named_and_no_number(grown: Path) -> None:
    before = counted(grown)
    tear_the_list(grown)
    start_up.make_ready(grown, CLOCK)
    after, named = counted(grown), lost(grown)
    missing = {table for table in before if after[table] < before[table]}
    assert missing
    assert missing <= named.keys()
    assert set(named.values()) == {None}


@pytest.mark.parametrize("seed", range(200 if os.environ.get("POSDESK_LONG") else 6))
def test_where_an_index_is_torn_with_its_table_no_number_is_made_up(
    tmp_path: Path, whole: Whole, seed: int
) -> None:
    torn = bytearray(whole.data)
    for page in random.Random(f"pages {seed}").sample(range(1, whole.pages), 25):
        torn[page * PAGE : (page + 1) * PAGE] = bytes(PAGE)
    check_laws(whole, started(tmp_path, bytes(torn)))


ROOTS = ("orders", "intents", "receipts", "postings", "audit")


@pytest.mark.parametrize("table", ROOTS)
def test_a_torn_root_page_costs_no_row_that_stands_on_another(
    tmp_path: Path, whole: Whole, table: str
) -> None:
    """The page above all of a table's rows: SQLite finds none of them, though each stands where it stood."""
    page = root_of(tmp_path, whole, table)
    saved = started(tmp_path, whole.torn(page))
    check_laws(whole, saved)
    if whole.data[page * PAGE] == INTERIOR:
        assert saved.losses == {NOTHING: 0}
        assert saved.orders == whole.orders
        assert saved.lines == whole.lines
    else:
        assert saved.losses[table], "it is the only page, and its rows are gone"


def root_of(folder: Path, whole: Whole, table: str) -> int:
    """The number, from 0, of a table's first page."""
    (folder / "look.sqlite").write_bytes(whole.data)
    with contextlib.closing(sqlite3.connect(folder / "look.sqlite")) as db:
        (root,) = db.execute("SELECT rootpage FROM sqlite_schema WHERE name = ?", (table,)).fetchone()
    (folder / "look.sqlite").unlink()
    return int(root) - 1


@pytest.mark.parametrize("length", [16, 100, 512, PAGE])
def test_a_garbage_header_costs_nothing(tmp_path: Path, whole: Whole, length: int) -> None:
    saved = started(tmp_path, b"\xa5" * length + whole.data[length:])
    check_laws(whole, saved)
    assert saved.orders == whole.orders
    assert saved.losses == {NOTHING: 0}
    assert saved.check.broken_at is None


@pytest.mark.parametrize("part", [0.3, 0.5, 0.7, 0.9, 0.99])
def test_a_cut_file_gives_what_stands_before_the_cut(tmp_path: Path, whole: Whole, part: float) -> None:
    saved = started(tmp_path, whole.data[: int(len(whole.data) * part)])
    check_laws(whole, saved)
    assert part < 0.9 or saved.orders


@pytest.mark.parametrize("data", [b"", b"\x00" * 3 * PAGE, b"no journal " * 5000])
def test_of_a_file_that_is_none_nothing_is_saved_and_that_is_said(
    tmp_path: Path, whole: Whole, data: bytes
) -> None:
    saved = started(tmp_path, data)
    assert saved.losses == {JOURNAL: None}
    assert (tmp_path / KEPT).read_bytes() == data


def test_bill_numbers_of_lost_orders_are_not_given_again(tmp_path: Path, whole: Whole) -> None:
    given = set()
    for page in (1, 2, 3):
        home = tmp_path / str(page)
        home.mkdir()
        started(home, whole.torn(page))
        with contextlib.closing(sqlite3.connect(home / FILE_NAME)) as db:
            rows = db.execute("SELECT billno FROM orders WHERE tbillno IN ('after', 'later')").fetchall()
            given |= {row[0] for row in rows}
    known = "".join(whole.orders.values())
    assert given
    assert not [billno for billno in given if billno in known]


def test_what_was_only_in_the_wal_is_saved_with_it(tmp_path: Path) -> None:
    """The power went out: nothing was written back into the file, whose header is torn."""
    start_up.make_ready(tmp_path, CLOCK)
    journal = Journal(tmp_path, CLOCK, "1")
    Counter(journal).add("only-in-the-wal")
    data = (tmp_path / FILE_NAME).read_bytes()
    wal = (tmp_path / f"{FILE_NAME}-wal").read_bytes()
    journal.close()
    home = tmp_path / "cut"
    home.mkdir()
    saved = started(home, b"\xa5" * 50 + data[50:], wal)
    assert set(saved.orders) == {"only-in-the-wal"}
    assert saved.losses == {NOTHING: 0}
    assert (home / f"{KEPT}-wal").read_bytes() == wal


def test_a_whole_journal_is_left_alone(tmp_path: Path, whole: Whole) -> None:
    (tmp_path / FILE_NAME).write_bytes(whole.data)
    start_up.make_ready(tmp_path, CLOCK)
    assert {file.name for file in tmp_path.iterdir()} == {FILE_NAME, end_mark.FILE_NAME, boot_mark.FILE_NAME}
    assert not soundness.look(tmp_path / FILE_NAME).damage


def test_an_open_action_whose_order_is_lost_is_not_left_to_be_sent(tmp_path: Path) -> None:
    start_up.make_ready(tmp_path, CLOCK)
    journal = Journal(tmp_path, CLOCK, "1")
    seq = Counter(journal).add("A") and Counter(journal).press(Kind.ACCEPT, key_of("A")).seq
    journal.close()
    with contextlib.closing(sqlite3.connect(tmp_path / FILE_NAME)) as db:
        page = db.execute("SELECT rootpage FROM sqlite_schema WHERE name = 'orders'").fetchone()[0]
    data = bytearray((tmp_path / FILE_NAME).read_bytes())
    data[(page - 1) * PAGE : page * PAGE] = b"\xa5" * PAGE
    saved = started(tmp_path, bytes(data))
    assert saved.losses == {"orders": 1, "intents": 1}
    with contextlib.closing(sqlite3.connect(tmp_path / FILE_NAME)) as db:
        assert db.execute("SELECT count(*) FROM intents WHERE seq = ?", (seq,)).fetchone()[0] == 0


@pytest.mark.parametrize("version", range(1, schema.VERSION))
@pytest.mark.parametrize("table", ["heartbeats", "orders"])
def test_a_damaged_journal_of_an_older_version_is_saved_and_brought_up_to_date(
    tmp_path: Path, version: int, table: str
) -> None:
    path = Path(shutil.copyfile(ROOT / f"tests/data/journal/version-{version}.sqlite", tmp_path / FILE_NAME))
    with contextlib.closing(sqlite3.connect(path)) as db:
        page = db.execute("SELECT rootpage FROM sqlite_schema WHERE name = ?", (table,)).fetchone()[0]
        orders = {bill for (bill,) in db.execute("SELECT tbillno FROM orders")}
    data = bytearray(path.read_bytes())
    data[(page - 1) * PAGE : page * PAGE] = b"\xa5" * PAGE
    saved = started(tmp_path, bytes(data))
    assert saved.losses, "it is told"
    assert saved.orders.keys() == orders if table == "heartbeats" else saved.orders.keys() <= orders


def test_a_journal_that_was_there_and_is_gone_is_named(tmp_path: Path) -> None:
    """Somebody deleted it; a new one with nothing in it would look healthy."""
    start_up.make_ready(tmp_path, CLOCK)
    backup.copy(tmp_path / FILE_NAME, backup.target_of(tmp_path, START))
    (tmp_path / FILE_NAME).unlink()
    start_up.make_ready(tmp_path, CLOCK)
    with contextlib.closing(sqlite3.connect(tmp_path / FILE_NAME)) as db:
        assert [loss.what for loss in losses.open_ones(db)] == [JOURNAL]


@pytest.mark.parametrize("version", [1, schema.VERSION])
@pytest.mark.parametrize("is_marked", [True, False])
def test_a_start_cut_off_before_it_said_so_leaves_it_to_the_next(
    tmp_path: Path, *, version: int, is_marked: bool
) -> None:
    start_up.make_ready(tmp_path, CLOCK)
    backup.copy(tmp_path / FILE_NAME, backup.target_of(tmp_path, START))
    (tmp_path / FILE_NAME).unlink()
    if not is_marked:
        (tmp_path / end_mark.FILE_NAME).unlink()
    with contextlib.closing(schema.connect(tmp_path / FILE_NAME)) as db:
        schema.take_up_to(db, version)
    for _ in range(2):
        start_up.make_ready(tmp_path, CLOCK)
        with contextlib.closing(sqlite3.connect(tmp_path / FILE_NAME)) as db:
            assert [loss.what for loss in losses.open_ones(db)] == [JOURNAL]


def test_a_first_start_has_lost_nothing(tmp_path: Path) -> None:
    start_up.make_ready(tmp_path, CLOCK)
    with contextlib.closing(sqlite3.connect(tmp_path / FILE_NAME)) as db:
        assert losses.open_ones(db) == ()


def test_a_loss_is_shown_until_somebody_has_read_it_and_the_trail_says_who(tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).write_bytes(b"")
    start_up.make_ready(tmp_path, CLOCK)
    journal = Journal(tmp_path, CLOCK, "1")
    try:
        (loss,) = journal.read(losses.open_ones)
        assert (loss.what, loss.rows, loss.kept) == (JOURNAL, None, KEPT)
        journal.write(lambda tx: losses.see(tx, "Wang")).result()
        assert journal.read(losses.open_ones) == ()
        assert Counter(journal).audited()[-1] == "journal.loss.seen"
        assert journal.read(audit.verify).broken_at is None
    finally:
        journal.close()


def test_where_there_is_no_room_to_save_nothing_is_touched(
    tmp_path: Path, whole: Whole, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    (tmp_path / FILE_NAME).write_bytes(whole.torn(3))
    with monkeypatch.context() as patch:
        patch.setattr(shutil, "copyfileobj", full)
        with pytest.raises(DiskError, match="Free space"):
            start_up.make_ready(tmp_path, CLOCK)
    assert (tmp_path / FILE_NAME).read_bytes() == whole.torn(3)
    assert not list(tmp_path.glob("*.part"))


def test_damage_met_at_work_has_the_next_start_look_at_every_page(tmp_path: Path, whole: Whole) -> None:
    path = tmp_path / FILE_NAME
    path.write_bytes(whole.data)
    journal = Journal(tmp_path, CLOCK, "1")
    with contextlib.closing(sqlite3.connect(path)) as db:
        page = db.execute("SELECT rootpage FROM sqlite_schema WHERE name = 'orders'").fetchone()[0]
    path.write_bytes(whole.torn(page - 1))
    try:
        with pytest.raises(DiskError, match="it saves what can be read"):
            journal.read(lambda db: db.execute("SELECT max(content) FROM orders").fetchone())
        assert journal.is_damaged
    finally:
        journal.close()
    assert (tmp_path / f"{FILE_NAME}.suspect").exists()
    start_up.make_ready(tmp_path, CLOCK)
    assert not (tmp_path / f"{FILE_NAME}.suspect").exists()
    assert (tmp_path / KEPT).exists()


def test_outcomes_are_saved_as_they_stood(tmp_path: Path, whole: Whole) -> None:
    started(tmp_path, b"\xa5" * 100 + whole.data[100:])
    with contextlib.closing(sqlite3.connect(tmp_path / FILE_NAME)) as db:
        outcomes = [row[0] for row in db.execute("SELECT outcome FROM postings")]
    assert outcomes == [Outcome.CONFIRMED] * 5


def test_what_was_counted_is_saved_where_the_header_is_gone(tmp_path: Path) -> None:
    """Its version is known by its columns: a denied accept, a completed order, since when such are rung."""
    start_up.make_ready(tmp_path, CLOCK)
    journal = Journal(tmp_path, CLOCK, "1")
    counter, key = Counter(journal), key_of("A")
    mark = counter.write(lambda tx: receipts.ringing_after(tx, on=True))
    counter.add("A")
    seq = counter.unknown(Kind.ACCEPT, key)
    counter.attempt(seq, Verdict.REFUSED, "已接单", 9)
    counter.event(PlatformStatus.COMPLETED, key)
    journal.close()
    data = (tmp_path / FILE_NAME).read_bytes()
    started(tmp_path, b"\xa5" * 100 + data[100:])
    with opened(tmp_path) as saved:
        assert Counter(saved).intent(seq, key).denials == 1
        assert Counter(saved).write(lambda tx: receipts.ringing_after(tx, on=True)) == mark
        (order,) = saved.read(lambda db: receipts.orders_without_receipt(db, mark))
        assert order.key == key


def test_refused_calls_are_saved_and_those_that_were_wiped_are_no_loss(tmp_path: Path) -> None:
    """Their raw text may be anything, and is gone after 30 days; so is the row of one that was seen."""
    clock = SetClock()
    call = Refused(RefusedKind.ORDER, "B1", "#1", "body", 1004, "不是 JSON / no JSON", raw="{")
    with opened(tmp_path, clock) as journal:
        counter = Counter(journal)
        for bill in ("B1", "B2"):
            counter.write(partial(refused_calls.note, partner="meituan", refused=replace(call, tbillno=bill)))
        counter.write(partial(refused_calls.see, number=1, actor="boss"))
        clock.walk(timedelta(days=40).total_seconds())
        wiped(counter)
        counter.write(partial(refused_calls.note, partner="meituan", refused=replace(call, tbillno="B3")))
    data = (tmp_path / FILE_NAME).read_bytes()
    saved = started(tmp_path, b"\xa5" * 100 + data[100:])
    assert saved.losses == {NOTHING: 0}
    with opened(tmp_path) as journal:
        assert [each.what.tbillno for each in journal.read(refused_calls.open_ones)] == ["B2", "B3"]


def test_what_was_wiped_stays_wiped_when_a_damaged_journal_is_saved(tmp_path: Path) -> None:
    """Row by row off torn pages, too: no older wording of a row is found beside it."""
    clock, phone = SetClock(), "13907318888"
    with opened(tmp_path, clock) as journal:
        counter = Counter(journal)
        for bill in ORDERS:
            counter.add(bill, phone=phone, remark=f"打 {phone} {'长' * 900}")
            counter.event(PlatformStatus.COMPLETED, key_of(bill))
        clock.walk(timedelta(days=40).total_seconds())
        assert wiped(counter)["orders"] == len(ORDERS)
        root = counter.journal.read(
            lambda db: db.execute("SELECT rootpage FROM sqlite_schema WHERE name = 'orders'").fetchone()[0]
        )
    data = bytearray((tmp_path / FILE_NAME).read_bytes())
    data[(root - 1) * PAGE : root * PAGE] = b"\xa5" * PAGE
    saved = started(tmp_path, bytes(data))
    assert ORDERS[0] in saved.orders
    with opened(tmp_path) as journal:
        orders_there = journal.read(lambda db: db.execute("SELECT wiped, content FROM orders").fetchall())
    assert len([each for each, _ in orders_there if each]) == len(ORDERS)
    assert not [content for _, content in orders_there if phone in content]


def test_the_look_at_a_large_file_ends_with_its_patience(
    tmp_path: Path, whole: Whole, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is not looked at now is looked at by the daily backup; a file that is suspect, to its end."""
    path = tmp_path / FILE_NAME
    path.write_bytes(whole.torn(40))
    assert soundness.look(path).damage
    monkeypatch.setattr(soundness, "SMALL_BYTES", 1000)
    assert not soundness.look(path).damage
    soundness.suspect(path)
    assert soundness.look(path).damage
    soundness.trust(path)
    assert not soundness.look(path).damage
