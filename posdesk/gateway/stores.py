"""The chain's stores as POSDESK-STORES has them, read at the start and followed from then on.

Read by a consumer of our own, made anew whenever anything is missing or quiet: after a restart a server may
be silent (relay.md). A record is never taken away, so that what was read before stays true until it is read
again; one that can't be read leaves the one before it in place.
"""

import asyncio
import logging
import os
import re
import secrets
from collections.abc import Iterator
from typing import Final

from nats.aio.msg import Msg

from posdesk.gateway.line import Line, LineError
from posdesk.host.logs import OnceLog
from posdesk.platforms.relay.records import BadRecord, StoreRecord, read_store
from posdesk.platforms.relay.subjects import STORES

log = logging.getLogger(__name__)
RECORDS: Final = "posdesk.stores.*.record.store"
QUIET_S: Final = 12.0
AGAIN_S: Final = 1.0
_SECOND: Final = 1_000_000_000  # nanoseconds
_SUBJECT: Final = re.compile(r"posdesk\.stores\.[^.]+\.record\.store")
_PLACE: Final = re.compile(
    rf"\$JS\.ACK\.(?:[^.]+\.[^.]+\.)?{STORES}\.([^.]+)\.\d+\.\d+\.(\d+)\.\d+\.(\d+)(?:\..+)?"
)
"""Of a message's reply subject: the consumer, the number in it, and how many are behind it."""


class Stores:
    """What is known of each store; looked up by its code, number or `storeuid`."""

    def __init__(self) -> None:
        """None is known."""
        self._of: dict[str, StoreRecord] = {}
        self._by_number: dict[int, set[str]] = {}
        self._by_uid: dict[int, set[str]] = {}

    def __len__(self) -> int:
        """How many there are."""
        return len(self._of)

    def __iter__(self) -> Iterator[StoreRecord]:
        """Each of them."""
        return iter(tuple(self._of.values()))

    @property
    def shards(self) -> frozenset[str]:
        """The shards that stores are in."""
        return frozenset(each.shard for each in self._of.values())

    def put(self, record: StoreRecord) -> None:
        """This is that store now."""
        old = self._of.get(record.store)
        if old is not None:
            self._drop(old)
        self._of[record.store] = record
        if record.store.isdecimal():
            self._by_number.setdefault(int(record.store), set()).add(record.store)
        for uid in record.uids:
            self._by_uid.setdefault(uid, set()).add(record.store)

    def of_code(self, code: str) -> StoreRecord | None:
        """The store of that code."""
        return self._of.get(code)

    def of_number(self, number: int) -> StoreRecord | None:
        """The only store whose code is that number, however many noughts it begins with."""
        return self._only(self._by_number.get(number))

    def of_uid(self, uid: int | None) -> StoreRecord | None:
        """The only store of that `storeuid`."""
        return None if uid is None else self._only(self._by_uid.get(uid))

    def _only(self, codes: set[str] | None) -> StoreRecord | None:
        return self._of[next(iter(codes))] if codes and len(codes) == 1 else None

    def _drop(self, record: StoreRecord) -> None:
        if record.store.isdecimal():
            self._by_number[int(record.store)].discard(record.store)
        for uid in record.uids:
            self._by_uid[uid].discard(record.store)


class StoreWatch:
    """Reads the records and follows them; `is_loaded` once all that there were have been read."""

    def __init__(self, line: Line, stores: Stores) -> None:
        """Nothing is read yet."""
        self._line, self._stores = line, stores
        self._said = OnceLog(log)
        self._name = f"gateway-{os.getpid()}-{secrets.token_hex(4)}"
        self._heard: asyncio.Queue[Msg] = asyncio.Queue()
        self.loaded = asyncio.Event()

    @property
    def is_loaded(self) -> bool:
        """Whether every record was read once."""
        return self.loaded.is_set()

    async def run(self) -> None:
        """Follow until cancelled."""
        while True:
            try:
                await self._follow()
            except LineError as error:
                self._said.warn_alone(f"gateway: the stores' records can't be followed: {error}")
            await asyncio.sleep(AGAIN_S)

    async def _follow(self) -> None:
        """From all records on, until one is missing or it is quiet. Raises LineError."""
        inbox = self._line.new_inbox()
        self._heard = asyncio.Queue()
        hearing = await self._line.subscribe(inbox, self._put)
        try:
            await self._make_consumer(inbox)
            await self._read()
        finally:
            await self._line.leave(hearing)

    async def _put(self, message: Msg) -> None:
        self._heard.put_nowait(message)

    async def _make_consumer(self, inbox: str) -> None:
        config = {
            "name": self._name,
            "deliver_subject": inbox,
            "filter_subject": RECORDS,
            "deliver_policy": "last_per_subject",
            "ack_policy": "none",
            "max_deliver": 1,
            "mem_storage": True,
            "num_replicas": 1,
            "idle_heartbeat": int(QUIET_S / 3) * _SECOND,
            "inactive_threshold": 300 * _SECOND,
        }
        try:
            await self._line.ask(f"CONSUMER.DELETE.{STORES}.{self._name}")
        except LineError as error:
            log.debug("gateway: no consumer of before: %s", error)
        said = await self._line.ask(
            f"CONSUMER.CREATE.{STORES}.{self._name}.{RECORDS}", {"stream_name": STORES, "config": config}
        )
        if said.get("num_pending") == 0:
            self._all_read()

    async def _read(self) -> None:
        """Comes back where anything is missing, or nothing came for too long."""
        awaited = 1
        while True:
            try:
                async with asyncio.timeout(QUIET_S):
                    message = await self._heard.get()
            except TimeoutError:
                return
            place = _PLACE.fullmatch(message.reply or "")
            if place is None or place[1] != self._name or _SUBJECT.fullmatch(message.subject) is None:
                continue  # a heartbeat, or what no consumer of ours sent
            if int(place[2]) != awaited:
                return
            awaited += 1
            self._take(message)
            if int(place[3]) == 0:
                self._all_read()

    def _take(self, message: Msg) -> None:
        try:
            self._stores.put(read_store(message.data))
        except BadRecord as error:
            self._said.warn(message.subject, f"gateway: {message.subject}: {error}")

    def _all_read(self) -> None:
        if not self.is_loaded:
            log.info("gateway: %d stores", len(self._stores))
        self.loaded.set()
        self._said.keep(lambda what: what.startswith("posdesk."))
