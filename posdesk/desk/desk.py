"""The desk as a whole: application, language, theme, window, pages, alarm and scan router, joined."""

import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QObject, QSocketNotifier, Qt, QTimer, Slot
from PySide6.QtWidgets import QApplication

from posdesk.desk.application import GuiCollector, TouchWatch, name_program
from posdesk.desk.bridge.books_bridge import BooksBridge
from posdesk.desk.bridge.counter_bridge import CounterBridge
from posdesk.desk.bridge.first_start import read_progress
from posdesk.desk.bridge.handover import HandoverBridge
from posdesk.desk.bridge.health import HealthBridge
from posdesk.desk.bridge.prints_bridge import PrintsBridge
from posdesk.desk.bridge.shift_bridge import ShiftBridge
from posdesk.desk.bridge.updates import UpdatesBridge
from posdesk.desk.corner.corner import Corner
from posdesk.desk.first_start.parts import StepParts
from posdesk.desk.first_start.wizard import Wizard
from posdesk.desk.first_window import FirstWindow, bring_forward
from posdesk.desk.frame.alarm import Alarm, SoundNews
from posdesk.desk.frame.page import Key, KeyAction
from posdesk.desk.frame.sign_in import SignInDialog
from posdesk.desk.frame.sound_check import SoundCheck
from posdesk.desk.frame.window import MainWindow
from posdesk.desk.hours.page import HoursPage
from posdesk.desk.links import HealthLinks, MovingLinks, PageLinks
from posdesk.desk.orders.page import OrdersPage
from posdesk.desk.pickup.page import PickupPage
from posdesk.desk.program_topic import ProgramTopic
from posdesk.desk.scan.port import PortScans
from posdesk.desk.scan.router import ScanRouter
from posdesk.desk.scan_links import ScanLinks
from posdesk.desk.settings.moving.pane import MovingPane
from posdesk.desk.settings.page import SettingsPage
from posdesk.desk.settings.sound import SoundPane
from posdesk.desk.shift.page import ShiftPage
from posdesk.desk.start_failed import say_start_failed
from posdesk.desk.sync.page import SyncPage, SyncTab
from posdesk.desk.theme import ThemeSource, load_fonts
from posdesk.desk.widgets.alt_keys import Everywhere
from posdesk.desk.words.language import Choice, Languages
from posdesk.desk.words.states import (
    one_counter_words,
)
from posdesk.devices.output_watch import OutputWatch
from posdesk.devices.recordings import Recordings
from posdesk.devices.sound import Sound
from posdesk.domain.clock import Clock
from posdesk.domain.orders.board import rings
from posdesk.domain.orders.order import OrderKey
from posdesk.domain.orders.sound_classes import muted_cues
from posdesk.engine.actions import Actions, BookActions, PrintActions
from posdesk.engine.engine import Engine
from posdesk.engine.shift import ShiftActions
from posdesk.errors import PosdeskError
from posdesk.host.ending import EndWanted
from posdesk.journal import Journal
from posdesk.settings.credentials import Credentials
from posdesk.settings.printers import Printer
from posdesk.settings.settings import DEMO_SLIPS, Settings

FIRST_PAINT_MS = 30


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
        self._language: Choice = settings.desk.language
        self._themes = ThemeSource(settings.desk.theme)

    def show(
        self,
        home: Path,
        journal: Journal,
        engine: Engine,
        *,
        actions: Actions,
        book_actions: BookActions,
        print_actions: PrintActions,
        secrets: Credentials,
        clock: Clock,
    ) -> None:
        """The window with its pages; nothing rings before the orders are read."""
        self._engine, self._home = engine, home
        self.bridge = CounterBridge(self._settings, journal, engine, actions, secrets=secrets, clock=clock)
        self.books = BooksBridge(home, journal, engine, book_actions, counter=self.bridge, secrets=secrets)
        self.prints = PrintsBridge(journal, engine, print_actions, counter=self.bridge)
        self.shifts = ShiftBridge(home, journal, ShiftActions(journal), counter=self.bridge, books=self.books)
        self.health = HealthBridge(home, self._settings, secrets, clock)
        self.updates = UpdatesBridge(home, self.bridge)
        self.handover = HandoverBridge(home, actions, self.bridge.people, secrets, clock)
        self._make_sound()
        self.window = MainWindow(self.bridge, self._themes)
        self.router = ScanRouter(self._settings.scanner.profile)
        self.port = PortScans(clock, self)
        self.sign_in = SignInDialog(self.bridge, self._themes.theme, self.window)
        self.router.set_pin_pad(self.sign_in)
        self._add_pages()
        self._add_wizard(journal)
        place = self._settings.desk.corner
        self.corner = Corner(self.bridge, self._themes.theme, self.window, place=place)
        self._connect()
        self._come_up()

    def _make_sound(self) -> None:
        self._news = SoundNews()
        self._recordings = Recordings(self._home)
        self._sound = Sound(self._news.told.emit, self._news.ended.emit, file_of=self._recordings.file_of)
        self._sound.mute(muted_cues(frozenset(self._settings.sound.muted)))
        self.alarm = Alarm(self.bridge, self._sound, self._news)
        self.sound_check = SoundCheck(self.bridge, self._sound, self._news)

    def _come_up(self) -> None:
        """On screen, heard, and reached by a second start of this home."""
        self._first = FirstWindow(self._home, self)
        self._first.wanted.connect(self.window.come_to_front)
        self.window.showMaximized()
        self.window.activateWindow()  # before it, X11 delivers no shortcut
        self.router.attach()
        self.alarm.start()
        self.corner.start()
        self.port.read(self._settings.scanner)
        if not self.wizard.is_open:
            self.sound_check.ask_heard()  # the wizard asks in a step of its own
        self.shifts.signals.opened.connect(self.sound_check.ask_heard)
        self._outputs = OutputWatch(self._sound.look)
        if self._settings.ovopark is not None:
            self.window.say(one_counter_words())

    def say_start_failed(self, error: PosdeskError, home: Path) -> None:
        """A window that says why nothing else is shown, until it is closed."""
        say_start_failed(error, home, self._themes.theme)
        self._languages.choose("en")
        self._collector.stop()

    def bring_forward(self, home: Path, holder: str) -> bool:
        """Have the desk that holds this home come to the front, instead of this one; whether it did."""
        came = bring_forward(home, holder)
        if came:
            self._languages.choose("en")
            self._collector.stop()
        return came

    def run(self, then: Callable[[], None], end: EndWanted) -> None:
        """Turn until the window is closed or `end` is set; `then` is called after the first paint."""
        self._end_wanted = end
        self._waker = QSocketNotifier(end.fileno(), QSocketNotifier.Type.Read, self)
        self._waker.activated.connect(self._wake)
        QTimer.singleShot(FIRST_PAINT_MS, self, then)
        self._app.exec()
        self._waker.setEnabled(False)
        self.close()

    @property
    def opens_again(self) -> bool:
        """Whether the window was closed so that another version comes up in its place."""
        return self._program.opens_again

    def speak(self, language: Choice) -> None:
        """Another language from now on; every widget hears of it."""
        self._language = language
        self._languages.choose(language)

    def close(self) -> None:
        """Silence and put away; the engine is ended by whoever started it."""
        self.window.leaving.let_go()
        self._first.close()
        self.alarm.stop()
        self.corner.close()
        self.port.close()
        self.router.detach()
        self.shifts.close()
        self.books.close()
        self.prints.close()
        self.health.close()
        self.updates.close()
        self.handover.close()
        self.bridge.close()
        self._outputs.close()
        self._sound.close()
        self.window.close()
        self.window.deleteLater()
        self._languages.choose("en")  # the application may outlive the desk, in tests it does

    def _add_pages(self) -> None:
        theme = self._themes.theme
        self.orders = OrdersPage(self.bridge, theme)
        self.pickup = PickupPage(self.bridge, self._sound, theme, more_keys=self._keys_now)
        self.hours = HoursPage(self.bridge, self.books, theme)
        self.sync = SyncPage(self.bridge, self.books, self.prints, theme)
        if self._settings.training:
            self.sync.prints.now.show_pictures(self._home / DEMO_SLIPS)
        self.shift = ShiftPage(self.shifts, theme)
        self.settings_page = SettingsPage(self.bridge, self.books, theme)
        for page in (self.orders, self.pickup, self.hours, self.sync, self.shift, self.settings_page):
            self.window.add_page(page)
        for action in self._keys_everywhere():
            self.window.add_key(action)

    def _add_wizard(self, journal: Journal) -> None:
        progress, has_orders = read_progress(journal)
        parts = StepParts(
            self._themes.theme,
            self.bridge,
            self.books,
            self.prints,
            self.sound_check,
            self._home,
            has_orders=has_orders,
        )
        self.wizard = Wizard(self.window, self.settings_page, self.router, parts, progress)

    def _keys_everywhere(self) -> tuple[KeyAction, ...]:
        """Snooze and find for pages that don't show them; finding comes back to the orders page."""
        snooze, find = self._keys_now()
        prints = KeyAction(
            Everywhere.PRINTS, QCoreApplication.translate("prints", "Prints"), self._show_prints, acts=False
        )
        return (replace(snooze, run=self.alarm.snooze), find, prints)

    def _keys_now(self) -> tuple[KeyAction, ...]:
        """Snooze and find as the orders page has them now: no snooze while nothing rings."""
        own = {action.key: action for action in self.orders.bar().keys}
        return (own[Key.Key_F9], replace(own[Key.Key_F10], run=self._find))

    @Slot()
    def _find(self) -> None:
        self.window.show_page(self.orders.number)
        self.orders.open_find()

    @Slot()
    def _show_prints(self) -> None:
        self.window.show_page(self.sync.number)
        self.sync.show_tab(SyncTab.PRINTS)

    def _connect(self) -> None:
        self.scans = ScanLinks(self.bridge, self.window, self.corner, sound=self._sound, wizard=self.wizard)
        self.scans.join(self.router, self.port, self.sign_in)
        self.scans.lead_to(self.orders, self.pickup, self.settings_page.scanner.port)
        self._themes.changed.connect(self.sign_in.set_theme)
        self.window.sign_in_wanted.connect(self.sign_in.open_up)
        self.bridge.signals.right_wanted.connect(self.sign_in.open_up)
        self._touches = TouchWatch(self.window, self.bridge.people.touched)
        self.window.shell.sound_band.follow(self.sound_check)
        self._connect_sound(self.settings_page.sound)
        self._health_links = HealthLinks(self.health, self.settings_page.health, self)
        self._program = ProgramTopic(self.settings_page.start, self.updates, self.window)
        self._moving = MovingLinks(self.handover, self.settings_page.of(MovingPane), self)
        self.alarm.rang.connect(self._engine.rung)
        self.alarm.rang.connect(self.bridge.signals.rang)
        self.alarm.flash.connect(self.window.set_flashing)
        self.alarm.sound_changed.connect(self.window.set_sound)
        self.alarm.snoozed_changed.connect(self.window.shell.top_bar.set_snoozed)
        self.alarm.snoozed_changed.connect(self.orders.set_snoozed)
        self.shifts.signals.due.connect(self.orders.board.set_shift_due)
        self.orders.open_pickup.connect(self.pickup.open_order)
        self.orders.snooze.connect(self.alarm.snooze)
        self.prints.signals.changed.connect(self._show_papers)
        self.orders.print_wanted.connect(self.prints.again)
        self.window.shell.top_bar.prints_pressed.connect(self._show_prints)
        self.prints.signals.in_trouble.connect(self.alarm.knock)
        self.settings_page.printers.test_wanted.connect(self._try_printer)
        self.links = PageLinks(
            self.window, self.orders, self.hours, sync=self.sync, settings=self.settings_page
        )
        self.books.signals.settings_changed.connect(self._adopt_settings)
        self.books.signals.settings_changed.connect(self._adopt_sound)
        self._connect_corner()

    @Slot()
    def _show_papers(self) -> None:
        self.orders.model.show_papers(self.prints.board())

    def _connect_corner(self) -> None:
        self.corner.open_wanted.connect(self._open)
        self.corner.snooze_wanted.connect(self.alarm.snooze)
        self.corner.touched.connect(self.bridge.people.touched)
        self.alarm.snoozed_changed.connect(self.corner.set_snoozed)
        self._themes.changed.connect(self.corner.set_theme)

    @Slot(object)
    def _open(self, key: OrderKey | None) -> None:
        """Somebody touched the corner card or the tray: the desk in front, and on it what they touched."""
        self.window.come_to_front()
        view = self.bridge.view(key) if key is not None else None
        if view is not None and rings(view):
            self.window.show_page(self.orders.number)
            self.orders.selection.choose(view.order.key)

    @Slot()
    def _adopt_settings(self) -> None:
        chosen = self.books.settings
        self.bridge.adopt(chosen)
        self.window.shell.adopt(chosen)
        self.prints.settings = chosen
        self._themes.choose(chosen.desk.theme)
        self._adopt_language(chosen.desk.language)
        self.corner.set_place(chosen.desk.corner)
        self.port.read(self.books.settings.scanner)
        self.orders.own.plan = self.books.settings.print_plan
        self.sync.prints.set_printers(self.books.settings.printer)
        profile = self.books.settings.scanner.profile
        if profile != self.router.profile:
            self.router.set_profile(profile)
            self.pickup.codes.profile = profile

    def _adopt_language(self, chosen: Choice) -> None:
        if chosen != self._language:
            self.speak(chosen)

    def _connect_sound(self, pane: SoundPane) -> None:
        self.alarm.sound_changed.connect(pane.show_state)
        pane.check_wanted.connect(self.sound_check.play_again)
        pane.try_wanted.connect(self._sound.play)
        pane.looked_at.connect(self._read_recordings)

    @Slot()
    def _read_recordings(self) -> None:
        self.settings_page.sound.show_recordings(self._recordings.laid, self._recordings.bad)

    @Slot()
    def _adopt_sound(self) -> None:
        self._sound.mute(muted_cues(frozenset(self.books.settings.sound.muted)))

    @Slot(object)
    def _try_printer(self, printer: Printer) -> None:
        self.prints.try_out(printer, self.settings_page.printers.show_trial)

    @Slot()
    def _wake(self) -> None:
        """A signal came, which Python sees on its way in here; or somebody else wants the end."""
        if self._end_wanted.seen():
            self.window.leaving.let_go()  # Qt closes every window first, and stays where one stays
            self._app.quit()


def _application() -> QApplication:
    """The process's one, drawn by Fusion: Windows' own styles paint parts in the system's dark colours."""
    QApplication.setStyle("fusion")
    return QApplication(sys.argv[:1])
