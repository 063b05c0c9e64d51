"""The last scans at the right, and above them the results that still wait for a person."""

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QPointF, QRectF, QSize, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from posdesk.desk.paint import (
    key_width,
    paint_card,
    paint_hatch,
    paint_key,
    paint_line,
    paint_number,
    paint_sign,
    paint_tag,
    paint_text,
    paint_wrapped,
    rounded,
    text_width,
    wrapped_height,
)
from posdesk.desk.paint.text import RIGHT
from posdesk.desk.pickup.more import paint_more
from posdesk.desk.pickup.rows_in_view import MORE_PX, RowRoom, RowsInView
from posdesk.desk.theme import SIZE, FontRole, Sign, StateRole, Theme
from posdesk.desk.widgets.painted import Painted
from posdesk.desk.words.say import clock_time, exact_time
from posdesk.desk.words.states import scan_said
from posdesk.domain.orders.source import Source
from posdesk.domain.pickup.lookup import ScanRow
from posdesk.domain.privacy import short_number

translate = QCoreApplication.translate

HEAD_PX = 44.0
ROW_PX = 56.0
FOOT_PX = 52.0
OPEN_KEY = "Alt+W"
"""Opens the chosen one of the results that wait."""


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
        self._chosen: int | None = None
        self._first = 0
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

    @property
    def chosen(self) -> int | None:
        """The case number of the waiting result that a key would open; the first one unless one is chosen."""
        numbers = [each.number for each in self._parked]
        return self._chosen if self._chosen in numbers else next(iter(numbers), None)

    def step(self, by: int) -> bool:
        """Choose the waiting result below or above; whether there is any."""
        numbers = [each.number for each in self._parked]
        if self.chosen is None:
            return False
        place = min(max(numbers.index(self.chosen) + by, 0), len(numbers) - 1)
        self._chosen = numbers[place]
        self.update()
        return True

    def rect_of(self, number: int) -> QRectF:
        """Where that waiting result is painted; empty where it is not on screen."""
        found = (rect for each, rect in self._waiting() if each.number == number)
        return next(found, QRectF())

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
        """A touch on a waiting result brings it back; on the words "n more", the next one is chosen."""
        for each, rect in self._waiting():
            if rect.contains(event.position()):
                self.opened.emit(each.number)
                return
        shown = self._in_view()
        above, below = self._more_rects()
        if above.contains(event.position()):
            self._choose(shown.first - 1)
        elif below.contains(event.position()):
            self._choose(shown.first + shown.count)

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

    def _choose(self, place: int) -> None:
        self._chosen = self._parked[place].number
        self.update()

    def _in_view(self) -> RowsInView:
        """The waiting results on screen; one row is left for the last scans, and the chosen one is there."""
        numbers = [each.number for each in self._parked]
        room = max(ROW_PX, self.height() - 2 * HEAD_PX - FOOT_PX - ROW_PX)
        chosen = numbers.index(self.chosen) if self.chosen is not None else None
        shown = RowRoom(room, ROW_PX, ROW_PX).view(len(numbers), self._first, chosen)
        self._first = shown.first
        return shown

    def _waiting(self) -> list[tuple[Parked, QRectF]]:
        """The waiting results on screen, each with its rect."""
        shown = self._in_view()
        rects = (QRectF(0, HEAD_PX + shown.y(at), self.width(), ROW_PX) for at in shown.places)
        return list(zip((self._parked[at] for at in shown.places), rects, strict=True))

    def _more_rects(self) -> tuple[QRectF, QRectF]:
        """Where it stands how many wait above and below those on screen; empty where none do."""
        shown = self._in_view()
        above = QRectF(0, HEAD_PX, self.width(), MORE_PX) if shown.above and shown.counted else QRectF()
        end = HEAD_PX + shown.y(shown.first + shown.count)
        below = QRectF(0, end, self.width(), MORE_PX) if shown.below and shown.counted else QRectF()
        return above, below

    def _paint_parked(self, painter: QPainter) -> float:
        """Paints the waiting results; returns where they end."""
        if not self._parked:
            return 0.0
        color, shown = self.theme.color, self._in_view()
        head = QRectF(16, 0, self.width() - 32, HEAD_PX)
        title = translate("pickup", "Waiting for you: {n}").format(n=len(self._parked))
        paint_text(painter, head, title, self.theme.font(FontRole.STRONG), color.text)
        x = head.right() - key_width(OPEN_KEY, self.theme)
        paint_key(
            painter, x, head.center().y(), OPEN_KEY, self.theme, ink=color.text, frame=color.line_strong
        )
        for each, rect in self._waiting():
            self._paint_waiting(painter, rect, each)
        for line, count in zip(self._more_rects(), (-shown.above, shown.below), strict=True):
            paint_more(painter, line, count, self.theme)
        end = HEAD_PX + shown.bottom
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
        if each.number == self.chosen:
            box = rect.adjusted(2, 2, -2, -3)
            rounded(painter, box, self.theme.radius.control, None, self.theme.color.focus, width=3)

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
        wide = paint_number(painter, place, short_number(number), FontRole.NUMBER_S, self.theme)
        return place.x() + max(wide, float(SIZE.target_min))

    def _paint_foot(self, painter: QPainter, rect: QRectF) -> None:
        color = self.theme.color
        paint_line(painter, QPointF(1, rect.y()), rect.right() - 1, color.line)
        font = self.theme.font(FontRole.CAPTION)
        room = rect.width() - 32
        height = wrapped_height(self._foot, font, room, 2)
        foot = QRectF(16, rect.center().y() - height / 2, room, height)
        paint_wrapped(painter, foot, self._foot, font, color.muted)
