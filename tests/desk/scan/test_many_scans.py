"""Many scans and much typing in a real window, by each door that keys come through.

`POSDESK_SCANS=2000 pytest -rP tests/desk/scan/test_many_scans.py` scans 2,000 times, types 500 lines and
tells its counts, in half an hour, nearly all of it waiting; without that it is 100 and 25.
`POSDESK_SCANS=500-1000` are those of the 2,000 alone: each scan and each line is made of its number.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.desk.scan.till import RAW_KEYS, Till
from tests.support.many_scans import Bench, plan_of, share_of, typed_line

FIRST, _, END = os.environ.get("POSDESK_SCANS", "0-100").rpartition("-")
NUMBERS = range(int(FIRST or 0), int(END))
DOORS = ("qt", RAW_KEYS)  # and a third with an input method that runs: each has a share
PER_SCAN_S, PER_LINE_S, START_S = 4, 8, 120
pytestmark = [
    pytest.mark.window,
    pytest.mark.timeout(START_S + len(NUMBERS) * (PER_SCAN_S + PER_LINE_S // 4)),
]


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
def test_no_scan_is_shortened_silent_or_presses_anything(many: Bench, request: pytest.FixtureRequest) -> None:
    scans, _ = share_of(NUMBERS, _door(request))
    many.scan([plan_of(number) for number in scans])
    sys.stdout.write(f"{many.told()}\n")
    assert many.counts.total() > 0


@pytest.mark.parametrize("router", DOORS, indirect=True)
def test_no_typing_in_a_field_is_swallowed(many: Bench, request: pytest.FixtureRequest) -> None:
    _, lines = share_of(NUMBERS, _door(request))
    for number in lines:
        text, gaps_ms, enter = typed_line(number)
        many.type(text, gaps_ms, one_of=[text], enter=enter)
    sys.stdout.write(f"{many.told()}\n")


def _door(request: pytest.FixtureRequest) -> str:
    return str(request.node.callspec.params["router"])


@pytest.mark.posix("ibus or fcitx before an X server")
def test_scans_and_typing_with_pinyin_on(tmp_path: Path) -> None:
    tmp_path.chmod(0o700)
    probe = [
        sys.executable,
        "-m",
        "tests.desk.scan.input_method_probe",
        str(NUMBERS.start),
        str(NUMBERS.stop),
    ]
    done = subprocess.run(
        ["dbus-run-session", "--", *probe],
        env={**os.environ, "HOME": str(tmp_path), "XDG_RUNTIME_DIR": str(tmp_path)},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    result = json.loads(done.stdout.splitlines()[-1])
    sys.stdout.write(done.stdout)
    assert result["lines"] == len(share_of(NUMBERS, "pinyin")[1])
