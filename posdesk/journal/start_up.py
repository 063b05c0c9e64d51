"""What the holder of a home's lock does before a journal is opened: finish, look, save, bring up to date."""

import contextlib
import logging
import sqlite3
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from posdesk.domain.clock import Clock
from posdesk.domain.journal_health import JOURNAL, NOTHING, RESTORED, Loss
from posdesk.domain.printing.plan import NO_PLAN, PrintPlan
from posdesk.errors import DiskError, DiskFault
from posdesk.host import private
from posdesk.host.disk import fault_of_os
from posdesk.host.late import late
from posdesk.host.progress import Progress, silent
from posdesk.journal import backup, boot_mark, end_mark, schema
from posdesk.journal.audit import turns
from posdesk.journal.audit.sealing import Session
from posdesk.journal.faults import REMEDIES, disk_error, fault_of, opening_error
from posdesk.journal.rescue import exchange, soundness
from posdesk.journal.transaction import Chain, Transaction
from posdesk.records import replace

if TYPE_CHECKING:
    from posdesk.journal.rescue import filling, loose_ends, salvage, set_back
    from posdesk.journal.rescue.filling import Filled
else:
    salvage = late("posdesk.journal.rescue.salvage")
    filling = late("posdesk.journal.rescue.filling")
    loose_ends = late("posdesk.journal.rescue.loose_ends")
    set_back = late("posdesk.journal.rescue.set_back")


log = logging.getLogger(__name__)
DAMAGED = "damaged"
_TELLING = frozenset({JOURNAL, "meta", "audit"})  # without these nobody knows how far it had come


def make_ready(
    home: Path,
    clock: Clock,
    by: str = "engine",
    plan: PrintPlan = NO_PLAN,
    progress: Progress = silent,
) -> Session:
    """A journal of today's schema is there and can be read; a damaged one is set aside. Raises DiskError.

    `progress` is told how many rows of a damaged one are read; once it raises, that one stays as it is.

    Returns the session of who writes to it now, `by`, which has begun. A STOP of which nobody may have heard
    prints by `plan`.
    """
    path = home / schema.FILE_NAME
    _make_home(home)
    exchange.finish(path)
    looked = soundness.look(path)
    if damage := looked.damage:
        Session(home, by).begin_by_mark(
            clock.now()
        )  # what is saved begins with lines of ours, cut off or not
        _save(path, damage, clock.now(), plan, progress)
    schema.check_ours(path)
    schema.migrate(path)
    with contextlib.closing(schema.connect(path)) as db:  # each takes its time, and its -wal once more
        _check_writable(db, path)
        session = _begun(db, path, by, clock.now(), is_new=bool(damage))
        if _is_in_place_of_another(db, path):
            log.error("journal: there was none in %s, though there was one before: a new one was begun", home)
            _note(path, (Loss(JOURNAL, None),), clock.now())
        set_back.look(db, path, clock.now())
    end_mark.sweep(home)
    soundness.trust(path)
    boot_mark.begin(path, is_whole=looked.is_done)
    return session


def _begun(db: sqlite3.Connection, path: Path, by: str, now: datetime, *, is_new: bool) -> Session:
    session = Session(path.parent, by)
    try:
        session.begin(db, now, is_new=is_new)
    except sqlite3.Error as error:
        raise opening_error(error, path) from error
    return session


def _make_home(home: Path) -> None:
    try:
        home.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        said = f"{home} can't be made: {error.strerror or error}. Name another with --home."
        raise DiskError(said, fault_of_os(error)) from error


def _is_in_place_of_another(db: sqlite3.Connection, path: Path) -> bool:
    """Whether there was a journal before, and this one was only begun: now, or by a start cut off."""
    mark = end_mark.read(path.parent).mark
    try:
        is_new = end_mark.of(db).line == 0 and not db.execute("SELECT 1 FROM heartbeats").fetchone()
        is_known = mark is not None and mark.journal == end_mark.id_of(db)
    except sqlite3.Error as error:
        raise opening_error(error, path) from error
    return is_new and not is_known and bool(mark or backup.backups(path.parent))


def _check_writable(db: sqlite3.Connection, path: Path) -> None:
    """A journal that may only be read is said at the start; one that is held, when it is used."""
    (patience,) = db.execute("PRAGMA busy_timeout").fetchone()
    try:
        db.execute("PRAGMA busy_timeout = 0")
        db.execute("BEGIN IMMEDIATE")
        db.execute(f"PRAGMA user_version = {schema.VERSION}")  # BEGIN alone asks nothing of the file
    except sqlite3.Error as error:
        if fault_of(error) is DiskFault.READ_ONLY:
            raise disk_error(error, f"The journal {path} can't be written") from error
    finally:
        if db.in_transaction:
            db.execute("ROLLBACK")
        db.execute(f"PRAGMA busy_timeout = {patience}")


def _save(path: Path, damage: str, now: datetime, plan: PrintPlan, progress: Progress) -> None:
    draft = private.draft_of(path)
    log.error("journal: %s is damaged: %s", path, damage)
    kept = exchange.kept_of(path, DAMAGED, backup.stamp_of(now))
    try:
        lost, filled = salvage.salvage(path, draft, progress)
        saved = tuple(replace(loss, kept=kept.name) for loss in lost)
        is_older = damage == soundness.OF_ANOTHER_FILE
        found = _note(draft, saved, now, is_older=is_older, filled=filled, plan=plan)
        exchange.put_in_place(path, draft, DAMAGED, now)
    except (sqlite3.Error, OSError) as error:
        fault = fault_of_os(error) if isinstance(error, OSError) else fault_of(error)
        fault = DiskFault.OTHER if fault is DiskFault.DAMAGED else fault  # what is damaged is known
        raise DiskError(
            f"The journal {path} is damaged, and what can be read of it can't be saved: {error}."
            f" {REMEDIES[fault]}, then start posdesk again.",
            fault,
        ) from error
    finally:
        with contextlib.suppress(OSError):
            exchange.remove(draft)
    for loss in found:
        log.error(
            "journal: %s rows of %s are not as they were; the damaged file is kept at %s",
            "an unknown number of" if loss.rows is None else loss.rows,
            loss.what,
            kept,
        )


def _note(
    path: Path,
    found: tuple[Loss, ...],
    now: datetime,
    *,
    is_older: bool = False,
    filled: "Filled | None" = None,
    plan: PrintPlan = NO_PLAN,
) -> tuple[Loss, ...]:
    """Write the loss into a journal that nobody else has open. Returns all that is lost.

    `is_older`: it took the place of another one, which the mark beside it may say, too. `filled`: its rows
    were saved out of a damaged one, and these out of a backup.
    """
    mark = end_mark.read(path.parent)
    with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as db:
        db.execute(schema.BLANKS)
        db.execute("BEGIN IMMEDIATE")
        tx, seen = Transaction(db, now, "", Chain.read(db), plan=plan), ""
        if filled is not None:
            turns.begin(tx, turns.SALVAGED, last=turns.last_held(db))
            filling.go_on(tx, filled)
        is_whole = not _TELLING & {loss.what for loss in found}
        if is_older or (is_whole and set_back.falls_short(db, mark)):
            found = (*(loss for loss in found if loss.what != NOTHING), Loss(RESTORED, None))
            seen = set_back.reach_of(mark, now)
            set_back.hand_over(db)
        lost = loose_ends.tie(tx, found, mark, seen)
        db.execute("COMMIT")
    return lost
