"""What stands in the -wal is written back aside: no answer waits for it, and it never grows for ever."""

import contextlib
import sqlite3
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from posdesk.journal import Journal, Transaction, write_back
from posdesk.journal.journal import FILE_NAME
from posdesk.journal.schema import WAL_KEPT_BYTES
from posdesk.journal.write_back import ROWS, WriteBack
from tests.journal.making import PATIENCE_S, insert_meta, meta_keys, opened
from tests.support.processes import wait_for

PIECE_BYTES = 256 * 1024
_Pass = Callable[[WriteBack, sqlite3.Connection], tuple[int, int]]


@pytest.fixture
def passes(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, int, int]]:
    """Who wrote back, the pages of the -wal then, and how many of them are written back."""
    seen: list[tuple[str, int, int]] = []
    real: _Pass = WriteBack._pass

    def noted(aside: WriteBack, db: sqlite3.Connection) -> tuple[int, int]:
        found = real(aside, db)
        seen.append((threading.current_thread().name, *found))
        return found

    monkeypatch.setattr(WriteBack, "_pass", noted)
    return seen


def test_no_answer_waits_while_pages_are_written_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, may_end = threading.Event(), threading.Event()

    def slow(aside: WriteBack, db: sqlite3.Connection) -> tuple[int, int]:
        begun.set()
        may_end.wait(PATIENCE_S)
        return 0, 0

    monkeypatch.setattr(WriteBack, "_pass", slow)
    with opened(tmp_path) as journal:
        _write_rows(journal, ROWS)
        assert begun.wait(PATIENCE_S)
        assert journal.write(insert_meta("meanwhile")).result(PATIENCE_S) == "meanwhile"
        may_end.set()


def test_no_commit_of_a_counter_writes_back_by_itself(
    tmp_path: Path, passes: list[tuple[str, int, int]]
) -> None:
    with opened(tmp_path) as journal:
        _write_rows(journal, ROWS)
        wait_for(lambda: bool(passes), "the thread beside")
    assert passes[0][0] == "journal-write-back"


def test_what_a_long_reader_held_up_is_written_back_aside(
    tmp_path: Path, passes: list[tuple[str, int, int]]
) -> None:
    with opened(tmp_path) as journal:
        with _reading(journal.path):
            while _wal_bytes(tmp_path) < 3 * WAL_KEPT_BYTES:
                _write_piece(journal)
            wait_for(lambda: bool(passes), "a first try")
            held = passes[-1]
        _write_piece(journal)
        _write_rows(journal, ROWS)
        wait_for(lambda: passes[-1][1] == passes[-1][2], "all pages written back")
    assert held[2] < held[1]
    assert {
        who for who, pages, done in passes if done > held[2] and pages - done > write_back.LEFT_PAGES
    } <= {"journal-write-back"}


def test_orders_that_never_pause_let_the_wal_grow_to_no_more_than_some_times_its_size(tmp_path: Path) -> None:
    with opened(tmp_path) as journal:
        waiting = [journal.write(_piece) for _ in range(20)]
        largest = 0
        for _ in range(200):
            waiting.append(journal.write(_piece))
            waiting.pop(0).result(PATIENCE_S)
            largest = max(largest, _wal_bytes(tmp_path))
        for each in waiting:
            each.result(PATIENCE_S)
    assert largest < 200 * PIECE_BYTES / 2


def test_pages_are_never_written_back_again_before_a_later_transaction_was_committed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The order of things in which SQLite before 3.51.3 may lose a commit: all is written back, and again."""
    happened: list[str] = []
    real: _Pass = WriteBack._pass

    def watched(aside: WriteBack, db: sqlite3.Connection) -> tuple[int, int]:
        happened.append("pass")
        pages, done = real(aside, db)
        happened.append("all" if pages == done else "some")
        return pages, done

    begin, committed = WriteBack.begin, WriteBack.committed

    def noted_begin(aside: WriteBack) -> None:
        happened.append("begin")
        begin(aside)

    def noted_commit(aside: WriteBack, rows: int) -> None:
        happened.append("commit")
        committed(aside, rows)

    monkeypatch.setattr(WriteBack, "_pass", watched)
    monkeypatch.setattr(WriteBack, "begin", noted_begin)
    monkeypatch.setattr(WriteBack, "committed", noted_commit)
    with opened(tmp_path) as journal:
        for _ in range(30):
            _write_rows(journal, ROWS)
            _write_piece(journal)
    told = " ".join(happened).split("all")[1:]
    assert len(told) > 1
    for since in told:
        before = since.partition("pass")[0] if "pass" in since else "begin commit"
        assert "commit" in before.partition("begin")[2], since


def test_a_failure_to_write_back_is_told_once_and_keeps_no_order(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(write_back, "_PASSIVE", "SELECT no_such_function()")
    with opened(tmp_path) as journal:
        for _ in range(3):
            _write_rows(journal, ROWS)
        wait_for(lambda: "can't be written back" in caplog.text, "the warning")
        assert journal.write(insert_meta("still")).result(PATIENCE_S) == "still"
    assert caplog.text.count("can't be written back") == 1


def test_a_command_beside_the_holder_writes_back_itself(tmp_path: Path) -> None:
    with opened(tmp_path) as holder:
        before = threading.active_count()
        beside = Journal(tmp_path, holder.clock, "2", is_beside=True)
        try:
            assert threading.active_count() == before + 1  # its writer
            assert beside.write(insert_meta("row-beside")).result(PATIENCE_S) == "row-beside"
        finally:
            beside.close()
        assert "row-beside" in meta_keys(holder)


def _write_rows(journal: Journal, count: int) -> None:
    def job(tx: Transaction) -> None:
        rows = [(f"row {number}",) for number in range(count)]
        tx.db.executemany("INSERT OR REPLACE INTO meta VALUES (?, '')", rows)

    journal.write(job).result(PATIENCE_S)


def _piece(tx: Transaction) -> None:
    tx.db.execute("INSERT OR REPLACE INTO meta VALUES ('filler', ?)", ("x" * PIECE_BYTES,))


def _write_piece(journal: Journal) -> None:
    journal.write(_piece).result(PATIENCE_S)


def _wal_bytes(home: Path) -> int:
    return (home / f"{FILE_NAME}-wal").stat().st_size


@contextlib.contextmanager
def _reading(path: Path) -> Iterator[None]:
    with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM meta").fetchone()
        yield
