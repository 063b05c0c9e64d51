"""The head of a lane: its name, its count, and what it is sorted by, which a press changes."""

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from posdesk.desk.paint import paint_text, rounded, text_width
from posdesk.desk.paint.text import CENTER, RIGHT
from posdesk.desk.theme import SIZE, FontRole, StateRole, Theme

HEAD_H = SIZE.lane_head  # so high that the switch in it is a target


class LaneHead(QWidget):
    """Painted; `switched` when the words at the right are pressed."""

    switched = Signal()

    def __init__(self, theme: Theme, role: StateRole, parent: QWidget | None = None) -> None:
        """`role` colours the count."""
        super().__init__(parent)
        self._theme, self._role = theme, role
        self._title = self._words = ""
        self._count = 0
        self._active = True
        self.setFixedHeight(HEAD_H)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def set_theme(self, theme: Theme) -> None:
        """Paint with this theme from now on."""
        self._theme = theme
        self.update()

    def show_words(self, title: str, count: int, words: str) -> None:
        """What to say; empty `words` can't be pressed."""
        if (title, count, words) != (self._title, self._count, self._words):
            self._title, self._count, self._words = title, count, words
            self.setAccessibleName(f"{title} {count}, {words}" if words else f"{title} {count}")
            self.update()

    def switch_rect(self) -> QRectF:
        """Where a press changes the sorting."""
        if not self._words:
            return QRectF()
        wide = max(float(SIZE.target_min), text_width(self._words, self._theme.font(FontRole.CAPTION)) + 16)
        return QRectF(self.width() - wide, 2, wide, SIZE.target_min)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Name, count, words."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        color = self._theme.color
        font = self._theme.font(FontRole.STRONG)
        wide = paint_text(painter, QRectF(0, 0, self.width() - 50, HEAD_H), self._title, font, color.text)
        self._paint_count(painter, wide + 9)
        room = self.switch_rect().adjusted(0, 0, 0, 0)
        if self._words and room.x() > wide + SIZE.target_min:
            small = self._theme.font(FontRole.CAPTION)
            paint_text(painter, room, self._words, small, color.muted, align=RIGHT)
        painter.end()

    def _paint_count(self, painter: QPainter, x: float) -> None:
        words, font = str(self._count), self._theme.font(FontRole.BODY_BOLD)
        wide = max(26.0, text_width(words, font) + 12)
        rect = QRectF(x, HEAD_H / 2 - 13, wide, 26)
        colors = self._theme.state(self._role)
        rounded(painter, rect, 13, colors.fill)
        paint_text(painter, rect, words, font, colors.text, align=CENTER)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """The words at the right switch the sorting."""
        if self.switch_rect().contains(event.position()):
            self.switched.emit()
