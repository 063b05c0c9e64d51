"""Calls as bytes and who makes them: made beforehand and read back with as little as can be on our side."""

from __future__ import annotations

import asyncio
import socket
import statistics
import time
from collections.abc import AsyncIterator, Iterable, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import urlencode, urlsplit

from posdesk.domain.clock import in_china
from posdesk.engine.listening.listener_socket import GATEWAY_PATH
from tests.bench.messages import end_of, posted
from tests.platforms.o2o.samples import a_call, an_order
from tests.support.engine import signed
from tests.support.simulator import MEITUAN

DONE = b'"code":0'
PATIENCE_S = 20.0
SETTLES_S = 0.3
_OK = b"HTTP/1.1 200"
_BILL = "B00000000"


class WrongAnswerError(Exception):
    """What was asked was not answered as it must be: such a run measures nothing."""


def orders(first: int, count: int) -> list[bytes]:
    """So many signed calls, an order each, that are new to the store; the bills go by number from `first`."""
    placed = f"{in_china(datetime.now(UTC)):%Y-%m-%d %H:%M:%S}"
    order = an_order(tbillno=_BILL, ordertime=placed, submitdate=placed)
    body = a_call([order], seq=_BILL)
    return [_call(body.replace(_BILL.encode(), b"B%08d" % number)) for number in range(first, first + count)]


def _call(body: bytes) -> bytes:
    return posted(f"{GATEWAY_PATH}?{urlencode(signed(MEITUAN, body))}", body, "application/json")


def _check(answer: bytes, wanted: bytes) -> None:
    if not answer.startswith(_OK) or wanted not in answer.replace(b" ", b""):
        raise WrongAnswerError(answer.decode("utf-8", "replace"))


@contextmanager
def kept(address: str) -> Iterator[Connection]:
    """A connection that is kept, for one call after the other; `address` is host:port or a URL of it."""
    with socket.create_connection(_place(address), PATIENCE_S) as connection:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        yield Connection(connection)


@dataclass(slots=True)
class Connection:
    """See `kept`."""

    _socket: socket.socket

    def seconds(self, call: bytes, wanted: bytes = b"") -> float:
        """How long the answer took. Raises WrongAnswerError where it is not 200 or lacks `wanted`."""
        start = time.perf_counter()
        self._socket.sendall(call)
        answer = b""
        while not end_of(answer):
            piece = self._socket.recv(65536)
            if not piece:
                raise WrongAnswerError(f"cut off: {answer!r}")
            answer += piece
        took = time.perf_counter() - start
        _check(answer, wanted)
        return took


class _Line(asyncio.Protocol):
    """One connection of many."""

    def __init__(self) -> None:
        self._transport: asyncio.Transport | None = None
        self._unread = bytearray()
        self._answer: asyncio.Future[bytes] | None = None

    async def ask(self, call: bytes) -> bytes:
        """The answer to a call. Raises WrongAnswerError."""
        assert self._transport is not None
        self._answer = asyncio.get_running_loop().create_future()
        self._transport.write(call)
        answer = await self._answer
        _check(answer, DONE)
        return answer

    def hang_up(self) -> None:
        """Nothing is waited for any more."""
        assert self._transport is not None
        self._transport.abort()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        self._unread += data
        end = end_of(self._unread)
        if end and self._answer is not None:
            answer = bytes(self._unread[:end])
            del self._unread[:end]
            self._answer.set_result(answer)

    def connection_lost(self, exc: Exception | None) -> None:
        if self._answer is not None and not self._answer.done():
            self._answer.set_exception(WrongAnswerError(f"a connection was lost: {exc}"))


@asynccontextmanager
async def _lines(address: str, count: int) -> AsyncIterator[list[_Line]]:
    loop = asyncio.get_running_loop()
    lines = [(await loop.create_connection(_Line, *_place(address)))[1] for _ in range(count)]
    try:
        yield lines
    finally:
        for line in lines:
            line.hang_up()


def a_second(address: str, calls: Sequence[bytes], *, connections: int, seconds: float) -> float:
    """Calls answered a second by so many connections at once, after a moment to settle.

    Raises WrongAnswerError.
    """
    return asyncio.run(_a_second(address, iter(calls), connections, seconds))


async def _a_second(address: str, calls: Iterator[bytes], connections: int, seconds: float) -> float:
    start = time.perf_counter() + SETTLES_S
    answered = 0

    async def ask_on(line: _Line) -> None:
        nonlocal answered
        while (now := time.perf_counter()) < start + seconds:
            call = next(calls, None)
            if call is None:
                raise WrongAnswerError("all calls were made before the time was over")
            await line.ask(call)
            answered += now >= start

    async with asyncio.timeout(PATIENCE_S + seconds), _lines(address, connections) as lines:
        await asyncio.gather(*map(ask_on, lines))
    return answered / seconds


def paced(address: str, calls: Sequence[bytes], *, connections: int, a_second: float) -> list[float]:
    """How long each answer took, in seconds, from the moment its call was due, however late it left.

    Raises WrongAnswerError.
    """
    return asyncio.run(_paced(address, calls, connections, a_second))


async def _paced(address: str, calls: Sequence[bytes], connections: int, a_second: float) -> list[float]:
    free: asyncio.Queue[_Line] = asyncio.Queue()
    took: list[float] = []

    async def one(call: bytes, due: float) -> None:
        line = await free.get()
        await line.ask(call)
        took.append(time.perf_counter() - due)
        free.put_nowait(line)

    async with _lines(address, connections) as lines:
        for line in lines:
            free.put_nowait(line)
        start, under_way = time.perf_counter(), []
        for number, call in enumerate(calls):
            due = start + number / a_second
            await asyncio.sleep(max(0.0, due - time.perf_counter()))
            under_way.append(asyncio.create_task(one(call, due)))
        async with asyncio.timeout(PATIENCE_S):
            await asyncio.gather(*under_way)
    return took


def percentile(seconds: Iterable[float], percent: int) -> float:
    """Of these, in milliseconds; 50 is the median."""
    values = sorted(seconds)
    return statistics.quantiles(values, n=100, method="inclusive")[percent - 1] * 1000


def _place(address: str) -> tuple[str, int]:
    parts = urlsplit(address if "//" in address else f"//{address}")
    assert parts.hostname is not None
    assert parts.port is not None
    return parts.hostname, parts.port
