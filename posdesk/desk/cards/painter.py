"""Marks onto a painter: the only place where a card meets the theme's colours."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter

from posdesk.desk.cards.marks import (
    Align,
    Box,
    Button,
    Card,
    Fill,
    Glyph,
    Hatch,
    Tag,
    Text,
    Tick,
    Ticking,
)
from posdesk.desk.paint import (
    ButtonFace,
    key_width,
    paint_bar,
    paint_button,
    paint_countdown,
    paint_hatch,
    paint_key,
    paint_number,
    paint_overdue,
    paint_sign,
    paint_tag,
    paint_text,
    rounded,
)
from posdesk.desk.paint.text import CENTER, LEFT, RIGHT
from posdesk.desk.theme import Color, FontRole, Theme
from posdesk.domain.orders.board import Countdown, Phase
from posdesk.records import dataclass

_ALIGN = {Align.LEFT: LEFT, Align.RIGHT: RIGHT, Align.CENTER: CENTER}


@dataclass(frozen=True, slots=True)
class TickTexts:
    """What the ticking marks of one card say now; `minutes` and `waiting` with their colour roles."""

    countdown: Countdown | None = None
    digits: str = ""
    overdue: str = ""
    minutes: tuple[str, Color] = ("", Color.MUTED)
    waiting: tuple[str, Color] = ("", Color.MUTED)
    undo: str = ""


@dataclass(frozen=True, slots=True)
class CardPainter:
    """A painter with what a card needs to be painted: theme, the present, the button under the pointer."""

    painter: QPainter
    theme: Theme
    now: TickTexts = TickTexts()
    pressed: Button | None = None
    hovered: Button | None = None

    def paint(self, card: Card) -> None:
        """Paint a card from the painter's origin on."""
        self.painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for mark in card.marks:
            _PAINTERS[type(mark)](self, mark)


def _rect(box: Box) -> QRectF:
    return QRectF(box.x, box.y, box.w, box.h)


def _text(ink: CardPainter, mark: Text) -> None:
    color, align = ink.theme.color[mark.role], _ALIGN[mark.align]
    if mark.font.value.startswith("number"):
        paint_number(ink.painter, _rect(mark.box), mark.text, mark.font, ink.theme, color=color, align=align)
        return
    paint_text(ink.painter, _rect(mark.box), mark.text, ink.theme.font(mark.font), color, align=align)


def _fill(ink: CardPainter, mark: Fill) -> None:
    if not mark.role and not mark.border:
        return
    fill = ink.theme.color[mark.role] if mark.role else None
    border = ink.theme.color[mark.border] if mark.border else None
    rounded(ink.painter, _rect(mark.box), mark.radius, fill, border, width=mark.border_w)


def _tag(ink: CardPainter, mark: Tag) -> None:
    paint_tag(ink.painter, _rect(mark.box), mark.source, ink.theme)


def _hatch(ink: CardPainter, mark: Hatch) -> None:
    paint_hatch(ink.painter, _rect(mark.box), ink.theme)


def _glyph(ink: CardPainter, mark: Glyph) -> None:
    paint_sign(ink.painter, _rect(mark.box), mark.sign, ink.theme.color[mark.role])


def _button(ink: CardPainter, mark: Button) -> None:
    stacked = mark.sign is not None and mark.stacked
    face = ButtonFace(
        mark.label,
        "" if stacked else mark.key,
        mark.kind,
        None if stacked and mark.key else mark.sign,
        chosen=mark.chosen,
        pressed=mark == ink.pressed,
        hovered=mark == ink.hovered,
        stacked=stacked,
    )
    paint_button(ink.painter, _rect(mark.box), face, ink.theme)
    if stacked and mark.key:
        _key_above(ink, mark)


def _key_above(ink: CardPainter, mark: Button) -> None:
    """The key stands in the sign's place on the selected card."""
    x = mark.box.x + (mark.box.w - key_width(mark.key, ink.theme)) / 2
    color = ink.theme.color.text
    paint_key(ink.painter, x, mark.box.y + 14, mark.key, ink.theme, ink=color, frame=color)


def _ticking(ink: CardPainter, mark: Ticking) -> None:
    _TICKS[mark.tick](ink, mark)


def _count(ink: CardPainter, mark: Ticking) -> None:
    phase = ink.now.countdown.phase if ink.now.countdown else Phase.CALM
    paint_countdown(ink.painter, _rect(mark.box), ink.now.digits, phase, ink.theme)


def _bar(ink: CardPainter, mark: Ticking) -> None:
    if ink.now.countdown:
        paint_bar(ink.painter, _rect(mark.box), ink.now.countdown, ink.theme)
    else:
        ink.painter.fillRect(QRectF(mark.box.x, mark.box.bottom - 1, mark.box.w, 1), ink.theme.color.line)


def _overdue(ink: CardPainter, mark: Ticking) -> None:
    paint_overdue(ink.painter, _rect(mark.box), ink.now.overdue, ink.theme)


def _minutes(ink: CardPainter, mark: Ticking) -> None:
    _toned(ink, mark, *ink.now.minutes, align=RIGHT)


def _waiting(ink: CardPainter, mark: Ticking) -> None:
    _toned(ink, mark, *ink.now.waiting, align=LEFT)


def _undo(ink: CardPainter, mark: Ticking) -> None:
    _toned(ink, mark, ink.now.undo, mark.role, align=LEFT)


def _toned(ink: CardPainter, mark: Ticking, text: str, role: Color, *, align: Qt.AlignmentFlag) -> None:
    """A small text; bold where it has a colour, since colour alone says nothing."""
    font = FontRole.CAPTION_BOLD if role not in {Color.MUTED, Color.TEXT} else mark.font
    paint_text(ink.painter, _rect(mark.box), text, ink.theme.font(font), ink.theme.color[role], align=align)


_PAINTERS: dict[type, Callable[[CardPainter, Any], None]] = {
    Text: _text,
    Fill: _fill,
    Tag: _tag,
    Hatch: _hatch,
    Glyph: _glyph,
    Button: _button,
    Ticking: _ticking,
}

_TICKS: dict[Tick, Callable[[CardPainter, Ticking], None]] = {
    Tick.COUNTDOWN: _count,
    Tick.BAR: _bar,
    Tick.OVERDUE: _overdue,
    Tick.MINUTES: _minutes,
    Tick.WAITING: _waiting,
    Tick.UNDO: _undo,
}
