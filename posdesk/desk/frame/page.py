"""What every page of the desk is to the window: its place in the rail, its keys, its count."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QRect, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from posdesk.desk.theme import Sign, StateRole, Theme, hand_down
from posdesk.desk.widgets.alt_keys import AltKey
from posdesk.domain.orders.intent import Kind
from posdesk.domain.orders.source import Source
from posdesk.records import dataclass

Key = Qt.Key
ORDER_KEYS = {
    Kind.ACCEPT: Key.Key_F2,
    Kind.REFUSE: Key.Key_F3,
    Kind.READY: Key.Key_F4,
    Kind.PAY: Key.Key_F6,
    Kind.VERIFY: Key.Key_F8,
}
"""The key of what is wished for an order, on every page, in the order of the bar."""


@dataclass(frozen=True, slots=True)
class KeyAction:
    """A function key now, or Alt and a letter where no button of its own shows it (`widgets.alt_keys`).

    `run` is what key and button both call, None where it doesn't apply. `short` are the words for a narrow
    window. `shown`: whether it stands in the action bar. `acts`: whether F2 is deaf for a moment after it.
    `why` is what is said where it doesn't apply though somebody might expect it to.
    """

    key: Qt.Key | AltKey
    label: str
    run: Callable[[], None] | None = None
    short: str = ""
    primary: bool = False
    danger: bool = False
    shown: bool = True
    acts: bool = True
    why: str = ""


@dataclass(frozen=True, slots=True)
class BarState:
    """What the action bar shows: the selected order at its left, then the keys in their order."""

    source: Source | None = None
    number: str = ""
    state: str = ""
    keys: tuple[KeyAction, ...] = ()

    def action(self, key: int | str) -> KeyAction | None:
        """What that key does now, None where it isn't this page's or doesn't apply."""
        return next((a for a in self.keys if a.key == key and a.run is not None), None)

    def why_not(self, key: int | str) -> str:
        """Why that key does nothing now; empty where it acts, or where nothing need be said."""
        return next((a.why for a in self.keys if a.key == key and a.run is None), "")


@dataclass(frozen=True, slots=True)
class PageCount:
    """The number beside a page's sign in the rail; 0 shows none."""

    value: int
    role: StateRole = StateRole.NEW


GATHER_MS = 100


class Gathering(QTimer):
    """A burst of changes is one look: `timeout` comes once, `ms` after the first `begin`."""

    def __init__(self, parent: QObject, ms: int = GATHER_MS) -> None:
        """Waits for a first change."""
        super().__init__(parent, singleShot=True, interval=ms)

    @Slot()
    def begin(self) -> None:
        """Something changed."""
        if not self.isActive():
            self.start()


class Page(QWidget):
    """The base of all pages. A page paints with the theme it is handed and translates itself anew.

    A page never takes F2–F12, Ctrl+digit or Esc itself: the window asks `bar` and `escape`.
    What it shows is read by `refresh`; what changes begins `gathering`, which refreshes it once.
    """

    bar_changed = Signal()
    count_changed = Signal()
    acted = Signal()  # an action was pressed on the page itself: F2 is deaf for a moment
    said = Signal(object)  # Sentence: a short word at the window's foot
    wanted = Signal()  # the page asks to be brought to the front (a scan came)

    key = ""
    number = 0  # Ctrl+number
    sign = Sign.RECEIPT
    uses_action_bar = False
    stands_alone = False  # without rail and top bar, and in no rail: the first start

    def __init__(self, parent: QWidget | None = None) -> None:
        """Nothing is gathered yet."""
        super().__init__(parent)
        self.gathering = Gathering(self)
        self.gathering.timeout.connect(self.refresh)

    @Slot()
    def refresh(self) -> None:
        """Read anew what is shown."""

    def title(self) -> str:
        """The page's name in the rail, in the language on screen."""
        raise NotImplementedError

    def count(self) -> PageCount:
        """What the rail counts for this page."""
        return PageCount(0)

    def bar(self) -> BarState:
        """What the action bar shows and the function keys do now."""
        return BarState()

    def at_hand(self) -> QRect | None:
        """Where what the keys act on is painted as chosen, in the page's px; empty where it is not on screen.

        None while nothing is at hand.
        """
        return None

    def escape(self) -> bool:
        """Esc was pressed: close the page's open list, dialog or card. Whether there was one."""
        return False

    def handle_key(self, event: QKeyEvent) -> bool:
        """A key that nobody took (digits, arrows). Whether the page did something with it."""
        return False

    def set_theme(self, theme: Theme) -> None:
        """Paint with this theme from now on, and so does all that stands in it."""
        hand_down(self, theme)

    def set_window_width(self, width: int) -> None:
        """The window is so wide now, in logical px; layouts go by it (theme.width_class)."""

    def retranslate(self) -> None:
        """The language on screen changed."""
