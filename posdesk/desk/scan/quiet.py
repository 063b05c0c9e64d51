"""No button takes Enter, Space or Tab, ever: not from a scanner, not from a person.

`is_for_a_button` is the rule that the router applies to the whole application. `quieten` makes a page or a
dialog show it, too: no focus frame on a button, no default button.
"""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractButton, QDialog, QPushButton, QWidget

_PRESSING_KEYS: Final = frozenset((Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space, Qt.Key.Key_Select))
_CONFIRMING_KEYS: Final = frozenset((Qt.Key.Key_Return, Qt.Key.Key_Enter))


def is_for_a_button(watched: QObject, event: QKeyEvent) -> bool:
    """Tell whether this key would press a button: the one that has the focus, or a dialog's default one."""
    if isinstance(watched, QAbstractButton):
        return event.key() in _PRESSING_KEYS
    return isinstance(watched, QDialog) and event.key() in _CONFIRMING_KEYS


def quieten(widget: QWidget) -> None:
    """Take the buttons of a page or dialog, itself included, out of the keyboard's way."""
    for button in [widget, *widget.findChildren(QAbstractButton)]:
        if isinstance(button, QAbstractButton):
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            button.clearFocus()  # one that has it, or gets it once its window is active, would keep it
        if isinstance(button, QPushButton):
            button.setAutoDefault(False)
            button.setDefault(False)
