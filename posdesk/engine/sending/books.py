"""The books' part of the engine: hours, poster and what rings orders up, by the settings of the moment."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

from posdesk.domain.clock import Clock
from posdesk.domain.orders.intent import Seq
from posdesk.domain.status import Trouble
from posdesk.engine.sending.hold_backs import HoldBacks
from posdesk.engine.sending.hours import PART, Hours
from posdesk.engine.sending.poster import Poster
from posdesk.engine.sending.receipts_from_orders import ReceiptsFromOrders
from posdesk.engine.sending.routes import new_routes
from posdesk.engine.status import StatusBoard
from posdesk.journal import Journal
from posdesk.settings.credentials import Credentials
from posdesk.settings.settings import Settings


class Books:
    """Runs the books; other settings start them anew, and what is under way comes to its end first."""

    def __init__(
        self, settings: Settings, journal: Journal, secrets: Credentials, status: StatusBoard, clock: Clock
    ) -> None:
        """Nothing runs before `run`."""
        self._settings, self._journal, self._secrets = settings, journal, secrets
        self._status, self._clock = status, clock
        self._changed = asyncio.Event()
        self._poster: Poster | None = None
        self._gates = HoldBacks()  # a ban outlives the poster it was told

    def adopt(self, settings: Settings) -> None:
        """Work by these settings from now on. In the engine's loop."""
        self._settings = settings
        self._changed.set()

    def hurry(self, seq: Seq) -> None:
        """Send this posting now. In the engine's loop."""
        if self._poster is not None:
            self._poster.hurry(seq)

    async def run(self) -> None:
        """Work until cancelled; raises what broke one of them."""
        while True:
            self._changed.clear()
            chosen = self._settings
            async with new_routes(chosen, self._secrets, self._clock) as routes:
                self._poster = Poster(
                    chosen,
                    self._journal,
                    self._status,
                    clock=self._clock,
                    routes=routes,
                    gates=self._gates,
                )
                hours = Hours(chosen, self._journal, self._status, self._clock)
                rung = ReceiptsFromOrders(chosen, self._journal)
                await self._until_changed(self._poster.run, hours.run, rung.run)
            self._status.mended(Trouble.PART_FAILED, PART)  # what still fails says so at its first look

    async def _until_changed(self, *parts: Callable[[], Coroutine[Any, Any, None]]) -> None:
        tasks = {asyncio.create_task(part()) for part in parts}
        changed = asyncio.create_task(self._changed.wait())
        try:
            ended, _ = await asyncio.wait({*tasks, changed}, return_when=asyncio.FIRST_COMPLETED)
            for task in ended:
                task.result()  # raises what broke it
        finally:
            for task in (*tasks, changed):
                task.cancel()
            await asyncio.gather(*tasks, changed, return_exceptions=True)
