"""Calls of our own to our own port: a partner that is made for one call, and forgotten with it.

Its appid and appkey stand in memory only, never in the settings or the keyring, and it is heard on this PC
alone. What it brings is an own order (row 63): no platform is proven by it, nor counted as heard.
"""

import asyncio
import contextlib
import secrets
from collections.abc import Iterator
from dataclasses import field

from posdesk.engine.listening.call_bodies import Busy, WorkSlots
from posdesk.engine.listening.exposure import is_loopback
from posdesk.errors import DiskError
from posdesk.journal import Journal, Transaction
from posdesk.journal.orders import training
from posdesk.platforms.o2o import reading, signature
from posdesk.platforms.o2o.answers import AnswerCode, CallRefused, Echo, answer
from posdesk.records import dataclass
from posdesk.settings.settings import SignatureRecipe, Store

RECIPE = SignatureRecipe()
_PATIENCE_S = 8.0


@dataclass(frozen=True, slots=True)
class OwnCaller:
    """Who calls, from which address of this PC, and what it signs with."""

    host: str
    appid: str = field(default_factory=lambda: f"own-{secrets.token_hex(16)}")
    appkey: str = field(default_factory=lambda: secrets.token_hex(32), repr=False)


class OwnCalls:
    """The callers whose one call is awaited."""

    def __init__(self, journal: Journal, slots: WorkSlots, store: Store) -> None:
        """None is awaited."""
        self._journal, self._slots, self._store = journal, slots, store
        self._awaited: dict[str, OwnCaller] = {}

    @contextlib.contextmanager
    def awaited(self, host: str) -> Iterator[OwnCaller]:
        """A new caller, whose call from this PC's address `host` is taken within the block."""
        caller = OwnCaller(host)
        self._awaited[caller.appid] = caller
        try:
            yield caller
        finally:
            self._awaited.pop(caller.appid, None)

    def adopt(self, store: Store) -> None:
        """Read orders as this store's from now on."""
        self._store = store

    def is_own(self, appid: str, address: str) -> bool:
        """Whether that call is one that is awaited; from beyond this PC none is."""
        caller = self._awaited.get(appid)
        return caller is not None and (is_loopback(address) or address == caller.host)

    async def take(self, appid: str, sign: str, body: bytes) -> bytes:
        """The reply, once its order is on disk. A caller is heard once. Raises CallRefused."""
        caller = self._awaited.pop(appid)
        if not signature.matches(
            sign, RECIPE, appid=caller.appid, appkey=caller.appkey, body=body, cmd="", seq=""
        ):
            raise CallRefused(AnswerCode.WRONG_SIGNATURE)
        try:
            call, events = await self._slots.run(body, self._read)
        except Busy as error:
            raise CallRefused(AnswerCode.TOO_MANY_CALLS) from error
        await self._store_all(events, call.echo)
        return answer(AnswerCode.OK, call.echo)

    def _read(self, body: bytes) -> tuple[reading.GatewayCall, tuple[reading.Event, ...]]:
        call = reading.read_call(body)
        return call, reading.read_events(call, self._store)

    async def _store_all(self, events: tuple[reading.Event, ...], echo: Echo) -> None:
        def job(tx: Transaction) -> None:
            for event in events:
                for order in event.orders if isinstance(event, reading.AddOrders) else ():
                    training.put(tx, order)

        try:
            async with asyncio.timeout(_PATIENCE_S):
                await asyncio.wrap_future(self._journal.write(job))
        except (DiskError, TimeoutError) as error:
            raise CallRefused(AnswerCode.NOT_STORED, seq=echo) from error
