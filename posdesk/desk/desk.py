"""The desk as a whole: application, language, theme, window, pages, alarm and scan router, joined.

In two goes. First what is needed to see the orders and to act on them: that stands on screen. Then the rest,
piece by piece, or all of it at once where somebody wants something of it before.
"""

import logging
import sys
from collections import deque
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QCoreApplication, QObject, QSocketNotifier, Qt, QTimer, Slot
from PySide6.QtWidgets import QApplication

from posdesk.desk.application import GuiCollector, TouchWatch, name_program
from posdesk.desk.bridge.counter_bridge import CounterBridge
from posdesk.desk.bridge.first_start import read_progress
from posdesk.desk.frame.first_paint import FirstPaint
from posdesk.desk.frame.page import Key, KeyAction
from posdesk.desk.frame.window import MainWindow
from posdesk.desk.late_pages import FIRST_START, LatePages
from posdesk.desk.orders.page import OrdersPage
from posdesk.desk.scan.router import ScanRouter
from posdesk.desk.theme import Theme, ThemeSource, load_fonts
from posdesk.desk.widgets.alt_keys import Everywhere
from posdesk.desk.words.language import Choice, Languages
from posdesk.domain.clock import Clock
from posdesk.domain.first_start import is_wanted
from posdesk.domain.orders.board import rings
from posdesk.domain.orders.order import OrderKey
from posdesk.domain.orders.sound_classes import muted_cues
from posdesk.domain.printing.slip import SlipKind
from posdesk.engine.actions import Actions, BookActions, PrintActions
from posdesk.engine.engine import Engine
from posdesk.errors import PosdeskError
from posdesk.host.ending import EndWanted
from posdesk.journal import Journal
from posdesk.records import replace
from posdesk.settings.credentials import Credentials
from posdesk.settings.settings import DEMO_SLIPS, Settings

if TYPE_CHECKING:
    from posdesk.desk.first_start.parts import StepParts
    from posdesk.desk.first_start.wizard import Wizard
    from posdesk.desk.hours.page import HoursPage
    from posdesk.desk.pickup.page import PickupPage
    from posdesk.desk.settings.page import SettingsPage
    from posdesk.desk.shift.page import ShiftPage
    from posdesk.desk.sync.page import SyncPage

log = logging.getLogger(__name__)
LONGEST_WAIT_MS: Final = 1_000  # for the first look: a slow journal or a hidden window holds nothing up
BLANK_MS: Final = 300  # a board without its orders is not painted before: it would say that there are none
SETTLES_MS: Final = 150  # after the first look: the engine is first, whoever pressed F2 comes before


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
        self._rest: deque[Callable[[], None]] = deque()
        self._then: Callable[[], None] | None = None
        self._settled: Callable[[], None] = lambda: None
        self._is_turning = False
        self.broken: Exception | None = None
        """What kept a part from being made that no desk can do without."""

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
        whole: bool = True,
    ) -> None:
        """The window; nothing rings before the orders are read.

        Where it shall not be `whole` at once, the rest comes after the first look, within `run`.
        """
        self._engine, self._home, self._journal = engine, home, journal
        self._acts, self._secrets, self._clock = (book_actions, print_actions, actions), secrets, clock
        self.pictures = home / DEMO_SLIPS if self._settings.training else None
        self.bridge = CounterBridge(self._settings, journal, engine, actions, secrets=secrets, clock=clock)
        self.window = MainWindow(self.bridge, self._themes)
        self.router = ScanRouter(self._settings.scanner.profile)
        self.orders = OrdersPage(self.bridge, self.theme)
        self.window.add_page(self.orders)
        self.pages = LatePages(self)
        for action in self._keys_everywhere():
            self.window.add_key(action)
        self._rest.append(self._be_found)
        self._rest.extend((self._make_sound, self._make_bridges, self._make_corner, self._make_links))
        self._rest.append(self._listen)
        self.progress, self._has_orders = read_progress(journal)
        self._connect_first()
        self._come_up()
        if whole:
            self.settle()
        else:
            self._collector.hold_off()

    @property
    def theme(self) -> Theme:
        """What is painted with now."""
        return self._themes.theme

    @property
    def pickup(self) -> "PickupPage":
        """The pickup page, made where it wasn't; so are the others."""
        return self.pages.pickup.page

    @property
    def hours(self) -> "HoursPage":
        """The hours page."""
        return self.pages.hours.page

    @property
    def sync(self) -> "SyncPage":
        """The sync page."""
        return self.pages.sync.page

    @property
    def shift(self) -> "ShiftPage":
        """The shift page."""
        return self.pages.shift.page

    @property
    def settings_page(self) -> "SettingsPage":
        """The settings page."""
        return self.pages.settings.page

    @property
    def wizard(self) -> "Wizard":
        """The first start."""
        return self.pages.the_wizard

    def settle(self) -> None:
        """All that was not needed for the first look is made, now."""
        while self._rest:
            self._make_next()

    def _make_next(self) -> None:
        """One piece of the rest. Without it orders might come that nobody hears: then the desk ends."""
        try:
            self._rest.popleft()()
        except Exception as error:
            log.exception("desk: it can't come up whole")
            self._rest.clear()
            self.broken = error
            self._give_up()
            raise
        if not self._rest:
            self._settled()

    def _give_up(self) -> None:
        self.router.detach()
        self.window.hide()
        self.bridge.close()
        if self._is_turning:  # else it would end whatever turns next: the window that says why
            self._app.exit()

    def _is_first_start(self) -> bool:
        """Whether the wizard comes by itself."""
        partners = len(self._settings.partner)
        wanted = is_wanted(self.progress, partners=partners, orders=self._has_orders)
        return wanted and not self._settings.training

    # what is made at once

    def _connect_first(self) -> None:
        window, orders, signals = self.window, self.orders, self.bridge.signals
        window.sign_in_wanted.connect(self._open_sign_in)
        signals.right_wanted.connect(self._open_sign_in)
        self.router.began.connect(self._first_scan_begins)
        self.router.scanned.connect(self._first_scan)
        orders.open_pickup.connect(self._open_pickup)
        orders.snooze.connect(self._snooze)
        orders.print_wanted.connect(self._print_again)
        window.shell.top_bar.prints_pressed.connect(self._show_prints)
        self._touches = TouchWatch(window, self.bridge.people.touched)

    def _come_up(self) -> None:
        """On screen, and with its keys."""
        self.window.showMaximized()
        self.window.activateWindow()  # before it, X11 delivers no shortcut
        self.router.attach_first(self.window.windowHandle())
        if self._is_first_start():
            self.window.show_page(FIRST_START)

    @Slot()
    def _open_sign_in(self, *_right: object) -> None:
        self.settle()
        self.sign_in.open_up()

    @Slot()
    def _first_scan_begins(self) -> None:
        """Before anything waits for codes: from here on the rest hears them by itself."""
        if self._rest:
            self.settle()
            self.scans.began()

    @Slot(str)
    def _first_scan(self, code: str) -> None:
        if self._rest:
            self.settle()
            self.scans.scanned(code)

    @Slot(object)
    def _open_pickup(self, key: OrderKey) -> None:
        self.pickup.open_order(key)

    @Slot()
    def _snooze(self) -> None:
        self.settle()
        self.alarm.snooze()

    @Slot(object, object)
    def _print_again(self, key: OrderKey, slip: SlipKind) -> None:
        self.settle()
        self.prints.again(key, slip)

    def _keys_everywhere(self) -> tuple[KeyAction, ...]:
        """Snooze and find for pages that don't show them; finding comes back to the orders page."""
        snooze, find = self.keys_now()
        prints = KeyAction(
            Everywhere.PRINTS, QCoreApplication.translate("prints", "Prints"), self._show_prints, acts=False
        )
        return (replace(snooze, run=self._snooze), find, prints)

    def keys_now(self) -> tuple[KeyAction, ...]:
        """Snooze and find as the orders page has them now: no snooze while nothing rings."""
        own = {action.key: action for action in self.orders.bar().keys}
        return (own[Key.Key_F9], replace(own[Key.Key_F10], run=self._find))

    @Slot()
    def _find(self) -> None:
        self.window.show_page(self.orders.number)
        self.orders.open_find()

    @Slot()
    def _show_prints(self) -> None:
        from posdesk.desk.sync.page import SyncTab

        self.window.show_page(self.sync.number)
        self.sync.show_tab(SyncTab.PRINTS)

    # what comes after the first look

    def _be_found(self) -> None:
        """Reached by a second start of this home, which waits for it: somebody clicked twice."""
        from posdesk.desk.first_window import FirstWindow

        self._first = FirstWindow(self._home, self)
        self._first.wanted.connect(self.window.come_to_front)

    def _make_sound(self) -> None:
        from posdesk.desk.frame.alarm import Alarm, SoundNews
        from posdesk.desk.frame.sound_check import SoundCheck
        from posdesk.devices.recordings import Recordings
        from posdesk.devices.sound import Sound

        self._news = SoundNews()
        self.recordings = Recordings(self._home)
        self.sound = Sound(self._news.told.emit, self._news.ended.emit, file_of=self.recordings.file_of)
        self.sound.mute(muted_cues(frozenset(self._settings.sound.muted)))
        self.alarm = Alarm(self.bridge, self.sound, self._news)
        self.sound_check = SoundCheck(self.bridge, self.sound, self._news)
        self.window.shell.sound_band.follow(self.sound_check)
        self.alarm.rang.connect(self._engine.rung)
        self.alarm.rang.connect(self.bridge.signals.rang)
        self.alarm.flash.connect(self.window.set_flashing)
        self.alarm.sound_changed.connect(self.window.set_sound)
        self.alarm.snoozed_changed.connect(self.window.shell.top_bar.set_snoozed)
        self.alarm.snoozed_changed.connect(self.orders.set_snoozed)

    def _make_bridges(self) -> None:
        from posdesk.desk.bridge.books_bridge import BooksBridge
        from posdesk.desk.bridge.enrolment import EnrolmentBridge
        from posdesk.desk.bridge.handover import HandoverBridge
        from posdesk.desk.bridge.health import HealthBridge
        from posdesk.desk.bridge.prints_bridge import PrintsBridge
        from posdesk.desk.bridge.shift_bridge import ShiftBridge
        from posdesk.desk.bridge.updates import UpdatesBridge
        from posdesk.engine.shift import ShiftActions

        home, journal, engine, secrets = self._home, self._journal, self._engine, self._secrets
        book_actions, print_actions, actions = self._acts
        self.books = BooksBridge(home, journal, engine, book_actions, counter=self.bridge, secrets=secrets)
        self.prints = PrintsBridge(journal, engine, print_actions, counter=self.bridge)
        self.shifts = ShiftBridge(home, journal, ShiftActions(journal), counter=self.bridge, books=self.books)
        self.health = HealthBridge(home, self._settings, secrets, self._clock)
        self.updates = UpdatesBridge(home, self.bridge)
        self.handover = HandoverBridge(home, actions, self.bridge.people, secrets, self._clock)
        self.enrolment = EnrolmentBridge(home, self.books, self.bridge, self._clock)
        self.books.signals.settings_changed.connect(self._adopt_settings)
        self.books.signals.settings_changed.connect(self._adopt_sound)
        self.prints.signals.changed.connect(self._show_papers)
        self.prints.signals.in_trouble.connect(self.alarm.knock)
        self.shifts.signals.due.connect(self.orders.board.set_shift_due)
        self.shifts.signals.opened.connect(self.sound_check.ask_heard)

    def _make_corner(self) -> None:
        from posdesk.desk.corner.corner import Corner
        from posdesk.desk.frame.sign_in import SignInDialog

        self.sign_in = SignInDialog(self.bridge, self.theme, self.window)
        self.router.set_pin_pad(self.sign_in)
        self._themes.changed.connect(self.sign_in.set_theme)
        self.corner = Corner(self.bridge, self.theme, self.window, place=self._settings.desk.corner)
        self.corner.open_wanted.connect(self._open)
        self.corner.snooze_wanted.connect(self.alarm.snooze)
        self.corner.touched.connect(self.bridge.people.touched)
        self.alarm.snoozed_changed.connect(self.corner.set_snoozed)
        self._themes.changed.connect(self.corner.set_theme)

    def _make_links(self) -> None:
        from posdesk.desk.scan.port import PortScans
        from posdesk.desk.scan_links import ScanLinks

        self.port = PortScans(self._clock, self)
        self.scans = ScanLinks(
            self.bridge, self.window, self.corner, sound=self.sound, wizard=self.pages.takes_scan
        )
        self.scans.join(self.router, self.port, self.sign_in)
        self.scans.lead_to(self.orders, lambda: self.pickup)

    def _listen(self) -> None:
        """Heard."""
        from posdesk.desk.words.states import one_counter_words
        from posdesk.devices.output_watch import OutputWatch

        self.alarm.start()
        self.corner.start()
        self.port.read(self._settings.scanner)
        self.router.attach()
        if not self._is_first_start():
            self.sound_check.ask_heard()  # the wizard asks in a step of its own
        self._outputs = OutputWatch(self.sound.look)
        if self._settings.ovopark is not None:
            self.window.say(one_counter_words())
        self.pages.begin()

    def step_parts(self) -> "StepParts":
        """What the steps of the first start are made with."""
        from posdesk.desk.first_start.parts import StepParts

        return StepParts(
            self.theme,
            self.bridge,
            self.books,
            self.prints,
            self.sound_check,
            self._home,
            has_orders=self._has_orders,
        )

    # start and end

    def say_start_failed(self, error: PosdeskError, home: Path) -> None:
        """A window that says why nothing else is shown, until it is closed."""
        from posdesk.desk.start_failed import say_start_failed

        say_start_failed(error, home, self.theme)
        self._languages.choose("en")
        self._collector.stop()

    def bring_forward(self, home: Path, holder: str) -> bool:
        """Have the desk that holds this home come to the front, instead of this one; whether it did."""
        from posdesk.desk.first_window import bring_forward

        came = bring_forward(home, holder)
        if came:
            self._languages.choose("en")
            self._collector.stop()
        return came

    def run(self, then: Callable[[], None], settled: Callable[[], None], end: EndWanted) -> None:
        """Turn until the window is closed or `end` is set; `then` is called after the first look.

        That is once the orders stand on screen, or after a moment where they can't be read or seen so soon.
        `settled` is called when the rest is there as well; `broken` says what kept that from coming up.
        """
        self._end_wanted, self._then, self._settled = end, then, settled
        if not self._rest:
            settled()
        self._waker = QSocketNotifier(end.fileno(), QSocketNotifier.Type.Read, self)
        self._waker.activated.connect(self._wake)
        self.bridge.signals.orders_changed.connect(self._orders_read)
        self.window.setUpdatesEnabled(False)
        QTimer.singleShot(BLANK_MS, self, self._paint_on)
        QTimer.singleShot(LONGEST_WAIT_MS, self, self._looked)
        self._is_turning = True
        self._app.exec()
        self._is_turning = False
        self._waker.setEnabled(False)
        if self.broken is None:
            self.close()

    @Slot()
    def _orders_read(self) -> None:
        """The board has the first orders by now: they are painted at once, not among what else is due.

        A window that the system has not put on the screen yet is painted when it is there.
        """
        self.bridge.signals.orders_changed.disconnect(self._orders_read)
        FirstPaint(self.window, self._looked)
        self._paint_on()
        self.window.repaint()

    @Slot()
    def _paint_on(self) -> None:
        """What there is by now is painted, with or without orders."""
        self.window.setUpdatesEnabled(True)

    @Slot()
    def _looked(self) -> None:
        """Somebody sees the board, and acts on it: now the engine, then the rest."""
        then, self._then = self._then, None
        if then is not None:
            self._collector.take_for_what_stays()
            QTimer.singleShot(SETTLES_MS, self, self._settle_on)  # whatever becomes of the engine
            then()

    @Slot()
    def _settle_on(self) -> None:
        """One piece, then whatever was pressed meanwhile, then the next one."""
        if self._rest:
            QTimer.singleShot(0, self, self._settle_on)
            self._make_next()

    @property
    def opens_again(self) -> bool:
        """Whether the window was closed so that another version comes up in its place."""
        return self.pages.program is not None and self.pages.program.opens_again

    def speak(self, language: Choice) -> None:
        """Another language from now on; every widget hears of it."""
        self._language = language
        self._languages.choose(language)

    def close(self) -> None:
        """Silence and put away; the engine is ended by whoever started it."""
        self.settle()
        self.pages.end()
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
        self.enrolment.close()
        self.bridge.close()
        self._outputs.close()
        self.sound.close()
        self.window.close()
        self.window.deleteLater()
        self._languages.choose("en")  # the application may outlive the desk, in tests it does

    # what changes

    @Slot()
    def _show_papers(self) -> None:
        self.orders.model.show_papers(self.prints.board())

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
        self.port.read(chosen.scanner)
        self.orders.own.plan = chosen.print_plan
        if (sync := self.pages.sync.made) is not None:
            sync.prints.set_printers(chosen.printer)
        profile = chosen.scanner.profile
        if profile != self.router.profile:
            self.router.set_profile(profile)
            if (pickup := self.pages.pickup.made) is not None:
                pickup.codes.profile = profile

    def _adopt_language(self, chosen: Choice) -> None:
        if chosen != self._language:
            self.speak(chosen)

    @Slot()
    def _adopt_sound(self) -> None:
        self.sound.mute(muted_cues(frozenset(self.books.settings.sound.muted)))

    @Slot()
    def _wake(self) -> None:
        """A signal came, which Python sees on its way in here; or somebody else wants the end."""
        if self._end_wanted.seen():
            self.window.leaving.let_go()  # Qt closes every window first, and stays where one stays
            self._app.quit()


def _application() -> QApplication:
    """The process's one, drawn by Fusion: Windows' own styles paint parts in the system's dark colours."""
    return QApplication([*sys.argv[:1], "-style", "fusion"])
