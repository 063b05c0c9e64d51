"""A store without a relay: nothing of it is loaded, written or asked."""

import subprocess
import sys

from tests.support.paths import ROOT

_A_DAY = """
import sys, tempfile
from functools import partial
from pathlib import Path
from posdesk.domain.books.receipt import Door
from posdesk.domain.orders.closing import CloseReason
from posdesk.domain.orders.intent import Kind
from posdesk.journal.books import hour_totals, receipts
from posdesk.journal.orders import closing, order_moves
from tests.journal.making import KEY, Counter, key_of, opened
from tests.journal.takings import HOUR, till

with tempfile.TemporaryDirectory() as home, opened(Path(home)) as journal:
    counter = Counter(journal)
    counter.add()
    counter.done(Kind.ACCEPT)
    counter.write(partial(order_moves.hand_over, key=KEY, actor="Li"))
    counter.add("B")
    counter.write(partial(closing.close, key=key_of("B"), reason=CloseReason.OTHER, actor="Li"))
    counter.write(lambda tx: receipts.store(tx, [till("A1")], Door.HTTP))
    journal.read(lambda db: hour_totals.hour_book(db, HOUR))
    counter.view()
    for table in ("acts", "other_counters", "foreign_receipts", "claims", "away_orders"):
        assert journal.read(lambda db: db.execute(f"SELECT count(*) FROM {table}").fetchone()) == (0,), table
loaded = [name for name in sys.modules if name.startswith("posdesk.journal.relay.")]
assert not loaded, loaded
"""


def test_a_day_without_a_relay_loads_and_writes_nothing_of_it() -> None:
    ran = subprocess.run(
        [sys.executable, "-c", _A_DAY], cwd=ROOT, capture_output=True, encoding="utf-8", check=False
    )
    assert ran.returncode == 0, ran.stderr
