"""What happens in a shop while it is under fault: orders, presses, receipts by every door, completions.

A action that fails is no broken invariant: only what was acknowledged is remembered in `Promises`.
"""

import contextlib
import json
import random
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import httpx

from posdesk.domain.clock import in_china
from posdesk.domain.orders.board import Action, OrderView, actions_of
from posdesk.domain.orders.intent import Kind, Wish
from posdesk.domain.orders.order import Order, Payment
from posdesk.domain.orders.sums import sums_of
from posdesk.errors import PosdeskError
from posdesk.journal import Journal
from posdesk.journal.orders import intent_rows, intents, order_rows
from posdesk.simulator.o2o.control import OrderSeen
from posdesk.simulator.o2o.maker import OrderKind, OrderWish
from posdesk.simulator.o2o.site import Status
from tests.faults.shop import PARTNERS, Shop
from tests.support.bookshop import RUNG_AT, TOKEN
from tests.support.simulator import RunningSimulator
from tests.support.till_receipts import Wire, as_csv, return_of, sale

PRESS_WITHIN_S = 15.0
_KINDS = (Action.ACCEPT, Action.ACCEPT, Action.REFUSE, Action.READY, Action.PAY, Action.VERIFY)
Key = tuple[str, str, str]


def key_of(wire: Wire) -> Key:
    """A receipt's natural key."""
    return str(wire["store_id"]), str(wire["pos_no"]), str(wire["serial_num"])


@dataclass(slots=True)
class Promises:
    """What must be found in the end: what was acknowledged (`stored`), and what lies whole in the folder."""

    receipts: dict[Key, Wire] = field(default_factory=dict)
    tried: dict[Key, Wire] = field(default_factory=dict)
    stored: dict[Key, Wire] = field(default_factory=dict)


class Day:
    """A shop's day, drawn from one stream of chance."""

    def __init__(
        self, shop: Shop, simulator: RunningSimulator, chance: random.Random, promises: Promises
    ) -> None:
        """Nothing happens yet; what is acknowledged is put into `promises`."""
        self._shop, self._simulator, self._chance = shop, simulator, chance
        self.promises = promises
        self._pushed: list[OrderSeen] = []
        self._ended: set[str] = set()
        self._number = 0
        self._imported = False
        now = in_china(datetime.now(UTC)).replace(minute=0, second=0, microsecond=0)
        self._hours = [now - timedelta(hours=n) for n in (2, 3, 30)]

    def next_action(self) -> None:
        """Something happens; that it fails is allowed."""
        chosen = self._chance.choices(
            (self._push, self._press, self._call, self._drop, self._finish, self._repeat, self._import),
            (5, 8, 4, 1, 2, 1, 0.5),
        )[0]
        try:
            chosen()
        except (httpx.HTTPError, PosdeskError, OSError, TimeoutError):
            return

    def close_doors(self, seconds: float) -> None:
        """The platforms refuse connections for a while."""
        with contextlib.suppress(httpx.HTTPError):  # they are closed already
            self._simulator.offline(seconds)

    def _push(self) -> None:
        for _ in range(self._chance.randint(1, 3)):
            wish = OrderWish(
                partner=self._chance.choice(PARTNERS).name,
                kind=self._chance.choice([OrderKind.DELIVERY, OrderKind.VERIFICATION, OrderKind.QR]),
                paid=self._chance.random() < 0.6,
            )
            self._pushed.append(self._simulator.post_order(wish))

    def _repeat(self) -> None:
        if self._pushed:
            self._simulator.repeat(self._chance.choice(self._pushed).tbillno)

    def _finish(self) -> None:
        """The platform completes an order that it holds as accepted, or its customer cancels one."""
        held = [order for order in self._simulator.orders() if order.tbillno not in self._ended]
        taken = [order for order in held if order.state.value in {"accepted", "ready"}]
        if taken and self._chance.random() < 0.8:
            order = self._chance.choice(taken)
            self._ended.add(order.tbillno)
            self._simulator.status(order.tbillno, Status.COMPLETED)
        elif held:
            order = self._chance.choice(held)
            self._ended.add(order.tbillno)
            self._simulator.cancel(order.tbillno)

    def _press(self) -> None:
        with self._shop.engine.journal() as journal:
            for order in self._some(journal):
                self._act(journal, order)

    def _some(self, journal: Journal) -> list[Order]:
        rows = journal.read(lambda db: db.execute(f"SELECT {order_rows.COLUMNS} FROM orders").fetchall())
        known = {order.tbillno for order in self._pushed}
        found = [order for order in order_rows.readable(rows) if order.key.bill in known]
        return self._chance.sample(found, min(len(found), self._chance.randint(1, 4)))

    def _act(self, journal: Journal, order: Order) -> None:
        view = OrderView(order, journal.read(lambda db: intent_rows.of_order(db, order.key)))
        may = sorted(actions_of(view))
        if Action.UNDO in may and self._chance.random() < 0.1:
            waiting = next(i for i in view.intents if i.outcome.value == "queued")
            journal.write(lambda tx: intents.withdraw(tx, waiting.seq, "李敏")).result(PRESS_WITHIN_S)
            return
        wanted = [action for action in _KINDS if action in may]
        if wanted:
            wish = self._wish(Kind(self._chance.choice(wanted)), order)
            journal.write(lambda tx: intents.press(tx, wish)).result(PRESS_WITHIN_S)

    def _wish(self, kind: Kind, order: Order) -> Wish:
        owed = sums_of(order.content).unpaid_amount
        payments = (Payment("cash", "现金", owed, owed),) if kind is Kind.PAY else ()
        code = next((o.code for o in self._pushed if o.tbillno == order.key.bill), "")
        return Wish(order.key, kind, "李敏", code=code if kind is Kind.VERIFY else "", payments=payments)

    # Receipts

    def _receipt(self) -> Wire:
        self._number += 1
        at = self._chance.choice(self._hours) + timedelta(seconds=self._chance.randrange(3600))
        sold = [wire for wire in self.promises.receipts.values() if wire["trd_type"] == 1]
        back = {r.get("original_serial_num") for r in self.promises.tried.values()}
        free = [wire for wire in sold if wire["serial_num"] not in back and wire["pos_no"] != RUNG_AT]
        if free and self._chance.random() < 0.1:
            return return_of(self._chance.choice(free), self._number, at)
        return sale(self._chance, self._number, at)

    def _new(self, count: int) -> list[Wire]:
        made = []
        for _ in range(count):
            wire = self._receipt()
            self.promises.tried[key_of(wire)] = wire
            made.append(wire)
        return made

    def _promised(self, wires: list[Wire], *, stored: bool = True) -> None:
        each = {key_of(wire): wire for wire in wires}
        self.promises.receipts.update(each)
        if stored:
            self.promises.stored.update(each)

    def _call(self) -> None:
        """By HTTP: new ones, or, now and then, the same again, or other content under a known key."""
        throw, known = self._chance.random(), list(self.promises.stored.values())
        if known and throw < 0.15:
            self._post([self._chance.choice(known)])
        elif known and throw < 0.25:
            other = self._chance.choice(known) | {"op_name": "别人"}
            if self._post([other]) == httpx.codes.OK:
                self._shop.broken.append(f"other content under a known key was taken: {key_of(other)}")
        else:
            wires = self._new(self._chance.randint(1, 4))
            if self._post(wires) == httpx.codes.OK:
                self._promised(wires)

    def _post(self, wires: list[Wire]) -> int:
        answer = httpx.post(
            self._shop.engine.receipts,
            headers={"authorization": f"Bearer {TOKEN}"},
            json=wires,
            timeout=12,
            trust_env=False,
            verify=False,  # plain HTTP: no authorities need be read
        )
        return answer.status_code

    def _drop(self) -> None:
        """As a file in the folder: once it lies there whole, it is taken some time."""
        wires, folder = self._new(self._chance.randint(1, 3)), self._shop.home / "receipts-in"
        folder.mkdir(exist_ok=True)
        suffix, data = self._chance.choice([(".json", json.dumps(wires).encode()), (".csv", as_csv(wires))])
        name = f"till-{self._number}{suffix}"
        (folder / f"{name}.part").write_bytes(data)
        (folder / f"{name}.part").rename(folder / name)
        self._promised(wires, stored=False)

    def _import(self) -> None:
        """By the command beside the engine."""
        if self._imported:
            return
        self._imported = True
        wires, path = self._new(2), self._shop.home.parent / "import.json"
        path.write_text(json.dumps(wires), encoding="utf-8")
        done = self._shop.command("receipts", "import", str(path))
        if done.returncode == 0:
            self._promised(wires)
        elif b"Traceback" in done.stderr:
            self._shop.broken.append(f"receipts import said {done.stderr[-600:]!r}")
