"""What a lane says: its head, an empty lane, the line "n more", and the texts that tick."""

from PySide6.QtCore import QCoreApplication

from posdesk.desk.bridge.counter import Counter
from posdesk.desk.cards.facts import minutes_words
from posdesk.desk.cards.painter import TickTexts
from posdesk.desk.orders.lanes import LaneProxy
from posdesk.desk.orders.model import Row, SortBy
from posdesk.desk.theme import Color
from posdesk.desk.words.say import countdown_words, exact_time, same_day_time
from posdesk.desk.words.states import waiting_words
from posdesk.domain.orders.board import Countdown, Lane, countdown_of
from posdesk.domain.orders.order import OrderState


def sort_words(lane: Lane, by: SortBy, proxy: LaneProxy) -> str:
    """What a lane is sorted by; over Ready the way to what is done, over Pre-orders what will happen."""
    if lane is Lane.READY:
        return QCoreApplication.translate("Orders", "done today")
    if lane is Lane.PREORDER and by is SortBy.DUE:
        return QCoreApplication.translate("Orders", "rings on time")
    if by is SortBy.ARRIVAL:
        return QCoreApplication.translate("Orders", "by arrival")
    if lane is not Lane.NEW:
        return QCoreApplication.translate("Orders", "by due time")
    if proxy.rowCount() and proxy.row_at(0).overdue:
        return QCoreApplication.translate("Orders", "overdue first")
    return QCoreApplication.translate("Orders", "soonest first")


def more_words(count: int, following: Row | None) -> str:
    """How many cards are above (negative) or below, and when the next of them is due."""
    if count < 0:
        return QCoreApplication.translate("Orders", "{n} more above").format(n=-count)
    due = following.facts.due if following and following.lane is Lane.MAKING else ""
    if due:
        return QCoreApplication.translate("Orders", "{n} more below, due {time}").format(n=count, time=due)
    return QCoreApplication.translate("Orders", "{n} more below").format(n=count)


def empty_words(lane: Lane, counter: Counter, *, shift_due: bool = False) -> tuple[str, ...]:
    """What an empty lane says; New says when something was received last, and how a day begins.

    `shift_due`: this shop has opened shifts, and none is open.
    """
    if lane is Lane.MAKING:
        return (QCoreApplication.translate("Orders", "Nothing to make"),)
    if lane is Lane.READY:
        return (QCoreApplication.translate("Orders", "Nothing waits to be fetched"),)
    if lane is Lane.PREORDER:
        return (QCoreApplication.translate("Orders", "No pre-orders"),)
    first = QCoreApplication.translate("Orders", "No orders to accept")
    begin = _begin_words(counter, shift_due=shift_due)
    return (first, _last_received(counter), begin) if begin else (first, _last_received(counter))


def _begin_words(counter: Counter, *, shift_due: bool) -> str:
    """What a day begins with and is not done yet; nothing of what this shop doesn't use."""
    sign_in = bool(counter.settings.staff) and counter.staff() is None
    if sign_in and shift_due:
        return QCoreApplication.translate("Orders", "First sign in with F12, then open the shift with Ctrl+5")
    if sign_in:
        return QCoreApplication.translate("Orders", "First sign in with F12")
    return QCoreApplication.translate("Orders", "Open the shift with Ctrl+5") if shift_due else ""


def _last_received(counter: Counter) -> str:
    times = [p.last_received for p in counter.status().partners if p.last_received]
    if not times:
        return QCoreApplication.translate("Orders", "Nothing received yet")
    last, now = max(times), counter.clock.now()
    same_day = same_day_time(last, now) == f"{exact_time(last)[:5]}"
    shown = exact_time(last) if same_day else same_day_time(last, now)
    return QCoreApplication.translate("Orders", "Last received {time}").format(time=shown)


USUAL_ACCEPT_S = 300.0  # where a partner has left the settings since
HURRY_S = 5 * 60
LONG_WAIT_S = 15 * 60


def countdown(row: Row, counter: Counter) -> Countdown | None:
    """The accept countdown of a new order, None where there is none."""
    if row.view.order.state is not OrderState.NEW or row.view.order.is_over:
        return None
    left_s = counter.accept_left_s(row.key)
    partner = counter.settings.partner_named(row.key.partner)
    total_s = partner.accept_within_s if partner else USUAL_ACCEPT_S
    return None if left_s is None else countdown_of(left_s, total_s)


def tick_texts(row: Row, counter: Counter) -> TickTexts:
    """All texts that tick, for one row."""
    lane = row.lane
    if lane is Lane.NEW:
        count = countdown(row, counter)
        words = countdown_words(count.left_s) if count else ""
        return TickTexts(count, words, words, undo=_undo(row, counter))
    return TickTexts(minutes=_minutes(row, counter), waiting=_waiting(row, counter), undo=_undo(row, counter))


def _minutes(row: Row, counter: Counter) -> tuple[str, Color]:
    due, now = row.view.order.content.due_at, counter.clock.now()
    if due is None:
        return "", Color.MUTED
    left_s = (due - now).total_seconds()
    role = Color.BAD if left_s < 0 else Color.WARN if left_s < HURRY_S else Color.MUTED
    return minutes_words(int(abs(left_s) // 60), late=left_s < 0), role


def _waiting(row: Row, counter: Counter) -> tuple[str, Color]:
    since, now = row.view.order.state_at, counter.clock.now()
    waited_s = max(0.0, (now - since).total_seconds())
    words = QCoreApplication.translate("Orders", "for {n} min").format(n=int(waited_s // 60))
    return f"{row.facts.who}  {words}", Color.WARN if waited_s >= LONG_WAIT_S else Color.MUTED


def _undo(row: Row, counter: Counter) -> str:
    chip = row.facts.chip_of_undo()
    if chip is None or chip.seq is None or chip.kind is None:
        return ""
    return waiting_words(chip.kind, counter.undo_left_s(chip.seq))
