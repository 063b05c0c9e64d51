"""What the catch-up view says: heads, what became of an order and what to do, who compared which platform."""

from collections.abc import Sequence
from math import ceil

from PySide6.QtCore import QCoreApplication

from posdesk.desk.words.language import QT_TRANSLATE_NOOP
from posdesk.desk.words.say import exact_time, how_long
from posdesk.desk.words.states import Sentence, outcome_said
from posdesk.domain.orders.catch_up import Caught, CaughtOrder
from posdesk.domain.orders.intent import Kind
from posdesk.domain.status import Gap

translate = QCoreApplication.translate


def title_words() -> str:
    """What to do here; when no order could come in stands in the band above."""
    return translate("Orders", "Go through the list below, then compare with the platforms' own pages.")


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
    accept = caught.view.open_of(Kind.ACCEPT)
    said = outcome_said(accept).text if accept is not None else ""
    return Sentence(said, translate("Orders", "Nothing to do."))


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
    """That what never came can't be fetched, and how long that was."""
    minutes = max(1, ceil(sum((gap.end - gap.start).total_seconds() for gap in gaps if gap.end) / 60))
    words = translate(
        "Orders",
        "What the platforms pushed in those {n} min can't be fetched. Open each platform's own page and look"
        " for orders that are not on the left. Accept those there, and write a slip for the kitchen.",
    )
    return words.format(n=minutes)
