"""Does an order add up, and is it paid (contracts.md, 'ASSUMED order meaning'; product row 36)?"""

from decimal import Decimal
from enum import StrEnum

from posdesk.domain.money import exactly
from posdesk.domain.orders.order import ZERO, Order, OrderContent
from posdesk.records import dataclass


class SumCheck(StrEnum):
    """What adding the lines up says about the amount paid."""

    MATCHES = "matches"
    DIFFERS = "differs"
    UNKNOWN = "unknown"  # the platform sent no amount to compare with


@dataclass(frozen=True, slots=True)
class Sums:
    """The sums of an order in yuan; `difference` is what was paid less what the lines come to."""

    expected: Decimal
    difference: Decimal
    check: SumCheck
    paid: bool
    unpaid_amount: Decimal


def sums_of(content: OrderContent) -> Sums:
    """Σ items + Σ extras + delivery − discounts against what the customer pays. Never blocks an order."""
    return _sums_of(content, goods_of(content))


def sums_of_order(order: Order) -> Sums:
    """As `sums_of`; of one that was thinned by what its lines came to."""
    return _sums_of(order.content, order.thinned.goods if order.thinned else goods_of(order.content))


def goods_of(content: OrderContent) -> Decimal:
    """Σ items + Σ extras, in yuan, unrounded. Raises ArithmeticError beyond 200 digits."""
    with exactly():
        lines = sum((line.amount for line in content.lines), ZERO)
        return lines + sum((extra.amount for extra in content.extras), ZERO)


def _sums_of(content: OrderContent, goods: Decimal) -> Sums:
    with exactly():
        return _compared(content, _expected(content, goods))


def _compared(content: OrderContent, expected: Decimal) -> Sums:
    paid_sum = sum((payment.paid for payment in content.payments), ZERO)
    actual = content.actual_fee
    if actual is None:
        check, difference, owed = SumCheck.UNKNOWN, ZERO, expected
    else:
        difference, owed = actual - expected, actual
        check = SumCheck.DIFFERS if difference else SumCheck.MATCHES
    paid = bool(content.payments) and paid_sum >= owed
    return Sums(expected, difference, check, paid, ZERO if paid else owed - paid_sum)


def _expected(content: OrderContent, goods: Decimal) -> Decimal:
    discount = content.discounts.total if content.discount_total is None else content.discount_total
    return goods + (content.delivery_fee or ZERO) - discount
