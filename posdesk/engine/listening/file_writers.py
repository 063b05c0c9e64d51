"""Whether somebody has a file open for writing, as far as the system can tell.

Linux grants a read lease only where nobody has; Windows opens a file that shares no writing only then. Of a
file in a network folder neither knows what other machines do, and Linux tells nothing of another account's.
"""

import errno
import os
import stat
import sys
from enum import Enum, auto
from pathlib import Path


class WriterState(Enum):
    """What is known of a file's writers."""

    NOBODY = auto()
    SOMEBODY = auto()
    UNKNOWN = auto()


if sys.platform == "win32":  # pragma: no cover - Windows
    import ctypes
    from ctypes import wintypes

    _READ, _SHARE_READ_AND_DELETE, _OPEN_EXISTING, _NORMAL = 0x80000000, 0x1 | 0x4, 3, 0x80
    _SHARING_VIOLATION, _REMOTE = 32, 4
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
        is_remote = _KERNEL.GetDriveTypeW(path.absolute().anchor) == _REMOTE
        return WriterState.UNKNOWN if is_remote else WriterState.NOBODY

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
