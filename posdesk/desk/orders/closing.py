"""Closing an order here, in two steps: a reason and who says so, then Alt+E again; and opening it again.

No call goes out, and the platform is told nothing: that is said on the panel.
"""

from collections.abc import Mapping
from enum import StrEnum

from PySide6.QtCore import QCoreApplication

from posdesk.desk.cards.draft import CardDraft, Measure
from posdesk.desk.cards.facts import Facts
from posdesk.desk.cards.marks import Box, Button, Card, Fill
from posdesk.desk.cards.parts import TARGET, head, send_and_back
from posdesk.desk.paint import ButtonKind
from posdesk.desk.theme import RADIUS, Color, FontRole
from posdesk.desk.widgets.alt_keys import OrdersKey
from posdesk.desk.words.language import QT_TRANSLATE_NOOP
from posdesk.desk.words.states import lane_name
from posdesk.domain.orders.closing import CloseReason
from posdesk.records import dataclass

WIDTH = 620  # px
_PAD, _GAP, _LINE = 18, 8, 21
_NUMBERS = (FontRole.NUMBER_NEW, FontRole.NUMBER_MAKING, FontRole.NUMBER_S)
_REASONS: Mapping[CloseReason, str] = {
    CloseReason.NO_SHOW: QT_TRANSLATE_NOOP("Orders", "Customer did not come"),
    CloseReason.GIVEN_WITHOUT_CODE: QT_TRANSLATE_NOOP("Orders", "No pickup code, goods given"),
    CloseReason.REFUNDED_BY_PHONE: QT_TRANSLATE_NOOP("Orders", "Refunded by phone"),
    CloseReason.DONE_AT_PLATFORM: QT_TRANSLATE_NOOP("Orders", "Done on the platform's page"),
    CloseReason.DUPLICATE: QT_TRANSLATE_NOOP("Orders", "The same order twice"),
    CloseReason.OTHER: QT_TRANSLATE_NOOP("Orders", "Other (write a sentence)"),
}


class CloseAct(StrEnum):
    """What can be pressed on the panel."""

    CLOSE_REASON = "close_reason"
    WHO = "who"
    CLOSE_BACK = "close_back"
    CLOSE = "close"


@dataclass(frozen=True, slots=True)
class Closing:
    """A closing under way, or with `opens` an opening again.

    `who` is said on the panel: a proven name, or whose PIN it takes; where both are wanting `asks` is set,
    and `said` is the name that somebody gave. `note` is the sentence of the last reason.
    """

    facts: Facts
    reason: CloseReason | None = None
    who: str = ""
    asks: bool = False
    said: str = ""
    note: str = ""
    opens: bool = False

    @property
    def writes(self) -> bool:
        """Whether a sentence is wanted."""
        return self.reason is CloseReason.OTHER

    @property
    def possible(self) -> bool:
        """Whether only who says so may still be missing."""
        has_reason = self.reason is not None and (not self.writes or bool(self.note.strip()))
        return self.opens or has_reason


@dataclass(frozen=True, slots=True)
class ClosingCard:
    """The panel, and where its field for the sentence stands; None where none is wanted."""

    card: Card
    field: Box | None


def closing_card(now: Closing, measure: Measure, width: int, *, low: bool = False) -> ClosingCard:
    """The panel; `low` saves height."""
    draft = CardDraft(measure, width)
    end = head(draft, now.facts, Box(_PAD, 12, width // 2, 52), 34, _NUMBERS) + 14
    title = QCoreApplication.translate("Orders", "Close this order here")
    if now.opens:
        title = QCoreApplication.translate("Orders", "Open this order again")
    room = width - end - _PAD
    draft.text(Box(end, 14, room, 26), title, FontRole.STRONG)
    draft.text(Box(end, 40, room, 20), _where_it_stands(now.facts), FontRole.CAPTION, Color.MUTED)
    y = draft.lines(Box(_PAD, 66, width - 2 * _PAD, _LINE), _what_follows(now), FontRole.BODY) + _GAP
    if not now.opens:
        y = _reasons(draft, now, y, columns=3 if low else 2 if width >= 440 else 1)
    field = Box(_PAD, y, width - 2 * _PAD, TARGET) if now.writes else None
    y = field.bottom + _GAP if field else y
    y = _foot(draft, now, _who(draft, now, y))
    height = y + (10 if low else 18)
    ground = Fill(Box(0, 0, width, height), Color.RAISED, RADIUS.corner_card, Color.LINE_STRONG)
    return ClosingCard(draft.card(height, ground), field)


def _where_it_stands(facts: Facts) -> str:
    parts = (lane_name(facts.lane), facts.how, f"{facts.name} {facts.last4}".strip())
    return "   ".join(part for part in parts if part)


def _what_follows(now: Closing) -> str:
    if now.opens:
        return QCoreApplication.translate(
            "Orders", "It comes back to its lane. The platform is told nothing."
        )
    return QCoreApplication.translate(
        "Orders",
        "The platform did not say that it is over. It rings no more and leaves the lanes; it makes no receipt"
        " and no sales figure, and the platform is told nothing. What the platform says later still counts.",
    )


def _reasons(draft: CardDraft, now: Closing, top: int, *, columns: int) -> int:
    wide = (draft.width - 2 * _PAD - (columns - 1) * _GAP) // columns
    for number, reason in enumerate(CloseReason, start=1):
        row, column = divmod(number - 1, columns)
        box = Box(_PAD + column * (wide + _GAP), top + row * (TARGET + _GAP), wide, TARGET)
        text = QCoreApplication.translate("Orders", _REASONS[reason])
        chosen = reason is now.reason
        draft.put(Button(box, CloseAct.CLOSE_REASON, text, str(number), arg=str(number), chosen=chosen))
    return top + (len(CloseReason) // columns) * (TARGET + _GAP)


def _who(draft: CardDraft, now: Closing, y: int) -> int:
    """Who says so; where no PIN tells, the button that asks."""
    label = QCoreApplication.translate("Orders", "Who")
    end = draft.text(Box(_PAD, y, 80, TARGET), label, FontRole.BODY_BOLD) + 14
    if not now.asks:
        draft.text(Box(end, y, draft.width - end - _PAD, TARGET), now.who, FontRole.BODY)
        return y + TARGET + _GAP
    words = now.said or QCoreApplication.translate("Orders", "Say your name")
    wide = min(draft.measure.width(words, FontRole.BODY_BOLD) + 96, draft.width - end - _PAD)
    draft.put(Button(Box(end, y, wide, TARGET), CloseAct.WHO, words, OrdersKey.WHO, chosen=bool(now.said)))
    return y + TARGET + _GAP


def _foot(draft: CardDraft, now: Closing, y: int) -> int:
    label = QCoreApplication.translate("Orders", "Close it here")
    if now.opens:
        label = QCoreApplication.translate("Orders", "Open it again")
    at = Box(_PAD, y, draft.width - 2 * _PAD, TARGET)
    button = Button(at, CloseAct.CLOSE, label, OrdersKey.CLOSE_HERE, ButtonKind.PRIMARY, applies=now.possible)
    room = send_and_back(draft, button, CloseAct.CLOSE_BACK) - _PAD - 8
    note = QCoreApplication.translate(
        "Orders", "The daily sheet lists it as closed here, not completed, with name and reason."
    )
    if now.opens:
        note = QCoreApplication.translate("Orders", "Name and time are recorded.")
    lines = draft.measure.wrap(note, FontRole.CAPTION, max(room, 60))
    for number, line in enumerate(lines):
        draft.text(Box(_PAD, y + 2 + 18 * number, room, 18), line, FontRole.CAPTION, Color.MUTED)
    return y + max(TARGET, 4 + 18 * len(lines))
