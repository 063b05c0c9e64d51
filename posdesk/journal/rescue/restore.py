"""A backup takes the journal's place: looked through first, on a copy, so that neither file is harmed.

What came after the backup is lost with the journal that was there, unless that one shows that nothing came.
"""

import contextlib
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from posdesk.domain.clock import from_text, in_china
from posdesk.domain.journal_health import RESTORED, Loss
from posdesk.errors import DamagedJournal, DiskError
from posdesk.host import private
from posdesk.host.disk import real_path
from posdesk.host.progress import Progress, silent
from posdesk.journal import backup, compressed, end_mark, schema
from posdesk.journal.audit import audit, turns
from posdesk.journal.backup import head_in, is_damage, reader, stamp_of
from posdesk.journal.end_mark import MarkFile, MarkFit
from posdesk.journal.faults import fault_of, letting_go
from posdesk.journal.files import address_of
from posdesk.journal.orders.bill_numbers import skip_bills
from posdesk.journal.orders.order_rows import OF_TRADE
from posdesk.journal.rescue import exchange, loose_ends, losses, readable, set_back, shape
from posdesk.journal.rescue.set_back import doubt_refusals, hand_to_people, reach_of
from posdesk.journal.time_span import latest_in
from posdesk.journal.transaction import Chain, Transaction, head_of

REPLACED = "replaced"
_HAS_LOSSES = 3  # the schema that began to keep them
# A restore that cost something says more.
_OF_COPIES = frozenset({"journal.backed_up", "journal.mark", turns.RESTORED, turns.KEY, turns.UNPROVEN})


@dataclass(frozen=True, slots=True)
class Restored:
    """What is in place now: `open` is what waits for a person, `kept` where the old journal lies.

    `newest` is when the last order came in, in China. `is_all` is whether the old journal held nothing that
    came after the backup.
    """

    orders: int
    newest: datetime | None
    open: int
    audit_broken_at: int | None
    kept: Path | None
    is_all: bool


def restore(
    file: Path,
    path: Path,
    now: datetime,
    actor: str = "",
    *,
    after_set_back: bool = False,
    progress: Progress = silent,
) -> Restored:
    """Put a journal from `file` in place of the one at `path`; the caller holds the home's lock.

    An older schema is brought up to date. `after_set_back`: the one at `path` is an older one, too, whatever
    it shows. Raises DiskError, Cancelled; nothing is changed then.
    """
    draft = private.draft_of(path)
    if private.is_draft(real_path(file)):
        raise DiskError(f"{file} is what an earlier restore left behind. Name the backup itself.")
    try:
        with looked_through(file, draft, progress) as db:
            exchange.finish(path)
            mark, state = end_mark.read(path.parent), _state_of(path)
            old = _what_is_replaced(db, path, mark, now)
            if after_set_back:
                old = _Replaced(is_all_saved=False, seen=reach_of(mark, now), losses=old.losses)
            restored = _made_ready(db, file.name, path, old, mark, now=now, actor=actor)
        if _state_of(path) != state:  # a command beside may work in it: what it took in must not go unsaid
            raise DiskError(f"{path} was written to just now. End what works in it, then restore once more.")
        progress(0)  # the last moment: from here on it is done
        exchange.put_in_place(path, draft, REPLACED, now)
        set_back.renew(path)
    except OSError as error:
        raise DiskError(f"{file} can't be copied to {path.parent}: {error.strerror or error}.") from error
    finally:
        with contextlib.suppress(OSError):
            exchange.remove(draft)
    return restored


@contextlib.contextmanager
def looked_through(file: Path, draft: Path, progress: Progress = silent) -> Iterator[sqlite3.Connection]:
    """A copy of `file` at `draft`, unpacked, which is a whole journal of this schema or an older one.

    Raises DiskError for what is none, OSError where it can't be copied, Cancelled.
    """
    if compressed.is_compressed(file):
        exchange.remove(draft)
        compressed.expand(file, draft, progress)
    else:
        exchange.copy_of(file, draft, progress)
    with _opened(draft, file) as db:
        with backup.ended_by(db, progress), shape.guarded(db):
            _look_through(db, file)
        yield db


def _look_through(db: sqlite3.Connection, file: Path) -> None:
    """Raises DiskError for what is no whole journal that this posdesk can read."""
    version = schema.version_of(db)
    if version > schema.VERSION and shape.is_journal(db):
        raise DiskError(f"{file} was written by a newer posdesk. Install that version first.")
    if not (version > 0 and shape.is_journal(db)):
        raise DiskError(f"{file} is no journal of posdesk.")
    if fault := shape.fault_of(db, version):
        raise DiskError(f"{file} is no journal as posdesk makes it: {fault}. Take another backup.")
    if not readable.HEAD.fullmatch(head_in(db) or ""):
        raise DiskError(f"{file} is no journal of posdesk.")
    found = db.execute("PRAGMA integrity_check(1)").fetchone()[0]
    if found != "ok":
        raise DamagedJournal(f"{file} is damaged: {str(found).splitlines()[-1]}. Take another backup.")
    if fault := readable.fault_of(db):
        raise DamagedJournal(f"{file} can't be read as a journal: {fault}. Take another backup.")


def _made_ready(
    db: sqlite3.Connection,
    name: str,
    path: Path,
    old: "_Replaced",
    mark: MarkFile,
    *,
    now: datetime,
    actor: str,
) -> Restored:
    """Bring the draft up to date and tell it what it is: a journal that others went on from."""
    kept = exchange.kept_of(path, REPLACED, stamp_of(now)) if exchange.is_there(path) else None
    schema.take_up_to(db, schema.VERSION)
    db.execute("BEGIN IMMEDIATE")
    count = hand_to_people(db) + (0 if old.is_all_saved else doubt_refusals(db))
    tx = Transaction(db, now, "", Chain.read(db))
    turns.begin(tx, turns.RESTORED, actor=actor, file=name, open=count)
    if not old.is_all_saved:
        lost = Loss(RESTORED, None, kept.name if kept else "")
        loose_ends.tie(tx, (*old.losses, lost), mark, old.seen)
    else:
        skip_bills(db, now)
        end_mark.know(db, mark)  # a start after a power cut finds the new journal and the old one's mark
    db.execute("COMMIT")
    counted = f"SELECT count(*), max(received_at) FROM orders WHERE {OF_TRADE}"
    orders, newest = db.execute(counted).fetchone()
    last = in_china(from_text(newest)) if newest else None
    return Restored(orders, last, count, audit.verify(db).broken_at, kept, old.is_all_saved)


@dataclass(frozen=True, slots=True)
class _Replaced:
    """What the journal that is replaced says: whether the backup has all of it, else how far it went.

    `seen` is the latest time in it, as journal text; `losses` are what an earlier restore cost and nobody
    has read.
    """

    is_all_saved: bool
    seen: str
    losses: tuple[Loss, ...] = ()


def _what_is_replaced(db: sqlite3.Connection, path: Path, mark: MarkFile, now: datetime) -> _Replaced:
    try:
        with contextlib.closing(_left_alone(path)) as old:
            unread = losses.open_ones(old) if schema.version_of(old) >= _HAS_LOSSES else ()
            restores = tuple(loss for loss in unread if loss.what == RESTORED)
            if end_mark.fit_of(old, mark) is MarkFit.SET_BACK:  # it is not the one that was here
                return _Replaced(is_all_saved=False, seen=reach_of(mark, now), losses=restores)
            return _Replaced(_holds_all(db, old), latest_in(old), restores)
    except (sqlite3.Error, ValueError, TypeError, OverflowError):
        return _Replaced(is_all_saved=False, seen=reach_of(mark, now))  # none, or nobody can say


def _state_of(path: Path) -> tuple[object, ...]:
    """How far the journal at `path` has come; empty where it can't be asked."""
    try:
        with contextlib.closing(_left_alone(path)) as db:
            return *head_of(db), _scans(db)
    except (sqlite3.Error, ValueError, TypeError):
        return ()


def _left_alone(path: Path) -> sqlite3.Connection:
    """A look that makes no files beside the journal, unless it was left with a -wal."""
    wal = path.with_name(f"{path.name}-wal")
    if wal.exists():
        return reader(path)
    return sqlite3.connect(address_of(path, "mode=ro&immutable=1"), uri=True, isolation_level=None)


def _holds_all(db: sqlite3.Connection, old: sqlite3.Connection) -> bool:
    """Whether the old trail ends as the backup's does, but for lines of copies or seals; scans leave none."""
    number, digest = head_of(db)
    row = old.execute("SELECT hash FROM audit WHERE number = ?", (number,)).fetchone()
    later = {what for (what,) in old.execute("SELECT what FROM audit WHERE number > ?", (number,))}
    last = old.execute("SELECT number, hash FROM audit ORDER BY number DESC LIMIT 1").fetchone()
    is_same = row == (digest,) and later <= _OF_COPIES and last == head_of(old)
    return is_same and _scans(db) == _scans(old)


def _scans(db: sqlite3.Connection) -> int:
    return int(db.execute("SELECT coalesce(max(number), 0) FROM scans").fetchone()[0])


@contextlib.contextmanager
def _opened(draft: Path, file: Path) -> Iterator[sqlite3.Connection]:
    """The draft as one file, its -wal played in."""
    try:
        with letting_go(), contextlib.closing(sqlite3.connect(draft, isolation_level=None)) as db:
            db.execute("PRAGMA journal_mode = DELETE")
            db.execute(schema.BLANKS)
            yield db
    except sqlite3.Error as error:
        if is_damage(error):
            raise DamagedJournal(f"{file} is no whole journal: {error}. Take another backup.") from error
        raise DiskError(f"{file} can't be looked through: {error}.", fault_of(error)) from error
    except (ValueError, TypeError, OverflowError) as error:  # nothing is in place yet: a word, no traceback
        raise DamagedJournal(f"{file} holds what can't be read: {error}. Take another backup.") from error
