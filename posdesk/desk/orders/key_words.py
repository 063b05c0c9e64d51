"""What the Orders page's keys say of themselves, and why one of them did nothing."""

from PySide6.QtCore import QCoreApplication

from posdesk.desk.words.states import Sentence


def show_words() -> str:
    """Alt+R."""
    return QCoreApplication.translate("Orders", "Show phone and address for 10 s")


def sort_words() -> str:
    """Alt+S."""
    return QCoreApplication.translate("Orders", "Sort the lane otherwise")


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
