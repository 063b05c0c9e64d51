"""Whether another process wrote to the journal: SQLite tells it by a number, which has to be asked for.

`PRAGMA data_version` reads what all processes share in memory. It never waits: whoever asks does so in a loop
that takes orders meanwhile, and asks again in a second.
"""

import contextlib
import sqlite3
import threading
from pathlib import Path

from posdesk.journal import meta, schema
from posdesk.journal.faults import disk_error
from posdesk.journal.writer import COMMITS

_CACHE_PAGES = 16


class OtherWriters:
    """A connection of its own, on which nothing is written; asked from any thread."""

    def __init__(self, path: Path) -> None:
        """Open it now: later another file may have this name. Raises DiskError."""
        self._gate = threading.Lock()
        self._db = schema.connect(path)
        self._db.execute("PRAGMA query_only = ON")
        self._db.execute("PRAGMA busy_timeout = 0")
        self._db.execute(f"PRAGMA cache_size = {_CACHE_PAGES}")
        self._version, self._number = -1, 0

    def first_number(self) -> int:
        """As `number`, where the journal is opened. Raises DiskError."""
        try:
            return self.number()
        except sqlite3.Error as error:
            raise disk_error(error, "The journal can't be read") from error

    def number(self) -> int:
        """The newest commit's number, whichever process took it; as before while it is busy.

        Raises sqlite3.Error.
        """
        with self._gate:
            try:
                return self._looked()
            except sqlite3.OperationalError as error:
                if error.sqlite_errorcode != sqlite3.SQLITE_BUSY:
                    raise
                return self._number

    def _looked(self) -> int:
        version = self._db.execute("PRAGMA data_version").fetchone()[0]
        if version != self._version:
            self._number = int(meta.value(self._db, COMMITS) or 0)
            self._version = version
        return self._number

    def close(self) -> None:
        """No more is asked. May be called twice."""
        with self._gate, contextlib.suppress(sqlite3.Error):
            self._db.close()
