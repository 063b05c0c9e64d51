"""What the pages ask the journal: one function a question. Each runs in a reader's thread."""

from datetime import datetime, timedelta
from typing import NamedTuple

from posdesk.domain.board import OrderView
from posdesk.domain.history import HistoryLine
from posdesk.domain.lookup import ScanRow
from posdesk.domain.order import OrderKey
from posdesk.journal import Database, history, scans, views
from posdesk.settings import Settings

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
