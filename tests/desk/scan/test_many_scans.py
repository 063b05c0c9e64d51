"""Many scans and much typing in a real window, by each door that keys come through.

`POSDESK_SCANS=2000 pytest tests/desk/scan/test_many_scans.py` scans 2,000 times and types 500 lines, which
takes most of an hour, nearly all of it waiting; without that it is 100 and 25.
"""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
from pathlib import Path

import pytest

from tests.desk.scan.till import Till
from tests.support.many_scans import Bench, plan_of, typed_line

SCANS = int(os.environ.get("POSDESK_SCANS", "100"))
LINES = SCANS // 4
DOORS = ("qt", "x11")  # and a third with an input method that runs: each has a share
PER_SCAN_S, PER_LINE_S, START_S = 4, 8, 120
pytestmark = [pytest.mark.window, pytest.mark.timeout(START_S + SCANS * PER_SCAN_S + LINES * PER_LINE_S)]


@pytest.fixture
def many(till: Till) -> Bench:
    window = till.bench
    return Bench(
        router=till.router,
        line=window.line,
        elsewhere=window.button,
        shortcuts=window.shortcuts,
        keys=till.keys,
        clear=window.line.clear,
        until=lambda fact: till.qtbot.waitUntil(fact, timeout=60_000),
    )


@pytest.mark.parametrize("router", DOORS, indirect=True)
def test_no_scan_is_shortened_silent_or_presses_anything(many: Bench) -> None:
    rng = random.Random(f"scans {SCANS}")
    many.scan([plan_of(rng) for _ in range(SCANS * 2 // 5)])
    assert many.read > 0


@pytest.mark.parametrize("router", DOORS, indirect=True)
def test_no_typing_in_a_field_is_swallowed(many: Bench) -> None:
    rng = random.Random(f"lines {SCANS}")
    for _ in range(LINES * 2 // 5):
        text, gaps_ms = typed_line(rng)
        many.type(text, gaps_ms, expected=text, enter=rng.random() < 0.3)


def test_scans_and_typing_with_pinyin_on(tmp_path: Path) -> None:
    tmp_path.chmod(0o700)
    probe = [sys.executable, "-m", "tests.desk.scan.input_method_probe", str(SCANS // 5), str(LINES // 5)]
    done = subprocess.run(
        ["dbus-run-session", "--", *probe],
        env={**os.environ, "HOME": str(tmp_path), "XDG_RUNTIME_DIR": str(tmp_path)},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout.splitlines()[-1])["lines"] == LINES // 5
