"""A pickup code looked up: what was asked, what was found, what became of it (product rows 30-33)."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from posdesk.domain.orders.order import OrderKey
from posdesk.domain.orders.source import Source


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
