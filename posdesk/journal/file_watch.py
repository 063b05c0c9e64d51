"""Whether the journal's file is still where it was opened.

A file that was deleted or moved can be written to as long as it is open, and is gone with the process: what
is acknowledged then is lost. So each transaction asks first, and what the open file holds is saved once.
"""

import logging
import sqlite3
from datetime import datetime
from pathlib import Path

from posdesk.errors import DiskError, DiskFault
from posdesk.host import disk
from posdesk.journal import backup
from posdesk.journal.rescue import exchange

log = logging.getLogger(__name__)
GONE = "gone"
Identity = tuple[int, int]


class FileWatch:
    """The file and its -wal, as they were when the journal was opened."""

    def __init__(self, path: Path, *, saves: bool = True) -> None:
        """The journal is open, and has been read from.

        `saves`: for the holder of the home's lock. To a command beside it a restore may have happened
        meanwhile: what it has open then must not take the restored one's place.
        """
        self._paths = (path, path.with_name(path.name + "-wal"))
        self._known = tuple(_identity(each) for each in self._paths)
        self._saved: Path | None = None
        self._tried = False
        self._saves = saves

    def check(self, db: sqlite3.Connection, now: datetime) -> None:
        """Raises DiskError while one of them is gone; what `db` holds is then saved for the next start."""
        if all(
            known in {None, _identity(path)} for path, known in zip(self._paths, self._known, strict=True)
        ):
            self._take_back()
            return
        if self._saves and not self._tried:
            self._tried = True
            self._save(db, now)
        raise DiskError(
            f"The journal {self._paths[0]} was deleted or moved while posdesk ran."
            " Put it back, or start posdesk again.",
            DiskFault.GONE,
        )

    def _save(self, db: sqlite3.Connection, now: datetime) -> None:
        path = self._paths[0]
        log.error("journal: %s was deleted or moved while it was open", path)
        if not path.parent.is_dir():  # a disk that was taken out: what is made there now would hide it
            return
        coming = exchange.coming_of(path, GONE, now)
        try:
            backup.copy_open(db, coming)
            self._saved = coming
            log.warning("journal: what it held is saved as %s and is used at the next start", coming)
        except DiskError as error:
            log.error("journal: what it held can't be saved: %s", error)

    def _take_back(self) -> None:
        """The journal is back: the next start must not put what was saved in place of what comes in now."""
        self._tried = False
        if self._saved is None:
            return
        try:
            disk.remove(self._saved, pauses_s=disk.AT_ONCE)  # each transaction tries again
        except OSError as error:
            said = f"{self._saved} can't be removed: {disk.why(error)}. End what has it open"
            raise DiskError(f"{said}; it goes on by itself.", DiskFault.LOCKED) from error
        self._saved = None


def _identity(path: Path) -> Identity | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino
