"""The day on one A4 page: for the printer and as PDF (product row 40)."""

from dataclasses import dataclass
from datetime import datetime

from PySide6.QtCore import QCoreApplication, QMarginsF, QPointF, QRectF
from PySide6.QtGui import QPagedPaintDevice, QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrinter

from posdesk.desk.frame.day_switch import day_words
from posdesk.desk.hours.cell_paint import paint_cell, paint_head
from posdesk.desk.hours.columns import (
    Cell,
    Column,
    Layout,
    cell_of,
    columns_of,
    layout_of,
    least_width,
    total_cell,
)
from posdesk.desk.hours.record import figures_of
from posdesk.desk.hours.words import rule_words, shown_rows
from posdesk.desk.paint import paint_line, paint_text
from posdesk.desk.paint.text import RIGHT
from posdesk.desk.say import date_words, exact_time
from posdesk.desk.theme import FontRole, theme
from posdesk.domain.ledger import DayView
from posdesk.settings import Settings

translate = QCoreApplication.translate

_DPI = 96.0  # the page is laid out in logical px
_MARGIN_MM = 12.0
_MOST_ROW_PX = 34.0
_FIGURES_PX = 22.0


@dataclass(frozen=True, slots=True)
class PaperDay:
    """What is printed, and the moment of printing."""

    view: DayView
    settings: Settings
    printed_at: datetime


def set_up(device: QPagedPaintDevice) -> None:
    """A4 with margins: upright; sideways would waste the hours' length."""
    device.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    device.setPageOrientation(QPageLayout.Orientation.Portrait)
    margins = QMarginsF(_MARGIN_MM, _MARGIN_MM, _MARGIN_MM, _MARGIN_MM)
    device.setPageMargins(margins, QPageLayout.Unit.Millimeter)


def pdf_device(path: str) -> QPrinter:
    """A printer that writes a PDF to the path."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(path)
    return printer


def print_day(device: QPagedPaintDevice, day: PaperDay) -> bool:
    """Print the day on one page; whether the device took it."""
    set_up(device)
    painter = QPainter()
    if not painter.begin(device):
        return False
    plain = device.logicalDpiX() / _DPI
    columns, cells = _table(day.view)
    needed = least_width(columns, cells, theme(dark=False))
    scale = min(plain, device.width() / needed)
    painter.scale(scale, scale)
    page = QRectF(0, 0, device.width() / scale, device.height() / scale)
    paint_page(painter, page, day)
    return painter.end()


def paint_page(painter: QPainter, page: QRectF, day: PaperDay) -> None:
    """Paint store, day, rule, grid, totals and figures into the page, in black on white."""
    top = _paint_top(painter, page, day)
    foot = 7 * _FIGURES_PX + 40
    end = _paint_grid(painter, page.adjusted(0, top, 0, -foot), day.view)
    _paint_figures(painter, QRectF(page.x(), end + 16, page.width(), foot), day)
    printed = translate("hours", "Printed {date} {time}")
    words = printed.format(date=date_words(day.printed_at), time=exact_time(day.printed_at))
    look = theme(dark=False)
    foot_rect = QRectF(page.x(), page.bottom() - 20, page.width(), 20)
    paint_text(painter, foot_rect, words, look.font(FontRole.CAPTION), look.color.muted, align=RIGHT)


def _paint_top(painter: QPainter, page: QRectF, day: PaperDay) -> float:
    """Store and day, then the rule; returns where the grid begins."""
    look, store = theme(dark=False), day.settings.store
    title = f"{store.name or store.code}    {day.view.day.isoformat()}    {day_words(day.view.day)}"
    font, caption = look.font(FontRole.TITLE), look.font(FontRole.CAPTION)
    head = translate("hours", "Sales by hour")
    paint_text(painter, QRectF(page.x(), page.y(), page.width(), 30), title, font, look.color.text)
    head_rect = QRectF(page.x(), page.y(), page.width(), 30)
    paint_text(painter, head_rect, head, look.font(FontRole.BODY), look.color.muted, align=RIGHT)
    rule = QRectF(page.x(), page.y() + 32, page.width(), 20)
    paint_text(painter, rule, rule_words(store.day_starts), caption, look.color.muted)
    return 62.0


def _paint_grid(painter: QPainter, area: QRectF, view: DayView) -> float:
    """The hours with their totals; returns where they end."""
    look = theme(dark=False)
    columns, rows = _table(view)
    layout = layout_of(columns, rows, area.width(), look)
    height = min(_MOST_ROW_PX, area.height() / (len(rows) + 1))
    asks = any(cell.standing and cell.standing.asks for row in rows for cell in row)
    height = min(area.height() / (len(rows) + 1), 40.0) if asks else height
    for at, column in enumerate(columns):
        paint_head(painter, _rect(area, layout, at, 0, height), column, layout, look)
    for number, row in enumerate(rows, 1):
        y = area.y() + number * height
        strong = number in {1, len(rows)}
        paint_line(
            painter, QPointF(area.x(), y), area.right(), look.color.text if strong else look.color.line
        )
        for at, (column, cell) in enumerate(zip(columns, row, strict=True)):
            paint_cell(
                painter, _rect(area, layout, at, number, height), cell, column, layout=layout, theme=look
            )
    return area.y() + (len(rows) + 1) * height


def _table(view: DayView) -> tuple[tuple[Column, ...], tuple[tuple[Cell, ...], ...]]:
    """The columns, and the cells by row, totals last."""
    columns = columns_of(view)
    hours = tuple(tuple(cell_of(row, column) for column in columns) for row in shown_rows(view))
    return columns, (*hours, tuple(total_cell(view, column) for column in columns))


def _rect(area: QRectF, layout: Layout, at: int, row: int, height: float) -> QRectF:
    return QRectF(area.x() + layout.left(at), area.y() + row * height, layout.widths[at], height)


def _paint_figures(painter: QPainter, area: QRectF, day: PaperDay) -> None:
    """Gross, discount, refunds, net, counts of the day."""
    look = theme(dark=False)
    for at, (name, value) in enumerate(figures_of(day.view.total).rows):
        rect = QRectF(area.x(), area.y() + at * _FIGURES_PX, 280, _FIGURES_PX)
        paint_text(painter, rect, name, look.font(FontRole.BODY), look.color.muted)
        paint_text(painter, rect, value, look.font(FontRole.BODY_BOLD), look.color.text, align=RIGHT)
