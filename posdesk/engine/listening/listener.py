"""The listener: Starlette and uvicorn on a socket we bound ourselves, in the engine's thread."""

import asyncio
import contextlib
import logging
import socket
import ssl
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qsl

import uvicorn
from starlette.applications import Starlette
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from posdesk.engine.listening import listener_socket
from posdesk.engine.listening.call_bodies import Bodies, refusal_of
from posdesk.engine.listening.connection_limit import ConnectionLimit, Stage
from posdesk.engine.listening.gateway import Gateway
from posdesk.engine.listening.http_connection import HttpConnection, TlsHandshake
from posdesk.engine.listening.intake import Intake
from posdesk.engine.listening.listener_socket import GATEWAY_PATH, RECEIPTS_PATH
from posdesk.engine.listening.sender_proof import ClaimedSender
from posdesk.engine.loop import EngineLoop, wait_at_most, wait_for_look
from posdesk.engine.status import StatusBoard
from posdesk.host.sockets import is_listening

log = logging.getLogger(__name__)
READ_ON = 4  # times the limit: a platform that sends too much is told so, and its shop hears of it
_TURNS = 3  # of the loop: who waits at the door is seen, let in, and has its connection
GRACE_S = 2  # for answers under way when the listener is told to stop


class Routes:
    """The listener's pages: the platforms' gateway, the tills' receipts and the health check."""

    def __init__(
        self, gateway: Gateway, intake: Intake, status: StatusBoard, *, body_limit_bytes: int
    ) -> None:
        """Nothing is opened here."""
        self._gateway, self._intake = gateway, intake
        self._status, self._bodies, self._limit = status, Bodies(body_limit_bytes), body_limit_bytes

    def limit_bodies(self, limit_bytes: int) -> None:
        """So long may a call be that comes from now on."""
        self._bodies.limit(limit_bytes)
        self._limit = limit_bytes

    def app(self) -> ASGIApp:
        """The ASGI application; a slash too many in a path is no other path."""
        app = Starlette(
            routes=[
                Route(GATEWAY_PATH, self.gateway, methods=["POST"]),
                Route(RECEIPTS_PATH, self.receipts, methods=["POST"]),
                Route("/healthz", self.healthz, methods=["GET"]),
            ]
        )
        app.router.redirect_slashes = False  # it fails on a query that is no UTF-8, and nobody asked for it
        return _without_spare_slashes(self._orders_first(app))

    def _orders_first(self, others: ASGIApp) -> ASGIApp:
        """Platforms' calls need none of Starlette's layers, which cost as much as reading the order."""

        async def app(scope: Scope, receive: Receive, send: Send) -> None:
            if scope["path"] == GATEWAY_PATH and scope["type"] == "http" and scope["method"] == "POST":
                response = await self.gateway(Request(scope, receive))
                await response(scope, receive, send)
            else:
                await others(scope, receive, send)

        return app

    async def gateway(self, request: Request) -> Response:
        """POST /center/gateway?appid=&sign= (the vendor's quick-start page)."""
        query = dict(parse_qsl(request.scope["query_string"].decode("latin-1"), keep_blank_values=True))
        caller = ClaimedSender(query.get("appid", ""), query.get("sign", ""), _caller(request))
        refusal = refusal_of(request.headers)
        if refusal is not None:
            said, body = (refusal.zh, refusal.en), await self._proof(request, caller)
            return _json(await self._gateway.odd(said, caller, body), refusal.status)
        stranger = self._gateway.stranger(caller)
        if stranger is not None:
            return _json(stranger)
        try:
            body = await self._bodies.read(request, self._most_bytes(caller))
        except (ClientDisconnect, TimeoutError):
            return _late()
        if body is None or len(body) > self._limit:
            return _json(await self._gateway.too_large(caller, body), 413)
        return _json(await self._gateway.take(caller.appid, caller.sign, body, caller.address))

    def _most_bytes(self, caller: ClaimedSender) -> int:
        """How much of a body is read: beyond the limit only for a proof of the sender."""
        return self._limit * (READ_ON if self._gateway.proof.is_possible(caller) else 1)

    async def _proof(self, request: Request, caller: ClaimedSender) -> bytes | None:
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
        refusal = refusal_of(request.headers)
        if refusal is not None:
            return _json(self._intake.odd((refusal.zh, refusal.en)), refusal.status)
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


def _without_spare_slashes(app: ASGIApp) -> ASGIApp:
    """Takes /center/gateway/ and //center/gateway for what they mean."""

    async def plain(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["path"] != GATEWAY_PATH:
            path = "/".join(piece for piece in scope["path"].split("/") if piece)
            scope = {**scope, "path": f"/{path}"}
        await app(scope, receive, send)

    return plain


def _protocol_of(connections: ConnectionLimit, tls: ssl.SSLContext | None) -> Callable[..., asyncio.Protocol]:
    """What makes uvicorn's connections."""

    def made(**uvicorns: Any) -> asyncio.Protocol:
        connection = HttpConnection(connections=connections, **uvicorns)
        return connection if tls is None else TlsHandshake(connection, tls, connections)

    return made


class Acceptor(uvicorn.Server):
    """uvicorn's server, whose listening socket can be replaced under its connections."""

    accepting: asyncio.Server | None = None

    def __init__(self, config: uvicorn.Config) -> None:
        """Nothing is served yet."""
        super().__init__(config)
        self._is_leaving = asyncio.Event()

    def leave(self) -> None:
        """Serve no longer, from now on."""
        self.should_exit = True
        self._is_leaving.set()

    async def main_loop(self) -> None:
        """Renew the time in answers each second; uvicorn's own looks ten times whether it is to end."""
        while not await self.on_tick(0):
            await wait_for_look(self._is_leaving)

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """See uvicorn."""
        self.servers = []
        for bound in sockets or []:
            await self.accept_from(bound)
        self.started = True

    async def accept_from(self, bound: socket.socket) -> None:
        """Take calls there. Raises OSError."""
        config, state = self.config, self.server_state

        def protocol() -> asyncio.Protocol:
            return config.http_protocol_class(config=config, server_state=state, app_state={})  # type: ignore[call-arg]

        loop = asyncio.get_running_loop()
        self.accepting = await loop.create_server(protocol, sock=bound, backlog=config.backlog)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """See uvicorn; who closes the socket knows whether it is still open.

        Who was let in a moment ago gets its connection first: else nobody would tell it, or close it.
        """
        if self.accepting is not None:
            with contextlib.suppress(ValueError):  # its socket was closed under it
                for each in self.accepting.sockets:
                    _unwatch(each.fileno())
            await _turn()
            _close(self.accepting)
        await super().shutdown(None)


class Server:
    """uvicorn on our socket; `run` ends when it was asked to stop, or raises."""

    def __init__(self, app: ASGIApp, bound: socket.socket, *, tls: ssl.SSLContext | None = None) -> None:
        """Nothing is served yet."""
        self._bound, self._fd = bound, bound.fileno()
        self.address: tuple[Any, ...] = bound.getsockname()
        self.connections = ConnectionLimit()
        self._ended, self._is_leaving = asyncio.Event(), False
        config = uvicorn.Config(
            app,
            lifespan="off",
            log_config=None,
            access_log=False,
            ws="none",
            http=_protocol_of(self.connections, tls),  # type: ignore[arg-type]  # it only calls it
            log_level=logging.ERROR,  # a line for every stranger's bad call would push out the rest
            proxy_headers=False,  # anyone could write an address of his choice into them
            server_header=False,
            timeout_keep_alive=30,
            timeout_graceful_shutdown=GRACE_S,
        )
        self._server = Acceptor(config)

    @property
    def name(self) -> str:
        """host:port as bound."""
        return listener_socket.name_of(self.address)

    @property
    def is_stopping(self) -> bool:
        """Whether the server was asked to end."""
        return self._is_leaving or self._server.should_exit

    @property
    def is_listening(self) -> bool:
        """Whether our socket is open, at our address, and takes connections in; also before `run` began."""
        if not is_listening(self._bound):
            return False
        return self._bound.fileno() == self._fd and self._bound.getsockname() == self.address

    @property
    def is_watched(self) -> bool:
        """Whether the loop would notice a newcomer; a loop that can't say so is believed."""
        loop = asyncio.get_running_loop()
        return not isinstance(loop, EngineLoop) or loop.waits_for(self._fd)

    async def run(self) -> None:
        """Serve until cancelled or stopped; answers under way are finished."""
        try:
            await self._server.serve(sockets=[self._bound])
        except asyncio.CancelledError:
            self._server.leave()
            self._leave()
            raise
        finally:
            self._ended.set()
            self._bound.close()
        if not self._server.should_exit:
            raise RuntimeError("the listener ended by itself")

    def shared_socket(self) -> socket.socket:
        """Our socket once more: who waits in its queue is let in by whichever accepts first."""
        return self._bound.dup()

    def leave_soon(self, seconds: int) -> None:
        """It is about to end, nobody opens it anew; calls under way will get so long for their answers."""
        self._server.config.timeout_graceful_shutdown = seconds
        self._is_leaving = True

    async def leave_port(self) -> None:
        """Let the port go, once whoever waits there is let in; open connections go on."""
        await _turn()
        self.let_port_go()

    def let_port_go(self) -> None:
        """Listen no more, at once; who waits there is cut off."""
        if self._server.accepting is not None:
            _unwatch(self._fd)
            _close(self._server.accepting)
            self._server.accepting = None
        self._bound.close()

    async def reopen(self, bind: Callable[[], socket.socket]) -> None:
        """Take calls from the socket that `bind` gives; open connections go on. Raises what `bind` raises."""
        if self._server.should_exit:
            return
        self.let_port_go()
        self._bound = bind()
        self._fd = self._bound.fileno()
        await self._server.accept_from(self._bound)

    def _leave(self) -> None:
        """Take no call any more, on a connection that is open already neither; what was taken is answered."""
        if self._server.accepting is not None:
            _unwatch(self._fd)
            _close(self._server.accepting)
        for connection in tuple(self._server.server_state.connections):
            if isinstance(connection, HttpConnection) and connection.stage is not Stage.ANSWERING:
                connection.transport.close()
            else:
                connection.shutdown()
        self._abort_handshakes()

    async def stop(self) -> None:
        """Take no more calls; returns when those under way are answered, or after a moment's grace."""
        self._server.leave()
        self._abort_handshakes()
        await wait_at_most(self._ended, GRACE_S + 1)

    def _abort_handshakes(self) -> None:
        for connection in self.connections:
            if isinstance(connection, TlsHandshake):
                connection.dismiss()


async def _turn() -> None:
    for _ in range(_TURNS):
        await asyncio.sleep(0)


def _unwatch(fd: int) -> None:
    """A socket closed from elsewhere still stands in the loop's list, and its number is soon another's."""
    loop = asyncio.get_running_loop()
    try:
        loop.remove_reader(fd)
    except RuntimeError:  # it is a connection's already
        if isinstance(loop, EngineLoop):
            loop.watch_anew(fd)


def _close(accepting: asyncio.Server) -> None:
    with contextlib.suppress(ValueError, OSError):  # its socket was closed under it
        accepting.close()
