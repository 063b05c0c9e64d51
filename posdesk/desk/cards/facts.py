"""What a card shows of an order, as plain values: everything but the clock's own ticking."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from decimal import Decimal

from PySide6.QtCore import QCoreApplication

from posdesk.desk.cards.elsewhere import told_elsewhere
from posdesk.desk.theme import Sign, StateRole
from posdesk.desk.words.prints import slip_name
from posdesk.desk.words.say import (
    actor_name,
    exact_time,
    quantity,
    same_day_time,
    shown_of,
    spoken_length,
    yuan,
)
from posdesk.desk.words.states import (
    answer_words,
    close_reason_words,
    conflict_words,
    fault_words,
    kind_name,
    lane_name,
    outcome_said,
    passed_over_words,
    source_name,
)
from posdesk.domain.orders.board import Action, Lane, OrderView, actions_of, starts_at
from posdesk.domain.orders.closing import ClosedHere
from posdesk.domain.orders.intent import NO_RELAY, Intent, Kind, Outcome, Seq
from posdesk.domain.orders.order import OrderContent, OrderKey, OrderLine, OrderState
from posdesk.domain.orders.own import Own
from posdesk.domain.orders.packing import Progress, progress
from posdesk.domain.orders.source import Source
from posdesk.domain.orders.sums import SumCheck, sums_of_order
from posdesk.domain.printing.print_job import PrintJob, PrintState
from posdesk.domain.privacy import last_four, without_phones
from posdesk.records import dataclass, replace

_NOTE_SHOWN = 60  # characters
FADES_AFTER = timedelta(seconds=10)  # a confirmation has been seen by then
_FADING = frozenset({Outcome.CONFIRMED, Outcome.SETTLED_DONE, Outcome.SETTLED_NOT_DONE})
_SILENT = frozenset({Outcome.WITHDRAWN})  # undone: the card is back where it was, that says it


@dataclass(frozen=True, slots=True)
class Chip:
    """One chip. `kind` and `waits` while its undo time runs, `until` is when it fades (aware)."""

    text: str
    role: StateRole
    sign: Sign | None = None
    seq: Seq | None = None
    kind: Kind | None = None
    undoable: bool = False
    waits: bool = False
    until: datetime | None = None


def chips_of(view: OrderView, now: datetime, counter: str, waits: frozenset[Seq]) -> tuple[Chip, ...]:
    """The chips of an order; `waits` are the queued intents whose undo time still runs."""
    shown = [_own_order_chip()] if view.order.is_training else []
    shown += [chip for intent in _told(view) if (chip := _chip(intent, view, now, counter, waits))]
    shown += [Chip(*said) for said in told_elsewhere(view)]
    if view.order.conflict:
        shown.append(_warning(conflict_words(view.order.conflict)))
    if view.order.passed_over and not view.order.is_over:
        shown.append(_warning(passed_over_words(view.order.passed_over, now)))
    if view.order.closed is not None and view.order.is_closed_here:
        shown.append(_closed_chip(view.order.closed))
    shown += own_chips(view, now)
    if view.twins:
        words = QCoreApplication.translate("Orders", "Another open order has number {number}, too")
        shown.append(_warning(words.format(number=view.order.content.tbillno)))
    return tuple(shown)


def paper_chips(view: OrderView, papers: tuple[PrintJob, ...]) -> tuple[Chip, ...]:
    """A chip for each kind of slip that did not come out; of a doubtful one, that nobody knows."""
    shown = {}
    for job in papers if not view.order.is_over else ():
        words = QCoreApplication.translate("Orders", "{slip} is not printed")
        sign = Sign.WARNING
        if job.outcome is PrintState.DOUBTFUL:
            words, sign = QCoreApplication.translate("Orders", "{slip} may not be printed"), Sign.QUESTION
        said = words.format(slip=slip_name(job.slip))
        shown[said] = Chip(said, StateRole.HALF, sign)
    return tuple(shown.values())


def own_chips(view: OrderView, now: datetime) -> list[Chip]:
    """What the store added by itself: the time promised, how far the packing is, the notes."""
    order, own = view.order, view.own
    shown = []
    if own.promised is not None and not order.is_over:
        words = QCoreApplication.translate("Orders", "We said {time}, stays with us")
        text = words.format(time=same_day_time(own.promised, now))
        shown.append(Chip(text, StateRole.SENDING, Sign.CLOCK))
    if own.packed and not order.is_over:
        shown.append(_packed_chip(progress(order.content.lines, own.packed)))
    if own.notes:
        words = QCoreApplication.translate("Orders", "Note: {text}")
        shown.append(Chip(words.format(text=_short_note(own)), StateRole.HALF, Sign.NOTE))
    return shown


def _packed_chip(now: Progress) -> Chip:
    if now.done >= now.wanted:
        return Chip(QCoreApplication.translate("Orders", "All packed"), StateRole.READY, Sign.CHECK)
    words = QCoreApplication.translate("Orders", "Packed {done} of {wanted}")
    return Chip(words.format(done=now.done, wanted=now.wanted), StateRole.SENDING, Sign.CHECK)


def _short_note(own: Own) -> str:
    """The notes as far as a card has room; whole in the detail."""
    text = without_phones(own.words())
    return text if len(text) <= _NOTE_SHOWN else f"{text[:_NOTE_SHOWN]}…"


def _told(view: OrderView) -> tuple[Intent, ...]:
    """All that is open, and the one pressed last."""
    opened = tuple(i for i in view.intents if i.is_open)
    last = view.last
    return opened if last is None or last.is_open else (*opened, last)


def _chip(intent: Intent, view: OrderView, now: datetime, counter: str, waits: frozenset[Seq]) -> Chip | None:
    if intent.outcome is Outcome.QUEUED:
        return _queued(intent, now, waits=intent.seq in waits)
    faded = intent.outcome in _FADING and intent.ended_at and now >= intent.ended_at + FADES_AFTER
    if faded or (intent.outcome in _SILENT and intent.lost_to is None):
        return None
    said = outcome_said(intent, now_counter=counter, elsewhere=view.elsewhere)
    until = intent.ended_at + FADES_AFTER if intent.ended_at and intent.outcome in _FADING else None
    return Chip(said.text, said.role, said.sign, intent.seq, intent.kind, until=until)


def _queued(intent: Intent, now: datetime, *, waits: bool) -> Chip:
    """Amber once it was tried and did not arrive: the platform knows nothing of it yet."""
    if intent.waits_for_relay:
        said = QCoreApplication.translate("Orders", "{what} has not left. {why}")
        text = said.format(what=kind_name(intent.kind), why=fault_words(NO_RELAY))
        return Chip(text, StateRole.HALF, Sign.WARNING, intent.seq, intent.kind, undoable=True)
    tried = not waits and intent.attempts > 0
    text, role = (
        (_offline(intent, now), StateRole.HALF) if tried else (outcome_said(intent).text, StateRole.SENDING)
    )
    return Chip(text, role, Sign.CLOCK, intent.seq, intent.kind, undoable=True, waits=waits)


def _offline(intent: Intent, now: datetime) -> str:
    if intent.expires_at is None:
        text = QCoreApplication.translate("Orders", "{what} has not arrived. Offline, it is queued")
        return text.format(what=kind_name(intent.kind))
    text = QCoreApplication.translate("Orders", "{what} has not arrived. Offline, queued until {time}")
    return text.format(what=kind_name(intent.kind), time=same_day_time(intent.expires_at, now))


def _closed_chip(closed: ClosedHere) -> Chip:
    words = QCoreApplication.translate("Orders", "Closed here by {who}: {why}")
    why = close_reason_words(closed.reason)
    if closed.note:
        why = without_phones(closed.note)
    return Chip(words.format(who=actor_name(closed.by), why=why), StateRole.USED, Sign.PERSON)


def _own_order_chip() -> Chip:
    """On it from its first moment to its last: nobody takes it for a customer's."""
    words = QCoreApplication.translate("Orders", "Own order, for practice: it counts nowhere")
    return Chip(words, StateRole.HALF, Sign.NOTE)


def _warning(text: str) -> Chip:
    return Chip(text, StateRole.DIFFERS, Sign.WARNING)


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
    why: str = ""  # why a search found it, and from which day it is

    def chip_of_undo(self) -> Chip | None:
        """The chip that can be undone, the latest first."""
        return next((c for c in reversed(self.chips) if c.undoable), None)


@dataclass(frozen=True, slots=True)
class Moment:
    """What of the present a card depends on: `waits` are queued intents whose undo time runs.

    `papers` are its slips that did not come out, or perhaps not.
    """

    now: datetime
    counter: str
    overdue: bool = False
    waits: frozenset[Seq] = frozenset()
    papers: tuple[PrintJob, ...] = ()


def facts_of(view: OrderView, lane: Lane, moment: Moment) -> Facts:
    """The facts of an order at a moment; what is personal is masked."""
    order, content, now = view.order, shown_of(view.order), moment.now
    sums = sums_of_order(order)
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
        chips=(*chips_of(view, now, moment.counter, moment.waits), *paper_chips(view, moment.papers)),
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
    return _of_unknown(intent) if intent and lane not in {Lane.DONE, Lane.CLOSED} else None


def _of_unknown(intent: Intent) -> Unknown:
    next_at = exact_time(intent.next_at) if intent.next_at and not intent.needs_person else ""
    answer = answer_words(intent) if intent.answered and intent.last_answer else ""
    return Unknown(intent.seq, intent.kind, intent.attempts, next_at, intent.needs_person, answer)


def spoken(facts: Facts, left_s: float | None) -> str:
    """Source and number, lane, and the time that matters; `left_s` is to the accept deadline."""
    parts = [f"{source_name(facts.source, facts.source_code)} {facts.number}", lane_name(facts.lane)]
    parts.append(_time(facts, left_s))
    parts.extend(chip.text for chip in facts.chips)
    return QCoreApplication.translate("Orders", ", ").join(p for p in parts if p)


def content_spoken(facts: Facts) -> str:
    """What a card shows beside that: dishes, remark, price, for whom and when."""
    parts = [f"{item.quantity} {item.name} {item.attributes}".strip() for item in facts.items]
    if facts.remark:
        parts.append(QCoreApplication.translate("Orders", "Remark: {text}").format(text=facts.remark))
    paid = QCoreApplication.translate("Orders", "{money} paid")
    owed = QCoreApplication.translate("Orders", "{money} to be paid")
    parts.append((paid if facts.paid else owed).format(money=facts.money))
    parts += [f"{facts.name} {facts.last4}".strip(), facts.how]
    if facts.changed:
        parts.append(QCoreApplication.translate("Orders", "The order was changed"))
    return QCoreApplication.translate("Orders", ", ").join(p for p in parts if p)


def _time(facts: Facts, left_s: float | None) -> str:
    if facts.lane is Lane.NEW and left_s is not None:
        return _left(left_s)
    return facts.how


def _left(left_s: float) -> str:
    if left_s <= 0:
        return QCoreApplication.translate("Orders", "{time} late").format(time=spoken_length(-left_s))
    return QCoreApplication.translate("Orders", "{time} left").format(time=spoken_length(left_s))


def how_and_when(content: OrderContent, now: datetime) -> str:
    """How the order leaves and when: delivered or fetched."""
    if content.due_at is None and content.is_pickup:
        return QCoreApplication.translate("Orders", "Pickup as soon as possible")
    if content.due_at is None:
        return QCoreApplication.translate("Orders", "Deliver as soon as possible")
    when = same_day_time(content.due_at, now)
    if content.is_preorder and content.is_pickup:
        return QCoreApplication.translate("Orders", "Pre-order, pickup {time}").format(time=when)
    if content.is_preorder:
        return QCoreApplication.translate("Orders", "Pre-order, deliver {time}").format(time=when)
    if content.is_pickup:
        return QCoreApplication.translate("Orders", "Pickup {time}").format(time=when)
    return QCoreApplication.translate("Orders", "Deliver {time}").format(time=when)


def minutes_words(minutes: int, *, late: bool) -> str:
    """Whole minutes to a due time, or past it; short, since the number beside them must not be cut."""
    if late:
        return QCoreApplication.translate("Orders", "{n} late").format(n=minutes)
    return QCoreApplication.translate("Orders", "{n} min").format(n=minutes)


def rider_or_pickup(content: OrderContent) -> str:
    """Who comes for it."""
    if content.is_pickup:
        return QCoreApplication.translate("Orders", "pickup")
    return QCoreApplication.translate("Orders", "rider")


def dishes(count: Decimal) -> str:
    """How many things to make."""
    if count == 1:
        return QCoreApplication.translate("Orders", "1 item")
    return QCoreApplication.translate("Orders", "{n} items").format(n=quantity(count))
