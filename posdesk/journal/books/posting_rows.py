"""Rows of the postings table: reading them, ending them, and what the audit trail says of them."""

import logging
import sqlite3
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from posdesk.domain.books.posting import Attempt, Book, CoverReason, HourFigures, Posting
from posdesk.domain.books.receipt import ReceiptKey
from posdesk.domain.clock import from_text, in_china, to_text
from posdesk.domain.orders.intent import Outcome, Seq, new_seq
from posdesk.journal import codec, sent_rows, sure
from posdesk.journal.audit import audit
from posdesk.journal.books import receipt_rows
from posdesk.journal.transaction import Transaction

log = logging.getLogger(__name__)
_COLUMNS = (
    "p.seq, p.book, p.outcome, p.actor, p.made_at, p.hour, r.store_id, r.pos_no, r.serial_num,"
    " p.next_at, p.ended_at, p.attempts, p.ever_unknown, p.needs_person, p.last_code,"
    " p.last_words, p.answered, p.settled_by, p.cover, p.reason, p.detail, p.net_fen, p.receipts, p.items,"
    " p.was_duplicate, p.halts, p.target,"
    f" {sure.IS_OLD_POSTING}"
)
_FROM = "postings p LEFT JOIN receipts r ON r.number = p.receipt"
_IN_TIME = "p.book, p.hour, coalesce(r.traded_at, r.received_at), p.number"
OPEN = sent_rows.OPEN
_HELD_REFUNDS = (
    f"SELECT p.seq FROM {_FROM} JOIN receipts s ON s.same_store = r.same_store"
    "  AND s.same_pos = r.original_pos AND s.same_serial = r.original_serial"
    " LEFT JOIN postings q ON q.book = 'receipt' AND q.receipt = s.number"
    " WHERE p.book = 'receipt' AND r.returns = 1 AND s.returns = 0"
    f" AND ((s.queued = 0 AND s.lacks = '') OR (q.{OPEN} AND q.needs_person = 0))"
)
_HALTED = "SELECT DISTINCT platform FROM postings WHERE needs_person = 1 AND halts = 1"
MOST = 2000  # of a book, that a look may send


def posting_of(row: tuple[Any, ...]) -> Posting:
    """A posting from its row in the columns' order."""
    seq, book, outcome, actor, made, hour, store, pos, serial, *rest = row
    next_at, ended, attempts, unknown, person, code, words, answered, by, *how = rest
    cover, reason, detail, net, receipts, items, duplicate, halts, target, is_old = how
    return Posting(
        seq=Seq(seq),
        book=Book(book),
        outcome=Outcome(outcome),
        actor=actor,
        made_at=from_text(made),
        hour=in_china(from_text(hour)) if hour else None,
        receipt=ReceiptKey(store, pos, serial) if store is not None else None,
        next_at=codec.time_of(next_at),
        ended_at=codec.time_of(ended),
        attempts=attempts,
        ever_unknown=bool(unknown),
        needs_person=bool(person),
        last_code=code,
        last_words=words,
        answered=bool(answered),
        settled_by=by,
        cover=bool(cover),
        reason=CoverReason(reason),
        detail=detail,
        figures=_figures(net, receipts, items),
        was_duplicate=bool(duplicate),
        halts=bool(halts),
        target=target,
        is_old=bool(is_old),
    )


def _figures(net_fen: int | None, receipts: int | None, items: int | None) -> HourFigures | None:
    if net_fen is None or receipts is None or items is None:
        return None
    return HourFigures(net_fen, receipts, items)


def select(
    db: sqlite3.Connection, where: str, values: tuple[Any, ...] = (), order: str = "p.number"
) -> tuple[Posting, ...]:
    """Postings by a condition on `p` and its receipt `r`, in the order they were made."""
    return tuple(each(db, where, values, order))


def each(
    db: sqlite3.Connection, where: str, values: tuple[Any, ...] = (), order: str = "p.number"
) -> Iterator[Posting]:
    """As `select`, one by one; nothing is written meanwhile. A damaged one is named and hides no other."""
    for row in db.execute(f"SELECT {_COLUMNS} FROM {_FROM} WHERE {where} ORDER BY {order}", values):
        try:
            yield posting_of(row)
        except ValueError:
            log.exception("journal: posting %s of %s %s can't be read", row[0], row[1], row[6] or row[7:10])


def get(db: sqlite3.Connection, seq: Seq) -> Posting | None:
    """A posting by its GUID."""
    found = select(db, "p.seq = ?", (seq,))
    return found[0] if found else None


def open_ones(db: sqlite3.Connection) -> tuple[Posting, ...]:
    """Every posting whose outcome is still open: hours by hour, receipts in the order of trade."""
    return select(db, f"p.{OPEN}", order=_IN_TIME)


def sendable(db: sqlite3.Connection) -> tuple[Posting, ...]:
    """Of each book's open ones MOST that wait for nobody: what was tried least first, then as `open_ones`.

    After days in which a platform answered nothing there are thousands, and this is asked each second.
    """
    where, order = f"p.{OPEN} AND p.needs_person = 0 AND p.book = ?", f"p.attempts, {_IN_TIME} LIMIT {MOST:d}"
    return tuple(posting for book in Book for posting in each(db, where, (book,), order))


def tried_less(db: sqlite3.Connection, attempts: int) -> frozenset[Seq]:
    """Open postings of receipts that wait for nobody and were tried less often than that."""
    rows = db.execute(
        f"SELECT seq FROM postings WHERE {OPEN} AND needs_person = 0 AND book = 'receipt' AND attempts < ?",
        (attempts,),
    )
    return frozenset(Seq(row[0]) for row in rows)


def waiting(db: sqlite3.Connection) -> tuple[Posting, ...]:
    """The open ones, and those whose refusal a person must see."""
    wanted = (
        f"SELECT number FROM postings WHERE {OPEN} UNION SELECT number FROM postings WHERE needs_person = 1"
    )
    return select(db, f"p.number IN ({wanted})", order=_IN_TIME)


def confirmed_since(db: sqlite3.Connection, book: Book, start: datetime) -> int:
    """How many postings of a book were confirmed since then; an hour counts once, however often it was."""
    row = db.execute(
        "SELECT count(DISTINCT coalesce(hour, receipt)) FROM postings"
        " WHERE ended_at >= ? AND outcome = 'confirmed' AND book = ?",
        (to_text(start), book),
    ).fetchone()
    return int(row[0])


def of_subject(db: sqlite3.Connection, posting: Posting) -> tuple[Posting, ...]:
    """All postings of the same hour or the same receipt, oldest first."""
    of_book = f"p.book = '{posting.book}'"
    if posting.hour is not None:
        return select(db, f"{of_book} AND p.hour = ?", (to_text(posting.hour),))
    named = receipt_rows.named(posting.receipt or ReceiptKey("", "", ""))
    return select(db, f"{of_book} AND p.receipt = {receipt_rows.NUMBER}", named)


def held_refunds(db: sqlite3.Connection) -> frozenset[Seq]:
    """Open postings of refunds whose sale will still go by itself: the sale goes first."""
    return frozenset(Seq(row[0]) for row in db.execute(f"{_HELD_REFUNDS} AND p.{OPEN}"))


def is_held_back(db: sqlite3.Connection, posting: Posting) -> bool:
    """Whether its sale will still go first, or its platform waits for a person."""
    if (
        posting.receipt is not None
        and db.execute(f"{_HELD_REFUNDS} AND p.seq = ?", (posting.seq,)).fetchone()
    ):
        return True
    return db.execute(f"{_HALTED} AND platform = ? LIMIT 1", (posting.book.platform,)).fetchone() is not None


def halted(db: sqlite3.Connection) -> frozenset[str]:
    """Platforms of which nothing is sent until a person has acted on a refusal."""
    return frozenset(row[0] for row in db.execute(_HALTED))


def attempts_at(db: sqlite3.Connection, hour: datetime) -> tuple[Attempt, ...]:
    """Every attempt at an hour's reports, oldest first."""
    rows = db.execute(
        "SELECT a.at, a.outcome, a.cover, a.net_fen, a.receipts, a.items, a.ended_at, a.code, a.words"
        " FROM posting_attempts a JOIN postings p ON p.seq = a.seq"
        " WHERE p.book = 'hour' AND p.hour = ? ORDER BY a.number",
        (to_text(hour),),
    )
    return tuple(
        Attempt(
            from_text(at),
            Outcome(outcome),
            bool(cover),
            _figures(*figures),
            codec.time_of(ended),
            code,
            words,
        )
        for at, outcome, cover, *figures, ended, code, words in rows
    )


def insert(tx: Transaction, book: Book, *, actor: str = "", in_doubt: bool = False, **columns: Any) -> Seq:
    """A new posting; one `in_doubt` may be there already, which a person says. Returns its GUID."""
    doubt = {"ever_unknown": True, "needs_person": True} if in_doubt else {}
    sent_rows.insert(
        tx,
        "postings",
        seq=(seq := new_seq()),
        book=book,
        platform=book.platform,
        counter=tx.counter,
        actor=actor,
        outcome=Outcome.UNKNOWN if in_doubt else Outcome.QUEUED,
        made_at=to_text(tx.now),
        **(doubt | columns),
    )
    return seq


def end(
    tx: Transaction, posting: Posting, outcome: Outcome, actor: str, settled_by: str = "", **detail: int
) -> None:
    """Close a posting by a person's act, or because it is moot."""
    sent_rows.end(tx, "postings", posting.seq, outcome, settled_by)
    told(tx, f"posting.{outcome}", posting, actor=actor, **detail)


def told(
    tx: Transaction, what: str, posting: Posting, *, actor: str = "", **detail: str | int | None
) -> None:
    """Write a line about a posting into the audit trail, and touch the pages."""
    key = (posting.book.platform, subject(posting))
    audit.write(tx, what, actor=actor, key=key, seq=posting.seq, **detail)
    tx.touch("postings")


def subject(posting: Posting) -> str:
    """What it is about, in one text: the hour in China, or the receipt's key."""
    if posting.hour is not None:
        return posting.hour.isoformat()
    return receipt_rows.mark(posting.receipt) if posting.receipt else ""
