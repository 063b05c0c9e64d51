"""How soon the board shows what happens: an order that comes in, a code that is scanned."""

from __future__ import annotations

import json
import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import partial
from itertools import count
from pathlib import Path

from posdesk.simulator.o2o.maker import OrderKind
from tests.bench import seeds
from tests.bench.desk import Program, running_desk, starting_table
from tests.bench.measuring import Bench, Figure, Side, Values
from tests.bench.screen import Sight, Watch
from tests.bench.sending import post
from tests.bench.shop import Customers, Wire, added, addressed, cancelled, home_with, put_in
from tests.bench.stage import Stage, stage
from tests.support.engine import EngineHome

_EACH_RUN = 10
_QUIET_S = 0.3


@contextmanager
def _arrivals(bench: Bench) -> Iterator[Sequence[Side]]:
    with ExitStack() as stack:
        at, beside = stack.enter_context(stage()), stack.enter_context(stage())
        home = home_with(bench.new_folder("arrivals"), at.platform.address)
        stack.enter_context(running_desk(home, at.on))
        table = stack.enter_context(starting_table(beside.on, rows=20))
        beside.watch.settled()
        visits = _Visits(at, home)
        yield (
            Side("order → card on the screen", partial(_shown, visits)),
            Side("answer + repaint of a table", partial(_answered, visits, beside.watch, table)),
        )


class _Visits:
    """The same order comes again and again, under another number, and is cancelled: the lane is empty then."""

    def __init__(self, at: Stage, home: EngineHome) -> None:
        self._watch, self._home, self._numbers = at.watch, home, count(1)
        self._wire = Customers().order()
        before = at.watch.settled()
        post(self._come())
        self._card = Sight.told(before, at.watch.settled())
        self.leave()

    def shown_s(self) -> float:
        """Seconds from sending an order until its card is on the screen."""
        come = self._come()
        self._watch.forget()
        begun = time.monotonic()
        post(come)
        return self._watch.until(lambda: self._card.stands(self._watch), "the card") - begun

    def answered_s(self) -> float:
        """Seconds from sending an order until it is answered, so: until it is on the disk."""
        return post(self._come())

    def leave(self) -> None:
        """The order is cancelled, the lane empty."""
        post(*addressed(self._home, [cancelled(self._last)]))
        self._watch.until(lambda: not self._card.stands(self._watch), "the empty lane")
        time.sleep(_QUIET_S)

    def _come(self) -> tuple[str, bytes]:
        self._last: Wire = self._wire | {"tbillno": f"V{next(self._numbers):08d}"}
        (call,) = addressed(self._home, [added(self._last)])
        return call


def _shown(visits: _Visits) -> Values:
    return {"p50": _median_ms(partial(_then_gone, visits, visits.shown_s))}


def _then_gone(visits: _Visits, come_s: Callable[[], float]) -> float:
    taken_s = come_s()
    time.sleep(_QUIET_S)
    visits.leave()
    return taken_s


def _answered(visits: _Visits, watch: Watch, table: Program) -> Values:
    answer_ms = _median_ms(partial(_then_gone, visits, visits.answered_s))
    return {"p50": answer_ms + _median_ms(partial(_repainted_s, watch, table))}


def _repainted_s(watch: Watch, table: Program) -> float:
    """Seconds from handing the table an order until the screen has changed."""
    time.sleep(_QUIET_S)
    watch.forget()
    begun = time.monotonic()
    table.tell(json.dumps(Customers().order()))
    return watch.until(lambda: True, "the table's row") - begun


def _median_ms(taken_s: Callable[[], float]) -> float:
    return statistics.median(taken_s() for _ in range(_EACH_RUN)) * 1000


@contextmanager
def _scans(bench: Bench) -> Iterator[Sequence[Side]]:
    with ExitStack() as stack:
        many = stack.enter_context(_scanning(seeds.kept(bench, seeds.YEAR)))
        few = stack.enter_context(_scanning(seeds.copied(bench, seeds.HUNDRED)))
        yield Side("100,000 orders", many), Side("100 orders", few)


@contextmanager
def _scanning(folder: Path) -> Iterator[Callable[[], Values]]:
    with stage() as at:
        home, customers = seeds.engine_of(folder, partners=at.platform.address), Customers()
        wires = [customers.order(OrderKind.VERIFICATION) for _ in range(_EACH_RUN)]
        put_in(folder, wires, taken=True)
        at.platform.codes.update({f"{time.time_ns() // 1000 + n}": wire for n, wire in enumerate(wires)})
        with running_desk(home, at.on):
            yield partial(_scanned, _Scanner.on(at))


@dataclass(frozen=True, slots=True)
class _Scanner:
    at: Stage
    card: Sight

    @classmethod
    def on(cls, at: Stage) -> _Scanner:
        """Learns what the Pickup page looks like with a card, and without: no other page may look like it."""
        orders = at.watch.settled()
        at.keys.press("2", modifiers=("Control_L",))
        empty = at.watch.settled()
        at.keys.type_burst(next(iter(at.platform.codes)), 5)
        card = Sight.told([max(both) for both in zip(orders, empty, strict=True)], at.watch.settled())
        scanner = cls(at, card)
        scanner.back()
        return scanner

    def scan_s(self, code: str) -> float:
        """Seconds from the scanner's Enter until the order's card is on the screen."""
        watch, keys = self.at.watch, self.at.keys
        keys.type_burst(code, 5, end=None)
        keys.settle()
        watch.forget()
        begun = time.monotonic()
        keys.press("Return")
        return watch.until(lambda: self.card.stands(watch), "the card") - begun

    def back(self) -> None:
        """Not this order; back to the board."""
        self.at.keys.press("Escape")
        self.at.keys.press("1", after_ms=100, modifiers=("Control_L",))
        self.at.keys.settle()
        self.at.watch.until(lambda: not self.card.stands(self.at.watch), "the board")
        time.sleep(_QUIET_S)


def _scanned(scanner: _Scanner) -> Values:
    taken = []
    for code in scanner.at.platform.codes:
        taken.append(scanner.scan_s(code))
        time.sleep(_QUIET_S)
        scanner.back()
    return {"p50": statistics.median(taken) * 1000}


PAINT = Figure(
    "board.arrival", "order → its card on the screen ÷ its answer + one repaint", {"p50": "ms"}, _arrivals
)
SCAN = Figure("board.scan", "scan → card, 100,000 orders ÷ 100", {"p50": "ms"}, _scans)
