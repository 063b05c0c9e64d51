"""The one table of a receipt's fields: ReceiptOrderDO of the WDK document, in the document's order.

Reading, CSV and writing all go by it. Amounts are integers of fen; what the document calls String stays text.
Which of them are a person's stands here, too, and how those are kept out of what WDK's words say.
"""

import json
from collections.abc import Iterable, Iterator
from enum import Enum, auto

from posdesk.platforms.jsontext import BadJson, read_json
from posdesk.records import dataclass

PAY_CHANNELS = "pay_channels"
SUB_ORDERS = "sub_orders"


class FieldKind(Enum):
    """What a field holds."""

    FEN = auto()  # an amount that a return turns round
    UNIT_FEN = auto()  # an amount for one piece
    NUMBER = auto()  # an integer that is no amount
    TRADE = auto()  # 1 sale, 2 return
    KEY = auto()  # a text that names a receipt
    TEXT = auto()
    FEN_TEXT = auto()  # the one amount that the document writes as text
    QUANTITY = auto()  # a decimal number as text
    DATE = auto()  # yyyy-MM-dd HH:mm:ss, China time
    LIST = auto()  # objects of a table of their own


@dataclass(frozen=True, slots=True)
class ReceiptField:
    """A field of the document; `rows` is the table of a list's objects."""

    name: str
    kind: FieldKind
    required: bool = False
    rows: tuple["ReceiptField", ...] = ()


def _must(name: str, kind: FieldKind) -> ReceiptField:
    return ReceiptField(name, kind, required=True)


PAY_FIELDS = (
    ReceiptField("index", FieldKind.NUMBER),
    ReceiptField("pay_amount", FieldKind.FEN),
    _must("pay_type", FieldKind.TEXT),
    ReceiptField("pos_no", FieldKind.TEXT),
    _must("serial_num", FieldKind.TEXT),
    ReceiptField("store_id", FieldKind.TEXT),
    ReceiptField("channel_order_id", FieldKind.TEXT),
    ReceiptField("pay_code", FieldKind.TEXT),
)

ITEM_FIELDS = (
    _must("deal_amt", FieldKind.FEN),
    ReceiptField("deal_price", FieldKind.UNIT_FEN),
    ReceiptField("index", FieldKind.NUMBER),
    ReceiptField("item_barcode", FieldKind.TEXT),
    _must("item_code", FieldKind.TEXT),
    ReceiptField("item_name", FieldKind.TEXT),
    ReceiptField("member_discount", FieldKind.FEN),
    _must("original_price", FieldKind.UNIT_FEN),
    ReceiptField("pos_no", FieldKind.TEXT),
    _must("promotion_discount", FieldKind.FEN),
    _must("quantity", FieldKind.QUANTITY),
    ReceiptField("scan_barcode", FieldKind.TEXT),
    ReceiptField("selling_price", FieldKind.FEN),  # a line amount (contracts.md)
    _must("serial_num", FieldKind.TEXT),
    ReceiptField("store_id", FieldKind.TEXT),
    ReceiptField("temporary_discount", FieldKind.FEN),
    ReceiptField("unit", FieldKind.TEXT),
)

RECEIPT_FIELDS = (
    _must("actual_amt", FieldKind.FEN),
    ReceiptField("ask_amt", FieldKind.FEN),
    ReceiptField("change_amt", FieldKind.FEN),
    ReceiptField("discount_amt", FieldKind.FEN),
    ReceiptField("member_card_num", FieldKind.TEXT),
    ReceiptField("member_discount", FieldKind.FEN_TEXT),
    _must("op_name", FieldKind.TEXT),
    _must("op_num", FieldKind.TEXT),
    ReceiptField("original_pos_no", FieldKind.KEY),
    ReceiptField("original_serial_num", FieldKind.KEY),
    ReceiptField("original_trd_time", FieldKind.DATE),
    ReceiptField("overflow_amt", FieldKind.FEN),
    ReceiptField(PAY_CHANNELS, FieldKind.LIST, rows=PAY_FIELDS),
    _must("pos_no", FieldKind.KEY),
    _must("serial_num", FieldKind.KEY),
    _must("store_id", FieldKind.KEY),
    ReceiptField(SUB_ORDERS, FieldKind.LIST, rows=ITEM_FIELDS),
    ReceiptField("trd_time", FieldKind.DATE),
    ReceiptField("trd_type", FieldKind.TRADE),
    ReceiptField("order_from", FieldKind.TEXT),
    ReceiptField("merchant_code", FieldKind.TEXT),
    ReceiptField("ali_userid", FieldKind.TEXT),
)

KEY_FIELDS = ("store_id", "pos_no", "serial_num")
SALE, RETURN = 1, 2
"""`trd_type`: DOC for a sibling API, ASSUMED here."""


PERSONAL = frozenset({"op_name", "member_card_num", "pay_code", "ali_userid"})
_SHORTEST = {"op_name": 2}  # characters; of a number a shorter one would blot out any other
_SHORTEST_NUMBER = 4


def without_personal(payload: str, *texts: str) -> tuple[str, ...]:
    """Texts with a receipt's personal values blotted out: WDK may quote the field that it refuses."""
    values = sorted(_values(payload), key=len, reverse=True)
    return tuple(_without(values, text) for text in texts)


def _without(values: Iterable[str], text: str) -> str:
    for value in values:
        text = text.replace(value, "***").replace(json.dumps(value)[1:-1], "***")
    return text


def _values(payload: str) -> set[str]:
    try:
        return set(_personal(read_json(payload.encode("utf-8", "surrogatepass"))))
    except BadJson:
        return set()


def _personal(value: object) -> Iterator[str]:
    if isinstance(value, list):
        for each in value:
            yield from _personal(each)
    if isinstance(value, dict):
        for name, held in value.items():
            yield from _personal(held)
            if name in PERSONAL and len(str(held)) >= _SHORTEST.get(name, _SHORTEST_NUMBER):
                yield str(held)
