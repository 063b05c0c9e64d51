"""Does an order add up, and is it paid (contracts.md, 'ASSUMED order meaning'; product row 36)?"""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from posdesk.domain.money import exactly
from posdesk.domain.orders.order import ZERO, OrderContent


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
    with exactly():
        return _sums_of(content)


def _sums_of(content: OrderContent) -> Sums:
    expected = _expected(content)
    paid_sum = sum((payment.paid for payment in content.payments), ZERO)
    actual = content.actual_fee
    if actual is None:
        check, difference, owed = SumCheck.UNKNOWN, ZERO, expected
    else:
        difference, owed = actual - expected, actual
        check = SumCheck.DIFFERS if difference else SumCheck.MATCHES
    paid = bool(content.payments) and paid_sum >= owed
    return Sums(expected, difference, check, paid, ZERO if paid else owed - paid_sum)


def _expected(content: OrderContent) -> Decimal:
    lines = sum((line.amount for line in content.lines), ZERO)
    extras = sum((extra.amount for extra in content.extras), ZERO)
    discount = content.discounts.total if content.discount_total is None else content.discount_total
    return lines + extras + (content.delivery_fee or ZERO) - discount
