"""The three books as a table: a line a source, the totals under it; on screen and on paper."""

from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPointF,
    QRect,
    QRectF,
    Qt,
    Signal,
    Slot,
)
from PySide6.QtGui import QPainter, QResizeEvent
from PySide6.QtWidgets import QHeaderView, QStyledItemDelegate, QStyleOptionViewItem, QTableView, QWidget

from posdesk.desk.paint import paint_line, paint_tag, paint_text, rounded
from posdesk.desk.paint.text import LEFT, RIGHT
from posdesk.desk.sync.sheet.columns import BOOKS, TABLE, Column, SheetLine, lines_of, total_of
from posdesk.desk.theme import FontRole, Theme
from posdesk.desk.widgets.plain_view import make_plain_table
from posdesk.domain.books.ledger import Sheet
from posdesk.domain.books.receipt import TILL
from posdesk.domain.orders.source import source_of

HEAD_PX = 34
ROW_PX = 48
_TAG_PX = 24.0
_NO_PARENT = QModelIndex()
Index = QModelIndex | QPersistentModelIndex


class _Lines(QAbstractTableModel):
    """A sheet's lines, the totals last; none where it is not read yet."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.sheet: Sheet | None = None
        self.lines: tuple[SheetLine, ...] = ()

    def show_sheet(self, sheet: Sheet | None) -> None:
        self.beginResetModel()
        self.sheet, self.lines = sheet, table_lines(sheet) if sheet else ()
        self.endResetModel()

    def rowCount(self, parent: Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self.lines)

    def columnCount(self, parent: Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() or not self.lines else len(TABLE)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        line, column = self.lines[index.row()], TABLE[index.column()]
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{Column.SOURCE.text(line)}, {column.title}, {column.text(line)}"
        return column.text(line) if role == Qt.ItemDataRole.DisplayRole else None

    def headerData(self, section: int, _way: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        return TABLE[section].title if role == Qt.ItemDataRole.DisplayRole else None


class _CellDelegate(QStyledItemDelegate):
    """Paints a cell."""

    def __init__(self, table: "SheetTable") -> None:
        super().__init__(table)
        self._table = table

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        line, column = self._table.lines[index.row()], TABLE[index.column()]
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_cell(painter, QRectF(option.rect), line, column, self._table.theme)


class _Heads(QHeaderView):
    """The columns' heads."""

    def __init__(self, table: "SheetTable") -> None:
        super().__init__(Qt.Orientation.Horizontal, table)
        self._table = table

    def paintSection(self, painter: QPainter, rect: QRect, at: int) -> None:
        paint_head(painter, QRectF(rect), TABLE[at], self._table.theme)


class SheetTable(QTableView):
    """Every number opens the hours that it comes from; as high as its lines."""

    day_wanted = Signal(object)  # date

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        """Empty until `show_sheet`."""
        super().__init__(parent)
        self.theme = theme
        self._model = _Lines(self)
        self.setHorizontalHeader(_Heads(self))
        make_plain_table(self)
        self.setModel(self._model)
        self.setItemDelegate(_CellDelegate(self))
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.horizontalHeader().setFixedHeight(HEAD_PX)
        self.horizontalHeader().setStretchLastSection(True)
        self.verticalHeader().setDefaultSectionSize(ROW_PX)
        self.clicked.connect(self._clicked)

    def set_theme(self, theme: Theme) -> None:
        """Paint with another theme from now on."""
        self.theme = theme
        self.viewport().update()

    def show_sheet(self, sheet: Sheet | None) -> None:
        """Show this; None where it is not read yet."""
        self._model.show_sheet(sheet)
        self.horizontalHeader().setVisible(sheet is not None)
        self.setFixedHeight(HEAD_PX + max(1, len(self.lines)) * ROW_PX + 4)
        shape = Qt.CursorShape.PointingHandCursor if sheet else Qt.CursorShape.ArrowCursor
        self.viewport().setCursor(shape)
        self._share_out()

    @property
    def lines(self) -> tuple[SheetLine, ...]:
        """What it shows, the totals last."""
        return self._model.lines

    @property
    def cells(self) -> tuple[tuple[str, ...], ...]:
        """Every cell's words, line by line."""
        return tuple(tuple(column.text(line) for column in TABLE) for line in self.lines)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Every column has its share."""
        super().resizeEvent(event)
        self._share_out()

    def _share_out(self) -> None:
        for at in range(self._model.columnCount()):
            self.setColumnWidth(at, int(self.width() * TABLE[at].value.share))

    @Slot()
    def _clicked(self) -> None:
        if self._model.sheet is not None:
            self.day_wanted.emit(self._model.sheet.day)


def table_lines(sheet: Sheet) -> tuple[SheetLine, ...]:
    """A line a source, then the totals."""
    return (*lines_of(sheet), total_of(sheet))


def paint_table(painter: QPainter, rect: QRectF, sheet: Sheet, theme: Theme) -> float:
    """Paint the table at the top of a rect; returns the height it took."""
    lines, x = table_lines(sheet), rect.x()
    for column in TABLE:
        wide = rect.width() * column.value.share
        paint_head(painter, QRectF(x, rect.y(), wide, HEAD_PX), column, theme)
        for at, line in enumerate(lines):
            paint_cell(
                painter, QRectF(x, rect.y() + HEAD_PX + at * ROW_PX, wide, ROW_PX), line, column, theme
            )
        x += wide
    return float(HEAD_PX + len(lines) * ROW_PX)


def paint_head(painter: QPainter, rect: QRectF, column: Column, theme: Theme) -> None:
    """Paint a column's head and the line under it."""
    font, color = theme.font(FontRole.CAPTION), theme.color
    side = LEFT if column is Column.SOURCE else RIGHT
    paint_text(painter, rect, column.title, font, color.muted, align=side)
    paint_line(painter, QPointF(rect.x(), rect.bottom() - 1), rect.right(), color.line)


def paint_cell(painter: QPainter, rect: QRectF, line: SheetLine, column: Column, theme: Theme) -> None:
    """Paint what a column says of a line, and the rule under or over it; what is odd is amber and bold."""
    color, is_total, is_last = theme.color, line.differing is not None, column is TABLE[-1]
    odd = line.differs if is_last else not is_total and column in BOOKS and line.odd[BOOKS.index(column)]
    ink = color.warn if odd else color.text
    if is_last and not odd:
        agrees = line.difference_fen == 0 and not line.open_fen and not line.in_part
        ink = color.good if agrees else color.muted
    if is_total:
        paint_line(painter, rect.topLeft(), rect.right(), color.text, 2.0)
    else:
        paint_line(painter, QPointF(rect.x(), rect.bottom() - 1), rect.right(), color.line)
    font = theme.font(FontRole.STRONG if is_total or is_last or odd else FontRole.LARGE)
    if column is not Column.SOURCE:
        paint_text(painter, rect.adjusted(4, 0, 0, 0), column.text(line), font, ink, align=RIGHT)
        return
    paint_source(
        painter, QRectF(rect.x(), rect.center().y() - _TAG_PX / 2, _TAG_PX, _TAG_PX), line.source, theme
    )
    indent = 0 if is_total else _TAG_PX + 8
    paint_text(painter, rect.adjusted(indent, 0, 0, 0), column.text(line), font, ink, align=LEFT)


def paint_source(painter: QPainter, rect: QRectF, source: str, theme: Theme) -> None:
    """A source's tag; the tills have a plain square, hours (no source) none."""
    if source == TILL:
        rounded(painter, rect.adjusted(1, 1, -1, -1), 5, None, theme.color.line_strong, width=1.5)
    elif source:
        paint_tag(painter, rect, source_of(source), theme)
