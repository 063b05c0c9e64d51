"""What an administrator copies out of installer/gateway works, and says what relay.md wants of it."""

import asyncio
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from pathlib import Path

import nats.errors
import pytest
import relay_files
import try_chain
from nats.aio.client import Client
from relay_files import HERE, Authority, Place

from posdesk.gateway import config as gateway_config
from posdesk.gateway.admin import counters, stores
from posdesk.gateway.admin.chain_folder import ChainError, ChainFolder, ChainPlan
from posdesk.gateway.admin.connection import trust
from posdesk.platforms.relay import subjects
from posdesk.platforms.relay.creds import UserCredentials, read_creds
from posdesk.platforms.relay.subjects import StoreSubjects
from tests.support.paths import ROOT
from tests.support.processes import free_port, wait_for

pytestmark = [pytest.mark.waits, pytest.mark.posix("nats-server of Debian")]
CONFS = ("nats-one.conf", "nats-three.conf")


def _text(name: str) -> str:
    return (HERE / name).read_text(encoding="utf-8")


def test_the_one_command_takes_an_order_from_a_platform_to_a_counter(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    found = try_chain.tried(tmp_path)
    assert (found.store, found.partner) == ("001", "meituan")
    assert "6. Counter 1 read it by its own credentials" in capsys.readouterr().out


def test_without_nats_server_the_one_command_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(shutil, "which", lambda *_, **__: None)
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
    assert config.nats.replicas == ChainPlan(()).replicas


def test_what_a_gateway_needs_more_is_pinned_by_hash_as_in_the_tests_lock() -> None:
    wanted = _text("requirements.txt").partition("\n")[2].strip()
    assert wanted.startswith("prometheus-client==")
    assert wanted in (ROOT / "requirements.lock").read_text(encoding="utf-8")


# Three servers


class Three:
    """The three, as nats-three.conf makes them, and the chain's folder."""

    def __init__(self, folder: Path) -> None:
        self.ports = tuple(free_port() for _ in range(3))
        self._clusters = tuple(free_port() for _ in range(3))
        authority = Authority()
        self.folder = ChainFolder(folder / "chain")
        servers = tuple(f"tls://localhost:{port}" for port in self.ports)
        self.plan = ChainPlan(servers, authority.pem, disk_mib=128)
        self.folder.begin(self.plan, datetime.now(UTC))
        self._program = relay_files.nats_server()
        version = relay_files.version_of(self._program)
        self._confs = []
        for number in range(3):
            name = f"posdesk-{number + 1}"
            place = Place(folder / name, self.ports[number], name, self._clusters[number], self._clusters)
            self._confs.append(
                relay_files.lay_out("nats-three.conf", place, self.folder.path / "for-servers", version)
            )
            authority.issue(place.folder)
            authority.issue(place.folder, "cluster-")
            (place.folder / "cluster-ca.pem").write_text(authority.pem, encoding="ascii")

    @contextmanager
    def running(self, number: int) -> Iterator["subprocess.Popen[bytes]"]:
        """One of them, until the end of the block."""
        conf = self._confs[number]
        command = [self._program, "-c", str(conf), "-l", str(conf.parent / "nats.log")]
        quiet = subprocess.DEVNULL
        with subprocess.Popen(command, stdin=quiet, stdout=quiet, stderr=quiet) as process:
            try:
                yield process
            finally:
                process.kill()

    async def publish(self, data: bytes) -> int:
        """An order from the gateway, by its own file; its number once most of them have it."""
        file = self.folder.path / "for-gateway" / "nats.creds"
        client = await self._connected(read_creds(file.read_text(encoding="ascii")))
        try:
            order = StoreSubjects("s1", "001").orders
            return int((await client.jetstream().publish(order, data, timeout=5)).seq)
        finally:
            await client.close()

    async def lets_in(self, creds: UserCredentials, number: int) -> bool:
        """Whether that one of them does."""
        try:
            client = await self._connected(creds, self.plan.servers[number])
        except nats.errors.Error:
            return False
        await client.close()
        return True

    async def _connected(self, creds: UserCredentials, *servers: str) -> Client:
        client = Client()
        try:
            await client.connect(
                list(servers or self.plan.servers),
                user_jwt_cb=creds.jwt_callback,
                signature_cb=creds.sign,
                tls=trust(self.plan),
                inbox_prefix=subjects.GATEWAY_INBOX,
                error_cb=_ignored,
                allow_reconnect=not servers,
            )
        except BaseException:
            await client.close()  # it leaves its socket open where a server said no
            raise
        return client


async def _ignored(_: Exception) -> None:
    """One of the three doesn't run."""


def test_three_servers_all_put_a_counter_out_and_of_them_one_may_die_and_orders_are_taken(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("CRITICAL", "asyncio")
    three = Three(tmp_path)
    with ExitStack() as stack:
        processes = [stack.enter_context(three.running(number)) for number in range(3)]
        wait_for(lambda: _has_store(three), "three servers", 60)
        assert asyncio.run(three.publish(b"first")) == 1
        creds = asyncio.run(counters.enroll(three.folder, "001", "1", datetime.now(UTC))).line.credentials
        assert [asyncio.run(three.lets_in(creds, each)) for each in range(3)] == [True] * 3
        asyncio.run(counters.revoke(three.folder, "001", "1", datetime.now(UTC)))
        wait_for(
            lambda: not any(asyncio.run(three.lets_in(creds, each)) for each in range(3)), "a revocation"
        )
        processes[0].kill()
        wait_for(lambda: _took(three, b"second"), "two of three", 60)


def _has_store(three: Three) -> bool:
    """The administrator's command, as soon as the three have a leader."""
    try:
        asyncio.run(stores.add(three.folder, "001", datetime.now(UTC)))
    except ChainError:
        return False
    return True


def _took(three: Three, data: bytes) -> bool:
    try:
        return asyncio.run(three.publish(data)) >= 2
    except (TimeoutError, OSError, nats.errors.Error):
        return False
