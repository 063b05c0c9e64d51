"""Postings in the journal: queued, sent, answered. What a person does with them is in posting_acts.py."""

import logging
import sqlite3
from collections.abc import Callable
from dataclasses import asdict
from datetime import datetime

from posdesk.domain.books.hour import HourBook
from posdesk.domain.books.posting import (
    Book,
    CoverReason,
    HourFigures,
    Posting,
    PostingAnswer,
    PostingDecision,
    decide_posting,
)
from posdesk.domain.clock import to_text
from posdesk.domain.orders.answer import CallFault, Verdict
from posdesk.domain.orders.intent import Outcome, Seq
from posdesk.journal import sent_rows, sure
from posdesk.journal.audit import audit
from posdesk.journal.books import posting_rows
from posdesk.journal.books.hour_totals import figures_now, hour_book
from posdesk.journal.books.posting_rows import open_ones
from posdesk.journal.transaction import Transaction
from posdesk.records import dataclass

log = logging.getLogger(__name__)
RECEIPTS_AT_ONCE = 200
_RAW_LIMIT = 4000  # characters of a reply that are kept
_OF_ATTEMPT = {
    Verdict.DONE: Outcome.CONFIRMED,
    Verdict.REFUSED: Outcome.REFUSED,
    Verdict.NOT_SENT: Outcome.QUEUED,
    Verdict.UNABLE: Outcome.QUEUED,
    Verdict.UNKNOWN: Outcome.UNKNOWN,
}


def has_unqueued(db: sqlite3.Connection) -> bool:
    """Whether a receipt has no posting yet and lacks nothing."""
    return db.execute("SELECT 1 FROM receipts WHERE queued = 0 AND lacks = '' LIMIT 1").fetchone() is not None


def queue_receipts(tx: Transaction, limit: int = RECEIPTS_AT_ONCE) -> int:
    """A posting for each receipt that has none and lacks nothing, in the order of trade. Returns how many."""
    numbers = tx.db.execute(
        "SELECT number FROM receipts WHERE queued = 0 AND lacks = ''"
        " ORDER BY coalesce(traded_at, received_at), number LIMIT ?",
        (limit,),
    ).fetchall()
    for (number,) in numbers:
        _queue(tx, number)
    return len(numbers)


def _queue(tx: Transaction, number: int) -> None:
    tx.db.execute("UPDATE receipts SET queued = 1 WHERE number = ?", (number,))
    in_doubt = not sure.is_receipt_unsent(tx.db, number)
    try:
        seq = posting_rows.insert(tx, Book.RECEIPT, in_doubt=in_doubt, receipt=number)
    except sqlite3.IntegrityError:  # a posting of it stands already: it holds back no other
        log.exception("journal: receipt number %d can't be queued", number)
        audit.write(tx, "receipt.not_queued", number=number)
        return
    posting = posting_rows.get(tx.db, seq)
    if posting is not None:
        posting_rows.told(tx, "posting.in_doubt" if in_doubt else "posting.queued", posting)


@dataclass(frozen=True, slots=True)
class SendingPosting:
    """A posting marked as sending, with what its call needs.

    `payload` is a receipt's frozen text; `may_be_there` is whether an earlier attempt of ours may have
    landed.
    """

    posting: Posting
    payload: str
    may_be_there: bool


def begin(tx: Transaction, seq: Seq, freeze: Callable[[str], str]) -> SendingPosting | None:
    """Mark a posting as sending before its bytes leave. None when it may not leave (any more).

    An hour's totals are read now and kept with the attempt. A receipt's text is what `freeze` makes of its
    raw text, and the same bytes ever after once they may have landed; what `freeze` raises goes through.
    """
    posting = posting_rows.get(tx.db, seq)
    if posting is None or posting.outcome not in sent_rows.AGAIN or posting.needs_person:
        return None
    if posting_rows.is_held_back(tx.db, posting):
        return None
    if posting.hour is None and posting.receipt is None:
        _leave_to_manager(tx, posting)  # its receipt is lost
        return None
    may_be_there = posting.ever_unknown
    if posting.hour is not None:
        book = hour_book(tx.db, posting.hour)
        may_be_there = book.may_be_there
        if not _read_totals(tx, posting, book):
            return None
    payload = _payload(tx, posting, freeze)
    _mark_sending(tx, posting)
    sending = posting_rows.get(tx.db, seq)
    return SendingPosting(sending, payload, may_be_there) if sending else None


def _read_totals(tx: Transaction, posting: Posting, book: HourBook) -> bool:
    """Keep the hour's totals of this moment. False where a manager is asked.

    They went below zero or beyond reason, or may lack the figures of lost receipts. What the platform
    confirmed once, on a manager's word, needs no other word to be said again.
    """
    figures, newest = figures_now(tx.db, book.hour)
    agreed = posting.reason is CoverReason.PERSON or book.now == book.reported
    below = min(figures.net_fen, figures.items) < 0 and not agreed
    said = HourFigures(figures.net_fen, figures.receipts, figures.items)
    if below or not book.is_agreed or not said.fits:
        _leave_to_manager(tx, posting)
        return False
    sent_rows.change(tx, "postings", posting.seq, **asdict(said), upto=newest)
    return True


def _leave_to_manager(tx: Transaction, posting: Posting) -> None:
    """What may have landed waits for a person; what never left is withdrawn, and the hour asks.

    A report keeps its turn: see `HourBook.has_recovered`. A rescue takes that away from all that was open.
    """
    if posting.ever_unknown:
        turn = to_text(tx.now) if posting.hour is not None else None
        sent_rows.change(tx, "postings", posting.seq, needs_person=1, next_at=turn)
        posting_rows.told(tx, "posting.waits", posting)
        return
    sent_rows.change(tx, "postings", posting.seq, net_fen=None, receipts=None, items=None)
    posting_rows.end(tx, posting, Outcome.WITHDRAWN, "")


def _payload(tx: Transaction, posting: Posting, freeze: Callable[[str], str]) -> str:
    """A receipt's frozen text; an hour has none.

    A sale is sent just as it was handed in, whatever the settings say: its text is not kept twice.
    """
    if posting.receipt is None:
        return ""
    kept, raw, returns = tx.db.execute(
        "SELECT p.payload, r.raw, r.returns FROM postings p JOIN receipts r ON r.number = p.receipt"
        " WHERE p.seq = ?",
        (posting.seq,),
    ).fetchone()
    if posting.ever_unknown and (kept or not returns):
        return str(kept or raw)
    payload = freeze(raw)
    if returns or kept or payload != raw:
        sent_rows.change(tx, "postings", posting.seq, payload=payload)
    return payload


def _mark_sending(tx: Transaction, posting: Posting) -> None:
    sent_rows.mark_sending(tx, "postings", posting.seq)
    if posting.hour is not None:
        _begin_attempt(tx, posting.seq)
    posting_rows.told(tx, "posting.sending", posting, attempt=posting.attempts + 1, cover=int(posting.cover))


def finish(
    tx: Transaction, seq: Seq, answer: PostingAnswer, decision: PostingDecision, next_at: datetime | None
) -> Outcome | None:
    """Write down how an attempt ended. Returns the outcome as stored, None where nothing was sending."""
    posting = posting_rows.get(tx.db, seq)
    if posting is None or posting.outcome is not Outcome.SENDING:
        return None
    if posting.hour is not None:
        _end_attempt(tx, seq, answer)
    by_lost_answer = decision.outcome in sent_rows.AGAIN and decision.cover and not posting.cover
    by_person = posting.reason is CoverReason.PERSON  # a manager's word stays what it rests on
    sent_rows.put_outcome(
        tx,
        "postings",
        seq,
        decision.outcome,
        next_at,
        ever_unknown=posting.ever_unknown or decision.outcome is Outcome.UNKNOWN,
        needs_person=decision.needs_person,
        last_code=answer.code,
        last_words=answer.words or answer.fault,
        last_raw="" if decision.outcome is Outcome.CONFIRMED else answer.raw[:_RAW_LIMIT],
        answered=answer.answered,
        cover=posting.cover or by_lost_answer,
        reason=CoverReason.LOST_ANSWER if by_lost_answer and not by_person else posting.reason,
        was_duplicate=decision.was_duplicate,
        halts=decision.halts,
        target=answer.target,
    )
    _tell_end(tx, posting, answer, decision, by_lost_answer=by_lost_answer)
    return decision.outcome


def _begin_attempt(tx: Transaction, seq: Seq) -> None:
    """Each attempt at an hour has its own figures, and is shown; one at a receipt stands in the trail."""
    tx.db.execute(
        "INSERT INTO posting_attempts (seq, at, outcome, cover, net_fen, receipts, items)"
        " SELECT seq, ?, 'sending', cover, net_fen, receipts, items FROM postings WHERE seq = ?",
        (to_text(tx.now), seq),
    )


def _end_attempt(tx: Transaction, seq: Seq, answer: PostingAnswer) -> None:
    tx.db.execute(
        "UPDATE posting_attempts SET outcome = ?, ended_at = ?, code = ?, words = ?"
        " WHERE number = (SELECT max(number) FROM posting_attempts WHERE seq = ?)",
        (_OF_ATTEMPT[answer.verdict], to_text(tx.now), answer.code, answer.words or answer.fault, seq),
    )


def _tell_end(
    tx: Transaction,
    posting: Posting,
    answer: PostingAnswer,
    decision: PostingDecision,
    *,
    by_lost_answer: bool,
) -> None:
    posting_rows.told(
        tx,
        f"posting.{decision.outcome}",
        posting,
        code=answer.code,
        answer=tx.chain.hash_of(answer.words) if answer.words else None,
        net_fen=posting.figures.net_fen if posting.figures else None,
        cover=CoverReason.LOST_ANSWER if by_lost_answer else None,
        target=answer.target or None,
    )


def recover(tx: Transaction, repeat_unknown: bool) -> int:
    """At start: what a dead process left as sending is unknown. Returns how many."""
    left = [posting for posting in open_ones(tx.db) if posting.outcome is Outcome.SENDING]
    died = PostingAnswer(Verdict.UNKNOWN, fault=CallFault.DIED)
    for posting in left:
        decision = decide_posting(posting, died, may_be_there=True, repeat_unknown=repeat_unknown)
        finish(tx, posting.seq, died, decision, None)
    return len(left)
