"""Whether a call's sender is who he says he is, before anything of a stranger's body is parsed.

Wrongly signed calls are counted by address (row 58); rightly signed ones never are.
"""

import logging
from collections import OrderedDict, deque
from typing import Protocol

from posdesk.domain.clock import Clock
from posdesk.engine.listening.call_bodies import Busy, WorkSlots
from posdesk.engine.listening.exposure import is_loopback
from posdesk.engine.listening.form_print import KeyedForm, keyed
from posdesk.platforms.o2o import scanner, signature
from posdesk.platforms.o2o.answers import AnswerCode, CallRefused, answer, both
from posdesk.platforms.o2o.forms import SignedCall
from posdesk.records import dataclass
from posdesk.settings.settings import Partner

MOST = 20  # wrong ones within the window; what comes after is turned away in few words
WINDOW_S = 60.0
MOST_ADDRESSES = 1024  # remembered; of more the one heard of longest ago is forgotten


class FailedSignatures:
    """Wrongly signed calls within the last minute, by address."""

    def __init__(self, clock: Clock) -> None:
        """No call was counted yet."""
        self._clock = clock
        self._of: OrderedDict[str, deque[float]] = OrderedDict()

    def add(self, address: str) -> None:
        """Count a wrongly signed call."""
        self._of.setdefault(address, deque(maxlen=MOST)).append(self._clock.monotonic())
        self._of.move_to_end(address)
        if len(self._of) > MOST_ADDRESSES:
            self._of.popitem(last=False)

    def are_too_many(self, address: str) -> bool:
        """Whether this address had all its wrong calls within the window."""
        times = self._of.get(address)
        return times is not None and len(times) == MOST and self._clock.monotonic() - times[0] < WINDOW_S


log = logging.getLogger(__name__)
UNPROVEN = frozenset({AnswerCode.NO_SIGNATURE, AnswerCode.WRONG_SIGNATURE, AnswerCode.NO_APPKEY})
"""Which form fits such a call can be looked for."""
WRONG = frozenset({AnswerCode.UNKNOWN_APPID, AnswerCode.NO_SIGNATURE, AnswerCode.WRONG_SIGNATURE})
_NOT_COVERED = (
    "此平台的签名不包含请求体，只接收本机的请求",
    "this partner's signature does not cover the body: only calls of this PC are taken",
)


@dataclass(frozen=True, slots=True)
class ClaimedSender:
    """As whom a call comes, with which sign, and from which address."""

    appid: str
    sign: str
    address: str = ""


class Callers(Protocol):
    """Whose calls are taken."""

    @property
    def live_partners(self) -> tuple[Partner, ...]:
        """The partners that are switched on."""
        ...

    def partner_of_appid(self, appid: str) -> Partner | None:
        """The partner that calls under this appid, or None."""
        ...

    def reaches(self, partner: Partner) -> bool:
        """Whether its calls are taken from beyond this PC."""
        ...


class Appkeys(Protocol):
    """The keys by name; never waits."""

    def get(self, name: str) -> str | None:
        """The key, or None where there is none."""
        ...


class SignWitness(Protocol):
    """Hears of calls whose sign was looked at."""

    def wrongly_signed(self, partner: str) -> None:
        """A call under this partner's appid had a wrong sign or none."""
        ...

    def unproven(self, partner: str, call: SignedCall, address: str) -> None:
        """Which form fits this call can be looked for."""
        ...

    def stranger(self, appid: str, address: str) -> None:
        """A call came under an appid that is nobody's."""
        ...

    def proven(self, partner: str) -> None:
        """A call of this partner was rightly signed."""
        ...


class ProofWitness(Protocol):
    """Hears by which form a partner's call was rightly signed, and from where it came."""

    def right(self, partner: str, form: KeyedForm | None, address: str) -> None:
        """One was; by none where the partner signs nothing."""
        ...


class SenderProof:
    """Checks signatures; counts those that are wrong, of each address and of each partner."""

    def __init__(
        self,
        callers: Callers,
        secrets: Appkeys,
        clock: Clock,
        *,
        slots: WorkSlots,
        turned_away: SignWitness,
        proofs: ProofWitness | None = None,
        trusts_loopback: bool = True,
    ) -> None:
        """No call was checked yet. `proofs` hears of each right one.

        `trusts_loopback`: a call from this machine's own address is a program's of this PC. Behind a reverse
        proxy that is everybody's address, and proves nothing.
        """
        self._callers, self._secrets, self._trusts_loopback = callers, secrets, trusts_loopback
        self._failed, self._slots, self._turned_away = FailedSignatures(clock), slots, turned_away
        self._proofs = proofs

    def adopt(self, callers: Callers) -> None:
        """Go by these partners from now on. In the engine's loop."""
        self._callers = callers

    def stranger(self, caller: ClaimedSender) -> bytes | None:
        """The reply to a call that can't be right whatever its body says, so that this is not read.

        Only for a caller who has been wrong often; others are told what is wrong once it is read.
        """
        if not self._failed.are_too_many(caller.address):
            return None
        partner = self._callers.partner_of_appid(caller.appid)
        if partner is not None and (partner.signature == "none" or caller.sign):
            return None
        if partner is not None:
            self._turned_away.wrongly_signed(partner.name)
        return answer(AnswerCode.TOO_MANY_CALLS, "")

    def is_possible(self, caller: ClaimedSender) -> bool:
        """Whether a body could prove that the sender is the partner whose appid he names."""
        partner = self._callers.partner_of_appid(caller.appid)
        signed = partner is not None and partner.is_signed and bool(caller.sign)
        return signed and not self._failed.are_too_many(caller.address)

    async def check(self, partner: Partner, caller: ClaimedSender, body: bytes) -> None:
        """Raises Refusal for a call not rightly signed: it is counted, and can be looked at for a while."""
        try:
            form = await self.form_of(partner, caller.sign, body)
        except CallRefused as refusal:
            if refusal.code in WRONG:
                self._turned_away.wrongly_signed(partner.name)
            if refusal.code in UNPROVEN:
                call = SignedCall(partner.appid, caller.sign, body)
                self._turned_away.unproven(partner.name, call, caller.address)
            raise
        is_here = self._trusts_loopback and is_loopback(caller.address)
        if not (is_here or self._callers.reaches(partner)):
            raise CallRefused(AnswerCode.NO_SIGNATURE, both(*_NOT_COVERED))
        self._turned_away.proven(partner.name)
        if self._proofs is not None:
            self._proofs.right(partner.name, form, caller.address)

    def note_stranger(self, appid: str, address: str) -> None:
        """A call came under an appid that is nobody's: whoever enters a platform can see it for a while."""
        if appid:
            self._turned_away.stranger(appid, address)

    def counts_wrong(self, address: str) -> bool:
        """Count a wrong call; whether there were so many that no more words are made about it."""
        if self._failed.are_too_many(address):
            return True
        self._failed.add(address)
        if self._failed.are_too_many(address):
            log.warning("gateway: many wrong calls from %s, those of the next minute aren't told", address)
        return False

    async def form_of(self, partner: Partner, sign: str, body: bytes) -> KeyedForm | None:
        """By what it is signed, None where the partner signs nothing; nothing is counted. Raises CallRefused.

        Before a stranger's body is parsed: two values of it are sought, where the recipe wants them.
        """
        recipe = partner.signature
        if recipe == "none":
            return None
        if not sign:
            raise CallRefused(AnswerCode.NO_SIGNATURE)
        appkey = self._secrets.get(partner.secret_name)
        if appkey is None:
            raise CallRefused(AnswerCode.NO_APPKEY)
        said = scanner.NOTHING
        if signature.needs_call(recipe):
            try:
                said = await self._slots.scan(body)
            except Busy as error:
                raise CallRefused(AnswerCode.TOO_MANY_CALLS) from error
        right = signature.matches(
            sign, recipe, appid=partner.appid, appkey=appkey, body=body, cmd=said.cmd, seq=said.seq
        )
        if not right:
            raise CallRefused(AnswerCode.WRONG_SIGNATURE)
        return keyed(partner, appkey)
