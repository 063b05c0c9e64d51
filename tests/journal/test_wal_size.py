"""The -wal file beside the journal: what made it grow leaves no large file behind."""

import contextlib
import sqlite3
import time
from pathlib import Path

import pytest

from posdesk.journal import Journal, Transaction, write_back
from posdesk.journal.audit import audit
from posdesk.journal.journal import FILE_NAME
from posdesk.journal.schema import WAL_KEPT_BYTES
from posdesk.journal.transaction import Job
from posdesk.journal.wiping import wiping
from posdesk.journal.write_back import WriteBack
from tests.journal.making import PATIENCE_S, opened
from tests.support.processes import wait_for

PIECE_BYTES = 256 * 1024


def test_a_wal_that_a_long_reader_let_grow_becomes_small_again(tmp_path: Path) -> None:
    with opened(tmp_path) as journal:
        with contextlib.closing(sqlite3.connect(journal.path, isolation_level=None)) as reader:
            reader.execute("BEGIN")
            reader.execute("SELECT count(*) FROM meta").fetchone()
            while _wal_bytes(tmp_path) < 2 * write_back.MOST_BYTES:
                _write(journal)
        for _ in range(4):  # the first writes all back, the next begins the file anew
            _write(journal)
        assert _wal_bytes(tmp_path) <= WAL_KEPT_BYTES


def test_the_wal_is_written_back_while_nobody_waits_and_not_within_a_commit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else some order's answer waits for the disk to take a thousand pages."""
    monkeypatch.setattr(write_back, "UNWRITTEN", 20)
    monkeypatch.setattr(write_back, "REST_S", 0.0)
    with opened(tmp_path) as journal:
        size = journal.path.stat().st_size
        for _ in range(19):
            _write(journal)
        assert _wal_bytes(tmp_path) > WAL_KEPT_BYTES
        assert journal.path.stat().st_size == size, "a commit has written it back"
        _write(journal)
        wait_for(lambda: journal.path.stat().st_size > size, "the -wal's pages in the file")


def test_whoever_comes_meanwhile_goes_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(write_back, "UNWRITTEN", 1)
    monkeypatch.setattr(write_back, "REST_S", 3600.0)
    with opened(tmp_path) as journal:
        size = journal.path.stat().st_size
        for _ in range(3):
            _write(journal)
        assert journal.path.stat().st_size == size


def test_a_large_wal_waits_for_no_rest(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(write_back, "REST_S", 3600.0)
    with opened(tmp_path) as journal:
        size = journal.path.stat().st_size
        while _wal_bytes(tmp_path) <= write_back.MOST_BYTES:
            _write(journal)
        wait_for(lambda: journal.path.stat().st_size > size, "the -wal's pages in the file")


def _changes_nothing(_: Transaction) -> None:
    pass


def _is_undone(tx: Transaction) -> None:
    tx.db.execute("INSERT OR REPLACE INTO meta VALUES ('filler', 'x')")
    raise LookupError


def _touches_no_topic(tx: Transaction) -> None:
    tx.db.execute("INSERT OR REPLACE INTO meta VALUES ('filler', 'x')")


@pytest.mark.parametrize(
    ("job", "is_alone", "times"),
    [
        (_changes_nothing, False, 0),
        (_is_undone, False, 0),
        (_touches_no_topic, False, 1),
        (_touches_no_topic, True, 1),
        (wiping.empty_wal, True, 0),
    ],
)
def test_only_behind_a_commit_that_wrote(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, job: Job[object], is_alone: bool, times: int
) -> None:
    """Where all is back already, SQLite before 3.51.3 can lose what another process commits meanwhile."""
    monkeypatch.setattr(write_back, "MOST_BYTES", 0)
    written = list[WriteBack]()

    def wrote(each: WriteBack) -> None:
        written.append(each)

    with opened(tmp_path) as journal:
        journal.write(_changes_nothing).result(PATIENCE_S)
        monkeypatch.setattr(WriteBack, "_write_back", wrote)
        write = journal.write_alone if is_alone else journal.write
        with contextlib.suppress(LookupError):
            write(job).result(PATIENCE_S)
        journal.write(_changes_nothing).result(PATIENCE_S)  # begun once what follows the first is over
        assert len(written) == times


def test_a_write_back_that_fails_ends_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(write_back, "MOST_BYTES", 0)
    monkeypatch.setattr(write_back, "_WRITE_BACK", "no statement")
    with opened(tmp_path) as journal:
        for _ in range(3):
            _write(journal)


def test_who_commits_beside_the_holder_leaves_the_wal_to_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where two connections write it back, SQLite before 3.51.3 can lose a commit."""
    monkeypatch.setattr(write_back, "REST_S", 0.0)
    with opened(tmp_path) as journal:
        before = journal.path.stat().st_size
        with contextlib.closing(Journal(tmp_path, journal.clock, "1", is_beside=True)) as beside:
            while _wal_bytes(tmp_path) <= 2 * write_back.MOST_BYTES:
                _write(beside)
        assert journal.path.stat().st_size == before
        _write(journal)
        wait_for(lambda: journal.path.stat().st_size > before, "the -wal's pages in the file")


def test_between_the_looks_of_a_walk_along_the_trail_nobody_reads(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """So whoever writes can begin the -wal anew."""
    monkeypatch.setattr(audit, "_PIECE", 10)
    begun_anew = list[bool]()
    with opened(tmp_path) as journal:
        _lines(journal, 40)

        def pause(_seconds: float) -> None:
            begun_anew.append(journal.write_alone(wiping.empty_wal).result(PATIENCE_S))

        monkeypatch.setattr(time, "sleep", pause)
        walk = audit.Walk()
        walk.go_on(journal.read)
    assert walk.line == 40
    assert begun_anew == [True] * 4


def _lines(journal: Journal, count: int) -> None:
    def job(tx: Transaction) -> None:
        for _ in range(count):
            audit.write(tx, "test")

    journal.write(job).result(PATIENCE_S)


def _write(journal: Journal) -> None:
    def job(tx: Transaction) -> None:
        tx.db.execute("INSERT OR REPLACE INTO meta VALUES ('filler', ?)", ("x" * PIECE_BYTES,))

    journal.write(job).result(PATIENCE_S)


def _wal_bytes(home: Path) -> int:
    return (home / f"{FILE_NAME}-wal").stat().st_size
