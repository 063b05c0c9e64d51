"""The audible check: two to four notes by chance, and the question how many. Only a right answer counts."""

import secrets
from collections.abc import Callable
from datetime import datetime
from enum import StrEnum
from functools import partial
from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from posdesk.desk.bridge.counter import Counter
from posdesk.desk.frame.alarm import SoundNews
from posdesk.devices.sound_state import SoundDoor, SoundState
from posdesk.domain.hearing import Hearing
from posdesk.domain.orders.ringing import CHECKS, Cue
from posdesk.engine.actions import Actions

RETRIES: Final = 2
"""How often the notes are played again by themselves where an alarm cut them off."""
AGAIN_MS: Final = 1500


class Step(StrEnum):
    """Where the check stands."""

    CLOSED = "closed"
    PLAYING = "playing"
    ASKING = "asking"
    WRONG = "wrong"  # another number was said: it plays again
    CUT = "cut"  # an alarm came in between
    SILENT = "silent"  # it can't be heard: the state says why
    CHANGED = "changed"  # it was heard, but comes out otherwise now


def by_chance() -> int:
    """How many notes."""
    return secrets.choice(tuple(CHECKS))


class SoundCheck(QObject):
    """`changed` follows each step. What came of it stands in the engine's status (`Hearing`)."""

    changed = Signal()

    def __init__(
        self,
        counter: Counter,
        sound: SoundDoor,
        news: SoundNews,
        choose: Callable[[], int] = by_chance,
        parent: QObject | None = None,
    ) -> None:
        """Nothing is asked before `ask_heard`."""
        super().__init__(parent)
        self._counter, self._sound, self._choose = counter, sound, choose
        self.step = Step.CLOSED  # what the band shows
        self.is_asked_elsewhere = False  # whether a page shows the question itself
        self._count, self._cuts = 0, 0
        self._heard_at: datetime | None = None
        self._again = QTimer(self, singleShot=True, interval=AGAIN_MS)
        self._again.timeout.connect(self._play)
        news.told.connect(self._hear_state)
        news.ended.connect(self._hear_end)

    @property
    def state(self) -> SoundState:
        """What the door knows now."""
        return self._sound.state

    @property
    def count(self) -> int:
        """How many notes were played last."""
        return self._count

    def show_elsewhere(self, *, elsewhere: bool) -> None:
        """A page asks in place of the band, or does no more."""
        self.is_asked_elsewhere = elsewhere
        self.changed.emit()

    @Slot()
    def ask_heard(self) -> None:
        """posdesk starts, or a shift opens: nobody has heard it yet. Plays the notes and asks."""
        self._heard_at = None
        self._sound.heard(right=False)
        self._publish()
        self.play_again()

    @Slot()
    def play_again(self) -> None:
        """Play the notes, another number perhaps, and ask."""
        self._cuts = 0
        self._go(Step.PLAYING)
        self._play()

    @Slot(int)
    def answer(self, count: int) -> None:
        """A person says how many there were."""
        if self.step is not Step.ASKING:
            return
        if count != self._count:
            self._go(Step.WRONG)
            self._again.start()
            return
        self._heard_at = self._counter.clock.now()
        self._counter.act(partial(Actions.sound_heard, device=self.state.device))
        self._go(Step.CLOSED)
        self._sound.heard(right=True)
        self._publish()

    @Slot()
    def give_up(self) -> None:
        """Nobody heard anything, or it shall wait: the flash bar goes on showing what rings."""
        if self.step is Step.CLOSED:
            return
        self._again.stop()
        self._sound.stop(*CHECKS.values())
        if self.step in {Step.ASKING, Step.WRONG}:
            self._counter.act(partial(Actions.sound_not_heard, device=self.state.device))
        self._go(Step.CLOSED)

    @Slot()
    def _play(self) -> None:
        if self.step not in {Step.PLAYING, Step.WRONG}:
            return
        self._count = self._choose()
        self._sound.play(CHECKS[self._count])

    def _go(self, step: Step) -> None:
        self.step = step
        self.changed.emit()

    @Slot(object, bool)
    def _hear_end(self, cue: Cue, whole: bool) -> None:
        if cue is not CHECKS.get(self._count) or self.step not in {Step.PLAYING, Step.WRONG}:
            return
        if whole and self.state.plays:
            self._go(Step.ASKING)
        elif self.state.plays and self._cuts < RETRIES:
            self._cuts += 1
            self._again.start()
        else:
            self._go(Step.CUT if self.state.plays else Step.SILENT)

    @Slot(object)
    def _hear_state(self, state: SoundState) -> None:
        """The output became another, louder, softer, mute; or there is one again."""
        if self._heard_at is not None and not state.proven and self.step is Step.CLOSED:
            self._go(Step.CHANGED)
        elif state.proven and self.step is Step.CHANGED:
            self._go(Step.CLOSED)
        elif self.step in {Step.SILENT, Step.CHANGED}:
            self.changed.emit()
        self._publish()

    def _publish(self) -> None:
        state = self.state
        heard_at = self._heard_at if state.proven else None
        self._counter.tell_hearing(Hearing(heard_at, state.device, state.trouble.value))
