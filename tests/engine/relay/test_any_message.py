"""No message of whatever bytes and headers stops a store's reading: each ends somewhere, none is lost."""

import asyncio
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from posdesk.domain.clock import to_text
from posdesk.engine.listening.call_bodies import WorkSlots
from posdesk.engine.listening.sender_proof import SenderProof
from posdesk.engine.listening.turned_away import TurnedAwayCalls
from posdesk.engine.relay.clock_offset import ClockOffset
from posdesk.engine.relay.consumer import Streamed
from posdesk.engine.relay.order_intake import GATEWAY_WITHIN, OrderIntake
from posdesk.engine.relay.relayed_call import CallReader
from posdesk.engine.status import StatusBoard
from posdesk.journal.relay import position, stray_calls
from posdesk.platforms.relay.order_message import EPOCH, MESSAGE_ID, PARTNER, QUERY, RECEIVED, OrderMessage
from tests.engine.making import APPKEY, HeldSecrets, partner
from tests.engine.making import settings as chosen
from tests.engine.relay.making import call, cancel, signed
from tests.journal.making import SetClock, opened
from tests.journal.relay.making import RelayedCounter

STORED = datetime(2026, 5, 3, 4, 25, 0, tzinfo=UTC)
ADD, CANCEL = call("A"), cancel("A")
GOOD = OrderMessage("001", "meituan", signed(ADD), ADD, STORED, "e").headers()


class Reading:
    """An intake at a journal, which is handed one message after another."""

    def __init__(self, counter: RelayedCounter, clock: SetClock) -> None:
        self.journal = counter.journal
        wanted, secrets, slots = chosen(partner()), HeldSecrets(meituan=APPKEY), WorkSlots()
        status = StatusBoard(wanted, clock)
        witness = TurnedAwayCalls(wanted.partner, self.journal, status, clock)
        proof = SenderProof(wanted, secrets, clock, slots=slots, turned_away=witness)
        reader, offset = CallReader(wanted, proof, slots), ClockOffset()
        self.intake = OrderIntake(self.journal, reader, secrets, status, clock, slots=slots, offset=offset)
        self.sequence = 0

    async def take(self, data: bytes, headers: Mapping[str, str], at: datetime = STORED) -> None:
        """The stream brings it."""
        self.sequence += 1
        await self.intake.take(Streamed(self.sequence, at, 0, data, headers), "e")
        stands = self.journal.read(lambda db: position.get(db, position.ORDERS))
        assert stands is not None
        assert stands.sequence == self.sequence
        assert self.intake.at == stands

    def add(self, received: datetime, tbillno: str, at: datetime = STORED) -> None:
        """A rightly signed order."""
        body = call(tbillno)
        headers = OrderMessage("001", "meituan", signed(body), body, received, "e").headers()
        asyncio.run(self.take(body, headers, at))

    def received_at(self, bill: str) -> str:
        asked = "SELECT received_at FROM orders WHERE bill = ?"
        return str(self.journal.read(lambda db: db.execute(asked, (bill,)).fetchone()[0]))

    def strays(self) -> int:
        return self.journal.read(stray_calls.count)

    def kept(self, data: bytes) -> bool:
        """Whether these bytes stand among the stray calls."""
        asked = "SELECT 1 FROM stray_calls WHERE body = ?"
        return self.journal.read(lambda db: db.execute(asked, (data,)).fetchone()) is not None

    def orders(self) -> int:
        return int(self.journal.read(lambda db: db.execute("SELECT count(*) FROM orders").fetchone()[0]))


@contextmanager
def reading(home: Path) -> Iterator[Reading]:
    clock = SetClock()
    with opened(home, clock) as journal:
        counter = RelayedCounter(journal)
        counter.begin_relay()
        yield Reading(counter, clock)


@pytest.fixture
def at_work(tmp_path: Path) -> Iterator[Reading]:
    with reading(tmp_path) as found:
        yield found


@pytest.mark.parametrize("minutes", [-600, -2, 2, 600])
def test_a_gateway_whose_clock_is_wrong_decides_nothing(at_work: Reading, minutes: int) -> None:
    """By its word an order would be past its deadline, or of a time to come."""
    at_work.add(STORED + timedelta(minutes=minutes), "A")
    assert at_work.received_at("A") == to_text(STORED)
    assert at_work.intake.gateway_ahead == timedelta(minutes=minutes)
    assert at_work.journal.read(position.gateway_ahead) == timedelta(minutes=minutes), "Health tells it"


def test_within_a_minute_the_gateway_says_when_it_took_it(at_work: Reading) -> None:
    at_work.add(STORED - timedelta(minutes=2), "A")
    at_work.add(STORED - GATEWAY_WITHIN, "B")
    assert at_work.received_at("B") == to_text(STORED - GATEWAY_WITHIN)
    assert at_work.intake.gateway_ahead is None
    assert at_work.journal.read(position.gateway_ahead) is None


@pytest.mark.parametrize(
    "changed",
    [
        {QUERY: "appid=%ED%A0%80&sign=%ED%BF%BF"},
        {QUERY: "\udcff\ud800"},
        {PARTNER: "xeda080"},
        {MESSAGE_ID: "xeda080:meituan:0"},
        {RECEIVED: "0001-01-01T00:00:00+14:00"},
        {RECEIVED: "9999-12-31T23:59:59-14:00"},
        {"Status": "409"},
    ],
)
def test_half_a_character_in_a_header_costs_nobody_the_next_order(
    at_work: Reading, changed: dict[str, str]
) -> None:
    asyncio.run(at_work.take(ADD, {**GOOD, **changed}))
    assert at_work.kept(ADD) or at_work.orders() == 1
    before = at_work.orders()
    at_work.add(STORED, "B")
    assert at_work.orders() == before + 1


ANY_TEXT = st.text(st.characters(), max_size=20)
HEADER = st.one_of(
    ANY_TEXT,
    st.binary(max_size=6).map(lambda raw: "".join(f"%{each:02X}" for each in raw)),
    st.binary(max_size=6).map(lambda raw: f"x{raw.hex()}:"),
    st.binary(max_size=6).map(lambda raw: f"x{raw.hex()}"),
    st.datetimes().map(lambda at: f"{at.isoformat()}+14:00"),
    st.sampled_from(sorted(GOOD.values())),
)
HEADERS = st.dictionaries(
    st.sampled_from([MESSAGE_ID, PARTNER, QUERY, RECEIVED, EPOCH, "Status", "Nats-Sequence"]), HEADER
)
BODY = st.one_of(
    st.binary(max_size=60),
    st.sampled_from([ADD, CANCEL, b"[" * 5000, b'{"cmd":' * 900, b"\xff\xfe{}", b""]),
    ANY_TEXT.map(lambda text: text.encode("utf-8", "surrogatepass")),
)
ANYWHERE = (HealthCheck.function_scoped_fixture, HealthCheck.too_slow)
MESSAGE = st.tuples(BODY, HEADERS, st.booleans())


@settings(max_examples=60, deadline=None, suppress_health_check=ANYWHERE)
@given(st.lists(MESSAGE, min_size=1, max_size=8))
@example([(b"", {QUERY: "%ED%A0%80"}, True), (ADD, {PARTNER: "xed00"}, True)])
def test_any_messages_end_as_order_repeat_or_stray_and_the_reading_goes_on(
    at_work: Reading, messages: list[tuple[bytes, dict[str, Any], bool]]
) -> None:
    async def all_of_them() -> None:
        for data, headers, is_good_else in messages:
            before = at_work.orders()
            await at_work.take(data, {**GOOD, **headers} if is_good_else else headers)
            assert at_work.kept(data) or data in {ADD, CANCEL} or at_work.orders() > before

    asyncio.run(all_of_them())


def test_a_bug_of_ours_keeps_the_bytes_and_reads_on(
    at_work: Reading, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> object:
        raise TypeError("a bug")

    monkeypatch.setattr("posdesk.platforms.o2o.refused.told_of", broken)
    asyncio.run(at_work.take(b"what nobody reads", {}))
    assert at_work.kept(b"what nobody reads")
