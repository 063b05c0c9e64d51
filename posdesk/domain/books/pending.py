"""What has not come to its end, in the three groups of the sync page (product row 41)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from posdesk.domain.books.hour import start_of
from posdesk.domain.books.ledger import HourRow, Waiting
from posdesk.domain.books.posting import Posting
from posdesk.domain.clock import in_china
from posdesk.domain.orders.board import OrderView
from posdesk.domain.orders.intent import Intent, Kind, Outcome


class Group(StrEnum):
    """Who has to do something about it."""

    NEEDS_YOU = "needs_you"
    UNKNOWN = "unknown"
    BY_ITSELF = "by_itself"


@dataclass(frozen=True, slots=True)
class Pending:
    """An intent that stands open, or ended in a way that somebody must see, with its order."""

    view: OrderView
    intent: Intent

    @property
    def group(self) -> Group:
        """Where it stands."""
        return _group_of(self.view, self.intent) or Group.BY_ITSELF


def pending_of(views: Iterable[OrderView]) -> tuple[Pending, ...]:
    """All that is pending: what only a person can end first, then what waits longest."""
    rows = [Pending(v, i) for v in views for i in v.intents if _group_of(v, i) is not None]
    return tuple(sorted(rows, key=lambda row: (not row.intent.needs_person, row.intent.pressed_at)))


def group_of_posting(posting: Posting) -> Group | None:
    """Where a posting of the books stands; None where it has come to its end and needs nobody."""
    if posting.outcome is Outcome.UNKNOWN or (posting.is_open and posting.ever_unknown):
        return Group.UNKNOWN
    if posting.is_open:
        return Group.BY_ITSELF
    return Group.NEEDS_YOU if posting.needs_person else None


def asks_alone(waiting: Waiting) -> tuple[HourRow, ...]:
    """The hours that ask a manager, but those whose refused report is listed itself."""
    listed = {posting.seq for posting in waiting.postings if posting.needs_person}
    return tuple(row for row in waiting.asks if row.last is None or row.last.seq not in listed)


def needs_person_count(waiting: Waiting) -> int:
    """How much of the books needs a person, or is unknown."""
    groups = map(group_of_posting, waiting.postings)
    postings = sum(group in {Group.NEEDS_YOU, Group.UNKNOWN} for group in groups)
    asked = len(asks_alone(waiting)) + len(waiting.troubles) + len(waiting.remarks)
    turned_away = len(waiting.refused) + len(waiting.beyond)
    return postings + asked + len(waiting.lacking) + len(waiting.misdated) + turned_away


def halted_platforms(waiting: Waiting) -> frozenset[str]:
    """Platforms to which nothing more is sent until a person has acted on a refusal."""
    return frozenset(p.book.platform for p in waiting.postings if p.halts and p.needs_person)


def _group_of(view: OrderView, intent: Intent) -> Group | None:
    """An attempt under way after an unknown one is unknown still.

    Refused and expired ones count while nothing newer of their kind was pressed and the order is open.
    """
    if intent.is_open:
        unknown = intent.outcome is Outcome.UNKNOWN or intent.ever_unknown
        return Group.UNKNOWN if unknown else Group.BY_ITSELF
    if intent.outcome not in {Outcome.REFUSED, Outcome.EXPIRED} or view.order.is_over:
        return None
    return Group.NEEDS_YOU if _is_last_of_kind(view, intent) else None


def _is_last_of_kind(view: OrderView, intent: Intent) -> bool:
    rivals = {Kind.ACCEPT, Kind.REFUSE} if intent.kind in {Kind.ACCEPT, Kind.REFUSE} else {intent.kind}
    return [i for i in view.intents if i.kind in rivals][-1] is intent


def confirmed_today(views: Iterable[OrderView], now: datetime, day_starts: str = "04:00") -> dict[Kind, int]:
    """How many intents of each kind a platform confirmed on the business day of `now` (aware)."""
    start = day_start(now, day_starts)
    counts = dict.fromkeys(Kind, 0)
    for view in views:
        for intent in view.intents:
            ended = intent.ended_at
            if intent.outcome is Outcome.CONFIRMED and ended is not None and ended >= start:
                counts[intent.kind] += 1
    return counts


def day_start(now: datetime, day_starts: str) -> datetime:
    """When the business day of `now` began, in China time."""
    today = in_china(now).date()
    start = start_of(today, day_starts)
    return start if start <= now else start_of(today - timedelta(days=1), day_starts)
