"""Hands receipts in at the listener, one after the other, each until it is taken."""

import asyncio
from dataclasses import dataclass, replace
from datetime import datetime

import httpx

from posdesk.domain.clock import Clock
from posdesk.simulator.books_config import SimulatedTill
from posdesk.simulator.till.maker import Wire
from posdesk.simulator.till.plan import Kind

_FINAL = frozenset({400, 409, 413, 415, 422})
"""Answers after which the same receipt would be answered the same."""


@dataclass(frozen=True, slots=True)
class Try:
    """One attempt: the HTTP status, None where there was no answer, and the words."""

    at: datetime
    status: int | None
    words: str


@dataclass(frozen=True, slots=True)
class HandedSeen:
    """A receipt of the till with every attempt to hand it in."""

    serial_num: str
    kind: Kind
    body: Wire
    tries: tuple[Try, ...] = ()

    @property
    def taken(self) -> bool:
        """Whether the listener has it."""
        return bool(self.tries) and self.tries[-1].status == 200

    @property
    def is_over(self) -> bool:
        """Whether it is tried no more."""
        return self.taken or (bool(self.tries) and self.tries[-1].status in _FINAL)


class HandIn:
    """The till's line to the listener."""

    def __init__(self, config: SimulatedTill, clock: Clock) -> None:
        self._config = config
        self._clock = clock
        self._queue: asyncio.Queue[str] = asyncio.Queue()
        self._seen: dict[str, HandedSeen] = {}
        self._changed = asyncio.Condition()

    def put(self, receipt: HandedSeen) -> None:
        """Hands it in after all that were put before."""
        self._seen[receipt.serial_num] = receipt
        self._queue.put_nowait(receipt.serial_num)

    def all(self) -> tuple[HandedSeen, ...]:
        """Every receipt so far."""
        return tuple(self._seen.values())

    async def first_try(self, serial_num: str) -> HandedSeen:
        """That receipt, once it was tried."""
        async with self._changed:
            await self._changed.wait_for(lambda: bool(self._seen[serial_num].tries))
        return self._seen[serial_num]

    async def run(self) -> None:
        """Hands in until it is cancelled."""
        async with httpx.AsyncClient(timeout=self._config.timeout_s, trust_env=False) as http:
            while True:
                await self._until_taken(http, await self._queue.get())

    async def _until_taken(self, http: httpx.AsyncClient, serial_num: str) -> None:
        while True:
            seen = self._seen[serial_num]
            tried = await self._tried(http, seen.body)
            self._seen[serial_num] = seen = replace(seen, tries=(*seen.tries, tried))
            async with self._changed:
                self._changed.notify_all()
            if seen.is_over:
                return
            await asyncio.sleep(self._config.retry_s)

    async def _tried(self, http: httpx.AsyncClient, body: Wire) -> Try:
        headers = {"Authorization": f"Bearer {self._config.token}"}
        at = self._clock.now()
        try:
            response = await http.post(self._config.target, json=body, headers=headers)
        except httpx.HTTPError as error:
            return Try(at, None, f"{type(error).__name__}: {error}")
        return Try(at, response.status_code, response.text[:500])
