"""What a desk takes while nobody works at it: memory, wake-ups, a part of a core."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from functools import partial

from tests.bench.desk import On, running_desk, screen, shown
from tests.bench.measuring import Bench, Figure, Side, Values
from tests.bench.screen import Watch
from tests.bench.shop import home_with, platform
from tests.bench.wakeups import idle
from tests.bench.windows import BARE
from tests.support.engine import EngineHome

OPEN = 200
_EARLY_S, _LATE_S = 120.0, 600.0
_IDLE_S = 60.0  # a whole minute: some look once in it
_SETTLES_S = 20.0  # a start goes on: the pages are built one after the other, the wiped is looked for


@contextmanager
def _beside_bare(of_demo: Callable[[On], Values], bench: Bench) -> Iterator[Sequence[Side]]:
    with screen() as on:
        yield Side("demo", partial(of_demo, on)), Side("bare window", partial(_of_bare, on))


def _of_demo(on: On) -> Values:
    with shown(on, "-m", "posdesk", "demo") as program:
        time.sleep(_EARLY_S)
        return {"resident": program.resident_mb()}


def _of_bare(on: On) -> Values:
    with Watch(on["DISPLAY"]) as watch, shown(on, *BARE) as window:
        watch.until(lambda: watch.shows_window_of(window.pid), "the bare window")
        watch.settled()
        return {"resident": window.resident_mb()}


def _growth(on: On) -> Values:
    with shown(on, "-m", "posdesk", "demo") as program:
        time.sleep(_EARLY_S)
        early = program.resident_mb()
        time.sleep(_LATE_S - _EARLY_S)
        late = program.resident_mb()
        return {"resident": late, "growth since minute 2": late - early}


@contextmanager
def _at_rest(bench: Bench) -> Iterator[Sequence[Side]]:
    with ExitStack() as stack:
        on, plays = stack.enter_context(screen()), stack.enter_context(platform())
        empty = home_with(bench.new_folder("idle"), plays.address)
        full = home_with(bench.new_folder("idle"), plays.address, taken=OPEN)
        yield (
            Side(f"{OPEN} in the making", partial(_of_desk, on, full)),
            Side("nothing open", partial(_of_desk, on, empty)),
        )


def _of_desk(on: On, home: EngineHome) -> Values:
    with running_desk(home, on) as desk:
        time.sleep(_SETTLES_S)
        (rest,) = idle([desk.pid], _IDLE_S)
        return {"wake-ups": rest.wakes_a_minute, "core": rest.core_percent}


RESIDENT = Figure(
    "rest.resident",
    "resident set after 2 minutes of the demo ÷ bare window",
    {"resident": "MB"},
    partial(_beside_bare, _of_demo),
    runs=1,
)
GROWTH = Figure(
    "rest.growth",
    "resident set after 10 minutes of the demo ÷ bare window",
    {"resident": "MB", "growth since minute 2": "MB"},
    partial(_beside_bare, _growth),
    once=True,
)
IDLE = Figure(
    "rest.idle",
    f"a desk at rest, {OPEN} orders in the making ÷ nothing open",
    {"wake-ups": "a minute", "core": "% of a core"},
    _at_rest,
    runs=1,
)
