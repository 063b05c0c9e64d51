"""The daily sheet: three books side by side, and a cause for every difference."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from posdesk.domain.books.ledger import Cause, Difference, Sheet, SheetRow
from posdesk.domain.books.receipt import Door
from posdesk.journal.books import posting_acts, sheet
from tests.journal.making import START, SetClock
from tests.journal.takings import CONFIRMED, DUPLICATE, HOUR, LOST, REFUSED, Store, key, till

DAY = date(2026, 5, 3)
LATER = HOUR + timedelta(hours=3)


def sheet_of(store: Store, now: datetime = LATER, **how: Any) -> Sheet:
    asked = {"day_starts": "04:00", "from_orders": True, "sending": True, "reporting": False, **how}
    return store.journal.read(lambda db: sheet.of_day(db, DAY, now=now, **asked))


def causes(sheet: Sheet) -> list[Cause]:
    return [difference.cause for difference in sheet.differences]


def only(sheet: Sheet) -> Difference:
    (difference,) = sheet.differences
    return difference


def rung(store: Store, tbillno: str, serial: str, fen: int = 990, **changed: Any) -> None:
    """An order that was completed, and its receipt."""
    order = store.complete_order(tbillno, show_no=f"#{tbillno}", **changed)
    store.take(till(serial, fen, order=order, source="4"), door=Door.ORDER)


def test_three_equal_books_have_no_difference(store: Store) -> None:
    rung(store, "27", "1")
    store.take(till("2", 5000), till("3", 1000, takes_back="2"))
    for posting in store.queued():
        store.attempt(posting.seq, CONFIRMED)
    sheet = sheet_of(store)
    assert sheet.differences == ()
    assert sheet.rows == (SheetRow("4", 1, 990, 990, 990), SheetRow("till", 2, None, 4000, 4000))
    assert [row.difference_fen for row in sheet.rows] == [0, 0]


def test_what_goes_to_wdk_by_itself_is_no_difference(store: Store) -> None:
    rung(store, "27", "1")
    store.take(till("2"), till("3"))
    store.queue(2)
    store.attempt(store.open()[0].seq, LOST)
    sheet = sheet_of(store)
    assert sheet.differences == ()
    assert [row.wdk_fen for row in sheet.rows] == [990, 2000]


def test_a_completed_order_without_a_receipt_is_named(store: Store) -> None:
    order = store.complete_order("27", show_no=" #27 ")
    found = only(sheet_of(store))
    assert (found.cause, found.mark, found.source) == (Cause.NO_RECEIPT, "27", "4")
    assert (found.order, found.orders_fen, found.hours_fen) == (order, 990, None)


def test_orders_that_the_tills_ring_are_not_compared(store: Store) -> None:
    store.complete_order("27")
    sheet = sheet_of(store, from_orders=False)
    assert sheet.differences == ()
    assert sheet.rows == (SheetRow("4", 1, 990, None, None),)
    assert sheet.rows[0].difference_fen == 0


def test_a_receipt_of_another_amount_than_its_order_is_named(store: Store) -> None:
    rung(store, "27", "1", 980)
    found = only(sheet_of(store))
    assert (found.cause, found.orders_fen, found.hours_fen) == (Cause.AMOUNT, 990, 980)
    assert sheet_of(store).rows[0].difference_fen == 10


def test_a_fraction_of_a_fen_is_said_and_not_rounded(store: Store) -> None:
    rung(store, "27", "1", actual_fee=Decimal("9.905"))
    found = only(sheet_of(store))
    assert (found.cause, found.orders_fen, found.detail) == (Cause.AMOUNT, None, "9.905")


def test_a_receipt_that_lacks_a_number_is_named(store: Store) -> None:
    order = store.complete_order("27")
    store.take(till("1", 990, order=order, source="4", lacks="pay_type 11"), door=Door.ORDER)
    found = only(sheet_of(store))
    assert (found.cause, found.receipt, found.detail) == (Cause.LACKS_PAY_TYPE, key("1"), "pay_type 11")
    assert sheet_of(store).rows[0].wdk_fen == 0
    assert sheet_of(store, sending=False).differences == ()


def test_what_wdk_has_not_and_will_not_get_by_itself_is_named_with_its_cause(store: Store) -> None:
    one, two, three, four, five = store.queued(*(till(str(n)) for n in range(1, 6)))
    store.attempt(one.seq, REFUSED)
    store.act(posting_acts.withdraw, two.seq)
    store.attempt(three.seq, LOST, repeat_unknown=False)
    store.attempt(four.seq, LOST)
    store.act(posting_acts.settle, four.seq, done=False)
    store.attempt(five.seq, LOST)
    store.act(posting_acts.settle, five.seq, done=True)
    sheet = sheet_of(store)
    wanted = [Cause.WDK_REFUSED, Cause.WDK_WITHDRAWN, Cause.WDK_UNKNOWN, Cause.WDK_WITHDRAWN]
    assert causes(sheet) == wanted
    assert [d.mark for d in sheet.differences] == ["1", "2", "3", "4"]
    assert sheet.differences[0].posting == store.posting(one.seq)
    assert (sheet.rows[0].hours_fen, sheet.rows[0].wdk_fen) == (5000, 1000)


def test_a_mended_refusal_is_no_difference_any_more(store: Store) -> None:
    (posting,) = store.queued(till("1"))
    store.attempt(posting.seq, REFUSED)
    store.attempt(store.act(posting_acts.retry, posting.seq).seq, CONFIRMED)
    assert sheet_of(store).differences == ()


def test_a_return_of_an_orders_sale_names_the_order(store: Store) -> None:
    rung(store, "27", "1")
    store.take(till("2", 990, takes_back="1", source="4"), till("3", 100, takes_back="gone"))
    found = only(sheet_of(store))
    assert (found.cause, found.receipt, found.hours_fen) == (Cause.RETURNED, key("2"), -990)
    assert found.order is not None
    assert found.order.bill == "27"
    assert sheet_of(store).rows[0] == SheetRow("4", 1, 990, 0, 0)


def test_without_wdk_its_book_is_empty(store: Store) -> None:
    store.take(till("1"))
    assert sheet_of(store, sending=False).rows == (SheetRow("till", 1, None, 1000, None),)


def test_an_hour_that_is_over_and_unreported_is_named(store: Store) -> None:
    store.take(till("1"))
    assert sheet_of(store, HOUR + timedelta(minutes=59), reporting=True).differences == ()
    found = only(sheet_of(store, reporting=True))
    assert (found.cause, found.mark, found.hour) == (Cause.HOUR_UNREPORTED, "12:00", HOUR)
    assert found.posting is None


def test_the_open_hour_is_not_counted_as_reported(store: Store) -> None:
    rung(store, "27", "1")
    during = sheet_of(store, HOUR + timedelta(minutes=30), reporting=True)
    assert during.differences == ()
    assert during.rows == (SheetRow("4", 1, 990, 0, 990, open_fen=990),)
    assert during.rows[0].difference_fen == 0
    store.attempt(store.report().seq, CONFIRMED)
    assert sheet_of(store, reporting=True).rows == (SheetRow("4", 1, 990, 990, 990),)


def test_an_hour_that_differs_is_named_with_what_ovopark_holds(store: Store) -> None:
    store.take(till("1"))
    store.attempt(store.report().seq, CONFIRMED)
    assert sheet_of(store, reporting=True).differences == ()
    store.take(till("2", 234))
    found = only(sheet_of(store, reporting=True))
    assert (found.cause, found.hours_fen, found.detail) == (Cause.HOUR_DIFFERS, 1234, "10.00")


def test_an_hour_that_a_manager_left_as_it_is_is_no_difference(store: Store) -> None:
    store.take(till("1"))
    report = store.report()
    store.attempt(report.seq, DUPLICATE)
    assert causes(sheet_of(store, reporting=True)) == [Cause.HOUR_UNREPORTED]
    store.leave()
    assert sheet_of(store, reporting=True).differences == ()
    store.take(till("2"))
    assert causes(sheet_of(store, reporting=True)) == [Cause.HOUR_UNREPORTED]


def test_orders_of_other_days_and_states_are_not_on_the_sheet(store: Store, clock: SetClock) -> None:
    clock.wall = START - timedelta(days=1)
    store.complete_order("yesterday")
    clock.wall = START
    store.complete_order("today", source_code="")
    assert [(row.source, row.count) for row in sheet_of(store).rows] == [("other", 1)]
