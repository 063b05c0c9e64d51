"""How the window answers while orders pour in: 1,000 within 10 seconds."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import partial

from tests.bench.beside import process_beside
from tests.bench.calls import paced, percentile
from tests.bench.debt import Owed, owed
from tests.bench.desk import Window, running_desk, shown
from tests.bench.measuring import Bench, Figure, Side, Values
from tests.bench.ping import ping
from tests.bench.shop import Customers, Wire, added, home_with
from tests.bench.stage import Stage, stage
from tests.bench.windows import TABLE

BURST, PER_S = 1000, 100
_ROUND_S = BURST / PER_S + 0.5
_CONNECTIONS = 16
_NEW_SHARE = 10
_UNITS = {"owed over 16 ms": "% of the time", "longest silence": "ms", "answer, p99": "ms"}


@dataclass(frozen=True, slots=True)
class _Burst:
    """Who pings and who sends, each in a process of its own, and how many are open before."""

    bench: Bench
    at: Stage
    pinger: ProcessPoolExecutor
    sender: ProcessPoolExecutor
    open: int

    def into_desk(self) -> Values:
        """1,000 orders to a desk with so many open."""
        new = self.open // _NEW_SHARE
        folder = self.bench.new_folder("burst")
        home = home_with(folder, self.at.platform.address, new=new, taken=self.open - new)
        with running_desk(home, self.at.on) as desk:
            calls = [added(wire) for wire in _customers()]
            pinged = self._pinged(desk)
            send = partial(paced, home.gateway, calls, connections=_CONNECTIONS, a_second=PER_S)
            answered = self.sender.submit(send).result()
            return {**_values(owed(pinged.result())), "answer, p99": percentile(answered, 99)}

    def into_table(self) -> Values:
        """The same 1,000 to a table with as many rows."""
        with shown(self.at.on, *TABLE, str(self.open)) as table:
            lines = [json.dumps(wire) for wire in _customers()]
            pinged = self._pinged(table)
            _tell(table, lines)
            return _values(owed(pinged.result()))

    def _pinged(self, window: Window) -> Future[list[tuple[float, float]]]:
        watch = self.at.watch
        watch.until(lambda: watch.shows_window_of(window.pid), "the window")
        watch.settled()
        return self.pinger.submit(ping, self.at.display, watch.window_of(window.pid), _ROUND_S)


def _customers() -> Sequence[Wire]:
    customers = Customers()
    return [customers.order() for _ in range(BURST)]


def _tell(table: Window, lines: Sequence[str]) -> None:
    begun = time.monotonic()
    for number, line in enumerate(lines):
        time.sleep(max(0.0, begun + number / PER_S - time.monotonic()))
        table.program.tell(line)


def _values(debt: Owed) -> Values:
    return {"owed over 16 ms": debt.share * 100, "longest silence": debt.longest_s * 1000}


@contextmanager
def _bursting(count: int, bench: Bench) -> Iterator[Sequence[Side]]:
    with ExitStack() as stack:
        at = stack.enter_context(stage())
        pinger, sender = stack.enter_context(process_beside()), stack.enter_context(process_beside())
        burst = _Burst(bench, at, pinger, sender, count)
        yield (Side("desk", burst.into_desk), Side("QStandardItemModel in a QTableView", burst.into_table))


def _figure(count: int) -> Figure:
    what = f"1,000 orders in 10 s on {count:,} open ÷ the same into Qt's own table"
    return Figure(f"burst.{count}", what, _UNITS, partial(_bursting, count), runs=2)


FIGURES = (_figure(200), _figure(1000))
