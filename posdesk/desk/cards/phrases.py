"""Words that only the Orders page needs; times and amounts come from `posdesk.desk.words.say`."""

from datetime import datetime
from decimal import Decimal

from PySide6.QtCore import QCoreApplication

from posdesk.desk.words.say import quantity, same_day_time
from posdesk.desk.words.states import Sentence
from posdesk.domain.orders.order import OrderContent


def how_and_when(content: OrderContent, now: datetime) -> str:
    """How the order leaves and when: delivered or fetched."""
    if content.due_at is None and content.is_pickup:
        return QCoreApplication.translate("Orders", "Pickup as soon as possible")
    if content.due_at is None:
        return QCoreApplication.translate("Orders", "Deliver as soon as possible")
    when = same_day_time(content.due_at, now)
    if content.is_preorder and content.is_pickup:
        return QCoreApplication.translate("Orders", "Pre-order, pickup {time}").format(time=when)
    if content.is_preorder:
        return QCoreApplication.translate("Orders", "Pre-order, deliver {time}").format(time=when)
    if content.is_pickup:
        return QCoreApplication.translate("Orders", "Pickup {time}").format(time=when)
    return QCoreApplication.translate("Orders", "Deliver {time}").format(time=when)


def minutes_words(minutes: int, *, late: bool) -> str:
    """Whole minutes to a due time, or past it; short, since the number beside them must not be cut."""
    if late:
        return QCoreApplication.translate("Orders", "{n} late").format(n=minutes)
    return QCoreApplication.translate("Orders", "{n} min").format(n=minutes)


def rider_or_pickup(content: OrderContent) -> str:
    """Who comes for it."""
    if content.is_pickup:
        return QCoreApplication.translate("Orders", "pickup")
    return QCoreApplication.translate("Orders", "rider")


def dishes(count: Decimal) -> str:
    """How many things to make."""
    if count == 1:
        return QCoreApplication.translate("Orders", "1 item")
    return QCoreApplication.translate("Orders", "{n} items").format(n=quantity(count))


def shown_first_words(number: str) -> Sentence:
    """Why a key did nothing: the order that it was meant for was not on screen."""
    what = QCoreApplication.translate("Orders", "Nothing was done: {number} was not on the screen.")
    todo = QCoreApplication.translate("Orders", "Here it is now. Press the key again.")
    return Sentence(what.format(number=number), todo)


def find_first_words() -> str:
    """Why a key does nothing while a search covers the lanes and no row of it is chosen."""
    return QCoreApplication.translate(
        "Orders", "Find is open. Choose one with the arrow keys, or close it with Esc."
    )


def no_room_words() -> Sentence:
    """Why a key did nothing: what it would act on does not fit on the screen."""
    what = QCoreApplication.translate("Orders", "Nothing was done: the window is too small to show it whole.")
    todo = QCoreApplication.translate("Orders", "End the STOPs above with F11, or make the window larger.")
    return Sentence(what, todo)
