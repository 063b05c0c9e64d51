"""Rows that stand together in one box: Ready, Pre-orders, and what a search found."""

from PySide6.QtCore import QCoreApplication

from posdesk.desk.cards.draft import CardDraft, Measure
from posdesk.desk.cards.facts import Facts
from posdesk.desk.cards.marks import Box, Card, Fill, Tick, Ticking
from posdesk.desk.cards.parts import PAD, chips, head, unknown_block
from posdesk.desk.theme import LINE, SIZE, Color, FontRole, StateRole

READY_H = SIZE.row_ready
PRE_H = SIZE.row_pre
FOUND_H = SIZE.row_found
_NUMBERS = (FontRole.NUMBER_M, FontRole.NUMBER_S, FontRole.STRONG, FontRole.BODY_BOLD)
_NAME_X = 113  # px, where names begin unless a number is longer


def ready_row(facts: Facts, measure: Measure, width: int, *, selected: bool) -> Card:
    """Number, name, who comes and how long it waits; below them what became of what was pressed."""
    draft = CardDraft(measure, width)
    end = head(draft, facts, Box(PAD - 1, 0, width // 2, READY_H), SIZE.tag_row, _NUMBERS)
    x = max(end + 10, _NAME_X)
    four = measure.width(facts.last4, FontRole.BODY)
    name = Box(x, 5, max(0, width - x - four - 16), 20)
    name_end = draft.text(name, facts.name, FontRole.BODY)
    draft.text(Box(name_end + 5, 5, four + 2, 20), facts.last4, FontRole.BODY, Color.MUTED)
    draft.put(Ticking(Box(x, 25, width - x - 8, 18), Tick.WAITING, FontRole.CAPTION))
    return _finished(draft, facts, READY_H, selected=selected)


def pre_row(facts: Facts, measure: Measure, width: int, *, selected: bool) -> Card:
    """Number, due, when making starts, how many dishes."""
    draft = CardDraft(measure, width)
    due = measure.width(facts.due, FontRole.BODY_BOLD)
    start = measure.width(start_words(facts), FontRole.CAPTION)
    room = width - max(due, start) - PAD - 10  # the number gives way to the times alone
    end = head(draft, facts, Box(PAD - 1, 0, room - PAD + 1, PRE_H), SIZE.tag_row, _NUMBERS[1:])
    x = max(end + 10, 99)
    if measure.width(facts.count, FontRole.CAPTION) + due + 8 <= width - x - PAD:
        draft.right(Box(x, 5, width - x - PAD, 20), facts.count, FontRole.CAPTION, Color.MUTED)
    draft.text(Box(x, 5, width - x - 8, 20), facts.due, FontRole.BODY_BOLD)
    draft.text(Box(x, 25, width - x - 8, 18), start_words(facts), FontRole.CAPTION, Color.MUTED)
    return _finished(draft, facts, PRE_H, selected=selected)


def _finished(draft: CardDraft, facts: Facts, height: int, *, selected: bool) -> Card:
    """The row with what is open or just ended under it."""
    at = Box(PAD - 2, height, draft.width - 2 * PAD + 4, 0)
    if facts.unknown:
        height = unknown_block(draft, facts.unknown, at) + 8
    below = chips(draft, facts, at._replace(y=height), but=StateRole.UNKNOWN)
    height = below + 2 if below > height else height
    return draft.card(height, _ground(draft.width, height, selected=selected))


def found_row(facts: Facts, measure: Measure, width: int, *, selected: bool, words: str) -> Card:
    """An order that was found: number, name, why it was found or how it goes out, its state in `words`."""
    draft = CardDraft(measure, width)
    end = head(draft, facts, Box(PAD, 0, width // 3, FOUND_H), SIZE.tag_making, _NUMBERS)
    x = max(end + 14, 140)
    state_w = measure.width(words, FontRole.BODY_BOLD)
    right = draft.right(Box(x, 6, width - x - PAD, 22), words, FontRole.BODY_BOLD)
    draft.right(
        Box(width - PAD - state_w - 120, 29, state_w + 120, 18), facts.money, FontRole.CAPTION, Color.MUTED
    )
    name = f"{facts.name} {facts.last4}".strip()
    draft.text(Box(x, 6, max(0, right - x - 8), 22), name, FontRole.BODY)
    draft.text(
        Box(x, 29, max(0, width - PAD - 120 - x), 18), facts.why or facts.how, FontRole.CAPTION, Color.MUTED
    )
    return draft.card(FOUND_H, _ground(width, FOUND_H, selected=selected))


def start_words(facts: Facts) -> str:
    """When making begins."""
    return QCoreApplication.translate("Orders", "start {time}").format(time=facts.start)


def _ground(width: int, height: int, *, selected: bool) -> Fill:
    """Rows are transparent; the selected one is tinted and framed."""
    if selected:
        return Fill(Box(1, 0, width - 2, height), Color.ACCENT_SOFT, 0, Color.FOCUS, LINE.selected)
    return Fill(Box(0, 0, width, height))
