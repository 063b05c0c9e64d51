"""What the pages ask the journal: one function a question. Each runs in a reader's thread."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

from posdesk.domain.books.hour import day_of
from posdesk.domain.books.posting import Book
from posdesk.domain.orders.board import OrderView
from posdesk.domain.orders.history import HistoryLine
from posdesk.domain.orders.order import OrderKey
from posdesk.domain.pickup.lookup import ScanRow
from posdesk.domain.printing.board import PrintBoard
from posdesk.domain.printing.print_job import PrintJob
from posdesk.host.late import late
from posdesk.journal import Database
from posdesk.journal.orders import scans, views
from posdesk.settings.settings import Settings

if TYPE_CHECKING:
    from posdesk.domain.books.ledger import DayView, HourStory, ReceiptRow, Sheet, Waiting
    from posdesk.engine.sending import hours
    from posdesk.journal.books import books, receipts, sheet
    from posdesk.journal.books.waiting_hours import WaitingHours
    from posdesk.journal.orders import history, print_board, print_rows, said_names
    from posdesk.journal.relay import stray_calls
else:
    hours = late("posdesk.engine.sending.hours")
    books = late("posdesk.journal.books.books")
    receipts = late("posdesk.journal.books.receipts")
    sheet = late("posdesk.journal.books.sheet")
    history = late("posdesk.journal.orders.history")
    print_board = late("posdesk.journal.orders.print_board")
    print_rows = late("posdesk.journal.orders.print_rows")
    said_names = late("posdesk.journal.orders.said_names")
    stray_calls = late("posdesk.journal.relay.stray_calls")


SCANS_SHOWN = timedelta(hours=20)


class Given(NamedTuple):
    """What an answer is made from."""

    db: Database
    settings: Settings
    now: datetime


def search(given: Given, text: str) -> tuple[OrderView, ...]:
    """Orders by show number, last four digits, name, bill number (row 23)."""
    return views.search(given.db, text)


def read_history(given: Given, key: OrderKey) -> tuple[HistoryLine, ...]:
    """An order's history."""
    return history.read(given.db, key)


def read_scans(given: Given) -> tuple[ScanRow, ...]:
    """The last scans, newest first."""
    return scans.since(given.db, given.now - SCANS_SHOWN)


def read_names(given: Given) -> tuple[str, ...]:
    """The last names that people gave where no PIN tells who it is, the newest first."""
    return said_names.last(given.db)


def read_day(given: Given, day: date) -> "DayView":
    """A business day, hour by hour."""
    return books.day_view(
        given.db,
        day,
        day_starts=given.settings.store.days,
        policy=hours.policy_of(given.settings),
        now=given.now,
        reporting=given.settings.ovopark is not None,
    )


def read_receipts(given: Given, hour: datetime, source: str) -> "tuple[ReceiptRow, ...]":
    """An hour's receipts, of one source or of all ("")."""
    return receipts.rows_of_hour(given.db, hour, source)


def read_story(given: Given, hour: datetime) -> "HourStory":
    """What was sent and answered for an hour."""
    return books.story(given.db, hour)


def read_sheet(given: Given, day: date) -> "Sheet":
    """The daily sheet of a business day."""
    wdk = given.settings.wdk
    return sheet.of_day(
        given.db,
        day,
        day_starts=given.settings.store.days,
        now=given.now,
        from_orders=wdk is not None and wdk.from_orders,
        sending=wdk is not None,
        reporting=given.settings.ovopark is not None,
    )


def read_waiting(given: Given, asks: "WaitingHours") -> "Waiting":
    """What waits; `asks` keeps what is known of older hours from one look to the next."""
    waiting = books.waiting(
        given.db,
        policy=hours.policy_of(given.settings),
        now=given.now,
        day_starts=given.settings.store.days,
        served=frozenset(book for book in Book if book.platform in given.settings.books),
        asks=asks,
    )
    if given.settings.relay is None:
        return waiting
    return replace(waiting, strays=stray_calls.open_ones(given.db))


def read_papers(given: Given, key: OrderKey) -> tuple[PrintJob, ...]:
    """The prints of one order, oldest first."""
    return print_rows.of_order(given.db, key)


def read_prints(given: Given) -> PrintBoard:
    """What a person sees of the prints, and what ended on this business day."""
    return print_board.read(given.db, day_of(given.now, given.settings.store.days)[0])
