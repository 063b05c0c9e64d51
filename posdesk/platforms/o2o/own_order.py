"""An order that we make ourselves, as a platform would push it: AddSaleOrderBill in the documents' words."""

from datetime import datetime

from posdesk.domain.clock import in_china
from posdesk.domain.orders.intent import Seq
from posdesk.domain.orders.source import OWN_CODE
from posdesk.platforms.jsontext import write_json
from posdesk.platforms.o2o import wire
from posdesk.records import dataclass
from posdesk.settings.settings import Store

_TIME = "%Y-%m-%d %H:%M:%S"


@dataclass(frozen=True, slots=True)
class OwnOrder:
    """What stands on it. `number` tells it from others for ever, `show_no` is the large number of its card.

    `dish` and `remark` are in the language on screen; nobody's name, phone or address is on it.
    """

    number: str
    show_no: str
    dish: str
    remark: str


def push_of(order: OwnOrder, store: Store, now: datetime, seq: Seq) -> tuple[str, bytes]:
    """The cmd and the body of the call that brings it; `now` (aware) is when it was placed."""
    placed = in_china(now).strftime(_TIME)
    line = {
        "prodcode": "",
        "prodname": order.dish,
        "unit": "",
        "amount": 1,
        "dealpri": 0,
        "trademoney": 0,
    }
    items = {
        "tbillno": order.number,
        "tshowno": order.show_no,
        "tscustsource": OWN_CODE,
        "isbooklist": 0,
        "isverification": 0,
        "storecode": store.code,
        "storename": store.name,
        "customername": "",
        "mobileno": "",
        "consignee": "",
        "submitdate": "",
        "ordertime": placed,
        "reamrks": order.remark,
        "actual_fee": 0,
        "billitems": [line],
        "payitems": [{"paycode": "0", "payname": "", "ordersum": 0, "paymoney": 0}],
    }
    return wire.ADD, write_json({"cmd": wire.ADD, "seq": seq, "items": [items]}).encode("utf-8")
