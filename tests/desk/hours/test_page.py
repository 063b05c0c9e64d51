"""The Hours page in a real window: what is shown, what a press asks of the books, what it never does."""

from dataclasses import replace
from datetime import date, timedelta
from functools import partial

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QListView
from pytestqt.qtbot import QtBot

from posdesk.desk.hours.cases import HourAction
from posdesk.desk.hours.columns import ColumnKind
from posdesk.desk.hours.header import HeadButton
from posdesk.desk.hours.receipt_words import receipt_text
from posdesk.desk.hours.receipts import ReceiptList
from posdesk.desk.theme import theme
from posdesk.desk.widgets.button import DeskButton
from posdesk.desk.words.language import Choice, Languages
from posdesk.desk.words.reasons import reason_words
from posdesk.desk.words.say import dated_time
from posdesk.domain.books.hour import Ask, HourState
from posdesk.domain.books.receipt import TILL
from posdesk.domain.orders.intent import Outcome, Seq
from posdesk.domain.rights import Role
from posdesk.engine.actions import BookActions
from posdesk.errors import HourReason, NotDone, PostingReason, Reason
from posdesk.settings.settings import Staff
from tests.desk.hours.conftest import Office
from tests.support import sample_ledgers as sample

pytestmark = pytest.mark.window
Key = Qt.Key


def click(button: DeskButton) -> None:
    """A touch on a button that is there to be touched."""
    assert button.isVisible()
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def serials(office: Office) -> list[str]:
    model = office.page.side.receipts.model
    return [model.data(model.index(at), ReceiptList.SAID).serial for at in range(model.rowCount())]


def test_the_page_opens_at_the_differing_hour_and_says_why(office: Office) -> None:
    words = office.page.side.card.words
    assert office.cursor.hour == sample.DIFFERING
    assert "13:00 differs from what was reported" in words
    assert "Receipt 0001873 of 13:47 came in at 14:52, net +36.50." in words
    assert "on the platform now, should be" in words
    assert "Net, yuan, 2,486.90, 2,523.40" in words


def test_every_figure_of_an_hour_and_of_the_day_can_be_read(office: Office) -> None:
    office.choose(12)
    for words in (
        "Gross 3,449.50",
        "Discount −163.10",
        "Refunds −18.50",
        "Net, yuan 3,267.90",
        "Receipts 82",
        "Returns 1",
    ):
        assert words in office.page.side.card.words
    office.press(Key.Key_End)
    for words in (
        "Gross 24,436.20",
        "Discount −1,158.90",
        "Refunds −37.00",
        "Net, yuan 23,240.30",
        "Items 1,310",
    ):
        assert words in office.page.side.card.words


def test_what_was_sent_and_answered_is_told_with_its_times(office: Office) -> None:
    words = office.page.side.card.words
    assert "14:15:02 Sent the whole hour    receipts 62, items 146, net 2,486.90" in words
    assert '14:15:03 Platform confirmed    "成功"' in words


def test_a_press_on_a_sources_figure_opens_its_receipts(office: Office) -> None:
    office.choose(13, ColumnKind.SOURCE, "4")
    assert office.books.calls("read_receipts")[-1] == (sample.DIFFERING, "4")
    assert serials(office) == ["3001112606"]
    assert "13:00: Meituan" in office.page.side.receipts.words


def test_receipts_are_measured_as_wide_as_they_stand_beside_the_scroll_bar(office: Office) -> None:
    office.window.resize(1366, 600)
    office.books.silent = True
    office.page.open_receipts()
    QApplication.processEvents()
    panel = office.page.side.receipts
    while_empty = panel.list_width
    office.books.tell("read_receipts", sample.receipts(), sample.DIFFERING, "")
    QApplication.processEvents()
    (shown,) = panel.findChildren(QListView)
    assert shown.verticalScrollBar().isVisible()
    assert while_empty == panel.list_width == shown.viewport().width()


def test_open_receipts_follow_the_language(office: Office, languages: Languages) -> None:
    office.page.open_receipts()
    panel = office.page.side.receipts
    assert "13:00: all sources" in panel.words
    languages.choose("zh_CN")
    QApplication.processEvents()
    assert "13:00    全部" in panel.words
    assert "退货 1" in panel.words


def test_arrows_and_f5_open_the_receipts_of_a_cell_and_esc_puts_them_away(office: Office) -> None:
    office.press(Key.Key_Left, 3)
    assert office.cursor.column.source == TILL
    office.press(Key.Key_F5)
    assert office.books.calls("read_receipts") == [(sample.DIFFERING, TILL)]
    assert len(serials(office)) == 8
    office.press(Key.Key_Escape)
    assert not office.page.side.shows_receipts


def test_moving_on_while_receipts_are_open_shows_the_next_ones(office: Office, qtbot: QtBot) -> None:
    office.press(Key.Key_F5)
    office.press(Key.Key_Down)
    qtbot.waitUntil(lambda: office.books.calls("read_receipts")[-1] == (sample.hour_at(14), ""))
    assert serials(office) == []


def test_the_totals_open_the_receipts_of_the_whole_day(office: Office) -> None:
    office.press(Key.Key_End)
    office.press(Key.Key_F5)
    assert len(office.books.calls("read_receipts")) == 13
    assert len(serials(office)) == 9


def test_receipts_that_nobody_sees_are_not_held_and_come_back_when_somebody_does(
    office: Office,
) -> None:
    office.press(Key.Key_F5)
    before = serials(office)
    office.page.hide()
    assert (serials(office), office.page.data.receipts) == ([], ())
    office.page.show()
    assert serials(office) == before
    office.press(Key.Key_Escape)
    assert office.page.side.receipts.model.rowCount() == 0


def test_a_page_that_nobody_sees_is_not_read_by_time(office: Office) -> None:
    assert office.page._look.isActive()
    office.page.hide()
    assert not office.page._look.isActive()


def test_an_answer_to_an_older_question_is_not_shown(office: Office) -> None:
    office.books.silent = True
    office.choose(13, ColumnKind.SOURCE, "4")
    office.books.tell("read_receipts", sample.receipts(), sample.DIFFERING, TILL)
    assert serials(office) == []
    assert "Reading the receipts" in office.page.side.receipts.words


def test_a_receipt_says_all_that_is_odd_about_it(office: Office) -> None:
    office.press(Key.Key_F5)
    model = office.page.side.receipts.model
    said = [model.data(model.index(at), ReceiptList.SAID).spoken for at in range(model.rowCount())]
    for words in (
        "discount 5.20",
        "Return of 0001790, sold 12:00.",
        "The payments should add up to 30.00, they add up to 29.00.",
        "It came without a trade time: the hour of its arrival counts.",
        "order 27",
        "WDK: result unknown",
        "WDK refused it (isv.invalid-parameter). The Sync page has what mends it.",
        "It waits for a number in the settings: pay_type 11.",
    ):
        assert any(words in each for each in said), words


@pytest.mark.parametrize("year", [2000, 2099])
def test_a_receipt_of_a_tills_wrong_clock_is_marked_in_its_hour(year: int) -> None:
    came = sample.hour_at(13)
    dated = sample.receipt("1", came.replace(year=year), 1000)
    row = replace(sample.receipt_row(dated, came), hour=came.replace(year=year))
    words = "It came {}: a clock is wrong, the till's or this PC's."
    assert words.format(dated_time(came)) in receipt_text(row).spoken
    right = sample.receipt_row(sample.receipt("1", came, 1000), came)
    assert "a clock is wrong" not in receipt_text(right).spoken


def test_the_manager_covers_the_hour_with_a_reason(office: Office) -> None:
    card = office.page.side.card
    assert card.reason.text() == "late receipt 0001873"
    click(card.button(HourAction.COVER))
    assert office.books.calls("report_hour") == [(sample.DIFFERING, True, "late receipt 0001873")]


def test_a_typed_reason_survives_a_fresh_reading_and_stays_with_its_hour(office: Office) -> None:
    field = office.page.side.card.reason
    QTest.mouseClick(field, Qt.MouseButton.LeftButton)
    field.selectAll()
    QTest.keyClicks(field, "counted twice")
    office.show()
    assert field.text() == "counted twice"
    office.choose(12)
    office.choose(13)
    click(office.page.side.card.button(HourAction.COVER))
    assert office.books.calls("report_hour") == [(sample.DIFFERING, True, "counted twice")]


def test_arrows_in_the_reason_stay_in_the_reason(office: Office) -> None:
    QTest.mouseClick(office.page.side.card.reason, Qt.MouseButton.LeftButton)
    office.press(Key.Key_Down)
    office.press(Key.Key_Left)
    assert office.cursor.hour == sample.DIFFERING
    assert office.cursor.column.kind is ColumnKind.NET


def test_something_that_this_till_never_sent_stops_and_asks(office: Office) -> None:
    row = sample.refused_row("208001", duplicate=True)
    office.show(row)
    office.choose(19)
    card = office.page.side.card
    assert "this till never sent" in card.words
    assert "we would send\nReceipts, 73" in card.words
    click(card.button(HourAction.LEAVE))
    assert office.books.calls("leave_hour") == [(row.hour, row.now)]
    click(card.button(HourAction.REPLACE))
    assert office.books.calls("report_hour") == [(sample.hour_at(19), True, "")]


def test_a_negative_hour_is_sent_as_it_is_and_covers_nothing(office: Office) -> None:
    office.show(sample.negative_row())
    office.choose(9)
    assert "−42.00" in office.page.side.card.words
    click(office.page.side.card.button(HourAction.REPORT))
    assert office.books.calls("report_hour") == [(sample.hour_at(9), False, "")]


def test_an_hour_that_waits_for_another_counter_says_so_and_is_sent_by_keys(
    office: Office, languages: Languages
) -> None:
    row = sample.unseen_row()
    office.show(row)
    office.choose(19)
    card = office.page.side.card
    assert "19:00: another counter is missing" in card.words
    assert "Counter 2 was not seen since this hour ended, or part of its work lacks here." in card.words
    assert "Switch it on and wait, or send what is here; what comes later is sent again." in card.words
    assert [each for each in HourAction if card.button(each).isVisible()] == [
        HourAction.REPORT,
        HourAction.RECEIPTS,
    ]
    languages.choose("zh_CN")
    QApplication.processEvents()
    assert "2 号台自本小时结束后没有出现" in card.words
    languages.choose("en")
    office.alt(Key.Key_V)
    assert card.reason.hasFocus()
    QTest.keyClicks(card.reason, "in repair")
    office.alt(Key.Key_S)
    assert office.books.calls("report_hour") == [(row.hour, False, "in repair")]


def test_a_reported_hour_of_which_another_counter_may_have_more_is_covered_by_key(office: Office) -> None:
    office.show(replace(sample.differing_row(Ask.UNSEEN), unseen=("2", "3")))
    office.choose(13)
    assert "Counter 2, 3 was not seen" in office.page.side.card.words
    office.alt(Key.Key_S)
    assert office.books.calls("report_hour") == [(sample.DIFFERING, True, "")]


def test_the_question_goes_by_itself_once_the_other_counter_came(office: Office) -> None:
    office.show(sample.unseen_row())
    office.choose(19)
    office.show(sample.closed_row())
    card = office.page.side.card
    assert "another counter is missing" not in card.words
    assert "It is reported by itself" in card.words
    assert not card.button(HourAction.REPORT).isVisible()


def test_a_refusal_says_the_tables_sentence_in_the_language_on_screen(office: Office) -> None:
    row = sample.refused_row("7")
    office.show(row)
    office.choose(19)
    card = office.page.side.card
    assert "Ctrl+6" in card.words
    assert len(card.words.split("\n")[1]) > 20
    click(card.button(HourAction.AGAIN))
    assert row.last is not None
    assert office.books.calls("retry") == [(row.last.seq,)]


def test_a_report_that_is_under_way_is_neither_covered_nor_sent_twice(office: Office) -> None:
    last = sample.posting(sample.DIFFERING, Outcome.SENDING, ended_at=None)
    office.show(replace(sample.differing_row(Ask.NONE), last=last, state=HourState.SENT))
    office.choose(13)
    card = office.page.side.card
    assert [action for action in HourAction if card.button(action).isVisible()] == [HourAction.RECEIPTS]


def test_an_unknown_result_says_so_and_can_be_asked_again(office: Office) -> None:
    row = sample.unknown_row()
    office.show(row)
    office.choose(18)
    card = office.page.side.card
    assert "whether it arrived is not known" in card.words
    assert "next at 20:13:00" in card.words
    click(card.button(HourAction.ASK_AGAIN))
    assert row.last is not None
    assert office.books.calls("ask_again") == [(row.last.seq,)]


def test_without_a_manager_the_card_says_whose_pin_it_takes(office: Office) -> None:
    cashier, manager = Staff(name="李敏"), Staff(name="王经理", role=Role.MANAGER)
    office.counter.settings = office.counter.settings.model_copy(update={"staff": (cashier, manager)})
    office.counter.set_staff(cashier)
    card = office.page.side.card
    assert card.button(HourAction.COVER).isEnabled()
    assert "This takes the PIN of a manager." in card.words
    office.counter.set_staff(manager)
    assert "PIN" not in card.words
    click(card.button(HourAction.COVER))
    office.books.refuse(NotDone.NO_PIN)
    assert "no PIN was given" in card.words
    office.press(Key.Key_Down)
    office.press(Key.Key_Up)
    assert "PIN" not in card.words


@pytest.mark.parametrize("reason", [*HourReason, *PostingReason])
def test_a_refusal_is_said_in_words_and_never_by_its_code(office: Office, reason: Reason) -> None:
    click(office.page.side.card.button(HourAction.COVER))
    office.books.refuse(reason)
    assert str(reason_words(reason)) in office.page.side.card.words
    assert f"({reason})" not in office.page.side.card.words


def test_what_could_not_be_written_down_is_said_by_the_band_alone(office: Office) -> None:
    click(office.page.side.card.button(HourAction.COVER))
    before = office.page.side.card.words
    office.books.fail(NotDone.DISK_LOCKED)
    assert office.page.side.card.words == before


def test_a_refusal_of_another_pages_wish_is_not_said_here(office: Office) -> None:
    office.books.act(partial(BookActions.retry, seq=Seq("1")))
    office.books.refuse(NotDone.NO_PIN)
    assert "PIN" not in office.page.side.card.words


def test_no_key_presses_a_button(office: Office) -> None:
    for key in (Key.Key_Return, Key.Key_Enter, Key.Key_Space, Key.Key_Tab, Key.Key_1):
        office.press(key)
    acts = {"report_hour", "leave_hour", "retry", "ask_again", "export_hours", "read_receipts"}
    assert not acts & {asked.name for asked in office.books.asked}
    assert not office.page.side.card.reason.hasFocus()


def test_the_days_are_walked_and_never_past_today(office: Office) -> None:
    head = office.page.header
    assert not head.days.later.isVisible()
    click(head.days.earlier)
    assert office.books.calls("read_day")[-1] == (date(2026, 11, 20),)
    assert office.page.grid.empty_words == "Reading the day"
    click(head.days.today)
    assert office.page.grid.model.rows
    assert not head.days.today.isVisible()


def test_a_day_is_chosen_from_the_month(office: Office) -> None:
    click(office.page.header.days.day)
    month = office.page.header.days.calendar
    assert month.isVisible()
    day = date(2026, 11, 9)
    QTest.mouseClick(month, Qt.MouseButton.LeftButton, pos=month.rect_of(day).center().toPoint())
    assert office.books.calls("read_day")[-1] == (day,)
    click(office.page.header.days.day)
    office.press(Key.Key_Escape)
    assert not month.isVisible()


def test_a_day_to_come_cannot_be_chosen(office: Office) -> None:
    click(office.page.header.days.day)
    before = office.books.calls("read_day")
    month = office.page.header.days.calendar
    pos = month.rect_of(date(2026, 11, 22)).center().toPoint()
    QTest.mouseClick(month, Qt.MouseButton.LeftButton, pos=pos)
    assert office.books.calls("read_day") == before


def test_the_page_follows_the_clock_over_the_days_end(office: Office) -> None:
    office.books.time.advance(timedelta(hours=8).total_seconds())
    office.page.refresh()
    assert office.books.calls("read_day")[-1] == (date(2026, 11, 22),)


def test_a_day_without_receipts_says_so(office: Office) -> None:
    office.books.put_day(sample.empty_day())
    office.page.refresh()
    assert office.page.grid.empty_words == "No receipts on this day yet"
    office.press(Key.Key_Down)
    office.press(Key.Key_F5)
    assert not any(office.page.side.card.button(action).isVisible() for action in HourAction)
    assert not office.page.side.shows_receipts


def test_a_change_reaches_the_page_by_itself_and_leaves_the_cursor(office: Office, qtbot: QtBot) -> None:
    office.choose(12)
    office.books.put_day(sample.picture_day(sample.refused_row("7")))
    qtbot.waitUntil(lambda: any(row.ask is Ask.REFUSED for row in office.page.grid.model.rows))
    assert office.cursor.hour == sample.hour_at(12)


def test_a_fresh_reading_moves_nothing_under_the_hand(office: Office, qtbot: QtBot) -> None:
    office.window.resize(1440, 620)
    bar = office.page.grid.view.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 1)
    office.press(Key.Key_Home)
    bar.setValue(2)
    office.show(sample.refused_row("7"))
    assert office.cursor.hour == sample.hour_at(8)
    assert bar.value() == 2


def test_the_cursor_is_brought_into_sight(office: Office, qtbot: QtBot) -> None:
    office.window.resize(1440, 620)
    view = office.page.grid.view
    qtbot.waitUntil(lambda: view.verticalScrollBar().maximum() > 1)
    office.press(Key.Key_End)
    office.press(Key.Key_Up)
    rect = view.visualRect(office.page.grid.model.index(12, 0))
    assert view.viewport().rect().contains(rect)


def test_the_rule_stands_in_the_header(office: Office) -> None:
    rule = "Business day from 04:00, China time. A receipt counts in the hour of its trade."
    assert office.page.header.rule == rule


def test_in_a_narrow_window_the_side_takes_the_grids_place(office: Office, qtbot: QtBot) -> None:
    office.window.resize(1024, 700)
    page = office.page
    qtbot.waitUntil(lambda: not page.side.isVisible())
    office.press(Key.Key_F5)
    assert page.side.isVisible()
    assert not page.grid.isVisible()
    office.press(Key.Key_Escape)
    assert page.grid.isVisible()
    click(page.header.button(HeadButton.SIDE))
    assert page.side.chart.isVisible()
    qtbot.waitUntil(lambda: page.side.width() == page.header.width())


def test_buttons_are_high_enough_for_a_finger(office: Office, qapp: QApplication) -> None:
    buttons = [each for each in office.page.findChildren(DeskButton) if each.isVisible()]
    assert len(buttons) >= 6
    assert min(each.height() for each in buttons) >= 44
    assert min(each.width() for each in buttons) >= 44


def test_the_chart_reads_its_hours_aloud(office: Office) -> None:
    spoken = office.page.side.chart.accessibleDescription()
    assert "13:00 today 2,523.40; yesterday 2,320.00; last Sat 2,250.00; differs" in spoken


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_the_charts_title_and_legend_never_overlap(
    office: Office, languages: Languages, language: Choice
) -> None:
    languages.choose(language)
    chart = office.page.side.chart
    chart.resize(1000, 280)
    assert chart.legend_beside
    chart.resize(300, 280)
    assert not chart.legend_beside


def test_the_language_changes_while_the_page_is_open(office: Office, languages: Languages) -> None:
    languages.choose("zh_CN")
    assert office.page.side.chart.accessibleDescription().count("13:00") == 1
    assert office.cursor.hour == sample.DIFFERING
    languages.choose("en")
    assert "13:00 differs from what was reported" in office.page.side.card.words


def test_light_turns_dark_while_receipts_are_open(office: Office) -> None:
    office.press(Key.Key_F5)
    before = office.page.grab().toImage().pixelColor(20, 400).lightness()
    office.page.set_theme(theme(dark=True))
    assert office.page.grab().toImage().pixelColor(20, 400).lightness() < before / 2
    assert len(serials(office)) == 9


def test_f5_first_shows_a_cell_that_was_scrolled_away_and_opens_nothing(office: Office) -> None:
    office.window.resize(1366, 600)
    QApplication.processEvents()
    grid = office.page.grid
    office.press(Key.Key_Home)
    bar = grid.view.verticalScrollBar()
    bar.setValue(bar.maximum())
    box = office.page.at_hand()
    assert box is not None
    assert box.isEmpty()
    office.press(Key.Key_F5)
    assert not office.page.side.shows_receipts
    assert not office.page.at_hand().isEmpty()  # type: ignore[union-attr]
    office.press(Key.Key_F5)
    assert office.page.side.shows_receipts


@pytest.mark.parametrize("size", [(1280, 600), (1366, 768), (1920, 1080)])
def test_the_framed_cell_is_on_screen_after_each_key_and_each_size(
    office: Office, size: tuple[int, int]
) -> None:
    office.window.resize(*size)
    for key in (Key.Key_Home, *[Key.Key_Down] * 20, *[Key.Key_Up] * 9, Key.Key_End, Key.Key_Up):
        office.press(key)
        QApplication.processEvents()
        assert not office.page.at_hand().isEmpty()  # type: ignore[union-attr]
    office.window.resize(1300, 620)
    QApplication.processEvents()
    assert not office.page.at_hand().isEmpty()  # type: ignore[union-attr]
