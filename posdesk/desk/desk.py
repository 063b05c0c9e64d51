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

from PySide6.QtCore import QCoreApplication, QSocketNotifier, Qt, QTimer, Slot
from PySide6.QtWidgets import QApplication

from posdesk.desk.application import GuiCollector, TouchWatch, name_program
from posdesk.desk.bridge.counter_bridge import CounterBridge
from posdesk.desk.bridge.first_start import read_progress
from posdesk.desk.frame.first_paint import FirstPaint
from posdesk.desk.frame.page import Key, KeyAction
from posdesk.desk.frame.window import MainWindow
from posdesk.desk.late_pages import FIRST_START, LatePages
from posdesk.desk.orders.page import OrdersPage
from posdesk.desk.parts import DeskParts
from posdesk.desk.scan.router import ScanRouter
from posdesk.desk.theme import ThemeSource, load_fonts
from posdesk.desk.widgets.alt_keys import Everywhere
from posdesk.desk.words.language import Choice, Languages
from posdesk.domain.clock import Clock
from posdesk.domain.orders.order import OrderKey
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
    from posdesk.desk.frame.halves import Half

log = logging.getLogger(__name__)
LONGEST_WAIT_MS: Final = 1_000  # for the first look: a slow journal or a hidden window holds nothing up
BLANK_MS: Final = 300  # a board without its orders is not painted before: it would say that there are none
SETTLES_MS: Final = 150  # after the first look: the engine is first, whoever pressed F2 comes before


class Desk(DeskParts):
    """What is on screen and what is heard."""

    def __init__(self, settings: Settings, half: "Half | None" = None) -> None:
        """The application, before anything is shown; its window fills the screen, or a half of it."""
        app = QApplication.instance() or _application()
        assert isinstance(app, QApplication)
        super().__init__()
        self._app, self._settings, self._half = app, settings, half
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
        self.pages.all_made.connect(self._collector.take_for_what_stays)
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
        if self._half is None:
            self.window.showMaximized()
        else:
            from posdesk.desk.frame.halves import show_in_half

            show_in_half(self.window, self._half, self._settings.store.counter)
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

    @Slot()
    def _wake(self) -> None:
        """A signal came, which Python sees on its way in here; or somebody else wants the end."""
        if self._end_wanted.seen():
            self.window.leaving.let_go()  # Qt closes every window first, and stays where one stays
            self._app.quit()


def _application() -> QApplication:
    """The process's one, drawn by Fusion: Windows' own styles paint parts in the system's dark colours."""
    return QApplication([*sys.argv[:1], "-style", "fusion"])
