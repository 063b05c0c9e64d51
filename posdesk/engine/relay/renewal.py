"""What the chain changed of this counter: a new JWT, another shard, other servers, the store switched off.

The identity is read at each connection and daily, the store's record more often: a store that moves to
another shard has its orders there at once. The old shard is read to its end first.
"""

import asyncio
import logging
import random
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Final

from posdesk.engine.relay import identity
from posdesk.engine.relay.line import Line, NobodyAnswers
from posdesk.engine.relay.store_records import StoreRecords
from posdesk.platforms.relay.creds import BadCredentials, UserCredentials
from posdesk.platforms.relay.records import JwtRecord, StoreRecord
from posdesk.settings.relay import checked_server

log = logging.getLogger(__name__)
DAY_S: Final = 86_400.0
LOOK_S: Final = 60.0  # a store that moves: its orders lie in the other shard until then
READ_OUT_S: Final = 1.0
GIVEN_UP_S: Final = 300.0
"""An old shard that can't be read for so long, while connected, is gone: orders come in the other one."""


class Renewal:
    """Looks at the records of one connection; ends where that is to be begun anew."""

    def __init__(
        self,
        home: Path,
        line: Line,
        records: StoreRecords,
        *,
        lag: Callable[[], int | None],
        told: Callable[[StoreRecord | None], None],
        unread: Callable[[float], float],
        leave: Callable[[], Awaitable[None]],
    ) -> None:
        """`lag` says how much of the old shard is unread, `told` hears of the store's record.

        `unread` counts seconds more in which nobody could tell how much, and says how many these are by now,
        over however many connections; `leave` notes what may be lost with a shard that is left unread.
        """
        self._home, self._line, self._records = home, line, records
        self._lag, self._told, self._unread, self._leave = lag, told, unread, leave

    async def run(self) -> None:
        """Look until something is another; returns then. Raises LineLost."""
        epoch, since_jwt_s = None, DAY_S
        while True:
            try:
                record = await self._records.store()
                self._told(record)
                moved = record is not None and record.shard != self._line.identity.shard
                if (moved or since_jwt_s >= DAY_S) and await self._is_another():
                    return
                if record is not None and epoch not in {None, record.epoch}:
                    return
                epoch = record.epoch if record is not None else epoch
                since_jwt_s = 0.0 if since_jwt_s >= DAY_S else since_jwt_s
            except NobodyAnswers as error:
                log.info("relay: %s", error)
            pause_s = LOOK_S * random.uniform(0.8, 1.2)  # noqa: S311 - a spread, no secret
            await asyncio.sleep(pause_s)
            since_jwt_s += pause_s

    async def _is_another(self) -> bool:
        """Whether the chain renewed the identity; the new one is kept. Raises LineLost, NobodyAnswers."""
        record, known = await self._records.jwt(), self._line.identity
        if record is None:
            return False
        servers = tuple(each for each in record.servers if _is_server(each))
        if record.jwt == known.credentials.jwt and set(servers) <= set(known.servers):
            return False
        try:
            UserCredentials(record.jwt, known.credentials.seed).check()
        except BadCredentials as error:
            log.warning("relay: the chain's new JWT of this counter is not taken: %s", error)
            return False
        await self._read_out(record)
        return await self._kept(record.jwt, servers)

    async def _read_out(self, record: JwtRecord) -> None:
        """What lies in the old shard is read before: the new identity can't see it."""
        shard = self._line.identity.shard
        while record.shard != shard and self._lag() != 0:
            if self._unread(READ_OUT_S) >= GIVEN_UP_S:
                log.warning("relay: shard %s can't be read any more, it is left for %s", shard, record.shard)
                await self._leave()
                return
            await asyncio.sleep(READ_OUT_S)

    async def _kept(self, jwt: str, servers: tuple[str, ...]) -> bool:
        try:
            await asyncio.to_thread(identity.write, self._home, jwt, servers)
        except OSError as error:
            log.warning("relay: the renewed JWT can't be kept: %s", error)
            return False
        log.info("relay: the chain renewed this counter's identity")
        return True


def _is_server(address: str) -> bool:
    """Whether the chain's word names a server at which nothing can be read on the way."""
    try:
        checked_server(address)
    except ValueError:
        log.warning("relay: the chain names a server that is not taken: %.80r", address)
        return False
    return True
