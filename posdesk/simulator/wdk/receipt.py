"""Is a receipt the document's `ReceiptOrderDO`? Names, types and what is required, field by field."""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from posdesk.domain.clock import CHINA
from posdesk.simulator.books_config import WdkRules
from posdesk.simulator.wdk.codes import Refusal, refused

Wire = Mapping[str, object]
_Check = Callable[[str, object], None]


@dataclass(frozen=True, slots=True)
class Key:
    """The three that name a receipt."""

    store_id: str
    pos_no: str
    serial_num: str

    def __str__(self) -> str:
        return f"{self.store_id}/{self.pos_no}/{self.serial_num}"


def key_of(receipt: Wire) -> Key:
    """The key of a checked receipt."""
    return Key(str(receipt["store_id"]), str(receipt["pos_no"]), str(receipt["serial_num"]))


def sale_of(receipt: Wire) -> Key | None:
    """The sale that a return names, None where it is no return or names none."""
    serial = receipt.get("original_serial_num")
    if receipt.get("trd_type") != 2 or not serial:
        return None
    pos_no = receipt.get("original_pos_no") or receipt["pos_no"]
    return Key(str(receipt["store_id"]), str(pos_no), str(serial))


def check_shape(value: object) -> Wire:
    """The receipt, if it is one. Raises Refusal naming the first wrong field."""
    return _object("receipt_order", value, _ORDER)


def check_rules(receipt: Wire, rules: WdkRules) -> None:
    """What WDK knows of this merchant. Raises Refusal, which is no complaint about the form."""
    _known("store_id", receipt, rules.stores, "门店 {} 不存在")
    _known("order_from", receipt, rules.order_from, "来源 {} 未开通")
    for channel in _list(receipt, "pay_channels"):
        _known("pay_type", channel, rules.pay_types, "付款类型 {} 不存在")
    for line in _list(receipt, "sub_orders"):
        if line["item_code"] in rules.refused_items:
            raise refused(f"商品编码 {line['item_code']} 未建档")


def _known(name: str, given: Wire, known: tuple[str, ...], words: str) -> None:
    if name in given and known and given[name] not in known:
        raise refused(words.format(given[name]))


def _list(receipt: Wire, name: str) -> list[Wire]:
    value = receipt.get(name, [])
    return value if isinstance(value, list) else []


@dataclass(frozen=True, slots=True)
class _Shape:
    required: frozenset[str]
    fields: Mapping[str, _Check]


def _shape(*, required: str, fields: Mapping[str, _Check]) -> _Shape:
    return _Shape(frozenset(required.split()), fields)


def _object(where: str, value: object, shape: _Shape) -> Wire:
    if not isinstance(value, dict):
        raise _wrong(where, "对象", value)
    missing = sorted(shape.required - value.keys())
    if missing:
        raise Refusal(50, f"{where}.{missing[0]} 不能为空")
    for name, field in value.items():
        if name not in shape.fields:
            raise Refusal(50, f"{where}.{name} 不在接口文档中")
        shape.fields[name](f"{where}.{name}", field)
        if name in shape.required and field == "":
            raise Refusal(50, f"{where}.{name} 不能为空")
    return value


def _list_of(shape: _Shape) -> _Check:
    def check(where: str, value: object) -> None:
        if not isinstance(value, list):
            raise _wrong(where, "列表", value)
        for index, item in enumerate(value):
            _object(f"{where}[{index}]", item, shape)

    return check


def _number(where: str, value: object) -> None:
    """A whole number of 64 bits, bare."""
    if isinstance(value, bool) or not isinstance(value, int) or not -(2**63) <= value < 2**63:
        raise _wrong(where, "整数", value)


def _text(where: str, value: object) -> None:
    if not isinstance(value, str):
        raise _wrong(where, "字符串", value)


def _quantity(where: str, value: object) -> None:
    if not isinstance(value, str) or not re.fullmatch(r"-?[0-9]+(\.[0-9]+)?", value):
        raise _wrong(where, "字符串形式的数量", value)


def _kind(where: str, value: object) -> None:
    _number(where, value)
    if value not in (1, 2):
        raise _wrong(where, "1 或 2", value)


def _date(where: str, value: object) -> None:
    if not isinstance(value, str) or not _is_date(value):
        raise _wrong(where, "yyyy-MM-dd HH:mm:ss", value)


def _is_date(text: str) -> bool:
    form = "%Y-%m-%d %H:%M:%S"
    try:
        return f"{datetime.strptime(text, form).replace(tzinfo=CHINA):{form}}" == text
    except ValueError:
        return False


def _fields(check: _Check, names: str) -> dict[str, _Check]:
    return dict.fromkeys(names.split(), check)


_CHANNEL = _shape(
    required="pay_type serial_num",
    fields=_fields(_number, "index pay_amount")
    | _fields(_text, "pay_type pos_no serial_num store_id channel_order_id pay_code"),
)
_LINE = _shape(
    required="deal_amt item_code original_price promotion_discount quantity serial_num",
    fields=_fields(_number, "deal_amt deal_price index member_discount original_price")
    | _fields(_number, "promotion_discount selling_price temporary_discount")
    | _fields(_text, "item_barcode item_code item_name pos_no scan_barcode serial_num store_id unit")
    | _fields(_quantity, "quantity"),
)
_ORDER = _shape(
    required="actual_amt op_name op_num pos_no serial_num store_id",
    fields=_fields(_number, "actual_amt ask_amt change_amt discount_amt overflow_amt")
    | _fields(_text, "member_card_num member_discount op_name op_num original_pos_no original_serial_num")
    | _fields(_text, "pos_no serial_num store_id order_from merchant_code ali_userid")
    | _fields(_date, "original_trd_time trd_time")
    | _fields(_kind, "trd_type")
    | {"pay_channels": _list_of(_CHANNEL), "sub_orders": _list_of(_LINE)},
)


def _wrong(where: str, wanted: str, value: object) -> Refusal:
    shown = json.dumps(value, ensure_ascii=False, default=str)
    return Refusal(50, f"{where} 应为{wanted}，收到 {shown[:80]}")
