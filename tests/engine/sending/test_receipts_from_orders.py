"""Completed orders become receipts: each once, from when the setting was on, none lost, none made up."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from posdesk.domain.books.ledger import IntakeFault, ReceiptRow
from posdesk.domain.books.receipt import Door, ReceiptKey
from posdesk.domain.orders.answer import Verdict
from posdesk.domain.orders.intent import Kind
from posdesk.domain.orders.order import OrderKey, OrderState, Payment
from posdesk.engine.sending import receipts_from_orders
from posdesk.engine.sending.receipts_from_orders import ReceiptsFromOrders
from posdesk.journal import Journal
from posdesk.journal.books import receipts
from posdesk.journal.orders import order_moves, order_rows
from posdesk.journal.orders.order_moves import PlatformStatus
from posdesk.journal.relay import ringing
from posdesk.journal.relay.ringing import Ringer
from posdesk.platforms.wdk.reading import read_receipts
from posdesk.settings.book_sections import Wdk
from posdesk.settings.relay import RelaySettings
from posdesk.settings.settings import Settings
from tests.engine.making import blocked, until
from tests.engine.receipt_making import serials_in, troubles_in
from tests.journal.making import CASH, Counter, SetClock, key_of, opened
from tests.platforms.wdk.making import body, example

WDK = Wdk(store_id="33571001", pos_no="POS001", from_orders=True, pay_types={"11": "05"})
PAID = (Payment("11", "微信", Decimal("9.9"), Decimal("9.9")),)


@pytest.fixture(autouse=True)
def short_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    """No test waits for a real second."""
    monkeypatch.setattr(receipts_from_orders, "LOOK_EVERY_S", 0.01)


@dataclass
class Store:
    """A journal and the counter that completes orders."""

    journal: Journal
    clock: SetClock

    def complete(self, tbillno: str, to: OrderState = OrderState.COMPLETED, **changed: Any) -> OrderKey:
        """An order that came and, a second later, was handed over."""
        counter, key = Counter(self.journal), key_of(tbillno)
        counter.add(tbillno, **changed)
        self.clock.walk(1)
        counter.write(lambda tx: order_moves.move(tx, key, to))
        return key

    def paid_here(self, tbillno: str, verdict: Verdict | None) -> OrderKey:
        """An unpaid order, paid at the counter and completed; no verdict: that has not left yet."""
        counter, key = Counter(self.journal), key_of(tbillno)
        counter.add(tbillno)
        seq = counter.press(Kind.PAY, key).seq
        if verdict is not None:
            counter.attempt(seq, verdict)
        self.clock.walk(1)
        counter.event(PlatformStatus.COMPLETED, key)
        return key

    def billno(self, key: OrderKey) -> str:
        """Our number of an order."""
        order = self.journal.read(lambda db: order_rows.get(db, key))
        assert order is not None
        return order.billno

    def row(self, key: OrderKey) -> ReceiptRow | None:
        """The receipt of an order."""
        of = ReceiptKey(WDK.store_id, WDK.pos_no, self.billno(key))
        return self.journal.read(lambda db: receipts.row(db, of))

    @asynccontextmanager
    async def ringing(self, **changed: Any) -> AsyncIterator[None]:
        """The part at work, once it has begun."""
        async with self.working(**changed):
            await until(self.is_on, "the mark")
            yield

    @asynccontextmanager
    async def working(self, relay: RelaySettings | None = None, **changed: Any) -> AsyncIterator[None]:
        """The part at work with these settings."""
        chosen = Settings(wdk=WDK.model_copy(update=changed), relay=relay)
        part = ReceiptsFromOrders(chosen, self.journal)
        task = asyncio.create_task(part.run())
        try:
            yield
        finally:
            task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await task

    def is_on(self) -> bool:
        """Whether the journal knows since when orders become receipts."""
        sql = "SELECT count(*) FROM meta WHERE key = 'ringing_after'"
        return bool(self.journal.read(lambda db: db.execute(sql).fetchone()[0]))


async def rung_by(store: Store, key: OrderKey) -> ReceiptRow:
    """The receipt of an order, once it is there."""
    await until(lambda: store.row(key), f"the receipt of {key}")
    row = store.row(key)
    assert row is not None
    return row


def in_store(home: Path, story: Callable[[Store], Coroutine[Any, Any, None]]) -> None:
    """Runs a story in an event loop, in a store of its own."""
    clock = SetClock()
    with opened(home, clock) as journal:
        asyncio.run(story(Store(journal, clock)))


def test_a_completed_order_becomes_one_receipt_and_says_whose_it_is(tmp_path: Path) -> None:
    async def story(store: Store) -> None:
        async with store.ringing():
            row = await rung_by(store, store.complete("A", payments=PAID))
            assert (row.order, row.source, row.door, row.lacks) == (key_of("A"), "4", Door.ORDER, "")
            assert row.receipt.actual_fen == 990
            assert row.receipt.tenders[0].pay_type == "05"
        async with store.ringing():
            await rung_by(store, store.complete("B"))
        assert len(serials_in(store.journal)) == 2

    in_store(tmp_path, story)


def test_an_order_completed_while_the_engine_was_down_is_rung_at_the_next_start(tmp_path: Path) -> None:
    async def story(store: Store) -> None:
        async with store.ringing():
            pass
        key = store.complete("A")
        async with store.ringing():
            await rung_by(store, key)

    in_store(tmp_path, story)


def test_orders_completed_before_the_setting_was_on_or_while_it_was_off_stay_the_tills(
    tmp_path: Path,
) -> None:
    async def story(store: Store) -> None:
        store.complete("before")
        store.clock.walk(1)
        async with store.ringing():
            await rung_by(store, store.complete("on"))
        async with store.working(from_orders=False):
            await until(lambda: not store.is_on(), "the mark to be gone")
            store.complete("off")
        store.clock.walk(1)
        async with store.ringing():
            await rung_by(store, store.complete("on again"))
        assert len(serials_in(store.journal)) == 2

    in_store(tmp_path, story)


def test_only_completed_orders_are_rung(tmp_path: Path) -> None:
    async def story(store: Store) -> None:
        async with store.ringing():
            for state in (OrderState.NEW, OrderState.READY, OrderState.REFUSED, OrderState.CANCELLED):
                store.complete(state, to=state)
            await rung_by(store, store.complete("A"))
        assert len(serials_in(store.journal)) == 1

    in_store(tmp_path, story)


def test_an_order_that_cant_be_rung_is_shown_once_for_ever_and_holds_nobody_back(tmp_path: Path) -> None:
    async def story(store: Store) -> None:
        async with store.ringing():
            store.complete("bad", actual_fee=None)
            await rung_by(store, store.complete("good"))
            await until(lambda: troubles_in(store.journal), "the trouble")
        (trouble,) = troubles_in(store.journal)
        assert trouble.door is Door.ORDER
        assert "actual_fee" in trouble.reason
        Counter(store.journal).write(lambda tx: receipts.acknowledge_trouble(tx, trouble.number, "Li"))
        async with store.ringing():
            await rung_by(store, store.complete("better"))
        assert troubles_in(store.journal) == ()

    in_store(tmp_path, story)


def test_many_orders_that_cant_be_rung_never_starve_the_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(receipts, "ORDERS_AT_ONCE", 3)

    async def story(store: Store) -> None:
        async with store.ringing():
            for number in range(10):
                store.complete(f"bad{number}", actual_fee=None)
            await rung_by(store, store.complete("good"))

    in_store(tmp_path, story)


def test_many_that_another_counter_may_ring_never_starve_the_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(receipts, "ORDERS_AT_ONCE", 3)
    whose = {"later": Ringer.LATER, "other": Ringer.OTHER, "ours": Ringer.THIS}
    said = lambda _db, key, _counter, **_times: whose[key.bill.rstrip("0123456789")]  # noqa: E731
    monkeypatch.setattr(ringing, "ringer_of", said)
    relay = RelaySettings(servers=("tls://nats.example.com:4222",), shard="s1")

    async def story(store: Store) -> None:
        async with store.ringing(relay=relay):
            for number in range(10):
                store.complete(f"later{number}")
                store.complete(f"other{number}")
            await rung_by(store, store.complete("ours"))
        assert len(serials_in(store.journal)) == 1

    in_store(tmp_path, story)


def test_a_backlog_is_gone_through_in_pieces_and_then_again_now_and_then(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pieces: list[tuple[int, int]] = []
    unpieced = receipts.orders_without_receipt

    def noting(db: Any, after: int, limit: int, *, upto: int, unpaid_until: Any) -> Any:
        pieces.append((after, upto))
        return unpieced(db, after, limit, upto=upto, unpaid_until=unpaid_until)

    monkeypatch.setattr(receipts, "orders_without_receipt", noting)
    monkeypatch.setattr(receipts_from_orders, "RECENT", 2)
    monkeypatch.setattr(receipts_from_orders, "LOOK_EVERY_S", 0.05)  # no commit tells of a clock that walked

    async def story(store: Store) -> None:
        async with store.ringing():
            pass
        keys = [store.complete(f"{number}") for number in range(9)]
        async with store.ringing():
            for key in keys:
                await rung_by(store, key)
            # twice: the round that ended the sweep is over, and has written down when
            await until(lambda: pieces[-2:] == [(7, 9), (7, 9)], "the end of the sweep")
            del pieces[:]
            store.clock.walk(receipts_from_orders.WHOLE_EVERY_S)
            await until(lambda: (0, 2) in pieces and pieces[-1] == (7, 9), "another sweep")
        began = pieces.index((0, 2))
        assert pieces[began : began + 4] == [(0, 2), (2, 4), (4, 6), (6, 8)]
        assert all(upto - after == 2 for after, upto in pieces), "never a year at once"

    in_store(tmp_path, story)


def test_a_key_that_a_till_used_with_other_content_is_a_conflict_and_overwrites_nothing(
    tmp_path: Path,
) -> None:
    async def story(store: Store) -> None:
        async with store.ringing():
            pass
        key = store.complete("A")
        billno = store.billno(key)
        (till,) = read_receipts(body(example(serial_num=billno)))
        Counter(store.journal).write(lambda tx: receipts.store(tx, [till], Door.HTTP))
        async with store.ringing():
            await until(lambda: troubles_in(store.journal), "the conflict")
        assert troubles_in(store.journal)[0].what is IntakeFault.CONFLICT
        assert serials_in(store.journal) == [billno]

    in_store(tmp_path, story)


def test_a_number_that_the_settings_lack_is_filled_in_once_they_have_it(tmp_path: Path) -> None:
    async def story(store: Store) -> None:
        async with store.ringing(pay_types={}):
            key = store.complete("A", payments=PAID)
            row = await rung_by(store, key)
            assert (row.lacks, row.receipt.tenders) == ("pay_type 11 微信", ())
        async with store.ringing():
            await until(lambda: (found := store.row(key)) and not found.lacks, "the number")
        found = store.row(key)
        assert found is not None
        assert [each.pay_type for each in found.receipt.tenders] == ["05"]

    in_store(tmp_path, story)


PAID_HERE = {CASH.code: "01"}


def test_what_was_taken_at_the_counter_stands_on_the_receipt(tmp_path: Path) -> None:
    async def story(store: Store) -> None:
        async with store.ringing(pay_types=PAID_HERE):
            row = await rung_by(store, store.paid_here("A", Verdict.DONE))
            assert [(each.pay_type, each.amount_fen) for each in row.receipt.tenders] == [("01", 990)]
            assert (row.mismatches, row.lacks) == ((), "")

    in_store(tmp_path, story)


def test_a_payment_on_its_way_is_waited_for_and_holds_no_other_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(receipts_from_orders, "LOOK_EVERY_S", 3600.0)  # its end is told by its commit

    async def story(store: Store) -> None:
        async with store.ringing(pay_types=PAID_HERE):
            key = store.paid_here("A", None)
            await rung_by(store, store.paid_here("B", Verdict.DONE))
            assert store.row(key) is None
            counter = Counter(store.journal)
            (pay,) = counter.view(key).intents
            counter.attempt(pay.seq, Verdict.DONE)
            assert [each.pay_type for each in (await rung_by(store, key)).receipt.tenders] == ["01"]

    in_store(tmp_path, story)


@pytest.mark.parametrize("verdict", [Verdict.UNKNOWN, Verdict.REFUSED])
def test_a_payment_that_waits_for_a_person_or_failed_costs_the_channel_and_no_receipt(
    tmp_path: Path, verdict: Verdict
) -> None:
    async def story(store: Store) -> None:
        async with store.ringing(pay_types=PAID_HERE):
            row = await rung_by(store, store.paid_here("A", verdict))
            assert (row.receipt.tenders, row.mismatches, row.lacks) == ((), (), "")

    in_store(tmp_path, story)


def test_a_payment_that_cant_leave_holds_a_receipt_for_a_day_and_no_longer(tmp_path: Path) -> None:
    async def story(store: Store) -> None:
        async with store.ringing(pay_types=PAID_HERE):
            key = store.paid_here("A", None)
            store.clock.walk(receipts_from_orders.PAYMENT_WAITS.total_seconds() - 60)
            await rung_by(store, store.complete("a look later"))
            assert store.row(key) is None
            store.clock.walk(receipts_from_orders.WHOLE_EVERY_S)
            assert (await rung_by(store, key)).receipt.tenders == ()

    in_store(tmp_path, story)


def test_a_tender_that_the_settings_lack_is_filled_in_once_they_have_it(tmp_path: Path) -> None:
    async def story(store: Store) -> None:
        async with store.ringing():
            key = store.paid_here("A", Verdict.DONE)
            assert (await rung_by(store, key)).lacks == "pay_type 001 现金"
        async with store.ringing(pay_types=PAID_HERE):
            await until(lambda: (found := store.row(key)) and not found.lacks, "the number")
        found = store.row(key)
        assert found is not None
        assert [each.amount_fen for each in found.receipt.tenders] == [990]

    in_store(tmp_path, story)


@pytest.mark.parametrize("changed", [{"from_orders": False}, {"pos_no": "POS002"}, {"store_id": "2"}])
def test_what_a_receipt_lacked_is_filled_in_whatever_else_the_settings_say_by_then(
    tmp_path: Path, changed: dict[str, Any]
) -> None:
    async def story(store: Store) -> None:
        async with store.ringing(pay_types={}):
            key = store.complete("A", payments=PAID)
            await rung_by(store, key)
        async with store.working(**changed):
            await until(lambda: (found := store.row(key)) and not found.lacks, "the number")
        found = store.row(key)
        assert found is not None
        assert [each.pay_type for each in found.receipt.tenders] == ["05"]
        assert found.key == (WDK.store_id, WDK.pos_no, store.billno(key)), "one serial for ever"

    in_store(tmp_path, story)


@pytest.mark.parametrize("missing", ["store_id", "pos_no", "op_num"])
def test_without_a_till_in_the_settings_orders_wait_and_the_page_says_for_what(
    tmp_path: Path, missing: str
) -> None:
    async def story(store: Store) -> None:
        async with store.ringing(**{missing: ""}):
            key = store.complete("A")
            await until(lambda: troubles_in(store.journal), "the trouble")
        (trouble,) = troubles_in(store.journal)
        assert missing in trouble.reason
        async with store.ringing():
            await rung_by(store, key)

    in_store(tmp_path, story)


def test_a_journal_that_cant_be_written_for_a_while_costs_no_receipt(tmp_path: Path) -> None:
    async def story(store: Store) -> None:
        async with store.ringing():
            key = store.complete("A")
            with blocked(store.journal):
                await asyncio.to_thread(store.row, key)
            await rung_by(store, key)

    in_store(tmp_path, story)


def test_an_order_completed_by_a_clock_that_was_set_back_is_found(tmp_path: Path) -> None:
    async def story(store: Store) -> None:
        async with store.ringing():
            store.clock.walk(24 * 3600)
            await rung_by(store, store.complete("A"))
            store.clock.wall -= timedelta(hours=12)
            key = store.complete("B")
            await rung_by(store, key)
            store.clock.wall += timedelta(hours=12)
            await rung_by(store, store.complete("C"))

    in_store(tmp_path, story)
