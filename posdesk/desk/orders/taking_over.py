"""The question before a payment that another counter began, and is silent about, is taken here (relay.md).

Money is never taken over at a press: the customer may have paid there.
"""

from enum import StrEnum

from PySide6.QtCore import QCoreApplication

from posdesk.desk.cards.draft import CardDraft, Measure
from posdesk.desk.cards.marks import Box, Button, Card, Fill
from posdesk.desk.cards.parts import TARGET, head, send_and_back
from posdesk.desk.orders.pay import Paying
from posdesk.desk.paint import ButtonKind
from posdesk.desk.theme import RADIUS, Color, FontRole
from posdesk.desk.widgets.alt_keys import OrdersKey
from posdesk.desk.words.relay import takes_over_words
from posdesk.domain.orders.board import OrderView
from posdesk.domain.orders.intent import Kind
from posdesk.domain.relay.claim import ClaimGroup
from posdesk.domain.relay.seen_claim import SeenClaim
from posdesk.records import dataclass, replace

_PAD = 18
_LINE = 24  # px
_NUMBERS = (FontRole.NUMBER_NEW, FontRole.NUMBER_MAKING, FontRole.NUMBER_S)


class TakeOverAct(StrEnum):
    """What can be pressed on the panel."""

    YES = "take_over"
    BACK = "take_over_back"


@dataclass(frozen=True, slots=True)
class TakingOver:
    """The payment that waits for the answer, and the silent holder's claim that is asked about."""

    paying: Paying
    claim: SeenClaim

    def agreed(self) -> Paying:
        """The payment goes on: that holder was asked about."""
        return replace(self.paying, over=(self.claim.instance, self.claim.at))


def asked_first(now: Paying, view: OrderView) -> TakingOver | None:
    """What is asked before this payment goes on; None where nobody is silent, or the answer is there."""
    claim = view.silent_of(ClaimGroup.PAY)
    if claim is None or now.over == (claim.instance, claim.at):
        return None
    return TakingOver(now, claim)


def asks_still(now: TakingOver, view: OrderView) -> bool:
    """Whether that holder still has the claim, and is silent."""
    claim = view.silent_of(ClaimGroup.PAY)
    return claim is not None and (claim.instance, claim.at) == (now.claim.instance, now.claim.at)


def take_over_card(now: TakingOver, measure: Measure, width: int) -> Card:
    """The panel: who began it and when, what to do first, yes and back."""
    draft, facts = CardDraft(measure, width), now.paying.facts
    end = head(draft, facts, Box(_PAD, 12, width // 2, 52), 34, _NUMBERS) + 14
    title = QCoreApplication.translate("Orders", "Another counter began this payment")
    draft.text(Box(end, 12, width - end - _PAD, 52), title, FontRole.STRONG)
    said = takes_over_words(Kind.PAY, now.claim.counter, now.claim.actor, now.claim.at)
    y = draft.lines(Box(_PAD, 72, width - 2 * _PAD, _LINE), said.what, FontRole.BODY)
    y = draft.lines(Box(_PAD, y + 4, width - 2 * _PAD, _LINE), said.todo, FontRole.BODY_BOLD) + 14
    label = QCoreApplication.translate("Orders", "Take the payment here")
    at = Box(_PAD, y, width - 2 * _PAD, TARGET)
    send_and_back(
        draft, Button(at, TakeOverAct.YES, label, OrdersKey.TAKE_OVER, ButtonKind.PRIMARY), TakeOverAct.BACK
    )
    height = at.bottom + 18
    ground = Fill(Box(0, 0, width, height), Color.RAISED, RADIUS.corner_card, Color.LINE_STRONG)
    return draft.card(height, ground)
