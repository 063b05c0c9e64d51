"""Step 1: the language on screen."""

from PySide6.QtCore import QCoreApplication, Qt, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout

from posdesk.desk.bridge.books import Entered
from posdesk.desk.first_start.choices import ChoiceLine
from posdesk.desk.first_start.parts import StepParts
from posdesk.desk.first_start.step import Standing, Step, StepState
from posdesk.desk.theme import Color, FontRole
from posdesk.desk.widgets.alt_keys import LanguageStepKey
from posdesk.desk.widgets.label import Words
from posdesk.desk.words.language import CHINESE, ENGLISH, is_chinese
from posdesk.desk.words.reasons import here_words
from posdesk.errors import Reason

translate = QCoreApplication.translate

_NAMES = {CHINESE: "中文", ENGLISH: "English"}  # each in its own language


class LanguageStep(Step):
    """Counts at once; the one that the system speaks is offered first."""

    key = "language"
    topic = "looks"

    def __init__(self, parts: StepParts) -> None:
        """Shows what is on screen."""
        super().__init__(parts.theme)
        self._books, self._goes_on = parts.books, False
        self.lines_of_choice = {
            CHINESE: ChoiceLine(parts.theme, LanguageStepKey.CHINESE),
            ENGLISH: ChoiceLine(parts.theme, LanguageStepKey.ENGLISH),
        }
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        self._old_pc = Words(parts.theme, FontRole.BODY, Color.MUTED)
        for line in self.lines_of_choice.values():
            column.addWidget(line)
            line.clicked.connect(self._pick)
        column.addWidget(self._old_pc)
        column.addStretch(1)
        self.retranslate()

    def name(self) -> str:
        """In the list."""
        return translate("first_start", "Language")

    def title(self) -> str:
        """The question."""
        return translate("first_start", "Which language?")

    def lead(self) -> str:
        """What is never translated."""
        return translate(
            "first_start",
            "This page changes at once. Dishes, names, remarks and platforms' words stay as they were sent.",
        )

    def hint(self) -> str:
        """Where it is changed later."""
        return translate("first_start", "Later: {where}").format(where=self.mend())

    def state(self) -> StepState:
        """Chosen once the settings name one."""
        chosen = _NAMES.get(self._books.settings.desk.language, "")
        if chosen:
            return StepState(Standing.DONE, chosen)
        return StepState(Standing.OPEN, translate("first_start", "As the system speaks."), self.mend())

    def begin(self) -> None:
        """Words as they are now."""
        self.retranslate()

    def finish(self) -> None:
        """The one on screen is chosen where none was."""
        if self.state().is_done:
            self.finished.emit()
        else:
            self._goes_on = True
            self._save(CHINESE if is_chinese() else ENGLISH)

    def take_key(self, event: QKeyEvent) -> bool:
        """Up and down choose the one or the other."""
        wanted = {Qt.Key.Key_Up: CHINESE, Qt.Key.Key_Down: ENGLISH}.get(Qt.Key(event.key()))
        if wanted is not None:
            self._save(wanted)
        return wanted is not None

    def retranslate(self) -> None:
        """Words in the language on screen; each language is named in itself."""
        here = CHINESE if is_chinese() else ENGLISH
        moving = self.topic_title("moving")
        from_old = translate("first_start", "From an old PC? Leave all this: Ctrl+6, then {topic}.")
        self._old_pc.say(from_old.format(topic=moving) if moving else "")
        for language, line in self.lines_of_choice.items():
            now = translate("first_start", "On screen now")
            other = translate("first_start", "Pages, slips and sounds' names in this language")
            line.say(_NAMES[language], now if language == here else other)
            line.setChecked(language == here)

    @Slot()
    def _pick(self) -> None:
        picked = self.sender()
        self._save(next(name for name, line in self.lines_of_choice.items() if line is picked))
        self.retranslate()

    def _save(self, language: str) -> None:
        entered = Entered("desk", {"language": language}, {})
        self._books.save(entered, saved=self._saved, failed=self._failed, refused=self._refused)
        self.acted.emit()

    def _saved(self) -> None:
        goes_on, self._goes_on = self._goes_on, False
        self.say("")
        if goes_on:
            self.finished.emit()

    def _failed(self, why: str, _key: str) -> None:
        self._goes_on = False
        self.say(why)

    def _refused(self, reason: Reason) -> None:
        self._failed(str(here_words(reason)), "")
