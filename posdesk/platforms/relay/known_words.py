"""What a counter asks of the gateway: this order is here, though it didn't come by you (relay.md, `known`).

The store is the subject's, which the server lets no other store use.
"""

from dataclasses import dataclass
from datetime import datetime

from posdesk.domain.clock import from_text, to_text
from posdesk.platforms.jsontext import write_json
from posdesk.platforms.relay.unreadable import Unreadable, read_object

_LONGEST = 128  # characters of any of its texts


@dataclass(frozen=True, slots=True)
class Known:
    """An order of a store's own: `tbillno` as the platform wrote it, `ordered_at` the first it came with."""

    partner: str
    tbillno: str
    ordered_at: datetime | None
    billno: str


@dataclass(frozen=True, slots=True)
class KnownReply:
    """Whether the map holds it now; where not, why, and asking again is of no use."""

    is_held: bool
    why: str = ""


def write(known: Known) -> bytes:
    """The request's data."""
    ordered = to_text(known.ordered_at) if known.ordered_at else ""
    fields = {
        "partner": known.partner,
        "tbillno": known.tbillno,
        "ordertime": ordered,
        "billno": known.billno,
    }
    return write_json(fields).encode("utf-8", "replace")


def read(data: bytes) -> Known:
    """What a counter asks; unknown fields are passed over. Raises Unreadable naming the field."""
    fields = read_object(data)
    texts = {name: _text(fields, name) for name in ("partner", "tbillno", "ordertime", "billno")}
    for name in ("partner", "tbillno"):
        if not texts[name]:
            raise _bad(name)
    return Known(texts["partner"], texts["tbillno"], _moment(texts["ordertime"]), texts["billno"])


def write_reply(reply: KnownReply) -> bytes:
    """The reply's data."""
    return write_json({"ok": reply.is_held, "msg": reply.why}).encode("utf-8", "replace")


def read_reply(data: bytes) -> KnownReply:
    """What the gateway answered. Raises Unreadable."""
    fields = read_object(data)
    is_held = fields.get("ok")
    if not isinstance(is_held, bool):
        raise _bad("ok")
    why = fields.get("msg", "")
    return KnownReply(is_held, why if isinstance(why, str) else "")


def _text(fields: dict[str, object], name: str) -> str:
    value = fields.get(name, "")
    if not isinstance(value, str) or len(value) > _LONGEST:
        raise _bad(name)
    return value


def _moment(text: str) -> datetime | None:
    if not text:
        return None
    try:
        moment = from_text(text)
    except ValueError as error:
        raise _bad("ordertime") from error
    if moment.tzinfo is None:
        raise _bad("ordertime")
    return moment


def _bad(name: str) -> Unreadable:
    return Unreadable(f"字段 {name} 不对", f"the field {name} can't be read")
