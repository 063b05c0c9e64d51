"""The sync page's sentences for the books: what waits, why, since when, and what comes next."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from PySide6.QtCore import QCoreApplication

from posdesk.desk.theme import Sign, StateRole
from posdesk.desk.words.lines import LINES, Stand
from posdesk.desk.words.platform_codes import failure_of, failure_words, platform_name, why_words
from posdesk.desk.words.say import exact_time, how_long, joined, same_day_time
from posdesk.domain.books.pending import Group, group_of_posting
from posdesk.domain.books.posting import Posting
from posdesk.domain.clock import Clock
from posdesk.domain.failure import Mend
from posdesk.domain.orders.intent import Outcome

_KEPT_S = 600.0


class Countdowns:
    """Remembers for each moment it was asked about when the steady clock will have got there."""

    def __init__(self, clock: Clock) -> None:
        """`clock` has both clocks."""
        self._clock = clock
        self._ends: dict[tuple[str, datetime], float] = {}

    def left_s(self, key: str, moment: datetime) -> float:
        """Seconds until `moment` (aware), measured at the first question about it; at least 0."""
        end = self._ends.get((key, moment))
        if end is None:
            self._forget()
            ahead = (moment - self._clock.now()).total_seconds()
            end = self._ends[key, moment] = self._clock.monotonic() + ahead
        return max(0.0, end - self._clock.monotonic())

    def _forget(self) -> None:
        """What has run out long ago is not asked about again."""
        now = self._clock.monotonic()
        self._ends = {asked: end for asked, end in self._ends.items() if end > now - _KEPT_S}


translate = QCoreApplication.translate


@dataclass(frozen=True, slots=True)
class Look:
    """What the sentences depend on beside the books; `halted` are platforms to which nothing is sent.

    `names` are the order partners' for people, by those in the settings.
    """

    now: datetime
    countdowns: Countdowns
    halted: frozenset[str] = frozenset()
    unfolded: frozenset[str] = frozenset()
    actor: str = ""
    names: Mapping[str, str] = field(default_factory=dict)


_SIGNS = {
    Stand.QUEUED: (Sign.CLOCK, StateRole.SENDING),
    Stand.SENDING: (Sign.ARROW, StateRole.SENDING),
    Stand.UNKNOWN: (Sign.QUESTION, StateRole.UNKNOWN),
    Stand.REFUSED: (Sign.WARNING, StateRole.HALF),
    Stand.DUPLICATE: (Sign.DIFFERS, StateRole.HALF),
}


def stand_of(posting: Posting) -> Stand:
    """Where it stands; one under way after an unknown attempt is unknown still."""
    if group_of_posting(posting) is Group.UNKNOWN:
        return Stand.UNKNOWN
    if posting.outcome is Outcome.SENDING:
        return Stand.SENDING
    if posting.outcome is Outcome.QUEUED:
        return Stand.QUEUED
    return Stand.DUPLICATE if posting.was_duplicate else Stand.REFUSED


def sign_of(stand: Stand) -> tuple[Sign, StateRole]:
    """Its sign and colours."""
    return _SIGNS[stand]


def mark_of(posting: Posting, now: datetime) -> str:
    """What people call it: 13:00, or the receipt's number."""
    if posting.hour is not None:
        return same_day_time(posting.hour, now)
    return posting.receipt.serial_num if posting.receipt is not None else posting.seq


def title_of(postings: Sequence[Posting], now: datetime) -> str:
    """What it is: one by its mark, several by their number."""
    first = postings[0]
    line, stand = LINES[first.book], stand_of(first)
    if len(postings) == 1:
        return translate("sync", line.titles[stand]).format(what=mark_of(first, now))
    return translate("sync", line.folded[stand]).format(n=f"{len(postings):,}")


def why_of(postings: Sequence[Posting], look: Look) -> str:
    """What happened and what to do, for postings that stand alike."""
    first = postings[0]
    says = {
        Stand.QUEUED: _queued,
        Stand.SENDING: _sending,
        Stand.UNKNOWN: _unknown,
        Stand.REFUSED: _refused,
        Stand.DUPLICATE: _refused,
    }
    return says[stand_of(first)](postings, look)


def since_of(postings: Sequence[Posting], look: Look) -> str:
    """Since when, how often tried, when again."""
    first, now = postings[0], look.now
    words = translate("sync", "since {time} ({age})")
    if len(postings) > 1:
        words = translate("sync", "the oldest since {time} ({age})")
    age = how_long((now - first.made_at).total_seconds())
    since = words.format(time=same_day_time(first.made_at, now), age=age)
    tries = translate("sync", "attempts: {n}").format(n=first.attempts) if first.attempts else ""
    return "    ".join(filter(None, (since, tries, _next(postings, look))))


def next_at(postings: Sequence[Posting]) -> datetime | None:
    """When the first of them is tried again by itself; None where nothing says so."""
    return min((p.next_at for p in postings if p.next_at is not None), default=None)


def halt_words(platform: str) -> str:
    """That nothing leaves for a platform, and until when."""
    words = translate("sync", "Nothing more is sent to {platform} until this is mended.")
    return words.format(platform=platform_name(platform))


def _queued(postings: Sequence[Posting], look: Look) -> str:
    first = postings[0]
    platform = first.book.platform
    if platform in look.halted:
        words = translate("sync", "Nothing more is sent to {platform} until its refusal above is mended.")
        return words.format(platform=platform_name(platform))
    moment, failure = next_at(postings), failure_of(first)
    if moment is not None and failure is not None and is_throttled(first):
        words = translate("sync", "{platform} asks us to wait until {time}.")
        until = words.format(platform=platform_name(platform), time=exact_time(moment))
        return joined(failure_words(failure), until)
    if not first.attempts:
        return translate("sync", "Goes out by itself.")
    rest = translate("sync", "Nothing has arrived there yet.") if failure_of(first) is None else ""
    return joined(why_words(first), rest)


def is_throttled(posting: Posting) -> bool:
    """Whether the platform itself told us to wait."""
    failure = failure_of(posting)
    return failure is not None and failure.mend is Mend.WAIT and not failure.unknown


def _sending(postings: Sequence[Posting], look: Look) -> str:
    return translate("sync", "Under way now.")


def _unknown(postings: Sequence[Posting], look: Look) -> str:
    first = postings[0]
    name = platform_name(first.book.platform)
    parts = [why_words(first)]
    if not first.attempts:
        parts.append(
            translate(
                "sync", "It is from before the journal was lost or replaced: it may have been sent then."
            )
        )
    if first.book.line.may_double and first.attempts > 1:
        twice = translate("sync", "It went again under the same number: {platform} may hold it twice.")
        parts.append(twice.format(platform=name))
    if first.needs_person:
        look_there = translate("sync", "Look at {platform} whether it is there, then say so here.")
        parts.append(look_there.format(platform=name))
    elif first.book.platform in look.halted:
        parts.append(halt_words(first.book.platform))
    elif failure_of(first) is None:
        parts.append(translate("sync", "It is sent again by itself until the answer is clear."))
    return joined(*parts)


def _refused(postings: Sequence[Posting], look: Look) -> str:
    first = postings[0]
    return joined(why_words(first), halt_words(first.book.platform) if first.halts else "")


def _next(postings: Sequence[Posting], look: Look) -> str:
    first, moment = postings[0], next_at(postings)
    waits = first.outcome in {Outcome.QUEUED, Outcome.UNKNOWN} and not first.needs_person
    if moment is None or not waits or first.book.platform in look.halted:
        return ""
    left = look.countdowns.left_s(first.book.platform, moment)
    if left < 1:
        return translate("sync", "next try now")
    words = translate("sync", "next try {time}, in {left}")
    return words.format(time=exact_time(moment), left=how_long(left))
