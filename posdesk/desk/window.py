"""The main window: top bar, rail, bands, one page at a time, the action bar at its foot."""

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from posdesk.desk.counter import Counter
from posdesk.desk.frame import (
    ActionBar,
    Bands,
    FlashBar,
    FunctionKeys,
    Notice,
    Rail,
    SoundState,
    TopBar,
    UndoWatch,
)
from posdesk.desk.page import BarState, KeyAction, Page
from posdesk.desk.theme import Theme, ThemeSource, apply_style
from posdesk.desk.words import not_allowed_words
from posdesk.domain.order import OrderKey
from posdesk.domain.status import EngineStatus

SMALLEST = QSize(1024, 768)
"""Logical px; on a screen with fewer, as at 200 %, the screen's own size."""


class MainWindow(QMainWindow):
    """Never raises itself over another program, and takes no key that a field needs."""

    ticked = Signal()  # once a second
    sign_in_wanted = Signal()

    def __init__(self, counter: Counter, themes: ThemeSource, parent: QWidget | None = None) -> None:
        """Empty until pages are added; `show_page` then brings one to the front."""
        super().__init__(parent)
        self._counter = counter
        self._themes = themes
        self._pages: dict[int, Page] = {}
        self._more_keys: dict[int, KeyAction] = {}
        self._function_keys = FunctionKeys(counter.clock)
        self._undo = UndoWatch(counter)
        self._build(themes.theme)
        self._connect()

    @property
    def page(self) -> Page | None:
        """The page on screen."""
        page = self._stack.currentWidget()
        return page if isinstance(page, Page) else None

    @property
    def bands(self) -> Bands:
        """The bands under the top bar."""
        return self._bands

    @property
    def action_bar(self) -> ActionBar:
        """The bar at the foot."""
        return self._action_bar

    def add_page(self, page: Page) -> None:
        """Give a page its place; the first one is shown."""
        self._pages[page.number] = page
        self._stack.addWidget(page)
        self._rail.add_page(page)
        page.set_theme(self._themes.theme)
        page.set_window_width(self.width())
        page.bar_changed.connect(self._read_bar)
        page.acted.connect(self._function_keys_acted)
        page.wanted.connect(self._page_wanted)
        if len(self._pages) == 1:
            self.show_page(page.number)

    def add_key(self, action: KeyAction) -> None:
        """A function key that does the same on every page whose own bar doesn't name it."""
        self._more_keys[action.key] = action

    def show_page(self, number: int) -> bool:
        """Bring a page to the front; whether there is one of that number."""
        page = self._pages.get(number)
        if page is None:
            return False
        self._stack.setCurrentWidget(page)
        self._rail.set_current(number)
        self._action_bar.setVisible(page.uses_action_bar)
        self._read_bar()
        return True

    def set_sound(self, sound: SoundState) -> None:
        """Say whether the alarm can be heard."""
        self._top_bar.set_sound(sound)

    def set_flashing(self, flashing: bool) -> None:
        """Show the alarm by the flash bar, or end that."""
        self._flash.set_flashing(flashing)
        self._flash.raise_()

    def run(self, action: KeyAction) -> None:
        """Do what a key or its button says."""
        self._function_keys.run(action)

    def undo_latest(self) -> bool:
        """Withdraw this counter's latest waiting intent; whether there was one."""
        latest = self._undo.latest()
        if latest is None:
            return False
        self._counter.undo(latest.intent.seq)
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Pages, function keys and Esc; all else goes to the page on screen."""
        page = self.page
        taken = self._own_key(event) or (page is not None and page.handle_key(event))
        if taken:
            event.accept()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Tells bars and pages the window's width."""
        width = self.width()
        self._flash.setGeometry(0, 0, width, self._flash.height())
        self._notice.place(QRectF(0, 0, width, self.height() - self._action_bar.height()))
        self._rail.set_window_width(width)
        self._action_bar.set_window_width(width)
        for page in self._pages.values():
            page.set_window_width(width)
        super().resizeEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """Translates the pages and their keys anew when the language changed."""
        if event.type() == QEvent.Type.LanguageChange:
            for page in self._pages.values():
                page.retranslate()
            self._rail.read()
            self._read_bar()
        super().changeEvent(event)

    def _build(self, theme: Theme) -> None:
        self.setWindowTitle("posdesk")
        self._top_bar = TopBar(theme, self._counter.settings, self._counter.clock, self)
        self._rail = Rail(theme, self)
        self._bands = Bands(theme, self)
        self._stack = QStackedWidget(self)
        self._action_bar = ActionBar(theme, self.run, self)
        self._notice = Notice(theme, self._counter.clock, self)
        self._flash = FlashBar(theme, less_motion=self._counter.settings.desk.less_motion, parent=self)
        self._lay_out()
        apply_style(self, theme)
        screen = self.screen().availableSize()
        self.setMinimumSize(SMALLEST.boundedTo(screen))
        self.resize(QSize(1366, 768).boundedTo(screen))

    def _lay_out(self) -> None:
        body = QWidget(self)
        column = QVBoxLayout()
        column.setSpacing(0)
        for widget in (self._bands, self._stack, self._action_bar):
            column.addWidget(widget, 1 if widget is self._stack else 0)
        grid = QGridLayout(body)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(0)
        grid.addWidget(self._top_bar, 0, 0, 1, 2)
        grid.addWidget(self._rail, 1, 0)
        grid.addLayout(column, 1, 1)
        grid.setRowStretch(1, 1)
        grid.setColumnStretch(1, 1)
        self.setCentralWidget(body)

    def _connect(self) -> None:
        signals = self._counter.signals
        signals.status_changed.connect(self._show_status)
        signals.staff_changed.connect(self._top_bar.set_staff)
        signals.not_allowed.connect(self._say_not_allowed)
        signals.not_saved.connect(self._say_not_saved)
        signals.orders_changed.connect(self._orders_changed)
        self._themes.changed.connect(self._take_theme)
        self._rail.chosen.connect(self.show_page)
        self._bands.checked.connect(self._gap_checked)
        self._top_bar.who_pressed.connect(self.sign_in_wanted)
        self._action_bar.undo_pressed.connect(self.undo_latest)
        self._show_status(self._counter.status())
        self._top_bar.set_staff(self._counter.staff())
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._tick)
        self._timer.start(1000)

    def _own_key(self, event: QKeyEvent) -> bool:
        key, modifiers = event.key(), event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if modifiers == Qt.KeyboardModifier.ControlModifier:
            return self.show_page(key - Qt.Key.Key_0) if Qt.Key.Key_1 <= key <= Qt.Key.Key_6 else False
        if modifiers != Qt.KeyboardModifier.NoModifier:
            return False
        if key == Qt.Key.Key_Escape:
            return event.isAutoRepeat() or self._escape()
        if key == Qt.Key.Key_F12 and not event.isAutoRepeat():
            self.sign_in_wanted.emit()
            return True
        return self._function_keys.pressed(key, self._bar_of(key), auto_repeat=event.isAutoRepeat())

    def _escape(self) -> bool:
        page = self.page
        return (page is not None and page.escape()) or self.undo_latest()

    def _bar_of(self, key: int) -> BarState:
        state = self.page.bar() if self.page else BarState()
        named = any(action.key == key for action in state.keys)
        more = self._more_keys.get(key)
        return state if named or more is None else BarState(keys=(more,))

    @Slot()
    def _read_bar(self) -> None:
        page = self.page
        if page is not None and page.uses_action_bar:
            self._action_bar.set_state(page.bar())

    @Slot()
    def _function_keys_acted(self) -> None:
        self._function_keys.acted()

    @Slot()
    def _page_wanted(self) -> None:
        page = self.sender()
        if isinstance(page, Page):
            self.show_page(page.number)

    @Slot(object)
    def _show_status(self, status: EngineStatus) -> None:
        self._top_bar.set_status(status)
        self._bands.show_status(status)

    @Slot(object)
    def _take_theme(self, theme: Theme) -> None:
        apply_style(self, theme)
        for painted in (self._top_bar, self._rail, self._bands, self._action_bar, self._notice, self._flash):
            painted.set_theme(theme)
        for page in self._pages.values():
            page.set_theme(theme)

    @Slot(object, str)
    def _say_not_allowed(self, key: OrderKey, reason: str) -> None:
        self._notice.place(QRectF(self._stack.geometry()))
        self._notice.show_words(not_allowed_words(reason))

    @Slot(str)
    def _say_not_saved(self, reason: str) -> None:
        self._bands.show_unsaved(not_allowed_words(reason))

    @Slot(object)
    def _orders_changed(self, keys: tuple[OrderKey, ...]) -> None:
        self._undo.refresh(keys)
        self._show_undo()

    @Slot(int)
    def _gap_checked(self, number: int) -> None:
        self._counter.acknowledge_gap(number)

    @Slot()
    def _tick(self) -> None:
        self._top_bar.tick()
        self._notice.tick()
        self._show_undo()
        self.ticked.emit()

    def _show_undo(self) -> None:
        latest = self._undo.latest()
        self._action_bar.set_undo(latest.show_no if latest else None)
