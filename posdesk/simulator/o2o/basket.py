"""What an order holds and what it costs; every sum is exact, unless it is spoilt on purpose."""

from dataclasses import dataclass, replace
from decimal import Decimal
from random import Random

HOT = ("不辣", "微辣", "中辣", "特辣")
SIZE = ("小份", "大份")
ICE = ("冰", "少冰", "去冰", "温")
RICE = ("米饭", "米饭换粗粮", "加饭")
NOODLE = ("加码", "加煎蛋", "不要葱", "少油")


@dataclass(frozen=True, slots=True)
class Dish:
    """One dish; `price` in yuan a `unit`, `choices` are groups of which one word each may be wished.

    `weighed` dishes are sold by quarters of the unit.
    """

    code: str
    name: str
    unit: str
    price: Decimal
    choices: tuple[tuple[str, ...], ...] = ()
    weighed: bool = False


def _dish(code: str, name: str, price: str, *choices: tuple[str, ...], unit: str = "份") -> Dish:
    return Dish(code, name, unit, Decimal(price), choices)


MAINS = (
    _dish("1001", "辣椒炒肉盖饭", "28", HOT, ("加煎蛋", "不加蛋")),
    _dish("1002", "小炒黄牛肉盖饭", "36", HOT),
    _dish("1003", "剁椒鱼头饭", "38", HOT, ("少油", "正常油")),
    _dish("1004", "攸县香干饭", "24.8", HOT),
    _dish("1005", "红烧肉套餐", "32.5", RICE),
    _dish("1006", "酱板鸭饭", "29.9", HOT),
    _dish("1007", "皮蛋剁椒饭", "22", HOT),
    _dish("1008", "牛肉米粉", "18", NOODLE, HOT, unit="碗"),
    _dish("1009", "酸豆角肉末粉", "16.5", SIZE, HOT, unit="碗"),
    _dish("1010", "农家一碗香", "35.8", HOT),
    _dish("1011", "干锅花菜", "26", HOT),
    _dish("1012", "口味虾", "88", SIZE, HOT),
)
SIDES = (
    _dish("2001", "擂辣椒皮蛋", "14", HOT),
    _dish("2002", "凉拌黄瓜", "9.9"),
    _dish("2003", "手撕包菜", "18", HOT),
    _dish("2004", "清炒时蔬", "16"),
    _dish("2005", "紫菜蛋汤", "8", unit="碗"),
    _dish("2006", "蒸水蛋", "10", unit="碗"),
    _dish("2007", "卤蛋", "2.5", unit="个"),
    _dish("2008", "糖油粑粑", "8.8"),
    _dish("2009", "海带汤", "6", unit="碗"),
    _dish("2010", "米饭", "2", unit="碗"),
    Dish("2011", "卤猪耳", "斤", Decimal("58"), (HOT,), weighed=True),
)
DRINKS = (
    _dish("3001", "冰酸梅汤", "8", ICE, unit="杯"),
    _dish("3002", "绿豆沙", "6", ICE, unit="杯"),
    _dish("3003", "冰豆浆", "5", ICE, unit="杯"),
    _dish("3004", "王老吉", "5.5", unit="罐"),
)

SURNAMES = (*"陈周刘王李何邓吴罗谭彭张黄杨曾唐龙", "欧阳")
TITLES = ("女士", "先生")
REMARKS = (
    *("",) * 10,
    "不要葱，筷子两双",
    "粉不要香菜",
    "给小孩吃，少盐",
    "放前台，谢谢",
    "到了打电话",
    "餐具不要",
    "多放辣椒！！",
    "米饭多一点，汤和粉分开装，到楼下请打电话，不要按门铃，孩子在睡觉",
)
LINE_REMARKS = (*("",) * 14, "打包分开", "少放盐")
STREETS = (
    "芙蓉区石牌街{n}号",
    "岳麓区麓山南路{n}号学生公寓{m}栋",
    "湘阴县东湖路{n}号湖景花园{m}栋{k}室",
    "文星镇太傅路{n}号农业银行{m}楼",
    "开福区中山路{n}号万达广场写字楼{m}楼",
    "望滨路{n}号人民医院住院部{m}楼护士站",
)
MOBILE_PREFIXES = ("135", "138", "139", "150", "159", "177", "186", "199")
SITE_PAYMENTS = {
    3: ("303", "百度钱包"),
    4: ("302", "美团支付"),
    20: ("301", "支付宝"),
    17: ("304", "微信支付"),
}
OTHER_PAYMENT = ("309", "平台代收")


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
    mains = rng.sample(MAINS, few)
    return mains + rng.sample(SIDES, rng.randrange(0, 3)) + rng.sample(DRINKS, rng.randrange(0, 2))


def _line(rng: Random, dish: Dish) -> Line:
    amount = (
        rng.randrange(2, 9) * _QUARTER
        if dish.weighed
        else Decimal(rng.choices((1, 2, 3), weights=(80, 16, 4))[0])
    )
    wished = tuple(rng.choice(group) for group in dish.choices if rng.random() < 0.7)
    return Line(dish, amount, wished, rng.choice(LINE_REMARKS))


def _shares(rng: Random, money: Decimal, *, delivered: bool) -> tuple[Decimal, Decimal, Decimal, Decimal]:
    """What platform, store, agent and courier bear; nothing where the order is small."""
    if money < 20:
        return ZERO, ZERO, ZERO, ZERO
    agent = Decimal("1.2") if rng.random() < 0.1 else ZERO
    courier = Decimal(1) if delivered and rng.random() < 0.15 else ZERO
    return rng.choice(_DISCOUNTS[:4]), rng.choice(_DISCOUNTS), agent, courier
