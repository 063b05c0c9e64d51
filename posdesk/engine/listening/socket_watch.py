"""Watches the listening socket: proves that it takes calls, and makes it anew where it does not."""

import asyncio
import contextlib
import logging
from pathlib import Path

from posdesk.domain.status import Trouble
from posdesk.engine.listening import listener_socket
from posdesk.engine.listening.http_server import Server
from posdesk.engine.listening.listener_socket import OwnCall, OwnCallEnd, SocketProof
from posdesk.engine.loop import until_look_s
from posdesk.engine.status import StatusBoard
from posdesk.errors import PortTaken

log = logging.getLogger(__name__)
LOOK_S = 1.0
PROOF_EVERY_S = 9.0  # so that there is one at each heartbeat
LATE_S = 1.0  # a look that comes later than this tells of a busy loop, or of a PC that slept
PATIENCE_LOOKS = 5  # on time, for one answer
MOST_UNANSWERED = 2
MOST_UNWATCHED = 3  # looks: asyncio itself leaves the socket for a second where no file is to be had


class SocketWatch:
    """Looks each second; asks from outside where nobody else has come in for a heartbeat."""

    def __init__(
        self, server: Server, home: Path, *, tls: bool, status: StatusBoard, proof: SocketProof
    ) -> None:
        """`tls` is whether the listener speaks it. Nothing is asked yet."""
        self._server, self._home, self._status, self._proof = server, home, status, proof
        self._call = OwnCall(server.connections, tls=tls)
        self._asking: asyncio.Task[OwnCallEnd] | None = None
        self._waited = self._unanswered = self._unwatched = self._came = 0
        self.is_told = True
        """Whether listener.json says where we are, or need not: each look tries again to write it."""

    async def run(self) -> None:
        """Look until cancelled."""
        clock = self._proof.clock
        try:
            while True:
                began = clock.monotonic()
                await self._look()
                await asyncio.sleep(until_look_s(LOOK_S))
                self._waited += clock.monotonic() - began < LOOK_S + LATE_S
        finally:
            await self._give_up()

    async def _look(self) -> None:
        if self._server.is_stopping:
            return
        if not self.is_told:
            self.is_told = listener_socket.write_address(self._home, self._server.address, again=True)
        if not self._is_open():
            await self._replace()
        elif self._server.connections.arrived != self._came:
            self._came = self._server.connections.arrived
            self._proven()
        elif self._asking is not None:
            await self._hear(self._asking)
        elif self._is_due():
            self._waited = 0
            self._asking = asyncio.create_task(self._call.ask(self._server.address))

    def _is_due(self) -> bool:
        proof = self._proof
        doubted = proof.last is None or proof.is_lost or proof.is_doubted or self._unanswered
        return bool(doubted) or proof.age_s() >= PROOF_EVERY_S

    def _is_open(self) -> bool:
        """Whether our socket is there and listens, and the loop looks at it."""
        if not self._server.is_listening:
            return False
        self._unwatched = 0 if self._server.is_watched else self._unwatched + 1
        return self._unwatched < MOST_UNWATCHED

    async def _hear(self, asking: "asyncio.Task[OwnCallEnd]") -> None:
        """What became of our call: on time it has an answer within some looks; a late loop gives it more."""
        if not asking.done() and self._waited < PATIENCE_LOOKS:
            return
        told = asking.result() if asking.done() else OwnCallEnd.NOTHING
        await self._give_up()
        if told is OwnCallEnd.ANSWERED:
            self._proven()
            return
        self._unanswered += 1
        if told is OwnCallEnd.REFUSED or self._unanswered >= MOST_UNANSWERED:
            await self._replace()

    async def _give_up(self) -> None:
        asking, self._asking = self._asking, None
        if asking is not None:
            asking.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await asking

    def _proven(self) -> None:
        self._unanswered = 0
        self._proof.proven()
        self._status.answering()
        self._status.mended(Trouble.LISTENER_LOST)

    async def _replace(self) -> None:
        """Another socket on the same address; while none is to be had, that is said and each look tries."""
        await self._give_up()
        self._unanswered = self._unwatched = 0
        self._came = self._server.connections.arrived  # who came in before proves nothing of another socket
        if not self._proof.is_lost:
            log.error("listener: %s takes no calls any more, it is opened anew", self._server.name)
            self._proof.lose()
            self._status.trouble(Trouble.LISTENER_LOST)
        try:
            await self._server.reopen(lambda: listener_socket.bind_at(*self._server.address[:2]))
        except PortTaken as error:
            listener_socket.say_unbound(self._status, error)
            self._status.alive("")
            listener_socket.forget_address(self._home)
            self.is_told = True
            return
        log.warning("listener: %s is open again", self._server.name)
        self._status.alive(self._server.name)
        self.is_told = listener_socket.write_address(self._home, self._server.address)
