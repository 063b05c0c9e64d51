"""Whether orders can be taken, found out by publishing: what a load balancer and `/metrics` are told.

A publish that only hangs is as bad as one that fails, and says nothing by itself: so the open ones are
looked at. A stream that failed is tried by a probe of our own, since nobody sends orders to a gateway that
says 503. One shard of several that fails takes the gateway out for none of the others.
"""

import asyncio
import contextlib
import logging
import socket
from collections.abc import Iterator
from typing import Final

from posdesk.domain.clock import Clock
from posdesk.gateway.line import Line, LineError, Refused
from posdesk.gateway.stores import Stores, StoreWatch
from posdesk.host.logs import OnceLog
from posdesk.platforms.relay.subjects import BILLS, stream_of, token

log = logging.getLogger(__name__)
HANGS_S: Final = 5.0
PROBE_EVERY_S: Final = 5.0
PROBE_PATIENCE_S: Final = 5.0
PROVEN_S: Final = 15.0  # the last probe that was acknowledged says so much
PROBE: Final = "xprobe"
"""No partner's and no store's: their parts that begin with an x go on in hex."""


class PublishHealth:
    """What came of publishing, by stream."""

    def __init__(self, clock: Clock) -> None:
        """Nothing was published yet."""
        self._clock = clock
        self._failed: dict[str, str] = {}
        self._open: dict[object, tuple[str, float]] = {}

    @contextlib.contextmanager
    def publishing(self, stream: str) -> Iterator[None]:
        """Around one publish: what it raises is a failure of that stream, its end a proof.

        Not what a server says of the one message or subject: a store whose own bound is reached would take
        the gateway out for all.
        """
        mark = object()
        self._open[mark] = stream, self._clock.monotonic()
        try:
            yield
        except LineError as error:
            if not (isinstance(error, Refused) and error.is_of_message):
                self._failed[stream] = str(error)
            raise
        except asyncio.CancelledError:  # whoever wanted it waits no longer
            self._failed[stream] = "no acknowledgement in time"
            raise
        else:
            self._failed.pop(stream, None)
        finally:
            del self._open[mark]

    @property
    def failing(self) -> frozenset[str]:
        """The streams whose last publish failed, or in which one hangs."""
        latest = self._clock.monotonic() - HANGS_S
        return frozenset(self._failed) | {stream for stream, since in self._open.values() if since <= latest}


class Health:
    """All that has to be well for orders to be taken."""

    def __init__(
        self, line: Line, stores: Stores, watch: StoreWatch, published: PublishHealth, clock: Clock
    ) -> None:
        """Nothing is proven yet."""
        self._line, self._stores, self._watch = line, stores, watch
        self._published, self._clock = published, clock
        self._proven: float | None = None
        self._said = OnceLog(log)
        self.is_leaving = False

    @property
    def failing(self) -> frozenset[str]:
        """The streams that take nothing."""
        return self._published.failing

    @property
    def takes_orders(self) -> bool:
        """Whether a platform that calls now would be answered 0, as far as it can be known."""
        return self.why_not == ""

    @property
    def why_not(self) -> str:
        """In a few words, for the log and whoever asks /healthz."""
        if self.is_leaving:
            return "ending"
        if not self._line.is_connected:
            return "not connected"
        if not self._watch.is_loaded:
            return "the stores are not read yet"
        if self._proven is None or self._clock.monotonic() - self._proven > PROVEN_S:
            return "publishing is not acknowledged"
        failing = self.failing
        shards = {stream_of(shard) for shard in self._stores.shards}
        return "no shard takes orders" if shards and shards <= failing else ""

    async def run(self) -> None:
        """Probe until cancelled."""
        while True:
            await self._probe()
            self._said.warn_alone(f"gateway: no orders can be taken: {self.why_not}" if self.why_not else "")
            await asyncio.sleep(PROBE_EVERY_S)

    async def _probe(self) -> None:
        host = token(socket.gethostname())
        if await self._is_taken(BILLS, f"posdesk.bills.{PROBE}.{host}"):
            self._proven = self._clock.monotonic()
        failing = self.failing
        for shard in sorted(self._stores.shards):
            if stream_of(shard) in failing:
                await self._is_taken(stream_of(shard), f"posdesk.{shard}.{PROBE}.orders")

    async def _is_taken(self, stream: str, subject: str) -> bool:
        try:
            with self._published.publishing(stream):
                await self._line.publish(stream, subject, b"{}", timeout_s=PROBE_PATIENCE_S)
        except LineError as error:
            log.debug("gateway: a probe of %s failed: %s", stream, error)
            return False
        return True
