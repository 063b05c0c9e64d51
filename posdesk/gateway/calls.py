"""A platform's call at a chain's gateway: whose is it, do the servers keep it; only then code 0."""

import asyncio
import logging
import re
from typing import Final

from posdesk.domain.clock import Clock
from posdesk.engine.listening.call_bodies import WorkSlots
from posdesk.engine.listening.platform_calls import PlatformCalls
from posdesk.engine.listening.sender_proof import ClaimedSender, SenderProof
from posdesk.gateway.config import GatewayConfig, GatewaySecrets
from posdesk.gateway.counting import Counting
from posdesk.gateway.line import LineError
from posdesk.gateway.places import PlacedCall, Places
from posdesk.gateway.publisher import PATIENCE_S, Publisher, bodies_of
from posdesk.gateway.stores import StoreWatch
from posdesk.host.logs import OnceLog
from posdesk.platforms.o2o import reading, wire
from posdesk.platforms.o2o.answers import AnswerCode, CallRefused, answer, cancelled_items
from posdesk.platforms.o2o.forms import SignedCall
from posdesk.platforms.o2o.reading import GatewayCall
from posdesk.settings.settings import Partner

log = logging.getLogger(__name__)
_CODE: Final = re.compile(rb'\{"code":(\d+)')


class ChainCalls(PlatformCalls):
    """Answers the calls of every partner by what the chain's servers acknowledged."""

    def __init__(
        self,
        config: GatewayConfig,
        secrets: GatewaySecrets,
        clock: Clock,
        *,
        watch: StoreWatch,
        places: Places,
        publisher: Publisher,
        metrics: Counting,
    ) -> None:
        """Nothing is asked yet."""
        slots = WorkSlots()
        proof = SenderProof(
            config, secrets, clock, slots=slots, turned_away=SignCounts(metrics), trusts_loopback=False
        )
        super().__init__(config, proof, slots)
        self._config, self._secrets, self._clock = config, secrets, clock
        self._watch, self._places, self._publisher, self._metrics = watch, places, publisher, metrics
        self._said = OnceLog(log)

    @property
    def body_limit_bytes(self) -> int:
        """See `PlatformCalls`."""
        return self._config.listener.body_limit_bytes

    async def take(self, appid: str, sign: str, body: bytes, caller: str = "") -> bytes:
        """See `PlatformCalls`; counted and timed."""
        partner = self._config.partner_of_appid(appid)
        with self._metrics.answering():
            said = await super().take(appid, sign, body, caller)
        code = _CODE.match(said)
        self._metrics.answered(partner.name if partner else "", code[1].decode() if code else "")
        return said

    async def _taken(self, partner: Partner, caller: ClaimedSender, body: bytes) -> bytes:
        """See `PlatformCalls`."""
        call = await self._slots.run(body, reading.read_call)
        if not self._watch.is_loaded:
            raise CallRefused(AnswerCode.NOT_STORED, seq=call.echo)
        try:
            async with asyncio.timeout(PATIENCE_S):
                placed = await self._published(partner, caller, call, body)
        except (LineError, TimeoutError) as error:
            why = str(error) or "no acknowledgement in time"
            self._said.warn_alone(f"gateway: a call of {partner.name} could not be kept: {why}")
            raise CallRefused(AnswerCode.NOT_STORED, seq=call.echo) from error
        self._said.warn_alone("")
        bills = placed.cancelled
        return answer(AnswerCode.OK, call.echo, items=cancelled_items(bills) if bills else None)

    async def _published(
        self, partner: Partner, caller: ClaimedSender, call: GatewayCall, body: bytes
    ) -> PlacedCall:
        """Raises CallRefused and LineError."""
        now = self._clock.now()
        if reading.kind_of(call) == wire.ADD:
            placed = await self._slots.run(body, lambda _: self._places.orders(partner.name, call, now))
        else:
            placed = await self._places.events(partner.name, call)
        appkey = self._secrets.get(partner.secret_name)
        bodies = bodies_of(partner, appkey, caller, body, placed)
        await self._publisher.publish(partner.name, placed, bodies, now)
        return placed

    async def _keep(self, partner: Partner, body: bytes, refusal: CallRefused) -> None:
        """See `PlatformCalls`: the log has its words, and no store hears of it."""
        self._metrics.refused(partner.name)


class SignCounts:
    """Counts wrong signs; nothing of such a call is kept."""

    def __init__(self, metrics: Counting) -> None:
        """None was counted yet."""
        self._metrics, self._said = metrics, OnceLog(log)

    def wrongly_signed(self, partner: str) -> None:
        """See `SignWitness`."""
        self._metrics.wrongly_signed(partner)
        self._said.warn(partner, f"gateway: calls under the appid of {partner} are wrongly signed")

    def unproven(self, partner: str, call: SignedCall, address: str) -> None:
        """See `SignWitness`."""

    def stranger(self, appid: str, address: str) -> None:
        """See `SignWitness`."""

    def proven(self, partner: str) -> None:
        """See `SignWitness`."""
        self._said.over(partner)
