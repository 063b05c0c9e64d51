"""A scan is read before a Chinese input method sees it, and composing goes on around it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from posdesk.desk.scan.x11 import input_method_in_use

pytestmark = [pytest.mark.window, pytest.mark.posix("ibus or fcitx before an X server")]


@pytest.mark.timeout(240)
def test_a_scan_into_a_field_with_pinyin_on_is_read_and_composing_goes_on(tmp_path: Path) -> None:
    tmp_path.chmod(0o700)
    home = {"HOME": str(tmp_path), "XDG_RUNTIME_DIR": str(tmp_path)}
    probe = [sys.executable, "-m", "tests.desk.scan.input_method_probe"]
    done = subprocess.run(
        ["dbus-run-session", "--", *probe],
        env={**os.environ, **home},
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=200,
    )
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout.splitlines()[-1]) == {
        "scanned": ["ni3a", "AB12", "nihao888", "XY99ab"],
        "swallowed": [],
        "before": "",
        "typed": "你好",
    }


@pytest.mark.parametrize(
    ("name", "value", "used"),
    [
        ("QT_IM_MODULE", "fcitx", True),
        ("QT_IM_MODULES", "wayland;ibus", True),
        ("QT_IM_MODULE", "compose", False),
    ],
)
def test_an_input_method_is_known_by_qts_own_settings(
    qapp: object, monkeypatch: pytest.MonkeyPatch, name: str, value: str, used: bool
) -> None:
    monkeypatch.delenv("QT_IM_MODULE", raising=False)
    monkeypatch.delenv("QT_IM_MODULES", raising=False)
    monkeypatch.setenv(name, value)
    assert input_method_in_use() is used
