"""What hangs on rows that a journal lost: numbers, open actions, and what a person must judge now.

Lost receipts leave postings behind that name their numbers, hours that add up to too little, and orders that
look as if they had never been rung. None of it may go on by itself as if nothing had been there.
"""

import sqlite3
from collections.abc import Collection, Sequence
from datetime import timedelta

from posdesk.domain.books.posting import Book
from posdesk.domain.clock import from_text, to_text
from posdesk.domain.journal_health import FROM_BACKUP, JOURNAL, NOTHING, RESTORED, Loss
from posdesk.journal import end_mark, meta
from posdesk.journal.audit import audit
from posdesk.journal.books import posting_rows
from posdesk.journal.end_mark import MarkFile
from posdesk.journal.orders.bill_numbers import skip_bills
from posdesk.journal.orders.order_moves import last_completion
from posdesk.journal.rescue import losses
from posdesk.journal.sent_rows import OPEN
from posdesk.journal.sure import Mark
from posdesk.journal.time_span import latest_in
from posdesk.journal.transaction import Transaction

_FARTHEST = timedelta(days=31)  # older backups are not kept; a clock that ran years ahead marks no years
_WHOLLY = frozenset({JOURNAL, RESTORED})
_LOSING = _WHOLLY | {"receipts"}
_OLDER = {f"{FROM_BACKUP}orders", f"{FROM_BACKUP}receipts"}  # as a backup had them, which went on since
_TELLING = {"postings", "audit"}  # of what was sent since
_NO_RECEIPT = "book = 'receipt' AND NOT EXISTS (SELECT 1 FROM receipts r WHERE r.number = postings.receipt)"
_LEFT = "(outcome <> 'queued' OR ever_unknown = 1)"
_HIGHEST = (
    "SELECT max(coalesce(n, 0)) FROM (SELECT max(number) AS n FROM receipts"
    " UNION ALL SELECT max(receipt) FROM postings UNION ALL SELECT max(upto) FROM postings"
    " UNION ALL SELECT max(CAST(value AS INTEGER)) FROM meta WHERE key = ?"
    "  OR key LIKE 'ahead_seen/%' OR key LIKE 'behind_seen/%')"
)


def tie(tx: Transaction, found: Sequence[Loss], mark: MarkFile, seen: str = "") -> tuple[Loss, ...]:
    """Put right what refers to lost rows, after all that could be read was saved; write down what is lost.

    `mark` has been dealt with then. `seen` is the latest time that another journal knows of what is lost, as
    journal text. Returns all that is lost, what hung on the lost rows, too. No bill number is given again.
    """
    skip_bills(tx.db, tx.now)
    lost = tuple(found)
    if ended := _tie(tx, {loss.what for loss in found}, seen):
        kept = "" if found[0].what == RESTORED else found[0].kept
        lost = (*(loss for loss in found if loss.what != NOTHING), Loss("postings", ended, kept))
    losses.add(tx, lost)
    end_mark.know(tx.db, mark)
    return lost


def _tie(tx: Transaction, lost: Collection[str], seen: str) -> int:
    """How many postings ended that never left, and have no receipt any more."""
    _keep_numbers(tx.db)
    _stop_reporting(tx, lost, seen)
    ended, doubtful = _end_orphans(tx), _doubt_orphans(tx.db)
    audit.write(tx, "journal.tied", ended=ended, doubtful=doubtful, without_posting=_give_postings(tx))
    return ended


def _keep_numbers(db: sqlite3.Connection) -> None:
    """No new receipt gets a number that anything knows: it would pass for the lost one."""
    (highest,) = db.execute(_HIGHEST, (Mark.NUMBER,)).fetchone()
    meta.put(db, Mark.NUMBER, str(highest))


def _stop_reporting(tx: Transaction, lost: Collection[str], seen: str) -> None:
    """Where receipts are gone, hours up to now add up to too little, and orders seem never rung.

    The clock may have gone back since: no mark ever does.
    """
    whole, older = _WHOLLY & set(lost), _OLDER & set(lost)
    if whole or "audit" in lost:
        meta.put(tx.db, Mark.TRAIL, "1")
    is_losing = bool(_LOSING & set(lost)) or bool(older and _TELLING & set(lost))
    if is_losing or f"{FROM_BACKUP}orders" in lost:  # which were to be rung was known by their completion
        meta.put(tx.db, Mark.COMPLETION, str(last_completion(tx.db)))
    if not is_losing:
        return
    known = max(to_text(tx.now), latest_in(tx.db))
    upto = max(known, min(seen, to_text(from_text(known) + _FARTHEST)))
    meta.put(tx.db, Mark.RECEIPTS, upto)
    if older or RESTORED in lost:
        meta.put(tx.db, Mark.ORDERS, upto)
    (posting,) = tx.db.execute("SELECT coalesce(max(number), 0) FROM postings").fetchone()
    meta.put(tx.db, Mark.POSTING, str(posting))


def _end_orphans(tx: Transaction) -> int:
    """What never left and has no receipt any more never will; nobody needs to see a refusal of nothing."""
    tx.db.execute(
        "UPDATE postings SET needs_person = 0, halts = 0"
        f" WHERE NOT {OPEN} AND needs_person = 1 AND {_NO_RECEIPT}"
    )
    return tx.db.execute(
        "UPDATE postings SET outcome = 'withdrawn', ended_at = ?, next_at = NULL, needs_person = 0"
        f" WHERE outcome = 'queued' AND ever_unknown = 0 AND {_NO_RECEIPT}",
        (to_text(tx.now),),
    ).rowcount


def _doubt_orphans(db: sqlite3.Connection) -> int:
    """What may have left can't be sent again without its receipt: a person says how it ended."""
    return db.execute(
        "UPDATE postings SET outcome = 'unknown', ever_unknown = 1, needs_person = 1, next_at = NULL"
        f" WHERE {OPEN} AND {_LEFT} AND {_NO_RECEIPT}"
    ).rowcount


def _give_postings(tx: Transaction) -> int:
    """A receipt was queued and its posting is lost: nobody knows whether it left. Returns how many."""
    having = "SELECT 1 FROM postings p WHERE p.book = 'receipt' AND p.receipt = receipts.number"
    tx.db.execute(f"UPDATE receipts SET queued = 1 WHERE queued = 0 AND EXISTS ({having})")
    rows = tx.db.execute(f"SELECT number FROM receipts WHERE queued = 1 AND NOT EXISTS ({having})").fetchall()
    for (number,) in rows:
        posting_rows.insert(tx, Book.RECEIPT, in_doubt=True, receipt=number)
    return len(rows)
