"""An hour of sales: which one a receipt belongs to, where its report stands, what is to be done about it.

The one rule: a receipt belongs to the China-time clock hour of its trade, without one to that of its
arrival; an hour belongs whole to the business day in which it begins.
"""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from posdesk.domain.books.day_starts import DayStarts, starts_on
from posdesk.domain.books.posting import CoverReason, HourFigures, Posting
from posdesk.domain.books.receipt import Figures
from posdesk.domain.clock import CHINA, in_china
from posdesk.domain.orders.intent import Outcome
from posdesk.records import dataclass

HOUR = timedelta(hours=1)
SECOND_LOOK = timedelta(seconds=60)
"""After a confirmation that had an unknown attempt before it: the late one may have landed last."""


def hour_of(moment: datetime) -> datetime:
    """The start of the clock hour in China, aware."""
    return in_china(moment).replace(minute=0, second=0, microsecond=0)


def hour_of_receipt(traded_at: datetime | None, received_at: datetime) -> datetime:
    """The hour in which a receipt counts."""
    return hour_of(traded_at or received_at)


def business_day(moment: datetime, day_starts: DayStarts) -> date:
    """The business day of the hour in which this moment lies."""
    hour = hour_of(moment)
    is_of_its_date = hour >= start_of(hour.date(), day_starts)
    return hour.date() if is_of_its_date else hour.date() - timedelta(days=1)


def latest_day(moment: datetime, day_starts: DayStarts, new: DayStarts) -> date:
    """The latest business day that any hour up to this moment is counted in, by either start.

    Where days are to begin earlier than now, the one that the new start would begin is part of what was
    counted already. A `new` that is no time is nobody's.
    """
    today = business_day(moment, day_starts)
    try:
        return max(today, business_day(moment, new))
    except ValueError:
        return today


def start_of(day: date, day_starts: DayStarts) -> datetime:
    """When a business day begins, in China time."""
    return datetime.combine(day, time(), CHINA) + starts_on(day, day_starts)


def day_of(moment: datetime, day_starts: DayStarts) -> tuple[datetime, datetime]:
    """Begin and end of the business day in which this moment lies, the end not included."""
    return _ends_of(business_day(moment, day_starts), day_starts)


def hours_of_day(day: date, day_starts: DayStarts) -> tuple[datetime, ...]:
    """The hours that begin within a business day, in order, in China time.

    They are 24, but more or less on the last day before days begin at another time.
    """
    first, end = _ends_of(day, day_starts)
    return tuple(first + index * HOUR for index in range((end - first) // HOUR))


def _ends_of(day: date, day_starts: DayStarts) -> tuple[datetime, datetime]:
    """The first hour of a business day, and that of the next one."""
    return _first_hour(day, day_starts), _first_hour(day + timedelta(days=1), day_starts)


def _first_hour(day: date, day_starts: DayStarts) -> datetime:
    start = start_of(day, day_starts)
    return hour_of(start) if hour_of(start) == start else hour_of(start) + HOUR


def catching_up(hours: Iterable[datetime], now: datetime) -> tuple[datetime, ...]:
    """The order in which hours are reported: the one that has just closed first, then oldest first."""
    return tuple(sorted(hours, key=lambda hour: (is_behind(hour, now), hour)))


def is_behind(hour: datetime, now: datetime) -> bool:
    """Whether it is caught up on, after the one that has just closed."""
    return hour < hour_of(now) - HOUR


class HourState(StrEnum):
    """Where an hour stands; exported in these words (row 40)."""

    OPEN = "open"  # it is not over yet
    CLOSED = "closed"  # over, and not reported yet
    SENT = "sent"  # a report has left and no answer is known
    CONFIRMED = "confirmed"  # the platform holds what the receipts say
    DIFFERS = "differs"  # the platform holds something else


class Ask(StrEnum):
    """Why an hour waits for a manager."""

    NONE = ""
    NEGATIVE = "negative"  # what the platform makes of a negative figure is UNKNOWN
    TOO_LARGE = "too_large"  # its receipts add up to more than a report can say
    DUPLICATE = "duplicate"  # something is there that this journal never sent
    REFUSED = "refused"  # the platform said no for good
    COVER = "cover"  # the setting says that a manager decides about replacing
    LACKS = "lacks"  # receipts of it may be lost with the journal
    UNSEEN = "unseen"  # another counter of the store may have receipts of it that are not here


@dataclass(frozen=True, slots=True)
class Policy:
    """The settings that decide about reports: `grace` gathers late receipts after the hour's end."""

    grace: timedelta = timedelta(minutes=5)
    cover_asks: bool = False
    zero_hours: bool = False


@dataclass(frozen=True, slots=True)
class Late:
    """A receipt that came after the figures of a report were read."""

    serial_num: str
    traded_at: datetime | None
    received_at: datetime
    net_fen: int
    is_return: bool


@dataclass(frozen=True, slots=True)
class HourBook:
    """An hour: what its receipts add up to now, every report of it, oldest first, and what came late.

    `may_lack` is whether receipts of it may be gone with the journal: what it adds up to may be too
    little, and only a manager can say that it is to be sent. `unseen` are the store's counters that were not
    heard since its end, or of whose acts some lack.
    """

    hour: datetime
    figures: Figures
    postings: tuple[Posting, ...] = ()
    late: tuple[Late, ...] = ()
    may_lack: bool = False
    unseen: tuple[str, ...] = ()

    @property
    def now(self) -> HourFigures:
        """What a report would say at this moment."""
        return HourFigures(self.figures.net_fen, self.figures.receipts, self.figures.items)

    @property
    def reported(self) -> HourFigures | None:
        """What the platform confirmed last."""
        held = [p.figures for p in self.postings if p.outcome is Outcome.CONFIRMED]
        return held[-1] if held else None

    @property
    def last(self) -> Posting | None:
        """The latest report."""
        return self.postings[-1] if self.postings else None

    @property
    def may_be_there(self) -> bool:
        """Whether an attempt of ours may have landed: a 208001 is then our own.

        Where receipts may be lost, reports may be, too: what is there is for a manager.
        """
        return not self.may_lack and any(p.ever_unknown or p.outcome in _LANDED for p in self.postings)

    @property
    def has_recovered(self) -> bool:
        """Whether its report waits for a manager for its figures only, and nothing is wrong with them now.

        Whoever was asked need not answer: such figures go by themselves. It keeps its turn while it waits.
        """
        last = self.last
        if last is None or last.next_at is None:
            return False
        return last.outcome is Outcome.UNKNOWN and last.needs_person and not _asked(self)

    @property
    def is_agreed(self) -> bool:
        """Whether no receipts of it may be lost, or a manager has said since then that it is to be sent."""
        by_person = any(p.reason is CoverReason.PERSON and not p.is_old for p in self.postings)
        return by_person or not self.may_lack


_LANDED = frozenset({Outcome.CONFIRMED, Outcome.UNKNOWN})


def is_closed(hour: datetime, now: datetime, grace: timedelta = timedelta(0)) -> bool:
    """Whether an hour is over, and its grace too."""
    return now >= hour + HOUR + grace


def state_of(book: HourBook, now: datetime) -> HourState:
    """Where an hour stands. An unconfirmed cover leaves it as sent, a waiting one as differing."""
    last = book.last
    if last is not None and last.is_open and last.has_left:
        return HourState.SENT
    if book.reported is not None:
        return HourState.CONFIRMED if book.reported == book.now else HourState.DIFFERS
    return HourState.CLOSED if is_closed(book.hour, now) else HourState.OPEN


@dataclass(frozen=True, slots=True)
class Step:
    """What is to be done about an hour: nothing, a report (`cover` replaces), or a question to a manager."""

    report: bool = False
    cover: bool = False
    reason: CoverReason = CoverReason.NONE
    detail: str = ""
    ask: Ask = Ask.NONE


NOTHING = Step()


def step_of(book: HourBook, policy: Policy, now: datetime) -> Step:
    """The one question (architecture.md, walk 3): has a closed hour a confirmed report of its totals?"""
    last = book.last
    if not is_closed(book.hour, now, policy.grace) or (last is not None and last.is_open):
        return NOTHING
    if last is not None and last.outcome is Outcome.REFUSED:
        return Step(ask=Ask.DUPLICATE if last.was_duplicate else Ask.REFUSED)
    if last is not None and _is_settled(book, last):
        return NOTHING
    if book.reported == book.now:
        return _second_look(book, now)
    if _is_nothing(book, policy):
        return NOTHING
    return _report(book, policy)


def is_settled(book: HourBook) -> bool:
    """Whether nothing is to be done about an hour by any rules, however late it is, until it changes."""
    last = book.last
    if last is None:
        return book.figures == Figures()
    if last.is_open or last.outcome is Outcome.REFUSED:
        return False
    is_certain = last.outcome is Outcome.SETTLED_DONE or not _is_doubtful(book)
    return _is_settled(book, last) or (book.reported == book.now and is_certain)


def _is_settled(book: HourBook, last: Posting) -> bool:
    """A person's word holds for the figures it was given about."""
    by_person = last.outcome in {Outcome.SETTLED_DONE, Outcome.WITHDRAWN}
    return by_person and last.figures == book.now


def _is_nothing(book: HourBook, policy: Policy) -> bool:
    """Nothing sold, nothing ever reported."""
    empty = book.figures == Figures()
    return empty and book.reported is None and not policy.zero_hours


def _second_look(book: HourBook, now: datetime) -> Step:
    """Once more, replacing, where an unknown attempt may have landed after the confirmed one."""
    last = book.last
    if last is None or last.outcome is Outcome.SETTLED_DONE or not _is_doubtful(book) or not book.is_agreed:
        return NOTHING
    due = last.ended_at is not None and abs(now - last.ended_at) >= SECOND_LOOK  # it may be set back
    return Step(report=True, cover=True, reason=CoverReason.MAY_HAVE_LANDED_LAST) if due else NOTHING


def _is_doubtful(book: HourBook) -> bool:
    """Whether an attempt whose end was unknown may still land after all that was confirmed.

    Only a clean report that was made a minute after the doubtful one's end rules that out.
    """
    numbers = [number for number, posting in enumerate(book.postings) if posting.ever_unknown]
    if not numbers:
        return False
    doubtful, since = book.postings[numbers[-1]], book.postings[numbers[-1] + 1 :]
    return not any(p.outcome is Outcome.CONFIRMED and _is_second_look(p, doubtful) for p in since)


def _is_second_look(posting: Posting, doubtful: Posting) -> bool:
    """By its reason too: where the clock was set back in between, the times say nothing."""
    late = doubtful.ended_at is not None and posting.made_at >= doubtful.ended_at + SECOND_LOOK
    return late or posting.reason is CoverReason.MAY_HAVE_LANDED_LAST


def _report(book: HourBook, policy: Policy) -> Step:
    asked = _asked(book)
    if asked:
        return Step(ask=asked)
    if book.reported is None:
        return Step(report=True)
    if policy.cover_asks:
        return Step(ask=Ask.COVER)
    reason, detail = cause_of(book)
    return Step(report=True, cover=True, reason=reason, detail=detail)


def _asked(book: HourBook) -> Ask:
    """Why figures that were not reported yet need a manager before they are, by what they are."""
    if book.may_lack:
        return Ask.LACKS
    if book.unseen:
        return Ask.UNSEEN
    if not book.now.fits:
        return Ask.TOO_LARGE
    return Ask.NEGATIVE if min(book.now.net_fen, book.now.items, book.now.receipts) < 0 else Ask.NONE


def cause_of(book: HourBook) -> tuple[CoverReason, str]:
    """Why a reported hour differs: the first late receipt by its number, and how many more."""
    if not book.late:
        return CoverReason.CHANGED, ""
    first, more = book.late[0], len(book.late) - 1
    reason = CoverReason.LATE_RETURN if first.is_return else CoverReason.LATE_RECEIPT
    return reason, f"{first.serial_num} +{more}" if more else first.serial_num
