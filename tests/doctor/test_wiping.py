"""What `posdesk doctor` proves of personal data that is due: by the rows, by the bytes, by the files."""

import json
import os
import random
import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from posdesk import cli
from posdesk.doctor import report
from posdesk.doctor.snapshot import snapshot_of
from posdesk.doctor.wiping import personal_data
from posdesk.domain.clock import ClockDoubt
from posdesk.domain.journal_health import RESTORED, Loss
from posdesk.domain.orders.intent import Kind
from posdesk.journal import Journal, backup, schema
from posdesk.journal.orders.order_moves import PlatformStatus
from posdesk.journal.rescue import losses
from posdesk.journal.wiping import wiping, wiping_clock, wiping_proof
from posdesk.journal.wiping.wiping import BEGIN, WipeDue
from tests.journal.making import Counter, SetClock, key_of, opened

KEEP_DAYS = 30
PHONE = "13507311234"  # of making.content
TODAY = datetime.now(UTC)
LONG_AGO = TODAY - timedelta(days=KEEP_DAYS + 5)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """One order that is long over."""
    with opened(tmp_path, SetClock(LONG_AGO)) as journal:
        done(Counter(journal), "A")
    return tmp_path


def done(counter: Counter, bill: str, **changed: Any) -> None:
    counter.add(bill, **changed)
    counter.event(PlatformStatus.COMPLETED, key_of(bill))


def wipe(journal: Journal) -> None:
    """All of a day's wiping."""
    due, at = WipeDue.of(TODAY, KEEP_DAYS), BEGIN
    while (done := journal.write(partial(wiping.wipe, due=due, start=at)).result(20)).next:
        at = done.next
    assert journal.write_alone(wiping.empty_wal).result(20)


def told(capsys: pytest.CaptureFixture[str], home: Path) -> tuple[str, dict[str, Any]]:
    """State and facts; its texts are looked at in both languages."""
    cli.main(["doctor", "--home", str(home), "--json"])
    parts = {part["part"]: part for part in json.loads(capsys.readouterr().out)["parts"]}
    found = parts["wiping"]
    assert found["zh"] != found["en"]
    return f"{found['state']}: {found['en']}", found["facts"]


def test_a_wiped_home_is_proven(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with opened(home, SetClock(TODAY)) as journal:
        done(Counter(journal), "B", phone="13900000001")
        wipe(journal)
    said, facts = told(capsys, home)
    assert said.startswith("ok: no order is due, each of the 1 mobile numbers in the journal's bytes stands")
    assert (facts["due"], facts["numbers"], facts["in_no_row"], facts["old_files"]) == (0, 1, 0, 0)


@pytest.mark.parametrize("at", [0, 8, 53])
def test_figures_of_a_hash_are_no_phone(home: Path, capsys: pytest.CaptureFixture[str], at: int) -> None:
    chance = f"{'c4' * 40}"[:at] + PHONE + f"{'ab' * 40}"[: 53 - at]
    with opened(home, SetClock(TODAY)) as journal:
        counter = Counter(journal)
        counter.write(lambda tx: tx.db.execute("INSERT INTO meta VALUES ('a hash', ?)", (chance,)))
        wipe(journal)
    assert told(capsys, home)[1]["numbers"] == 0


def test_what_is_due_and_not_wiped_is_counted(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with opened(home, SetClock(LONG_AGO)) as journal:
        counter = Counter(journal)
        counter.add("open")
        counter.unknown(Kind.ACCEPT, key_of("open"))
        counter.event(PlatformStatus.COMPLETED, key_of("open"))
    said, facts = told(capsys, home)
    assert said == "look: orders due and not wiped: 1"
    assert (facts["due"], facts["waiting"]) == (1, 1)


@pytest.mark.parametrize("doubt", [doubt for doubt in ClockDoubt if doubt])
def test_a_clock_in_doubt_is_said_with_what_mends_it(
    doubt: ClockDoubt, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with opened(home) as journal:
        wipe(journal)
        Counter(journal).write(lambda tx: wiping_clock.doubt(tx, doubt))
    said, facts = told(capsys, home)
    assert said.startswith("look: nothing is wiped: the clock ")
    assert facts["doubt"] == doubt
    finding = personal_data(snapshot_of(home, SetClock(TODAY)))
    assert finding is not None
    assert "暂不清除" in report.as_text([finding], report.CHINESE)


def test_a_number_in_free_space_is_found(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with opened(home) as journal:
        wipe(journal)
    with closing(sqlite3.connect(home / "journal.sqlite")) as db:
        db.execute("PRAGMA secure_delete = OFF")
        db.execute("INSERT INTO meta VALUES ('left', '13911112222')")
        db.commit()
        db.execute("DELETE FROM meta WHERE key = 'left'")
        db.commit()
    said, facts = told(capsys, home)
    assert said == "look: mobile numbers in the journal's bytes that stand in no row: 1"
    assert facts["in_no_row"] == 1


def test_an_older_copy_of_a_page_is_no_leftover_and_is_said(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with opened(home) as journal:
        wipe(journal)
        with closing(schema.connect(home / "journal.sqlite")) as db:
            db.execute("PRAGMA wal_autocheckpoint = 0")
            db.execute("INSERT INTO meta VALUES ('left', '13911112222')")
            db.execute("DELETE FROM meta WHERE key = 'left'")
            said, facts = told(capsys, home)
            assert said.startswith("ok: ")
            assert "1 more in older copies of pages, until the next wiping" in said
            assert (facts["in_no_row"], facts["in_older_pages"]) == (0, 1)
        wipe(journal)
        assert wiping_proof.in_bytes(journal.path).before == frozenset()


def test_old_files_are_named_but_for_those_that_are_kept(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    stamp = backup.stamp_of(LONG_AGO)
    named, free = f"journal.damaged-{stamp}.sqlite", f"journal.replaced-{stamp}.sqlite"
    with opened(home) as journal:
        wipe(journal)
        Counter(journal).write(lambda tx: losses.add(tx, (Loss(RESTORED, None, named),)))
    done = home / "receipts-in" / "done"
    done.mkdir(parents=True)
    for path in (home / named, home / free, done / f"{PHONE}.json", done / "young.json"):
        path.touch()
    os.utime(done / f"{PHONE}.json", (LONG_AGO.timestamp(),) * 2)
    said, facts = told(capsys, home)
    assert said == f"look: files past their age: {free}, 135****1234.json"
    assert facts["old_files"] == 2


@pytest.mark.parametrize("seed", range(4))
def test_the_bytes_hold_just_what_the_rows_hold_whatever_was_written_and_checkpointed(
    tmp_path: Path, seed: int
) -> None:
    chance, path = random.Random(seed), tmp_path / "journal.sqlite"
    schema.migrate(path)
    with closing(schema.connect(path)) as db, closing(schema.connect(path)) as other:
        db.execute("PRAGMA wal_autocheckpoint = 0")
        db.execute("PRAGMA synchronous = OFF")
        for _ in range(60):
            key, phone = str(chance.randrange(12)), f"139{chance.randrange(10**8):08d}"
            filler = "x" * chance.choice((0, 500, 9000))
            db.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (f"k{key}", f" {phone} {filler}"))
            if chance.random() < 0.4:
                db.execute("DELETE FROM meta WHERE key = ?", (f"k{chance.randrange(12)}",))
            if chance.random() < 0.1:
                db.execute(f"PRAGMA wal_checkpoint({chance.choice(('PASSIVE', 'RESTART', 'TRUNCATE'))})")
            if chance.random() < 0.2:
                other.execute("BEGIN")
                other.execute("INSERT INTO meta VALUES ('rolled back', '13700000000')")
                other.execute("ROLLBACK")
            now = wiping_proof.in_bytes(path).now
            rows = {row[0][1:12].encode() for row in db.execute("SELECT value FROM meta WHERE key LIKE 'k%'")}
            assert rows <= now
            assert wiping_proof.in_no_row(db, now) == frozenset()
