"""The listener: Starlette and uvicorn on a socket we bound ourselves, in the engine's thread."""

import asyncio
import contextlib
import logging
import socket
import ssl
from collections.abc import Callable
from typing import Any

import uvicorn
from starlette.applications import Starlette
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from posdesk.engine.bodies import Bodies
from posdesk.engine.door import GATEWAY_PATH, RECEIPTS_PATH
from posdesk.engine.doorkeeper import Doorkeeper
from posdesk.engine.gateway import Gateway
from posdesk.engine.intake import Intake
from posdesk.engine.line import Gate, Line
from posdesk.engine.proof import Caller
from posdesk.engine.status import StatusBoard

log = logging.getLogger(__name__)
READ_ON = 4  # times the limit: a platform that sends too much is told so, and its shop hears of it
GRACE_S = 2  # for answers under way when the listener is told to stop


class Routes:
    """The listener's pages: the platforms' gateway, the tills' receipts and the health check."""

    def __init__(
        self, gateway: Gateway, intake: Intake, status: StatusBoard, *, body_limit_bytes: int
    ) -> None:
        """Nothing is opened here."""
        self._gateway, self._intake = gateway, intake
        self._status, self._bodies, self._limit = status, Bodies(body_limit_bytes), body_limit_bytes

    def app(self) -> Starlette:
        """The ASGI application."""
        app = Starlette(
            routes=[
                Route(GATEWAY_PATH, self.gateway, methods=["POST"]),
                Route(RECEIPTS_PATH, self.receipts, methods=["POST"]),
                Route("/healthz", self.healthz, methods=["GET"]),
            ]
        )
        app.router.redirect_slashes = False  # it fails on a query that is no UTF-8, and nobody asked for it
        return app

    async def gateway(self, request: Request) -> Response:
        """POST /center/gateway?appid=&sign= (the vendor's quick-start page)."""
        query = request.query_params
        caller = Caller(query.get("appid", ""), query.get("sign", ""), _caller(request))
        odd = _odd_head(request)
        if odd is not None:
            return _json(await self._gateway.odd(odd, caller, await self._proof(request, caller)), 415)
        stranger = self._gateway.proof.stranger(caller)
        if stranger is not None:
            return _json(stranger)
        try:
            body = await self._bodies.read(request, self._most_bytes(caller))
        except (ClientDisconnect, TimeoutError):
            return _late()
        if body is None or len(body) > self._limit:
            return _json(await self._gateway.too_large(caller, body), 413)
        return _json(await self._gateway.take(caller.appid, caller.sign, body, caller.address))

    def _most_bytes(self, caller: Caller) -> int:
        """How much of a body is read: beyond the limit only for a proof of the sender."""
        return self._limit * (READ_ON if self._gateway.proof.is_possible(caller) else 1)

    async def _proof(self, request: Request, caller: Caller) -> bytes | None:
        """The body of a call that is not taken anyway: read only where its sender may prove himself by it."""
        if not self._gateway.proof.is_possible(caller):
            return None
        try:
            return await self._bodies.read(request, self._most_bytes(caller))
        except (ClientDisconnect, TimeoutError):
            return None

    async def receipts(self, request: Request) -> Response:
        """POST /receipts (architecture.md): a till's receipts, with a bearer token."""
        stranger = self._intake.stranger(request.headers.get("authorization", ""), _caller(request))
        if stranger is not None:
            return _json(stranger[1], stranger[0], _HINTS.get(stranger[0]))
        refusal = _odd_head(request)
        if refusal is not None:
            return _json(self._intake.odd(refusal), 415)
        try:
            body = await self._bodies.read(request)
        except (ClientDisconnect, TimeoutError):
            return _late()
        reply = self._intake.too_large() if body is None else self._intake.take_call(body)
        status, answer = await reply
        return _json(answer, status)

    async def healthz(self, _request: Request) -> Response:
        """200 once orders can be taken, else 503; no secrets, no order data."""
        able = self._status.receives
        return JSONResponse({"takes_orders": able}, status_code=200 if able else 503)


_HINTS = {401: {"WWW-Authenticate": "Bearer"}, 429: {"Retry-After": "60"}}


def _json(body: bytes, status: int = 200, headers: dict[str, str] | None = None) -> Response:
    return Response(body, status, headers, media_type="application/json; charset=utf-8")


def _late() -> Response:
    return Response(status_code=408, headers={"Connection": "close"})


def _caller(request: Request) -> str:
    return request.client.host if request.client else ""


def _odd_head(request: Request) -> tuple[str, str] | None:
    """Why such a call isn't read: nothing is unpacked, and a web page is no platform and no till."""
    headers = request.headers
    packed = ", ".join(headers.getlist("content-encoding")).lower().strip()
    sent = ", ".join(headers.getlist("transfer-encoding")).lower().strip()
    if packed not in {"", "identity"} or sent not in {"", "chunked"}:
        return "不接收压缩的请求体", "a packed body is not taken, send it as it is"
    if "origin" in headers:
        return "不接收网页发起的请求", "calls of a web page are not taken"
    return None


def _lines(doorkeeper: Doorkeeper, tls: ssl.SSLContext | None) -> Callable[..., asyncio.Protocol]:
    """What makes uvicorn's connections."""

    def made(**uvicorns: Any) -> asyncio.Protocol:
        line = Line(doorkeeper=doorkeeper, **uvicorns)
        return line if tls is None else Gate(line, tls, doorkeeper)

    return made


class Server:
    """uvicorn on our socket; `run` ends when it was asked to stop, or raises."""

    def __init__(
        self,
        app: Starlette,
        bound: socket.socket,
        *,
        tls: ssl.SSLContext | None = None,
        doorkeeper: Doorkeeper | None = None,
    ) -> None:
        """Nothing is served yet."""
        self._bound = bound
        self._doorkeeper = doorkeeper or Doorkeeper()
        self._ended = asyncio.Event()
        config = uvicorn.Config(
            app,
            lifespan="off",
            log_config=None,
            access_log=False,
            ws="none",
            http=_lines(self._doorkeeper, tls),  # type: ignore[arg-type]  # it only calls it
            log_level=logging.ERROR,  # a line for every stranger's bad call would push out the rest
            proxy_headers=False,  # anyone could write an address of his choice into them
            server_header=False,
            timeout_keep_alive=30,
            timeout_graceful_shutdown=GRACE_S,
        )
        self._server = uvicorn.Server(config)

    async def run(self) -> None:
        """Serve until cancelled or stopped; answers under way are finished."""
        try:
            await self._server.serve(sockets=[self._bound])
        except asyncio.CancelledError:
            self._server.should_exit = True
            raise
        finally:
            self._ended.set()
        if not self._server.should_exit:
            raise RuntimeError("the listener ended by itself")

    async def stop(self) -> None:
        """Take no more calls; returns when those under way are answered, or after a moment's grace."""
        self._server.should_exit = True
        for guest in self._doorkeeper:
            if isinstance(guest, Gate):
                guest.dismiss()
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(GRACE_S + 1):
                await self._ended.wait()
