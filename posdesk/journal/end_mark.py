"""How far the journal had come, in a file beside it: by it a journal that was set back by hand is known.

<home>/journal.mark names the journal, the last line of its audit trail and that line's hash, only of lines
whose COMMIT has returned: a mark that is older than the journal is normal. What was dealt with once is
written into the journal (`know`), so that it stays dealt with, be the mark writable or not.
"""

import contextlib
import hashlib
import json
import os
import re
import sqlite3
import stat
import tempfile
from dataclasses import asdict
from enum import Enum, auto
from pathlib import Path

from posdesk.domain.clock import from_text, to_text
from posdesk.host import disk
from posdesk.host.disk import sync_folder
from posdesk.journal import meta
from posdesk.journal.transaction import Transaction, head_of
from posdesk.records import dataclass

FILE_NAME = "journal.mark"
_KNOWN = "mark_known"
_MOST_BYTES = 1000
_ID, _HASH = re.compile(r"[0-9a-f]{32}"), re.compile(r"[0-9a-f]{64}")
_DRAFT = ".part"


@dataclass(frozen=True, slots=True)
class EndMark:
    """A journal's id, the number and hash of a line of its audit trail, and when that was written.

    `at` is journal text. Line 0 is the beginning: it stands in no table.
    """

    journal: str
    line: int
    hash: str
    at: str


@dataclass(frozen=True, slots=True)
class MarkFile:
    """What lies in a home: `text` is the file's, empty where there is none; `mark` None if it is no mark."""

    mark: EndMark | None = None
    text: str = ""


class MarkFit(Enum):
    """What a mark says of the journal beside it."""

    FITS = auto()
    NO_MARK = auto()  # there is none, or none that can be read
    SET_BACK = auto()  # this journal lacks a line that it had
    OTHER = auto()  # another journal was here


def id_of(db: sqlite3.Connection) -> str:
    """The journal's own name, which each copy of it has, of whichever schema; it tells nobody the salt."""
    row = db.execute("SELECT value FROM meta WHERE key = 'salt'").fetchone()
    return hashlib.sha256(f"posdesk journal {row and row[0]}".encode()).hexdigest()[:32]


def of(db: sqlite3.Connection) -> EndMark:
    """The mark of a journal whose lines are all committed."""
    return _at(db, *head_of(db))


def _at(db: sqlite3.Connection, number: int, digest: str) -> EndMark:
    row = db.execute("SELECT at FROM audit WHERE number = ?", (number,)).fetchone()
    return EndMark(id_of(db), number, digest, str(row[0]) if row else "")


def committed(tx: Transaction) -> EndMark:
    """A job that changes nothing: the mark holds once its COMMIT has returned."""
    mark = _at(tx.db, tx.chain.number, tx.chain.head)  # the journal's own note of it is written at COMMIT
    return mark if mark.at else EndMark(mark.journal, mark.line, mark.hash, to_text(tx.now))


def going_on(tx: Transaction, home: Path) -> EndMark | None:
    """As `committed`, of a journal that goes on from the mark in its home.

    None where it doesn't: that is for the next start to deal with, which would see nothing of it any more.
    """
    return committed(tx) if fit_of(tx.db, read(home)) is MarkFit.FITS else None


def read(home: Path) -> MarkFile:
    """What lies there. Raises nothing: what can't be read is no mark."""
    path = home / FILE_NAME
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            return MarkFile(text="no file")
        with path.open("rb") as file:
            text = file.read(_MOST_BYTES).decode("utf-8", "replace").strip()
    except FileNotFoundError:
        return MarkFile()
    except OSError as error:
        return MarkFile(text=f"unreadable: {error.strerror}")
    return MarkFile(_parsed(text), text or "empty")


def _parsed(text: str) -> EndMark | None:
    try:
        mark = EndMark(**json.loads(text))
        from_text(mark.at or to_text(from_text("2000-01-01T00:00:00+00:00")))
        is_mark = _ID.fullmatch(mark.journal) and _HASH.fullmatch(mark.hash) and 0 <= mark.line < 2**63
    except (ValueError, TypeError, RecursionError):
        return None
    return mark if is_mark and type(mark.line) is int else None


def fit_of(db: sqlite3.Connection, found: MarkFile) -> MarkFit:
    """What a mark says of this journal; what the journal knows of already fits."""
    if found.text and found.text == meta.value(db, _KNOWN):
        return MarkFit.FITS
    if found.mark is None:
        return MarkFit.NO_MARK
    if found.mark.journal != id_of(db):
        return MarkFit.OTHER
    return MarkFit.FITS if _holds(db, found.mark) else MarkFit.SET_BACK


def _holds(db: sqlite3.Connection, mark: EndMark) -> bool:
    if not mark.line:
        return True
    row = db.execute("SELECT hash FROM audit WHERE number = ?", (mark.line,)).fetchone()
    return row is not None and row[0] == mark.hash


def behind_since(db: sqlite3.Connection, found: MarkFile) -> str:
    """When the first line was written that a mark doesn't know of, as journal text; empty where it knows all.

    Of a mark that fits only because it was dealt with, the last line counts.
    """
    now, mark = of(db), found.mark
    if mark is None or (mark.line, mark.hash) == (now.line, now.hash):
        return ""
    is_older = mark.journal == now.journal and _holds(db, mark)
    number = mark.line + 1 if is_older else now.line
    row = db.execute("SELECT at FROM audit WHERE number = ?", (number,)).fetchone()
    return str(row[0]) if row else ""


def know(db: sqlite3.Connection, found: MarkFile) -> None:
    """What this mark says has been dealt with, in the transaction that is open."""
    if found.text:
        meta.put(db, _KNOWN, found.text)


def names(home: Path, mark: EndMark) -> bool:
    """Whether the mark that lies there names that end, whenever it was written."""
    lies = read(home).mark
    return lies is not None and (lies.journal, lies.line, lies.hash) == (mark.journal, mark.line, mark.hash)


def write(home: Path, mark: EndMark) -> None:
    """Put it in the mark's place, whole or not at all, unless it says so already. Raises OSError."""
    text = json.dumps(asdict(mark))
    if read(home).text != text:
        put_whole(home / FILE_NAME, text)


def put_whole(path: Path, text: str) -> None:
    """Put a line of text in a file's place, whole or not at all, and on the disk. Raises OSError."""
    number, name = tempfile.mkstemp(prefix=f"{path.name}.", suffix=_DRAFT, dir=path.parent)
    draft = Path(name)
    try:
        with open(number, "w", encoding="ascii") as file:  # noqa: PTH123 - a descriptor, not a path
            file.write(f"{text}\n")
            file.flush()
            os.fsync(file.fileno())
        disk.replace(draft, path)
    except OSError:
        with contextlib.suppress(OSError):
            disk.remove(draft)
        raise
    sync_folder(path.parent)


def sweep(home: Path) -> None:
    """Take away what a write that was cut off left behind; only the holder of the home's lock does."""
    for draft in home.glob(f"*.mark.*{_DRAFT}"):
        with contextlib.suppress(OSError):
            disk.remove(draft, pauses_s=disk.AT_ONCE)
