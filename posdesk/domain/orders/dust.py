"""An order's content without what only looks like content: binary dust, and dates that mean "no date".

Whatever reads a content goes by this: the wire's orders, and those that a journal kept before it was so.
"""

import operator
from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from typing import Any, TypeVar

from posdesk.domain.clock import in_china
from posdesk.domain.money import rounded
from posdesk.domain.orders.order import Discounts, Extra, OrderContent, OrderLine, Payment
from posdesk.records import replace

_Row = TypeVar("_Row", OrderLine, Payment, Extra)
_Part = TypeVar("_Part", OrderContent, OrderLine, Payment, Extra, Discounts)
LAST_NO_DATE = 1970
"""A year up to here means "no date": epoch 0, and the smallest dates of .NET, SQL Server and MySQL."""


def without_dust(content: OrderContent) -> OrderContent:
    """The same content, money and quantities rounded half-even to five decimals, no date of 1970 or before.

    A quantity is no money, but the same floats write it, and no scale weighs finer.
    """
    return _with(
        content,
        due_at=a_date(content.due_at),
        ordered_at=a_date(content.ordered_at),
        lines=_each(_line, content.lines),
        payments=_each(payment_without_dust, content.payments),
        extras=_each(_extra, content.extras),
        order_total=_amount(content.order_total),
        actual_fee=_amount(content.actual_fee),
        delivery_fee=_amount(content.delivery_fee),
        service_fee=_amount(content.service_fee),
        discount_total=_amount(content.discount_total),
        discounts=_discounts(content.discounts),
    )


def _with(part: _Part, **parts: object) -> _Part:
    """The same with these parts; itself where they are its own, as those of nearly every order are."""
    changed: dict[str, Any] = {n: each for n, each in parts.items() if each is not getattr(part, n)}
    return replace(part, **changed) if changed else part


def _each(cleaned: Callable[[_Row], _Row], rows: tuple[_Row, ...]) -> tuple[_Row, ...]:
    made = tuple(map(cleaned, rows))
    return rows if all(map(operator.is_, made, rows)) else made


def a_date(moment: datetime | None) -> datetime | None:
    """The moment, None where its year says that there is no date."""
    return None if moment is None or in_china(moment).year <= LAST_NO_DATE else moment


def _amount(yuan: Decimal | None) -> Decimal | None:
    return None if yuan is None else rounded(yuan)


def _line(line: OrderLine) -> OrderLine:
    quantity, price, amount = map(rounded, (line.quantity, line.price, line.amount))
    return _with(line, quantity=quantity, price=price, amount=amount)


def _extra(extra: Extra) -> Extra:
    quantity, price, amount = map(rounded, (extra.quantity, extra.price, extra.amount))
    return _with(extra, quantity=quantity, price=price, amount=amount)


def payment_without_dust(payment: Payment) -> Payment:
    """The same payment, its amounts rounded half-even to five decimals."""
    order_sum, paid, discount = map(rounded, (payment.order_sum, payment.paid, payment.discount))
    return _with(payment, order_sum=order_sum, paid=paid, discount=discount)


def _discounts(shares: Discounts) -> Discounts:
    each = (shares.platform, shares.store, shares.agent, shares.courier)
    platform, store, agent, courier = map(rounded, each)
    return _with(shares, platform=platform, store=store, agent=agent, courier=courier)
