"""The chart of a day: its hours solid, the day before outlined, the same weekday a tick (row 43)."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from math import ceil, floor, log10

from PySide6.QtCore import QCoreApplication, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from posdesk.desk.hours.words import amount, hour_words, shown_rows, week_words
from posdesk.desk.paint import paint_card, paint_line, paint_text, text_width
from posdesk.desk.paint.text import CENTER, RIGHT
from posdesk.desk.theme import FontRole, Theme
from posdesk.desk.widgets.day_switch import day_words
from posdesk.desk.widgets.painted import Painted
from posdesk.desk.words.language import is_chinese
from posdesk.domain.books.hour import HourState, hours_of_day
from posdesk.domain.books.ledger import DayView
from posdesk.domain.money import FEN_PER_YUAN

translate = QCoreApplication.translate

_STEPS = (1, 2, 2.5, 5, 10)
_MOST_LINES = 5
_LEGEND_PX = 24.0
_LEGEND_GAP = 38.0


@dataclass(frozen=True, slots=True)
class Bar:
    """An hour of the chart; amounts in net fen, `today` None for an hour without a row."""

    hour: str
    today: int | None
    before: int
    week: int
    differs: bool = False


@dataclass(frozen=True, slots=True)
class Scale:
    """The axis: its ends and the step between its lines, in yuan."""

    low: float
    high: float
    step: float

    def lines(self) -> tuple[float, ...]:
        """Where its lines stand."""
        count = round((self.high - self.low) / self.step)
        return tuple(self.low + n * self.step for n in range(count + 1))


def bars_of(view: DayView, day_starts: str) -> tuple[Bar, ...]:
    """The hours from the first to the last with anything on any of the three days."""
    rows = {row.hour: row for row in shown_rows(view)}
    bars = []
    for at, hour in enumerate(hours_of_day(view.day, day_starts)):
        row = rows.get(hour)
        before, week = _at(view.yesterday, at), _at(view.last_week, at)
        net = row.total.net_fen if row is not None else None
        differs = row is not None and row.state is HourState.DIFFERS
        bars.append(Bar(hour_words(hour), net, before, week, differs))
    full = [at for at, bar in enumerate(bars) if bar.today is not None or bar.before or bar.week]
    return tuple(bars[full[0] : full[-1] + 1]) if full else ()


def _at(values: tuple[int, ...], index: int) -> int:
    return values[index] if index < len(values) else 0


def scale_of(bars: tuple[Bar, ...]) -> Scale:
    """Round steps, at most five lines above nought; nought is always on it."""
    values = [fen / FEN_PER_YUAN for bar in bars for fen in (bar.today or 0, bar.before, bar.week)]
    high, low = max([0.0, *values]), min([0.0, *values])
    step = _round_step((high - low or 1.0) / _MOST_LINES)
    return Scale(floor(low / step) * step, max(1, ceil(high / step)) * step, step)


def _round_step(least: float) -> float:
    power = 10.0 ** floor(log10(least))
    return next((s * power for s in _STEPS if s * power >= least * 0.999), 10 * power)


def axis_words(yuan: float) -> str:
    """A line's amount: 3千, 3k; below a thousand as it is."""
    if abs(yuan) < 1000:
        return f"{yuan:g}"
    return f"{yuan / 1000:g}{'千' if is_chinese() else 'k'}"


class Chart(Painted):
    """Takes no keys; a screen reader reads every hour of it."""

    def __init__(self, theme: Theme, day_starts: str, parent: QWidget | None = None) -> None:
        """`day_starts` as in the settings; empty until `show_day`."""
        super().__init__(theme, parent)
        self.day_starts = day_starts
        self._view: DayView | None = None
        self.bars: tuple[Bar, ...] = ()
        self._is_today = True
        self.setMinimumHeight(200)

    @property
    def legend_beside(self) -> bool:
        """Whether the legend stands beside the title, else below it: neither is cut."""
        names = sum(
            text_width(name, self.theme.font(FontRole.CAPTION)) + _LEGEND_GAP for name in self._names()
        )
        title = text_width(self._title(), self.theme.font(FontRole.STRONG))
        return title + names <= self.width() - 32

    def show_day(self, view: DayView, today: date) -> None:
        """Show this day; `today` decides what it and the one before are called."""
        self._view, self._is_today = view, view.day == today
        self.bars = bars_of(view, self.day_starts)
        self.retranslate()

    def retranslate(self) -> None:
        """Says everything anew."""
        names = self._names()
        said = [f"{bar.hour} {'; '.join(_spoken(bar, names))}" for bar in self.bars]
        self.setAccessibleName(self._title())
        self.setAccessibleDescription(". ".join(said))
        self.update()

    def sizeHint(self) -> QSize:
        """As in the design."""
        return QSize(460, 282)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paints title, legend, axis and bars."""
        painter = self._painter()
        paint_card(painter, self._rect(), self.theme)
        self._paint_top(painter, QRectF(16, 8, self.width() - 32, 32))
        if self.bars:
            scale = scale_of(self.bars)
            top = 54 if self.legend_beside else 54 + _LEGEND_PX
            plot = QRectF(56, top, self.width() - 78, self.height() - top - 42)
            self._paint_axis(painter, plot, scale)
            self._paint_bars(painter, plot, scale)
        painter.end()

    def _title(self) -> str:
        return translate("hours", "Net by hour, yuan")

    def _names(self) -> tuple[str, str, str]:
        if self._view is None:
            return "", "", ""
        week = week_words(self._view.day)
        if self._is_today:
            return translate("hours", "today"), translate("hours", "yesterday"), week
        return day_words(self._view.day), translate("hours", "the day before"), week

    def _paint_top(self, painter: QPainter, rect: QRectF) -> None:
        color, font = self.theme.color, self.theme.font(FontRole.CAPTION)
        paint_text(painter, rect, self._title(), self.theme.font(FontRole.STRONG), color.text)
        line = rect if self.legend_beside else rect.translated(0, _LEGEND_PX)
        x = line.right()
        for name, mark in reversed(list(zip(self._names(), self._marks(), strict=True))):
            width = text_width(name, font)
            place = QRectF(x - width, line.y(), width + 1, line.height())
            paint_text(painter, place, name, font, color.muted)
            mark(painter, QPointF(x - width - 14, line.center().y()))
            x -= width + _LEGEND_GAP

    def _marks(self) -> tuple[Callable[[QPainter, QPointF], None], ...]:
        return (self._mark_today, self._mark_before, self._mark_week)

    def _mark_today(self, painter: QPainter, at: QPointF) -> None:
        painter.fillRect(QRectF(at.x() - 6, at.y() - 6, 12, 12), self.theme.color.accent)

    def _mark_before(self, painter: QPainter, at: QPointF) -> None:
        self._outline(painter, QRectF(at.x() - 6, at.y() - 6, 12, 12))

    def _mark_week(self, painter: QPainter, at: QPointF) -> None:
        painter.fillRect(QRectF(at.x() - 8, at.y() - 1.5, 14, 3), self.theme.color.text)

    def _paint_axis(self, painter: QPainter, plot: QRectF, scale: Scale) -> None:
        color, font = self.theme.color, self.theme.font(FontRole.CAPTION)
        for yuan in scale.lines():
            y = _height_at(plot, scale, yuan)
            strong = color.line_strong if yuan == 0 else color.line
            paint_line(painter, QPointF(plot.x(), y), plot.right(), strong)
            label = QRectF(0, y - 10, plot.x() - 8, 20)
            paint_text(painter, label, axis_words(yuan), font, color.muted, align=RIGHT)

    def _paint_bars(self, painter: QPainter, plot: QRectF, scale: Scale) -> None:
        step = plot.width() / len(self.bars)
        every = max(1, ceil(34 / step), 2 if len(self.bars) > 8 else 1)
        for at, bar in enumerate(self.bars):
            slot = QRectF(plot.x() + at * step, plot.y(), step, plot.height())
            self._paint_bar(painter, slot, bar, scale)
            if at % every == 0:
                label = QRectF(slot.center().x() - 30, plot.bottom() + 6, 60, 20)
                font = self.theme.font(FontRole.CAPTION)
                paint_text(painter, label, bar.hour[:2], font, self.theme.color.muted, align=CENTER)

    def _paint_bar(self, painter: QPainter, slot: QRectF, bar: Bar, scale: Scale) -> None:
        width = min(14.0, slot.width() * 0.38)
        middle = slot.center().x()
        if bar.before:
            self._outline(painter, _between(slot, scale, bar.before, middle - width, width))
        if bar.today:
            fill = self.theme.color.warn_fill if bar.differs else self.theme.color.accent
            painter.fillRect(_between(slot, scale, bar.today, middle, width), fill)
        if bar.week:
            y = _height_at(slot, scale, bar.week / FEN_PER_YUAN)
            self._paint_tick(painter, QRectF(middle - width * 0.8, y - 1.5, width * 1.6, 3))

    def _paint_tick(self, painter: QPainter, rect: QRectF) -> None:
        """The tick in text colour with a thin edge, so that it stands out on a bar of either theme."""
        painter.fillRect(rect.adjusted(-1, -1, 1, 1), self.theme.color.raised)
        painter.fillRect(rect, self.theme.color.text)

    def _outline(self, painter: QPainter, rect: QRectF) -> None:
        painter.setPen(QPen(QColor(self.theme.color.line_strong), 1.2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(rect)


def _spoken(bar: Bar, names: tuple[str, str, str]) -> list[str]:
    values = (bar.today or 0, bar.before, bar.week)
    words = [f"{name} {amount(fen)}" for name, fen in zip(names, values, strict=True)]
    return [*words, translate("hours", "differs")] if bar.differs else words


def _height_at(plot: QRectF, scale: Scale, yuan: float) -> float:
    share = (yuan - scale.low) / (scale.high - scale.low)
    return plot.bottom() - share * plot.height()


def _between(plot: QRectF, scale: Scale, fen: int, x: float, width: float) -> QRectF:
    """The bar from nought to an amount."""
    top = _height_at(plot, scale, fen / FEN_PER_YUAN)
    ground = _height_at(plot, scale, 0)
    return QRectF(x, min(top, ground), width, abs(ground - top))
