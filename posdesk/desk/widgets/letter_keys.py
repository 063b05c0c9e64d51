"""Alt and a letter press the button on which they are painted: the button is the one truth about its key."""

from string import ascii_uppercase

from PySide6.QtCore import QObject, QPoint, Signal, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QScrollArea, QWidget

from posdesk.desk.widgets.button import DeskButton

_INSET = 3  # px: the corners of a button are round


class LetterKeys(QObject):
    """Alt+A to Alt+Z of one window, as shortcuts: a text field that has the keyboard would type the letter.

    Qt takes none of them for a mnemonic: nothing of ours has an ampersand that means one.
    """

    pressed = Signal(str)  # "Alt+K"

    def __init__(self, window: QWidget, *, presses: bool = True) -> None:
        """Whether it presses the window's button of that key by itself; else who hears `pressed` decides."""
        super().__init__(window)
        self._presses = presses
        for letter in ascii_uppercase:
            shortcut = QShortcut(QKeySequence(f"Alt+{letter}"), window)
            shortcut.setAutoRepeat(False)
            shortcut.activated.connect(self._hear)

    @Slot()
    def _hear(self) -> None:
        shortcut = self.sender()
        if isinstance(shortcut, QShortcut):
            key = shortcut.key().toString(QKeySequence.SequenceFormat.PortableText)
            self.pressed.emit(key)
            if self._presses:
                self.press(key)

    def press(self, key: str) -> bool:
        """Press the button of this window that shows this key; whether there is one.

        A key presses what a pointer could: a button that is scrolled away comes into sight, and no more.
        """
        window = self.parent()
        button = button_of(window, key) if isinstance(window, QWidget) else None
        if button is None:
            return False
        if is_whole(button):
            button.click()
        else:
            bring_into_sight(button)
        return True


def button_of(window: QWidget, key: str) -> DeskButton | None:
    """The button of this window that shows this key and can be pressed; None where none or several do."""
    found = [button for button in keyed_buttons(window) if button.face.key == key and button.isEnabled()]
    return found[0] if len(found) == 1 else None


def keyed_buttons(window: QWidget) -> list[DeskButton]:
    """The buttons of this window that show a key, scrolled away or not."""
    return [
        button
        for button in window.findChildren(DeskButton)
        if button.face.key and button.isVisible() and button.window() is window
    ]


def is_whole(button: DeskButton) -> bool:
    """Whether all of it is on screen, and nothing lies over it."""
    window, rect = button.window(), button.rect().adjusted(_INSET, _INSET, -_INSET, -_INSET)
    corners = (rect.topLeft(), rect.topRight(), rect.bottomLeft(), rect.bottomRight(), rect.center())
    return all(window.childAt(button.mapTo(window, QPoint(corner))) is button for corner in corners)


def bring_into_sight(widget: QWidget) -> None:
    """Scroll whatever it stands in until it is on screen."""
    above = widget.parentWidget()
    while above is not None:
        if isinstance(above, QScrollArea):
            above.ensureWidgetVisible(widget)
        above = above.parentWidget()
