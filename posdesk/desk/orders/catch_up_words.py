"""What the catch-up view says: heads, what became of an order and what to do, who compared which platform."""

from collections.abc import Sequence
from math import ceil

from PySide6.QtCore import QCoreApplication

from posdesk.desk.words.language import QT_TRANSLATE_NOOP
from posdesk.desk.words.relay import done_words
from posdesk.desk.words.say import dated_time, exact_time, how_long, joined
from posdesk.desk.words.states import Sentence, outcome_said
from posdesk.domain.orders.board import OrderView
from posdesk.domain.orders.catch_up import Caught, CaughtOrder
from posdesk.domain.orders.intent import Kind
from posdesk.domain.relay.status import RELAY_GAP, Away
from posdesk.domain.status import Gap

translate = QCoreApplication.translate


def title_words(*, compares: bool) -> str:
    """What to do here; when no order could come in stands in the band above."""
    if compares:
        return translate("Orders", "Go through the list below, then compare with the platforms' own pages.")
    return translate("Orders", "Go through the list below: it came while this counter was away.")


def group_words() -> tuple[tuple[str, str], ...]:
    """Each list's head, and what to know of it."""
    return (
        (
            translate("Orders", "Expired"),
            translate("Orders", "The platform may have cancelled it; its answer decides"),
        ),
        (translate("Orders", "Still possible"), translate("Orders", "by due time")),
        (
            translate("Orders", "Cancelled meanwhile"),
            translate("Orders", "Don't make it; take out what was made"),
        ),
        (
            translate("Orders", "Dealt with meanwhile"),
            translate("Orders", "at another counter, or by the platform"),
        ),
    )


def caught_words(caught: CaughtOrder, left_s: float | None) -> Sentence:
    """What became of an order, then what to do."""
    if caught.what in _FIXED:
        what, todo = _FIXED[caught.what]
        return Sentence(translate("Orders", what), translate("Orders", todo))
    if caught.what is Caught.LATE:
        late = translate("Orders", "{time} too late to accept.").format(time=how_long(-(left_s or 0)))
        return Sentence(late, translate("Orders", "Ask the customer first, then accept."))
    if caught.what is Caught.WAITING:
        waits = translate("Orders", "Not accepted yet.") if left_s is None else _left_words(left_s)
        return Sentence(waits, translate("Orders", "Accept it now."))
    if caught.what is Caught.CANCELLED:
        words = translate("Orders", "Cancelled, heard at {time}.")
        said = words.format(time=exact_time(caught.view.order.state_at))
        return Sentence(said, translate("Orders", "Don't make it."))
    if caught.what is Caught.DEALT_WITH:
        return _dealt_with(caught.view)
    accept = caught.view.open_of(Kind.ACCEPT)
    said = outcome_said(accept).text if accept is not None else ""
    return Sentence(said, translate("Orders", "Nothing to do."))


def _dealt_with(view: OrderView) -> Sentence:
    """Who did what last, at which counter; else the platform said so."""
    todo = translate("Orders", "Nothing to do.")
    if not view.order.is_over:
        todo = translate("Orders", "Its card says what is left to do.")
    if not view.elsewhere:
        return Sentence(translate("Orders", "The platform says that somebody has dealt with it."), todo)
    last = view.elsewhere[-1]
    return Sentence(done_words(last.kind, last.counter, last.actor, last.at), todo)


_FIXED: dict[Caught, tuple[str, str]] = {
    Caught.NEVER_SENT: (
        QT_TRANSLATE_NOOP("Orders", "Accept waited for the line and never left."),
        QT_TRANSLATE_NOOP("Orders", "If it is still on the platform's page, accept again."),
    ),
    Caught.UNKNOWN: (
        QT_TRANSLATE_NOOP("Orders", "Accept: result unknown, asking again."),
        QT_TRANSLATE_NOOP("Orders", "Make it; don't press again."),
    ),
    Caught.CONFIRMED: (
        QT_TRANSLATE_NOOP("Orders", "Accepted meanwhile, confirmed by the platform."),
        QT_TRANSLATE_NOOP("Orders", "Make it as usual."),
    ),
}


def _left_words(left_s: float) -> str:
    minutes, seconds = divmod(max(0, ceil(left_s)), 60)
    words = translate("Orders", "Not accepted yet, {time} left.")
    return words.format(time=f"{minutes}:{seconds:02d}")


def missed_words(gaps: Sequence[Gap]) -> str:
    """That what never came can't be fetched, and when that was: of the relay's own gaps from when to when."""
    relayed = [gap for gap in gaps if gap.reason == RELAY_GAP and gap.end is not None]
    spans = (gap.end - gap.start for gap in gaps if gap.end is not None and gap not in relayed)
    seconds = sum(span.total_seconds() for span in spans)
    kept = translate("Orders", "What came to the chain's gateway {start} – {end} is no longer kept there.")
    pushed = translate("Orders", "What the platforms pushed in those {n} min can't be fetched.")
    todo = translate(
        "Orders",
        "Open each platform's own page and look for orders that are not on the left. Accept those there, and"
        " write a slip for the kitchen.",
    )
    said = [kept.format(start=dated_time(gap.start), end=dated_time(gap.end or gap.start)) for gap in relayed]
    if len(relayed) < len(gaps):
        said.append(pushed.format(n=max(1, ceil(seconds / 60))))
    return joined(*said, todo)


def away_todo_words(away: Away, listed: int) -> str:
    """What of it is not in the list, since it ended long ago."""
    more = away.count - listed
    if more <= 0:
        return ""
    words = translate("Orders", "Of these, {n} need no look or ended over a day ago: F10 finds them.")
    return words.format(n=more)
