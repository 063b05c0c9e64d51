"""`posdesk gateway`: wrong use is a sentence and an exit code, before anything is opened."""

import socket
import sys
from pathlib import Path

import pytest

from posdesk.cli import main
from posdesk.host import logs
from tests.gateway.making import CONFIG
from tests.support.nats_server import NatsServer

pytestmark = pytest.mark.waits


def config(folder: Path, text: str = CONFIG) -> list[str]:
    """The command with a file that says this."""
    path = folder / "gateway.toml"
    path.write_text(text.format(url="nats://127.0.0.1:9", more=""), encoding="utf-8")
    return ["gateway", "--config", str(path)]


def secrets(folder: Path, monkeypatch: pytest.MonkeyPatch, creds: str) -> None:
    """What systemd would hand over."""
    (folder / "nats.creds").write_text(creds, encoding="utf-8")
    (folder / "partner.meituan.appkey").write_text("k", encoding="utf-8")
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(folder))


@pytest.fixture(autouse=True)
def quiet_log(monkeypatch: pytest.MonkeyPatch) -> None:
    """The test's own log stays."""
    monkeypatch.setattr(logs, "start_on_stderr", lambda hide: None)


def test_without_a_file_the_words_say_how(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["gateway"]) == 2
    assert "posdesk gateway --config FILE" in capsys.readouterr().err


def test_a_file_that_is_not_there_is_wrong_use(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["gateway", "--config", str(tmp_path / "none.toml")]) == 2
    assert "none.toml can't be read" in capsys.readouterr().err


def test_without_secrets_it_does_not_start(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("CREDENTIALS_DIRECTORY", raising=False)
    assert main(config(tmp_path)) == 1
    assert "LoadCredential" in capsys.readouterr().err


def test_credentials_that_are_none_are_named_and_not_shown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    secrets(tmp_path, monkeypatch, "SUABCD")
    assert main(config(tmp_path)) == 1
    said = capsys.readouterr().err
    assert "nats.creds is not what posdesk gateway chain begin writes" in said
    assert "SUABCD" not in said


def test_without_what_counts_a_gateway_says_what_to_install_unless_nothing_is_counted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """`posdesk[gateway]` is for /metrics alone."""
    secrets(tmp_path, monkeypatch, NatsServer(tmp_path / "nobody").creds_for_gateway.text())
    monkeypatch.delitem(sys.modules, "posdesk.gateway.metrics", raising=False)
    monkeypatch.setitem(sys.modules, "prometheus_client", None)
    assert main(config(tmp_path)) == 2
    assert "prometheus_client is not installed, and /metrics needs it" in capsys.readouterr().err
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        text = CONFIG.replace("[metrics]\n", "[metrics]\non = false\n").replace(
            "port = 0", f"port = {port}", 1
        )
        assert main(config(tmp_path, text)) == 1
    assert "can't be listened on" in capsys.readouterr().err


def test_a_port_that_is_taken_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    secrets(tmp_path, monkeypatch, NatsServer(tmp_path / "nobody").creds_for_gateway.text())
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        assert main(config(tmp_path, CONFIG.replace("port = 0", f"port = {port}", 1))) == 1
    assert f"127.0.0.1:{port} can't be listened on" in capsys.readouterr().err
