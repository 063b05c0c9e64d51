"""`posdesk gateway store add|disable|list`: which stores there are, and which shard has their orders."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from posdesk.domain.clock import in_china
from posdesk.gateway.admin.chain_folder import ChainError, ChainFolder
from posdesk.gateway.admin.connection import AdminConnection, connected
from posdesk.gateway.admin.identities import sign
from posdesk.platforms.relay import records, streams, subjects
from posdesk.platforms.relay.records import JwtRecord, PcRecord, StoreRecord
from posdesk.platforms.relay.streams import Bounds
from posdesk.platforms.relay.subjects import STORES, jwt_record, pc_record, record_subject
from posdesk.platforms.relay.unreadable import Unreadable

_AT_ONCE = 100  # records that are read together
_LONGEST_NAME = 64  # of a PC


@dataclass(frozen=True, slots=True)
class KnownStore:
    """A store's record, and its revision."""

    record: StoreRecord
    revision: int


@dataclass(frozen=True, slots=True)
class ListedCounter:
    """An enrolled counter: until when its identity is good (aware), and which PC took its place."""

    counter: str
    until: datetime | None
    pc: PcRecord | None


@dataclass(frozen=True, slots=True)
class ListedStore:
    """A store with its counters."""

    record: StoreRecord
    counters: tuple[ListedCounter, ...]


async def find(servers: AdminConnection, store: str) -> KnownStore | None:
    """A store as it is recorded, None where it never was. Raises ChainError for a record that is broken."""
    kept = await servers.read(STORES, record_subject(store, "store"))
    if not kept.data:
        return None
    try:
        return KnownStore(records.read_store(kept.data), kept.revision)
    except Unreadable as error:
        raise ChainError(f"The record of store {store} can't be read: {error.en}.") from error


async def known(servers: AdminConnection, store: str) -> KnownStore:
    """The same; raises ChainError where there is none."""
    found = await find(servers, store)
    if found is None:
        raise ChainError(f"There is no store {store}. Add it first: posdesk gateway store add {store}")
    return found


async def write(servers: AdminConnection, store: KnownStore, record: StoreRecord) -> None:
    """Put another record in the place of the one that was read."""
    await servers.write(record_subject(record.store, "store"), record.write(), store.revision)


async def add(
    folder: ChainFolder,
    store: str,
    now: datetime,
    *,
    name: str | None = None,
    uids: Sequence[int] | None = None,
    shard: str | None = None,
) -> StoreRecord:
    """A store that is new, or changed, or enabled again; its shard's streams are made if need be.

    What is None stays as it is. Raises ChainError.
    """
    plan = folder.plan()
    async with connected(plan, folder.admin(now)) as servers:
        bounds = Bounds.of(plan.replicas, plan.disk_mib)
        for config in streams.common_streams(bounds):
            await servers.make_stream(config)
        found = await find(servers, store)
        old = found.record if found else StoreRecord(store, shard or plan.shard)
        wanted = shard or old.shard
        epoch = await _shard(servers, wanted, bounds)
        found = await find(servers, store)  # a stream that is new gave this one another epoch, too
        record = replace(
            old,
            shard=wanted,
            epoch=epoch,
            name=old.name if name is None else name,
            uids=old.uids if uids is None else tuple(uids),
            disabled=False,
        )
        await _must_be_its_own(servers, record)
        await servers.write(record_subject(store, "store"), record.write(), found.revision if found else 0)
        if found and shard is not None:  # named again, a move that was cut off here goes on
            for counter in record.counters:
                await sign(servers, folder, record, counter, now)
        return record


async def disable(folder: ChainFolder, store: str, now: datetime) -> StoreRecord:
    """From now on it takes no new orders; events of what it has still pass. Raises ChainError."""
    async with connected(folder.plan(), folder.admin(now)) as servers:
        found = await known(servers, store)
        record = replace(found.record, disabled=True)
        await write(servers, found, record)
        return record


async def listed(folder: ChainFolder, now: datetime) -> tuple[ListedStore, ...]:
    """All stores by their codes, with their counters. Raises ChainError."""
    async with connected(folder.plan(), folder.admin(now)) as servers:
        if not await servers.has_stream(STORES):
            return ()
        found: list[ListedStore] = []
        all_records = await _records(servers)
        for start in range(0, len(all_records), _AT_ONCE):
            some = all_records[start : start + _AT_ONCE]
            found += await asyncio.gather(*(_listed(servers, each) for each in some))
        return tuple(found)


async def _shard(servers: AdminConnection, shard: str, bounds: Bounds) -> str:
    """The epoch of the shard's orders; where its stream is a new one, all its stores are told."""
    is_new = not await servers.has_stream(subjects.stream_of(shard))
    orders, *others = streams.shard_streams(shard, bounds)
    epoch = str((await servers.make_stream(orders))["created"])
    for config in others:
        await servers.make_stream(config)
    if is_new:
        for each in await _records(servers):
            if each.record.shard == shard:
                await write(servers, each, replace(each.record, epoch=epoch))
    return epoch


async def _must_be_its_own(servers: AdminConnection, record: StoreRecord) -> None:
    """An order that names a `storeuid` goes to one store."""
    if not record.uids:
        return
    for each in await _records(servers):
        doubled = set(record.uids) & set(each.record.uids)
        if doubled and each.record.store != record.store:
            raise ChainError(f"storeuid {min(doubled)} is store {each.record.store}'s already.")


async def _records(servers: AdminConnection) -> list[KnownStore]:
    found = await servers.subjects_in(STORES, "posdesk.stores.*.record.store")
    kept: list[KnownStore] = []
    for start in range(0, len(found), _AT_ONCE):
        some = found[start : start + _AT_ONCE]
        read = await asyncio.gather(*(servers.read(STORES, subject) for subject in some))
        kept += [KnownStore(records.read_store(each.data), each.revision) for each in read if each.data]
    return sorted(kept, key=lambda each: each.record.store)


async def _listed(servers: AdminConnection, store: KnownStore) -> ListedStore:
    counters = [await _counter(servers, store.record, each.counter) for each in store.record.counters]
    return ListedStore(store.record, tuple(counters))


async def _counter(servers: AdminConnection, record: StoreRecord, counter: str) -> ListedCounter:
    identity = await servers.read(STORES, record_subject(record.store, jwt_record(counter)))
    place = await servers.read(STORES, record_subject(record.store, pc_record(counter)))
    until, pc = None, None
    try:
        jwt: JwtRecord | None = records.read_jwt(identity.data)
        until = jwt.token.expires if jwt else None
        pc = _shown(records.read_pc(place.data))
    except (ValueError, OverflowError, RecursionError):  # a counter wrote it, or another version
        pc = None
    return ListedCounter(counter, until, pc)


def _shown(pc: PcRecord | None) -> PcRecord | None:
    """As it can stand on the administrator's terminal, whatever the counter wrote. Raises OverflowError."""
    if pc is None:
        return None
    name = "".join(each if each.isprintable() else "?" for each in pc.name[:_LONGEST_NAME])
    return replace(pc, name=name, since=in_china(pc.since))
