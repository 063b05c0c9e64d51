"""A receipt: what a till or a completed order sold, or took back (contracts.md, section 3; row 37)."""

from datetime import datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from itertools import chain
from typing import NamedTuple

from posdesk.domain.money import exactly
from posdesk.domain.orders.order import OrderKey
from posdesk.records import dataclass, replace

AHEAD = timedelta(hours=1)
BEHIND = timedelta(days=31)  # between its hour and its arrival: no till was away for so long
TILL = "till"
"""The source of a receipt that the store's own tills handed in; those made from orders carry the order's."""


class ReceiptKey(NamedTuple):
    """The natural key of a receipt: WDK promises no idempotency, so these three stand for it."""

    store_id: str
    pos_no: str
    serial_num: str


class Door(StrEnum):
    """How a receipt came in."""

    HTTP = "http"
    FOLDER = "folder"
    COMMAND = "command"
    ORDER = "order"


@dataclass(frozen=True, slots=True)
class ReceiptLine:
    """One item: `quantity` in `unit`, the price each and the amounts of the line in fen."""

    serial_num: str
    item_code: str
    item_name: str
    unit: str
    quantity: Decimal
    original_price_fen: int
    promotion_fen: int
    deal_fen: int


@dataclass(frozen=True, slots=True)
class Tendered:
    """One way of paying; `pay_type` is WDK's number for it, the amount in fen."""

    pay_type: str
    serial_num: str
    amount_fen: int | None = None


@dataclass(frozen=True, slots=True)
class SaleRef:
    """The sale that a return takes back."""

    pos_no: str
    serial_num: str
    traded_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the books need to know of a receipt; amounts in fen, None where the till left them out.

    `traded_at` is aware, None where the till gave no time: then the hour of arrival counts, marked.
    """

    key: ReceiptKey
    is_return: bool
    traded_at: datetime | None
    actual_fen: int
    operator: str
    lines: tuple[ReceiptLine, ...] = ()
    tenders: tuple[Tendered, ...] = ()
    overflow_fen: int | None = None
    change_fen: int | None = None
    discount_fen: int | None = None
    original: SaleRef | None = None

    def put_away(self) -> "Receipt":
        """The same without lines and tenders: what stays of one that is thinned."""
        return replace(self, lines=(), tenders=())


def is_ahead(traded_at: datetime | None, received_at: datetime) -> bool:
    """Whether a receipt is dated later than it came, by more than clocks differ: one of the two is wrong."""
    return traded_at is not None and traded_at - received_at > AHEAD


@dataclass(frozen=True, slots=True)
class Handed:
    """A receipt on its way into the journal.

    `raw` is its canonical wire text: two receipts are the same when theirs are. `source` is `TILL` or the
    code of an ordering site; `order` is the order it was made from. `lacks` says what only the settings can
    add before it may be sent ("pay_type 11"), empty where it is whole.
    """

    receipt: Receipt
    raw: str
    source: str = TILL
    order: OrderKey | None = None
    lacks: str = ""


@dataclass(frozen=True, slots=True)
class Figures:
    """What receipts add up to; amounts in fen, and net = gross - discount - refund, always."""

    receipts: int = 0
    returns: int = 0
    items: int = 0
    gross_fen: int = 0
    discount_fen: int = 0
    refund_fen: int = 0

    @property
    def net_fen(self) -> int:
        """What was sold less what was taken back."""
        return self.gross_fen - self.discount_fen - self.refund_fen

    def __add__(self, other: "Figures") -> "Figures":
        """The sum, figure by figure."""
        return Figures(
            self.receipts + other.receipts,
            self.returns + other.returns,
            self.items + other.items,
            self.gross_fen + other.gross_fen,
            self.discount_fen + other.discount_fen,
            self.refund_fen + other.refund_fen,
        )


def figures_of(receipt: Receipt) -> Figures:
    """What one receipt adds (contracts.md, section 2, 'Figures').

    A return counts against the hour by its size, whichever sign its amounts carry: which one is meant is
    UNKNOWN.
    """
    items = sum(map(_items_of, receipt.lines))
    if receipt.is_return:
        return Figures(returns=1, items=-abs(items), refund_fen=abs(receipt.actual_fen))
    discount = _discount_fen(receipt)
    return Figures(receipts=1, items=items, gross_fen=receipt.actual_fen + discount, discount_fen=discount)


def _items_of(line: ReceiptLine) -> int:
    """Whole quantities as they are, one struck off again with its sign; a weighed line counts 1."""
    if line.quantity == line.quantity.to_integral_value():
        return int(line.quantity)
    return 1 if line.quantity > 0 else -1


def _discount_fen(receipt: Receipt) -> int:
    if receipt.discount_fen is not None:
        return receipt.discount_fen
    return sum(line.promotion_fen for line in receipt.lines)


class Rule(StrEnum):
    """What must add up (contracts.md, section 3, 'Arithmetic of the sample')."""

    LINE = "line"  # price x quantity - promotion = deal
    LINES = "lines"  # the sum of deals = actual - overflow
    TENDERS = "tenders"  # the sum of payments - change = actual


@dataclass(frozen=True, slots=True)
class Mismatch:
    """A sum that does not come out, in fen: marked and shown, it never refuses a receipt (row 36).

    `line` counts from 1, 0 where the whole receipt is meant.
    """

    rule: Rule
    expected_fen: Decimal
    found_fen: int
    line: int = 0


def mismatches(receipt: Receipt) -> tuple[Mismatch, ...]:
    """Every sum of a receipt that does not come out; a line may be off by a fen of rounding."""
    with exactly():
        lines = (_of_line(number, line) for number, line in enumerate(receipt.lines, 1))
        return tuple(chain((m for m in lines if m), _of_lines(receipt), _of_tenders(receipt)))


def _of_line(number: int, line: ReceiptLine) -> Mismatch | None:
    expected = line.original_price_fen * line.quantity - line.promotion_fen
    wrong = abs(expected - line.deal_fen) > 1
    return Mismatch(Rule.LINE, expected, line.deal_fen, number) if wrong else None


def _of_lines(receipt: Receipt) -> tuple[Mismatch, ...]:
    expected = receipt.actual_fen - (receipt.overflow_fen or 0)
    found = sum(line.deal_fen for line in receipt.lines)
    wrong = bool(receipt.lines) and found != expected
    return (Mismatch(Rule.LINES, Decimal(expected), found),) if wrong else ()


def _of_tenders(receipt: Receipt) -> tuple[Mismatch, ...]:
    amounts = [tender.amount_fen for tender in receipt.tenders]
    paid = [amount for amount in amounts if amount is not None]
    found = sum(paid) - (receipt.change_fen or 0)
    wrong = bool(paid) and len(paid) == len(amounts) and found != receipt.actual_fen
    return (Mismatch(Rule.TENDERS, Decimal(receipt.actual_fen), found),) if wrong else ()
