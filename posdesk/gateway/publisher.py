"""A call that is placed goes to its stores: the bills' map first, then each store's own message.

Done means acknowledged by the servers that keep copies; anything else proves nothing, and the platform sends
it again. A store that has one of two parts by then takes the repeat as one.
"""

import asyncio
import logging
from collections.abc import Awaitable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from urllib.parse import urlencode

from posdesk.engine.listening.sender_proof import ClaimedSender
from posdesk.gateway.bills import BillMap
from posdesk.gateway.health import PublishHealth
from posdesk.gateway.line import Ack, Line
from posdesk.gateway.places import PlacedCall
from posdesk.platforms.o2o import scanner, signature
from posdesk.platforms.o2o.parting import parted
from posdesk.platforms.relay.order_message import OrderMessage
from posdesk.platforms.relay.records import StoreRecord
from posdesk.platforms.relay.subjects import BILLS, StoreSubjects, stream_of
from posdesk.settings.settings import Partner

log = logging.getLogger(__name__)
PATIENCE_S: Final = 10.0
_BILLS_AT_ONCE: Final = 16


@dataclass(frozen=True, slots=True)
class SignedBody:
    """What a store gets, and the query that proves it to its counter."""

    body: bytes
    query: str


class Publisher:
    """Publishes, and comes back once all of it is acknowledged."""

    def __init__(self, line: Line, bills: BillMap, published: PublishHealth) -> None:
        """Nothing was published yet."""
        self._line, self._bills, self._published = line, bills, published

    async def publish(
        self, partner: str, placed: PlacedCall, bodies: dict[str, SignedBody], received: datetime
    ) -> None:
        """All of a call: `bodies` by store, `received` (aware) is when it came. Raises LineError."""
        turns = asyncio.Semaphore(_BILLS_AT_ONCE)

        async def noted(tbillno: str, at: int) -> None:
            async with turns:
                with self._published.publishing(BILLS):
                    await self._bills.note(partner, tbillno, placed.bills[at][1])

        await _all(noted(tbillno, at) for at, (tbillno, _) in enumerate(placed.bills))
        await _all(
            self._order(OrderMessage(code, partner, each.query, each.body, received, record.epoch), record)
            for code, each in bodies.items()
            for record in [placed.stores[code]]
        )

    async def _order(self, message: OrderMessage, store: StoreRecord) -> None:
        stream, subject = stream_of(store.shard), StoreSubjects(store.shard, store.store).orders
        with self._published.publishing(stream):
            ack: Ack = await self._line.publish(
                stream, subject, message.body, message.headers(), timeout_s=PATIENCE_S
            )
        again = " again" if ack.is_repeat else ""
        log.info(
            "gateway: %s to store %.40s, %s %d%s", message.partner, store.store, stream, ack.sequence, again
        )


async def _all(acts: Iterable[Awaitable[None]]) -> None:
    """All of them at once. Raises the first failure once each has ended: none is left behind."""
    ended = await asyncio.gather(*acts, return_exceptions=True)
    for each in ended:
        if isinstance(each, BaseException):
            raise each


def bodies_of(
    partner: Partner, appkey: str | None, caller: ClaimedSender, body: bytes, placed: PlacedCall
) -> dict[str, SignedBody]:
    """What each store gets: the call as it came where all of it is one store's, else its own items alone.

    The whole would show one store another's customers, and its counter would refuse it.
    """
    if len(placed.parts) == 1:
        return {store: SignedBody(body, _query(caller.appid, caller.sign)) for store in placed.parts}
    bodies = parted(body, tuple(placed.parts.values()))
    return {
        store: SignedBody(part, _query(partner.appid, _sign(partner, appkey, part)))
        for store, part in zip(placed.parts, bodies, strict=True)
    }


def _sign(partner: Partner, appkey: str | None, body: bytes) -> str:
    recipe = partner.signature
    if recipe == "none" or appkey is None:
        return ""
    said = scanner.scan(body)
    return signature.sign(recipe, appid=partner.appid, appkey=appkey, body=body, cmd=said.cmd, seq=said.seq)


def _query(appid: str, sign: str) -> str:
    """Nothing else of the call's query goes on: a token of some proxy is nobody's business."""
    return urlencode({"appid": appid, "sign": sign}, errors="replace")
