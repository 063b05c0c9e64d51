"""What the desk is made of beside the board: bridges, sound, corner card, scans; and what settings change.

`desk` says when: none of it is needed for the first look. The bridges are imported when they are made.
"""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from posdesk.desk.bridge.counter_bridge import CounterBridge
from posdesk.desk.frame.window import MainWindow
from posdesk.desk.late_pages import LatePages
from posdesk.desk.orders.page import OrdersPage
from posdesk.desk.scan.router import ScanRouter
from posdesk.desk.theme import Theme, ThemeSource
from posdesk.desk.words.language import Choice, Languages
from posdesk.domain.clock import Clock
from posdesk.domain.first_start import Progress, is_wanted
from posdesk.domain.orders.board import rings
from posdesk.domain.orders.order import OrderKey
from posdesk.domain.orders.sound_classes import muted_cues
from posdesk.engine.actions import Actions, BookActions, PrintActions
from posdesk.engine.engine import Engine
from posdesk.journal import Journal
from posdesk.settings.credentials import Credentials
from posdesk.settings.settings import Settings

if TYPE_CHECKING:
    from posdesk.desk.first_start.parts import StepParts
    from posdesk.desk.first_start.wizard import Wizard
    from posdesk.desk.hours.page import HoursPage
    from posdesk.desk.pickup.page import PickupPage
    from posdesk.desk.settings.page import SettingsPage
    from posdesk.desk.shift.page import ShiftPage
    from posdesk.desk.sync.page import SyncPage


class DeskParts(QObject):
    """The parts, by their names; `desk` makes the first of them."""

    bridge: CounterBridge
    window: MainWindow
    orders: OrdersPage
    router: ScanRouter
    pages: LatePages
    progress: Progress
    _settings: Settings
    _home: Path
    _journal: Journal
    _engine: Engine
    _acts: tuple[BookActions, PrintActions, Actions]
    _secrets: Credentials
    _clock: Clock
    _themes: ThemeSource
    _languages: Languages
    _language: Choice
    _has_orders: bool

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

    def _is_first_start(self) -> bool:
        """Whether the wizard comes by itself."""
        partners = len(self._settings.partner)
        wanted = is_wanted(self.progress, partners=partners, orders=self._has_orders)
        return wanted and not self._settings.training

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
            self.window.say(one_counter_words(has_relay=self._settings.relay is not None))
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

    def speak(self, language: Choice) -> None:
        """Another language from now on; every widget hears of it."""
        self._language = language
        self._languages.choose(language)
