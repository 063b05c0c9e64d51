"""Two counters' engines at one server: what one does, the other knows (relay.md, 'Acts')."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from posdesk.domain.books.receipt import Door
from posdesk.domain.orders.intent import Kind
from posdesk.domain.orders.order import OrderState
from posdesk.domain.relay.act import Act, ActKind
from posdesk.domain.relay.here import Here
from posdesk.engine.relay import acts_in, acts_out, here
from posdesk.journal import Database, Transaction
from posdesk.journal.books import hour_totals, receipts
from posdesk.journal.orders import order_moves, orders, views
from posdesk.journal.orders.orders import Terms
from posdesk.journal.relay import acts, counters, instance, own_acts, position
from posdesk.platforms.o2o.reading import AddOrders, read_call, read_events
from posdesk.platforms.relay import acts as acts_wire
from posdesk.platforms.relay import here_words
from posdesk.platforms.relay.subjects import pc_record
from posdesk.settings.settings import Store
from tests.engine.relay.making import At, Shop, at_work, call
from tests.journal.making import Counter
from tests.journal.takings import HOUR, till
from tests.support.nats_server import NatsServer
from tests.support.processes import wait_for

pytestmark = [pytest.mark.waits, pytest.mark.nats_server]


@pytest.fixture
def shop(server: NatsServer, tmp_path: Path) -> Shop:
    return Shop(server, tmp_path, ("1", "2"))


@pytest.fixture(autouse=True)
def short_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(acts_out, "AGAIN_S", 0.05)
    monkeypatch.setattr(here, "LOOK_EVERY_S", 0.05)
    monkeypatch.setattr(here, "LACKS_AFTER_S", 0.1)


@contextmanager
def both(shop: Shop) -> Iterator[tuple[At, At]]:
    with ExitStack() as stack:
        one, two = (
            stack.enter_context(at_work(shop, home=name, counter=name, secrets=shop.secrets(name)))
            for name in ("1", "2")
        )
        yield one, two


def _state(counter: At, bill: str) -> OrderState:
    return counter.order(bill).state


def _is(counter: At, bill: str, state: OrderState) -> None:
    wait_for(lambda: bill in counter.bills() and _state(counter, bill) is state, f"{bill} is {state}")


def _accept(counter: At, bill: str) -> None:
    Counter(counter.journal).done(Kind.ACCEPT, counter.order(bill).key, leaves_after_s=200, actor="王芳")


def _acts(counter: At, standing: str) -> int:
    asked = "SELECT count(*) FROM acts WHERE standing = ?"
    return int(counter.read(lambda db: db.execute(asked, (standing,)).fetchone()[0]))


def test_what_one_counter_does_the_other_knows(shop: Shop) -> None:
    shop.add("A")
    with both(shop) as (one, two):
        one.has("A")
        two.has("A")
        assert one.order("A").billno == two.order("A").billno
        _accept(one, "A")
        _is(two, "A", OrderState.ACCEPTED)
        view = two.read(lambda db: views.view(db, two.order("A").key))
        assert [(each.kind, each.counter, each.actor) for each in view.elsewhere] == [
            (Kind.ACCEPT, "1", "王芳")
        ]
        two.journal.write(partial(order_moves.hand_over, key=two.order("A").key, actor="Li")).result(20)
        _is(one, "A", OrderState.COMPLETED)
        wait_for(lambda: _acts(one, "unsent") + _acts(one, "sent") == 0, "all of it was read back")


def test_what_was_done_without_a_line_is_told_later_in_its_order(shop: Shop) -> None:
    shop.add("A")
    with at_work(shop, home="1", counter="1", secrets=shop.secrets("1")) as one:
        one.has("A")
        one.connected()
    with _offline(shop, "1") as journal:
        counter = Counter(journal)
        key = _key(journal, "A")
        counter.done(Kind.ACCEPT, key)
        counter.done(Kind.READY, key)
    with both(shop) as (_, two):
        _is(two, "A", OrderState.READY)


@contextmanager
def _offline(shop: Shop, name: str) -> Iterator[Any]:
    from tests.journal.making import opened

    with opened(shop.folder / name, _Clock(), name) as journal:
        yield journal


class _Clock:
    def now(self) -> datetime:
        return datetime.now(UTC)

    def monotonic(self) -> float:
        return 0.0


def _key(journal: Any, bill: str) -> Any:
    def ask(db: Database) -> Any:
        return db.execute("SELECT partner, bill, ordered FROM orders WHERE bill = ?", (bill,)).fetchone()

    from posdesk.domain.orders.order import OrderKey

    return OrderKey(*journal.read(ask))


def test_an_order_by_the_listener_comes_to_the_other_counter(shop: Shop) -> None:
    with both(shop) as (one, two):
        one.connected()
        (event,) = read_events(read_call(call("L", shop.code)), Store(code=shop.code, uid=1))
        assert isinstance(event, AddOrders)
        terms = Terms("meituan", shop.code, 300)
        one.journal.write(lambda tx: orders.add_all(tx, terms, event.orders)).result(20)
        two.has("L")
        assert two.order("L").content == one.order("L").content
        assert two.order("L").billno == one.order("L").billno
        wait_for(lambda: _acts(two, "unsent") == 0, "its own hello to be answered")


def test_what_was_open_when_the_relay_was_set_up_is_told(shop: Shop) -> None:
    (event,) = read_events(read_call(call("O", shop.code)), Store(code=shop.code, uid=1))
    assert isinstance(event, AddOrders)
    (shop.folder / "1").mkdir()
    with _offline(shop, "1") as journal:
        journal.write(lambda tx: orders.add_all(tx, Terms("meituan", shop.code, 300), event.orders)).result(
            20
        )
    with both(shop) as (_, two):
        two.has("O")


def test_a_new_pc_learns_its_own_past(shop: Shop) -> None:
    shop.add("A")
    shop.add("B")
    with both(shop) as (one, two):
        one.has("A", "B")
        _accept(one, "A")
        one.journal.write(partial(order_moves.hand_over, key=one.order("A").key, actor="Li")).result(20)
        _is(two, "A", OrderState.COMPLETED)
    shop.server.put(shop.code, pc_record("1"), b"")  # as `enroll --replace` does
    with at_work(shop, home="new", counter="1", secrets=shop.secrets("1")) as new:
        new.has("A", "B")
        _is(new, "A", OrderState.COMPLETED)
        assert _state(new, "B") is OrderState.NEW


def test_a_receipt_counts_in_the_hour_at_both(shop: Shop) -> None:
    with both(shop) as (one, two):
        one.connected()
        one.journal.write(lambda tx: receipts.store(tx, [till("R1", 1000)], Door.HTTP)).result(20)
        wait_for(
            lambda: two.read(lambda db: hour_totals.hour_book(db, HOUR)).figures.net_fen == 1000,
            "its receipt",
        )


def test_the_others_are_seen_by_their_signs_of_life(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    with both(shop) as (one, two):
        one.tells(lambda told: [each.counter for each in told.counters] == ["2"], "counter 2")
        two.tells(lambda told: [each.counter for each in told.counters] == ["1"], "counter 1")
        assert one.relay.counters[0].unseen_since is None
        says = Here("2", two.journal.write(_instance).result(20), 99, 0, datetime.now(UTC))
        one.journal.write(partial(counters.heard, here=says)).result(20)
        one.tells(lambda told: told.counters[0].missing > 0, "that acts lack")


def _instance(tx: Transaction) -> str:
    return tx.instance


def test_a_hello_read_back_measures_the_clock(shop: Shop) -> None:
    with at_work(shop, home="1", counter="1", secrets=shop.secrets("1")) as one:
        relay = one.engine._parts.relay  # type: ignore[union-attr]
        assert relay is not None
        wait_for(relay.offset._is_known.is_set, "the offset")
        assert abs(relay.offset.ahead.total_seconds()) < 5


def test_a_forged_act_and_a_forged_sign_of_life_are_passed_over(
    shop: Shop, caplog: pytest.LogCaptureFixture
) -> None:
    shop.add("A")
    with at_work(shop, home="1", counter="1", secrets=shop.secrets("1")) as one:
        one.has("A")
        one.connected()
        act = Act(
            "x",
            "i",
            1,
            ActKind.ACCEPT,
            one.order("A").key,
            "2",
            "Eve",
            datetime.now(UTC),
            "confirmed",
            OrderState.ACCEPTED,
        )
        before = one.read(lambda db: position.get(db, position.ACTS))
        shop.put_act(*acts_wire.write(act, "another store's key"))
        shop.say_here(*here_words.write(Here("2", "i", 7, 0, datetime.now(UTC)), "another store's key"))
        wait_for(lambda: one.read(lambda db: position.get(db, position.ACTS)) != before, "the position")
        assert _state(one, "A") is OrderState.NEW
        assert one.relay.counters == ()
    assert "passed over" in caplog.text
    caplog.clear()


def test_what_the_stream_lost_is_sent_once_more(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    """Acknowledged, and not there: only our own reading notices it."""
    from datetime import timedelta

    monkeypatch.setattr(acts_in, "LOST_AFTER", timedelta(0))
    with at_work(shop, home="1", counter="1", secrets=shop.secrets("1")) as one:
        one.connected()

        def lost(tx: Transaction) -> str:
            own_acts.hello(tx)
            (act,) = acts.unsent(tx.db)
            acts.sent(tx, [act.id])
            return act.id

        lost_id = one.journal.write(lost).result(20)
        one.journal.write(own_acts.hello).result(20)  # what comes next brings the look
        wait_for(
            lambda: one.read(lambda db: acts.standing_of(db, lost_id)) is acts.Standing.BACK, "the lost one"
        )


def test_a_store_whose_relay_is_taken_away_tells_no_more(shop: Shop) -> None:
    with at_work(shop, home="1", counter="1", secrets=shop.secrets("1")) as one:
        one.connected()
        one.journal.write(instance.end).result(20)
        assert one.journal.write(_instance).result(20) == ""
