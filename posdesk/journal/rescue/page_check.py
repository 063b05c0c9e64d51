"""A look at all pages of a journal beside whoever works in it, a table at a time.

No writer's -wal grows so for longer than one table takes, and each table is looked at as it is by then.
"""

import contextlib
import sqlite3
import threading
from collections.abc import Callable
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

    def run(self, pause: Callable[[], None]) -> Look:
        """Look at each table with its indexes; `pause` is called between two. One that is ended is not done.

        Raises DiskError where it can't be read for another reason than damage.
        """
        try:
            with contextlib.closing(soundness.connected(self._path, "mode=ro")) as self._db:
                return self._each_table(self._db, pause)
        except sqlite3.Error as error:
            if self._is_ended.is_set():
                return Look(is_done=False)
            if is_damage(error):
                return Look(str(error))
            raise disk_error(error, "The journal's pages can't be looked through") from error
        finally:
            self._db = None

    def _each_table(self, db: sqlite3.Connection, pause: Callable[[], None]) -> Look:
        tables = db.execute("SELECT name FROM sqlite_schema WHERE type = 'table'").fetchall()
        for (table,) in (("sqlite_schema",), *tables):
            if self._is_ended.is_set():
                return Look(is_done=False)
            found = str(db.execute(f'PRAGMA integrity_check("{table}")').fetchone()[0])
            if found != "ok":
                return Look(found.splitlines()[-1])
            pause()
        return Look()

    def end(self) -> None:
        """Give up what is under way. From any thread."""
        self._is_ended.set()
        with contextlib.suppress(AttributeError, sqlite3.ProgrammingError):  # it has just come to its end
            self._db.interrupt()  # type: ignore[union-attr]
