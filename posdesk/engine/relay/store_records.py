"""What the chain keeps of this store and counter (`POSDESK-STORES`), read and written over a line."""

import logging
from datetime import datetime
from typing import Final

from posdesk.engine.relay import last_message
from posdesk.engine.relay.last_message import WrongRevision
from posdesk.engine.relay.line import Line, LineLost
from posdesk.platforms.relay.records import (
    BadRecord,
    JwtRecord,
    PcRecord,
    StoreRecord,
    read_jwt,
    read_pc,
    read_store,
)
from posdesk.platforms.relay.subjects import STORES, jwt_record, pc_record

log = logging.getLogger(__name__)
_TRIES: Final = 3


class StoreRecords:
    """The records of the store over one connection. Every method raises LineLost and NobodyAnswers."""

    def __init__(self, line: Line) -> None:
        """Nothing is asked yet."""
        self._line, self._identity = line, line.identity

    async def store(self) -> StoreRecord | None:
        """The store's own; None where there is none, or none that can be read."""
        data, _ = await self._get("store")
        try:
            return read_store(data) if data else None
        except BadRecord as error:
            log.warning("relay: %s", error.en)
            return None

    async def jwt(self) -> JwtRecord | None:
        """This counter's identity as the chain renewed it last; None where none can be had."""
        data, _ = await self._get(jwt_record(self._identity.counter))
        try:
            return read_jwt(data)
        except BadRecord as error:
            log.warning("relay: %s", error.en)
            return None

    async def take_place(self, machine: str, name: str, now: datetime) -> PcRecord | None:
        """Be the one PC of this counter. Returns who holds the place already, None where it is ours.

        The first one writes its machine's id; a second is told, until the chain clears the place.
        """
        kind = pc_record(self._identity.counter)
        for _ in range(_TRIES):
            data, revision = await self._get(kind)
            try:
                holder = read_pc(data)
            except BadRecord as error:
                log.warning("relay: %s", error.en)
                return None
            if holder is not None:
                return None if holder.machine == machine else holder
            if await self._put(kind, PcRecord(machine, name, now).write(), revision):
                return None
        raise LineLost("the counter's place is being written by somebody else")

    async def _get(self, kind: str) -> tuple[bytes, int]:
        """A record and its revision; nothing and 0 where there is none."""
        stood = await last_message.read(self._line, STORES, self._identity.subjects.record(kind))
        return (stood.data, stood.revision) if stood is not None else (b"", 0)

    async def _put(self, kind: str, data: bytes, revision: int) -> bool:
        """Whether nobody wrote it since that revision."""
        subject = self._identity.subjects.record(kind)
        try:
            await last_message.write(self._line, subject, data, {}, revision)
        except WrongRevision:
            return False
        return True
