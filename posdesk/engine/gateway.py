"""A platform's call: who calls, is it signed, what does it say, is it on disk; only then code 0."""

import asyncio
import logging

from posdesk.credentials import Credentials
from posdesk.domain.clock import Clock
from posdesk.domain.key_text import BadKey, key_text
from posdesk.domain.order import number_of
from posdesk.domain.status import Trouble
from posdesk.engine.status import StatusBoard
from posdesk.engine.strikes import Strikes
from posdesk.errors import DiskError, DiskFault, TooManyParked
from posdesk.journal import Journal, Transaction, orders, pushes
from posdesk.journal.orders import PlatformStatus, Terms
from posdesk.platforms.o2o import reading, signature
from posdesk.platforms.o2o.answers import AnswerCode, Echo, Refusal, answer, both, cancelled_items
from posdesk.settings import Partner, Settings

log = logging.getLogger(__name__)
_WRONG = frozenset({AnswerCode.UNKNOWN_APPID, AnswerCode.NO_SIGNATURE, AnswerCode.WRONG_SIGNATURE})
ECHO_LIMIT_BYTES = 64 * 1024
PATIENCE_S = 8.0  # the platform waits too; what is committed later is a repeat when it comes again


class Gateway:
    """Answers the calls of every partner."""

    def __init__(
        self, settings: Settings, journal: Journal, secrets: Credentials, status: StatusBoard, clock: Clock
    ) -> None:
        """Nothing is opened here."""
        self._settings, self._journal, self._secrets = settings, journal, secrets
        self._status, self._clock = status, clock
        self._strikes = Strikes(clock)

    def stranger(self, appid: str, sign: str, caller: str) -> bytes | None:
        """The reply to a call that can't be right whatever its body says, so that this is not read.

        Only for a caller who has been wrong often; others are told what is wrong once it is read.
        """
        if not self._strikes.are_out(caller):
            return None
        partner = self._settings.partner_of_appid(appid)
        hopeless = partner is None or (partner.signature != "none" and not sign)
        return answer(AnswerCode.TOO_MANY_CALLS, "") if hopeless else None

    async def take(self, appid: str, sign: str, body: bytes, caller: str = "") -> bytes:
        """The reply to one call from the address `caller`.

        Raises nothing: whatever goes wrong is an answer other than 0.
        """
        try:
            partner = self._caller(appid)
            self._check_signature(partner, sign, body)
            return await self._store(partner, reading.read_call(body))
        except Refusal as refusal:
            if refusal.code in _WRONG and self._is_struck(caller):
                return answer(AnswerCode.TOO_MANY_CALLS, "")
            log.warning("gateway: refused a call of appid %.40r: %s", appid, refusal.msg)
            return answer(refusal.code, refusal.seq or _seq_of(body), refusal.msg)
        except Exception:
            log.exception("gateway: a call of appid %.40r failed", appid)
            return answer(AnswerCode.OUR_FAULT, _seq_of(body))

    def _is_struck(self, caller: str) -> bool:
        """Count a wrong call; whether there were so many that no more words are made about it."""
        if self._strikes.are_out(caller):
            return True
        self._strikes.add(caller)
        if self._strikes.are_out(caller):
            log.warning("gateway: many wrong calls from %s, those of the next minute aren't told", caller)
        return False

    def odd(self, words: tuple[str, str]) -> bytes:
        """The reply to a call whose head says that its body can't be taken; it was not read."""
        return answer(AnswerCode.NOT_TAKEN, "", both(*words))

    def too_large(self) -> bytes:
        """The reply to a body over the limit, which was not read."""
        limit = self._settings.listener.body_limit_bytes
        zh, en = f"请求体超过 {limit} 字节", f"the body is over {limit} bytes"
        return answer(AnswerCode.TOO_LARGE, "", f"{zh} / {en}")

    def _caller(self, appid: str) -> Partner:
        if not self._settings.partner:
            raise Refusal(AnswerCode.UNKNOWN_APPID)
        partner = self._settings.partner_of_appid(appid)
        if partner is None:
            raise Refusal(AnswerCode.UNKNOWN_APPID, f"appid: {both(*_unknown(appid))}")
        return partner

    def _check_signature(self, partner: Partner, sign: str, body: bytes) -> None:
        """Before anything of a stranger's body is read, unless the recipe signs what stands in it."""
        recipe = partner.signature
        if recipe == "none":
            return
        if not sign:
            raise Refusal(AnswerCode.NO_SIGNATURE)
        appkey = self._secrets.get(partner.secret_name)
        if appkey is None:
            raise Refusal(AnswerCode.NO_APPKEY)
        call = _read(body) if signature.needs_call(recipe) else None
        cmd = call.cmd if isinstance(call, reading.Call) else ""
        right = signature.matches(
            sign,
            recipe,
            appid=partner.appid,
            appkey=appkey,
            body=body,
            cmd=cmd,
            seq=str(call.seq) if call is not None else "",
        )
        if not right:
            raise Refusal(AnswerCode.WRONG_SIGNATURE)

    async def _store(self, partner: Partner, call: reading.Call) -> bytes:
        events = reading.read_events(call, self._settings.store)

        def job(tx: Transaction) -> list[tuple[str, str]]:
            again = _is_repeat(tx, partner, events, call.seq)
            return [
                bill for event in events for bill in self._apply(tx, partner, event, call.seq, again=again)
            ]

        try:
            async with asyncio.timeout(PATIENCE_S):
                bills = await asyncio.wrap_future(self._journal.write(job))
        except TooManyParked as error:
            log.warning("gateway: %s", error)
            raise Refusal(AnswerCode.NOT_STORED, seq=call.seq) from error
        except (DiskError, TimeoutError) as error:
            fault = error.fault if isinstance(error, DiskError) else DiskFault.LOCKED  # or as slow as that
            self._status.trouble(Trouble.DISK, fault)
            raise Refusal(AnswerCode.NOT_STORED, seq=call.echo) from error
        self._status.mended(Trouble.DISK)
        self._status.received(partner.name, self._clock.now())
        return answer(AnswerCode.OK, call.echo, items=cancelled_items(bills) if bills else None)

    def _apply(
        self, tx: Transaction, partner: Partner, event: reading.Event, seq: str, *, again: bool
    ) -> list[tuple[str, str]]:
        """Write one event down; for a cancel, the bill numbers that its answer names."""
        if isinstance(event, reading.AddOrders):
            store = self._settings.store
            terms = Terms(partner.name, store.code, partner.accept_within_s, store.day_starts)
            orders.add_all(tx, terms, event.orders, seq=seq)
            return []
        number = number_of(partner.name, event.tbillno)
        if isinstance(event, reading.StatusChange):
            orders.apply_status(tx, number, PlatformStatus(event.status.name.lower()), again=again)
            return []
        own = self._settings.store.uid
        billno = orders.apply_status(
            tx,
            number,
            PlatformStatus.CANCELLED,
            store_uid=str(event.store_uid),
            own_uid="" if own is None else str(own),
            again=again,
        )
        return [(event.tbillno, billno)]


def _is_repeat(tx: Transaction, partner: Partner, events: tuple[reading.Event, ...], seq: str) -> bool:
    """Whether this very call about orders that are known was taken before; orders look for themselves."""
    if isinstance(events[0], reading.AddOrders):
        return False
    return pushes.is_repeat(tx, pushes.Call(partner.name, seq, "\n".join(map(str, events))))


def _unknown(appid: str) -> tuple[str, str]:
    """Why it is nobody's: an invisible character in it is named."""
    shown = appid[:40]
    try:
        key_text(appid)
    except BadKey as error:
        return error.zh, error.en
    return f"未知 “{shown}”", f"{shown!r} is not known"


def _read(body: bytes) -> reading.Call | Refusal:
    """The call, or why it can't be read."""
    try:
        return reading.read_call(body)
    except Refusal as refusal:
        return refusal


def _seq_of(body: bytes) -> Echo:
    """The `seq` to echo, where it can be had cheaply: a stranger's large body is not worth parsing."""
    if len(body) > ECHO_LIMIT_BYTES:
        return ""
    call = _read(body)
    return call.echo if isinstance(call, reading.Call) else call.seq
