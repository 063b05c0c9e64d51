"""What a card shows of an order, as plain values: everything but the clock's own ticking."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal

from PySide6.QtCore import QCoreApplication

from posdesk.desk.cards.chips import Chip, chips_of
from posdesk.desk.cards.phrases import dishes, how_and_when, rider_or_pickup
from posdesk.desk.words.say import exact_time, quantity, same_day_time, shown_of, yuan
from posdesk.desk.words.states import answer_words
from posdesk.domain.orders.board import Action, Lane, OrderView, actions_of, starts_at
from posdesk.domain.orders.intent import Intent, Kind, Outcome, Seq
from posdesk.domain.orders.order import OrderKey, OrderLine, OrderState
from posdesk.domain.orders.source import Source
from posdesk.domain.orders.sums import SumCheck, sums_of
from posdesk.domain.privacy import last_four


@dataclass(frozen=True, slots=True)
class Item:
    """One dish: `many` is whether more than one is wanted."""

    quantity: str
    name: str
    attributes: str
    many: bool


@dataclass(frozen=True, slots=True)
class Unknown:
    """An intent that nobody knows the end of."""

    seq: Seq
    kind: Kind
    attempts: int
    next_at: str
    needs_person: bool
    answer: str = ""  # the platform's words since, which prove nothing


@dataclass(frozen=True, slots=True)
class Facts:
    """A card's content; texts are translated, times are China's."""

    key: OrderKey
    lane: Lane
    state: OrderState
    source: Source
    source_code: str
    number: str
    name: str
    last4: str
    how: str
    who: str
    due: str
    start: str
    items: tuple[Item, ...]
    count: str
    remark: str
    money: str
    paid: bool
    chips: tuple[Chip, ...]
    unknown: Unknown | None
    overdue: bool
    changed: bool
    mismatch: bool
    actions: frozenset[Action]

    def chip_of_undo(self) -> Chip | None:
        """The chip that can be undone, the latest first."""
        return next((c for c in reversed(self.chips) if c.undoable), None)


@dataclass(frozen=True, slots=True)
class Moment:
    """What of the present a card depends on: `waits` are queued intents whose undo time runs."""

    now: datetime
    counter: str
    overdue: bool = False
    waits: frozenset[Seq] = frozenset()


def facts_of(view: OrderView, lane: Lane, moment: Moment) -> Facts:
    """The facts of an order at a moment; what is personal is masked."""
    order, content, now = view.order, shown_of(view.order), moment.now
    sums = sums_of(content)
    return Facts(
        key=order.key,
        lane=lane,
        state=order.state,
        source=content.source,
        source_code=content.source_code.strip(),
        number=content.number or order.billno[-6:],
        name=content.customer.strip(),
        last4=last_four(content.phone),
        how=how_and_when(content, now),
        who=rider_or_pickup(content),
        due=same_day_time(content.due_at, now) if content.due_at else "",
        start=same_day_time(starts_at(order, now), now),
        items=tuple(_item(line) for line in content.lines),
        count=dishes(_whole(content.lines)),
        remark=content.remark.strip(),
        money=yuan(_owed(sums.paid, content.actual_fee, sums.expected, sums.unpaid_amount)),
        paid=sums.paid or view.done_of(Kind.PAY),
        chips=chips_of(view, now, moment.counter, moment.waits),
        unknown=_unknown(view, lane),
        overdue=moment.overdue,
        changed=bool(order.changed),
        mismatch=sums.check is SumCheck.DIFFERS,
        actions=actions_of(view),
    )


def shortened(facts: Facts, most: int) -> Facts:
    """The same with so many dishes named and the rest counted, and the remark cut to fit beside them."""
    more = len(facts.items) - most
    remark = facts.remark if len(facts.remark) <= 14 * most else f"{facts.remark[: 14 * most]}…"
    if more <= 0:
        return replace(facts, remark=remark)
    rest = QCoreApplication.translate("Orders", "more, see detail")
    return replace(facts, items=(*facts.items[:most], Item(f"+{more}", rest, "", many=True)), remark=remark)


def _owed(paid: bool, actual: Decimal | None, expected: Decimal, unpaid: Decimal) -> Decimal:
    return (expected if actual is None else actual) if paid else unpaid


def _item(line: OrderLine) -> Item:
    attributes = "、".join((*line.attributes, *_remark(line)))
    return Item(quantity(line.quantity), line.name, attributes, line.quantity > 1)


def _remark(line: OrderLine) -> tuple[str, ...]:
    return (line.remark.strip(),) if line.remark.strip() else ()


def _whole(lines: Iterable[OrderLine]) -> Decimal:
    """How many dishes: whole quantities are added, a weighed line counts one."""
    counts = (x.quantity if x.quantity == x.quantity.to_integral_value() else Decimal(1) for x in lines)
    return sum(counts, Decimal(0))


def _unknown(view: OrderView, lane: Lane) -> Unknown | None:
    intent = next((i for i in reversed(view.intents) if i.outcome is Outcome.UNKNOWN), None)
    return _of_unknown(intent) if intent and lane is not Lane.DONE else None


def _of_unknown(intent: Intent) -> Unknown:
    next_at = exact_time(intent.next_at) if intent.next_at and not intent.needs_person else ""
    answer = answer_words(intent) if intent.answered and intent.last_answer else ""
    return Unknown(intent.seq, intent.kind, intent.attempts, next_at, intent.needs_person, answer)
