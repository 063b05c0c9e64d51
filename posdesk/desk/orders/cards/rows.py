"""Rows that stand together in one box: Ready, Pre-orders, and what a search found."""

from PySide6.QtCore import QCoreApplication

from posdesk.desk.orders.cards.marks import Box, Card, Fill, Tick, Ticking
from posdesk.desk.orders.cards.parts import PAD, chip_colors, head
from posdesk.desk.orders.cards.sheet import Measure, Sheet
from posdesk.desk.orders.facts import Facts
from posdesk.desk.theme import FontRole

READY_H = 48
PRE_H = 48
FOUND_H = 56
_NUMBERS = (FontRole.NUMBER_M, FontRole.NUMBER_S, FontRole.STRONG, FontRole.BODY_BOLD)
_NAME_X = 113  # px, where names begin unless a number is longer


def ready_row(facts: Facts, measure: Measure, width: int, *, selected: bool, wait_note: str = "") -> Card:
    """Number, name, who comes and how long it waits; `wait_note` stands in for the wait where it is set."""
    sheet = Sheet(measure, width)
    end = head(sheet, facts, Box(PAD - 1, 0, width // 2, READY_H), 26, _NUMBERS)
    x = max(end + 10, _NAME_X)
    four = measure.width(facts.last4, FontRole.BODY)
    name = Box(x, 5, max(0, width - x - four - 16), 20)
    name_end = sheet.text(name, facts.name, FontRole.BODY)
    sheet.text(Box(name_end + 5, 5, four + 2, 20), facts.last4, FontRole.BODY, "muted")
    _second_line(sheet, facts, Box(x, 25, width - x - 8, 18), wait_note)
    return sheet.card(READY_H, _ground(width, READY_H, selected=selected))


def _second_line(sheet: Sheet, facts: Facts, at: Box, note: str) -> None:
    if facts.chips:
        chip = facts.chips[0]
        sheet.text(at, chip.text, FontRole.CAPTION_BOLD, chip_colors(chip)[1])
    elif note:
        sheet.text(at, note, FontRole.CAPTION, "muted")
    else:
        sheet.put(Ticking(at, Tick.WAITING, FontRole.CAPTION))


def pre_row(facts: Facts, measure: Measure, width: int, *, selected: bool) -> Card:
    """Number, due, when making starts, how many dishes."""
    sheet = Sheet(measure, width)
    fonts = _NUMBERS[1:]
    end = head(sheet, facts, Box(PAD - 1, 0, width // 2 - 20, PRE_H), 26, fonts)
    x = max(end + 10, 99)
    count = sheet.right(Box(x, 5, width - x - PAD, 20), facts.count, FontRole.CAPTION, "muted")
    sheet.text(Box(x, 5, max(0, count - x - 4), 20), facts.due, FontRole.BODY_BOLD)
    room = Box(x, 25, width - x - 8, 18)
    if facts.chips:
        sheet.text(room, facts.chips[0].text, FontRole.CAPTION_BOLD, chip_colors(facts.chips[0])[1])
    else:
        sheet.text(room, start_words(facts), FontRole.CAPTION, "muted")
    return sheet.card(PRE_H, _ground(width, PRE_H, selected=selected))


def found_row(facts: Facts, measure: Measure, width: int, *, selected: bool, words: str) -> Card:
    """An order that was found: number, name, how, and where it stands in `words`."""
    sheet = Sheet(measure, width)
    end = head(sheet, facts, Box(PAD, 0, width // 3, FOUND_H), 28, _NUMBERS)
    x = max(end + 14, 140)
    state_w = measure.width(words, FontRole.BODY_BOLD)
    right = sheet.right(Box(x, 6, width - x - PAD, 22), words, FontRole.BODY_BOLD)
    sheet.right(
        Box(width - PAD - state_w - 120, 29, state_w + 120, 18), facts.money, FontRole.CAPTION, "muted"
    )
    name = f"{facts.name} {facts.last4}".strip()
    sheet.text(Box(x, 6, max(0, right - x - 8), 22), name, FontRole.BODY)
    sheet.text(Box(x, 29, max(0, width - PAD - 120 - x), 18), facts.how, FontRole.CAPTION, "muted")
    return sheet.card(FOUND_H, _ground(width, FOUND_H, selected=selected))


def start_words(facts: Facts) -> str:
    """When making begins."""
    return QCoreApplication.translate("Orders", "start {time}").format(time=facts.start)


def _ground(width: int, height: int, *, selected: bool) -> Fill:
    """Rows are transparent; the selected one is tinted and framed."""
    if selected:
        return Fill(Box(1, 0, width - 2, height), "accent_soft", 0, "focus", 3)
    return Fill(Box(0, 0, width, height))
