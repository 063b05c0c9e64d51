"""The daily sheet on paper: the same table, then every difference with its sentence; A4, or PDF."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import ClassVar

from PySide6.QtCore import QCoreApplication, QPointF, QRectF
from PySide6.QtGui import QPainter

from posdesk.desk.bridge.books import Books, Exported
from posdesk.desk.bridge.questions import read_sheet
from posdesk.desk.output.output import Document
from posdesk.desk.paint import paint_line, paint_text, paint_wrapped, wrapped_height
from posdesk.desk.paint.text import RIGHT
from posdesk.desk.sync.sheet.columns import BOOKS, Column, sheet_table
from posdesk.desk.sync.sheet.table import HEAD_PX, ROW_PX, paint_table
from posdesk.desk.sync.sheet.words import notes_of, sentence_of
from posdesk.desk.theme import FontRole, Theme, theme
from posdesk.desk.widgets.day_switch import day_words
from posdesk.desk.words.say import clock_time
from posdesk.domain.books.day_starts import shown_on
from posdesk.domain.books.ledger import Difference, Sheet

translate = QCoreApplication.translate

_HEAD_PX = 64.0
_FOOT_PX = 40.0
_MARK_PX = 170.0
_AMOUNT_PX = 76.0


@dataclass(frozen=True, slots=True)
class SheetPaper:
    """What is put on paper, and whose it is."""

    sheet: Sheet
    store: str
    day_starts: str
    margin_mm: ClassVar[float] = 14.0
    least_width: ClassVar[float] = 0.0

    @property
    def title(self) -> str:
        """Which day's, and whose."""
        words = translate("sheet", "Daily sheet {day}").format(day=day_words(self.sheet.day))
        return f"{words}    {self.store}".strip()

    def paint(self, painter: QPainter, page: QRectF, turn: Callable[[], object]) -> None:
        """Paint as many pages as there are differences for."""
        light = theme(dark=False)
        for number, rows in enumerate(_pages(self, page, light), 1):
            if number > 1:
                turn()
            _paint_page(painter, page, self, rows=rows, number=number, light=light)


def document_of(shown: Callable[[], Sheet | None], day: Callable[[], date], books: Books) -> Document:
    """The sheet that is shown, as it leaves the page; `day` is what it is, or will be once it is read."""

    def paper() -> SheetPaper | None:
        sheet, store = shown(), books.settings.store
        return SheetPaper(sheet, store.name, shown_on(sheet.day, store.days)) if sheet else None

    def written(path: Path) -> str:
        return translate("sheet", "Saved: {path}").format(path=path)

    def not_written(path: Path, why: str) -> str:
        words = translate("sheet", "{name} could not be saved: {reason}")
        return words.format(name=path.name, reason=why)

    return Document(Exported("sheet", read_sheet, sheet_table), day, paper, written, not_written)


def _pages(paper: SheetPaper, page: QRectF, light: Theme) -> Iterator[tuple[Difference, ...]]:
    """Which differences stand on which page; the first one has the table too."""
    room = page.height() - _HEAD_PX - _FOOT_PX
    left = room - _table_px(paper.sheet)
    rows: list[Difference] = []
    for difference in paper.sheet.differences:
        height = _row_px(difference, page.width(), light)
        if height > left and (rows or left < room):
            yield tuple(rows)
            rows, left = [], room
        rows.append(difference)
        left -= height
    yield tuple(rows)


def _table_px(sheet: Sheet) -> float:
    return float(HEAD_PX + ROW_PX * (len(sheet.rows) + 1) + 24)


def _paint_page(
    painter: QPainter,
    page: QRectF,
    paper: SheetPaper,
    *,
    rows: Sequence[Difference],
    number: int,
    light: Theme,
) -> None:
    color = light.color
    head = QRectF(0, 0, page.width(), 34)
    paint_text(painter, head, paper.title, light.font(FontRole.HEADING), color.text)
    rule = translate("sheet", "Business day from {time}, China time. Amounts in yuan.")
    line = QRectF(0, 34, page.width(), 24)
    paint_text(painter, line, rule.format(time=paper.day_starts), light.font(FontRole.CAPTION), color.muted)
    y = _HEAD_PX
    if number == 1:
        paint_table(painter, QRectF(0, y, page.width(), page.height() - y), paper.sheet, light)
        y += _table_px(paper.sheet)
    for difference in rows:
        y += _paint_row(painter, QRectF(0, y, page.width(), 0), difference, light)
    notes = notes_of(paper.sheet) if number == 1 else ""
    place = QRectF(0, page.height() - _FOOT_PX, page.width() - 40, _FOOT_PX)
    paint_wrapped(painter, place, notes, light.font(FontRole.CAPTION), color.muted)
    foot = QRectF(0, page.height() - 24, page.width(), 24)
    paint_text(painter, foot, f"{number}", light.font(FontRole.CAPTION), color.muted, align=RIGHT)


def _why_px(width: float) -> float:
    return width - _MARK_PX - 3 * _AMOUNT_PX - 16


def _row_px(difference: Difference, width: float, light: Theme) -> float:
    return max(28.0, wrapped_height(sentence_of(difference), light.font(FontRole.BODY), _why_px(width))) + 12


def _paint_row(painter: QPainter, rect: QRectF, difference: Difference, light: Theme) -> float:
    height, color, body = _row_px(difference, rect.width(), light), light.color, light.font(FontRole.BODY)
    name = Column.SOURCE.text(difference)
    marks = " ".join(filter(None, (name, difference.mark, clock_time(difference.at))))
    paint_text(painter, QRectF(0, rect.y() + 4, _MARK_PX, 24), marks, body, color.text)
    for index, book in enumerate(BOOKS):
        place = QRectF(_MARK_PX + index * _AMOUNT_PX, rect.y() + 4, _AMOUNT_PX, 24)
        paint_text(painter, place, book.text(difference), body, color.text, align=RIGHT)
    why = QRectF(rect.width() - _why_px(rect.width()), rect.y() + 6, _why_px(rect.width()), height)
    paint_wrapped(painter, why, sentence_of(difference), body, color.text)
    paint_line(painter, QPointF(0, rect.y() + height - 1), rect.width(), color.line)
    return height
