"""Makes an own order: signs a real call and sends it to our own port, as a platform would."""

import asyncio
from collections.abc import Callable
from typing import Any

from posdesk.domain.clock import Clock
from posdesk.domain.orders.answer import Answer, Verdict
from posdesk.domain.orders.intent import Seq, new_seq
from posdesk.domain.orders.order import TRAINING, OrderKey, number_of
from posdesk.domain.orders.own_order import OwnPut, PutEnd
from posdesk.engine.listening.listener_socket import GATEWAY_PATH, name_of, unverified
from posdesk.engine.listening.own_calls import RECIPE, OwnCalls
from posdesk.host.sockets import LOOPBACK_OF
from posdesk.journal import Journal
from posdesk.journal.orders import training
from posdesk.platforms.http import Http
from posdesk.platforms.o2o.client import PartnerClient
from posdesk.platforms.o2o.own_order import OwnOrder, push_of
from posdesk.settings.settings import Partner, Store

_PATIENCE_S = 10.0
_NAME = "own-order"  # for the log


class OwnOrders:
    """A part of the engine; it does nothing by itself."""

    def __init__(
        self,
        calls: OwnCalls,
        journal: Journal,
        clock: Clock,
        store: Store,
        *,
        address: Callable[[], tuple[Any, ...] | None],
        tls: Callable[[], bool],
    ) -> None:
        """`address` gives where the listener stands, as `getsockname` does; `tls` whether it speaks that."""
        self._calls, self._journal, self._clock, self._store = calls, journal, clock, store
        self._address, self._tls = address, tls

    def adopt(self, store: Store) -> None:
        """Orders are this store's from now on. In the engine's loop."""
        self._store = store

    async def put(self, dish: str, remark: str) -> OwnPut:
        """Bring one through our own door. Raises DiskError where the journal can't be read afterwards."""
        where = self._address()
        if where is None:
            return OwnPut(PutEnd.NO_PORT, self._clock.now())
        began, seq = self._clock.monotonic(), new_seq()
        order = OwnOrder(number=f"{seq}", show_no="1", dish=dish, remark=remark)
        answer = await self._called(order, where, seq)
        took_s, is_there = self._clock.monotonic() - began, answer.verdict is Verdict.DONE
        return OwnPut(
            _END.get(answer.verdict, PutEnd.NO_ANSWER),
            self._clock.now(),
            took_s,
            await asyncio.to_thread(self._key, order) if is_there else None,
            name_of(where),
            answer.words,
        )

    async def _called(self, order: OwnOrder, where: tuple[Any, ...], seq: Seq) -> Answer:
        host = LOOPBACK_OF.get(where[0], where[0])
        scheme = "https" if self._tls() else "http"
        url = f"{scheme}://{name_of((host, where[1]))}{GATEWAY_PATH}"
        async with Http(unverified()) as http:
            with self._calls.awaited(host) as caller:
                partner = Partner(name=_NAME, url=url, appid=caller.appid, signature=RECIPE)
                client = PartnerClient(partner, http, self._clock, self._store, total_s=_PATIENCE_S)
                cmd, body = push_of(order, self._store, self._clock.now(), seq)
                return await client.send(cmd, body, seq, caller.appkey)

    def _key(self, order: OwnOrder) -> OrderKey | None:
        number = number_of(TRAINING, order.number)
        found = self._journal.read(training.open_ones)
        return next((key for key in found if key.number == number), None)


_END = {Verdict.DONE: PutEnd.TAKEN, Verdict.REFUSED: PutEnd.REFUSED, Verdict.NOT_SENT: PutEnd.NO_PORT}
