"""Our own bill numbers: XS + yyyyMMdd + store code + '-' + counter (2 digits) + running number (6 digits).

None is given twice, also after a journal lost some of its orders. Where the store has a relay, every counter
gives an order the same one, and nobody counts (domain/relay/chain_bill.py).
"""

import sqlite3
from datetime import datetime

from posdesk.domain.clock import in_china
from posdesk.journal import meta
from posdesk.journal.orders.order_rows import OF_TRADE


def billno_of(moment: datetime, store_code: str, counter: str, running: int) -> str:
    """The bill number of an order; `running` is never reset, so a number never returns."""
    return f"XS{in_china(moment):%Y%m%d}{store_code}-{counter.zfill(2)}{running:06d}"


def running_name(counter: str) -> str:
    """Under which name a counter's running number is kept: as it stands in the number, 1 and 01 are one."""
    return f"running/{counter.zfill(2)}"


def running_of(billno: str) -> int:
    """The running number in a bill number of ours; 0 for what is none."""
    of_counter = billno.rpartition("-")[2]
    running = of_counter[2:]
    is_counted = of_counter[:2].isdigit() and running.isascii() and running.isdigit()
    return int(running) if is_counted else 0


SKIPPED = 10_000
"""More orders than a counter takes between a backup and its restoring, or in the rows of a few torn pages."""
_UNKNOWN = 500_000
"""More than a counter takes in years: where nothing is known, a place that moves on with the time of day."""
_EVERY_COUNTER = tuple(f"{number:02}" for number in range(100))


def skip_bills(db: sqlite3.Connection, now: datetime) -> None:
    """Go on far behind the last number that is known, at every counter.

    A bill number that was given to a lost order may stand with a platform, and with WDK as a serial.
    """
    known = _known(db)
    for counter in _EVERY_COUNTER:
        running = (known.get(counter) or _somewhere(now)) + SKIPPED
        meta.put(db, f"running/{counter}", str(running))


def _known(db: sqlite3.Connection) -> dict[str, int]:
    """The highest number by counter, of the journal's own count and of the orders that are there."""
    rows = db.execute("SELECT substr(key, 9), value FROM meta WHERE key LIKE 'running/%'").fetchall()
    known = {counter: int(value) for counter, value in rows}
    for short, billno in db.execute(f"SELECT counter, billno FROM orders WHERE {OF_TRADE}"):
        counter = short.zfill(2)
        known[counter] = max(known.get(counter, 0), running_of(billno))
    return known


def _somewhere(now: datetime) -> int:
    day = in_china(now)
    return _UNKNOWN + 4 * (day.hour * 3600 + day.minute * 60 + day.second)
