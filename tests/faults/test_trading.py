"""An hour of trade by a quick clock; `python -m tests.faults.trading --hours 24` is the long mode."""

import json
import math
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.faults.quick_clock import Pace
from tests.faults.trade import FAULT_SHARE, fault_rules
from tests.faults.trading import Options, live
from tests.support import machine
from tests.support.paths import ROOT

pytestmark = [
    pytest.mark.waits,
    pytest.mark.posix("what a program takes is read from /proc"),
]
MINUTES_20_S = 1200.0
SPEED, SLOWEST = 120.0, 15.0
A_QUICK_DAY = """
import asyncio, json
from posdesk.domain.clock import SystemClock

async def main():
    clock, loop = SystemClock(), asyncio.get_running_loop()
    before = clock.now(), clock.monotonic(), loop.time()
    try:
        async with asyncio.timeout(24 * 3600):
            await asyncio.Event().wait()
    except TimeoutError:
        pass
    now, monotonic, time = before
    return (clock.now() - now).total_seconds(), clock.monotonic() - monotonic, loop.time() - time

print(json.dumps(asyncio.run(main())))
"""


def speed_of_this_machine() -> float:
    """How fast the clock may run: a busy machine gets less done in a quick second, and is no fault."""
    got = min(machine.share() for _ in range(3))
    speed = max(SLOWEST, SPEED * got)
    sys.stdout.write(
        f"a process gets {got:.0%} of a processor here: the clock runs {speed:.0f} times as fast\n"
    )
    return speed


@pytest.mark.timeout(1500)  # 35 s on two free cores, 4 minutes and more on a busy machine
def test_an_hour_of_trade_keeps_the_laws_and_takes_no_more_threads_or_handles(tmp_path: Path) -> None:
    speed = speed_of_this_machine()
    report = live(Options(hours=1, speed=speed, filled=False, line_s=MINUTES_20_S), tmp_path)
    assert report.broken == []
    assert report.counts["orders"] > 20
    assert any(name.startswith("fault ") for name in report.counts)
    first, end = report.lines[0], report.calm
    assert end["SQLite connections"] == first["SQLite connections"]
    pool = min(32, (os.cpu_count() or 1) + 4)  # of the engine's loop, which fills as it is needed
    assert end["threads"] <= first["threads"] + pool
    assert end["handles"] <= first["handles"] + 8, (first, end)


def test_a_quick_day_passes_for_both_clocks_and_all_that_waits() -> None:
    pace = Pace(speed=86_400, began=time.monotonic(), wall=0)
    said = subprocess.run(
        [sys.executable, "-c", A_QUICK_DAY],
        env={**os.environ, **pace.environment()},
        cwd=ROOT,
        capture_output=True,
        check=True,
    )
    assert all(passed_s >= 24 * 3600 for passed_s in json.loads(said.stdout))


@pytest.mark.parametrize("partner", ["meituan", "eleme", "ovopark", "wdk"])
def test_a_tenth_of_every_platforms_first_calls_goes_wrong(partner: str) -> None:
    struck = [
        r for r in fault_rules() if r.partner == partner and r.kind not in {"clock_off", "repeat_nonzero"}
    ]
    right = math.prod(1 - rule.probability for rule in struck)
    assert 1 - right == pytest.approx(FAULT_SHARE)
