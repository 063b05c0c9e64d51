"""The main window: the frame around one page at a time, and what the keys do in it."""

from functools import partial
from typing import Any, Final

from PySide6.QtCore import QEvent, QPoint, QRect, QRectF, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QCloseEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QDialog, QMainWindow, QWidget

from posdesk.desk.bridge.counter import Counter
from posdesk.desk.bridge.ticker import Ticker
from posdesk.desk.frame.announcer import Announcer
from posdesk.desk.frame.cancels import CancelWatch
from posdesk.desk.frame.endings import EndingWatch
from posdesk.desk.frame.function_keys import FUNCTION_KEYS, FunctionKeys
from posdesk.desk.frame.late_page import LatePage
from posdesk.desk.frame.leaving import Leaving
from posdesk.desk.frame.page import BarState, Key, KeyAction, Page
from posdesk.desk.frame.shell import Shell
from posdesk.desk.frame.undo import UndoWatch
from posdesk.desk.stop.stop_band import StopBand
from posdesk.desk.stop.stop_key import StopKey
from posdesk.desk.theme import Theme, ThemeSource, apply_style, hand_down
from posdesk.desk.widgets.letter_keys import LetterKeys
from posdesk.desk.widgets.screens import beside_title_bar, room_at
from posdesk.desk.words.reasons import reason_words
from posdesk.desk.words.states import Sentence
from posdesk.devices.sound_state import SoundState
from posdesk.domain.orders.order import OrderKey
from posdesk.engine.actions import Actions
from posdesk.errors import NotDone

SMALLEST = QSize(900, 640)
"""Logical px in which every page has all its parts; on a screen with less room the window takes what it has.

So 1366 × 768 at 150 % leaves 911 × 441, and 1920 × 1080 at 200 % leaves 960 × 459: pages scroll there, and
what must be read stands first.
"""
FIRST = QSize(1366, 768)


FRONT_MS: Final = 600
"""Where the system has not let the window come to the front by then, the taskbar says where it is."""

_PAGES: Final = {Qt.Key.Key_PageDown: 1, Qt.Key.Key_PageUp: -1}
"""Through a STOP whose dishes don't fit."""


class MainWindow(QMainWindow):
    """Never raises itself over another program, and takes no key that a field needs."""

    sign_in_wanted = Signal()

    def __init__(self, counter: Counter, themes: ThemeSource, parent: QWidget | None = None) -> None:
        """Empty until pages are added; the first one is shown."""
        super().__init__(parent)
        self._counter = counter
        self._themes = themes
        self._pages: dict[int, Page] = {}
        self._late: dict[int, LatePage[Any]] = {}
        self._more_keys: dict[int | str, KeyAction] = {}
        self._keys = FunctionKeys(counter.clock)
        self._undo, self._cancels = UndoWatch(counter), CancelWatch(counter)
        self._endings = EndingWatch(counter)
        self.leaving = Leaving(counter, self)
        self._announcer = Announcer(self, counter)
        self._said_by: Page | None = None  # whose word the notice is, None where it is anybody's
        self._build(themes.theme)
        self._connect()

    @property
    def page(self) -> Page | None:
        """The page on screen."""
        page = self.shell.stack.currentWidget()
        return page if isinstance(page, Page) else None

    def add_page(self, page: Page) -> None:
        """Give a page its place; the first one is shown."""
        if not page.stands_alone:
            self.shell.rail.add_page(page)
        self._adopt(page)
        if len(self._pages) == 1:
            self.show_page(page.number)

    def add_late(self, late: LatePage[Any], *, alone: bool = False) -> None:
        """Give a page its place that is made when it is first wanted; in no rail where it stands alone."""
        self._late[late.number] = late
        late.adopt = self._adopt
        if not alone:
            self.shell.rail.add_page(late)

    def _adopt(self, page: Page) -> None:
        self._pages[page.number] = page
        self.shell.stack.addWidget(page)
        page.set_theme(self._themes.theme)
        page.set_window_width(self.width())
        page.bar_changed.connect(self._read_bar)
        page.acted.connect(self._acted)
        page.said.connect(self._page_said)
        page.wanted.connect(self._page_wanted)
        page.count_changed.connect(self.shell.rail.read)

    def add_key(self, action: KeyAction) -> None:
        """A key that does the same on every page whose own bar doesn't name it."""
        self._more_keys[action.key] = action

    def show_page(self, number: int) -> bool:
        """Bring a page to the front; whether there is one of that number."""
        late = self._late.get(number)
        page = self._pages.get(number) if late is None else late.page
        if page is None:
            return False
        self.shell.hide_help()
        self.shell.stack.setCurrentWidget(page)
        self.shell.rail.set_current(number)
        self.shell.action_bar.setVisible(page.uses_action_bar)
        self.shell.set_alone(alone=page.stands_alone)
        self._name_notice()
        self._read_bar()
        return True

    @Slot(object)
    def set_sound(self, sound: SoundState) -> None:
        """Say whether the alarm can be heard."""
        self.shell.top_bar.set_sound(sound)

    @Slot(bool)
    def set_flashing(self, flashing: bool) -> None:
        """Show the alarm by the flash bar, or end that."""
        self.shell.flash.set_flashing(flashing)

    def come_to_front(self) -> None:
        """Before all other programs, with the keyboard; only where a person asked for it."""
        if self.isMinimized():
            self.setWindowState(self.windowState() & ~Qt.WindowState.WindowMinimized)
        self.show()
        self.raise_()
        self.activateWindow()
        QTimer.singleShot(FRONT_MS, self, self._flash_unless_in_front)

    def undo_latest(self) -> bool:
        """Withdraw this counter's latest waiting intent; whether there was one."""
        latest = self._undo.latest()
        if latest is not None:
            self._counter.act(partial(Actions.undo, seq=latest.intent.seq))
        return latest is not None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Pages, function keys and Esc; all else goes to the page on screen."""
        page = self.page
        if self._own_key(event) or (page is not None and page.handle_key(event)):
            event.accept()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Tells the pages the window's width."""
        for page in self._pages.values():
            page.set_window_width(self.width())
        self.stops.set_window_size(self.width(), self.height())
        super().resizeEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Asks first where orders wait."""
        if self.leaving.may_close(self._themes.theme):
            super().closeEvent(event)
        else:
            event.ignore()

    def changeEvent(self, event: QEvent) -> None:
        """Translates the pages and their keys anew when the language changed."""
        if event.type() == QEvent.Type.LanguageChange:
            self.shell.hide_help()
            for page in self._pages.values():
                page.retranslate()
            self.stops.refresh()
            self.shell.bands.show_cancelled(self._cancels.said)
            self.shell.rail.read()
            self._read_bar()
        super().changeEvent(event)

    def _build(self, theme: Theme) -> None:
        self.setWindowTitle("posdesk")
        self.stops = StopBand(self._counter, theme)
        self.shell = Shell(theme, self._counter, self._keys.run, self.stops, self)
        self.add_key(KeyAction(Key.Key_F11, "", self.stops.end_first, acts=False))
        self._stop_key = StopKey(self, self.stops)
        self._letters = LetterKeys(self, presses=False)
        self.setCentralWidget(self.shell)
        apply_style(self, theme)
        room = room_at(self.pos()).size()
        self.setMinimumSize(beside_title_bar(SMALLEST, room))
        self.resize(beside_title_bar(FIRST, room))
        self._timer = Ticker(self)
        self._timer.begin()

    def _connect(self) -> None:
        counter, signals, shell = self._counter, self._counter.signals, self.shell
        signals.status_changed.connect(shell.show_status)
        signals.staff_changed.connect(shell.top_bar.set_staff)
        signals.notice.connect(self._say_here)
        signals.unsaved.connect(self._say_unsaved)
        signals.orders_changed.connect(self._orders_changed)
        self._themes.changed.connect(self._take_theme)
        shell.rail.chosen.connect(self.show_page)
        shell.pages_moved.connect(self._clear_notice, Qt.ConnectionType.QueuedConnection)
        self.stops.acknowledged.connect(self._acted)
        self.stops.changed.connect(self._stops_changed)
        shell.bands.checked.connect(lambda gap: counter.act(partial(Actions.acknowledge_gap, number=gap)))
        shell.bands.losses_read.connect(lambda: counter.act(partial(Actions.acknowledge_losses)))
        shell.bands.cancels_read.connect(self._cancels_read)
        shell.bands.wrong_signs_read.connect(lambda: counter.act(partial(Actions.acknowledge_wrong_signs)))
        shell.top_bar.who_pressed.connect(self.sign_in_wanted)
        shell.undo_button.clicked.connect(self.undo_latest)
        self.leaving.agreed.connect(self.close)
        self._letters.pressed.connect(self.press_letter)
        self._timer.timeout.connect(self._tick)
        shell.flash.set_red(self.stops.count > 0)
        shell.show_status(self._counter.status())
        shell.top_bar.set_staff(self._counter.staff())

    def _own_key(self, event: QKeyEvent) -> bool:
        key, modifiers = event.key(), event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if modifiers == Qt.KeyboardModifier.ControlModifier:
            return Qt.Key.Key_1 <= key <= Qt.Key.Key_6 and self.show_page(key - Qt.Key.Key_0)
        if modifiers != Qt.KeyboardModifier.NoModifier:
            return False
        if key == Qt.Key.Key_F1:
            return event.isAutoRepeat() or self._turn_help()
        if self.shell.shows_help and self.shell.help.take_key(key):
            return True
        return (key != Qt.Key.Key_F11 and self._put_help_away()) or self._plain_key(event)

    def _plain_key(self, event: QKeyEvent) -> bool:
        key = event.key()
        if self.stops.turn_page(_PAGES.get(Qt.Key(key), 0)):
            return True
        if key == Qt.Key.Key_Escape:
            return event.isAutoRepeat() or self._escape()
        if key == Qt.Key.Key_F12:
            return event.isAutoRepeat() or self._sign_in()
        if key in FUNCTION_KEYS and key != Qt.Key.Key_F11 and self._bring_what_covers():
            return True
        bar = self._bar_of(key)
        if why := bar.why_not(key):
            self.say(Sentence(why))
        return self._keys.pressed(key, bar, auto_repeat=event.isAutoRepeat())

    def _bring_what_covers(self) -> bool:
        """A dialog of ours that lies over what a key would act on gets the keyboard, and nothing is done."""
        page = self.page
        box = page.at_hand() if page is not None else None
        if page is None or box is None:
            return False
        place = QRect(page.mapToGlobal(box.topLeft()), box.size())
        dialogs = (each for each in self.findChildren(QDialog) if each.isVisible())
        over = next((each for each in dialogs if each.frameGeometry().intersects(place)), None)
        if over is not None:
            over.activateWindow()
        return over is not None

    @Slot(str)
    def press_letter(self, key: str) -> bool:
        """Alt and a letter: what the page's bar says of it, else the button that shows it."""
        if self._put_help_away() or self._bring_what_covers():
            return True
        bar = self._bar_of(key)
        if why := bar.why_not(key):
            self.say(Sentence(why))
        action = bar.action(key)
        return self._keys.run(action) if action is not None else self._letters.press(key)

    def _turn_help(self) -> bool:
        page = self.page
        if not self._put_help_away() and page is not None:
            self.shell.help.open(page, tuple(self._more_keys.values()))
        return True

    def _put_help_away(self) -> bool:
        """Behind the list of keys nobody sees what a key would do: it goes, and nothing is done."""
        was = self.shell.shows_help
        self.shell.hide_help()
        return was

    def _escape(self) -> bool:
        page = self.page
        return (page is not None and page.escape()) or self.undo_latest()

    def _sign_in(self) -> bool:
        self.sign_in_wanted.emit()
        return True

    def _bar_of(self, key: int | str) -> BarState:
        state = self.page.bar() if self.page else BarState()
        named = any(action.key == key for action in state.keys)
        more = self._more_keys.get(key)
        return state if named or more is None else BarState(keys=(more,))

    @Slot()
    def _read_bar(self) -> None:
        page = self.page
        if page is not None and page.uses_action_bar:
            self.shell.action_bar.set_state(page.bar())
        self._clear_notice()

    @Slot()
    def _clear_notice(self) -> None:
        """No word lies over what the keys act on."""
        page, notice = self.page, self.shell.notice
        if page is not None and not notice.isHidden():
            box = page.at_hand() or QRect()
            notice.keep_clear(QRectF(box.translated(page.mapTo(self.shell, QPoint(0, 0)))))

    @Slot(int, bool)
    def _stops_changed(self, count: int, _came: bool) -> None:
        self.shell.flash.set_red(count > 0)

    @Slot()
    def _acted(self) -> None:
        self._keys.acted()

    @Slot()
    def _page_wanted(self) -> None:
        page = self.sender()
        if isinstance(page, Page):
            self.show_page(page.number)

    @Slot()
    def _flash_unless_in_front(self) -> None:
        if not self.isActiveWindow():
            QApplication.alert(self)

    @Slot(object)
    def _take_theme(self, theme: Theme) -> None:
        apply_style(self, theme)
        hand_down(self, theme)

    @Slot(object)
    def say(self, said: Sentence) -> None:
        """A short word at the window's foot; it moves nothing, and covers nothing that a key acts on."""
        self._say_for(None, said)

    @Slot(object)
    def _page_said(self, said: Sentence) -> None:
        """A page's word; of one that is not on screen it says whose."""
        page = self.sender()
        self._say_for(page if isinstance(page, Page) else None, said)

    @Slot(object)
    def _say_here(self, said: Sentence) -> None:
        """What was pressed on the page on screen was refused."""
        self._say_for(self.page, said)

    def _say_for(self, page: Page | None, said: Sentence) -> None:
        self._said_by = page
        self.shell.notice.show_words(said, self._name_of(page))
        self._clear_notice()

    def _name_of(self, page: Page | None) -> str:
        return "" if page is None or page is self.page else page.title()

    def _name_notice(self) -> None:
        """Another page is on screen: a word that stays over it says whose it is."""
        notice = self.shell.notice
        if not notice.isHidden():
            notice.name_page(notice.said, self._name_of(self._said_by))

    @Slot(object)
    def _say_unsaved(self, reason: NotDone) -> None:
        self.shell.bands.show_unsaved(reason_words(reason))

    @Slot()
    def _cancels_read(self) -> None:
        self._cancels.seen()
        self.shell.bands.show_cancelled(self._cancels.said)

    @Slot(object)
    def _orders_changed(self, keys: tuple[OrderKey, ...]) -> None:
        self._undo.refresh(keys)
        self._cancels.refresh(keys)
        for said in self._endings.ended(keys):
            self.say(said)
        self.shell.bands.show_cancelled(self._cancels.said)
        self.shell.undo_button.offer(self._undo.latest())

    @Slot()
    def _tick(self) -> None:
        self.shell.tick()
        self.shell.undo_button.offer(self._undo.latest())
