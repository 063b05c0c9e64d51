"""The Pickup page in a real window, on a fake counter and a silent sound door."""

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from posdesk.desk.frame.page import KeyAction
from posdesk.desk.frame.window import MainWindow
from posdesk.desk.pickup.page import PickupPage
from posdesk.desk.theme import ThemeSource, load_fonts
from posdesk.desk.widgets.row_list import RowList
from posdesk.desk.words.language import Languages
from posdesk.settings.settings import Settings, Staff, Store
from tests.support.fake_counter import FakeCounter
from tests.support.sample_views import healthy
from tests.support.silent_sound import SilentSound


class Till:
    """A window with the Pickup page, and hands on it."""

    def __init__(
        self, counter: FakeCounter, sound: SilentSound, window: MainWindow, page: PickupPage
    ) -> None:
        self.counter, self.sound, self.window, self.page = counter, sound, window, page

    def press(self, key: Qt.Key, text: str = "", *, held: bool = False) -> None:
        """One key, at the widget that has the focus, else at the window."""
        target = QApplication.focusWidget() or self.window
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            event = QKeyEvent(kind, key, Qt.KeyboardModifier.NoModifier, text, held)
            QApplication.sendEvent(target, event)

    @property
    def wishes(self) -> list[tuple[object, ...]]:
        """Every wish so far."""
        return self.counter.calls("wish")


def spoken_rows(shown: RowList) -> list[str]:
    """What a screen reader says of a list's rows."""
    model = shown.model()
    return [model.index(at, 0).data(Qt.ItemDataRole.AccessibleTextRole) for at in range(model.rowCount())]


@pytest.fixture
def till(qtbot: QtBot, qapp: QApplication, languages: Languages) -> Till:
    """李敏, a cashier, at counter 1; nothing scanned yet; in English."""
    load_fonts()
    counter, sound = FakeCounter(settings=Settings(store=Store(name="湘阴一店"))), SilentSound()
    counter.set_status(healthy())
    counter.set_staff(Staff(name="李敏"))
    themes = ThemeSource("light")
    window = MainWindow(counter, themes)
    qtbot.addWidget(window)
    find = KeyAction(Qt.Key.Key_F10, "Find", lambda: None)
    page = PickupPage(counter, sound, themes.theme, lambda: (find,))
    window.add_page(page)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    return Till(counter, sound, window, page)
