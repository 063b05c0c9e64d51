"""Whether the chain's streams are as relay.md wants them; the admin's command makes them, the gateway looks.

What differs is said in the log once and counted in `/metrics`: with the wrong bounds an order that was
answered 0 could be thrown out by later ones.
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Iterator, Mapping
from typing import Final

from posdesk.gateway.line import Line, LineError, Refused
from posdesk.gateway.stores import Stores
from posdesk.host.logs import OnceLog
from posdesk.platforms.relay.streams import Bounds, common_streams, shard_streams
from posdesk.platforms.relay.subjects import stream_of

log = logging.getLogger(__name__)
EVERY_S: Final = 60.0
_SOON_S: Final = 2.0
HEADERS_BYTES: Final = 16 * 1024  # beside a call's body
_OF_ITS_SERVERS: Final = frozenset({"num_replicas", "max_bytes", "max_consumers"})
_TIDIED: Final = frozenset({"duplicate_window", "max_msg_size"})  # the server's own words for some values


def faults_of(wanted: Mapping[str, object], found: Mapping[str, object], replicas: int) -> list[str]:
    """What is wrong with a stream's configuration, in words; `replicas` is the fewest that will do."""
    name = wanted["name"]
    said = [
        f"{name}: {key} is {found.get(key)!r}, it must be {value!r}"
        for key, value in wanted.items()
        if key not in _OF_ITS_SERVERS | _TIDIED and found.get(key, _default_of(value)) != value
    ]
    copies = copies_of(found)
    if copies < replicas:
        said.append(
            f"{name}: num_replicas is {copies}, nats.replicas says {replicas}: code 0 means that so few"
            " servers have the order. posdesk gateway store add raises it, once so many servers run"
        )
    bytes_ = found.get("max_bytes", -1)
    if wanted["discard"] == "new" and isinstance(bytes_, int) and bytes_ <= 0:
        said.append(f"{name}: max_bytes is not set: a full disk would stop the whole server")
    return said


def copies_of(found: Mapping[str, object]) -> int:
    """On how many servers what a stream has acknowledged stands."""
    copies = found.get("num_replicas", 1)
    return copies if isinstance(copies, int) else 1


def _default_of(value: object) -> object:
    """A server leaves away what is false."""
    return False if isinstance(value, bool) else None


class StreamCheck:
    """Looks at the streams once a minute."""

    def __init__(self, line: Line, stores: Stores, *, replicas: int, body_limit_bytes: int) -> None:
        """Nothing was looked at yet."""
        self._line, self._stores, self._replicas = line, stores, replicas
        self._body_limit = body_limit_bytes
        self._said = OnceLog(log)
        self.faults: tuple[str, ...] = ()
        self.missing_copies = 0
        """How many copies the stream that has the fewest lacks of those that are wanted."""
        self._lacking: dict[str, int] = {}

    async def run(self) -> None:
        """Look until cancelled."""
        while True:
            try:
                self._lacking = {}
                self.faults = tuple([each async for each in self._found()])
                self.missing_copies = max(self._lacking.values(), default=0)
            except LineError:  # the connection says so itself
                await asyncio.sleep(_SOON_S)
                continue
            for each in self.faults:
                self._said.warn(each, f"gateway: {each}")
            self._said.keep(lambda what: what in self.faults)
            await asyncio.sleep(EVERY_S if self._stores.shards else _SOON_S)

    async def _found(self) -> AsyncIterator[str]:
        wanted_bytes = self._body_limit + HEADERS_BYTES
        if self._line.most_bytes < wanted_bytes:
            yield (
                f"the servers take {self._line.most_bytes} bytes a message, a call of"
                f" listener.body_limit_bytes needs {wanted_bytes}: raise max_payload there"
            )
        for wanted in self._wanted():
            name = str(wanted["name"])
            try:
                info = await self._line.ask(f"STREAM.INFO.{name}")
            except Refused as error:
                yield f"{name}: {error}. posdesk gateway store add makes it"
                continue
            config = info.get("config")
            config = config if isinstance(config, dict) else {}
            self._lacking[name] = max(0, self._replicas - copies_of(config))
            for fault in faults_of(wanted, config, self._replicas):
                yield fault
            for fault in self._strange_epochs(name, str(info.get("created", ""))):
                yield fault

    def _wanted(self) -> Iterator[Mapping[str, object]]:
        yield from common_streams(Bounds())
        for shard in sorted(self._stores.shards):
            yield from shard_streams(shard, Bounds())

    def _strange_epochs(self, name: str, created: str) -> Iterator[str]:
        """A stream that was made anew: counters look for their place in the one before."""
        for shard in self._stores.shards:
            if stream_of(shard) != name:
                continue
            others = [each.store for each in self._stores if each.shard == shard and each.epoch != created]
            if others:
                yield (
                    f"{name} was made anew: {len(others)} stores' records name the one before, as"
                    f" {others[0]}'s. posdesk gateway store add writes them anew"
                )
