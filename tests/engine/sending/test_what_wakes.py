"""What a sender is woken by: commits that change what it looks at, and no order that comes in."""

import sqlite3
from typing import Any

import pytest

from posdesk.engine.sending.outbox import Outbox
from posdesk.engine.sending.poster import Poster
from posdesk.engine.sending.prints import Prints
from posdesk.engine.sending.sender import Sender
from posdesk.journal import Database, Journal, Notice
from tests.journal.making import Counter

SENDERS: tuple[type[Sender[Any]], ...] = (Outbox, Poster, Prints)
MARKS = {"meta"}  # how far a journal lost rows: written before anything is sent


def tables_read_by(kind: type[Sender[Any]], db: Database) -> set[str]:
    """By one look, as SQLite is asked to allow each."""
    found: set[str] = set()

    def note(action: int, table: str | None, *_: str | None) -> int:
        if action == sqlite3.SQLITE_READ and table:
            found.add(table)
        return sqlite3.SQLITE_OK

    db.set_authorizer(note)
    try:
        kind.__new__(kind)._look(db)
    finally:
        db.set_authorizer(None)
    return found


@pytest.mark.parametrize("kind", SENDERS, ids=lambda kind: kind.name)
def test_a_sender_is_told_of_every_table_that_it_looks_at(kind: type[Sender[Any]], journal: Journal) -> None:
    assert journal.read(lambda db: tables_read_by(kind, db)) - MARKS == kind.reads


def test_an_order_that_comes_in_wakes_no_sender(journal: Journal) -> None:
    notices: list[Notice] = []
    journal.subscribe(notices.append)
    Counter(journal).add()
    assert notices
    assert not any(notice.touches(kind.reads) for notice in notices for kind in SENDERS)
