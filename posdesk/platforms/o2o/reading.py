"""What a platform sends us, read: a call, its events, its orders. Tolerant, as contracts.md says.

Decided here, where the documents are silent:
- Two entries with one `tbillno` in a call are one where they are the same, and refuse the call where not.
- An `orderStatus` outside the table, and a flag other than 0 or 1, refuse the call by name: nobody knows
  what they mean.
- A payment's copy in `extraitem` becomes an extra of that name, zero times: it is seen, no sum counts it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum
from typing import TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from posdesk.domain.order import Received
from posdesk.platforms.jsontext import BadJson, read_json, write_json
from posdesk.platforms.o2o import wire
from posdesk.platforms.o2o.answers import WORDS, AnswerCode, Refusal, both
from posdesk.platforms.o2o.content import content_of
from posdesk.platforms.o2o.fields import BAD_VALUE, WRONG_TYPE
from posdesk.settings import Store

LONGEST_SEQ = 128  # characters; a GUID has 36
_Model = TypeVar("_Model", bound=BaseModel)


class PlatformStatus(IntEnum):
    """`orderStatus` of TpOrderStatusChange."""

    ACCEPTED = 1
    REFUSED = 2
    COMPLETED = 4
    CANCELLED = 99


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of `items`; `path` is where it stands in the call, "items" or "items[2]"."""

    path: str
    fields: dict[str, object]


@dataclass(frozen=True, slots=True)
class Call:
    """A call as it came: `cmd` in the wire's word (a signature may be over it), not yet looked into."""

    cmd: str
    seq: str
    items: tuple[Entry, ...]


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
    status: PlatformStatus


Event = AddOrders | CancelOrder | StatusChange


def read_call(body: bytes) -> Call:
    """A call out of a request's body. Raises Refusal, with the call's seq where it could be read."""
    try:
        value = read_json(body)
    except BadJson as error:
        raise Refusal(AnswerCode.BAD_JSON, str(error)) from error
    if not isinstance(value, dict):
        raise Refusal(AnswerCode.NOT_AN_OBJECT)
    found = value.get("seq")
    seq = found if isinstance(found, str) and len(found) <= LONGEST_SEQ else ""
    cmd = _word(value, "cmd", seq)
    _word(value, "seq", seq)
    if not seq:
        raise _refusal(
            AnswerCode.BAD_VALUE, "seq", f"最多 {LONGEST_SEQ} 字", f"at most {LONGEST_SEQ} characters"
        )
    return Call(cmd, seq, _entries(value.get("items"), seq))


def read_events(call: Call, store: Store) -> tuple[Event, ...]:
    """The events of a call, in its order; AddSaleOrderBill is one event of all its orders. Raises Refusal."""
    kind = _kind(call)
    if kind not in {wire.ADD, wire.CANCEL, wire.STATUS}:
        words = ("不是平台可调用的命令", "not a cmd that a platform calls")
        raise _refusal(AnswerCode.UNKNOWN_CMD, f"cmd={call.cmd[:40]}", *words, seq=call.seq)
    if not call.items:
        raise _refusal(AnswerCode.MISSING_FIELD, "items", *WORDS[AnswerCode.MISSING_FIELD], seq=call.seq)
    if kind == wire.ADD:
        return (AddOrders(_orders(call, store)),)
    read = _cancel if kind == wire.CANCEL else _status
    return tuple(dict.fromkeys(read(entry, call.seq) for entry in call.items))


def read_order(entry: Entry, seq: str = "") -> Received:
    """An order, whichever store's it is, with its own JSON object. Raises Refusal."""
    order = _model(wire.OrderWire, entry, seq)
    return Received(content_of(order), write_json(entry.fields))


def entries_of(items: object) -> tuple[Entry, ...]:
    """The entries of an `items` that may be an object or a list. Raises Refusal, without a seq."""
    return _entries(items, "")


def _kind(call: Call) -> str:
    """The command meant: the documents' sample of a status change calls itself a verification."""
    mistaken = call.cmd == wire.VERIFY and any("orderStatus" in entry.fields for entry in call.items)
    return wire.STATUS if mistaken else call.cmd


def _word(value: dict[str, object], name: str, seq: str) -> str:
    found = value.get(name)
    if found is None or found == "":
        raise _refusal(AnswerCode.MISSING_FIELD, name, *WORDS[AnswerCode.MISSING_FIELD], seq=seq)
    if not isinstance(found, str):
        raise _refusal(AnswerCode.WRONG_TYPE, name, "应为字符串", "a string is wanted", seq=seq)
    return found


def _entries(items: object, seq: str) -> tuple[Entry, ...]:
    if items is None:
        return ()
    if isinstance(items, dict):
        return (Entry("items", items),)
    if not isinstance(items, list):
        raise _refusal(
            AnswerCode.WRONG_TYPE, "items", "应为对象或列表", "an object or a list is wanted", seq=seq
        )
    return tuple(_entry(f"items[{at}]", item, seq) for at, item in enumerate(items))


def _entry(path: str, item: object, seq: str) -> Entry:
    if not isinstance(item, dict):
        raise _refusal(AnswerCode.WRONG_TYPE, path, "应为对象", "an object is wanted", seq=seq)
    return Entry(path, item)


def _orders(call: Call, store: Store) -> tuple[Received, ...]:
    orders: dict[str, Received] = {}
    for entry in call.items:
        order = _own_order(entry, call.seq, store)
        known = orders.setdefault(order.content.tbillno, order)
        if known.content != order.content:
            words = WORDS[AnswerCode.CONTRADICTION]
            raise _refusal(AnswerCode.CONTRADICTION, f"{entry.path}.tbillno", *words, seq=call.seq)
    return tuple(orders.values())


def _own_order(entry: Entry, seq: str, store: Store) -> Received:
    order = read_order(entry, seq)
    theirs = order.content.store_code
    if theirs != store.code:
        zh = f"本店是 {store.code}，此单属于 {theirs[:40]}"
        en = f"this is store {store.code}, the order is for {theirs[:40]}"
        raise _refusal(AnswerCode.OTHER_STORE, f"{entry.path}.storecode", zh, en, seq=seq)
    return order


def _cancel(entry: Entry, seq: str) -> CancelOrder:
    cancel = _model(wire.CancelWire, entry, seq)
    return CancelOrder(cancel.tbillno, cancel.storeuid)


def _status(entry: Entry, seq: str) -> StatusChange:
    change = _model(wire.StatusWire, entry, seq)
    if change.order_status not in set(PlatformStatus):
        allowed = ", ".join(str(int(status)) for status in PlatformStatus)
        zh, en = f"只能是 {allowed}", f"only {allowed} are known"
        raise _refusal(AnswerCode.BAD_VALUE, f"{entry.path}.orderStatus", zh, en, seq=seq)
    return StatusChange(change.tbillno, PlatformStatus(change.order_status))


def _model(kind: type[_Model], entry: Entry, seq: str) -> _Model:
    try:
        return kind.model_validate(entry.fields)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        code, words = _complaint(first)
        path = entry.path + "".join(_steps(first))
        raise Refusal(code, f"{path}: {both(*words)}", seq, path) from error


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


def _refusal(code: AnswerCode, path: str, zh: str, en: str, *, seq: str = "") -> Refusal:
    return Refusal(code, f"{path}: {both(zh, en)}", seq, path)
