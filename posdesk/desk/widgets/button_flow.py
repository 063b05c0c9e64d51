"""Buttons beside each other while they fit, else below each other; each row filled."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from posdesk.desk.widgets.button import DeskButton

_GAP = 8


class ButtonFlow(QWidget):
    """Lays out the buttons that are shown, in their order."""

    def __init__(self, buttons: Sequence[DeskButton], parent: QWidget | None = None) -> None:
        """Takes the buttons over."""
        super().__init__(parent)
        self._buttons = tuple(buttons)
        for button in self._buttons:
            button.setParent(self)

    def lay_out(self) -> None:
        """After buttons were shown, hidden or named anew; its height follows."""
        rows = self._rows()
        y = 0
        for row in rows:
            self._place(row, y)
            y += row[0].sizeHint().height() + _GAP
        self.setVisible(bool(rows))
        self.setFixedHeight(max(0, y - _GAP))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Other widths, other rows."""
        super().resizeEvent(event)
        self.lay_out()

    def changeEvent(self, event: QEvent) -> None:
        """Words in another language have another width."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.lay_out()

    def _rows(self) -> list[list[DeskButton]]:
        rows: list[list[DeskButton]] = []
        room = 0
        for button in self._buttons:
            if button.isHidden():
                continue
            needed = button.sizeHint().width() + _GAP
            if not rows or needed > room:
                rows.append([])
                room = self.width() + _GAP
            rows[-1].append(button)
            room -= needed
        return rows

    def _place(self, row: Sequence[DeskButton], y: int) -> None:
        """What is left over goes to the first button of a row: the one that decides."""
        hints = [button.sizeHint() for button in row]
        spare = self.width() - sum(hint.width() for hint in hints) - _GAP * (len(row) - 1)
        x = 0
        for at, (button, hint) in enumerate(zip(row, hints, strict=True)):
            width = hint.width() + (max(0, spare) if at == 0 else 0)
            button.setGeometry(x, y, min(width, self.width()), hint.height())
            x += width + _GAP
