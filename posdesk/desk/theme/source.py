"""Which theme holds now, and the word when it changes."""

from typing import Literal

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from posdesk.desk.theme.theme import Theme, theme

Choice = Literal["auto", "light", "dark"]


class ThemeSource(QObject):
    """Holds the theme that the settings or the system want; `changed` carries the new `Theme`."""

    changed = Signal(object)

    def __init__(self, choice: Choice = "auto", parent: QObject | None = None) -> None:
        """`choice` as in the settings; "auto" follows the system's colour scheme."""
        super().__init__(parent)
        self._choice: Choice = choice
        self._theme = theme(self._wants_dark())
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._update)

    @property
    def theme(self) -> Theme:
        """The theme that holds now."""
        return self._theme

    def choose(self, choice: Choice) -> None:
        """Take another choice of the settings; everything is painted anew at once."""
        self._choice = choice
        self._update()

    @Slot()
    def _update(self) -> None:
        wanted = theme(self._wants_dark())
        if wanted is not self._theme:
            self._theme = wanted
            self.changed.emit(wanted)

    def _wants_dark(self) -> bool:
        if self._choice == "auto":
            return QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark
        return self._choice == "dark"


def hand_down(widget: QWidget, theme: Theme) -> None:
    """Give a theme to all that paints with one in a widget; layouts, stacks and scroll areas are passed by.

    Qt's own events can't: under a style sheet no child hears of another palette, nor has it.
    """
    for child in widget.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly):
        if hasattr(child, "set_theme"):
            child.set_theme(theme)
        else:
            hand_down(child, theme)
