"""The orders' entries on the sync page: intents that stand open, or ended as somebody must see."""

from collections.abc import Iterable
from datetime import datetime

from posdesk.desk.sync.entry import Deed, Entry, Subject
from posdesk.desk.sync.said import sign_of, since_of, title_of, why_of
from posdesk.desk.words.lines import Part
from posdesk.domain.books.pending import Pending
from posdesk.domain.orders.board import Action, actions_of
from posdesk.domain.orders.intent import Outcome


def order_entries(rows: Iterable[Pending], now: datetime) -> tuple[Entry, ...]:
    """An entry each, in their order."""
    return tuple(_entry_of(row, now) for row in rows)


def deeds_of_intent(row: Pending) -> tuple[Deed, ...]:
    """What can be done about it at the first step."""
    outcome = row.intent.outcome
    if outcome is Outcome.UNKNOWN:
        return (Deed.ASK_AGAIN, Deed.DECIDE)
    if outcome is Outcome.QUEUED:
        return (Deed.UNDO,)
    again = outcome in {Outcome.REFUSED, Outcome.EXPIRED}
    return (Deed.SEND_AGAIN,) if again and Action(row.intent.kind) in actions_of(row.view) else ()


def _entry_of(row: Pending, now: datetime) -> Entry:
    sign, role = sign_of(row)
    deeds = deeds_of_intent(row)
    first = Deed.DECIDE in deeds and row.intent.needs_person
    return Entry(
        key=row.intent.seq,
        part=Part.ORDERS,
        group=row.group,
        title=title_of(row),
        why=why_of(row),
        since=since_of(row, now),
        sign=sign,
        role=role,
        at=row.intent.pressed_at,
        subject=Subject(pending=row),
        deeds=deeds,
        primary=Deed.DECIDE if first else None,
    )
