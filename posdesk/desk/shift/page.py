"""The Shift page (Ctrl+5): opened with a float, closed by a Z once everything is done or somebody's."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QCoreApplication, QPoint, QRect, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QHideEvent, QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from posdesk.desk.bridge.shifts import Shifts
from posdesk.desk.frame.page import BarState, Gathering, Key, KeyAction, Page, PageCount
from posdesk.desk.paint import ButtonKind
from posdesk.desk.shift.acts import ActButton
from posdesk.desk.shift.cash_card import CashCard
from posdesk.desk.shift.columns import ChecklistCard, XCard, ZCard
from posdesk.desk.shift.opening import WIDTH_PX as OPENING_PX
from posdesk.desk.shift.opening import OpeningCard
from posdesk.desk.shift.requests import ShiftRequests
from posdesk.desk.shift.strip import Strip
from posdesk.desk.shift.words import closed_words, left_words
from posdesk.desk.theme import Color, FontRole, Sign, StateRole, Theme, WidthClass, width_class
from posdesk.desk.theme.layout import gutter
from posdesk.desk.widgets.alt_keys import ShiftKey
from posdesk.desk.widgets.label import Words
from posdesk.desk.widgets.scrolled import scrolled
from posdesk.desk.words.say import is_counter
from posdesk.domain.shift.shift import is_over_the_day
from posdesk.domain.shift.view import OpenShift, ShiftView

translate = QCoreApplication.translate

GATHER_MS = 1000
"""Orders and receipts come in all the time: the figures are read once a second at the most."""
REST = 10  # times as long as reading takes is not read: a shift that nobody closes grows
MINUTE_MS = 61_000  # a day ends without anything being written down; a second behind the books
_STEPS = {Key.Key_Up: -1, Key.Key_Down: 1}
_PAGES = {Key.Key_PageUp: -1, Key.Key_PageDown: 1}
_X_PX, _CHECK_PX = 350, 534
_HIGH_PX = 600  # below this a narrow window shows the Z beside the X only


class ShiftPage(Page):
    """Every act is a call to the shift's bridge; what comes of it is read anew."""

    key = "shift"
    number = 5
    sign = Sign.CLOCK
    read = Signal()  # the page shows what is now

    def __init__(self, shifts: Shifts, theme: Theme, parent: QWidget | None = None) -> None:
        """Reads when it is shown, and whenever something of the shift changes."""
        super().__init__(parent)
        self._shifts = shifts
        self.view: ShiftView | None = None
        self._slowly = Gathering(self, GATHER_MS)
        self._minute = QTimer(self, interval=MINUTE_MS)
        self._minute.start()
        self._narrow = self._x_front = False
        self._build(theme)
        self._connect()

    def title(self) -> str:
        """The page's name in the rail."""
        return translate("pages", "Shift")

    def count(self) -> PageCount:
        """One, where a shift was left open over the day's end; nobody has to look at the page for that."""
        shifts, shift = self._shifts, self._shifts.current
        starts = shifts.settings.store.days
        is_left = shift is not None and is_over_the_day(shift, shifts.clock.now(), starts)
        return PageCount(int(is_left), StateRole.HALF)

    @property
    def now(self) -> OpenShift | None:
        """The shift that is open, as last read."""
        return self.view.open if self.view else None

    def bar(self) -> BarState:
        """The chosen line's button is painted: its key stands here."""
        line = self.checklist.chosen
        if self.now is None or line is None or not line.can_be_handed or self.requests.panel is not None:
            return BarState()
        label = translate("shift", "Hand it over")
        run = partial(self.do, ShiftKey.HAND_OVER)
        return BarState(keys=(KeyAction(ShiftKey.HAND_OVER, label, run, shown=False, acts=False),))

    def at_hand(self) -> QRect | None:
        """The chosen line of the checklist."""
        if self.now is None or not self.checklist.isVisible():
            return None
        box = self.checklist.box_of_chosen()
        return QRect(self.checklist.mapTo(self, QPoint(0, 0)) + box.topLeft(), box.size())

    def escape(self) -> bool:
        """An open panel is put away, then the keyboard leaves its field."""
        if self.requests.panel is not None:
            self.requests.put_away()
        elif isinstance(focus := self.focusWidget(), QWidget) and focus.hasFocus():
            focus.clearFocus()
        elif self._x_front:
            self._show_x(front=False)
        else:
            return False
        return True

    def handle_key(self, event: QKeyEvent) -> bool:
        """↑ and ↓ choose a line of the checklist, PgUp and PgDn turn the figures' pages."""
        if page := _PAGES.get(Key(event.key()), 0):
            return self._turn(page)
        step = _STEPS.get(Key(event.key()))
        if step is None or self.now is None or self.requests.panel is not None:
            return False
        self.checklist.move_by(step)
        return True

    def _turn(self, step: int) -> bool:
        if self.now is None or self.requests.panel is not None:
            return False
        for card in (self.x_card, self.z_card):
            card.turn(step)
        bar = self._beside.verticalScrollBar()
        bar.setValue(bar.value() + step * bar.pageStep())
        return True

    @Slot(str)
    def do(self, key: str) -> None:
        """What a button does, by its key."""
        acts = self._acts_of_open if self.now is not None else self._acts_of_none
        if self.view is not None and key in acts:
            acts[key]()

    def set_window_width(self, width: int) -> None:
        """Three columns from 1280, else two; the X comes to the front by its key."""
        room = gutter(width)
        self._narrow = width_class(width) < WidthClass.MEDIUM
        self._column.setContentsMargins(room, room, room, room)
        self._column.setSpacing(room)
        self._columns.setSpacing(room)
        self.opening.setFixedWidth(min(OPENING_PX, width - 120))
        self.strip.set_narrow(self._narrow)
        self.x_card.setMaximumWidth(_X_PX if not self._narrow else 10_000)
        self._middle.setMaximumWidth(_CHECK_PX if not self._narrow else 10_000)
        self._show_x(front=self._x_front)

    def retranslate(self) -> None:
        """The language on screen changed; a panel in the other one is put away."""
        self.requests.put_away()
        self._show()

    @Slot()
    def refresh(self) -> None:
        """Read anew, where the page is on screen."""
        if self.isVisible():
            self._shifts.ask(self._read, self._shifts.look)

    def showEvent(self, event: QShowEvent) -> None:
        """Reads what changed while another page was on screen."""
        super().showEvent(event)
        self.refresh()

    def hideEvent(self, event: QHideEvent) -> None:
        """What was typed stays; a panel is put away."""
        super().hideEvent(event)
        self.requests.put_away()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A panel stays in the middle."""
        super().resizeEvent(event)
        self._show_x(front=self._x_front)
        if self.requests.panel is not None:
            self.requests.panel.place()

    @Slot()
    def _look(self) -> None:
        """Times on the page grow older, and the day may have ended."""
        self.count_changed.emit()
        self.refresh()

    def _read(self, view: ShiftView) -> None:
        was_open = self.now is not None
        self.view = view
        if was_open and view.open is None and view.last_z is not None:
            self.said.emit(closed_words(view.last_z.number, view.handed))
            self.opening.field.clear()
            self.cash.field.clear()
        self._show()
        self._slowly.setInterval(max(GATHER_MS, round(self._shifts.took_s * 1000 * REST)))
        self.count_changed.emit()
        self.read.emit()

    def _show(self) -> None:
        view, now = self.view, self.now
        if view is None:
            return
        self._stack.setCurrentIndex(int(now is not None))
        if now is None:
            self.opening.show_view(view, must_sign_in=self._next_must_sign_in())
            self.opening.show()
            return
        self.strip.show_view(view, now)
        self.x_card.show_view(view, now)
        self.checklist.show_view(now)
        self.cash.show_view(now)
        self.z_card.settings = self._shifts.settings
        self.z_card.show_view(view, now)
        self._show_foot(now)

    def _next_must_sign_in(self) -> bool:
        """People are set up, and nobody is signed in."""
        return bool(self._shifts.settings.staff) and is_counter(self._shifts.actor())

    def _show_foot(self, now: OpenShift) -> None:
        """The button, or in its place how much is left to do."""
        is_open = bool(now.checklist.open)
        self._hint.say(translate("shift", "Up and down choose a line. Signing out loses nothing."))
        self._left.say(left_words(now) if is_open else "")
        self.close_button.set_label(translate("shift", "Close the shift"))
        self.close_button.setVisible(not is_open)

    def _take_x(self) -> None:
        """Read anew; in a narrow window the X comes to the front, or goes again."""
        self._show_x(front=self._narrow and not self._x_front)
        self.refresh()

    def _show_x(self, *, front: bool) -> None:
        self._x_front = front and self._narrow
        self.x_card.setVisible(self._x_front or not self._narrow)
        self._middle.setVisible(not self._x_front)
        self.cash.setVisible(not self._x_front)
        self.z_card.setVisible(self._x_front or not self._narrow or self.height() >= _HIGH_PX)

    # parts

    def _build(self, theme: Theme) -> None:
        self.setObjectName("page")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.opening, self.strip = OpeningCard(theme), Strip(theme)
        self.opening.hide()  # nobody knows yet whether a shift is open
        self.x_card, self.checklist, self.cash = XCard(theme), ChecklistCard(theme), CashCard(theme)
        self.z_card = ZCard(theme, self._shifts.settings)
        self._hint = Words(theme, FontRole.CAPTION, Color.MUTED)
        self._left = Words(theme, FontRole.TITLE, Color.WARN)
        self.close_button = ActButton(theme, ShiftKey.CLOSE, ButtonKind.PRIMARY)
        self.requests = ShiftRequests(self._shifts, theme, self)
        self._lay_out()
        self.set_window_width(WidthClass.MEDIUM)

    def _lay_out(self) -> None:
        foot, inner = QHBoxLayout(), QWidget()
        self._behind = inner
        foot.addWidget(self._hint, 1)
        foot.addWidget(self._left, 1)
        foot.addWidget(self.close_button)
        self._middle, self._right = QWidget(), QWidget()
        for widget, parts in ((self._middle, (self.checklist,)), (self._right, (self.cash, self.z_card))):
            column = QVBoxLayout(widget)
            column.setContentsMargins(0, 0, 0, 0)
            column.setSpacing(12)
            for part in parts:
                column.addWidget(part, int(part is not self.cash))
            column.addStretch(0)
            if widget is self._middle:
                column.addLayout(foot)
        self._columns = QHBoxLayout()
        self._columns.addWidget(self.x_card, 35)
        self._columns.addWidget(self._middle, 53)
        self._beside = scrolled(self._right, keyless=True)
        self._columns.addWidget(self._beside, 36)
        opening = QWidget()
        before = QVBoxLayout(opening)
        before.addStretch(1)
        beside = QHBoxLayout()
        beside.addStretch(1)
        beside.addWidget(self.opening)
        beside.addStretch(1)
        before.addLayout(beside)
        before.addStretch(2)
        self._column = QVBoxLayout(inner)
        self._column.addWidget(self.strip)
        self._column.addLayout(self._columns, 1)
        self._stack = QStackedLayout(self)
        self._stack.addWidget(scrolled(opening))
        self._stack.addWidget(inner)

    def _connect(self) -> None:
        self._shifts.signals.changed.connect(self.refresh)
        self._shifts.signals.stirred.connect(self._slowly.begin)
        self._slowly.timeout.connect(self.refresh)
        self._minute.timeout.connect(self._look)
        self._shifts.signals.shift_changed.connect(self._look)
        for part in (self.opening, self.strip, self.cash, self.checklist, self.close_button):
            part.wanted.connect(self.do)
        self.requests.said.connect(self.said)
        self.requests.sum_taken = self._show_sum
        self.requests.turned.connect(self._turned)
        ask, now = self.requests, self._view_now
        self._acts_of_none: dict[str, Callable[[], object]] = {
            ShiftKey.OPEN: partial(ask.open_shift, self.opening),
            ShiftKey.Z_AGAIN: lambda: ask.print_again(now()),
        }
        self._acts_of_open: dict[str, Callable[[], object]] = {
            ShiftKey.PAY_IN: partial(ask.ask_move, ask.pay_in),
            ShiftKey.PAY_OUT: partial(ask.ask_move, ask.pay_out),
            ShiftKey.NOTE: lambda: ask.ask_note(now()),
            ShiftKey.BY_NOTES: ask.ask_pieces,
            ShiftKey.HAND_OVER: lambda: ask.ask_heir(self.checklist.chosen),
            ShiftKey.X: self._take_x,
            ShiftKey.COUNT: self.cash.field.setFocus,
            ShiftKey.RECORD: partial(ask.record, self.cash),
            ShiftKey.CLOSE: lambda: ask.close_shift(self.now),
        }

    def _view_now(self) -> ShiftView:
        assert self.view is not None
        return self.view

    @Slot()
    def _turned(self) -> None:
        """While a panel asks nothing behind it can be pressed."""
        self._behind.setEnabled(self.requests.panel is None)

    def _show_sum(self, fen: int) -> None:
        """What the notes and coins come to."""
        self.cash.field.setText(f"{fen / 100:.2f}")
