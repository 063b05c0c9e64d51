"""The listener's door: one is kept open by the settings, and another one is proven before it takes over."""

import asyncio
import contextlib
import logging
import ssl
from collections.abc import Awaitable, Callable
from pathlib import Path
from socket import socket
from typing import Any

from starlette.types import ASGIApp

from posdesk.engine.listening import listener_socket
from posdesk.engine.listening.http_server import GRACE_S, Server
from posdesk.engine.listening.listener_socket import OwnCall, OwnCallEnd, SocketProof
from posdesk.engine.listening.socket_watch import SocketWatch
from posdesk.engine.listening.tls import tls_context
from posdesk.engine.status import StatusBoard
from posdesk.errors import DoorUnproven, PortTaken
from posdesk.records import dataclass
from posdesk.settings.settings import Listener

log = logging.getLogger(__name__)
BIND_AGAIN_S = 2.0
PROOF_S = 5.0  # for the answer to a call of our own through a new door
LAST_ANSWERS_S = 20  # a call that came in by the old door is answered, however slow the disk
ANY_PORT = 0


class Door:
    """A server at work on its socket."""

    def __init__(self, server: Server, chosen: Listener) -> None:
        """It takes calls as soon as the loop turns."""
        self.server, self.chosen = server, chosen
        self.serving = asyncio.create_task(server.run())
        self.is_told = False  # whether listener.json says where it is

    async def close(self) -> None:
        """Take no more calls here, once whoever waits is let in; calls under way are answered."""
        await self.server.leave_port()
        await self.server.stop()
        with contextlib.suppress(asyncio.CancelledError):
            await self.serving

    async def cut(self) -> None:
        """End now, as the engine's end does it. Raises nothing."""
        self.serving.cancel()
        await asyncio.gather(self.serving, return_exceptions=True)
        self.server.let_port_go()  # it may never have begun


@dataclass(frozen=True, slots=True)
class OpenedDoor:
    """A door that was proven: `take` makes it the one that is told of, `drop` leaves all as it was before."""

    take: Callable[[], None]
    drop: Callable[[], Awaitable[None]]


class Doors:
    """The engine's part that listens. Everything runs in the engine's loop."""

    def __init__(
        self,
        home: Path,
        app: ASGIApp,
        chosen: Listener,
        status: StatusBoard,
        proof: SocketProof,
        *,
        bound: socket | None = None,
    ) -> None:
        """`bound` is a socket that somebody bound already. Nothing is open yet."""
        self._home, self._app, self._chosen, self._bound = home, app, chosen, bound
        self._status, self._proof = status, proof
        self._door: Door | None = None
        self._exchanged = asyncio.Event()
        self._closing: dict[asyncio.Task[None], Door] = {}  # doors whose last answers are awaited
        self.has_listened = False

    @property
    def server(self) -> Server | None:
        """What takes calls now."""
        return None if self._door is None else self._door.server

    @property
    def address(self) -> tuple[Any, ...] | None:
        """Where calls are taken now, as `getsockname` gives it."""
        return None if self._door is None else self._door.server.address

    @property
    def has_tls(self) -> bool:
        """Whether they are taken by https."""
        return self._chosen.has_tls

    def begin_with(self, chosen: Listener) -> None:
        """Go by these settings, before `run`: what was bound for another place is let go."""
        if self._bound is not None and _place(chosen) != _place(self._chosen):
            self._bound.close()
            self._bound = None
        self._chosen = chosen

    async def run(self) -> None:
        """Listen until cancelled or stopped; listener.json says where."""
        try:
            await self._first()
            while (door := self._door) is not None:
                await self._kept(door)
        finally:
            doors = [self._door] if self._door is not None else []
            await asyncio.gather(*(door.cut() for door in doors), return_exceptions=True)
            if self._bound is not None:
                self._bound.close()
            self._door = self._bound = None
            listener_socket.forget_address(self._home)
            self._status.alive("")

    async def end(self) -> None:
        """Take no more calls; returns when those under way are answered, or after a moment's grace."""
        if self._door is not None:
            await self._door.server.stop()
        if self._closing:
            await asyncio.wait(self._closing, timeout=GRACE_S)
        await asyncio.gather(*(door.cut() for door in tuple(self._closing.values())))

    async def open(self, chosen: Listener) -> "OpenedDoor":
        """Open the door of these settings, proven by a call of our own; the one that is open stays meanwhile.

        Raises PortTaken, SettingsError or DoorUnproven: then all is as it was.
        """
        old = self._door
        if _place(chosen) == _place(self._chosen):
            return OpenedDoor(lambda: self._go_by(chosen), _nothing)
        tls = tls_context(chosen, self._home)
        if old is None:  # it waits for a port: from now on for this one
            bound = listener_socket.bind(chosen)
            return OpenedDoor(lambda: self._begin_at(bound, chosen, tls), _closing(bound))
        if (chosen.host, chosen.port) == (old.chosen.host, old.chosen.port):
            await self._prove_elsewhere(chosen, tls)
            shared = old.server.shared_socket()
            return OpenedDoor(
                lambda: self._exchange(old, self._door_on(shared, chosen, tls)), _closing(shared)
            )
        try:
            bound = listener_socket.bind(chosen)
        except PortTaken:
            if chosen.port != old.server.address[1]:
                raise
            return await self._open_in_its_place(old, chosen, tls)  # we hold it, at another address
        return await self._open_beside(old, self._door_on(bound, chosen, tls))

    async def _open_beside(self, old: Door, new: Door) -> "OpenedDoor":
        try:
            await _prove(new)
        except DoorUnproven:
            await new.cut()
            raise
        return OpenedDoor(lambda: self._exchange(old, new), new.cut)

    async def _open_in_its_place(
        self, old: Door, chosen: Listener, tls: ssl.SSLContext | None
    ) -> "OpenedDoor":
        """Of two addresses with one port the system opens one: the old one closes for a moment."""
        await self._prove_elsewhere(chosen, tls)
        where = old.server.address[:2]

        async def reopen() -> None:
            await old.server.reopen(lambda: listener_socket.bind_at(*where))

        await old.server.leave_port()
        try:
            new = self._door_on(listener_socket.bind(chosen), chosen, tls)
        except PortTaken:
            await reopen()
            raise

        async def drop() -> None:
            await new.cut()
            await reopen()

        return OpenedDoor(lambda: self._exchange(old, new), drop)

    async def _prove_elsewhere(self, chosen: Listener, tls: ssl.SSLContext | None) -> None:
        """Its host and its certificate, at a port that is closed again."""
        trial = self._door_on(listener_socket.bind_at(chosen.host, ANY_PORT), chosen, tls)
        try:
            await _prove(trial)
        finally:
            await trial.cut()

    def _door_on(self, bound: socket, chosen: Listener, tls: ssl.SSLContext | None) -> Door:
        return Door(Server(self._app, bound, tls=tls), chosen)

    def _exchange(self, old: Door, new: Door) -> None:
        """The new door is the one that is watched and told of; the old one is closed behind it."""
        self._door = new
        self._go_by(new.chosen)
        self._tell(new)
        old.server.leave_soon(LAST_ANSWERS_S)  # nobody opens it anew from here on
        closing = asyncio.create_task(old.close())
        self._closing[closing] = old
        closing.add_done_callback(self._closing.pop)

    def _begin_at(self, bound: socket, chosen: Listener, tls: ssl.SSLContext | None) -> None:
        """The first door opens here; where one opened at the old place meanwhile, this one takes over."""
        if self._door is None:
            self._go_by(chosen, bound)
        else:
            self._exchange(self._door, self._door_on(bound, chosen, tls))

    def _go_by(self, chosen: Listener, bound: socket | None = None) -> None:
        """These are the settings; without a door yet, `bound` is where the first one opens."""
        self._chosen, self._bound = chosen, bound or self._bound
        self._exchanged.set()

    async def _first(self) -> None:
        """Our socket; while another program has the port, say so and keep trying."""
        while self._bound is None:
            self._exchanged.clear()
            try:
                self._bound = listener_socket.bind(self._chosen)
            except PortTaken as error:
                listener_socket.say_unbound(self._status, error)
                with contextlib.suppress(TimeoutError):
                    async with asyncio.timeout(BIND_AGAIN_S):
                        await self._exchanged.wait()
        tls = tls_context(self._chosen, self._home)
        self._door, self._bound = self._door_on(self._bound, self._chosen, tls), None
        self._tell(self._door)

    def _tell(self, door: Door) -> None:
        """Where calls are taken from now on."""
        door.is_told = listener_socket.write_address(self._home, door.server.address)
        self._status.alive(door.server.name)
        self.has_listened = True

    async def _kept(self, door: Door) -> None:
        """Watch this door until another has taken over. Raises what ended it."""
        self._exchanged.clear()
        watch = SocketWatch(
            door.server, self._home, tls=door.chosen.has_tls, status=self._status, proof=self._proof
        )
        watch.is_told = door.is_told
        watching = asyncio.create_task(watch.run())
        exchanged = asyncio.create_task(self._exchanged.wait())
        try:
            await asyncio.wait({watching, exchanged, door.serving}, return_when=asyncio.FIRST_COMPLETED)
            if watching.done():
                watching.result()  # raises what broke it
            if self._door is door and door.serving.done():
                self._door = None
                door.serving.result()
        finally:
            for each in (watching, exchanged):
                each.cancel()
            await asyncio.gather(watching, exchanged, return_exceptions=True)


async def _prove(door: Door) -> None:
    """A call of our own must be answered there. Raises DoorUnproven."""
    call, told = OwnCall(door.server.connections, tls=door.chosen.has_tls), OwnCallEnd.NOTHING
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(PROOF_S):
            told = await call.ask(door.server.address)
    if told is not OwnCallEnd.ANSWERED:
        raise DoorUnproven(f"{door.server.name} was opened, but a call of our own got no answer there.")


async def _nothing() -> None:
    """Nothing was opened."""


def _closing(bound: socket) -> Callable[[], Awaitable[None]]:
    async def close() -> None:
        bound.close()

    return close


def _place(chosen: Listener) -> tuple[str, int, str, str]:
    """What makes it another door."""
    return chosen.host, chosen.port, chosen.tls_cert, chosen.tls_key
