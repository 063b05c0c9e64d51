"""Our calls to ovopark: an hour's sales, and the look-up that tries the connection."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

import httpx

from posdesk.domain.books.posting import OVOPARK, HourFigures, PostingAnswer
from posdesk.domain.books.probe import Probe
from posdesk.domain.clock import Clock
from posdesk.platforms.http import TOTAL_S
from posdesk.platforms.ovopark.failures import DUPLICATE, line_of
from posdesk.platforms.ovopark.reading import reply_of
from posdesk.platforms.ovopark.writing import LOOK_UP, REPORT, look_up_params, report_params, signed_form
from posdesk.platforms.posting import NO_SECRET, CallEnd, Caller, no_secret
from posdesk.settings.settings import Ovopark


class OvoparkClient:
    """A store's reports, one attempt each."""

    def __init__(
        self, settings: Ovopark, http: httpx.AsyncClient, clock: Clock, *, total_s: float = TOTAL_S
    ) -> None:
        """`http` is kept by the caller and may be shared; `total_s` is one exchange's limit in seconds."""
        self.settings = settings
        self._caller = Caller(
            OVOPARK, settings.url, http, clock, read=reply_of, line_of=line_of, total_s=total_s
        )

    @property
    def offset_s(self) -> float | None:
        """How far the PC's clock is ahead of ovopark's, seconds; None while it has named no time."""
        return self._caller.offset.seconds

    async def report(
        self, hour: datetime, figures: HourFigures, *, cover: bool, secret: str
    ) -> PostingAnswer:
        """One attempt at an hour's report; `hour` is its start, aware. Without a secret nothing leaves."""
        if not secret:
            return NO_SECRET
        ending = await self._call(
            REPORT, lambda: report_params(self.settings, hour, figures, cover=cover), secret
        )
        answer = self._caller.answer(ending)
        return replace(answer, duplicate=answer.code == DUPLICATE)

    async def look_up(self, secret: str, orgid: str = "") -> Probe:
        """The enterprise's ids, for a person to read: it changes nothing, and proves key and signature.

        `orgid` is the open platform's number for the enterprise; without one the settings' id is asked for.
        """
        if not secret:
            return no_secret(OVOPARK)
        ending = await self._call(LOOK_UP, lambda: look_up_params(self.settings, orgid), secret)
        return self._caller.probe(ending)

    async def _call(self, method: str, business: Callable[[], dict[str, str]], secret: str) -> CallEnd:
        """What can't be formed is not sent: so all of it is made where that is looked at."""

        def form(at: datetime) -> dict[str, str]:
            return signed_form(self.settings, method, business(), at=at, secret=secret)

        return await self._caller.call(form, (secret,))
