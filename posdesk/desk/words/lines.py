"""The lines out of the books on screen: what differs from one to the other in names, signs and sentences."""

from collections.abc import Callable, Mapping
from enum import StrEnum

from posdesk.desk.theme import Sign
from posdesk.desk.words.language import QT_TRANSLATE_NOOP
from posdesk.domain.books.posting import Book
from posdesk.domain.failure import Failure
from posdesk.platforms.ovopark import failures as ovopark_failures
from posdesk.platforms.wdk import failures as wdk_failures
from posdesk.records import dataclass


class Part(StrEnum):
    """What an entry of the sync page belongs to; the page filters by it."""

    ORDERS = "orders"
    RECEIPTS = "receipts"
    HOURS = "hours"
    INTAKE = "intake"


class Stand(StrEnum):
    """Where a posting stands on the sync page."""

    QUEUED = "queued"
    SENDING = "sending"
    UNKNOWN = "unknown"
    REFUSED = "refused"
    DUPLICATE = "duplicate"


@dataclass(frozen=True, slots=True, kw_only=True)
class LineWords:
    """A line on screen. Texts in English, to be translated when shown: `cut_off` in "frame", else in "sync".

    `name` is the platform's, as people write it. `failure` finds the line of a code in its failure table.
    `titles` and `folded` are of one posting and of several; `confirmed` counts today's, `cut_off` says that
    none gets through. `test_proves` is what the answer to a test call rests on (in "settings").
    """

    name: str
    sign: Sign
    part: Part
    failure: Callable[[str], Failure]
    titles: Mapping[Stand, str]
    folded: Mapping[Stand, str]
    confirmed: str
    cut_off: str
    test_proves: tuple[str, ...] = ()


_RECEIPTS = LineWords(
    name="WDK",
    sign=Sign.RECEIPT,
    part=Part.RECEIPTS,
    failure=wdk_failures.line_of,
    titles={
        Stand.QUEUED: QT_TRANSLATE_NOOP("sync", "Receipt {what}: waits to be sent"),
        Stand.SENDING: QT_TRANSLATE_NOOP("sync", "Receipt {what}: sent, waiting for the answer"),
        Stand.UNKNOWN: QT_TRANSLATE_NOOP("sync", "Receipt {what}: result unknown"),
        Stand.REFUSED: QT_TRANSLATE_NOOP("sync", "Receipt {what}: refused by WDK"),
        Stand.DUPLICATE: QT_TRANSLATE_NOOP("sync", "Receipt {what}: WDK already has it"),
    },
    folded={
        Stand.QUEUED: QT_TRANSLATE_NOOP("sync", "{n} receipts wait to be sent"),
        Stand.SENDING: QT_TRANSLATE_NOOP("sync", "{n} receipts sent, waiting for the answer"),
        Stand.UNKNOWN: QT_TRANSLATE_NOOP("sync", "{n} receipts: result unknown"),
        Stand.REFUSED: QT_TRANSLATE_NOOP("sync", "{n} receipts: refused by WDK"),
        Stand.DUPLICATE: QT_TRANSLATE_NOOP("sync", "{n} receipts: WDK already has them"),
    },
    confirmed=QT_TRANSLATE_NOOP("sync", "receipts {n}"),
    cut_off=QT_TRANSLATE_NOOP("frame", "Receipts don't reach WDK now."),
    test_proves=(
        QT_TRANSLATE_NOOP("settings", "It refused the empty call for lacking a receipt, as it should."),
        QT_TRANSLATE_NOOP("settings", "We take that as proof; its document does not say so."),
    ),
)
_HOURS = LineWords(
    name="ovopark",
    sign=Sign.CHART,
    part=Part.HOURS,
    failure=ovopark_failures.line_of,
    titles={
        Stand.QUEUED: QT_TRANSLATE_NOOP("sync", "Hour {what}: waits to be sent"),
        Stand.SENDING: QT_TRANSLATE_NOOP("sync", "Hour {what}: sent, waiting for the answer"),
        Stand.UNKNOWN: QT_TRANSLATE_NOOP("sync", "Hour {what}: result unknown"),
        Stand.REFUSED: QT_TRANSLATE_NOOP("sync", "Hour {what}: refused by ovopark"),
        Stand.DUPLICATE: QT_TRANSLATE_NOOP("sync", "Hour {what}: ovopark already holds figures"),
    },
    folded={
        Stand.QUEUED: QT_TRANSLATE_NOOP("sync", "{n} hours wait to be sent"),
        Stand.SENDING: QT_TRANSLATE_NOOP("sync", "{n} hours sent, waiting for the answer"),
        Stand.UNKNOWN: QT_TRANSLATE_NOOP("sync", "{n} hours: result unknown"),
        Stand.REFUSED: QT_TRANSLATE_NOOP("sync", "{n} hours: refused by ovopark"),
        Stand.DUPLICATE: QT_TRANSLATE_NOOP("sync", "{n} hours: ovopark already holds figures"),
    },
    confirmed=QT_TRANSLATE_NOOP("sync", "hours {n}"),
    cut_off=QT_TRANSLATE_NOOP("frame", "Hours don't reach ovopark now."),
)
LINES: Mapping[Book, LineWords] = {Book.RECEIPT: _RECEIPTS, Book.HOUR: _HOURS}
"""In the order in which they are told."""
LINE_OF_PLATFORM: Mapping[str, LineWords] = {book.platform: line for book, line in LINES.items()}
