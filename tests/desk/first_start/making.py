"""The wizard in a real window over a counter and books of a test, pressed by keys."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from posdesk.desk.first_start.page import FirstStartPage
from posdesk.desk.first_start.parts import StepParts
from posdesk.desk.first_start.step import Step
from posdesk.desk.first_start.steps import steps_of
from posdesk.desk.frame.sound_check import SoundCheck
from posdesk.desk.frame.window import MainWindow
from posdesk.desk.orders.page import OrdersPage
from posdesk.desk.theme import ThemeSource, load_fonts
from posdesk.devices.sound_state import SoundState, SoundTrouble
from posdesk.domain.first_start import Progress
from posdesk.settings.settings import Settings
from tests.support import sample_views as sample
from tests.support.fake_books import FakeBooks
from tests.support.fake_counter import FakeCounter
from tests.support.fake_prints import FakePrints
from tests.support.silent_sound import SilentSound

Steps = Callable[[StepParts], Sequence[Step]]


class Wizard:
    """Nobody is signed in, nothing is set up."""

    def __init__(
        self,
        qtbot: QtBot,
        settings: Settings | None = None,
        progress: Progress | None = None,
        steps: Steps = steps_of,
    ) -> None:
        load_fonts()
        self.qtbot = qtbot
        chosen = settings or Settings()
        self.books = FakeBooks(settings=chosen)
        self.counter = FakeCounter(settings=chosen, time=self.books.time)
        self.counter.set_status(sample.healthy())
        self.prints = FakePrints(settings=chosen, time=self.books.time)
        themes = ThemeSource("light")
        self.window = MainWindow(self.counter, themes)
        qtbot.addWidget(self.window)
        self.orders = OrdersPage(self.counter, themes.theme)
        self.sound = SilentSound(SoundState(SoundTrouble.NONE, "aplay"))
        self.check = SoundCheck(self.counter, self.sound, self.sound.news, choose=lambda: 3)
        self.window.shell.sound_band.follow(self.check)
        parts = StepParts(themes.theme, self.counter, self.books, self.prints, self.check, Path("home"))
        self.page = FirstStartPage(self.counter, themes.theme, steps(parts), progress or Progress())
        self.page.ended.connect(lambda: self.window.show_page(self.orders.number))
        for page in (self.orders, self.page):
            self.window.add_page(page)
        self.window.show_page(self.page.number)
        self.window.show()
        self.window.activateWindow()
        qtbot.waitUntil(self.window.isActiveWindow)
        self.settle()

    def press(self, key: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """A key of the window system's, to the window."""
        QTest.keyClick(self.window.windowHandle(), key, held)
        self.settle()

    def letter(self, letter: str) -> None:
        """Alt and a letter."""
        self.press(Qt.Key(ord(letter)), Qt.KeyboardModifier.AltModifier)

    def settle(self) -> None:
        """What was asked for is on screen."""
        for _ in range(4):
            QApplication.processEvents()

    def saved(self, settings: Settings) -> None:
        """What was asked to be saved is kept now."""
        self.books.settings = settings
        self.counter.settings = settings
        self.books.signals.settings_changed.emit()
        self.books.finish_save()
        self.settle()

    def words(self) -> str:
        """All that is read on screen."""
        shown = self.window.findChildren(QLabel)
        return "\n".join(label.text() for label in shown if label.isVisible() and label.text())
