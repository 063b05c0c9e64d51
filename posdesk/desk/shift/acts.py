"""The Shift page's buttons: each carries the key that is painted on it."""

from typing import Final

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QWidget

from posdesk.desk.paint import ButtonFace, ButtonKind
from posdesk.desk.theme import Theme
from posdesk.desk.widgets.button import DeskButton

BACK: Final = "Esc"


class ActButton(DeskButton):
    """`wanted` carries its key."""

    wanted = Signal(str)

    def __init__(
        self,
        theme: Theme,
        key: str,
        kind: ButtonKind = ButtonKind.OUTLINED,
        parent: QWidget | None = None,
    ) -> None:
        """Says nothing until `set_label`."""
        super().__init__(theme, ButtonFace("", key, kind), parent)
        self.key = key
        self.clicked.connect(self._tell)

    @Slot()
    def _tell(self) -> None:
        self.wanted.emit(self.key)
