"""Tells that something happened in a folder: a till's file is looked at when it comes, not twice a second.

Linux tells by inotify, Windows by its change notifications. Events are hints, and a few are never told: who
watches looks now and then as well. A folder on another machine, and on Windows one on a disk that can be
taken out, is not watched: the one tells nothing of what others write there, the other could not be taken out.
"""

import contextlib
import ctypes
import os
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from posdesk.engine.listening.complete_files import is_on_own_disk

PAUSE_S = 0.5  # after each event: a till that writes line by line is one look
Tell = Callable[[], object]


class FolderEvents(Protocol):
    """Calls in a thread of its own whenever something happened."""

    def watch(self, *folders: Path) -> bool:
        """Tell of these from now on, however often it is asked; False where somebody has to look instead."""
        ...

    def close(self) -> None:
        """Tell nothing any more; returns when the thread has ended. May be called twice."""
        ...


class NoEvents:
    """Where nothing is told."""

    def watch(self, *_folders: Path) -> bool:
        """Never."""
        return False

    def close(self) -> None:
        """Nothing to end."""


if sys.platform == "linux":
    import select

    _CREATED, _MODIFIED, _CLOSED, _MOVED_IN, _ATTRIBUTES = 0x100, 0x2, 0x8, 0x80, 0x4  # IN_…
    _GONE, _MOVED, _ONLY_FOLDERS = 0x400, 0x800, 0x01000000
    _WANTED = _CREATED | _MODIFIED | _CLOSED | _MOVED_IN | _ATTRIBUTES | _GONE | _MOVED | _ONLY_FOLDERS
    _MUCH = 65_536
    _LIBC = ctypes.CDLL(None, use_errno=True)

    class Inotify:
        """The kernel's own list of what happened."""

        def __init__(self, tell: Tell) -> None:
            """Nothing is watched yet. Raises OSError where the account may watch no more."""
            self._tell, self._gate, self._is_closed = tell, threading.Lock(), False
            self._events = _LIBC.inotify_init1(os.O_NONBLOCK | os.O_CLOEXEC)
            if self._events == -1:
                raise OSError(ctypes.get_errno(), "inotify_init1")
            self._end, self._ends = os.pipe()
            self._thread = threading.Thread(target=self._listen, name="folder-events", daemon=True)
            self._thread.start()

        def watch(self, *folders: Path) -> bool:
            """See `FolderEvents`. One that was made anew is another folder, and is watched as well."""
            with self._gate:
                return not self._is_closed and all(self._is_watched(folder) for folder in folders)

        def _is_watched(self, folder: Path) -> bool:
            added = _LIBC.inotify_add_watch(self._events, os.fsencode(folder), _WANTED)
            return added != -1 and is_on_own_disk(folder)

        def _listen(self) -> None:
            both, end = select.poll(), select.poll()
            for each in (both, end):
                each.register(self._end, select.POLLIN)
            both.register(self._events, select.POLLIN)
            while self._end not in [number for number, _ in both.poll()]:
                with contextlib.suppress(OSError):
                    os.read(self._events, _MUCH)
                self._tell()
                end.poll(PAUSE_S * 1000)

        def close(self) -> None:
            """See `FolderEvents`."""
            with self._gate:
                if self._is_closed:
                    return
                self._is_closed = True
            os.close(self._ends)
            self._thread.join()
            os.close(self._end)
            os.close(self._events)


if sys.platform == "win32":
    from ctypes import wintypes

    _NAMES, _ATTRIBUTES, _SIZE, _WRITTEN = 0x1 | 0x2, 0x4, 0x8, 0x10  # FILE_NOTIFY_CHANGE_…
    _FOREVER = 0xFFFFFFFF
    _INVALID = wintypes.HANDLE(-1).value
    _Identity = tuple[int, int]

    def _kernel32() -> ctypes.WinDLL:
        kernel = ctypes.WinDLL("kernel32", use_last_error=True)
        kernel.CreateEventW.restype = wintypes.HANDLE
        kernel.FindFirstChangeNotificationW.restype = wintypes.HANDLE
        kernel.FindFirstChangeNotificationW.argtypes = [wintypes.LPCWSTR, wintypes.BOOL, wintypes.DWORD]
        kernel.WaitForMultipleObjects.argtypes = [
            wintypes.DWORD,
            ctypes.POINTER(wintypes.HANDLE),
            wintypes.BOOL,
            wintypes.DWORD,
        ]
        for name in ("SetEvent", "CloseHandle", "FindNextChangeNotification", "FindCloseChangeNotification"):
            getattr(kernel, name).argtypes = [wintypes.HANDLE]
        return kernel

    class Notifications:
        """A folder and all beneath it: `watch` is asked for the uppermost one first."""

        def __init__(self, tell: Tell) -> None:
            """Nothing is watched yet."""
            self._kernel = _kernel32()
            self._tell, self._gate, self._is_closed = tell, threading.Lock(), False
            self._changes: int | None = None
            self._of: _Identity | None = None
            self._stale: list[int] = []
            self._call = self._kernel.CreateEventW(None, 0, 0, None)  # the thread looks what it waits for
            self._thread = threading.Thread(target=self._listen, name="folder-events", daemon=True)
            self._thread.start()

        def watch(self, *folders: Path) -> bool:
            """See `FolderEvents`. One that was made anew is another folder, and is watched instead."""
            with self._gate:
                if self._is_closed or not is_on_own_disk(folders[0]):
                    return False
                found = _identity(folders[0])
                if found != self._of or self._changes is None:
                    self._leave()
                    self._begin(folders[0])
                    self._of = found
                return self._changes is not None

        def _begin(self, folder: Path) -> None:
            wanted = _NAMES | _ATTRIBUTES | _SIZE | _WRITTEN
            made = self._kernel.FindFirstChangeNotificationW(str(folder), 1, wanted)
            self._changes = None if made == _INVALID else made
            self._kernel.SetEvent(self._call)

        def _leave(self) -> None:
            """The thread may wait for it now: it closes what is stale."""
            if self._changes is not None:
                self._stale.append(self._changes)
                self._changes = None
                self._kernel.SetEvent(self._call)

        def _listen(self) -> None:
            while True:
                with self._gate:
                    changes = self._changes
                    while self._stale:
                        self._kernel.FindCloseChangeNotification(self._stale.pop())
                    if self._is_closed:
                        return
                if self._came(_FOREVER, changes):
                    self._tell()
                    self._renew(changes)
                    self._came(round(PAUSE_S * 1000))

        def _came(self, wait_ms: int, changes: int | None = None) -> bool:
            """Whether something happened in the folder; False where somebody called, or it lasted long."""
            each = [handle for handle in (self._call, changes) if handle is not None]
            handles = (wintypes.HANDLE * len(each))(*each)
            return bool(self._kernel.WaitForMultipleObjects(len(each), handles, 0, wait_ms) == 1)

        def _renew(self, changes: int | None) -> None:
            """Wait for the next; a folder that is gone is let go, so that it can be made anew."""
            with self._gate:
                is_ours = changes is not None and changes == self._changes
                if is_ours and not self._kernel.FindNextChangeNotification(changes):
                    self._leave()

        def close(self) -> None:
            """See `FolderEvents`."""
            with self._gate:
                if self._is_closed:
                    return
                self._is_closed = True
                self._leave()
            self._kernel.SetEvent(self._call)
            self._thread.join()
            self._kernel.CloseHandle(self._call)

    def _identity(folder: Path) -> _Identity | None:
        try:
            found = folder.stat()
        except OSError:
            return None
        return found.st_dev, found.st_ino


def folder_events(tell: Tell) -> FolderEvents:
    """What this system tells; nothing where it tells nothing."""
    if sys.platform == "win32":
        return Notifications(tell)
    if sys.platform == "linux":
        with contextlib.suppress(OSError):
            return Inotify(tell)
    return NoEvents()
