"""What posdesk costs while nothing happens."""

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from tests.bench import calls
from tests.bench.homes import home_in, running_engine
from tests.bench.measuring import Bench, Figure, Side, Values
from tests.bench.wakeups import Idle, idle

OPEN = 200
CALM_S = 5.0  # after a start and 200 orders
SECONDS = 6.0


@contextmanager
def _engine(bench: Bench) -> Iterator[Sequence[Side]]:
    empty_home, full_home = (home_in(bench.new_folder("idle")) for _ in range(2))
    with running_engine(empty_home) as empty, running_engine(full_home) as full:
        with calls.kept(full.address) as connection:
            for call in calls.orders(0, OPEN):
                connection.seconds(call, calls.DONE)
        time.sleep(CALM_S)
        yield (Side("engine alone", lambda: _values(*idle((empty.pid, full.pid), SECONDS))),)


def _values(empty: Idle, full: Idle) -> Values:
    return {
        "wake-ups, nothing open": empty.wakes_a_minute,
        "core, nothing open": empty.core_percent,
        "wake-ups, 200 open": full.wakes_a_minute,
        "core, 200 open": full.core_percent,
    }


ENGINE = Figure(
    "idle.engine",
    "engine alone, idle",
    {
        "wake-ups, nothing open": "a minute",
        "core, nothing open": "%",
        "wake-ups, 200 open": "a minute",
        "core, 200 open": "%",
    },
    _engine,
)
