"""The desk as a whole: application, language, theme, window, pages, alarm and scan router, joined."""

import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from threading import Event

from PySide6.QtCore import QObject, Qt, QTimer, Slot
from PySide6.QtWidgets import QApplication

from posdesk.desk.application import GuiCollector, TouchWatch, name_program
from posdesk.desk.bridge.books_bridge import BooksBridge
from posdesk.desk.bridge.counter_bridge import CounterBridge
from posdesk.desk.frame.alarm import Alarm, SoundNews
from posdesk.desk.frame.page import Key, KeyAction
from posdesk.desk.frame.sign_in import SignInDialog
from posdesk.desk.frame.window import MainWindow
from posdesk.desk.hours.page import HoursPage
from posdesk.desk.links import PageLinks
from posdesk.desk.orders.page import OrdersPage
from posdesk.desk.pickup.page import PickupPage
from posdesk.desk.scan.router import ScanRouter
from posdesk.desk.settings.page import SettingsPage
from posdesk.desk.start_failed import say_start_failed
from posdesk.desk.sync.page import SyncPage
from posdesk.desk.theme import ThemeSource, load_fonts
from posdesk.desk.words.language import Choice, Languages
from posdesk.desk.words.states import (
    mixed_scans_words,
    one_counter_words,
    router_failed_words,
    swallowed_words,
)
from posdesk.devices.sound import Sound
from posdesk.domain.clock import Clock
from posdesk.domain.orders.ringing import Cue
from posdesk.domain.pickup.lookup import CodeFrom
from posdesk.domain.pickup.scan_code import Flaw
from posdesk.engine.actions import Actions, BookActions
from posdesk.engine.engine import Engine
from posdesk.errors import PosdeskError
from posdesk.journal import Journal
from posdesk.settings.credentials import Credentials
from posdesk.settings.settings import Settings

FIRST_PAINT_MS = 30
SIGNALS_EVERY_MS = 200  # Python handles SIGTERM only between its own instructions


class Desk(QObject):
    """What is on screen and what is heard."""

    def __init__(self, settings: Settings) -> None:
        """The application, before anything is shown."""
        app = QApplication.instance() or _application()
        assert isinstance(app, QApplication)
        super().__init__()
        self._app, self._settings = app, settings
        name_program(app)
        app.setAttribute(Qt.ApplicationAttribute.AA_DontUseNativeDialogs)  # into those a scan would be typed
        self._collector = GuiCollector(self)
        load_fonts()
        self._languages = Languages(app, settings.desk.language)
        self._themes = ThemeSource(settings.desk.theme)

    def show(
        self,
        home: Path,
        journal: Journal,
        engine: Engine,
        *,
        actions: Actions,
        book_actions: BookActions,
        secrets: Credentials,
        clock: Clock,
    ) -> None:
        """The window with its pages; nothing rings before the orders are read."""
        self.bridge = CounterBridge(self._settings, journal, engine, actions, secrets=secrets, clock=clock)
        self.books = BooksBridge(home, journal, engine, book_actions, counter=self.bridge, secrets=secrets)
        self._news = SoundNews()
        self._sound = Sound(changed=self._news.told.emit)
        self.alarm = Alarm(self.bridge, self._sound, self._news)
        self.window = MainWindow(self.bridge, self._themes)
        self.router = ScanRouter(self._settings.scanner.profile)
        self.sign_in = SignInDialog(self.bridge, self._themes.theme, self.window)
        self.router.set_pin_pad(self.sign_in)
        self._add_pages()
        self._connect()
        self.window.showMaximized()
        self.window.activateWindow()  # before it, X11 delivers no shortcut
        self.router.attach()
        self.alarm.start()
        if self._settings.ovopark is not None:
            self.window.say(one_counter_words())

    def say_start_failed(self, error: PosdeskError, home: Path) -> None:
        """A window that says why nothing else is shown, until it is closed."""
        say_start_failed(error, home, self._themes.theme)
        self._languages.choose("en")
        self._collector.stop()

    def run(self, then: Callable[[], None], end: Event) -> None:
        """Turn until the window is closed or `end` is set; `then` is called after the first paint."""
        self._end_wanted = end
        waker = QTimer(self, interval=SIGNALS_EVERY_MS)
        waker.timeout.connect(self._wake)
        waker.start()
        QTimer.singleShot(FIRST_PAINT_MS, self, then)
        self._app.exec()
        self.close()

    def speak(self, language: Choice) -> None:
        """Another language from now on; every widget hears of it."""
        self._languages.choose(language)

    def close(self) -> None:
        """Silence and put away; the engine is ended by whoever started it."""
        self.alarm.stop()
        self.router.detach()
        self.books.close()
        self.bridge.close()
        self._sound.close()
        self.window.close()
        self.window.deleteLater()
        self._languages.choose("en")  # the application may outlive the desk, in tests it does

    def _add_pages(self) -> None:
        theme = self._themes.theme
        self.orders = OrdersPage(self.bridge, theme)
        self.pickup = PickupPage(self.bridge, self._sound, theme, more_keys=self._keys_now)
        self.hours = HoursPage(self.bridge, self.books, theme)
        self.sync = SyncPage(self.bridge, self.books, theme)
        self.settings_page = SettingsPage(self.bridge, self.books, theme)
        for page in (self.orders, self.pickup, self.hours, self.sync, self.settings_page):
            self.window.add_page(page)
        for action in self._keys_everywhere():
            self.window.add_key(action)

    def _keys_everywhere(self) -> tuple[KeyAction, ...]:
        """Snooze and find for pages that don't show them; finding comes back to the orders page."""
        snooze, find = self._keys_now()
        return (replace(snooze, run=self.alarm.snooze), find)

    def _keys_now(self) -> tuple[KeyAction, ...]:
        """Snooze and find as the orders page has them now: no snooze while nothing rings."""
        own = {action.key: action for action in self.orders.bar().keys}
        return (own[Key.Key_F9], replace(own[Key.Key_F10], run=self._find))

    @Slot()
    def _find(self) -> None:
        self.window.show_page(self.orders.number)
        self.orders.open_find()

    def _connect(self) -> None:
        self.router.scanned.connect(self.scanned)
        self.router.swallowed.connect(self._swallowed)
        self.router.began.connect(self.pickup.codes.scan_began)
        self.router.dropped.connect(self.pickup.codes.scan_dropped)
        self.settings_page.scanner.learn_wanted.connect(self.router.learn)
        self.settings_page.scanner.left.connect(self.router.stop_learning)
        self.router.learnt.connect(self.settings_page.scanner.show_keys)
        self.router.failed.connect(self._router_failed)
        self._themes.changed.connect(self.sign_in.set_theme)
        self.sign_in.scan_came.connect(self._scan_at_sign_in)
        self.window.sign_in_wanted.connect(self.sign_in.open_up)
        self.bridge.signals.right_wanted.connect(self.sign_in.open_up)
        self._touches = TouchWatch(self.window, self.bridge.people.touched)
        self.alarm.flash.connect(self.window.set_flashing)
        self.alarm.sound_changed.connect(self.window.set_sound)
        self.alarm.snoozed_changed.connect(self.window.shell.top_bar.set_snoozed)
        self.alarm.snoozed_changed.connect(self.orders.set_snoozed)
        self.orders.open_pickup.connect(self.pickup.open_order)
        self.orders.snooze.connect(self.alarm.snooze)
        self.links = PageLinks(
            self.window, self.orders, self.hours, sync=self.sync, settings=self.settings_page
        )
        self.books.signals.settings_changed.connect(self._adopt_scanner)

    @Slot(str, object)
    def _swallowed(self, _code: str, flaw: Flaw) -> None:
        self._sound.play(Cue.WRONG)
        self.pickup.codes.scan_flawed()
        self.window.say(mixed_scans_words() if self.router.mixed else swallowed_words(flaw))

    @Slot(str)
    def _scan_at_sign_in(self, raw: str) -> None:
        self._swallowed(raw, Flaw.SIGN_IN)

    @Slot()
    def _adopt_scanner(self) -> None:
        profile = self.books.settings.scanner.profile
        if profile != self.router.profile:
            self.router.set_profile(profile)
            self.pickup.codes.profile = profile

    @Slot(str)
    def _router_failed(self, _reason: str) -> None:
        self.window.say(router_failed_words())

    @Slot(str)
    def scanned(self, code: str) -> None:
        """A code was read, wherever the focus was: ask whose it is."""
        self.pickup.codes.scan_read(code, caps_lock=self.router.caps_lock, mixed=self.router.mixed)
        self.bridge.look_up(code, CodeFrom.SCANNER)

    @Slot()
    def _wake(self) -> None:
        """Lets Python look for signals, and looks whether one of them wants the end."""
        if self._end_wanted.is_set():
            self._app.quit()


def _application() -> QApplication:
    """The process's one, drawn by Fusion: Windows' own styles paint parts in the system's dark colours."""
    QApplication.setStyle("fusion")
    return QApplication(sys.argv[:1])
