"""Whether the PC must stay awake (row 54): while a shift is open, or an order that somebody waits for."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from posdesk.domain.orders.order import Order

NEAR = timedelta(hours=12)
"""An order further from now than this, due tomorrow or forgotten last week, keeps no PC awake all night."""


def must_stay_awake(orders: Iterable[Order], now: datetime, *, is_shift_open: bool = False) -> bool:
    """Whether work is open; `orders` are those that have not ended, looked at until one is near."""
    return is_shift_open or any(_is_near(order, now) for order in orders)


def _is_near(order: Order, now: datetime) -> bool:
    """It is due, or something last happened to it, within half a day."""
    due = order.content.due_at
    if due is not None and due > now:
        return due - now < NEAR
    return now - max(due or order.state_at, order.state_at) < NEAR
