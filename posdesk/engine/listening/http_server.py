"""uvicorn on a socket of our own: bounded connections, an exact end, a socket that can be replaced."""

import asyncio
import contextlib
import logging
import socket
import ssl
from collections.abc import Callable, Iterator
from typing import Any

import uvicorn
from starlette.types import ASGIApp

from posdesk.engine.listening import listener_socket
from posdesk.engine.listening.connection_limit import ConnectionLimit, Stage
from posdesk.engine.listening.http_connection import HttpConnection, TlsHandshake
from posdesk.engine.loop import EngineLoop, wait_at_most, wait_for_look
from posdesk.host.sockets import is_listening

_TURNS = 3  # of the loop: who waits at the door is seen, let in, and has its connection
GRACE_S = 2  # for answers under way when the server is told to stop


def _protocol_of(
    connections: ConnectionLimit, tls: Callable[[], ssl.SSLContext | None]
) -> Callable[..., asyncio.Protocol]:
    """What makes uvicorn's connections."""

    def made(**uvicorns: Any) -> asyncio.Protocol:
        connection, context = HttpConnection(connections=connections, **uvicorns), tls()
        return connection if context is None else TlsHandshake(connection, context, connections)

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

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """See uvicorn, which would end at once by itself; when this program ends is decided elsewhere."""
        yield

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
        """See uvicorn; who closes the socket knows whether it is still open."""
        await self.let_nobody_in()
        if self.accepting is not None:
            _close(self.accepting)
        await super().shutdown(None)

    async def let_nobody_in(self) -> None:
        """From now on; who was let in a moment ago has its connection when this returns."""
        if self.accepting is not None:
            with contextlib.suppress(ValueError):  # its socket was closed under it
                for each in self.accepting.sockets:
                    _unwatch(each.fileno())
            await _turn()


class Server:
    """uvicorn on our socket; `run` ends when it was asked to stop, or raises."""

    def __init__(
        self,
        app: ASGIApp,
        bound: socket.socket,
        *,
        tls: ssl.SSLContext | None = None,
        connections: ConnectionLimit | None = None,
    ) -> None:
        """Nothing is served yet."""
        self._bound, self._fd = bound, bound.fileno()
        self.tls = tls
        """Of the connections that come from now on; those that are open keep theirs."""
        self.address: tuple[Any, ...] = bound.getsockname()
        self.connections = ConnectionLimit() if connections is None else connections
        self._ended, self._is_leaving = asyncio.Event(), False
        config = uvicorn.Config(
            app,
            lifespan="off",
            log_config=None,
            access_log=False,
            ws="none",
            http=_protocol_of(self.connections, lambda: self.tls),  # type: ignore[arg-type]  # it only calls it
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
        await self._server.let_nobody_in()
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
