"""What a platform sends us, read: a call, its events, its orders. Tolerant, as contracts.md says.

Decided here, where the documents are silent:
- Two entries with one `tbillno` and `ordertime` in a call are one where they are the same, and refuse the
  call where not.
- An `orderStatus` outside the table, and a flag other than 0 or 1, refuse the call by name: nobody knows
  what they mean.
- A `storecode` written as a number is the store's whose code is that number: a number has no zeros to lose.
- A payment's copy in `extraitem` becomes an extra of that name, zero times: it is seen, no sum counts it.
"""

from collections.abc import Iterator
from decimal import Decimal
from enum import IntEnum
from typing import TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from posdesk.domain.orders.order import OrderKey, Received, key_of
from posdesk.platforms.jsontext import BadJson, read_json, write_json
from posdesk.platforms.o2o import wire
from posdesk.platforms.o2o.answers import WORDS, AnswerCode, CallRefused, Echo, both
from posdesk.platforms.o2o.content import content_of
from posdesk.platforms.o2o.fields import BAD_VALUE, WRONG_TYPE
from posdesk.platforms.values import integer_of, is_nothing, text_of
from posdesk.records import dataclass
from posdesk.settings.settings import Store

LONGEST_SEQ = 128  # characters; a GUID has 36
_Model = TypeVar("_Model", bound=BaseModel)


class StatusCode(IntEnum):
    """`orderStatus` of TpOrderStatusChange."""

    ACCEPTED = 1
    REFUSED = 2
    COMPLETED = 4
    CANCELLED = 99


@dataclass(frozen=True, slots=True)
class CallEntry:
    """One entry of `items`; `path` is where it stands in the call, "items" or "items[2]"."""

    path: str
    fields: dict[str, object]


@dataclass(frozen=True, slots=True)
class GatewayCall:
    """A call as it came: `cmd` in the wire's word (a signature may be over it), not yet looked into.

    `seq` is its text, `echo` what goes back of it: the number that it was, where it was one.
    """

    cmd: str
    seq: str
    items: tuple[CallEntry, ...]
    echo: Echo = ""


@dataclass(frozen=True, slots=True)
class AddOrders:
    """AddSaleOrderBill: all of them are stored, or none."""

    orders: tuple[Received, ...]


@dataclass(frozen=True, slots=True)
class CancelOrder:
    """CancelSaleOrderBill, one bill of it."""

    tbillno: str
    store_uid: int


@dataclass(frozen=True, slots=True)
class StatusChange:
    """TpOrderStatusChange, one bill of it."""

    tbillno: str
    status: StatusCode


Event = AddOrders | CancelOrder | StatusChange


def read_call(body: bytes) -> GatewayCall:
    """A call out of a request's body. Raises Refusal, with the call's seq where it could be read."""
    try:
        value = read_json(body)
    except BadJson as error:
        raise CallRefused(AnswerCode.BAD_JSON, str(error)) from error
    if not isinstance(value, dict):
        raise CallRefused(AnswerCode.NOT_AN_OBJECT)
    echo = _echo_of(value.get("seq"))
    cmd = _cmd(value, echo)
    return GatewayCall(cmd, _seq(value, echo), _entries(value.get("items"), echo), echo)


def read_events(call: GatewayCall, store: Store) -> tuple[Event, ...]:
    """The events of a call, in its order; AddSaleOrderBill is one event of all its orders. Raises Refusal."""
    if kind_of(call) == wire.ADD:
        return (AddOrders(_orders(call, store)),)
    return tuple(dict.fromkeys(event for _, event in read_bill_events(call)))


def kind_of(call: GatewayCall) -> str:
    """The command meant: the documents' sample of a status change calls itself a verification.

    Raises Refusal for one that no platform calls, and for a call without items.
    """
    mistaken = call.cmd == wire.VERIFY and any("orderStatus" in entry.fields for entry in call.items)
    kind = wire.STATUS if mistaken else call.cmd
    if kind not in {wire.ADD, wire.CANCEL, wire.STATUS}:
        words = ("不是平台可调用的命令", "not a cmd that a platform calls")
        raise _refusal(AnswerCode.UNKNOWN_CMD, f"cmd={call.cmd[:40]}", *words, seq=call.echo)
    if not call.items:
        raise _missing("items", call.echo)
    return kind


def read_bill_events(call: GatewayCall) -> tuple[tuple[CallEntry, CancelOrder | StatusChange], ...]:
    """Of a call that brings no orders, each entry with what it says. Raises Refusal."""
    read = _cancel if kind_of(call) == wire.CANCEL else _status
    return tuple((entry, read(entry, call.echo)) for entry in call.items)


def read_order(entry: CallEntry, seq: Echo = "", own_code: str = "") -> Received:
    """An order, whichever store's it is, with its own JSON object; `own_code` is ours. Raises Refusal."""
    order = _model(wire.OrderWire, _with_own_code(entry, own_code), seq)
    return Received(content_of(order), write_json(entry.fields))


def entries_of(items: object) -> tuple[CallEntry, ...]:
    """The entries of an `items` that may be an object or a list. Raises Refusal, without a seq."""
    return _entries(items, "")


def _echo_of(found: object) -> Echo:
    """The `seq` as it came; empty for what can't be one."""
    text = text_of(found)
    if text is None or len(text) > LONGEST_SEQ:
        return ""
    return found if isinstance(found, int | Decimal) else text


def _seq(value: dict[str, object], echo: Echo) -> str:
    found = value.get("seq")
    if found is None or found == "":
        raise _missing("seq", echo)
    text = text_of(found)
    if text is None:
        raise _refusal(AnswerCode.WRONG_TYPE, "seq", "应为字符串", "a string is wanted", seq=echo)
    if len(text) > LONGEST_SEQ:
        words = (f"最多 {LONGEST_SEQ} 字", f"at most {LONGEST_SEQ} characters")
        raise _refusal(AnswerCode.BAD_VALUE, "seq", *words, seq=echo)
    return text


def _cmd(value: dict[str, object], echo: Echo) -> str:
    found = value.get("cmd")
    if found is None or found == "":
        raise _missing("cmd", echo)
    if not isinstance(found, str):
        raise _refusal(AnswerCode.WRONG_TYPE, "cmd", "应为字符串", "a string is wanted", seq=echo)
    return found


def _missing(path: str, seq: Echo) -> CallRefused:
    return _refusal(AnswerCode.MISSING_FIELD, path, *WORDS[AnswerCode.MISSING_FIELD], seq=seq)


def _entries(items: object, seq: Echo) -> tuple[CallEntry, ...]:
    if is_nothing(items):
        return ()
    if isinstance(items, dict):
        return (CallEntry("items", items),)
    if not isinstance(items, list):
        raise _refusal(
            AnswerCode.WRONG_TYPE, "items", "应为对象或列表", "an object or a list is wanted", seq=seq
        )
    return tuple(_entry(f"items[{at}]", item, seq) for at, item in enumerate(items))


def _entry(path: str, item: object, seq: Echo) -> CallEntry:
    if not isinstance(item, dict):
        raise _refusal(AnswerCode.WRONG_TYPE, path, "应为对象", "an object is wanted", seq=seq)
    return CallEntry(path, item)


def _orders(call: GatewayCall, store: Store) -> tuple[Received, ...]:
    orders: dict[OrderKey, Received] = {}
    for entry in call.items:
        order = _own_order(entry, call.echo, store)
        known = orders.setdefault(key_of("", order.content), order)
        if known.content != order.content:
            words = WORDS[AnswerCode.CONTRADICTION]
            raise _refusal(AnswerCode.CONTRADICTION, f"{entry.path}.tbillno", *words, seq=call.echo)
    return tuple(orders.values())


def _with_own_code(entry: CallEntry, own_code: str) -> CallEntry:
    """The entry with our own code in it, where its `storecode` is that number."""
    theirs = entry.fields.get("storecode")
    if isinstance(theirs, str) or not own_code.isdecimal() or integer_of(theirs) != int(own_code):
        return entry
    return CallEntry(entry.path, {**entry.fields, "storecode": own_code})


def _own_order(entry: CallEntry, seq: Echo, store: Store) -> Received:
    order = read_order(entry, seq, store.code)
    theirs = order.content.store_code
    if theirs != store.code:
        zh = f"本店是 {store.code}，此单属于 {theirs[:40]}"
        en = f"this is store {store.code}, the order is for {theirs[:40]}"
        raise _refusal(AnswerCode.OTHER_STORE, f"{entry.path}.storecode", zh, en, seq=seq)
    return order


def _cancel(entry: CallEntry, seq: Echo) -> CancelOrder:
    cancel = _model(wire.CancelWire, entry, seq)
    return CancelOrder(cancel.tbillno, cancel.storeuid)


def _status(entry: CallEntry, seq: Echo) -> StatusChange:
    change = _model(wire.StatusWire, entry, seq)
    if change.order_status not in set(StatusCode):
        allowed = ", ".join(str(int(status)) for status in StatusCode)
        zh, en = f"只能是 {allowed}", f"only {allowed} are known"
        raise _refusal(AnswerCode.BAD_VALUE, f"{entry.path}.orderStatus", zh, en, seq=seq)
    return StatusChange(change.tbillno, StatusCode(change.order_status))


def _model(kind: type[_Model], entry: CallEntry, seq: Echo) -> _Model:
    try:
        return kind.model_validate(entry.fields)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        code, words = _complaint(first)
        path = entry.path + "".join(_steps(first))
        raise CallRefused(code, f"{path}: {both(*words)}", seq, path) from error


def _steps(error: ErrorDetails) -> Iterator[str]:
    for part in error["loc"]:
        if isinstance(part, int):
            yield f"[{part}]"
        elif not part.startswith(wire.TAG):
            yield f".{part}"


def _complaint(error: ErrorDetails) -> tuple[AnswerCode, tuple[str, str]]:
    if error["type"] == "missing" or error["input"] is None:
        return AnswerCode.MISSING_FIELD, WORDS[AnswerCode.MISSING_FIELD]
    context = error.get("ctx", {})
    if error["type"] in {WRONG_TYPE, BAD_VALUE}:
        code = AnswerCode.WRONG_TYPE if error["type"] == WRONG_TYPE else AnswerCode.BAD_VALUE
        return code, (context["zh"], context["en"])
    return AnswerCode.WRONG_TYPE, _BUILT_IN.get(error["type"], WORDS[AnswerCode.WRONG_TYPE])


_BUILT_IN = {
    "tuple_type": ("应为列表", "a list is wanted"),
    "model_type": ("应为对象", "an object is wanted"),
    "model_attributes_type": ("应为对象", "an object is wanted"),
}


def _refusal(code: AnswerCode, path: str, zh: str, en: str, *, seq: Echo = "") -> CallRefused:
    return CallRefused(code, f"{path}: {both(zh, en)}", seq, path)
