"""Step 7: whether the alarm is heard: some notes play, and only the right number of them proves it."""

from datetime import datetime

from PySide6.QtCore import QCoreApplication, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from posdesk.desk.first_start.lines import LineList, StepLine
from posdesk.desk.first_start.parts import StepParts
from posdesk.desk.first_start.step import Standing, Step, StepState
from posdesk.desk.frame.sound_check import Step as CheckStep
from posdesk.desk.paint import ButtonFace, ButtonKind
from posdesk.desk.theme import Color, FontRole, Sign
from posdesk.desk.widgets.alt_keys import SoundStepKey
from posdesk.desk.widgets.button import DeskButton
from posdesk.desk.widgets.label import Words
from posdesk.desk.words.sound import state_words
from posdesk.domain.clock import from_text, in_china, to_text
from posdesk.domain.first_start import Facts
from posdesk.domain.orders.ringing import CHECKS

translate = QCoreApplication.translate

_KEYS = {2: SoundStepKey.TWO, 3: SoundStepKey.THREE, 4: SoundStepKey.FOUR}


class SoundStep(Step):
    """The same check as at each start, asked here in place of the band."""

    key = topic = "sound"

    def __init__(self, parts: StepParts) -> None:
        """Plays nothing before it comes on screen."""
        super().__init__(parts.theme)
        self._check, self._clock = parts.sound_check, parts.counter.clock
        self._last, self._is_right = "", False
        self._heard_at: datetime | None = None
        self.answers = {count: DeskButton(parts.theme, ButtonFace("")) for count in CHECKS}
        self.nothing, self.play = (
            DeskButton(parts.theme, ButtonFace("")),
            DeskButton(parts.theme, ButtonFace("")),
        )
        self._now = Words(parts.theme, FontRole.BODY, Color.MUTED)
        self.list = LineList(parts.theme)
        self._system, self._try = (StepLine(parts.theme, chooses=False) for _ in range(2))
        self._lay_out()
        self.list.show_lines((self._system, self._try))  # not before: without a parent it would be a window
        self._connect()
        self.read()

    def name(self) -> str:
        """In the list."""
        return translate("first_start", "Sound")

    def title(self) -> str:
        """The question."""
        return translate("first_start", "How many notes did you hear?")

    def lead(self) -> str:
        """How it is proven."""
        return translate(
            "first_start",
            "Two to four notes play, another number each time. A right answer proves it is heard.",
        )

    def hint(self) -> str:
        """What a counter without a speaker does."""
        return translate("first_start", "No speaker: new orders flash")

    def state(self) -> StepState:
        """Heard by a person, here."""
        if self._heard_at is not None:
            words = translate("first_start", "The notes were counted right at {time}: it is heard.")
            return StepState(Standing.DONE, words.format(time=f"{in_china(self._heard_at):%H:%M}"))
        lacks = translate("first_start", "Nobody has heard it: new orders flash on screen.")
        return StepState(Standing.OPEN, lacks, self.mend())

    def begin(self) -> None:
        """The notes play at once, unless they were counted already."""
        self._check.show_elsewhere(elsewhere=True)
        if self._heard_at is None:
            self._check.play_again()

    def leave(self) -> None:
        """The notes end with the step."""
        self._check.give_up()
        self._check.show_elsewhere(elsewhere=False)

    def recall(self, facts: Facts) -> None:
        """When it was heard."""
        self._heard_at = from_text(facts["at"]) if "at" in facts else None

    def retranslate(self) -> None:
        """Words in the language on screen."""
        self.read()

    @Slot()
    def read(self) -> None:
        """Words and buttons of where the check stands."""
        step, words = self._check.step, translate("first_start", "{n} notes")
        asks = step is CheckStep.ASKING
        for count, button in self.answers.items():
            button.set_face(
                ButtonFace(words.format(n=count), _KEYS[count], ButtonKind.OUTLINED, applies=asks)
            )
        nothing = translate("first_start", "Nothing heard")
        self.nothing.set_face(ButtonFace(nothing, SoundStepKey.NOTHING, applies=asks))
        plays = step in {CheckStep.PLAYING, CheckStep.WRONG}
        play = translate("first_start", "Play again")
        self.play.set_face(ButtonFace(play, SoundStepKey.PLAY, applies=not plays))
        self._now.say(self._now_words(step))
        trouble = not self._check.state.may_be_heard
        self._system.say(
            translate("first_start", "The system"),
            state_words(self._check.state),
            Color.WARN if trouble else Color.TEXT,
        )
        self._system.show_sign(
            Sign.SPEAKER_OFF if trouble else Sign.SPEAKER, Color.WARN if trouble else Color.MUTED
        )
        self._show_last()
        self.changed.emit()

    def _show_last(self) -> None:
        ink = Color.GOOD if self._is_right else Color.WARN
        self._try.say(translate("first_start", "Last try"), self._last, ink)
        self._try.show_sign(Sign.CHECK_CIRCLE if self._is_right else Sign.WARNING, ink)
        self._try.setVisible(bool(self._last))

    def _now_words(self, step: CheckStep) -> str:
        if step in {CheckStep.PLAYING, CheckStep.WRONG}:
            return translate("first_start", "The notes play now: count them.")
        if step is CheckStep.ASKING:
            return translate("first_start", "They have played: how many were there?")
        if step is CheckStep.CUT:
            return translate("first_start", "An alarm rang in between: play them again.")
        if step is CheckStep.SILENT:
            return translate("first_start", "Nothing could be played: look below, then play again.")
        return ""

    @Slot()
    def _answered(self) -> None:
        said = next((count for count, button in self.answers.items() if button is self.sender()), None)
        if said is None or self._check.step is not CheckStep.ASKING:
            return
        played = self._check.count
        self._is_right = said == played
        right = translate("first_start", "{n} played, {said} said: it is heard.")
        wrong = translate(
            "first_start", "{n} played, {said} said: not counted right. Louder, or another speaker."
        )
        self._last = (right if self._is_right else wrong).format(n=played, said=said)
        if self._is_right:
            self._heard_at = self._clock.now()
        self._check.answer(said)
        if self._is_right:
            self.proven.emit({"at": to_text(self._clock.now())})
        self.acted.emit()

    @Slot()
    def _nothing_heard(self) -> None:
        self._is_right = False
        self._last = translate(
            "first_start",
            "Nothing heard. Turn the speaker on and up, or plug in another one, then play again.",
        )
        self._check.give_up()

    def _connect(self) -> None:
        self._check.changed.connect(self.read)
        for button in self.answers.values():
            button.clicked.connect(self._answered)
        self.nothing.clicked.connect(self._nothing_heard)
        self.play.clicked.connect(self._check.play_again)

    def _lay_out(self) -> None:
        top, buttons, column = QHBoxLayout(), QHBoxLayout(), QVBoxLayout(self)
        top.setSpacing(12)
        top.addWidget(self.play)
        top.addWidget(self._now, 1)
        buttons.setSpacing(8)
        for button in (*self.answers.values(), self.nothing):
            buttons.addWidget(button)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addLayout(top)
        column.addLayout(buttons)
        column.addWidget(self.list)
        column.addStretch(1)
