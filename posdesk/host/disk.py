"""Files on this PC's disk: put in another's place or removed, where a path leads, why a disk failed.

A file is replaced or removed also where another program has it open just now. Windows lets nobody replace,
move or delete what an editor, a virus scanner or an indexer has open, and most let go within a moment: so it
is tried again for some seconds. It replaces and deletes nothing that is marked read-only either, as a copied
backup may be: the mark is taken off first. Elsewhere neither hinders.
"""

import errno
import os
import shutil
import stat
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from posdesk.errors import DiskFault

PAUSES_S: Sequence[float] = (0.05, 0.1, 0.2, 0.4, 0.8, 1.0, 1.0, 1.0)
"""Between two tries, in seconds: together how long a program may have the file open."""
AT_ONCE: Sequence[float] = ()
"""The pauses of whoever may not wait, the window and the event loop, or tries again by himself."""

_LARGE_BYTES = 64 * 1024 * 1024  # as much is given back in a moment
_PIECE_BYTES = 4 * 1024 * 1024
IN_USE = frozenset({32, 33, 303, 1224})  # open elsewhere, locked, being deleted, mapped into memory
_DENIED = 5  # said of a target that is open elsewhere, too


def is_in_use(error: OSError) -> bool:
    """Whether Windows says that another program has the file open."""
    return getattr(error, "winerror", None) in IN_USE


def may_be_in_use(error: OSError) -> bool:
    """Whether that may be why; "access is denied" has other reasons, too."""
    return is_in_use(error) or getattr(error, "winerror", None) == _DENIED


def replace(source: Path, target: Path, *, pauses_s: Sequence[float] | None = None) -> None:
    """Let `source` take the name `target`, whatever has that now.

    Raises OSError; both are as they were then.
    """
    if target.is_dir():
        pauses_s = AT_ONCE  # no program that lets go makes way for a file there
    with _writable(target):
        tried(lambda: source.replace(target), pauses_s)


def remove(path: Path, *, pauses_s: Sequence[float] | None = None) -> None:
    """Delete a file, or do nothing where there is none. Raises OSError; it is as it was then."""
    with _writable(path):
        tried(lambda: path.unlink(missing_ok=True), pauses_s)


def is_large(path: Path) -> bool:
    """Whether a file's room is to be given back in pieces: one that has no other name. Raises OSError."""
    found = path.lstat()
    return stat.S_ISREG(found.st_mode) and found.st_nlink == 1 and found.st_size > _LARGE_BYTES


def empty_slowly(path: Path, pause: Callable[[], None]) -> None:
    """Give a file's room back in pieces, the last first, with a pause after each.

    At once a system is busy for seconds with gigabytes, and whatever is synced meanwhile waits behind it.
    Raises OSError, and what `pause` raises.
    """
    left = path.stat().st_size
    with path.open("rb+") as file:
        while left > 0:
            left = max(0, left - _PIECE_BYTES)
            file.truncate(left)
            pause()


def remove_tree(folder: Path) -> None:
    """Delete a folder with all in it, as far as it can be deleted; or do nothing where there is none."""
    shutil.rmtree(folder, ignore_errors=True)


def why(error: OSError) -> str:
    """Why a file could not be written, in words."""
    if is_in_use(error):
        return "another program has it open"
    if may_be_in_use(error):
        return "another program has it open, or this user may not change it"
    return error.strerror or str(error)


def rest(seconds: float) -> None:
    """Wait between two tries; a test needs none."""
    time.sleep(seconds)


def tried(act: Callable[[], object], pauses_s: Sequence[float] | None = None) -> None:
    """Do what another program's open file may hinder, and again once it may have let go. Raises OSError."""
    for seconds in PAUSES_S if pauses_s is None else pauses_s:
        try:
            act()
        except OSError as error:
            if not may_be_in_use(error):
                raise
        else:
            return
        rest(seconds)
    act()


@contextmanager
def _writable(path: Path) -> Iterator[None]:
    """Without Windows' read-only mark; what stays has it again."""
    is_marked = _is_marked(path)
    if is_marked:
        path.chmod(stat.S_IREAD | stat.S_IWRITE)
    try:
        yield
    except OSError:
        if is_marked:
            with suppress(OSError):
                path.chmod(stat.S_IREAD)
        raise


def _is_marked(path: Path) -> bool:
    if sys.platform != "win32":
        return False
    try:
        found = path.lstat()
    except OSError:
        return False
    return stat.S_ISREG(found.st_mode) and bool(found.st_file_attributes & stat.FILE_ATTRIBUTE_READONLY)


_OS_FAULTS = {
    errno.ENOSPC: DiskFault.FULL,
    getattr(errno, "EDQUOT", errno.ENOSPC): DiskFault.FULL,
    errno.EFBIG: DiskFault.FULL,
    errno.EROFS: DiskFault.READ_ONLY,
    errno.EACCES: DiskFault.READ_ONLY,
    errno.EPERM: DiskFault.READ_ONLY,
}


def sync_data(number: int) -> None:
    """What was written to an open file by now is on the disk. Raises OSError.

    Who writes much does so now and then: what waits for long goes to the disk all at once, and every other
    file's commit behind it.
    """
    getattr(os, "fdatasync", os.fsync)(number)


def sync_folder(folder: Path) -> None:
    """Put a folder's names on the disk; where folders can't be synced, the system does it."""
    if os.name == "nt":  # pragma: no cover - Windows
        return
    number = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)


def fault_of_os(error: OSError) -> DiskFault:
    """Why the disk failed, by what the OS says."""
    if is_in_use(error):
        return DiskFault.LOCKED
    return _OS_FAULTS.get(error.errno or 0, DiskFault.OTHER)


def real_path(path: Path) -> Path:
    """The path from its root on, its links followed; as it was named where the system can't follow them.

    Windows can't for a share that is not to be reached just now, nor always for a path over 260 characters;
    nobody can for a link to itself (a RuntimeError until Python 3.13).
    """
    try:
        return path.resolve()
    except (OSError, RuntimeError):
        return path.absolute()
