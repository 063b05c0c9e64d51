"""The orders of the demo's past: done, rung, in all three books, and nobody is troubled by them."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path

import pytest

from posdesk.demo import shop
from posdesk.demo.past import DAYS, SEED, PastOrder, past_orders, store
from posdesk.domain.books.ledger import Sheet
from posdesk.domain.books.receipt import TILL
from posdesk.domain.clock import in_china
from posdesk.domain.orders.order import FINAL_STATES, OrderKey, OrderState, key_of
from posdesk.domain.printing.plan import PlannedSlip, PrintPlan
from posdesk.domain.printing.slip import SlipKind
from posdesk.journal import Journal, heartbeats
from posdesk.journal.audit import audit
from posdesk.journal.books import receipts, sheet
from posdesk.journal.orders import order_rows, orders, print_rows, views
from posdesk.journal.orders.orders import Terms
from tests.journal.making import SetClock, opened

CHOSEN = shop.settings("http://127.0.0.1:9")
NOW = datetime(2026, 11, 21, 11, 41, 30, tzinfo=UTC)
TODAY = date(2026, 11, 21)
PLAN = PrintPlan((PlannedSlip(SlipKind.KITCHEN, "kitchen"), PlannedSlip(SlipKind.PACKING, "kitchen")))
DONE = past_orders(DAYS, SEED, NOW, CHOSEN)


@pytest.fixture
def journal(tmp_path: Path) -> Iterator[Journal]:
    """A journal that holds the past."""
    with opened(tmp_path, SetClock(NOW)) as opened_journal:
        opened_journal.print_by(PLAN)
        opened_journal.write(lambda tx: store(tx, DONE, CHOSEN)).result(30)
        yield opened_journal


def sheet_of(journal: Journal, day: date) -> Sheet:
    """The daily sheet."""
    starts = CHOSEN.store.day_starts
    return journal.read(
        lambda db: sheet.of_day(db, day, day_starts=starts, now=NOW, from_orders=True, sending=True)
    )


def test_every_site_sold_something_each_day_and_only_what_is_over() -> None:
    names = {partner.name for partner in CHOSEN.partner}
    for back in range(DAYS + 1):
        assert {each.partner.name for each in DONE if sold_on(each) == TODAY - timedelta(days=back)} == names
    assert max(each.done_at for each in DONE) <= NOW
    assert all(each.came_at < each.done_at for each in DONE)


def test_the_three_books_agree_on_every_day(journal: Journal) -> None:
    for back in range(DAYS + 1):
        sheet = sheet_of(journal, TODAY - timedelta(days=back))
        for row in sheet.rows:
            assert row.hours_fen is not None
            assert row.orders_fen == row.hours_fen + row.open_fen == row.wdk_fen
        assert not [each for each in sheet.differences if each.order is not None]
        assert TILL not in {row.source for row in sheet.rows}
        assert {"3", "4", "17", "20"} <= {row.source for row in sheet.rows}


def test_an_order_is_rung_at_the_moment_it_was_handed_out(journal: Journal) -> None:
    for each in DONE[:20]:
        order = journal.read(partial(order_rows.get, key=order_key(each)))
        assert order is not None
        assert (order.state, order.received_at, order.state_at) == (
            OrderState.COMPLETED,
            each.came_at,
            each.done_at,
        )
        assert f"XS{in_china(each.came_at):%Y%m%d}" in order.billno


def test_none_stands_on_the_board_or_waits_for_a_site_or_a_receipt(journal: Journal) -> None:
    board = journal.read(lambda db: tuple(views.each_on_board(db, NOW)))
    assert all(view.order.state in FINAL_STATES and not view.order.stop_open for view in board)
    assert not any(view.intents for view in board)
    assert journal.read(lambda db: receipts.orders_without_receipt(db, 0)) == ()
    assert journal.read(receipts.lacking) == ()


def test_what_was_heard_a_moment_ago_stays_the_last(tmp_path: Path) -> None:
    terms = Terms("meituan", "001", 300)
    with opened(tmp_path, SetClock(NOW)) as journal:
        journal.write(lambda tx: orders.add_all(tx, terms, (DONE[0].order,))).result(30)
        journal.write(lambda tx: store(tx, DONE[1:], CHOSEN)).result(30)
        assert journal.read(heartbeats.last_received)["meituan"] == NOW


def test_no_slip_of_the_past_prints_or_waits(journal: Journal) -> None:
    assert journal.read(print_rows.open_ones) == ()
    assert journal.read(print_rows.of_people) == ()


def test_the_audit_trail_holds(journal: Journal) -> None:
    assert journal.read(audit.verify).broken_at is None


def sold_on(each: PastOrder) -> date:
    """The day in China."""
    return in_china(each.done_at).date()


def order_key(each: PastOrder) -> OrderKey:
    """The order's key."""
    return key_of(each.partner.name, each.order.content)
