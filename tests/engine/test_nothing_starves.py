"""What keeps failing holds back nothing but what must wait for it: receipts, hours and the counter's own."""

import asyncio
import contextlib
import json
import random
from collections.abc import AsyncIterator, Coroutine, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as examples
from hypothesis import strategies as st

from posdesk.domain.books.hour import hour_of
from posdesk.domain.books.posting import Book, Posting, PostingAnswer
from posdesk.domain.books.receipt import Door
from posdesk.domain.orders.answer import Answer, CallFault, Verdict
from posdesk.domain.orders.intent import Kind, Seq
from posdesk.engine.sending import hours, outbox, poster, sender
from posdesk.engine.sending.hours import Hours
from posdesk.engine.sending.outbox import Outbox
from posdesk.engine.sending.poster import Poster
from posdesk.engine.status import StatusBoard
from posdesk.journal import Journal
from posdesk.journal.books import posting_rows, receipts
from posdesk.journal.books.postings import SendingPosting
from posdesk.journal.orders import intent_rows
from posdesk.platforms.wdk.reading import read_receipts
from posdesk.settings.book_sections import Ovopark, Wdk
from posdesk.settings.settings import Settings, Store
from tests.engine.books_making import refund, sale
from tests.engine.making import HeldSecrets, partner, settings, until
from tests.journal.making import PATIENCE_S, Counter, SetClock, key_of, opened

ATTEMPT_S = 15.0  # what a client's patience is
FAILURES = (
    PostingAnswer(Verdict.UNKNOWN, fault=CallFault.TIMED_OUT),
    PostingAnswer(Verdict.UNKNOWN, fault=CallFault.CUT_OFF),
    PostingAnswer(Verdict.UNKNOWN, "isp.service-error", "服务异常"),
    PostingAnswer(Verdict.NOT_SENT, fault=CallFault.NO_CONNECTION),
)
YES = PostingAnswer(Verdict.DONE, "0", target="9007199254740993001")


@pytest.fixture(autouse=True)
def narrow(monkeypatch: pytest.MonkeyPatch) -> None:
    """Few at once, and no real pauses: what fails is soon more than there is room for."""
    for where, name, value in (
        (hours, "QUEUED_AT_MOST", 4),
        (hours, "REPORTED_AT_MOST", 2),
        (hours, "PAUSE_S", 0.0),
        (hours, "TICK_S", 0.005),
        (sender, "LOOK_EVERY_S", 0.005),
        (poster, "AT_ONCE", 2),
        (outbox, "AT_ONCE", 2),
    ):
        monkeypatch.setattr(where, name, value)


@dataclass
class Road:
    """A way to a platform on which some things fail for ever, each after the client's whole patience."""

    clock: SetClock
    failing: frozenset[object]
    chance: random.Random
    arrived: list[str] = field(default_factory=list)
    missing: tuple[str, ...] = ()
    pace_s: float = 0.0
    settings: Wdk = field(default_factory=Wdk)

    def key(self) -> tuple[str, ...]:
        return ("secret",)

    def freeze(self, raw: str) -> str:
        return raw

    def prepare(self, count: int) -> None:
        """A road needs no connection."""

    async def send(self, sendable: SendingPosting) -> PostingAnswer:
        posting = sendable.posting
        name = posting.hour or (posting.receipt.serial_num if posting.receipt else None)
        if name in self.failing:
            await self.patience()
            return self.chance.choice(FAILURES)
        self.arrived.append(str(name))
        return YES

    async def patience(self) -> None:
        end = self.clock.monotonic() + ATTEMPT_S
        while self.clock.monotonic() < end:
            await asyncio.sleep(0)


@dataclass
class Shop:
    """The books' own parts on a real journal, and roads that fail."""

    journal: Journal
    clock: SetClock
    road: Road

    @asynccontextmanager
    async def at_work(self, chosen: Settings) -> AsyncIterator[None]:
        status = StatusBoard(chosen, self.clock)
        routes = {"wdk": self.road, "ovopark": self.road}
        sends = Poster(chosen, self.journal, status, clock=self.clock, routes=routes)
        async with running(sends.run(), Hours(chosen, self.journal, status, self.clock).run()):
            yield

    def hand_in(self, *wires: dict[str, object]) -> None:
        handed = read_receipts(json.dumps(wires).encode())
        self.journal.write(lambda tx: receipts.store(tx, handed, Door.HTTP)).result(PATIENCE_S)

    def confirmed(self, book: Book) -> set[object]:
        """Hours, or receipts' serials, that are confirmed."""
        walk(self.clock)
        rows: tuple[Posting, ...] = self.journal.read(
            lambda db: posting_rows.select(db, "p.book = ? AND p.outcome = 'confirmed'", (book,))
        )
        return {row.hour or (row.receipt.serial_num if row.receipt else None) for row in rows}


def walk(clock: SetClock) -> None:
    """Time goes by with every look of a test."""
    clock.walk(2)


@asynccontextmanager
async def running(*parts: Coroutine[Any, Any, None]) -> AsyncIterator[None]:
    tasks = [asyncio.create_task(part) for part in parts]
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        for task in tasks:
            with contextlib.suppress(asyncio.CancelledError):
                await task


@contextmanager
def a_shop(failing: frozenset[object], seed: int = 0) -> Iterator[Shop]:
    clock = SetClock(datetime.now(UTC))
    with TemporaryDirectory() as home, opened(Path(home), clock) as journal:
        yield Shop(journal, clock, Road(clock, failing, random.Random(seed)))


@examples(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    failing=st.frozensets(st.integers(0, 19), min_size=4, max_size=14),
    taken_back=st.frozensets(st.integers(0, 19), max_size=6),
    seed=st.integers(0, 999),
)
def test_receipts_that_fail_for_ever_hold_back_nothing_but_their_refunds(
    failing: frozenset[int], taken_back: frozenset[int], seed: int
) -> None:
    """Of twenty sales some never get through, more than may be on their way at once."""
    bad = frozenset(f"s{number}" for number in failing)
    good = {f"s{number}" for number in range(20)} - bad
    back = {f"r{number}": f"s{number}" for number in taken_back}
    expected = good | {refund_ for refund_, of in back.items() if of in good}

    async def scenario(at: Shop) -> None:
        start = hour_of(at.clock.now()) - timedelta(hours=2)
        backs = (refund(name, start, of) for name, of in back.items())  # by a till whose clock is behind
        at.hand_in(*backs, *(sale(f"s{n}", start + timedelta(minutes=n)) for n in range(20)))
        async with at.at_work(Settings(store=Store(code="001"), wdk=Wdk(store_id="33571001"))):
            await until(lambda: at.confirmed(Book.RECEIPT) >= expected, f"{expected}")
        assert set(at.road.arrived) == expected, "a refund waits for its sale"
        assert len(at.road.arrived) == len(expected), "nothing twice"
        for name in expected & set(back):
            assert at.road.arrived.index(back[name]) < at.road.arrived.index(name)

    with a_shop(bad, seed) as shop:
        asyncio.run(scenario(shop))


@pytest.mark.parametrize("failing", [6, 9])
def test_hours_that_fail_for_ever_hold_back_no_other_hour(failing: int) -> None:
    """The oldest ones fail, which are caught up on first."""

    async def scenario(at: Shop, every: list[datetime]) -> None:
        at.hand_in(*(sale(f"s{n}", hour) for n, hour in enumerate(every)))
        at.road.failing = frozenset(every[:failing])
        chosen = Ovopark(akey="a", enterprise_id=11, shop_id="D000001", grace_min=0)
        good = set(every[failing:])
        async with at.at_work(Settings(store=Store(code="001"), ovopark=chosen)):
            await until(lambda: at.confirmed(Book.HOUR) >= good, f"{len(good)} hours")

    with a_shop(frozenset()) as shop:
        now = hour_of(shop.clock.now())
        asyncio.run(scenario(shop, [now - timedelta(hours=ago) for ago in range(12, 0, -1)]))


@dataclass
class Platform:
    """A partner's client whose calls for some orders fail for ever."""

    road: Road
    journal: Journal

    def prepare(self) -> None:
        """It needs no connection."""

    async def send(self, cmd: str, body: bytes, seq: Seq, appkey: str) -> Answer:
        bill = next(name for name in ("bad", "good") if f'"{name}'.encode() in body)
        if bill == "bad":
            await self.road.patience()
            return Answer(
                Verdict.UNKNOWN, fault=self.road.chance.choice([CallFault.TIMED_OUT, CallFault.CUT_OFF])
            )
        self.road.arrived.append(seq)
        return Answer(Verdict.DONE)


def test_orders_whose_calls_fail_for_ever_hold_back_no_other_order() -> None:
    """Ready never expires: those that fail were pressed first, and are asked again for ever."""

    async def scenario(at: Shop) -> None:
        counter = Counter(at.journal)
        seqs = []
        for bill in (*(f"bad {n}" for n in range(12)), *(f"good {n}" for n in range(3))):
            counter.add(bill)
            counter.done(Kind.ACCEPT, key_of(bill))
            seqs.append(counter.press(Kind.READY, key_of(bill)).seq)
            if bill.startswith("bad"):
                for _ in range(7):
                    counter.attempt(seqs[-1], Verdict.UNKNOWN)
        chosen = settings(partner())
        client: Any = Platform(at.road, at.journal)
        part = Outbox(
            chosen,
            at.journal,
            HeldSecrets(meituan="k"),
            StatusBoard(chosen, at.clock),
            clock=at.clock,
            clients={"meituan": client},
        )

        def went() -> bool:
            walk(at.clock)
            return {each.seq for each in at.journal.read(intent_rows.open_ones)} <= set(seqs[:12])

        async with running(part.run()):
            await until(went, "the good ones")
        assert sorted(at.road.arrived) == sorted(seqs[12:])

    with a_shop(frozenset()) as shop:
        asyncio.run(scenario(shop))
