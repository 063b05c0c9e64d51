"""What a screen reader is told at once: where the focus went, and what happened elsewhere."""

from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QAccessibleEvent
from PySide6.QtWidgets import QWidget


def announce(widget: QWidget, words: str, *, urgent: bool = False) -> None:
    """Have this said; `urgent` words cut off what is being said."""
    if not words or not QAccessible.isActive():
        return
    event = QAccessibleAnnouncementEvent(widget, words)
    manner = QAccessible.AnnouncementPoliteness
    event.setPoliteness(manner.Assertive if urgent else manner.Polite)
    QAccessible.updateAccessibility(event)


def focus_on_item(view: QWidget, place: int) -> None:
    """The focus has come to an item of a list, which Qt itself knows nothing of: it takes no keys."""
    if not QAccessible.isActive() or not view.isActiveWindow():
        return
    event = QAccessibleEvent(view, QAccessible.Event.Focus)
    event.setChild(place)
    QAccessible.updateAccessibility(event)
