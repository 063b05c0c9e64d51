"""`posdesk simulator --chain`: a chain that is played over a real gateway and a real server loses nothing."""

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.gateway.making import APPID, APPKEY, Gateway, gateway
from tests.support.nats_server import NatsServer, nats_server
from tests.support.paths import ROOT
from tests.support.processes import OWN_CONSOLE, ask_to_end, wait_for

pytestmark = [
    pytest.mark.waits,
    pytest.mark.posix("the counters' processes are told by pipes in an event loop"),
]
COUNTERS = [("001", "1"), ("001", "2"), ("002", "1"), ("003", "1"), ("X店", "1"), ("X店", "2")]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[NatsServer]:
    """Four stores with six counters."""
    with nats_server(tmp_path_factory.mktemp("nats"), COUNTERS) as made:
        yield made


@pytest.fixture(scope="module")
def chain(server: NatsServer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Gateway]:
    """Its gateway."""
    with gateway(tmp_path_factory.mktemp("gateway"), server) as made:
        yield made


@contextmanager
def played(
    folder: Path, server: NatsServer, chain: Gateway, **said: Any
) -> Iterator["subprocess.Popen[str]"]:
    """The simulator on its counters."""
    lines = [server.line_for(store, counter).text() for store, counter in COUNTERS]
    (folder / "lines.txt").write_text("\n".join(["# counters", *lines]), encoding="utf-8")
    config = {
        "gateway": f"http://{chain.address}/center/gateway",
        "partner": {"name": "meituan", "appid": APPID, "appkey": APPKEY},
        "lines": "lines.txt",
        "orders_per_s": 10,
        "several_share": 0.2,
        "cancelled_share": 0.2,
        "report_s": 0.5,
        **said,
    }
    (folder / "chain.json").write_text(json.dumps(config), encoding="utf-8")
    command = [sys.executable, "-m", "posdesk", "simulator", "--chain", str(folder / "chain.json")]
    with subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, encoding="utf-8", creationflags=OWN_CONSOLE
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def word(process: "subprocess.Popen[str]", what: str) -> dict[str, Any]:
    """The next report of that kind."""
    assert process.stdout is not None
    for line in process.stdout:
        if line.startswith("{") and (said := json.loads(line))["what"] == what:
            found: dict[str, Any] = said
            return found
    raise AssertionError(f"it ended without saying {what}")


def test_what_was_answered_0_is_at_every_counter_of_its_store_whatever_the_line_does(
    server: NatsServer, chain: Gateway, tmp_path: Path
) -> None:
    with played(tmp_path, server, chain) as process:
        assert process.stdout is not None
        address = process.stdout.readline().rpartition(" ")[2].strip()
        assert word(process, "connected")["connected"] == len(COUNTERS)
        for fault in (
            {"kind": "cut"},
            {"kind": "away", "seconds": 2, "share": 0.5},
            {"kind": "hang", "seconds": 1},
            {"kind": "late", "seconds": 2, "late_ms": 100},
        ):
            done = _answered(address)  # of now: a word of the process may be older
            assert httpx.post(f"{address}/control/line-faults", json=fault, timeout=30).status_code == 204
            wait_for(lambda wanted=done + 10: _answered(address) >= wanted, "orders")  # type: ignore[misc]
        ask_to_end(process)
        end = word(process, "end")
        assert process.wait(timeout=30) == 0
    assert (end["missing"], end["strange"], end["given_up"]) == (0, 0, 0)
    assert end["answered_0"] >= 40
    assert end["connects"] > len(COUNTERS)
    assert end["delivery_ms"]["p50"] > 0


def _answered(address: str) -> int:
    return int(httpx.get(f"{address}/control/tally", timeout=30).json()["answered_0"])


def test_what_no_counter_reads_is_missing_and_the_exit_code_says_so(
    server: NatsServer, chain: Gateway, tmp_path: Path
) -> None:
    with played(tmp_path, server, chain, settle_s=1) as process:
        assert process.stdout is not None
        address = process.stdout.readline().rpartition(" ")[2].strip()
        word(process, "connected")
        fault = {"kind": "away", "seconds": 600}
        assert httpx.post(f"{address}/control/line-faults", json=fault, timeout=30).status_code == 204
        done = _answered(address)
        wait_for(lambda: _answered(address) >= done + 10, "orders")
        ask_to_end(process)
        assert word(process, "end")["missing"] > 0
        assert process.wait(timeout=30) == 1


def test_an_address_that_is_no_gateways_is_told_by_its_answer(
    server: NatsServer, chain: Gateway, tmp_path: Path
) -> None:
    """A path is forgotten easily, and a proxy may stand before it."""
    with played(tmp_path, server, chain, gateway=f"http://{chain.address}") as process:
        while not (codes := word(process, "now")["codes"]):
            pass
        assert set(codes) == {"HTTP 404"}


@pytest.mark.parametrize(
    ("said", "why"), [({"orders_per_s": "many"}, "orders_per_s"), ({"lines": "none"}, "none")]
)
def test_a_configuration_that_cant_be_played_is_named(
    server: NatsServer, chain: Gateway, tmp_path: Path, said: dict[str, Any], why: str
) -> None:
    with played(tmp_path, server, chain, **said):
        pass
    command = [sys.executable, "-m", "posdesk", "simulator", "--chain", str(tmp_path / "chain.json")]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 2
    assert why in done.stderr
