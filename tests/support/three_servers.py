"""Three nats-servers by `nats-three.conf`, on loopback, and the chain's folder: TLS, accounts and all.

`relay_files` lies in installer/gateway, which must be on the path.
"""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import nats.errors
import relay_files
from nats.aio.client import Client
from relay_files import Authority, Place

from posdesk.gateway.admin.chain_folder import ChainFolder, ChainPlan
from posdesk.gateway.admin.connection import trust
from posdesk.gateway.trial import nats_program
from posdesk.platforms.relay import subjects
from posdesk.platforms.relay.creds import UserCredentials, read_creds
from posdesk.platforms.relay.subjects import StoreSubjects
from tests.support.processes import free_port

TRIAL_FILE = "max_file_store: 2GB"  # what relay_files lets a server of a trial have


class ThreeServers:
    """Their folders, ports and keys; nothing runs yet."""

    def __init__(
        self, folder: Path, *, disk_mib: int = 128, program: str = "", room: str = TRIAL_FILE
    ) -> None:
        """`program` is nats-server, else this system's; `room` stands for its max_file_store."""
        self.ports = tuple(free_port() for _ in range(3))
        self._clusters = tuple(free_port() for _ in range(3))
        authority = Authority()
        self.folder = ChainFolder(folder / "chain")
        servers = tuple(f"tls://localhost:{port}" for port in self.ports)
        self.plan = ChainPlan(servers, authority.pem, disk_mib=disk_mib)
        self.folder.begin(self.plan, datetime.now(UTC))
        self._program = program or nats_program.find()
        self.version = nats_program.version_of(self._program)
        self._confs = [self._laid_out(folder, number, authority) for number in range(3)]
        for conf in self._confs:
            text = conf.read_text(encoding="utf-8").replace(TRIAL_FILE, room)
            conf.write_text(text, encoding="utf-8")

    def _laid_out(self, folder: Path, number: int, authority: Authority) -> Path:
        name = f"posdesk-{number + 1}"
        place = Place(folder / name, self.ports[number], name, self._clusters[number], self._clusters)
        conf = relay_files.lay_out("nats-three.conf", place, self.folder.path / "for-servers", self.version)
        authority.issue(place.folder)
        authority.issue(place.folder, "cluster-")
        (place.folder / "cluster-ca.pem").write_text(authority.pem, encoding="ascii")
        return conf

    def begin(self, number: int) -> "subprocess.Popen[bytes]":
        """Run one of them; it stays until it is killed."""
        conf, quiet = self._confs[number], subprocess.DEVNULL
        command = [self._program, "-c", str(conf), "-l", str(conf.parent / "nats.log")]
        return subprocess.Popen(command, stdin=quiet, stdout=quiet, stderr=quiet)

    @contextmanager
    def running(self, number: int) -> Iterator["subprocess.Popen[bytes]"]:
        """One of them, until the end of the block."""
        with self.begin(number) as process:
            try:
                yield process
            finally:
                process.kill()

    async def publish(self, data: bytes) -> int:
        """An order from the gateway, by its own file; its number once most of them have it."""
        file = self.folder.path / "for-gateway" / "nats.creds"
        client = await self.connected(read_creds(file.read_text(encoding="ascii")))
        try:
            order = StoreSubjects("s1", "001").orders
            return int((await client.jetstream().publish(order, data, timeout=5)).seq)
        finally:
            await client.close()

    async def lets_in(self, creds: UserCredentials, number: int) -> bool:
        """Whether that one of them does."""
        try:
            client = await self.connected(creds, self.plan.servers[number])
        except nats.errors.Error:
            return False
        await client.close()
        return True

    async def connected(
        self, creds: UserCredentials, *servers: str, inbox: str = subjects.GATEWAY_INBOX
    ) -> Client:
        """As that user; at one of these, which it then stays with, or at any of the three."""
        client = Client()
        try:
            await client.connect(
                list(servers or self.plan.servers),
                user_jwt_cb=creds.jwt_callback,
                signature_cb=creds.sign,
                tls=trust(self.plan),
                inbox_prefix=inbox,
                error_cb=_ignored,
                allow_reconnect=not servers,
            )
        except BaseException:
            await client.close()  # it leaves its socket open where a server said no
            raise
        return client


async def _ignored(_: Exception) -> None:
    """One of the three doesn't run."""
