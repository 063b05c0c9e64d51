"""Makes receipts that add up, as `ReceiptOrderDO` in the wire's own words; amounts in fen."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal
from random import Random

from posdesk.domain.clock import in_china
from posdesk.simulator.till.goods import GOODS, Good

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


class Maker:
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
