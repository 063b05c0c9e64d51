"""The one table of a receipt's fields: ReceiptOrderDO of the WDK document, in the document's order.

Reading, CSV and writing all go by it. Amounts are integers of fen; what the document calls String stays text.
"""

from dataclasses import dataclass
from enum import Enum, auto

PAY_CHANNELS = "pay_channels"
SUB_ORDERS = "sub_orders"


class Kind(Enum):
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
class Field:
    """A field of the document; `rows` is the table of a list's objects."""

    name: str
    kind: Kind
    required: bool = False
    rows: tuple["Field", ...] = ()


def _must(name: str, kind: Kind) -> Field:
    return Field(name, kind, required=True)


PAY_FIELDS = (
    Field("index", Kind.NUMBER),
    Field("pay_amount", Kind.FEN),
    _must("pay_type", Kind.TEXT),
    Field("pos_no", Kind.TEXT),
    _must("serial_num", Kind.TEXT),
    Field("store_id", Kind.TEXT),
    Field("channel_order_id", Kind.TEXT),
    Field("pay_code", Kind.TEXT),
)

ITEM_FIELDS = (
    _must("deal_amt", Kind.FEN),
    Field("deal_price", Kind.UNIT_FEN),
    Field("index", Kind.NUMBER),
    Field("item_barcode", Kind.TEXT),
    _must("item_code", Kind.TEXT),
    Field("item_name", Kind.TEXT),
    Field("member_discount", Kind.FEN),
    _must("original_price", Kind.UNIT_FEN),
    Field("pos_no", Kind.TEXT),
    _must("promotion_discount", Kind.FEN),
    _must("quantity", Kind.QUANTITY),
    Field("scan_barcode", Kind.TEXT),
    Field("selling_price", Kind.FEN),  # a line amount (contracts.md)
    _must("serial_num", Kind.TEXT),
    Field("store_id", Kind.TEXT),
    Field("temporary_discount", Kind.FEN),
    Field("unit", Kind.TEXT),
)

RECEIPT_FIELDS = (
    _must("actual_amt", Kind.FEN),
    Field("ask_amt", Kind.FEN),
    Field("change_amt", Kind.FEN),
    Field("discount_amt", Kind.FEN),
    Field("member_card_num", Kind.TEXT),
    Field("member_discount", Kind.FEN_TEXT),
    _must("op_name", Kind.TEXT),
    _must("op_num", Kind.TEXT),
    Field("original_pos_no", Kind.KEY),
    Field("original_serial_num", Kind.KEY),
    Field("original_trd_time", Kind.DATE),
    Field("overflow_amt", Kind.FEN),
    Field(PAY_CHANNELS, Kind.LIST, rows=PAY_FIELDS),
    _must("pos_no", Kind.KEY),
    _must("serial_num", Kind.KEY),
    _must("store_id", Kind.KEY),
    Field(SUB_ORDERS, Kind.LIST, rows=ITEM_FIELDS),
    Field("trd_time", Kind.DATE),
    Field("trd_type", Kind.TRADE),
    Field("order_from", Kind.TEXT),
    Field("merchant_code", Kind.TEXT),
    Field("ali_userid", Kind.TEXT),
)

KEY_FIELDS = ("store_id", "pos_no", "serial_num")
SALE, RETURN = 1, 2
"""`trd_type`: DOC for a sibling API, ASSUMED here."""
