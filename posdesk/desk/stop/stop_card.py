"""The STOP card: an order cancelled after accept, until somebody says by name that they stopped."""

from enum import StrEnum

from PySide6.QtCore import QCoreApplication

from posdesk.desk.cards.facts import Facts
from posdesk.desk.cards.marks import Align, Box, Button, Card, Fill, Glyph, Tag, Text
from posdesk.desk.cards.new import items_in_a_row
from posdesk.desk.cards.parts import large_number
from posdesk.desk.cards.sheet import Measure, Sheet
from posdesk.desk.paint import ButtonKind
from posdesk.desk.theme import RADIUS, SIZE, Color, FontRole, Sign
from posdesk.desk.words.say import exact_time
from posdesk.desk.words.states import source_name
from posdesk.domain.orders.board import OrderView

FULL_H = 112
LESS_H = 76  # those behind the oldest
MORE_H = 32
_INK = Color.ON_BAD_FILL


class Act(StrEnum):
    """What can be pressed on a STOP."""

    STOPPED = "stopped"


def stop_card(
    view: OrderView,
    facts: Facts,
    measure: Measure,
    width: int,
    *,
    actor: str,
    oldest: bool,
    has_key: bool = False,
) -> Card:
    """A STOP across the page; the oldest is large, those behind it are lower; F11 is drawn on one of them.

    `actor` is who would have stopped; empty where a PIN says it first.
    """
    height = FULL_H if oldest else LESS_H
    sheet = Sheet(measure, width)
    octagon = 60 if oldest else 54
    y = (height - octagon) // 2
    sheet.put(Glyph(Box(20, y, octagon, octagon), Sign.STOP, _INK))
    word = QCoreApplication.translate("Orders", "STOP")
    font = FontRole.TITLE if oldest and measure.width(word, FontRole.TITLE) < 44 else FontRole.CAPTION_BOLD
    sheet.put(Text(Box(20, y, octagon, octagon), word, font, _INK, Align.CENTER))
    x = 20 + octagon + 20
    tag = SIZE.tag_detail if oldest else SIZE.tag_new
    sheet.put(Tag(Box(x, (height - tag) // 2, tag, tag), facts.source))
    key = "F11" if has_key else ""
    button_x = _button(sheet, actor, key, height, oldest=oldest)
    x = _number(sheet, facts, Box(x + tag + 16, 0, width // 4, height), oldest=oldest)
    _words(sheet, view, facts, Box(x, 0, button_x - x - 16, height), oldest=oldest)
    ground = Fill(Box(0, 0, width, height), Color.BAD_FILL, RADIUS.card)
    return sheet.card(height, ground)


def more_strip(count: int, measure: Measure, width: int) -> Card:
    """How many STOPs stand behind those shown."""
    sheet = Sheet(measure, width)
    words = QCoreApplication.translate("Orders", "{n} more cancelled: shown as these are acknowledged")
    place = Box(20, 0, width - 40, MORE_H)
    sheet.put(Text(place, words.format(n=count), FontRole.BODY_BOLD, _INK, Align.CENTER))
    return sheet.card(MORE_H, Fill(Box(0, 0, width, MORE_H), Color.BAD_FILL, RADIUS.card))


def _number(sheet: Sheet, facts: Facts, at: Box, *, oldest: bool) -> int:
    fonts = (FontRole.NUMBER_DETAIL, FontRole.NUMBER_NEW, FontRole.NUMBER_M, FontRole.NUMBER_S)
    number, font = large_number(sheet, facts.number, at.w, fonts if oldest else fonts[1:])
    return sheet.text(at, number, font, _INK) + 18


def _button(sheet: Sheet, actor: str, key: str, height: int, *, oldest: bool) -> int:
    """The button with the name, and how it would be another's; returns where they begin."""
    label = QCoreApplication.translate("Orders", "{who}: I stopped").format(who=actor)
    if not actor:
        label = QCoreApplication.translate("Orders", "I stopped (takes a PIN)")
    note = QCoreApplication.translate("Orders", "Someone else? Sign in first: F12")
    cap = sheet.measure.width("F11", FontRole.CAPTION_BOLD) + 20
    wide = max(sheet.measure.width(label, FontRole.BODY_BOLD) + 44 + cap, 150)
    note_w = sheet.measure.width(note, FontRole.CAPTION)
    x = sheet.width - 18 - max(wide, note_w if oldest else 0)
    box = Box(x, 14, sheet.width - 18 - x, 56) if oldest else Box(x, (height - 48) // 2, wide, 48)
    sheet.put(Button(box, Act.STOPPED, label, key, kind=ButtonKind.ON_STOP))
    if oldest:
        sheet.put(Text(Box(x, 76, box.w, 22), note, FontRole.CAPTION, _INK, Align.CENTER))
    return x


def _words(sheet: Sheet, view: OrderView, facts: Facts, at: Box, *, oldest: bool) -> None:
    order = view.order
    title = QCoreApplication.translate("Orders", "Stop! Customer cancelled: don't make it or hand it over")
    name = source_name(facts.source, facts.source_code)
    at_time = QCoreApplication.translate("Orders", "cancelled {time}").format(time=exact_time(order.state_at))
    due = QCoreApplication.translate("Orders", "was due {time}").format(time=facts.due) if facts.due else ""
    parts = [part for part in (name, at_time, due) if part]
    while len(parts) > 1 and sheet.measure.width("   ".join(parts), FontRole.BODY) > at.w:
        parts.pop()  # half a word says less than none
    first = "   ".join(parts)
    font, step, top = _title_font(sheet, title, at.w, oldest=oldest)
    lines = sheet.measure.wrap(title, font, at.w)[:2]
    for line in lines:
        sheet.text(Box(at.x, top, at.w, step - 2), line, font, _INK)
        top += step
    sheet.text(Box(at.x, top, at.w, 22), first, FontRole.BODY, _INK)
    if oldest:
        sheet.text(Box(at.x, top + 24, at.w, 24), items_in_a_row(facts.items), FontRole.BODY, _INK)


def _title_font(sheet: Sheet, title: str, width: int, *, oldest: bool) -> tuple[FontRole, int, int]:
    """The largest font in which nothing of the card is cut, the height of a line, where the first begins."""
    fits = sheet.measure.width(title, FontRole.TITLE if oldest else FontRole.STRONG) <= width
    if oldest:
        return (FontRole.TITLE, 30, 10) if fits else (FontRole.STRONG, 24, 8)
    return (FontRole.STRONG, 28, 12) if fits else (FontRole.BODY_BOLD, 22, 4)
