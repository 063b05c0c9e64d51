"""A long walk along the audit trail, by a process of its own that has the processor when others leave it.

In the engine's own process a million lines would be in the way of orders and keys for minutes: whoever waits
for Python's lock waits behind them. The process tells how far it came; what it found wrong it does not tell:
who goes on from there finds it at once.
"""

import contextlib
import os
import sqlite3
import subprocess
import sys
import threading
import time
from pathlib import Path

from posdesk.errors import DiskError
from posdesk.host import own_process
from posdesk.journal import schema
from posdesk.journal.audit.audit import Check, Walk
from posdesk.journal.transaction import head_of

FAR = 5_000
"""So many lines are a long walk: fewer are walked before a process has begun."""
_LINES = 1_000  # a piece: a long look at one moment would let the -wal of a posdesk at work grow


def is_far(db: sqlite3.Connection, walk: Walk) -> bool:
    """Whether a walk has so many lines before it that it is worth a process; not where nobody knows."""
    try:
        return head_of(db)[0] - walk.line >= FAR
    except (TypeError, ValueError):
        return False


class WalkBeside:
    """Walks on in another process, once; `walk` is then as far as that came."""

    def __init__(self, path: Path, walk: Walk) -> None:
        """Of the journal in that file; nothing is begun yet."""
        self._path, self._walk = path, walk
        self._gate = threading.Lock()
        self._process: subprocess.Popen[str] | None = None
        self._is_over = False

    def run(self) -> None:
        """Begin it and follow until it ends, by itself or by `end`. Raises OSError where none begins."""
        with self._gate:
            if self._is_over:
                return
            start = [str(self._path), str(self._walk.line), self._walk.hash]
            self._process = subprocess.Popen(  # noqa: S603 - ourselves, with a path
                [*own_process.command(__spec__.name), *start],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                encoding="ascii",
            )
        with self._process as process:
            for told in process.stdout or ():
                if not told.endswith("\n"):
                    break  # it ended in the middle of a word: half a hash would accuse a trail that is whole
                line, digest = told.split()
                self._walk.line, self._walk.hash = int(line), digest

    def end(self) -> None:
        """It walks no further. From any thread."""
        with self._gate:
            self._is_over = True
            if self._process is not None:
                self._process.kill()


def main() -> int:
    """Walk on in the journal of the first argument behind a line with its hash, and print how far it came.

    It ends where nobody hears it any more: no process of ours outlives the one that began it.
    """
    own_process.go_behind()
    path, line, digest = sys.argv[1:]
    walk = Walk(int(line), digest)
    with contextlib.suppress(sqlite3.Error, DiskError):  # who goes on from there meets the same and says so
        db = schema.connect(Path(path))
        db.execute("PRAGMA query_only = ON")
        check: Check | None = None
        while check is None:
            begun_s = time.monotonic()
            check = _piece(db, walk)
            if not _is_heard(walk):
                os._exit(1)  # at once: the last one to close a journal would write in it
            time.sleep(time.monotonic() - begun_s)
        db.close()
    return 0


def _piece(db: sqlite3.Connection, walk: Walk) -> Check | None:
    db.execute("BEGIN")
    try:
        return walk.step(db, most=_LINES)
    finally:
        db.execute("ROLLBACK")


def _is_heard(walk: Walk) -> bool:
    try:
        sys.stdout.write(f"{walk.line} {walk.hash}\n")
        sys.stdout.flush()
    except OSError:
        return False
    return True


if __name__ == "__main__":
    sys.exit(main())
