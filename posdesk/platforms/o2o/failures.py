"""The failure table of O2O: what each end of an attempt means. Nothing else decides it.

| what happened                                              | verdict  | fault          |
|------------------------------------------------------------|----------|----------------|
| the platform's own JSON at HTTP 200, code 0                | DONE     |                |
| the platform's own JSON at HTTP 200, another code          | REFUSED  |                |
| HTTP 200 with anything else: HTML, cut or foreign JSON     | UNKNOWN  | NOT_ITS_JSON   |
| any other end                                              | see platforms/http.py     |
"""

from posdesk.domain.orders.answer import Answer, CallFault, Verdict
from posdesk.platforms.http import Exchange
from posdesk.platforms.jsontext import BadJson, read_json
from posdesk.platforms.values import integer_of, text_of, words_of
from posdesk.records import dataclass, replace

_OWN = frozenset({"seq", "msg"})  # every reply in the document has both


@dataclass(frozen=True, slots=True)
class PartnerReply:
    """A platform's own JSON: its code, its words, the seq it names and its `items` as they came."""

    code: int
    words: str
    seq: str
    items: object


def answer_of(exchange: Exchange, reply: PartnerReply | None) -> Answer:
    """The end of an attempt; `reply` is None where the body is not the platform's own JSON."""
    known = Answer(
        exchange.verdict,
        fault=exchange.fault,
        http_status=exchange.status,
        server_time=exchange.server_time,
        round_trip_s=exchange.round_trip_s,
    )
    if not exchange.is_ok or reply is None:
        return known
    verdict = Verdict.REFUSED if reply.code else Verdict.DONE
    return replace(known, verdict=verdict, fault=CallFault.NONE, words=reply.words, code=reply.code)


def reply_of(body: bytes) -> PartnerReply | None:
    """The platform's own JSON: an object with an integer `code` (0, "0", 0.0) and a `seq` or a `msg`.

    None for anything else: many a proxy answers with a `code` of its own, which neither does nor refuses.
    """
    try:
        value = read_json(body)
    except BadJson:
        return None
    code = integer_of(value.get("code")) if isinstance(value, dict) else None
    if code is None or not isinstance(value, dict) or not _OWN & value.keys():
        return None
    return PartnerReply(code, words_of(value.get("msg")), text_of(value.get("seq")) or "", value.get("items"))
