"""Our calls to ovopark: an hour's sales, and the look-up that tries the connection.

Its own JSON has a `stat` with a whole `code`; anything else is no answer.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

from posdesk.domain.books.posting import OVOPARK, HourFigures, PostingAnswer
from posdesk.domain.books.probe import Probe
from posdesk.domain.clock import Clock
from posdesk.platforms.clock_offset import NOT_AFTER, NOT_BEFORE
from posdesk.platforms.http import TOTAL_S, Http
from posdesk.platforms.jsontext import BadJson, read_json
from posdesk.platforms.ovopark.failures import DUPLICATE, line_of
from posdesk.platforms.ovopark.writing import LOOK_UP, REPORT, look_up_params, report_params, signed_form
from posdesk.platforms.posting import NO_SECRET, CallEnd, Caller, Reply, no_secret
from posdesk.platforms.values import integer_of, words_of
from posdesk.settings.book_sections import Ovopark

_FIRST_MS, _LAST_MS = (int(moment.timestamp() * 1000) for moment in (NOT_BEFORE, NOT_AFTER))


def reply_of(body: bytes) -> Reply | None:
    """The platform's own JSON; `code` and `systime` may be numbers or text. None for anything else.

    Its words are those of `result`, else the code's own name.
    """
    try:
        value = read_json(body)
    except BadJson:
        return None
    stat = value.get("stat") if isinstance(value, dict) else None
    code = integer_of(stat.get("code")) if isinstance(stat, dict) else None
    if code is None or not isinstance(stat, dict) or not isinstance(value, dict):
        return None
    words = words_of(value.get("result")) or words_of(stat.get("codename"))
    return Reply(str(code), words, server_time=_systime(stat.get("systime")))


def _systime(value: object) -> datetime | None:
    """Epoch milliseconds; None for what can't be a clock."""
    milliseconds = integer_of(value)
    if milliseconds is None or not _FIRST_MS <= milliseconds <= _LAST_MS:
        return None
    return datetime.fromtimestamp(milliseconds / 1000, UTC)


class OvoparkClient:
    """A store's reports, one attempt each."""

    def __init__(self, settings: Ovopark, http: Http, clock: Clock, *, total_s: float = TOTAL_S) -> None:
        """`http` is kept by the caller and may be shared; `total_s` is one exchange's limit in seconds."""
        self.settings = settings
        self.caller = Caller(
            OVOPARK, settings.url, http, clock, read=reply_of, line_of=line_of, total_s=total_s
        )

    async def report(
        self, hour: datetime, figures: HourFigures, *, cover: bool, secret: str
    ) -> PostingAnswer:
        """One attempt at an hour's report; `hour` is its start, aware. Without a secret nothing leaves."""
        if not secret:
            return NO_SECRET
        ending = await self._call(
            REPORT, lambda: report_params(self.settings, hour, figures, cover=cover), secret
        )
        answer = self.caller.answer(ending)
        return replace(answer, duplicate=answer.code == DUPLICATE)

    async def look_up(self, secret: str, orgid: str = "") -> Probe:
        """The enterprise's ids, for a person to read: it changes nothing, and proves key and signature.

        `orgid` is the open platform's number for the enterprise; without one the settings' id is asked for.
        """
        if not secret:
            return no_secret(OVOPARK)
        ending = await self._call(LOOK_UP, lambda: look_up_params(self.settings, orgid), secret)
        return self.caller.probe(ending)

    async def _call(self, method: str, business: Callable[[], dict[str, str]], secret: str) -> CallEnd:
        """What can't be formed is not sent: so all of it is made where that is looked at."""

        def form(at: datetime) -> dict[str, str]:
            return signed_form(self.settings, method, business(), at=at, secret=secret)

        return await self.caller.call(form, (secret,))
