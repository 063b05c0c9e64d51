"""Closing the window while orders wait: asked once, with what will happen; never where the system ends."""

from typing import Final

from PySide6.QtCore import QCoreApplication, QObject, Qt, Signal, Slot
from PySide6.QtGui import QGuiApplication, QKeyEvent, QSessionManager
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from posdesk.desk.bridge.counter import Counter
from posdesk.desk.paint import ButtonFace, ButtonKind
from posdesk.desk.theme import FontRole, Sign, StateRole, Theme, apply_style
from posdesk.desk.widgets.alt_keys import DialogKey
from posdesk.desk.widgets.button import DeskButton
from posdesk.desk.widgets.label import Mark, Words
from posdesk.desk.widgets.letter_keys import LetterKeys
from posdesk.desk.words.say import listed
from posdesk.desk.words.states import Sentence
from posdesk.domain.orders.board import Lane, lane_of, stops_of
from posdesk.domain.orders.order import Origin
from posdesk.records import dataclass

translate = QCoreApplication.translate

WIDTH_PX = 560
_SESSION_S: Final = 60.0
"""So long after the system has said that it ends, nothing is asked: somebody may call that off again."""


@dataclass(frozen=True, slots=True)
class Left:
    """What a closed window would leave behind."""

    stops: int = 0
    new: int = 0
    making: int = 0
    ready: int = 0
    unsent: int = 0  # of what was pressed

    @property
    def is_nothing(self) -> bool:
        """Whether nobody waits for anything."""
        return self == Left()


def left_of(counter: Counter) -> Left:
    """What waits now; an order that was only looked up waits for nobody."""
    views, now = tuple(counter.views()), counter.clock.now()
    lanes = [lane_of(view, now) for view in views if view.order.origin is Origin.PUSHED or view.intents]
    making = lanes.count(Lane.MAKING) + lanes.count(Lane.PREORDER)
    unsent = sum(intent.is_open for view in views for intent in view.intents)
    return Left(len(stops_of(views)), lanes.count(Lane.NEW), making, lanes.count(Lane.READY), unsent)


def left_words(left: Left) -> Sentence:
    """How much is left, and what will become of it."""
    counts = (
        (left.stops, translate("leaving", "{n} to stop")),
        (left.new, translate("leaving", "{n} to accept")),
        (left.making, translate("leaving", "{n} being made")),
        (left.ready, translate("leaving", "{n} ready")),
        (left.unsent, translate("leaving", "{n} not yet answered by a platform")),
    )
    what = translate("leaving", "Close posdesk? There are orders: {counts}.")
    if left.is_nothing:  # the last of them ended while it was asked
        what = translate("leaving", "Close posdesk? No order waits any more.")
    todo = translate(
        "leaving",
        "While it is closed no orders come in and nothing rings. Platforms may cancel what nobody accepts, "
        "and a cancel is not heard. All of it is kept and goes on at the next start.",
    )
    return Sentence(what.format(counts=listed(words.format(n=n) for n, words in counts if n)), todo)


class LeaveDialog(QDialog):
    """No key of a scanner presses its buttons; Esc stays."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        """Not shown yet."""
        super().__init__(parent)
        self.setWindowTitle("posdesk")
        self.said = Sentence("")
        self._labels = (Words(theme, FontRole.TITLE), Words(theme, FontRole.LARGE))
        self._stay = DeskButton(theme, ButtonFace("", "Esc", ButtonKind.PRIMARY))
        self.close_button = DeskButton(theme, ButtonFace("", DialogKey.CLOSE_POSDESK))
        self._stay.on_click(self.reject)
        self.close_button.on_click(self.accept)
        self._lay_out(theme)
        LetterKeys(self)

    def say(self, said: Sentence) -> None:
        """What is left, and what will happen."""
        self.said = said
        for label, text in zip(self._labels, (said.what, said.todo), strict=True):
            label.say(text)
        self._stay.set_label(translate("leaving", "Keep it open"))
        self.close_button.set_label(translate("leaving", "Close posdesk"))
        self.setFixedSize(WIDTH_PX, self._column.totalHeightForWidth(WIDTH_PX))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc stays; all else does nothing."""
        if event.key() == Qt.Key.Key_Escape:
            self.reject()
        event.accept()

    def _lay_out(self, theme: Theme) -> None:
        apply_style(self, theme)
        mark = Mark(theme, 32)
        mark.show_sign(Sign.WARNING, StateRole.HALF)
        words, row, feet = QVBoxLayout(), QHBoxLayout(), QHBoxLayout()
        for label in self._labels:
            words.addWidget(label)
        words.setSpacing(12)
        row.setSpacing(16)
        row.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)
        feet.setSpacing(8)
        feet.addStretch(1)
        for button in (self.close_button, self._stay):
            feet.addWidget(button)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(24, 24, 24, 20)
        self._column.setSpacing(20)
        self._column.addLayout(row)
        self._column.addLayout(feet)


class Leaving(QObject):
    """Tells whether the window may close, and asks where that needs a person's word."""

    agreed = Signal()  # close it now

    def __init__(self, counter: Counter, window: QWidget) -> None:
        """Before any window of the application is closed."""
        super().__init__(window)
        self._counter, self._window = counter, window
        self._goes = False
        self._session_s = float("-inf")
        self.dialog: LeaveDialog | None = None  # while it asks
        app = QGuiApplication.instance()
        assert isinstance(app, QGuiApplication)
        app.commitDataRequest.connect(self._session_ends, Qt.ConnectionType.DirectConnection)
        counter.signals.orders_changed.connect(self._say)

    def let_go(self) -> None:
        """Nothing is asked any more: posdesk ends, by a signal or because it was agreed to."""
        self._goes = True
        if self.dialog is not None:
            self.dialog.reject()

    def may_close(self, theme: Theme) -> bool:
        """Whether the window may close now; else a person is being asked."""
        ends = self._goes or self._counter.clock.monotonic() - self._session_s < _SESSION_S
        ends = ends or self._counter.settings.training  # nobody's order is lost with the demo
        if ends or left_of(self._counter).is_nothing:
            return True
        self._ask(theme)
        return False

    def _ask(self, theme: Theme) -> None:
        if self.dialog is not None:
            self.dialog.activateWindow()
            return
        self.dialog = LeaveDialog(theme, self._window)
        self.dialog.finished.connect(self._answered)
        self._say()
        self.dialog.open()

    @Slot(object)
    @Slot()
    def _say(self, _keys: object = None) -> None:
        if self.dialog is not None:
            self.dialog.say(left_words(left_of(self._counter)))

    @Slot(int)
    def _answered(self, answer: int) -> None:
        dialog, self.dialog = self.dialog, None
        if dialog is not None:
            dialog.deleteLater()
        if answer == QDialog.DialogCode.Accepted:
            self._goes = True
            self.agreed.emit()

    def _session_ends(self, _manager: QSessionManager) -> None:
        self._session_s = self._counter.clock.monotonic()
