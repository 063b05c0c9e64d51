"""What an administrator copies out of installer/gateway works, and says what relay.md wants of it."""

import asyncio
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path

import nats.errors
import pytest
import try_chain
from relay_files import HERE

from posdesk.gateway import config as gateway_config
from posdesk.gateway.admin import counters, stores
from posdesk.gateway.admin.chain_folder import ChainError, ChainPlan
from posdesk.gateway.trial import nats_program
from tests.support.paths import ROOT
from tests.support.processes import wait_for
from tests.support.three_servers import ThreeServers

pytestmark = [pytest.mark.waits, pytest.mark.posix("a chain's servers and gateways are set up on Linux")]
CONFS = ("nats-one.conf", "nats-three.conf")


def _text(name: str) -> str:
    return (HERE / name).read_text(encoding="utf-8")


def test_the_one_command_takes_an_order_from_a_platform_to_a_counter(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """In what `start.py demo` set up, which lacks the extra `gateway`."""
    (tmp_path / "lacks").mkdir()
    lacks = "raise ImportError('not set up', name='prometheus_client')"
    (tmp_path / "lacks" / "prometheus_client.py").write_text(lacks, encoding="ascii")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path / "lacks"))
    found = try_chain.tried(tmp_path)
    assert (found.store, found.partner) == ("001", "meituan")
    assert "6. Counter 1 read it by its own credentials" in capsys.readouterr().out


def test_without_nats_server_the_one_command_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv(nats_program.NAMED, "/nowhere/nats-server")
    assert try_chain.main() == 1
    assert "apt-get install nats-server" in capsys.readouterr().err


@pytest.mark.parametrize("conf", CONFS)
@pytest.mark.parametrize(
    "line",
    [
        "max_payload: 2MB",
        "sync_interval: always",
        "include operator.conf",
        "type: full",
        "allow_delete: false",
        'cert_file: "/etc/posdesk-relay/cert.pem"',
    ],
)
def test_a_servers_configuration_says_what_the_promises_rest_on(conf: str, line: str) -> None:
    assert line in _text(conf)


def test_three_servers_know_only_each_other_and_advertise_nothing() -> None:
    text = _text("nats-three.conf")
    assert "no_advertise: true" in text
    assert "verify: true" in text


def test_the_service_hands_over_every_secret_that_the_sample_asks_for() -> None:
    config, unit = gateway_config.load(HERE / "gateway.toml"), _text("posdesk-gateway.service")
    wanted = {"nats.creds", *(f"partner.{each.name}.appkey" for each in config.live_partners)}
    handed = {
        line.partition("=")[2].partition(":")[0]
        for line in unit.splitlines()
        if line.startswith("LoadCredential=")
    }
    assert handed == wanted
    assert "ExecReload=kill -HUP $MAINPID" in unit, "a gateway takes a renewed certificate at a SIGHUP"
    assert config.nats.replicas == ChainPlan(()).replicas


def test_what_a_gateway_needs_more_is_pinned_by_hash_as_in_the_tests_lock() -> None:
    wanted = _text("requirements.txt").partition("\n")[2].strip()
    assert wanted.startswith("prometheus-client==")
    assert wanted in (ROOT / "requirements.lock").read_text(encoding="utf-8")


# Three servers


def test_three_servers_all_put_a_counter_out_and_of_them_one_may_die_and_orders_are_taken(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("CRITICAL", "asyncio")
    three = ThreeServers(tmp_path)
    with ExitStack() as stack:
        processes = [stack.enter_context(three.running(number)) for number in range(3)]
        wait_for(lambda: _has_store(three), "three servers", 60)
        assert asyncio.run(three.publish(b"first")) == 1
        creds = asyncio.run(counters.enroll(three.folder, "001", "1", datetime.now(UTC))).line.credentials
        assert [asyncio.run(three.lets_in(creds, each)) for each in range(3)] == [True] * 3
        wait_for(lambda: _is_put_out(three), "the command that puts it out", 60)
        wait_for(
            lambda: not any(asyncio.run(three.lets_in(creds, each)) for each in range(3)), "a revocation"
        )
        processes[0].kill()
        wait_for(lambda: _took(three, b"second"), "two of three", 60)


def _has_store(three: ThreeServers) -> bool:
    """The administrator's command, as soon as the three have a leader."""
    try:
        asyncio.run(stores.add(three.folder, "001", datetime.now(UTC)))
    except ChainError:
        return False
    return True


def _is_put_out(three: ThreeServers) -> bool:
    """As who is told to try again: three servers that have too much to do choose another leader."""
    try:
        asyncio.run(counters.revoke(three.folder, "001", "1", datetime.now(UTC)))
    except ChainError:
        return False
    return True


def _took(three: ThreeServers, data: bytes) -> bool:
    try:
        return asyncio.run(three.publish(data)) >= 2
    except (TimeoutError, OSError, nats.errors.Error):
        return False
