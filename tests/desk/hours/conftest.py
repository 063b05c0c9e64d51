"""The Hours page in a real window, on fake books with the picture's day."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from posdesk.desk.frame.window import MainWindow
from posdesk.desk.hours.columns import ColumnKind
from posdesk.desk.hours.model import Cursor
from posdesk.desk.hours.page import HoursPage
from posdesk.desk.theme import ThemeSource, load_fonts
from posdesk.desk.words.language import Languages
from posdesk.domain.books.ledger import HourRow
from posdesk.domain.rights import Role
from posdesk.settings.settings import Settings, Staff, Store
from tests.support import sample_ledgers as sample
from tests.support.fake_books import FakeBooks
from tests.support.fake_counter import FakeCounter
from tests.support.sample_views import healthy


class Office:
    """A window with the Hours page, and hands on it."""

    def __init__(self, counter: FakeCounter, books: FakeBooks, window: MainWindow, page: HoursPage) -> None:
        self.counter, self.books, self.window, self.page = counter, books, window, page

    def press(self, key: Qt.Key, times: int = 1) -> None:
        """Real keys, through the window."""
        for _ in range(times):
            QTest.keyClick(self.window.windowHandle(), key)

    def alt(self, key: Qt.Key) -> None:
        """Alt and a letter."""
        QTest.keyClick(self.window.windowHandle(), key, Qt.KeyboardModifier.AltModifier)

    def show(self, *instead: HourRow) -> None:
        """The picture's day, with these rows in their hours' place."""
        self.books.put_day(sample.picture_day(*instead))
        self.page.refresh()

    def choose(self, hour: int, kind: ColumnKind = ColumnKind.STATE, source: str = "") -> None:
        """A touch on a cell of the grid."""
        model, view = self.page.grid.model, self.page.grid.view
        row = model.row_of(sample.hour_at(hour))
        assert row is not None
        column = next(
            at for at, each in enumerate(model.columns) if each.kind is kind and each.source == source
        )
        rect = view.visualRect(model.index(row, column))
        assert view.viewport().rect().contains(rect.center())
        QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=rect.center())

    @property
    def cursor(self) -> Cursor:
        """Where the frame stands."""
        row, column = self.page.grid.cursor_at
        rows = self.page.grid.model.rows
        hour = rows[row].hour if row < len(rows) else None
        return Cursor(hour, self.page.grid.model.columns[column])


@pytest.fixture
def office(qtbot: QtBot, qapp: QApplication, languages: Languages) -> Office:
    """王经理, a manager, at 20:12 of the picture's day; in English, 1440 wide."""
    load_fonts()
    settings = Settings(store=Store(name="湘阴一店"))
    books = FakeBooks(settings=settings)
    counter = FakeCounter(settings=settings, time=books.time)
    counter.set_status(healthy())
    counter.set_staff(Staff(name="王经理", role=Role.MANAGER))
    books.put_day(sample.picture_day())
    books.put_story(sample.story())
    books.put_receipts(*sample.receipts())
    themes = ThemeSource("light")
    window = MainWindow(counter, themes)
    qtbot.addWidget(window)
    page = HoursPage(counter, books, themes.theme)
    window.add_page(page)
    window.resize(1440, 900)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    return Office(counter, books, window, page)
