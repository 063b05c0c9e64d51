"""The books on the sync page: what is folded, what mends it, what it counts, what it says of halts."""

from dataclasses import replace
from itertools import pairwise

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from posdesk.desk.sync.entry import EntryAction
from posdesk.desk.sync.entry_row import EntryRow
from posdesk.desk.sync.page import SyncPage
from posdesk.desk.sync.pending_panel import MOST_ROWS
from posdesk.desk.words.language import Languages
from posdesk.desk.words.lines import Part
from posdesk.domain.books.ledger import IntakeFault, Waiting
from posdesk.domain.books.posting import Book, Posting
from posdesk.domain.orders.answer import CallFault
from posdesk.domain.orders.history import Remark, RemarkKind
from posdesk.domain.orders.intent import Outcome
from posdesk.domain.status import BookStatus
from tests.desk.sync import samples
from tests.support.fake_books import EVENING, FakeBooks
from tests.support.fake_counter import FakeClock, FakeCounter
from tests.support.labels import cut
from tests.support.sample_ledgers import differing_row, hour_at, refused_row
from tests.support.sample_views import accept_offline, accept_refused, healthy

pytestmark = pytest.mark.window


def show(page: SyncPage, books: FakeBooks, *postings: Posting, **more: object) -> None:
    """These postings wait, and nothing else but what is said."""
    books.set_waiting(replace(Waiting(postings, (), ()), **more))  # type: ignore[arg-type]
    page.refresh()


def row_with(page: SyncPage, action: EntryAction) -> EntryRow:
    """The row on screen that has this button."""
    return next(row for row in page.groups.rows if action in row.shown)


def press(row: EntryRow, action: EntryAction) -> None:
    """A touch on a row's button, which must be on screen."""
    assert row.button(action).isVisible()
    QTest.mouseClick(row.button(action), Qt.MouseButton.LeftButton)


def only(page: SyncPage) -> EntryRow:
    """The one row on screen."""
    (row,) = page.groups.rows
    return row


def test_the_rail_counts_the_books_too(sync: SyncPage, ledgers: FakeBooks, till: FakeCounter) -> None:
    till.set_views(accept_refused(), accept_offline())
    show(
        sync,
        ledgers,
        samples.refused("1"),
        samples.unknown("2"),
        samples.receipt_posting("3"),
        asks=(differing_row(),),
        troubles=(samples.trouble(),),
        lacking=(samples.lacking(),),
    )
    assert sync.count().value == 6


def test_what_waits_reaches_the_page_by_itself(sync: SyncPage, ledgers: FakeBooks, qtbot: QtBot) -> None:
    ledgers.set_waiting(Waiting((samples.refused("1"),), (), ()))
    qtbot.waitUntil(lambda: sync.count().value == 1)


def test_thousands_of_receipts_after_an_outage_are_one_row(sync: SyncPage, ledgers: FakeBooks) -> None:
    show(sync, ledgers, *(samples.receipt_posting(f"{n:07}") for n in range(5000)))
    assert only(sync).texts[0] == "5,000 receipts wait to be sent"


def test_a_fold_shows_its_oldest_and_folds_up_again(sync: SyncPage, ledgers: FakeBooks) -> None:
    show(sync, ledgers, *(samples.receipt_posting(f"{n:07}") for n in range(500)))
    press(only(sync), EntryAction.UNFOLD)
    assert len(sync.groups.rows) == MOST_ROWS
    assert sync.groups.row_of("receipt-0000000").texts[0] == "Receipt 0000000: waits to be sent"
    press(row_with(sync, EntryAction.FOLD), EntryAction.FOLD)
    assert len(sync.groups.rows) == 1


def test_only_alike_ones_are_folded(sync: SyncPage, ledgers: FakeBooks) -> None:
    show(
        sync,
        ledgers,
        samples.refused("1"),
        samples.refused("2"),
        samples.refused("3", "isv.invalid-parameter", "pay_type is invalid"),
        samples.unknown("4"),
        samples.hour_queued(19),
    )
    titles = {row.texts[0] for row in sync.groups.rows}
    assert titles == {
        "2 receipts: refused by WDK",
        "Receipt 3: refused by WDK",
        "Receipt 4: result unknown",
        "Hour 19:00: waits to be sent",
    }


def test_all_alike_are_sent_again_at_once(sync: SyncPage, ledgers: FakeBooks) -> None:
    show(sync, ledgers, *(samples.refused(f"{n}") for n in range(12)))
    assert only(sync).button(EntryAction.SEND_AGAIN).face.label == "Send all 12 again"
    press(only(sync), EntryAction.SEND_AGAIN)
    assert ledgers.calls("retry_alike") == [("receipt-0",)]


def test_one_refused_receipt_is_sent_again_alone(sync: SyncPage, ledgers: FakeBooks) -> None:
    show(sync, ledgers, samples.refused("7"))
    press(only(sync), EntryAction.SEND_AGAIN)
    assert ledgers.calls("retry") == [("receipt-7",)]


def test_withdrawing_a_receipt_takes_two_steps(sync: SyncPage, ledgers: FakeBooks) -> None:
    show(sync, ledgers, samples.refused("7"))
    press(only(sync), EntryAction.WITHDRAW)
    assert ledgers.calls("withdraw") == []
    press(only(sync), EntryAction.BACK)
    press(only(sync), EntryAction.WITHDRAW)
    press(only(sync), EntryAction.SURE)
    assert ledgers.calls("withdraw") == [("receipt-7",)]


def test_a_receipt_that_may_have_left_can_not_be_withdrawn(sync: SyncPage, ledgers: FakeBooks) -> None:
    show(sync, ledgers, samples.unknown("7"))
    assert EntryAction.WITHDRAW not in only(sync).shown


def test_an_hour_is_never_withdrawn(sync: SyncPage, ledgers: FakeBooks) -> None:
    show(sync, ledgers, samples.hour_queued(19))
    assert only(sync).shown == (EntryAction.SEND_NOW,)
    press(only(sync), EntryAction.SEND_NOW)
    assert ledgers.calls("ask_again") == [("hour-112119",)]


def test_a_repeated_unknown_receipt_says_that_wdk_may_hold_it_twice(
    sync: SyncPage, ledgers: FakeBooks
) -> None:
    show(sync, ledgers, samples.unknown("7", attempts=1))
    assert "twice" not in only(sync).texts[1]
    show(sync, ledgers, samples.unknown("7", attempts=2))
    assert "WDK may hold it twice" in only(sync).texts[1]


def test_what_was_in_doubt_before_it_ever_left_says_why(sync: SyncPage, ledgers: FakeBooks) -> None:
    show(sync, ledgers, samples.unknown("7", needs_person=True, next_at=None, attempts=0, last_words=""))
    assert "before the journal was lost or replaced" in only(sync).texts[1]
    show(sync, ledgers, samples.unknown("7", needs_person=True, next_at=None, attempts=1))
    assert "journal" not in only(sync).texts[1]


@pytest.mark.parametrize(("action", "done"), [(EntryAction.DONE, True), (EntryAction.NOT_DONE, False)])
def test_a_person_says_how_an_unknown_one_ended(
    sync: SyncPage, ledgers: FakeBooks, action: EntryAction, done: bool
) -> None:
    show(sync, ledgers, samples.unknown("7", needs_person=True, next_at=None))
    press(only(sync), EntryAction.DECIDE)
    assert ledgers.calls("settle") == []
    press(only(sync), action)
    assert ledgers.calls("settle") == [("receipt-7", done)]


def test_under_way_has_no_button(sync: SyncPage, ledgers: FakeBooks) -> None:
    show(sync, ledgers, samples.hour_sent(18), samples.receipt_posting("1", Outcome.SENDING))
    assert [row.shown for row in sync.groups.rows] == [(), ()]


def test_wdk_asks_us_to_wait_until_then(sync: SyncPage, ledgers: FakeBooks) -> None:
    show(sync, ledgers, samples.throttled("1"), samples.throttled("2"))
    assert only(sync).texts[1].startswith("The Taobao Open Platform limits how often we may call")
    assert only(sync).texts[1].endswith(" WDK asks us to wait until 20:12:24.")
    assert EntryAction.SEND_NOW not in only(sync).shown


def test_a_jump_of_the_wall_clock_moves_no_countdown(
    sync: SyncPage, ledgers: FakeBooks, evening: FakeClock
) -> None:
    show(sync, ledgers, samples.throttled("1", left_s=300))
    assert "in 5 min" in only(sync).texts[2]
    evening.jump(3600)
    evening.advance(60)
    sync.refresh()
    assert "in 4 min" in only(sync).texts[2]


def test_a_halted_platform_is_said_and_sends_nothing(sync: SyncPage, ledgers: FakeBooks) -> None:
    show(sync, ledgers, samples.refused("1", halts=True), samples.receipt_posting("2"))
    refusal, waits = row_with(sync, EntryAction.SETTINGS), sync.groups.row_of("receipt-2")
    assert refusal.texts[1].endswith("Nothing more is sent to WDK until this is mended.")
    assert waits.texts[1] == "Nothing more is sent to WDK until its refusal above is mended."
    assert EntryAction.SEND_NOW not in waits.shown
    assert "next try" not in waits.texts[2]


def test_the_other_platform_goes_on_while_one_is_halted(sync: SyncPage, ledgers: FakeBooks) -> None:
    show(sync, ledgers, samples.refused("1", halts=True), samples.hour_queued(19))
    assert EntryAction.SEND_NOW in sync.groups.row_of("hour-112119").shown


def test_a_wrong_secret_leads_to_that_platforms_settings(
    sync: SyncPage, ledgers: FakeBooks, qtbot: QtBot
) -> None:
    show(sync, ledgers, samples.hour_refused(12, "7", halts=True))
    with qtbot.waitSignal(sync.settings_wanted) as wanted:
        press(only(sync), EntryAction.SETTINGS)
    assert wanted.args == ["ovopark"]


def test_a_missing_number_leads_to_the_settings_of_wdk(
    sync: SyncPage, ledgers: FakeBooks, qtbot: QtBot
) -> None:
    show(sync, ledgers, lacking=(samples.lacking(), samples.lacking("0002042")))
    assert only(sync).texts[0] == "2 receipts can't be sent"
    with qtbot.waitSignal(sync.settings_wanted) as wanted:
        press(only(sync), EntryAction.SETTINGS)
    assert wanted.args == ["wdk"]


def test_a_duplicate_hour_is_compared_on_the_hours_page(
    sync: SyncPage, ledgers: FakeBooks, qtbot: QtBot
) -> None:
    show(sync, ledgers, samples.hour_refused(12, "208001", was_duplicate=True))
    assert only(sync).shown == (EntryAction.HOURS,)
    with qtbot.waitSignal(sync.hour_wanted) as wanted:
        press(only(sync), EntryAction.HOURS)
    assert wanted.args == [hour_at(12)]


def test_an_hour_that_asks_leads_to_the_hours_page(sync: SyncPage, ledgers: FakeBooks, qtbot: QtBot) -> None:
    show(sync, ledgers, asks=(differing_row(),))
    assert "ovopark has 2,486.90, the receipts add up to 2,523.40" in only(sync).texts[1]
    with qtbot.waitSignal(sync.hour_wanted) as wanted:
        press(only(sync), EntryAction.HOURS)
    assert wanted.args == [hour_at(13)]


def test_a_refused_hour_is_not_listed_twice(sync: SyncPage, ledgers: FakeBooks) -> None:
    asks = refused_row("7")
    assert asks.last is not None
    show(sync, ledgers, asks.last, asks=(asks,))
    assert len(sync.groups.rows) == 1
    assert sync.count().value == 1


def test_what_was_not_taken_in_stays_until_it_is_seen(sync: SyncPage, ledgers: FakeBooks) -> None:
    show(sync, ledgers, troubles=(samples.trouble(4), samples.trouble(5, IntakeFault.CONFLICT)))
    row = sync.groups.row_of("trouble 4")
    assert row.texts[1].startswith("line 17, actual_amt: whole fen are wanted.")
    press(row, EntryAction.SEEN)
    assert ledgers.calls("acknowledge_trouble") == [(4,)]


REMARKS = (
    (
        RemarkKind.ALIKE_ORDERS,
        "2０\n20",
        "orders under numbers that look alike",
        '"2０", "20" are one number now',
    ),
    (
        RemarkKind.ALIKE_RECEIPTS,
        "A１\nA1",
        "receipts under numbers that look alike",
        '"A１", "A1" are one number now',
    ),
    (
        RemarkKind.PARKED_CLOSED,
        "cancelled 2026-11-14T04:00:00.000000+00:00",
        "Meituan 20: its order never came",
        "The platform called it cancelled at 2026-11-14 12:00, and no order came in seven days",
    ),
)


@pytest.mark.parametrize(("what", "detail", "title", "why"), REMARKS)
def test_what_a_person_should_read_stays_until_it_is_seen(  # noqa: PLR0917 - a kind of remark and its words
    sync: SyncPage, ledgers: FakeBooks, what: RemarkKind, detail: str, title: str, why: str
) -> None:
    show(sync, ledgers, remarks=(Remark(7, hour_at(13), what, "meituan", "20", detail),))
    assert sync.count().value == 1
    row = sync.groups.row_of("remark 7")
    assert title in row.texts[0]
    assert why in row.texts[1]
    press(row, EntryAction.SEEN)
    assert ledgers.calls("acknowledge_remark") == [(7,)]


def test_receipts_about_to_be_queued_are_said(sync: SyncPage, ledgers: FakeBooks) -> None:
    show(sync, ledgers, unqueued=36)
    assert only(sync).texts[0] == "36 receipts are on their way into the queue"
    assert sync.count().value == 0


@pytest.mark.parametrize(
    ("part", "left"), [(None, 5), (Part.ORDERS, 1), (Part.RECEIPTS, 2), (Part.HOURS, 1), (Part.INTAKE, 1)]
)
def test_the_filter_leaves_one_book(
    sync: SyncPage, ledgers: FakeBooks, till: FakeCounter, part: Part | None, left: int
) -> None:
    till.set_views(accept_refused())
    show(
        sync,
        ledgers,
        samples.refused("1"),
        samples.unknown("2"),
        samples.hour_sent(18),
        troubles=(samples.trouble(),),
    )
    QTest.mouseClick(sync.groups.filter.button(part), Qt.MouseButton.LeftButton)
    assert len(sync.groups.rows) == left
    assert sync.count().value == 4  # a filter changes nothing about what there is


def test_a_number_finds_its_receipt_in_a_fold_of_thousands(sync: SyncPage, ledgers: FakeBooks) -> None:
    show(sync, ledgers, *(samples.receipt_posting(f"{n:07}") for n in range(3000)))
    sync.groups.filter.field.setText("0002041")
    assert only(sync).texts[0] == "Receipt 0002041: waits to be sent"
    sync.groups.filter.field.setText("no such number")
    assert sync.groups.nothing_fits
    assert not sync.groups.all_out
    assert sync.escape()
    assert only(sync).texts[0] == "3,000 receipts wait to be sent"


def test_a_code_finds_what_it_stopped(sync: SyncPage, ledgers: FakeBooks) -> None:
    show(sync, ledgers, samples.refused("1", "isv.invalid-parameter"), samples.refused("2"))
    sync.groups.filter.field.setText("ISV.invalid")
    assert only(sync).texts[0] == "Receipt 1: refused by WDK"


def test_the_foot_counts_what_was_confirmed(sync: SyncPage, ledgers: FakeBooks) -> None:
    show(sync, ledgers, confirmed={Book.RECEIPT: 1576, Book.HOUR: 9})
    assert sync.groups.foot == "Confirmed today: receipts 1,576, hours 9"
    assert sync.groups.all_out


def test_the_report_is_on_the_clipboard_and_names_no_customer(
    sync: SyncPage, ledgers: FakeBooks, till: FakeCounter
) -> None:
    till.set_views(accept_refused())
    told = samples.refused("0002041", "isv.invalid-parameter", "phone 13812341234 is invalid")
    show(sync, ledgers, told, asks=(differing_row(),), lacking=(samples.lacking(),))
    QTest.mouseClick(sync.groups.copy, Qt.MouseButton.LeftButton)
    text = QGuiApplication.clipboard().text()
    for words in ("posdesk 0.", "001/01/0002041", "receipt-0002041", "isv.invalid-parameter", "refused"):
        assert words in text
    content = accept_refused().order.content
    for private in ("13812341234", content.phone, content.customer, content.address):
        assert not private or private not in text
    assert sync.groups.copy.face.label == "Copied"


def test_a_bug_of_ours_offers_the_report(sync: SyncPage, ledgers: FakeBooks) -> None:
    show(sync, ledgers, samples.hour_refused(12, "4"))
    press(only(sync), EntryAction.REPORT)
    assert "hour-112112" in QGuiApplication.clipboard().text()


def test_a_fault_of_the_network_says_that_nothing_arrived(sync: SyncPage, ledgers: FakeBooks) -> None:
    show(sync, ledgers, samples.hour_queued(19, attempts=3, last_words=str(CallFault.NO_CONNECTION)))
    assert only(sync).texts[1] == "No connection to the platform. Nothing has arrived there yet."
    assert "attempts: 3" in only(sync).texts[2]


@pytest.mark.parametrize(
    ("width", "sheet", "groups", "partners"),
    [(1440, True, True, False), (1366, False, True, True), (1024, False, True, False)],
)
def test_two_panes_from_1440_on_else_one_of_the_tabs(
    sync: SyncPage, width: int, sheet: bool, groups: bool, partners: bool
) -> None:
    sync.set_window_width(width)
    assert sync.sheet.isVisible() is sheet
    assert sync.groups.isVisible() is groups
    assert sync.partners.isVisible() is partners
    assert sync.tabs.count() == (2 if sheet else 3), "the prints, too"


def test_f5_changes_between_the_tabs(sync: SyncPage) -> None:
    sync.set_window_width(1366)
    action = sync.bar().action(Qt.Key.Key_F5)
    assert action is not None
    assert action.run is not None
    action.run()
    assert sync.sheet.isVisible()
    assert not sync.groups.isVisible()
    sync.set_window_width(1600)
    assert sync.bar().action(Qt.Key.Key_F5) is None


def test_rows_stand_below_each_other_at_every_width(sync: SyncPage, ledgers: FakeBooks, qtbot: QtBot) -> None:
    ledgers.set_waiting(samples.crowded())
    for width in (1600, 1366, 1024, 1920):
        sync.set_window_width(width)
        sync.resize(width - 80, 700)
        sync.refresh()
        qtbot.waitUntil(lambda: _is_tidy(sync))


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_nothing_that_the_page_says_is_cut_and_no_label_takes_the_keys(
    sync: SyncPage, ledgers: FakeBooks, languages: Languages, qtbot: QtBot, language: str
) -> None:
    languages.choose(language)  # type: ignore[arg-type]
    ledgers.set_waiting(samples.crowded())
    for width in (860, 683, 1600):
        sync.set_window_width(width)
        sync.resize(width - 80, 500)
        sync.refresh()
        qtbot.waitUntil(lambda: not cut(sync))
    assert {label.focusPolicy() for label in sync.findChildren(QLabel)} == {Qt.FocusPolicy.NoFocus}


def _is_tidy(page: SyncPage) -> bool:
    """Whether each row is as high as it needs and ends where the next begins."""
    rows = sorted((row for row in page.groups.rows if row.isVisible()), key=lambda row: row.y())
    high = all(row.height() >= row.heightForWidth(row.width()) for row in rows)
    return high and all(a.y() + a.height() <= b.y() for a, b in pairwise(rows))


def test_what_is_known_of_the_books_platforms_is_said(sync: SyncPage, till: FakeCounter) -> None:
    books = (
        BookStatus("ovopark", missing=("akey", "shop_id"), unreachable_since=EVENING),
        BookStatus("wdk", halted=True, banned_until=EVENING, skew_s=75.0),
    )
    till.set_status(replace(healthy(), books=books))
    said = sync.partners.texts
    for words in ("lack akey, shop_id", "don't get through", "until its refusal", "until 20:12:00", "75 s"):
        assert any(words in line for line in said), words


def test_a_platforms_call_that_was_not_taken_says_what_to_tell_it_and_ends_by_a_press(
    sync: SyncPage, ledgers: FakeBooks
) -> None:
    call = samples.refused_call(7, count=3, others="B78")
    show(sync, ledgers, refused=(call,))
    title, why, since = only(sync).texts[:3]
    assert title == "Meituan order #12: not taken"
    assert why == (
        "billitems[2].trademoney: a number is wanted. The same call carried B78, too. Tell Meituan: order"
        " 27060100123456789 was answered with code 1004; mend it and send it again."
    )
    assert "came 3 times" in since
    assert only(sync).button(EntryAction.SEEN).face.label == "Platform told"
    press(only(sync), EntryAction.SEEN)
    assert ledgers.calls("acknowledge_refused") == [(7,)]


def test_those_beyond_the_most_that_are_kept_are_one_row(sync: SyncPage, ledgers: FakeBooks) -> None:
    show(sync, ledgers, beyond=samples.turned_away().beyond)
    assert only(sync).texts[0] == "Meituan: 1,234 more calls were not taken"
    assert sync.count().value == 1
    press(only(sync), EntryAction.SEEN)
    assert ledgers.calls("acknowledge_beyond") == [("meituan",)]


def test_the_report_names_refused_calls_and_nothing_of_a_person(sync: SyncPage, ledgers: FakeBooks) -> None:
    call = samples.refused_call(words="13507311234 是什么 / what is 13507311234")
    show(sync, ledgers, refused=(call,))
    report = sync.report()
    assert "meituan/27060100123456789  order  code 1004  billitems[2].trademoney" in report
    assert "13507311234" not in report
