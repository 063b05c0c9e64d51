"""`python -m tests.faults.trading --hours 24 --speed 60 [--desk]`: a long day by a quick clock, 10 % faults.

The program is a process of its own, `posdesk engine` or, with --desk, the whole desk on a private screen
with its engine inside; the simulator is another. Each hour writes a line of what the program takes of the
machine; at the end the laws are looked at, and what it takes is compared with that after the first hour.
Exit code 1 where a law was broken or something grew by more than 5 %.
"""

import argparse
import contextlib
import json
import math
import os
import random
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from pathlib import Path
from typing import Any

from posdesk.domain.clock import CHINA
from posdesk.journal import Journal, start_up
from tests.faults import invariants, yesterday
from tests.faults.counter import Till
from tests.faults.desk_keys import DeskKeys
from tests.faults.figures import LAST_LOOKS, LOOKS_AN_HOUR, Figures, Report, Watch, say_end, say_line
from tests.faults.program import PARTNERS, Program, home_of, simulator_by, variables
from tests.faults.quick_clock import TRACE_MEMORY, TRIM, Pace
from tests.faults.trade import Trade, fault_rules
from tests.support.display import display
from tests.support.processes import free_port
from tests.support.simulator import RunningSimulator

HOUR_S = 3600.0
DAY, BEGINS = "2026-03-12", "11:30"  # the first hour is the busiest: it holds the peaks
_SETTLES_WITHIN_S, _SETTLES_WITHIN_REAL_S = 10_800.0, 90.0  # quick seconds, but so many real ones at least
_WALK_EVERY_S = 600.0


@dataclass(frozen=True, slots=True)
class Options:
    """What is to be run: so many quick hours; with `filled` the board begins with yesterday's orders."""

    hours: float = 24.0
    speed: float = 60.0
    desk: bool = False
    seed: int = 1
    filled: bool = True
    begins: str = BEGINS
    line_s: float = HOUR_S  # quick seconds between two lines of figures


def live(options: Options, folder: Path) -> Report:
    """Live through the day; what broke, and the figures."""
    report = Report()
    begins = datetime.fromisoformat(f"{DAY}T{options.begins}").replace(tzinfo=CHINA)
    pace = Pace(options.speed, time.monotonic(), begins.timestamp())
    with contextlib.ExitStack() as stack:
        stack.enter_context(_laws_by(pace))
        if options.desk:
            stack.enter_context(variables(stack.enter_context(display())))
        port = free_port()
        simulator = stack.enter_context(simulator_by(pace, port, folder / "said-simulator"))
        home = home_of(folder, simulator, port)
        start_up.make_ready(home.folder, pace)
        if options.filled:
            with contextlib.closing(Journal(home.folder, pace, "1")) as past:  # its WAL goes with it
                report.counts["yesterday's orders"] = yesterday.fill(past, PARTNERS, pace.now())
        journal = stack.enter_context(contextlib.closing(Journal(home.folder, pace, "1")))
        program = Program(home, pace, folder, desk=options.desk)
        stack.callback(program.end)
        keys = stack.enter_context(contextlib.closing(DeskKeys())) if options.desk else None
        till, chance = Till(journal, simulator, keys), random.Random(f"trading {options.seed}")
        trade = stack.enter_context(contextlib.closing(Trade(pace, till, simulator, home.receipts, chance)))
        if keys is not None:
            trade.after(60, keys.walk)
            trade.every(_WALK_EVERY_S, keys.walk)
        watch = Watch(program, report)
        simulator.set_faults(*fault_rules())
        _day(options, pace, trade, watch, report)
        simulator.wait_online()
        simulator.set_faults()
        report.calm = _settle(pace, trade, watch, report)
        _judge(journal, simulator, trade, program, report)
    return report


def _day(options: Options, pace: Pace, trade: Trade, watch: Watch, report: Report) -> None:
    trade.every(HOUR_S / LOOKS_AN_HOUR, watch.look)
    began, real = pace.passed_s(), time.monotonic()
    for number in range(1, round(options.hours * HOUR_S / options.line_s) + 1):
        while pace.passed_s() < began + number * options.line_s:
            wait_s = min(trade.tick(), began + number * options.line_s - pace.passed_s())
            time.sleep(min(0.1, max(0.0, pace.real_s(wait_s))))
        report.lines.append(watch.line(number * options.line_s / HOUR_S))
        say_line(report.lines[-1], trade.counts)
    report.counts["real seconds"] = round(time.monotonic() - real)


def _settle(pace: Pace, trade: Trade, watch: Watch, report: Report) -> Figures:
    within_s = max(_SETTLES_WITHIN_REAL_S, pace.real_s(_SETTLES_WITHIN_S))
    deadline = time.monotonic() + within_s
    while left := trade.left():
        if time.monotonic() > deadline:
            report.broken.append(f"still waits after {within_s:.0f} s: {left[:6]}")
            break
        time.sleep(0.3)
    for _ in range(LAST_LOOKS):
        watch.look()
        time.sleep(0.2)
    return watch.line(report.lines[-1]["hour"], LAST_LOOKS)


def _judge(
    journal: Journal, simulator: RunningSimulator, trade: Trade, program: Program, report: Report
) -> None:
    code = program.end()
    if code != 0:
        report.broken.append(f"the program ended with {code}")
    if "Traceback" in program.said():
        report.broken.append(f"the program said: {program.said()[-1500:]}")
    report.broken += _logged(program.home.folder)
    tally = simulator.tally()
    held = {order.tbillno: order for order in simulator.orders()}
    scene = invariants.Scene(journal, simulator, tally, held, trade.promises, clock_was_off=True)
    report.broken += invariants.broken(scene)
    report.counts.update(trade.counts)
    report.counts.update(f"fault {call.fault}" for call in tally.calls if call.fault)
    report.counts["calls"] = len(tally.calls)
    report.counts["pushes"] = sum(len(push.sent) for push in tally.pushes)


def _logged(home: Path) -> list[str]:
    """A bug that was caught and logged is a broken law, too."""
    lines = [
        json.loads(text)
        for path in sorted((home / "logs").glob("posdesk.log*"))
        for text in path.read_text(encoding="utf-8", errors="replace").splitlines()
    ]
    return [f"logged: {line['text']}: {line['trace'][-700:]}" for line in lines if "trace" in line][:5]


@contextlib.contextmanager
def _laws_by(pace: Pace) -> Iterator[None]:
    """The laws ask what time it is: they are told the quick one."""

    class QuickDatetime(datetime):
        @classmethod
        def now(cls, _tz: tzinfo | None = None) -> Any:  # its own is told by another clock
            return pace.now()

    changed: Any = invariants
    real, changed.datetime = changed.datetime, QuickDatetime
    try:
        yield
    finally:
        changed.datetime = real


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the day and print what became of it."""
    given = _parser().parse_args(arguments)
    os.environ.update({TRIM: "1"} if given.trim else {})
    os.environ.update({TRACE_MEMORY: "1"} if given.trace_memory else {})
    options = Options(
        given.hours, given.speed, given.desk, given.seed, filled=not given.first_day, begins=given.begins
    )
    with tempfile.TemporaryDirectory(prefix="trading-", ignore_cleanup_errors=True) as made:
        folder = given.keep or Path(made)
        folder.mkdir(parents=True, exist_ok=True)
        report = live(options, folder)
        figures = [*report.lines, report.calm | {"hour": math.inf}]
        (folder / "figures.json").write_text(json.dumps([figures, report.types]), encoding="utf-8")
    say_end(report)
    return 1 if report.broken or report.grown() else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.faults.trading")
    parser.add_argument("--hours", type=float, default=24.0)
    parser.add_argument("--speed", type=float, default=60.0)
    kind = parser.add_mutually_exclusive_group()
    kind.add_argument("--desk", action="store_true", help="the whole desk, on a private screen")
    kind.add_argument("--engine", action="store_true", help="the engine alone (as without a word)")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--begins", default=BEGINS, help="HH:MM in China")
    parser.add_argument("--first-day", action="store_true", help="a store that had no orders yesterday")
    parser.add_argument("--trim", action="store_true", help="give freed memory back before each line")
    parser.add_argument("--trace-memory", action="store_true", help="a tracemalloc snapshot with each line")
    parser.add_argument("--keep", type=Path, help="a new folder for what it leaves behind")
    return parser


if __name__ == "__main__":
    sys.exit(main())
