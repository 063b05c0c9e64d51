"""Printing a slip again (F7): which one, by its digit. A courier slip asks as a reveal does."""

from enum import StrEnum

from PySide6.QtCore import QCoreApplication

from posdesk.desk.cards.draft import CardDraft, Measure
from posdesk.desk.cards.facts import Facts
from posdesk.desk.cards.marks import Box, Button, Card, Fill
from posdesk.desk.cards.parts import TARGET, head
from posdesk.desk.paint import ButtonKind
from posdesk.desk.theme import RADIUS, Color, FontRole
from posdesk.desk.words.prints import slip_name
from posdesk.domain.printing.slip import SlipKind
from posdesk.records import dataclass

_PAD, _TOP = 18, 72
_NUMBERS = (FontRole.NUMBER_NEW, FontRole.NUMBER_MAKING, FontRole.NUMBER_S)


class ReprintAct(StrEnum):
    """What can be pressed on the panel."""

    SLIP = "slip"  # arg: which of them, from 1
    BACK = "back"


@dataclass(frozen=True, slots=True)
class Reprinting:
    """A slip is about to be printed again: one of these."""

    facts: Facts
    slips: tuple[SlipKind, ...]


def reprint_card(now: Reprinting, measure: Measure, width: int) -> Card:
    """The panel: the slips by digit, what a courier slip takes, and back."""
    draft = CardDraft(measure, width)
    end = head(draft, now.facts, Box(_PAD, 12, width // 2, 52), 34, _NUMBERS) + 14
    title = QCoreApplication.translate("Orders", "Print again: which slip?")
    draft.text(Box(end, 12, width - end - _PAD, 52), title, FontRole.STRONG)
    y = _slips(draft, now.slips) + 12
    back = QCoreApplication.translate("Orders", "Back")
    back_w = draft.measure.width(back, FontRole.BODY) + 78
    end = _courier_words(draft, now.slips, y, width - 2 * _PAD - back_w - 8)
    place = Box(width - _PAD - back_w, y, back_w, TARGET)
    draft.put(Button(place, ReprintAct.BACK, back, "Esc", ButtonKind.QUIET))
    height = max(end, place.bottom) + 14
    ground = Fill(Box(0, 0, width, height), Color.RAISED, RADIUS.corner_card, Color.LINE_STRONG)
    return draft.card(height, ground)


def _slips(draft: CardDraft, slips: tuple[SlipKind, ...]) -> int:
    wide = (draft.width - 2 * _PAD - 8) // 2
    for number, slip in enumerate(slips, start=1):
        row, column = divmod(number - 1, 2)
        box = Box(_PAD + column * (wide + 8), _TOP + row * 52, wide, TARGET)
        draft.put(Button(box, ReprintAct.SLIP, slip_name(slip), str(number), arg=str(number)))
    return _TOP + -(-len(slips) // 2) * 52 - 8


def _courier_words(draft: CardDraft, slips: tuple[SlipKind, ...], y: int, room: int) -> int:
    """Where they end."""
    if SlipKind.COURIER not in slips:
        return y
    words = QCoreApplication.translate(
        "Orders",
        "The courier slip shows phone and address: that is noted under your name. Without a PIN, where one "
        "is asked for, it prints masked.",
    )
    return draft.lines(Box(_PAD, y, room, 19), words, FontRole.CAPTION, Color.MUTED)


def no_slip_words() -> str:
    """Why F7 does nothing."""
    return QCoreApplication.translate("Orders", "No printer prints slips of this order. Settings, Printers.")
