"""A button on the sync page ends at the hour, day or order that it names, on that page."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from posdesk.desk.frame.window import MainWindow
from posdesk.desk.hours.page import HoursPage
from posdesk.desk.links import PageLinks
from posdesk.desk.orders.page import OrdersPage
from posdesk.desk.settings.page import SettingsPage
from posdesk.desk.sync.page import SyncPage
from posdesk.desk.theme import ThemeSource, load_fonts, theme
from posdesk.desk.words.language import Languages
from tests.journal.making import key_of
from tests.support.fake_books import EVENING, FakeBooks
from tests.support.fake_counter import FakeClock, FakeCounter
from tests.support.fake_prints import FakePrints
from tests.support.sample_ledgers import DAY, hour_at, picture_day
from tests.support.sample_views import healthy

pytestmark = pytest.mark.window


class Desk:
    """A window with the four pages, the sync page in front."""

    def __init__(self, qtbot: QtBot) -> None:
        load_fonts()
        clock, made = FakeClock(EVENING), theme(dark=False)
        self.counter, self.books = FakeCounter(time=clock), FakeBooks(time=clock)
        self.counter.set_status(healthy())
        self.books.put_day(picture_day())
        self.window = MainWindow(self.counter, ThemeSource("light"))
        qtbot.addWidget(self.window)
        self.orders = OrdersPage(self.counter, made)
        self.hours = HoursPage(self.counter, self.books, made)
        self.sync = SyncPage(self.counter, self.books, FakePrints(), made)
        self.settings = SettingsPage(self.counter, self.books, made)
        for page in (self.sync, self.orders, self.hours, self.settings):
            self.window.add_page(page)
        self.links = PageLinks(
            self.window,
            self.orders,
            hours=lambda: self.hours,
            sync=lambda: self.sync,
            settings=lambda: self.settings,
        )
        self.links.join_sync(self.sync)
        self.links.join_settings(self.settings)
        self.window.show()


@pytest.fixture
def desk(qtbot: QtBot, qapp: QApplication, languages: Languages) -> Iterator[Desk]:
    """The desk, closed in the end."""
    made = Desk(qtbot)
    yield made
    made.window.close()


def test_an_hour_that_is_to_be_seen_is_chosen_on_the_hours_page(desk: Desk) -> None:
    for hour in (13, 9):
        desk.sync.hour_wanted.emit(hour_at(hour))
        assert desk.window.page is desk.hours
        assert desk.books.calls("read_story")[-1] == (hour_at(hour),)
        desk.window.show_page(desk.sync.number)


def test_an_hour_of_another_day_brings_its_day(desk: Desk) -> None:
    desk.sync.hour_wanted.emit(hour_at(13) - timedelta(days=2))
    assert desk.books.calls("read_day")[-1] == (DAY - timedelta(days=2),)


def test_an_hour_before_the_cut_off_is_of_the_day_before(desk: Desk) -> None:
    desk.sync.hour_wanted.emit(hour_at(3))
    assert desk.books.calls("read_day")[-1] == (DAY - timedelta(days=1),)


def test_a_number_of_the_sheet_brings_its_day(desk: Desk) -> None:
    desk.sync.day_wanted.emit(DAY - timedelta(days=1))
    assert desk.window.page is desk.hours
    assert desk.books.calls("read_day")[-1] == (DAY - timedelta(days=1),)


def test_an_order_is_searched_by_its_bill_number(desk: Desk) -> None:
    desk.sync.order_wanted.emit(key_of("2611210027"))
    assert desk.window.page is desk.orders
    assert desk.counter.calls("search")[-1] == ("2611210027",)


def test_settings_open_at_the_topic_that_was_meant(desk: Desk) -> None:
    for platform in ("wdk", "ovopark"):
        desk.sync.settings_wanted.emit(platform)
        assert desk.window.page is desk.settings
        assert desk.settings.pane(platform).isVisible()
        desk.window.show_page(desk.sync.number)
