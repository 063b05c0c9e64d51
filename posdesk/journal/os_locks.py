"""Locks of the operating system that die with their process: on an open file, and on a folder.

On Windows no folder can be locked, and none need be: Python opens a file without FILE_SHARE_DELETE, so that
nobody can delete or replace the file that is held. Some file systems (NFS, SMB) lock no folder.
"""

import contextlib
import errno
import os
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

NO_LOCKS = frozenset(
    getattr(errno, name)
    for name in ("ENOLCK", "ENOTSUP", "EOPNOTSUPP", "ENOSYS", "EINVAL", "EBADF")
    if hasattr(errno, name)
)
"""What a file system says that knows no such lock."""

if os.name == "nt":  # pragma: no cover - Windows
    import msvcrt

    _FAR = 4096  # a byte far behind the text, so that others can still read who holds it

    def lock(file: BinaryIO) -> None:
        """Raises BlockingIOError where somebody holds it, OSError where nothing can be locked."""
        file.seek(_FAR)
        try:
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined,unused-ignore]
        except OSError as error:
            if error.errno in NO_LOCKS:
                raise
            raise BlockingIOError(str(error)) from error

    def is_held(file: BinaryIO) -> bool:
        """Whether somebody holds it; nothing is locked afterwards. Raises OSError."""
        try:
            lock(file)
        except BlockingIOError:
            return True
        file.seek(_FAR)
        msvcrt.locking(file.fileno(), msvcrt.LK_UNLCK, 1)  # type: ignore[attr-defined,unused-ignore]
        return False

    def lock_folder(folder: Path) -> int | None:
        """None: there is nothing to lock."""
        return None

    def is_folder_held(folder: Path) -> bool:
        """Never."""
        return False

    def can_lock_folder(folder: Path) -> bool:
        """Whether a deleted file lets no second holder in: the system lets nobody delete it."""
        return True
else:
    import fcntl

    def lock(file: BinaryIO) -> None:
        """Raises BlockingIOError where somebody holds it, OSError where nothing can be locked."""
        fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)

    def is_held(file: BinaryIO) -> bool:
        """Whether somebody holds it. It is shared for a moment where nobody does. Raises OSError."""
        return _is_held(file.fileno())

    def lock_folder(folder: Path) -> int | None:
        """A descriptor that holds the folder; None where it can't be locked. Raises BlockingIOError."""
        number = _opened(folder)
        if number is None:
            return None
        try:
            fcntl.flock(number, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            os.close(number)
            if isinstance(error, BlockingIOError):
                raise
            return None
        return number

    def is_folder_held(folder: Path) -> bool:
        """Whether somebody holds the folder; shared for a moment where nobody does."""
        with _looked_at(folder) as number, contextlib.suppress(OSError):
            return number is not None and _is_held(number)
        return False

    def can_lock_folder(folder: Path) -> bool:
        """Whether the folder's file system locks folders, by trying it."""
        with _looked_at(folder) as number:
            try:
                return number is not None and (_is_held(number) or True)
            except OSError:
                return False

    def _is_held(number: int) -> bool:
        try:
            fcntl.flock(number, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
        fcntl.flock(number, fcntl.LOCK_UN)
        return False

    def _opened(folder: Path) -> int | None:
        try:
            return os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        except OSError:
            return None

    @contextlib.contextmanager
    def _looked_at(folder: Path) -> Iterator[int | None]:
        number = _opened(folder)
        try:
            yield number
        finally:
            if number is not None:
                os.close(number)


def who_locked(path: Path) -> str:
    """The process that holds a file or folder, by Linux's own list of locks; "unknown" where nobody says."""
    with contextlib.suppress(OSError, IndexError):
        inode = str(path.stat().st_ino)  # its device is another number here on some file systems
        for line in Path("/proc/locks").read_text(encoding="ascii").splitlines():
            words = line.split()
            if words[1] == "FLOCK" and words[5].rpartition(":")[2] == inode:
                return words[4]
    return "unknown"
