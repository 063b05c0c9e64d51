"""The -wal file beside the journal: what made it grow leaves no large file behind."""

import contextlib
import sqlite3
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import pytest

from posdesk.journal import Journal, Transaction
from posdesk.journal.audit import audit
from posdesk.journal.journal import FILE_NAME
from posdesk.journal.schema import WAL_KEPT_BYTES
from tests.journal.making import PATIENCE_S, opened

T = TypeVar("T")
PIECE_BYTES = 256 * 1024


def test_a_wal_that_a_long_reader_let_grow_becomes_small_again(tmp_path: Path) -> None:
    with opened(tmp_path) as journal:
        with contextlib.closing(sqlite3.connect(journal.path, isolation_level=None)) as reader:
            reader.execute("BEGIN")
            reader.execute("SELECT count(*) FROM meta").fetchone()
            while _wal_bytes(tmp_path) < 3 * WAL_KEPT_BYTES:
                _write(journal)
        for _ in range(4):  # the first writes all back, the next begins the file anew
            _write(journal)
        assert _wal_bytes(tmp_path) <= WAL_KEPT_BYTES


def test_a_walk_along_the_trail_lets_those_who_write_begin_the_wal_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """They write while it looks, and in the pauses between."""
    monkeypatch.setattr(audit, "_PIECE", 1)
    with opened(tmp_path) as journal:
        _lines(journal, 40)
        monkeypatch.setattr(time, "sleep", lambda _: _write(journal))

        def look(question: Callable[[sqlite3.Connection], T]) -> T:
            def asked(db: sqlite3.Connection) -> T:
                answer = question(db)
                _write(journal)
                return answer

            return journal.read(asked)

        walk = audit.Walk()
        walk.go_on(look)
        assert walk.line == 40
        assert _wal_bytes(tmp_path) < 2 * WAL_KEPT_BYTES


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
