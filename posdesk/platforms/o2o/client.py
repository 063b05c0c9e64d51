"""Our calls to one platform: signed at send time, one attempt each; failures.py says what came of it."""

import asyncio
import logging
import ssl
from collections.abc import Sequence
from dataclasses import dataclass, replace

import httpx

from posdesk.domain.answer import Answer, Fault, Verdict
from posdesk.domain.clock import Clock
from posdesk.domain.intent import new_seq
from posdesk.domain.order import Received
from posdesk.platforms.o2o import wire
from posdesk.platforms.o2o.answers import Refusal
from posdesk.platforms.o2o.failures import (
    ERRORS,
    REPLY_LIMIT_BYTES,
    Reply,
    answer_of_error,
    answer_of_response,
    reply_of,
    server_time_of,
)
from posdesk.platforms.o2o.reading import Entry, entries_of, read_order
from posdesk.platforms.o2o.signature import sign
from posdesk.platforms.o2o.writing import capture_request
from posdesk.settings import Partner, Store

_LOG = logging.getLogger(__name__)

TOTAL_S = 15.0  # a whole attempt: an answer that drips in a byte a second must end
CAPTURE_S = 3.0  # a customer stands there (contracts.md)
_HEADERS = {
    "content-type": "application/json; charset=utf-8",
    "accept": "application/json",
    "accept-encoding": "identity",  # so that the limit on a reply's size holds for what is unpacked too
}


@dataclass(frozen=True, slots=True)
class Captured:
    """What a pickup code found: this store's orders, another store's, and the answer to the question."""

    orders: tuple[Received, ...]
    foreign: tuple[Received, ...]
    answer: Answer


def new_http() -> httpx.AsyncClient:
    """A client to be kept: HTTP/1.1, no retries, no redirects, TLS by the system's trust store.

    The environment is not asked: a stray HTTP_PROXY would see the customers' data and turn "never
    connected" into "unknown", and a .netrc would add a password.
    """
    return httpx.AsyncClient(
        verify=ssl.create_default_context(),
        timeout=httpx.Timeout(10, connect=3),
        follow_redirects=False,
        trust_env=False,
    )


class PartnerClient:
    """The six commands that the counter causes, to one partner."""

    def __init__(
        self,
        partner: Partner,
        http: httpx.AsyncClient,
        clock: Clock,
        store: Store,
        *,
        total_s: float = TOTAL_S,
    ) -> None:
        """`http` is kept by the caller and may be shared; `total_s` is a whole attempt's limit in seconds."""
        self.partner = partner
        self._http, self._clock, self._store, self._total_s = http, clock, store, total_s

    async def send(self, cmd: str, body: bytes, seq: str, appkey: str | None) -> Answer:
        """One attempt at a call, with its answer; a cancelled one closes its connection."""
        answer, _ = await self._attempt(cmd, body, seq, appkey, self._total_s)
        return answer

    async def capture(self, code: str, appkey: str | None) -> Captured:
        """Asks for the orders of a pickup code, under a new GUID, within 3 seconds."""
        seq = new_seq()
        limit_s = min(CAPTURE_S, self._total_s)
        answer, reply = await self._attempt(wire.CAPTURE, capture_request(code, seq), seq, appkey, limit_s)
        if answer.verdict is not Verdict.DONE or reply is None:
            return Captured((), (), answer)
        return self._captured(answer, reply.items)

    async def _attempt(
        self, cmd: str, body: bytes, seq: str, appkey: str | None, limit_s: float
    ) -> tuple[Answer, Reply | None]:
        signature = self._signature(cmd, body, seq, appkey)
        if signature is None:
            return Answer(Verdict.UNABLE, fault=Fault.NO_SECRET), None
        start = self._clock.monotonic()
        try:
            async with asyncio.timeout(limit_s):
                answer, reply = await self._exchange(body, signature)
        except ERRORS as error:
            _LOG.warning("%s: %s %s: %s: %s", self.partner.name, cmd, seq, type(error).__name__, error)
            answer, reply = answer_of_error(error), None
        self._note_seq(cmd, seq, reply)
        return replace(answer, round_trip_s=self._clock.monotonic() - start), reply

    def _signature(self, cmd: str, body: bytes, seq: str, appkey: str | None) -> str | None:
        """The signature, empty for an unsigned partner, None where there is no appkey to sign with."""
        recipe = self.partner.signature
        if recipe == "none":
            return ""
        if not appkey:
            return None
        return sign(recipe, appid=self.partner.appid, appkey=appkey, body=body, cmd=cmd, seq=seq)

    async def _exchange(self, body: bytes, signature: str) -> tuple[Answer, Reply | None]:
        query = {"appid": self.partner.appid, "sign": signature}
        url = httpx.URL(self.partner.url).copy_merge_params(query)
        async with self._http.stream(
            "POST", url, content=body, headers=_HEADERS, follow_redirects=False
        ) as response:
            right = response.status_code == httpx.codes.OK
            reply = reply_of(await _limited_body(response)) if right else None
            date = server_time_of(response.headers.get("date"))
            return answer_of_response(response.status_code, reply, date), reply

    def _note_seq(self, cmd: str, seq: str, reply: Reply | None) -> None:
        if reply is not None and reply.seq != seq:
            _LOG.info("%s: the reply to %s %s names seq %.64r", self.partner.name, cmd, seq, reply.seq)

    def _captured(self, answer: Answer, items: object) -> Captured:
        """The orders of a reply; one that can't be read makes the answer unknown and hides no other."""
        orders, faults = self._read_each(items)
        own = tuple(order for order in orders if order.content.store_code == self._store.code)
        foreign = tuple(order for order in orders if order.content.store_code != self._store.code)
        for fault in faults:
            _LOG.warning("%s: %s: %s", self.partner.name, wire.CAPTURE, fault.msg)
        if faults:
            answer = replace(answer, verdict=Verdict.UNKNOWN, fault=Fault.NOT_ITS_JSON, words=faults[0].msg)
        return Captured(own, foreign, answer)

    @staticmethod
    def _read_each(items: object) -> tuple[list[Received], list[Refusal]]:
        orders: list[Received] = []
        faults: list[Refusal] = []
        for entry in _entries(items, faults):
            try:
                orders.append(read_order(entry))
            except Refusal as fault:
                faults.append(fault)
        return orders, faults


def _entries(items: object, faults: list[Refusal]) -> Sequence[Entry]:
    try:
        return entries_of(items)
    except Refusal as fault:
        faults.append(fault)
        return ()


async def _limited_body(response: httpx.Response) -> bytes:
    """The body, or nothing where it is over the limit: no part of it is an answer."""
    body = bytearray()
    async for piece in response.aiter_raw():
        body += piece
        if len(body) > REPLY_LIMIT_BYTES:
            return b""
    return bytes(body)
