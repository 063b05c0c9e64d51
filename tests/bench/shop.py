"""A platform on this PC, open orders in a journal, and calls that bring further ones."""

from __future__ import annotations

import http.server
import json
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from random import Random
from typing import Any
from urllib.parse import urlencode

from posdesk.domain.clock import SystemClock
from posdesk.engine.listening.listener_socket import GATEWAY_PATH
from posdesk.journal import Journal, Transaction
from posdesk.journal.orders import order_moves, orders
from posdesk.journal.orders.order_moves import PlatformStatus
from posdesk.journal.orders.orders import Terms
from posdesk.platforms.o2o import reading
from posdesk.settings.settings import Store
from posdesk.simulator.config import SimulatedStore
from posdesk.simulator.o2o.maker import OrderKind, OrderMaker, OrderWish
from tests.bench.messages import posted
from tests.support.engine import EngineHome, signed
from tests.support.simulator import MEITUAN

ACCEPT_WITHIN_S = 4 * 3600.0  # nothing gets overdue while it is measured
TERMS = Terms(MEITUAN.name, "001", ACCEPT_WITHIN_S)
Wire = Mapping[str, object]
_STORE = Store(code="001", uid=1, name="湘阴一店")


class Customers:
    """Makes the orders of so many customers: always the same ones, under numbers that nobody had before."""

    def __init__(self) -> None:
        self._maker = OrderMaker(MEITUAN, SimulatedStore(), Random(7))
        self._prefix, self._made = f"{time.time_ns() // 1000}", 0

    def order(self, kind: OrderKind = OrderKind.DELIVERY) -> dict[str, object]:
        """A new order as the platform has it."""
        self._made += 1
        number: dict[str, object] = {"tbillno": f"{self._prefix}{self._made:05d}"}
        wanted = OrderWish(kind=kind, paid=True, changes=number | {"tshowno": f"#{self._made}"})
        return dict(self._maker.make(SystemClock().now(), wanted).wire)


def added(wire: Wire) -> bytes:
    """The signed call that brings an order."""
    return _signed(_body("AddSaleOrderBill", wire))


def completed(wire: Wire) -> bytes:
    """The signed call by which its platform says that the customer has it: no band says so, nothing moves."""
    return _signed(_body("TpOrderStatusChange", {"tbillno": wire["tbillno"], "orderStatus": 4}))


def _body(cmd: str, item: Wire) -> bytes:
    frame = {"cmd": cmd, "seq": f"{cmd} {item['tbillno']}", "items": [item]}
    return json.dumps(frame, ensure_ascii=False).encode()


def _signed(body: bytes) -> bytes:
    return posted(f"{GATEWAY_PATH}?{urlencode(signed(MEITUAN, body))}", body, "application/json")


def home_with(folder: Path, platform: str, *, new: int = 0, taken: int = 0) -> EngineHome:
    """A counter's home with so many orders that wait to be accepted, and so many in the making."""
    home, customers = counter_home(folder, platform), Customers()
    Journal.migrate(folder)
    put_in(folder, [customers.order() for _ in range(new)], taken=False)
    put_in(folder, [customers.order() for _ in range(taken)], taken=True)
    return home


def counter_home(folder: Path, platform: str) -> EngineHome:
    """The settings of a counter that this platform calls."""
    return EngineHome(folder, platform, (MEITUAN,), accept_within_s=ACCEPT_WITHIN_S)


def put_in(folder: Path, wires: Sequence[Wire], *, taken: bool) -> None:
    """Orders come into the journal of a desk that doesn't run; `taken` ones are in the making."""
    journal = Journal(folder, SystemClock(), "1")
    try:
        journal.write(lambda tx: _put_in(tx, wires, taken=taken)).result()
    finally:
        journal.close()


def _put_in(tx: Transaction, wires: Sequence[Wire], *, taken: bool) -> None:
    for wire in wires:
        (incoming,) = reading.read_events(reading.read_call(_body("AddSaleOrderBill", wire)), _STORE)
        assert isinstance(incoming, reading.AddOrders)
        (order,) = orders.add_all(tx, TERMS, incoming.orders)
        if taken:
            order_moves.apply_status(tx, order.key.number, PlatformStatus.ACCEPTED)


class Platform:
    """What it was called for, and the orders that it knows by their pickup codes."""

    def __init__(self) -> None:
        self.codes: dict[str, Wire] = {}
        self.calls: list[Mapping[str, Any]] = []
        self.address = ""

    def answer(self, body: bytes) -> bytes:
        """All is well, whatever it is; an unknown code has no orders."""
        asked = json.loads(body)
        self.calls.append(asked)
        answer = {"code": 0, "msg": "成功", "seq": asked.get("seq", "")}
        if asked.get("cmd") == "CaptureSaleOrderBill":
            answer["items"] = [wire for code, wire in self.codes.items() if code in body.decode()]
        return json.dumps(answer, ensure_ascii=False).encode()

    def accepted(self) -> int:
        """How many orders it was told are accepted."""
        return sum(each.get("cmd") == "AccptSaleOrderBill" for each in self.calls)


@contextmanager
def platform() -> Iterator[Platform]:
    """A platform that answers on this PC until the end."""
    plays = Platform()

    class Handler(http.server.BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True

        def do_POST(self) -> None:
            answer = plays.answer(self.rfile.read(int(self.headers["Content-Length"])))
            head = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"
            self.wfile.write(head % len(answer) + answer)

        def log_message(self, *_: object) -> None:
            """Says nothing."""

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        plays.address = f"http://127.0.0.1:{server.server_address[1]}"
        try:
            yield plays
        finally:
            server.shutdown()
            thread.join()
