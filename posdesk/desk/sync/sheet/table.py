"""The three books as a table: a line a source, the totals under it."""

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import QCoreApplication, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from posdesk.desk.paint import paint_line, paint_tag, paint_text, rounded
from posdesk.desk.paint.text import LEFT, RIGHT
from posdesk.desk.sync.sheet.figures import Line, lines_of, total_of
from posdesk.desk.sync.sheet.words import amount, source_words
from posdesk.desk.theme import FontRole, Theme
from posdesk.desk.widgets.painted import Painted
from posdesk.domain.books.ledger import Sheet
from posdesk.domain.books.receipt import TILL
from posdesk.domain.orders.source import source_of

translate = QCoreApplication.translate

HEAD_PX = 34.0
ROW_PX = 48.0
_TAG_PX = 24.0
_SHARES = (0.27, 0.1, 0.16, 0.17, 0.17, 0.13)  # of the width: source, count, three books, difference


class SheetTable(Painted):
    """Every number opens the hours that it comes from."""

    day_wanted = Signal(object)  # date

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        """Empty until `show_sheet`."""
        super().__init__(theme, parent)
        self._sheet: Sheet | None = None

    def show_sheet(self, sheet: Sheet | None) -> None:
        """Show this; None where it is not read yet."""
        self._sheet = sheet
        lines = len(sheet.rows) + 1 if sheet else 1
        self.setFixedHeight(round(HEAD_PX + lines * ROW_PX + 4))
        self.setAccessibleName("; ".join(", ".join(cells) for cells in self.cells))
        self.setCursor(Qt.CursorShape.PointingHandCursor if sheet else Qt.CursorShape.ArrowCursor)
        self.update()

    @property
    def cells(self) -> tuple[tuple[str, ...], ...]:
        """Every cell's words, line by line, the totals last."""
        if self._sheet is None:
            return ()
        sheet = self._sheet
        return (*(_cells(line) for line in lines_of(sheet)), _cells(total_of(sheet), last=sheet))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A press on a line asks for the day's hours."""
        sheet = self._sheet
        place = event.position()
        if sheet is not None and place.y() > HEAD_PX and self._rect().contains(place):
            day: date = sheet.day
            self.day_wanted.emit(day)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paints head, lines and totals."""
        painter = self._painter()
        if self._sheet is not None:
            paint_table(painter, self._rect(), self._sheet, self.theme)
        painter.end()


def paint_table(painter: QPainter, rect: QRectF, sheet: Sheet, theme: Theme) -> float:
    """Paint the table at the top of a rect, on screen or on paper; returns the height it took."""
    color, x, right = theme.color, rect.x(), rect.right()
    head = QRectF(x, rect.y(), rect.width(), HEAD_PX)
    _paint_cells(painter, head, _heads(), theme, role=FontRole.CAPTION, ink=lambda _index: color.muted)
    paint_line(painter, QPointF(x, head.bottom() - 1), right, color.line)
    y = head.bottom()
    for line in lines_of(sheet):
        row = QRectF(x, y, rect.width(), ROW_PX)
        _paint_line(painter, row, line, theme)
        y += ROW_PX
        paint_line(painter, QPointF(x, y - 1), right, color.line)
    paint_line(painter, QPointF(x, y - 1), right, color.text, 2.0)
    total = total_of(sheet)
    ink = color.warn if _differs(sheet, total) else color.good
    row = QRectF(x, y, rect.width(), ROW_PX)
    cells = _cells(total, last=sheet)
    _paint_cells(
        painter,
        row,
        cells,
        theme,
        role=FontRole.STRONG,
        ink=lambda index: ink if index == len(cells) - 1 else color.text,
    )
    return y + ROW_PX - rect.y()


def paint_source(painter: QPainter, rect: QRectF, source: str, theme: Theme) -> None:
    """A source's tag; the tills have a plain square, hours (no source) none."""
    if source == TILL:
        rounded(painter, rect.adjusted(1, 1, -1, -1), 5, None, theme.color.line_strong, width=1.5)
    elif source:
        paint_tag(painter, rect, source_of(source), theme)


def _paint_line(painter: QPainter, row: QRectF, line: Line, theme: Theme) -> None:
    color = theme.color
    tag = QRectF(row.x(), row.center().y() - _TAG_PX / 2, _TAG_PX, _TAG_PX)
    paint_source(painter, tag, line.source, theme)
    agrees = color.good if line.difference_fen == 0 else color.muted
    odd = (False, False, *line.odd, bool(line.difference_fen))

    def ink(index: int) -> QColor:
        if odd[index]:
            return color.warn
        return agrees if index == len(odd) - 1 else color.text

    bold = frozenset(index for index, is_odd in enumerate(odd) if is_odd) | {len(odd) - 1}
    _paint_cells(
        painter, row, _cells(line), theme, role=FontRole.LARGE, ink=ink, indent=_TAG_PX + 8, bold=bold
    )


def _paint_cells(
    painter: QPainter,
    row: QRectF,
    cells: tuple[str, ...],
    theme: Theme,
    *,
    role: FontRole,
    ink: Callable[[int], QColor],
    indent: float = 0.0,
    bold: frozenset[int] = frozenset(),
) -> None:
    """The first cell to the left, the others to the right of their columns."""
    x = row.x()
    for index, (words, share) in enumerate(zip(cells, _SHARES, strict=True)):
        wide = row.width() * share
        shift = indent if index == 0 else 4.0
        place = QRectF(x + shift, row.y(), wide - shift, row.height())
        font = theme.font(FontRole.STRONG if index in bold else role)
        paint_text(painter, place, words, font, ink(index), align=RIGHT if index else LEFT)
        x += wide


def _heads() -> tuple[str, ...]:
    return (
        translate("sheet", "Source"),
        translate("sheet", "Count"),
        translate("sheet", "Orders"),
        translate("sheet", "Hours ovopark"),
        translate("sheet", "Receipts WDK"),
        translate("sheet", "Difference"),
    )


def _cells(line: Line, *, last: Sheet | None = None) -> tuple[str, ...]:
    name = translate("sheet", "Total") if last is not None else source_words(line.source)
    books = (amount(line.orders_fen), amount(line.hours_fen), amount(line.wdk_fen))
    end = _difference_words(line.difference_fen) if last is None else _total_words(last, line)
    return (name, f"{line.count:,}", *books, end)


def _difference_words(fen: int | None) -> str:
    return translate("sheet", "agree") if fen == 0 else amount(fen)


def _total_words(sheet: Sheet, total: Line) -> str:
    if sheet.differences:
        return translate("sheet", "{n} differ").format(n=f"{len(sheet.differences):,}")
    return _difference_words(total.difference_fen)


def _differs(sheet: Sheet, total: Line) -> bool:
    return bool(sheet.differences or total.difference_fen)
