"""The STOP of a cancel whose number several open orders have: a person says which one the customer meant."""

from collections.abc import Sequence
from enum import StrEnum

from PySide6.QtCore import QCoreApplication

from posdesk.desk.cards.marks import Align, Box, Button, Card, Fill, Glyph, Tag, Text
from posdesk.desk.cards.parts import ending
from posdesk.desk.cards.sheet import Measure, Sheet
from posdesk.desk.paint import ButtonKind
from posdesk.desk.theme import RADIUS, SIZE, Color, FontRole, Sign
from posdesk.desk.words.say import dated_time
from posdesk.domain.orders.board import OrderView
from posdesk.domain.privacy import without_phones

_FULL_H, _LESS_H = 112, 76  # as every STOP's: the oldest, and those behind it
_BUTTON_H, _GAP, _EDGE = SIZE.target_min, SIZE.card_gap, 18
_INK = Color.ON_BAD_FILL


class Choice(StrEnum):
    """What can be pressed on it; the button's arg is the `ordered` of the order's key."""

    THIS = "this"


def choice_card(views: Sequence[OrderView], measure: Measure, width: int, *, oldest: bool) -> Card:
    """One STOP for all of them, the newest first, each with a button of its own."""
    height = _FULL_H if oldest else _LESS_H
    sheet = Sheet(measure, width)
    octagon = 60 if oldest else 44
    box = Box(20, (height - octagon) // 2, octagon, octagon)
    sheet.put(Glyph(box, Sign.STOP, _INK))
    word = QCoreApplication.translate("Orders", "STOP")
    font = FontRole.TITLE if oldest and measure.width(word, FontRole.TITLE) < 44 else FontRole.CAPTION_BOLD
    sheet.put(Text(box, word, font, _INK, Align.CENTER))
    content, tag = views[0].order.content, SIZE.tag_detail if oldest else SIZE.tag_new
    x = 20 + octagon + 20
    sheet.put(Tag(Box(x, (height - tag) // 2, tag, tag), content.source))
    left = _buttons(sheet, views, height)
    _words(sheet, content.tbillno, Box(x + tag + 16, 0, left - x - tag - 32, height), oldest=oldest)
    return sheet.card(height, Fill(Box(0, 0, width, height), Color.BAD_FILL, RADIUS.card))


def _buttons(sheet: Sheet, views: Sequence[OrderView], height: int) -> int:
    """As many under each other as have room, the rest beside them; returns where they begin."""
    rows = max(1, (height - _GAP) // (_BUTTON_H + _GAP))
    columns = -(-len(views) // rows)
    wide = min(360, (sheet.width * 9 // 20 - (columns - 1) * _GAP) // columns)
    left = sheet.width - _EDGE - columns * (wide + _GAP) + _GAP
    shown = min(rows, len(views))
    top = (height - shown * (_BUTTON_H + _GAP) + _GAP) // 2
    for at, view in enumerate(views):
        column, row = divmod(at, rows)
        box = Box(left + column * (wide + _GAP), top + row * (_BUTTON_H + _GAP), wide, _BUTTON_H)
        label = _label(sheet, view, wide - 24)
        arg = view.order.key.ordered
        sheet.put(Button(box, Choice.THIS, label, kind=ButtonKind.ON_STOP, arg=arg))
    return left


def _label(sheet: Sheet, view: OrderView, room: int) -> str:
    order = view.order
    number = f"{order.content.number or order.billno[-6:]} {without_phones(order.content.customer.strip())}"
    time = dated_time(order.key.ordered_at or order.received_at)
    words = QCoreApplication.translate("Orders", "This one: {number}, {time}").format(
        number=number, time=time
    )
    fits = sheet.measure.width(words, FontRole.BODY_BOLD) <= room
    return words if fits else ending(sheet, f"{number} {time[5:]}", FontRole.BODY_BOLD, room)


def _words(sheet: Sheet, number: str, at: Box, *, oldest: bool) -> None:
    title = QCoreApplication.translate("Orders", "Stop them all! Which one did the customer cancel?")
    why = QCoreApplication.translate(
        "Orders",
        "{number} is the number of several open orders. Look on the platform's page, then say which.",
    )
    first, most = (FontRole.TITLE, 2) if oldest else (FontRole.STRONG, 1)
    lines = [(line, first, 28) for line in sheet.measure.wrap(title, first, at.w)[:2]]
    said = sheet.measure.wrap(why.format(number=number), FontRole.BODY, at.w)
    lines += [(line, FontRole.BODY, 22) for line in said[:most]]
    y = max(2, (at.h - sum(height for *_, height in lines)) // 2)
    for line, font, height in lines:
        sheet.text(Box(at.x, y, at.w, height), line, font, _INK)
        y += height
