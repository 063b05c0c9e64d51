"""A shift is opened, used and closed: what it counts, and what holds its closing up."""

import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from posdesk.domain.books.posting import Book
from posdesk.domain.books.receipt import Tendered
from posdesk.domain.orders.answer import Verdict
from posdesk.domain.orders.closing import CloseReason
from posdesk.domain.orders.intent import Kind
from posdesk.domain.orders.order import Origin
from posdesk.domain.shift.checklist import LineKind
from posdesk.domain.shift.shift import MoveKind
from posdesk.errors import NotAllowed, ShiftReason
from posdesk.journal.audit import audit
from posdesk.journal.orders import closing, own_rows
from posdesk.journal.orders.order_moves import PlatformStatus
from posdesk.journal.shifts import checklist_rows, shift_rows
from tests.journal.making import KEY, SetClock, key_of
from tests.journal.shifts.making import FLOAT_FEN, RULES, Till, at_till, values_of
from tests.journal.takings import Store, till

CARD = (Tendered("02", "1", 1000),)
UNKNOWN = (Tendered("77", "1", 1000),)


@pytest.fixture
def clock() -> SetClock:
    return SetClock()


@pytest.fixture
def at(tmp_path: Path, clock: SetClock) -> Iterator[Till]:
    with at_till(tmp_path, clock) as made:
        yield made


def refused(reason: ShiftReason) -> "pytest.RaisesExc[NotAllowed]":
    return pytest.raises(NotAllowed, check=lambda error: error.reason is reason)


def test_a_shop_uses_shifts_from_its_first_one_on(at: Till) -> None:
    assert not at.journal.read(shift_rows.were_used)
    at.open()
    assert at.journal.read(shift_rows.were_used)


def test_what_should_be_there_is_the_float_what_people_moved_and_all_that_is_known_to_be_cash(
    at: Till, clock: SetClock
) -> None:
    at.open()
    clock.walk(60)
    now = clock.now()
    at.move(MoveKind.PAY_IN, 20_000)
    at.move(MoveKind.PAY_OUT, 8_600)
    for number, code in (("A", "cash"), ("B", "scan")):
        at.add(number)
        at.pay(key_of(number), code)
    shop = Store(at.journal)
    shop.take(till("1", 1000, now), till("2", 1000, now, tenders=CARD))
    shop.take(till("3", 400, now, takes_back="1"))
    cash = at.figures.cash
    assert (cash.tendered_fen, cash.receipts_fen, cash.unmapped) == (990, 600, 0)
    assert cash.expected_fen == FLOAT_FEN + 20_000 - 8_600 + 990 + 600
    shop.take(till("4", 1000, now, tenders=UNKNOWN))
    at.add("C")
    at.pay(key_of("C"), "gone")
    cash = at.figures.cash
    assert (cash.expected_fen, cash.unmapped) == (None, 2)


def test_an_order_paid_once_more_after_a_refusal_was_taken_once(at: Till) -> None:
    at.open()
    at.add()
    at.attempt(at.pay(code="scan"), Verdict.REFUSED, "no")
    at.pay()
    assert [(each.name, each.count) for each in at.figures.by_tender] == [("现金", 1)]
    at.add("LATER")
    at.attempt(at.pay(key_of("LATER")), Verdict.REFUSED, "no")
    at.end()
    at.open()
    at.pay(key_of("LATER"))
    assert not at.figures.by_tender, "the money is in the drawer since the shift before"
    assert at.figures.cash.tendered_fen == 0


def test_the_checklist_holds_the_closing_up_until_each_line_is_clear_or_somebodys(at: Till) -> None:
    at.open()
    at.add()
    at.press(Kind.ACCEPT)
    with refused(ShiftReason.NOT_CLEAR):
        at.close()
    at.hand(LineKind.ORDERS, "周强")
    at.add("SECOND")
    assert [line.kind for line in at.checklist.open] == [LineKind.ORDERS, LineKind.CASH], (
        "a new one is nobody's"
    )
    at.hand_all()
    at.event(PlatformStatus.CANCELLED, key_of("SECOND"))
    at.add("THIRD")
    assert at.checklist.line(LineKind.ORDERS).is_open, "as many as before, but another one"
    at.hand_all()
    at.count_right()
    z = values_of(at.close())
    assert [(each.line, each.name, each.count) for each in z.handed] == [("orders", "王静", 2)]


def test_cash_is_counted_anew_where_something_moved_and_with_a_reason_where_nothing_did(at: Till) -> None:
    at.open()
    at.count(FLOAT_FEN - 150)
    assert at.now.count is not None
    assert at.now.count.difference_fen == -150
    with refused(ShiftReason.NO_REASON):
        at.count(FLOAT_FEN)
    at.count(FLOAT_FEN, {10_000: 5}, "一张没看见")
    at.move(MoveKind.PAY_OUT, 1_000)
    assert at.checklist.line(LineKind.CASH).note == "moved"
    at.count(FLOAT_FEN - 1_000)
    assert values_of(at.end()).difference_fen == 0


def test_what_is_not_an_amount_a_reason_or_a_name_is_refused(at: Till) -> None:
    with refused(ShiftReason.NOT_OPEN):
        at.move(MoveKind.PAY_IN, 100)
    at.open()
    with refused(ShiftReason.ALREADY_OPEN):
        at.open()
    wrong: tuple[tuple[Callable[[], None], ShiftReason], ...] = (
        (lambda: at.move(MoveKind.PAY_IN, 0), ShiftReason.AMOUNT),
        (lambda: at.move(MoveKind.PAY_OUT, 10**12), ShiftReason.AMOUNT),
        (lambda: at.move(MoveKind.PAY_OUT, 100, " \t"), ShiftReason.NO_REASON),
        (lambda: at.count(100, {100: 2}), ShiftReason.AMOUNT),
        (lambda: at.hand(LineKind.CASH), ShiftReason.CHANGED),
        (lambda: at.hand(LineKind.STOPS), ShiftReason.CHANGED),
    )
    for act, reason in wrong:
        with refused(reason):
            act()


def test_a_shift_left_open_over_the_cut_off_is_said_and_closed_by_nobody(at: Till, clock: SetClock) -> None:
    at.open()
    assert not at.now.is_over_the_day
    clock.walk(86_400)
    assert at.now.is_over_the_day


def test_what_came_while_no_shift_was_open_is_in_the_next_z_and_its_cash_in_the_float(at: Till) -> None:
    at.shift()
    at.add()
    at.done(Kind.ACCEPT)
    at.pay()
    assert at.whole.unopened == 1
    at.open()
    figures = at.figures
    assert (figures.accepted, figures.cash.tendered_fen) == (1, 0)
    assert [(each.name, each.fen) for each in figures.before_opening] == [("现金", 990)]


def test_a_stop_and_a_hand_out_against_signature_are_lines_of_their_own(at: Till) -> None:
    at.open()
    at.add("STOP")
    at.done(Kind.ACCEPT, key_of("STOP"))
    at.event(PlatformStatus.CANCELLED, key_of("STOP"))
    at.add(is_verification=True)
    at.done(Kind.ACCEPT)
    at.press(Kind.VERIFY, without_answer=True)
    kinds = {line.kind for line in at.checklist.open}
    assert kinds == {LineKind.ORDERS, LineKind.STOPS, LineKind.SIGNATURES, LineKind.CASH}
    assert at.checklist.line(LineKind.UNKNOWN).is_clear


def test_everything_is_in_the_trail_and_no_words_of_anybody(at: Till) -> None:
    at.open()
    at.move(MoveKind.PAY_OUT, 100, "给张三 13507311234")
    at.note("张三 13507311234 会来")
    at.end()
    lines = at.journal.read(
        lambda db: db.execute("SELECT what, detail FROM audit WHERE what LIKE 'shift.%'").fetchall()
    )
    assert [what for what, _ in lines] == [
        "shift.opened",
        "shift.pay_out",
        "shift.note",
        "shift.counted",
        "shift.closed",
    ]
    assert "张三" not in str(lines)
    assert at.journal.read(audit.verify).broken_at is None


def test_notes_are_for_the_next_shift(at: Till) -> None:
    at.open()
    at.note("饿了么 110 等骑手")
    at.end()
    assert [note.words for note in at.whole.left] == ["饿了么 110 等骑手"]
    at.open()
    assert [note.words for note in at.whole.left] == ["饿了么 110 等骑手"]
    assert at.now.notes == ()


def test_hours_and_receipts_are_asked_for_where_somebody_gets_them(tmp_path: Path) -> None:
    rules = replace(RULES, served=frozenset(Book))
    clock = SetClock()
    with at_till(tmp_path, clock, rules=rules) as at:
        at.open()
        clock.walk(60)
        Store(at.journal).take(till("1", 1000, clock.now()))
        open_lines = {line.kind for line in at.checklist.open}
        assert open_lines == {LineKind.RECEIPTS, LineKind.CASH}, "the running hour is nobody's debt"
        clock.walk(2 * 3600)
        assert {line.kind for line in at.checklist.open} == open_lines | {LineKind.HOURS}


def test_an_order_closed_here_or_only_looked_up_holds_no_shift_open(at: Till) -> None:
    at.open()
    at.add()
    at.add("FOUND", Origin.CAPTURED)
    assert [line.count for line in at.checklist.open if line.kind is LineKind.ORDERS] == [1]
    at.write(lambda tx: closing.close(tx, KEY, CloseReason.NO_SHOW, "Wang"))
    assert {line.kind for line in at.checklist.open} == {LineKind.CASH}
    at.write(lambda tx: own_rows.pack(tx, key_of("FOUND"), 0, 1, "Li"))
    assert {line.kind for line in at.checklist.open} == {LineKind.ORDERS, LineKind.CASH}


def test_no_look_at_a_shift_walks_all_orders_that_ever_were(at: Till, clock: SetClock) -> None:
    """It is read in the writer's transaction, too, where an order that comes in would wait for it."""
    said: list[str] = []

    def ask(db: sqlite3.Connection) -> list[str]:
        db.set_trace_callback(said.append)
        shift = shift_rows.open_shift(db, "1")
        assert shift is not None
        every = replace(at.rules, served=frozenset(Book))
        checklist_rows.read(db, shift, every, clock.now())
        db.set_trace_callback(None)
        return [row[3] for sql in said for row in db.execute(f"EXPLAIN QUERY PLAN {sql}")]

    at.open()
    walks = [step for step in at.journal.read(ask) if step.startswith("SCAN")]
    assert walks
    assert not [step for step in walks if " INDEX " not in step], walks
