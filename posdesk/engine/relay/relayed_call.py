"""A call that the gateway handed on, read by the same rules as one that came to the listener (relay.md).

The signature is checked here, too: who breaks into the gateway's way makes no order. What can't be taken is
a stray call, never lost: the platform was answered 0.
"""

from dataclasses import dataclass
from urllib.parse import parse_qsl

from posdesk.domain.relay.stray import CallByRelay
from posdesk.engine.listening.call_bodies import WorkSlots
from posdesk.engine.listening.call_effects import apply_call
from posdesk.engine.listening.sender_proof import SenderProof
from posdesk.journal import Transaction
from posdesk.platforms.o2o import reading
from posdesk.platforms.o2o.answers import AnswerCode, CallRefused, both
from posdesk.settings.settings import Partner, Settings

_HALF_SIGNED = (
    "此平台的签名不包含请求体，不能经总部接收",
    "this partner's signature does not cover the body: its calls are not taken by the relay",
)


@dataclass(frozen=True, slots=True)
class Understood:
    """A call that proved its sender, and what it says, by these settings."""

    settings: Settings
    partner: Partner
    call: reading.GatewayCall
    events: tuple[reading.Event, ...]

    def apply(self, tx: Transaction) -> None:
        """Write it down. Raises TooManyParked."""
        apply_call(tx, self.settings, self.partner, self.call, self.events)


class CallReader:
    """Says what a call means, or why it can't be taken."""

    def __init__(self, settings: Settings, proof: SenderProof, slots: WorkSlots) -> None:
        """`proof` is the listener's: both ways go by the same keys."""
        self.settings, self._proof, self._slots = settings, proof, slots

    def adopt(self, settings: Settings) -> None:
        """Go by these settings from now on. In the engine's loop."""
        self.settings = settings

    async def understood(self, relayed: CallByRelay) -> Understood:
        """What it says. Raises CallRefused."""
        settings = self.settings
        query = dict(parse_qsl(relayed.query, keep_blank_values=True))
        partner = self._partner(settings, relayed, query.get("appid", ""))
        await self._proof.form_of(partner, query.get("sign", ""), relayed.body)
        if not settings.reaches(partner):
            raise CallRefused(AnswerCode.NO_SIGNATURE, both(*_HALF_SIGNED))
        if len(relayed.body) > settings.listener.body_limit_bytes:
            raise CallRefused(AnswerCode.TOO_LARGE)

        def read(body: bytes) -> tuple[reading.GatewayCall, tuple[reading.Event, ...]]:
            call = reading.read_call(body)
            return call, reading.read_events(call, settings.store)

        return Understood(settings, partner, *await self._slots.run(relayed.body, read))

    def _partner(self, settings: Settings, relayed: CallByRelay, appid: str) -> Partner:
        """Raises CallRefused; a platform must have one name in a chain: orders are known by it."""
        partner = settings.partner_of_appid(appid)
        if partner is None:
            zh = f"本机没有平台 {relayed.partner}（appid {appid[:40]}）"
            en = f"this counter has no platform {relayed.partner} (appid {appid[:40]})"
            raise CallRefused(AnswerCode.UNKNOWN_APPID, both(zh, en))
        if partner.name != relayed.partner:
            zh = f"此平台在总部叫 {relayed.partner}，在本机叫 {partner.name}：名称须一致"
            en = (
                f"the chain calls this platform {relayed.partner}, this counter {partner.name}: name it alike"
            )
            raise CallRefused(AnswerCode.UNKNOWN_APPID, both(zh, en))
        return partner
