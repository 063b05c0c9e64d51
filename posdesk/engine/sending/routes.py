"""The ways out of the books: hours to ovopark, receipts to WDK, each with its settings and secrets."""

import contextlib
from collections.abc import AsyncIterator
from typing import ClassVar, Protocol, assert_never

from posdesk.domain.books.posting import PostingAnswer
from posdesk.domain.books.probe import Probe
from posdesk.domain.clock import Clock
from posdesk.journal.books.postings import SendingPosting
from posdesk.platforms.http import Http, new_http
from posdesk.platforms.ovopark.client import OvoparkClient
from posdesk.platforms.wdk.client import WdkClient
from posdesk.platforms.wdk.writing import payload_of
from posdesk.records import dataclass
from posdesk.settings.book_sections import Ovopark, Section, Wdk
from posdesk.settings.credentials import OVOPARK_SECRET, WDK_SECRET, WDK_SESSION, Credentials
from posdesk.settings.settings import Settings


class Route(Protocol):
    """How a posting gets to its platform."""

    @property
    def pace_s(self) -> float:
        """How many seconds after one has left the next may."""
        ...

    @property
    def settings(self) -> Section:
        """Its section."""
        ...

    @property
    def missing(self) -> tuple[str, ...]:
        """The keys of its section without which nothing is sent."""
        ...

    def key(self) -> tuple[str, ...] | None:
        """What it signs with, None where the secret can't be had; another one is another key."""
        ...

    def freeze(self, raw: str) -> str:
        """What is sent of a receipt's raw text, the same bytes ever after. Raises BadReceipt."""
        ...

    def prepare(self, count: int) -> None:
        """So many are about to be sent: have connections opened for them."""
        ...

    async def send(self, sendable: SendingPosting) -> PostingAnswer:
        """One attempt."""
        ...


@dataclass(frozen=True, slots=True)
class HourRoute:
    """Hours to ovopark: reports leave one after the other, days of catching up are no flood."""

    pace_s: ClassVar[float] = 0.2
    settings: Ovopark
    secrets: Credentials
    client: OvoparkClient

    @property
    def missing(self) -> tuple[str, ...]:
        """See `Route`."""
        return self.settings.missing

    def key(self) -> tuple[str, ...] | None:
        """See `Route`."""
        secret = self.secrets.get(OVOPARK_SECRET)
        return (secret,) if secret else None

    def freeze(self, raw: str) -> str:
        """See `Route`; an hour's figures are read at each attempt."""
        return ""

    def prepare(self, count: int) -> None:
        """See `Route`."""
        self.client.caller.prepare(count)

    async def send(self, sendable: SendingPosting) -> PostingAnswer:
        """See `Route`."""
        posting = sendable.posting
        assert posting.hour is not None
        assert posting.figures is not None
        secret = self.secrets.get(OVOPARK_SECRET) or ""
        return await self.client.report(posting.hour, posting.figures, cover=posting.cover, secret=secret)


@dataclass(frozen=True, slots=True)
class ReceiptRoute:
    """Receipts to WDK."""

    pace_s: ClassVar[float] = 0.0
    settings: Wdk
    secrets: Credentials
    client: WdkClient

    @property
    def missing(self) -> tuple[str, ...]:
        """See `Route`."""
        return self.settings.missing

    def key(self) -> tuple[str, ...] | None:
        """See `Route`; a merchant without a session has none."""
        secret = self.secrets.get(WDK_SECRET)
        return (secret, self.secrets.get(WDK_SESSION) or "") if secret else None

    def freeze(self, raw: str) -> str:
        """See `Route`."""
        return payload_of(raw, self.settings.returns)

    def prepare(self, count: int) -> None:
        """See `Route`."""
        self.client.caller.prepare(count)

    async def send(self, sendable: SendingPosting) -> PostingAnswer:
        """See `Route`."""
        secret, session = self.key() or ("", "")
        return await self.client.sync(sendable.payload, secret=secret, session=session)


@contextlib.asynccontextmanager
async def new_routes(
    settings: Settings, secrets: Credentials, clock: Clock
) -> AsyncIterator[dict[str, Route]]:
    """A way out for each section that the settings have, each with an HTTP client that is kept."""
    async with contextlib.AsyncExitStack() as stack:
        routes: dict[str, Route] = {}
        for name, section in settings.books.items():
            http = await stack.enter_async_context(new_http())
            routes[name] = _route(section, secrets, http, clock)
        yield routes


def _route(section: Section, secrets: Credentials, http: Http, clock: Clock) -> Route:
    match section:
        case Ovopark():
            return HourRoute(section, secrets, OvoparkClient(section, http, clock))
        case Wdk():
            return ReceiptRoute(section, secrets, WdkClient(section, http, clock))
        case _:
            assert_never(section)


async def probe(section: Section, clock: Clock, *, secret: str, session: str = "") -> Probe:
    """A signed call that changes nothing, with settings that need not be in use yet."""
    async with new_http() as http:
        match section:
            case Ovopark():
                return await OvoparkClient(section, http, clock).look_up(secret)
            case Wdk():
                return await WdkClient(section, http, clock).probe(secret, session)
            case _:
                assert_never(section)
