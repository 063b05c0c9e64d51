"""What an hour asks of a manager: the sentences, what stands against what, and the buttons."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from PySide6.QtCore import QCoreApplication

from posdesk.desk.hours.words import amount, hour_words, more_or_less, number
from posdesk.desk.words.platform_codes import failure_of, why_words
from posdesk.desk.words.say import actor_name, clock_time, exact_time, listed, same_day_time
from posdesk.domain.books.hour import Ask, HourState, Late
from posdesk.domain.books.ledger import HourRow
from posdesk.domain.books.posting import HourFigures, Posting
from posdesk.domain.failure import Mend
from posdesk.domain.orders.intent import Outcome
from posdesk.settings.settings import Settings

translate = QCoreApplication.translate

_MOST_LATE = 3


class HourAction(StrEnum):
    """A button of the hour's card; they stand in this order."""

    COVER = "cover"  # the hour's totals again, replacing those on the platform
    REPORT = "report"  # a negative hour, or one that may lack receipts, as it is
    REPLACE = "replace"  # over what this till never sent
    LEAVE = "leave"  # what is there is right
    AGAIN = "again"  # after a refusal, once it is mended
    ASK_AGAIN = "ask_again"  # an open report, now
    RECEIPTS = "receipts"


MANAGERS = frozenset(
    {HourAction.COVER, HourAction.REPORT, HourAction.REPLACE, HourAction.LEAVE, HourAction.AGAIN}
)
"""What only a manager decides."""


@dataclass(frozen=True, slots=True)
class Compare:
    """Figures beside each other; `theirs` is None where nobody knows what the platform holds.

    `is_whole` is whether ours are all that was sold.
    """

    ours: HourFigures
    theirs: HourFigures | None = None
    is_whole: bool = True


@dataclass(frozen=True, slots=True)
class HourCase:
    """An hour's case. `reason` is what stands in the reason's field at first, None for no field."""

    title: str
    sentences: tuple[str, ...]
    actions: tuple[HourAction, ...]
    compare: Compare | None = None
    reason: str | None = None


def case_of(row: HourRow, settings: Settings, now: datetime) -> HourCase:
    """What to say of an hour and to case."""
    asked = _ASKED.get(row.ask)
    if asked is not None:
        return asked(row)
    if row.last is not None and row.last.is_open:
        waits_for_word = row.may_lack and row.last.needs_person
        return _lacks(row) if waits_for_word else _under_way(row, row.last, now)
    if row.state is HourState.DIFFERS and not _is_left(row):
        return _differs(row, now)
    return _quiet(row, settings, now)


def action_label(action: HourAction, hour: datetime) -> str:
    """A button's words."""
    labels = {
        HourAction.COVER: translate("hours", "Send again, replacing {hour}"),
        HourAction.REPORT: translate("hours", "Send {hour} as it is"),
        HourAction.REPLACE: translate("hours", "Replace it with ours"),
        HourAction.LEAVE: translate("hours", "Leave theirs"),
        HourAction.AGAIN: translate("hours", "Send {hour} again"),
        HourAction.ASK_AGAIN: translate("hours", "Send now"),
        HourAction.RECEIPTS: translate("hours", "Receipts of this hour"),
    }
    return labels[action].format(hour=hour_words(hour))


def late_words(late: Late, now: datetime) -> str:
    """14:52 a receipt of 13:47 came in, 0001873: net +36.50."""
    words = translate("hours", "Receipt {serial} of {traded} came in at {came}, net {net}.")
    if late.is_return:
        words = translate("hours", "Return {serial} of {traded} came in at {came}, net {net}.")
    traded = clock_time(late.traded_at) if late.traded_at else translate("hours", "no trade time")
    return words.format(
        came=same_day_time(late.received_at, now),
        serial=late.serial_num,
        traded=traded,
        net=more_or_less(late.net_fen),
    )


def reason_words(late: tuple[Late, ...]) -> str:
    """The reason that a manager may leave as it stands: Late receipt 0001873."""
    if not late:
        return ""
    words = translate("hours", "late receipt {serial}")
    if late[0].is_return:
        words = translate("hours", "late return {serial}")
    more = f" +{len(late) - 1}" if len(late) > 1 else ""
    return words.format(serial=late[0].serial_num) + more


def figures_words(figures: HourFigures) -> str:
    """What a report says: receipts 62, items 146, net 2,486.90."""
    words = translate("hours", "receipts {receipts}, items {items}, net {net}")
    receipts, items = number(figures.receipts), number(figures.items)
    return words.format(receipts=receipts, items=items, net=amount(figures.net_fen))


def _is_left(row: HourRow) -> bool:
    """Whether a manager said, of these figures, that the platform's are right."""
    last = row.last
    return last is not None and last.outcome is Outcome.SETTLED_DONE and last.figures == row.now


def _differs(row: HourRow, now: datetime) -> HourCase:
    said = [late_words(late, now) for late in row.late[:_MOST_LATE]]
    if not row.late:
        said.append(translate("hours", "A receipt of this hour changed after its report."))
    if len(row.late) > _MOST_LATE:
        words = translate("hours", "And {n} more after it.")
        said.append(words.format(n=len(row.late) - _MOST_LATE))
    said.append(_next(row, now))
    title = translate("hours", "{hour} differs from what was reported").format(hour=hour_words(row.hour))
    actions = (HourAction.COVER, HourAction.RECEIPTS)
    return HourCase(title, tuple(said), actions, Compare(row.now, row.reported), reason_words(row.late))


def _next(row: HourRow, now: datetime) -> str:
    if row.due_at is not None:
        words = translate(
            "hours", "The whole hour is sent again by itself at {time} and replaces the old figures."
        )
        return words.format(time=same_day_time(row.due_at, now))
    return translate("hours", "The whole hour is sent once more, replacing the old figures.")


def _duplicate(row: HourRow) -> HourCase:
    title = translate("hours", "{hour}: ovopark already has a figure").format(hour=hour_words(row.hour))
    whose = translate("hours", "ovopark holds a figure for this hour that this till never sent.")
    if row.may_lack:
        whose = translate(
            "hours", "This till may have sent it, before receipts of this hour were lost with the journal."
        )
    said = (whose, translate("hours", "Look there what it is, compare it with ours, then decide."))
    actions = (HourAction.REPLACE, HourAction.LEAVE, HourAction.RECEIPTS)
    return HourCase(title, said, actions, Compare(row.now, is_whole=not row.may_lack), "")


def _negative(row: HourRow) -> HourCase:
    title = translate("hours", "{hour} is below zero").format(hour=hour_words(row.hour))
    said = (
        translate("hours", "Nobody knows how ovopark treats a negative figure."),
        translate("hours", "Look at the returns of this hour, then decide whether to send it."),
    )
    return HourCase(title, said, (HourAction.REPORT, HourAction.RECEIPTS), Compare(row.now, row.reported), "")


def _too_large(row: HourRow) -> HourCase:
    title = translate("hours", "{hour}: too large to be reported").format(hour=hour_words(row.hour))
    said = (
        translate("hours", "The receipts of this hour add up to more than a report can say."),
        translate("hours", "One of them must be wrong. Look for it and hand in its return."),
    )
    return HourCase(title, said, (HourAction.RECEIPTS,), Compare(row.now, row.reported), "")


def _refused(row: HourRow) -> HourCase:
    title = translate("hours", "{hour}: ovopark refused the report").format(hour=hour_words(row.hour))
    last = row.last
    said = (why_words(last), mend_words(last)) if last is not None else ()
    lacks = _lacks_words() if row.may_lack else ""
    actions = (
        (HourAction.AGAIN, HourAction.LEAVE, HourAction.RECEIPTS)
        if row.may_lack
        else (HourAction.AGAIN, HourAction.RECEIPTS)
    )
    compare = Compare(row.now, row.reported, is_whole=not row.may_lack)
    return HourCase(title, tuple(filter(None, (*said, lacks))), actions, compare)


def _lacks_words() -> str:
    return translate("hours", "The journal has lost receipts: some of this hour may be missing here.")


def _lacks(row: HourRow) -> HourCase:
    title = translate("hours", "{hour}: receipts may be lost").format(hour=hour_words(row.hour))
    said = (
        _lacks_words(),
        _below_words(row),
        translate("hours", "Compare with the till and with ovopark, then send what is left or leave theirs."),
    )
    action = HourAction.REPORT if row.reported is None else HourAction.COVER
    compare = Compare(row.now, row.reported, is_whole=False)
    return HourCase(
        title, tuple(filter(None, said)), (action, HourAction.LEAVE, HourAction.RECEIPTS), compare, ""
    )


def _below_words(row: HourRow) -> str:
    is_below = min(row.now.net_fen, row.now.items, row.now.receipts) < 0
    return translate("hours", "Nobody knows how ovopark treats a negative figure.") if is_below else ""


def _unseen(row: HourRow) -> HourCase:
    title = translate("hours", "{hour}: another counter is missing").format(hour=hour_words(row.hour))
    who = translate(
        "hours", "Counter {who} was not seen since this hour ended, or part of its work lacks here."
    )
    said = (
        who.format(who=listed(row.unseen)),
        _below_words(row),
        translate("hours", "Switch it on and wait, or send what is here; what comes later is sent again."),
    )
    action = HourAction.REPORT if row.reported is None else HourAction.COVER
    compare = Compare(row.now, row.reported, is_whole=False)
    return HourCase(title, tuple(filter(None, said)), (action, HourAction.RECEIPTS), compare, "")


_ASKED = {
    Ask.UNSEEN: _unseen,
    Ask.DUPLICATE: _duplicate,
    Ask.NEGATIVE: _negative,
    Ask.TOO_LARGE: _too_large,
    Ask.REFUSED: _refused,
    Ask.LACKS: _lacks,
}


def mend_words(posting: Posting) -> str:
    """Where a refusal is mended, beside what its own sentence says."""
    failure = failure_of(posting)
    places = {
        Mend.SETTINGS: translate(
            "hours", "Settings, Hourly sales (ovopark): Ctrl+6. Then send it again here."
        ),
        Mend.SECRET: translate("hours", "Settings, Hourly sales (ovopark): Ctrl+6. Then send it again here."),
        Mend.CLOCK: translate("hours", "Set this PC's clock, then send it again here."),
    }
    return places.get(failure.mend, "") if failure is not None else ""


def _under_way(row: HourRow, last: Posting, now: datetime) -> HourCase:
    title = translate("hours", "{hour}: report under way").format(hour=hour_words(row.hour))
    compare = Compare(row.now, row.reported) if row.state is HourState.DIFFERS else None
    if last.outcome is Outcome.SENDING:
        said = translate("hours", "The report has left, its answer is awaited.")
        return HourCase(title, (said,), (HourAction.RECEIPTS,), compare)
    head = translate("hours", "The report waits to be sent.")
    if last.outcome is Outcome.UNKNOWN:
        head = translate("hours", "The report has left, and whether it arrived is not known.")
        title = translate("hours", "{hour}: result unknown").format(hour=hour_words(row.hour))
    said_all = (head, why_words(last), _next_try(last, now))
    return HourCase(
        title, tuple(filter(None, said_all)), (HourAction.ASK_AGAIN, HourAction.RECEIPTS), compare
    )


def _next_try(last: Posting, now: datetime) -> str:
    if last.next_at is None or last.needs_person:
        return ""
    if last.next_at < now:
        return translate("hours", "It is sent again by itself at once.")
    words = translate("hours", "It is sent again by itself, next at {time}.")
    return words.format(time=exact_time(last.next_at))


def _quiet(row: HourRow, settings: Settings, now: datetime) -> HourCase:
    actions = (HourAction.RECEIPTS,)
    hour = hour_words(row.hour)
    if row.state is HourState.CONFIRMED and row.may_lack and row.last is not None and row.last.is_old:
        held = translate(
            "hours", "ovopark held these figures when it last confirmed a report that is known here."
        )
        return HourCase(hour, (held, _lacks_words()), actions)
    if row.state is HourState.CONFIRMED:
        return HourCase(hour, (translate("hours", "ovopark holds these figures."),), actions)
    head = translate("hours", "This hour is still running.") if row.state is HourState.OPEN else ""
    lacks = _lacks_words() if row.may_lack else ""
    return HourCase(hour, tuple(filter(None, (head, lacks, _when(row, settings, now)))), actions)


def _when(row: HourRow, settings: Settings, now: datetime) -> str:
    """When a report leaves, or why none does."""
    if row.due_at is not None:
        words = translate("hours", "It is reported by itself at {time}.")
        if row.unseen and row.state is HourState.CLOSED:
            words = translate(
                "hours",
                "It is reported by itself at {time}, once counter {who} was seen by then; else it asks.",
            )
        return words.format(time=same_day_time(row.due_at, now), who=listed(row.unseen))
    if settings.ovopark is None or settings.ovopark.missing:
        return translate(
            "hours", "Nothing is reported: ovopark is not set up. Settings, Hourly sales (ovopark)."
        )
    last = row.last
    if last is not None and last.outcome is Outcome.SETTLED_DONE:
        words = translate("hours", "{who} decided that what ovopark holds is right.")
        return words.format(who=actor_name(last.settled_by))
    return "" if row.state is HourState.OPEN else translate("hours", "It is not reported by itself.")
