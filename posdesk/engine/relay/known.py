"""Tells the gateway of orders that it didn't send here, so that their cancels find the store (`known`).

From the journal, one after another, until it has each in its map.
"""

import asyncio
import logging
from functools import partial
from typing import Final

from posdesk.engine.loop import set_by_commits, wait_at_most
from posdesk.engine.relay.line import Line, NobodyAnswers
from posdesk.errors import DiskError
from posdesk.journal import Journal
from posdesk.journal.relay import known
from posdesk.platforms.relay import known_words
from posdesk.platforms.relay.unreadable import Unreadable

log = logging.getLogger(__name__)
AGAIN_S: Final = 30.0
PATIENCE_S: Final = 10.0  # the gateway answers after a replicated ack


class KnownOrders:
    """Everything runs in the engine's loop."""

    def __init__(self, journal: Journal, line: Line) -> None:
        """Nothing is told yet."""
        self._journal, self._line = journal, line

    async def run(self) -> None:
        """Tell what is to be told, on and on. Raises LineLost."""
        await asyncio.wrap_future(self._journal.write(known.begin))
        changed = asyncio.Event()
        with set_by_commits(changed, self._journal, {"orders"}):
            while True:
                changed.clear()
                try:
                    await self._tell_all()
                except (NobodyAnswers, DiskError, Unreadable) as error:
                    log.info("relay: an order of our own is told later: %s", error)
                    await asyncio.sleep(AGAIN_S)
                else:
                    await wait_at_most(changed, AGAIN_S)

    async def _tell_all(self) -> None:
        """Raises LineLost, NobodyAnswers, DiskError, Unreadable."""
        while (order := await asyncio.to_thread(self._journal.read, known.next_own)) is not None:
            reply = await self._told(order)
            if not reply.is_held:
                log.warning("relay: the gateway does not take order %s: %s", order.tbillno, reply.why)
            job = partial(known.told, number=order.number)
            await asyncio.wrap_future(self._journal.write(job))

    async def _told(self, order: known.OwnOrder) -> known_words.KnownReply:
        words = known_words.Known(order.key.partner, order.tbillno, order.key.ordered_at, order.billno)
        subject = self._line.identity.subjects.known
        answer = await self._line.request(subject, known_words.write(words), timeout_s=PATIENCE_S)
        return known_words.read_reply(answer.data)
