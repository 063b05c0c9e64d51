"""The journal's -wal is written back beside the commits, and within one only where that falls far behind."""

import contextlib
import logging
import sqlite3
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from posdesk.journal import Journal, Transaction
from posdesk.journal import schema as journal_schema
from posdesk.journal.journal import FILE_NAME
from posdesk.journal.write_back import DUE_JOBS, FAR_PAGES
from tests.journal.making import PATIENCE_S, opened
from tests.support.processes import wait_for

PAGE_BYTES = 4096
A_JOB_S_PAGES = 40


class HeldUp:
    """A connection whose write-backs wait until they are let go, or fail."""

    def __init__(self, db: sqlite3.Connection, held: threading.Event) -> None:
        self.db, self.held = db, held
        self.asked = threading.Event()
        self.error: Exception | None = None

    def execute(self, sql: str) -> sqlite3.Cursor:
        self.asked.set()
        self.held.wait(PATIENCE_S)
        if self.error is not None:
            raise self.error
        return self.db.execute(sql)

    def close(self) -> None:
        self.held.set()
        self.db.close()


@pytest.fixture
def journal(tmp_path: Path) -> Iterator[Journal]:
    with opened(tmp_path) as journal:
        yield journal


def held_up(journal: Journal, held: threading.Event) -> HeldUp:
    write_back: Any = journal._writer._write_back
    write_back._db = found = HeldUp(write_back._db, held)
    return found


def write(journal: Journal, jobs: int = 1) -> None:
    """Each in a commit of its own, each of some pages of its own."""

    def job(tx: Transaction) -> None:
        filler = "x" * (A_JOB_S_PAGES * PAGE_BYTES)
        tx.db.execute("INSERT OR REPLACE INTO meta VALUES ('filler', ?)", (filler,))

    for _ in range(jobs):
        journal.write(job).result(PATIENCE_S)


def left_behind(journal: Journal) -> int:
    """Pages of the -wal that are not written back yet; asked by a read of the shared memory alone."""
    shared = journal.path.with_name(f"{FILE_NAME}-shm").read_bytes()
    pages, written = (int.from_bytes(shared[at : at + 4], "little") for at in (16, 96))
    return pages - written


def test_commits_go_on_while_pages_are_written_back(journal: Journal) -> None:
    held = threading.Event()
    at_work = held_up(journal, held)
    write(journal, DUE_JOBS)
    assert at_work.asked.wait(PATIENCE_S)
    write(journal, DUE_JOBS)
    assert left_behind(journal) > DUE_JOBS * A_JOB_S_PAGES
    held.set()
    wait_for(lambda: left_behind(journal) == 0, "what was committed, written back")


def test_where_it_falls_far_behind_a_commit_does_it(journal: Journal) -> None:
    held = threading.Event()
    held_up(journal, held)
    most = 0
    for _ in range(3 * FAR_PAGES // A_JOB_S_PAGES):
        write(journal)
        most = max(most, left_behind(journal))
    assert FAR_PAGES - 2 * A_JOB_S_PAGES < most < FAR_PAGES + 2 * A_JOB_S_PAGES
    held.set()


def test_a_disk_that_takes_none_is_said_once_and_commits_go_on(
    journal: Journal, caplog: pytest.LogCaptureFixture
) -> None:
    held = threading.Event()
    at_work = held_up(journal, held)
    at_work.error = sqlite3.OperationalError("disk I/O error")
    held.set()
    for _ in range(3):
        at_work.asked.clear()
        write(journal, DUE_JOBS)
        assert at_work.asked.wait(PATIENCE_S)
    at_work.error = None
    write(journal, DUE_JOBS)
    wait_for(lambda: left_behind(journal) == 0, "what was committed, written back")
    said = [each for each in caplog.records if each.levelno == logging.WARNING]
    assert [each.getMessage() for each in said] == ["journal: nothing is written back: disk I/O error"]


def test_what_another_process_reads_for_long_is_written_back_once_that_ends(journal: Journal) -> None:
    with contextlib.closing(sqlite3.connect(journal.path, isolation_level=None)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM meta").fetchone()
        write(journal, 2 * DUE_JOBS)
        assert left_behind(journal) > DUE_JOBS * A_JOB_S_PAGES
    write(journal, DUE_JOBS)
    wait_for(lambda: left_behind(journal) == 0, "what was committed, written back")


def test_it_ends_with_the_journal_also_in_the_midst_of_it(tmp_path: Path) -> None:
    with opened(tmp_path) as journal:
        write(journal, DUE_JOBS)
    assert not [each for each in threading.enumerate() if each.name == "journal-write-back"]
    with contextlib.closing(journal_schema.connect(tmp_path / FILE_NAME)) as db:
        assert db.execute("SELECT length(value) FROM meta WHERE key = 'filler'").fetchone() == (
            A_JOB_S_PAGES * PAGE_BYTES,
        )
