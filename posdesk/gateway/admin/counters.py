"""`posdesk gateway counter enroll|renew|revoke`: who may connect as a counter of a store."""

from dataclasses import dataclass
from datetime import datetime

from posdesk.gateway.admin import identities, stores
from posdesk.gateway.admin.chain_folder import ChainError, ChainFolder
from posdesk.gateway.admin.connection import AdminConnection, connected
from posdesk.gateway.admin.identities import LINE_LIVES, counter_token, tell_servers
from posdesk.gateway.admin.stores import KnownStore
from posdesk.platforms.relay.enrolment import EnrolmentLine
from posdesk.platforms.relay.nkeys import Role, new_pair
from posdesk.platforms.relay.records import CounterRecord
from posdesk.platforms.relay.subjects import jwt_record, pc_record


@dataclass(frozen=True, slots=True)
class Enrolled:
    """The line for the counter's PC, a secret; and whether another PC was put out by it."""

    line: EnrolmentLine
    replaced: bool


async def enroll(
    folder: ChainFolder, store: str, counter: str, now: datetime, *, replace: bool = False
) -> Enrolled:
    """Let a counter in: `replace` where it is enrolled already, and its PC was broken or lost.

    Raises ChainError.
    """
    plan = folder.plan()
    async with connected(plan, folder.admin(now)) as servers:
        found = await stores.known(servers, store)
        old = found.record.counter(counter)
        if old and not replace:
            raise ChainError(
                f"Counter {counter} of store {store} is enrolled already. For a new PC in its place, or where"
                " the line was never used: --replace; the old PC is then put out."
            )
        if old:
            await _put_out(servers, folder, found, old, now)
            found = await stores.known(servers, store)
        pair = new_pair(Role.USER)
        enrolled = CounterRecord(counter, pair.public, now)
        record = found.record.with_counter(enrolled)
        await stores.write(servers, found, record)
        await identities.sign(servers, folder, record, enrolled, now)
    line = EnrolmentLine(
        servers=plan.servers,
        ca=plan.ca,
        shard=record.shard,
        store=store,
        counter=counter,
        seed=pair.seed,
        store_key=folder.store_key(store),
        jwt=counter_token(folder, record, enrolled, (now, LINE_LIVES)),
    )
    return Enrolled(line, replaced=old is not None)


async def revoke(folder: ChainFolder, store: str, counter: str, now: datetime) -> None:
    """Put a counter out at once, for good; another PC of that name is enrolled anew. Raises ChainError."""
    async with connected(folder.plan(), folder.admin(now)) as servers:
        found = await stores.known(servers, store)
        old = found.record.counter(counter)
        if old is None:
            raise ChainError(f"Store {store} has no counter {counter}.")
        await _put_out(servers, folder, found, old, now)


async def renew(folder: ChainFolder, now: datetime, store: str | None = None) -> int:
    """New identities for 400 days, of one store's counters or of all; how many. Raises ChainError.

    Nothing is done at the counters: each reads its own within a day.
    """
    all_stores = await stores.listed(folder, now)
    chosen = [each.record for each in all_stores if store in {None, each.record.store}]
    if store is not None and not chosen:
        raise ChainError(f"There is no store {store}.")
    async with connected(folder.plan(), folder.admin(now)) as servers:
        for record in chosen:
            for each in record.counters:
                await identities.sign(servers, folder, record, each, now)
    return sum(len(record.counters) for record in chosen)


async def _put_out(
    servers: AdminConnection, folder: ChainFolder, store: KnownStore, counter: CounterRecord, now: datetime
) -> None:
    """First on this machine, so that a command that was cut off is only done again."""
    folder.revoke(counter.user, now)
    await tell_servers(folder, now)
    for kind in (jwt_record(counter.counter), pc_record(counter.counter)):
        await identities.put(servers, store.record.store, kind, b"")
    await stores.write(servers, store, store.record.without(counter.counter))
