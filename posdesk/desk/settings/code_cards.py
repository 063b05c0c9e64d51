"""The three test codes on cards: a scan of each teaches how a scanner sends; for Settings and first start."""

from collections.abc import Sequence
from enum import StrEnum

from PySide6.QtCore import QCoreApplication, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from posdesk.desk.paint import paint_card
from posdesk.desk.theme import Color, FontRole, Sign, Theme
from posdesk.desk.widgets.label import Mark, Words
from posdesk.desk.widgets.painted import Painted
from posdesk.domain.pickup.code128 import bars_of
from posdesk.domain.pickup.presses import Press
from posdesk.domain.pickup.scan_learning import TEST_CODES, Learnt, Unlearnt, card_of, learn, together

translate = QCoreApplication.translate

QUIET_MODULES, _MODULE_PX, _BARS_PX = 10, 2, 64
_ALL_BARS_FROM = 1280  # px of the window: below it only the card that is waited for shows its bars


class Bars(QWidget):
    """A code as bars, always black on white: a scanner reads no dark theme."""

    def __init__(self, code: str, parent: QWidget | None = None) -> None:
        """As large as a scanner needs it."""
        super().__init__(parent)
        self._bars = bars_of(code)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(code)

    def sizeHint(self) -> QSize:
        """Bars, with the quiet zones that belong to the code."""
        modules = sum(map(int, self._bars)) + 2 * QUIET_MODULES
        return QSize(modules * _MODULE_PX, _BARS_PX + QUIET_MODULES)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paints ground and bars."""
        painter = QPainter(self)
        paint_bars(painter, QRectF(self.rect()), self._bars, _MODULE_PX)
        painter.end()


def paint_bars(painter: QPainter, rect: QRectF, bars: str, module_px: float) -> None:
    """Paint bars from the left of a white rect, behind their quiet zone."""
    painter.fillRect(rect, Qt.GlobalColor.white)
    x, pad = rect.x() + QUIET_MODULES * module_px, QUIET_MODULES / 2
    for index, width in enumerate(map(int, bars)):
        if index % 2 == 0:
            bar = QRectF(x, rect.y() + pad, width * module_px, rect.height() - 2 * pad)
            painter.fillRect(bar, Qt.GlobalColor.black)
        x += width * module_px


class _CardState(StrEnum):
    """Where a card stands."""

    TO_COME = "to come"
    WAITING = "waiting"
    READ = "read"


class CodeCard(Painted):
    """One code with its number, and whether it was read."""

    def __init__(self, theme: Theme, number: int, parent: QWidget | None = None) -> None:
        """`number` counts from 1."""
        super().__init__(theme, parent)
        self._number, self._state = number, _CardState.TO_COME
        self._head, self._mark = Words(theme, FontRole.BODY_BOLD), Mark(theme, 20)
        self._words, self.bars = Words(theme, FontRole.BODY), Bars(TEST_CODES[number - 1])
        self._code = Words(theme, FontRole.CAPTION, Color.MUTED)
        column, foot = QVBoxLayout(self), QHBoxLayout()
        column.setContentsMargins(10, 8, 10, 8)
        column.setSpacing(4)
        foot.setSpacing(6)
        foot.addStretch(1)
        foot.addWidget(self._mark)
        foot.addWidget(self._words)
        foot.addStretch(1)
        for part in (self._head, self.bars, self._code):
            column.addWidget(part, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addLayout(foot)

    def show_state(self, state: _CardState, *, with_bars: bool) -> None:
        """Where it stands; the bars only where there is room for them."""
        self._state = state
        self._head.say(translate("settings", "Code {n}").format(n=self._number))
        self._code.say(TEST_CODES[self._number - 1])
        words, ink, sign = _looks()[state]
        self._words.say(words, ink)
        self._mark.setVisible(sign is not None)
        if sign is not None:
            self._mark.show_sign(sign, ink)
        self.bars.setVisible(with_bars or state is _CardState.WAITING)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paints its ground; framed while it is waited for."""
        painter = self._painter()
        paint_card(painter, self._rect(), self.theme, selected=self._state is _CardState.WAITING)
        painter.end()


def _looks() -> dict[_CardState, tuple[str, Color, Sign | None]]:
    return {
        _CardState.TO_COME: (translate("settings", "to come"), Color.MUTED, None),
        _CardState.WAITING: (translate("settings", "Scan it now"), Color.ACCENT, Sign.ARROW),
        _CardState.READ: (translate("settings", "read"), Color.GOOD, Sign.CHECK_CIRCLE),
    }


class CodeCards(Painted):
    """`learn_wanted` asks for the keys of the next scan, until all three are read: then `learnt` (Learnt)."""

    learn_wanted = Signal()
    left = Signal()
    """No scan is waited for any more."""
    learnt = Signal(object)
    changed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        """Waits for nothing."""
        super().__init__(theme, parent)
        self.is_waiting, self._is_roomy = False, False
        self.fault: Unlearnt | None = None  # why the last scan taught nothing
        self._scans: dict[int, Learnt | None] = {}  # None of one that came by a serial port
        self.cards = tuple(CodeCard(theme, number + 1) for number in range(len(TEST_CODES)))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(10)
        for card in self.cards:
            row.addWidget(card, 1)
        self._show()

    @property
    def count(self) -> int:
        """How many cards were read."""
        return len(self._scans)

    def begin(self) -> None:
        """Wait for all three, anew."""
        self._scans.clear()
        self.fault, self.is_waiting = None, True
        self._show()
        self.learn_wanted.emit()

    def end(self) -> None:
        """Wait for nothing any more; what was read stays shown."""
        if self.is_waiting:
            self.is_waiting = False
            self.left.emit()
            self._show()

    def take(self, presses: Sequence[Press]) -> None:
        """The scan that was asked for came; without presses a person ended it, or nobody scanned."""
        if not self.is_waiting:
            return
        card, taught = card_of(presses), learn(presses) if presses else None
        self.fault = taught if isinstance(taught, Unlearnt) else None
        if not presses:
            self.is_waiting = False
        elif isinstance(taught, Learnt) and card is not None:
            self._scans[card] = taught
        self._go_on()

    def take_code(self, code: str) -> bool:
        """A test code came by a serial port, which has no speed and no keys; whether it was one."""
        card = next((number for number, each in enumerate(TEST_CODES) if each.lower() == code.lower()), None)
        if card is None or not self.is_waiting:
            return False
        self._scans[card] = None
        self._go_on()
        return True

    def show_read(self) -> None:
        """All three were read before."""
        self._scans = dict.fromkeys(range(len(self.cards)))
        self._show()

    def retranslate(self) -> None:
        """Words in the language on screen."""
        self._show()

    def set_window_width(self, width: int) -> None:
        """All bars, or those of the card at hand: the window is so wide, in logical px."""
        self._is_roomy = width >= _ALL_BARS_FROM
        self._show()

    def _go_on(self) -> None:
        whole = len(self._scans) == len(self.cards)
        if self.is_waiting and whole:
            self.is_waiting = False
            self.left.emit()
        elif self.is_waiting:
            self.learn_wanted.emit()
        self._show()
        if whole:
            by_keys = [each for each in self._scans.values() if each is not None]
            self.learnt.emit(together(by_keys) if by_keys else None)

    def _show(self) -> None:
        wanted = next((n for n in range(len(self.cards)) if n not in self._scans), -1)
        for number, card in enumerate(self.cards):
            waiting = self.is_waiting and number == wanted
            state = _CardState.WAITING if waiting else _CardState.TO_COME
            shown = _CardState.READ if number in self._scans else state
            card.show_state(shown, with_bars=self._is_roomy)
        self.changed.emit()


def unlearnt_words(fault: Unlearnt) -> str:
    """Why a scan taught nothing, and what to do."""
    if fault is Unlearnt.CAPS_LOCK:
        return translate("settings", "Nothing was learnt: CapsLock is on. Switch it off, and scan it again.")
    return translate("settings", "Nothing was learnt: that was not a test code. Scan one of the three.")


def learnt_keys(learnt: Learnt) -> dict[str, object]:
    """The keys of `[scanner]` that it teaches; None where the default counts."""
    case = learnt.fold.value
    return {
        "max_gap_ms": learnt.max_gap_ms,
        "prefix": learnt.prefix or None,
        "suffix": learnt.suffix or None,
        "case": None if case == "none" else case,
    }
