"""Taking payment for an unpaid order: how, how much, change; F6 again records it (product row 34)."""

from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from PySide6.QtCore import QCoreApplication

from posdesk.desk.cards.draft import CardDraft, Measure
from posdesk.desk.cards.facts import Facts
from posdesk.desk.cards.marks import Box, Button, Card, Fill
from posdesk.desk.cards.parts import TARGET, head, send_and_back
from posdesk.desk.paint import ButtonKind
from posdesk.desk.theme import RADIUS, Color, FontRole
from posdesk.desk.words.say import listed, yuan
from posdesk.desk.words.states import Sentence, in_brackets, source_name
from posdesk.domain.money import fen_of
from posdesk.domain.orders.history import HistoryLine
from posdesk.domain.orders.intent import Intent, Kind
from posdesk.domain.orders.order import OrderContent, Payment
from posdesk.domain.orders.sums import sums_of
from posdesk.records import dataclass, replace
from posdesk.settings.settings import Tender

WIDTH = 520  # px
_PAD = 18
_MORE_H = 22  # px, the line that says how many ways to pay there are
_MOST_DIGITS = 7  # before the point
_NUMBERS = (FontRole.NUMBER_NEW, FontRole.NUMBER_MAKING, FontRole.NUMBER_S)


class PayAct(StrEnum):
    """What can be pressed on the panel."""

    TENDER = "tender"
    BACK = "back"
    SEND = "send"


@dataclass(frozen=True, slots=True)
class Paying:
    """A payment under way: `due` in yuan, `typed` the cash received as typed, empty for exactly `due`.

    `over` is whose claim it takes over, by instance and moment, where a person was asked about a silent one.
    """

    facts: Facts
    tenders: tuple[Tender, ...]
    due: Decimal
    total: Decimal
    at: int = 0
    typed: str = ""
    over: tuple[str, datetime] | None = None

    @property
    def tender(self) -> Tender:
        """The way to pay that is chosen."""
        return self.tenders[self.at]

    @property
    def received(self) -> Decimal:
        """What the customer gave, in yuan."""
        return Decimal(self.typed) if self.tender.cash and self.typed else self.due

    @property
    def change(self) -> Decimal:
        """What goes back, in yuan; negative while too little was given."""
        return self.received - self.due

    @property
    def possible(self) -> bool:
        """Whether it can be recorded: enough was given, and the amount is whole fen."""
        return self.change >= 0 and _is_whole_fen(self.due)

    def chosen(self, at: int) -> "Paying":
        """The same with another way to pay."""
        return replace(self, at=at % len(self.tenders), typed="")

    def with_key(self, text: str) -> "Paying | None":
        """The same after a digit or a point of the cash received; None where the key means nothing."""
        if not self.tender.cash or text not in {*"0123456789."} or len(text) != 1:
            return None
        typed = self.typed + text if self.typed or text != "." else "0."
        whole, _, part = typed.partition(".")
        good = typed.count(".") <= 1 and len(whole) <= _MOST_DIGITS and len(part) <= 2
        return replace(self, typed=typed) if good else self

    def without_last(self) -> "Paying":
        """The same after Backspace."""
        return replace(self, typed=self.typed[:-1])

    def payment(self) -> Payment:
        """What is recorded and pushed: the amount owed, not what was handed over and given back."""
        return Payment(self.tender.code, self.tender.name, self.total, self.due)


def taken_words(now: Paying) -> Sentence:
    """What was taken and what goes back: said as it is recorded, since the panel is gone then."""
    facts = now.facts
    names = {
        "order": f"{source_name(facts.source, facts.source_code)} {facts.number}",
        "tender": now.tender.name,
        "received": yuan(now.received),
        "change": yuan(now.change),
    }
    words = QCoreApplication.translate("Orders", "{order}: {tender}, received {received}.")
    if now.tender.cash:
        words = QCoreApplication.translate("Orders", "{order}: received {received}, change {change}.")
    return Sentence(words.format(**names), is_done=True)


def with_payment(words: str, line: HistoryLine, intents: tuple[Intent, ...]) -> str:
    """A line of the history; of a payment with how it was paid, and how much."""
    taken = [each for each in intents if each.kind is Kind.PAY and each.pressed_at <= line.at]
    if line.kind is not Kind.PAY or not taken:
        return words
    return in_brackets(words, listed(f"{each.name} {yuan(each.paid)}" for each in taken[-1].payments))


def paying(facts: Facts, content: OrderContent, tenders: tuple[Tender, ...]) -> Paying | None:
    """A payment of what is owed; None where nothing is owed or no way to pay is set up."""
    sums = sums_of(content)
    total = sums.expected if content.actual_fee is None else content.actual_fee
    if not tenders or sums.paid or sums.unpaid_amount <= 0:
        return None
    return Paying(facts, tenders, sums.unpaid_amount, total)


def pay_card(
    now: Paying, measure: Measure, width: int, *, lines: int | None = None, low: bool = False
) -> Card:
    """The panel: what is owed, the ways to pay, what was received, the change.

    `lines` of ways to pay are shown at most, the chosen one's among them; `low` saves height.
    """
    draft = CardDraft(measure, width)
    end = head(draft, now.facts, Box(_PAD, 12, width // 3, 52), 34, _NUMBERS) + 14
    title = QCoreApplication.translate("Orders", "Take payment")
    owed = yuan(now.due)
    owed_w = measure.width(owed, FontRole.NUMBER_MAKING)
    draft.text(Box(end, 12, width - end - _PAD - owed_w - 8, 52), title, FontRole.STRONG)
    draft.right(Box(width - _PAD - owed_w, 12, owed_w, 52), owed, FontRole.NUMBER_MAKING)
    columns = 3 if low else 2
    y = _tenders(draft, now, 66 if low else 72, columns, lines)
    if now.tender.cash:
        y = _cash(draft, now, y + (8 if low else 12), low=low)
    y = _foot(draft, now, y + (8 if low else 14))
    height = y + (10 if low else 18)
    return draft.card(
        height, Fill(Box(0, 0, width, height), Color.RAISED, RADIUS.corner_card, Color.LINE_STRONG)
    )


def _tenders(draft: CardDraft, now: Paying, top: int, columns: int, lines: int | None) -> int:
    """The ways to pay, in lines; where not all fit, those about the chosen one, and how many there are."""
    wide = (draft.width - 2 * _PAD - 8 * (columns - 1)) // columns
    whole = -(-len(now.tenders) // columns)
    shown = min(whole, lines or whole)
    first = min(max(0, now.at // columns - shown + 1), whole - shown)
    for number, tender in enumerate(now.tenders):
        row, column = number // columns - first, number % columns
        box = Box(_PAD + column * (wide + 8), top + row * 52, wide, TARGET)
        if 0 <= row < shown:
            key = _arrow_to(now, number)
            draft.put(Button(box, PayAct.TENDER, tender.name, key, arg=str(number), chosen=number == now.at))
    y = top + shown * 52 - 8
    if shown == whole:
        return y
    words = QCoreApplication.translate("Orders", "{at} of {n}: the arrow keys show the others")
    place = Box(_PAD, y, draft.width - 2 * _PAD, _MORE_H)
    draft.text(place, words.format(at=now.at + 1, n=len(now.tenders)), FontRole.CAPTION_BOLD, Color.MUTED)
    return y + _MORE_H


def _arrow_to(now: Paying, number: int) -> str:
    """The arrow that leads to a way to pay from the chosen one; digits are the amount's."""
    count = len(now.tenders)
    steps = {(now.at - 1) % count: "↑", (now.at + 1) % count: "↓"}
    return "" if number == now.at else steps.get(number, "")


def _cash(draft: CardDraft, now: Paying, y: int, *, low: bool) -> int:
    """Received, as it is typed, and the change; side by side where height is short."""
    received = QCoreApplication.translate("Orders", "Received (type the amount)")
    shown = f"¥{now.typed}" if now.typed else yuan(now.due)
    short = now.change < 0
    missing, back = (
        QCoreApplication.translate("Orders", "Missing"),
        QCoreApplication.translate("Orders", "Change"),
    )
    change = missing if short else back
    box = Box(_PAD, y, draft.width - 2 * _PAD, TARGET if low else 88)
    draft.put(Fill(box, Color.SUNKEN, RADIUS.control))
    half = (box.w - 36) // 2
    inner = Box(box.x + 12, y, half if low else box.w - 24, TARGET)
    room = 110 if low else 150
    draft.text(inner._replace(w=inner.w - room), received, FontRole.BODY, Color.MUTED)
    draft.right(inner, shown, FontRole.NUMBER_S)
    below = inner._replace(x=inner.x + half + 12) if low else inner._replace(y=y + TARGET)
    draft.text(below._replace(w=inner.w - room), change, FontRole.BODY, Color.BAD if short else Color.MUTED)
    draft.right(below, yuan(abs(now.change)), FontRole.NUMBER_S, Color.BAD if short else Color.TEXT)
    return y + box.h


def _foot(draft: CardDraft, now: Paying, y: int) -> int:
    send = QCoreApplication.translate("Orders", "Record {amount} paid").format(amount=yuan(now.due))
    at = Box(_PAD, y, draft.width - 2 * _PAD, TARGET)
    button = Button(at, PayAct.SEND, send, "F6", ButtonKind.PRIMARY, applies=now.possible)
    send_and_back(draft, button, PayAct.BACK)
    return y + TARGET


def _is_whole_fen(amount: Decimal) -> bool:
    try:
        fen_of(amount)
    except ValueError:
        return False
    return True
