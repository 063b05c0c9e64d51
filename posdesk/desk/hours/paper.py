"""The day on one A4 page: for the printer and as PDF (product row 40)."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import ClassVar

from PySide6.QtCore import QCoreApplication, QPointF, QRectF
from PySide6.QtGui import QPainter

from posdesk.desk.bridge.books import Books, Exported
from posdesk.desk.bridge.questions import read_day
from posdesk.desk.hours.cell_paint import Layout, layout_of, least_width, paint_cell, paint_head
from posdesk.desk.hours.columns import Cell, Column, cells_of, columns_of, hours_table
from posdesk.desk.hours.data import HoursData
from posdesk.desk.hours.story import figures_of
from posdesk.desk.hours.words import rule_words
from posdesk.desk.output.output import Document
from posdesk.desk.paint import paint_line, paint_text
from posdesk.desk.paint.text import RIGHT
from posdesk.desk.theme import FontRole, theme
from posdesk.desk.widgets.day_switch import day_words
from posdesk.desk.words.say import date_words, exact_time
from posdesk.domain.books.day_starts import shown_on
from posdesk.domain.books.ledger import DayView
from posdesk.settings.settings import Settings

translate = QCoreApplication.translate

_MOST_ROW_PX = 34.0
_FIGURES_PX = 22.0


@dataclass(frozen=True, slots=True)
class HoursPaper:
    """What is printed, and the moment of printing."""

    view: DayView
    settings: Settings
    printed_at: datetime
    margin_mm: ClassVar[float] = 12.0

    @property
    def title(self) -> str:
        """Whose day it is."""
        store, day = self.settings.store, self.view.day
        return f"{store.name or store.code}    {day.isoformat()}    {day_words(day)}"

    @property
    def least_width(self) -> float:
        """The room in which every cell shows whole, logical px."""
        columns, cells = _table(self.view)
        return least_width(columns, cells, theme(dark=False))

    def paint(self, painter: QPainter, page: QRectF, _turn: Callable[[], object]) -> None:
        """Paint it on one page, however many its hours and columns are."""
        paint_page(painter, page, self)


def document_of(reader: HoursData, books: Books) -> Document:
    """The day that `reader` looks at, as it leaves the page."""

    def paper() -> HoursPaper | None:
        view = reader.view
        return HoursPaper(view, books.settings, books.clock.now()) if view is not None else None

    def written(path: Path) -> str:
        return translate("hours", "Written: {path}").format(path=path)

    def not_written(_path: Path, why: str) -> str:
        words = translate("hours", "It could not be written: {why}. Choose another place.")
        return words.format(why=why)

    return Document(Exported("hours", read_day, hours_table), lambda: reader.day, paper, written, not_written)


def paint_page(painter: QPainter, page: QRectF, day: HoursPaper) -> None:
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


def _paint_top(painter: QPainter, page: QRectF, day: HoursPaper) -> float:
    """Store and day, then the rule; returns where the grid begins."""
    look, store = theme(dark=False), day.settings.store
    font, caption = look.font(FontRole.TITLE), look.font(FontRole.CAPTION)
    head = translate("hours", "Sales by hour")
    paint_text(painter, QRectF(page.x(), page.y(), page.width(), 30), day.title, font, look.color.text)
    head_rect = QRectF(page.x(), page.y(), page.width(), 30)
    paint_text(painter, head_rect, head, look.font(FontRole.BODY), look.color.muted, align=RIGHT)
    rule = QRectF(page.x(), page.y() + 32, page.width(), 20)
    paint_text(painter, rule, rule_words(shown_on(day.view.day, store.days)), caption, look.color.muted)
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
    return columns, cells_of(view, columns)


def _rect(area: QRectF, layout: Layout, at: int, row: int, height: float) -> QRectF:
    return QRectF(area.x() + layout.left(at), area.y() + row * height, layout.widths[at], height)


def _paint_figures(painter: QPainter, area: QRectF, day: HoursPaper) -> None:
    """Gross, discount, refunds, net, counts of the day."""
    look = theme(dark=False)
    for at, (name, value) in enumerate(figures_of(day.view).rows):
        rect = QRectF(area.x(), area.y() + at * _FIGURES_PX, 280, _FIGURES_PX)
        paint_text(painter, rect, name, look.font(FontRole.BODY), look.color.muted)
        paint_text(painter, rect, value, look.font(FontRole.BODY_BOLD), look.color.text, align=RIGHT)
