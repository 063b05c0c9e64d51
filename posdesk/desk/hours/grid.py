"""The grid on screen: a painted head, the hours in a table view, the totals as its foot."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, QRectF, QSize, Signal, Slot
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from posdesk.desk.hours.cell_paint import Fit, Layout, layout_of, paint_cell, paint_ground, paint_head
from posdesk.desk.hours.columns import Cell
from posdesk.desk.hours.model import HoursModel, Role
from posdesk.desk.paint import paint_card, paint_line, paint_text, rounded
from posdesk.desk.paint.text import CENTER
from posdesk.desk.theme import LINE, SIZE, FontRole, Theme
from posdesk.desk.widgets.painted import Painted
from posdesk.desk.widgets.plain_view import make_plain_table
from posdesk.domain.books.ledger import DayView

ROW_PX = SIZE.row_table
_MOST_ROW_PX = 50
_HEAD_PX = SIZE.row_table
_TOTAL_RULE_PX = LINE.total_rule
_EDGE = 1  # the card's border
_BAR_PX = 12


class _CellDelegate(QStyledItemDelegate):
    """Paints a cell of an hour; the cursor's frame too."""

    def __init__(self, grid: "HoursGrid") -> None:
        super().__init__(grid)
        self._grid = grid

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Ground, words, frame."""
        grid, rect = self._grid, QRectF(option.rect)
        row = grid.model.cells[index.row()]
        paint_ground(painter, rect, row[-1].standing, grid.theme)
        grid.paint_cell(painter, rect, index.row(), index.column())


class _Head(Painted):
    """The columns' heads."""

    def __init__(self, grid: "HoursGrid") -> None:
        super().__init__(grid.theme, grid)
        self._grid = grid

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paints them with a line below."""
        painter, layout = self._painter(), self._grid.columns_layout
        for at, column in enumerate(self._grid.model.columns):
            paint_head(painter, self._grid.rect_of(at, self.height()), column, layout, self.theme)
        paint_line(painter, QPointF(1, self.height() - 1), self.width() - 1, self.theme.color.line)
        painter.end()


class _Foot(Painted):
    """The totals; a press chooses one."""

    pressed = Signal(int)

    def __init__(self, grid: "HoursGrid") -> None:
        super().__init__(grid.theme, grid)
        self._grid = grid

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A press chooses the total under it."""
        if self.rect().contains(event.position().toPoint()):
            self.pressed.emit(self._grid.columns_layout.column_at(event.position().x() - _EDGE))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paints them below a strong rule."""
        painter, grid = self._painter(), self._grid
        rule = QPointF(1, 0)
        paint_line(painter, rule, self.width() - 1, self.theme.color.text, float(_TOTAL_RULE_PX))
        for at in range(len(grid.model.columns)):
            grid.paint_cell(painter, grid.rect_of(at, self.height()), len(grid.model.rows), at)
        painter.end()


class HoursGrid(Painted):
    """`chosen` carries the row and column that a person pressed; the last row is the totals."""

    chosen = Signal(int, int)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        """Empty, without words, until `show_day` or `show_empty`."""
        super().__init__(theme, parent)
        self.model = HoursModel(self)
        self.columns_layout = Layout((), Fit.ALL, 10.0)
        self.cursor_at = (-1, -1)
        self.empty_words = ""
        self._build()

    def show_day(self, view: DayView) -> None:
        """Show this day; the same one read anew stays scrolled to where it was."""
        bar = self.view.verticalScrollBar()
        before = bar.value()
        self.model.show_day(view)
        self._fit()
        self.view.doItemsLayout()
        bar.setValue(before)

    def show_empty(self, words: str) -> None:
        """Say this where there are no rows, "" to say nothing."""
        self.empty_words = words
        self.setAccessibleName(words)
        self.update()

    def show_cursor(self, row: int, column: int) -> None:
        """Frame this cell; bring it into sight where the frame has moved."""
        moved, self.cursor_at = self.cursor_at != (row, column), (row, column)
        if moved:
            self.bring_cursor()
        self.view.viewport().update()
        self._foot.update()

    def box_of_cursor(self) -> QRect:
        """Where the framed cell is painted, in the grid's px; empty where it is scrolled out of sight."""
        row, column = self.cursor_at
        if column < 0 or not self.model.rows:
            return QRect()
        if row >= len(self.model.rows):
            return self.rect_of(column, self._foot.height()).toRect().translated(self._foot.pos())
        cell = self.view.visualRect(self.model.index(row, column))
        return cell.translated(self.view.pos()) if self.view.viewport().rect().contains(cell) else QRect()

    def bring_cursor(self) -> None:
        """Scroll the framed cell into sight."""
        row, column = self.cursor_at
        if 0 <= row < len(self.model.rows) and column >= 0:
            self.view.scrollTo(self.model.index(row, column))

    def set_theme(self, theme: Theme) -> None:
        """Paint with another theme from now on."""
        super().set_theme(theme)
        self._fit()

    def retranslate(self) -> None:
        """Says everything anew."""
        self.model.retranslate()
        self._fit()

    def rect_of(self, column: int, height: int) -> QRectF:
        """Where a column stands in a strip of that height across the grid."""
        return QRectF(_EDGE + self.columns_layout.left(column), 0, self.columns_layout.widths[column], height)

    def paint_cell(self, painter: QPainter, rect: QRectF, row: int, column: int) -> None:
        """Paint a cell's words, and the frame where the cursor stands on it."""
        cell: Cell = self.model.data(self.model.index(row, column), Role.CELL)
        paint_cell(
            painter, rect, cell, self.model.columns[column], layout=self.columns_layout, theme=self.theme
        )
        if self.cursor_at == (row, column):
            frame = rect.adjusted(1, 2, -1, -3)
            rounded(painter, frame, self.theme.radius.control, None, self.theme.color.focus, width=2.0)

    def sizeHint(self) -> QSize:
        """Room for a day of twelve hours."""
        return QSize(720, _HEAD_PX + 13 * ROW_PX)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lays the columns out anew; the framed cell stays in sight."""
        super().resizeEvent(event)
        self._fit()
        self.bring_cursor()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paints the card, and the words of an empty one."""
        painter = self._painter()
        paint_card(painter, self._rect(), self.theme)
        if self.empty_words:
            font, rect = self.theme.font(FontRole.TITLE), self._rect().adjusted(24, 0, -24, 0)
            paint_text(painter, rect, self.empty_words, font, self.theme.color.muted, align=CENTER)
        painter.end()

    def _fit(self) -> None:
        model = self.model
        filled = bool(model.cells)
        for part in (self._head, self.view, self._foot):
            part.setVisible(filled)
        if filled:
            self.columns_layout = layout_of(model.columns, model.cells, self._room(), self.theme)
            self._apply_layout()
        self.update()

    def _apply_layout(self) -> None:
        for at, width in enumerate(self.columns_layout.widths):
            self.view.setColumnWidth(at, width)
        count = len(self.model.rows)
        for row in range(count):
            self.view.showRow(row)
        self.view.hideRow(count)
        height = self._row_px()
        self.view.verticalHeader().setDefaultSectionSize(height)
        room = self.height() - _HEAD_PX - height - _TOTAL_RULE_PX - 2
        self._stand(height, height * max(1, min(count, room // height)))  # whole rows only

    def _row_px(self) -> int:
        """Rows share the height, each high enough for a finger."""
        rows = len(self.model.rows) + 1
        room = self.height() - _HEAD_PX - _TOTAL_RULE_PX - 2
        return max(ROW_PX, min(_MOST_ROW_PX, room // rows))

    def _room(self) -> int:
        """The width for the columns, beside a scroll bar where there must be one."""
        rows = len(self.model.rows) + 1
        scrolls = rows * self._row_px() + _HEAD_PX + _TOTAL_RULE_PX + 2 > self.height()
        return self.width() - 2 * _EDGE - (_BAR_PX if scrolls else 0)

    def _stand(self, row: int, hours: int) -> None:
        """Head, hours and totals one below the other."""
        wide, y = self.width(), _HEAD_PX + 1
        self._head.setGeometry(0, 1, wide, _HEAD_PX)
        self.view.setGeometry(_EDGE, y, wide - 2 * _EDGE, hours)
        self._foot.setGeometry(0, y + hours, wide, row + _TOTAL_RULE_PX)
        self._head.update()
        self._foot.update()

    def _build(self) -> None:
        self._head, self._foot = _Head(self), _Foot(self)
        self.view = QTableView(self)
        self.view.setModel(self.model)
        self.view.setItemDelegate(_CellDelegate(self))
        make_plain_table(self.view)
        self.view.horizontalHeader().hide()
        self.view.clicked.connect(self._clicked)
        self._foot.pressed.connect(self._foot_pressed)

    @Slot(QModelIndex)
    def _clicked(self, index: QModelIndex) -> None:
        self.chosen.emit(index.row(), index.column())

    @Slot(int)
    def _foot_pressed(self, column: int) -> None:
        self.chosen.emit(len(self.model.rows), column)
