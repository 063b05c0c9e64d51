"""SQLite's errors in the words of the house: above the journal nobody knows sqlite3's exceptions."""

import contextlib
import shutil
import sqlite3
import traceback
from collections.abc import Iterator
from pathlib import Path
from typing import TypeVar

from posdesk.errors import DiskError, DiskFault

E = TypeVar("E", bound=BaseException)
_FAULTS = {
    sqlite3.SQLITE_FULL: DiskFault.FULL,
    sqlite3.SQLITE_BUSY: DiskFault.LOCKED,
    sqlite3.SQLITE_LOCKED: DiskFault.LOCKED,
    sqlite3.SQLITE_READONLY: DiskFault.READ_ONLY,
    sqlite3.SQLITE_PERM: DiskFault.READ_ONLY,
    sqlite3.SQLITE_CORRUPT: DiskFault.DAMAGED,
    sqlite3.SQLITE_NOTADB: DiskFault.DAMAGED,
}
REMEDIES = {
    DiskFault.FULL: "Free space on the disk",
    DiskFault.LOCKED: "Another program holds it: end that",
    DiskFault.READ_ONLY: "Let this user write to the file and its folder, then start posdesk again",
    DiskFault.GONE: "Put it back, or start posdesk again",
    DiskFault.DAMAGED: "Start posdesk again: it saves what can be read",
    DiskFault.OTHER: "Check disk and permissions",
}
_SAY_AGAIN = frozenset({DiskFault.READ_ONLY, DiskFault.GONE, DiskFault.DAMAGED})  # their remedies say it
LEAST_BYTES = 256 * 1024  # what SQLite needs beside a journal to open it
BY_ITSELF = frozenset({DiskFault.FULL, DiskFault.LOCKED, DiskFault.OTHER})
"""The faults that end without a new start."""


def code_of(error: BaseException) -> int:
    """SQLite's primary result code; SQLITE_MISUSE for what Python's module raised by itself."""
    return int(getattr(error, "sqlite_errorcode", sqlite3.SQLITE_MISUSE)) & 0xFF


def fault_of(error: BaseException) -> DiskFault:
    """Why the disk failed."""
    return error.fault if isinstance(error, DiskError) else _FAULTS.get(code_of(error), DiskFault.OTHER)


@contextlib.contextmanager
def letting_go() -> Iterator[None]:
    """What failed in the block holds no statement any more: with one of them a closed file is open still.

    Windows then neither moves nor removes it. Python keeps them in the frames that an error came through.
    """
    try:
        yield
    except Exception as error:
        each: BaseException | None = error
        while each is not None:
            traceback.clear_frames(each.__traceback__)
            each = each.__context__
        raise


def disk_error(error: BaseException, what: str) -> DiskError:
    """`what` says what could not be done; a DiskError stays what it is."""
    if isinstance(error, DiskError):
        return error
    fault = fault_of(error)
    goes_on = "; it goes on by itself" if fault in BY_ITSELF else ""
    return because(DiskError(f"{what}: {error}. {REMEDIES[fault]}{goes_on}.", fault), error)


def opening_error(error: BaseException, path: Path) -> DiskError:
    """A journal can't be opened: nothing goes on by itself then."""
    if isinstance(error, DiskError):
        return error
    fault = fault_of(error)
    if fault is DiskFault.OTHER and _is_full(path):  # SQLite calls it an I/O error, or says it can't open
        fault = DiskFault.FULL
    again = "" if fault in _SAY_AGAIN else ", then start posdesk again"
    said = f"The journal {path} can't be opened: {error}. {REMEDIES[fault]}{again}."
    return because(DiskError(said, fault), error)


def _is_full(path: Path) -> bool:
    try:
        return shutil.disk_usage(path.parent).free < LEAST_BYTES
    except OSError:
        return False


def because(said: E, cause: BaseException) -> E:
    """The error with its cause, to be kept instead of raised."""
    said.__cause__ = cause
    return said
