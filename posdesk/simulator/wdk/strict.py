"""Is a call what the Taobao Open Platform wants, and its receipt the document's `ReceiptOrderDO`?"""

import hashlib
import hmac
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Never

from posdesk.domain.clock import CHINA
from posdesk.simulator.config import SimulatedWdk, WdkRules
from posdesk.simulator.wdk.answers import WdkRefusal, refused

METHOD = "alibaba.wdk.order.sync"
_TOLERANCE = timedelta(minutes=10)
_PUBLIC = frozenset(
    {
        "method", "app_key", "session", "timestamp", "v", "format", "sign_method", "sign", "simplify",
        "partner_id", "target_app_key",
    }
)  # fmt: skip
_HMACS = {"hmac": "md5", "hmac-sha256": "sha256"}

Params = Mapping[str, str]


def check_app(config: SimulatedWdk, params: Params) -> None:
    """Method and app key: what the platform looks at before it counts a call. Raises Refusal."""
    _needed(params, "method", 21)
    if params["method"] != METHOD:
        raise WdkRefusal(22)
    _needed(params, "app_key", 28)
    if params["app_key"] != config.app_key:
        raise WdkRefusal(29)
    if params.get("format", "xml") not in ("xml", "json"):
        raise WdkRefusal(23)


def check_public(config: SimulatedWdk, params: Params, now: datetime) -> None:
    """The other public parameters, the signature last but for the session. Raises Refusal."""
    _needed(params, "timestamp", 30)
    _check_time(params["timestamp"], now)
    _needed(params, "v", 32)
    if params["v"] != "2.0":
        raise WdkRefusal(34 if params["v"] == "1.0" else 33)
    _needed(params, "sign", 24)
    if not hmac.compare_digest(signature(params, config.secret).encode(), params["sign"].encode()):
        raise WdkRefusal(25)
    _check_session(config, params)


def receipt_text(params: Params) -> str:
    """The one business parameter, and none beside it. Raises Refusal."""
    _needed(params, "receipt_order", 40)
    beside = sorted(params.keys() - _PUBLIC - {"receipt_order"})
    if beside:
        raise WdkRefusal(41, f"参数 {beside[0]} 不在接口文档中")
    return params["receipt_order"]


def parsed(text: str) -> object:
    """The JSON of `receipt_order`; a number with a point comes as Decimal. Raises Refusal."""
    try:
        value: object = json.loads(
            text, parse_float=Decimal, parse_constant=_no_constant, object_pairs_hook=_no_doubles
        )
    except (ValueError, RecursionError) as error:
        raise WdkRefusal(41, f"receipt_order 不是 JSON：{error!r}"[:200]) from error
    return value


def signature(params: Params, secret: str) -> str:
    """The right `sign` of these parameters, by our own few lines: a bug that both share must not hide."""
    method = params.get("sign_method", "md5")
    text = "".join(name + params[name] for name in sorted(params) if name != "sign" and params[name])
    if method == "md5":
        return hashlib.md5((secret + text + secret).encode(), usedforsecurity=False).hexdigest().upper()
    if method not in _HMACS:
        raise WdkRefusal(25, f"sign_method {method!r} 不存在")
    return hmac.new(secret.encode(), text.encode(), _HMACS[method]).hexdigest().upper()


def _check_time(text: str, now: datetime) -> None:
    try:
        moment = datetime.strptime(text, "%Y-%m-%d %H:%M:%S").replace(tzinfo=CHINA)
    except ValueError as error:
        raise WdkRefusal(31) from error
    if abs(now - moment) > _TOLERANCE or len(text) != 19:
        raise WdkRefusal(31)


def _check_session(config: SimulatedWdk, params: Params) -> None:
    if config.session:
        _needed(params, "session", 26)
    if params.get("session", "") != config.session:
        raise WdkRefusal(27)


def _needed(params: Params, name: str, code: int) -> None:
    if not params.get(name):
        raise WdkRefusal(code)


def _no_constant(name: str) -> Never:
    raise ValueError(f"{name} is no JSON")


def _no_doubles(pairs: list[tuple[str, object]]) -> dict[str, object]:
    if len(dict(pairs)) != len(pairs):
        raise ValueError("a key stands there twice")
    return dict(pairs)


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
        raise WdkRefusal(50, f"{where}.{missing[0]} 不能为空")
    for name, field in value.items():
        if name not in shape.fields:
            raise WdkRefusal(50, f"{where}.{name} 不在接口文档中")
        shape.fields[name](f"{where}.{name}", field)
        if name in shape.required and field == "":
            raise WdkRefusal(50, f"{where}.{name} 不能为空")
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


def _wrong(where: str, wanted: str, value: object) -> WdkRefusal:
    shown = json.dumps(value, ensure_ascii=False, default=str)
    return WdkRefusal(50, f"{where} 应为{wanted}，收到 {shown[:80]}")
