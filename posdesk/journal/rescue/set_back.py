"""A journal that lacks what it once held goes on as a restored one: what may have left since is for people.

Somebody copied an older one over it, by hand or with the disk's own tools; its mark says so. Once that was
dealt with, the next start is quiet.
"""

import contextlib
import logging
import sqlite3
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from posdesk.domain.clock import to_text
from posdesk.domain.journal_health import MISSING, RESTORED, Loss
from posdesk.host.late import late
from posdesk.journal import end_mark
from posdesk.journal.audit import audit, seals, turns
from posdesk.journal.end_mark import EndMark, MarkFile, MarkFit
from posdesk.journal.faults import disk_error
from posdesk.journal.transaction import Chain, Transaction

if TYPE_CHECKING:
    from posdesk.journal.rescue import loose_ends, losses
else:
    loose_ends = late("posdesk.journal.rescue.loose_ends")
    losses = late("posdesk.journal.rescue.losses")


log = logging.getLogger(__name__)
TILLS_AHEAD = timedelta(minutes=10)


def look(db: sqlite3.Connection, path: Path, now: datetime) -> None:
    """Compare the journal at `path`, which is open, with the mark beside it, and deal with what that says.

    Only the holder of the home's lock does. Raises DiskError where a journal that was set back can't be
    written: it must not go on as if nothing had been.
    """
    found = end_mark.read(path.parent)
    try:
        _deal_with(db, found, path.parent, now)
    except sqlite3.Error as error:
        raise disk_error(error, f"{path} is an older journal, which can't be written down") from error
    _keep(path.parent, end_mark.of(db))


def _deal_with(db: sqlite3.Connection, found: MarkFile, home: Path, now: datetime) -> None:
    fit = end_mark.fit_of(db, found)
    if fit is MarkFit.SET_BACK:
        with _written(db, now) as tx:
            _take_for_restored(tx, found, _held(home, tx))
    elif fit is not MarkFit.FITS and end_mark.of(db).line + bool(found.text):  # a new journal has no mark yet
        try:
            with _written(db, now) as tx:
                _note(tx, found, fit)
        except sqlite3.Error as error:
            log.warning("journal: that %s was no mark of it can't be written down: %s", found.text, error)


@contextlib.contextmanager
def _written(db: sqlite3.Connection, now: datetime) -> Iterator[Transaction]:
    db.execute("BEGIN IMMEDIATE")
    try:
        yield Transaction(db, now, "", Chain.read(db))
        db.execute("COMMIT")
    finally:
        if db.in_transaction:
            db.execute("ROLLBACK")


def _take_for_restored(tx: Transaction, found: MarkFile, held: int) -> None:
    assert found.mark is not None
    log.error("journal: it lacks line %d of its audit trail: an older one took its place", found.mark.line)
    count = hand_over(tx.db)
    turns.begin(tx, turns.SET_BACK, last=held, line=found.mark.line, open=count)
    loose_ends.tie(tx, [Loss(RESTORED, None)], found, reach_of(found, tx.now))


def _held(home: Path, tx: Transaction) -> int:
    """The last line of the older journal as it was copied: commands may have written behind it since."""
    entries = seals.read(home)
    sealed = max((at for at, each in enumerate(entries) if isinstance(each, seals.Seal)), default=-1)
    began = (each.line for each in seals.of(entries[sealed + 1 :], end_mark.id_of(tx.db)))
    return min((line for line in began if line < tx.chain.number), default=tx.chain.number)


def _note(tx: Transaction, found: MarkFile, fit: MarkFit) -> None:
    """No mark, or one that says nothing of this journal: that is told, and a new one is written."""
    if fit is MarkFit.OTHER:
        log.error("journal: the one that was here is missing, another one is in its place")
        losses.add(tx, [Loss(MISSING, None)])
    audit.write(tx, "journal.mark", found=_WORDS[fit] if found.text else "none")
    end_mark.know(tx.db, found)


_WORDS = {MarkFit.NO_MARK: "unreadable", MarkFit.OTHER: "of another journal"}


def reach_of(found: MarkFile, now: datetime) -> str:
    """The latest time of which a journal that nobody can ask may have known, as journal text."""
    return max(to_text(now + TILLS_AHEAD), found.mark.at if found.mark else "")


def falls_short(db: sqlite3.Connection, found: MarkFile) -> bool:
    """Whether a journal that was saved out of a damaged one is an older one than the mark says."""
    if end_mark.fit_of(db, found) is not MarkFit.SET_BACK or found.mark is None:
        return False
    return end_mark.of(db).line < found.mark.line


def hand_over(db: sqlite3.Connection) -> int:
    """What was open, and what waited as refused, is for a person now; how many."""
    return hand_to_people(db) + doubt_refusals(db)


def hand_to_people(db: sqlite3.Connection) -> int:
    """What was open then may have left since, and nothing leaves twice: each waits for a person now."""
    return _doubt_prints(db) + sum(
        db.execute(
            f"UPDATE {table} SET outcome = 'unknown', ever_unknown = 1, needs_person = 1, next_at = NULL"
            " WHERE outcome IN ('queued', 'sending', 'unknown')"
        ).rowcount
        for table in ("intents", "postings")
    )


def doubt_refusals(db: sqlite3.Connection) -> int:
    """A receipt whose refusal waited for a person then may have been mended, and sent, since."""
    return db.execute(
        "UPDATE postings SET outcome = 'unknown', ever_unknown = 1, needs_person = 1, halts = 0"
        " WHERE book = 'receipt' AND outcome = 'refused' AND needs_person = 1"
    ).rowcount


def _doubt_prints(db: sqlite3.Connection) -> int:
    """A slip that waited for its printer then may have come out since."""
    if not db.execute("SELECT 1 FROM sqlite_schema WHERE name = 'prints'").fetchone():
        return 0
    return db.execute(
        "UPDATE prints SET outcome = 'doubtful', trouble = '', needs_person = 1, next_at = NULL"
        " WHERE outcome IN ('queued', 'sending', 'not_sent')"
    ).rowcount


def renew(path: Path) -> None:
    """Write the mark of a journal that nobody has open, another one than was there. Raises nothing."""
    try:
        with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as db:
            mark = end_mark.of(db)
    except sqlite3.Error as error:
        log.warning("journal: its mark can't be made: %s", error)
        return
    _keep(path.parent, mark)


def keep(home: Path, mark: EndMark) -> str:
    """Write it; why it can't be, which hinders nothing: it stays as it was."""
    try:
        end_mark.write(home, mark)
    except OSError as error:
        return f"{home / end_mark.FILE_NAME} can't be written: {error}"
    return ""


def _keep(home: Path, mark: EndMark) -> None:
    if why := keep(home, mark):
        log.warning("journal: %s", why)
