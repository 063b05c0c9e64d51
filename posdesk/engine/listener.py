"""The listener: Starlette and uvicorn on a socket we bound ourselves, in the engine's thread."""

import asyncio
import contextlib
import logging
import socket

import uvicorn
from starlette.applications import Starlette
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from posdesk.engine.door import GATEWAY_PATH, RECEIPTS_PATH
from posdesk.engine.gateway import Gateway
from posdesk.engine.intake import Intake
from posdesk.engine.status import StatusBoard

log = logging.getLogger(__name__)
READ_PATIENCE_S = 15.0
GRACE_S = 2  # for answers under way when the listener is told to stop


class Routes:
    """The listener's pages: the platforms' gateway, the tills' receipts and the health check."""

    def __init__(
        self, gateway: Gateway, intake: Intake, status: StatusBoard, *, body_limit_bytes: int
    ) -> None:
        """Nothing is opened here."""
        self._gateway, self._intake = gateway, intake
        self._status, self._limit = status, body_limit_bytes

    def app(self) -> Starlette:
        """The ASGI application."""
        return Starlette(
            routes=[
                Route(GATEWAY_PATH, self.gateway, methods=["POST"]),
                Route(RECEIPTS_PATH, self.receipts, methods=["POST"]),
                Route("/healthz", self.healthz, methods=["GET"]),
            ]
        )

    async def gateway(self, request: Request) -> Response:
        """POST /center/gateway?appid=&sign= (the vendor's quick-start page)."""
        try:
            body = await self._body(request)
        except (ClientDisconnect, TimeoutError):
            return Response(status_code=408)
        if body is None:
            return _json(self._gateway.too_large(), 413)
        query = request.query_params
        return _json(await self._gateway.take(query.get("appid", ""), query.get("sign", ""), body))

    async def receipts(self, request: Request) -> Response:
        """POST /receipts (architecture.md): a till's receipts, with a bearer token."""
        try:
            body = await self._body(request)
        except (ClientDisconnect, TimeoutError):
            return Response(status_code=408)
        token = request.headers.get("authorization", "")
        reply = self._intake.too_large(token) if body is None else self._intake.take_call(token, body)
        status, answer = await reply
        response = _json(answer, status)
        if status == 401:
            response.headers["WWW-Authenticate"] = "Bearer"
        return response

    async def healthz(self, _request: Request) -> Response:
        """200 once orders can be taken, else 503; no secrets, no order data."""
        able = self._status.receives
        return JSONResponse({"takes_orders": able}, status_code=200 if able else 503)

    async def _body(self, request: Request) -> bytes | None:
        """The body, or None once it is over the limit; what comes after is not read.

        Raises ClientDisconnect and TimeoutError.
        """
        body = bytearray()
        async with asyncio.timeout(READ_PATIENCE_S):
            async for chunk in request.stream():
                body += chunk
                if len(body) > self._limit:
                    return None
        return bytes(body)


def _json(body: bytes, status: int = 200) -> Response:
    return Response(body, status_code=status, media_type="application/json; charset=utf-8")


class Server:
    """uvicorn on our socket; `run` ends when it was asked to stop, or raises."""

    def __init__(self, app: Starlette, bound: socket.socket) -> None:
        """Nothing is served yet."""
        self._bound = bound
        self._ended = asyncio.Event()
        config = uvicorn.Config(
            app,
            lifespan="off",
            log_config=None,
            access_log=False,
            ws="none",
            http="httptools",
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
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(GRACE_S + 1):
                await self._ended.wait()
