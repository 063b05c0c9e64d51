"""A counter's identity for 400 days: signed for its public key, and laid where it reads it daily."""

from datetime import datetime, timedelta
from typing import Final

from posdesk.gateway.admin.chain_folder import ChainFolder
from posdesk.gateway.admin.connection import AdminConnection, connected
from posdesk.platforms.relay.accounts import MOST_PAYLOAD, MOST_SUBSCRIPTIONS, counter_permissions
from posdesk.platforms.relay.records import CounterRecord, JwtRecord, StoreRecord
from posdesk.platforms.relay.subjects import STORES, jwt_record, record_subject
from posdesk.platforms.relay.tokens import user_token

LIVES: Final = timedelta(days=400)
LINE_LIVES: Final = timedelta(hours=24)


def counter_token(
    folder: ChainFolder, record: StoreRecord, counter: CounterRecord, lasts: tuple[datetime, timedelta]
) -> str:
    """The JWT of a counter's user, with all that it may do in its store; `lasts`: from when, how long."""
    now, lives = lasts
    return user_token(
        folder.keys().counters,
        counter.user,
        f"{record.store}/{counter.counter}",
        counter_permissions(record.shard, record.store, counter.counter),
        now,
        expires=now + lives,
        most_subscriptions=MOST_SUBSCRIPTIONS,
        most_payload=MOST_PAYLOAD,
    )


async def sign(
    servers: AdminConnection, folder: ChainFolder, record: StoreRecord, counter: CounterRecord, now: datetime
) -> None:
    """Lay a new identity down for 400 days; the counter that runs takes it within a day."""
    jwt = counter_token(folder, record, counter, (now, LIVES))
    said = JwtRecord(jwt, record.shard, folder.plan().servers)
    await put(servers, record.store, jwt_record(counter.counter), said.write())


async def put(servers: AdminConnection, store: str, kind: str, data: bytes) -> None:
    """Write a store's record, whatever stands there."""
    subject = record_subject(store, kind)
    kept = await servers.read(STORES, subject)
    if kept.data != data:  # an empty one is written over another only: the first PC expects revision 0
        await servers.write(subject, data, kept.revision)


async def tell_servers(folder: ChainFolder, now: datetime) -> None:
    """Hand all servers the accounts with those who were revoked: they are put out at once."""
    async with connected(folder.plan(), folder.revoker(now)) as system:
        for token in folder.account_tokens(now):
            await system.hand_over(token)


async def renew_gateway(folder: ChainFolder, now: datetime) -> None:
    """Another `nats.creds` for the gateways; whoever has the one before is put out. Raises ChainError."""
    folder.renew_gateway(now)
    await tell_servers(folder, now)
