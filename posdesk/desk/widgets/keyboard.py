"""Who has the keyboard: a field that goes from the screen hands it to the page, not to whatever is next."""

from PySide6.QtWidgets import QApplication, QWidget


def let_go(part: QWidget) -> None:
    """No field in `part` has the keyboard: the arrows are the page's, until somebody goes into a field."""
    focus = QApplication.focusWidget()
    if focus is not None and part.isAncestorOf(focus):
        focus.clearFocus()
