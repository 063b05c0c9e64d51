"""JSON that counters of one store write to each other, with a MAC by their store key (relay.md, 'Acts').

The gateway, another store and the server itself have no store key: they can hold such words back, not make
them. What it is stands in the MAC, so that a claim is never taken for an act.
"""

import hashlib
import hmac
from collections.abc import Mapping
from datetime import datetime
from typing import Final

from posdesk.domain.clock import from_text, to_text
from posdesk.domain.orders.order import OrderKey
from posdesk.platforms.jsontext import write_json
from posdesk.platforms.relay.unreadable import Unreadable, read_object

MAC_HEADER: Final = "posdesk-mac"
MOST_BYTES: Final = 64 * 1024
"""Of one message, its headers left out; the acts' stream takes no longer one."""
_MOST_NUMBER: Final = 2**53
"""No counter counts so far, and a journal keeps no number of any length."""


def write(what: str, value: Mapping[str, object], store_key: str) -> tuple[bytes, dict[str, str]]:
    """The message's data and headers; `what` is "act", "claim" or "here"."""
    data = write_json(dict(value)).encode("utf-8", "replace")
    return data, {MAC_HEADER: _mac(what, data, store_key)}


def read(what: str, data: bytes, headers: Mapping[str, str] | None, store_key: str) -> "Fields":
    """What stands in it. Raises Unreadable for one that no counter of this store wrote, or none can read."""
    if len(data) > MOST_BYTES:
        raise Unreadable(f"超过 {MOST_BYTES} 字节", f"longer than {MOST_BYTES} bytes")
    given = (headers or {}).get(MAC_HEADER, "").encode("utf-8", "surrogatepass")
    if not store_key or not hmac.compare_digest(given, _mac(what, data, store_key).encode("ascii")):
        raise Unreadable("不是本店收银台写的", "not written by a counter of this store")
    return Fields(read_object(data))


class Fields:
    """The fields of such a message by their types; each raises Unreadable naming the field."""

    def __init__(self, values: Mapping[str, object]) -> None:
        """Fields that a newer counter added are passed over."""
        self._values = values

    def text(self, name: str, default: str | None = None) -> str:
        """A text; without a default it must be there."""
        value = self._values.get(name, default)
        if not isinstance(value, str):
            raise _bad(name)
        return value

    def number(self, name: str) -> int:
        """A whole number that is not negative, and not beyond all reason."""
        value = self._values.get(name)
        if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= _MOST_NUMBER:
            raise _bad(name)
        return value

    def flag(self, name: str) -> bool:
        """Yes or no; no where it isn't there."""
        value = self._values.get(name, False)
        if not isinstance(value, bool):
            raise _bad(name)
        return value

    def moment(self, name: str) -> datetime:
        """An aware time."""
        return read_moment(self.text(name), name)

    def mapping(self, name: str) -> Mapping[str, object]:
        """An object; an empty one where it isn't there."""
        value = self._values.get(name, {})
        if not isinstance(value, dict):
            raise _bad(name)
        return value

    def key(self) -> OrderKey | None:
        """The order's key; None where the message is about no order."""
        if "bill" not in self._values:
            return None
        key = OrderKey(self.text("partner"), self.text("bill"), self.text("ordered"))
        if key.ordered.partition("#")[0]:
            read_moment(key.ordered.partition("#")[0], "ordered")
        return key


def key_fields(key: OrderKey | None) -> dict[str, object]:
    """An order's key as it stands in such a message."""
    return {} if key is None else {"partner": key.partner, "bill": key.bill, "ordered": key.ordered}


def moment_text(moment: datetime) -> str:
    """An aware time as it stands on the wire."""
    return to_text(moment)


def read_moment(text: str, name: str) -> datetime:
    """The aware time that `moment_text` wrote. Raises Unreadable naming the field."""
    try:
        moment = from_text(text)
    except ValueError as error:
        raise _bad(name) from error
    if moment.tzinfo is None:
        raise _bad(name)
    return moment


def _mac(what: str, data: bytes, store_key: str) -> str:
    return hmac.digest(store_key.encode("utf-8"), f"posdesk {what}\n".encode() + data, hashlib.sha256).hex()


def _bad(name: str) -> Unreadable:
    return Unreadable(f"字段 {name} 不对", f"the field {name} can't be read")
