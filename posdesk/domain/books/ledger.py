"""What the manager's pages show: a day's hours, an hour's receipts, the daily sheet, what waits."""

from collections.abc import Mapping
from dataclasses import field
from datetime import date, datetime
from enum import StrEnum

from posdesk.domain.books.hour import Ask, HourState, Late
from posdesk.domain.books.posting import Attempt, Book, HourFigures, Posting
from posdesk.domain.books.receipt import BEHIND, Door, Figures, Mismatch, Receipt, ReceiptKey, is_ahead
from posdesk.domain.orders.history import Remark
from posdesk.domain.orders.intent import Outcome
from posdesk.domain.orders.order import OrderKey
from posdesk.domain.orders.refused import CountedCalls, RefusedCall
from posdesk.domain.relay.stray import StrayCall
from posdesk.records import dataclass


@dataclass(frozen=True, slots=True)
class HourRow:
    """A row of the grid. `by_source` holds only sources that sold; `reported` is what ovopark confirmed last.

    `ask` says why a manager is needed, `due_at` when the report leaves by itself, None where it does not;
    `may_lack` whether receipts and reports of it may be lost with the journal, `unseen` which other counters
    may have more of it.
    """

    hour: datetime
    state: HourState
    by_source: dict[str, Figures]
    total: Figures
    reported: HourFigures | None = None
    ask: Ask = Ask.NONE
    last: Posting | None = None
    late: tuple[Late, ...] = ()
    due_at: datetime | None = None
    may_lack: bool = False
    unseen: tuple[str, ...] = ()

    @property
    def now(self) -> HourFigures:
        """What its receipts add up to, as a report says it."""
        return HourFigures(self.total.net_fen, self.total.receipts, self.total.items)


@dataclass(frozen=True, slots=True)
class DayView:
    """A business day. `yesterday` and `last_week` are net fen by index of the hour, for the chart."""

    day: date
    rows: tuple[HourRow, ...]
    sources: tuple[str, ...]
    total: Figures
    by_source: dict[str, Figures]
    yesterday: tuple[int, ...]
    last_week: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class HourStory:
    """What was sent and answered for an hour, oldest first."""

    hour: datetime
    postings: tuple[Posting, ...]
    attempts: tuple[Attempt, ...]


@dataclass(frozen=True, slots=True)
class ReceiptRow:
    """A receipt as the pages list it. `wdk` is the latest posting's outcome, None where none was made.

    `thinned_at` is when it lost lines and tenders, aware; its figures stay. None while they are here.
    """

    receipt: Receipt
    source: str
    door: Door
    received_at: datetime
    hour: datetime
    figures: Figures
    mismatches: tuple[Mismatch, ...] = ()
    order: OrderKey | None = None
    lacks: str = ""
    wdk: Outcome | None = None
    target: str = ""
    code: str = ""
    thinned_at: datetime | None = None

    @property
    def key(self) -> ReceiptKey:
        """Its natural key."""
        return self.receipt.key

    @property
    def is_ahead(self) -> bool:
        """Whether it is dated later than it came."""
        return is_ahead(self.receipt.traded_at, self.received_at)

    @property
    def is_misdated(self) -> bool:
        """Whether it is dated later than it came, or so long before that a clock must be wrong."""
        return self.is_ahead or self.received_at - self.hour > BEHIND


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A source's line of the daily sheet, in fen; `orders_fen` is None where no order book exists (tills).

    `count` is of orders where there is an order book, else of receipts. `hours_fen` is what the hours add up
    to that ovopark has a report of, `open_fen` what lies in hours that are open or not reported yet; the
    first is None where the tills ring this source's orders among their own. `wdk_fen` is what WDK has or is
    about to get by itself.
    """

    source: str
    count: int
    orders_fen: int | None
    hours_fen: int | None
    wdk_fen: int | None
    open_fen: int = 0

    @property
    def difference_fen(self) -> int:
        """How far the books lie apart at most, what is not reported yet counted with the hours."""
        hours = None if self.hours_fen is None else self.hours_fen + self.open_fen
        books = [fen for fen in (self.orders_fen, hours, self.wdk_fen) if fen is not None]
        return max(books) - min(books)


class Cause(StrEnum):
    """Why the books differ about one order, receipt or hour."""

    NO_RECEIPT = "no_receipt"  # a completed order of which no receipt was made
    CLOSED_HERE = "closed_here"  # not completed: in no figure. `detail`: the CloseReason
    AMOUNT = "amount"  # the receipt says another amount than the order
    LACKS_PAY_TYPE = "lacks_pay_type"  # it waits for a number in the settings
    WDK_REFUSED = "wdk_refused"
    WDK_UNKNOWN = "wdk_unknown"  # nobody knows whether WDK has it, and it is not sent again by itself
    WDK_WITHDRAWN = "wdk_withdrawn"  # a person decided that WDK shall not have it
    RETURNED = "returned"  # taken back; the order still reads completed
    HOUR_DIFFERS = "hour_differs"  # ovopark holds another figure than the receipts say
    HOUR_UNREPORTED = "hour_unreported"  # it is over, and ovopark has confirmed nothing


@dataclass(frozen=True, slots=True)
class Difference:
    """A line under the sheet; fen, None where that book has nothing. `mark` is the number people know."""

    cause: Cause
    source: str
    mark: str
    at: datetime
    orders_fen: int | None = None
    hours_fen: int | None = None
    wdk_fen: int | None = None
    order: OrderKey | None = None
    receipt: ReceiptKey | None = None
    hour: datetime | None = None
    detail: str = ""
    posting: Posting | None = None


@dataclass(frozen=True, slots=True)
class Sheet:
    """The three books of a business day beside each other (row 42).

    `from_orders` is False where the tills ring the orders themselves: then orders can't be compared with
    hours and receipts one by one, and the page says so.
    """

    day: date
    from_orders: bool
    rows: tuple[SheetRow, ...]
    differences: tuple[Difference, ...]


class IntakeFault(StrEnum):
    """Why something handed in was not taken."""

    REFUSED = "refused"
    CONFLICT = "conflict"


@dataclass(frozen=True, slots=True)
class IntakeTrouble:
    """A file or call that was not taken, until somebody has seen it. `reason` names line and field."""

    number: int
    at: datetime
    door: Door
    what: IntakeFault
    name: str
    reason: str
    receipt: ReceiptKey | None = None


@dataclass(frozen=True, slots=True)
class Misdated:
    """A till's receipts whose hour is still to come, or lies long before they came: a clock is wrong.

    All but `count` is the last one's.

    `number` is its place in the journal: whoever has seen it has seen those before it.
    """

    key: ReceiptKey
    traded_at: datetime
    hour: datetime
    at: datetime
    count: int
    number: int

    @property
    def is_ahead(self) -> bool:
        """Whether its hour is still to come."""
        return self.traded_at > self.at


@dataclass(frozen=True, slots=True)
class Waiting:
    """All of the books that the sync page lists (row 41).

    `postings` are the open ones and those whose refusal a person must see; `asks` the hours that wait for a
    manager; `unqueued` how many receipts are about to be queued; `confirmed` how many of a book were
    confirmed today; `lacking` those that wait for a number in the settings; `misdated` those of a till whose
    clock is wrong, until somebody has seen it; `remarks` what a person should read once. `refused` are the
    platforms' calls that were not taken, `beyond` how many more there are than are kept,
    `strays` the calls that a chain's gateway took and this counter did not.
    """

    postings: tuple[Posting, ...]
    asks: tuple[HourRow, ...]
    troubles: tuple[IntakeTrouble, ...]
    unqueued: int = 0
    confirmed: Mapping[Book, int] = field(default_factory=dict)
    lacking: tuple[ReceiptRow, ...] = ()
    misdated: tuple[Misdated, ...] = ()
    remarks: tuple[Remark, ...] = ()
    refused: tuple[RefusedCall, ...] = ()
    beyond: tuple[CountedCalls, ...] = ()
    strays: tuple[StrayCall, ...] = ()
