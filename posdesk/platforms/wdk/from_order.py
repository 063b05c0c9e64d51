"""A receipt made from a completed order, for stores whose tills don't ring those themselves.

`actual_amt` is what the customer pays. Each item and each fee is a line; the store's own discount is spread
over the items by largest remainder. What others bear is no discount of ours: what the lines come to beyond
`actual_amt` stands in `overflow_amt`, negative where a platform pays it.
"""

import math
from collections.abc import Iterable, Sequence
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from posdesk.domain.books.receipt import Handed
from posdesk.domain.clock import in_china
from posdesk.domain.money import exactly, fen_of
from posdesk.domain.orders.dust import payment_without_dust
from posdesk.domain.orders.order import ZERO, Extra, Order, OrderLine, Payment
from posdesk.errors import BadReceipt
from posdesk.platforms.wdk.checking import (
    LONGEST_TEXT,
    MOST_FEN,
    FieldError,
    Row,
    checked,
    is_clean,
    is_number,
)
from posdesk.platforms.wdk.fields import PAY_CHANNELS, RECEIPT_FIELDS, SALE, SUB_ORDERS
from posdesk.platforms.wdk.reading import handed_of
from posdesk.records import dataclass
from posdesk.settings.book_sections import Wdk
from posdesk.settings.settings import Settings

UNNAMED = "other"  # where the platform sent no source: "" would mean every one
DELIVERY = "配送费"
_FINEST = -12  # decimal exponent; no scale weighs finer


@dataclass(frozen=True, slots=True)
class _Line:
    """A line before the discount is spread; amounts in fen. `cut_fen` is what it was sold below its price."""

    code: str
    name: str
    unit: str
    quantity: str
    price_fen: int
    cut_fen: int
    amount_fen: int
    is_fee: bool = False


def receipt_of(order: Order, settings: Settings, *, paid_here: Sequence[Payment] = ()) -> Handed:
    """The receipt of a completed order; `lacks` names payments whose WDK number the settings don't have.

    Until they do, it carries no pay channels at all: half of them would look like money that is missing.
    `paid_here` is what was taken at our counter, which the platform's own list mostly doesn't have.
    Raises BadReceipt naming the order and what is wrong with it.
    """
    chosen = settings.wdk or Wdk()
    try:
        with exactly():
            paid = _paid(order, tuple(map(payment_without_dust, paid_here)))
            lacks = _lacks(paid, chosen)
            row = checked(_row(order, chosen, () if lacks else paid), RECEIPT_FIELDS)
    except FieldError as error:
        raise _bad(order, f"{error.path}：{error.zh}", f"{error.path}: {error.en}") from error
    except (ValueError, ArithmeticError) as error:
        raise _bad(order, "金额无法换算成分", f"an amount is no whole number of fen ({error})") from error
    return handed_of(row, source=order.content.source_code.strip() or UNNAMED, order=order.key, lacks=lacks)


def _bad(order: Order, zh: str, en: str) -> BadReceipt:
    number, key = order.billno, f"{order.key.partner} {order.content.tbillno}"
    return BadReceipt(f"订单 {number}（{key}）{zh} / order {number} ({key}) {en}")


def _paid(order: Order, paid_here: Sequence[Payment]) -> Sequence[Payment]:
    """What was paid, no money twice: a repeat of the order may list what was taken here.

    The platform's list and ours stand together only where they come to the amount exactly and ours is not
    among a changed repeat's; else the platform's counts, and where that is too little it stays to be seen.
    """
    listed, amount = order.content.payments, _sum_of(order.content.payments)
    if not amount or not paid_here:
        return (*listed, *paid_here)
    told = {(pay.code.strip(), pay.paid) for pay in listed} if order.previous is not None else set()
    among = any((pay.code.strip(), pay.paid) in told for pay in paid_here)
    whole = amount + _sum_of(paid_here) == order.content.actual_fee
    return (*listed, *paid_here) if whole and not among else listed


def _sum_of(payments: Iterable[Payment]) -> Decimal:
    return sum((pay.paid for pay in payments), ZERO)


def _lacks(payments: Iterable[Payment], chosen: Wdk) -> str:
    wanting = [pay for pay in payments if pay.code.strip() not in chosen.pay_types]
    return "; ".join(dict.fromkeys(f"pay_type {pay.code.strip()} {pay.name}".strip() for pay in wanting))


def _row(order: Order, chosen: Wdk, paid: Iterable[Payment]) -> Row:
    actual = _actual_fen(order)
    lines = _lines(order, chosen)
    shares = _shares(order, lines)
    subs = [_sub(order, *each) for each in zip(range(1, len(lines) + 1), lines, shares, strict=True)]
    dealt = sum(line.amount_fen - share for line, share in zip(lines, shares, strict=True))
    overflow = actual - dealt if lines else 0
    channels = _channels(order, chosen, paid)
    return {
        **_settled(chosen),
        "actual_amt": actual,
        "discount_amt": sum(shares) + sum(line.cut_fen for line in lines),
        "overflow_amt": overflow or None,
        "change_amt": _change_fen(channels, actual) or None,
        "serial_num": order.billno,
        "trd_time": f"{in_china(order.state_at):%Y-%m-%d %H:%M:%S}",
        "trd_type": SALE,
        SUB_ORDERS: subs,
        PAY_CHANNELS: channels,
    }


def _settled(chosen: Wdk) -> Row:
    """What the settings say of every receipt."""
    return {
        "store_id": chosen.store_id,
        "pos_no": chosen.pos_no,
        "op_name": chosen.op_name,
        "op_num": chosen.op_num,
        "order_from": chosen.order_from,
        "merchant_code": chosen.merchant_code,
    }


def _actual_fen(order: Order) -> int:
    fee = order.content.actual_fee
    if fee is None:
        raise _bad(order, "没有实付金额 actual_fee", "has no actual_fee")
    try:
        return fen_of(fee)
    except ValueError as error:
        raise _bad(
            order, f"actual_fee {fee} 不是整数分", f"actual_fee {fee} is no whole number of fen"
        ) from error


def _lines(order: Order, chosen: Wdk) -> list[_Line]:
    content = order.content
    fees = [extra for extra in content.extras if extra.amount or extra.quantity]
    if content.delivery_fee:
        fees.append(Extra(DELIVERY, Decimal(1), content.delivery_fee, content.delivery_fee))
    amounts = _whole_fen([*(line.amount for line in content.lines), *(fee.amount for fee in fees)])
    items = [_item(line, fen) for line, fen in zip(content.lines, amounts, strict=False)]
    return [*items, *(_fee(fee, chosen, fen) for fee, fen in zip(fees, amounts[len(items) :], strict=True))]


def _whole_fen(amounts: Iterable[Decimal]) -> list[int]:
    """Amounts in yuan as whole fen whose sum is right to half a fen, wherever one has a fraction."""
    fen, total, given = [], ZERO, 0
    for amount in amounts:
        total += amount.scaleb(2)
        upto = int(total.to_integral_value(ROUND_HALF_UP))
        fen.append(upto - given)
        given = upto
    return fen


def _item(line: OrderLine, amount_fen: int) -> _Line:
    quantity, price_fen, cut_fen = _priced(line, amount_fen)
    return _Line(line.product_code, line.name, line.unit, quantity, price_fen, cut_fen, amount_fen)


def _fee(fee: Extra, chosen: Wdk, amount_fen: int) -> _Line:
    return _Line(chosen.fee_item_code, fee.name, "", "1", amount_fen, 0, amount_fen, is_fee=True)


def _priced(line: OrderLine, amount_fen: int) -> tuple[str, int, int]:
    """Quantity, price for one and what was cut off, so that price x quantity - cut is the amount."""
    quantity = _trimmed(line.quantity)
    text = format(quantity, "f")
    if quantity <= 0 or not is_number(text):
        return "1", amount_fen, 0
    price_fen = _price_fen(line.price, quantity, amount_fen)
    cut_fen = max(0, math.floor(price_fen * Fraction(quantity)) - amount_fen)
    fits = max(abs(price_fen), cut_fen) <= MOST_FEN
    return (text, price_fen, cut_fen) if fits else ("1", amount_fen, 0)


def _price_fen(price: Decimal, quantity: Decimal, amount_fen: int) -> int:
    """The platform's price where the amount can be had with it, else the least that suffices."""
    least = math.ceil(Fraction(amount_fen) / Fraction(quantity))
    try:
        own = fen_of(price)
    except ValueError:
        return least
    return own if own * Fraction(quantity) >= amount_fen - 1 else least


def _trimmed(quantity: Decimal) -> Decimal:
    """Without needless zeros and digits that no text for WDK may hold."""
    if int(quantity.as_tuple().exponent) < _FINEST:
        quantity = Decimal(math.floor(quantity.scaleb(-_FINEST))).scaleb(_FINEST)
    return quantity.normalize()


def _shares(order: Order, lines: Sequence[_Line]) -> list[int]:
    """The store's own discount over the items in fen, by largest remainder; none gets more than it costs."""
    weights = [0 if line.is_fee else max(0, line.amount_fen) for line in lines]
    own = int(max(ZERO, order.content.discounts.store).scaleb(2).to_integral_value(ROUND_HALF_UP))
    total, spread = sum(weights), min(own, sum(weights))
    if not spread:
        return [0] * len(lines)
    shares = [spread * weight // total for weight in weights]
    by_rest = sorted(range(len(lines)), key=lambda at: (-(spread * weights[at] % total), at))
    for at in by_rest[: spread - sum(shares)]:
        shares[at] += 1
    return shares


def _sub(order: Order, index: int, line: _Line, share_fen: int) -> Row:
    return {
        "index": index,
        "serial_num": f"{order.billno}_{index}",
        "item_code": line.code.strip(),
        "item_name": _clean(line.name),
        "unit": _clean(line.unit),
        "quantity": line.quantity,
        "original_price": line.price_fen,
        "promotion_discount": line.cut_fen + share_fen,
        "deal_amt": line.amount_fen - share_fen,
    }


def _clean(text: str) -> str:
    """A name as WDK may have it: a platform's line break or half an emoji refuses no sale."""
    return "".join(mark if is_clean(mark) else " " for mark in text.strip())[:LONGEST_TEXT].strip()


def _channels(order: Order, chosen: Wdk, paid: Iterable[Payment]) -> list[Row]:
    return [
        {
            "index": index,
            "pay_type": chosen.pay_types[pay.code.strip()],
            "serial_num": order.billno,
            "pay_amount": fen_of(pay.paid),
        }
        for index, pay in enumerate(paid, 1)
    ]


def _change_fen(channels: Sequence[Row], actual_fen: int) -> int:
    """What was paid beyond the amount went back; what was underpaid stays to be seen."""
    paid = sum(fen for row in channels if isinstance(fen := row["pay_amount"], int))
    return max(0, paid - actual_fen) if channels else 0
