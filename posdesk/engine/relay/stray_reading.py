"""Stray calls are read again when what refused them may have changed: settings, a key, the version.

So are the orders that another counter told of and that could not be read here.
"""

import asyncio
import logging
from typing import Final

from posdesk.domain.orders.refused import Refused
from posdesk.domain.relay.stray import CallByRelay
from posdesk.engine.listening.call_bodies import WorkSlots
from posdesk.engine.loop import wait_at_most
from posdesk.engine.relay.clock_offset import ClockOffset
from posdesk.engine.relay.relayed_call import CallReader
from posdesk.engine.relay.told_orders import WaitingOrders
from posdesk.errors import DiskError, TooManyParked
from posdesk.journal import Journal, Transaction
from posdesk.journal.relay import stray_calls
from posdesk.platforms.o2o import refused
from posdesk.platforms.o2o.answers import AnswerCode, CallRefused
from posdesk.settings.credentials import Credentials

log = logging.getLogger(__name__)
LOOK_S: Final = 5.0


class StrayReading:
    """Everything runs in the engine's loop. A new version reads at its start."""

    def __init__(
        self,
        journal: Journal,
        reader: CallReader,
        secrets: Credentials,
        *,
        slots: WorkSlots,
        offset: ClockOffset,
        told: WaitingOrders,
    ) -> None:
        """Nothing was read yet."""
        self._told = told
        self._journal, self._reader, self._secrets = journal, reader, secrets
        self._slots, self._offset = slots, offset
        self._asked = asyncio.Event()
        self._keys: tuple[str | None, ...] = ()

    def again(self) -> None:
        """Read them again now."""
        self._asked.set()

    async def run(self) -> None:
        """At the start, when asked, and when a key is another."""
        self.again()
        while True:
            partners = self._reader.settings.live_partners
            keys = tuple(self._secrets.get(each.secret_name) for each in partners)
            if self._asked.is_set() or keys != self._keys:
                self._asked.clear()
                self._keys = keys
                await self._read_all()
            await wait_at_most(self._asked, LOOK_S)

    async def _read_all(self) -> None:
        """One after another, in the order they came; a disk that fails is asked again at the next look."""
        number = 0
        try:
            while (found := await self._next(number)) is not None:
                number, call = found
                await self._read(number, call)
            await self._told.read_again()
        except DiskError as error:
            log.warning("relay: stray calls: %s", error)
            self._keys = ()

    async def _next(self, number: int) -> tuple[int, CallByRelay] | None:
        return await asyncio.to_thread(self._journal.read, lambda db: stray_calls.next_whole(db, number))

    async def _read(self, number: int, call: CallByRelay) -> None:
        """Raises DiskError."""
        try:
            understood = await self._reader.understood(call)

            def job(tx: Transaction) -> None:
                with tx.by_stream(call.received + self._offset.ahead):
                    understood.apply(tx)
                stray_calls.taken(tx, number)

            await asyncio.wrap_future(self._journal.write(job))
            log.info("relay: stray call %d of %s is taken", number, call.partner)
        except CallRefused as refusal:
            await self._still(number, call, refusal)
        except TooManyParked:
            await self._still(number, call, CallRefused(AnswerCode.NOT_STORED))
        except DiskError:
            raise
        except Exception:  # a bug of ours: it stays as it is, and the others are read
            log.exception("relay: stray call %d can't be read", number)

    async def _still(self, number: int, call: CallByRelay, refusal: CallRefused) -> None:
        why: Refused = await self._slots.run(call.body, lambda body: refused.told_of(body, refusal))
        await asyncio.wrap_future(self._journal.write(lambda tx: stray_calls.still(tx, number, why)))
