"""The dishes of an order, large: quantity, name, what was wished; then the remark."""

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QAbstractItemView, QWidget

from posdesk.desk.paint import paint_line, paint_text, paint_wrapped, rounded, text_width, wrapped_height
from posdesk.desk.paint.text import RIGHT
from posdesk.desk.theme import FontRole, Theme
from posdesk.desk.widgets.row_list import RowList
from posdesk.desk.words.say import quantity
from posdesk.domain.orders.order import OrderContent, OrderLine

_NAME_X = 66.0
_ROW_PAD = 10.0  # over and under a dish of several lines
_NAME, _WISH = FontRole.TITLE_REGULAR, FontRole.STRONG


def _wishes(line: OrderLine) -> str:
    return "  ".join((*line.attributes, line.remark)).strip()


class DishRows:
    """A row is a dish, or the remark as a text; nothing that must be handed out is cut."""

    def paint(
        self, painter: QPainter, rect: QRectF, row: OrderLine | str, theme: Theme, *, chosen: bool
    ) -> None:
        """Paint a dish or the remark."""
        if isinstance(row, str):
            _paint_remark(painter, rect, row, theme)
            return
        first, ink = float(theme.size.row_check), theme.color.text
        count = QRectF(rect.x(), rect.y(), _NAME_X - 16, first)
        many = theme.color.accent if row.quantity > 1 else ink
        paint_text(painter, count, quantity(row.quantity), theme.font(FontRole.NUMBER_S), many, align=RIGHT)
        room, name, wish = rect.adjusted(_NAME_X, 0, 0, 0), theme.font(_NAME), theme.font(_WISH)
        if _fits_one_row(row, room.width(), theme):
            took = paint_text(painter, room, row.name, name, ink)
            paint_text(painter, room.adjusted(took + 16, 0, 0, 0), _wishes(row), wish, ink)
        else:
            paint_wrapped(painter, room.adjusted(0, _ROW_PAD, 0, 0), row.name, name, ink)
            below = _ROW_PAD + wrapped_height(row.name, name, room.width())
            paint_wrapped(painter, room.adjusted(0, below, 0, 0), _wishes(row), wish, ink)
        paint_line(painter, QPointF(rect.x(), rect.bottom() - 1), rect.right(), theme.color.line)

    def height(self, row: OrderLine | str, width: int, theme: Theme) -> int:
        """As high as its lines need; a usual dish as every other."""
        wish = theme.font(_WISH)
        if isinstance(row, str):
            return round(wrapped_height(row, wish, max(50.0, width - 24.0)) + 24)
        least, room = theme.size.row_check, max(50.0, width - _NAME_X)
        if _fits_one_row(row, room, theme):
            return least
        wishes = wrapped_height(_wishes(row), wish, room) if _wishes(row) else 0.0
        return max(least, round(wrapped_height(row.name, theme.font(_NAME), room) + wishes + 2 * _ROW_PAD))

    def words(self, row: OrderLine | str) -> str:
        """The remark, or how many of what, and how."""
        return row if isinstance(row, str) else f"{quantity(row.quantity)} {row.name} {_wishes(row)}".strip()


class DishList(RowList):
    """The dishes, scrolled where they don't fit."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        """Empty until `show_dishes`."""
        super().__init__(theme, DishRows(), parent)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)

    def show_dishes(self, content: OrderContent, note: str = "") -> None:
        """Show these dishes, the order's remark and what the store noted; another order's from the top."""
        remark = " ".join(content.remark.split())
        last = (self.tr("Remark    {text}").format(text=remark),) if remark else ()
        ours = (self.tr("Our note    {text}").format(text=note),) if note else ()
        rows = (*content.lines, *last, *ours)
        is_new = rows != self.rows
        self.setAccessibleName(self.tr("Dishes"))
        self.show_rows(rows)
        if is_new:
            self.verticalScrollBar().setValue(0)


def _fits_one_row(line: OrderLine, room: float, theme: Theme) -> bool:
    name, wish = theme.font(_NAME), theme.font(_WISH)
    return text_width(line.name, name) + 16 + text_width(_wishes(line), wish) <= room


def _paint_remark(painter: QPainter, rect: QRectF, text: str, theme: Theme) -> None:
    font, room = theme.font(_WISH), rect.width() - 24.0
    width, height = min(room, text_width(text, font) + 1), wrapped_height(text, font, room)
    box = QRectF(rect.x(), rect.y() + 10, width + 24, height + 12)
    rounded(painter, box, theme.radius.remark, theme.color.warn_soft)
    paint_wrapped(painter, box.adjusted(12, 6, -11, 0), text, font, theme.color.text)
