"""How soon the board shows what happens: an order that comes in, a code that is scanned."""

from __future__ import annotations

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
from tests.bench.calls import DONE, Connection, kept
from tests.bench.desk import running_desk
from tests.bench.measuring import Bench, Figure, Side, Values
from tests.bench.shop import Customers, added, completed, home_with, put_in
from tests.bench.sight import Sight
from tests.bench.stage import Stage, stage
from tests.support.simulator import OVOPARK, WDK, quiet_config, running_simulator

_EACH_RUN = 6
_PICKED_UP = OrderKind.VERIFICATION
_QUIET_S = 0.3
_BANDS_S = 20.0  # by then all bands of a start have come that move what stands below them


@contextmanager
def _arrivals(bench: Bench) -> Iterator[Sequence[Side]]:
    with ExitStack() as stack:
        at = stack.enter_context(stage())
        home = home_with(bench.new_folder("arrivals"), at.platform.address)
        stack.enter_context(running_desk(home, at.on))
        visits = _Visits(at, stack.enter_context(kept(home.gateway)))
        yield (
            Side("order → card on the screen", partial(_shown, visits)),
            Side("answer + repaint", partial(_answered, visits)),
        )


class _Visits:
    """The same order comes again and again, under another number, and is completed: the lane is empty."""

    def __init__(self, at: Stage, platform: Connection) -> None:
        self._at, self._platform, self._numbers = at, platform, count(1)
        self._wire = Customers().order()
        self._last = self._wire
        empty = at.watch.settled()
        self.answered_s()
        full = at.watch.settled()
        at.keys.press("F5")
        self._card, self._detail = Sight.told(empty, full), Sight.told(at.watch.settled(), full)
        self.repainted_s()
        self.leave()

    def shown_s(self) -> float:
        """Seconds from sending an order until its card is on the screen."""
        come, watch = self._come(), self._at.watch
        watch.forget()
        begun = time.monotonic()
        self._platform.seconds(come, DONE)
        return watch.until(lambda: self._card.stands(watch), "the card") - begun

    def answered_s(self) -> float:
        """Seconds from sending an order until it is answered, so: until it is on the disk."""
        return self._platform.seconds(self._come(), DONE)

    def put_away(self) -> None:
        """F5: the detail makes room for the lanes."""
        watch = self._at.watch
        self._at.keys.press("F5")
        watch.until(lambda: not self._detail.stands(watch), "the board without the detail")

    def repainted_s(self) -> float:
        """Seconds from F5 until the detail is on the screen, and the board beside it has made room."""
        watch = self._at.watch
        watch.forget()
        begun = time.monotonic()
        self._at.keys.press("F5")
        return watch.until(lambda: self._detail.stands(watch), "the detail") - begun

    def leave(self) -> None:
        """The platform says that the customer has it: the lane is empty."""
        watch = self._at.watch
        self._platform.seconds(completed(self._last), DONE)
        watch.until(lambda: not self._card.stands(watch), "the empty lane")
        time.sleep(_QUIET_S)

    def _come(self) -> bytes:
        self._last = self._wire | {"tbillno": f"{self._wire['tbillno']}{next(self._numbers):04d}"}
        return added(self._last)


def _shown(visits: _Visits) -> Values:
    shown = []
    for _ in range(_EACH_RUN):
        shown.append(visits.shown_s())
        time.sleep(_QUIET_S)
        visits.leave()
    return {"p50": statistics.median(shown) * 1000}


def _answered(visits: _Visits) -> Values:
    answered, repainted = [], []
    for _ in range(_EACH_RUN):
        answered.append(visits.answered_s())
        time.sleep(_QUIET_S)
        visits.put_away()
        time.sleep(_QUIET_S)
        repainted.append(visits.repainted_s())
        visits.leave()
    return {"p50": (statistics.median(answered) + statistics.median(repainted)) * 1000}


@contextmanager
def _scans(bench: Bench) -> Iterator[Sequence[Side]]:
    with ExitStack() as stack:
        many = stack.enter_context(_scanning(seeds.kept(bench, seeds.YEAR)))
        few = stack.enter_context(_scanning(seeds.copied(bench, seeds.HUNDRED)))
        yield Side("100,000 orders", many), Side("100 orders", few)


@contextmanager
def _scanning(folder: Path) -> Iterator[Callable[[], Values]]:
    books = quiet_config(
        target=seeds.NOWHERE, ovopark=OVOPARK, wdk=WDK
    )  # they answer: no band says otherwise
    with stage() as at, running_simulator(books) as platforms:
        home = seeds.engine_of(folder, platforms.address, at.platform.address)
        wire = Customers().order(_PICKED_UP)
        wires = [
            wire | {"tbillno": f"{wire['tbillno']}{n}"} for n in range(_EACH_RUN)
        ]  # their cards look alike
        put_in(folder, wires, taken=True)
        at.platform.codes.update({f"{time.time_ns() // 1000 + n}": wire for n, wire in enumerate(wires)})
        with running_desk(home, at.on):
            time.sleep(_BANDS_S)
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
    "board.arrival",
    "order → its card on the screen ÷ its answer + one repaint of the board",
    {"p50": "ms"},
    _arrivals,
    runs=3,
)
SCAN = Figure("board.scan", "scan → card, 100,000 orders ÷ 100", {"p50": "ms"}, _scans, runs=3)
