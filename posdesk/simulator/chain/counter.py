"""One counter of a simulated chain: it reads its store's orders as relay.md says, and shows that it lives."""

import asyncio
import contextlib
import json
import random
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final
from urllib.parse import parse_qs

from posdesk.domain.relay.here import Here
from posdesk.platforms.relay import here_words, order_message, subjects
from posdesk.platforms.relay.enrolment import EnrolmentLine
from posdesk.platforms.relay.subjects import StoreSubjects
from posdesk.platforms.relay.unreadable import Unreadable
from posdesk.simulator.chain.config import LineFault
from posdesk.simulator.chain.nats_wire import LineLost, Message, NatsLine
from posdesk.simulator.config import SimulatedPartner
from posdesk.simulator.o2o.commands import is_signed

BATCH: Final = 100
EXPIRES_S: Final = 20
BEAT_S: Final = 5
QUIET_S: Final = 12.0
_SECOND: Final = 1_000_000_000


@dataclass(frozen=True, slots=True)
class Arrived:
    """An order message at a counter; `at` is this machine's clock, in seconds since 1970."""

    store: str
    counter: str
    cmd: str
    bills: tuple[str, ...]
    at: float
    is_strange: bool  # another store's, or not its partner's


class SimulatedCounter:
    """Connects, reads, comes back; `tell` hears of each message once."""

    def __init__(
        self,
        line: EnrolmentLine,
        partner: SimulatedPartner,
        tell: Callable[[Arrived], None],
        rng: random.Random,
        *,
        here_s: float,
    ) -> None:
        """Nothing is open yet."""
        self._said, self._partner, self._tell, self._rng = line, partner, tell, rng
        self._here_s = here_s
        self._position: int | None = None  # what came before it was there is nobody's
        self._own = StoreSubjects(line.shard, line.store)
        self._instance, self._late_s, self._away_until = secrets.token_hex(8), 0.0, 0.0
        self._line: NatsLine | None = None
        self._is_reading = False
        self.connects = 0

    @property
    def is_connected(self) -> bool:
        """Whether its line stands and its orders come."""
        return self._line is not None and self._is_reading

    async def live(self) -> None:
        """Until cancelled."""
        while True:
            with contextlib.suppress(OSError, TimeoutError, Unreadable):
                await self._session()
            self._line, self._is_reading = None, False
            away_s = max(0.0, self._away_until - time.monotonic())
            await asyncio.sleep(away_s + self._rng.uniform(0.2, 2))  # not all at once

    def suffer(self, fault: LineFault) -> None:
        """That happens to its line now."""
        line, loop = self._line, asyncio.get_running_loop()
        if fault.kind == "late":
            self._late_s = fault.late_ms / 1000
            loop.call_later(fault.seconds, self._in_time)
        elif line is None:
            return
        elif fault.kind == "hang":
            line.pause()
            loop.call_later(fault.seconds, line.resume)
        else:
            self._away_until = time.monotonic() + (fault.seconds if fault.kind == "away" else 0)
            line.abort()

    def _in_time(self) -> None:
        self._late_s = 0.0

    async def _session(self) -> None:
        """From a connection to its end. Raises OSError and TimeoutError."""
        url = self._rng.choice(self._said.servers)
        line = await NatsLine.connect(url, self._said.ca, self._said.credentials)
        inbox = f"{subjects.inbox_prefix(self._said.store, self._said.counter)}.{secrets.token_hex(11)}"
        line.subscribe(f"{inbox}.*")
        self._line, self.connects = line, self.connects + 1
        beats = asyncio.create_task(self._beats(line))
        try:
            self._make_consumer(line, inbox)
            await self._read(line, inbox)
        finally:
            beats.cancel()
            line.abort()

    def _make_consumer(self, line: NatsLine, inbox: str) -> None:
        """By hand, with the filter in the subject (relay.md)."""
        stream, name = subjects.stream_of(self._said.shard), self._name
        config = {
            "name": name,
            "filter_subject": self._own.orders,
            **self._begin(),
            "ack_policy": "none",
            "mem_storage": True,
            "num_replicas": 1,
            "inactive_threshold": 300 * _SECOND,
        }
        line.publish(subjects.delete_consumer(stream, name), b"", f"{inbox}.gone")
        wanted = {"stream_name": stream, "config": config}
        line.publish(
            subjects.create_consumer(stream, name, self._own.orders),
            json.dumps(wanted).encode(),
            f"{inbox}.made",
        )

    def _begin(self) -> dict[str, object]:
        if self._position is None:
            return {"deliver_policy": "new"}
        return {"deliver_policy": "by_start_sequence", "opt_start_seq": self._position + 1}

    async def _read(self, line: NatsLine, inbox: str) -> None:
        """Raises OSError and TimeoutError."""
        left, coming = 0, line.messages()
        while True:
            async with asyncio.timeout(QUIET_S):
                message = await anext(coming)
            kind = message.subject.rpartition(".")[2]
            if kind == "gone":
                continue
            if kind == "made":
                self._look_at(message)
            elif message.status:
                left = left if message.status == "100" else 0
            else:
                left -= 1
                await self._take(message)
            if left <= 0:
                self._pull(line, inbox)
                left = BATCH

    def _look_at(self, made: Message) -> None:
        """Raises LineLost where the consumer is none."""
        said = {} if made.status else json.loads(made.data)
        if "delivered" not in said:
            raise LineLost(f"no consumer: {made.status} {made.data[:200]!r}")
        if self._position is None:
            self._position = int(said["delivered"]["stream_seq"])
        self._is_reading = True

    def _pull(self, line: NatsLine, inbox: str) -> None:
        wanted = {"batch": BATCH, "expires": EXPIRES_S * _SECOND, "idle_heartbeat": BEAT_S * _SECOND}
        stream = subjects.stream_of(self._said.shard)
        line.publish(
            subjects.next_messages(stream, self._name), json.dumps(wanted).encode(), f"{inbox}.orders"
        )

    async def _take(self, message: Message) -> None:
        if self._late_s:
            await asyncio.sleep(self._late_s)
        self._position = max(self._position or 0, int(message.reply.split(".")[-4]))
        call = order_message.read(message.headers, message.data)
        said = json.loads(call.body)
        items = said["items"] if isinstance(said["items"], list) else [said["items"]]
        query = {name: values[0] for name, values in parse_qs(call.query).items()}
        right = is_signed(self._partner, query.get("sign", ""), call.body, said["cmd"], str(said["seq"]))
        others = call.store != self._said.store or any(
            item.get("storecode", self._said.store) != self._said.store for item in items
        )
        bills = tuple(str(item["tbillno"]) for item in items)
        store, counter = self._said.store, self._said.counter
        self._tell(Arrived(store, counter, said["cmd"], bills, time.time(), others or not right))

    async def _beats(self, line: NatsLine) -> None:
        await asyncio.sleep(self._rng.uniform(0, self._here_s))
        while True:
            here = Here(self._said.counter, self._instance, 0, self._position or 0, datetime.now(UTC))
            data, headers = here_words.write(here, self._said.store_key)
            with contextlib.suppress(OSError):
                line.publish(self._own.here, data, headers=headers)
            await asyncio.sleep(self._here_s)

    @property
    def _name(self) -> str:
        return subjects.consumer(self._said.store, self._said.counter)
