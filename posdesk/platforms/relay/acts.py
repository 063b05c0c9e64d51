"""Acts on the wire (relay.md, 'Acts')."""

from collections.abc import Mapping

from posdesk.domain.orders.order import OrderState
from posdesk.domain.relay.act import Act, ActKind
from posdesk.domain.relay.packed import unpacked
from posdesk.platforms.relay import sealed_json
from posdesk.platforms.relay.sealed_json import Fields
from posdesk.platforms.relay.unreadable import Unreadable

SENT = "sent"
"""In an act's content on its way: when it was sent, by the clock that says when it was done."""


class BadAct(Unreadable):
    """An act that can't be read, or that no counter of this store wrote."""


class ActTooLong(BadAct):
    """An act whose content makes it longer than the stream takes; its content must be left out."""


def write(act: Act, store_key: str) -> tuple[bytes, dict[str, str]]:
    """The act's data and headers. Raises ActTooLong above 64 KiB."""
    data, headers = sealed_json.write("act", _fields(act), store_key)
    if len(data) > sealed_json.MOST_BYTES:
        raise ActTooLong(f"记录有 {len(data)} 字节，太长", f"an act of {len(data)} bytes is too long")
    return data, {**headers, "Nats-Msg-Id": f"{act.instance}:{act.id}"}


def read(data: bytes, headers: Mapping[str, str] | None, store_key: str) -> Act:
    """The act that a counter of this store wrote. Raises BadAct."""
    try:
        return _act(sealed_json.read("act", data, headers, store_key))
    except Unreadable as error:
        raise BadAct(error.zh, error.en) from error


def _fields(act: Act) -> dict[str, object]:
    return {
        "id": act.id,
        "instance": act.instance,
        "n": act.n,
        "kind": str(act.kind),
        **sealed_json.key_fields(act.key),
        "counter": act.counter,
        "actor": act.actor,
        "at": sealed_json.moment_text(act.at),
        "outcome": act.outcome,
        "state": "" if act.state is None else str(act.state),
        "billno": act.billno,
        "content": dict(act.content),
    }


def _act(fields: Fields) -> Act:
    return Act(
        id=fields.text("id"),
        instance=fields.text("instance"),
        n=fields.number("n"),
        kind=ActKind(fields.text("kind")),
        key=fields.key(),
        counter=fields.text("counter"),
        actor=fields.text("actor"),
        at=fields.moment("at"),
        outcome=fields.text("outcome", ""),
        state=_state(fields.text("state", "")),
        billno=fields.text("billno", ""),
        content=_content(fields.mapping("content")),
    )


def _content(written: Mapping[str, object]) -> Mapping[str, object]:
    try:
        return unpacked(written)
    except ValueError as error:
        raise Unreadable("字段 content 不对", f"the field content can't be read: {error}") from error


def _state(word: str) -> OrderState | None:
    try:
        return OrderState(word) if word else None
    except ValueError as error:
        raise Unreadable(f"没有状态 {word}", f"no order has the state {word}") from error
