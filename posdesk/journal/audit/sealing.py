"""Who writes to the journal says so beside it first, and seals its end: while he writes, and when he is done.

The key is handed in: nothing here asks the keyring, and no write of the journal waits for a seal.
"""

import contextlib
import logging
import sqlite3
import threading
from collections.abc import Callable, Iterator
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from posdesk.domain.clock import to_text
from posdesk.host.late import late
from posdesk.journal import end_mark, schema
from posdesk.journal.audit import seals, trail, turns
from posdesk.journal.audit.seals import Note, Seal
from posdesk.journal.audit.trail import TrailCheck
from posdesk.journal.end_mark import EndMark, MarkFit
from posdesk.journal.faults import disk_error
from posdesk.journal.transaction import Chain, Job, Transaction
from posdesk.records import dataclass

if TYPE_CHECKING:
    from posdesk.journal.rescue import set_back
else:
    set_back = late("posdesk.journal.rescue.set_back")


log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Ready:
    """The end that is to be sealed; `has_gone`: the line that was sealed last stands there no more.

    `goes_on`: from the mark that lies in the home.
    """

    mark: EndMark
    branch: str
    at: str
    has_gone: bool
    goes_on: bool


Write = Callable[[Job[Ready | None]], Ready | None]


class Session:
    """The time in which somebody writes to a home's journal: an engine, or a command while none runs."""

    def __init__(self, home: Path, by: str) -> None:
        """`by` says who: the engine, or which command. Nothing is written yet."""
        self._home, self._by = home, by
        self._journal, self._began = "", 0
        self._unproven: tuple[int, int] | None = None
        self._last: Seal | None = None
        self._is_told = self._has_to_note = False
        self._gate = threading.Lock()

    def begin(self, db: sqlite3.Connection, now: datetime, *, is_new: bool = False) -> None:
        """Note that somebody writes from here on, where the journal was ever sealed. Raises nothing.

        `is_new`: all that stands in it was written just now.
        """
        self._journal = end_mark.id_of(db)
        self._began = 0 if is_new else end_mark.of(db).line
        if (self._home / seals.FILE_NAME).exists():
            self._note(now)

    def begin_by_mark(self, now: datetime) -> None:
        """As `begin`, where the journal must not be opened yet: as far as its mark says. Raises nothing."""
        mark = end_mark.read(self._home).mark
        if mark is not None:
            self._journal, self._began = mark.journal, mark.line
            if (self._home / seals.FILE_NAME).exists():
                self._note(now)

    def _note(self, now: datetime) -> None:
        try:
            self._append_note(now)
        except OSError as error:
            log.warning("seals: %s can't be written: %s", self._home / seals.FILE_NAME, error)
            self._has_to_note = True

    def _append_note(self, now: datetime) -> None:
        seals.append(self._home, Note(self._journal, self._began, self._by, to_text(now)))
        self._has_to_note = False

    def note_again(self, now: datetime) -> None:
        """What could not be noted when it began is noted now. Raises nothing."""
        if self._has_to_note:
            self._note(now)

    def leave_unsealed(self, db: sqlite3.Connection, now: datetime) -> None:
        """Its end can't be sealed: that is noted, unless the last note says so already. Raises nothing."""
        journal = end_mark.id_of(db)
        noted = seals.of(seals.read(self._home), journal)
        if turns.key_of(db) and not (noted and isinstance(noted[-1], Note)):
            self._began = self._began if self._journal == journal else 0
            self._journal = journal
            self._note(now)

    def look(self, db: sqlite3.Connection, secret: str | None) -> TrailCheck:
        """How the trail stands; what nobody sealed before this session is told when it is sealed first."""
        verdict = trail.look(db, seals.read(self._home), secret)
        cuts = turns.of(db).set_backs
        is_cut = bool(cuts) and cuts[-1].number > verdict.sealed
        held = min(self._began, cuts[-1].last) if is_cut else self._began
        self._unproven = (verdict.sealed + 1, held) if verdict.sealed < held else None
        return verdict

    def seal(self, write: Write, secret: str, now: datetime, *, is_end: bool = False) -> bool:
        """Seal the end as it is committed. `write` runs a job of the journal's writer and waits for it.

        Returns whether the line that was sealed last stands there still. Raises OSError where the seal can't
        be written, and what `write` does.
        """
        with self._gate:
            if not self._is_told and not seals.read(self._home):
                # Whoever comes between the key's first line and its first seal finds this; without it no key
                # begins: seals that there never were would be missed.
                self._append_note(now)
            ready = write(partial(self._ready, secret=secret))
            if ready is None:
                return True
            self._is_told = True
            if not self._is_of(ready.mark, is_end=is_end):
                self._keep_mark(ready)
                made = seals.made(secret, ready.mark, branch=ready.branch, at=ready.at, is_end=is_end)
                seals.append(self._home, made)
                self._last = made
            return not ready.has_gone

    def is_sealed(self, db: sqlite3.Connection) -> bool:
        """Whether our last seal is of the end as it is committed: then there is nothing to seal."""
        return self._is_of(end_mark.of(db), is_end=False) and not self._has_gone(db)

    def _keep_mark(self, ready: Ready) -> None:
        """The mark knows of what is sealed: else a copy that lacks just that would be no older journal."""
        if ready.goes_on and (why := set_back.keep(self._home, ready.mark)):
            log.warning("seals: %s", why)

    def _is_of(self, mark: EndMark, *, is_end: bool) -> bool:
        """Whether our last seal is of just this end."""
        last = self._last
        return last is not None and (last.line, last.hash, last.is_end) == (mark.line, mark.hash, is_end)

    def _ready(self, tx: Transaction, *, secret: str) -> Ready | None:
        """The writer's part: the lines that a seal begins with, and where the trail ends then."""
        fit = end_mark.fit_of(tx.db, end_mark.read(self._home))
        if not self._is_told:
            if fit in {MarkFit.SET_BACK, MarkFit.OTHER}:
                return None  # that another journal lies there is for the next start to deal with
            if not turns.begin_key(tx, seals.name_of(secret)) and self._unproven is not None:
                turns.tell_unproven(tx, *self._unproven)
        mark, branch = end_mark.committed(tx), turns.branch_of(tx.db)
        return Ready(mark, branch, to_text(tx.now), self._has_gone(tx.db), goes_on=fit is MarkFit.FITS)

    def _has_gone(self, db: sqlite3.Connection) -> bool:
        if self._last is None or not self._last.line:
            return False
        row = db.execute("SELECT hash FROM audit WHERE number = ?", (self._last.line,)).fetchone()
        return row is None or row[0] != self._last.hash


def begin_beside(path: Path, session: Session, now: datetime) -> None:
    """Begin the session of a command, in a journal that it opens for that. Raises DiskError."""
    with contextlib.closing(schema.connect(path, is_beside=True)) as db, _said():
        session.begin(db, now)


def end_beside(path: Path, session: Session, now: datetime, key: Callable[[str], str | None]) -> None:
    """Seal the end of what a command wrote; `key` is asked for the secret of that name.

    Where it gives none, that is noted. A journal that was never sealed is left alone: its engine begins with
    that. Raises DiskError, OSError.
    """
    with contextlib.closing(schema.connect(path, is_beside=True)) as db, _said():
        if not schema.is_open_to_us(db) or not turns.key_of(db):
            return
        secret = key(seals.secret_name(end_mark.id_of(db)))
        if secret is None:
            session.leave_unsealed(db, now)
            return
        session.look(db, secret)
        session.seal(partial(_written, db, now), secret, now, is_end=True)


def _written(db: sqlite3.Connection, now: datetime, job: Job[Ready | None]) -> Ready | None:
    db.execute("BEGIN IMMEDIATE")
    try:
        ready = job(Transaction(db, now, "", Chain.read(db)))
        db.execute("COMMIT")
    finally:
        if db.in_transaction:
            db.execute("ROLLBACK")
    return ready


@contextlib.contextmanager
def _said() -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as error:
        raise disk_error(error, "The end of the audit trail can't be sealed") from error
