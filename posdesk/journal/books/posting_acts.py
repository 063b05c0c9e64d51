"""What a person, or the tick in a person's stead, does with postings: report, retry, withdraw, settle."""

import contextlib
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime

from posdesk.domain.books.posting import Book, CoverReason, HourFigures, Posting
from posdesk.domain.clock import to_text
from posdesk.domain.orders.intent import Outcome, Seq
from posdesk.errors import HourReason, NotAllowed, PostingReason
from posdesk.journal import sent_rows
from posdesk.journal.books import posting_rows
from posdesk.journal.books.hour_totals import figures_now, hour_book
from posdesk.journal.transaction import Transaction

_MAY_BE_RETRIED = frozenset({Outcome.REFUSED, Outcome.WITHDRAWN, Outcome.SETTLED_NOT_DONE})


def report_hour(
    tx: Transaction, hour: datetime, *, actor: str, cover: bool, reason: CoverReason, detail: str
) -> Posting:
    """Want a report of an hour. Raises NotAllowed 'already_open' while another is on its way.

    One whose end is unknown and that waits for a person is replaced by a person's.

    `detail` is the late receipt's number, or a manager's own words. Earlier refusals of the hour need nobody
    any more.
    """
    by_person = reason is CoverReason.PERSON
    seq = _new_of_hour(tx, hour, actor, by_person=by_person, cover=cover, reason=reason, detail=detail)
    return _told_new(tx, seq, actor, **_why(tx, cover, reason, detail))


def leave_hour(tx: Transaction, hour: datetime, *, seen: HourFigures, actor: str) -> None:
    """A person's word that what the platform holds for an hour is right, though receipts add up to `seen`.

    Raises NotAllowed 'changed' where they add up to something else by now, 'too_large' where they can't be
    kept, else as `report_hour` does.
    """
    figures, newest = figures_now(tx.db, hour)
    if (figures.net_fen, figures.receipts, figures.items) != (seen.net_fen, seen.receipts, seen.items):
        raise NotAllowed(HourReason.CHANGED, f"the figures of {to_text(hour)} are others by now")
    if not seen.fits:
        raise NotAllowed(HourReason.TOO_LARGE, f"the figures of {to_text(hour)} can't be kept")
    seq = _new_of_hour(tx, hour, actor, by_person=True)
    said = asdict(seen)
    sent_rows.change(tx, "postings", seq, **said, upto=newest)
    posting_rows.end(tx, _found(tx, seq), Outcome.SETTLED_DONE, actor, settled_by=actor, **said)


def _new_of_hour(
    tx: Transaction,
    hour: datetime,
    actor: str,
    *,
    by_person: bool,
    cover: bool = False,
    reason: CoverReason = CoverReason.NONE,
    detail: str = "",
) -> Seq:
    at = to_text(hour)
    for each in posting_rows.select(
        tx.db, f"p.book = 'hour' AND p.hour = ? AND p.{posting_rows.OPEN}", (at,)
    ):
        if not (by_person and each.needs_person and each.outcome is Outcome.UNKNOWN):
            raise NotAllowed(HourReason.ALREADY_OPEN, f"a report of {at} is on its way")
        posting_rows.end(tx, each, Outcome.WITHDRAWN, actor)  # what it waits for is this word
    tx.db.execute("UPDATE postings SET needs_person = 0 WHERE book = 'hour' AND hour = ?", (at,))
    return posting_rows.insert(tx, Book.HOUR, actor=actor, hour=at, cover=cover, reason=reason, detail=detail)


def _why(tx: Transaction, cover: bool, reason: CoverReason, detail: str) -> dict[str, str | int]:
    """What the audit trail keeps: a late receipt's number as it is, a person's words only as a hash."""
    words = tx.chain.hash_of(detail) if detail and reason is CoverReason.PERSON else detail
    return {"cover": int(cover), "reason": reason, "detail": words}


def retry(tx: Transaction, seq: Seq, actor: str) -> Posting:
    """Send again what was refused, withdrawn or settled as not done: a new posting with a new GUID.

    Of a refused receipt that may be there from an earlier attempt, doubt and text stay: the same bytes go
    again. One from before a loss may have been sent since: that is a doubt, too. Raises NotAllowed
    'not_ended' for another outcome, 'already_open' where a newer one stands for it, 'wiped' for a receipt
    whose text is no longer kept.
    """
    old = _found(tx, seq)
    if old.outcome not in _MAY_BE_RETRIED:
        raise NotAllowed(PostingReason.NOT_ENDED, "its outcome is still open, or it is done")
    if old.hour is None and old.receipt is None:
        raise NotAllowed(PostingReason.UNKNOWN_POSTING, "its receipt is lost")
    if posting_rows.of_subject(tx.db, old)[-1].seq != seq:
        raise NotAllowed(PostingReason.ALREADY_OPEN, "a newer posting stands for it")
    if old.hour is not None:
        reason = CoverReason.NONE if old.is_old else old.reason  # a word from before a loss is none any more
        detail = "" if old.is_old else old.detail
        return report_hour(tx, old.hour, actor=actor, cover=old.cover, reason=reason, detail=detail)
    receipt, payload = _text_of(tx, seq)
    ever_unknown = old.is_old or (old.ever_unknown and old.outcome is Outcome.REFUSED)
    sent_rows.change(tx, "postings", seq, needs_person=0)
    new = posting_rows.insert(
        tx, old.book, actor=actor, receipt=receipt, ever_unknown=ever_unknown, payload=payload
    )
    return _told_new(tx, new, actor, instead_of=seq)


def _text_of(tx: Transaction, seq: Seq) -> tuple[int, str]:
    """The number of a posting's receipt, and the text that was frozen of it."""
    receipt, payload, wiped = tx.db.execute(
        "SELECT p.receipt, p.payload, r.wiped FROM postings p JOIN receipts r ON r.number = p.receipt"
        " WHERE p.seq = ?",
        (seq,),
    ).fetchone()
    if wiped is not None:
        raise NotAllowed(PostingReason.WIPED, "its text was kept as long as it may be")
    return receipt, payload


def _told_new(tx: Transaction, seq: Seq, actor: str, **detail: str | int) -> Posting:
    posting = _found(tx, seq)
    posting_rows.told(tx, "posting.queued", posting, actor=actor, **detail)
    return posting


def alike(tx: Transaction, seq: Seq) -> tuple[Seq, ...]:
    """Every posting of that platform which the same code refused, for a person to see, oldest first."""
    old = _found(tx, seq)
    where = "p.outcome = 'refused' AND p.needs_person = 1 AND p.platform = ? AND p.last_code = ?"
    return tuple(each.seq for each in posting_rows.select(tx.db, where, (old.book.platform, old.last_code)))


def retry_each(tx: Transaction, seqs: Sequence[Seq], actor: str) -> int:
    """Send these again, as far as nobody has done anything with them meanwhile. Returns how many."""
    count = 0
    for seq in seqs:
        with contextlib.suppress(NotAllowed):  # it is asked before anything is written
            retry(tx, seq, actor)
            count += 1
    return count


def lift(tx: Transaction, platform: str, actor: str) -> int:
    """Send again all of a platform whose refusal holds the rest back. Returns how many."""
    where = "p.outcome = 'refused' AND p.needs_person = 1 AND p.halts = 1 AND p.platform = ?"
    return retry_each(tx, [each.seq for each in posting_rows.select(tx.db, where, (platform,))], actor)


def ask_again(tx: Transaction, seq: Seq, actor: str) -> Posting:
    """Send a waiting or unknown posting now, under its own GUID.

    Raises NotAllowed 'not_open', or 'may_lack' for an hour that may lack receipts: what it adds up to may be
    too little, and whoever presses this has not been shown that.
    """
    old = _found(tx, seq)
    if old.outcome not in {Outcome.QUEUED, Outcome.UNKNOWN}:
        raise NotAllowed(PostingReason.NOT_OPEN, "it is being sent, or has ended")
    if old.hour is not None and not hour_book(tx.db, old.hour).is_agreed:
        raise NotAllowed(HourReason.MAY_LACK, "receipts of its hour may be lost")
    by_person = old.hour is not None and old.needs_person
    reason = CoverReason.PERSON if by_person else old.reason
    sent_rows.change(tx, "postings", seq, needs_person=0, next_at=to_text(tx.now), reason=reason)
    posting_rows.told(tx, "posting.asked_again", old, actor=actor)
    return _found(tx, seq)


def go_on(tx: Transaction, hour: datetime) -> bool:
    """An hour's report that waited for a manager is sent again where its figures are in order by now."""
    book = hour_book(tx.db, hour)
    if book.last is None or not book.has_recovered:
        return False
    sent_rows.change(tx, "postings", book.last.seq, needs_person=0, next_at=to_text(tx.now))
    posting_rows.told(tx, "posting.goes_on", book.last)
    return True


def withdraw(tx: Transaction, seq: Seq, actor: str) -> None:
    """A receipt shall not go to WDK. Raises NotAllowed 'left' where it may have got there, or for an hour."""
    old = _found(tx, seq)
    clean = old.outcome in {Outcome.QUEUED, Outcome.REFUSED} and not old.ever_unknown
    if old.receipt is None or not (clean and old.book.line.may_be_withdrawn):
        raise NotAllowed(
            PostingReason.LEFT, "only a receipt that never left, or was refused, can be withdrawn"
        )
    if posting_rows.of_subject(tx.db, old)[-1].seq != seq:
        raise NotAllowed(PostingReason.ALREADY_OPEN, "a newer posting stands for it")
    posting_rows.end(tx, old, Outcome.WITHDRAWN, actor)


def settle(tx: Transaction, seq: Seq, actor: str, *, done: bool) -> None:
    """A person's word on how it ended, with the name. Raises NotAllowed 'not_unknown'."""
    old = _found(tx, seq)
    if old.outcome is not Outcome.UNKNOWN:
        raise NotAllowed(PostingReason.NOT_UNKNOWN, "its outcome is not unknown")
    outcome = Outcome.SETTLED_DONE if done else Outcome.SETTLED_NOT_DONE
    posting_rows.end(tx, old, outcome, actor, settled_by=actor)


def _found(tx: Transaction, seq: Seq) -> Posting:
    found = posting_rows.get(tx.db, seq)
    if found is None:
        raise NotAllowed(PostingReason.UNKNOWN_POSTING, f"no posting {seq}")
    return found
