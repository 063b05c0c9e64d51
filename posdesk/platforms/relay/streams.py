"""The streams of the relay as JetStream is asked for them (relay.md, 'Names').

Orders are never thrown out by later ones: at a bound the newest is refused, and the gateway says so to its
platform. Discarding the oldest lost one store's order to another's flood (tried). Of claims the oldest go:
one is of use for seconds, and a full stream would take none of any store for a week.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from posdesk.platforms.relay.sealed_json import MOST_BYTES
from posdesk.platforms.relay.subjects import BILLS, STORES, acts_stream, claims_stream, stream_of

KEPT: Final = timedelta(days=7)
BILLS_KEPT: Final = timedelta(days=14)  # a key costs 231–401 bytes of each node's memory (tried)
A_SUBJECT: Final = 20_000  # messages of one store
_HEADERS: Final = 4 * 1024  # bytes: a message's bound counts them
_MOST_CLAIM: Final = 8 * 1024  # bytes, headers included: one has some six hundred
_SECOND: Final = 1_000_000_000
_GIB: Final = 2**30


@dataclass(frozen=True, slots=True)
class Bounds:
    """What depends on the servers: copies of each message, bytes of the streams that refuse the newest."""

    replicas: int = 3
    orders: int = 20 * _GIB
    claims: int = 4 * _GIB
    stores: int = _GIB
    bills: int = 20 * _GIB
    counters: int = 20_000  # of one shard: each has a consumer of 52 KiB in two streams (tried)

    @classmethod
    def of(cls, replicas: int, disk_mib: int) -> "Bounds":
        """What the streams with one shard may take of a server's disk; JetStream reserves it."""
        share = disk_mib * 2**20 // 20
        return cls(replicas, orders=10 * share, bills=6 * share, claims=3 * share, stores=share)


Config = Mapping[str, object]


def shard_streams(shard: str, bounds: Bounds) -> tuple[Config, ...]:
    """Orders, acts and claims of a shard."""
    return _orders(shard, bounds), _acts(shard, bounds), _claims(shard, bounds)


def common_streams(bounds: Bounds) -> tuple[Config, ...]:
    """The stores' records and the map of bills, one of each in a chain."""
    return (
        _one_a_subject(STORES, "posdesk.stores.*.record.*", None, bounds.stores, bounds),
        _one_a_subject(BILLS, "posdesk.bills.*.*", BILLS_KEPT, bounds.bills, bounds),
    )


def _orders(shard: str, bounds: Bounds) -> Config:
    return {
        **_stream(stream_of(shard), f"posdesk.{shard}.*.orders", KEPT, bounds),
        "discard": "new",
        "max_bytes": bounds.orders,
        "max_msgs_per_subject": A_SUBJECT,
        "discard_new_per_subject": True,
        "duplicate_window": _nanoseconds(timedelta(minutes=10)),  # a platform's repeats
        "max_consumers": bounds.counters,
    }


def _acts(shard: str, bounds: Bounds) -> Config:
    return {
        **_stream(acts_stream(shard), f"posdesk.{shard}.*.acts", KEPT, bounds),
        "discard": "old",
        "max_msgs_per_subject": A_SUBJECT,
        "max_msg_size": MOST_BYTES + _HEADERS,
        "max_consumers": bounds.counters,
    }


def _claims(shard: str, bounds: Bounds) -> Config:
    subject = f"posdesk.{shard}.*.claims.*"
    wanted = _one_a_subject(claims_stream(shard), subject, KEPT, bounds.claims, bounds)
    return {**wanted, "discard": "old", "max_msg_size": _MOST_CLAIM}


def _one_a_subject(
    name: str, subject: str, kept: timedelta | None, most_bytes: int, bounds: Bounds
) -> Config:
    return {
        **_stream(name, subject, kept, bounds),
        "discard": "new",
        "max_bytes": most_bytes,
        "max_msgs_per_subject": 1,
        "max_msg_size": MOST_BYTES,
    }


def _stream(name: str, subject: str, kept: timedelta | None, bounds: Bounds) -> dict[str, object]:
    return {
        "name": name,
        "subjects": [subject],
        "retention": "limits",
        "storage": "file",
        "num_replicas": bounds.replicas,
        "max_age": _nanoseconds(kept) if kept else 0,
        "max_msgs": -1,
        "max_bytes": -1,
        "max_consumers": -1,
        "duplicate_window": _nanoseconds(timedelta(minutes=2)),
        "allow_direct": True,
        "deny_delete": True,
        "deny_purge": True,
        "allow_rollup_hdrs": False,
    }


def _nanoseconds(span: timedelta) -> int:
    return int(span.total_seconds()) * _SECOND
