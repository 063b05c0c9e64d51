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
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from pathlib import Path
from typing import Any

import httpx

from posdesk.domain.clock import CHINA
from posdesk.engine.door import FILE_NAME as ADDRESS_FILE
from posdesk.engine.door import GATEWAY_PATH
from posdesk.journal import Journal, care
from posdesk.simulator.books_config import WdkRules
from tests.faults import gauge, laws, yesterday
from tests.faults.counter import UNDO_S, Till
from tests.faults.fast import TRACE_MEMORY, TRIM, Pace
from tests.faults.hands import DeskHands
from tests.faults.trade import Trade, fault_rules
from tests.support.bookshop import FROM_ORDERS, RUNG_AT, books_settings
from tests.support.bookshop import SECRETS as BOOK_SECRETS
from tests.support.display import display
from tests.support.engine import EngineHome
from tests.support.keyring_backend import filed_environment
from tests.support.paths import ROOT
from tests.support.processes import free_port, wait_for
from tests.support.simulator import (
    ELEME,
    MEITUAN,
    OVOPARK,
    WDK,
    RunningSimulator,
    quiet_config,
    started,
)

HOUR_S = 3600.0
PARTNERS = (MEITUAN, ELEME)
DAY, BEGINS = "2026-03-12", "11:30"  # the first hour is the busiest: it holds the peaks
MAY_GROW = 0.05
COMPARED = ("RSS KiB", "anonymous KiB", "threads", "handles", "SQLite connections", "WAL bytes")
_LOOKS_AN_HOUR = 24  # for memory the last few count; what is open at a moment needs an hour's median
_LAST_LOOKS = 5
_SETTLES_WITHIN_S = 90.0
_WALK_EVERY_S = 600.0
Figures = dict[str, float]


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


@dataclass(slots=True)
class Report:
    """How it went; `lines` are the figures, one a quick hour, and `calm` those once all is settled."""

    broken: list[str] = field(default_factory=list)
    lines: list[Figures] = field(default_factory=list)
    calm: Figures = field(default_factory=dict)
    types: list[Mapping[str, int]] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)

    def grown(self) -> list[str]:
        """What is over 5 % more at the end than after the first hour."""
        first, last = self.lines[0], self.lines[-1]
        over = (name for name in COMPARED if last[name] > first[name] * (1 + MAY_GROW))
        return [f"{name}: {first[name]:.0f} -> {last[name]:.0f}" for name in over]


class Program:
    """The program under test."""

    def __init__(self, home: EngineHome, pace: Pace, folder: Path, *, desk: bool) -> None:
        """Start it, and wait until it takes calls."""
        self.home, self._told, self._said = home, folder / "told.json", folder / "said"
        keyring = filed_environment(folder / "secrets.json", home.secrets)
        word = "run" if desk else "engine"
        with self._said.open("wb") as said:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "posdesk", word, "--home", str(home.folder)],
                env={**keyring, **pace.environment(self._told, qt=desk)},
                cwd=ROOT,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=said,
            )
        wait_for(self._takes_calls, "the program", 60)

    def _takes_calls(self) -> bool:
        if self._process.poll() is not None:
            raise RuntimeError(f"the program ended: {self.said()}")
        with contextlib.suppress(OSError, ValueError, httpx.HTTPError):
            address = json.loads((self.home.folder / ADDRESS_FILE).read_text(encoding="utf-8"))
            health = self.home.gateway.replace(GATEWAY_PATH, "/healthz")
            mine = address["pid"] == self._process.pid
            return mine and httpx.get(health, trust_env=False).status_code == httpx.codes.OK
        return False

    def said(self) -> str:
        """What it wrote to stderr."""
        return self._said.read_text(encoding="utf-8", errors="replace")

    def look(self) -> gauge.Sample:
        """What it takes of the machine."""
        return gauge.look(self._process.pid, self.home.folder)

    def ask(self) -> Mapping[str, object]:
        """What it says that it holds."""
        return gauge.ask(self._process.pid, self._told)

    def end(self) -> int:
        """End it as a shut-down would; the exit code."""
        if self._process.poll() is None:
            self._process.send_signal(signal.SIGTERM)
        try:
            return self._process.wait(30)
        except subprocess.TimeoutExpired:
            self._process.kill()
            return self._process.wait()


class Watch:
    """Takes the figures."""

    def __init__(self, program: Program, report: Report) -> None:
        """Nothing is looked at yet."""
        self._program, self._report = program, report
        self._looks: list[gauge.Sample] = []

    def look(self) -> None:
        """One look of many."""
        self._looks.append(self._program.look())

    def line(self, hour: float) -> Figures:
        """The figures of the last looks."""
        self.look()
        held = self._program.ask()
        types = held["types"]
        assert isinstance(types, dict)
        self._report.types.append(types)
        figures = _figures(self._looks[-_LOOKS_AN_HOUR:]) | {"hour": hour}
        return figures | {name: value for name, value in held.items() if isinstance(value, (int, float))}


def _figures(looks: Sequence[gauge.Sample]) -> Figures:
    def median(values: Iterator[int]) -> float:
        return float(statistics.median_low(values))

    last = looks[-_LAST_LOOKS:]
    kinds = sorted(set().union(*(look.handles for look in looks)))
    return {
        "RSS KiB": median(look.rss_kib for look in last),
        "anonymous KiB": median(look.anonymous_kib for look in last),
        "PSS KiB": median(look.pss_kib for look in last),
        "USS KiB": median(look.uss_kib for look in last),
        "threads": median(look.threads for look in looks),
        "handles": median(look.handle_count for look in looks),
        "SQLite connections": median(look.connections for look in looks),
        "WAL bytes": float(max(look.wal_bytes for look in looks)),
        "journal bytes": float(looks[-1].journal_bytes),
        "children": float(max(look.children for look in looks)),
        **{f"handles: {kind}": median(look.handles[kind] for look in looks) for kind in kinds},
    }


def live(options: Options, folder: Path) -> Report:
    """Live through the day; what broke, and the figures."""
    report = Report()
    begins = datetime.fromisoformat(f"{DAY}T{options.begins}").replace(tzinfo=CHINA)
    pace = Pace(options.speed, time.monotonic(), begins.timestamp())
    with contextlib.ExitStack() as stack:
        stack.enter_context(_laws_by(pace))
        if options.desk:
            stack.enter_context(_variables(stack.enter_context(display())))
        port = free_port()
        simulator = stack.enter_context(_simulator(pace, port, folder / "said-simulator"))
        home = _home(folder, simulator, port)
        care.make_ready(home.folder, pace)
        if options.filled:
            with contextlib.closing(Journal(home.folder, pace, "1")) as past:  # its WAL goes with it
                report.counts["yesterday's orders"] = yesterday.fill(past, PARTNERS, pace.now())
        journal = stack.enter_context(contextlib.closing(Journal(home.folder, pace, "1")))
        program = Program(home, pace, folder, desk=options.desk)
        stack.callback(program.end)
        hands = stack.enter_context(contextlib.closing(DeskHands())) if options.desk else None
        till, chance = Till(journal, simulator, hands), random.Random(f"trading {options.seed}")
        trade = stack.enter_context(contextlib.closing(Trade(pace, till, simulator, home.receipts, chance)))
        if hands is not None:
            trade.after(60, hands.walk)
            trade.every(_WALK_EVERY_S, hands.walk)
        watch = Watch(program, report)
        simulator.set_faults(*fault_rules())
        _day(options, pace, trade, watch, report)
        simulator.wait_online()
        simulator.set_faults()
        report.calm = _settle(trade, watch, report)
        _judge(journal, simulator, trade, program, report)
    return report


def _day(options: Options, pace: Pace, trade: Trade, watch: Watch, report: Report) -> None:
    trade.every(HOUR_S / _LOOKS_AN_HOUR, watch.look)
    began, real = pace.passed_s(), time.monotonic()
    for number in range(1, round(options.hours * HOUR_S / options.line_s) + 1):
        while pace.passed_s() < began + number * options.line_s:
            wait_s = min(trade.tick(), began + number * options.line_s - pace.passed_s())
            time.sleep(min(0.1, max(0.0, pace.real_s(wait_s))))
        report.lines.append(watch.line(number * options.line_s / HOUR_S))
        _say_line(report.lines[-1], trade.counts)
    report.counts["real seconds"] = round(time.monotonic() - real)


def _settle(trade: Trade, watch: Watch, report: Report) -> Figures:
    deadline = time.monotonic() + _SETTLES_WITHIN_S
    while left := trade.left():
        if time.monotonic() > deadline:
            report.broken.append(f"still waits after {_SETTLES_WITHIN_S:.0f} s: {left[:6]}")
            break
        time.sleep(0.3)
    for _ in range(_LAST_LOOKS):
        watch.look()
        time.sleep(0.2)
    return watch.line(report.lines[-1]["hour"])


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
    scene = laws.Scene(journal, simulator, tally, held, trade.promises, clock_was_off=True)
    report.broken += laws.broken(scene)
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

    changed: Any = laws
    real, changed.datetime = changed.datetime, QuickDatetime
    try:
        yield
    finally:
        changed.datetime = real


@contextlib.contextmanager
def _variables(more: Mapping[str, str]) -> Iterator[None]:
    """The environment of what is started meanwhile."""
    before = dict(os.environ)
    os.environ.update(more)
    for name in ("WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        os.environ.pop(name, None)
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)


@contextlib.contextmanager
def _simulator(pace: Pace, port: int, said: Path) -> Iterator[RunningSimulator]:
    config = quiet_config(
        target=f"http://127.0.0.1:{port}{GATEWAY_PATH}",
        partners=PARTNERS,
        ovopark=OVOPARK,
        wdk=WDK.model_copy(update={"rules": WdkRules(unknown_sales=True)}),
    ).model_copy(update={"push_tries": 500, "push_retry_s": (1, 2, 5, 10, 30)})
    with (
        said.open("w") as file,
        _variables(pace.environment()),
        started(config, stderr=file) as (_, address),
        RunningSimulator(address) as simulator,
    ):
        yield simulator


def _home(folder: Path, simulator: RunningSimulator, port: int) -> EngineHome:
    path = folder / "home"
    path.mkdir()
    text = books_settings(simulator, wdk=FROM_ORDERS, pos=RUNG_AT)
    home = EngineHome(
        path, simulator.address, PARTNERS, port=port, more_settings=text, more_secrets=BOOK_SECRETS
    )
    settings = path / "posdesk.toml"
    settings.write_text(
        settings.read_text(encoding="utf-8").replace("undo_s = 0", f"undo_s = {UNDO_S:.0f}"),
        encoding="utf-8",
    )
    return home


# What is said


def _say_line(line: Figures, counts: Counter[str]) -> None:
    handles = " ".join(f"{k[9:]}={v:.0f}" for k, v in line.items() if k.startswith("handles: "))
    shown = " ".join(
        f"{name}={line.get(name, 0):.0f}"
        for name in (
            "RSS KiB",
            "anonymous KiB",
            "USS KiB",
            "threads",
            "handles",
            "WAL bytes",
            "journal bytes",
        )
    )
    inside = " ".join(
        f"{name}={line.get(name, 0):.0f}" for name in ("objects", "blocks", "malloc_used", "malloc_free")
    )
    _say(f"hour {line['hour']:g}: {shown} ({handles}) {inside} orders={counts['orders']}")


def _say_end(report: Report) -> None:
    for name, count in sorted(report.counts.items()):
        _say(f"{name}: {count}")
    marks = [line for line in report.lines if line["hour"] in {1, 6, 12, 18, 24}] or report.lines
    names = [name for name in report.lines[-1] if name != "hour"]
    _say(
        "", f"{'':22}" + "".join(f"{'hour ' + format(m['hour'], 'g'):>12}" for m in marks) + f"{'growth':>9}"
    )
    for name in names:
        first, last = report.lines[0].get(name, 0), report.lines[-1].get(name, 0)
        growth = f"{(last / first - 1) * 100:+8.1f}%" if first else ""
        _say(f"{name:22}" + "".join(f"{m.get(name, 0):12.0f}" for m in marks) + growth)
    for name in sorted(set().union(*report.types), key=lambda n: -_more(report, n))[:15]:
        _say(f"objects of type {name}: {report.types[0].get(name, 0)} + {_more(report, name)}")
    _say("", *(f"BROKEN {words}" for words in report.broken), *(f"GROWN {words}" for words in report.grown()))


def _more(report: Report, name: str) -> int:
    last = report.types[len(report.lines) - 1]
    return last.get(name, 0) - report.types[0].get(name, 0)


def _say(*lines: str) -> None:
    sys.stdout.write("\n".join(lines) + "\n")
    sys.stdout.flush()


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
    _say_end(report)
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
