"""A home whose trail is sealed: engines and commands that write, seal, are killed, and the key they have."""

import contextlib
import shutil
import sqlite3
from functools import partial
from pathlib import Path
from typing import TypeVar

from posdesk.journal import backup, end_mark, schema, start_up
from posdesk.journal.audit import audit, sealing, seals, trail
from posdesk.journal.audit.sealing import Session
from posdesk.journal.audit.seals import Entry
from posdesk.journal.audit.trail import TrailCheck
from posdesk.journal.journal import FILE_NAME
from posdesk.journal.rescue import set_back
from posdesk.journal.rescue.restore import restore
from posdesk.journal.transaction import Chain, Job, Transaction
from tests.journal.making import SetClock

T = TypeVar("T")
KEY, OTHER_KEY = "5e" * 32, "0d" * 32


class SealedHome:
    """A home, and who writes in it; `key` is what the keyring would give, None where it is closed."""

    def __init__(self, home: Path, key: str | None = KEY) -> None:
        self.home, self.key = home, key
        self.clock = SetClock()
        self.session: Session | None = None

    @property
    def path(self) -> Path:
        return self.home / FILE_NAME

    def start(self) -> None:
        """An engine starts, and looks at the trail."""
        self.clock.walk(60)
        self.session = start_up.make_ready(self.home, self.clock)
        with self.open() as db:
            self.session.look(db, self.key)

    def lines(self, count: int = 1) -> None:
        """Somebody works."""
        with self.open() as db:
            for _ in range(count):
                self.clock.walk(1)
                self.write(db, lambda tx: audit.write(tx, "test.line", actor="Li"))

    def beat(self, *, is_end: bool = False) -> None:
        """The mark, and a seal."""
        assert self.session is not None
        with self.open() as db:
            set_back.keep(self.home, end_mark.of(db))
            if self.key is not None:
                write = partial(self.write, db)
                self.session.seal(write, self.key, self.clock.now(), is_end=is_end)

    def stop(self) -> None:
        """The engine ends in order."""
        self.beat(is_end=True)
        self.session = None

    def kill(self) -> None:
        """It ends as it stands."""
        self.session = None

    def command(self, lines: int = 1, *, is_open: bool = True) -> None:
        """A command while no engine runs; `is_open`: the keyring gives it the key."""
        session = Session(self.home, "export")
        sealing.begin_beside(self.path, session, self.clock.now())
        self.lines(lines)
        with self.open() as db:
            if end_mark.fit_of(db, end_mark.read(self.home)) is end_mark.MarkFit.FITS:
                set_back.keep(self.home, end_mark.of(db))
        sealing.end_beside(self.path, session, self.clock.now(), lambda _name: self.key if is_open else None)

    def back_up(self) -> None:
        """A copy, in place of an earlier one."""
        backup.copy(self.path, self.copy)

    @property
    def copy(self) -> Path:
        return self.home.parent / "copy.sqlite"

    def restore(self, *, is_open: bool = True) -> None:
        """`posdesk restore`, of the copy."""
        session = Session(self.home, "restore")
        session.begin_by_mark(self.clock.now())
        self.clock.walk(60)
        restore(self.copy, self.path, self.clock.now(), "Li")
        sealing.end_beside(self.path, session, self.clock.now(), lambda _name: self.key if is_open else None)

    def copy_over(self) -> None:
        """By hand, while nothing runs."""
        for part in ("-wal", "-shm"):
            self.path.with_name(f"{FILE_NAME}{part}").unlink(missing_ok=True)
        shutil.copyfile(self.copy, self.path)

    def verdict(self) -> TrailCheck:
        """What `posdesk audit verify` finds."""
        with self.open() as db:
            return trail.verify(db, seals.read(self.home), self.key)

    def entries(self) -> tuple[Entry, ...]:
        return seals.read(self.home)

    def audited(self) -> list[str]:
        with self.open() as db:
            return [what for (what,) in db.execute("SELECT what FROM audit ORDER BY number")]

    def open(self) -> "contextlib.closing[sqlite3.Connection]":
        return contextlib.closing(schema.connect(self.path))

    def write(self, db: sqlite3.Connection, job: Job[T]) -> T:
        """A transaction of its own."""
        db.execute("BEGIN IMMEDIATE")
        done = job(Transaction(db, self.clock.now(), "1", Chain.read(db)))
        db.execute("COMMIT")
        return done
