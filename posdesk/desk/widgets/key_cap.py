"""A key beside what it acts on, where no button shows it: a field, a list."""

from PySide6.QtCore import QSize
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QWidget

from posdesk.desk.paint import key_width, paint_key
from posdesk.desk.theme import SIZE, Theme
from posdesk.desk.widgets.painted import Painted


class KeyCap(Painted):
    """As wide as its key."""

    def __init__(self, theme: Theme, key: str, parent: QWidget | None = None, *, high: int = 0) -> None:
        """`key` as it is painted on buttons, in a line so many px high, by default a button's."""
        super().__init__(theme, parent)
        self._key = key
        self.setFixedSize(QSize(int(key_width(key, theme)) + 4, high or SIZE.target_min))
        self.setAccessibleName(key)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paints the key."""
        painter, color = self._painter(), self.theme.color
        middle = self.height() / 2
        paint_key(painter, 1, middle, self._key, self.theme, ink=color.text, frame=color.line_strong)
        painter.end()
