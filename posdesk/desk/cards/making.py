"""The Making card: full where there is room, folded to number, due, two dishes on small screens."""

from PySide6.QtCore import QCoreApplication

from posdesk.desk.cards.draft import CardDraft, Measure
from posdesk.desk.cards.facts import Facts, minutes_words
from posdesk.desk.cards.marks import Box, Card, Fill, Tick, Ticking
from posdesk.desk.cards.new import items_in_a_row
from posdesk.desk.cards.parts import (
    CHIP_H,
    GAP,
    PAD,
    TARGET,
    band,
    chips,
    frame,
    head,
    item_lines,
    odd_lines,
    ready_button,
    unknown_block,
)
from posdesk.desk.theme import RADIUS, SIZE, Color, FontRole, StateRole
from posdesk.desk.words.states import kind_name
from posdesk.domain.orders.board import Action
from posdesk.domain.orders.intent import Kind

_NUMBERS = (FontRole.NUMBER_MAKING, FontRole.NUMBER_M, FontRole.NUMBER_S, FontRole.STRONG)
_READY_W = 57
_MOST_MINUTES = 888
_DISHES = 2  # named on a folded card, then "+n"


def making_full(facts: Facts, measure: Measure, width: int, *, selected: bool) -> Card:
    """All there is to make, the remark bold, and Ready."""
    draft = CardDraft(measure, width, keyed=selected)
    top = 10 if facts.unknown else 0
    _head(draft, facts, Box(PAD, top + 2, width - 2 * PAD, 50), _NUMBERS)
    if facts.unknown:
        band(draft, selected=selected)
    y = _middle(draft, facts, Box(PAD, top + 48, width - 2 * PAD, 0), selected=selected)
    height = y + 10
    return draft.card(height, _frame(facts, width, height, selected=selected))


def _middle(draft: CardDraft, facts: Facts, at: Box, *, selected: bool) -> int:
    if facts.unknown:
        y = unknown_block(draft, facts.unknown, at)
        return chips(draft, facts, at._replace(y=y + 6), but=StateRole.UNKNOWN)
    with_ready = Action.READY in facts.actions
    beside = at._replace(w=at.w - (_READY_W + GAP if with_ready else 0))
    y = item_lines(draft, facts.items, beside, 22, FontRole.BODY)
    y = _remark(draft, facts.remark, beside._replace(y=y))
    y = odd_lines(draft, facts, beside._replace(y=y))
    wide = any(chip.undoable for chip in facts.chips)
    y = chips(draft, facts, (at if wide and not with_ready else beside)._replace(y=y + 2))
    bottom = max(y, at.y + (TARGET if with_ready else 0))
    if with_ready:
        box = Box(at.right - _READY_W, bottom - TARGET, _READY_W, TARGET + 2)
        draft.put(ready_button(box, key="F4" if selected else ""))
    return bottom


def making_folded(facts: Facts, measure: Measure, width: int, *, selected: bool) -> Card:
    """Number, due, two dishes and Ready; a chip or what is unknown adds lines."""
    draft = CardDraft(measure, width, keyed=selected)
    top = 9 if facts.unknown else 0
    wide = max(50, measure.width(kind_name(Kind.READY), FontRole.CAPTION_BOLD) + 14)
    with_ready = Action.READY in facts.actions and not facts.unknown
    right = width - (wide + 6 + GAP if with_ready else PAD)
    _head(draft, facts, Box(PAD - 1, top, right - PAD + 1, 42), _NUMBERS[1:])
    if facts.unknown:
        band(draft, selected=selected)
    dishes_end = _dishes(draft, facts, Box(PAD - 1, top + 34, right - PAD + 1, 22))
    y = _below(draft, facts, Box(PAD - 1, dishes_end + 3, right - PAD + 1, 0))
    if with_ready:
        box = Box(width - wide - 6, (y - 50) // 2, wide, 50)
        draft.put(ready_button(box, key="F4" if selected else ""))
    return draft.card(y, _frame(facts, width, y, selected=selected))


def _below(draft: CardDraft, facts: Facts, at: Box) -> int:
    if facts.unknown:
        y = unknown_block(draft, facts.unknown, at) + 4
        return chips(draft, facts, at._replace(y=y), but=StateRole.UNKNOWN) + 4
    if not facts.chips:
        return at.y + 3
    return chips(draft, facts, at) + 1


def _frame(facts: Facts, width: int, height: int, *, selected: bool) -> Fill:
    return frame(width, height, selected=selected, border=Color.UNKNOWN_FILL if facts.unknown else Color.LINE)


def _head(draft: CardDraft, facts: Facts, at: Box, fonts: tuple[FontRole, ...]) -> None:
    """Tag and number; at the right when it is due, and the minutes left."""
    left = _minutes_width(draft.measure) if facts.due else 0
    draft.put(Ticking(Box(at.right - left, at.y + 2, left, at.h - 2), Tick.MINUTES, FontRole.CAPTION))
    due_w = draft.measure.width(facts.due, FontRole.STRONG)
    due_x = at.right - left - due_w - 4
    draft.text(Box(due_x, at.y + 2, due_w, at.h - 2), facts.due, FontRole.STRONG)
    head(draft, facts, at._replace(w=due_x - at.x - 4), SIZE.tag_making, fonts)


def _minutes_width(measure: Measure) -> int:
    """The room for the longest minutes, in px: they tick, and the due time beside them must not move."""
    words = (minutes_words(_MOST_MINUTES, late=late) for late in (False, True))
    return max(measure.width(text, FontRole.CAPTION) for text in words) + 10


def _remark(draft: CardDraft, remark: str, at: Box) -> int:
    """The remark stands bold under the dishes, whole."""
    x = at.x + 28
    lines = draft.measure.wrap(remark, FontRole.BODY_BOLD, at.right - x) if remark else ()
    for number, line in enumerate(lines):
        draft.text(Box(x, at.y + 22 * number, at.right - x, 22), line, FontRole.BODY_BOLD)
    return at.y + 22 * len(lines)


def _dishes(draft: CardDraft, facts: Facts, at: Box) -> int:
    """Two dishes, how many more, and the amber marks, under them if need be; returns where all that ends."""
    words = _marks(facts)
    wide = sum(draft.measure.width(word, FontRole.CAPTION_BOLD) + 18 for word in words)
    beside = wide <= at.w // 2  # what to make comes before what is said of it
    right = line = at if beside else at._replace(y=at.bottom)
    for word in reversed(words):
        right = right._replace(w=_amber(draft, word, right) - right.x)
    _names(draft, facts, right if beside else at)
    return line.bottom


def _marks(facts: Facts) -> tuple[str, ...]:
    changed = (QCoreApplication.translate("Orders", "Changed"),) if facts.changed else ()
    return (*changed, QCoreApplication.translate("Orders", "Remark")) if facts.remark else changed


def _names(draft: CardDraft, facts: Facts, at: Box) -> None:
    more = len(facts.items) - _DISHES
    text = QCoreApplication.translate("Orders", "+{n} more").format(n=more) if more > 0 else ""
    tail = draft.measure.width(text, FontRole.CAPTION) + 8 if text else 0
    end = draft.text(at._replace(w=max(0, at.w - tail)), items_in_a_row(facts.items, _DISHES), FontRole.BODY)
    if text:
        draft.text(at._replace(x=end + 8, w=tail), text, FontRole.CAPTION, Color.MUTED)


def _amber(draft: CardDraft, word: str, at: Box) -> int:
    """A word on amber at the right of a line; returns where there is room before it."""
    wide = draft.measure.width(word, FontRole.CAPTION_BOLD) + 12
    box = Box(at.right - wide, at.y + 2, wide, min(18, CHIP_H))
    draft.put(Fill(box, Color.WARN_SOFT, RADIUS.key))
    draft.text(box._replace(x=box.x + 6, w=wide - 6), word, FontRole.CAPTION_BOLD)
    return box.x - 6
