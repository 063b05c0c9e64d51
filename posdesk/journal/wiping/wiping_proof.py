"""Whether a wiping left nothing, proven by the journal's bytes: what no row holds stands nowhere in its file.

Looked for are mobile numbers of eleven figures that stand alone, or right behind a time, as columns do. One
that a page's end cuts in two, or that is written with blanks, is not seen. The file is read past SQLite, by a
process of its own: in one that works with the journal SQLite would lose its locks.
"""

import gzip
import io
import re
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from posdesk.domain.clock import ClockDoubt, to_text
from posdesk.host import own_process
from posdesk.journal import compressed, packing
from posdesk.journal.wiping import wipes, wiping_clock
from posdesk.journal.wiping.wiping import WipeDue
from posdesk.records import dataclass

# It begins with a plain figure, for which gigabytes are soon looked through. A time ends in +00:00.
# Among the figures of a hash or of a GUID there are such numbers by chance.
_PHONE = re.compile(
    rb"1(?:(?<![0-9]1)|(?<=[^0-9]001))(?<![0-9a-f-]{8}1)[3-9][0-9]{9}(?![0-9])(?![0-9a-f-]{8})"
)
_PIECE_PAGES = 256
_NEWEST = 50_000  # rows of a table: what is not wiped yet stands among them
_HEADER, _FRAME = 32, 24  # bytes of a -wal's head, and before each page in it
_SALTS = slice(16, 24)
_ENDED = "wiped IS NULL AND state IN ('completed', 'refused', 'cancelled') AND state_at < ?"
_CLOSED = "wiped IS NULL AND closed_at < ? AND state IN ('new', 'accepted', 'ready')"
_ORDERS = "SELECT number FROM orders WHERE"
Numbers = frozenset[bytes]


@dataclass(frozen=True, slots=True)
class OverdueOrders:
    """Orders that should be wiped by now: those that could be, and those of which something is still open."""

    due: int
    waiting: int
    doubt: ClockDoubt


def kept(db: sqlite3.Connection, due: WipeDue) -> OverdueOrders:
    """Count what ended long enough ago and is not wiped."""
    before = (to_text(due.ended),)
    ended = [row for where in (_ENDED, _CLOSED) for row in db.execute(f"{_ORDERS} {where}", before)]
    free = sum(wipes.is_free(db, number, to_text(due.silent)) for (number,) in ended)
    return OverdueOrders(free, len(ended) - free, wiping_clock.standing(db))


@dataclass(frozen=True, slots=True)
class Bytes:
    """Numbers in a journal's bytes: in its pages as they are now, and in older copies of pages."""

    now: Numbers
    before: Numbers


def looked_through(path: Path) -> Bytes:
    """All that stands in the journal's file and its -wal, read by another process. Raises OSError."""
    line = [*own_process.command(__spec__.name), str(path)]
    done = subprocess.run(  # noqa: S603 - ourselves, with a path
        line, capture_output=True, stdin=subprocess.DEVNULL, check=False
    )
    if done.returncode != 0:
        why = done.stderr.decode("utf-8", "replace").strip().splitlines()[-1:]
        raise OSError("".join(why) or f"exit code {done.returncode}")
    now, before = done.stdout.decode("ascii").splitlines()
    return Bytes(frozenset(now.encode().split()), frozenset(before.encode().split()))


def in_bytes(path: Path) -> Bytes:
    """As `looked_through`, in this process, which must not have the journal open; also of a copy made small.

    Raises OSError, DamagedJournal.
    """
    newest, size = _newest_frames(_wal_of(path))
    now: set[bytes] = set()
    before: set[bytes] = set()
    with compressed.opened(path) as file:
        size = size or int.from_bytes(file.read(18)[16:18], "big") or 4096
        size = 65536 if size == 1 else size
        file.seek(0)
        for first, piece in _pieces(file, size):
            is_old = [first + offset in newest for offset in range(-(-len(piece) // size))]
            _sort(piece, is_old, size, now, before)
    for is_now, page in _frames(_wal_of(path), size, newest):
        (now if is_now else before).update(_phones_in(page))
    return Bytes(frozenset(now), frozenset(before - now))


def _phones_in(data: bytes) -> set[bytes]:
    """The numbers among these bytes, and in what stands packed among them."""
    found = set(_PHONE.findall(data))
    return found.union(*map(_PHONE.findall, packing.texts_in(data)))


def _wal_of(path: Path) -> Path:
    return path.with_name(f"{path.name}-wal")


def _pieces(file: gzip.GzipFile | io.BufferedReader, size: int) -> Iterator[tuple[int, bytes]]:
    """The number of the first page, and the bytes of some."""
    number = 1
    while piece := file.read(size * _PIECE_PAGES):
        yield number, piece
        number += _PIECE_PAGES


def _sort(piece: bytes, is_old: list[bool], size: int, now: set[bytes], before: set[bytes]) -> None:
    if not any(is_old):
        now.update(_phones_in(piece))
        return
    for number, old in enumerate(is_old):
        page = piece[number * size : (number + 1) * size]
        (before if old else now).update(_phones_in(page))


def _newest_frames(wal: Path) -> tuple[dict[int, int], int]:
    """Where the newest committed copy of each page is in a -wal; and the size of a page, 0 where none is."""
    newest: dict[int, int] = {}
    try:
        with wal.open("rb") as file:
            head = file.read(_HEADER)
            size = int.from_bytes(head[8:12], "big")
            for commit in _commits(file, size, head[_SALTS]):
                newest |= commit
    except FileNotFoundError:
        return {}, 0
    return newest, size


def _commits(file: IO[bytes], size: int, salts: bytes) -> Iterator[dict[int, int]]:
    """Where the pages of each whole commit of this round are; nothing where a page has no size."""
    begun: dict[int, int] = {}
    while size and len(frame := file.read(_FRAME)) == _FRAME and frame[8:16] == salts:
        begun[int.from_bytes(frame[:4], "big")] = file.tell()
        file.seek(size, 1)
        if any(frame[4:8]):  # the last frame of a commit says how many pages there are
            yield begun
            begun = {}


def _frames(wal: Path, size: int, newest: dict[int, int]) -> Iterator[tuple[bool, bytes]]:
    """Every page in a -wal, what an earlier round left in it, too; and whether it is the newest one."""
    if not newest and not wal.exists():
        return
    places = frozenset(newest.values())
    with wal.open("rb") as file:
        file.seek(_HEADER)
        while file.read(_FRAME):
            at = file.tell()
            yield at in places, file.read(size)


def in_no_row(db: sqlite3.Connection, suspects: Numbers) -> Numbers:
    """The numbers among these that stand in no row of any table; the newest rows are read first."""
    left = set(suspects)
    for row in _newest_first(db):
        if not left:
            break
        left.difference_update(_PHONE.findall(_texts(row, "\n")), _PHONE.findall(_texts(row, "")))
    return frozenset(left)


def _newest_first(db: sqlite3.Connection) -> Iterator[tuple[object, ...]]:
    """The newest rows of every table, then every row."""
    tables = db.execute("SELECT name FROM sqlite_schema WHERE type = 'table'").fetchall()
    for limit in (_NEWEST, -1):  # -1: all of them
        for (table,) in tables:
            yield from db.execute(f'SELECT * FROM "{table}" ORDER BY rowid DESC LIMIT ?', (limit,))


def _texts(row: tuple[object, ...], between: str) -> bytes:
    """A row's texts, apart or as they stand in the file: behind each other, nothing where 0, 1 or NULL is."""
    texts = (_text(each) for each in row)
    return between.join(texts).encode("utf-8", "surrogatepass")


def _text(value: object) -> str:
    if isinstance(value, bytes):
        return f"\n{b''.join(packing.texts_in(value)).decode('utf-8', 'replace')}\n"
    return value if isinstance(value, str) else "" if value in {None, 0, 1} else "\n"


def main() -> int:
    """Print the numbers, those of now in the first line and those of older copies in the second."""
    found = in_bytes(Path(sys.argv[1]))
    for numbers in (found.now, found.before):
        sys.stdout.write(b" ".join(sorted(numbers)).decode("ascii") + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
