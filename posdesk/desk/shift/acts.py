"""What can be done on the Shift page: one letter each, the same for key and button."""

from enum import StrEnum

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from posdesk.desk.paint import ButtonFace, ButtonKind
from posdesk.desk.theme import Theme
from posdesk.desk.widgets.button import DeskButton


class ShiftAct(StrEnum):
    """The acts, by the letter that goes with Alt."""

    OPEN = "B"
    PAY_IN = "I"
    PAY_OUT = "O"
    NOTE = "N"
    X = "X"
    HAND = "H"
    COUNT = "Q"
    PIECES = "M"
    RECORD = "C"
    CLOSE = "Z"
    AGAIN = "R"  # the last Z once more on paper


def letter_of(event: QKeyEvent) -> str:
    """The letter that is pressed with Alt alone, else nothing; a held key's repeats are none."""
    modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    is_letter = Qt.Key.Key_A <= event.key() <= Qt.Key.Key_Z
    if modifiers != Qt.KeyboardModifier.AltModifier or not is_letter or event.isAutoRepeat():
        return ""
    return chr(event.key())


class ActButton(DeskButton):
    """A button with its letter on it; `wanted` carries the letter."""

    wanted = Signal(str)

    def __init__(
        self,
        theme: Theme,
        letter: str,
        kind: ButtonKind = ButtonKind.OUTLINED,
        parent: QWidget | None = None,
    ) -> None:
        """Says nothing until `set_label`."""
        super().__init__(theme, ButtonFace("", f"Alt+{letter}" if letter else "Esc", kind), parent)
        self.letter = letter
        self.clicked.connect(self._tell)

    @Slot()
    def _tell(self) -> None:
        self.wanted.emit(self.letter)
