"""When a till's file is complete: unchanged for a while of our own watching, and nobody writes it.

File times say nothing, a copy keeps the original's. Who has a file open for writing is told as far as the
system can: Linux grants a read lease only where nobody has; Windows opens a file that shares no writing only
then. Of a file in a network folder neither knows what other machines do, and Linux tells nothing of another
account's. Where nobody can tell, a file whose last line has no end may still be on its way.
"""

import errno
import os
import stat
import sys
from collections.abc import Collection
from enum import Enum, auto
from pathlib import Path

from posdesk.domain.clock import Clock
from posdesk.journal import files
from posdesk.records import dataclass


class WriterState(Enum):
    """What is known of a file's writers."""

    NOBODY = auto()
    SOMEBODY = auto()
    UNKNOWN = auto()


if sys.platform == "win32":  # pragma: no cover - Windows
    import ctypes
    from ctypes import wintypes

    _READ, _SHARE_READ_AND_DELETE, _OPEN_EXISTING, _NORMAL = 0x80000000, 0x1 | 0x4, 3, 0x80
    _SHARING_VIOLATION, _FIXED, _REMOTE = 32, 3, 4
    _INVALID = wintypes.HANDLE(-1).value
    _KERNEL = ctypes.WinDLL("kernel32", use_last_error=True)
    _KERNEL.CreateFileW.restype = wintypes.HANDLE
    _KERNEL.CreateFileW.argtypes = [
        wintypes.LPCWSTR,
        *(wintypes.DWORD, wintypes.DWORD, wintypes.LPVOID),
        *(wintypes.DWORD, wintypes.DWORD, wintypes.HANDLE),
    ]
    _KERNEL.CloseHandle.argtypes = [wintypes.HANDLE]
    _KERNEL.GetDriveTypeW.argtypes = [wintypes.LPCWSTR]

    def writer_of(path: Path) -> WriterState:
        """Who writes it, by opening it for a moment; raises nothing."""
        how = (_READ, _SHARE_READ_AND_DELETE, None, _OPEN_EXISTING, _NORMAL, None)
        handle = _KERNEL.CreateFileW(str(path), *how)
        if handle == _INVALID:
            is_shared = ctypes.get_last_error() == _SHARING_VIOLATION
            return WriterState.SOMEBODY if is_shared else WriterState.UNKNOWN
        _KERNEL.CloseHandle(handle)
        return WriterState.UNKNOWN if _kind_of(path) == _REMOTE else WriterState.NOBODY

    def is_on_own_disk(path: Path) -> bool:
        """Whether it lies on a disk of this machine's own, which nobody takes out; raises nothing."""
        return _kind_of(path) == _FIXED

    def _kind_of(path: Path) -> int:
        return int(_KERNEL.GetDriveTypeW(path.absolute().anchor))

elif sys.platform == "linux":
    import fcntl
    import signal

    _NETWORK = frozenset({"9p", "afs", "ceph", "cifs", "nfs", "nfs4", "smb3", "smbfs", "virtiofs", "vboxsf"})

    _MOUNTS = Path("/proc/self/mountinfo")

    def writer_of(path: Path) -> WriterState:
        """Who writes it, by a lease taken for a moment; raises nothing."""
        try:
            number = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_NOFOLLOW)
        except OSError:
            return WriterState.UNKNOWN
        try:
            found = os.fstat(number)
            is_known = stat.S_ISREG(found.st_mode) and not _is_remote(found.st_dev)
            return _leased(number) if is_known else WriterState.UNKNOWN
        finally:
            os.close(number)

    def is_on_own_disk(path: Path) -> bool:
        """Whether it lies on a disk of this machine's own; raises nothing."""
        try:
            return not _is_remote(path.stat().st_dev)
        except OSError:
            return False

    def _leased(number: int) -> WriterState:
        """If the lease is broken, a signal comes that does nothing: the one by default would end us."""
        try:
            fcntl.fcntl(number, fcntl.F_SETSIG, signal.SIGURG)
            fcntl.fcntl(number, fcntl.F_SETLEASE, fcntl.F_RDLCK)
            fcntl.fcntl(number, fcntl.F_SETLEASE, fcntl.F_UNLCK)
        except OSError as error:
            return WriterState.SOMEBODY if error.errno == errno.EAGAIN else WriterState.UNKNOWN
        return WriterState.NOBODY

    def _is_remote(device: int) -> bool:
        """Whether a mounted device lies on another machine; one that isn't listed is taken for a disk."""
        wanted = f"{os.major(device)}:{os.minor(device)}"
        try:
            mounts = _MOUNTS.read_text(encoding="utf-8", errors="replace")
        except OSError:
            return False
        for line in mounts.splitlines():
            words, _, kind = line.partition(" - ")
            if words.split()[2] == wanted:
                name = kind.split()[0]
                return name in _NETWORK or name.startswith("fuse.")
        return False

else:  # pragma: no cover - neither

    def writer_of(path: Path) -> WriterState:
        """Nobody can tell."""
        return WriterState.UNKNOWN

    def is_on_own_disk(path: Path) -> bool:
        """Nobody can tell."""
        return False


QUIET_S = 2.0
UNENDED_S = 60.0  # for a file whose last line has no end, and of which nobody knows who writes it
_ENDS = (b"\n", b"\r", b"\n\0", b"\x1a")  # of UTF-16 and of DOS, too
Stamp = tuple[int, int, int]


@dataclass(slots=True)
class _Seen:
    """A file as it was first seen, and since when by the monotonic clock, in seconds.

    `held_since` is since when somebody has it open for writing.
    """

    stamp: Stamp
    since: float
    held_since: float | None = None


class Completeness:
    """Remembers how long each file of a folder has been as it is."""

    def __init__(self, clock: Clock, journal: Path) -> None:
        """Nothing has been seen yet. Files of this journal are never opened: whoever takes one refuses it."""
        self._clock, self._journal = clock, journal
        self._seen: dict[str, _Seen] = {}

    def forget(self) -> None:
        """Watch every file anew."""
        self._seen.clear()

    def keep(self, names: Collection[str]) -> None:
        """Forget all files but these, so that a name may come again."""
        for name in self._seen.keys() - names:
            del self._seen[name]

    def stamp(self, name: str) -> Stamp:
        """As the file was seen last."""
        return self._seen[name].stamp

    def unchanged_s(self, path: Path) -> float:
        """For how long it has been as it is now, in seconds; 0 for one that is gone."""
        stamp, now = stamp_of(path), self._clock.monotonic()
        seen = self._seen.get(path.name)
        if stamp is None:
            return 0.0
        if seen is None or seen.stamp != stamp:
            held = seen.held_since if seen is not None else None
            self._seen[path.name] = _Seen(stamp, now, held)
            return 0.0
        return now - seen.since

    def is_complete(self, path: Path) -> bool:
        """Whether the file may be taken."""
        quiet_s = self.unchanged_s(path)
        if quiet_s < QUIET_S:
            return False
        if files.is_own(path, self._journal):  # closing it would drop SQLite's locks
            return True
        writer, seen = writer_of(path), self._seen[path.name]
        if writer is WriterState.SOMEBODY:
            seen.held_since = self._clock.monotonic() if seen.held_since is None else seen.held_since
            return False
        seen.held_since = None
        return writer is WriterState.NOBODY or quiet_s >= UNENDED_S or _has_end(path)

    def held_s(self, name: str) -> float:
        """For how long somebody has had it open for writing, in seconds."""
        seen = self._seen.get(name)
        since = seen.held_since if seen is not None else None
        return self._clock.monotonic() - since if since is not None else 0.0


def stamp_of(path: Path) -> Stamp | None:
    """What changes when a file does; None where there is none, but perhaps a link, a pipe or a folder."""
    try:
        found = path.lstat()
    except OSError:
        return None
    if not stat.S_ISREG(found.st_mode):
        return None
    return found.st_ino, found.st_size, found.st_mtime_ns


def _has_end(path: Path) -> bool:
    """Whether the last line has its end; True for a file that can't be read: taking it tells why."""
    try:
        with open(path, "rb", opener=_at_once) as file:
            size = file.seek(0, os.SEEK_END)
            file.seek(max(0, size - 2))
            return file.read().endswith(_ENDS)
    except OSError:
        return True


def _at_once(name: str, flags: int) -> int:
    """Opens no link, and waits for nobody who would write into a pipe."""
    return os.open(name, flags | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOFOLLOW", 0))
