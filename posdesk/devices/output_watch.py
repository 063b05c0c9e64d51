"""Watches where sounds come out: a plug pulled, a headset, a mute, another default output.

PulseAudio and PipeWire tell of each change (`pactl subscribe`); while none answers it is tried again, ever
more seldom. Where nobody could tell, it is asked every few seconds: by Windows' Core Audio it costs nothing.
"""

import shutil
import subprocess
import sys
import threading
from collections.abc import Callable

from posdesk.devices.outputs import in_english

EVERY_S = 4.0
LONGEST_S = 60.0  # between two tries, where no sound server answers; each sound asks as well
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
        pause_s = self._every_s
        while not self._end.is_set():
            pause_s = self._every_s if self._listen() else min(2 * pause_s, LONGEST_S)
            self._end.wait(pause_s)

    def _listen(self) -> bool:
        """Pass on what the sound server tells, until it ends. False where one could, and said nothing."""
        process = self._begin()
        self._changed()  # what happened before it listened
        if process is None or process.stdout is None:
            return True
        has_told = False
        with process:
            for line in process.stdout:
                has_told = True
                if _NOT_OURS not in line and any(f" on {name} #" in line for name in _OURS):
                    self._changed()
        with self._gate:
            self._process = None
        return has_told

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
