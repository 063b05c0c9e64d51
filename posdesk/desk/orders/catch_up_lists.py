"""The catch-up view's lists as marks; a row is laid out anew only where something of it changed."""

from PySide6.QtCore import QCoreApplication

from posdesk.desk.cards.draft import CardDraft, Measure
from posdesk.desk.cards.facts import Facts
from posdesk.desk.cards.marks import Box, Button, Card, Fill, Mark
from posdesk.desk.cards.new import items_in_a_row
from posdesk.desk.cards.parts import GAP, TARGET, head
from posdesk.desk.orders.catch_up_cards import CatchUpAct, CatchUpContent
from posdesk.desk.orders.catch_up_words import caught_words, group_words
from posdesk.desk.paint import ButtonKind
from posdesk.desk.theme import LINE, RADIUS, SIZE, Color, FontRole
from posdesk.desk.words.states import Sentence, kind_name
from posdesk.domain.orders.board import Action
from posdesk.domain.orders.catch_up import Caught, CaughtOrder
from posdesk.domain.orders.intent import Kind
from posdesk.domain.orders.order import OrderKey
from posdesk.records import dataclass, replace

ROW_H = 64  # px; more where the words need it
_PAD = 14
_NUMBER_END = 154  # px from a row's left
_HEAD_H, _RULE_H = 46, 18
_SAID_H = {FontRole.BODY_BOLD: 20, FontRole.CAPTION: 18}  # three lines fit into the lowest row
_NUMBERS = (FontRole.NUMBER_M, FontRole.NUMBER_S, FontRole.STRONG, FontRole.BODY_BOLD)
_SAID_IN = {
    Caught.LATE: Color.BAD,
    Caught.NEVER_SENT: Color.BAD,
    Caught.UNKNOWN: Color.UNKNOWN,
    Caught.CONFIRMED: Color.GOOD,
    Caught.WAITING: Color.ACCENT,
}


@dataclass(frozen=True, slots=True)
class LaidOut:
    """The left card, and where each order's row stands in it."""

    card: Card
    boxes: dict[OrderKey, Box]


@dataclass(frozen=True, slots=True)
class _RowWords:
    """What a row says, beside the facts of its order: what became of it, in which colour; the label."""

    said: Sentence
    role: Color
    button: Button  # where it would stand in a row that begins at 0
    is_selected: bool


@dataclass(frozen=True, slots=True)
class _Row:
    """A row as it was laid out: of what, where its room began, where it stands, its marks."""

    facts: Facts
    words: _RowWords
    at: Box
    box: Box
    marks: tuple[Mark, ...]


def arg_of(key: OrderKey) -> str:
    """What the buttons of an order's row say they are about."""
    return "\n".join(key)


class CatchUpLists:
    """Lays the lists out with one measure, and keeps the rows of the last time."""

    def __init__(self, measure: Measure) -> None:
        """Nothing is laid out yet."""
        self._measure = measure
        self._rows: dict[OrderKey, _Row] = {}

    def lay_out(self, content: CatchUpContent, width: int) -> LaidOut:
        """The lists, each under its head with its count."""
        draft, rows = CardDraft(self._measure, width), dict[OrderKey, _Row]()
        groups = [content.orders.expired, content.orders.possible, content.orders.cancelled]
        groups += [content.orders.dealt_with] if content.away is not None else []
        y = 0
        for (title, rule), orders in zip(group_words(), groups, strict=False):
            y = _group_head(draft, title, rule, len(orders), Box(0, y, width, _HEAD_H))
            for caught in orders:
                row = self._row(content, caught, Box(0, y, width, ROW_H))
                draft.put(*row.marks)
                rows[caught.key], y = row, row.box.bottom
        self._rows = rows
        ground = Fill(Box(0, 0, width, y), Color.RAISED, RADIUS.card, Color.LINE)
        return LaidOut(draft.card(y, ground), {key: row.box for key, row in rows.items()})

    def _row(self, content: CatchUpContent, caught: CaughtOrder, at: Box) -> _Row:
        """That order's row; the one from before where nothing of it is new."""
        facts, known = content.facts[caught.key], self._rows.get(caught.key)
        words = _words(self._measure, content, caught, facts)
        if known is not None and known.facts is facts and known.at == at and known.words == words:
            return known
        draft = CardDraft(self._measure, at.w)
        box = _lay_row(draft, facts, words, at)
        return _Row(facts, words, at, box, tuple(draft.marks))


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


def _words(measure: Measure, content: CatchUpContent, caught: CaughtOrder, facts: Facts) -> _RowWords:
    is_selected = caught.key == content.selected
    return _RowWords(
        caught_words(caught, content.left_s(caught.key)),
        _SAID_IN.get(caught.what, Color.TEXT),
        _row_button(measure, facts, is_selected=is_selected),
        is_selected,
    )


def _lay_row(draft: CardDraft, facts: Facts, words: _RowWords, at: Box) -> Box:
    """An order, in a row as high as its words need; returns where it stands."""
    measure, wide = draft.measure, words.button.box.w
    button_x = at.right - _PAD - wide
    x, right = at.x + _NUMBER_END, button_x - GAP
    how_font = FontRole.BODY_BOLD
    room = max((right - x) * 2 // 5, min(measure.width(facts.how, how_font), (right - x) // 2))
    how = measure.wrap(facts.how, how_font, room)
    said_x = x + room + 12
    said = _said_lines(measure, words, right - said_x)
    said_h = sum(_SAID_H[font] for _, font, _ in said)
    is_low = said_h + 6 <= ROW_H  # as low as its neighbours: nothing moves when another row is chosen
    at = at._replace(h=max(ROW_H, 42 + 22 * len(how), 0 if is_low else said_h + 16))
    draft.put(*_row_ground(at, is_selected=words.is_selected))
    draft.put(replace(words.button, box=Box(button_x, at.y + (at.h - TARGET) // 2, wide, TARGET)))
    head(draft, facts, Box(at.x + _PAD, at.y, 128, at.h), SIZE.tag_making, _NUMBERS)
    y = draft.lines(Box(x, at.y + 10, room, 22), facts.how, how_font)
    draft.text(Box(x, y + 1, room, 20), items_in_a_row(facts.items), FontRole.CAPTION, Color.MUTED)
    y = at.y + (at.h - said_h) // 2
    for line, font, color in said:
        draft.text(Box(said_x, y, right - said_x, _SAID_H[font]), line, font, color)
        y += _SAID_H[font]
    return at


def _row_ground(at: Box, *, is_selected: bool) -> tuple[Fill, ...]:
    if is_selected:
        return (Fill(at, Color.ACCENT_SOFT, RADIUS.control, Color.FOCUS, LINE.selected),)
    return (Fill(Box(at.x, at.bottom - 1, at.w, 1), Color.LINE),)


def _said_lines(measure: Measure, words: _RowWords, width: int) -> list[tuple[str, FontRole, Color]]:
    """What became of it, then what to do, broken to that width; no line of it is left out."""
    bold, plain = FontRole.BODY_BOLD, FontRole.CAPTION
    lines = [(line, bold, words.role) for line in measure.wrap(words.said.what, bold, width)]
    return lines + [(line, plain, Color.MUTED) for line in measure.wrap(words.said.todo, plain, width)]


def _row_button(measure: Measure, facts: Facts, *, is_selected: bool) -> Button:
    """Accept where that is possible, else a way to see it; where it stands the row says."""
    act, label = CatchUpAct.SHOW, QCoreApplication.translate("Orders", "See it")
    key, kind = "F5" if is_selected else "", ButtonKind.OUTLINED
    if Action.ACCEPT in facts.actions:
        act, label = CatchUpAct.ACCEPT, kind_name(Kind.ACCEPT)
        key, kind = "F2" if is_selected else "", ButtonKind.PRIMARY if is_selected else ButtonKind.OUTLINED
    wide = measure.width(label, FontRole.BODY_BOLD) + (72 if key else 32)
    return Button(Box(0, 0, wide, TARGET), act, label, key, kind, arg=arg_of(facts.key))
