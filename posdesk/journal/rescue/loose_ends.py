"""What hangs on rows that a journal lost: numbers, open actions, and what a person must judge now.

Lost receipts leave postings behind that name their numbers, hours that add up to too little, and orders that
look as if they had never been rung. None of it may go on by itself as if nothing had been there.
"""

import sqlite3
from collections.abc import Collection, Iterator
from datetime import timedelta

from posdesk.domain.books.posting import Book
from posdesk.domain.clock import from_text, to_text
from posdesk.domain.journal_health import JOURNAL, RESTORED, Loss
from posdesk.domain.orders.intent import Outcome, new_seq
from posdesk.journal.audit import audit
from posdesk.journal.books.posting_rows import OPEN
from posdesk.journal.books.receipt_rows import NUMBERS_ABOVE
from posdesk.journal.orders.order_moves import last_completion
from posdesk.journal.rescue.lost_rows import (
    LOST_COMPLETION,
    LOST_POSTING,
    LOST_UPTO,
    NO_TRAIL,
    RESTORED_AT,
)
from posdesk.journal.time_span import latest_in
from posdesk.journal.transaction import Transaction

_FARTHEST = timedelta(days=31)  # older backups are not kept; a clock that ran years ahead marks no years
_WHOLLY = frozenset({JOURNAL, RESTORED})
_LOSING = _WHOLLY | {"receipts"}
_NO_RECEIPT = "book = 'receipt' AND NOT EXISTS (SELECT 1 FROM receipts r WHERE r.number = postings.receipt)"
_LEFT = "(outcome <> 'queued' OR ever_unknown = 1)"
_HIGHEST = (
    "SELECT max(coalesce(n, 0)) FROM (SELECT max(number) AS n FROM receipts"
    " UNION ALL SELECT max(receipt) FROM postings UNION ALL SELECT max(upto) FROM postings"
    " UNION ALL SELECT max(CAST(value AS INTEGER)) FROM meta WHERE key = ?"
    "  OR key LIKE 'ahead_seen/%' OR key LIKE 'behind_seen/%')"
)


def tie(tx: Transaction, found: Collection[Loss], seen: str = "") -> Iterator[Loss]:
    """Put right what refers to lost rows, after all that could be read was saved; what that costs besides.

    `seen` is the latest time that another journal knows of what is lost, as journal text.
    """
    _keep_numbers(tx.db)
    _stop_reporting(tx, {loss.what for loss in found}, seen)
    ended, doubtful = _end_orphans(tx), _doubt_orphans(tx.db)
    lost = _give_postings(tx)
    audit.write(tx, "journal.tied", ended=ended, doubtful=doubtful, without_posting=lost)
    if ended:
        yield Loss("postings", ended)


def _keep_numbers(db: sqlite3.Connection) -> None:
    """No new receipt gets a number that anything knows: it would pass for the lost one."""
    (highest,) = db.execute(_HIGHEST, (NUMBERS_ABOVE,)).fetchone()
    _put(db, NUMBERS_ABOVE, str(highest))


def _stop_reporting(tx: Transaction, lost: Collection[str], seen: str) -> None:
    """Where receipts are gone, hours up to now add up to too little, and orders seem never rung.

    The clock may have gone back since: no mark ever does.
    """
    if not _LOSING & set(lost):
        return
    known = max(to_text(tx.now), latest_in(tx.db))
    upto = max(known, min(seen, to_text(from_text(known) + _FARTHEST)))
    _put(tx.db, LOST_UPTO, upto)
    if RESTORED in lost:
        _put(tx.db, RESTORED_AT, upto)
    _put(tx.db, LOST_COMPLETION, str(last_completion(tx.db)))
    _put(
        tx.db, LOST_POSTING, str(tx.db.execute("SELECT coalesce(max(number), 0) FROM postings").fetchone()[0])
    )
    if "audit" in lost or _WHOLLY & set(lost):
        _put(tx.db, NO_TRAIL, "1")


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
        tx.db.execute(
            "INSERT INTO postings (seq, book, platform, receipt, counter, actor, outcome, made_at,"
            " ever_unknown, needs_person) VALUES (?,?,?,?,?,'',?,?,1,1)",
            (
                new_seq(),
                Book.RECEIPT,
                Book.RECEIPT.platform,
                number,
                tx.counter,
                Outcome.UNKNOWN,
                to_text(tx.now),
            ),
        )
    return len(rows)


def _put(db: sqlite3.Connection, name: str, value: str) -> None:
    db.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (name, value))
