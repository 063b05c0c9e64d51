"""The sync page: what is counted, what is said of it, and what its buttons ask of the counter."""

from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from posdesk.desk.sync.entry import EntryAction
from posdesk.desk.sync.entry_row import EntryRow
from posdesk.desk.sync.page import SyncPage
from posdesk.desk.theme import load_fonts, theme
from posdesk.desk.words.language import Languages
from posdesk.domain.orders.board import OrderView
from posdesk.domain.orders.intent import Kind, Outcome
from posdesk.domain.status import PartnerStatus
from posdesk.settings.settings import Staff
from tests.support.fake_books import FakeBooks
from tests.support.fake_counter import NOON, FakeClock, FakeCounter
from tests.support.fake_prints import FakePrints
from tests.support.pickups import to_verify, verified
from tests.support.sample_views import accept_offline, accept_refused, accept_unknown, healthy, verify_unknown

pytestmark = pytest.mark.window


@pytest.fixture
def counter(qapp: QApplication, languages: Languages) -> FakeCounter:
    """李敏 at a healthy counter."""
    made = FakeCounter()
    made.set_staff(Staff(name="李敏"))
    made.set_status(healthy())
    return made


@pytest.fixture
def books() -> FakeBooks:
    """Books in which nothing waits."""
    return FakeBooks(time=FakeClock())


@pytest.fixture
def page(qtbot: QtBot, counter: FakeCounter, books: FakeBooks) -> SyncPage:
    """The page on screen."""
    load_fonts()
    made = SyncPage(counter, books, FakePrints(), theme(dark=False))
    qtbot.addWidget(made)
    made.resize(1290, 708)
    made.show()
    return made


def row_of(page: SyncPage, counter: FakeCounter, view: OrderView) -> EntryRow:
    """The row of a view's last intent, once the page has it."""
    counter.set_views(view)
    page.refresh()
    assert view.last is not None
    return page.groups.row_of(view.last.seq)


def press(row: EntryRow, action: EntryAction) -> None:
    """A touch on a row's button."""
    assert row.button(action).isVisible()
    QTest.mouseClick(row.button(action), Qt.MouseButton.LeftButton)


def test_everything_out_is_said_as_such(page: SyncPage) -> None:
    assert page.groups.all_out
    assert page.count().value == 0


def test_the_rail_counts_what_needs_a_person_and_what_nobody_knows(
    page: SyncPage, counter: FakeCounter
) -> None:
    counter.set_views(accept_refused(), accept_unknown(), verify_unknown(), accept_offline())
    page.refresh()
    assert page.count().value == 3
    assert len(page.groups.rows) == 4


def test_a_change_reaches_the_page_by_itself(page: SyncPage, counter: FakeCounter, qtbot: QtBot) -> None:
    counter.put(accept_unknown())
    qtbot.waitUntil(lambda: page.count().value == 1)


def test_an_unknown_one_says_what_happened_and_what_to_do(page: SyncPage, counter: FakeCounter) -> None:
    title, why, since = row_of(page, counter, verify_unknown()).texts
    assert title == "Meituan 17: Verify"
    assert why.startswith(
        "The platform did not answer in time. Asked again with the same number. Repeats so far: 2"
    )
    assert "Meituan's own page" in why
    assert "李敏" in since


def test_a_refused_one_gives_the_platforms_words(page: SyncPage, counter: FakeCounter) -> None:
    _, why, _ = row_of(page, counter, accept_refused()).texts
    assert why.startswith('Platform says: "订单已取消".')


def test_ask_again_keeps_the_intent(page: SyncPage, counter: FakeCounter) -> None:
    view = verify_unknown()
    press(row_of(page, counter, view), EntryAction.ASK_AGAIN)
    assert counter.calls("ask_again") == [(view.intents[-1].seq,)]
    assert counter.calls("wish") == []


def test_a_persons_word_takes_two_steps_and_names_the_person(page: SyncPage, counter: FakeCounter) -> None:
    view = verify_unknown()
    row = row_of(page, counter, view)
    assert not row.button(EntryAction.DONE).isVisible()
    press(row, EntryAction.DECIDE)
    assert counter.calls("settle") == []
    press(row, EntryAction.BACK)
    press(row, EntryAction.DECIDE)
    press(row, EntryAction.NOT_DONE)
    assert counter.calls("settle") == [(view.intents[-1].seq, False)]


def test_a_first_step_survives_another_rows_change(page: SyncPage, counter: FakeCounter) -> None:
    view = verify_unknown()
    row = row_of(page, counter, view)
    press(row, EntryAction.DECIDE)
    counter.set_views(accept_offline(), view)
    page.refresh()
    assert row.button(EntryAction.DONE).isVisible()


def test_the_first_step_ends_when_the_platform_answers(page: SyncPage, counter: FakeCounter) -> None:
    view = verify_unknown()
    row = row_of(page, counter, view)
    press(row, EntryAction.DECIDE)
    asked = replace(view, intents=(replace(view.intents[0], outcome=Outcome.SENDING),))
    counter.set_views(asked)
    page.refresh()
    assert not row.button(EntryAction.DONE).isVisible()


def test_what_has_not_left_can_be_withdrawn(page: SyncPage, counter: FakeCounter) -> None:
    view = accept_offline()
    press(row_of(page, counter, view), EntryAction.UNDO)
    assert counter.calls("undo") == [(view.intents[-1].seq,)]


def test_what_is_under_way_has_no_button(page: SyncPage, counter: FakeCounter) -> None:
    row = row_of(page, counter, verified(to_verify(), Outcome.SENDING))
    assert not any(row.button(action).isVisible() for action in EntryAction)


def test_a_refused_one_is_sent_again_with_what_it_carried(page: SyncPage, counter: FakeCounter) -> None:
    view = verified(to_verify(), Outcome.REFUSED, last_answer="请稍后", answered=True)
    press(row_of(page, counter, view), EntryAction.SEND_AGAIN)
    assert counter.calls("wish") == [(view.order.key, Kind.VERIFY, "", view.intents[-1].code, (), False)]


def test_what_came_to_its_end_leaves_the_page(page: SyncPage, counter: FakeCounter) -> None:
    row_of(page, counter, accept_unknown())
    counter.set_views(verified(to_verify(), Outcome.CONFIRMED, ended_at=NOON))
    page.refresh()
    assert page.groups.all_out
    assert page.groups.foot == "Confirmed today: order actions 1"


def test_a_partner_says_all_that_is_proven_of_it(page: SyncPage, counter: FakeCounter) -> None:
    partner = PartnerStatus(
        "kiosk",
        last_received=None,
        skew_s=75.0,
        unsigned=True,
        unreachable_since=NOON - timedelta(minutes=38),
    )
    counter.set_status(replace(healthy(), partners=(partner,)))
    said = page.partners.texts
    assert said[0] == "kiosk"
    for words in ("Nothing received yet", "since 12:03 (38 min)", "PC clock 75 s fast", "Unsigned"):
        assert any(words in line for line in said), words


def test_more_rows_than_fit_are_counted_not_made(page: SyncPage, counter: FakeCounter) -> None:
    counter.set_views(*(accept_unknown() for _ in range(60)))
    page.refresh()
    assert len(page.groups.rows) == 40
    assert page.count().value == 60
