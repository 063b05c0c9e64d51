"""`posdesk simulator` as a program: its configuration, its exit codes, its end."""

import json
import signal
import socket
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from posdesk.simulator.command import main
from posdesk.simulator.faults import FaultKind, FaultRule
from tests.simulator.calls import TYPE, body_of, by_hand, guid
from tests.support.processes import ask_to_end
from tests.support.simulator import MEITUAN, RunningSimulator, quiet_config, started

CONFIG = quiet_config(target="http://127.0.0.1:9/center/gateway")


def interrupt(process: subprocess.Popen[str]) -> None:
    """Ctrl+C, as a terminal gives it on."""
    process.send_signal(signal.SIGINT)


@pytest.mark.parametrize(
    "end", [ask_to_end, pytest.param(interrupt, marks=pytest.mark.posix("both are one there"))]
)
def test_it_ends_cleanly_when_it_is_asked_to(end: Callable[[subprocess.Popen[str]], None]) -> None:
    with started(CONFIG) as (process, address):
        assert address.startswith("http://127.0.0.1:")
        end(process)
        assert process.wait(timeout=10) == 0


def test_a_late_answer_does_not_hold_up_its_end(tmp_path: Path) -> None:
    config = CONFIG.model_copy(update={"faults": (FaultRule(kind=FaultKind.LATE_ANSWER, seconds=3600),)})
    said = tmp_path / "stderr"
    with (
        said.open("w", encoding="utf-8") as stderr,
        started(config, stderr) as (process, address),
        RunningSimulator(address) as simulator,
        socket.create_connection(("127.0.0.1", int(address.rpartition(":")[2]))) as waiting,
    ):
        waiting.sendall(raw_accept())
        simulator.wait_for_tally(lambda tally: bool(tally.calls), "the call that waits")
        ask_to_end(process)
        assert process.wait(timeout=10) == 0
    assert said.read_text(encoding="utf-8") == ""


def raw_accept() -> bytes:
    body = body_of("AccptSaleOrderBill", {"tbillno": "1"}, guid())
    path = f"/meituan/center/gateway?appid={MEITUAN.appid}&sign={by_hand(MEITUAN, body)}"
    head = f"POST {path} HTTP/1.1\r\nHost: x\r\nContent-Type: {TYPE}\r\nContent-Length: {len(body)}\r\n\r\n"
    return head.encode() + body


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
        ({"fault": []}, "fault: There is no such key."),
        ({"ovopark": {"secret": "geheim-2"}}, "ovopark.akey"),
        ({"ovopark": {"akey": "a" * 21, "secret": "geheim-2"}}, "ovopark.akey"),
        ({"wdk": {"app_key": "1", "secret": "geheim-3", "per_minute": -1}}, "wdk.per_minute"),
        ({"till": {"token": "geheim-4", "target": "ftp://x"}}, "till.target"),
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


@pytest.mark.parametrize(
    ("words", "named"),
    [
        (["--colour"], "--colour"),
        (["--config", "x.json", "--desk", "127.0.0.1:1"], "--desk"),
        (["--desk", "the counter"], "no address"),
        (["--desk", "127.0.0.1"], "no address"),
        (["--desk", "http://127.0.0.1:1"], "no address"),
    ],
)
def test_wrong_use_is_named_and_how_it_is_used(
    capsys: pytest.CaptureFixture[str], words: list[str], named: str
) -> None:
    with pytest.raises(SystemExit) as ended:
        main(words)
    assert ended.value.code == 2
    said = capsys.readouterr().err
    assert named in said
    assert "--config" in said
