"""What heads, empty lanes and the line "n more" say."""

from PySide6.QtCore import QCoreApplication

from posdesk.desk.bridge.counter import Counter
from posdesk.desk.orders.lane_proxy import LaneProxy
from posdesk.desk.orders.model import Row, SortBy
from posdesk.desk.words.say import exact_time, same_day_time
from posdesk.domain.orders.board import Lane


def sort_words(lane: Lane, by: SortBy, proxy: LaneProxy) -> str:
    """What a lane is sorted by; over Ready the way to what is done, over Pre-orders what will happen."""
    if lane is Lane.READY:
        return QCoreApplication.translate("Orders", "done today")
    if lane is Lane.PREORDER and by is SortBy.DUE:
        return QCoreApplication.translate("Orders", "rings when due")
    if by is SortBy.ARRIVAL:
        return QCoreApplication.translate("Orders", "by arrival")
    if lane is not Lane.NEW:
        return QCoreApplication.translate("Orders", "by due time")
    if proxy.rowCount() and proxy.row_at(0).facts.overdue:
        return QCoreApplication.translate("Orders", "overdue first")
    return QCoreApplication.translate("Orders", "soonest first")


def more_words(count: int, following: Row | None) -> str:
    """How many cards are above (negative) or below, and when the next of them is due."""
    if count < 0:
        return QCoreApplication.translate("Orders", "{n} more above").format(n=-count)
    due = following.facts.due if following and following.facts.lane is Lane.MAKING else ""
    if due:
        return QCoreApplication.translate("Orders", "{n} more below, due {time}").format(n=count, time=due)
    return QCoreApplication.translate("Orders", "{n} more below").format(n=count)


def empty_words(lane: Lane, counter: Counter) -> tuple[str, ...]:
    """What an empty lane says; New says when something was received last."""
    if lane is Lane.MAKING:
        return (QCoreApplication.translate("Orders", "Nothing to make"),)
    if lane is Lane.READY:
        return (QCoreApplication.translate("Orders", "Nothing waits to be fetched"),)
    if lane is Lane.PREORDER:
        return (QCoreApplication.translate("Orders", "No pre-orders"),)
    return (QCoreApplication.translate("Orders", "No orders to accept"), _last_received(counter))


def _last_received(counter: Counter) -> str:
    times = [p.last_received for p in counter.status().partners if p.last_received]
    if not times:
        return QCoreApplication.translate("Orders", "Nothing received yet")
    last, now = max(times), counter.clock.now()
    same_day = same_day_time(last, now) == f"{exact_time(last)[:5]}"
    shown = exact_time(last) if same_day else same_day_time(last, now)
    return QCoreApplication.translate("Orders", "Last received {time}").format(time=shown)
