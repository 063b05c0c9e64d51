"""A pickup code looked up: what was asked, what was found, what became of it (product rows 30-33)."""

from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum

from posdesk.domain.orders.board import OrderView
from posdesk.domain.orders.intent import Intent, Kind, Outcome
from posdesk.domain.orders.order import OrderKey
from posdesk.domain.orders.source import Source
from posdesk.domain.privacy import without_phones
from posdesk.records import dataclass, replace


class CodeFrom(StrEnum):
    """How a code came in."""

    SCANNER = "scanner"
    TYPED = "typed"


class Found(StrEnum):
    """What a look-up came to."""

    ASKING = "asking"
    ONE = "one"
    SEVERAL = "several"
    NONE = "none"  # all that were asked answered, nobody knows it
    OTHER_STORE = "other_store"
    USED = "used"  # verified before, by our own record or the platform's words
    CANCELLED = "cancelled"
    CANNOT = "cannot"  # nobody could be asked: never a success, never a "no"


@dataclass(frozen=True, slots=True)
class UsedBefore:
    """Our own record of a verification: who, when, where."""

    at: datetime
    actor: str
    counter: str


@dataclass(frozen=True, slots=True)
class Lookup:
    """One question about one code; it is sent to the desk again as answers come in.

    `keys` are the orders found, most urgent first. `silent` names the partners that did not answer,
    `words` are the platforms' own, by partner. `other_store` is the store an order belongs to.
    """

    number: int
    code: str
    at: datetime
    origin: CodeFrom
    found: Found = Found.ASKING
    keys: tuple[OrderKey, ...] = ()
    silent: tuple[str, ...] = ()
    words: tuple[tuple[str, str], ...] = ()
    other_store: str = ""
    used: UsedBefore | None = None


class ScanResult(StrEnum):
    """The end of a scan, for the list of last scans and its sound."""

    FOUND = "found"
    DONE = "done"
    HANDED_OVER = "handed_over"
    USED = "used"
    WRONG = "wrong"  # wrong store or state, or nobody knows the code
    UNKNOWN = "unknown"
    CANNOT = "cannot"
    SIGNED = "signed"  # handed out against signature, to be verified later


@dataclass(frozen=True, slots=True)
class ScanRow:
    """A row of the last scans; `source` None where no order was found."""

    at: datetime
    code: str
    result: ScanResult
    source: Source | None = None
    show_no: str = ""
    customer: str = ""
    key: OrderKey | None = None


_BECAME = {
    Outcome.CONFIRMED: ScanResult.DONE,
    Outcome.UNKNOWN: ScanResult.UNKNOWN,
    Outcome.REFUSED: ScanResult.WRONG,
}
_GOES_ON = (ScanResult.FOUND, ScanResult.CANNOT)
_Verified = tuple[OrderView, Intent]


def with_outcomes(rows: tuple[ScanRow, ...], views: Iterable[OrderView]) -> tuple[ScanRow, ...]:
    """The rows, newest first as they come; a code shows how the verification after it ended.

    A verification counts for the last scan of its code before it was pressed, and for no other.
    """
    verified = [(v, i) for v in views for i in v.intents if i.kind is Kind.VERIFY and i.code]
    verified.sort(key=lambda pair: pair[1].pressed_at)
    return tuple(_became(row, verified) for row in rows)


def _became(row: ScanRow, verified: list[_Verified]) -> ScanRow:
    mine = [pair for pair in verified if pair[1].code == row.code and pair[1].pressed_at >= row.at]
    for pair in mine:
        verified.remove(pair)
    if row.result not in _GOES_ON or not mine:
        return row
    view, intent = mine[-1]
    result = ScanResult.SIGNED if _is_signed(intent) else _BECAME.get(intent.outcome, row.result)
    content = view.order.content
    return replace(
        row,
        result=result,
        source=content.source,
        show_no=content.number,
        customer=without_phones(content.customer),
        key=view.order.key,
    )


def _is_signed(intent: Intent) -> bool:
    return intent.without_answer and intent.outcome is not Outcome.CONFIRMED
