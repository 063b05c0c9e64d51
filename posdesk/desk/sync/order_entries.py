"""The orders' entries on the sync page: intents that stand open, or ended as somebody must see; in words."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from PySide6.QtCore import QCoreApplication

from posdesk.desk.sync.entry import Entry, EntryAction, Subject
from posdesk.desk.sync.posting_words import Look
from posdesk.desk.theme import Sign, StateRole
from posdesk.desk.words.lines import Part
from posdesk.desk.words.partners import called
from posdesk.desk.words.say import exact_time, joined, same_day_time, stopped, who_and_where
from posdesk.desk.words.states import answer_words, kind_name, source_name
from posdesk.domain.books.pending import Group, Pending
from posdesk.domain.orders.board import Action, actions_of
from posdesk.domain.orders.intent import Intent, Outcome

translate = QCoreApplication.translate


def order_entries(rows: Iterable[Pending], look: Look) -> tuple[Entry, ...]:
    """An entry each, in their order."""
    return tuple(_entry_of(row, look) for row in rows)


def actions_of_intent(row: Pending) -> tuple[EntryAction, ...]:
    """What can be done about it at the first step."""
    outcome = row.intent.outcome
    if outcome is Outcome.UNKNOWN:
        closed = row.view.order.is_closed_here  # it makes no call: only a person's word is left
        return (EntryAction.DECIDE,) if closed else (EntryAction.ASK_AGAIN, EntryAction.DECIDE)
    if outcome is Outcome.QUEUED:
        return (EntryAction.UNDO,)
    again = outcome in {Outcome.REFUSED, Outcome.EXPIRED}
    return (EntryAction.SEND_AGAIN,) if again and Action(row.intent.kind) in actions_of(row.view) else ()


def _entry_of(row: Pending, look: Look) -> Entry:
    sign, role = sign_of(row)
    actions = actions_of_intent(row)
    first = EntryAction.DECIDE in actions and row.intent.needs_person
    return Entry(
        key=row.intent.seq,
        part=Part.ORDERS,
        group=row.group,
        title=title_of(row),
        why=why_of(row, look.names),
        since=since_of(row, look.now),
        sign=sign,
        role=role,
        at=row.intent.pressed_at,
        subject=Subject(pending=row),
        actions=actions,
        primary=EntryAction.DECIDE if first else None,
    )


def title_of(row: Pending) -> str:
    """What it is: Meituan 17: Verify."""
    content = row.view.order.content
    source = source_name(content.source, content.source_code)
    words = translate("sync", "{source} {number}: {kind}")
    return words.format(source=source, number=content.number, kind=kind_name(row.intent.kind))


def why_of(row: Pending, names: Mapping[str, str]) -> str:
    """What happened and what to do, in plain language; `names` are the partners' for people."""
    intent = row.intent
    if intent.outcome is Outcome.REFUSED:
        todo = translate("sync", "The order stands where it was. Press again only if it still makes sense.")
        return joined(stopped(answer_words(intent)), todo)
    if intent.outcome is Outcome.EXPIRED:
        todo = translate(
            "sync", "It was not sent in time. Look on {platform}'s own page what became of the order."
        )
        return joined(stopped(answer_words(intent)), todo.format(platform=_partner(row, names)))
    if row.group is Group.UNKNOWN:
        return _unknown(row, names)
    return _waiting(intent)


def since_of(row: Pending, now: datetime) -> str:
    """Since when, by whom, where, and the next try."""
    intent = row.intent
    words = translate("sync", "since {time}    {who}")
    who = who_and_where(intent.actor, intent.counter)
    since = words.format(time=same_day_time(intent.pressed_at, now), who=who)
    return f"{since}    {_next(intent, now)}".strip()


def sign_of(row: Pending) -> tuple[Sign, StateRole]:
    """The sign of its state, and the colours."""
    if row.group is Group.UNKNOWN:
        return Sign.QUESTION, StateRole.UNKNOWN
    if row.group is Group.NEEDS_YOU:
        return Sign.WARNING, StateRole.HALF
    sending = row.intent.outcome is Outcome.SENDING
    return (Sign.ARROW if sending else Sign.CLOCK), StateRole.SENDING


def _unknown(row: Pending, names: Mapping[str, str]) -> str:
    intent = row.intent
    asked = translate("sync", "Asked again with the same number. Repeats so far: {n}.").format(
        n=max(0, intent.attempts - 1)
    )
    parts = [stopped(answer_words(intent)), asked if intent.attempts > 1 else ""]
    if intent.without_answer:
        parts.append(translate("sync", "It was handed out against signature."))
    if intent.needs_person:
        look = translate("sync", "Look on {platform}'s own page whether it took effect, then say so here.")
        parts.append(look.format(platform=_partner(row, names)))
    return joined(*parts)


def _waiting(intent: Intent) -> str:
    if intent.outcome is Outcome.SENDING:
        words = translate("sync", "Sent, waiting for the answer.")
    elif intent.attempts:
        words = joined(stopped(answer_words(intent)), translate("sync", "Nothing has left yet."))
    else:
        words = translate("sync", "Waits to be sent.")
    signed = translate("sync", "It was handed out against signature.") if intent.without_answer else ""
    return joined(words, signed)


def _next(intent: Intent, now: datetime) -> str:
    if intent.outcome is Outcome.SENDING:
        return translate("sync", "under way now")
    if not intent.is_open or intent.needs_person or intent.next_at is None:
        return ""
    tries = translate("sync", "next try {time}").format(time=exact_time(intent.next_at))
    if intent.expires_at is None or intent.outcome is Outcome.UNKNOWN:
        return tries
    ends = translate("sync", "given up at {time}").format(time=same_day_time(intent.expires_at, now))
    return f"{tries}    {ends}"


def _partner(row: Pending, names: Mapping[str, str]) -> str:
    """Whose own page tells more: the partner's, whatever site the order was placed on."""
    partner = row.view.order.key.partner
    return names.get(partner) or called(partner)
