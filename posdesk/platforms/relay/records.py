"""What POSDESK-STORES keeps of a store: its record, its counters' identities, and their PCs (relay.md)."""

import json
from dataclasses import dataclass, replace
from datetime import datetime

from posdesk.platforms.relay.sealed_json import moment_text, read_moment
from posdesk.platforms.relay.subjects import checked_shard
from posdesk.platforms.relay.tokens import Token
from posdesk.platforms.relay.tokens import read as read_token
from posdesk.platforms.relay.unreadable import Unreadable


class BadRecord(Unreadable):
    """A record that nobody can read."""


@dataclass(frozen=True, slots=True)
class CounterRecord:
    """An enrolled counter: its user's public key, and since when (aware)."""

    counter: str
    user: str
    since: datetime


@dataclass(frozen=True, slots=True)
class StoreRecord:
    """`record.store`: where a store's orders go, and who may read them.

    `epoch` is the orders stream's `created`, new with each stream. `uids` are the platforms' `storeuid`s
    of this store. A disabled store takes no new orders; its events pass.
    """

    store: str
    shard: str
    epoch: str = ""
    name: str = ""
    disabled: bool = False
    uids: tuple[int, ...] = ()
    counters: tuple[CounterRecord, ...] = ()

    def counter(self, counter: str) -> CounterRecord | None:
        """What is known of an enrolled one."""
        return next((each for each in self.counters if each.counter == counter), None)

    def with_counter(self, counter: CounterRecord) -> "StoreRecord":
        """The same with that one, in the place of any of its name."""
        return replace(self, counters=(*self.without(counter.counter).counters, counter))

    def without(self, counter: str) -> "StoreRecord":
        """The same without that one."""
        return replace(self, counters=tuple(each for each in self.counters if each.counter != counter))

    def write(self) -> bytes:
        """As it stands in the stream."""
        return _json(
            {
                "store": self.store,
                "shard": self.shard,
                "epoch": self.epoch,
                "name": self.name,
                "disabled": self.disabled,
                "uids": list(self.uids),
                "counters": [
                    {"counter": each.counter, "user": each.user, "since": moment_text(each.since)}
                    for each in self.counters
                ],
            }
        )


def read_store(data: bytes) -> StoreRecord:
    """A store's record. Raises BadRecord."""
    try:
        value = json.loads(data)
        return StoreRecord(
            store=_text(value["store"]),
            shard=checked_shard(_text(value["shard"])),
            epoch=_text(value["epoch"]),
            name=_text(value["name"]),
            disabled=bool(value["disabled"]),
            uids=tuple(int(each) for each in value["uids"]),
            counters=tuple(
                CounterRecord(
                    _text(each["counter"]), _text(each["user"]), read_moment(_text(each["since"]), "since")
                )
                for each in value["counters"]
            ),
        )
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise _bad("store") from error


@dataclass(frozen=True, slots=True)
class PcRecord:
    """`pc-<counter>`: which PC took the counter's place; `machine` is that PC's own id, aware `since`."""

    machine: str
    name: str
    since: datetime

    def write(self) -> bytes:
        """As it stands in the stream."""
        return _json({"machine": self.machine, "name": self.name, "since": moment_text(self.since)})


def read_pc(data: bytes) -> PcRecord | None:
    """A PC's record, None for an empty one: the place is free. Raises BadRecord."""
    if not data:
        return None
    try:
        value = json.loads(data)
        return PcRecord(
            _text(value["machine"]), _text(value["name"]), read_moment(_text(value["since"]), "since")
        )
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise _bad("pc") from error


@dataclass(frozen=True, slots=True)
class JwtRecord:
    """`jwt-<counter>`: the identity for 400 days, and where the chain's servers are now.

    The counter reads it daily: renewal, another shard and another server reach it by this.
    """

    jwt: str
    shard: str
    servers: tuple[str, ...] = ()

    @property
    def token(self) -> Token:
        """What the JWT says. Raises BadToken."""
        return read_token(self.jwt)

    def write(self) -> bytes:
        """As it stands in the stream."""
        return _json({"jwt": self.jwt, "shard": self.shard, "servers": list(self.servers)})


def read_jwt(data: bytes) -> JwtRecord | None:
    """A counter's identity, None for an empty one: it is revoked. Raises BadRecord."""
    if not data:
        return None
    try:
        value = json.loads(data)
        servers = tuple(_text(each) for each in value["servers"])
        return JwtRecord(_text(value["jwt"]), checked_shard(_text(value["shard"])), servers)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise _bad("jwt") from error


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError("no text")
    return value


def _json(value: dict[str, object]) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")


def _bad(what: str) -> BadRecord:
    return BadRecord(f"门店登记 {what} 无法读取", f"the store's record {what} can't be read")
