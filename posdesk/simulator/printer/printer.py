"""The printer in the network: one connection at a time, an answer in its turn, and faults on demand."""

import asyncio
import contextlib
import socket
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from posdesk.simulator.printer.commands import Interpreter, Told
from posdesk.simulator.printer.paper import Paper

MM_80, MM_58 = 576, 384
PORT = 9100


@dataclass(slots=True)
class Faults:
    """What is wrong with the printer now; each may change at any time."""

    paper_out: bool = False
    cover_open: bool = False
    is_silent: bool = False  # prints, and never answers
    is_garbled: bool = False  # answers what no printer says
    breaks_after: int | None = None  # bytes of a connection, then the line is gone


@dataclass(slots=True)
class VirtualPrinter:
    """Prints into `folder`, a PNG a slip, numbered; `printed` is told each file once it is whole."""

    folder: Path
    width: int = MM_80
    faults: Faults = field(default_factory=Faults)
    answers_jobs: bool = True  # GS ( H; many cheap ones don't
    printed: Callable[[Path], object] | None = None
    slips: list[Path] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)  # of each slip what was no picture
    unknown: list[bytes] = field(default_factory=list)
    _server: asyncio.Server | None = None
    _lines: set[asyncio.StreamWriter] = field(default_factory=set)
    _closing: set[asyncio.StreamWriter] = field(default_factory=set)  # the next line is taken already
    _head: Interpreter | None = None

    async def start(self, host: str = "127.0.0.1", port: int = PORT) -> int:
        """Listen; returns the port. Raises OSError where it is taken."""
        self._server = await asyncio.start_server(self._serve, host, port)
        return int(self._server.sockets[0].getsockname()[1])

    async def start_on(self, bound: socket.socket) -> None:
        """Listen on a socket that is bound already."""
        self._server = await asyncio.start_server(self._serve, sock=bound)

    async def stop(self) -> None:
        """Listen no more, and hang up."""
        if self._server is not None:
            self._server.close()
            await self._server.wait_closed()
        for line in (*self._lines, *self._closing):
            line.transport.abort()
        while self._lines or self._closing:
            await asyncio.sleep(0)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with self._line(writer) as is_first, contextlib.suppress(OSError):  # whoever printed may be gone
            if is_first:
                await self._print(reader, writer)
        with contextlib.suppress(OSError):
            await writer.wait_closed()
        self._closing.discard(writer)

    @contextlib.contextmanager
    def _line(self, writer: asyncio.StreamWriter) -> Iterator[bool]:
        is_first = not self._lines
        self._lines.add(writer)
        try:
            yield is_first
        finally:
            writer.close()
            self._closing.add(writer)
            self._lines.discard(writer)

    async def _print(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = Interpreter(self.width, self._told(writer.write))
        head.unknown, self._head = self.unknown, head
        left = self.faults.breaks_after
        while data := await reader.read(1024 if left is None else max(1, min(1024, left))):
            head.feed(data)
            await writer.drain()
            if left is not None:
                left -= len(data)
                if left <= 0:
                    writer.transport.abort()
                    return

    def mend(self) -> None:
        """Paper in, cover closed, answers right: what waits in the buffer is printed."""
        self.faults = Faults()
        if self._head is not None:
            self._head.feed(b"")

    def _told(self, answer: Callable[[bytes], object]) -> Told:
        return Told(self._cut, self._status, self._paper, self._job, answer, self._is_stopped)

    def _is_stopped(self) -> bool:
        return self.faults.paper_out or self.faults.cover_open

    def _cut(self, paper: Paper) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        path = self.folder / f"{len(self.slips) + 1:05}.png"
        path.write_bytes(paper.png())
        self.slips.append(path)
        self.texts.append(paper.text)
        if self.printed is not None:
            self.printed(path)

    # what it answers

    def _status(self, which: int) -> bytes:
        faults = self.faults
        offline = self._is_stopped()
        bits = {
            1: 0x08 * offline,
            2: 0x04 * faults.cover_open | 0x20 * faults.paper_out,
            4: 0x6C * faults.paper_out,
        }
        return self._said(bytes((0x12 | bits.get(which, 0),)))

    def _paper(self) -> bytes:
        return self._said(bytes((0x0C * self.faults.paper_out,)))

    def _job(self, number: bytes) -> bytes:
        return self._said(b"\x37\x22" + number + b"\0") if self.answers_jobs else b""

    def _said(self, answer: bytes) -> bytes:
        if self.faults.is_silent:
            return b""
        return b"\xff" * len(answer) if self.faults.is_garbled else answer
