"""The STOP card: an order cancelled after accept, until somebody says by name that they stopped.

Where several open orders have the cancelled number, a person first says which one the customer meant.
"""

from collections.abc import Sequence
from enum import StrEnum

from PySide6.QtCore import QCoreApplication

from posdesk.desk.cards.draft import CardDraft, Measure
from posdesk.desk.cards.facts import Facts
from posdesk.desk.cards.marks import Align, Box, Button, Card, Fill, Glyph, Tag, Text
from posdesk.desk.cards.new import items_in_a_row
from posdesk.desk.cards.parts import ending, large_number
from posdesk.desk.paint import ButtonKind
from posdesk.desk.theme import RADIUS, SIZE, Color, FontRole, Sign
from posdesk.desk.widgets.alt_keys import Everywhere
from posdesk.desk.words.say import dated_time, exact_time
from posdesk.desk.words.states import source_name
from posdesk.domain.orders.board import OrderView
from posdesk.domain.orders.source import Source
from posdesk.domain.privacy import without_phones
from posdesk.records import dataclass

FULL_H = 90  # with no dishes under its words
LESS_H = 76  # those behind the oldest
MORE_H = 32
_BUTTON_H, _GAP, _EDGE = SIZE.target_min, SIZE.card_gap, 18
_INK = Color.ON_BAD_FILL
_DISHES, _DISH_H = FontRole.BODY_BOLD, 24  # what is to be left alone is read from afar


@dataclass(frozen=True, slots=True)
class StopSigner:
    """Who would have stopped: `name`, empty where a PIN or a name says it first.

    `takes_pin` is which of the two. `others` is whether somebody else may sign in.
    """

    name: str = ""
    takes_pin: bool = False
    others: bool = False


_LETTERS = (Everywhere.STOP_FIRST, Everywhere.STOP_SECOND, Everywhere.STOP_THIRD)


class StopAct(StrEnum):
    """What can be pressed on a STOP."""

    STOPPED = "stopped"
    THIS = "this"  # the button's arg is the `ordered` of the order's key


def stop_card(
    view: OrderView,
    facts: Facts,
    measure: Measure,
    width: int,
    *,
    signer: StopSigner,
    oldest: bool,
    has_key: bool = False,
) -> Card:
    """A STOP across the page, as high as its dishes need; the oldest is large, those behind it are lower.

    `signer` is how its button says who stopped. F11 is drawn on one of them.
    """
    height = FULL_H if oldest else LESS_H
    draft = CardDraft(measure, width)
    x = _sign_and_tag(draft, facts.source, height, 60 if oldest else 54, oldest=oldest)
    key = "F11" if has_key else ""
    button_x = _button(draft, signer, key, height, oldest=oldest)
    x = _number(draft, facts, Box(x, 0, width // 4, height), oldest=oldest)
    words = Box(x, 0, button_x - x - 16, height)
    end = max(height, _words(draft, view, facts, words, oldest=oldest) + 8)
    height = _dishes(draft, facts, words, end) + 10
    ground = Fill(Box(0, 0, width, height), Color.BAD_FILL, RADIUS.card)
    return draft.card(height, ground)


def _sign_and_tag(draft: CardDraft, source: Source, height: int, octagon: int, *, oldest: bool) -> int:
    """The octagon with its word, then the source's tag; returns where the words begin."""
    box = Box(20, (height - octagon) // 2, octagon, octagon)
    word = QCoreApplication.translate("Orders", "STOP")
    large = oldest and draft.measure.width(word, FontRole.TITLE) < 44
    font = FontRole.TITLE if large else FontRole.CAPTION_BOLD
    draft.put(Glyph(box, Sign.STOP, _INK), Text(box, word, font, _INK, Align.CENTER))
    x, tag = box.right + 20, SIZE.tag_detail if oldest else SIZE.tag_new
    draft.put(Tag(Box(x, (height - tag) // 2, tag, tag), source))
    return x + tag + 16


def more_strip(count: int, measure: Measure, width: int) -> Card:
    """How many STOPs stand behind those shown."""
    draft = CardDraft(measure, width)
    words = QCoreApplication.translate("Orders", "{n} more cancelled: shown as these are acknowledged")
    place = Box(20, 0, width - 40, MORE_H)
    draft.put(Text(place, words.format(n=count), FontRole.BODY_BOLD, _INK, Align.CENTER))
    return draft.card(MORE_H, Fill(Box(0, 0, width, MORE_H), Color.BAD_FILL, RADIUS.card))


def _number(draft: CardDraft, facts: Facts, at: Box, *, oldest: bool) -> int:
    fonts = (FontRole.NUMBER_DETAIL, FontRole.NUMBER_NEW, FontRole.NUMBER_M, FontRole.NUMBER_S)
    number, font = large_number(draft, facts.number, at.w, fonts if oldest else fonts[1:])
    return draft.text(at, number, font, _INK) + 18


def _button_label(signer: StopSigner) -> str:
    if signer.name:
        return QCoreApplication.translate("Orders", "{who}: I stopped").format(who=signer.name)
    if signer.takes_pin:
        return QCoreApplication.translate("Orders", "I stopped (takes a PIN)")
    return QCoreApplication.translate("Orders", "I stopped (asks your name)")


def _button(draft: CardDraft, signer: StopSigner, key: str, height: int, *, oldest: bool) -> int:
    """The button with the name, and how it would be another's; returns where they begin."""
    label = _button_label(signer)
    note = QCoreApplication.translate("Orders", "Someone else? Sign in first: F12") if signer.others else ""
    cap = draft.measure.width("F11", FontRole.CAPTION_BOLD) + 20
    wide = max(draft.measure.width(label, FontRole.BODY_BOLD) + 44 + cap, 150)
    note_w = draft.measure.width(note, FontRole.CAPTION)
    x = draft.width - 18 - max(wide, note_w if oldest else 0)
    top = 8 if note else (height - 56) // 2
    box = Box(x, top, draft.width - 18 - x, 56) if oldest else Box(x, (height - 48) // 2, wide, 48)
    draft.put(Button(box, StopAct.STOPPED, label, key, kind=ButtonKind.ON_STOP))
    if oldest and note:
        draft.put(Text(Box(x, 66, box.w, 22), note, FontRole.CAPTION, _INK, Align.CENTER))
    return x


def _words(draft: CardDraft, view: OrderView, facts: Facts, at: Box, *, oldest: bool) -> int:
    """What happened, when, and when it was due; returns where that ends."""
    order = view.order
    title = QCoreApplication.translate("Orders", "Stop! Customer cancelled: don't make it or hand it over")
    name = source_name(facts.source, facts.source_code)
    at_time = QCoreApplication.translate("Orders", "cancelled {time}").format(time=exact_time(order.state_at))
    due = QCoreApplication.translate("Orders", "was due {time}").format(time=facts.due) if facts.due else ""
    first = " · ".join(part for part in (name, at_time, due) if part)
    font, step, top = _title_font(draft, title, at.w, oldest=oldest)
    for line in draft.measure.wrap(title, font, at.w):
        draft.text(Box(at.x, top, at.w, step - 2), line, font, _INK)
        top += step
    for line in draft.measure.wrap(first, FontRole.BODY, at.w):
        draft.text(Box(at.x, top, at.w, 22), line, FontRole.BODY, _INK)
        top += 22
    return top


def _dishes(draft: CardDraft, facts: Facts, words: Box, end: int) -> int:
    """All of them, under the words where that takes no more lines than the card's width; where they end."""
    row = items_in_a_row(facts.items, len(facts.items))
    beside = words._replace(y=end - 8, h=_DISH_H)
    under = Box(20, end - 4, draft.width - 40, _DISH_H)
    count = len(draft.measure.wrap(row, _DISHES, words.w))
    at = beside if count <= len(draft.measure.wrap(row, _DISHES, under.w)) else under
    return draft.lines(at, row, _DISHES, _INK)


def _title_font(draft: CardDraft, title: str, width: int, *, oldest: bool) -> tuple[FontRole, int, int]:
    """The largest font in which nothing of the card is cut, the height of a line, where the first begins."""
    fits = draft.measure.width(title, FontRole.TITLE if oldest else FontRole.STRONG) <= width
    if oldest:
        return (FontRole.TITLE, 30, 10) if fits else (FontRole.STRONG, 24, 8)
    return (FontRole.STRONG, 28, 12) if fits else (FontRole.BODY_BOLD, 22, 4)


def choice_card(
    views: Sequence[OrderView], measure: Measure, width: int, *, oldest: bool, has_keys: bool = False
) -> Card:
    """One STOP for all of them, the newest first, each with a button; the first ones have a key."""
    height = FULL_H if oldest else LESS_H
    draft = CardDraft(measure, width, keyed=has_keys)
    content = views[0].order.content
    x = _sign_and_tag(draft, content.source, height, 60 if oldest else 44, oldest=oldest)
    left = _buttons(draft, views, height)
    _question(draft, content.tbillno, Box(x, 0, left - x - 16, height), oldest=oldest)
    return draft.card(height, Fill(Box(0, 0, width, height), Color.BAD_FILL, RADIUS.card))


def _buttons(draft: CardDraft, views: Sequence[OrderView], height: int) -> int:
    """As many under each other as have room, the rest beside them; returns where they begin."""
    rows = max(1, (height - _GAP) // (_BUTTON_H + _GAP))
    columns = -(-len(views) // rows)
    wide = min(360, (draft.width * 9 // 20 - (columns - 1) * _GAP) // columns)
    left = draft.width - _EDGE - columns * (wide + _GAP) + _GAP
    shown = min(rows, len(views))
    top = (height - shown * (_BUTTON_H + _GAP) + _GAP) // 2
    for at, view in enumerate(views):
        column, row = divmod(at, rows)
        box = Box(left + column * (wide + _GAP), top + row * (_BUTTON_H + _GAP), wide, _BUTTON_H)
        key = draft.key(_LETTERS[at] if at < len(_LETTERS) else "")
        label = _label(draft, view, wide - 24 - draft.room_of(key))
        arg = view.order.key.ordered
        draft.put(Button(box, StopAct.THIS, label, key, ButtonKind.ON_STOP, arg=arg))
    return left


def _label(draft: CardDraft, view: OrderView, room: int) -> str:
    order = view.order
    number = f"{order.content.number or order.billno[-6:]} {without_phones(order.content.customer.strip())}"
    time = dated_time(order.key.ordered_at or order.received_at)
    words = QCoreApplication.translate("Orders", "This one: {number}, {time}").format(
        number=number, time=time
    )
    fits = draft.measure.width(words, FontRole.BODY_BOLD) <= room
    return words if fits else ending(draft, f"{number} {time[5:]}", FontRole.BODY_BOLD, room)


def _question(draft: CardDraft, number: str, at: Box, *, oldest: bool) -> None:
    title = QCoreApplication.translate("Orders", "Stop them all! Which one did the customer cancel?")
    why = QCoreApplication.translate(
        "Orders",
        "{number} is the number of several open orders. Look on the platform's page, then say which.",
    )
    first, most = (FontRole.TITLE, 2) if oldest else (FontRole.STRONG, 1)
    lines = [(line, first, 28) for line in draft.measure.wrap(title, first, at.w)[:2]]
    said = draft.measure.wrap(why.format(number=number), FontRole.BODY, at.w)
    lines += [(line, FontRole.BODY, 22) for line in said[:most]]
    y = max(2, (at.h - sum(height for *_, height in lines)) // 2)
    for line, font, height in lines:
        draft.text(Box(at.x, y, at.w, height), line, font, _INK)
        y += height
