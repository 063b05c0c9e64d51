"""One holder a home: `run` and `engine` hold this lock, every other command works beside it."""

import contextlib
import os
from pathlib import Path
from types import TracebackType
from typing import BinaryIO

from posdesk.errors import DiskError, HomeInUse
from posdesk.journal.faults import fault_of_os

FILE_NAME = "posdesk.lock"


class HomeLock:
    """An OS lock on a file that dies with its process; the file says who holds it."""

    def __init__(self, home: Path) -> None:
        """Nothing is locked yet: enter it."""
        self._path = home / FILE_NAME
        self._file: BinaryIO | None = None

    def __enter__(self) -> "HomeLock":
        """Take the lock. Raises HomeInUse, naming the holder; DiskError for a home that can't be used."""
        file = self._opened()
        try:
            _lock(file)
        except OSError as error:
            holder, home = _holder(file), self._path.parent
            file.close()
            said = f"{home} is in use by posdesk process {holder}. End it first."
            raise HomeInUse(said, holder) from error
        with contextlib.suppress(OSError):  # a full disk: the lock holds, it only doesn't say whose it is
            file.truncate(0)
            file.write(str(os.getpid()).encode())
        self._file = file
        return self

    def _opened(self) -> BinaryIO:
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            return self._path.open("a+b", buffering=0)
        except OSError as error:
            said = f"{self._path} can't be opened: {error}. Check disk and permissions."
            raise DiskError(said, fault_of_os(error)) from error

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Give the lock back."""
        if self._file is not None:
            self._file.close()
            self._file = None


if os.name == "nt":  # pragma: no cover - Windows
    import msvcrt

    def _lock(file: BinaryIO) -> None:
        # A byte far behind the text, so that others can still read who holds it.
        file.seek(4096)
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined,unused-ignore]

    def _is_held(file: BinaryIO) -> bool:
        try:
            _lock(file)
        except OSError:
            return True
        file.seek(4096)
        msvcrt.locking(file.fileno(), msvcrt.LK_UNLCK, 1)  # type: ignore[attr-defined,unused-ignore]
        return False
else:
    import fcntl

    def _lock(file: BinaryIO) -> None:
        fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)

    def _is_held(file: BinaryIO) -> bool:
        try:
            fcntl.flock(file.fileno(), fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
        fcntl.flock(file.fileno(), fcntl.LOCK_UN)
        return False


def holder_of(home: Path) -> str | None:
    """Who holds a home's lock now: a process number, "unknown", or None for nobody. Raises DiskError.

    The lock is shared for a moment where nobody holds it: what starts then may find it taken, once.
    """
    try:
        with (home / FILE_NAME).open("rb", buffering=0) as file:
            return _holder(file) if _is_held(file) else None
    except FileNotFoundError:
        return None
    except OSError as error:
        raise DiskError(f"{home / FILE_NAME} can't be read: {error}. Check its permissions.") from error


def _holder(file: BinaryIO) -> str:
    file.seek(0)
    with contextlib.suppress(OSError):
        return file.read().decode(errors="replace").strip() or "unknown"
    return "unknown"
