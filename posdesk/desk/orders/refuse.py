"""Refusing in two steps: a reason, then F3 again. The reason stays with us (product row 16)."""

from enum import StrEnum

from PySide6.QtCore import QCoreApplication

from posdesk.desk.cards.draft import CardDraft, Measure
from posdesk.desk.cards.facts import Facts
from posdesk.desk.cards.marks import Box, Button, Card, Fill
from posdesk.desk.cards.parts import TARGET, head, send_and_back
from posdesk.desk.paint import ButtonKind
from posdesk.desk.theme import RADIUS, Color, FontRole
from posdesk.records import dataclass

WIDTH = 520  # px
_PAD = 18
_NUMBERS = (FontRole.NUMBER_NEW, FontRole.NUMBER_MAKING, FontRole.NUMBER_S)


class RefuseAct(StrEnum):
    """What can be pressed on the panel."""

    REASON = "reason"
    BACK = "back"
    SEND = "send"


@dataclass(frozen=True, slots=True)
class Refusing:
    """A refusal under way: which reason is chosen, 0 for none yet."""

    facts: Facts
    chosen: int = 0


def reasons() -> tuple[str, ...]:
    """The six reasons, in the language on screen; they are recorded in these words."""
    return (
        QCoreApplication.translate("Orders", "Too busy to make it"),
        QCoreApplication.translate("Orders", "Sold out"),
        QCoreApplication.translate("Orders", "Address out of reach"),
        QCoreApplication.translate("Orders", "Closing soon"),
        QCoreApplication.translate("Orders", "Equipment broken"),
        QCoreApplication.translate("Orders", "Other"),
    )


def refuse_card(now: Refusing, measure: Measure, width: int, *, low: bool = False) -> Card:
    """The panel: reasons 1 to 6, then what happens with the reason, back and send; `low` saves height."""
    draft = CardDraft(measure, width)
    end = head(draft, now.facts, Box(_PAD, 12, width // 2, 52), 34, _NUMBERS) + 14
    title = QCoreApplication.translate("Orders", "Refuse: choose a reason")
    draft.text(Box(end, 12, width - end - _PAD, 52), title, FontRole.STRONG)
    y = _reasons(draft, now, 66 if low else 70, columns=3 if low else 2 if width >= 440 else 1)
    y = _foot(draft, now, y + (8 if low else 12))
    height = y + (10 if low else 18)
    return draft.card(
        height, Fill(Box(0, 0, width, height), Color.RAISED, RADIUS.corner_card, Color.LINE_STRONG)
    )


def _reasons(draft: CardDraft, now: Refusing, top: int, *, columns: int) -> int:
    wide = (draft.width - 2 * _PAD - (columns - 1) * 8) // columns
    for number, text in enumerate(reasons(), start=1):
        row, column = divmod(number - 1, columns)
        box = Box(_PAD + column * (wide + 8), top + row * 52, wide, TARGET)
        chosen = number == now.chosen
        draft.put(Button(box, RefuseAct.REASON, text, str(number), arg=str(number), chosen=chosen))
    return top + (6 // columns) * 52 - 8


def _foot(draft: CardDraft, now: Refusing, y: int) -> int:
    send = QCoreApplication.translate("Orders", "Refuse now")
    at = Box(_PAD, y, draft.width - 2 * _PAD, TARGET)
    button = Button(at, RefuseAct.SEND, send, "F3", ButtonKind.DANGER, applies=now.chosen > 0)
    room = send_and_back(draft, button, RefuseAct.BACK) - _PAD - 8
    note = QCoreApplication.translate("Orders", "The reason stays with us: the platform has no field for it.")
    for number, line in enumerate(draft.measure.wrap(note, FontRole.CAPTION, room)[:3]):
        draft.text(Box(_PAD, y + 3 + 19 * number, room, 19), line, FontRole.CAPTION, Color.MUTED)
    return y + max(TARGET, 6 + 19 * min(3, len(draft.measure.wrap(note, FontRole.CAPTION, room))))
