"""The sync page (product rows 41, 42, 49): what waits, the daily sheet beside it, the prints."""

from collections.abc import Callable, Sequence
from datetime import date
from enum import StrEnum

from PySide6.QtCore import QCoreApplication, QTimer, Signal, Slot
from PySide6.QtGui import QGuiApplication, QHideEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from posdesk.desk.bridge.books import Books
from posdesk.desk.bridge.counter import Counter
from posdesk.desk.bridge.prints import Prints
from posdesk.desk.frame.page import BarState, Key, KeyAction, Page, PageCount
from posdesk.desk.sync.actions import carry_out
from posdesk.desk.sync.entries import matching
from posdesk.desk.sync.entry import Entry, EntryAction
from posdesk.desk.sync.entry_row import EntryRow
from posdesk.desk.sync.partners import PartnersPanel, PartnersTail
from posdesk.desk.sync.pending_panel import PendingPanel, counts_words
from posdesk.desk.sync.posting_words import Countdowns, Look
from posdesk.desk.sync.prints.pane import PrintsPane
from posdesk.desk.sync.report import report_text
from posdesk.desk.sync.sheet.pane import DailySheet
from posdesk.desk.theme import Pane, Sign, StateRole, Theme, WidthClass, pane_width
from posdesk.desk.theme.layout import ANY_WIDTH, TWO_PANES_FROM, gutter
from posdesk.desk.widgets.alt_keys import AltKey, Everywhere, SyncKey
from posdesk.desk.widgets.row_choice import ChoosableRow, RowChoice
from posdesk.desk.widgets.tabs import Tab, Tabs
from posdesk.desk.words.partners import names_of
from posdesk.desk.words.rights import signer_name
from posdesk.domain.books.ledger import Waiting
from posdesk.domain.books.pending import (
    Group,
    Pending,
    confirmed_today,
    halted_platforms,
    needs_person_count,
    pending_of,
)
from posdesk.domain.rights import Right

translate = QCoreApplication.translate

TICK_MS = 1000
_ROWS = {Key.Key_Up: -1, Key.Key_Down: 1}


class SyncTab(StrEnum):
    """What is in front; from two panes on list and sheet stand beside each other."""

    LIST = "list"
    SHEET = "sheet"
    PRINTS = "prints"


class SyncPage(Page):
    """Shows what orders and books still owe the platforms, and how the three books of a day agree."""

    key = "sync"
    number = 4
    sign = Sign.SYNC

    hour_wanted = Signal(object)  # datetime: open the Hours page there
    day_wanted = Signal(object)  # date: open the Hours page on that business day
    order_wanted = Signal(object)  # OrderKey: open it on the Orders page
    settings_wanted = Signal(str)  # "ovopark" or "wdk": open its settings

    def __init__(
        self, counter: Counter, books: Books, prints: Prints, theme: Theme, parent: QWidget | None = None
    ) -> None:
        """Listens to all three from here on."""
        super().__init__(parent)
        self._counter, self._books = counter, books
        self._pending: tuple[Pending, ...] = ()
        self._waiting: Waiting = books.waiting()
        self._countdowns = Countdowns(books.clock)
        self._unfolded: frozenset[str] = frozenset()
        self._tab = SyncTab.LIST
        self._build(prints, theme)
        self._connect()
        self.set_window_width(WidthClass.MEDIUM)
        self.refresh()

    def title(self) -> str:
        """The page's name in the rail."""
        return translate("pages", "Sync")

    def count(self) -> PageCount:
        """What needs a person, and what nobody knows; of the prints the doubtful ones alone."""
        return PageCount(self._own_count() + self.prints.doubtful, StateRole.HALF)

    def _own_count(self) -> int:
        mine = sum(row.group is not Group.BY_ITSELF for row in self._pending)
        return mine + needs_person_count(self._waiting)

    def bar(self) -> BarState:
        """F5 changes between list and sheet, where they don't stand side by side; hidden letters."""
        words = (
            translate("sync", "Sync or daily sheet"),
            translate("sync", "Find"),
            translate("pages", "Hours"),
        )
        runs: tuple[Callable[[], None] | None, ...] = (
            None if self._is_wide and self._tab is not SyncTab.PRINTS else self._other_tab,
            self.groups.filter.field.setFocus if self.groups.isVisible() else None,
            self.sheet.open_hours if self.sheet.isVisible() else None,
        )
        keys: tuple[Key | AltKey, ...] = (Key.Key_F5, SyncKey.FIND, SyncKey.HOURS)
        made = zip(keys, words, runs, strict=True)
        return BarState(keys=tuple(KeyAction(*each, shown=False, acts=False) for each in made))

    def escape(self) -> bool:
        """Esc leaves the prints, puts month or forms away, takes a first step back, else shows all."""
        if self._tab is SyncTab.PRINTS:
            self.show_tab(SyncTab.LIST)
            return True
        row = self.choice.row
        stepped = isinstance(row, EntryRow) and row.step_back()
        return self.sheet.close_calendar() or self.sheet.head.fold() or stepped or self.groups.filter.clear()

    def handle_key(self, event: QKeyEvent) -> bool:
        """Left and right turn the sheet's days, up and down choose a row; an open month takes them all."""
        key = Key(event.key())
        if self._tab is SyncTab.PRINTS:
            return key in _ROWS and self.prints.step(_ROWS[key])
        if self.sheet.head.switch.take_key(key):
            return True
        if key in _ROWS:
            return self.choice.step(_ROWS[key])
        step = {Key.Key_Left: -1, Key.Key_Right: 1}.get(key, 0)
        return bool(step) and self.sheet.isVisible() and self.sheet.turn(step)

    def _rows(self) -> Sequence[ChoosableRow]:
        """Those of the panes on screen with which something can be done."""
        entries = () if self.groups.isHidden() else self.groups.rows_from_the_top
        differences = () if self.sheet.isHidden() else self.sheet.differences.rows
        return (
            *(row for row in entries if row.shown),
            *(row for row in differences if not row.button.isHidden()),
        )

    @Slot()
    def _mark_row(self) -> None:
        """The chosen row shows its keys; where it copies the report, the foot's button needs none."""
        self.choice.refresh()
        row = self.choice.row
        copies = isinstance(row, EntryRow) and EntryAction.REPORT in row.shown
        self.groups.show_copy_key(shown=not copies)

    def set_window_width(self, width: int) -> None:
        """Two panes from 1440 on, else one of two tabs; the platforms stand where there is room."""
        self._width = width
        room = gutter(width)
        self._column.setContentsMargins(room, room, room, room)
        self._row.setSpacing(room)
        self.prints.set_window_width(width)
        self._column.setSpacing(0)
        self._lay_out()

    def retranslate(self) -> None:
        """The language on screen changed."""
        self.groups.retranslate()
        self.sheet.retranslate()
        self.prints.retranslate()
        self.refresh()

    @Slot()
    def refresh(self) -> None:
        """Count what is pending; show it where the page is on screen."""
        self._pending = pending_of(tuple(self._counter.views()))
        self._waiting = self._books.waiting()
        self.count_changed.emit()
        self._show_tabs()
        if self.isVisible():
            self._show()
            self._show_status()
            self.prints.refresh()

    def showEvent(self, event: QShowEvent) -> None:
        """Shows what changed while another page was on screen."""
        super().showEvent(event)
        self._ticker.start()
        self.refresh()
        self.choice.begin_anew()

    def hideEvent(self, event: QHideEvent) -> None:
        """Behind another page no second counts."""
        super().hideEvent(event)
        self._ticker.stop()

    def report(self) -> str:
        """The report for support."""
        return report_text(
            self._pending,
            self._waiting,
            settings=self._counter.settings,
            status=self._counter.status(),
            now=self._counter.clock.now(),
        )

    def show_sheet(self, day: date) -> None:
        """Bring the daily sheet of a business day to the front."""
        self.show_tab(SyncTab.SHEET)
        self.sheet.show_day(day)

    def show_tab(self, tab: SyncTab) -> None:
        """Bring this to the front."""
        self._tab = tab
        self._lay_out()
        self.refresh()
        self.choice.begin_anew()
        self.prints.begin_anew()

    @property
    def _is_wide(self) -> bool:
        return self._width >= TWO_PANES_FROM

    def _show(self) -> None:
        """What the filter leaves, in words of now."""
        bar = self.groups.filter
        look = Look(
            self._counter.clock.now(),
            self._countdowns,
            halted_platforms(self._waiting),
            self._unfolded,
            signer_name(self._counter.people.asks(Right.SETTLE), self._counter.actor()),
            names_of(self._counter.status()),
        )
        entries = matching(self._pending, self._waiting, look, part=bar.part, text=bar.text)
        self.groups.show_entries(entries, self._foot(), look.actor, well=self._counter.status().is_well)
        self._mark_row()

    def _foot(self) -> str:
        counter, waiting = self._counter, self._waiting
        counts = confirmed_today(counter.views(), counter.clock.now(), counter.settings.store.days)
        return counts_words(waiting.confirmed, counts)

    def _lay_out(self) -> None:
        both, wide = self._is_wide, self._width >= WidthClass.MEDIUM
        on_prints, on_sheet = self._tab is SyncTab.PRINTS, self._tab is SyncTab.SHEET
        self._show_tabs()
        self.prints.setVisible(on_prints)
        self.sheet.setVisible(not on_prints and (both or on_sheet))
        self.groups.setVisible(not on_prints and (both or not on_sheet))
        self.partners.setVisible(wide and not both and self._tab is SyncTab.LIST)
        self._tail.setVisible(both or not wide)
        list_px = pane_width(Pane.SYNC_LIST, self._width)
        self.groups.setMaximumWidth(list_px or ANY_WIDTH)
        self.groups.setMinimumWidth(list_px)
        self.bar_changed.emit()

    def _show_tabs(self) -> None:
        sync, sheet = translate("pages", "Sync"), translate("sync", "Daily sheet")
        differ = len(self.sheet.sheet.differences) if self.sheet.sheet else 0
        half, prints = StateRole.HALF, translate("prints", "Prints")
        on_list, other = self._tab is SyncTab.LIST, "F5"
        twice = "F5 ×2" if self._tab is SyncTab.PRINTS else ""  # F5 goes round
        names: dict[SyncTab, Tab] = {
            SyncTab.LIST: (sync, self._own_count(), half, "" if on_list else other),
            SyncTab.SHEET: (sheet, differ, half, other if on_list else twice),
            SyncTab.PRINTS: (prints, self.prints.doubtful, StateRole.UNKNOWN, str(Everywhere.PRINTS)),
        }
        shown = self._tabs_shown
        self.tabs.show_tabs(*(names[tab] for tab in shown))
        self.tabs.show_current(shown.index(self._tab) if self._tab in shown else 0)

    @property
    def _tabs_shown(self) -> tuple[SyncTab, ...]:
        return (SyncTab.LIST, SyncTab.PRINTS) if self._is_wide else tuple(SyncTab)

    @Slot()
    def _tick(self) -> None:
        """The filter changed; and once a second the countdowns and ages go on."""
        if self.isVisible() and not self.groups.isHidden():
            self._show()

    @Slot()
    def _show_status(self) -> None:
        status, now = self._counter.status(), self._counter.clock.now()
        self.partners.show_status(status, now)
        self._tail.show_status(status, now)

    @Slot()
    def _prints_changed(self) -> None:
        self.count_changed.emit()
        self._show_tabs()

    @Slot(int)
    def _choose_tab(self, number: int) -> None:
        self.show_tab(self._tabs_shown[number])

    def _other_tab(self) -> None:
        self.show_tab(SyncTab.SHEET if self._tab is SyncTab.LIST else SyncTab.LIST)

    @Slot(object, object)
    def _press(self, action: EntryAction, entry: Entry) -> None:
        """One row's button."""
        if action in {EntryAction.FOLD, EntryAction.UNFOLD}:
            self._unfolded ^= {entry.key}
            self._show()
            return
        if action is EntryAction.REPORT:
            self._copy_report()
        elif action is EntryAction.HOURS:
            self._want_hour(entry)
        elif action is EntryAction.SETTINGS:
            self._want_settings(entry)
        else:
            carry_out(action, entry, self._counter, self._books)
        self.acted.emit()

    def _want_hour(self, entry: Entry) -> None:
        hour = entry.subject.hour
        if hour is not None:
            self.hour_wanted.emit(hour)

    def _want_settings(self, entry: Entry) -> None:
        postings, stray = entry.subject.postings, entry.subject.stray
        topic = "partners" if stray is not None else "wdk"
        self.settings_wanted.emit(postings[0].book.platform if postings else topic)

    @Slot()
    def _copy_report(self) -> None:
        QGuiApplication.clipboard().setText(self.report())
        self.groups.say_copied()

    def _build(self, prints: Prints, theme: Theme) -> None:
        self.setObjectName("page")
        self._width = WidthClass.MEDIUM
        self._ticker = QTimer(self, interval=TICK_MS)
        self._tail, self.partners = PartnersTail(theme), PartnersPanel(theme)
        self.groups = PendingPanel(theme, self._tail)
        self.sheet = DailySheet(self._books, theme)
        self.prints = PrintsPane(prints, self._counter, theme)
        self.tabs = Tabs(theme, gap=8)
        self.choice = RowChoice(self, self._rows)
        self._row = QHBoxLayout()
        for part, stretch in ((self.sheet, 1), (self.partners, 1), (self.groups, 1), (self.prints, 1)):
            self._row.addWidget(part, stretch)
        self._column = QVBoxLayout(self)
        self._column.addWidget(self.tabs)
        self._column.addLayout(self._row, 1)

    def _connect(self) -> None:
        counter, books, groups, sheet = self._counter, self._books, self.groups, self.sheet
        counter.signals.orders_changed.connect(self.gathering.begin)
        counter.signals.status_changed.connect(self._show_status)
        counter.signals.staff_changed.connect(self.refresh)
        books.signals.waiting_changed.connect(self.gathering.begin)
        self._ticker.timeout.connect(self._tick)
        groups.pressed.connect(self._press)
        groups.touched.connect(self.choice.choose)
        groups.report_wanted.connect(self._copy_report)
        groups.filter.changed.connect(self._tick)
        self.tabs.chosen.connect(self._choose_tab)
        sheet.shown.connect(self._show_tabs)
        sheet.shown.connect(self._mark_row)
        self.prints.changed.connect(self._prints_changed)
        self.prints.acted.connect(self.acted)
        sheet.acted.connect(self.acted)
        sheet.hour_wanted.connect(self.hour_wanted)
        sheet.day_wanted.connect(self.day_wanted)
        sheet.order_wanted.connect(self.order_wanted)
        sheet.settings_wanted.connect(self.settings_wanted)
