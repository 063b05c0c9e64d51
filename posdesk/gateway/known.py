"""`known`: a counter says that an order is at its store that no gateway sent there (relay.md).

It captured the order by its code, or its own listener took it; so that a cancel that comes to the gateway
finds the store. The counter repeats it from its journal until it is told that the map has it.
"""

import asyncio
import logging
import re
from typing import Final

from nats.aio.msg import Msg

from posdesk.domain.clock import Clock
from posdesk.domain.key_text import BadKey, key_text
from posdesk.gateway.bills import BillMap, bill_of
from posdesk.gateway.config import GatewayConfig
from posdesk.gateway.counting import Counting
from posdesk.gateway.line import Line, LineError
from posdesk.host.logs import OnceLog
from posdesk.platforms.relay.known_words import Known, KnownReply, read, write_reply
from posdesk.platforms.relay.subjects import text_of
from posdesk.platforms.relay.unreadable import Unreadable

log = logging.getLogger(__name__)
SUBJECT: Final = "posdesk.*.*.known"
_REQUEST: Final = re.compile(r"posdesk\.[^.]+\.[^.]+\.known")
QUEUE: Final = "gateway"  # of several gateways one answers
_AT_ONCE: Final = 32
_AGAIN_S: Final = 1.0
MOST_AT_ONCE: Final = 20_000  # of one store: fourteen busy days, told when it gets its relay
MORE_A_SECOND: Final = 0.25


class Shares:
    """How much of the map each store may still take; what it has used comes back with time.

    A number stays there for 14 days and costs each server memory: one stolen counter that says a thousand a
    second would leave no room for any store's orders.
    """

    def __init__(self, clock: Clock, most: int = MOST_AT_ONCE, more_a_second: float = MORE_A_SECOND) -> None:
        """All have all of it."""
        self._clock, self._most, self._more_a_second = clock, float(most), more_a_second
        self._left: dict[str, tuple[float, float]] = {}

    def take(self, store: str) -> bool:
        """One of that store's; False where it has none left."""
        now = self._clock.monotonic()
        left, at = self._left.get(store, (self._most, now))
        left = min(self._most, left + (now - at) * self._more_a_second)
        self._left[store] = (left - 1 if left >= 1 else left), now
        return left >= 1


class KnownOrders:
    """Takes what counters say into the map."""

    def __init__(
        self,
        line: Line,
        bills: BillMap,
        config: GatewayConfig,
        clock: Clock,
        metrics: Counting,
        *,
        shares: Shares | None = None,
    ) -> None:
        """Nothing is heard yet."""
        self._shares, self._said = shares or Shares(clock), OnceLog(log)
        self._line, self._bills, self._config = line, bills, config
        self._clock, self._metrics = clock, metrics
        self._turns = asyncio.Semaphore(_AT_ONCE)
        self._at_work: set[asyncio.Task[None]] = set()

    async def run(self) -> None:
        """Answer until cancelled; the subscription outlives a lost connection."""
        while True:
            try:
                await self._line.subscribe(SUBJECT, self._hear, queue=QUEUE)
            except LineError:  # the connection says so itself
                await asyncio.sleep(_AGAIN_S)
            else:
                await asyncio.Event().wait()

    async def _hear(self, message: Msg) -> None:
        """What a server delivers here by a consumer that some counter made is no request (tried)."""
        if _REQUEST.fullmatch(message.subject) is None or not message.reply or message.reply.startswith("$"):
            return
        if not self._is_within_share(message.subject.split(".")[2]):
            return  # without an answer the counter says it again, later
        await self._turns.acquire()
        task = asyncio.create_task(self._answer(message))
        self._at_work.add(task)
        task.add_done_callback(self._ended)

    def _is_within_share(self, store: str) -> bool:
        if self._shares.take(store):
            return True
        self._said.warn(store, f"gateway: store {store:.40} says that it has too many orders of its own")
        return False

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._at_work.discard(task)
        self._turns.release()

    async def _answer(self, message: Msg) -> None:
        """Without an answer the counter says it again."""
        try:
            reply = await self._reply(message)
            self._metrics.known(is_held=reply.is_held)
            await self._line.reply(message, write_reply(reply))
        except LineError as error:
            log.info("gateway: an order of a counter's own did not come into the map: %s", error)
        except Exception:
            log.exception("gateway: %s could not be answered", message.subject)

    async def _reply(self, message: Msg) -> KnownReply:
        """Raises LineError."""
        try:
            store, known = text_of(message.subject.split(".")[2]), read(message.data)
            number = _number(known)
        except (Unreadable, ValueError) as error:
            return KnownReply(is_held=False, why=str(error))
        if self._config.partner_named(known.partner) is None:
            return KnownReply(
                is_held=False,
                why=f"网关没有平台 {known.partner} / the gateway has no partner {known.partner}",
            )
        bill = bill_of(store, known.billno, known.ordered_at, self._clock.now(), is_own=True)
        await self._bills.note_known(known.partner, number, bill)
        return KnownReply(is_held=True)


def _number(known: Known) -> str:
    """Raises ValueError."""
    try:
        return key_text(known.tbillno)
    except BadKey as error:
        raise Unreadable(error.zh, error.en) from error
