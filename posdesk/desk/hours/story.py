"""What was sent and answered for an hour, line by line, and its figures."""

from PySide6.QtCore import QCoreApplication

from posdesk.desk.hours.blocks import Pairs, Record
from posdesk.desk.hours.cases import figures_words
from posdesk.desk.hours.columns import Column, ColumnKind, Line
from posdesk.desk.theme import StateRole
from posdesk.desk.words.lines import LINES
from posdesk.desk.words.platform_codes import failure_words
from posdesk.desk.words.say import actor_name, exact_time, quoted
from posdesk.desk.words.states import fault_words
from posdesk.domain.books.ledger import HourStory
from posdesk.domain.books.posting import Attempt, Book, CoverReason, Posting
from posdesk.domain.orders.answer import CallFault
from posdesk.domain.orders.intent import Outcome

translate = QCoreApplication.translate

_FIRST = (ColumnKind.GROSS, ColumnKind.DISCOUNTS, ColumnKind.REFUNDS, ColumnKind.RETURNS, ColumnKind.NET)
_FIGURES = (*_FIRST, *(kind for kind in ColumnKind if kind.value.is_sum and kind not in _FIRST))
_FAULTS = frozenset(map(str, CallFault)) - {""}


def records_of(story: HourStory) -> tuple[Record, ...]:
    """The story in the order of time: why, what left, what came back, who decided."""
    lines = [line for posting in story.postings for line in _decisions(posting)]
    lines += [line for attempt in story.attempts for line in _attempt(attempt)]
    return tuple(sorted(lines, key=lambda record: record.time))


def figures_of(line: Line, *, compared: bool = False) -> Pairs:
    """Every figure of an hour or a day (row 39); those that stand `compared` above are not said twice."""
    kinds = (kind for kind in _FIGURES if not (compared and kind.value.in_grid))
    return Pairs(tuple((column.title, column.figure(line)) for column in map(Column, kinds)))


def cover_words(reason: CoverReason, detail: str) -> str:
    """Why a report replaces what is there."""
    words = {
        CoverReason.NONE: "",
        CoverReason.LATE_RECEIPT: translate("hours", "late receipt {detail}"),
        CoverReason.LATE_RETURN: translate("hours", "late return {detail}"),
        CoverReason.CHANGED: translate("hours", "a receipt changed"),
        CoverReason.LOST_ANSWER: translate("hours", "an answer of ours was lost"),
        CoverReason.MAY_HAVE_LANDED_LAST: translate("hours", "a lost report may have landed last"),
        CoverReason.PERSON: "{detail}",
    }
    return words.get(reason, translate("hours", "another reason")).format(detail=detail)


def _decisions(posting: Posting) -> list[Record]:
    lines = []
    why = cover_words(posting.reason, posting.detail)
    if why:
        words = translate("hours", "Sent again: {why} ({who})")
        said = words.format(why=why, who=actor_name(posting.actor))
        lines.append(Record(exact_time(posting.made_at), said))
    if posting.settled_by and posting.ended_at is not None:
        words = translate("hours", "{who}: what is there is right")
        lines.append(Record(exact_time(posting.ended_at), words.format(who=actor_name(posting.settled_by))))
    return lines


def _attempt(attempt: Attempt) -> list[Record]:
    sent = translate("hours", "Sent the whole hour")
    if attempt.cover:
        sent = translate("hours", "Sent the whole hour, replacing")
    if attempt.figures is not None:
        sent = f"{sent}    {figures_words(attempt.figures)}"
    lines = [Record(exact_time(attempt.at), sent)]
    if attempt.outcome is not Outcome.SENDING:
        lines.append(_answer(attempt))
    return lines


def _answer(attempt: Attempt) -> Record:
    time = exact_time(attempt.ended_at or attempt.at)
    if attempt.outcome is Outcome.CONFIRMED:
        words = translate("hours", "Platform confirmed")
        said = quoted(attempt.words) if attempt.words else ""
        return Record(time, f"{words}    {said}".strip(), StateRole.DONE)
    said = _why(attempt)
    if attempt.outcome is Outcome.REFUSED:
        return Record(time, translate("hours", "Refused: {why}").format(why=said), StateRole.REFUSED)
    if attempt.outcome is Outcome.UNKNOWN:
        return Record(time, translate("hours", "Result unknown: {why}").format(why=said), StateRole.UNKNOWN)
    return Record(time, translate("hours", "Not sent: {why}").format(why=said), StateRole.HALF)


def _why(attempt: Attempt) -> str:
    """A fault of ours in words, else what the platform's code means, with code and words."""
    if attempt.words in _FAULTS:
        return fault_words(attempt.words)
    meaning = failure_words(LINES[Book.HOUR].failure(attempt.code)) if attempt.code else ""
    own = " ".join(filter(None, (attempt.code, quoted(attempt.words) if attempt.words else "")))
    return " ".join(filter(None, (meaning, own)))
