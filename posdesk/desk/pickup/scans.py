"""The last scans at the right, and above them the results that still wait for a person."""

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QPointF, QRectF, QSize, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from posdesk.desk.frame.painted import Painted
from posdesk.desk.paint import (
    Sign,
    paint_card,
    paint_hatch,
    paint_line,
    paint_number,
    paint_sign,
    paint_tag,
    paint_text,
    paint_wrapped,
    text_width,
    wrapped_height,
)
from posdesk.desk.paint.text import RIGHT
from posdesk.desk.say import clock_time, exact_time
from posdesk.desk.theme import FontRole, StateRole, Theme
from posdesk.desk.words import scan_said
from posdesk.domain.lookup import ScanRow
from posdesk.domain.source import Source

translate = QCoreApplication.translate

HEAD_PX = 44.0
ROW_PX = 56.0
FOOT_PX = 52.0


@dataclass(frozen=True, slots=True)
class Parked:
    """A result that waits: its case's number, its order, its words in the colours of its state."""

    number: int
    title: str
    role: StateRole
    sign: Sign
    source: Source | None = None
    show_no: str = ""


class ScansPanel(Painted):
    """`opened` carries the case number of a waiting result that was touched."""

    opened = Signal(int)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        """Empty until `show_rows`."""
        super().__init__(theme, parent)
        self._rows: tuple[ScanRow, ...] = ()
        self._parked: tuple[Parked, ...] = ()
        self._foot = ""
        self.setMinimumWidth(240)

    @property
    def parked(self) -> tuple[Parked, ...]:
        """The results that wait."""
        return self._parked

    @property
    def rows(self) -> tuple[ScanRow, ...]:
        """The last scans."""
        return self._rows

    def show_rows(self, rows: tuple[ScanRow, ...], parked: tuple[Parked, ...], foot: str) -> None:
        """Show these; `foot` says when a signature will do."""
        self._rows, self._parked, self._foot = rows, parked, foot
        heads = [f"{each.title} {each.show_no}" for each in parked]
        self.setAccessibleName("; ".join([*heads, *(scan_said(row.result).text for row in rows[:3])]))
        self.update()

    def sizeHint(self) -> QSize:
        """As in the design at its usual width."""
        return QSize(410, 400)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A touch on a waiting result brings it back."""
        for each, rect in zip(self._parked, self._parked_rects(), strict=False):
            if rect.contains(event.position()):
                self.opened.emit(each.number)
                return

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paints waiting results, last scans, and the foot."""
        painter, rect = self._painter(), self._rect()
        paint_card(painter, rect, self.theme)
        y = self._paint_parked(painter)
        self._paint_head(painter, QRectF(0, y, rect.width(), HEAD_PX))
        y += HEAD_PX
        for row in self._rows:
            if y + ROW_PX > rect.bottom() - FOOT_PX:
                break
            self._paint_row(painter, QRectF(0, y, rect.width(), ROW_PX), row)
            y += ROW_PX
        self._paint_foot(painter, QRectF(0, rect.bottom() - FOOT_PX, rect.width(), FOOT_PX))
        painter.end()

    def _paint_head(self, painter: QPainter, rect: QRectF) -> None:
        color, inner = self.theme.color, rect.adjusted(16, 0, -16, 0)
        title, font = translate("pickup", "Last scans"), self.theme.font(FontRole.STRONG)
        paint_text(painter, inner, title, font, color.text)
        count = translate("pickup", "{n} today").format(n=len(self._rows))
        caption = self.theme.font(FontRole.CAPTION)
        paint_text(painter, inner, count, caption, color.muted, align=RIGHT)
        paint_line(painter, QPointF(1, rect.bottom() - 1), rect.right() - 1, color.line)

    def _parked_rects(self) -> list[QRectF]:
        most = max(0, int((self.height() - HEAD_PX * 2 - FOOT_PX - ROW_PX) // ROW_PX))
        count = min(most, len(self._parked))
        return [QRectF(0, HEAD_PX + n * ROW_PX, self.width(), ROW_PX) for n in range(count)]

    def _paint_parked(self, painter: QPainter) -> float:
        """Paints the waiting results; returns where they end."""
        if not self._parked:
            return 0.0
        color, rects = self.theme.color, self._parked_rects()
        head = QRectF(16, 0, self.width() - 32, HEAD_PX)
        title = translate("pickup", "Waiting for you: {n}").format(n=len(self._parked))
        paint_text(painter, head, title, self.theme.font(FontRole.STRONG), color.text)
        for each, rect in zip(self._parked, rects, strict=False):
            self._paint_waiting(painter, rect, each)
        end = rects[-1].bottom() if rects else HEAD_PX
        painter.fillRect(QRectF(1, end, self.width() - 2, 6), color.surface)
        return end + 6

    def _paint_waiting(self, painter: QPainter, rect: QRectF, each: Parked) -> None:
        colors = self.theme.state(each.role)
        painter.fillRect(rect.adjusted(1, 0, -1, 0), colors.soft)
        band = QRectF(rect.x() + 1, rect.y(), 6, rect.height())
        if each.role is StateRole.UNKNOWN:
            paint_hatch(painter, band, self.theme)
        else:
            painter.fillRect(band, colors.ink)
        left = self._paint_order(painter, rect, 20, each.source, each.show_no or "—")
        font = self.theme.font(FontRole.BODY_BOLD)
        sign = QRectF(rect.right() - 36, rect.center().y() - 10, 20, 20)
        paint_sign(painter, sign, each.sign, colors.ink)
        words = QRectF(left + 8, rect.y(), sign.x() - left - 16, rect.height())
        paint_text(painter, words, each.title, font, colors.ink, align=RIGHT)
        paint_line(painter, QPointF(1, rect.bottom() - 1), rect.right() - 1, self.theme.color.line)

    def _paint_row(self, painter: QPainter, rect: QRectF, row: ScanRow) -> None:
        color, said = self.theme.color, scan_said(row.result)
        ink = self.theme.state(said.role).ink
        caption = self.theme.font(FontRole.CAPTION)
        time = exact_time(row.at) if self.width() >= 340 else clock_time(row.at)
        took = paint_text(painter, rect.adjusted(16, 0, 0, 0), time, caption, color.muted)
        sign = QRectF(rect.right() - 36, rect.center().y() - 10, 20, 20)
        paint_sign(painter, sign, said.sign or Sign.CHECK, ink)
        left = self._paint_order(painter, rect, 16 + took + 18, row.source, row.show_no or "—")
        bold = self.theme.font(FontRole.CAPTION_BOLD)
        wide = min(sign.x() - left - 16, text_width(said.text, bold) + 1)
        words = QRectF(sign.x() - 8 - wide, rect.y(), wide, rect.height())
        paint_text(painter, words, said.text, bold, ink, align=RIGHT)
        name = QRectF(left + 14, rect.y(), words.x() - left - 26, rect.height())
        if name.width() >= 40:
            paint_text(painter, name, row.customer, self.theme.font(FontRole.BODY), color.text)
        paint_line(painter, QPointF(1, rect.bottom() - 1), rect.right() - 1, color.line)

    def _paint_order(
        self, painter: QPainter, rect: QRectF, x: float, source: Source | None, number: str
    ) -> float:
        """Paints tag and number from x; returns the right end."""
        if source is not None:
            paint_tag(painter, QRectF(x, rect.center().y() - 12, 24, 24), source, self.theme)
        place = QRectF(x + 36, rect.y(), rect.width() * 0.2, rect.height())
        wide = paint_number(painter, place, number, FontRole.NUMBER_S, self.theme)
        return place.x() + max(wide, 44.0)

    def _paint_foot(self, painter: QPainter, rect: QRectF) -> None:
        color = self.theme.color
        paint_line(painter, QPointF(1, rect.y()), rect.right() - 1, color.line)
        font = self.theme.font(FontRole.CAPTION)
        room = rect.width() - 32
        height = wrapped_height(self._foot, font, room, 2)
        foot = QRectF(16, rect.center().y() - height / 2, room, height)
        paint_wrapped(painter, foot, self._foot, font, color.muted)
