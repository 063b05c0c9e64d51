"""A copy of the journal made small: one gzip file, written and read in pieces, by its content known as such.

Its end holds length and checksum, so one that was cut off or changed is not whole; any unpacker opens it by
hand. It is five times smaller, and made as fast as most disks write.
"""

import contextlib
import gzip
import io
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

from posdesk.errors import DamagedJournal
from posdesk.host import disk, private
from posdesk.host.progress import Progress, silent

SUFFIX = ".gz"
PIECE_BYTES = 256 * 1024  # zlib works without Python's lock on each
_SYNC_BYTES = 64 * PIECE_BYTES  # of what is read: a few MiB of what is written
_LEVEL = 4  # 5.3 times smaller at 137 MB/s; level 1: 4.9 times at 220, and all backups over twice the journal
_MAGIC = b"\x1f\x8b\x08"
_OF_SQLITE = b"SQLite format 3\0"
_NOT_WHOLE = (EOFError, zlib.error, gzip.BadGzipFile)


def is_compressed(path: Path) -> bool:
    """Whether a file is one, whatever its name. Raises OSError."""
    with path.open("rb") as file:
        return file.read(len(_MAGIC)) == _MAGIC


def compress(source: Path, target: Path, piece_done: Callable[[int], None]) -> None:
    """Write `source` small to `target`, which is not there yet, and read that through again.

    `piece_done` is told how many bytes of the source are in, and may raise to end it. Raises OSError,
    DamagedJournal where what was written does not read as it was.
    """
    with (
        source.open("rb") as file,
        private.create(target) as raw,
        gzip.GzipFile("", "wb", _LEVEL, raw, mtime=0) as small,
    ):
        while piece := file.read(PIECE_BYTES):
            small.write(piece)
            if file.tell() % _SYNC_BYTES < PIECE_BYTES:
                raw.flush()
                disk.sync_data(raw.fileno())
            piece_done(file.tell())
    for _ in _pieces(target):
        piece_done(source.stat().st_size)


def expand(source: Path, target: Path, progress: Progress = silent) -> None:
    """Write to `target`, which is not there yet, what `source` holds; nobody knows before how much that is.

    Raises DamagedJournal for a file that was cut off or changed, OSError, Cancelled.
    """
    done = 0
    with private.create(target) as file:
        for piece in _pieces(source):
            file.write(piece)
            done += len(piece)
            progress(done // 1024)


def is_whole(path: Path, goes_on: Callable[[], bool] = lambda: True) -> bool:
    """Whether it is as it was written, when it was checked; False, too, once `goes_on` says so.

    Raises OSError where it can't be read.
    """
    first = b""
    try:
        for piece in _pieces(path):
            first = first or piece
            if not goes_on():
                return False
    except DamagedJournal:
        return False
    return first.startswith(_OF_SQLITE)


@contextlib.contextmanager
def plain(path: Path, folder: Path) -> Iterator[Path]:
    """The copy as SQLite reads it: the file itself, or what it holds, in this folder for the block.

    Raises as `expand` does.
    """
    if not is_compressed(path):
        yield path
        return
    with private.passing(folder / path.name) as scratch:
        expand(path, scratch)
        yield scratch


@contextlib.contextmanager
def opened(path: Path) -> Iterator[gzip.GzipFile | io.BufferedReader]:
    """The bytes of a journal, or of a copy of it as it was before. Raises OSError, DamagedJournal."""
    try:
        with gzip.open(path) if is_compressed(path) else path.open("rb") as file:
            yield file
    except _NOT_WHOLE as error:
        raise DamagedJournal(f"{path} was cut off or changed: {error}. Take another backup.") from error


def _pieces(path: Path) -> Iterator[bytes]:
    with opened(path) as file:
        while piece := file.read(PIECE_BYTES):
            yield piece
