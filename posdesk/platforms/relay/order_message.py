"""A platform's call on its way from the gateway to a store: the body as it came (relay.md, 'Names')."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from urllib.parse import quote, unquote

from posdesk.platforms.relay.sealed_json import moment_text, read_moment
from posdesk.platforms.relay.subjects import text_of, token
from posdesk.platforms.relay.unreadable import Unreadable

MESSAGE_ID: Final = "Nats-Msg-Id"
PARTNER: Final = "posdesk-partner"
QUERY: Final = "posdesk-query"
RECEIVED: Final = "posdesk-received"
EPOCH: Final = "posdesk-epoch"

_AS_IT_IS = "!$&'()*+,-./:;=?@_~"  # of a query nothing else goes into a header unescaped


class BadOrderMessage(Unreadable):
    """A message among a store's orders that no gateway wrote so; its body may still be kept."""


@dataclass(frozen=True, slots=True)
class OrderMessage:
    """One call for one store.

    `query` is the call's own behind the question mark; `received` (aware) is when the gateway took it by its
    own clock; `epoch` names the stream that it was put into.
    """

    store: str
    partner: str
    query: str
    body: bytes
    received: datetime
    epoch: str

    @property
    def message_id(self) -> str:
        """Once a store, partner and call: without the store, the second store of one call would be lost."""
        digest = hashlib.sha256(_raw(self.query) + self.body).hexdigest()
        return f"{token(self.store)}:{token(self.partner)}:{digest}"

    def headers(self) -> dict[str, str]:
        """The message's headers; its data is `body`."""
        return {
            MESSAGE_ID: self.message_id,
            PARTNER: token(self.partner),
            QUERY: quote(_raw(self.query), safe=_AS_IT_IS),
            RECEIVED: moment_text(self.received),
            EPOCH: quote(self.epoch, safe=_AS_IT_IS),
        }


def read(headers: Mapping[str, str] | None, data: bytes) -> OrderMessage:
    """What the gateway wrote. Raises BadOrderMessage naming the header that is missing or wrong."""
    found = headers or {}
    missing = [name for name in (MESSAGE_ID, PARTNER, RECEIVED) if not found.get(name)]
    if missing:
        raise BadOrderMessage(f"缺少 {missing[0]}", f"no {missing[0]}")
    try:
        return OrderMessage(
            store=_whole(text_of(found[MESSAGE_ID].partition(":")[0])),
            partner=_whole(text_of(found[PARTNER])),
            query=unquote(found.get(QUERY, "")),  # what is no UTF-8 is replaced: no journal could keep it
            body=data,
            received=read_moment(found[RECEIVED], RECEIVED),
            epoch=unquote(found.get(EPOCH, "")),
        )
    except Unreadable as error:
        raise BadOrderMessage(error.zh, error.en) from error
    except ValueError as error:
        raise BadOrderMessage("店号或平台名不对", "store or partner can't be read") from error


def _whole(text: str) -> str:
    """A text that a journal can keep. Raises ValueError for one with half a character."""
    text.encode("utf-8")
    return text


def _raw(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")
