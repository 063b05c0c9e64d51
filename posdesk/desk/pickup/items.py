"""The dishes of an order, large: quantity, name, what was wished; then the remark."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QScrollArea, QSizePolicy, QWidget

from posdesk.desk.paint import (
    paint_line,
    paint_text,
    paint_wrapped,
    rounded,
    text_width,
    wrapped_height,
)
from posdesk.desk.paint.text import RIGHT
from posdesk.desk.theme import FontRole, Theme
from posdesk.desk.widgets.painted import Painted
from posdesk.desk.words.say import quantity
from posdesk.domain.orders.order import OrderContent, OrderLine

_NAME_X = 66.0
_ROW_PAD = 10.0  # over and under a dish of several lines


def _wishes(line: OrderLine) -> str:
    return "  ".join((*line.attributes, line.remark)).strip()


class ItemList(Painted):
    """Paints all dishes; as high as they need."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        """Empty until `set_content`."""
        super().__init__(theme, parent)
        self._content: OrderContent | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.MinimumExpanding)

    def set_content(self, content: OrderContent) -> None:
        """Show these dishes and this remark."""
        self._content = content
        self.setAccessibleName("; ".join(f"{quantity(line.quantity)} {line.name}" for line in content.lines))
        self._fit()

    def resizeEvent(self, event: object) -> None:
        """Its height follows its width: a long remark wraps."""
        self._fit()

    def sizeHint(self) -> QSize:
        """As high as its rows and remark."""
        return QSize(200, self.minimumHeight())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paints the rows, then the remark."""
        if self._content is None:
            return
        painter, y = self._painter(), 0.0
        for line in self._content.lines:
            row = self.row_height(line)
            self._paint_line(painter, QRectF(0, y, self.width(), row), line)
            y += row
        if self._content.remark.strip():
            self._paint_remark(painter, y + 10)
        painter.end()

    def _paint_line(self, painter: QPainter, rect: QRectF, line: OrderLine) -> None:
        color, many = self.theme.color, line.quantity > 1
        ink = color.accent if many else color.text
        first = float(self.theme.size.row_check)
        count = QRectF(rect.x(), rect.y(), _NAME_X - 16, first)
        number = self.theme.font(FontRole.NUMBER_S)
        paint_text(painter, count, quantity(line.quantity), number, ink, align=RIGHT)
        room = QRectF(_NAME_X, rect.y(), rect.width() - _NAME_X, rect.height())
        if self._fits_one_row(line, room.width()):
            self._paint_row(painter, room, line)
        else:
            self._paint_wrapped(painter, room, line)
        paint_line(painter, QPointF(rect.x(), rect.bottom() - 1), rect.right(), color.line)

    def _paint_row(self, painter: QPainter, room: QRectF, line: OrderLine) -> None:
        name_font, wish_font = self._fonts()
        took = paint_text(painter, room, line.name, name_font, self.theme.color.text)
        paint_text(
            painter, room.adjusted(took + 16, 0, 0, 0), _wishes(line), wish_font, self.theme.color.text
        )

    def _paint_wrapped(self, painter: QPainter, room: QRectF, line: OrderLine) -> None:
        name_font, wish_font = self._fonts()
        name = room.adjusted(0, _ROW_PAD, 0, 0)
        paint_wrapped(painter, name, line.name, name_font, self.theme.color.text)
        below = _ROW_PAD + wrapped_height(line.name, name_font, room.width())
        wishes = room.adjusted(0, below, 0, 0)
        paint_wrapped(painter, wishes, _wishes(line), wish_font, self.theme.color.text)

    def _fonts(self) -> tuple[QFont, QFont]:
        return self.theme.font(FontRole.TITLE_REGULAR), self.theme.font(FontRole.STRONG)

    def _fits_one_row(self, line: OrderLine, room: float) -> bool:
        name_font, wish_font = self._fonts()
        return text_width(line.name, name_font) + 16 + text_width(_wishes(line), wish_font) <= room

    def row_height(self, line: OrderLine) -> float:
        """How high a dish stands at this width, in px; nothing of its name or wishes is cut."""
        least, room = float(self.theme.size.row_check), max(50.0, self.width() - _NAME_X)
        if self._fits_one_row(line, room):
            return least
        name_font, wish_font = self._fonts()
        wishes = wrapped_height(_wishes(line), wish_font, room) if _wishes(line) else 0.0
        return max(least, wrapped_height(line.name, name_font, room) + wishes + 2 * _ROW_PAD)

    def _paint_remark(self, painter: QPainter, y: float) -> None:
        text, font = self._remark(), self.theme.font(FontRole.STRONG)
        room = self.width() - 24.0
        width, height = min(room, text_width(text, font) + 1), wrapped_height(text, font, room)
        box = QRectF(0, y, width + 24, height + 12)
        rounded(painter, box, self.theme.radius.remark, self.theme.color.warn_soft)
        paint_wrapped(painter, box.adjusted(12, 6, -11, 0), text, font, self.theme.color.text)

    def _remark(self) -> str:
        remark = " ".join(self._content.remark.split()) if self._content else ""
        return self.tr("Remark    {text}").format(text=remark)

    def _fit(self) -> None:
        if self._content is None:
            return
        rows = sum(self.row_height(line) for line in self._content.lines)
        remark = 0.0
        if self._content.remark.strip():
            font = self.theme.font(FontRole.STRONG)
            remark = wrapped_height(self._remark(), font, max(50.0, self.width() - 24.0)) + 24
        self.setMinimumHeight(round(rows + remark))
        self.update()


class ItemArea(QScrollArea):
    """The dishes, scrolled where they don't fit."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        """Empty until `set_content`."""
        super().__init__(parent)
        self._list = ItemList(theme)
        self.setWidget(self._list)
        self.setWidgetResizable(True)
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.viewport().setAutoFillBackground(False)
        self._list.setAutoFillBackground(False)

    def set_content(self, content: OrderContent) -> None:
        """Show these dishes and this remark, from the top."""
        self._list.set_content(content)
        self.verticalScrollBar().setValue(0)

    def set_theme(self, theme: Theme) -> None:
        """Paint with another theme from now on."""
        self._list.set_theme(theme)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where it must be scrolled, no row is shown cut."""
        super().resizeEvent(event)
        scrolls = self._list.minimumHeight() > self.height()
        self.setViewportMargins(0, 0, 0, self.height() % self._list.theme.size.row_check if scrolls else 0)
