"""Makes receipts that add up, one or days of them, as `ReceiptOrderDO` in the wire's own words. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal
from random import Random

from posdesk.domain.clock import CHINA, in_china


@dataclass(frozen=True, slots=True)
class Good:
    """An article: its price in fen for one `unit`; a weighed one is sold by the kilogram."""

    code: str
    barcode: str
    name: str
    unit: str
    price_fen: int
    weighed: bool = False


GOODS = (
    Good("104142001", "6902083881405", "农夫山泉饮用天然水550ml", "瓶", 200),
    Good("104142002", "6921168509256", "娃哈哈纯净水596ml", "瓶", 180),
    Good("104142003", "6920152400777", "康师傅红烧牛肉面", "桶", 480),
    Good("104142004", "6925303721039", "统一老坛酸菜牛肉面", "桶", 480),
    Good("104142005", "6907992500133", "伊利纯牛奶250ml", "盒", 350),
    Good("104142006", "6923644266066", "蒙牛特仑苏250ml", "盒", 580),
    Good("104142007", "6901939621608", "可口可乐500ml", "瓶", 350),
    Good("104142008", "6954767423579", "雪碧500ml", "瓶", 350),
    Good("104142009", "6911988009784", "达利园蛋黄派", "袋", 990),
    Good("104142010", "6924743915848", "乐事薯片原味75g", "袋", 750),
    Good("104142011", "6922266446146", "清风原木纯品抽纸3包", "提", 1290),
    Good("104142012", "6903148091449", "舒肤佳香皂115g", "块", 590),
    Good("104142013", "6902022135316", "蓝月亮洗衣液1kg", "瓶", 2190),
    Good("104142014", "6917878036526", "雀巢咖啡1+2原味7条", "盒", 1480),
    Good("104142015", "6934665081811", "五得利面粉2.5kg", "袋", 1650),
    Good("104142016", "6921294341812", "金龙鱼调和油5L", "桶", 6990),
    Good("104142017", "6902265360100", "海天生抽500ml", "瓶", 890),
    Good("104142018", "6901285991219", "怡宝饮用水1.555L", "瓶", 350),
    Good("104142051", "2100051", "红富士苹果", "kg", 1180, weighed=True),
    Good("104142052", "2100052", "海南香蕉", "kg", 698, weighed=True),
    Good("104142053", "2100053", "沃柑", "kg", 1380, weighed=True),
    Good("104142054", "2100054", "猪前腿肉", "kg", 2998, weighed=True),
    Good("104142055", "2100055", "本地小白菜", "kg", 596, weighed=True),
    Good("104142056", "2100056", "散装鸡蛋", "kg", 1096, weighed=True),
    Good("104142057", "2100057", "鲜活草鱼", "kg", 1780, weighed=True),
    Good("104142058", "2100058", "西红柿", "kg", 798, weighed=True),
)


def unknown_to_wdk(code: str) -> Good:
    """An article that the shop sells before anybody has told WDK of it."""
    return Good(code, "6970404000404", "新品试销·桂花酒酿330ml", "瓶", 1280)


Wire = dict[str, object]
_CASH = "01"
_PAY_TYPES = ("05", "05", "05", "04", "04", "03", _CASH)
_OPERATORS = (("101", "李小红"), ("102", "王建国"), ("103", "陈丽"))
_NOTES_FEN = (1000, 2000, 5000, 10000, 20000)


@dataclass(frozen=True, slots=True)
class Shop:
    """Where the till stands: the first two parts of its receipts' key, and the merchant's own word."""

    store_id: str = "33571001"
    pos_no: str = "POS001"
    order_from: str = "RENRENLE"


@dataclass(frozen=True, slots=True)
class _Line:
    good: Good
    quantity: Decimal
    promotion_fen: int
    deal_fen: int


class ReceiptMaker:
    """Rings what customers bring; the same chance rings the same."""

    def __init__(self, shop: Shop, rng: Random) -> None:
        self._shop = shop
        self._rng = rng

    def sale(self, at: datetime, serial_num: str, *, also: Iterable[Good] = ()) -> Wire:
        """A sale of a few articles, and of those in `also`."""
        count = self._rng.choice((1, 1, 2, 2, 3, 3, 4, 5, 6))
        goods = [*self._rng.sample(GOODS, count), *also]
        lines = [self._line(good) for good in goods]
        pay_type = self._rng.choice(_PAY_TYPES)
        total = sum(line.deal_fen for line in lines)
        overflow = -(total % 10) if pay_type == _CASH and total >= 10 else 0
        wire = self._head(at, serial_num, total + overflow)
        return wire | {
            "trd_type": 1,
            "ask_amt": total,
            "discount_amt": sum(line.promotion_fen for line in lines),
            "overflow_amt": overflow,
            **self._paid(pay_type, serial_num, total + overflow),
            "sub_orders": [self._sub_order(line, serial_num, n) for n, line in enumerate(lines, 1)],
        }

    def take_back(self, sale: Wire, at: datetime, serial_num: str) -> Wire:
        """A return of one line of that sale, its amounts positive."""
        sold = sale["sub_orders"]
        assert isinstance(sold, list)
        line = self._rng.choice(sold) | {"index": 1, "serial_num": f"{serial_num}_1"}
        amount = int(line["deal_amt"])
        wire = self._head(at, serial_num, amount)
        return wire | {
            "trd_type": 2,
            "ask_amt": amount,
            "discount_amt": line["promotion_discount"],
            "overflow_amt": 0,
            "original_serial_num": sale["serial_num"],
            "original_pos_no": sale["pos_no"],
            "original_trd_time": sale["trd_time"],
            "change_amt": 0,
            "pay_channels": [self._channel(_CASH, serial_num, amount)],
            "sub_orders": [line],
        }

    def _head(self, at: datetime, serial_num: str, actual_fen: int) -> Wire:
        number, name = self._rng.choice(_OPERATORS)
        return {
            "store_id": self._shop.store_id,
            "pos_no": self._shop.pos_no,
            "serial_num": serial_num,
            "trd_time": f"{in_china(at):%Y-%m-%d %H:%M:%S}",
            "actual_amt": actual_fen,
            "op_num": number,
            "op_name": name,
            "member_discount": "0",
            "order_from": self._shop.order_from,
            "merchant_code": "HM",
        }

    def _line(self, good: Good) -> _Line:
        quantity = self._quantity(good)
        full = int((good.price_fen * quantity).quantize(Decimal(1), ROUND_HALF_UP))
        percent = self._rng.choice((0, 0, 0, 0, 5, 10, 20))
        promotion = full * percent // 100
        return _Line(good, quantity, promotion, full - promotion)

    def _quantity(self, good: Good) -> Decimal:
        if good.weighed:
            return Decimal(self._rng.randint(180, 2600)).scaleb(-3)
        return Decimal(self._rng.choice((1, 1, 1, 2, 2, 3)))

    def _sub_order(self, line: _Line, serial_num: str, number: int) -> Wire:
        good = line.good
        price = (line.deal_fen / line.quantity).quantize(Decimal(1), ROUND_HALF_UP)
        return {
            "index": number,
            "serial_num": f"{serial_num}_{number}",
            "store_id": self._shop.store_id,
            "pos_no": self._shop.pos_no,
            "item_code": good.code,
            "item_barcode": good.barcode,
            "scan_barcode": good.barcode,
            "item_name": good.name,
            "unit": good.unit,
            "quantity": str(line.quantity),
            "original_price": good.price_fen,
            "promotion_discount": line.promotion_fen,
            "member_discount": 0,
            "temporary_discount": 0,
            "deal_price": int(price),
            "deal_amt": line.deal_fen,
            "selling_price": line.deal_fen,
        }

    def _paid(self, pay_type: str, serial_num: str, actual_fen: int) -> Wire:
        """A card and a phone pay exactly; cash is a note, and change."""
        given = _note_for(actual_fen) if pay_type == _CASH else actual_fen
        channel = self._channel(pay_type, serial_num, given)
        return {"change_amt": given - actual_fen, "pay_channels": [channel]}

    def _channel(self, pay_type: str, serial_num: str, amount_fen: int) -> Wire:
        return {
            "index": 1,
            "serial_num": f"{serial_num}_P1",
            "store_id": self._shop.store_id,
            "pos_no": self._shop.pos_no,
            "pay_type": pay_type,
            "pay_amount": amount_fen,
        }


def _note_for(amount_fen: int) -> int:
    """The smallest note that covers it; above the largest, whole hundreds of yuan."""
    notes = [note for note in _NOTES_FEN if note >= amount_fen]
    return notes[0] if notes else -(-amount_fen // 10000) * 10000


_OPENS = 8
# How busy each hour is, from 08:00 to 20:59: breakfast, noon, and the way home from work.
_CURVE = (3, 2, 2, 3, 5, 3, 2, 2, 2, 4, 6, 5, 3)
_A_DAY = 40
_WEEKEND = 1.25
_RETURNED = 0.06
_BACK_AFTER = timedelta(minutes=20)


def history(days: int, seed: int, now: datetime, shop: Shop = Shop()) -> list[Wire]:
    """Receipts of the `days` days before today and of today up to `now`, in the order of time.

    About 40 a day between 08:00 and 21:00 in China, more at the weekend; some are returns that name a sale
    of the same day. The same arguments give the same receipts; numbers run from 1 each day.
    """
    today = in_china(now).date()
    made: list[Wire] = []
    for back in range(days, -1, -1):
        day = today - timedelta(days=back)
        made.extend(_day(day, Random(f"{seed} {day}"), now, shop))  # noqa: S311  believable, not secret
    return made


def _day(day: date, rng: Random, now: datetime, shop: Shop) -> list[Wire]:
    maker = ReceiptMaker(shop, rng)
    made: list[Wire] = []
    for number, at in enumerate(_times(day, rng), 1):
        if at > now:
            break
        serial = f"{day:%Y%m%d}{number:06d}"
        sold = _old_enough(made, at) if rng.random() < _RETURNED else []
        made.append(maker.take_back(rng.choice(sold), at, serial) if sold else maker.sale(at, serial))
    return made


def _times(day: date, rng: Random) -> list[datetime]:
    mean = _A_DAY * (_WEEKEND if day.weekday() >= 5 else 1)
    count = round(mean * rng.uniform(0.85, 1.15))
    hours = rng.choices(range(_OPENS, _OPENS + len(_CURVE)), _CURVE, k=count)
    midnight = datetime.combine(day, time(), CHINA)
    return sorted(midnight + timedelta(hours=hour, seconds=rng.randrange(3600)) for hour in hours)


def _old_enough(made: list[Wire], at: datetime) -> list[Wire]:
    """Sales that somebody may bring back by now."""
    latest = f"{at - _BACK_AFTER:%Y-%m-%d %H:%M:%S}"
    return [wire for wire in made if wire["trd_type"] == 1 and str(wire["trd_time"]) <= latest]
