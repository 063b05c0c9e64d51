"""Painting, as plain functions onto a QPainter; rects are logical px, text is always plain text."""

from posdesk.desk.paint.button import ButtonFace, ButtonKind, button_width, paint_button
from posdesk.desk.paint.chip import chip_width, paint_badge, paint_chip
from posdesk.desk.paint.countdown import (
    paint_bar,
    paint_countdown,
    paint_hatch,
    paint_overdue,
)
from posdesk.desk.paint.key import key_width, paint_key
from posdesk.desk.paint.shapes import paint_card, paint_line, paint_logo, rounded
from posdesk.desk.paint.signs import paint_sign
from posdesk.desk.paint.tag import paint_tag
from posdesk.desk.paint.text import (
    elided,
    paint_number,
    paint_text,
    paint_wrapped,
    text_width,
    wrapped_height,
)

__all__ = [
    "ButtonFace",
    "ButtonKind",
    "button_width",
    "chip_width",
    "elided",
    "key_width",
    "paint_badge",
    "paint_bar",
    "paint_button",
    "paint_card",
    "paint_chip",
    "paint_countdown",
    "paint_hatch",
    "paint_key",
    "paint_line",
    "paint_logo",
    "paint_number",
    "paint_overdue",
    "paint_sign",
    "paint_tag",
    "paint_text",
    "paint_wrapped",
    "rounded",
    "text_width",
    "wrapped_height",
]
