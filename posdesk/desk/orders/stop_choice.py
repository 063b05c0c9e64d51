"""The STOP of a cancel whose number several open orders have: a person says which one the customer meant."""

from collections.abc import Sequence
from enum import StrEnum

from PySide6.QtCore import QCoreApplication

from posdesk.desk.orders.cards.marks import Align, Box, Button, Card, Fill, Glyph, Tag, Text
from posdesk.desk.orders.cards.sheet import Measure, Sheet
from posdesk.desk.paint import ButtonKind, Sign
from posdesk.desk.say import dated_time
from posdesk.desk.theme import FontRole
from posdesk.domain.board import OrderView

_ROW_H, _GAP, _EDGE = 48, 8, 14
_LEAST_H = 112
_INK = "on_bad_fill"


class Choice(StrEnum):
    """What can be pressed on it; the button's arg is the `ordered` of the order's key."""

    THIS = "this"


def choice_card(views: Sequence[OrderView], measure: Measure, width: int) -> Card:
    """One STOP for all of them, the newest first, each with a button of its own."""
    rows = len(views) * (_ROW_H + _GAP) - _GAP + 2 * _EDGE
    height = max(_LEAST_H, rows)
    sheet = Sheet(measure, width)
    sheet.put(Glyph(Box(20, (height - 60) // 2, 60, 60), Sign.STOP, _INK))
    word = QCoreApplication.translate("Orders", "STOP")
    font = FontRole.TITLE if measure.width(word, FontRole.TITLE) < 44 else FontRole.CAPTION_BOLD
    sheet.put(Text(Box(20, (height - 60) // 2, 60, 60), word, font, _INK, Align.CENTER))
    content = views[0].order.content
    sheet.put(Tag(Box(100, (height - 44) // 2, 44, 44), content.source))
    left = _buttons(sheet, views, (height - rows) // 2 + _EDGE)
    _words(sheet, content.tbillno, Box(160, 0, left - 176, height))
    return sheet.card(height, Fill(Box(0, 0, width, height), "bad_fill", 10))


def _buttons(sheet: Sheet, views: Sequence[OrderView], top: int) -> int:
    """The buttons under each other; returns where they begin."""
    labels = [_label(view) for view in views]
    widest = max(sheet.measure.width(label, FontRole.BODY_BOLD) for label in labels) + 44
    wide = min(widest, (sheet.width * 9) // 20)
    x = sheet.width - 18 - wide
    for row, (view, label) in enumerate(zip(views, labels, strict=True)):
        box = Box(x, top + row * (_ROW_H + _GAP), wide, _ROW_H)
        arg = view.order.key.ordered
        sheet.put(Button(box, Choice.THIS, label, kind=ButtonKind.ON_STOP, arg=arg))
    return x


def _label(view: OrderView) -> str:
    order = view.order
    words = QCoreApplication.translate("Orders", "This one: {number} {name}, {time}")
    placed = order.key.ordered_at or order.received_at
    number = order.content.number or order.billno[-6:]
    return words.format(number=number, name=order.content.customer.strip(), time=dated_time(placed))


def _words(sheet: Sheet, number: str, at: Box) -> None:
    title = QCoreApplication.translate("Orders", "Stop them all! Which one did the customer cancel?")
    why = QCoreApplication.translate(
        "Orders",
        "{number} is the number of several open orders. Look on the platform's page, then say which.",
    )
    lines = [(line, FontRole.TITLE, 30) for line in sheet.measure.wrap(title, FontRole.TITLE, at.w)[:2]]
    said = sheet.measure.wrap(why.format(number=number), FontRole.BODY, at.w)
    lines += [(line, FontRole.BODY, 24) for line in said[:3]]
    y = max(4, (at.h - sum(height for *_, height in lines)) // 2)
    for line, font, height in lines:
        sheet.text(Box(at.x, y, at.w, height), line, font, _INK)
        y += height
