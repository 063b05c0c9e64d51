"""From an order's wire model to what a shop knows of an order."""

import re

from posdesk.domain.orders.order import ZERO, Discounts, Extra, OrderContent, OrderLine, Payment
from posdesk.platforms.o2o.wire import ExtraPaymentWire, ExtraWire, LineWire, OrderWire, PaymentWire

_COMMA = re.compile("[,，]")


def content_of(order: OrderWire) -> OrderContent:
    """The order in our words; absent amounts stay None, absent shares of a discount are 0.

    Neither dust nor a date that means "no date" is in it: fields are read without (domain/orders/dust.py).
    """
    return OrderContent(
        tbillno=order.tbillno,
        show_no=order.tshowno,
        source_code=order.tscustsource,
        is_preorder=order.isbooklist,
        is_verification=order.isverification,
        store_code=order.storecode,
        store_name=order.storename,
        store_uid=order.storeuid,
        customer=order.customername,
        phone=order.mobileno,
        address=order.consignee,
        due_at=order.submitdate,
        ordered_at=order.ordertime,
        remark=order.reamrks,
        platform_state=order.state,
        lines=tuple(map(_line, order.billitems)),
        payments=tuple(map(_payment, order.payitems)),
        extras=tuple(map(_extra, order.extraitem)),
        order_total=order.order_total,
        actual_fee=order.actual_fee,
        delivery_fee=order.logistics_fee,
        service_fee=order.service_fee,
        discount_total=order.activity_total,
        discounts=_discounts(order),
    )


def _line(row: LineWire) -> OrderLine:
    attributes = (part.strip() for part in _COMMA.split(row.attributes))
    return OrderLine(
        product_code=row.prodcode,
        name=row.prodname,
        unit=row.unit,
        quantity=row.amount,
        price=row.dealpri,
        amount=row.trademoney,
        attributes=tuple(part for part in attributes if part),
        remark=row.remark,
    )


def _payment(row: PaymentWire) -> Payment:
    return Payment(row.paycode, row.payname, row.ordersum, row.paymoney, row.discsum)


def _extra(row: ExtraWire | ExtraPaymentWire) -> Extra:
    """A payment's copy counts zero times: it is paid once, in `payitems`."""
    if isinstance(row, ExtraPaymentWire):
        return Extra(row.payname, quantity=ZERO, price=row.paymoney, amount=ZERO)
    return Extra(row.extra_name, row.extra_quantity, row.extra_singleprice, row.extra_price)


def _discounts(order: OrderWire) -> Discounts:
    return Discounts(order.tp_charge, order.merchant_charge, order.agent_charge, order.logistics_charge)
