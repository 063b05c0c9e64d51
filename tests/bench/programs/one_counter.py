"""One counter of a chain on the wire: its connection, records, hello, two consumers, signs of life."""

import asyncio
import base64
import json
import random
import re
import ssl
import time
from dataclasses import dataclass, field

from posdesk.platforms.relay import subjects
from posdesk.platforms.relay.nkeys import KeyPair
from posdesk.platforms.relay.subjects import StoreSubjects

HOST = "localhost"  # whose certificate it wants
_POSTED = re.compile(rb'"reamrks": ?"(\d+)"')
_BILL = re.compile(rb'"tbillno": ?"([^"]+)"')
_BATCH = 100
_PULL = b'{"batch":100,"expires":20000000000,"idle_heartbeat":5000000000}'
_QUESTION = b'{"batch":1,"no_wait":true,"max_bytes":1}'
_HELLO = json.dumps({"kind": "hello", "content": "h" * 560}).encode()  # an act has some six hundred bytes
_HERE_S = 20.0
_ANSWER_S = 3.0  # these as the product's consumer has them
_QUESTION_S = 6.0
_SILENT_S = 12.0
_MOST_PATIENCE = 8
_LOOK_S = 1.0
_PAUSE_S = 1.0  # before a consumer that could not be made is made again


@dataclass
class Told:
    """What all of them together have seen."""

    counters: int
    reached: int = 0
    lost_at: float = 0.0
    back_s: list[float] = field(default_factory=list)
    waited_ms: list[float] = field(default_factory=list)
    bills: list[str] = field(default_factory=list)
    silences: int = 0
    questions: int = 0
    changed: asyncio.Event = field(default_factory=asyncio.Event)


@dataclass
class Known:
    """What a counter keeps beyond a connection: of each stream the number that it reads next."""

    shard: str
    store: str
    jwt: str
    pair: KeyPair
    next: list[int] = field(default_factory=lambda: [1, 1])


class Counter(asyncio.Protocol):
    """One connection: its records, both consumers, a hello among the acts, and each 20 s a sign of life."""

    def __init__(
        self, known: Known, told: Told, closed: "asyncio.Future[None]", tls: ssl.SSLContext | None
    ) -> None:
        self._own, self._known, self._tls = StoreSubjects(known.shard, known.store), known, tls
        self._streams = (subjects.stream_of(known.shard), subjects.acts_stream(known.shard))
        self._told, self._closed = told, closed
        self._name = subjects.consumer(known.store, "1")
        self._inbox = f"{subjects.inbox_prefix(known.store, '1')}.{random.randbytes(8).hex()}"
        self._heard_at = [0.0, 0.0]
        self._asked_for, self._is_made, self._may_ask = [False, False], [False, False], [False, False]
        self._in_vain = [0, 0]  # one after the other that could not be made, or said nothing
        self._data = bytearray()
        self._made: set[int] = set()
        self._left = [0, 0]  # of each pull
        self._turns = [0, 0]  # what a pull of a consumer before says is nothing to this one
        self._here: asyncio.TimerHandle | None = None
        self.greeted = asyncio.get_running_loop().create_future()
        """Once the server has been told who this is, or the connection has ended."""
        self._shaking: asyncio.Task[None] | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """The server speaks first."""
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def connection_lost(self, _: Exception | None) -> None:
        """Whoever made it makes another."""
        if self._here:
            self._here.cancel()
        if self._is_whole:
            self._told.reached -= 1
            self._told.lost_at = self._told.lost_at or time.monotonic()
        for each in (self._closed, self.greeted):
            if not each.done():
                each.set_result(None)

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
                self._greet(line)
            elif word == b"PING":
                self._transport.write(b"PONG\r\n")
            elif length:
                self._heard(line, bytes(self._data[end + 2 : end + length]))
            at = end + 2 + length
        del self._data[:at]

    def _greet(self, info: bytes) -> None:
        if self._here is not None or self._shaking is not None:  # what a server says later of itself
            return
        if self._tls is None:
            self._connect(info)
        else:
            self._shaking = asyncio.create_task(self._secured(info, self._tls))

    async def _secured(self, info: bytes, tls: ssl.SSLContext) -> None:
        loop, bare = asyncio.get_running_loop(), self._transport
        try:
            made = await loop.start_tls(bare, self, tls, server_hostname=HOST, ssl_handshake_timeout=60)
        except OSError:
            bare.abort()
            self.connection_lost(None)
            return
        assert made is not None
        self._transport = made
        self._connect(info)

    def _connect(self, info: bytes) -> None:
        nonce = json.loads(info[5:])["nonce"]
        said = {
            "verbose": False,
            "pedantic": False,
            "lang": "bench",
            "version": "1",
            "protocol": 1,
            "headers": True,
            "no_responders": True,
            "jwt": self._known.jwt,
            "sig": base64.b64encode(self._known.pair.sign(nonce.encode())).decode(),
        }
        self._transport.write(
            b"CONNECT "
            + json.dumps(said).encode()
            + f"\r\nSUB {self._inbox}.* 1\r\nSUB {self._own.here} 2\r\n".encode()
        )
        if not self.greeted.done():
            self.greeted.set_result(None)
        for kind in ("pc-1", "store", "store", "jwt-1"):
            subject = subjects.direct_get(subjects.STORES, self._own.record(kind))
            self._publish(subject, b"", "record")
        for number in range(len(self._streams)):
            self._make(number)
        self._beat = random.uniform(0, _HERE_S)
        self._here = asyncio.get_running_loop().call_later(random.uniform(0, _LOOK_S), self._look)

    def _make(self, number: int) -> None:
        """A consumer, in the place of any before, which goes first."""
        self._heard_at[number] = time.monotonic()
        self._asked_for[number] = self._is_made[number] = False
        self._in_vain[number] += 1
        self._turns[number] += 1
        subject = subjects.delete_consumer(self._streams[number], self._name)
        self._publish(subject, b"", self._place("d", number))

    def _create(self, number: int) -> None:
        stream, subject = self._streams[number], (self._own.orders, self._own.acts)[number]
        self._heard_at[number], self._asked_for[number] = time.monotonic(), True
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
        self._publish(subjects.create_consumer(stream, self._name, subject), wanted, self._place("c", number))

    def _make_again(self, number: int, turn: int) -> None:
        """As a relay does whose consumer is gone; not one that was made again meanwhile."""
        if turn == self._turns[number] and not self._transport.is_closing():
            self._told.silences += 1
            self._make(number)

    def _look(self) -> None:
        for number, heard_at in enumerate(self._heard_at):
            self._look_at(number, time.monotonic() - heard_at)
        self._beat -= _LOOK_S
        if self._beat <= 0:
            self._beat += _HERE_S
            self._publish(self._own.here, b'{"counter":"1","n":0}')
        self._here = asyncio.get_running_loop().call_later(_LOOK_S, self._look)

    def _look_at(self, number: int, silent_s: float) -> None:
        patience = min(_MOST_PATIENCE, 2 ** max(0, self._in_vain[number] - 2))
        if not self._asked_for[number]:
            if silent_s > _ANSWER_S:  # the one before goes without a word
                self._create(number)
        elif silent_s > (_SILENT_S if self._is_made[number] else _ANSWER_S * patience):
            self._make_again(number, self._turns[number])
        elif silent_s > _QUESTION_S and self._is_made[number] and self._may_ask[number]:
            self._may_ask[number] = False
            self._told.questions += 1
            self._pull(number, _QUESTION)

    @property
    def _is_whole(self) -> bool:
        return len(self._made) == len(self._streams)

    def _heard(self, line: bytes, data: bytes) -> None:
        """A message's subject is its stream's; what the server itself says comes under the inbox."""
        parts = line.split(b" ")
        place = parts[1].rpartition(b".")[2]
        if parts[1] in {self._own.orders.encode(), self._own.acts.encode()}:
            self._take(parts[3], data)
        elif place in self._places("d"):
            if not self._asked_for[int(place[1:2])]:
                self._create(int(place[1:2]))
        elif place in self._places("c"):
            self._consumer_is_made(int(place[1:2]), data)
        elif place in self._places("n"):
            self._told_by_server(int(place[1:2]), data)

    def _told_by_server(self, number: int, data: bytes) -> None:
        """A sign of life, the end of a pull, or of the consumer; 404 is said to a question."""
        if data.startswith(b"NATS/1.0 404"):
            return
        self._hears(number)
        if data.startswith((b"NATS/1.0 408", b"NATS/1.0 409 Batch Completed")):
            self._pull(number)
        elif not data.startswith(b"NATS/1.0 100"):
            self._again_soon(number)

    def _hears(self, number: int) -> None:
        self._heard_at[number], self._may_ask[number], self._in_vain[number] = time.monotonic(), True, 0

    def _place(self, kind: str, number: int) -> str:
        return f"{kind}{number}{self._turns[number]}"

    def _places(self, kind: str) -> tuple[bytes, ...]:
        return tuple(self._place(kind, number).encode() for number in range(len(self._streams)))

    def _take(self, reply: bytes, data: bytes) -> None:
        stream, sequence = reply.split(b".")[2].decode(), int(reply.split(b".")[5])
        number = self._streams.index(stream)
        self._hears(number)
        if sequence < self._known.next[number]:
            return
        self._known.next[number] = sequence + 1
        self._left[number] -= 1
        if self._left[number] == 0:
            self._pull(number)
        found = _POSTED.search(data)
        if found:
            self._told.waited_ms.append((time.monotonic_ns() - int(found[1])) / 1e6)
            self._told.bills.extend(each.decode() for each in _BILL.findall(data))

    def _consumer_is_made(self, number: int, data: bytes) -> None:
        if b'"error"' in data or data.startswith(b"NATS/1.0"):  # the server is not as far
            self._again_soon(number)
            return
        self._heard_at[number], self._is_made[number] = time.monotonic(), True
        self._may_ask[number] = True
        if number not in self._made:
            self._made.add(number)
            if self._is_whole:
                self._is_reached()
        self._pull(number)

    def _again_soon(self, number: int) -> None:
        soon_s, turn = random.uniform(0.5, 1.5) * _PAUSE_S, self._turns[number]
        asyncio.get_running_loop().call_later(soon_s, self._make_again, number, turn)

    def _is_reached(self) -> None:
        self._told.reached += 1
        if self._told.lost_at:
            self._told.back_s.append(time.monotonic() - self._told.lost_at)
        self._told.changed.set()
        self._publish(self._own.acts, _HELLO, "hello")

    def _pull(self, number: int, wanted: bytes = _PULL) -> None:
        if wanted is _PULL:
            self._left[number] = _BATCH
        subject = subjects.next_messages(self._streams[number], self._name)
        self._publish(subject, wanted, self._place("n", number))

    def _publish(self, subject: str, data: bytes, place: str = "") -> None:
        reply = f" {self._inbox}.{place}" if place else ""
        self._transport.write(f"PUB {subject}{reply} {len(data)}\r\n".encode() + data + b"\r\n")
