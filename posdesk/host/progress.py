"""Long work tells how far it is, and ends where a person wants that (product row 68).

Work calls its `Progress` now and then, from whatever thread it is in; a call raises `Cancelled` once somebody
wants the end, and the work then leaves nothing behind, as after any other error.
"""

import contextlib
import signal
import sys
import threading
import time
from collections.abc import Iterator
from typing import Final, Protocol, TextIO

from posdesk.errors import Cancelled

FIRST_S: Final = 1.0
"""Shorter work says nothing."""
AGAIN_S: Final = 0.2
AGAIN_IN_A_FILE_S: Final = 10.0  # where nobody can rewrite a line: a log, a pipe


class Progress(Protocol):
    """What long work calls. Raises Cancelled."""

    def __call__(self, done: int, whole: int = 0) -> None:
        """So much is done, of so much; of nobody knows how much where `whole` is 0."""
        ...


def silent(done: int, whole: int = 0) -> None:
    """A `Progress` that nobody watches and nobody ends."""


class ProgressLine:
    """One line on a terminal, written anew as work goes on; elsewhere a line now and then."""

    def __init__(self, what: str, unit: str, out: TextIO | None = None) -> None:
        """`what` is done, counted in `unit`; on standard error."""
        self._what, self._unit = what, unit
        self._out = sys.stderr if out is None else out
        self._rewrites = self._out.isatty()
        self._next_s = time.monotonic() + FIRST_S
        self._wide = 0
        self._is_cancelled = threading.Event()

    def __call__(self, done: int, whole: int = 0) -> None:
        """See `Progress`."""
        if self._is_cancelled.is_set():
            raise Cancelled(f"{self._what} was cancelled: nothing of it is left.")
        now_s = time.monotonic()
        if now_s >= self._next_s:
            self._next_s = now_s + (AGAIN_S if self._rewrites else AGAIN_IN_A_FILE_S)
            self._write(self._words(done, whole))

    def cancel(self) -> None:
        """The next call raises. From any thread, and from a signal's handler."""
        self._is_cancelled.set()

    def end(self) -> None:
        """Wipe the line: what comes next says how it ended."""
        if self._wide and self._rewrites:
            self._out.write("\r" + " " * self._wide + "\r")
            self._out.flush()

    def _words(self, done: int, whole: int) -> str:
        if not whole:
            return f"{self._what}: {done:,} {self._unit} (Ctrl+C cancels)"
        share = 100 * min(done, whole) // whole
        return f"{self._what}: {done:,} of {whole:,} {self._unit}, {share} % (Ctrl+C cancels)"

    def _write(self, words: str) -> None:
        with contextlib.suppress(OSError, ValueError):  # nobody reads it any more: the work goes on
            self._out.write(f"\r{words:<{self._wide}}" if self._rewrites else f"{words}\n")
            self._out.flush()
        self._wide = max(self._wide, len(words))


@contextlib.contextmanager
def on_stderr(what: str, unit: str) -> Iterator[ProgressLine]:
    """A line for the length of the block, in which Ctrl+C cancels; pressed twice it ends the program.

    Only a main thread hears Ctrl+C: elsewhere it is as it was.
    """
    line = ProgressLine(what, unit)
    try:
        with _hears_ctrl_c(line):
            yield line
    finally:
        line.end()


@contextlib.contextmanager
def _hears_ctrl_c(line: ProgressLine) -> Iterator[None]:
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.getsignal(signal.SIGINT)

    def cancel(_number: int, _frame: object) -> None:
        line.cancel()
        signal.signal(signal.SIGINT, before)

    if before is signal.SIG_IGN or before is None:
        yield
        return
    signal.signal(signal.SIGINT, cancel)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
