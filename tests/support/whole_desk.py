"""One window with every page in it, over a counter and books of a test, and what of it lacks a key."""

from collections import Counter
from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QRadioButton, QWidget
from pytestqt.qtbot import QtBot

from posdesk.desk.cards.card_view import MarkButton
from posdesk.desk.first_start.lines import StepLine
from posdesk.desk.first_start.proof_rows import ProofRow
from posdesk.desk.first_start.rail import StepButton
from posdesk.desk.frame.bands import Bands
from posdesk.desk.frame.page import Page
from posdesk.desk.frame.pin_pad import PinPad
from posdesk.desk.frame.rail import RailButton
from posdesk.desk.frame.sign_in import SignInDialog
from posdesk.desk.frame.sound_band import SoundBand
from posdesk.desk.frame.window import MainWindow
from posdesk.desk.hours.page import HoursPage
from posdesk.desk.orders.catch_up import CaughtRows
from posdesk.desk.orders.lane_head import LaneHead
from posdesk.desk.orders.lane_view import LaneView
from posdesk.desk.orders.own_part import OwnAct
from posdesk.desk.orders.page import OrdersPage
from posdesk.desk.pickup.page import PickupPage
from posdesk.desk.settings.health.row import HealthRow
from posdesk.desk.settings.list_pane import RowButton
from posdesk.desk.settings.page import SettingsPage, TopicButton
from posdesk.desk.settings.pairs import PairsEditor
from posdesk.desk.settings.printers.printer_list import PrinterList
from posdesk.desk.settings.printers.slip_table import SlipTable
from posdesk.desk.settings.printers.value_button import FieldBox
from posdesk.desk.settings.probe import ProbePanel
from posdesk.desk.shift.page import ShiftPage
from posdesk.desk.stop.stop_band import StopCard
from posdesk.desk.sync.entry_row import EntryRow
from posdesk.desk.sync.filter_bar import FilterBar
from posdesk.desk.sync.page import SyncPage
from posdesk.desk.sync.prints.print_row import PrintRow
from posdesk.desk.sync.sheet.differences import DifferenceRow
from posdesk.desk.theme import ThemeSource, load_fonts
from posdesk.desk.widgets.button import DeskButton
from posdesk.domain.rights import Role
from posdesk.settings.book_sections import Ovopark, Wdk
from posdesk.settings.credentials import OVOPARK_SECRET
from posdesk.settings.settings import Settings, Staff, Store, Tender
from tests.support import sample_views as sample
from tests.support.fake_books import FakeBooks
from tests.support.fake_counter import FakeCounter
from tests.support.fake_prints import FakePrints
from tests.support.fake_shifts import FakeShifts
from tests.support.silent_sound import SilentSound

ONE_OF_MANY = (
    *((kind,) for kind in (StopCard, LaneHead, PairsEditor, FilterBar, ProbePanel, FieldBox)),
    *((kind,) for kind in (StepLine, ProofRow)),
    *((kind,) for kind in (PrinterList, SlipTable, PrintRow, HealthRow)),
    (EntryRow, DifferenceRow),
    (Bands, SoundBand),
    (CaughtRows,),
)
"""Of several alike one has the key: the chosen one, or the first; the next follows by arrows or once it is
pressed."""
SHOWN_ELSEWHERE = (RowButton, RailButton, TopicButton, StepButton, QRadioButton)
"""A page's number stands beside its sign and Ctrl at the rail's foot, PgUp and PgDn at the list's, of topics
as of steps; arrows choose an option."""


class WholeDesk:
    """A manager at it; nothing happened yet."""

    def __init__(self, qtbot: QtBot, *, dark: bool = False) -> None:
        load_fonts()
        self.qtbot = qtbot
        settings = Settings(
            store=Store(name="湘阴一店"),
            tender=(Tender(code="cash", name="现金", cash=True), Tender(code="card", name="刷卡")),
            ovopark=Ovopark(akey="a-key", enterprise_id=11, shop_id="D1"),
            wdk=Wdk(
                app_key="w", store_id="33571001", pos_no="POS001", pay_types={"cash": "01", "card": "02"}
            ),
        )
        self.books = FakeBooks(settings=settings, secrets_there=frozenset({OVOPARK_SECRET}))
        self.counter = FakeCounter(settings=settings, time=self.books.time)
        self.counter.set_status(sample.healthy())
        self.counter.set_staff(Staff(name="王经理", role=Role.MANAGER))
        themes = ThemeSource("dark" if dark else "light")
        theme = themes.theme
        self.window = MainWindow(self.counter, themes)
        qtbot.addWidget(self.window)
        self.sign_in = SignInDialog(self.counter, theme, self.window)
        self.window.sign_in_wanted.connect(self.sign_in.open_up)
        self.orders = OrdersPage(self.counter, theme)
        self.pickup = PickupPage(self.counter, SilentSound(), theme)
        self.orders.open_pickup.connect(self.pickup.open_order)
        self.hours = HoursPage(self.counter, self.books, theme)
        self.sync = SyncPage(
            self.counter, self.books, FakePrints(settings=settings, time=self.books.time), theme
        )
        self.shifts = FakeShifts(settings=settings, time=self.books.time)
        self.shift = ShiftPage(self.shifts, theme)
        self.settings = SettingsPage(self.counter, self.books, theme)
        for page in self.pages:
            self.window.add_page(page)
        self.window.show()
        self.window.activateWindow()
        qtbot.waitUntil(self.window.isActiveWindow)

    @property
    def pages(self) -> tuple[Page, ...]:
        """In the order of the rail."""
        return (self.orders, self.pickup, self.hours, self.sync, self.shift, self.settings)

    def press(self, key: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """A key of the window system's, to the window."""
        QTest.keyClick(self.window.windowHandle(), key, held)
        self.settle()

    def letter(self, letter: str) -> None:
        """Alt and a letter, to the window."""
        self.press(Qt.Key(ord(letter)), Qt.KeyboardModifier.AltModifier)

    def page(self, number: int) -> None:
        """Ctrl and a page's number."""
        self.press(Qt.Key(ord(str(number))), Qt.KeyboardModifier.ControlModifier)

    def settle(self) -> None:
        """What was asked for is on screen, and no key is deaf any more."""
        self.counter.time.advance(1)
        self.qtbot.waitUntil(lambda: not any(page.gathering.isActive() for page in self.pages))
        for _ in range(4):
            QApplication.processEvents()


def keyless(window: QWidget) -> list[str]:
    """The acts that stand in this window now and show no key."""
    return [*_buttons_without(window), *_painted_without(window)]


def _buttons_without(window: QWidget) -> Iterator[str]:
    keyed: dict[type[QWidget], bool] = {}  # a look at all of the window: once a kind
    for button in window.findChildren(QAbstractButton):
        shown = button.isVisible() and button.isEnabled() and button.window() is window
        if not shown or isinstance(button, SHOWN_ELSEWHERE) or not button.size().isValid():
            continue
        has_key = isinstance(button, DeskButton) and (button.face.key or _is_on_a_pad(button))
        needs_none = _is_a_check(button) or _is_chosen(button)
        if not has_key and not needs_none and not _has_the_key_elsewhere(button, keyed):
            yield f"{type(button.parentWidget()).__name__}: {button.accessibleName() or button.text()}"


def _is_a_check(button: QAbstractButton) -> bool:
    """A dish's check: by touch here, by arrows and a key in the packing list, which has a key itself."""
    return isinstance(button, MarkButton) and button.mark.act is OwnAct.CHECK


def _is_chosen(button: QAbstractButton) -> bool:
    """Of several ways the one that is chosen: arrows, painted on those beside it, choose another."""
    return isinstance(button, MarkButton) and button.mark.chosen


def _is_on_a_pad(button: DeskButton) -> bool:
    """What is written on a pad's buttons are keys."""
    return isinstance(button.parentWidget(), PinPad)


def _has_the_key_elsewhere(button: QAbstractButton, keyed: dict[type[QWidget], bool]) -> bool:
    above = button.parentWidget()
    kinds = tuple[type[QWidget], ...]()
    while above is not None and not kinds:
        kinds = next((alike for alike in ONE_OF_MANY if isinstance(above, alike)), ())
        above = above.parentWidget()
    for kind in kinds:
        if kind not in keyed:
            keyed[kind] = _one_has_a_key(button.window(), kind)
    return any(keyed[kind] for kind in kinds)


def _one_has_a_key(window: QWidget, kind: type[QWidget]) -> bool:
    rows = (row for row in window.findChildren(kind) if row.isVisible())
    return any(other.face.key for row in rows for other in row.findChildren(DeskButton) if other.isVisible())


def _painted_without(window: QWidget) -> Iterator[str]:
    """On the chosen card."""
    for view in window.findChildren(LaneView):
        for placed in view.shown.placed if view.isVisible() else ():
            if view.proxy.row_at(placed.at).key == view._selected:
                yield from (mark.label for mark in placed.card.buttons() if not mark.key)


def shared_letters(window: QWidget) -> list[str]:
    """The letters that two buttons on screen show at once: neither would be pressed."""
    shown = Counter(
        button.face.key
        for button in window.findChildren(DeskButton)
        if button.isVisible() and button.isEnabled() and button.window() is window
        if button.face.key.startswith("Alt+")
    )
    return [key for key, count in shown.items() if count > 1]
