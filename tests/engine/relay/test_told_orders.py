"""An order that another counter tells of and that can't be read here is told, and read again."""

import asyncio
import base64
import json
import random
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from posdesk.domain.orders.intent import Kind
from posdesk.domain.orders.order import OrderKey, OrderState, Origin
from posdesk.domain.relay.act import Act, ActKind
from posdesk.domain.relay.stray import StrayCall
from posdesk.engine.relay import told_orders
from posdesk.engine.relay.acts_in import ActIntake
from posdesk.engine.relay.acts_out import ActsOut
from posdesk.engine.relay.clock_offset import ClockOffset
from posdesk.engine.relay.consumer import Streamed
from posdesk.engine.relay.told_orders import WaitingOrders
from posdesk.journal import Transaction
from posdesk.journal.orders import orders
from posdesk.journal.orders.orders import Terms
from posdesk.journal.relay import acts, position, stray_calls
from posdesk.platforms.jsontext import read_json
from posdesk.platforms.o2o import reading
from posdesk.platforms.o2o.answers import AnswerCode
from posdesk.platforms.relay import acts as wire
from posdesk.settings.settings import Settings
from tests.engine.making import partner
from tests.engine.making import settings as chosen
from tests.engine.relay.making import call
from tests.journal.making import SetClock
from tests.journal.relay.making import STORE_KEY, RelayedCounter, two_counters

AT = datetime(2026, 5, 3, 4, 26, tzinfo=UTC)
NOISE = base64.b64encode(random.Random(7).randbytes(90_000)).decode()


class Hears:
    """The second counter's reading of the acts, by settings that change."""

    def __init__(self, counter: RelayedCounter, clock: SetClock) -> None:
        self.counter, self.settings = counter, chosen(partner())
        out = ActsOut(counter.journal, clock)
        self.intake = ActIntake(
            lambda: self.settings,
            counter.journal,
            clock,
            out=out,
            offset=ClockOffset(),
            store_key=STORE_KEY,
        )
        self.sequence = 0

    def hear(self, *told: Act) -> None:
        for act in told:
            self.raw(*wire.write(act, STORE_KEY))

    def raw(self, data: bytes, headers: Mapping[str, str]) -> None:
        self.sequence += 1
        asyncio.run(self.intake.take(Streamed(self.sequence, AT, 0, data, headers), ""))
        stands = self.counter.journal.read(lambda db: position.get(db, position.ACTS))
        assert stands is not None
        assert stands.sequence == self.sequence

    def adopt(self, settings: Settings) -> None:
        self.settings = settings
        asyncio.run(WaitingOrders(self.counter.journal, lambda: self.settings).read_again())

    def strays(self) -> tuple[StrayCall, ...]:
        return self.counter.journal.read(stray_calls.open_ones)

    def orders(self) -> list[OrderKey]:
        asked = "SELECT partner, bill, ordered FROM orders"
        return [OrderKey(*row) for row in self.counter.journal.read(lambda db: db.execute(asked).fetchall())]


@pytest.fixture
def both(tmp_path: Path) -> Iterator[tuple[RelayedCounter, Hears]]:
    clock = SetClock()
    with two_counters(tmp_path, clock) as (one, two):
        yield one, Hears(two, clock)


def captured(counter: RelayedCounter, name: str, bill: str, **changed: Any) -> OrderKey:
    """It came to that counter by another way than the stream."""
    (entry,) = reading.entries_of(
        read_json(json.dumps(json.loads(call(bill, **changed))["items"][0]).encode())
    )
    coming = (reading.read_order(entry, own_code="001"),)
    added = counter.write(lambda tx: orders.add_all(tx, Terms(name, "001", 300), coming, Origin.PUSHED))
    key = added[0].key
    assert isinstance(key, OrderKey)
    return key


def test_one_of_a_platform_that_lacks_here_is_told_and_taken_once_it_is_here(
    both: tuple[RelayedCounter, Hears],
) -> None:
    one, two = both
    key = captured(one, "eleme", "A")
    one.done(Kind.ACCEPT, key)
    two.hear(*one.sends())
    (stray,) = two.strays()
    assert (stray.partner, stray.what.tbillno, stray.what.code) == ("eleme", "A", AnswerCode.UNKNOWN_APPID)
    assert "counter 1" in stray.what.words
    assert two.orders() == []
    two.adopt(chosen(partner(), partner("eleme")))
    assert two.orders() == [key]
    assert two.counter.view(key).order.state is OrderState.ACCEPTED
    assert two.strays() == ()
    left = "SELECT count(*) FROM acts WHERE content <> '' AND kind = 'order'"
    assert two.counter.journal.read(lambda db: db.execute(left).fetchone()) == (0,), "its text lies once here"


def test_settings_that_still_lack_it_leave_it_as_it_is(both: tuple[RelayedCounter, Hears]) -> None:
    one, two = both
    captured(one, "eleme", "A")
    two.hear(*one.sends())
    two.adopt(chosen(partner()))
    assert len(two.strays()) == 1


def test_a_long_one_comes_whole(both: tuple[RelayedCounter, Hears]) -> None:
    one, two = both
    key = captured(one, "meituan", "A", reamrks="多放辣" * 30_000)
    (act,) = one.sends()
    assert len(wire.write(act, STORE_KEY)[0]) < acts.MOST_CONTENT
    two.hear(act)
    assert two.orders() == [key]
    assert two.strays() == ()


def test_one_that_is_too_long_however_it_is_packed_says_where_it_is(
    both: tuple[RelayedCounter, Hears],
) -> None:
    one, two = both
    captured(one, "meituan", "A", reamrks=NOISE)
    two.hear(*one.sends())
    (stray,) = two.strays()
    assert (stray.what.tbillno, stray.what.code) == ("A", AnswerCode.TOO_LARGE)
    assert "counter 1 has the order (new)" in stray.what.words
    assert "1 号台（待接）" in stray.what.words


def test_one_told_of_that_comes_by_the_stream_after_all_is_no_stray_any_more(
    both: tuple[RelayedCounter, Hears],
) -> None:
    one, two = both
    key = captured(one, "eleme", "A")
    two.hear(*one.sends())
    assert len(two.strays()) == 1
    assert captured(two.counter, "eleme", "A") == key
    assert two.strays() == ()


def test_one_that_our_own_bug_keeps_out_holds_up_none_of_the_others(
    both: tuple[RelayedCounter, Hears], monkeypatch: pytest.MonkeyPatch
) -> None:
    one, two = both
    captured(one, "eleme", "A")
    key = captured(one, "eleme", "B")
    two.hear(*one.sends())
    rightly = told_orders.store

    def broken(tx: Transaction, act: Act, told: told_orders.Told, latest: datetime) -> None:
        if act.key is not None and act.key.bill == "A":
            raise TypeError("a bug")
        rightly(tx, act, told, latest)

    monkeypatch.setattr(told_orders, "store", broken)
    two.adopt(chosen(partner(), partner("eleme")))
    assert two.orders() == [key]
    assert [each.what.tbillno for each in two.strays()] == ["A"]


@pytest.mark.parametrize("n", [10**12, 2**53, 2**63, 10**40])
def test_a_number_beyond_reason_stops_no_reading(both: tuple[RelayedCounter, Hears], n: int) -> None:
    one, two = both
    one.write(partial(acts.tell, kind=ActKind.STOP))
    (act,) = one.sends()
    two.hear(SimpleNamespace(**{name: getattr(act, name) for name in act.__slots__} | {"n": n}))  # type: ignore[arg-type]
    two.hear(act)


@pytest.mark.parametrize(
    "content", [{"packed": "no base64"}, {"packed": "AAAA"}, {"raw": 7}, {"raw": "[", "too_long": 1}]
)
def test_a_content_that_no_version_wrote_stops_no_reading(
    both: tuple[RelayedCounter, Hears], content: dict[str, object]
) -> None:
    one, two = both
    one.write(partial(acts.tell, kind=ActKind.ORDER, key=OrderKey("meituan", "A", ""), content={"raw": "{}"}))
    (act,) = one.sends()
    two.hear(SimpleNamespace(**{name: getattr(act, name) for name in act.__slots__} | {"content": content}))  # type: ignore[arg-type]
