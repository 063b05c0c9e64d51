"""The real engine of the relay: Debian's nats-server on loopback, with a throw-away store.

Accounts, exports and permissions are the production ones, by JWTs and a full resolver. `sync_interval` is
left out where the server doesn't know it, as 2.9.10. Without the program a test fails and says so. Another
program than Debian's is named by POSDESK_NATS_SERVER. Where Windows is tried on a Debian, its counters speak
with a server that runs beside it (`beside`).
"""

import asyncio
import json
import os
import subprocess
import tempfile
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any, Final, TypeVar

import nats.errors
from nats.aio.client import Client

from posdesk.gateway.trial import nats_program
from posdesk.platforms.relay import streams, subjects
from posdesk.platforms.relay.accounts import (
    MOST_PAYLOAD,
    MOST_SUBSCRIPTIONS,
    ChainKeys,
    counter_permissions,
    gateway_permissions,
    new_chain,
    revoking_permissions,
)
from posdesk.platforms.relay.creds import UserCredentials
from posdesk.platforms.relay.enrolment import EnrolmentLine
from posdesk.platforms.relay.nkeys import KeyPair, Role, new_pair, pair_of
from posdesk.platforms.relay.records import CounterRecord, JwtRecord, StoreRecord
from posdesk.platforms.relay.streams import Bounds
from posdesk.platforms.relay.subjects import jwt_record, record_subject
from posdesk.platforms.relay.tokens import Permissions, user_token
from tests.support.certificates import ServerCertificate
from tests.support.left_out import BESIDE
from tests.support.processes import PATIENCE_S, STEP_S, free_port, kill, wait_for

SHARD: Final = "s1"
SMALL: Final = Bounds(replicas=1, orders=2**26, claims=2**25, stores=2**24, bills=2**25, counters=1000)
_LONG: Final = timedelta(days=400)
_Answer = TypeVar("_Answer")


def program() -> str:
    """Where nats-server is. Raises NoNatsServer where it isn't."""
    return nats_program.find()


@cache
def _version() -> tuple[int, ...]:
    return nats_program.version_of(program())


class NatsServer:
    """One server, its chain's keys, and the counters that are enrolled at it.

    Its store lies in `folder` and outlives `kill` and `restart`; so does its address.
    """

    def __init__(
        self,
        folder: Path,
        keys: ChainKeys | None = None,
        certificate: ServerCertificate | None = None,
        disk: str = "1GB",
    ) -> None:
        """Nothing runs yet: see `start`, or use `nats_server`. With a certificate it speaks TLS alone.

        `disk` is what its streams may take of it.
        """
        self.folder, self.certificate, self._disk = folder, certificate, disk
        self.keys = keys or new_chain()
        self.port = free_port()
        self.revoked: dict[str, datetime] = {}
        self._counters: dict[tuple[str, str], KeyPair] = {}
        self._store_keys: dict[str, str] = {}
        self._process: subprocess.Popen[bytes] | None = None

    @classmethod
    def start(
        cls,
        folder: Path,
        counters: Sequence[tuple[str, str]] = (),
        bounds: Bounds = SMALL,
        certificate: ServerCertificate | None = None,
        disk: str = "1GB",
    ) -> "NatsServer":
        """A server that runs, with its streams, and the records of these (store, counter)."""
        server = cls(folder, certificate=certificate, disk=disk)
        server.begin()
        server.run(lambda client: _make_streams(client, bounds))
        return server.with_stores(counters)

    @classmethod
    def beside(cls, told: str, folder: Path) -> "NatsServer":
        """The one that another process runs, as it told of it: nobody ends it here."""
        said = json.loads(told)
        keys = ChainKeys(*(pair_of(seed) for seed in said["seeds"]))
        server = cls(folder, keys, ServerCertificate("localhost", folder, folder, said["authority"]))
        server.port = said["port"]
        return server

    def told(self) -> str:
        """For another process: where it is, what signs in its chain, and whom to trust."""
        assert self.certificate is not None
        pairs = (self.keys.operator, self.keys.posdesk, self.keys.counters, self.keys.system)
        seeds = [pair.seed for pair in pairs]
        return json.dumps({"port": self.port, "seeds": seeds, "authority": self.certificate.authority})

    # the process

    @property
    def url(self) -> str:
        """Where a client connects."""
        if self.certificate is not None:
            return f"tls://{self.certificate.name}:{self.port}"
        return f"nats://127.0.0.1:{self.port}"

    @property
    def pid(self) -> int:
        """The process that runs."""
        assert self._process is not None
        return self._process.pid

    def begin(self, patience_s: float = PATIENCE_S) -> None:
        """Run it, and return when clients can connect."""
        self._configure()
        command = [program(), "-c", str(self.folder / "nats.conf"), "-l", str(self.folder / "nats.log")]
        quiet = subprocess.DEVNULL
        self._process = subprocess.Popen(command, stdin=quiet, stdout=quiet, stderr=quiet)
        wait_for(self._answers, "nats-server", patience_s)

    def kill(self) -> None:
        """End it as a power cut would; its store stays."""
        if self._process is not None:
            kill(self._process.pid)
            self._process.wait()
            self._process = None

    def restart(self, patience_s: float = PATIENCE_S) -> None:
        """A power cut, and the same server again at the same address."""
        self.kill()
        self.begin(patience_s)

    # who may connect

    @property
    def admin(self) -> UserCredentials:
        """One of the account POSDESK that may all: the admin's machine."""
        return self._user(self.keys.posdesk, "admin", None)

    @property
    def creds_for_gateway(self) -> UserCredentials:
        """The gateway's own user."""
        return self._user(self.keys.posdesk, "gateway", gateway_permissions())

    @property
    def creds_for_revoking(self) -> UserCredentials:
        """The admin's user in the account SYS."""
        return self._user(self.keys.system, "admin", revoking_permissions())

    def creds_for(
        self, store: str, counter: str, lives: timedelta = _LONG, shard: str = SHARD
    ) -> UserCredentials:
        """A counter's, as its PC has them; the same user each time."""
        pair = self._counters.setdefault((store, counter), new_pair(Role.USER))
        permissions = counter_permissions(shard, store, counter)
        return self._user(self.keys.counters, f"{store}/{counter}", permissions, lives, pair)

    def store_key(self, store: str) -> str:
        """What the acts of a store's counters are MACed with."""
        return self._store_keys.setdefault(store, f"the key of {store}")

    def line_for(self, store: str, counter: str, lives: timedelta = timedelta(days=1)) -> EnrolmentLine:
        """The enrolment line that the chain's admin would print."""
        creds = self.creds_for(store, counter, lives)
        return EnrolmentLine(
            servers=(self.url,),
            ca=self.certificate.authority if self.certificate is not None else "",
            shard=SHARD,
            store=store,
            counter=counter,
            seed=creds.seed,
            store_key=self.store_key(store),
            jwt=creds.jwt,
        )

    # what the admin does

    def add_store(self, store: str, counters: Sequence[str], uids: Sequence[int] = ()) -> StoreRecord:
        """The store's record, and for each counter its identity for 400 days."""
        now = datetime.now(UTC)
        record = StoreRecord(store, SHARD, self.epoch(), uids=tuple(uids))
        for counter in counters:
            creds = self.creds_for(store, counter)
            record = record.with_counter(CounterRecord(counter, creds.token.subject, now))
            self.put(store, jwt_record(counter), JwtRecord(creds.jwt, SHARD).write())
        self.put(store, "store", record.write())
        return record

    def with_stores(self, counters: Sequence[tuple[str, str]]) -> "NatsServer":
        """Itself, with the records of these (store, counter)."""
        for store in dict.fromkeys(store for store, _ in counters):
            self.add_store(store, tuple(counter for at, counter in counters if at == store))
        return self

    def put(self, store: str, kind: str, data: bytes) -> None:
        """Write a record of a store, whatever stands there."""
        self.run(lambda client: client.jetstream().publish(record_subject(store, kind), data))

    def epoch(self, shard: str = SHARD) -> str:
        """When the shard's stream of orders was made, as the server says it."""
        name = subjects.stream_of(shard)
        info = self.run(lambda client: ask(client, f"{subjects.API}.STREAM.INFO.{name}"))
        return str(info["created"])

    def revoke(self, store: str, counter: str) -> None:
        """End a counter's connection, and let none of its JWTs of before count."""
        user = self.creds_for(store, counter).token.subject
        self.revoked[user] = datetime.now(UTC)
        token = self.keys.account_tokens(datetime.now(UTC), self.revoked)[self.keys.counters.public]
        self.run(
            lambda client: client.request("$SYS.REQ.CLAIMS.UPDATE", token.encode(), timeout=20),
            self.creds_for_revoking,
            inbox_prefix=subjects.ADMIN_INBOX,
        )

    def run(
        self,
        act: Callable[[Client], Awaitable[_Answer]],
        creds: UserCredentials | None = None,
        **how: Any,
    ) -> _Answer:
        """Do something with a connection of its own; as the admin where nobody else is named."""

        async def connected() -> _Answer:
            client = await self.connect(creds or self.admin, **how)
            try:
                return await act(client)
            finally:
                await client.close()

        return asyncio.run(connected())

    async def connect(self, creds: UserCredentials, **how: Any) -> Client:
        """A client of nats-py as that user."""
        client = Client()
        if self.certificate is not None:
            how["tls"] = self.certificate.context
        try:
            await client.connect(
                self.url,
                user_jwt_cb=creds.jwt_callback,
                signature_cb=creds.sign,
                allow_reconnect=False,
                **how,
            )
        except BaseException:
            await client.close()  # it leaves its socket open where a server said no
            raise
        return client

    def _user(
        self,
        account: KeyPair,
        name: str,
        permissions: Permissions | None,
        lives: timedelta = _LONG,
        pair: KeyPair | None = None,
    ) -> UserCredentials:
        now = datetime.now(UTC)
        user = pair or new_pair(Role.USER)
        is_counter = account is self.keys.counters
        jwt = user_token(
            account,
            user.public,
            name,
            permissions,
            now,
            expires=now + lives,
            most_subscriptions=MOST_SUBSCRIPTIONS if is_counter else -1,
            most_payload=MOST_PAYLOAD if is_counter else -1,
        )
        return UserCredentials(jwt, user.seed)

    def _configure(self) -> None:
        """A resolver's files are written once: the server keeps what it was told since."""
        accounts, now = self.folder / "accounts", datetime.now(UTC)
        if not accounts.exists():
            accounts.mkdir(parents=True)
            for public, token in self.keys.account_tokens(now, self.revoked).items():
                (accounts / f"{public}.jwt").write_text(token, encoding="ascii")
        lines = [f"operator: {self.keys.operator_token(now)}", f"system_account: {self.keys.system.public}"]
        if self.certificate is not None:
            files = {"cert_file": str(self.certificate.chain), "key_file": str(self.certificate.key)}
            told = json.dumps({**files, "timeout": 5}, ensure_ascii=False)  # it knows no \u
            lines.append(f"tls {told}")  # as installer/gateway has it
        (self.folder / "nats.conf").write_text(
            nats_program.configuration(
                self.folder,
                self.port,
                "\n".join(lines),
                synced=nats_program.knows_always(_version()),
                disk=self._disk,
            ),
            encoding="utf-8",
        )

    def _answers(self) -> bool:
        assert self._process is not None
        if self._process.poll() is not None:
            raise RuntimeError((self.folder / "nats.log").read_text(encoding="utf-8")[-2000:])
        try:
            self.run(
                lambda client: ask(client, f"{subjects.API}.INFO"),
                error_cb=_ignore,
                connect_timeout=1,
                reconnect_time_wait=STEP_S,  # its own two seconds would pass before a second look
            )
        except (TimeoutError, OSError, nats.errors.Error):
            return False
        return True


@contextmanager
def nats_server(
    folder: Path,
    counters: Sequence[tuple[str, str]] = (),
    bounds: Bounds = SMALL,
    certificate: ServerCertificate | None = None,
    disk: str = "1GB",
) -> Iterator[NatsServer]:
    """One that runs until the end of the block, or the one beside, where none is named."""
    told = os.environ.get(BESIDE)
    if told and not os.environ.get(nats_program.NAMED):
        assert bounds is SMALL, "it is everybody's: see the marker own_nats_server"
        yield NatsServer.beside(told, folder).with_stores(counters)
        return
    server = NatsServer.start(folder, counters, bounds, certificate, disk)
    try:
        yield server
    finally:
        server.kill()


@contextmanager
def beside() -> Iterator[dict[str, str]]:
    """One for tests in another system on this machine; the environment that tells them of it.

    It speaks TLS alone, by an authority of its own, as a chain's does. A named one is theirs to start.
    """
    if os.environ.get(nats_program.NAMED):
        yield {}
        return
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        with nats_server(folder, certificate=ServerCertificate.made(folder)) as server:
            yield {BESIDE: server.told()}


async def ask(client: Client, subject: str, value: object = None) -> dict[str, Any]:
    """Ask JetStream's API. Raises RuntimeError for an answer that is an error."""
    data = b"" if value is None else json.dumps(value).encode()
    answer: dict[str, Any] = json.loads((await client.request(subject, data, timeout=20)).data)
    if "error" in answer:
        raise RuntimeError(f"{subject}: {answer['error']}")
    return answer


async def _make_streams(client: Client, bounds: Bounds) -> None:
    for config in (*streams.shard_streams(SHARD, bounds), *streams.common_streams(bounds)):
        await ask(client, f"{subjects.API}.STREAM.CREATE.{config['name']}", config)


async def _ignore(_: Exception) -> None:
    """It is not up yet: asked again."""
