"""The report on paper: which store, when, every line, and what stands open with where it is mended."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QPointF, QRectF
from PySide6.QtGui import QFont, QPainter

from posdesk.desk.first_start.step import ReportLine, Standing, StepState
from posdesk.desk.paint import paint_line, paint_text, paint_wrapped, wrapped_height
from posdesk.desk.theme import FontRole, theme

translate = QCoreApplication.translate

_STATE_PX, _WHAT_PX, _GAP, _LINE_PX = 70.0, 170.0, 12.0, 24.0


def said_of(state: StepState) -> str:
    """What the report says of it, with where it is mended."""
    if not state.mend:
        return state.said
    mend = translate("first_start", "Mended in: {where}.").format(where=state.mend)
    return f"{state.said} {mend}"


@dataclass(frozen=True, slots=True)
class ReportPaper:
    """See `output.Paper`. `head` names store, counter and time, `foot` how long it took."""

    title: str
    head: str
    foot: str
    lines: Sequence[ReportLine]
    margin_mm: float = 15.0
    least_width: float = 560.0

    def paint(self, painter: QPainter, page: QRectF, turn: Callable[[], object]) -> None:
        """Line by line, on as many pages as it takes."""
        light = theme(dark=False)
        paint_text(
            painter,
            QRectF(page.x(), page.y(), page.width(), 34),
            self.title,
            light.font(FontRole.TITLE),
            light.color.text,
        )
        y = self._say(painter, page, page.y() + 38, self.head, light.font(FontRole.BODY)) + 8
        for line in self.lines:
            high = self._height(line, page.width())
            if y + high > page.bottom():
                turn()
                y = page.y()
            self._paint_line(painter, QRectF(page.x(), y, page.width(), high), line)
            y += high
        if y + 2 * _LINE_PX > page.bottom():
            turn()
            y = page.y()
        self._say(painter, page, y + 8, self.foot, light.font(FontRole.CAPTION))

    def _say(self, painter: QPainter, page: QRectF, y: float, words: str, font: QFont) -> float:
        high = wrapped_height(words, font, page.width())
        rect = QRectF(page.x(), y, page.width(), high)
        paint_wrapped(painter, rect, words, font, theme(dark=False).color.text)
        return y + high

    def _room(self, width: float) -> float:
        return width - _STATE_PX - _WHAT_PX - 2 * _GAP

    def _height(self, line: ReportLine, width: float) -> float:
        font = theme(dark=False).font(FontRole.BODY)
        said = wrapped_height(said_of(line.state), font, self._room(width))
        return max(_LINE_PX, said, wrapped_height(line.what, font, _WHAT_PX)) + 8

    def _paint_line(self, painter: QPainter, rect: QRectF, line: ReportLine) -> None:
        light = theme(dark=False)
        ink, bold = light.color.text, light.font(FontRole.BODY_BOLD)
        x, y, high = rect.x(), rect.y() + 3, rect.height() - 4
        state = QRectF(x, y, _STATE_PX, high)
        paint_wrapped(painter, state, standing_words(line.state.standing), bold, ink)
        what = QRectF(x + _STATE_PX + _GAP, y, _WHAT_PX, high)
        paint_wrapped(painter, what, line.what, bold, ink)
        said = QRectF(x + _STATE_PX + _WHAT_PX + 2 * _GAP, y, self._room(rect.width()), high)
        paint_wrapped(painter, said, said_of(line.state), light.font(FontRole.BODY), ink)
        paint_line(painter, QPointF(x, rect.bottom()), rect.right(), light.color.line)


def standing_words(standing: Standing) -> str:
    """How a line stands, on paper, where no sign has a colour."""
    return {
        Standing.DONE: translate("first_start", "done"),
        Standing.OPEN: translate("first_start", "open"),
        Standing.NOTE: "",
    }[standing]
