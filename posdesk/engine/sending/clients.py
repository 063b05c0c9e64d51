"""One kept HTTP client per partner; a partner with other settings is asked by these from its next call on."""

import contextlib
from collections.abc import AsyncIterator, Iterable

from posdesk.domain.clock import Clock
from posdesk.platforms.http import Http, new_http
from posdesk.platforms.o2o.client import PartnerClient
from posdesk.settings.settings import Partner, Settings, Store


class PartnerClients:
    """`each` by the partner's name. What is under way goes on as it was begun: no HTTP client is closed."""

    def __init__(self, stack: contextlib.AsyncExitStack, clock: Clock) -> None:
        """None yet; `stack` closes them."""
        self._stack, self._clock = stack, clock
        self._https: dict[str, Http] = {}
        self.each: dict[str, PartnerClient] = {}

    async def prepare(self, partners: Iterable[Partner]) -> None:
        """An HTTP client for each that has none."""
        for partner in partners:
            if partner.name not in self._https:
                self._https[partner.name] = await self._stack.enter_async_context(new_http())

    def adopt(self, partners: Iterable[Partner], store: Store) -> None:
        """Go by these settings from now on; they are prepared."""
        for partner in partners:
            http = self._https[partner.name]
            self.each[partner.name] = PartnerClient(partner, http, self._clock, store)


@contextlib.asynccontextmanager
async def new_http_clients(settings: Settings, clock: Clock) -> AsyncIterator[PartnerClients]:
    """The clients of these settings' partners."""
    async with contextlib.AsyncExitStack() as stack:
        clients = PartnerClients(stack, clock)
        await clients.prepare(settings.partner)
        clients.adopt(settings.partner, settings.store)
        yield clients
