"""Our calls to WDK over the Taobao Open Platform: a receipt, and a harmless one that tries the connection.

TOP's signature is over all parameters sent but `sign`, sorted by name.
"""

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

import httpx

from posdesk.domain.books.posting import WDK, PostingAnswer
from posdesk.domain.books.probe import Probe
from posdesk.domain.clock import Clock, in_china
from posdesk.platforms.http import TOTAL_S
from posdesk.platforms.posting import NO_SECRET, CallEnd, Caller, no_secret
from posdesk.platforms.wdk.failures import MISSING_ARGUMENT, line_of
from posdesk.platforms.wdk.fields import without_personal
from posdesk.platforms.wdk.reply import reply_of
from posdesk.settings.settings import Wdk

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

    def __init__(
        self, settings: Wdk, http: httpx.AsyncClient, clock: Clock, *, total_s: float = TOTAL_S
    ) -> None:
        """`http` is kept by the caller and may be shared; `total_s` is one exchange's limit in seconds."""
        self.settings = settings
        self._caller = Caller(WDK, settings.url, http, clock, read=reply_of, line_of=line_of, total_s=total_s)

    @property
    def offset_s(self) -> float | None:
        """How far the PC's clock is ahead of TOP's, seconds (± 1 s); None while it has named no time."""
        return self._caller.offset.seconds

    async def sync(self, payload: str, *, secret: str, session: str) -> PostingAnswer:
        """One attempt at a receipt, its text byte for byte; without a secret nothing leaves.

        `session` is the merchant's, empty where there is none.
        """
        if not secret:
            return NO_SECRET
        answer = self._caller.answer(await self._call({"receipt_order": payload}, secret, session))
        words, raw = (without_personal(text, payload) for text in (answer.words, answer.raw))
        return replace(answer, words=words, raw=raw)

    async def probe(self, secret: str, session: str) -> Probe:
        """The method without a receipt: nothing can come of it.

        That it misses only the argument proves key and signature (ASSUMED); any other answer is shown.
        """
        if not secret:
            return no_secret(WDK)
        ending = await self._call({}, secret, session)
        proves = ending.reply is not None and ending.reply.code == MISSING_ARGUMENT
        return self._caller.probe(ending, proves=proves)

    async def _call(self, business: dict[str, str], secret: str, session: str) -> CallEnd:
        def form(at: datetime) -> dict[str, str]:
            return signed_form(self.settings, business, at=at, secret=secret, session=session)

        return await self._caller.call(form, (secret, session))


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
