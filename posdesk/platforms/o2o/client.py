"""Our calls to one platform: signed at send time, one attempt each; failures.py says what came of it."""

import logging
from collections.abc import Callable, Sequence

from posdesk.domain.clock import Clock
from posdesk.domain.orders.answer import Answer, CallFault, Verdict
from posdesk.domain.orders.intent import new_seq
from posdesk.domain.orders.order import Received
from posdesk.platforms.http import JSON, TOTAL_S, Call, Exchange, Http, not_formed, post
from posdesk.platforms.o2o import wire
from posdesk.platforms.o2o.answers import CallRefused
from posdesk.platforms.o2o.failures import PartnerReply, answer_of, reply_of
from posdesk.platforms.o2o.reading import CallEntry, entries_of, read_order
from posdesk.platforms.o2o.signature import sign
from posdesk.platforms.o2o.writing import capture_request
from posdesk.platforms.values import hidden
from posdesk.records import dataclass, replace
from posdesk.settings.settings import Partner, Store

_LOG = logging.getLogger(__name__)

CAPTURE_S = 3.0  # a customer stands there (contracts.md)


@dataclass(frozen=True, slots=True)
class Captured:
    """What a pickup code found: this store's orders, another store's, and the answer to the question."""

    orders: tuple[Received, ...]
    foreign: tuple[Received, ...]
    answer: Answer


class PartnerClient:
    """The six commands that the counter causes, to one partner."""

    def __init__(
        self,
        partner: Partner,
        http: Http,
        clock: Clock,
        store: Store,
        *,
        total_s: float = TOTAL_S,
    ) -> None:
        """`http` is kept by the caller and may be shared; `total_s` is a whole attempt's limit in seconds."""
        self.partner = partner
        self._http, self._clock, self._store, self._total_s = http, clock, store, total_s

    def prepare(self) -> None:
        """A call is about to come: have a connection opened, while it is written down."""
        self._http.prepare(self.partner.url)

    async def send(self, cmd: str, body: bytes, seq: str, appkey: str | None) -> Answer:
        """One attempt at a call, with its answer; a cancelled one closes its connection."""
        answer, _ = await self._attempt(cmd, lambda: body, seq, appkey, self._total_s)
        return answer

    async def capture(self, code: str, appkey: str | None) -> Captured:
        """Asks for the orders of a pickup code, under a new GUID, within 3 seconds."""
        seq = new_seq()
        limit_s = min(CAPTURE_S, self._total_s)
        answer, reply = await self._attempt(
            wire.CAPTURE, lambda: capture_request(code, seq), seq, appkey, limit_s
        )
        if answer.verdict is not Verdict.DONE or reply is None:
            return Captured((), (), answer)
        return self._captured(answer, reply.items)

    async def _attempt(
        self, cmd: str, written: Callable[[], bytes], seq: str, appkey: str | None, limit_s: float
    ) -> tuple[Answer, PartnerReply | None]:
        if self.partner.signature != "none" and not appkey:
            return Answer(Verdict.UNABLE, fault=CallFault.NO_SECRET), None
        call = self._formed(cmd, written, seq, appkey or "")
        exchange = call if isinstance(call, Exchange) else await post(self._http, call, self._clock, limit_s)
        if exchange.cause:
            _LOG.warning("%s: %s %s: %s", self.partner.name, cmd, seq, exchange.cause)
        reply = reply_of(exchange.body) if exchange.is_ok else None
        self._note_seq(cmd, seq, reply)
        answer = answer_of(exchange, reply)
        return replace(answer, words=hidden(answer.words, (appkey or "",))), reply

    def _formed(self, cmd: str, written: Callable[[], bytes], seq: str, appkey: str) -> Call | Exchange:
        """The signed call, or the end of one that can't be formed."""
        try:
            body = written()
            query = {"appid": self.partner.appid, "sign": self._signature(cmd, body, seq, appkey)}
            return Call(self.partner.url, body, JSON, query)
        except Exception as error:  # noqa: BLE001 - whatever it is, nothing has left
            return not_formed(error)

    def _signature(self, cmd: str, body: bytes, seq: str, appkey: str) -> str:
        """The signature, empty for an unsigned partner."""
        recipe = self.partner.signature
        if recipe == "none":
            return ""
        return sign(recipe, appid=self.partner.appid, appkey=appkey, body=body, cmd=cmd, seq=seq)

    def _note_seq(self, cmd: str, seq: str, reply: PartnerReply | None) -> None:
        if reply is not None and reply.seq != seq:
            _LOG.info("%s: the reply to %s %s names seq %.64r", self.partner.name, cmd, seq, reply.seq)

    def _captured(self, answer: Answer, items: object) -> Captured:
        """The orders of a reply; one that can't be read makes the answer unknown and hides no other."""
        orders, faults = _read_each(items, self._store.code)
        own = tuple(order for order in orders if order.content.store_code == self._store.code)
        foreign = tuple(order for order in orders if order.content.store_code != self._store.code)
        for fault in faults:
            _LOG.warning("%s: %s: %s", self.partner.name, wire.CAPTURE, fault.msg)
        if faults:
            answer = replace(
                answer, verdict=Verdict.UNKNOWN, fault=CallFault.NOT_ITS_JSON, words=faults[0].msg
            )
        return Captured(own, foreign, answer)


def _read_each(items: object, own_code: str) -> tuple[list[Received], list[CallRefused]]:
    orders: list[Received] = []
    faults: list[CallRefused] = []
    for entry in _entries(items, faults):
        try:
            orders.append(read_order(entry, own_code=own_code))
        except CallRefused as fault:
            faults.append(fault)
    return orders, faults


def _entries(items: object, faults: list[CallRefused]) -> Sequence[CallEntry]:
    try:
        return entries_of(items)
    except CallRefused as fault:
        faults.append(fault)
        return ()
