"""Step 10: whether posdesk opens by itself once somebody has signed in to this PC."""

from functools import partial

from PySide6.QtCore import QCoreApplication, Qt, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout

from posdesk.desk.first_start.choices import ChoiceLine
from posdesk.desk.first_start.parts import StepParts
from posdesk.desk.first_start.step import Standing, Step, StepState
from posdesk.desk.theme import Color, FontRole
from posdesk.desk.widgets.alt_keys import StartStepKey
from posdesk.desk.widgets.label import Words
from posdesk.domain.first_start import Facts
from posdesk.domain.rights import Right
from posdesk.engine.actions import BookActions
from posdesk.host import autostart
from posdesk.host.autostart import AutostartError
from posdesk.settings.settings import default_home

translate = QCoreApplication.translate

_BY_HAND = {"start": "by hand"}
_BY_ITSELF = {"start": "by itself"}


class StartStep(Step):
    """What is shown as chosen was read back from where the system keeps it."""

    key = topic = "start"

    def __init__(self, parts: StepParts) -> None:
        """As the system has it."""
        super().__init__(parts.theme)
        self._counter, self._books, self._home = parts.counter, parts.books, parts.home
        self._facts: Facts = {}
        self._wanted = True
        self.by_itself = ChoiceLine(parts.theme, StartStepKey.BY_ITSELF)
        self.by_hand = ChoiceLine(parts.theme, StartStepKey.BY_HAND)
        self._note = Words(parts.theme, FontRole.BODY, Color.MUTED)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        for part in (self.by_itself, self.by_hand, self._note):
            column.addWidget(part)
        column.addStretch(1)
        self.by_itself.clicked.connect(self._turn_on)
        self.by_hand.clicked.connect(self._turn_off)
        self.retranslate()

    def name(self) -> str:
        """In the list."""
        return translate("first_start", "Start at sign-in")

    def title(self) -> str:
        """The question."""
        return translate("first_start", "Open posdesk by itself after sign-in?")

    def lead(self) -> str:
        """What nobody can switch on."""
        return translate(
            "first_start",
            "While nobody is signed in to this PC no order can come in. "
            "After a power cut somebody has to sign in once.",
        )

    def state(self) -> StepState:
        """Chosen the one way or the other."""
        on = _is_on()
        if on:
            return StepState(Standing.DONE, translate("first_start", "Opens by itself after sign-in"))
        if on is not None and self._facts == _BY_HAND:
            return StepState(Standing.DONE, translate("first_start", "Somebody opens it by hand"))
        lacks = translate("first_start", "Not chosen: somebody has to open it each time.")
        return StepState(Standing.OPEN, lacks, self.mend())

    def begin(self) -> None:
        """As the system has it now."""
        self.retranslate()

    def recall(self, facts: Facts) -> None:
        """Which was chosen."""
        self._facts = facts
        self.retranslate()

    def take_key(self, event: QKeyEvent) -> bool:
        """Up and down choose the one or the other."""
        line = {Qt.Key.Key_Up: self.by_itself, Qt.Key.Key_Down: self.by_hand}.get(Qt.Key(event.key()))
        if line is not None:
            line.click()
        return line is not None

    def retranslate(self) -> None:
        """Words in the language on screen, and which counts."""
        itself = translate("first_start", "Open it by itself after sign-in")
        best = translate("first_start", "Best so: orders come in as soon as the PC is on in the morning")
        self.by_itself.say(itself, best)
        hand = translate("first_start", "I open it myself")
        self.by_hand.say(hand, translate("first_start", "Somebody has to think of it each day"))
        on = _is_on()
        self.by_itself.setChecked(on is True)
        self.by_hand.setChecked(on is False and self._facts == _BY_HAND)
        unread = translate("first_start", "This system does not say whether it opens by itself.")
        self._note.say(unread if on is None else "", Color.WARN)
        self.changed.emit()

    @Slot()
    def _turn_on(self) -> None:
        self._want(on=True)

    @Slot()
    def _turn_off(self) -> None:
        self._want(on=False)

    def _want(self, *, on: bool) -> None:
        self._wanted = on
        self.retranslate()  # a press alone chooses nothing
        self._counter.people.with_right(Right.SETTINGS, self._turn)

    def _turn(self) -> None:
        try:
            if self._wanted:
                autostart.turn_on(None if self._home == default_home() else self._home)
            else:
                autostart.turn_off()
        except AutostartError:
            words = translate("first_start", "The system did not take it. Ask who looks after this PC.")
            self.say(words)
            return
        self._facts = _BY_ITSELF if self._wanted else _BY_HAND
        note = partial(BookActions.settings_saved, section="start", names=("at_sign_in",))
        self._books.act(note)
        self.proven.emit(self._facts)
        self.say("")
        self.retranslate()
        self.acted.emit()


def _is_on() -> bool | None:
    """None where the system does not say."""
    try:
        return autostart.is_on()
    except AutostartError:
        return None
