"""An order: what the platform said of it, where it stands, and the small machine that moves it."""

from dataclasses import fields
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from posdesk.domain.clock import from_text, to_text
from posdesk.domain.key_text import compared
from posdesk.domain.money import exactly
from posdesk.domain.orders.closing import ClosedHere
from posdesk.domain.orders.source import Source, source_of
from posdesk.domain.privacy import without_lone_phones
from posdesk.records import dataclass

ZERO = Decimal(0)
TRAINING = "own order"
"""Where others have their partner's name, an order that we made ourselves: no name there has a blank."""


class BillNumber(NamedTuple):
    """A platform's bill number: the partner's name in the settings, the number in its compared form.

    Platforms begin anew with their numbers: several orders may have it, one after the other.
    """

    partner: str
    bill: str


class OrderKey(NamedTuple):
    """The natural key of an order, the same at every counter and for ever (contracts.md, 'Identity').

    `ordered` is the first `ordertime` it came with, as the journal writes times; empty where it had none.
    Behind a '#' stands a count where that alone would name two orders.
    """

    partner: str
    bill: str
    ordered: str

    @property
    def number(self) -> BillNumber:
        """The number that it shares with orders of other days."""
        return BillNumber(self.partner, self.bill)

    @property
    def is_training(self) -> bool:
        """Whether it is one of our own orders: no platform knows it, and nothing that counts counts it."""
        return self.partner == TRAINING

    @property
    def ordered_at(self) -> datetime | None:
        """The first `ordertime`, None where it came with none."""
        text = self.ordered.partition("#")[0]
        return from_text(text) if text else None


def number_of(partner: str, written: str) -> BillNumber:
    """The number that a platform wrote, in the form in which two such are the same."""
    return BillNumber(partner, compared(written.strip()))


def key_of(partner: str, content: "OrderContent") -> OrderKey:
    """The key of an order whose number and time no other has."""
    ordered = to_text(content.ordered_at) if content.ordered_at else ""
    return OrderKey(*number_of(partner, content.tbillno), ordered)


class OrderState(StrEnum):
    """Where an order stands; exported in these words (architecture.md, 'An order's states')."""

    NEW = "new"
    ACCEPTED = "accepted"
    READY = "ready"
    COMPLETED = "completed"
    REFUSED = "refused"
    CANCELLED = "cancelled"


FINAL_STATES = frozenset({OrderState.COMPLETED, OrderState.REFUSED, OrderState.CANCELLED})

_MOVES: dict[OrderState, frozenset[OrderState]] = {
    OrderState.NEW: frozenset(
        {
            OrderState.ACCEPTED,
            OrderState.READY,
            OrderState.COMPLETED,
            OrderState.REFUSED,
            OrderState.CANCELLED,
        }
    ),
    OrderState.ACCEPTED: frozenset({OrderState.READY, OrderState.COMPLETED, OrderState.CANCELLED}),
    OrderState.READY: frozenset({OrderState.COMPLETED, OrderState.CANCELLED}),
    OrderState.COMPLETED: frozenset(),
    OrderState.REFUSED: frozenset(),
    OrderState.CANCELLED: frozenset(),
}


def may_move(old: OrderState, new: OrderState) -> bool:
    """Whether an order may go from one state to the other; a final state leads nowhere (row 19)."""
    return new in _MOVES[old]


class Origin(StrEnum):
    """How an order came to us."""

    PUSHED = "pushed"
    CAPTURED = "captured"  # found by a pickup code: needs no accept and never rings
    TRAINING = "training"  # an own order: rings, and no platform knows it


WAITS_FOR_ACCEPT = frozenset({Origin.PUSHED, Origin.TRAINING})


@dataclass(frozen=True, slots=True)
class OrderLine:
    """One item of an order; `quantity` in `unit`, `price` and `amount` in yuan."""

    product_code: str
    name: str
    unit: str
    quantity: Decimal
    price: Decimal
    amount: Decimal
    attributes: tuple[str, ...] = ()
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Extra:
    """A fee beside the items, a box for one; `price` (each) and `amount` (all) in yuan."""

    name: str
    quantity: Decimal
    price: Decimal
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Payment:
    """One payment; amounts in yuan. `code` is the tenant's own and means nothing by itself."""

    code: str
    name: str
    order_sum: Decimal
    paid: Decimal
    discount: Decimal = ZERO


@dataclass(frozen=True, slots=True)
class Discounts:
    """Who bears how much of the order's discount, in yuan (row 12)."""

    platform: Decimal = ZERO
    store: Decimal = ZERO
    agent: Decimal = ZERO
    courier: Decimal = ZERO

    @property
    def total(self) -> Decimal:
        """The sum of the four shares, in yuan, unrounded. Raises ArithmeticError beyond 200 digits."""
        with exactly():
            return self.platform + self.store + self.agent + self.courier


def called_out(show_no: str) -> str:
    """A show number as a counter calls it out; where it is a phone, masked."""
    return without_lone_phones(_without_hash(show_no))


def _without_hash(show_no: str) -> str:
    return show_no.strip().removeprefix("#").strip()


@dataclass(frozen=True, slots=True)
class OrderContent:
    """What the platform said of an order, in our words; money in yuan, times aware.

    A money field is None where the platform left it out: nothing is made up. `due_at` is None where
    the platform gave no time ("as soon as possible").
    """

    tbillno: str
    show_no: str
    source_code: str
    is_preorder: bool
    is_verification: bool
    store_code: str
    store_name: str
    store_uid: int | None
    customer: str
    phone: str
    address: str
    due_at: datetime | None
    ordered_at: datetime | None
    remark: str
    platform_state: int | None
    lines: tuple[OrderLine, ...]
    payments: tuple[Payment, ...] = ()
    extras: tuple[Extra, ...] = ()
    order_total: Decimal | None = None
    actual_fee: Decimal | None = None
    delivery_fee: Decimal | None = None
    service_fee: Decimal | None = None
    discount_total: Decimal | None = None
    discounts: Discounts = Discounts()

    @property
    def number(self) -> str:
        """The show number as a counter calls it out; where it is a phone, masked."""
        return called_out(self.show_no)

    @property
    def full_number(self) -> str:
        """The show number without the platforms' '#' and trailing blanks."""
        return _without_hash(self.show_no)

    @property
    def source(self) -> Source:
        """The ordering site by name."""
        return source_of(self.source_code)

    @property
    def is_pickup(self) -> bool:
        """Whether the customer fetches it: ASSUMED for a verification order and one with no address."""
        return self.is_verification or not self.address.strip()


# Kept and not interpreted; and what told already which order it is.
_NO_CHANGE = frozenset({"platform_state", "tbillno", "ordered_at"})


def changed_fields(old: OrderContent, new: OrderContent) -> tuple[str, ...]:
    """The names of the fields in which two contents differ (row 3: a changed repeat shows what changed)."""
    names = (f.name for f in fields(OrderContent) if f.name not in _NO_CHANGE)
    return tuple(name for name in names if getattr(old, name) != getattr(new, name))


@dataclass(frozen=True, slots=True)
class Received:
    """An order as it came: its content and its own JSON object, word for word in value."""

    content: OrderContent
    raw: str


@dataclass(frozen=True, slots=True)
class PassedOver:
    """An event for an order's number that came on an earlier business day, and was not applied to it."""

    state: OrderState
    at: datetime


def passed_over_of(text: str) -> PassedOver | None:
    """The event that the journal wrote as state and moment; None for an empty text."""
    state, _, at = text.partition(" ")
    return PassedOver(OrderState(state), from_text(at)) if text else None


@dataclass(frozen=True, slots=True)
class Wiped:
    """When an order's personal data was wiped (aware), and the salted hashes of what it said before (row 60).

    `raw` is of the last text as it came. `content` and `telling` are of all that it said and of what tells
    two orders of a number apart: so short that many a name and phone has the same, and tells nothing.
    """

    at: datetime
    raw: str
    content: str
    telling: str


@dataclass(frozen=True, slots=True)
class Thinned:
    """When a wiped order lost its lines and fees, too (aware), and what stays of them.

    `goods` is what they came to, in yuan; `lines` and `extras` are the keyed hashes of what stood there: by
    them the same order is known again. '-' where nobody could read it.
    """

    at: datetime
    goods: Decimal
    lines: str
    extras: str


@dataclass(frozen=True, slots=True)
class Order:
    """An order in the journal. Times are aware; `accept_by` is None where no accept is wanted.

    `changed` names the fields of the last changed repeat, `previous` holds the content before it.
    `stop_open` is True from a cancel after accept until a person acknowledged it by name; `is_unclear` where
    another order of its number was open too, and a person says which of them was cancelled. `wiped` is None
    while its personal data is here, `thinned` while its lines are. `closed` stands beside the state while it
    is closed here.
    """

    key: OrderKey
    billno: str
    content: OrderContent
    state: OrderState
    state_at: datetime
    received_at: datetime
    origin: Origin = Origin.PUSHED
    accept_by: datetime | None = None
    accepted_at: datetime | None = None
    changed: tuple[str, ...] = ()
    previous: OrderContent | None = None
    stop_open: bool = False
    is_unclear: bool = False
    conflict: str = ""
    passed_over: PassedOver | None = None
    wiped: Wiped | None = None
    thinned: Thinned | None = None
    closed: ClosedHere | None = None

    @property
    def is_training(self) -> bool:
        """Whether it is an own order."""
        return self.origin is Origin.TRAINING

    @property
    def is_final(self) -> bool:
        """Whether nothing more can happen to it."""
        return self.state in FINAL_STATES

    @property
    def is_closed_here(self) -> bool:
        """Whether a person closed it here and its platform has not ended it: neither open nor completed."""
        return self.closed is not None and not self.is_final

    @property
    def is_over(self) -> bool:
        """Whether nobody works on it any more: it ended, or is closed here."""
        return self.is_final or self.closed is not None
