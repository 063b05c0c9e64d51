"""Names side by side, of which one is on screen: panes or lanes, each with its count."""

from typing import TypeAlias

from PySide6.QtCore import QPointF, QRectF, QSignalBlocker, QSize, Qt, Signal, Slot
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QTabBar, QWidget

from posdesk.desk.paint import key_width, paint_badge, paint_key, paint_text, text_width
from posdesk.desk.theme import FontRole, StateRole, Theme

TABS_PX = 44
Tab: TypeAlias = tuple[str, int, StateRole] | tuple[str, int, StateRole, str]
"""A name, a count with its colour, and the key where it has one."""


class Tabs(QTabBar):
    """The one on screen is underlined. Touch and mouse only: no key of a page changes it."""

    chosen = Signal(int)  # by a person

    def __init__(
        self,
        theme: Theme,
        parent: QWidget | None = None,
        *,
        gap: int = 0,
        zeros: bool = False,
    ) -> None:
        """The first is on screen. `gap`: px that stay free below; `zeros`: a count of none is shown too."""
        super().__init__(parent)
        self._theme, self._gap, self._zeros = theme, gap, zeros
        self._tabs: tuple[Tab, ...] = ()
        self._told = 0
        self.setDrawBase(False)
        self.setUsesScrollButtons(False)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setFixedHeight(TABS_PX + gap)
        self.tabBarClicked.connect(self._clicked)
        self.currentChanged.connect(self._changed)

    @property
    def current(self) -> int:
        """Which one is on screen, from the left."""
        return max(0, self.currentIndex())

    def set_theme(self, theme: Theme) -> None:
        """Paint with this theme from now on."""
        self._theme = theme
        self.update()

    def show_tabs(self, *tabs: Tab) -> None:
        """Names, counts, their colours, and the key of one that has one, from the left."""
        self._tabs = tabs
        while self.count() < len(tabs):
            self.addTab("")
        with QSignalBlocker(self):  # nobody chose the one that is in front then
            while self.count() > len(tabs):
                self.removeTab(self.count() - 1)
        for number, (name, count, *_) in enumerate(tabs):
            self.setTabText(
                number, f"{name} {count if self._shows(count) else ''}".strip().replace("&", "&&")
            )
        self.update()

    def show_current(self, current: int) -> None:
        """That one is on screen."""
        self._told = current
        self.setCurrentIndex(current)

    def tabSizeHint(self, index: int) -> QSize:
        """All are as wide as each other, and together as wide as there is room."""
        return QSize(TABS_PX, self.height())

    def minimumTabSizeHint(self, index: int) -> QSize:
        """Never wider than there is room."""
        return self.tabSizeHint(index)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Qt tells of a click by any button; only the left one chooses."""
        if event.button() is Qt.MouseButton.LeftButton:
            super().mousePressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """A wheel scrolls what is below; it chooses nothing."""
        event.ignore()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paints names and counts, and the line under them."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for number, tab in enumerate(self._tabs):
            rect = QRectF(self.tabRect(number)).adjusted(0, 0, 0, -self._gap)
            self._paint_tab(painter, rect, tab, here=number == self.current)
        painter.end()

    def _paint_tab(self, painter: QPainter, rect: QRectF, tab: Tab, *, here: bool) -> None:
        name, count, role, key = (*tab, "")[:4]
        font, color = self._theme.font(FontRole.STRONG if here else FontRole.LARGE), self._theme.color
        badge = 36 if self._shows(count) else 0
        cap = key_width(key, self._theme) + 8 if key else 0.0
        room = rect.width() - badge - cap - 8
        x = rect.x() + max(4.0, (room - text_width(name, font)) / 2)
        ink = color.text if here else color.muted
        took = paint_text(painter, QRectF(x, rect.y(), room, rect.height() - 3), name, font, ink)
        if key:
            middle = rect.center().y() - 2
            paint_key(painter, x + took + 8, middle, key, self._theme, ink=ink, frame=color.line_strong)
            took += cap
        if badge:
            paint_badge(painter, QPointF(x + took + 22, rect.center().y() - 2), count, role, self._theme)
        high = 3 if here else 1
        line = QRectF(rect.x(), rect.bottom() - high, rect.width(), high)
        painter.fillRect(line, color.accent if here else color.line)

    def _shows(self, count: int) -> bool:
        return count > 0 or self._zeros

    @Slot(int)
    def _clicked(self, number: int) -> None:
        if number >= 0:
            self._told = number
            self.chosen.emit(number)

    @Slot(int)
    def _changed(self, number: int) -> None:
        """A screen reader pressed it: Qt tells of no click then."""
        if number != self._told:
            self._clicked(number)
