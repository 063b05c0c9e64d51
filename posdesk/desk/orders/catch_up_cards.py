"""The catch-up view as marks: the lists at the left, the platforms to compare at the right."""

from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum

from PySide6.QtCore import QCoreApplication

from posdesk.desk.cards.draft import CardDraft, Measure
from posdesk.desk.cards.facts import Facts
from posdesk.desk.cards.marks import Box, Button, Card, Fill, Glyph, Tag
from posdesk.desk.cards.new import items_in_a_row
from posdesk.desk.cards.parts import GAP, TARGET, head
from posdesk.desk.orders.catch_up_words import (
    away_todo_words,
    caught_words,
    group_words,
    missed_words,
    title_words,
)
from posdesk.desk.paint import ButtonKind
from posdesk.desk.theme import LINE, RADIUS, SIZE, Color, FontRole, Sign
from posdesk.desk.widgets.alt_keys import OrdersKey
from posdesk.desk.words.relay import away_words
from posdesk.desk.words.say import actor_name, clock_time
from posdesk.desk.words.states import kind_name
from posdesk.domain.orders.board import Action
from posdesk.domain.orders.catch_up import CatchUp, Caught, CaughtOrder
from posdesk.domain.orders.intent import Kind
from posdesk.domain.orders.order import OrderKey
from posdesk.domain.orders.source import Source
from posdesk.domain.relay.status import Away
from posdesk.domain.status import Gap, GapCheck
from posdesk.records import dataclass, replace

ROW_H = 64  # px; more where the words need it
_PAD = 14
_LINES = 3  # of a row that is as low as it may be
_NUMBER_END = 154  # px from a row's left
_HEAD_H, _RULE_H = 46, 18
_NUMBERS = (FontRole.NUMBER_M, FontRole.NUMBER_S, FontRole.STRONG, FontRole.BODY_BOLD)
_SAID_IN = {
    Caught.LATE: Color.BAD,
    Caught.NEVER_SENT: Color.BAD,
    Caught.UNKNOWN: Color.UNKNOWN,
    Caught.CONFIRMED: Color.GOOD,
    Caught.WAITING: Color.ACCENT,
}


class CatchUpAct(StrEnum):
    """What can be pressed in the view."""

    ACCEPT = "accept"  # arg: which row
    SHOW = "show"  # arg: which row
    COMPARED = "compared"
    ALL_COMPARED = "all_compared"
    READ = "read"  # what came while we were away was read
    CLOSE = "close"


@dataclass(frozen=True, slots=True)
class Platform:
    """A partner as people know it, and who compared it last; None while nobody has."""

    name: str
    said: str
    source: Source
    check: GapCheck | None = None


@dataclass(frozen=True, slots=True)
class CatchUpContent:
    """What to show: `facts` and `left_s` of each order, the chosen one, the platform at hand."""

    gaps: tuple[Gap, ...]
    orders: CatchUp
    facts: Mapping[OrderKey, Facts]
    left_s: Callable[[OrderKey], float | None]
    selected: OrderKey | None = None
    platforms: tuple[Platform, ...] = ()
    away: Away | None = None

    @property
    def at_hand(self) -> Platform | None:
        """The first platform that nobody has compared."""
        return next((each for each in self.platforms if each.check is None), None)


@dataclass(slots=True)
class LaidOut:
    """The left card, and where each order's row stands in it."""

    card: Card
    boxes: dict[OrderKey, Box]


def lists_card(content: CatchUpContent, measure: Measure, width: int) -> LaidOut:
    """The lists, each under its head with its count."""
    draft, boxes = CardDraft(measure, width), dict[OrderKey, Box]()
    groups = [content.orders.expired, content.orders.possible, content.orders.cancelled]
    groups += [content.orders.dealt_with] if content.away is not None else []
    y, place = 0, 0
    for (title, rule), orders in zip(group_words(), groups, strict=False):
        y = _group_head(draft, title, rule, len(orders), Box(0, y, width, _HEAD_H))
        for caught in orders:
            box = _row(draft, content, caught, Box(0, y, width, ROW_H), place)
            boxes[caught.key] = box
            y, place = box.bottom, place + 1
    ground = Fill(Box(0, 0, width, y), Color.RAISED, RADIUS.card, Color.LINE)
    return LaidOut(draft.card(y, ground), boxes)


def _group_head(draft: CardDraft, title: str, rule: str, count: int, at: Box) -> int:
    measure, start = draft.measure, len(draft.marks)
    end = at.x + _PAD + measure.width(title, FontRole.STRONG) + 12
    room = at.right - end - measure.width(str(count), FontRole.BODY_BOLD) - 16 - _PAD
    high = _RULE_H * len(measure.wrap(rule, FontRole.CAPTION, room))
    at = at._replace(h=max(at.h, high + 8))
    draft.text(Box(at.x + _PAD, at.y, at.w, at.h), title, FontRole.STRONG)
    end = draft.text(Box(end, at.y, at.w, at.h), str(count), FontRole.BODY_BOLD, Color.MUTED) + 16
    words = Box(end, at.y + (at.h - high) // 2, room, _RULE_H)
    draft.lines(words, rule, FontRole.CAPTION, Color.MUTED)
    draft.marks.insert(start, Fill(at, Color.SUNKEN))
    return at.bottom


def _row(draft: CardDraft, content: CatchUpContent, caught: CaughtOrder, at: Box, place: int) -> Box:
    """An order, in a row as high as its words need; returns where it stands."""
    facts, is_selected = content.facts[caught.key], caught.key == content.selected
    button = _row_button(draft, facts, at, place, is_selected=is_selected)
    x, right = at.x + _NUMBER_END, button.box.x - GAP
    measure, how_font = draft.measure, FontRole.BODY_BOLD
    room = max((right - x) * 2 // 5, min(measure.width(facts.how, how_font), (right - x) // 2))
    how = measure.wrap(facts.how, how_font, room)
    said_x = x + room + 12
    said = _said_lines(measure, caught, content.left_s(caught.key), right - said_x)
    at = at._replace(h=max(ROW_H, 42 + 22 * len(how), 20 * len(said) + (4 if len(said) <= _LINES else 16)))
    draft.put(*_row_ground(at, is_selected=is_selected))
    draft.put(replace(button, box=button.box._replace(y=at.y + (at.h - TARGET) // 2)))
    head(draft, facts, Box(at.x + _PAD, at.y, 128, at.h), SIZE.tag_making, _NUMBERS)
    y = draft.lines(Box(x, at.y + 10, room, 22), facts.how, how_font)
    draft.text(Box(x, y + 1, room, 20), items_in_a_row(facts.items), FontRole.CAPTION, Color.MUTED)
    top = at.y + (at.h - 20 * len(said)) // 2
    for number, (line, font, color) in enumerate(said):
        draft.text(Box(said_x, top + 20 * number, right - said_x, 20), line, font, color)
    return at


def _row_ground(at: Box, *, is_selected: bool) -> tuple[Fill, ...]:
    if is_selected:
        return (Fill(at, Color.ACCENT_SOFT, RADIUS.control, Color.FOCUS, LINE.selected),)
    return (Fill(Box(at.x, at.bottom - 1, at.w, 1), Color.LINE),)


def _said_lines(
    measure: Measure, caught: CaughtOrder, left_s: float | None, width: int
) -> list[tuple[str, FontRole, Color]]:
    """What became of it, then what to do, broken to that width; no line of it is left out."""
    said, bold, plain = caught_words(caught, left_s), FontRole.BODY_BOLD, FontRole.CAPTION
    role = _SAID_IN.get(caught.what, Color.TEXT)
    lines = [(line, bold, role) for line in measure.wrap(said.what, bold, width)]
    return lines + [(line, plain, Color.MUTED) for line in measure.wrap(said.todo, plain, width)]


def _row_button(draft: CardDraft, facts: Facts, at: Box, place: int, *, is_selected: bool) -> Button:
    """Accept where that is possible, else a way to see it, at the row's right."""
    act, label = CatchUpAct.SHOW, QCoreApplication.translate("Orders", "See it")
    key, kind = "F5" if is_selected else "", ButtonKind.OUTLINED
    if Action.ACCEPT in facts.actions:
        act, label = CatchUpAct.ACCEPT, kind_name(Kind.ACCEPT)
        key, kind = "F2" if is_selected else "", ButtonKind.PRIMARY if is_selected else ButtonKind.OUTLINED
    wide = draft.measure.width(label, FontRole.BODY_BOLD) + (72 if key else 32)
    return Button(Box(at.right - _PAD - wide, at.y, wide, TARGET), act, label, key, kind, arg=str(place))


def title_card(measure: Measure, width: int, *, compares: bool) -> Card:
    """What to do here, and the way back to the orders; `compares`: with the platforms' own pages."""
    draft = CardDraft(measure, width)
    label = QCoreApplication.translate("Orders", "Back to the orders")
    wide = measure.width(label, FontRole.BODY_BOLD) + 88
    draft.put(Glyph(Box(_PAD, 17, 22, 22), Sign.WARNING, Color.WARN))
    words = Box(_PAD + 32, 6, width - wide - 2 * _PAD - 40, 21)
    said = title_words(compares=compares)
    lines = draft.measure.wrap(said, FontRole.BODY_BOLD, words.w)
    height = max(21 * len(lines) + 12, TARGET + 12)
    draft.lines(words._replace(y=(height - 21 * len(lines)) // 2), said, FontRole.BODY_BOLD)
    box = Box(width - wide - _PAD, (height - TARGET) // 2, wide, TARGET)
    draft.put(Button(box, CatchUpAct.CLOSE, label, OrdersKey.CATCH_UP))
    return draft.card(height, Fill(Box(0, 0, width, height), Color.WARN_SOFT, RADIUS.control))


def platforms_card(content: CatchUpContent, measure: Measure, width: int) -> Card:
    """What came while we were away; which platform was compared by whom, and what is still to be compared."""
    draft = CardDraft(measure, width)
    y = 12
    if content.away is not None:
        y = _away(draft, content.away, len(content.orders.every), Box(_PAD, y, width - 2 * _PAD, 24))
    if content.gaps:
        y = _platforms(draft, content, Box(_PAD, y, width - 2 * _PAD, 24))
    return draft.card(y, Fill(Box(0, 0, width, y), Color.RAISED, RADIUS.card, Color.LINE))


def _away(draft: CardDraft, away: Away, listed: int, at: Box) -> int:
    """How much came and when; the button that ends the list."""
    title = QCoreApplication.translate("Orders", "While this counter was away")
    y = draft.lines(at, title, FontRole.STRONG)
    y = draft.lines(at._replace(y=y + 4, h=20), away_words(away), FontRole.CAPTION)
    if more := away_todo_words(away, listed):
        y = draft.lines(at._replace(y=y + 4, h=20), more, FontRole.CAPTION)
    label = QCoreApplication.translate("Orders", "Read, end the list")
    button = at._replace(y=y + 10, h=TARGET)
    draft.put(Button(button, CatchUpAct.READ, label, OrdersKey.AWAY_READ, ButtonKind.PRIMARY))
    foot = QCoreApplication.translate("Orders", "Who read it and when is in the record.")
    return draft.lines(at._replace(y=button.bottom + 6, h=18), foot, FontRole.CAPTION, Color.MUTED) + 14


def _platforms(draft: CardDraft, content: CatchUpContent, inner: Box) -> int:
    title = QCoreApplication.translate("Orders", "Are there others on the platforms?")
    y = draft.lines(inner, title, FontRole.STRONG)
    y = draft.lines(inner._replace(y=y + 4, h=20), missed_words(content.gaps), FontRole.CAPTION) + 8
    for platform in content.platforms:
        y = _platform(draft, platform, inner._replace(y=y, h=TARGET))
    y = _compare_buttons(draft, content, inner._replace(y=y + 8, h=TARGET))
    foot = QCoreApplication.translate(
        "Orders", "Who compared and when is in the record. The notice ends once all are compared."
    )
    return draft.lines(inner._replace(y=y + 4, h=18), foot, FontRole.CAPTION, Color.MUTED) + 12


def _platform(draft: CardDraft, platform: Platform, at: Box) -> int:
    side = SIZE.tag_row
    draft.put(Tag(Box(at.x, at.y + (at.h - side) // 2, side, side), platform.source))
    if platform.check is None:
        words, role = QCoreApplication.translate("Orders", "not compared yet"), Color.WARN
    else:
        who = actor_name(platform.check.actor)
        words, role = f"{clock_time(platform.check.at)} {who}", Color.GOOD
    begin = draft.right(at, words, FontRole.CAPTION_BOLD, role)
    draft.text(at._replace(x=at.x + side + 12, w=begin - at.x - side - 20), platform.said, FontRole.BODY_BOLD)
    return at.bottom


def _compare_buttons(draft: CardDraft, content: CatchUpContent, at: Box) -> int:
    platform = content.at_hand
    if platform is None:
        return at.y
    one = QCoreApplication.translate("Orders", "Compared: {name}").format(name=platform.said)
    draft.put(Button(at, CatchUpAct.COMPARED, one, OrdersKey.COMPARED, ButtonKind.PRIMARY))
    every = QCoreApplication.translate("Orders", "All compared")
    below = at._replace(y=at.bottom + GAP)
    draft.put(Button(below, CatchUpAct.ALL_COMPARED, every, OrdersKey.ALL_COMPARED))
    return below.bottom + 8


def checks_of(gaps: Sequence[Gap], partner: str) -> GapCheck | None:
    """Who compared all of these gaps with that partner's pages last; None while one of them is open."""
    found = [next((c for c in gap.checks if c.partner == partner), None) for gap in gaps]
    done = [check for check in found if check is not None]
    return max(done, key=lambda check: check.at) if found and len(done) == len(found) else None
