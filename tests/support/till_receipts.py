"""Receipts as a till writes them, in the WDK document's own names: amounts in fen, adding up."""

import csv
import io
import random
from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import zip_longest

Wire = dict[str, object]


def three_days_of_receipts(now: datetime, count: int) -> list[Wire]:
    """Sales and returns of three days, handed in out of order; amounts add up, some goods are weighed."""
    chance = random.Random(3)
    start = (now - timedelta(days=3)).replace(minute=0, second=0, microsecond=0)
    sales: list[Wire] = []
    found: list[Wire] = []
    for number in range(count):
        at = start + timedelta(seconds=chance.randrange(0, 3 * 86_400 - 7_200))
        if sales and chance.random() < 0.08:
            found.append(return_of(sales.pop(chance.randrange(len(sales))), number, at))
        else:
            found.append(sale(chance, number, at))
            sales.append(found[-1])
    return found


def sale(chance: random.Random, number: int, at: datetime) -> Wire:
    lines = [line(chance, number, index) for index in range(1, chance.randint(1, 4) + 1)]
    total = sum(int(str(each["deal_amt"])) for each in lines)
    return {
        "actual_amt": total,
        "op_name": "收银员",
        "op_num": "123",
        "pos_no": f"POS00{number % 3 + 1}",
        "serial_num": f"{number:07d}",
        "store_id": "33571001",
        "pay_channels": [{"pay_type": "01", "serial_num": f"{number:07d}p", "pay_amount": total}],
        "sub_orders": lines,
        "trd_time": f"{at:%Y-%m-%d %H:%M:%S}",
        "trd_type": 1,
    }


def line(chance: random.Random, number: int, index: int) -> Wire:
    price, off = chance.randint(100, 5_000), chance.choice([0, 0, 0, 50])
    if chance.random() < 0.2:
        grams = chance.randint(100, 3_000)
        quantity, full = f"{grams / 1000:.3f}", round(price * grams / 1000)
    else:
        whole = chance.randint(1, 5)
        quantity, full = str(whole), price * whole
    return {
        "deal_amt": full - off,
        "item_code": f"1041{chance.randint(1000, 9999)}",
        "item_name": "水果",
        "original_price": price,
        "promotion_discount": off,
        "quantity": quantity,
        "serial_num": f"{number:07d}_{index}",
    }


def return_of(sold: Wire, number: int, at: datetime) -> Wire:
    """The whole sale taken back, later or, where the clocks of two tills differ, seemingly before."""
    back = {key: sold[key] for key in ("actual_amt", "op_name", "op_num", "pos_no", "store_id", "sub_orders")}
    return back | {
        "serial_num": f"{number:07d}",
        "original_pos_no": sold["pos_no"],
        "original_serial_num": sold["serial_num"],
        "original_trd_time": sold["trd_time"],
        "trd_time": f"{at:%Y-%m-%d %H:%M:%S}",
        "trd_type": 2,
    }


_OWN = ("actual_amt", "op_name", "op_num", "pos_no", "serial_num", "store_id", "trd_time", "trd_type")
_REFERS = ("original_pos_no", "original_serial_num", "original_trd_time")
_ITEM = (
    "deal_amt",
    "item_code",
    "item_name",
    "original_price",
    "promotion_discount",
    "quantity",
    "serial_num",
)
_PAY = ("pay_type", "serial_num", "pay_amount")


def as_csv(receipts: Sequence[Wire]) -> bytes:
    """A till's CSV: a row per line item, the receipt's own cells on each, a payment beside the first."""
    text = io.StringIO()
    writer = csv.writer(text)
    own = (*_OWN, *_REFERS)
    writer.writerow([*own, *(f"item.{name}" for name in _ITEM), *(f"pay.{name}" for name in _PAY)])
    for receipt in receipts:
        cells = [receipt.get(name, "") for name in own]
        for item, pay in zip_longest(_list(receipt, "sub_orders"), _list(receipt, "pay_channels")):
            items, pays = item or {}, pay or {}
            writer.writerow(
                [*cells, *(items.get(name, "") for name in _ITEM), *(pays.get(name, "") for name in _PAY)]
            )
    return text.getvalue().encode("utf-8-sig")


def _list(receipt: Wire, name: str) -> list[Wire]:
    found = receipt.get(name, [])
    assert isinstance(found, list)
    return found
