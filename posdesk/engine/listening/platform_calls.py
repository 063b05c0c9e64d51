"""A platform's call: who calls, is it signed, and the words of every refusal; what comes of it is elsewhere.

The counter's listener and a chain's gateway answer by the same rules and codes (relay.md).
"""

import logging
from abc import ABC, abstractmethod

from posdesk.domain.key_text import BadKey, key_text
from posdesk.engine.listening.call_bodies import WorkSlots
from posdesk.engine.listening.sender_proof import WRONG, Callers, ClaimedSender, SenderProof
from posdesk.platforms.o2o import reading
from posdesk.platforms.o2o.answers import AnswerCode, CallRefused, Echo, answer, both
from posdesk.settings.settings import Partner

log = logging.getLogger(__name__)
ECHO_LIMIT_BYTES = 64 * 1024


class PlatformCalls(ABC):
    """Answers the calls of every partner."""

    def __init__(self, callers: Callers, proof: SenderProof, slots: WorkSlots) -> None:
        """Nothing is opened here."""
        self.proof = proof
        self._callers, self._slots = callers, slots

    @property
    @abstractmethod
    def body_limit_bytes(self) -> int:
        """How long a body may be."""

    @abstractmethod
    async def _taken(self, partner: Partner, caller: ClaimedSender, body: bytes) -> bytes:
        """The reply to a call that has proved its sender. Raises CallRefused."""

    @abstractmethod
    async def _keep(self, partner: Partner, body: bytes, refusal: CallRefused) -> None:
        """A rightly signed call is refused for its content: somebody of ours should hear of it."""

    def stranger(self, caller: ClaimedSender) -> bytes | None:
        """The reply to a call that can't be right, before its body is read; None where it may be."""
        return self.proof.stranger(caller)

    async def take(self, appid: str, sign: str, body: bytes, caller: str = "") -> bytes:
        """The reply to one call from the address `caller`.

        Raises nothing: whatever goes wrong is an answer other than 0.
        """
        try:
            return await self._answered(ClaimedSender(appid, sign, caller), body)
        except CallRefused as refusal:
            if refusal.code is AnswerCode.UNKNOWN_APPID:
                self.proof.note_stranger(appid, caller)
            if refusal.code in WRONG and self.proof.counts_wrong(caller):
                return answer(AnswerCode.TOO_MANY_CALLS, "")
            log.warning("gateway: refused a call of appid %.40r: %s", appid, refusal.msg)
            return answer(refusal.code, refusal.seq or await self._seq_of(body), refusal.msg)
        except Exception:
            log.exception("gateway: a call of appid %.40r failed", appid)
            return answer(AnswerCode.OUR_FAULT, await self._seq_of(body))

    async def _answered(self, caller: ClaimedSender, body: bytes) -> bytes:
        """The reply to a call that is taken. Raises CallRefused; a refusal for its content is kept."""
        partner = self._partner(caller.appid)
        await self.proof.check(partner, caller, body)
        try:
            return await self._taken(partner, caller, body)
        except CallRefused as refusal:
            if refusal.is_for_content:
                await self._keep(partner, body, refusal)
            raise

    async def odd(self, words: tuple[str, str], caller: ClaimedSender, body: bytes | None) -> bytes:
        """The reply to a call whose head says that its body can't be taken; None where it was not read."""
        return await self._turn_away(CallRefused(AnswerCode.NOT_TAKEN, both(*words)), caller, body)

    async def too_large(self, caller: ClaimedSender, body: bytes | None) -> bytes:
        """The reply to a body over the limit; None where it was not read to its end."""
        limit = self.body_limit_bytes
        zh, en = f"请求体超过 {limit} 字节", f"the body is over {limit} bytes"
        return await self._turn_away(CallRefused(AnswerCode.TOO_LARGE, f"{zh} / {en}"), caller, body)

    async def _turn_away(self, refusal: CallRefused, caller: ClaimedSender, body: bytes | None) -> bytes:
        """The reply to a call that is not taken, whatever it says; kept where its sender proves himself."""
        partner = self._callers.partner_of_appid(caller.appid)
        if partner is None or body is None:
            return answer(refusal.code, "", refusal.msg)
        try:
            await self.proof.check(partner, caller, body)
            await self._keep(partner, body, refusal)
        except CallRefused as unproven:
            if unproven.code in WRONG:
                self.proof.counts_wrong(caller.address)
        except Exception:
            log.exception("gateway: a refused call of appid %.40r could not be kept", caller.appid)
        return answer(refusal.code, "", refusal.msg)

    def _partner(self, appid: str) -> Partner:
        """Raises CallRefused."""
        if not self._callers.live_partners:
            raise CallRefused(AnswerCode.UNKNOWN_APPID)
        partner = self._callers.partner_of_appid(appid)
        if partner is None:
            raise CallRefused(AnswerCode.UNKNOWN_APPID, f"appid: {both(*_unknown(appid))}")
        return partner

    async def _seq_of(self, body: bytes) -> Echo:
        """The `seq` to echo, where it can be had cheaply: a stranger's large body is not worth a look."""
        if len(body) > ECHO_LIMIT_BYTES:
            return ""
        seq = (await self._slots.scan(body)).seq
        return seq if len(seq) <= reading.LONGEST_SEQ else ""


def _unknown(appid: str) -> tuple[str, str]:
    """Why it is nobody's: an invisible character in it is named."""
    shown = appid[:40]
    try:
        key_text(appid)
    except BadKey as error:
        return error.zh, error.en
    return f"未知 “{shown}”", f"{shown!r} is not known"
