"""Why a search finds an order, and which finding comes first (product row 23)."""

from enum import IntEnum

from posdesk.domain.key_text import compared
from posdesk.domain.orders.order import Order
from posdesk.domain.privacy import last_four


class FoundBy(IntEnum):
    """What of an order was typed; the lower, the likelier it was meant."""

    NUMBER = 0  # its show number
    BILL = 1  # the platform's or our bill number, whole
    LAST_FOUR = 2  # of the phone
    BILL_BEGINS = 3
    NAME = 4  # a part of the customer's


def shown_number(text: str) -> str:
    """A show number as it is compared: without blanks and the platforms' '#'."""
    return "".join(text.split()).lstrip("#")


def found_by(order: Order, text: str) -> FoundBy | None:
    """By what that text finds this order; None where it finds it no more, for it has changed since."""
    content, text = order.content, text.strip()
    bill, ours = compared(text), text.upper()
    reasons = {
        FoundBy.NUMBER: shown_number(content.show_no) == shown_number(text),
        FoundBy.BILL: order.key.bill == bill or order.billno == ours,
        FoundBy.LAST_FOUR: last_four(content.phone) == text,
        FoundBy.BILL_BEGINS: order.key.bill.startswith(bill) or order.billno.startswith(ours),
        FoundBy.NAME: text.lower() in content.customer.lower(),
    }
    return next((reason for reason, holds in reasons.items() if holds), None) if text else None
