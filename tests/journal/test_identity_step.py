"""The step to keys of three: every row of every released journal, look-alikes, and a year of orders."""

import contextlib
import json
import shutil
import sqlite3
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import pytest

from posdesk.domain.books.receipt import Door, ReceiptKey
from posdesk.domain.clock import to_text
from posdesk.domain.key_text import compared
from posdesk.domain.orders.history import RemarkKind
from posdesk.domain.orders.order import OrderState
from posdesk.errors import ReceiptConflict
from posdesk.journal import Journal, codec, schema
from posdesk.journal.audit import audit
from posdesk.journal.books import receipt_rows, receipts
from posdesk.journal.journal import FILE_NAME
from posdesk.journal.orders import remarks
from posdesk.journal.orders.orders import Addition
from tests.journal.making import START, Counter, SetClock, content, key_of, opened
from tests.journal.takings import Store, till
from tests.support.paths import ROOT

pytestmark = pytest.mark.usefixtures("own_steps")
RELEASED = ROOT / "tests/data/journal"
BEFORE = 4


def rows(path: Path, question: str) -> list[tuple[object, ...]]:
    with contextlib.closing(sqlite3.connect(path)) as db:
        return db.execute(question).fetchall()


@pytest.fixture(params=sorted(RELEASED.glob("version-[1-4].sqlite")), ids=lambda path: path.stem)
def released(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A home with the journal of an earlier version."""
    shutil.copy(request.param, tmp_path / FILE_NAME)
    return tmp_path


_HANGING = {
    "intents": "seq, outcome, attempts, last_answer",
    "history": "number, at, happening, detail",
    "scans": "number, at, code",
}


def test_what_hung_on_an_order_hangs_on_its_row_after_the_step(released: Path) -> None:
    path = released / FILE_NAME
    bills = {name: rows(path, f"SELECT {what}, tbillno FROM {name}") for name, what in _HANGING.items()}
    order_rows = rows(path, "SELECT number, tbillno, state, content, raw FROM orders ORDER BY number")
    Journal.migrate(released)
    after = rows(path, "SELECT number, tbillno, state, content, raw FROM orders ORDER BY number")
    assert after == order_rows
    for bill, ordered, placed, text in rows(path, "SELECT bill, ordered, placed_at, content FROM orders"):
        said = codec.content_of(str(text))
        assert said.ordered_at is not None
        assert (bill, ordered, placed) == (compared(said.tbillno), *[to_text(said.ordered_at)] * 2)
    for name, what in _HANGING.items():
        joined = f"SELECT {what}, o.tbillno FROM {name} LEFT JOIN orders o USING (partner, bill, ordered)"
        columns = ", ".join(f"{name}.{each.strip()}" for each in what.split(","))
        assert sorted(map(str, rows(path, joined.replace(what, columns)))) == sorted(map(str, bills[name]))
    assert rows(path, "PRAGMA foreign_key_check") == []


@pytest.mark.parametrize("version", [2, 3, 4])
def test_receipts_and_their_postings_are_as_they_were(tmp_path: Path, version: int) -> None:
    path = tmp_path / FILE_NAME
    shutil.copy(RELEASED / f"version-{version}.sqlite", path)
    kept = "SELECT number, store_id, pos_no, serial_num, hour, gross_fen, queued, content, raw FROM receipts"
    posted = "SELECT number, seq, receipt, outcome, hour FROM postings"
    before = rows(path, kept), rows(path, posted)
    Journal.migrate(tmp_path)
    assert (rows(path, kept), rows(path, posted)) == before
    with opened(tmp_path) as journal:
        for key in map(tuple, rows(path, "SELECT store_id, pos_no, serial_num FROM receipts")):
            assert journal.read(lambda db, key=key: receipts.row(db, ReceiptKey(*key)))  # type: ignore[misc]


def test_a_migrated_journal_is_made_as_a_new_one(released: Path, tmp_path: Path) -> None:
    made = "SELECT name, sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY name"
    Journal.migrate(released)
    Journal.migrate(tmp_path / "new")
    assert rows(released / FILE_NAME, made) == rows(tmp_path / "new" / FILE_NAME, made)


# Rows that look alike now


@contextlib.contextmanager
def old_journal(home: Path) -> Iterator[sqlite3.Connection]:
    """A journal of the version before, to be filled by hand; a journal of today when the block ends."""
    with contextlib.closing(schema.connect(home / FILE_NAME)) as db:
        schema.take_up_to(db, BEFORE)
        db.execute("BEGIN")
        yield db
        db.execute("COMMIT")
    Journal.migrate(home)


def put_order(db: sqlite3.Connection, tbillno: str, number: int, **changed: object) -> None:
    said = content(tbillno, customer=f"客人{number}", **changed)
    at, text = to_text(START), codec.content_text(said)
    db.execute(
        "INSERT INTO orders (partner, tbillno, billno, counter, state, state_at, origin, received_at,"
        " show_no, customer, phone_last4, content, raw)"
        " VALUES ('meituan', ?, ?, '1', 'new', ?, 'pushed', ?, '#1', ?, '1234', ?, '{}')",
        (tbillno, f"XS{number}", at, at, said.customer, text),
    )


def test_orders_that_now_look_alike_are_kept_newest_first_and_listed(tmp_path: Path) -> None:
    with old_journal(tmp_path) as db:
        for number, tbillno in enumerate(["２０", "20", "2０", "21"]):
            put_order(db, tbillno, number)
            db.execute(
                "INSERT INTO history (partner, tbillno, at, happening, detail)"
                " VALUES ('meituan', ?, '', 'received', ?)",
                (tbillno, tbillno),
            )
    found = rows(tmp_path / FILE_NAME, "SELECT tbillno, bill, ordered FROM orders ORDER BY number")
    first = to_text(START)
    assert found == [
        ("２０", "20", f"{first}#3"),
        ("20", "20", f"{first}#2"),
        ("2０", "20", first),
        ("21", "21", first),
    ]
    told = rows(tmp_path / FILE_NAME, "SELECT detail, ordered FROM history ORDER BY number")
    assert told == [(tbillno, ordered) for tbillno, _, ordered in found]
    with opened(tmp_path) as journal:
        counter = Counter(journal)
        (remark,) = journal.read(remarks.open_ones)
        assert (remark.what, remark.source, remark.name) == (RemarkKind.ALIKE_ORDERS, "meituan", "20")
        assert remark.detail.splitlines() == ["2０", "20", "２０"]
        assert counter.add("20", customer="客人2") is Addition.REPEATED, "the newest counts"
        assert counter.order(key_of("20")).content.customer == "客人2"


def test_an_order_whose_content_nobody_can_read_hinders_no_step(tmp_path: Path) -> None:
    with old_journal(tmp_path) as db:
        put_order(db, "20", 1)
        db.execute("UPDATE orders SET content = '{\"ordered_at\": 7'")
    assert rows(tmp_path / FILE_NAME, "SELECT bill, ordered FROM orders") == [("20", "")]


def test_an_order_whose_time_said_no_date_is_known_again_without_one(tmp_path: Path) -> None:
    """Earlier versions took 1970 for a time: an order that is open must not ring a second time for it."""
    with old_journal(tmp_path) as db:
        put_order(db, "20", 1, ordered_at=datetime(1970, 1, 1, tzinfo=UTC))
    at = to_text(START)
    assert rows(tmp_path / FILE_NAME, "SELECT ordered, placed_at FROM orders") == [("", at)]
    with opened(tmp_path) as journal:
        assert Counter(journal).add("20", ordered_at=None, customer="客人2") is Addition.CHANGED


@pytest.mark.parametrize("first", [None, START], ids=["without times", "with times"])
def test_a_trail_without_times_ends_no_order_that_comes_while_its_own_is_here(
    tmp_path: Path, first: datetime | None
) -> None:
    """The last line is of the next day: later than the new order, whose number the old one had."""
    later, placed = START + timedelta(days=1), None if first is None else START + timedelta(hours=23)
    with old_journal(tmp_path) as db:
        put_order(db, "20", 1, ordered_at=first)
        db.execute("UPDATE orders SET state = 'completed'")
        for number, (what, at) in enumerate([("received", START), ("is_completed", later)], 1):
            db.execute(
                "INSERT INTO audit VALUES (?, ?, '', '1', 'order.' || ?, 'meituan', '20', '', '{}', '')",
                (number, to_text(at), what),
            )
        db.execute("UPDATE meta SET value = '2 0' WHERE key = 'audit'")
    with opened(tmp_path, SetClock(later)) as journal:
        counter = Counter(journal)
        assert counter.add("20", ordered_at=placed, customer="客人2") is Addition.NEW
        states = rows(tmp_path / FILE_NAME, "SELECT state FROM orders ORDER BY number")
        assert states == [("completed",), ("new",)]


def put_receipts(home: Path, written: Sequence[tuple[str, str]]) -> list[str]:
    """A journal of the version before with these receipts, each a serial and its raw text; their texts."""
    with opened(home / "source") as journal:
        for number in range(len(written)):
            Store(journal).take(till(f"x{number}", fen=100 + number))
        kept = journal.read(lambda db: db.execute("SELECT * FROM receipts ORDER BY number").fetchall())
        names = [
            each[0] for each in journal.read(lambda db: db.execute("SELECT * FROM receipts").description)
        ]
    later = {"bill", "ordered", "wiped", "thinned"}
    old = [name for name in names if not name.startswith("same_") and name not in later]
    renamed = {"original_pos": "original_pos_no", "original_serial": "original_serial_num"}
    columns, marks = ", ".join(renamed.get(name, name) for name in old), ", ".join("?" * len(old))
    texts = []
    with old_journal(home) as db:
        for (serial, raw), row in zip(written, kept, strict=True):
            values = {**dict(zip(names, row, strict=True)), "serial_num": serial}
            values["raw"] = raw or values["raw"]
            texts.append(values["raw"])
            db.execute(f"INSERT INTO receipts ({columns}) VALUES ({marks})", [values[name] for name in old])
    return texts


def test_look_alikes_whose_orders_are_lost_hinder_no_step(tmp_path: Path) -> None:
    """A damaged page took both orders; what hung on them was saved, and each had its accept."""
    path, at = tmp_path / FILE_NAME, to_text(START)
    with old_journal(tmp_path) as db:
        for number, tbillno in enumerate(["20", "20 "]):
            put_order(db, tbillno, number)
            db.execute(
                "INSERT INTO intents (seq, partner, tbillno, kind, counter, actor, outcome, pressed_at,"
                " leaves_at) VALUES (?, 'meituan', ?, 'accept', '1', '', 'confirmed', ?, ?)",
                (str(number), tbillno, at, at),
            )
        db.execute("COMMIT")
        db.execute("PRAGMA foreign_keys = OFF")
        db.execute("BEGIN")
        db.execute("DELETE FROM orders")
    assert rows(path, "SELECT bill, ordered FROM intents ORDER BY number") == [("20", ""), ("20", "#20 ")]


def test_a_receipt_that_was_kept_with_its_blanks_is_known_without_them(tmp_path: Path) -> None:
    """Earlier versions took the blanks around a key for a part of it; the till hands it in again."""
    sale, back = till("A1"), till("B1", takes_back="A1", raw='{"original_serial_num":"A1","actual_amt":9}')
    texts = [each.raw.replace('A1"', 'A1 "') for each in (sale, back)]
    put_receipts(tmp_path, [("A1 ", texts[0]), ("B1", texts[1])])
    with opened(tmp_path) as journal:
        assert Store(journal).take(sale, back).known == 2
        with pytest.raises(ReceiptConflict):
            Store(journal).take(till("A1", fen=999))


def test_receipts_that_now_look_alike_are_kept_and_each_is_found_under_its_own_look(tmp_path: Path) -> None:
    written = ["A１", "A1", "Ａ1"]
    kept = put_receipts(tmp_path, [(serial, "") for serial in written])
    with opened(tmp_path) as journal:
        (remark,) = journal.read(remarks.open_ones)
        assert (remark.what, remark.detail.splitlines()) == (RemarkKind.ALIKE_RECEIPTS, written[::-1])
        for number, serial in enumerate(written):
            key = till(serial).receipt.key
            found = journal.read(partial(receipt_rows.kept, key=key))
            assert found is not None
            assert found.raw == kept[number]


def test_a_receipt_known_under_another_look_is_known_and_keeps_its_serial(tmp_path: Path) -> None:
    with opened(tmp_path) as journal:
        store = Store(journal)
        first = till("A1")
        assert store.take(first).stored == 1
        assert store.take(till("Ａ１")).known == 1
        assert store.take(first).known == 1
        with pytest.raises(ReceiptConflict):
            store.write(lambda tx: receipts.store(tx, [till("Ａ1", fen=999)], Door.HTTP))
        assert [posting.receipt for posting in store.queued()] == [first.receipt.key]
        assert journal.read(audit.verify).broken_at is None


def lose(home: Path, bill: str) -> None:
    """An order and its intents are gone, as with a damaged page."""
    with contextlib.closing(sqlite3.connect(home / FILE_NAME)) as db:
        for table in ("intents", "orders"):
            db.execute(f"DELETE FROM {table} WHERE bill = ?", (bill,))
        db.commit()


def test_the_trail_of_an_earlier_version_tells_of_the_order_it_was_written_for(tmp_path: Path) -> None:
    """Its lines name no time: they are of the one order that had the number, and of no later one."""
    shutil.copy(RELEASED / "version-4.sqlite", tmp_path / FILE_NAME)
    Journal.migrate(tmp_path)
    later = START.replace(year=START.year + 1)
    lose(tmp_path, "R03")
    with opened(tmp_path) as journal:
        Counter(journal).add("R03")
        assert Counter(journal).order(key_of("R03")).state is OrderState.COMPLETED
    lose(tmp_path, "R03")
    with opened(tmp_path) as journal:
        counter = Counter(journal)
        counter.add("R03", ordered_at=later)
        assert counter.order(key_of("R03", ordered=later)).state is OrderState.NEW
        assert json.loads(counter.journal.read(_last_detail))["ordered"] == to_text(later)


def _last_detail(db: sqlite3.Connection) -> str:
    row = db.execute("SELECT detail FROM audit WHERE what = 'order.received' ORDER BY number DESC").fetchone()
    return str(row[0])
