"""How a day's cells look: how wide each column stands, and what is painted; grid, foot and paper share it."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from math import ceil, floor

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPen

from posdesk.desk.hours.columns import NOTHING, Cell, Column, ColumnKind
from posdesk.desk.hours.words import Standing, StateSign, site_of
from posdesk.desk.paint import paint_hatch, paint_line, paint_sign, paint_tag, paint_text, text_width
from posdesk.desk.paint.text import RIGHT
from posdesk.desk.theme import FontRole, Sign, StateRole, Theme

SIGN_PX = 20.0
_TAG_PX = 20.0
_SIGNS = {
    StateSign.SENT: Sign.ARROW,
    StateSign.CONFIRMED: Sign.CHECK,
    StateSign.DIFFERS: Sign.DIFFERS,
    StateSign.UNKNOWN: Sign.QUESTION,
    StateSign.REFUSED: Sign.CROSS,
    StateSign.PERSON: Sign.PERSON,
    StateSign.RETURN: Sign.BACK,
    StateSign.TIME: Sign.CLOCK,
    StateSign.WARNING: Sign.WARNING,
}


class Fit(IntEnum):
    """How much stands in a column; what comes first falls away last."""

    ALL = 0
    TAGS = 1  # sources with a tag have no name
    CLOSE = 2  # less room between
    SMALL = 3  # smaller figures


@dataclass(frozen=True, slots=True)
class Layout:
    """Where the columns stand: widths in logical px from the left, the step of fitting, the inner room."""

    widths: tuple[int, ...]
    fit: Fit
    pad: float

    def left(self, at: int) -> int:
        """Where a column begins."""
        return sum(self.widths[:at])

    def column_at(self, x: float) -> int:
        """The column under an x; the nearest one beside them."""
        ends = [self.left(at) + width for at, width in enumerate(self.widths)]
        return next((at for at, end in enumerate(ends) if x < end), len(ends) - 1)


def number_font(fit: Fit, theme: Theme, *, bold: bool) -> QFont:
    """The font of the cells at a step of fitting."""
    if fit >= Fit.SMALL:
        return theme.font(FontRole.CAPTION_BOLD if bold else FontRole.CAPTION)
    return theme.font(FontRole.BODY_BOLD if bold else FontRole.BODY)


def layout_of(
    columns: Sequence[Column], cells: Sequence[Sequence[Cell]], room: float, theme: Theme
) -> Layout:
    """The first step of fitting in which every cell shows whole; `cells` is by row, in the columns' order."""
    tried = [_try(columns, cells, fit, theme) for fit in Fit]
    needed, fit = next(
        ((w, f) for w, f in zip(tried, Fit, strict=True) if sum(w) <= room), (tried[-1], Fit.SMALL)
    )
    return Layout(_spread(needed, room), fit, _pad(fit))


def least_width(columns: Sequence[Column], cells: Sequence[Sequence[Cell]], theme: Theme) -> int:
    """The room in which every cell shows whole with its usual figures, logical px."""
    return sum(_try(columns, cells, Fit.CLOSE, theme))


def _pad(fit: Fit) -> float:
    return 10.0 if fit < Fit.CLOSE else 6.0


def _spread(needed: Sequence[int], room: float) -> tuple[int, ...]:
    """The widths with what is left over shared out, so that they fill the room."""
    spare = room - sum(needed)
    each = floor(spare / max(1, len(needed)))
    widths = [width + each for width in needed]
    widths[-1] += floor(room) - sum(widths)
    return tuple(max(1, width) for width in widths)


def _try(columns: Sequence[Column], cells: Sequence[Sequence[Cell]], fit: Fit, theme: Theme) -> list[int]:
    return [_needed(column, [row[at] for row in cells], fit, theme) for at, column in enumerate(columns)]


def _needed(column: Column, cells: Sequence[Cell], fit: Fit, theme: Theme) -> int:
    wide = [head_width(column, fit, theme), *(cell_width(cell, fit, theme) for cell in cells)]
    return ceil(max(wide) + 2 * _pad(fit) + 1)


def has_name(column: Column, fit: Fit) -> bool:
    """Whether the head shows words: always, but for a tag that speaks for itself."""
    return column.kind is not ColumnKind.SOURCE or fit < Fit.TAGS or site_of(column.source) is None


def head_width(column: Column, fit: Fit, theme: Theme) -> float:
    """The width of a head's tag and words."""
    tag = column.kind is ColumnKind.SOURCE and site_of(column.source) is not None
    words = text_width(column.title, theme.font(FontRole.CAPTION)) if has_name(column, fit) else 0.0
    return (_TAG_PX if tag else 0.0) + (4.0 if tag and words else 0.0) + words


def cell_width(cell: Cell, fit: Fit, theme: Theme) -> float:
    """The width of a cell's words, with the sign of a standing."""
    if cell.standing is None:
        return text_width(cell.text, number_font(fit, theme, bold=cell.bold))
    bold, caption = theme.font(FontRole.CAPTION_BOLD), theme.font(FontRole.CAPTION)
    asks = text_width(cell.standing.asks, caption) + 18.0 if cell.standing.asks else 0.0
    return SIGN_PX + 6.0 + max(text_width(cell.text, bold), asks)


def paint_head(painter: QPainter, rect: QRectF, column: Column, layout: Layout, theme: Theme) -> None:
    """Paint a column's head: the tag and name of a source, else its words."""
    inner = rect.adjusted(layout.pad, 0, -layout.pad, 0)
    color, font = theme.color.muted, theme.font(FontRole.CAPTION)
    if not column.is_number:
        paint_text(painter, inner, column.title, font, color)
        return
    site = site_of(column.source) if column.kind is ColumnKind.SOURCE else None
    if site is not None:
        x = inner.right() - head_width(column, layout.fit, theme)
        paint_tag(painter, QRectF(x, inner.center().y() - _TAG_PX / 2, _TAG_PX, _TAG_PX), site, theme)
    if has_name(column, layout.fit):
        paint_text(painter, inner, column.title, font, color, align=RIGHT)


def paint_cell(
    painter: QPainter,
    rect: QRectF,
    cell: Cell,
    column: Column,
    *,
    layout: Layout,
    theme: Theme,
) -> None:
    """Paint a cell's figure or words, or an hour's standing."""
    inner = rect.adjusted(layout.pad, 0, -layout.pad, 0)
    if cell.standing is not None:
        paint_standing(painter, inner, cell.standing, theme)
        return
    plain = column.kind is ColumnKind.STATE
    quiet = plain or cell.text == NOTHING
    font = theme.font(FontRole.CAPTION) if plain else number_font(layout.fit, theme, bold=cell.bold)
    color = theme.color.muted if quiet else theme.color.text
    if column.is_number:
        paint_text(painter, inner, cell.text, font, color, align=RIGHT)
    else:
        paint_text(painter, inner, cell.text, font, color)


def paint_standing(painter: QPainter, rect: QRectF, standing: Standing, theme: Theme) -> None:
    """Paint sign and words of a state, and below them why a person is needed."""
    ink = theme.state(standing.role).ink
    upper = QRectF(rect)
    if standing.asks:
        upper = QRectF(rect.x(), rect.center().y() - 19, rect.width(), 19)
    sign = QRectF(rect.x() + 1, upper.center().y() - 8, 16, 16)
    if standing.role is StateRole.UNKNOWN:
        paint_hatch(painter, QRectF(rect.x() - 7, rect.y() + 7, 5, rect.height() - 15), theme)
    paint_mark(painter, sign, standing.mark, ink)
    words = upper.adjusted(SIGN_PX + 6, 0, 0, 0)
    paint_text(painter, words, standing.text, theme.font(FontRole.CAPTION_BOLD), ink)
    if standing.asks:
        _paint_ask(painter, QRectF(words.x(), rect.center().y(), words.width(), 18), standing.asks, theme)


def _paint_ask(painter: QPainter, rect: QRectF, words: str, theme: Theme) -> None:
    color = theme.color.warn
    paint_mark(painter, QRectF(rect.x(), rect.center().y() - 7, 14, 14), StateSign.PERSON, color)
    paint_text(painter, rect.adjusted(18, 0, 0, 0), words, theme.font(FontRole.CAPTION), color)


def paint_ground(painter: QPainter, rect: QRectF, standing: Standing | None, theme: Theme) -> None:
    """Paint what is behind a row: amber where its hour differs or waits for a person, then its lower line."""
    if standing is not None and (standing.mark is StateSign.DIFFERS or standing.asks):
        painter.fillRect(rect, theme.state(StateRole.DIFFERS).soft)
    elif standing is not None and standing.mark is StateSign.UNKNOWN:
        painter.fillRect(rect, theme.color.unknown_soft)
    paint_line(painter, QPointF(rect.x(), rect.bottom() - 1), rect.right(), theme.color.line)


def paint_mark(painter: QPainter, rect: QRectF, mark: StateSign, color: QColor) -> None:
    """Paint a sign into the middle of the rect: the ring, the filled square, or a sign of the desk's."""
    sign = _SIGNS.get(mark)
    if sign is not None:
        paint_sign(painter, rect, sign, color)
        return
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    side = min(rect.width(), rect.height())
    inner = QRectF(0, 0, side * 0.56, side * 0.56)
    inner.moveCenter(rect.center())
    if mark is StateSign.OPEN:
        painter.setPen(QPen(color, max(1.4, side / 9)))
        painter.drawEllipse(inner)
    else:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(color)
        painter.drawRoundedRect(inner, side / 10, side / 10)
    painter.restore()
