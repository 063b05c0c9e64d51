"""Our bill number of an order where a store has a relay: every counter and the gateway make the same one.

Without a relay a counter counts (journal/orders/bill_numbers); two counters would number one order twice.
"""

import base64
import hashlib
from datetime import datetime

from posdesk.domain.clock import in_china, to_text
from posdesk.domain.orders.order import OrderKey, number_of

_LETTERS = 10  # 50 bits: of 10,000 orders of a store and a day two are alike once in 20 million days
_NO_DAY = "00000000"  # an order that came with no time: no day would be the same everywhere


def chain_billno(store: str, partner: str, tbillno: str, first_ordertime: datetime | None) -> str:
    """`XS` + date of the order in China + store + `-R` + 10 base32 letters (relay.md).

    `tbillno` as the platform wrote it, `first_ordertime` (aware) is the first that the order came with.
    """
    ordered = to_text(first_ordertime) if first_ordertime else ""
    return billno_of(store, OrderKey(*number_of(partner, tbillno), ordered))


def billno_of(store: str, key: OrderKey) -> str:
    """The same of an order's key; one of two with the same number and time has another than the first."""
    day = f"{in_china(key.ordered_at):%Y%m%d}" if key.ordered_at else _NO_DAY
    digest = hashlib.sha256("\0".join(key).encode("utf-8", "surrogatepass")).digest()
    return f"XS{day}{store}-R{base64.b32encode(digest).decode('ascii')[:_LETTERS]}"
