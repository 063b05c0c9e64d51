"""Our calls to WDK over the Taobao Open Platform: a receipt, and a harmless one that tries the connection."""

from dataclasses import replace
from datetime import datetime

import httpx

from posdesk.domain.books.posting import WDK, PostingAnswer
from posdesk.domain.books.probe import Probe
from posdesk.domain.clock import Clock, in_china
from posdesk.platforms.http import TOTAL_S
from posdesk.platforms.posting import NO_SECRET, CallEnd, Caller, no_secret
from posdesk.platforms.wdk.failures import MISSING_ARGUMENT, line_of
from posdesk.platforms.wdk.personal import without_personal
from posdesk.platforms.wdk.reply import reply_of
from posdesk.platforms.wdk.signature import sign
from posdesk.settings.settings import Wdk

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
