"""NATS' protocol as one simulated counter needs it: some kilobytes a connection, where a client has hundreds.

Only what the simulator needs, by its own few lines: what the product gets wrong must not hide behind it.
"""

import asyncio
import json
import ssl
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import urlsplit

from posdesk.platforms.relay.creds import UserCredentials

CONNECT_S: Final = 15.0
_END: Final = b"\r\n"


class LineLost(OSError):  # noqa: N818 - named as people say it
    """The connection ended, or the server would not have us; the text is its own."""


@dataclass(frozen=True, slots=True)
class Message:
    """What came in: a status in place of data where `status` isn't empty."""

    subject: str
    reply: str
    data: bytes
    headers: Mapping[str, str] = field(default_factory=dict)
    status: str = ""


class NatsLine:
    """One connection."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """See `connect`."""
        self._reader, self._writer = reader, writer

    @classmethod
    async def connect(cls, url: str, ca: str, creds: UserCredentials) -> "NatsLine":
        """As that user; `ca` is PEM text. Raises LineLost, OSError and TimeoutError."""
        where = urlsplit(url)
        host = where.hostname or "127.0.0.1"
        async with asyncio.timeout(CONNECT_S):
            reader, writer = await asyncio.open_connection(host, where.port or 4222)
            line = cls(reader, writer)
            try:
                info = json.loads((await line._line()).removeprefix(b"INFO "))
                if where.scheme == "tls" or info.get("tls_required"):
                    context = ssl.create_default_context(cadata=ca or None)
                    await writer.start_tls(context, server_hostname=host)
                await line._introduce(creds, str(info.get("nonce", "")))
            except BaseException:
                line.abort()
                raise
        return line

    async def _introduce(self, creds: UserCredentials, nonce: str) -> None:
        said = {
            "verbose": False,
            "pedantic": False,
            "lang": "posdesk-simulator",
            "version": "1",
            "protocol": 1,
            "headers": True,
            "no_responders": True,
            "jwt": creds.jwt,
            "sig": creds.sign(nonce).decode("ascii"),
        }
        self._send(b"CONNECT " + json.dumps(said).encode() + _END + b"PING" + _END)
        while (answer := await self._line()) != b"PONG":
            if answer.startswith(b"-ERR"):
                raise LineLost(answer.decode("utf-8", "replace"))

    def subscribe(self, subject: str, number: int = 1) -> None:
        """Hear what comes there."""
        self._send(f"SUB {subject} {number}".encode() + _END)

    def publish(
        self, subject: str, data: bytes = b"", reply: str = "", headers: Mapping[str, str] | None = None
    ) -> None:
        """Send it; nothing says whether it came. Raises LineLost."""
        lines = "".join(f"{name}: {value}\r\n" for name, value in (headers or {}).items())
        head = f"NATS/1.0\r\n{lines}\r\n".encode() if headers else b""
        sizes = f"{len(head)} {len(head) + len(data)}" if headers else str(len(data))
        verb = "HPUB" if headers else "PUB"
        self._send(f"{verb} {subject} {reply} {sizes}".encode() + _END + head + data + _END)

    async def messages(self) -> AsyncIterator[Message]:
        """What comes in, until the connection ends. Raises LineLost."""
        while True:
            line = await self._line()
            verb, _, rest = line.partition(b" ")
            if verb == b"PING":
                self._send(b"PONG" + _END)
            elif verb == b"-ERR":
                raise LineLost(rest.decode("utf-8", "replace"))
            elif verb in {b"MSG", b"HMSG"}:
                yield await self._message(rest.decode("utf-8").split(), has_headers=verb == b"HMSG")

    async def _message(self, words: list[str], *, has_headers: bool) -> Message:
        sizes = 2 if has_headers else 1
        reply = words[2] if len(words) == 3 + sizes else ""
        whole = await self._exactly(int(words[-1]) + len(_END))
        body = whole[: -len(_END)]
        if not has_headers:
            return Message(words[0], reply, body)
        end = int(words[-2])
        first, *lines = body[:end].decode("utf-8", "replace").split("\r\n")
        headers = {name: value.strip() for name, _, value in (line.partition(":") for line in lines) if name}
        status = first.removeprefix("NATS/1.0").strip()[:3]
        return Message(words[0], reply, body[end:], headers, status)

    async def _line(self) -> bytes:
        line = await self._reader.readline()
        if not line.endswith(b"\n"):
            raise LineLost("the connection ended")
        return line.rstrip()

    async def _exactly(self, size: int) -> bytes:
        try:
            return await self._reader.readexactly(size)
        except asyncio.IncompleteReadError as error:
            raise LineLost("the connection ended") from error

    def _send(self, data: bytes) -> None:
        if self._writer.is_closing():
            raise LineLost("the connection ended")
        self._writer.write(data)

    def pause(self) -> None:
        """Read nothing for now, as a PC that hangs."""
        self._writer.transport.pause_reading()  # type: ignore[attr-defined]

    def resume(self) -> None:
        """Read on."""
        if not self._writer.is_closing():
            self._writer.transport.resume_reading()  # type: ignore[attr-defined]

    def abort(self) -> None:
        """As a broken line."""
        self._writer.transport.abort()
