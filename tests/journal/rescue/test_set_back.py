"""An older journal is copied over ours by hand: it goes on as a restored one, once; nothing leaves twice."""

import contextlib
import logging
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from posdesk.app import beside
from posdesk.domain.books.hour import Ask, Policy, step_of
from posdesk.domain.journal_health import JOURNAL, MISSING, RESTORED
from posdesk.domain.orders.intent import Kind, Outcome
from posdesk.errors import DiskError
from posdesk.journal import Journal, backup, end_mark, start_up
from posdesk.journal.audit import audit
from posdesk.journal.end_mark import MarkFit
from posdesk.journal.journal import FILE_NAME
from posdesk.journal.rescue import losses, set_back
from posdesk.journal.rescue.restore import restore
from tests.journal.making import START, Counter, SetClock
from tests.journal.takings import CONFIRMED, HOUR, WRONG_SECRET, Store, till
from tests.support.paths import ROOT
from tests.support.processes import KILLED

CLOCK = SetClock()
LATER = HOUR + timedelta(hours=6)


@contextlib.contextmanager
def at_work(home: Path) -> Iterator[Store]:
    """A start, some work, and a clean end."""
    start_up.make_ready(home, CLOCK)
    with contextlib.closing(Journal(home, CLOCK, "1")) as journal:
        yield Store(journal)
        beat(journal)


def beat(journal: Journal) -> None:
    """What a heartbeat and the end of a run do."""
    set_back.keep(journal.path.parent, journal.write(end_mark.committed).result(20))


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A home in which receipt 1 was sent; a backup of it; then receipt 2 was sent and an order came."""
    home = tmp_path / "home"
    with at_work(home) as store:
        send(store, "1")
    backup.copy(home / FILE_NAME, home.parent / "copy.sqlite")
    with at_work(home) as store:
        send(store, "2")
        Counter(store.journal).add("NEW")
    return home


def send(store: Store, serial: str) -> None:
    (posting,) = store.queued(till(serial))
    store.attempt(posting.seq, CONFIRMED)


def copy_over(home: Path) -> None:
    """As a person does it, by hand, while posdesk is closed."""
    shutil.copyfile(home.parent / "copy.sqlite", home / FILE_NAME)


def lost(store: Store) -> list[str]:
    return [loss.what for loss in store.journal.read(losses.open_ones)]


def audited(store: Store, what: str) -> list[str]:
    rows = store.journal.read(
        lambda db: db.execute("SELECT detail FROM audit WHERE what = ? ORDER BY number", (what,)).fetchall()
    )
    return [detail for (detail,) in rows]


def fit(home: Path) -> MarkFit:
    with contextlib.closing(sqlite3.connect(home / FILE_NAME)) as db:
        return end_mark.fit_of(db, end_mark.read(home))


# A copy by hand


def test_a_receipt_that_a_copied_journal_lacks_waits_for_a_person(home: Path) -> None:
    copy_over(home)
    with at_work(home) as store:
        (again,) = store.queued(till("2"))
        assert (again.outcome, again.needs_person) == (Outcome.UNKNOWN, True)
        assert step_of(store.book(), Policy(), LATER).ask is Ask.LACKS


def test_what_was_open_in_a_copied_journal_waits_for_a_person(tmp_path: Path) -> None:
    home = tmp_path / "home"
    with at_work(home) as store:
        refused, _ = store.queued(till("1"), till("2"))
        store.attempt(refused.seq, WRONG_SECRET)
        counter = Counter(store.journal)
        counter.add()
        accept = counter.press(Kind.ACCEPT)
    backup.copy(home / FILE_NAME, tmp_path / "copy.sqlite")
    with at_work(home) as store:
        store.take(till("3"))
    copy_over(home)
    with at_work(home) as store:
        waiting = [(each.outcome, each.needs_person, each.ever_unknown) for each in store.open()]
        assert waiting == [(Outcome.UNKNOWN, True, True)] * 2
        intent = Counter(store.journal).intent(accept.seq)
        assert (intent.outcome, intent.needs_person) == (Outcome.UNKNOWN, True)


def test_a_command_before_the_next_start_hides_nothing_of_it(home: Path) -> None:
    copy_over(home)
    with beside(home) as journal:
        Counter(journal).add("BESIDE")
    with at_work(home) as store:
        assert lost(store) == [RESTORED]


def test_the_loss_is_named_once_and_a_second_start_is_quiet(home: Path) -> None:
    copy_over(home)
    for _ in range(3):
        with at_work(home) as store:
            assert lost(store) == [RESTORED]
            assert len(audited(store, "journal.set_back")) == 1
            assert store.journal.read(audit.verify).broken_at is None


def test_a_second_copy_of_the_same_backup_is_noticed_as_well(home: Path) -> None:
    for _ in range(2):
        copy_over(home)
        with at_work(home) as store:
            store.take(till("3"))
        with at_work(home) as store:
            assert lost(store) == [RESTORED]


def test_a_journal_that_others_went_on_from_is_no_continuation_of_ours(home: Path, tmp_path: Path) -> None:
    """It has as many lines as ours, and more: their hashes differ."""
    other = tmp_path / "other"
    other.mkdir()
    shutil.copyfile(tmp_path / "copy.sqlite", other / FILE_NAME)
    with at_work(other) as store:
        for serial in "3456":
            send(store, serial)
    shutil.copyfile(other / FILE_NAME, home / FILE_NAME)
    with at_work(home) as store:
        assert lost(store) == [RESTORED]


@pytest.mark.parametrize("version", [1, 2, 3])
def test_a_backup_of_an_older_posdesk_is_known_as_the_same_journal(tmp_path: Path, version: int) -> None:
    old = ROOT / f"tests/data/journal/version-{version}.sqlite"
    shutil.copyfile(old, tmp_path / FILE_NAME)
    with at_work(tmp_path) as store:
        store.take(till("2"))
    shutil.copyfile(old, tmp_path / FILE_NAME)
    with at_work(tmp_path) as store:
        assert lost(store) == [RESTORED]


# What is no set-back


def test_a_mark_that_is_older_than_the_journal_is_normal(home: Path) -> None:
    mark = (home / end_mark.FILE_NAME).read_bytes()
    with at_work(home) as store:
        send(store, "3")
    (home / end_mark.FILE_NAME).write_bytes(mark)
    with at_work(home) as store:
        assert lost(store) == []
        assert audited(store, "journal.mark") == []
    assert fit(home) is MarkFit.FITS


def test_a_backup_that_holds_all_is_put_back_by_hand_at_no_cost(home: Path) -> None:
    backup.copy(home / FILE_NAME, home.parent / "copy.sqlite")
    copy_over(home)
    with at_work(home) as store:
        assert lost(store) == []
        assert store.queued(till("3"))[0].outcome is Outcome.QUEUED


def test_a_first_start_has_nothing_to_tell(tmp_path: Path) -> None:
    with at_work(tmp_path) as store:
        assert Counter(store.journal).audited() == []
    assert fit(tmp_path) is MarkFit.FITS


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (None, "none"),
        (b"", "unreadable"),
        (b"\xff\x00 garbage", "unreadable"),
        (b'{"journal": "0", "line": 1, "hash": "", "at": ""}', "unreadable"),
        (b"[" * 900, "unreadable"),
    ],
)
def test_a_home_without_a_mark_that_can_be_read_goes_on_and_gets_one(
    home: Path, text: bytes | None, told: str
) -> None:
    (home / end_mark.FILE_NAME).unlink()
    if text is not None:
        (home / end_mark.FILE_NAME).write_bytes(text)
    with at_work(home) as store:
        assert lost(store) == []
        assert audited(store, "journal.mark") == [f'{{"found":"{told}"}}']
        assert store.queued(till("3"))[0].outcome is Outcome.QUEUED
    with at_work(home) as store:
        assert len(audited(store, "journal.mark")) == 1
    assert fit(home) is MarkFit.FITS


# Another journal


def test_a_mark_of_another_journal_tells_that_the_one_here_is_missing(home: Path, tmp_path: Path) -> None:
    with at_work(tmp_path / "other") as store:
        send(store, "9")
    shutil.copyfile(tmp_path / "other" / FILE_NAME, home / FILE_NAME)
    for _ in range(2):
        with at_work(home) as store:
            assert lost(store) == [MISSING]
            assert audited(store, "journal.mark") == ['{"found":"of another journal"}']
            if not store.open():
                assert store.queued(till("3"))[0].outcome is Outcome.QUEUED, "it goes on"


def test_a_journal_that_is_gone_is_told_by_its_mark_alone(home: Path) -> None:
    (home / FILE_NAME).unlink()
    for _ in range(2):
        with at_work(home) as store:
            assert lost(store) == [JOURNAL]
    with at_work(home) as store:
        assert store.queued(till("2"))[0].needs_person


def test_an_empty_file_in_its_place_is_a_lost_journal(home: Path) -> None:
    (home / FILE_NAME).write_bytes(b"")
    for _ in range(2):
        with at_work(home) as store:
            assert lost(store) == [JOURNAL]


@pytest.mark.parametrize("version", [0, 4])
def test_another_programs_file_is_refused_in_words_and_left_as_it_is(home: Path, version: int) -> None:
    (home / FILE_NAME).unlink()
    with contextlib.closing(sqlite3.connect(home / FILE_NAME)) as db:
        db.execute("CREATE TABLE songs (title TEXT)")
        db.execute(f"PRAGMA user_version = {version}")
    before = (home / FILE_NAME).read_bytes()
    with pytest.raises(DiskError, match="is no journal of posdesk"):
        start_up.make_ready(home, CLOCK)
    assert (home / FILE_NAME).read_bytes() == before


# A mark that can't be written, a start that is cut off


def test_a_mark_that_cannot_be_written_hinders_nothing(home: Path, caplog: pytest.LogCaptureFixture) -> None:
    (home / end_mark.FILE_NAME).unlink()
    (home / end_mark.FILE_NAME).mkdir()
    for serial in "34":
        with caplog.at_level(logging.WARNING), at_work(home) as store:
            send(store, serial)
            assert lost(store) == []
            assert len(audited(store, "journal.mark")) == 1
        assert "can't be written" in caplog.text
    assert not list(home.glob("*.part"))


def test_what_was_dealt_with_stays_so_where_the_old_mark_stays(home: Path) -> None:
    """The power fails before the new mark is written, or a program holds the old one for ever."""
    copy_over(home)
    mark = (home / end_mark.FILE_NAME).read_bytes()
    for _ in range(3):
        with at_work(home) as store:
            assert lost(store) == [RESTORED]
        (home / end_mark.FILE_NAME).write_bytes(mark)


STARTER = """
import sys
from pathlib import Path
from posdesk.journal import start_up
from tests.journal.making import SetClock
start_up.make_ready(Path(sys.argv[1]), SetClock())
"""


def killed_at(point: str, home: Path) -> bool:
    """A start that dies there; whether it came so far."""
    inject = ROOT / "tests" / "faults" / "inject"
    path = os.pathsep.join([str(inject), os.environ["PYTHONPATH"]])
    env = {"PYTHONPATH": path, "FAULTS_KILL": point}
    env["FAULTS_TRACE"] = str(home.parent / "trace")
    line = [sys.executable, "-c", STARTER, str(home)]
    return subprocess.run(line, env={**os.environ, **env}, check=False).returncode == KILLED


@pytest.mark.parametrize("step", ["mark.known", "commit.before", "commit.after", "mark.before", "mark.after"])
def test_a_start_that_is_killed_at_any_step_deals_with_it_once(home: Path, step: str) -> None:
    copy_over(home)
    assert killed_at(f"{step}:1", home)
    for _ in range(2):
        with at_work(home) as store:
            assert lost(store) == [RESTORED]
            assert len(audited(store, "journal.set_back")) == 1
    with at_work(home) as store:
        assert store.queued(till("2"))[0].needs_person


def test_a_draft_that_was_cut_off_is_swept_and_never_read(home: Path) -> None:
    (home / f"{end_mark.FILE_NAME}.k1ll3d.part").write_bytes(b'{"journal"')
    with at_work(home) as store:
        assert lost(store) == []
    assert not list(home.glob("*.part"))


def test_a_mark_names_only_lines_whose_commit_has_returned(home: Path) -> None:
    with at_work(home) as store:
        before = store.write(end_mark.committed)

        def cut_off(tx: object) -> None:
            audit.write(tx, "never")  # type: ignore[arg-type]
            raise ValueError("it does not come to a commit")

        with pytest.raises(ValueError, match="commit"):
            store.journal.write(cut_off).result(20)
        assert store.write(end_mark.committed) == before
        beat(store.journal)
        assert end_mark.read(home).mark == before


# Restore


def test_a_restore_has_its_own_mark_and_the_next_start_finds_nothing_more(home: Path) -> None:
    restore(home.parent / "copy.sqlite", home / FILE_NAME, START + timedelta(minutes=90), "Wang")
    assert fit(home) is MarkFit.FITS
    with at_work(home) as store:
        assert lost(store) == [RESTORED]
        assert audited(store, "journal.set_back") == []


def test_a_restore_that_was_cut_off_before_its_mark_finds_nothing_more(home: Path) -> None:
    mark = (home / end_mark.FILE_NAME).read_bytes()
    restore(home.parent / "copy.sqlite", home / FILE_NAME, START + timedelta(minutes=90), "Wang")
    (home / end_mark.FILE_NAME).write_bytes(mark)
    with at_work(home) as store:
        assert lost(store) == [RESTORED]
        assert audited(store, "journal.set_back") == []


def test_a_backup_that_was_copied_by_hand_first_costs_as_much_when_it_is_restored(home: Path) -> None:
    """The journal that is replaced is the backup itself: it shows nothing of what came after it."""
    copy_over(home)
    restored = restore(home.parent / "copy.sqlite", home / FILE_NAME, START + timedelta(minutes=90), "Wang")
    assert not restored.is_all
    with at_work(home) as store:
        assert lost(store) == [RESTORED]


def test_after_a_whole_disk_was_set_back_a_restore_takes_nothing_for_granted(home: Path) -> None:
    """Journal and mark are of one time, and so is the backup: only a person knows that more came since."""
    copy = home.parent / "now.sqlite"
    backup.copy(home / FILE_NAME, copy)
    restored = restore(copy, home / FILE_NAME, START + timedelta(minutes=90), "Wang", after_set_back=True)
    assert not restored.is_all
    with at_work(home) as store:
        assert lost(store) == [RESTORED]
        assert store.queued(till("3"))[0].needs_person


# With the -wal of the one that was there, and damage


def crashed(home: Path, orders: int) -> None:
    """The journal of `home` as a power cut leaves it, its -wal beside it, after so many more orders."""
    start_up.make_ready(home, CLOCK)
    whole = home.parent / "whole"
    with contextlib.closing(Journal(home, CLOCK, "1")) as journal:
        for number in range(orders):
            Counter(journal).add(f"W{number}")
        beat(journal)
        shutil.copytree(home, whole)
    shutil.rmtree(home)
    whole.rename(home)


@pytest.mark.parametrize("orders", [1, 5, 60])
def test_a_copy_beside_the_wal_of_the_journal_that_was_there_is_no_journal(home: Path, orders: int) -> None:
    """SQLite would play the one into the other, and rows would be gone without a word."""
    crashed(home, orders)
    assert (home / f"{FILE_NAME}-wal").stat().st_size > 0
    copy_over(home)
    for _ in range(2):
        with at_work(home) as store:
            assert RESTORED in lost(store)
            assert (store.journal.read(lambda db: db.execute("PRAGMA integrity_check").fetchone())) == ("ok",)
    with at_work(home) as store:
        assert store.queued(till("2"))[0].needs_person or store.journal.read(
            lambda db: db.execute("SELECT 1 FROM receipts WHERE serial_num = '2'").fetchone()
        )


def test_rows_and_indexes_of_different_times_are_found_after_a_crash(home: Path) -> None:
    """A copy that somebody made of the file itself while posdesk was closed."""
    shutil.copyfile(home / FILE_NAME, home.parent / "copy.sqlite")
    with at_work(home) as store:
        for number in range(40):
            Counter(store.journal).add(f"X{number}")
    crashed(home, 1)
    copy_over(home)
    with at_work(home) as store:
        assert "orders" in lost(store)
        assert (store.journal.read(lambda db: db.execute("PRAGMA integrity_check").fetchone())) == ("ok",)


def test_a_damaged_copy_is_saved_and_known_as_older(home: Path) -> None:
    data = bytearray((home.parent / "copy.sqlite").read_bytes())
    data[:16] = bytes(16)
    (home / FILE_NAME).write_bytes(data)
    for _ in range(2):
        with at_work(home) as store:
            assert lost(store) == [RESTORED]
    with at_work(home) as store:
        assert store.queued(till("2"))[0].needs_person


def test_a_damaged_journal_that_was_not_set_back_is_only_damaged(home: Path) -> None:
    data = bytearray((home / FILE_NAME).read_bytes())
    data[:16] = bytes(16)
    (home / FILE_NAME).write_bytes(data)
    with at_work(home) as store:
        assert lost(store) == ["nothing"]
