"""What an order holds and what it costs; every sum is exact, unless it is spoilt on purpose."""

from dataclasses import dataclass, replace
from decimal import Decimal
from random import Random

from posdesk.simulator.o2o import menu
from posdesk.simulator.o2o.menu import Dish

ZERO = Decimal(0)
_QUARTER = Decimal("0.25")
_DISCOUNTS = (ZERO, ZERO, Decimal(2), Decimal(5), Decimal("6.5"), Decimal(9))


@dataclass(frozen=True, slots=True)
class Line:
    """Some of one dish."""

    dish: Dish
    amount: Decimal
    attributes: tuple[str, ...]
    remark: str

    @property
    def money(self) -> Decimal:
        """What it costs, in yuan."""
        return self.dish.price * self.amount

    def wire(self) -> dict[str, object]:
        """Its object in `billitems`."""
        return {
            "produid": int(self.dish.code),
            "prodcode": self.dish.code,
            "prodname": self.dish.name,
            "unit": self.dish.unit,
            "amount": number(self.amount),
            "dealpri": number(self.dish.price),
            "trademoney": number(self.money),
            "attributes": ",".join(self.attributes),
            "remark": self.remark,
        }


@dataclass(frozen=True, slots=True)
class Basket:
    """Lines, boxes, delivery and discounts; money in yuan. `error` spoils what the customer pays."""

    lines: tuple[Line, ...]
    boxes: int
    box_price: Decimal
    delivery: Decimal
    by_platform: Decimal
    by_store: Decimal
    by_agent: Decimal
    by_courier: Decimal
    error: Decimal = ZERO

    @property
    def total(self) -> Decimal:
        """Before discounts, in yuan."""
        return sum((line.money for line in self.lines), ZERO) + self.boxes * self.box_price + self.delivery

    @property
    def discount(self) -> Decimal:
        """The four shares together, in yuan."""
        return self.by_platform + self.by_store + self.by_agent + self.by_courier

    @property
    def fee(self) -> Decimal:
        """What the customer pays, in yuan."""
        return self.total - self.discount + self.error

    def off_by(self, error: Decimal) -> "Basket":
        """The same with a sum that doesn't add up, by `error` yuan."""
        return replace(self, error=error)

    def wire(self) -> dict[str, object]:
        """Its fields in an order."""
        return {
            "order_total": number(self.total),
            "actual_fee": number(self.fee),
            "logisticsFee": number(self.delivery),
            "serviceFee": number(round(self.total * Decimal("0.06"), 2)),
            "activityTotal": number(self.discount),
            "tp_charge": number(self.by_platform),
            "merchant_charge": number(self.by_store),
            "agent_charge": number(self.by_agent),
            "logistics_charge": number(self.by_courier),
            "billitems": [line.wire() for line in self.lines],
            "extraitem": self._extras(),
        }

    def payment(self, code: str, name: str) -> dict[str, object]:
        """The payment that settles it, in `payitems`."""
        return {
            "paycode": code,
            "payname": name,
            "ordersum": number(self.total),
            "discsum": number(self.discount),
            "paymoney": number(self.fee),
        }

    def _extras(self) -> list[dict[str, object]]:
        if not self.boxes:
            return []
        price = self.boxes * self.box_price
        return [
            {
                "extra_name": "餐盒费",
                "extra_singleprice": number(self.box_price),
                "extra_quantity": self.boxes,
                "extra_price": number(price),
            }
        ]


def number(amount: Decimal) -> float:
    """A bare JSON number of the same decimal: a float's shortest form gives up to 15 digits back exactly."""
    return float(amount)


def fill(rng: Random, *, most: int, delivered: bool) -> Basket:
    """Something to eat: up to `most` mains, and what goes with them; boxes and delivery if `delivered`."""
    lines = tuple(_line(rng, dish) for dish in _dishes(rng, most))
    money = sum((line.money for line in lines), ZERO)
    platform, store, agent, courier = _shares(rng, money, delivered=delivered)
    return Basket(
        lines,
        boxes=len(lines) if delivered else 0,
        box_price=rng.choice((Decimal(1), Decimal("1.5"), Decimal("0.5"))),
        delivery=rng.choice((ZERO, Decimal(3), Decimal("4.5"), Decimal(5))) if delivered else ZERO,
        by_platform=platform,
        by_store=store,
        by_agent=agent,
        by_courier=courier,
    )


def _dishes(rng: Random, most: int) -> list[Dish]:
    few = min(rng.randint(1, most), rng.randint(1, most))  # most people are alone
    mains = rng.sample(menu.MAINS, few)
    return mains + rng.sample(menu.SIDES, rng.randrange(0, 3)) + rng.sample(menu.DRINKS, rng.randrange(0, 2))


def _line(rng: Random, dish: Dish) -> Line:
    amount = (
        rng.randrange(2, 9) * _QUARTER
        if dish.weighed
        else Decimal(rng.choices((1, 2, 3), weights=(80, 16, 4))[0])
    )
    wished = tuple(rng.choice(group) for group in dish.choices if rng.random() < 0.7)
    return Line(dish, amount, wished, rng.choice(menu.LINE_REMARKS))


def _shares(rng: Random, money: Decimal, *, delivered: bool) -> tuple[Decimal, Decimal, Decimal, Decimal]:
    """What platform, store, agent and courier bear; nothing where the order is small."""
    if money < 20:
        return ZERO, ZERO, ZERO, ZERO
    agent = Decimal("1.2") if rng.random() < 0.1 else ZERO
    courier = Decimal(1) if delivered and rng.random() < 0.15 else ZERO
    return rng.choice(_DISCOUNTS[:4]), rng.choice(_DISCOUNTS), agent, courier
