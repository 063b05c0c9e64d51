"""The daily sheet on paper: the same table, then every difference with its sentence; A4, or PDF."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QMarginsF, QPointF, QRectF
from PySide6.QtGui import QPagedPaintDevice, QPageLayout, QPageSize, QPainter, QPdfWriter
from PySide6.QtPrintSupport import QPrinter

from posdesk import private, replacing
from posdesk.desk.frame.day_switch import day_words
from posdesk.desk.paint import paint_line, paint_text, paint_wrapped, wrapped_height
from posdesk.desk.paint.text import RIGHT
from posdesk.desk.say import clock_time
from posdesk.desk.sheet.table import paint_table
from posdesk.desk.sheet.words import amount, sentence_of, source_words
from posdesk.desk.theme import FontRole, Theme, theme
from posdesk.domain.ledger import Difference, Sheet

translate = QCoreApplication.translate

_DPI = 96.0  # one logical px on paper
_MARGIN_MM = 14.0
_HEAD_PX = 64.0
_FOOT_PX = 40.0
_MARK_PX = 170.0
_AMOUNT_PX = 76.0


@dataclass(frozen=True, slots=True)
class Paper:
    """What is put on paper, and whose it is."""

    sheet: Sheet
    store: str
    day_starts: str


def write_pdf(paper: Paper, target: Path) -> None:
    """Write the sheet as PDF. Raises OSError where the file can't be written now."""
    with private.whole(target, pauses_s=replacing.AT_ONCE) as draft:
        private.create(draft).close()  # says why it can't be written; Qt would say no more than that
        writer = QPdfWriter(str(draft))
        writer.setTitle(_title(paper))
        _set_up(writer)
        if not _paint(writer, paper):
            raise OSError(f"{target} can't be written")
        del writer  # it may have the file open


def print_out(paper: Paper, printer: QPrinter) -> bool:
    """Print on the printer that was chosen; whether it took it."""
    printer.setDocName(_title(paper))
    _set_up(printer)
    return _paint(printer, paper)


def _set_up(device: QPagedPaintDevice) -> None:
    device.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    margins = QMarginsF(_MARGIN_MM, _MARGIN_MM, _MARGIN_MM, _MARGIN_MM)
    device.setPageMargins(margins, QPageLayout.Unit.Millimeter)


def _paint(device: QPagedPaintDevice, paper: Paper) -> bool:
    painter = QPainter()
    if not painter.begin(device):
        return False
    scale = device.logicalDpiX() / _DPI
    painter.scale(scale, scale)
    page = QRectF(0, 0, device.width() / scale, device.height() / scale)
    light = theme(dark=False)
    for number, rows in enumerate(_pages(paper, page, light), 1):
        if number > 1:
            device.newPage()
        _paint_page(painter, page, paper, rows=rows, number=number, light=light)
    painter.end()
    return True


def _pages(paper: Paper, page: QRectF, light: Theme) -> Iterator[tuple[Difference, ...]]:
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
    return 34.0 + 48.0 * (len(sheet.rows) + 1) + 24.0


def _paint_page(
    painter: QPainter,
    page: QRectF,
    paper: Paper,
    *,
    rows: Sequence[Difference],
    number: int,
    light: Theme,
) -> None:
    color = light.color
    head = QRectF(0, 0, page.width(), 34)
    paint_text(painter, head, _title(paper), light.font(FontRole.HEADING), color.text)
    rule = translate("sheet", "Business day from {time}, China time. Amounts in yuan.")
    line = QRectF(0, 34, page.width(), 24)
    paint_text(painter, line, rule.format(time=paper.day_starts), light.font(FontRole.CAPTION), color.muted)
    y = _HEAD_PX
    if number == 1:
        paint_table(painter, QRectF(0, y, page.width(), page.height() - y), paper.sheet, light)
        y += _table_px(paper.sheet)
    for difference in rows:
        y += _paint_row(painter, QRectF(0, y, page.width(), 0), difference, light)
    foot = QRectF(0, page.height() - 24, page.width(), 24)
    paint_text(painter, foot, f"{number}", light.font(FontRole.CAPTION), color.muted, align=RIGHT)


def _why_px(width: float) -> float:
    return width - _MARK_PX - 3 * _AMOUNT_PX - 16


def _row_px(difference: Difference, width: float, light: Theme) -> float:
    return max(28.0, wrapped_height(sentence_of(difference), light.font(FontRole.BODY), _why_px(width))) + 12


def _paint_row(painter: QPainter, rect: QRectF, difference: Difference, light: Theme) -> float:
    height, color, body = _row_px(difference, rect.width(), light), light.color, light.font(FontRole.BODY)
    name = source_words(difference.source) if difference.source else ""
    marks = " ".join(filter(None, (name, difference.mark, clock_time(difference.at))))
    paint_text(painter, QRectF(0, rect.y() + 4, _MARK_PX, 24), marks, body, color.text)
    books = (difference.orders_fen, difference.hours_fen, difference.wdk_fen)
    for index, fen in enumerate(books):
        place = QRectF(_MARK_PX + index * _AMOUNT_PX, rect.y() + 4, _AMOUNT_PX, 24)
        paint_text(painter, place, amount(fen), body, color.text, align=RIGHT)
    why = QRectF(rect.width() - _why_px(rect.width()), rect.y() + 6, _why_px(rect.width()), height)
    paint_wrapped(painter, why, sentence_of(difference), body, color.text)
    paint_line(painter, QPointF(0, rect.y() + height - 1), rect.width(), color.line)
    return height


def _title(paper: Paper) -> str:
    words = translate("sheet", "Daily sheet {day}").format(day=day_words(paper.sheet.day))
    return f"{words}    {paper.store}".strip()
