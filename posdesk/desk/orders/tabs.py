"""Lanes as three tabs, for windows below 1000 px."""

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from posdesk.desk.paint import paint_badge, paint_text, text_width
from posdesk.desk.theme import FontRole, StateRole, Theme

TABS_H = 48


class LaneTabs(QWidget):
    """Three names with their counts; the one on screen is underlined."""

    chosen = Signal(int)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        """The first is on screen."""
        super().__init__(parent)
        self._theme = theme
        self._tabs: tuple[tuple[str, int, StateRole], ...] = ()
        self.current = 0
        self.setFixedHeight(TABS_H)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def set_theme(self, theme: Theme) -> None:
        """Paint with this theme from now on."""
        self._theme = theme
        self.update()

    def show_tabs(self, tabs: tuple[tuple[str, int, StateRole], ...]) -> None:
        """Names, counts, and their colours."""
        self._tabs = tabs
        self.setAccessibleName(", ".join(f"{name} {count}" for name, count, _ in tabs))
        self.update()

    def show_current(self, current: int) -> None:
        """That one is on screen."""
        self.current = current
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The tabs side by side."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for number, (name, count, role) in enumerate(self._tabs):
            self._paint_tab(painter, number, name, count, role)
        painter.end()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A press brings a lane to the front."""
        if self._tabs:
            number = int(event.position().x() * len(self._tabs) // max(1, self.width()))
            self.chosen.emit(min(max(0, number), len(self._tabs) - 1))

    def _paint_tab(self, painter: QPainter, number: int, name: str, count: int, role: StateRole) -> None:
        wide = self.width() / len(self._tabs)
        here = number == self.current
        font = self._theme.font(FontRole.STRONG if here else FontRole.LARGE)
        color = self._theme.color
        text_w = text_width(name, font)
        x = number * wide + max(4.0, (wide - text_w - 36) / 2)
        ink = color.text if here else color.muted
        paint_text(painter, QRectF(x, 0, wide - 44, TABS_H - 4), name, font, ink)
        center = QPointF(x + min(text_w, wide - 44) + 22, TABS_H / 2 - 2)
        paint_badge(painter, center, count, role, self._theme)
        line = color.accent if here else color.line
        painter.fillRect(QRectF(number * wide, TABS_H - (3 if here else 1), wide, 3 if here else 1), line)
