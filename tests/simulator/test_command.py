"""`posdesk simulator` as a program: its configuration, its exit codes, its end."""

import json
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from posdesk.simulator.command import main
from tests.support.simulator import quiet_config, started

CONFIG = quiet_config(target="http://127.0.0.1:9/center/gateway")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no signals to end a process by")
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_it_cleanly(number: signal.Signals) -> None:
    with started(CONFIG) as (process, address):
        assert address.startswith("http://127.0.0.1:")
        process.send_signal(number)
        assert process.wait(timeout=10) == 0


def test_a_taken_port_is_said_and_fails(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "simulator.json"
    file.write_text(CONFIG.model_dump_json(), encoding="utf-8")
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert main(["--config", str(file), "--port", str(port)]) == 1
    assert f"127.0.0.1:{port}" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"target": "ftp://x"}, "target"),
        ({"partners": []}, "partners"),
        ({"partners": [{"name": "a", "appkey": "geheim-1"}]}, "partners.0.appid"),
        ({"fault": []}, "fault"),
        ({"faults": [{"kind": "fire"}]}, "faults.0.kind"),
        ({"faults": [{"kind": "slow", "probability": 2}]}, "faults.0.probability"),
    ],
)
def test_a_wrong_setting_is_named_and_no_secret_shown(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], change: dict[str, object], named: str
) -> None:
    file = tmp_path / "simulator.json"
    file.write_text(json.dumps({**CONFIG.model_dump(mode="json"), **change}), encoding="utf-8")
    assert main(["--config", str(file)]) == 2
    said = capsys.readouterr().err
    assert named in said
    assert "geheim" not in said
    assert "mt-key" not in said


def test_two_partners_of_one_name_are_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "simulator.json"
    partner = CONFIG.partners[0].model_dump(mode="json")
    file.write_text(json.dumps({"partners": [partner, partner]}), encoding="utf-8")
    assert main(["--config", str(file)]) == 2
    assert "meituan" in capsys.readouterr().err


def test_a_missing_file_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--config", str(tmp_path / "nothing.json")]) == 2
    assert "nothing.json" in capsys.readouterr().err


def test_it_says_how_it_is_used() -> None:
    asked = subprocess.run(
        [sys.executable, "-m", "posdesk.simulator"], capture_output=True, text=True, check=False, timeout=30
    )
    assert asked.returncode == 2
    assert "--config" in asked.stderr
