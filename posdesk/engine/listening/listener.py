"""The listener's pages: the platforms' gateway, the tills' receipts and the health check."""

from starlette.applications import Starlette
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp

from posdesk.engine.listening.call_bodies import Bodies, refusal_of
from posdesk.engine.listening.call_route import CallRoute, caller_of, json_answer, late
from posdesk.engine.listening.gateway import Gateway
from posdesk.engine.listening.intake import Intake
from posdesk.engine.listening.listener_socket import GATEWAY_PATH, RECEIPTS_PATH
from posdesk.engine.status import StatusBoard

_HINTS = {401: {"WWW-Authenticate": "Bearer"}, 429: {"Retry-After": "60"}}


class Routes:
    """What the listener answers."""

    def __init__(
        self, gateway: Gateway, intake: Intake, status: StatusBoard, *, body_limit_bytes: int
    ) -> None:
        """Nothing is opened here."""
        self._intake, self._status, self._bodies = intake, status, Bodies(body_limit_bytes)
        self._calls = CallRoute(gateway, self._bodies, body_limit_bytes)

    def limit_bodies(self, limit_bytes: int) -> None:
        """So long may a call be that comes from now on."""
        self._bodies.limit(limit_bytes)
        self._calls.limit_bodies(limit_bytes)

    def app(self) -> ASGIApp:
        """The ASGI application."""
        app = Starlette(
            routes=[
                Route(GATEWAY_PATH, self._calls.answer, methods=["POST"]),
                Route(RECEIPTS_PATH, self.receipts, methods=["POST"]),
                Route("/healthz", self.healthz, methods=["GET"]),
            ]
        )
        app.router.redirect_slashes = False  # it fails on a query that is no UTF-8, and nobody asked for it
        return self._calls.before(app)

    async def receipts(self, request: Request) -> Response:
        """POST /receipts (architecture.md): a till's receipts, with a bearer token."""
        stranger = self._intake.stranger(request.headers.get("authorization", ""), caller_of(request))
        if stranger is not None:
            return json_answer(stranger[1], stranger[0], _HINTS.get(stranger[0]))
        refusal = refusal_of(request.headers)
        if refusal is not None:
            return json_answer(self._intake.odd((refusal.zh, refusal.en)), refusal.status)
        try:
            body = await self._bodies.read(request)
        except (ClientDisconnect, TimeoutError):
            return late()
        reply = self._intake.too_large() if body is None else self._intake.take_call(body)
        status, answer = await reply
        return json_answer(answer, status)

    async def healthz(self, _request: Request) -> Response:
        """200 once orders can be taken, else 503; no secrets, no order data."""
        able = self._status.receives
        return JSONResponse({"takes_orders": able}, status_code=200 if able else 503)
