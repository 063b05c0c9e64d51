"""A platform on loopback, at the level of bytes: it answers, drops, drips or waits as a test says."""

import asyncio
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

Behaviour = Callable[[asyncio.StreamWriter], Awaitable[None]]


class Server:
    """What the tests see of the platform: where it is, what came, and whether the caller hung up."""

    def __init__(self, behave: Behaviour, greeting: bytes) -> None:
        self.behave = behave
        self.greeting = greeting
        self.url = ""
        self.connections = self.open = 0
        self.requests: list[tuple[str, bytes]] = []  # (head, body) as they came
        self.arrived = asyncio.Event()
        self.hung_up = asyncio.Event()

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Serves one connection until it ends, in a task that the behaviour cannot hold."""
        self.connections += 1
        self.open += 1
        writer.write(self.greeting)
        acting: asyncio.Task[None] | None = None
        try:
            while True:
                self.requests.append(await _request(reader))
                self.arrived.set()
                acting = asyncio.ensure_future(self._act(writer))
        except (ConnectionError, asyncio.IncompleteReadError):
            self.hung_up.set()
        finally:
            if acting is not None:
                acting.cancel()
            self.open -= 1
            writer.close()

    async def _act(self, writer: asyncio.StreamWriter) -> None:
        await self.behave(writer)
        if not writer.is_closing():
            await writer.drain()


async def _request(reader: asyncio.StreamReader) -> tuple[str, bytes]:
    head = (await reader.readuntil(b"\r\n\r\n")).decode("ascii")
    fields = dict(line.lower().split(": ", 1) for line in head.strip().split("\r\n")[1:])
    return head, await reader.readexactly(int(fields["content-length"]))


@asynccontextmanager
async def platform(
    behave: Behaviour,
    *,
    context: ssl.SSLContext | None = None,
    greeting: bytes = b"",
    host: str = "127.0.0.1",
) -> AsyncIterator[Server]:
    """A running platform; over TLS with a context; with a greeting it speaks before it is asked."""
    server = Server(behave, greeting)
    listening = await asyncio.start_server(server.serve, host, 0, ssl=context)
    port = listening.sockets[0].getsockname()[1]
    server.url = f"{'https' if context else 'http'}://{host}:{port}/center/gateway"
    try:
        yield server
    finally:
        listening.close()
        await listening.wait_closed()


def response(body: bytes, status: str = "200 OK", *headers: str, length: int | None = None) -> bytes:
    """An HTTP/1.1 response; `length` may lie."""
    lines = [f"HTTP/1.1 {status}", *headers, f"content-length: {len(body) if length is None else length}"]
    return "\r\n".join([*lines, "", ""]).encode() + body


def answers(body: bytes, status: str = "200 OK", *headers: str) -> Behaviour:
    """A platform that answers each request so."""

    async def behave(writer: asyncio.StreamWriter) -> None:
        writer.write(response(body, status, *headers))

    return behave


def hangs_up_after(data: bytes) -> Behaviour:
    """A platform that sends this much and closes the connection."""

    async def behave(writer: asyncio.StreamWriter) -> None:
        writer.write(data)
        writer.close()

    return behave


def drips(data: bytes) -> Behaviour:
    """A platform that begins to answer and goes on for ever."""

    async def behave(writer: asyncio.StreamWriter) -> None:
        writer.write(data)
        while True:
            writer.write(b" ")
            await writer.drain()
            await asyncio.sleep(0.01)

    return behave


async def says_nothing(writer: asyncio.StreamWriter) -> None:
    """A platform that takes the request and never answers."""
