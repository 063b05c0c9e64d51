"""A month goes by: what has ended is wiped, whatever kills that meets, and all else is as it was.

Nothing is lost or twice: a wiped order that is pushed again is that order, a wiped receipt is known.
"""

import sqlite3
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import closing
from datetime import UTC, datetime

import httpx

from posdesk.domain.clock import ClockDoubt, to_text
from posdesk.journal import Database, Journal
from posdesk.journal.audit import audit
from posdesk.journal.wiping import wipes, wiping, wiping_clock, wiping_proof
from tests.faults import invariants
from tests.faults.actions import Promises
from tests.faults.shop import Shop
from tests.journal.making import is_to_be_rewritten
from tests.support.bookshop import TOKEN
from tests.support.looks import rest_s
from tests.support.simulator import RunningSimulator

WITHIN_S = 60.0
AT_ONCE = 40  # receipts a call
STAYS = {
    "orders": "partner, bill, ordered, billno, state, state_at, received_at, changed, conflict",
    "receipts": "store_id, pos_no, serial_num, hour, receipts, returns, items, gross_fen, discount_fen,"
    " refund_fen",
    "intents": "seq, partner, bill, ordered, kind, outcome, attempts",
    "postings": "seq, book, outcome, target, attempts, net_fen, receipts, items",
    "posting_attempts": "seq, at, outcome, net_fen",
    "history": "partner, bill, ordered, at, happening, actor, kind, outcome",
}
"""What no wiping changes of a table's rows."""
Rows = dict[str, Counter[tuple[object, ...]]]
_HOLDS = "raw <> 'null' OR previous IS NOT NULL OR customer <> '' OR phone_last4 <> ''"
_PROVEN = "number <= (SELECT number FROM orders ORDER BY received_at DESC, number DESC LIMIT 1)"
_ENDED = "state IN ('completed', 'refused', 'cancelled')"


def wipe_and_judge(
    shop: Shop, simulator: RunningSimulator, promises: Promises, kills: Sequence[str], counts: Counter[str]
) -> None:
    """Of a shop whose engine is dead and whose invariants held."""
    bills = frozenset(order.tbillno for order in simulator.orders())
    before, shop.wipes = _rows(shop, bills), True
    counts["clocks in doubt"] += _believe(shop)
    try:
        for kill in kills:
            if shop.start(kill):
                _wait(shop, is_watched=True)
            shop.end(stops=False)
            shop.hear()
        if not shop.start():
            shop.broken.append("with a month gone by the engine does not start")
            return
        if not _wait(shop):
            return
        _hand_in_again(shop, simulator, promises)
        _settle(shop, simulator)
        shop.end(stops=True)
        shop.hear()
        shop.broken += [f"wiped: {words}" for words in _broken(shop, before, _rows(shop, bills), counts)]
    finally:
        shop.wipes = False


def _believe(shop: Shop) -> bool:
    """A clock that was set back is in doubt until a platform is called, maybe tomorrow: it was, now."""
    with shop.engine.journal() as journal:
        is_doubted = journal.read(wiping_clock.standing) is not ClockDoubt.NONE
        journal.write(lambda tx: wiping_clock.doubt(tx, ClockDoubt.NONE)).result(WITHIN_S)
    return is_doubted


def _rows(shop: Shop, bills: frozenset[str]) -> Rows:
    """Of orders, and what hangs on them, those of the simulator: an old home's are still at work."""
    with closing(sqlite3.connect(f"{shop.journal_file.as_uri()}?mode=ro", uri=True)) as db:
        return {
            table: Counter(
                row for row in db.execute(f"SELECT {kept} FROM {table}") if _is_of(row, kept, bills)
            )
            for table, kept in STAYS.items()
        }


def _is_of(row: tuple[object, ...], kept: str, bills: frozenset[str]) -> bool:
    names = kept.split(", ")
    return "bill" not in names or row[names.index("bill")] in bills


def _wait(shop: Shop, *, is_watched: bool = False) -> bool:
    """Until all that may be wiped is; `is_watched`: or until the engine dies."""
    deadline = time.monotonic() + WITHIN_S
    with shop.engine.journal() as journal:
        began_s = time.monotonic()
        while left := _left(journal):
            if is_watched and not shop.is_running():
                return False
            if time.monotonic() > deadline:
                shop.broken.append(f"wiped: not within {WITHIN_S:.0f} s: {left}")
                return False
            time.sleep(rest_s(began_s, 0.05))
            began_s = time.monotonic()
    return True


def _left(journal: Journal) -> list[str]:
    """What is still to be done of a wiping."""
    free, doubt = journal.read(_free), journal.read(wiping_clock.standing)
    left = [f"orders {free}"] * bool(free) + [f"the clock is in doubt: {doubt}"] * (
        doubt is not ClockDoubt.NONE
    )
    left += ["the day has not ended"] * (journal.read(wiping_clock.wiped_on) is None)
    return left + ["pages are to be given up"] * journal.read(is_to_be_rewritten)


def _free(db: Database) -> list[int]:
    """Orders that ended, of which nothing is open, and that are not wiped.

    Those that came behind one of a clock that was ahead wait until a later one proves their age.
    """
    rows = db.execute(f"SELECT number FROM orders WHERE wiped IS NULL AND {_ENDED} AND {_PROVEN}").fetchall()
    silent = to_text(datetime.now(UTC) - wiping.NEVER_ENDED)
    return [number for (number,) in rows if wipes.is_free(db, number, silent)]


def _hand_in_again(shop: Shop, simulator: RunningSimulator, promises: Promises) -> None:
    """Tills and platforms send what they have sent before: all of it is known."""
    wires = list(promises.stored.values())
    for first in range(0, len(wires), AT_ONCE):
        part = wires[first : first + AT_ONCE]
        answer = httpx.post(
            shop.engine.receipts,
            headers={"authorization": f"Bearer {TOKEN}"},
            json=part,
            timeout=20,
            trust_env=False,
        )
        if answer.status_code != httpx.codes.OK or answer.json() != {"stored": 0, "known": len(part)}:
            shop.broken.append(f"wiped: receipts handed in again: {answer.status_code} {answer.text}")
    for order in simulator.orders():
        simulator.repeat(order.tbillno)


def _settle(shop: Shop, simulator: RunningSimulator) -> None:
    """Every push is answered, and nothing more happens by itself."""
    deadline = time.monotonic() + WITHIN_S
    with shop.engine.journal() as journal:
        while True:
            began_s = time.monotonic()
            left = invariants.waiting(journal, {order.tbillno for order in simulator.orders()})
            left += [f"push of {p.subject}" for p in simulator.tally().pushes if not p.acknowledged]
            if not left:
                return
            if time.monotonic() > deadline:
                shop.broken.append(f"wiped: it still waits: {left[:6]}")
                return
            time.sleep(rest_s(began_s, 0.1))


def _broken(shop: Shop, before: Rows, after: Rows, counts: Counter[str]) -> Iterator[str]:
    for table, rows in before.items():
        if lost := rows - after[table]:
            yield f"{table} lacks {list(lost)[:2]}"
        if more := after[table] - rows:
            yield f"{table} has {list(more)[:2]} besides"
    with shop.engine.journal() as journal:
        check = journal.read(audit.verify)
        if check.broken_at is not None:
            yield f"the chain is broken at line {check.broken_at}"
        counts["orders wiped"] += journal.read(lambda db: _count(db, "wiped IS NOT NULL"))
        if kept := journal.read(lambda db: _count(db, f"wiped IS NOT NULL AND ({_HOLDS})")):
            yield f"{kept} wiped orders hold something"
    yield from _in_the_bytes(shop)


def _count(db: Database, condition: str) -> int:
    return int(db.execute(f"SELECT count(*) FROM orders WHERE {condition}").fetchone()[0])


def _in_the_bytes(shop: Shop) -> Iterator[str]:
    """No number stands in the journal's file that stands in no row."""
    found = wiping_proof.in_bytes(shop.journal_file).now
    with closing(sqlite3.connect(shop.journal_file)) as db:
        if left := wiping_proof.in_no_row(db, found):
            yield f"{len(left)} phones stand in no row, and in the file"
