"""Is a call of the counter exactly what the document says? If not, one sentence says what is wrong."""

import json
import re
from collections.abc import Callable
from decimal import Decimal
from typing import Literal, Never

from posdesk.simulator.config import SimulatedPartner
from posdesk.simulator.o2o.commands import COUNTERS_OWN, Cmd, Code, Complaint, O2OCall, Wire, is_signed

GUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", re.IGNORECASE)
_JSON_TYPE = re.compile(r"application/json(\s*;\s*charset=utf-8)?", re.IGNORECASE)

_Check = Callable[[str, object], None]


def checked(
    partner: SimulatedPartner, store_code: str, *, content_type: str, appid: str, sign: str, body: bytes
) -> O2OCall:
    """The call in `body`. Raises Complaint, which carries what the call seemed to be."""
    if not _JSON_TYPE.fullmatch(content_type.strip()):
        raise Complaint(Code.BAD_CONTENT_TYPE, f"Content-Type 应为 application/json，收到 {content_type!r}")
    if appid != partner.appid:
        raise Complaint(Code.UNKNOWN_APPID, f"appid {appid!r} 不存在")
    frame = _object("请求体", _parsed(body))
    try:
        return _call(partner, store_code, frame, sign, body)
    except Complaint as complaint:
        complaint.cmd, complaint.seq = str(frame.get("cmd", "")), str(frame.get("seq", ""))
        raise


def _call(partner: SimulatedPartner, store_code: str, frame: Wire, sign: str, body: bytes) -> O2OCall:
    _exactly("请求体", frame, {"cmd": _text, "seq": _guid, "items": _anything})
    cmd, seq = str(frame["cmd"]), str(frame["seq"])
    if not is_signed(partner, sign, body, cmd, seq):
        raise Complaint(Code.BAD_SIGNATURE, "签名错误")
    if cmd not in COUNTERS_OWN:
        raise Complaint(Code.UNKNOWN_CMD, f"cmd {cmd!r} 不存在")
    item = _single(frame["items"], _shape(Cmd(cmd), partner))
    _exactly("items", item, _fields(Cmd(cmd), store_code))
    return O2OCall(Cmd(cmd), seq, str(item["scanno" if cmd == Cmd.CAPTURE else "tbillno"]), item)


def _parsed(body: bytes) -> object:
    try:
        value: object = json.loads(
            body.decode("utf-8"),
            parse_float=Decimal,
            parse_constant=_no_constant,
            object_pairs_hook=_no_doubles,
        )
        json.dumps(value, ensure_ascii=False, default=str).encode()  # half a surrogate pair is no text
    except (ValueError, RecursionError) as error:
        raise Complaint(Code.BAD_JSON, f"请求体不是 JSON：{error!r}"[:200]) from error
    return value


def _no_constant(name: str) -> Never:
    raise ValueError(f"{name} is no JSON")


def _no_doubles(pairs: list[tuple[str, object]]) -> dict[str, object]:
    if len(dict(pairs)) != len(pairs):
        raise ValueError("a key stands there twice")
    return dict(pairs)


def _shape(cmd: Cmd, partner: SimulatedPartner) -> Literal["object", "list"]:
    """The document says list for paying and object for a look-up; the others are the partner's choice."""
    return {Cmd.PAY: "list", Cmd.CAPTURE: "object"}.get(cmd, partner.items)  # type: ignore[return-value]


def _single(items: object, shape: Literal["object", "list"]) -> Wire:
    if shape == "object":
        return _object("items", items)
    if not isinstance(items, list) or len(items) != 1:
        raise _wrong("items", "恰有一项的列表", items)
    return _object("items[0]", items[0])


def _fields(cmd: Cmd, store_code: str) -> dict[str, _Check]:
    if cmd is Cmd.CAPTURE:
        return {"scanno": _text}
    more: dict[Cmd, dict[str, _Check]] = {
        Cmd.READY: {"billno": _billno(store_code)},
        Cmd.VERIFY: {"verno": _text},
        Cmd.PAY: {"payitems": _payitems},
    }
    return {"tbillno": _text, **more.get(cmd, {})}


def _exactly(
    where: str, given: Wire, fields: dict[str, _Check], optional: frozenset[str] = frozenset()
) -> None:
    """Every field is there and right, and none beside them."""
    for name, check in fields.items():
        if name in given:
            check(f"{where}.{name}", given[name])
        elif name not in optional:
            raise Complaint(Code.BAD_FIELD, f"{where}.{name} 缺失")
    beside = sorted(given.keys() - fields.keys())
    if beside:
        raise Complaint(Code.BAD_FIELD, f"{where}.{beside[0]} 不在接口文档中")


def _object(where: str, value: object) -> Wire:
    if not isinstance(value, dict):
        raise _wrong(where, "对象", value)
    return value


def _anything(where: str, value: object) -> None:
    pass


def _text(where: str, value: object) -> None:
    if not isinstance(value, str) or not value or value != value.strip():
        raise _wrong(where, "非空字符串", value)


def _guid(where: str, value: object) -> None:
    if not isinstance(value, str) or not GUID.fullmatch(value):
        raise _wrong(where, "GUID", value)


def _billno(store_code: str) -> _Check:
    """XS, the date, the store's code, a dash, the counter's two digits and the running six.

    Of a chain's store R and ten letters follow the dash, the same at each of its counters (relay.md).
    """
    form = re.compile(rf"XS20\d{{6}}{re.escape(store_code)}-(\d{{8}}|R[A-Z2-7]{{10}})")

    def check(where: str, value: object) -> None:
        if not isinstance(value, str) or not form.fullmatch(value):
            raise _wrong(where, f"XS+日期+{store_code}-+台号+流水号", value)

    return check


def _payitems(where: str, value: object) -> None:
    if not isinstance(value, list) or not value:
        raise _wrong(where, "非空列表", value)
    fields: dict[str, _Check] = {
        "paycode": _text, "payname": _text, "ordersum": _money, "discsum": _money, "paymoney": _money,
    }  # fmt: skip
    for at, payment in enumerate(value):
        place = f"{where}[{at}]"
        _exactly(place, _object(place, payment), fields, optional=frozenset({"discsum"}))


def _money(where: str, value: object) -> None:
    """An amount in yuan: a bare number, never quoted, of at most two decimals."""
    if isinstance(value, bool) or not isinstance(value, int | Decimal) or value < 0:
        raise _wrong(where, "不小于 0 的数字", value)
    if round(Decimal(value), 2) != value:
        raise _wrong(where, "最多两位小数的数字", value)


def _wrong(where: str, wanted: str, value: object) -> Complaint:
    shown = json.dumps(value, ensure_ascii=False, default=str)
    return Complaint(Code.BAD_FIELD, f"{where} 应为{wanted}，收到 {shown[:80]}")
