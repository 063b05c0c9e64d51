"""The sync page's sentences: what waits, why, since when, and what comes next."""

from collections.abc import Mapping
from datetime import datetime

from PySide6.QtCore import QCoreApplication

from posdesk.desk.theme import Sign, StateRole
from posdesk.desk.words.lines import LINES
from posdesk.desk.words.platform_codes import platform_name
from posdesk.desk.words.say import exact_time, how_long, joined, listed, same_day_time, stopped, who_and_where
from posdesk.desk.words.states import answer_words, kind_name, skew_words, source_name, trouble_words
from posdesk.domain.books.pending import Group, Pending
from posdesk.domain.books.posting import Book
from posdesk.domain.clock import CLOCK_RIGHT_S, SKEW_SAID_S
from posdesk.domain.orders.intent import Intent, Kind, Outcome
from posdesk.domain.status import BookStatus, PartnerStatus

translate = QCoreApplication.translate


def title_of(row: Pending) -> str:
    """What it is: Meituan 17: Verify."""
    content = row.view.order.content
    source = source_name(content.source, content.source_code)
    words = translate("sync", "{source} {number}: {kind}")
    return words.format(source=source, number=content.number, kind=kind_name(row.intent.kind))


def why_of(row: Pending) -> str:
    """What happened and what to do, in plain language."""
    intent = row.intent
    if intent.outcome is Outcome.REFUSED:
        todo = translate("sync", "The order stands where it was. Press again only if it still makes sense.")
        return joined(stopped(answer_words(intent)), todo)
    if intent.outcome is Outcome.EXPIRED:
        todo = translate(
            "sync", "It was not sent in time. Look on {platform}'s own page what became of the order."
        )
        return joined(stopped(answer_words(intent)), todo.format(platform=_platform(row)))
    if row.group is Group.UNKNOWN:
        return _unknown(row)
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


def group_title(group: Group) -> str:
    """A group's head."""
    titles = {
        Group.NEEDS_YOU: translate("sync", "Needs you"),
        Group.UNKNOWN: translate("sync", "Result unknown"),
        Group.BY_ITSELF: translate("sync", "Retries by itself"),
    }
    return titles[group]


def counts_words(confirmed: Mapping[Book, int], counts: Mapping[Kind, int]) -> str:
    """What was confirmed today."""
    parts = [(translate("sync", line.confirmed), confirmed.get(book, 0)) for book, line in LINES.items()]
    parts.append((translate("sync", "order actions {n}"), sum(counts.values())))
    said = listed(words.format(n=f"{n:,}") for words, n in parts if n)
    if not said:
        return translate("sync", "Nothing was confirmed yet today")
    return translate("sync", "Confirmed today: {counts}").format(counts=said)


def partner_lines(
    partner: PartnerStatus, now: datetime, *, readable: bool = False
) -> tuple[tuple[str, bool], ...]:
    """What is known of a partner: each line with whether it is bad news.

    `readable` says that calls come over the network without TLS.
    """
    received = translate("sync", "Last received {time}")
    last = received.format(time=exact_time(partner.last_received)) if partner.last_received else ""
    lines: list[tuple[str, bool]] = [(last or translate("sync", "Nothing received yet"), not last)]
    if partner.unreachable_since is not None:
        lines.append(_unreachable(partner.unreachable_since, now))
    if partner.trouble:
        lines.append((str(trouble_words(partner.trouble, partner.name)), True))
    lines.append(_clock(partner))
    if readable:
        lines.append((translate("sync", "Its calls come unencrypted: the network can read them."), True))
    if partner.half_signed:
        lines.append((translate("sync", "Its signature leaves the body out: it counts as unsigned."), True))
    elif partner.unsigned:
        lines.append((translate("sync", "Unsigned: anyone who knows the address can send orders."), True))
    return tuple(lines)


def book_lines(book: BookStatus, now: datetime) -> tuple[tuple[str, bool], ...]:
    """What is known of ovopark or WDK: each line with whether it is bad news."""
    lines: list[tuple[str, bool]] = []
    name = platform_name(book.name)
    if book.missing:
        words = translate("sync", "Nothing is sent: the settings lack {keys}.")
        lines.append((words.format(keys=listed(book.missing)), True))
    if book.secret:
        lines.append((translate("sync", "Nothing is sent: its secret can't be read from the keyring."), True))
    if book.halted:
        words = translate("sync", "Nothing more is sent to {platform} until its refusal is mended.")
        lines.append((words.format(platform=name), True))
    if book.banned_until is not None:
        words = translate("sync", "{platform} asks us to wait until {time}.")
        lines.append((words.format(platform=name, time=exact_time(book.banned_until)), True))
    if book.unreachable_since is not None:
        lines.append(_unreachable(book.unreachable_since, now))
    return (*lines, _clock(book))


def _unreachable(since: datetime, now: datetime) -> tuple[str, bool]:
    ours = translate("sync", "Our calls don't get through since {time} ({age}). They wait here.")
    age = how_long((now - since).total_seconds())
    return ours.format(time=same_day_time(since, now), age=age), True


def _clock(partner: PartnerStatus | BookStatus) -> tuple[str, bool]:
    if partner.skew_s is None:
        return translate("sync", "PC clock not compared yet"), False
    if abs(partner.skew_s) < CLOCK_RIGHT_S:
        return translate("sync", "PC clock is right"), False
    return skew_words(partner.skew_s), abs(partner.skew_s) > SKEW_SAID_S


def _unknown(row: Pending) -> str:
    intent = row.intent
    asked = translate("sync", "Asked again with the same number. Repeats so far: {n}.").format(
        n=max(0, intent.attempts - 1)
    )
    parts = [stopped(answer_words(intent)), asked if intent.attempts > 1 else ""]
    if intent.without_answer:
        parts.append(translate("sync", "It was handed out against signature."))
    if intent.needs_person:
        look = translate("sync", "Look on {platform}'s own page whether it took effect, then say so here.")
        parts.append(look.format(platform=_platform(row)))
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


def _platform(row: Pending) -> str:
    return source_name(row.view.order.content.source, row.view.order.content.source_code)
