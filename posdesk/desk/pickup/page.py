"""The Pickup page: a scan anywhere opens it, order first; F8 verifies; the result replaces the card."""

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QRect, Qt, QTimer, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from posdesk.desk.bridge.counter import Counter
from posdesk.desk.frame.page import ORDER_KEYS, BarState, Key, KeyAction, Page, PageCount
from posdesk.desk.pickup.actions import PickupActions
from posdesk.desk.pickup.cases import OpenCases
from posdesk.desk.pickup.codes import Codes
from posdesk.desk.pickup.panes import CaseDisplay, PickupPanes
from posdesk.desk.pickup.result_words import ResultAction
from posdesk.desk.pickup.words import hold_words, no_room_words, shown_first_words, too_small_words
from posdesk.desk.theme import Sign, StateRole, Theme
from posdesk.desk.widgets.alt_keys import PickupKey
from posdesk.desk.words.states import kind_name
from posdesk.devices.sound_state import SoundDoor
from posdesk.domain.clock import Clock
from posdesk.domain.orders.intent import Kind
from posdesk.domain.orders.order import OrderKey
from posdesk.domain.pickup.lookup import Lookup
from posdesk.domain.pickup.pickup import CUES, FOLD_S, FOLDING, Face, PickupStep

translate = QCoreApplication.translate

TICK_MS = 200
_STEPS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}
_PAGES = {Qt.Key.Key_PageDown: 1, Qt.Key.Key_PageUp: -1}


class FoldTimer(QTimer):
    """How long a result that folds by itself stays yet: 3 s from when it came up."""

    def __init__(self, clock: Clock, parent: QWidget) -> None:
        """Nothing folds."""
        super().__init__(parent, interval=TICK_MS)
        self._clock = clock
        self._ends_at: float | None = None

    @property
    def left_s(self) -> float:
        """In seconds; 0 where nothing folds, or where it is time."""
        return max(0.0, self._ends_at - self._clock.monotonic()) if self._ends_at is not None else 0.0

    @property
    def is_over(self) -> bool:
        """Whether what folds has stood for its time."""
        return self._ends_at is not None and self.left_s == 0.0

    def watch(self, face: Face) -> None:
        """This stands on the page now."""
        if face not in FOLDING:
            self.forget()
        elif self._ends_at is None:
            self._ends_at = self._clock.monotonic() + FOLD_S
            self.start()

    def forget(self) -> None:
        """What stood there is gone."""
        self._ends_at = None
        self.stop()


class PickupPage(Page):
    """What is at hand is held by `OpenCases`; the page shows it and passes on what a person does."""

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
        self._cases = OpenCases(counter.view, counter.close_lookup)
        self._actions = PickupActions(counter, self._cases, self)
        self._fold = FoldTimer(counter.clock, self)
        self.panes = PickupPanes(theme, self)
        self.codes = Codes(counter, self.panes.entry, self)
        self._display = CaseDisplay(counter, self._cases, self._actions, self.codes, self.panes)
        self._build()
        self._connect()
        self.refresh()

    @property
    def face(self) -> Face:
        """What stands on the page."""
        return self._cases.face(self._cases.current)

    def title(self) -> str:
        """The page's name in the rail."""
        return translate("pages", "Pickup")

    def count(self) -> PageCount:
        """Results that wait for a person."""
        return PageCount(len(self._cases.waiting), StateRole.HALF)

    def bar(self) -> BarState:
        """The order at hand, and F8 where it does something."""
        label = kind_name(Kind.VERIFY)
        if self._actions.step is PickupStep.HAND_OVER:
            label = translate("pickup", "Hand over")
        steps = {PickupStep.VERIFY, PickupStep.HAND_OVER, PickupStep.ASK_CODE}
        acts = self._actions.step in steps and self._actions.asked is None
        own = KeyAction(Key.Key_F8, label, self._press_by_key if acts else None, primary=True)
        others = tuple(
            KeyAction(at, kind_name(kind)) for kind, at in ORDER_KEYS.items() if kind is not Kind.VERIFY
        )
        keys = (*others, own, *self._more_keys(), *self._keys_of_the_list())
        view = self._cases.current_view
        if view is None:
            return BarState(keys=keys)
        return BarState(view.order.content.source, view.order.content.number, keys=keys)

    def _keys_of_the_list(self) -> tuple[KeyAction, ...]:
        """Its key is painted on the chosen row."""
        if self.panes.scans.chosen is None:
            return ()
        label = translate("pickup", "Open what waits")
        return (KeyAction(PickupKey.WAITING, label, self._open_waiting, shown=False, acts=False),)

    def at_hand(self) -> QRect | None:
        """The chosen one of several orders; else the card that is on top."""
        case = self._cases.current
        if case is None or case.key is None:
            return None
        box = self.panes.box_of(case.key).translated(self.panes.pos())
        return box if self.rect().contains(box) else QRect()

    def escape(self) -> bool:
        """Esc: back from a second step, else put the card or the result away."""
        if self._actions.close_step():
            pass
        elif not self._cases.close():
            return False
        else:
            self._begin_anew()
        self.refresh()
        return True

    def handle_key(self, event: QKeyEvent) -> bool:
        """Arrows choose one of several orders, else a waiting result; PgUp and PgDn scroll what it says."""
        held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if event.key() in _PAGES and not held and self.panes.result.isVisible():
            return self.panes.result.turn(_PAGES[Qt.Key(event.key())])
        step = _STEPS.get(Qt.Key(event.key()), 0)
        if not step or held:
            return False
        if self.codes.pick():
            self.refresh()
        if self._actions.asked is not None:
            return False
        if self.face is not Face.CHOICE:
            return self.panes.scans.isVisible() and self.panes.scans.step(step)
        self.panes.choice.step(step)
        return True

    def set_window_width(self, width: int) -> None:
        """Lay out for a window so wide, in logical px."""
        self.panes.set_window_width(width)

    def retranslate(self) -> None:
        """Texts in the language on screen."""
        self.panes.entry.retranslate()
        self.refresh()

    def open_order(self, key: OrderKey) -> None:
        """Show an order that was opened from the board, and come to the front."""
        self.codes.guard.picked()
        self._cases.open_order(key)
        self._begin_anew()
        self.refresh()
        self.wanted.emit()

    @Slot()
    def press(self) -> None:
        """F8, and the large button: verify, hand over, or ask for the code that is missing."""
        if self._actions.press() is PickupStep.ASK_CODE:
            view = self._cases.current_view
            self.panes.entry.ask(view.order.content.number if view else "")
        self.refresh()  # it may be a question first
        self.acted.emit()

    @Slot()
    def refresh(self) -> None:
        """Show what is at hand as it is now, and sound what is new."""
        self._actions.look()
        for face in self._cases.new_faces():
            if face in CUES:
                self._sound.play(CUES[face])
        self._fold.watch(self.face)
        self._show_case()
        self._display.show_scans()
        self.bar_changed.emit()
        self.count_changed.emit()

    @Slot()
    def tick(self) -> None:
        """Time went on: what is done folds after its 3 s."""
        if self._fold.is_over:
            self._cases.close()
            self._begin_anew()
            self.refresh()
        else:
            self._show_case()

    def _show_case(self) -> None:
        self._display.may_be_heard = self._sound.state.may_be_heard
        self._display.show(self._fold.left_s)

    def _open_waiting(self) -> None:
        """The chosen waiting result comes to the front; where no room is left for the list, that is said."""
        scans = self.panes.scans
        if scans.chosen is None:
            return
        if not scans.isVisible():
            self.said.emit(no_room_words())
        elif scans.rect_of(scans.chosen).isEmpty():
            scans.reveal()
            self.said.emit(shown_first_words())
        else:
            self._bring(scans.chosen)

    @property
    def _hides_order(self) -> bool:
        box = self.at_hand()
        return self.isVisible() and box is not None and box.isEmpty()

    def _press_by_key(self) -> None:
        """Nothing is verified that nobody sees, nor an order that another scan may have meant to replace.

        A touch on the button is a person's choice; the key alone could be meant for another order.
        """
        if self._hides_order:
            self.panes.choice.list.reveal()
            self.said.emit(too_small_words() if self._hides_order else shown_first_words())
        elif self.codes.guard.hold is not None:
            self.said.emit(hold_words(self.codes.guard.hold))
        else:
            self.press()

    def _begin_anew(self) -> None:
        """Another case is on the page, or none."""
        self._actions.begin_anew()
        self._fold.forget()

    @Slot(object)
    def _choose(self, key: OrderKey) -> None:
        self.codes.guard.picked()
        self._cases.choose(key)
        self.refresh()

    @Slot(object)
    def _do(self, action: ResultAction) -> None:
        if action in {ResultAction.DISMISS, ResultAction.LATER, ResultAction.BACK}:
            self.escape()
            return
        hold = self.codes.guard.hold if self._actions.asked is not None else None
        if hold is not None:  # the answer may be meant for another customer's order
            self.said.emit(hold_words(hold))
            return
        self._actions.do(action)
        self.refresh()

    @Slot(int)
    def _bring(self, number: int) -> None:
        self.codes.guard.picked()
        self._cases.bring(number)
        self._begin_anew()
        self.refresh()

    @Slot(object)
    def _hear_orders(self, keys: tuple[OrderKey, ...]) -> None:
        """Most changes are of other orders; an empty tuple means any of them."""
        if not keys or self._cases.concerns(keys):
            self.refresh()

    @Slot(object)
    def _hear_lookup(self, lookup: Lookup) -> None:
        new = self._cases.hear(lookup)
        if new:
            self.codes.guard.shown(lookup.code)
            self._begin_anew()
            self.panes.entry.clear()
        self.refresh()
        if new:
            self.wanted.emit()

    def _build(self) -> None:
        self.setObjectName("page")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.panes)

    def _connect(self) -> None:
        signals, panes = self._counter.signals, self.panes
        signals.orders_changed.connect(self._hear_orders)
        signals.lookup_changed.connect(self._hear_lookup)
        signals.scans_changed.connect(self.refresh)
        signals.staff_changed.connect(self.refresh)
        self._fold.timeout.connect(self.tick)
        self.codes.changed.connect(self.refresh)
        self._actions.changed.connect(self.refresh)
        for card in (panes.card, panes.choice):
            card.pressed.connect(self.press)
            card.dismissed.connect(self.escape)
        panes.choice.chosen.connect(self._choose)
        panes.result.pressed.connect(self._do)
        panes.scans.opened.connect(self._bring)
