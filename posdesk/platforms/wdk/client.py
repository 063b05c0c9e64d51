"""Our calls to WDK over the Taobao Open Platform: a receipt, and a harmless one that tries the connection.

TOP's signature is over all parameters sent but `sign`, sorted by name. WDK's reply is an `error_response`, or
an `is_success`, wrapped or (with TOP's `simplify`) not. An error comes at HTTP 200 too. Anything else is no
answer (contracts.md, rule 0).
"""

import hashlib
import hmac
import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from posdesk.domain.books.posting import LONGEST_BAN_S, WDK, PostingAnswer
from posdesk.domain.books.probe import Probe
from posdesk.domain.clock import Clock, in_china
from posdesk.platforms.http import TOTAL_S, Http
from posdesk.platforms.jsontext import BadJson, read_json
from posdesk.platforms.posting import NO_SECRET, CallEnd, Caller, Reply, no_secret
from posdesk.platforms.values import integer_of, text_of, words_of
from posdesk.platforms.wdk.failures import DONE, LIMITED, MISSING_ARGUMENT, NOT_SUCCESS, code_of, line_of
from posdesk.platforms.wdk.fields import without_personal
from posdesk.settings.book_sections import Wdk

WRAPPER = "alibaba_wdk_order_sync_response"
BAN_S = 60.0  # where a limit names no time
_LONGEST_CODE = 100  # characters
_UNITS_S = {"秒": 1, "s": 1, "分": 60, "m": 60, "小": 3600, "时": 3600, "h": 3600}
_BAN = re.compile(
    r"(\d{1,7})\s*(?:more\s+)?(seconds?|secs?|s|minutes?|mins?|m|hours?|hrs?|h|秒|分|小时|时)(?![a-z])", re.I
)


def reply_of(body: bytes) -> Reply | None:
    """The platform's own JSON. Numbers are exact: a `target` beyond 2^53 keeps every digit."""
    try:
        value = read_json(body)
    except BadJson:
        return None
    if not isinstance(value, dict):
        return None
    if "error_response" in value:
        return _error(value["error_response"])
    return _result(value.get(WRAPPER, value))


def _error(error: object) -> Reply | None:
    if not isinstance(error, dict):
        return None
    code, sub_code = integer_of(error.get("code")), words_of(error.get("sub_code"))[:_LONGEST_CODE]
    if code is None:
        return None
    kept = code_of(str(code), sub_code)
    msg, sub_msg = words_of(error.get("msg")), words_of(error.get("sub_msg"))
    also = "" if sub_code in kept else f"({sub_code})"
    wait_s = ban_s(f"{sub_msg} {msg}") if kept == LIMITED else 0.0
    return Reply(kept, words_of(f"{sub_msg or msg} {also}"), wait_s=wait_s)


def _result(result: object) -> Reply | None:
    success = _truth(result.get("is_success")) if isinstance(result, dict) else None
    if success is None or not isinstance(result, dict):
        return None
    if success:
        return Reply(DONE, words_of(result.get("message")), target=_code(result.get("target")))
    said = (_code(result.get("return_code")), words_of(result.get("message")))
    return Reply(NOT_SUCCESS, words_of(" ".join(said)))


def ban_s(words: str) -> float:
    """How long a limit lasts, in seconds, as its words say ("This ban will last for 31 more seconds")."""
    found = _BAN.search(words)
    if found is None:
        return BAN_S
    return min(LONGEST_BAN_S, max(1.0, float(int(found[1]) * _UNITS_S[found[2][0].lower()])))


def _truth(value: object) -> bool | None:
    known = {"true": True, "false": False}
    return known.get(str(value).strip().lower()) if isinstance(value, bool | str) else None


def _code(value: object) -> str:
    """A number or a text, as text."""
    return (text_of(value) or "").strip()[:_LONGEST_CODE]


_HMACS = {"hmac": "md5", "hmac-sha256": "sha256"}


def sign(params: Mapping[str, str], secret: str) -> str:
    """The upper-case hex `sign` of these parameters; `sign_method` in them is md5, hmac or hmac-sha256.

    Pairs with an empty value are left out, of the request as of the text; values are raw UTF-8 text.
    Raises ValueError for another `sign_method`. Source: TOP's signing page, with its official vector.
    """
    method = params.get("sign_method", "hmac-sha256")
    named = sorted((name, value) for name, value in params.items() if name != "sign" and value)
    text = "".join(name + value for name, value in named)
    if method == "md5":
        whole = f"{secret}{text}{secret}".encode()
        return hashlib.md5(whole, usedforsecurity=False).hexdigest().upper()
    if method not in _HMACS:
        raise ValueError(f"sign_method: {method!r} is not one of md5, {', '.join(_HMACS)}")
    return hmac.new(secret.encode(), text.encode(), _HMACS[method]).hexdigest().upper()


METHOD = "alibaba.wdk.order.sync"


class WdkClient:
    """A store's receipts, one attempt each."""

    def __init__(self, settings: Wdk, http: Http, clock: Clock, *, total_s: float = TOTAL_S) -> None:
        """`http` is kept by the caller and may be shared; `total_s` is one exchange's limit in seconds."""
        self.settings = settings
        self.caller = Caller(WDK, settings.url, http, clock, read=reply_of, line_of=line_of, total_s=total_s)

    async def sync(self, payload: str, *, secret: str, session: str) -> PostingAnswer:
        """One attempt at a receipt, its text byte for byte; without a secret nothing leaves.

        `session` is the merchant's, empty where there is none.
        """
        if not secret:
            return NO_SECRET
        answer = self.caller.answer(await self._call({"receipt_order": payload}, secret, session))
        words, raw = without_personal(payload, answer.words, answer.raw)
        return replace(answer, words=words, raw=raw)

    async def probe(self, secret: str, session: str) -> Probe:
        """The method without a receipt: nothing can come of it.

        That it misses only the argument proves key and signature (ASSUMED); any other answer is shown.
        """
        if not secret:
            return no_secret(WDK)
        ending = await self._call({}, secret, session)
        proves = ending.reply is not None and ending.reply.code == MISSING_ARGUMENT
        return self.caller.probe(ending, proves=proves)

    async def _call(self, business: dict[str, str], secret: str, session: str) -> CallEnd:
        def form(at: datetime) -> dict[str, str]:
            return signed_form(self.settings, business, at=at, secret=secret, session=session)

        return await self.caller.call(form, (secret, session))


def signed_form(
    settings: Wdk, business: dict[str, str], *, at: datetime, secret: str, session: str
) -> dict[str, str]:
    """The whole form of a call that is stamped with this moment (aware), in China time; nothing empty."""
    public = {
        "method": METHOD,
        "app_key": settings.app_key,
        "session": session,
        "timestamp": in_china(at).strftime("%Y-%m-%d %H:%M:%S"),
        "format": "json",
        "v": "2.0",
        "sign_method": settings.sign_method,
    }
    params = {name: value for name, value in (public | business).items() if value}
    return params | {"sign": sign(params, secret)}
