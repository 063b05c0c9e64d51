"""A made-up order and a made-up Z, to show what a slip will look like; nobody's name, nobody's phone."""

from datetime import datetime, timedelta
from decimal import Decimal

from posdesk.domain.clock import in_china
from posdesk.domain.orders.order import Order, OrderContent, OrderKey, OrderLine, OrderState, Payment
from posdesk.domain.printing.z_slip import ZRow, ZSection, ZSlip

_DISHES = (("辣椒炒肉盖饭", "1", "28.00", ("微辣", "加煎蛋")), ("盐焗鸡腿", "2", "12.00", ("切块",)))


def sample_order(now: datetime) -> Order:
    """An order that was accepted a minute ago, of a delivery in half an hour."""
    lines = tuple(_line(*dish) for dish in _DISHES)
    total = sum((line.amount for line in lines), Decimal(0))
    content = OrderContent(
        tbillno="100000000001",
        show_no="27",
        source_code="4",
        is_preorder=False,
        is_verification=False,
        store_code="001",
        store_name="posdesk",
        store_uid=1,
        customer="陈女士",
        phone="13800000000",
        address="东湖路 88 号 3 栋 1204",
        due_at=now + timedelta(minutes=30),
        ordered_at=now - timedelta(minutes=2),
        remark="不要葱，筷子两双。",
        platform_state=0,
        lines=lines,
        payments=(Payment("301", "在线支付", total, total),),
        order_total=total,
        actual_fee=total,
    )
    at = now - timedelta(minutes=1)
    key = OrderKey("sample", content.tbillno, "")
    return Order(
        key=key,
        billno="XS00000000-00000000",
        content=content,
        state=OrderState.ACCEPTED,
        state_at=at,
        received_at=at,
        accept_by=None,
        accepted_at=at,
    )


def sample_z(now: datetime) -> ZSlip:
    """A Z with a few lines."""
    opened = f"{in_china(now):%m-%d} 08:02"
    return ZSlip(
        "posdesk",
        "1",
        "0041",
        (ZRow("08:02 – 20:31", opened),),
        (ZSection((ZRow("Σ", "18,585.00", "461", is_strong=True),)),),
    )


def _line(name: str, quantity: str, price: str, attributes: tuple[str, ...]) -> OrderLine:
    number, each = Decimal(quantity), Decimal(price)
    return OrderLine("P1", name, "份", number, each, number * each, attributes, "")
