"""The pages that nobody sees at the start: each is imported, made and joined to the rest when it is wanted.

Those of every shift are made by themselves, one after the other and in two pieces each, once the desk has
nothing more urgent to do; the settings and the first start when somebody opens them.
"""

import contextlib
import importlib
import logging
from collections import deque
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QCoreApplication, QObject, QTimer, Signal, Slot

from posdesk.desk.frame.late_page import LatePage
from posdesk.desk.theme import Sign

if TYPE_CHECKING:
    from posdesk.desk.desk import Desk
    from posdesk.desk.first_start.page import FirstStartPage
    from posdesk.desk.first_start.wizard import Wizard
    from posdesk.desk.hours.page import HoursPage
    from posdesk.desk.links import PageLinks
    from posdesk.desk.pickup.page import PickupPage
    from posdesk.desk.program_topic import ProgramTopic
    from posdesk.desk.settings.page import SettingsPage
    from posdesk.desk.shift.page import ShiftPage
    from posdesk.desk.sync.page import SyncPage

translate = QCoreApplication.translate
log = logging.getLogger(__name__)

EVERY_MS: Final = 250
"""Between two pages that are made by themselves: keys and paint come first."""
FIRST_START: Final = 0
MODULES: Final = {
    4: "posdesk.desk.sync.page",
    2: "posdesk.desk.pickup.page",
    3: "posdesk.desk.hours.page",
    5: "posdesk.desk.shift.page",
}
"""Of the pages that are made by themselves, by number, in this order; that of the badges first."""


class LatePages(QObject):
    """Makes them, and has the window show them; what a page not yet made owes comes with the page."""

    all_made = Signal()  # those of every shift

    def __init__(self, desk: "Desk") -> None:
        """The window has their places from here on."""
        super().__init__(desk)
        self._desk = desk
        self.pickup = LatePage(2, Sign.BARCODE, lambda: translate("pages", "Pickup"), self._make_pickup)
        self.hours = LatePage(3, Sign.CHART, lambda: translate("pages", "Hours"), self._make_hours)
        self.sync = LatePage(4, Sign.SYNC, lambda: translate("pages", "Sync"), self._make_sync)
        self.shift = LatePage(5, Sign.CLOCK, lambda: translate("pages", "Shift"), self._make_shift)
        self.settings = LatePage(6, Sign.SLIDERS, lambda: translate("pages", "Settings"), self._make_settings)
        self.first_start = LatePage(FIRST_START, Sign.RECEIPT, str, self._make_first_start)
        for late in (self.pickup, self.hours, self.sync, self.shift, self.settings):
            desk.window.add_late(late)
        desk.window.add_late(self.first_start, alone=True)
        self.program: ProgramTopic | None = None
        self._wizard: Wizard | None = None
        self._links: PageLinks | None = None
        by_number = {late.number: late for late in (self.pickup, self.hours, self.sync, self.shift)}
        self._wanted = deque[LatePage[Any]](by_number[number] for number in MODULES)
        self.tried = frozenset[str]()
        self._by_themselves = QTimer(self, interval=EVERY_MS)
        self._by_themselves.timeout.connect(self._make_next)

    @Slot()
    def begin(self) -> None:
        """From here on those of every shift are made."""
        self._by_themselves.start()

    def end(self) -> None:
        """None is made by itself any more."""
        self._by_themselves.stop()

    @Slot()
    def _make_next(self) -> None:
        """Each is tried once, its modules a piece before it; what can't be made says so when it is opened."""
        while self._wanted and self._wanted[0].made is not None:
            self._wanted.popleft()
        if self._wanted:
            if self._imports(MODULES[self._wanted[0].number]):
                return
            self._make(self._wanted.popleft())
        if not self._wanted:
            self._by_themselves.stop()
            self.all_made.emit()

    def _imports(self, name: str) -> bool:
        """Whether that module was imported just now.

        In this thread, as all of Qt's: beside one that made such classes a start in thirty or so died.
        """
        if name in self.tried:
            return False
        self.tried |= {name}
        with contextlib.suppress(Exception):
            importlib.import_module(name)
        return True

    def _make(self, late: LatePage[Any]) -> None:
        try:
            late.page  # noqa: B018 - that makes it
        except Exception:
            log.exception("desk: page %d can't be made", late.number)

    @property
    def links(self) -> "PageLinks":
        """The buttons of one page that lead to another."""
        from posdesk.desk.links import PageLinks

        if self._links is None:
            self._links = PageLinks(
                self._desk.window,
                self._desk.orders,
                hours=lambda: self.hours.page,
                sync=lambda: self.sync.page,
                settings=lambda: self.settings.page,
            )
        return self._links

    def _make_pickup(self) -> "PickupPage":
        from posdesk.desk.pickup.page import PickupPage

        desk = self._desk
        desk.settle()
        return PickupPage(desk.bridge, desk.sound, desk.theme, more_keys=desk.keys_now)

    def _make_hours(self) -> "HoursPage":
        from posdesk.desk.hours.page import HoursPage

        self._desk.settle()
        return HoursPage(self._desk.bridge, self._desk.books, self._desk.theme)

    def _make_sync(self) -> "SyncPage":
        from posdesk.desk.sync.page import SyncPage

        desk = self._desk
        desk.settle()
        page = SyncPage(desk.bridge, desk.books, desk.prints, desk.theme)
        if desk.pictures is not None:
            page.prints.now.show_pictures(desk.pictures)
        self.links.join_sync(page)
        return page

    def _make_shift(self) -> "ShiftPage":
        from posdesk.desk.shift.page import ShiftPage

        self._desk.settle()
        return ShiftPage(self._desk.shifts, self._desk.theme)

    def _make_settings(self) -> "SettingsPage":
        from posdesk.desk.settings.page import SettingsPage
        from posdesk.desk.settings_joints import SettingsJoints

        desk = self._desk
        desk.settle()
        page = SettingsPage(desk.bridge, desk.books, desk.theme)
        page.first_start_wanted.connect(self._open_first_start)
        self.links.join_settings(page)
        self.program = SettingsJoints(desk, page).program
        return page

    def _make_first_start(self) -> "FirstStartPage":
        from posdesk.desk.first_start.wizard import Wizard
        from posdesk.desk.links import EnrolmentLinks
        from posdesk.desk.settings.relay.line_box import LineBox

        desk = self._desk
        desk.settle()
        self._wizard = Wizard(desk.window, desk.router, desk.step_parts(), desk.progress, self._title_of)
        for box in self._wizard.page.findChildren(LineBox):
            EnrolmentLinks(desk.enrolment, box, self)
        return self._wizard.page

    @property
    def the_wizard(self) -> "Wizard":
        """The first start with all that belongs to it, made where it wasn't."""
        self.first_start.page  # noqa: B018 - that makes it
        assert self._wizard is not None
        return self._wizard

    def takes_scan(self, code: str) -> bool:
        """Whether a code that was scanned is the first start's, and nobody else's."""
        return self._wizard is not None and self._wizard.take_scan(code)

    def _title_of(self, topic: str) -> str:
        """What a topic of Settings is called; empty where there is none."""
        return next((pane.title() for pane in self.settings.page.panes if pane.key == topic), "")

    @Slot()
    def _open_first_start(self) -> None:
        self.first_start.page.open_again()
        self._desk.window.show_page(FIRST_START)
