"""Many counters of a chain in one process: each has a connection, a user and consumers, as with the relay.

    python -m tests.bench.programs.counters PORT FILE

FILE has a line a counter: store, seed, JWT. What NATS wants to be said is written here by hand, for thousands
of nats-py's clients would be what is measured. Says `ready` once all can be reached. Then it is told `count`:
how many orders came; `report`: how long each took (its remark has the nanosecond of the monotonic clock at
which it was posted); `back`: how long after the server's end, as it saw it, each could be reached again.
"""

import asyncio
import base64
import json
import random
import re
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

from posdesk.platforms.relay import subjects
from posdesk.platforms.relay.creds import UserCredentials
from posdesk.platforms.relay.nkeys import pair_of
from posdesk.platforms.relay.subjects import StoreSubjects
from tests.support.nats_server import SHARD

_STREAMS = (subjects.stream_of(SHARD), subjects.acts_stream(SHARD))
_POSTED = re.compile(rb'"reamrks": ?"(\d+)"')
_PULL = b'{"batch":100,"expires":20000000000,"idle_heartbeat":5000000000}'
_AT_ONCE = 200  # connections that are being made
_HERE_S = 20.0
_AGAIN_S = 5.0  # after a loss: somewhere within, so that not all come at once
_SILENT_S = 12.0  # of a consumer: then it is made again, as relay.md says


@dataclass
class Told:
    """What all of them together have seen."""

    counters: int
    reached: int = 0
    lost_at: float = 0.0
    back_s: list[float] = field(default_factory=list)
    waited_ms: list[float] = field(default_factory=list)
    silences: int = 0
    changed: asyncio.Event = field(default_factory=asyncio.Event)


@dataclass
class Known:
    """What a counter keeps beyond a connection: of each stream the number that it reads next."""

    store: str
    creds: UserCredentials
    next: list[int] = field(default_factory=lambda: [1, 1])


class Counter(asyncio.Protocol):
    """One connection: asks for both consumers, pulls from both, and says each 20 s that it is there."""

    def __init__(self, known: Known, told: Told, closed: "asyncio.Future[None]") -> None:
        self._own, self._known = StoreSubjects(SHARD, known.store), known
        self._told, self._closed = told, closed
        self._name = subjects.consumer(known.store, "1")
        self._inbox = f"{subjects.inbox_prefix(known.store, '1')}.{random.randbytes(8).hex()}"
        self._heard_at = [0.0, 0.0]
        self._data = bytearray()
        self._made = 0
        self._here: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """The server speaks first."""
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def connection_lost(self, _: Exception | None) -> None:
        """Whoever made it makes another."""
        if self._here:
            self._here.cancel()
        if self._made == len(_STREAMS):
            self._told.reached -= 1
            self._told.lost_at = self._told.lost_at or time.monotonic()
        if not self._closed.done():
            self._closed.set_result(None)

    def data_received(self, data: bytes) -> None:
        """Lines, and behind some of them as many bytes as they say."""
        self._data += data
        at = 0
        while (end := self._data.find(b"\r\n", at)) >= 0:
            line = bytes(self._data[at:end])
            word = line[:4]
            length = int(line.rsplit(b" ", 1)[1]) + 2 if word in {b"MSG ", b"HMSG"} else 0
            if len(self._data) < end + 2 + length:
                break
            if word == b"INFO":
                self._connect(line)
            elif word == b"PING":
                self._transport.write(b"PONG\r\n")
            elif length:
                self._heard(line, bytes(self._data[end + 2 : end + length]))
            at = end + 2 + length
        del self._data[:at]

    def _connect(self, info: bytes) -> None:
        if self._here is not None:  # what a server says later of itself
            return
        nonce = json.loads(info[5:])["nonce"]
        said = {
            "verbose": False,
            "pedantic": False,
            "lang": "bench",
            "version": "1",
            "protocol": 1,
            "headers": True,
            "no_responders": True,
            "jwt": self._known.creds.jwt,
            "sig": base64.b64encode(pair_of(self._known.creds.seed).sign(nonce.encode())).decode(),
        }
        self._transport.write(
            b"CONNECT "
            + json.dumps(said).encode()
            + f"\r\nSUB {self._inbox}.* 1\r\nSUB {self._own.here} 2\r\n".encode()
        )
        for number, (stream, subject) in enumerate(
            zip(_STREAMS, (self._own.orders, self._own.acts), strict=True)
        ):
            self._publish(subjects.delete_consumer(stream, self._name), b"", f"d{number}")
            config = {
                "name": self._name,
                "deliver_policy": "by_start_sequence",
                "opt_start_seq": self._known.next[number],
                "ack_policy": "none",
                "replay_policy": "instant",
                "mem_storage": True,
                "num_replicas": 1,
                "inactive_threshold": 300_000_000_000,
                "filter_subject": subject,
            }
            wanted = json.dumps({"stream_name": stream, "config": config}).encode()
            self._publish(subjects.create_consumer(stream, self._name, subject), wanted, f"c{number}")
        self._here = asyncio.get_running_loop().call_later(random.uniform(0, _HERE_S), self._say_here)

    def _say_here(self) -> None:
        if self._made == len(_STREAMS) and time.monotonic() - min(self._heard_at) > _SILENT_S:
            self._told.silences += 1
            self._transport.close()
            return
        self._publish(self._own.here, b'{"counter":"1","n":0}')
        self._here = asyncio.get_running_loop().call_later(_HERE_S, self._say_here)

    def _heard(self, line: bytes, data: bytes) -> None:
        """A message's subject is its stream's; what the server itself says comes under the inbox."""
        parts = line.split(b" ")
        place = parts[1].rpartition(b".")[2]
        if parts[1] in {self._own.orders.encode(), self._own.acts.encode()}:
            self._take(parts[3], data)
        elif place[:1] == b"c":
            self._consumer_is_made(int(place[1:]), data)
        elif place[:1] == b"n":
            self._heard_at[int(place[1:])] = time.monotonic()
            if data.startswith(b"NATS/1.0 408"):
                self._pull(int(place[1:]))
            elif not data.startswith(b"NATS/1.0 100"):
                self._told.silences += 1
                self._transport.close()

    def _take(self, reply: bytes, data: bytes) -> None:
        stream, sequence = reply.split(b".")[2].decode(), int(reply.split(b".")[5])
        number = _STREAMS.index(stream)
        self._heard_at[number] = time.monotonic()
        if sequence < self._known.next[number]:
            return
        self._known.next[number] = sequence + 1
        found = _POSTED.search(data)
        if found:
            self._told.waited_ms.append((time.monotonic_ns() - int(found[1])) / 1e6)

    def _consumer_is_made(self, number: int, data: bytes) -> None:
        if b'"error"' in data or data.startswith(b"NATS/1.0"):  # the server is not as far
            self._transport.close()
            return
        self._heard_at[number] = time.monotonic()
        self._made += 1
        if self._made == len(_STREAMS):
            self._is_reached()
        self._pull(number)

    def _is_reached(self) -> None:
        self._told.reached += 1
        if self._told.lost_at:
            self._told.back_s.append(time.monotonic() - self._told.lost_at)
        self._told.changed.set()

    def _pull(self, number: int) -> None:
        self._publish(subjects.next_messages(_STREAMS[number], self._name), _PULL, f"n{number}")

    def _publish(self, subject: str, data: bytes, place: str = "") -> None:
        reply = f" {self._inbox}.{place}" if place else ""
        self._transport.write(f"PUB {subject}{reply} {len(data)}\r\n".encode() + data + b"\r\n")


async def _stay(port: int, known: Known, told: Told, slots: asyncio.Semaphore) -> None:
    """A counter for ever: another connection somewhere within seconds of a loss."""
    loop = asyncio.get_running_loop()
    while True:
        closed: asyncio.Future[None] = loop.create_future()
        try:
            async with slots:
                await loop.create_connection(
                    lambda: Counter(known, told, closed),  # noqa: B023 - made at once
                    "127.0.0.1",
                    port,
                )
        except OSError:
            pass
        else:
            await closed
        await asyncio.sleep(random.uniform(0, _AGAIN_S))


async def main(port: int, file: Path) -> None:
    """All counters of a file, until stdin ends."""
    rows = [line.split("\t") for line in file.read_text(encoding="utf-8").splitlines()]
    told, slots = Told(len(rows)), asyncio.Semaphore(_AT_ONCE)
    tasks = [
        asyncio.create_task(_stay(port, Known(store, UserCredentials(jwt, seed)), told, slots))
        for store, seed, jwt in rows
    ]
    await _all_reached(told)
    _say("ready")
    while line := await asyncio.to_thread(sys.stdin.readline):
        if line.strip() == "count":
            _say(json.dumps({"count": len(told.waited_ms)}))
        elif line.strip() == "report":
            _say(json.dumps({"waited_ms": told.waited_ms, "silences": told.silences}))
            told.waited_ms, told.lost_at, told.back_s = [], 0.0, []
        elif line.strip() == "back":
            while len(told.back_s) < told.counters:
                told.changed.clear()
                await told.changed.wait()
            _say(json.dumps({"back_s": sorted(told.back_s)}))
    for task in tasks:
        task.cancel()


async def _all_reached(told: Told) -> None:
    while told.reached < told.counters:
        told.changed.clear()
        await told.changed.wait()


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]), Path(sys.argv[2])))
