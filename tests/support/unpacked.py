"""Backups as SQLite reads them: those of a home are small, and unpacked where nothing looks at it."""

from __future__ import annotations

import contextlib
import sqlite3
import tempfile
from collections.abc import Iterator
from pathlib import Path

from posdesk.journal import compressed


@contextlib.contextmanager
def plain(copy: Path) -> Iterator[Path]:
    """A backup, or what it holds where it is a small one."""
    with tempfile.TemporaryDirectory() as folder, compressed.plain(copy, Path(folder)) as path:
        yield path


@contextlib.contextmanager
def opened(copy: Path) -> Iterator[sqlite3.Connection]:
    """A connection to it."""
    with plain(copy) as path, contextlib.closing(sqlite3.connect(path)) as db:
        yield db


def bytes_of(file: Path) -> bytes:
    """All that stands in a file, as it was before it was made small."""
    with compressed.opened(file) as opened_file:
        return opened_file.read()
