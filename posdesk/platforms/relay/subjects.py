"""The names on the relay's wire (relay.md, 'Names'): subjects, streams, consumers, inboxes."""

import re
from dataclasses import dataclass
from typing import Final

from posdesk.domain.orders.order import OrderKey, number_of
from posdesk.domain.relay.claim import ClaimGroup, claim_hash

STORES: Final = "POSDESK-STORES"
BILLS: Final = "POSDESK-BILLS"
API: Final = "$JS.API"
"""JetStream's own subjects, as gateway and admin call them."""
COUNTER_API: Final = "pos"
"""The same where a counter calls them: under its own name its own account's API answers first (tried)."""

_PLAIN = re.compile(r"(?!x)[A-Za-z0-9_-]+")
_HEX = re.compile(r"x(?:[0-9a-f]{2})*")
_SHARD = re.compile(r"[a-z0-9]{1,16}")
_TAKEN = frozenset({"stores", "bills"})  # posdesk.stores and posdesk.bills are no shards


def token(text: str) -> str:
    """A store's code, a counter or a partner as a part of a subject; no two have the same."""
    if _PLAIN.fullmatch(text):
        return text
    return "x" + text.encode("utf-8", "surrogatepass").hex()


def text_of(part: str) -> str:
    """What `token` was made of. Raises ValueError for a part that it never makes."""
    is_hex = _HEX.fullmatch(part) is not None
    text = bytes.fromhex(part[1:]).decode("utf-8", "surrogatepass") if is_hex else part
    if token(text) != part:
        raise ValueError(f"no part of a relay's subject: {part!r}")
    return text


def checked_shard(shard: str) -> str:
    """The shard's name: up to 16 small letters and digits. Raises ValueError for another."""
    if not _SHARD.fullmatch(shard) or shard in _TAKEN:
        raise ValueError(f"a shard's name is up to 16 small letters and digits, not {shard!r}")
    return shard


def stream_of(shard: str) -> str:
    """The stream of a shard's order messages."""
    return f"POSDESK-{checked_shard(shard)}"


def acts_stream(shard: str) -> str:
    """The stream of what the shard's counters did."""
    return f"POSDESK-ACTS-{checked_shard(shard)}"


def claims_stream(shard: str) -> str:
    """The stream of the shard's claims, one message a subject."""
    return f"POSDESK-CLAIMS-{checked_shard(shard)}"


@dataclass(frozen=True, slots=True)
class StoreSubjects:
    """A store's subjects. Raises ValueError for a shard that has no proper name."""

    shard: str
    store: str

    def __post_init__(self) -> None:
        """The shard's name is looked at once."""
        checked_shard(self.shard)

    @property
    def orders(self) -> str:
        """What platforms sent, from the gateway."""
        return f"{self._base}.orders"

    @property
    def acts(self) -> str:
        """What its counters did."""
        return f"{self._base}.acts"

    @property
    def known(self) -> str:
        """A request to the gateway: this order is at that store."""
        return f"{self._base}.known"

    @property
    def here(self) -> str:
        """Its counters' signs of life; not stored."""
        return f"here.{token(self.store)}"

    @property
    def claims(self) -> str:
        """All claims of the store, as a permission says it."""
        return f"{self._base}.claims.*"

    def claim(self, hashed: str, group: ClaimGroup) -> str:
        """One claim; `hashed` is `claim_hash` of the order's key."""
        return f"{self._base}.claims.{hashed}-{group}"

    def claim_of(self, key: OrderKey, group: ClaimGroup) -> str:
        """The same by the order's key."""
        return self.claim(claim_hash(key), group)

    def record(self, kind: str) -> str:
        """A record of the store: `store`, `jwt-<counter>` or `pc-<counter>`."""
        return record_subject(self.store, kind)

    @property
    def _base(self) -> str:
        return f"posdesk.{self.shard}.{token(self.store)}"


def record_subject(store: str, kind: str) -> str:
    """The subject of a store's record, whatever its shard is."""
    return f"posdesk.stores.{token(store)}.record.{kind}"


def jwt_record(counter: str) -> str:
    """The kind of the record with a counter's identity for 400 days."""
    return f"jwt-{token(counter)}"


def pc_record(counter: str) -> str:
    """The kind of the record that says which PC took the counter's place."""
    return f"pc-{token(counter)}"


def bill_subject(partner: str, tbillno: str) -> str:
    """Where the map keeps which stores an order number is at; `tbillno` as the platform wrote it."""
    number = number_of(partner, tbillno)
    return f"posdesk.bills.{token(partner)}.{claim_hash(OrderKey(*number, ''))}"


def consumer(store: str, counter: str) -> str:
    """A counter's consumer, in the stream of orders and in that of acts: `c-<store>-<counter>`.

    The counter's part has no dash of its own, so that no two counters have one name.
    """
    part = token(counter)
    if "-" in part:
        part = "x" + counter.encode("utf-8").hex()
    return f"c-{token(store)}-{part}"


def inbox_prefix(store: str, counter: str) -> str:
    """What the inboxes of a counter begin with; they end in a NUID, which nobody guesses."""
    return f"_INBOX.{token(store)}.{token(counter)}"


GATEWAY_INBOX: Final = "_INBOX.xgateway"
ADMIN_INBOX: Final = "_INBOX.xadmin"


def create_consumer(stream: str, name: str, subject: str) -> str:
    """What a counter calls to make its consumer, with the filter in the subject (relay.md)."""
    return f"{COUNTER_API}.CONSUMER.CREATE.{stream}.{name}.{subject}"


def delete_consumer(stream: str, name: str) -> str:
    """What a counter calls to take its consumer away."""
    return f"{COUNTER_API}.CONSUMER.DELETE.{stream}.{name}"


def next_messages(stream: str, name: str) -> str:
    """What a counter calls to pull."""
    return f"{COUNTER_API}.CONSUMER.MSG.NEXT.{stream}.{name}"


def direct_get(stream: str, subject: str) -> str:
    """What a counter calls to read the one message of a subject."""
    return f"{COUNTER_API}.DIRECT.GET.{stream}.{subject}"
