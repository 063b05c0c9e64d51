"""Which of two panes is on screen, where only one fits."""

from PySide6.QtCore import QPointF, QRectF, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from posdesk.desk.frame.painted import Painted
from posdesk.desk.paint import paint_badge, paint_text, text_width
from posdesk.desk.theme import FontRole, StateRole, Theme

TABS_PX = 52


class PaneTabs(Painted):
    """Names with their counts; one of none has no badge."""

    chosen = Signal(int)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        """The first is on screen."""
        super().__init__(theme, parent)
        self._tabs: tuple[tuple[str, int], ...] = ()
        self.current = 0
        self.setFixedHeight(TABS_PX)

    def show_tabs(self, *tabs: tuple[str, int]) -> None:
        """Names and counts, from the left."""
        self._tabs = tabs
        self.setAccessibleName(", ".join(f"{name} {count or ''}".strip() for name, count in tabs))
        self.update()

    def show_current(self, current: int) -> None:
        """That one is on screen."""
        self.current = current
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A press brings a pane to the front."""
        if self._tabs:
            number = int(event.position().x() * len(self._tabs) // max(1, self.width()))
            self.chosen.emit(min(max(0, number), len(self._tabs) - 1))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paints the tabs side by side."""
        painter = self._painter()
        for number, (name, count) in enumerate(self._tabs):
            wide = self.width() / len(self._tabs)
            self._paint_tab(painter, QRectF(number * wide, 0, wide, TABS_PX - 8), name, count)
            here = number == self.current
            line = QRectF(number * wide, TABS_PX - 8 - (3 if here else 1), wide, 3 if here else 1)
            painter.fillRect(line, self.theme.color.accent if here else self.theme.color.line)
        painter.end()

    def _paint_tab(self, painter: QPainter, rect: QRectF, name: str, count: int) -> None:
        here = self._tabs[self.current][0] == name
        font = self.theme.font(FontRole.STRONG if here else FontRole.LARGE)
        width = text_width(name, font)
        x = rect.x() + max(4.0, (rect.width() - width - (36 if count else 0)) / 2)
        ink = self.theme.color.text if here else self.theme.color.muted
        paint_text(painter, QRectF(x, 0, rect.right() - x, rect.height()), name, font, ink)
        if count:
            center = QPointF(x + width + 22, rect.center().y())
            paint_badge(painter, center, count, StateRole.HALF, self.theme)
