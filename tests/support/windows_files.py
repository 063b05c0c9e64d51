"""Files as Windows treats them: what is open is neither replaced, nor moved, nor deleted."""

import ctypes
import errno
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

SHARING_VIOLATION, ACCESS_DENIED = 32, 5
_READ, _SHARE_READ_WRITE, _OPEN_EXISTING = 0x80000000, 3, 3


class HeldError(PermissionError):
    """As Windows says that a file is open elsewhere; Linux' own error has no such number."""

    def __init__(self, path: object, winerror: int = SHARING_VIOLATION, target: object = None) -> None:
        names = (str(path), winerror, str(target) if target else None)
        super().__init__(errno.EACCES, "held by another program", *names)
        self.winerror = winerror


def refuse_what_is_open(monkeypatch: pytest.MonkeyPatch) -> None:
    """From now on Linux treats what this process has open as Windows does, which needs no help."""
    if sys.platform == "win32":
        return

    def guarded(call: Callable[..., Any], winerrors: tuple[int, ...]) -> Callable[..., Any]:
        def asked(*paths: Any, **how: Any) -> Any:
            for path, winerror in zip(paths, winerrors, strict=False):
                if "dir_fd" not in how and _is_open(path):
                    raise HeldError(paths[0], winerror, paths[1] if len(paths) > 1 else None)
            return call(*paths, **how)

        return asked

    both = (SHARING_VIOLATION, ACCESS_DENIED)
    for name, winerrors in (("replace", both), ("rename", both), ("unlink", both[:1]), ("remove", both[:1])):
        monkeypatch.setattr(os, name, guarded(getattr(os, name), winerrors))


def _is_open(path: Any) -> bool:
    try:
        wanted = os.lstat(path)
    except (OSError, TypeError):
        return False
    return any(os.path.samestat(wanted, found) for found in _open_files())


def _open_files() -> Iterator[os.stat_result]:
    for found in Path("/proc/self/fd").iterdir():
        try:
            yield os.fstat(int(found.name))
        except OSError:  # the one that listed them
            continue


@contextmanager
def held(path: Path) -> Iterator[None]:
    """Another program has the file open, and lets nobody delete it: as an editor, or a virus scanner.

    Only on Windows anybody is hindered by it.
    """
    if sys.platform != "win32":
        with path.open("rb"):
            yield
        return
    kernel = ctypes.WinDLL("kernel32", use_last_error=True)
    kernel.CreateFileW.restype = ctypes.c_void_p
    given = (str(path), _READ, _SHARE_READ_WRITE, None, _OPEN_EXISTING, 0, None)
    handle = kernel.CreateFileW(*given)
    assert handle not in {None, ctypes.c_void_p(-1).value}, ctypes.WinError(ctypes.get_last_error())
    try:
        yield
    finally:
        kernel.CloseHandle(ctypes.c_void_p(handle))
