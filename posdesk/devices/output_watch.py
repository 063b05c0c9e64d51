"""Watches where sounds come out: a plug pulled, a headset, a mute, another default output.

PulseAudio and PipeWire tell of each change (`pactl subscribe`). Where nobody tells, it is asked every few
seconds: by Windows' Core Audio that costs nothing.
"""

import shutil
import subprocess
import sys
import threading
from collections.abc import Callable

from posdesk.devices.outputs import in_english

EVERY_S = 4.0
_WATCHER = ("pactl", "subscribe")
_OURS = ("sink", "server", "card")  # what an event may be about
_NOT_OURS = "sink-input"  # our own sounds


class OutputWatch:
    """Calls `changed` in a thread of its own whenever the output may have become another."""

    def __init__(self, changed: Callable[[], None], every_s: float = EVERY_S) -> None:
        """Watches until `close`; `every_s` is how often it looks where nobody tells, in seconds."""
        self._changed, self._every_s = changed, every_s
        self._end = threading.Event()
        self._gate = threading.Lock()
        self._process: subprocess.Popen[str] | None = None
        self._thread = threading.Thread(target=self._run, name="sound-outputs", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Watch no more; returns when the thread and its program have ended."""
        with self._gate:
            self._end.set()
            if self._process is not None:
                self._process.terminate()
        self._thread.join()

    def _run(self) -> None:
        while not self._end.is_set():
            self._listen()
            if self._end.wait(self._every_s):
                return
            self._changed()

    def _listen(self) -> None:
        """Pass on what the sound server tells, until it ends."""
        process = self._begin()
        if process is None or process.stdout is None:
            return
        self._changed()  # what happened before it listened
        with process:
            for line in process.stdout:
                if _NOT_OURS not in line and any(f" on {name} #" in line for name in _OURS):
                    self._changed()
        with self._gate:
            self._process = None

    def _begin(self) -> subprocess.Popen[str] | None:
        path = shutil.which(_WATCHER[0]) if sys.platform != "win32" else None
        if path is None:
            return None
        quiet = subprocess.DEVNULL
        with self._gate:
            if self._end.is_set():
                return None
            try:
                self._process = subprocess.Popen(  # noqa: S603 - a tool found on PATH
                    [path, *_WATCHER[1:]],
                    stdin=quiet,
                    stdout=subprocess.PIPE,
                    stderr=quiet,
                    text=True,
                    encoding="utf-8",
                    errors="replace",
                    env=in_english(),
                )
            except OSError:
                return None
            return self._process
