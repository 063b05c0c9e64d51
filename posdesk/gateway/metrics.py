"""What `/metrics` says, for Prometheus: numbers by partner, code and stream, never an order's own.

A registry of its own: nothing that another library counts stands in it.
"""

import contextlib
import time
from collections.abc import Callable, Iterator

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    ProcessCollector,
    generate_latest,
)
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp

from posdesk.gateway.counting import Counting

_KIND = "text/plain; version=0.0.4; charset=utf-8"
_BUCKETS = (0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10)


class Metrics(Counting):
    """The numbers; counted in the gateway's event loop."""

    def __init__(self) -> None:
        """All are nought."""
        self._registry = CollectorRegistry()
        ProcessCollector(registry=self._registry)
        calls = "Calls by partner (empty: nobody's appid) and by the code that answered them."
        self._calls = Counter("posdesk_gateway_calls", calls, ("partner", "code"), registry=self._registry)
        self._signs = Counter(
            "posdesk_gateway_wrong_signs",
            "Calls under a partner's appid whose sign was wrong or missing.",
            ("partner",),
            registry=self._registry,
        )
        self._refused = Counter(
            "posdesk_gateway_refused",
            "Rightly signed calls that were refused for their content.",
            ("partner",),
            registry=self._registry,
        )
        self._seconds = Histogram(
            "posdesk_gateway_answer_seconds",
            "From a call's body to its answer.",
            buckets=_BUCKETS,
            registry=self._registry,
        )
        self._open = Gauge(
            "posdesk_gateway_open_calls", "Calls that are being answered.", registry=self._registry
        )
        self._known = Counter(
            "posdesk_gateway_known",
            "What counters said of orders of their own, by whether the map has it.",
            ("held",),
            registry=self._registry,
        )

    def follow(self, name: str, said: str, value: Callable[[], float]) -> None:
        """A number that is looked at whenever somebody asks."""
        Gauge(f"posdesk_gateway_{name}", said, registry=self._registry).set_function(value)

    @contextlib.contextmanager
    def answering(self) -> Iterator[None]:
        """Around one call."""
        began = time.perf_counter()
        self._open.inc()
        try:
            yield
        finally:
            self._open.dec()
            self._seconds.observe(time.perf_counter() - began)

    def answered(self, partner: str, code: str) -> None:
        """A call was answered by that code."""
        self._calls.labels(partner, code).inc()

    def wrongly_signed(self, partner: str) -> None:
        """A call under its appid was."""
        self._signs.labels(partner).inc()

    def refused(self, partner: str) -> None:
        """A rightly signed call was, for its content."""
        self._refused.labels(partner).inc()

    def known(self, *, is_held: bool) -> None:
        """A counter said that it has an order."""
        self._known.labels("yes" if is_held else "no").inc()

    def text(self) -> bytes:
        """All of it, as Prometheus reads it."""
        return generate_latest(self._registry)

    def app(self) -> ASGIApp:
        """What answers `/metrics`, on a port of its own."""

        async def metrics(_request: Request) -> Response:
            return Response(self.text(), media_type=_KIND)

        return Starlette(routes=[Route("/metrics", metrics, methods=["GET"])])
