"""What the relay's tests are made of: a store at the server, its gateway's messages, a counter."""

import hashlib
import hmac
import itertools
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from nats.protocol.command import hpub_cmd

from posdesk.domain.clock import Clock
from posdesk.domain.orders.order import Order, OrderKey
from posdesk.domain.relay.status import RelayStatus
from posdesk.engine.relay import identity
from posdesk.journal import Database
from posdesk.journal.orders import order_rows
from posdesk.platforms.relay.order_message import OrderMessage
from posdesk.platforms.relay.subjects import GATEWAY_INBOX, StoreSubjects, inbox_prefix
from posdesk.settings.relay import SEED, STORE_KEY, RelaySettings
from posdesk.settings.settings import Listener, Partner, Settings, Store
from tests.engine.making import APPKEY, HeldSecrets, House, house, partner
from tests.support.nats_server import SHARD, NatsServer
from tests.support.paths import ROOT
from tests.support.processes import wait_for

SAMPLE: dict[str, Any] = json.loads((ROOT / "tests/data/o2o/AddSaleOrderBill.request.json").read_bytes())
CANCEL: dict[str, Any] = json.loads((ROOT / "tests/data/o2o/CancelSaleOrderBill.request.json").read_bytes())
_codes = itertools.count(100)
_seqs = itertools.count(1)


def call(tbillno: str, store: str = "001", **changed: Any) -> bytes:
    """A platform's Add of one order."""
    order = {**SAMPLE["items"][0], "tbillno": tbillno, "storecode": store, **changed}
    return json.dumps({**SAMPLE, "seq": f"seq-{next(_seqs)}", "items": [order]}, ensure_ascii=False).encode()


def cancel(tbillno: str) -> bytes:
    """The platform cancels it."""
    items = {**CANCEL["items"], "tbillno": tbillno, "storeuid": 1}
    return json.dumps({**CANCEL, "seq": f"seq-{next(_seqs)}", "items": items}).encode()


def signed(body: bytes, appid: str = "meituan-app", appkey: str = APPKEY) -> str:
    """The query of a rightly signed call, by three lines of our own."""
    sign = hmac.new(appkey.encode(), body, hashlib.sha256).hexdigest()
    return urlencode({"appid": appid, "sign": sign})


@dataclass
class Shop:
    """A store of its own at the server, with its gateway's end."""

    server: NatsServer
    folder: Path
    counters: tuple[str, ...] = ("1",)
    code: str = field(default_factory=lambda: str(next(_codes)))

    def __post_init__(self) -> None:
        self.epoch = self.server.add_store(self.code, self.counters).epoch

    @property
    def subjects(self) -> StoreSubjects:
        return StoreSubjects(SHARD, self.code)

    def push(
        self,
        body: bytes,
        *,
        query: str | None = None,
        partner: str = "meituan",
        received: datetime | None = None,
        store: str = "",
    ) -> int:
        """What the gateway writes of a call; the message's number."""
        said = signed(body) if query is None else query
        at = received or datetime.now(UTC)
        message = OrderMessage(store or self.code, partner, said, body, at, self.epoch)
        return self.put(message.body, message.headers())

    def put(self, data: bytes, headers: dict[str, str] | None = None) -> int:
        """Any message among the store's orders."""

        async def put(client: Any) -> int:
            return int((await client.jetstream().publish(self.subjects.orders, data, headers=headers)).seq)

        return self.server.run(put, self.server.creds_for_gateway, inbox_prefix=GATEWAY_INBOX)

    def put_raw(self, data: bytes, headers: bytes) -> None:
        """The same with headers byte by byte, as no client of NATS writes them."""

        async def put(client: Any) -> None:
            await client._send_command(hpub_cmd(self.subjects.orders, "", headers, data))
            await client.flush()

        self.server.run(put, self.server.creds_for_gateway, inbox_prefix=GATEWAY_INBOX)

    def put_act(self, data: bytes, headers: dict[str, str]) -> None:
        """Any message among the store's acts, as another of its counters may write it."""
        self._as_counter(self.subjects.acts, data, headers)

    def say_here(self, data: bytes, headers: dict[str, str]) -> None:
        """Any sign of life."""
        self._as_counter(self.subjects.here, data, headers)

    def _as_counter(self, subject: str, data: bytes, headers: dict[str, str]) -> None:
        counter = self.counters[-1]

        async def put(client: Any) -> None:
            await client.publish(subject, data, headers=headers)
            await client.flush()

        prefix = inbox_prefix(self.code, counter)
        self.server.run(put, self.server.creds_for(self.code, counter), inbox_prefix=prefix)

    def add(self, tbillno: str, **changed: Any) -> int:
        """An order comes."""
        received = changed.pop("received", None)
        return self.push(call(tbillno, self.code, **changed), received=received)

    def settings(self, *partners: Partner, counter: str = "1", **relay: Any) -> Settings:
        """As posdesk.toml has them at that counter."""
        if self.server.certificate is not None:
            relay = {"ca": identity.CA_FILE, **relay}
        chosen = RelaySettings(servers=(self.server.url,), shard=SHARD, **relay)
        return Settings(
            store=Store(code=self.code, uid=1, counter=counter),
            listener=Listener(port=0),
            partner=partners or (partner(),),
            relay=chosen,
        )

    def secrets(self, counter: str = "1", appkey: str = APPKEY) -> "RelaySecrets":
        """Of an enrolled counter."""
        return RelaySecrets(
            {
                SEED: self.server.creds_for(self.code, counter).seed,
                STORE_KEY: self.server.store_key(self.code),
            },
            appkey,
        )

    def enrol(self, home: Path, counter: str = "1") -> None:
        """The JWT lies in the home, and whom to trust."""
        home.mkdir(exist_ok=True)
        identity.write(home, self.server.creds_for(self.code, counter).jwt)
        if self.server.certificate is not None:
            identity.write_ca(home, self.server.certificate.authority)


class RelaySecrets(HeldSecrets):
    """Of a counter with a relay."""

    def __init__(self, held: dict[str, str], appkey: str = APPKEY) -> None:
        super().__init__(**({"meituan": appkey} if appkey else {}))
        self._held.update(held)

    has_answered = True

    def knows(self, name: str) -> bool:
        """Whether the keyring has answered."""
        return self.has_answered


class At:
    """A counter at work."""

    def __init__(self, made: House) -> None:
        self.house, self.journal, self.engine = made, made.journal, made.engine

    @property
    def relay(self) -> RelayStatus:
        told = self.engine.status.status.relay
        assert told is not None
        return told

    def read(self, question: Callable[[Database], Any]) -> Any:
        return self.journal.read(question)

    def bills(self) -> list[str]:
        """The numbers of all orders, as they came."""
        rows = self.read(lambda db: db.execute("SELECT bill FROM orders ORDER BY number").fetchall())
        return [bill for (bill,) in rows]

    def order(self, bill: str) -> Order:
        """The newest of that number."""

        def ask(db: Database) -> Order | None:
            row = db.execute(
                "SELECT partner, bill, ordered FROM orders WHERE bill = ? ORDER BY number DESC", (bill,)
            ).fetchone()
            return order_rows.get(db, OrderKey(*row)) if row else None

        found: Order | None = self.read(ask)
        assert found is not None, bill
        return found

    def has(self, *bills: str) -> None:
        """Returns once exactly these are here, in this order."""
        wait_for(lambda: self.bills() == list(bills), f"{bills} (there are {self.bills()})")

    def tells(self, fact: Callable[[RelayStatus], object], what: str) -> None:
        """Returns once the status says so."""
        wait_for(lambda: self.engine.status.status.relay is not None and bool(fact(self.relay)), what)

    def connected(self) -> None:
        """Returns once the relay is, and all is here."""
        self.tells(lambda told: told.connected and told.lag == 0, "the relay")


@contextmanager
def at_work(
    shop: Shop,
    *partners: Partner,
    home: str = "home",
    secrets: RelaySecrets | None = None,
    clock: Clock | None = None,
    chosen: Settings | None = None,
    counter: str = "1",
) -> Iterator[At]:
    """A counter of that shop, enrolled, with its engine, until the end of the block."""
    folder = shop.folder / home
    if not (folder / identity.FILE_NAME).exists():
        shop.enrol(folder, counter)
    wanted = chosen or shop.settings(*partners, counter=counter)
    with house(folder, wanted, secrets or shop.secrets(counter), clock=clock) as made:
        yield At(made)
