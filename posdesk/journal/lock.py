"""One holder a home: `run` and `engine` hold this lock, every other command works beside it.

The file posdesk.lock is locked, which says who holds it, and the home's folder: a file that was deleted
under a running posdesk lets no second one in. Where no folder can be locked the file alone counts, so the
holder looks after it: see `HomeLock.look`.
"""

import contextlib
import os
import time
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import BinaryIO

from posdesk.errors import DiskError, HomeInUse
from posdesk.host.disk import fault_of_os
from posdesk.journal import os_locks

FILE_NAME = "posdesk.lock"
_TRIES, _PAUSE_S = 5, 0.03  # whoever only asks who holds it has it for a moment


class HomeLock:
    """OS locks on a file and its folder that die with their process; the file says who holds them."""

    def __init__(self, home: Path) -> None:
        """Nothing is locked before it is entered."""
        self._home, self._path = home, home / FILE_NAME
        self._file: BinaryIO | None = None
        self._folder: int | None = None

    def __enter__(self) -> "HomeLock":
        """Take the lock. Raises HomeInUse, naming the holder; DiskError for a home that can't be used."""
        try:
            self._home.mkdir(parents=True, exist_ok=True)
            _patiently(self._take_what_is_there)
        except BlockingIOError as error:
            self._give_back()
            raise _in_use(self._home) from error
        except OSError as error:
            self._give_back()
            raise _unusable(self._path, error) from error
        return self

    def look(self) -> str:
        """Whether folder and file at our home are still those we hold; what was exchanged is taken anew.

        Returns who holds them where somebody else does, else nothing. Raises DiskError where neither can be
        told; what is held stays so.
        """
        try:
            _patiently(self._take_what_is_there)
        except BlockingIOError:
            return _in_use(self._home).holder
        except OSError as error:
            raise _unusable(self._path, error) from error
        return ""

    def _take_what_is_there(self) -> None:
        """Raises BlockingIOError where somebody else holds folder or file, OSError."""
        if self._folder is None or _identity(os.fstat(self._folder)) != _identity(self._home.stat()):
            self._take_folder()
        if self._file is None or not _is_at(self._path, self._file):
            self._take_file()

    def _take_folder(self) -> None:
        """Raises BlockingIOError; a folder that can't be locked is left alone."""
        held = os_locks.lock_folder(self._home)
        if held is not None:
            old, self._folder = self._folder, held
            if old is not None:
                os.close(old)

    def _take_file(self) -> None:
        """Raises BlockingIOError where somebody holds it, OSError."""
        file = _locked(self._path)
        with contextlib.suppress(OSError):  # a full disk: the lock holds, it only doesn't say whose it is
            file.truncate(0)
            file.write(str(os.getpid()).encode())
        old, self._file = self._file, file
        if old is not None:
            old.close()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Give the lock back."""
        self._give_back()

    def _give_back(self) -> None:
        if self._file is not None:
            self._file.close()
        if self._folder is not None:
            os.close(self._folder)
        self._file = self._folder = None


def _patiently(take: Callable[[], None]) -> None:
    """Try a few times: a lock that is only asked about is free again at once. Raises BlockingIOError."""
    for _ in range(_TRIES):
        try:
            return take()
        except BlockingIOError:
            time.sleep(_PAUSE_S)
    return take()


def _locked(path: Path) -> BinaryIO:
    """The file at a path, locked; one that is deleted meanwhile is no lock. Raises OSError."""
    file = path.open("a+b", buffering=0)
    try:
        os_locks.lock(file)
        if not _is_at(path, file):
            raise BlockingIOError(f"{path} was exchanged just now")
    except OSError:
        file.close()
        raise
    return file


def _is_at(path: Path, file: BinaryIO) -> bool:
    """Whether an open file is the one at this path. Raises OSError, but not where there is none."""
    try:
        return _identity(path.stat()) == _identity(os.fstat(file.fileno()))
    except FileNotFoundError:
        return False


def _identity(found: os.stat_result) -> tuple[int, int]:
    return found.st_dev, found.st_ino


def _in_use(home: Path) -> HomeInUse:
    holder = "unknown"
    with contextlib.suppress(DiskError):
        holder = holder_of(home) or holder
    return HomeInUse(f"{home} is in use by posdesk process {holder}. End it first.", holder)


def _unusable(path: Path, error: OSError) -> DiskError:
    if error.errno in os_locks.NO_LOCKS:
        said = f"{path} can't be locked: {error}. Put the home on a disk of this PC, with --home."
        return DiskError(said)
    return DiskError(f"{path} can't be opened: {error}. Check disk and permissions.", fault_of_os(error))


def is_folder_locked(home: Path) -> bool:
    """Whether a home's folder can be locked besides its file; if not, the file must never be deleted."""
    return os_locks.can_lock_folder(home)


def holder_of(home: Path) -> str | None:
    """Who holds a home's lock now: a process number, "unknown", or None for nobody. Raises DiskError.

    The lock is shared for a moment where nobody holds it: what starts then may find it taken, once.
    """
    holder = _holder_of_file(home / FILE_NAME)
    if holder is None and os_locks.is_folder_held(home):
        return os_locks.who_locked(home)
    return holder


def _holder_of_file(path: Path) -> str | None:
    try:
        with path.open("rb", buffering=0) as file:
            return _holder(file) or os_locks.who_locked(path) if os_locks.is_held(file) else None
    except FileNotFoundError:
        return None  # deleted, or never made: the folder's lock tells
    except OSError as error:
        raise DiskError(f"{path} can't be read: {error}. Check its permissions.") from error


def _holder(file: BinaryIO) -> str:
    """What the file says; on a full disk it may say nothing."""
    file.seek(0)
    with contextlib.suppress(OSError):
        return file.read().decode(errors="replace").strip()
    return ""
