"""How a head, a cell and a standing are painted; the grid, its foot and the printed page share it."""

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter

from posdesk.desk.hours.columns import (
    NOTHING,
    SIGN_PX,
    Cell,
    Column,
    Kind,
    Layout,
    has_name,
    head_width,
    number_font,
)
from posdesk.desk.hours.marks import paint_mark
from posdesk.desk.hours.words import Mark, Standing, site_of
from posdesk.desk.paint import paint_hatch, paint_line, paint_tag, paint_text
from posdesk.desk.paint.text import RIGHT
from posdesk.desk.theme import FontRole, StateRole, Theme

_TAG_PX = 20.0


def paint_head(painter: QPainter, rect: QRectF, column: Column, layout: Layout, theme: Theme) -> None:
    """Paint a column's head: the tag and name of a source, else its words."""
    inner = rect.adjusted(layout.pad, 0, -layout.pad, 0)
    color, font = theme.color.muted, theme.font(FontRole.CAPTION)
    if not column.is_number:
        paint_text(painter, inner, column.title, font, color)
        return
    site = site_of(column.source) if column.kind is Kind.SOURCE else None
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
    plain = column.kind is Kind.STATE
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
    paint_mark(painter, QRectF(rect.x(), rect.center().y() - 7, 14, 14), Mark.PERSON, color)
    paint_text(painter, rect.adjusted(18, 0, 0, 0), words, theme.font(FontRole.CAPTION), color)


def paint_ground(painter: QPainter, rect: QRectF, standing: Standing | None, theme: Theme) -> None:
    """Paint what is behind a row: amber where its hour differs or waits for a person, then its lower line."""
    if standing is not None and (standing.mark is Mark.DIFFERS or standing.asks):
        painter.fillRect(rect, theme.state(StateRole.DIFFERS).soft)
    elif standing is not None and standing.mark is Mark.UNKNOWN:
        painter.fillRect(rect, theme.color.unknown_soft)
    paint_line(painter, QPointF(rect.x(), rect.bottom() - 1), rect.right(), theme.color.line)
