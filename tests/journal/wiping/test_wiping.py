"""What is wiped of the journal, when, and what keeps it from that (product row 60)."""

import json
import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

import pytest

from posdesk.domain.books.ledger import IntakeFault
from posdesk.domain.books.receipt import Door
from posdesk.domain.orders.answer import Verdict
from posdesk.domain.orders.intent import Kind
from posdesk.domain.orders.order import OrderKey, OrderState
from posdesk.journal import schema
from posdesk.journal.books import posting_acts, receipts
from posdesk.journal.orders import intents, order_moves, views
from posdesk.journal.orders.order_moves import PlatformStatus
from posdesk.journal.relay import acts, instance
from posdesk.journal.wiping import wiping
from tests.journal.making import (
    KEY,
    START,
    Counter,
    SetClock,
    is_to_be_rewritten,
    key_of,
    wiped,
)
from tests.journal.remains import COMPLETED, DAY_S, PHONE, every, left_of
from tests.journal.takings import CONFIRMED, LOST, REFUSED, Store, till

KEEP_DAYS = 30
CANCELLED = PlatformStatus.CANCELLED


pytestmark = pytest.mark.usefixtures("whole_trail")


def is_wiped(counter: Counter, key: OrderKey = KEY) -> bool:
    return counter.order(key).wiped is not None


def test_what_ended_is_wiped_when_it_was_kept_as_long_as_the_settings_say(
    counter: Counter, clock: SetClock
) -> None:
    counter.add(phone=PHONE, remark="少辣")
    counter.add(phone=PHONE, remark="多辣")
    clock.walk(5 * DAY_S)
    counter.event(COMPLETED)
    clock.walk(KEEP_DAYS * DAY_S)
    assert wiped(counter) == {}
    assert counter.order().content.phone == PHONE
    clock.walk(1)
    assert wiped(counter)["orders"] == 1
    order = counter.order()
    assert order.wiped is not None
    assert order.wiped.at == clock.now()
    assert (order.content.customer, order.content.phone, order.content.remark) == ("", "", "")
    assert order.previous is None
    assert counter.journal.read(lambda db: views.search(db, "8888")) == ()
    assert counter.journal.read(lambda db: views.search(db, "张生")) == ()


def test_amounts_lines_states_and_how_it_is_fetched_stay(counter: Counter, clock: SetClock) -> None:
    counter.add()
    counter.event(COMPLETED)
    before = counter.order()
    clock.walk(31 * DAY_S)
    wiped(counter)
    after = counter.order()
    assert after.content.lines == before.content.lines
    assert after.content.is_pickup == before.content.is_pickup is False
    assert after.content == replace(before.content, customer="", phone="", address="***")
    assert replace(after, content=before.content, wiped=None) == before
    (found,) = counter.journal.read(lambda db: views.search(db, KEY.bill))
    assert found.order == after


NEVER = timedelta(days=90 + KEEP_DAYS)


def never_ends(counter: Counter, **changed: Any) -> None:
    counter.add(due_at=None, **changed)


def has_an_event(counter: Counter) -> None:
    never_ends(counter)
    counter.journal.clock.walk(40 * DAY_S)  # type: ignore[attr-defined]
    counter.event(PlatformStatus.ACCEPTED)


def has_a_press(counter: Counter) -> None:
    never_ends(counter)
    counter.journal.clock.walk(40 * DAY_S)  # type: ignore[attr-defined]
    counter.write(lambda tx: order_moves.reveal(tx, KEY, "Li"))
    counter.attempt(counter.press(Kind.ACCEPT).seq, Verdict.REFUSED)


@pytest.mark.parametrize(
    ("live", "last"),
    [
        (never_ends, START),
        (has_an_event, START + timedelta(days=40)),
        (has_a_press, START + timedelta(days=40)),
        (partial(Counter.add, due_at=START + timedelta(days=50)), START + timedelta(days=50)),
    ],
)
def test_one_that_never_ends_is_wiped_ninety_days_later_than_its_last_event_press_or_due_time(
    counter: Counter, clock: SetClock, live: Any, last: datetime
) -> None:
    live(counter)
    clock.wall = last + NEVER
    assert "orders" not in wiped(counter)
    clock.walk(1)
    assert wiped(counter)["orders"] == 1
    assert not counter.order().is_final, "it doesn't end by that"


def an_open_intent(store: Store, counter: Counter) -> Any:
    seq = counter.press(Kind.READY).seq
    return lambda: counter.attempt(seq, Verdict.DONE)


def an_unknown_intent(store: Store, counter: Counter) -> Any:
    seq = counter.unknown(Kind.READY)
    return lambda: counter.write(lambda tx: intents.settle(tx, seq, "Li", done=True))


def a_stop(store: Store, counter: Counter) -> Any:
    counter.event(CANCELLED)
    return lambda: counter.write(lambda tx: order_moves.acknowledge_stop(tx, KEY, "Li"))


def an_unclear_stop(store: Store, counter: Counter) -> Any:
    store.journal.clock.walk(DAY_S)  # type: ignore[attr-defined]
    counter.add(ordered_at=START + timedelta(days=1), customer="李生", due_at=None)
    counter.event(CANCELLED)
    return lambda: counter.write(lambda tx: order_moves.cancel_this(tx, KEY, "Li"))


def a_receipt(store: Store) -> None:
    store.take(till("0001", order=KEY, raw=f'{{"op_name":"{PHONE}"}}'), door=Door.ORDER)


def an_open_posting(store: Store, counter: Counter) -> Any:
    a_receipt(store)
    store.queue()
    (posting,) = store.open()
    return lambda: store.attempt(posting.seq, CONFIRMED)


def an_unknown_posting(store: Store, counter: Counter) -> Any:
    a_receipt(store)
    store.queue()
    (posting,) = store.open()
    store.attempt(posting.seq, LOST)
    return lambda: store.act(posting_acts.settle, posting.seq, done=True)


def a_refused_posting(store: Store, counter: Counter) -> Any:
    a_receipt(store)
    store.queue()
    (posting,) = store.open()
    store.attempt(posting.seq, REFUSED)
    return lambda: store.act(posting_acts.withdraw, posting.seq)


def a_difference(store: Store, counter: Counter) -> Any:
    a_receipt(store)
    key = till("0001").receipt.key
    note = partial(
        receipts.note_trouble,
        door=Door.FOLDER,
        what=IntakeFault.CONFLICT,
        name="a.csv",
        reason=PHONE,
        key=key,
    )
    counter.write(note)
    return lambda: counter.write(lambda tx: receipts.acknowledge_trouble(tx, 1, "Wang"))


def what_it_lacks(store: Store, counter: Counter) -> Any:
    lacking = till("0001", order=KEY, raw=f'{{"op_name":"{PHONE}"}}', lacks="pay_type 11")
    store.take(lacking, door=Door.ORDER)
    whole = replace(lacking, lacks="")
    return lambda: counter.write(lambda tx: receipts.complete(tx, whole.receipt.key, whole))


@pytest.mark.parametrize(
    "begin",
    [
        an_open_intent,
        an_unknown_intent,
        a_stop,
        an_unclear_stop,
        an_open_posting,
        an_unknown_posting,
        a_refused_posting,
        a_difference,
        what_it_lacks,
    ],
)
def test_nothing_is_wiped_of_what_is_open_unknown_stopped_or_in_difference(
    counter: Counter, clock: SetClock, begin: Any
) -> None:
    counter.add(phone=PHONE, due_at=None)
    counter.done(Kind.ACCEPT)
    end = begin(Store(counter.journal), counter)
    if not counter.order().stop_open:
        counter.write(lambda tx: order_moves.move(tx, KEY, OrderState.COMPLETED))
    clock.walk(100 * DAY_S)
    wiped(counter)
    assert counter.order().content.phone == PHONE
    end()
    clock.walk(31 * DAY_S)
    wiped(counter)
    assert is_wiped(counter)
    assert not left_of(counter.journal.path.parent, [PHONE])


def come_and_end(counter: Counter, clock: SetClock, at: datetime, *bills: str) -> None:
    """Orders and receipts that came and ended by a clock that said so."""
    clock.wall = at
    store = Store(counter.journal)
    for bill in bills:
        counter.add(bill, ordered_at=None, due_at=None)
        counter.event(COMPLETED, key_of(bill, ordered=None))
        store.take(till(bill, raw=json.dumps({"member": bill})))
        clock.walk(60)


def wiped_bills(counter: Counter) -> tuple[str, str]:
    """Which orders and which receipts are wiped."""

    def asked(db: sqlite3.Connection) -> tuple[str, str]:
        questions = (
            "SELECT bill FROM orders WHERE wiped IS NOT NULL ORDER BY number",
            "SELECT serial_num FROM receipts WHERE wiped IS NOT NULL ORDER BY number",
        )
        one, two = ("".join(row[0] for row in db.execute(question)) for question in questions)
        return one, two

    return counter.journal.read(asked)


@pytest.mark.parametrize("wrong", [datetime(2000, 1, 1, tzinfo=UTC), START - timedelta(days=90)])
@pytest.mark.parametrize("quiet_days", [1, 40])
def test_what_came_while_the_clock_was_behind_is_as_young_as_its_neighbours(
    counter: Counter, clock: SetClock, wrong: datetime, quiet_days: int
) -> None:
    """A dead battery dates today's orders in 2000; set right, the clock must not wipe them at once."""
    come_and_end(counter, clock, START, "A")
    come_and_end(counter, clock, wrong, "B", "C")
    right = START + timedelta(days=quiet_days)
    clock.wall = right
    wiped(counter)
    assert wiped_bills(counter) == (("", "") if quiet_days < KEEP_DAYS else ("A", "A"))
    come_and_end(counter, clock, right, "D")
    wiped(counter)
    assert wiped_bills(counter) == (("", "") if quiet_days < KEEP_DAYS else ("A", "A"))
    clock.wall = right + timedelta(days=31)
    wiped(counter)
    assert wiped_bills(counter) == ("ABCD", "ABCD")


def test_what_came_before_a_new_pcs_clock_was_first_set_is_as_young_as_what_came_after(
    counter: Counter, clock: SetClock
) -> None:
    come_and_end(counter, clock, datetime(2000, 1, 1, tzinfo=UTC), "A")
    clock.wall = START
    wiped(counter)
    come_and_end(counter, clock, START, "B")
    wiped(counter)
    assert wiped_bills(counter) == ("", "")
    clock.wall = START + timedelta(days=31)
    wiped(counter)
    assert wiped_bills(counter) == ("AB", "AB")


def test_what_came_while_the_clock_was_ahead_goes_with_its_neighbours(
    counter: Counter, clock: SetClock
) -> None:
    come_and_end(counter, clock, START, "A")
    come_and_end(counter, clock, datetime(2099, 1, 1, tzinfo=UTC), "B")
    come_and_end(counter, clock, START + timedelta(days=1), "C")
    clock.wall = START + timedelta(days=20)
    wiped(counter)
    assert wiped_bills(counter) == ("", "")
    clock.wall = START + timedelta(days=40)
    wiped(counter)
    assert wiped_bills(counter) == ("ABC", "ABC")


def test_what_waits_for_a_person_keeps_no_other_from_being_wiped(counter: Counter, clock: SetClock) -> None:
    for number in range(9):
        counter.add(f"{number}")
        counter.done(Kind.ACCEPT, key_of(f"{number}"))
        if number % 3:
            counter.press(Kind.READY, key_of(f"{number}"))
        counter.event(COMPLETED, key_of(f"{number}"))
    clock.walk(31 * DAY_S)
    wiped(counter, limit=2)
    assert [is_wiped(counter, key_of(f"{number}")) for number in range(9)] == [True, False, False] * 3


def test_a_wiping_that_was_cut_off_begins_anew_and_wipes_nothing_twice(
    counter: Counter, clock: SetClock
) -> None:
    for number in range(5):
        counter.add(f"{number}")
        counter.event(COMPLETED, key_of(f"{number}"))
    clock.walk(31 * DAY_S)
    due = wiping.WipeDue.of(clock.now(), KEEP_DAYS)
    first = counter.write(partial(wiping.wipe, due=due, limit=2))
    assert (first.rows, first.more) == ({"orders": 2}, True)
    assert counter.journal.read(is_to_be_rewritten)
    assert wiped(counter)["orders"] == 3
    assert wiped(counter) == {}
    assert not counter.journal.read(is_to_be_rewritten)


def test_a_wiping_is_audited_in_numbers_only(counter: Counter, clock: SetClock) -> None:
    for number in range(3):
        counter.add(f"{number}", phone=PHONE)
        counter.event(COMPLETED, key_of(f"{number}"))
    clock.walk(31 * DAY_S)
    before = len(counter.audited())
    wiped(counter, limit=2)
    lines = counter.journal.read(
        lambda db: db.execute("SELECT what, detail FROM audit WHERE number > ?", (before,)).fetchall()
    )
    assert lines == [
        ("personal.wiped", '{"rows":2,"table":"orders"}'),
        ("personal.wiped", '{"rows":1,"table":"orders"}'),
    ]


def test_each_batch_asks_an_index_and_is_bounded(counter: Counter, clock: SetClock) -> None:
    """Also where thousands wait for a person: each is looked at once in a wiping."""
    asked: list[str] = []
    every(counter, clock)

    def batch(tx: Any, at: wiping.WipeCursor) -> wiping.WipedBatch:
        tx.db.set_trace_callback(asked.append)
        try:
            return wiping.wipe(tx, wiping.WipeDue.of(tx.now + timedelta(days=400), KEEP_DAYS), at)
        finally:
            tx.db.set_trace_callback(None)

    at: wiping.WipeCursor | None = wiping.BEGIN
    while at is not None:
        at = counter.write(partial(batch, at=at)).next
    questions = [each for each in asked if not each.startswith(("INSERT", "--"))]
    assert len(questions) > 40
    with closing(schema.connect(counter.journal.path)) as db:
        plans = [row[3] for each in questions for row in db.execute(f"EXPLAIN QUERY PLAN {each}")]
    assert not [plan for plan in plans if plan.startswith("SCAN") and "CONSTANT" not in plan]


def test_what_could_be_told_to_no_other_counter_is_wiped_all_the_same(
    counter: Counter, clock: SetClock
) -> None:
    """A relay that is never reached, or no more: what they brought goes, their numbers are told later."""
    counter.write(instance.begin)
    counter.add(phone=PHONE)
    counter.write(lambda tx: receipts.store(tx, [till("A1")], Door.HTTP))
    clock.walk(6 * DAY_S)
    assert "acts" not in wiped(counter, keep_days=1)
    clock.walk(25 * DAY_S)
    assert wiped(counter)["acts"] == 1
    order, receipt = counter.journal.read(acts.unsent)
    assert (order.n, order.content) == (1, {})
    assert receipt.content["figures"]
    assert "acts" not in wiped(counter)
