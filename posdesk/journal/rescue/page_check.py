"""A look at all pages of a journal beside whoever works in it.

In one go: of a table at a time nobody sees that two have the same page, or that one in use is given up, and
the next row would be written over it. The writer's -wal grows by what is written meanwhile.
"""

import contextlib
import sqlite3
import threading
from pathlib import Path

from posdesk.journal.backup import is_damage
from posdesk.journal.faults import disk_error
from posdesk.journal.rescue import soundness
from posdesk.journal.rescue.soundness import Look


class PageCheck:
    """One such look."""

    def __init__(self, path: Path) -> None:
        """Nothing is looked at before `run`."""
        self._path = path
        self._db: sqlite3.Connection | None = None
        self._is_ended = threading.Event()

    def run(self) -> Look:
        """Look at each page. One that is ended is not done.

        Raises DiskError where it can't be read for another reason than damage.
        """
        try:
            with contextlib.closing(soundness.connected(self._path, "mode=ro")) as self._db:
                if self._is_ended.is_set():
                    return Look(is_done=False)
                found = str(self._db.execute("PRAGMA integrity_check(1)").fetchone()[0])
                return Look("" if found == "ok" else found.splitlines()[-1])
        except sqlite3.Error as error:
            if self._is_ended.is_set():
                return Look(is_done=False)
            if is_damage(error):
                return Look(str(error))
            raise disk_error(error, "The journal's pages can't be looked through") from error
        finally:
            self._db = None

    def end(self) -> None:
        """Give up what is under way. From any thread."""
        self._is_ended.set()
        with contextlib.suppress(AttributeError, sqlite3.ProgrammingError):  # it has just come to its end
            self._db.interrupt()  # type: ignore[union-attr]
