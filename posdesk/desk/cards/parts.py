"""The parts that several cards have: frame, head, items, remark, chips, what nobody knows."""

from enum import StrEnum

from PySide6.QtCore import QCoreApplication

from posdesk.desk.cards.draft import CardDraft
from posdesk.desk.cards.facts import Chip, Facts, Item, Unknown
from posdesk.desk.cards.marks import Box, Button, Fill, Glyph, Hatch, Tag, Text, Tick, Ticking
from posdesk.desk.paint import ButtonKind
from posdesk.desk.theme import LINE, RADIUS, SIZE, Color, FontRole, Sign, StateRole, inks_of
from posdesk.desk.widgets.alt_keys import OrdersKey
from posdesk.desk.words.states import kind_name, source_name
from posdesk.domain.orders.board import Action
from posdesk.domain.orders.intent import Kind
from posdesk.domain.orders.source import Source
from posdesk.domain.privacy import short_number
from posdesk.records import replace

PAD = SIZE.card_pad  # px, within a card
GAP = SIZE.card_gap  # px, between cards and between targets
TARGET = SIZE.target_min  # px, the least height of what is pressed
CHIP_H = SIZE.chip
BAND_H = SIZE.hatch_band
_QTY_W = 18
_APART = 15  # px, between a dish and its attributes
_UNDER_H = 20  # px, a line of attributes under their dish


def chip_colors(shown: Chip) -> tuple[Color, Color]:
    """The colours of a chip's ground and of its words."""
    inks = inks_of(shown.role)
    return inks.soft, inks.ink


def frame(width: int, height: int, *, selected: bool, border: Color = Color.LINE) -> Fill:
    """The card itself; the selected one has a 3 px frame."""
    border, wide = (Color.FOCUS, LINE.selected) if selected else (border, LINE.hairline)
    return Fill(Box(0, 0, width, height), Color.RAISED, RADIUS.card, border, wide)


def head(draft: CardDraft, facts: Facts, at: Box, tag: int, fonts: tuple[FontRole, ...]) -> int:
    """Tag and show number in `at`, in the largest of the fonts that fits; returns where the number ends."""
    draft.put(Tag(Box(at.x, at.y + (at.h - tag) // 2, tag, tag), facts.source))
    room = at._replace(x=at.x + tag + 11, w=at.w - tag - 11)
    number, font = large_number(draft, facts.number, room.w, fonts)
    return draft.text(room, number, font)


def large_number(
    draft: CardDraft, number: str, width: int, fonts: tuple[FontRole, ...]
) -> tuple[str, FontRole]:
    """The number in the largest of the fonts that fits; of a masked phone its last four need to fit."""
    short = short_number(number)
    fitting = (f for f in fonts if draft.measure.width(short, f) <= width)
    font = next(fitting, FontRole.STRONG)
    return ending(draft, number if draft.measure.width(number, font) <= width else short, font, width), font


def ending(draft: CardDraft, number: str, font: FontRole, width: int) -> str:
    """A number that fits; of a longer one the end, by which orders are called out."""
    shown = number
    while len(shown) > 1 and draft.measure.width(shown if shown == number else f"…{shown}", font) > width:
        shown = shown[1:]
    return shown if shown == number else f"…{shown}"


def item_lines(draft: CardDraft, items: tuple[Item, ...], at: Box, pitch: int, font: FontRole) -> int:
    """The dishes, quantity in its own column, each with its attributes whole; returns where they end."""
    bold = FontRole.STRONG if font is FontRole.LARGE else FontRole.BODY_BOLD
    column = max([_QTY_W, *(draft.measure.width(i.quantity, bold) for i in items)])
    y = at.y
    for item in items:
        line = Box(at.x, y, at.w, pitch)
        draft.right(line._replace(w=column), item.quantity, bold, Color.ACCENT if item.many else Color.TEXT)
        name_x = at.x + column + 10
        y = _item(draft, item, line._replace(x=name_x, w=at.right - name_x), font)
    return y


def _item(draft: CardDraft, item: Item, at: Box, font: FontRole) -> int:
    """Name and attributes: after the name where they fit, else under it; nothing of either is cut."""
    small = FontRole.BODY if font is FontRole.LARGE else FontRole.CAPTION
    lines = draft.measure.wrap(item.name, font, at.w) or ("",)
    for number, line in enumerate(lines):
        end = draft.text(at._replace(y=at.y + number * at.h), line, font)
    y = at.y + len(lines) * at.h
    if item.attributes and end + _APART + draft.measure.width(item.attributes, small) <= at.right:
        draft.text(
            Box(end + _APART, y - at.h, at.right - end - _APART, at.h), item.attributes, small, Color.MUTED
        )
        return y
    under = at._replace(y=y, h=_UNDER_H)
    return draft.lines(under, item.attributes, small, Color.MUTED) if item.attributes else y


def remark_box(draft: CardDraft, text: str, at: Box) -> int:
    """The remark, bold on amber, on as many lines as it needs; returns where it ends."""
    word = QCoreApplication.translate("Orders", "Remark")
    label = draft.measure.width(word, FontRole.BODY_BOLD) + 16
    lines = draft.measure.wrap(text, FontRole.BODY_BOLD, at.w - 16 - label)
    height = len(lines) * 21 + 6
    draft.put(Fill(Box(at.x, at.y, at.w, height), Color.WARN_SOFT, RADIUS.remark))
    first = Box(at.x + 8, at.y + 3, at.w - 16, 21)
    draft.text(first, word, FontRole.BODY_BOLD)
    for number, line in enumerate(lines):
        box = Box(first.x + label, first.y + number * 21, first.w - label, 21)
        draft.put(Text(box, line, FontRole.BODY_BOLD))
    return at.y + height


def chip(draft: CardDraft, shown: Chip, at: Box) -> int:
    """A chip in as many lines as its words need, or the wait with its undo; returns where it ends."""
    if shown.undoable:
        return _undo_chip(draft, shown, at)
    fill, ink = chip_colors(shown)
    lines = draft.measure.wrap(shown.text, FontRole.CAPTION_BOLD, at.w - 46)
    wide = max(draft.measure.width(line, FontRole.CAPTION_BOLD) for line in lines) + 46
    height = CHIP_H + (len(lines) - 1) * 18
    draft.put(Fill(Box(at.x, at.y, wide, height), fill, RADIUS.chip))
    draft.put(Glyph(Box(at.x + 12, at.y + 5, 16, 16), shown.sign or Sign.CLOCK, ink))
    for number, line in enumerate(lines):
        box = Box(at.x + 34, at.y + 4 + number * 18, wide - 46, 18)
        draft.put(Text(box, line, FontRole.CAPTION_BOLD, ink))
    return at.y + height


def _undo_chip(draft: CardDraft, shown: Chip, at: Box) -> int:
    """What waits to leave, and the button that takes it back."""
    fill, ink = chip_colors(shown)
    label = QCoreApplication.translate("Orders", "Undo")
    key = draft.key(OrdersKey.TAKE_BACK)
    button = draft.measure.width(label, FontRole.BODY_BOLD) + 28 + draft.room_of(key)
    words = Box(at.x + 10, at.y, at.w - button - 16, TARGET)
    wrapped = () if shown.waits else draft.measure.wrap(shown.text, FontRole.CAPTION_BOLD, words.w)
    height = max(TARGET, 18 * len(wrapped) + 8)
    draft.put(Fill(Box(at.x, at.y, at.w, height), fill, RADIUS.control))
    if shown.waits:
        draft.put(Ticking(words, Tick.UNDO, FontRole.CAPTION_BOLD, role=ink))
    top = at.y + (height - 18 * len(wrapped)) // 2
    for number, line in enumerate(wrapped):
        draft.text(words._replace(y=top + 18 * number, h=18), line, FontRole.CAPTION_BOLD, ink)
    place = Box(at.right - button, at.y + (height - TARGET) // 2, button, TARGET)
    draft.put(Button(place, Action.UNDO, label, key))
    return at.y + height


def chips(draft: CardDraft, facts: Facts, at: Box, *, but: StateRole | None = None) -> int:
    """All chips of a card but those of one look, under each other; returns where they end."""
    y = at.y
    for shown in facts.chips:
        if shown.role is not but:
            y = chip(draft, shown, at._replace(y=y)) + 6
    return y


def unknown_block(draft: CardDraft, unknown: Unknown, at: Box) -> int:
    """Sign, words, attempts and next try, and the way on; returns where it ends."""
    head_text = QCoreApplication.translate("Orders", "{what}: result unknown")
    draft.put(Glyph(Box(at.x, at.y + 2, 20, 20), Sign.QUESTION, Color.UNKNOWN))
    words = head_text.format(what=kind_name(unknown.kind))
    y = draft.lines(Box(at.x + 28, at.y, at.w - 28, 24), words, FontRole.STRONG, Color.UNKNOWN)
    y = draft.lines(Box(at.x, y + 2, at.w, 19), _unknown_words(unknown), FontRole.CAPTION)
    return _unknown_foot(draft, unknown, at._replace(y=y + 4))


def band(draft: CardDraft, *, selected: bool = False) -> None:
    """The hatched band over a card of which something is unknown."""
    inset = 3 if selected else 1
    draft.put(Hatch(Box(inset, inset, draft.width - 2 * inset, BAND_H)))


def _unknown_words(unknown: Unknown) -> str:
    if unknown.needs_person and unknown.answer:
        words = QCoreApplication.translate(
            "Orders",
            "An answer was lost, then: {answer}. That decides nothing. Look it up there, then say here how it"
            " ended.",
        )
        return words.format(answer=unknown.answer)
    if unknown.needs_person:
        return QCoreApplication.translate(
            "Orders", "The platform gave no clear answer. Look it up there, then say here how it ended."
        )
    if unknown.answer:
        words = QCoreApplication.translate(
            "Orders",
            "An answer was lost, then: {answer}. That decides nothing; asking again with the same number.",
        )
        return words.format(answer=unknown.answer)
    return QCoreApplication.translate(
        "Orders", "No answer came after it left. Asking again with the same number: it can't happen twice."
    )


def _unknown_foot(draft: CardDraft, unknown: Unknown, at: Box) -> int:
    label, act = QCoreApplication.translate("Orders", "Ask now"), Action.ASK_AGAIN
    if unknown.needs_person:
        label, act = QCoreApplication.translate("Orders", "Say how it ended"), Action.SETTLE
    key = draft.key(OrdersKey.SETTLE if unknown.needs_person else OrdersKey.ASK_AGAIN)
    wide = min(at.w, draft.measure.width(label, FontRole.BODY_BOLD) + 32 + draft.room_of(key))
    y, tries = at.y, _tries(unknown)
    if draft.measure.width(tries, FontRole.CAPTION) > at.w - wide - GAP:
        y = draft.lines(Box(at.x, y, at.w, 19), tries, FontRole.CAPTION, Color.MUTED) + 4
    else:
        draft.text(Box(at.x, y, at.w - wide - GAP, TARGET), tries, FontRole.CAPTION, Color.MUTED)
    draft.put(Button(Box(at.right - wide, y, wide, TARGET), act, label, key))
    return y + TARGET


def _tries(unknown: Unknown) -> str:
    tried = QCoreApplication.translate("Orders", "Attempt {n}").format(n=unknown.attempts)
    if not unknown.next_at:
        return tried
    following = QCoreApplication.translate("Orders", "next {time}").format(time=unknown.next_at)
    return f"{tried}   {following}"


def odd_words(facts: Facts) -> tuple[tuple[str, Color], ...]:
    """What is odd about an order, with its colour role."""
    said = (
        (source_name(facts.source, facts.source_code), Color.MUTED, facts.source is Source.OTHER),
        (
            QCoreApplication.translate("Orders", "Changed by the platform: see detail"),
            Color.WARN,
            facts.changed,
        ),
        (
            QCoreApplication.translate("Orders", "The sums don't add up: see detail"),
            Color.WARN,
            facts.mismatch,
        ),
    )
    return tuple((text, role) for text, role, shown in said if shown)


def odd_lines(draft: CardDraft, facts: Facts, at: Box) -> int:
    """A line for each oddity; returns where they end."""
    y = at.y
    for text, role in odd_words(facts):
        y = draft.lines(Box(at.x, y, at.w, 19), text, FontRole.CAPTION_BOLD, role)
    return y


def accept_button(at: Box, *, key: str) -> Button:
    """Accept, the one filled button of a card."""
    return Button(at, Action.ACCEPT, kind_name(Kind.ACCEPT), key, ButtonKind.PRIMARY)


def ready_button(at: Box, *, key: str) -> Button:
    """Ready: a check above its word."""
    return Button(at, Action.READY, kind_name(Kind.READY), key, sign=Sign.CHECK)


def send_and_back(draft: CardDraft, send: Button, back: StrEnum) -> int:
    """The two buttons that end a panel, at the right of what `send` was given; returns where they begin."""
    words = QCoreApplication.translate("Orders", "Back")
    key_w = draft.measure.width(send.key, FontRole.CAPTION_BOLD)
    send_w = draft.measure.width(send.label, FontRole.BODY_BOLD) + key_w + 54
    back_w = draft.measure.width(words, FontRole.BODY) + 78
    place = send.box._replace(x=send.box.right - send_w, w=send_w)
    beside = place._replace(x=place.x - GAP - back_w, w=back_w)
    draft.put(replace(send, box=place), Button(beside, back, words, "Esc", ButtonKind.QUIET))
    return beside.x
