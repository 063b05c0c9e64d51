"""A gateway as a chain runs it: the real command, a real nats-server, calls by real HTTP."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final
from urllib.parse import parse_qs

import httpx

from posdesk.platforms.o2o import signature
from posdesk.platforms.relay import order_message, subjects
from posdesk.platforms.relay.order_message import OrderMessage
from posdesk.settings.settings import SignatureRecipe
from tests.support.nats_server import SHARD, NatsServer, ask
from tests.support.paths import ROOT
from tests.support.processes import OWN_CONSOLE, ask_to_end, wait_for

APPKEY: Final = "geheim-7f3a"
APPID: Final = "meituan-app"
ADD: Final[dict[str, Any]] = json.loads(
    (ROOT / "tests/data/o2o/AddSaleOrderBill.request.json").read_text(encoding="utf-8")
)
CONFIG: Final = """
leave_s = 0
[listener]
port = 0
[nats]
servers = ["{url}"]
replicas = 1
[metrics]
port = 0
[[partner]]
name = "meituan"
appid = "meituan-app"
{more}
"""


def order(tbillno: str = "A1", storecode: object = "001", **changed: object) -> dict[str, Any]:
    """An item of AddSaleOrderBill as the documents have it."""
    return {**ADD["items"][0], "tbillno": tbillno, "storecode": storecode, **changed}


def add(*orders: dict[str, Any], seq: str = "s-1") -> bytes:
    """AddSaleOrderBill."""
    return _call("AddSaleOrderBill", seq, list(orders))


def cancel(*items: dict[str, Any], seq: str = "s-2") -> bytes:
    """CancelSaleOrderBill, an object for one."""
    return _call("CancelSaleOrderBill", seq, list(items) if len(items) > 1 else items[0])


def status(*items: dict[str, Any], seq: str = "s-3") -> bytes:
    """TpOrderStatusChange, an object for one."""
    return _call("TpOrderStatusChange", seq, list(items) if len(items) > 1 else items[0])


def _call(cmd: str, seq: str, items: object) -> bytes:
    return json.dumps({"cmd": cmd, "seq": seq, "items": items}, ensure_ascii=False).encode()


def signed(body: bytes, appkey: str = APPKEY) -> dict[str, str]:
    """The query of a call signed as the default form has it."""
    sign = signature.sign(SignatureRecipe(), appid=APPID, appkey=appkey, body=body, cmd="", seq="")
    return {"appid": APPID, "sign": sign}


@dataclass
class Gateway:
    """A gateway's process; `address` is host:port of its platforms' side, `metrics` of its own."""

    process: "subprocess.Popen[str]"
    address: str
    metrics: str
    log: Path

    def post(self, body: bytes, query: Mapping[str, str] | None = None, **how: Any) -> dict[str, Any]:
        """Call as a platform; the answer."""
        answer = httpx.post(
            f"http://{self.address}/center/gateway",
            params=signed(body) if query is None else query,
            content=body,
            timeout=20,
            verify=False,  # reading a system's authorities costs more than the call
            **how,
        )
        said: dict[str, Any] = answer.json()
        return said

    def health(self) -> tuple[int, dict[str, Any]]:
        """What a load balancer is told."""
        answer = httpx.get(f"http://{self.address}/healthz", timeout=10, verify=False)
        return answer.status_code, answer.json()

    @property
    def takes_orders(self) -> bool:
        """Whether /healthz says 200."""
        try:
            return self.health()[0] == 200
        except httpx.TransportError:
            return False

    def numbers(self) -> str:
        """What /metrics says."""
        return httpx.get(f"http://{self.metrics}/metrics", timeout=10, verify=False).text

    def lines(self) -> list[dict[str, Any]]:
        """Its log."""
        return [
            json.loads(line) for line in self.log.read_text(encoding="utf-8").splitlines() if line[:1] == "{"
        ]

    def kill(self) -> None:
        """As a power cut would."""
        self.process.kill()
        self.process.wait()

    def end(self) -> int:
        """As an administrator would; its exit code."""
        ask_to_end(self.process)
        return self.process.wait(timeout=30)


def started(folder: Path, url: str, creds: str, *, more: str = "", config: str = CONFIG) -> Gateway:
    """`posdesk gateway` at that server, as soon as it listens."""
    secrets, file, log = folder / "credentials", folder / "gateway.toml", folder / "gateway.log"
    secrets.mkdir(parents=True, exist_ok=True)
    (secrets / "nats.creds").write_text(creds, encoding="utf-8")
    (secrets / "partner.meituan.appkey").write_text(APPKEY + "\n", encoding="utf-8")
    file.write_text(config.format(url=url, more=more), encoding="utf-8")
    with log.open("a", encoding="utf-8") as errors:
        process = subprocess.Popen(
            [sys.executable, "-m", "posdesk", "gateway", "--config", str(file)],
            cwd=ROOT,
            env={**os.environ, "CREDENTIALS_DIRECTORY": str(secrets)},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=errors,
            encoding="utf-8",
            creationflags=OWN_CONSOLE,
        )
    assert process.stdout is not None
    said = [process.stdout.readline().strip() for _ in range(2)]
    if not said[0]:
        process.wait()
        raise RuntimeError(log.read_text(encoding="utf-8"))
    return Gateway(process, said[0].rpartition(" ")[2], said[1].rpartition(" ")[2], log)


@contextmanager
def gateway(folder: Path, server: NatsServer, *, more: str = "", config: str = CONFIG) -> Iterator[Gateway]:
    """A gateway that takes orders, until the end of the block."""
    made = started(folder, server.url, server.creds_for_gateway.text(), more=more, config=config)
    try:
        wait_for(lambda: made.takes_orders, "the gateway", 60)
        yield made
    finally:
        made.kill()
        assert made.process.stdout is not None
        made.process.stdout.close()


def messages(server: NatsServer, store: str = "", shard: str = SHARD) -> list[OrderMessage]:
    """The orders' messages at the server, all or one store's, as counters read them."""
    name = subjects.stream_of(shard)
    found = []

    async def read(client: Any) -> None:
        info = await ask(client, f"$JS.API.STREAM.INFO.{name}")
        first, last = (info["state"][each] for each in ("first_seq", "last_seq"))
        for sequence in range(max(first, 1), last + 1):
            got = await client.request(
                f"$JS.API.DIRECT.GET.{name}", json.dumps({"seq": sequence}).encode(), timeout=5
            )
            if got.headers.get("Nats-Subject", "").split(".")[2:3] != ["xprobe"]:
                found.append(order_message.read(got.headers, got.data))

    server.run(read)
    return [each for each in found if store in ("", each.store)]


def bills_in(message: OrderMessage) -> list[str]:
    """The `tbillno`s that a message brings."""
    items = json.loads(message.body)["items"]
    return [each["tbillno"] for each in (items if isinstance(items, list) else [items])]


def is_signed(message: OrderMessage, appkey: str = APPKEY) -> bool:
    """Whether a counter would take it for its partner's."""
    query = parse_qs(message.query)
    return query == {name: [value] for name, value in signed(message.body, appkey).items()}


def texts(found: Sequence[OrderMessage]) -> list[list[str]]:
    """Of each message its bills."""
    return [bills_in(each) for each in found]
