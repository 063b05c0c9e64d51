"""Light turns dark while the desk is on screen: nothing keeps the other theme's colours."""

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from posdesk.desk.frame.page import Page
from posdesk.desk.frame.window import MainWindow
from posdesk.desk.hours.page import HoursPage
from posdesk.desk.orders.page import OrdersPage
from posdesk.desk.pickup.page import PickupPage
from posdesk.desk.settings.page import SettingsPage
from posdesk.desk.shift.page import ShiftPage
from posdesk.desk.sync.page import SyncPage
from posdesk.desk.theme import Theme, ThemeSource, load_fonts
from posdesk.desk.words.language import Languages
from posdesk.domain.rights import Role
from posdesk.settings.book_sections import Ovopark, Wdk
from posdesk.settings.settings import Settings, Staff, Store
from tests.desk.sync import samples
from tests.support import sample_ledgers, sample_views
from tests.support.fake_books import EVENING, FakeBooks
from tests.support.fake_counter import FakeClock, FakeCounter
from tests.support.fake_prints import FakePrints
from tests.support.fake_shifts import FakeShifts, picture_shift
from tests.support.silent_sound import SilentSound

pytestmark = pytest.mark.window

CHOSEN = Settings(
    store=Store(name="湘阴一店"),
    ovopark=Ovopark(akey="a-key", enterprise_id=11, shop_id="D1"),
    wdk=Wdk(app_key="w-key", store_id="33571001", pos_no="POS001", pay_types={"cash": "01"}),
)
BOARD = sample_views.board()
Make = Callable[[FakeCounter, FakeBooks, Theme], Page]


def opened_pickup(counter: FakeCounter, _books: FakeBooks, look: Theme) -> Page:
    page = PickupPage(counter, SilentSound(), look)
    page.open_order(BOARD[3].order.key)
    return page


def opened_orders(counter: FakeCounter, _books: FakeBooks, look: Theme) -> Page:
    page = OrdersPage(counter, look)
    page.open_find()
    return page


def opened_shift(counter: FakeCounter, books: FakeBooks, look: Theme) -> Page:
    shifts = FakeShifts(settings=CHOSEN, time=books.time)
    shifts.put(picture_shift())
    return ShiftPage(shifts, look)


PAGES: dict[str, Make] = {
    "orders": lambda counter, _books, look: OrdersPage(counter, look),
    "find": opened_orders,
    "pickup": opened_pickup,
    "hours": HoursPage,
    "sync": lambda counter, books, look: SyncPage(counter, books, FakePrints(), look),
    "shift": opened_shift,
    "settings": SettingsPage,
}


@pytest.fixture(autouse=True)
def steady_cursor(qapp: QApplication) -> Iterator[None]:
    """A field's cursor stands still."""
    before = qapp.cursorFlashTime()
    qapp.setCursorFlashTime(0)
    yield
    qapp.setCursorFlashTime(before)


def pictured(qtbot: QtBot, make: Make, *, turned: bool) -> QImage:
    """The window in dark: made so, or turned while it is on screen."""
    counter = FakeCounter(settings=CHOSEN, time=FakeClock(EVENING))
    counter.set_status(sample_views.healthy())
    counter.set_staff(Staff(name="李敏", role=Role.MANAGER))
    counter.set_views(*BOARD)
    books = FakeBooks(settings=CHOSEN)
    books.put_day(sample_ledgers.picture_day())
    books.put_story(sample_ledgers.story())
    books.put_sheet(samples.picture_sheet())
    books.set_waiting(samples.picture())
    themes = ThemeSource("light" if turned else "dark")
    window = MainWindow(counter, themes)
    qtbot.addWidget(window)
    window.add_page(make(counter, books, themes.theme))
    window.resize(1600, 900)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    QApplication.processEvents()
    themes.choose("dark")
    QApplication.processEvents()
    for part in window.findChildren(QWidget):  # wherever the pointer happens to stand
        part.setAttribute(Qt.WidgetAttribute.WA_UnderMouse, on=False)
    image = window.grab().toImage()
    window.hide()
    return image


@pytest.mark.parametrize("page", PAGES)
def test_a_window_that_turned_dark_is_the_one_that_was_made_dark(
    qtbot: QtBot, qapp: QApplication, languages: Languages, page: str
) -> None:
    load_fonts()
    made, turned = (pictured(qtbot, PAGES[page], turned=turned) for turned in (False, True))
    odd = [
        (x, y)
        for y in range(0, made.height(), 4)
        for x in range(0, made.width(), 4)
        if made.pixel(x, y) != turned.pixel(x, y)
    ]
    assert odd[:20] == []
