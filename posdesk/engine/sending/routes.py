"""The two ways out of the books: hours to ovopark, receipts to WDK, each with its settings and secrets."""

import contextlib
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from typing import Protocol

from posdesk.domain.books.posting import OVOPARK, WDK, PostingAnswer
from posdesk.domain.books.probe import Probe
from posdesk.domain.clock import Clock
from posdesk.journal.books.postings import Sendable
from posdesk.platforms.http import new_http
from posdesk.platforms.ovopark.client import OvoparkClient
from posdesk.platforms.wdk.client import WdkClient
from posdesk.settings.credentials import OVOPARK_SECRET, WDK_SECRET, WDK_SESSION, Credentials
from posdesk.settings.settings import Ovopark, Settings, Wdk

SECRETS: Mapping[str, str] = {OVOPARK: OVOPARK_SECRET, WDK: WDK_SECRET}
"""The keyring name of the secret without which nothing is sent there."""


class Route(Protocol):
    """How a posting gets to its platform."""

    @property
    def settings(self) -> Ovopark | Wdk:
        """Its section."""
        ...

    @property
    def missing(self) -> tuple[str, ...]:
        """The keys of its section without which nothing is sent."""
        ...

    def key(self) -> tuple[str, ...] | None:
        """What it signs with, None where the secret can't be had; another one is another key."""
        ...

    async def send(self, sendable: Sendable) -> PostingAnswer:
        """One attempt."""
        ...


@dataclass(frozen=True, slots=True)
class HourRoute:
    """Hours to ovopark."""

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

    async def send(self, sendable: Sendable) -> PostingAnswer:
        """See `Route`."""
        posting = sendable.posting
        assert posting.hour is not None
        assert posting.figures is not None
        secret = self.secrets.get(OVOPARK_SECRET) or ""
        return await self.client.report(posting.hour, posting.figures, cover=posting.cover, secret=secret)


@dataclass(frozen=True, slots=True)
class ReceiptRoute:
    """Receipts to WDK."""

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

    async def send(self, sendable: Sendable) -> PostingAnswer:
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
        if settings.ovopark is not None:
            http = await stack.enter_async_context(new_http())
            client = OvoparkClient(settings.ovopark, http, clock)
            routes[OVOPARK] = HourRoute(settings.ovopark, secrets, client)
        if settings.wdk is not None:
            http = await stack.enter_async_context(new_http())
            routes[WDK] = ReceiptRoute(settings.wdk, secrets, WdkClient(settings.wdk, http, clock))
        yield routes


async def probe(section: Ovopark | Wdk, clock: Clock, *, secret: str, session: str = "") -> Probe:
    """A signed call that changes nothing, with settings that need not be in use yet."""
    async with new_http() as http:
        if isinstance(section, Ovopark):
            return await OvoparkClient(section, http, clock).look_up(secret)
        return await WdkClient(section, http, clock).probe(secret, session)
