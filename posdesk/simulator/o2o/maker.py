"""Makes orders that a store could really get; the same seed makes the same orders."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from random import Random

from pydantic import Field

from posdesk.domain.clock import in_china
from posdesk.simulator.config import SimulatedPartner, SimulatedStore
from posdesk.simulator.o2o import basket
from posdesk.simulator.o2o.commands import Wire
from posdesk.simulator.o2o.memory import Bill, BillState
from posdesk.simulator.web import Model

OTHER_SOURCE = 31  # a site the document doesn't name; now and then one of its orders comes through a partner
QR_SOURCE = 17
_TIME = "%Y-%m-%d %H:%M:%S"


class OrderKind(StrEnum):
    """What sort of order."""

    DELIVERY = "delivery"
    PREORDER = "preorder"
    VERIFICATION = "verification"  # fetched, and handed out by verifying its code
    QR = "qr"  # ordered at the table or the door, often unpaid


_FETCHED = {OrderKind.VERIFICATION: "到店自取", OrderKind.QR: ""}


class OrderWish(Model):
    """What to make, at which partner (empty: the first): None leaves it to chance.

    `changes` replaces or adds wire fields at the end; `push` False keeps it from the store.
    """

    partner: str = ""
    kind: OrderKind | None = None
    paid: bool | None = None
    code: str = ""
    changes: dict[str, object] = Field(default_factory=dict)
    push: bool = True
    wrong_sums: bool = False


ANYTHING = OrderWish()


class OrderMaker:
    """Makes one partner's orders."""

    def __init__(self, partner: SimulatedPartner, store: SimulatedStore, rng: Random) -> None:
        self._partner = partner
        self._store = store
        self._rng = rng
        self._made = rng.randrange(1, 100)

    def make(self, now: datetime, wanted: OrderWish = ANYTHING) -> Bill:
        """A new order, placed just before `now`."""
        self._made += 1
        kind = wanted.kind or self._kind()
        source = self._source(kind)
        filled = self._basket(kind, wanted)
        wire: dict[str, object] = {
            **self._heading(kind, source),
            **self._customer(kind),
            **self._times(kind, now),
            **filled.wire(),
            "payitems": self._payments(filled, kind, source, wanted),
            **wanted.changes,
        }
        return self._bill(wire, kind, wanted, now)

    def changed(self, bill: Bill) -> Wire:
        """The order's own object after the customer has changed a word of it."""
        old = str(bill.wire.get("reamrks", ""))
        more = self._rng.choice(["不要香菜", "餐具两份", "快一点，谢谢", "改为自取"])
        return {**bill.wire, "reamrks": f"{old}，{more}" if old else more}

    def _bill(self, wire: Mapping[str, object], kind: OrderKind, wanted: OrderWish, now: datetime) -> Bill:
        return Bill(
            partner=self._partner.name,
            tbillno=str(wire["tbillno"]),
            code=wanted.code or self._code(kind),
            wire=wire,
            state=BillState.NEW if wanted.push else BillState.ACCEPTED,  # unseen by us: taken by the site
            made_at=now,
            known_to_store=wanted.push,
            paid=bool(wire.get("payitems")),
        )

    def _kind(self) -> OrderKind:
        if set(self._partner.sources) == {QR_SOURCE}:
            return OrderKind.QR
        return self._rng.choices(
            (OrderKind.DELIVERY, OrderKind.VERIFICATION, OrderKind.PREORDER), weights=(70, 20, 10)
        )[0]

    def _source(self, kind: OrderKind) -> int:
        if kind is OrderKind.QR:
            return QR_SOURCE
        if self._rng.random() < 0.04:
            return OTHER_SOURCE
        return self._rng.choice([s for s in self._partner.sources if s != QR_SOURCE] or [OTHER_SOURCE])

    def _basket(self, kind: OrderKind, wanted: OrderWish) -> basket.Basket:
        delivered = kind in (OrderKind.DELIVERY, OrderKind.PREORDER)
        filled = basket.fill(self._rng, most=9 if kind is OrderKind.PREORDER else 3, delivered=delivered)
        return filled.off_by(Decimal("0.50")) if wanted.wrong_sums else filled

    def _heading(self, kind: OrderKind, source: int) -> dict[str, object]:
        quoted = self._rng.random() < 0.5  # both forms are in the document: its table and its sample
        number = str if quoted else int
        return {
            "tbillno": f"{self._rng.randrange(10**8, 10**9)}{self._made:05d}",
            "tshowno": self._show_no(kind),
            "tscustsource": str(source),
            "isbooklist": number(int(kind is OrderKind.PREORDER)),
            "isverification": number(int(kind is OrderKind.VERIFICATION)),
            "storeuid": number(self._store.uid),
            "storecode": self._store.code,
            "storename": self._store.name,
            "state": 0,
        }

    def _show_no(self, kind: OrderKind) -> str:
        if kind is OrderKind.QR:
            return f"B{self._made:02d}"
        letter = "#P" if kind is OrderKind.PREORDER else "#"
        return f"{letter}{self._made}" + " " * self._rng.randrange(3)

    def _customer(self, kind: OrderKind) -> dict[str, object]:
        rng = self._rng
        place = rng.choice(basket.STREETS)
        address = place.format(n=rng.randrange(1, 300), m=rng.randrange(1, 19), k=rng.randrange(101, 2204))
        return {
            "customername": rng.choice(basket.SURNAMES) + rng.choice(basket.TITLES),
            "mobileno": rng.choice(basket.MOBILE_PREFIXES) + f"{rng.randrange(10**8):08d}",
            "consignee": _FETCHED.get(kind, address),
            "reamrks": rng.choice(basket.REMARKS),
        }

    def _times(self, kind: OrderKind, now: datetime) -> dict[str, object]:
        placed = in_china(now) - timedelta(seconds=self._rng.randrange(2, 20))
        if kind is OrderKind.PREORDER:
            wait = timedelta(minutes=self._rng.randrange(90, 360))
        else:
            wait = timedelta(minutes=self._rng.randrange(25, 55))
        due = (placed + wait).replace(second=0)
        due -= timedelta(minutes=due.minute % 5)
        return {"ordertime": placed.strftime(_TIME), "submitdate": due.strftime(_TIME)}

    def _payments(
        self, filled: basket.Basket, kind: OrderKind, source: int, wanted: OrderWish
    ) -> list[dict[str, object]]:
        paid = wanted.paid
        if paid is None:
            paid = kind is not OrderKind.QR or self._rng.random() < 0.3
        code, name = basket.SITE_PAYMENTS.get(source, basket.OTHER_PAYMENT)
        return [filled.payment(code, name)] if paid else []

    def _code(self, kind: OrderKind) -> str:
        """A pickup code: 13 digits for a verification (its check digit means nothing), else seven."""
        if kind is OrderKind.VERIFICATION:
            return f"9033{self._rng.randrange(10**9):09d}"
        return f"{self._rng.randrange(10**6, 10**7)}"
