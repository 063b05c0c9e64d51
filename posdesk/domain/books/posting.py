"""A posting: an intent of the books. One report of an hour, or one receipt, wanted on one platform.

It has an intent's outcomes and one GUID for ever; an hour's figures are read at each attempt and kept with
it, a receipt's text is frozen from the first on that may have landed.
"""

from datetime import datetime
from enum import StrEnum
from typing import assert_never

from posdesk.domain.books.receipt import ReceiptKey
from posdesk.domain.orders.answer import CallFault, Verdict
from posdesk.domain.orders.intent import OPEN_OUTCOMES, Outcome, Seq
from posdesk.domain.stored_word import StoredWord
from posdesk.records import dataclass

OVOPARK = "ovopark"
WDK = "wdk"
_INT64 = 2**63
LONGEST_BAN_S = 24 * 3600.0
"""Platforms count by the day: whatever a reply says, the next call is tried after that."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line out of the books: where it leads, and by what its postings differ from another line's.

    `may_double` is whether the same one sent twice can stand there twice; an hour's second report is refused.
    `may_be_withdrawn` is whether a person may say that one shall not be sent.
    """

    platform: str
    may_double: bool
    may_be_withdrawn: bool


HOURS = Line(platform=OVOPARK, may_double=False, may_be_withdrawn=False)
RECEIPTS = Line(platform=WDK, may_double=True, may_be_withdrawn=True)


class Book(StrEnum):
    """What is posted; exported as the kind of an intent, in these words."""

    HOUR = "hour"
    RECEIPT = "receipt"

    @property
    def line(self) -> Line:
        """Its line out."""
        match self:
            case Book.HOUR:
                return HOURS
            case Book.RECEIPT:
                return RECEIPTS
            case _:
                assert_never(self)

    @property
    def platform(self) -> str:
        """Where it goes."""
        return self.line.platform


@dataclass(frozen=True, slots=True)
class HourFigures:
    """What a report says: net sales in fen, sales receipts, items."""

    net_fen: int
    receipts: int
    items: int

    @property
    def fits(self) -> bool:
        """Whether they can be kept and reported: sums of absurd receipts go beyond 64 bits."""
        return all(abs(each) < _INT64 for each in (self.net_fen, self.receipts, self.items))


class CoverReason(StoredWord):
    """Why a report replaces what the platform holds; logged with it."""

    NONE = ""
    LATE_RECEIPT = "late_receipt"
    LATE_RETURN = "late_return"
    CHANGED = "changed"
    LOST_ANSWER = "lost_answer"  # 208001 after an attempt of ours whose end nobody knows
    MAY_HAVE_LANDED_LAST = "may_have_landed_last"
    PERSON = "person"  # the manager's own words are in the detail


@dataclass(frozen=True, slots=True)
class Attempt:
    """One attempt at a posting. `outcome` is SENDING while nobody knows; `figures` is None for a receipt."""

    at: datetime
    outcome: Outcome
    cover: bool = False
    figures: HourFigures | None = None
    ended_at: datetime | None = None
    code: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True)
class Posting:
    """A posting in the journal; times aware.

    `hour` or `receipt` says of what. `figures` are those of the last attempt. `last_code` is the platform's
    code, `last_words` its words or a `CallFault` of ours, `answered` whether they are the platform's own.
    `cover` is whether the next attempt replaces, with `reason` and `detail`. `target` is WDK's proof.
    `halts` is whether its refusal holds back all else of that platform, until a person has acted. `is_old`
    is whether it was made before receipts were lost with the journal.
    """

    seq: Seq
    book: Book
    outcome: Outcome
    actor: str
    made_at: datetime
    hour: datetime | None = None
    receipt: ReceiptKey | None = None
    next_at: datetime | None = None
    ended_at: datetime | None = None
    attempts: int = 0
    ever_unknown: bool = False
    needs_person: bool = False
    last_code: str = ""
    last_words: str = ""
    answered: bool = False
    settled_by: str = ""
    cover: bool = False
    reason: CoverReason = CoverReason.NONE
    detail: str = ""
    figures: HourFigures | None = None
    was_duplicate: bool = False
    halts: bool = False
    target: str = ""
    is_old: bool = False

    @property
    def is_open(self) -> bool:
        """Whether its outcome can still change by itself."""
        return self.outcome in OPEN_OUTCOMES

    @property
    def has_left(self) -> bool:
        """Whether an attempt may have reached the platform: sending, unknown, or unknown once."""
        return self.outcome in {Outcome.SENDING, Outcome.UNKNOWN} or self.ever_unknown


@dataclass(frozen=True, slots=True)
class PostingAnswer:
    """The end of one attempt at a posting.

    `code` is the platform's ("208001", "isv.invalid-parameter"), `words` its own text, `raw` the reply as it
    came (cut at 4,000 characters). `wait_s` is how long the platform told us to wait, in seconds.
    `server_time` is its clock (ovopark's `systime`, else the HTTP Date, ± 1 s), aware. `everything` means
    that the next call would fail too; `duplicate` is ovopark's 208001.
    """

    verdict: Verdict
    code: str = ""
    words: str = ""
    fault: CallFault = CallFault.NONE
    http_status: int | None = None
    raw: str = ""
    target: str = ""
    wait_s: float = 0.0
    server_time: datetime | None = None
    round_trip_s: float = 0.0
    everything: bool = False
    duplicate: bool = False

    @property
    def answered(self) -> bool:
        """Whether the platform itself answered, whatever it said."""
        return bool(self.code) or self.verdict in {Verdict.DONE, Verdict.REFUSED}


@dataclass(frozen=True, slots=True)
class PostingDecision:
    """What a posting becomes after an answer; `cover` makes the next attempt replace."""

    outcome: Outcome
    again: bool = False
    needs_person: bool = False
    cover: bool = False
    at_once: bool = False
    was_duplicate: bool = False
    halts: bool = False


def decide_posting(
    posting: Posting, answer: PostingAnswer, *, may_be_there: bool, repeat_unknown: bool = True
) -> PostingDecision:
    """The one rule for the books' outcomes (contracts.md, sections 2 and 3).

    `may_be_there` is whether an attempt of ours at this hour may have landed, in this posting or before it.
    """
    if answer.verdict is Verdict.DONE:
        return PostingDecision(Outcome.CONFIRMED)
    if answer.duplicate:
        return _after_duplicate(posting, may_be_there)
    if answer.verdict is Verdict.REFUSED:
        return _after_refusal(posting, answer)
    if answer.verdict in {Verdict.NOT_SENT, Verdict.UNABLE} and not posting.ever_unknown:
        return PostingDecision(Outcome.QUEUED, again=True, cover=posting.cover)
    again = repeat_unknown or not posting.book.line.may_double
    return PostingDecision(Outcome.UNKNOWN, again=again, needs_person=not again, cover=posting.cover)


def _after_refusal(posting: Posting, answer: PostingAnswer) -> PostingDecision:
    """A person must act. After an unknown attempt a word about one receipt proves nothing: it may be there.

    What is refused wholesale says nothing of the receipt at all, and holds everything back.
    """
    in_doubt = posting.book.line.may_double and posting.ever_unknown and not answer.everything
    outcome = Outcome.UNKNOWN if in_doubt else Outcome.REFUSED
    return PostingDecision(outcome, needs_person=True, cover=posting.cover, halts=answer.everything)


def _after_duplicate(posting: Posting, may_be_there: bool) -> PostingDecision:
    """Something is there for that hour: ours is replaced, somebody else's is not touched.

    Where replacing was refused as well, another try would end alike: a manager is asked.
    """
    if may_be_there and not posting.cover:
        outcome = Outcome.UNKNOWN if posting.ever_unknown else Outcome.QUEUED
        return PostingDecision(outcome, again=True, cover=True, at_once=True)
    return PostingDecision(Outcome.REFUSED, needs_person=True, cover=posting.cover, was_duplicate=True)
