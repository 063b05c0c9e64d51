"""The last scans at the right, and above them the results that still wait for a person."""

from dataclasses import dataclass
from datetime import datetime

from PySide6.QtCore import QCoreApplication, QPointF, QRect, QRectF, QSize, Signal, Slot
from PySide6.QtGui import QPainter, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from posdesk.desk.paint import (
    key_width,
    paint_hatch,
    paint_key,
    paint_line,
    paint_number,
    paint_sign,
    paint_tag,
    paint_text,
    rounded,
    text_width,
)
from posdesk.desk.paint.text import RIGHT
from posdesk.desk.pickup.result_words import result_words
from posdesk.desk.theme import SIZE, Color, FontRole, Sign, StateRole, Theme
from posdesk.desk.widgets.alt_keys import PickupKey
from posdesk.desk.widgets.label import Mark, Words
from posdesk.desk.widgets.painted import Card, Ruled, within
from posdesk.desk.widgets.row_list import RowList
from posdesk.desk.words.say import clock_time, exact_time
from posdesk.desk.words.states import scan_said
from posdesk.domain.orders.board import OrderView
from posdesk.domain.orders.source import Source
from posdesk.domain.pickup.lookup import ScanRow
from posdesk.domain.pickup.pickup import RESULTS, Case, Face
from posdesk.domain.privacy import short_number

translate = QCoreApplication.translate

_HEAD_PX = 44
_ROW_PX = 56
_FOOT_PX = 52
_STRIP_PX = 6
_OPEN_KEY = PickupKey.WAITING
"""Opens the chosen one of the results that wait."""


@dataclass(frozen=True, slots=True)
class WaitingResult:
    """A result that waits: its case's number, its order, its words in the colours of its state."""

    number: int
    title: str
    role: StateRole
    sign: Sign
    source: Source | None = None
    show_no: str = ""


def waiting_result(face: Face, case: Case, view: OrderView | None, now: datetime) -> WaitingResult:
    """A result that waits, as a row of the list."""
    if face in RESULTS:
        words = result_words(face, case, view, now)
        title, role, sign = words.title, words.role, words.sign
    else:
        title, role, sign = translate("pickup", "Verifying"), StateRole.SENDING, Sign.ARROW
    source = view.order.content.source if view else None
    return WaitingResult(case.number, title, role, sign, source, view.order.content.number if view else "")


class WaitingRows:
    """A row is a result that waits."""

    def height(self, row: WaitingResult, width: int, theme: Theme) -> int:
        """The same for all."""
        return _ROW_PX

    def words(self, row: WaitingResult) -> str:
        """The result, and whose it is."""
        return f"{row.title} {row.show_no}".strip()

    def paint(
        self, painter: QPainter, rect: QRectF, row: WaitingResult, theme: Theme, *, chosen: bool
    ) -> None:
        """Paint the row in its state's colours."""
        colors = theme.state(row.role)
        painter.fillRect(rect, colors.soft)
        band = QRectF(rect.x(), rect.y(), 6, rect.height())
        if row.role is StateRole.UNKNOWN:
            paint_hatch(painter, band, theme)
        else:
            painter.fillRect(band, colors.ink)
        left = _paint_order(painter, rect, 19, row, theme)
        sign = QRectF(rect.right() - 35, rect.center().y() - 10, 20, 20)
        paint_sign(painter, sign, row.sign, colors.ink)
        words = QRectF(left + 8, rect.y(), sign.x() - left - 16, rect.height())
        paint_text(painter, words, row.title, theme.font(FontRole.BODY_BOLD), colors.ink, align=RIGHT)
        paint_line(painter, QPointF(rect.x(), rect.bottom() - 1), rect.right(), theme.color.line)
        if chosen:
            box = rect.adjusted(1, 2, -1, -3)
            rounded(painter, box, theme.radius.control, None, theme.color.focus, width=3)


class ScanRows:
    """A row is a scan; what came of it is never cut: where room lacks, its time and then the name go."""

    def height(self, row: ScanRow, width: int, theme: Theme) -> int:
        """The same for all."""
        return _ROW_PX

    def words(self, row: ScanRow) -> str:
        """When, whose, and what came of it."""
        return f"{clock_time(row.at)} {row.show_no} {scan_said(row.result).text}"

    def paint(self, painter: QPainter, rect: QRectF, row: ScanRow, theme: Theme, *, chosen: bool) -> None:
        """Paint time, order, customer, and what came of it."""
        color, said, caption = theme.color, scan_said(row.result), theme.font(FontRole.CAPTION)
        bold, ink = theme.font(FontRole.CAPTION_BOLD), theme.state(said.role).ink
        sign = QRectF(rect.right() - 35, rect.center().y() - 10, 20, 20)
        paint_sign(painter, sign, said.sign or Sign.CHECK, ink)
        wide = text_width(said.text, bold) + 1
        words = QRectF(sign.x() - 8 - wide, rect.y(), wide, rect.height())
        paint_text(painter, words, said.text, bold, ink, align=RIGHT)
        time = exact_time(row.at) if rect.width() >= 338 else clock_time(row.at)
        x = 15 + text_width(time, caption) + 18
        if x + 36 + _number_px(row.show_no, theme) + 8 > words.x():
            x = 15
        else:
            paint_text(painter, rect.adjusted(15, 0, 0, 0), time, caption, color.muted)
        left = _paint_order(painter, rect, x, row, theme)
        name = QRectF(left + 14, rect.y(), words.x() - left - 26, rect.height())
        if name.width() >= 40:
            paint_text(painter, name, row.customer, theme.font(FontRole.BODY), color.text)
        paint_line(painter, QPointF(rect.x(), rect.bottom() - 1), rect.right(), color.line)


class ScansPanel(Card):
    """`opened` carries the case number of a waiting result that was touched."""

    opened = Signal(int)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        """Empty until `show_rows`."""
        super().__init__(theme, parent)
        self._chosen: int | None = None
        self._waiting, self._scans = RowList(theme, WaitingRows()), RowList(theme, ScanRows())
        self._waiting_title, self._key = Words(theme, FontRole.STRONG, wraps=False), Mark(theme, _HEAD_PX)
        self._title = Words(theme, FontRole.STRONG, wraps=False)
        self._count = Words(theme, FontRole.CAPTION, Color.MUTED, wraps=False)
        self._foot = Words(theme, FontRole.CAPTION, Color.MUTED)
        self._build()

    @property
    def waiting(self) -> tuple[WaitingResult, ...]:
        """The results that wait."""
        return self._waiting.rows

    @property
    def rows(self) -> tuple[ScanRow, ...]:
        """The last scans."""
        return self._scans.rows

    @property
    def chosen(self) -> int | None:
        """The case number of the waiting result that a key would open; the first one unless one is chosen."""
        numbers = self._numbers
        return self._chosen if self._chosen in numbers else next(iter(numbers), None)

    def step(self, by: int) -> bool:
        """Choose the waiting result below or above; whether there is any."""
        numbers = self._numbers
        if self.chosen is None:
            return False
        self._chosen = numbers[min(max(numbers.index(self.chosen) + by, 0), len(numbers) - 1)]
        self._show_waiting(self.waiting)
        return True

    def reveal(self) -> None:
        """Bring the chosen one into sight."""
        self._waiting.reveal()

    def rect_of(self, number: int) -> QRect:
        """Where that waiting result is painted; empty where it is not wholly on screen."""
        box = self._waiting.box_of(self._numbers.index(number)) if number in self._numbers else QRect()
        return box.translated(self._waiting.pos()) if not box.isEmpty() else box

    def show_rows(self, rows: tuple[ScanRow, ...], waiting: tuple[WaitingResult, ...], foot: str) -> None:
        """Show these; `foot` says when a signature will do."""
        self._title.say(translate("pickup", "Last scans"))
        self._count.say(translate("pickup", "{n} today").format(n=len(rows)))
        self._waiting_title.say(translate("pickup", "Waiting for you: {n}").format(n=len(waiting)))
        self._foot.say(foot)
        self._scans.setAccessibleName(self._title.text())
        self._waiting.setAccessibleName(self._waiting_title.text())
        self._scans.show_rows(rows)
        self._show_waiting(waiting)

    def sizeHint(self) -> QSize:
        """As in the design at its usual width."""
        return QSize(410, 400)

    def minimumSizeHint(self) -> QSize:
        """Both lists scroll."""
        return QSize(240, 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """As many waiting results as there is room for."""
        super().resizeEvent(event)
        self._show_waiting(self.waiting)

    def _show_waiting(self, waiting: tuple[WaitingResult, ...]) -> None:
        numbers = [each.number for each in waiting]
        chosen = self._chosen if self._chosen in numbers else next(iter(numbers), None)
        room = self.height() - 2 * _HEAD_PX - _FOOT_PX - _STRIP_PX - _ROW_PX  # one scan stays in sight
        self._waiting.setFixedHeight(_ROW_PX * max(1, min(len(waiting), room // _ROW_PX)))
        for part in (self._waiting_head, self._waiting, self._strip):
            part.setVisible(bool(waiting))
        self._waiting.show_rows(waiting, None if chosen is None else numbers.index(chosen))

    @property
    def _numbers(self) -> list[int]:
        return [each.number for each in self.waiting]

    @Slot(int)
    def _touch(self, place: int) -> None:
        self.opened.emit(self.waiting[place].number)

    def _build(self) -> None:
        self._waiting.touched.connect(self._touch)
        self._key.setFixedWidth(round(key_width(_OPEN_KEY, self.theme)) + 1)
        self._key.show_painted(_paint_open_key)
        self._waiting_head = _head(self.theme, self._waiting_title, self._key)
        self._strip = _line(self.theme, _STRIP_PX)
        foot = QWidget()
        foot.setFixedHeight(_FOOT_PX - 1)
        within(foot, 16, 0, 16, 0).addWidget(self._foot)
        column = within(self, 1, 0, 1, 0)
        column.addWidget(self._waiting_head)
        column.addWidget(self._waiting)
        column.addWidget(self._strip)
        column.addWidget(_head(self.theme, self._title, self._count))
        column.addWidget(self._scans, 1)
        column.addWidget(_line(self.theme, 1))
        column.addWidget(foot)


def _head(theme: Theme, title: QWidget, beside: QWidget) -> Ruled:
    head = Ruled(theme)
    head.setFixedHeight(_HEAD_PX)
    row = QHBoxLayout(head)
    row.setContentsMargins(15, 0, 15, 1)
    row.addWidget(title, 1)
    row.addWidget(beside)
    return head


def _line(theme: Theme, height: int) -> Ruled:
    line = Ruled(theme)
    line.setFixedHeight(height)
    return line


def _paint_open_key(painter: QPainter, rect: QRectF, theme: Theme) -> None:
    color = theme.color
    paint_key(painter, rect.x(), rect.center().y(), _OPEN_KEY, theme, ink=color.text, frame=color.line_strong)


def _number_px(number: str, theme: Theme) -> float:
    return text_width(short_number(number or "—"), theme.font(FontRole.NUMBER_S))


def _paint_order(
    painter: QPainter, rect: QRectF, x: float, row: WaitingResult | ScanRow, theme: Theme
) -> float:
    """Paints tag and number from x; returns the right end."""
    if row.source is not None:
        paint_tag(painter, QRectF(x, rect.center().y() - 12, 24, 24), row.source, theme)
    place = QRectF(x + 36, rect.y(), _number_px(row.show_no, theme), rect.height())
    paint_number(painter, place, short_number(row.show_no or "—"), FontRole.NUMBER_S, theme)
    return place.x() + max(place.width(), float(SIZE.target_min))
