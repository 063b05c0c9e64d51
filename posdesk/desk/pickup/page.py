"""The Pickup page: a scan anywhere opens it, order first; F8 verifies; the result replaces the card."""

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QRect, Qt, QTimer, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from posdesk.desk.bridge.counter import Counter
from posdesk.desk.bridge.questions import read_history
from posdesk.desk.frame.page import ORDER_KEYS, BarState, Key, KeyAction, Page, PageCount
from posdesk.desk.pickup.card import LEAST_PX
from posdesk.desk.pickup.display import Display
from posdesk.desk.pickup.hands import Hands
from posdesk.desk.pickup.pile import Pile
from posdesk.desk.pickup.result import Deed
from posdesk.desk.pickup.said import hold_words, no_room_words, record_lines, too_small_words
from posdesk.desk.pickup.sheet import PickupSheet
from posdesk.desk.theme import Sign, StateRole, Theme
from posdesk.desk.words.states import kind_name
from posdesk.devices.sound import SoundDoor
from posdesk.domain.key_text import typed_code, unseen_in
from posdesk.domain.orders.history import HistoryLine
from posdesk.domain.orders.intent import Kind
from posdesk.domain.orders.order import OrderKey
from posdesk.domain.pickup.lookup import CodeFrom, Lookup
from posdesk.domain.pickup.pickup import CUES, FOLD_S, FOLDING, RESULTS, Face, Hold, PickupStep, ScanGuard
from posdesk.domain.pickup.scan_code import check_code, clean_code

translate = QCoreApplication.translate

TICK_MS = 200


class PickupPage(Page):
    """What is at hand stands in a `Pile`; the page shows it and passes on what a person does."""

    key = "pickup"
    number = 2
    sign = Sign.BARCODE
    uses_action_bar = True

    def __init__(
        self,
        counter: Counter,
        sound: SoundDoor,
        theme: Theme,
        more_keys: Callable[[], tuple[KeyAction, ...]] = tuple,
        parent: QWidget | None = None,
    ) -> None:
        """Listens to `counter` from here on; `more_keys` are shown after F8 (snooze, find)."""
        super().__init__(parent)
        self._counter, self._sound, self._more_keys = counter, sound, more_keys
        self._pile = Pile(counter.view, counter.close_lookup)
        self._hands = Hands(counter, self._pile)
        self.guard = ScanGuard()
        self.profile = counter.settings.scanner.profile
        self._fold_at: float | None = None
        self._build(theme)
        self._display = Display(counter, self._pile, self._hands, self._sheet)
        self._connect()
        self.refresh()

    @property
    def face(self) -> Face:
        """What stands on the page."""
        return self._pile.face(self._pile.top)

    @property
    def sheet(self) -> PickupSheet:
        """The parts on screen."""
        return self._sheet

    def title(self) -> str:
        """The page's name in the rail."""
        return translate("pages", "Pickup")

    def count(self) -> PageCount:
        """Results that wait for a person."""
        return PageCount(len(self._pile.parked), StateRole.HALF)

    def bar(self) -> BarState:
        """The order at hand, and F8 where it does something."""
        label = kind_name(Kind.VERIFY)
        if self._hands.step is PickupStep.HAND_OVER:
            label = translate("pickup", "Hand over")
        acts = self._hands.step in {PickupStep.VERIFY, PickupStep.HAND_OVER, PickupStep.ASK_CODE}
        box = self.at_hand()
        hidden = self.isVisible() and box is not None and box.isEmpty()
        run = self._say_hidden if hidden else self._press_by_key
        own = KeyAction(Key.Key_F8, label, run if acts else None, primary=True)
        others = tuple(
            KeyAction(at, kind_name(kind)) for kind, at in ORDER_KEYS.items() if kind is not Kind.VERIFY
        )
        keys = (*others, own, *self._more_keys())
        view = self._pile.top_view
        if view is None:
            return BarState(keys=keys)
        return BarState(view.order.content.source, view.order.content.number, keys=keys)

    def at_hand(self) -> QRect | None:
        """The chosen one of several orders; else the card that is on top."""
        if self._pile.top is None or self._pile.top.key is None:
            return None
        choice, shown = self._sheet.choice, self._sheet.shown
        box = choice.rect_of(self._pile.top.key).toRect() if shown is choice else shown.rect()
        if shown is self._sheet.card and shown.height() < LEAST_PX:
            return QRect()
        place = QRect(shown.mapTo(self, box.topLeft()), box.size())
        return place if self.rect().contains(place) else QRect()

    def escape(self) -> bool:
        """Esc: back from a second step, else put the card or the result away."""
        if self._hands.saying is not None:
            self._hands.saying = None
        elif not self._pile.close():
            return False
        else:
            self._begin_anew()
        self.refresh()
        return True

    def handle_key(self, event: QKeyEvent) -> bool:
        """The arrows choose one of several orders, else a waiting result; Alt+W opens that one."""
        held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if held == Qt.KeyboardModifier.AltModifier and event.key() == Key.Key_W:
            return event.isAutoRepeat() or self._open_waiting()
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()), 0)
        if not step or held:
            return False
        self._pick()
        if self.face is not Face.CHOICE:
            return self._sheet.scans.isVisible() and self._sheet.scans.step(step)
        self._sheet.choice.step(step)
        return True

    def _open_waiting(self) -> bool:
        """The chosen waiting result comes to the front; where no room is left for the list, that is said."""
        scans = self._sheet.scans
        if scans.chosen is None:
            return False
        if scans.isVisible():
            self._bring(scans.chosen)
        else:
            self.said.emit(no_room_words())
        return True

    def set_window_width(self, width: int) -> None:
        """Lay out for a window so wide, in logical px."""
        self._sheet.set_window_width(width)

    def retranslate(self) -> None:
        """Texts in the language on screen."""
        self._sheet.entry.retranslate()
        self.refresh()

    def open_order(self, key: OrderKey) -> None:
        """Show an order that was opened from the board, and come to the front."""
        self.guard.picked()
        self._pile.open_order(key)
        self._begin_anew()
        self.refresh()
        self.wanted.emit()

    @Slot()
    def scan_began(self) -> None:
        """The first characters of a scan came: F8 waits for its result."""
        self.guard.began()

    @Slot()
    def scan_dropped(self) -> None:
        """They were typing."""
        self.guard.dropped()

    def scan_flawed(self) -> None:
        """It could not be read: F8 waits for a new one, or for a person's choice."""
        self.guard.flaw()
        self.refresh()

    def scan_read(self, code: str, *, caps_lock: bool = False, mixed: bool = False) -> None:
        """Its code is asked for now; CapsLock may have turned its letters over, a second scanner mixed in."""
        self.guard.asked(code)
        self._display.turned_over = code if caps_lock and code.lower() != code.upper() else ""
        self._display.mixed = code if mixed else ""
        self.refresh()

    def _pick(self) -> None:
        if self.guard.hold not in (None, Hold.READING):
            self.guard.picked()
            self.refresh()

    def _press_by_key(self) -> None:
        """A touch on the button is a person's choice; the key alone could be meant for another order."""
        if self.guard.hold is None:
            self.press()
        else:
            self.said.emit(hold_words(self.guard.hold))

    def _say_hidden(self) -> None:
        """Nothing is verified that nobody sees."""
        self.said.emit(too_small_words())

    @Slot()
    def press(self) -> None:
        """F8, and the large button: verify, hand over, or ask for the code that is missing."""
        if self._hands.press() is PickupStep.ASK_CODE:
            view = self._pile.top_view
            self._sheet.entry.ask(view.order.content.number if view else "")
        self.acted.emit()

    @Slot()
    def refresh(self) -> None:
        """Show what is at hand as it is now, and sound what is new."""
        for face in self._pile.new_faces():
            if face in CUES:
                self._sound.play(CUES[face])
        self._watch_fold()
        self._show()
        self._display.show_scans()
        self.bar_changed.emit()
        self.count_changed.emit()

    @Slot()
    def tick(self) -> None:
        """Time went on: what is done folds after its 3 s."""
        if self._fold_at is not None and self._counter.clock.monotonic() >= self._fold_at:
            self._pile.close()
            self._begin_anew()
            self.refresh()
        else:
            self._show()

    def _watch_fold(self) -> None:
        if self.face not in FOLDING:
            self._fold_at = None
            self._timer.stop()
        elif self._fold_at is None:
            self._fold_at = self._counter.clock.monotonic() + FOLD_S
            self._timer.start(TICK_MS)

    def _begin_anew(self) -> None:
        self._hands.saying, self._display.record, self._fold_at = None, (), None

    def _show(self) -> None:
        now_s = self._counter.clock.monotonic()
        self._display.hold = self.guard.hold
        self._display.show(self._fold_at - now_s if self._fold_at is not None else 0.0)

    @Slot()
    def _dismiss(self) -> None:
        self.escape()

    @Slot(str)
    def _enter(self, typed: str) -> None:
        """A typed or pasted code goes the way of a scanned one, with the same cleaning and checks."""
        code = clean_code(typed_code(typed), self.profile.by_hand)
        if check_code(code, keep_gs=self.profile.keep_gs) is not None:
            self._sheet.entry.complain(_what_is_wrong(code))
            return
        self._sheet.entry.clear()
        self.guard.asked(code)
        self._display.turned_over = self._display.mixed = ""
        self._counter.look_up(code, CodeFrom.TYPED)

    @Slot(object)
    def _choose(self, key: OrderKey) -> None:
        self.guard.picked()
        self._pile.choose(key)
        self.refresh()

    @Slot(object)
    def _do(self, deed: Deed) -> None:
        if deed in {Deed.DISMISS, Deed.LATER, Deed.BACK}:
            self.escape()
            return
        top = self._pile.top
        if deed is Deed.RECORD and top is not None and top.key is not None:
            self._counter.ask(self._hear_history, read_history, top.key)
        self._hands.do(deed)
        self.refresh()

    @Slot(int)
    def _bring(self, number: int) -> None:
        self.guard.picked()
        self._pile.bring(number)
        self._begin_anew()
        self.refresh()

    @Slot(object)
    def _hear_orders(self, keys: tuple[OrderKey, ...]) -> None:
        """Most changes are of other orders; an empty tuple means any of them."""
        if not keys or self._pile.concerns(keys):
            self.refresh()

    @Slot(object)
    def _hear_lookup(self, lookup: Lookup) -> None:
        new = self._pile.hear(lookup)
        if new:
            self.guard.shown(lookup.code)
            self._begin_anew()
            self._sheet.entry.clear()
        self.refresh()
        if new:
            self.wanted.emit()

    def _hear_history(self, lines: tuple[HistoryLine, ...], key: OrderKey) -> None:
        if self._pile.top is not None and self._pile.top.key == key and self.face in RESULTS:
            self._display.record = record_lines(lines)
            self.refresh()

    def _build(self, theme: Theme) -> None:
        self.setObjectName("page")
        self._sheet = PickupSheet(theme, self)
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.tick)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._sheet)

    def _connect(self) -> None:
        signals, sheet = self._counter.signals, self._sheet
        signals.orders_changed.connect(self._hear_orders)
        signals.lookup_changed.connect(self._hear_lookup)
        signals.scans_changed.connect(self.refresh)
        signals.staff_changed.connect(self.refresh)
        sheet.entry.entered.connect(self._enter)
        for card in (sheet.card, sheet.choice):
            card.pressed.connect(self.press)
            card.dismissed.connect(self._dismiss)
        sheet.choice.chosen.connect(self._choose)
        sheet.result.pressed.connect(self._do)
        sheet.scans.opened.connect(self._bring)


def _what_is_wrong(code: str) -> str:
    """Why it can't be looked up; what can't be seen is named."""
    unseen = unseen_in(code)
    if unseen:
        words = translate("pickup", "It holds {name}, which can't be seen. Type the code by hand.")
        return words.format(name=unseen)
    return translate("pickup", "A code has 1 to 64 letters, digits and signs.")
