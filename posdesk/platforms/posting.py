"""What the clients of both books share: a signed form, one attempt, and what came of it.

A refused stamp is the one thing that is mended within an attempt: the platform has named its time and done
nothing, so the call is signed anew, once. Where nobody has named a time, nothing more is signed until a
person has set the clock.
"""

import logging
from collections.abc import Callable
from datetime import datetime
from typing import assert_never
from urllib.parse import urlencode

from posdesk.domain.books.posting import PostingAnswer
from posdesk.domain.books.probe import Probe, Proof
from posdesk.domain.clock import Clock
from posdesk.domain.failure import Failure, WhoActs
from posdesk.domain.orders.answer import CallFault, Verdict
from posdesk.platforms.clock_offset import ClockOffset
from posdesk.platforms.http import FORM, TOTAL_S, Call, Exchange, Http, not_formed, post
from posdesk.platforms.values import hidden, words_of
from posdesk.records import dataclass, replace

_LOG = logging.getLogger(__name__)

RAW_LIMIT = 4000  # characters of a reply that are kept for a person to read
NO_SECRET = PostingAnswer(Verdict.UNABLE, fault=CallFault.NO_SECRET)

Form = Callable[[datetime], dict[str, str]]
"""The parameters of a call, signed for the moment it is stamped with; where it raises, nothing is sent."""


@dataclass(frozen=True, slots=True)
class Reply:
    """A platform's own JSON: `code` as its failure table spells it, its words, what else a client needs.

    `wait_s` is how long it told us to wait, in seconds; `server_time` its clock, aware.
    """

    code: str
    words: str = ""
    target: str = ""
    wait_s: float = 0.0
    server_time: datetime | None = None


@dataclass(frozen=True, slots=True)
class CallEnd:
    """The end of a call: `reply` is None where the body is not the platform's own JSON."""

    exchange: Exchange
    reply: Reply | None
    raw: str


class Caller:
    """Signed form calls to one platform, stamped by its clock."""

    def __init__(
        self,
        platform: str,
        url: str,
        http: Http,
        clock: Clock,
        *,
        read: Callable[[bytes], Reply | None],
        line_of: Callable[[str], Failure],
        total_s: float = TOTAL_S,
    ) -> None:
        """`read` finds the platform's own JSON in a body; `total_s` is one exchange's limit in seconds."""
        self.offset = ClockOffset(clock)
        self._platform, self._url, self._http, self._clock = platform, url, http, clock
        self._read, self._line_of, self._total_s = read, line_of, total_s

    def prepare(self, count: int) -> None:
        """So many calls are about to come: have connections opened for them."""
        self._http.prepare(self._url, count)

    async def call(self, form: Form, secrets: tuple[str, ...]) -> CallEnd:
        """One attempt; `secrets` are blotted out of all that is kept of the answer."""
        first = self._formed(form, secrets, always=False)
        if isinstance(first, Exchange):
            return CallEnd(first, None, "")
        ending = await self._exchange(first, secrets)
        if not self._is_stamped_wrong(ending) or _server_time(ending) is None:
            return ending
        anew = self._formed(form, secrets, always=True)
        if isinstance(anew, Exchange) or anew == first:
            return ending  # the clock is not the reason, and the same call again would be a repeated one
        _LOG.warning("%s: the stamp was refused: %s", self._platform, self.offset.words)
        return await self._exchange(anew, secrets)

    def _formed(self, form: Form, secrets: tuple[str, ...], *, always: bool) -> bytes | Exchange:
        """The body of a call that is stamped now, or the end of one that can't be formed."""
        try:
            return urlencode(form(self.offset.now(always=always))).encode("ascii")
        except Exception as error:  # noqa: BLE001 - whatever it is, nothing has left
            unable = not_formed(error)
            _LOG.error("%s: a call can't be formed: %s", self._platform, hidden(unable.cause, secrets))
            return unable

    def answer(self, ending: CallEnd) -> PostingAnswer:
        """What came of it, by the platform's failure table."""
        exchange, reply = ending.exchange, ending.reply
        known = PostingAnswer(
            exchange.verdict,
            fault=exchange.fault,
            http_status=exchange.status,
            raw=ending.raw,
            server_time=_server_time(ending),
            round_trip_s=exchange.round_trip_s,
        )
        return known if reply is None else self._told(known, reply)

    def probe(self, ending: CallEnd, *, proves: bool = False) -> Probe:
        """What a test call proves; `proves` where the reply can only come after key and signature."""
        exchange, reply = ending.exchange, ending.reply
        return Probe(
            self._platform,
            Proof.NO_ANSWER if reply is None else self._proof(reply, proves=proves),
            code=reply.code if reply else "",
            words=reply.words if reply else "",
            raw=ending.raw,
            fault=CallFault.NONE if reply else exchange.fault,
            http_status=exchange.status,
            clock_off_s=self.offset.seconds,
        )

    async def _exchange(self, body: bytes, secrets: tuple[str, ...]) -> CallEnd:
        call = Call(self._url, body, FORM)
        exchange = await post(self._http, call, self._clock, self._total_s)
        if exchange.cause:
            _LOG.warning("%s: %s", self._platform, hidden(exchange.cause, secrets))
        reply = self._read(exchange.body) if exchange.is_ok else None
        if reply is not None:
            reply = replace(reply, words=hidden(reply.words, secrets))
        ending = CallEnd(exchange, reply, _raw(exchange.body, secrets))
        self._measure(ending)
        return ending

    def _measure(self, ending: CallEnd) -> None:
        """By the platform's own JSON only: a hotel's log-in page has a clock of its own."""
        server_time = _server_time(ending)
        if ending.reply is not None and server_time is not None:
            self.offset.measure(server_time, ending.exchange.round_trip_s)

    def _is_stamped_wrong(self, ending: CallEnd) -> bool:
        return ending.reply is not None and self._line_of(ending.reply.code).clock

    def _told(self, known: PostingAnswer, reply: Reply) -> PostingAnswer:
        line = self._line_of(reply.code)
        off = self.offset.words if line.clock and known.server_time is not None else ""
        lost = line.clock and self.offset.seconds is None  # no clock to sign by: nothing is signed any more
        verdict = Verdict.REFUSED if lost else verdict_of(line)
        return replace(
            known,
            verdict=verdict,
            code=reply.code,
            words=words_of(off or reply.words),
            fault=CallFault.NONE,
            target=reply.target,
            wait_s=reply.wait_s,
            everything=(lost or line.everything) and verdict is Verdict.REFUSED,
        )

    def _proof(self, reply: Reply, *, proves: bool) -> Proof:
        line = self._line_of(reply.code)
        if proves or line.act is WhoActs.NOBODY:
            return Proof.ACCEPTED
        return Proof.REFUSED if line.everything else Proof.UNCLEAR


def verdict_of(line: Failure) -> Verdict:
    """What a code says about the work: done, perhaps done, not done yet, or refused."""
    match line.act:
        case WhoActs.NOBODY:
            return Verdict.DONE
        case WhoActs.LATER:
            return Verdict.UNKNOWN if line.unknown else Verdict.NOT_SENT
        case WhoActs.YOURS | WhoActs.OURS:
            return Verdict.UNKNOWN if line.unknown else Verdict.REFUSED
        case _:
            assert_never(line.act)


def no_secret(platform: str) -> Probe:
    """The end of a test for which there is no secret."""
    return Probe(platform, Proof.NO_ANSWER, fault=CallFault.NO_SECRET)


def _server_time(ending: CallEnd) -> datetime | None:
    told = ending.reply.server_time if ending.reply else None
    return told or ending.exchange.server_time


def _raw(body: bytes, secrets: tuple[str, ...]) -> str:
    return hidden(body.decode("utf-8", "replace"), secrets)[:RAW_LIMIT]
