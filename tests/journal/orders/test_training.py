"""Own orders stand among the orders and count nowhere (row 63): each book says the same with one as without.

And nobody who asks for orders anew may forget them: each question in the journal's room says what it does.
"""

import ast
import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from posdesk.domain.books.hour import business_day
from posdesk.domain.clock import to_text
from posdesk.domain.orders.auto_accept import AutoRule, may_take
from posdesk.domain.orders.board import Action, Lane, actions_of, lane_of, may_close, rings
from posdesk.domain.orders.catch_up import catch_up
from posdesk.domain.orders.closing import CloseReason
from posdesk.domain.orders.intent import Kind, Wish
from posdesk.domain.orders.order import TRAINING, OrderKey, OrderState, Origin
from posdesk.domain.printing.outcome import Ended, Outcome, Trouble
from posdesk.domain.printing.plan import PlannedSlip, PrintPlan
from posdesk.domain.printing.print_job import PrintState
from posdesk.domain.printing.slip import SlipKind
from posdesk.domain.status import Gap
from posdesk.errors import NotAllowed, Ours
from posdesk.journal import Database, backup, export_rows, first_start
from posdesk.journal.books import hour_totals, receipts, sheet
from posdesk.journal.journal import FILE_NAME
from posdesk.journal.orders import (
    closing,
    intent_rows,
    intents,
    order_moves,
    print_board,
    print_rows,
    prints,
    training,
    views,
)
from posdesk.journal.orders.order_moves import PlatformStatus
from posdesk.journal.rescue import checkup
from posdesk.journal.rescue.restore import restore
from posdesk.settings.settings import Partner
from tests.journal.making import KEY, START, Counter, SetClock, key_of, opened, received
from tests.journal.shifts.making import Till, at_till
from tests.support.paths import ROOT

OWN = "0b6c7d2e"
PLAN = PrintPlan((PlannedSlip(SlipKind.KITCHEN, "kitchen"), PlannedSlip(SlipKind.PACKING, "kitchen")))
LONG_AGO = START - timedelta(days=400)
FOR_EVER = (to_text(LONG_AGO), "9999")


def own_of(counter: Counter, number: str = OWN, **changed: Any) -> OrderKey:
    """An own order, as its call brings it."""
    coming = received(number, customer="", phone="", address="", **changed)
    return counter.write(lambda tx: training.put(tx, coming))  # type: ignore[no-any-return]


def wanted(key: OrderKey, kind: Kind = Kind.ACCEPT) -> Wish:
    return Wish(key, kind, "Li")


def accepted(counter: Counter, key: OrderKey) -> None:
    counter.write(partial(training.accept, wish=wanted(key)))


def doubtful(counter: Counter, key: OrderKey) -> None:
    """Its slips are with a printer, and nobody knows whether they came out."""
    for job in counter.journal.read(lambda db: print_rows.of_order(db, key)):
        counter.write(partial(prints.begin, seq=job.seq))
        ended = Ended(Outcome.DOUBTFUL, Trouble.DIED)
        counter.write(partial(prints.finish, seq=job.seq, ended=ended, next_at=None))


def business(till: Till) -> None:
    """What a shop has of its own: an order in the making, one that is completed, doubtful slips."""
    till.journal.print_by(PLAN)
    till.open()
    till.add()
    till.done(Kind.ACCEPT)
    doubtful(till, KEY)
    till.add("SOLD")
    till.event(PlatformStatus.COMPLETED, key_of("SOLD"))


Reader = Callable[[Till, Database], object]


def _sheet(till: Till, db: Database) -> object:
    now = till.journal.now()
    day = business_day(now, "04:00")
    return sheet.of_day(db, day, day_starts="04:00", now=now, from_orders=True, sending=True)


def _rows(what: str, till: Till, db: Database) -> object:
    return list(export_rows.select(db, what, FOR_EVER, till.journal.now()))


def _board(_till: Till, db: Database) -> object:
    return print_board.read(db, LONG_AGO)


READERS: dict[str, Reader] = {
    "receipts of orders": lambda _till, db: receipts.orders_without_receipt(db, -1),
    "last completion": lambda _till, db: order_moves.last_completion(db),
    "hours": lambda _till, db: tuple(hour_totals.books_before(db, *FOR_EVER)),
    "daily sheet": _sheet,
    "intents on their way": lambda _till, db: intent_rows.open_ones(db),
    "rows of orders": partial(_rows, "orders"),
    "rows of intents": partial(_rows, "intents"),
    "rows of receipts": partial(_rows, "receipts"),
    "rows of hours": partial(_rows, "hours"),
    "last received": lambda _till, db: db.execute("SELECT * FROM received").fetchall(),
    "prints that wait for a person": lambda _till, db: print_rows.of_people(db),
    "the list of prints": _board,
    "what doctor says waits": lambda _till, db: checkup.waiting(db),
    "what a search finds": lambda _till, db: [v.order.key for v in views.search(db, "1")],
    "the newest open orders": lambda till, db: [o.key for o in views.newest_open(db, till.journal.now())],
}
OF_A_SHIFT: dict[str, Callable[[Till], object]] = {
    "X": lambda till: till.figures,
    "checklist": lambda till: till.checklist,
}


@pytest.fixture
def till(tmp_path: Path) -> Iterator[Till]:
    with at_till(tmp_path) as made:
        business(made)
        yield made


def a_whole_life(till: Till) -> Iterator[OrderKey]:
    """An own order, step by step: put, accepted, its slips doubtful, a second one, put away."""
    key = own_of(till)
    yield key
    accepted(till, key)
    yield key
    doubtful(till, key)
    yield key
    key = own_of(till, "1b6c7d2e")
    yield key
    till.write(partial(training.put_away, key=key, actor="Li"))
    yield key


@pytest.mark.parametrize("what", [*READERS, *OF_A_SHIFT])
def test_it_counts_in_no_book(till: Till, what: str) -> None:
    def said() -> object:
        if what in OF_A_SHIFT:
            return OF_A_SHIFT[what](till)
        return till.journal.read(partial(READERS[what], till))

    before = said()
    for key in a_whole_life(till):
        assert said() == before, till.order(key).state


def test_a_z_and_the_next_bill_number_are_as_without_it(tmp_path: Path) -> None:
    figures = []
    for name in ("with", "without"):
        with at_till(tmp_path / name) as till:
            business(till)
            for _ in a_whole_life(till) if name == "with" else ():
                pass
            till.add("NEXT")
            figures.append((till.order(key_of("NEXT")).billno, till.figures.by_source, _stamped(till)))
    assert figures[0] == figures[1]


def _stamped(till: Till) -> tuple[int, int, str]:
    z = till.end()
    return z.number, till.figures.accepted if till.whole.open else 0, z.at.isoformat()


def test_after_a_shift_it_is_no_order_that_came_without_one(tmp_path: Path) -> None:
    with at_till(tmp_path) as till:
        till.shift()
        accepted(till, own_of(till))
        assert till.whole.unopened == 0


def test_it_rings_stands_on_the_board_and_offers_what_this_pc_can_do_alone(till: Till) -> None:
    key = own_of(till)
    view = till.view(key)
    assert rings(view)
    assert actions_of(view) == {Action.ACCEPT, Action.PUT_AWAY}
    assert key in board_of(till)
    accepted(till, key)
    view = till.view(key)
    assert not rings(view)
    assert lane_of(view, till.journal.now()) is Lane.MAKING
    assert actions_of(view) == {Action.PUT_AWAY}
    assert not may_close(view)


def board_of(counter: Counter) -> set[OrderKey]:
    now = counter.journal.now()
    return {view.order.key for view in counter.journal.read(lambda db: [*views.each_on_board(db, now)])}


def test_it_leaves_the_board_when_it_is_put_away_when_another_comes_and_after_a_day(tmp_path: Path) -> None:
    clock = SetClock()
    with opened(tmp_path, clock) as journal:
        counter = Counter(journal)
        first = own_of(counter)
        second = own_of(counter, "second")
        assert board_of(counter) == {second}
        assert counter.order(first).state is OrderState.CANCELLED
        counter.write(partial(training.put_away, key=second, actor="Li"))
        assert board_of(counter) == set()
        with pytest.raises(NotAllowed):
            counter.write(partial(training.put_away, key=second, actor="Li"))
        third = own_of(counter, "third")
        clock.walk(25 * 3600)
        assert third not in board_of(counter)


def test_its_slips_print_once_it_is_accepted_and_nobody_is_asked_of_them_once_it_is_put_away(
    till: Till,
) -> None:
    key = own_of(till)
    accepted(till, key)
    jobs = till.journal.read(lambda db: print_rows.of_order(db, key))
    assert [job.slip for job in jobs] == [SlipKind.KITCHEN, SlipKind.PACKING]
    assert {job.seq for job in jobs} <= {job.seq for job in till.journal.read(print_rows.open_ones)}
    doubtful(till, key)
    till.write(partial(training.put_away, key=key, actor="Li"))
    ended = {job.outcome for job in till.journal.read(lambda db: print_rows.of_order(db, key))}
    assert ended == {PrintState.DROPPED}


@pytest.mark.parametrize("kind", [kind for kind in Kind if kind is not Kind.ACCEPT])
def test_nothing_else_can_be_wanted_of_it(till: Till, kind: Kind) -> None:
    key = own_of(till)
    with pytest.raises(NotAllowed):
        till.write(partial(training.accept, wish=wanted(key, kind)))


def test_no_way_leads_from_it_to_an_intent_a_completion_or_a_closing(till: Till) -> None:
    key = own_of(till)
    accepted(till, key)
    for job in (
        partial(intents.press, wish=wanted(key, Kind.READY)),
        partial(order_moves.hand_over, key=key, actor="Li"),
        partial(closing.close, key=key, reason=CloseReason.OTHER, actor="Li", note="x"),
        partial(training.accept, wish=wanted(key)),
    ):
        with pytest.raises(NotAllowed):
            till.write(job)


def test_an_order_of_a_platform_is_never_put_away(till: Till) -> None:
    for job in (
        partial(training.put_away, key=KEY, actor="Li"),
        partial(training.accept, wish=wanted(KEY)),
    ):
        with pytest.raises(NotAllowed):
            till.write(job)


def test_no_name_in_the_settings_can_be_its_partners() -> None:
    with pytest.raises(ValueError, match="name"):
        Partner(name=TRAINING, url="http://x", appid="x")


_INTENT = (
    "INSERT INTO intents (seq, partner, bill, ordered, kind, counter, actor, outcome, pressed_at, leaves_at)"
    " SELECT 'x', partner, bill, ordered, 'accept', '1', '', 'queued', '', '' FROM orders"
    " WHERE origin = 'training'"
)
_RECEIPT = (
    "INSERT INTO receipts (store_id, pos_no, serial_num, source, door, partner, bill, ordered, received_at,"
    " hour, receipts, returns, items, gross_fen, discount_fen, refund_fen, content, raw)"
    " SELECT '1', '1', 'x', '', 'order', partner, bill, ordered, '', '', 1, 0, 1, 1, 0, 0, '', ''"
    " FROM orders WHERE origin = 'training'"
)


@pytest.mark.parametrize(
    "statement",
    [
        _INTENT,
        _RECEIPT,
        f"INSERT INTO received VALUES ('{TRAINING}', '')",
        "UPDATE orders SET origin = 'pushed' WHERE origin = 'training'",
        "UPDATE orders SET partner = 'meituan' WHERE origin = 'training'",
        "UPDATE orders SET origin = 'training' WHERE origin = 'pushed'",
        f"UPDATE orders SET partner = '{TRAINING}' WHERE origin = 'pushed'",
        "UPDATE orders SET state = 'completed' WHERE origin = 'training'",
        "UPDATE orders SET completion = 99 WHERE origin = 'training'",
        "UPDATE orders SET closed_at = '' WHERE origin = 'training'",
        "UPDATE orders SET stop_open = 1 WHERE origin = 'training'",
    ],
)
def test_the_file_itself_refuses_what_would_make_it_count(till: Till, statement: str) -> None:
    """Whoever writes: a bug of ours, another version of posdesk, a person with a tool."""
    own_of(till)
    with pytest.raises(Ours, match="own order"):
        till.write(lambda tx: tx.db.execute(statement))


def test_auto_accept_and_the_view_after_an_outage_leave_it_alone(till: Till) -> None:
    key = own_of(till)
    view, now = till.view(key), till.journal.now()
    assert not may_take(view, AutoRule(), now, taken_lately=0)
    gap = Gap(1, now - timedelta(minutes=5), now, "")
    assert catch_up([view], [gap], lambda _key: False).every == ()


def test_a_restored_backup_holds_it_as_what_it_is_and_doesnt_count_it(tmp_path: Path) -> None:
    home = tmp_path / "home"
    with opened(home) as journal:
        counter = Counter(journal)
        counter.add()
        key = own_of(counter)
        backup.copy(home / FILE_NAME, tmp_path / "copy.sqlite")
    restored = restore(tmp_path / "copy.sqlite", home / FILE_NAME, START, "Li")
    assert restored.orders == 1
    with opened(home) as journal:
        order = Counter(journal).order(key)
        assert order.origin is Origin.TRAINING
        with pytest.raises(NotAllowed):
            Counter(journal).press(Kind.ACCEPT, key)


QUESTION = re.compile(r"\b(?:FROM|JOIN)\s+orders\b", re.I)
SAYS = re.compile(
    r"OF_TRADE|origin\s*(?:=|<>|IN)|\{KEY\}|\{_KEY_K\}|\{_NUMBER\}"
    r"|(?:partner|billno|number) = [?:\w]|USING \(partner, bill"
)
"""It names the origin, or asks for one order, or for one number, that it has already."""
KNOWN = {
    "INDEXED BY orders_show_no WHERE show_no IN": "the trail tells of everything that happened",
    "SELECT max(completion)": "no own order is ever completed",
    "SELECT partner, bill, ordered FROM orders WHERE {where}": "of one number",
    "SELECT {_KNOWN} FROM orders WHERE {where}": "of one number",
    "FROM (SELECT number FROM orders {where})": "whoever puts these together names it",
    "INDEXED BY orders_open WHERE {OPEN} AND {where}": "the condition names it",
    "INDEXED BY orders_open WHERE {_IS_OPEN}": "the condition names it",
    "o.partner = {0}.partner": "of one order",
    "AND {_HOLDS}": "whoever searches says it (views.search)",
    "SELECT number FROM orders WHERE": "what is wiped is wiped of own orders, too",
    "SELECT max(number) FROM orders": "rows are numbered, whosesoever they are",
}
"""What says it elsewhere, or need not, and why."""


def _questions() -> Iterator[str]:
    for file in sorted((ROOT / "posdesk/journal").rglob("*.py")):
        if file.name.endswith("_step.py") or file.name == "steps.py":
            continue
        for text in _texts(ast.parse(file.read_text(encoding="utf-8"))):
            if QUESTION.search(text):
                yield text


def _texts(node: ast.AST) -> Iterator[str]:
    """Every text in the code, those made of pieces as one."""
    if isinstance(node, ast.JoinedStr):
        yield "".join(
            str(part.value) if isinstance(part, ast.Constant) else f"{{{ast.unparse(part.value)}}}"
            for part in node.values
            if isinstance(part, ast.Constant | ast.FormattedValue)
        )
    elif isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    else:
        for child in ast.iter_child_nodes(node):
            yield from _texts(child)


def test_whoever_asks_for_orders_says_what_becomes_of_own_ones() -> None:
    """A new book that asks for orders names their origin (`order_rows.OF_TRADE`), or stands in KNOWN."""
    asked = [text for text in _questions() if not text.startswith("Receipts made from orders")]
    silent = [text for text in asked if not SAYS.search(text)]
    assert [text for text in silent if not any(known in text for known in KNOWN)] == []
    assert {known for known in KNOWN if any(known in text for text in asked)} == {*KNOWN}


def test_a_home_that_held_own_orders_alone_held_none(tmp_path: Path) -> None:
    """The wizard comes by itself, and the store's code may be changed still."""
    with opened(tmp_path) as journal:
        counter = Counter(journal)
        own_of(counter)
        assert journal.read(first_start.read)[1] is False
        counter.add()
        assert journal.read(first_start.read)[1] is True
