"""The band of the audible check: what is asked, and a button with its key for each answer."""

from typing import Final

from PySide6.QtCore import QCoreApplication, Qt, Slot
from PySide6.QtGui import QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QWidget

from posdesk.desk.frame.sound_check import SoundCheck, Step
from posdesk.desk.paint import ButtonFace, ButtonKind, text_width
from posdesk.desk.theme import FontRole, Sign, StateRole, Theme
from posdesk.desk.widgets.alt_keys import SoundKey
from posdesk.desk.widgets.button import DeskButton
from posdesk.desk.widgets.label import Mark, Words
from posdesk.desk.widgets.painted import Painted
from posdesk.desk.widgets.spoken import announce
from posdesk.desk.words.sound import changed_words, unheard_words
from posdesk.desk.words.states import Sentence
from posdesk.domain.orders.ringing import CHECKS

translate = QCoreApplication.translate

ANSWER_KEYS: Final = {2: SoundKey.TWO, 3: SoundKey.THREE, 4: SoundKey.FOUR}
_SIDE, _GAP, _MARK_PX = 16, 12, 24
_ASKED = frozenset({Step.ASKING})


class SoundBand(Painted):
    """Shown while the check asks something; its buttons show the letters that press them."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        """Hidden until `follow`."""
        super().__init__(theme, parent)
        self._check: SoundCheck | None = None
        self._covered = False
        self.said = Sentence("")  # what it says now
        self._mark = Mark(theme, _MARK_PX)
        self._words = (Words(theme, FontRole.BODY_BOLD), Words(theme, FontRole.BODY))
        self.answers = {count: DeskButton(theme, ButtonFace("")) for count in CHECKS}
        self.again, self.not_heard = DeskButton(theme, ButtonFace("")), DeskButton(theme, ButtonFace(""))
        self._lay_out()
        self.hide()

    def follow(self, check: SoundCheck) -> None:
        """Show this check from now on, and hand the answers to it."""
        self._check = check
        check.changed.connect(self.read)
        for button in self.answers.values():
            button.clicked.connect(self._answered)
        self.again.clicked.connect(check.play_again)
        self.not_heard.clicked.connect(check.give_up)
        self.read()

    def set_covered(self, covered: bool) -> None:
        """A STOP stands over every page: the question waits."""
        self._covered = covered
        self.read()

    @Slot()
    def read(self) -> None:
        """Words and buttons of the step."""
        step, before = self._check.step if self._check else Step.CLOSED, self.said
        self.said = _words_of(self._check) if self._check else Sentence("")
        if self.said != before:
            announce(self, str(self.said))
        for words, text in zip(self._words, (self.said.what, self.said.todo), strict=True):
            words.say(text)
        for count, button in self.answers.items():
            label = translate("sound", "{n} notes").format(n=count)
            button.set_face(ButtonFace(label, ANSWER_KEYS[count], ButtonKind.PRIMARY))
            button.setVisible(step in _ASKED)
        off = step in {Step.SILENT, Step.CHANGED}
        self._mark.show_sign(Sign.SPEAKER_OFF if off else Sign.SPEAKER, StateRole.HALF)
        plays = step in {Step.PLAYING, Step.WRONG}
        again = translate("sound", "Play again") if step in _ASKED else translate("sound", "Play the notes")
        self.again.set_face(ButtonFace(again, SoundKey.AGAIN))
        self.again.setVisible(not plays)
        leave = translate("sound", "Nothing heard") if step in _ASKED else translate("sound", "Not now")
        self.not_heard.set_face(ButtonFace(leave, SoundKey.LEAVE, ButtonKind.QUIET))
        elsewhere = self._check is not None and self._check.is_asked_elsewhere
        self.setVisible(step is not Step.CLOSED and not (self._covered or elsewhere))
        self._fit()

    def retranslate(self) -> None:
        """Says the same in the other language."""
        self.read()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The words stand above the buttons where they don't fit beside them."""
        self._fit()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paints its ground and the line under it."""
        painter = self._painter()
        painter.fillRect(self.rect(), self.theme.state(StateRole.HALF).soft)
        painter.fillRect(0, self.height() - 1, self.width(), 1, self.theme.color.line)
        painter.end()

    @Slot()
    def _answered(self) -> None:
        count = next((n for n, button in self.answers.items() if button is self.sender()), None)
        if self._check is not None and count is not None:
            self._check.answer(count)

    @property
    def buttons(self) -> tuple[DeskButton, ...]:
        """All of them, shown in this step or not."""
        return (*self.answers.values(), self.again, self.not_heard)

    def _fit(self) -> None:
        shown = [button.sizeHint().width() + _GAP for button in self.buttons if not button.isHidden()]
        longest = max(text_width(words.text(), words.font()) for words in self._words)
        room = self.width() - 2 * _SIDE - _MARK_PX - _GAP
        ways = QBoxLayout.Direction
        beside = longest + sum(shown) <= room
        self._line.setDirection(ways.LeftToRight if beside else ways.TopToBottom)
        for layout in (self._line, self._row):
            layout.invalidate()
        self.setFixedHeight(max(self.theme.size.gap_band, self._row.heightForWidth(self.width())))

    def _lay_out(self) -> None:
        told, buttons = QBoxLayout(QBoxLayout.Direction.TopToBottom), QHBoxLayout()
        told.setSpacing(0)
        for words in self._words:
            told.addWidget(words)
        buttons.setSpacing(8)
        for button in self.buttons:
            buttons.addWidget(button)
        buttons.addStretch(1)
        self._line = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._line.setSpacing(6)
        self._line.addLayout(told, 1)
        self._line.addLayout(buttons)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(_SIDE, 7, _SIDE, 7)
        self._row.setSpacing(_GAP)
        self._row.addWidget(self._mark, 0, Qt.AlignmentFlag.AlignTop)
        self._row.addLayout(self._line, 1)


def _words_of(check: SoundCheck) -> Sentence:
    if check.step is Step.PLAYING:
        return Sentence(
            translate("sound", "Is the alarm heard? Some notes play now."), translate("sound", "Count them.")
        )
    if check.step is Step.WRONG:
        wrong = translate("sound", "That was not the number of the notes.")
        return Sentence(wrong, translate("sound", "They play again: count once more."))
    if check.step is Step.ASKING:
        asked = translate("sound", "How many notes did you hear?")
        return Sentence(asked, translate("sound", "Only a right answer proves that the alarm is heard."))
    if check.step is Step.CUT:
        cut = translate("sound", "An alarm rang in between, so the notes can't be counted.")
        return Sentence(cut, translate("sound", "Play them when it is quiet."))
    if check.step is Step.CLOSED:
        return Sentence("")
    unheard = unheard_words(check.state)
    return unheard if unheard.what else changed_words(check.state)
