"""Makes the journal that is kept of a released schema: orders in each state, intents and postings.

python -m tests.journal.release tests/data/journal/version-N.sqlite     run it in a tree of that version
"""

import contextlib
import sqlite3
import sys
import tempfile
from pathlib import Path

from posdesk.domain.orders.answer import Verdict
from posdesk.domain.orders.intent import Kind
from posdesk.domain.orders.order import OrderKey
from posdesk.journal import heartbeats
from posdesk.journal.journal import FILE_NAME
from posdesk.journal.orders.order_moves import PlatformStatus
from tests.journal.making import Counter, SetClock, key_of, opened
from tests.journal.takings import CONFIRMED, LOST, REFUSED, Store, till


def order(tbillno: str) -> OrderKey:
    """An order of the one partner."""
    return key_of(tbillno)


def fill_orders(counter: Counter) -> None:
    """An order in each state, and an intent of each outcome that a store has after a day."""
    for number in range(12):
        counter.add(f"R{number:02}")
    counter.done(Kind.ACCEPT, order("R01"))
    for each in (Kind.ACCEPT, Kind.READY):
        counter.done(each, order("R02"))
    for tbillno in ("R03", "R04"):
        counter.done(Kind.ACCEPT, order(tbillno))
        counter.event(PlatformStatus.COMPLETED, order(tbillno))
    counter.done(Kind.REFUSE, order("R05"))
    counter.done(Kind.ACCEPT, order("R06"))
    counter.event(PlatformStatus.CANCELLED, order("R06"))
    counter.unknown(Kind.ACCEPT, order("R07"))
    counter.attempt(counter.press(Kind.ACCEPT, order("R08")).seq, Verdict.REFUSED, "已超时", 7)
    counter.begin(counter.press(Kind.ACCEPT, order("R09")).seq)
    counter.event(PlatformStatus.CANCELLED, order("R99"))
    counter.press(Kind.PAY, order("R10"))
    counter.add("R01", remark="少辣")


def fill_books(store: Store) -> None:
    """Receipts confirmed, refused and unknown, and an hour that was reported."""
    answers = {"0101": CONFIRMED, "0102": REFUSED, "0103": LOST}
    for serial, answer in answers.items():
        *_, posting = store.queued(till(serial))
        store.attempt(posting.seq, answer, repeat_unknown=False)
    store.attempt(store.report().seq, CONFIRMED)


def main(target: Path) -> None:
    """Fill a journal of today's version and leave it as one file."""
    with tempfile.TemporaryDirectory() as folder:
        with opened(Path(folder), SetClock()) as journal:
            counter, store = Counter(journal), Store(journal)
            fill_orders(counter)
            fill_books(store)
            counter.write(heartbeats.beat)
        with contextlib.closing(sqlite3.connect(Path(folder) / FILE_NAME)) as db:
            db.execute("PRAGMA journal_mode = DELETE")
        target.write_bytes((Path(folder) / FILE_NAME).read_bytes())


if __name__ == "__main__":
    main(Path(sys.argv[1]))
