"""Words, figures and records one below the other, painted; as high as they need to be."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QFont, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from posdesk.desk.frame.painted import Painted
from posdesk.desk.hours.marks import paint_mark
from posdesk.desk.hours.words import Mark
from posdesk.desk.paint import paint_line, paint_text, paint_wrapped, text_width, wrapped_height
from posdesk.desk.paint.text import RIGHT
from posdesk.desk.theme import FontRole, StateRole, Theme

_ROW_PX = 30.0
_PAIR_PX = 26.0
_HEAD_PX = 24.0
_TITLE_PX = 30.0
_GAP_PX = 4.0


@dataclass(frozen=True, slots=True)
class Title:
    """A heading with the sign of a state; no sign without one."""

    text: str
    mark: Mark | None = None
    role: StateRole = StateRole.MAKING


@dataclass(frozen=True, slots=True)
class Para:
    """A sentence; `role` colours it, `small` is a caption in muted colour."""

    text: str
    role: StateRole | None = None
    small: bool = False


@dataclass(frozen=True, slots=True)
class Figures:
    """A small table: names at the left, columns of figures at the right, the last one bold."""

    rows: tuple[tuple[str, ...], ...]
    heads: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Pairs:
    """Names with their figures, two pairs a line."""

    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Record:
    """A line of what happened: its time, then what; colours as of a state."""

    time: str
    text: str
    role: StateRole | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """A line across."""


Block = Title | Para | Figures | Pairs | Record | Rule


class Blocks(Painted):
    """Takes no keys; its height follows its width."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        """Nothing until `show_blocks`."""
        super().__init__(theme, parent)
        self._blocks: tuple[Block, ...] = ()

    @property
    def blocks(self) -> tuple[Block, ...]:
        """What it shows."""
        return self._blocks

    @property
    def words(self) -> str:
        """All of it as plain lines."""
        return "\n".join(filter(None, map(spoken, self._blocks)))

    def show_blocks(self, blocks: Sequence[Block]) -> None:
        """Show these."""
        self._blocks = tuple(blocks)
        self.setAccessibleName(self.words)
        self.setVisible(bool(blocks))
        self._fit()

    def set_theme(self, theme: Theme) -> None:
        """Paint with another theme from now on."""
        super().set_theme(theme)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Its height follows its width."""
        super().resizeEvent(event)
        self._fit()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paints one below the other."""
        painter, y = self._painter(), 0.0
        for block in self._blocks:
            height = height_of(block, self.width(), self.theme)
            paint_block(painter, QRectF(0, y, self.width(), height), block, self.theme)
            y += height
        painter.end()

    def _fit(self) -> None:
        self.setFixedHeight(round(sum(height_of(block, self.width(), self.theme) for block in self._blocks)))
        self.update()


def spoken(block: Block) -> str:
    """A block as a screen reader says it."""
    if isinstance(block, Figures):
        return "\n".join(", ".join(row) for row in (block.heads, *block.rows) if row)
    if isinstance(block, Pairs):
        return "\n".join(" ".join(row) for row in block.rows)
    if isinstance(block, Record):
        return f"{block.time} {block.text}"
    return "" if isinstance(block, Rule) else block.text


def height_of(block: Block, width: float, theme: Theme) -> float:
    """How high a block stands at this width, logical px."""
    if isinstance(block, Title):
        return max(_TITLE_PX, wrapped_height(block.text, theme.font(FontRole.STRONG), width - 28) + 6)
    if isinstance(block, Para):
        return wrapped_height(block.text, _para_font(block, theme), width) + _GAP_PX
    if isinstance(block, Figures):
        return len(block.rows) * _ROW_PX + (_HEAD_PX if block.heads else 0.0) + 4
    if isinstance(block, Pairs):
        return ceil(len(block.rows) / 2) * _PAIR_PX + 4
    if isinstance(block, Record):
        return wrapped_height(block.text, theme.font(FontRole.BODY), width - _time_px(theme)) + _GAP_PX
    return 13.0


def paint_block(painter: QPainter, rect: QRectF, block: Block, theme: Theme) -> None:
    """Paint a block into the rect that `height_of` asked for."""
    if isinstance(block, Title):
        _paint_title(painter, rect, block, theme)
    elif isinstance(block, Para):
        _paint_para(painter, rect, block, theme)
    elif isinstance(block, Figures):
        _paint_figures(painter, rect, block, theme)
    elif isinstance(block, Pairs):
        _paint_pairs(painter, rect, block, theme)
    elif isinstance(block, Record):
        _paint_record(painter, rect, block, theme)
    else:
        paint_line(painter, QPointF(rect.x(), rect.y() + 6), rect.right(), theme.color.line)


def _paint_para(painter: QPainter, rect: QRectF, block: Para, theme: Theme) -> None:
    plain = theme.color.muted if block.small else theme.color.text
    ink = theme.state(block.role).ink if block.role else plain
    paint_wrapped(painter, rect, block.text, _para_font(block, theme), ink)


def _paint_pairs(painter: QPainter, rect: QRectF, block: Pairs, theme: Theme) -> None:
    wide = (rect.width() - 32) / 2
    for at, (name, value) in enumerate(block.rows):
        x, y = rect.x() + at % 2 * (wide + 32), rect.y() + at // 2 * _PAIR_PX
        place = QRectF(x, y, wide, _PAIR_PX)
        paint_text(painter, place, name, theme.font(FontRole.BODY), theme.color.muted)
        paint_text(painter, place, value, theme.font(FontRole.BODY_BOLD), theme.color.text, align=RIGHT)


def _para_font(block: Para, theme: Theme) -> QFont:
    return theme.font(FontRole.CAPTION if block.small else FontRole.BODY)


def _time_px(theme: Theme) -> float:
    return text_width("00:00:00", theme.font(FontRole.BODY)) + 16


def _paint_title(painter: QPainter, rect: QRectF, block: Title, theme: Theme) -> None:
    left = 0.0
    if block.mark is not None:
        ink = theme.state(block.role).ink
        paint_mark(painter, QRectF(rect.x(), rect.y() + 2, 18, 18), block.mark, ink)
        left = 26.0
    font = theme.font(FontRole.STRONG)
    paint_wrapped(painter, rect.adjusted(left, 0, 0, 0), block.text, font, theme.color.text)


def _paint_figures(painter: QPainter, rect: QRectF, block: Figures, theme: Theme) -> None:
    caption, y = theme.font(FontRole.CAPTION), rect.y()
    if block.heads:
        for at, head in enumerate(block.heads):
            place = _figure_rect(rect, y, _HEAD_PX, at, len(block.heads))
            paint_text(painter, place, head, caption, theme.color.muted, align=RIGHT)
        y += _HEAD_PX
        paint_line(painter, QPointF(rect.x(), y - 1), rect.right(), theme.color.line)
    for name, *values in block.rows:
        _paint_row(painter, QRectF(rect.x(), y, rect.width(), _ROW_PX), name, values, theme)
        y += _ROW_PX


def _paint_row(painter: QPainter, rect: QRectF, name: str, values: Sequence[str], theme: Theme) -> None:
    paint_text(painter, rect, name, theme.font(FontRole.BODY), theme.color.muted)
    for at, value in enumerate(values):
        place = _figure_rect(rect, rect.y(), rect.height(), at, len(values))
        font = theme.font(FontRole.BODY_BOLD if at == len(values) - 1 else FontRole.BODY)
        paint_text(painter, place, value, font, theme.color.text, align=RIGHT)
    paint_line(painter, QPointF(rect.x(), rect.bottom() - 1), rect.right(), theme.color.line)


def _figure_rect(rect: QRectF, y: float, height: float, at: int, count: int) -> QRectF:
    """The columns of figures share the right three quarters."""
    width = rect.width() * 0.38
    return QRectF(rect.right() - (count - at) * width, y, width, height)


def _paint_record(painter: QPainter, rect: QRectF, block: Record, theme: Theme) -> None:
    font, left = theme.font(FontRole.BODY), _time_px(theme)
    paint_wrapped(
        painter, QRectF(rect.x(), rect.y(), left, rect.height()), block.time, font, theme.color.muted
    )
    ink = theme.state(block.role).ink if block.role else theme.color.text
    paint_wrapped(painter, rect.adjusted(left, 0, 0, 0), block.text, font, ink)
