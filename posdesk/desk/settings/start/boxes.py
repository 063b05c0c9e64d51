"""The boxes of "Start and updates": the start at sign-in, the version, the way back."""

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from posdesk.desk.bridge.updates import Program
from posdesk.desk.paint import ButtonFace
from posdesk.desk.theme import Color, FontRole, Theme
from posdesk.desk.widgets.alt_keys import SettingsKey
from posdesk.desk.widgets.button import DeskButton
from posdesk.desk.widgets.label import Words
from posdesk.desk.words.updates import refused_words

translate = QCoreApplication.translate

_AGAIN, _BACK = SettingsKey.REMOVE, SettingsKey.FOLD  # letters of other topics; only one is on screen
_GAP_PX = 8


class Box(QWidget):
    """A title, and parts below it, which are shown by what is installed."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        """Empty."""
        super().__init__(parent)
        self._title = Words(theme, FontRole.TITLE)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, _GAP_PX)
        self._column.setSpacing(_GAP_PX)
        self._column.addWidget(self._title)

    def add(self, *parts: QWidget) -> None:
        """Put these below what is there."""
        for part in parts:
            self._column.addWidget(part)

    def entitle(self, words: str) -> None:
        """The title, in the language on screen."""
        self._title.setText(words)


class SignInBox(Box):
    """Whether posdesk starts by itself, and the key that changes it."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        """Knows nothing yet."""
        super().__init__(theme, parent)
        self._words, self._note = Words(theme, FontRole.BODY), Words(theme, FontRole.CAPTION)
        self.button = DeskButton(theme, ButtonFace(""))
        self.add(beside((self._words, self._note), self.button))

    def show_program(self, program: Program | None) -> None:
        """What the system says."""
        on = program.at_sign_in if program else None
        said = {
            True: translate("updates", "posdesk starts by itself when this account signs in."),
            False: translate("updates", "posdesk is opened by hand. Nothing comes in until somebody does."),
            None: translate("updates", "This PC does not say whether posdesk starts at sign-in."),
        }[on]
        self.entitle(translate("updates", "At sign-in"))
        self._words.say(said if program else "", Color.TEXT)
        note = translate("updates", "Before somebody signs in, nothing runs and no order comes in.")
        self._note.say(note, Color.MUTED)
        label = translate("updates", "Open by hand") if on else translate("updates", "Start by itself")
        self.button.set_face(ButtonFace(label, SettingsKey.AT_SIGN_IN))
        self.button.setVisible(on is not None)


class VersionBox(Box):
    """The version that runs, its age, and the one that starts next."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        """Knows nothing yet."""
        super().__init__(theme, parent)
        self._words = Words(theme, FontRole.BODY)
        self._went, self._next = Words(theme, FontRole.BODY_BOLD), Words(theme, FontRole.BODY_BOLD)
        self.button = DeskButton(theme, ButtonFace(""))
        self.add(self._words, self._went, beside((self._next,), self.button))

    def show_program(self, program: Program | None) -> None:
        """What is installed."""
        self.entitle(translate("updates", "Version"))
        self._words.say(_version_words(program) if program else "", Color.TEXT)
        trouble = translate(
            "updates",
            "Version {version} did not come up twice, so the launcher went back by itself."
            " Tell the administrator.",
        )
        went = program.went_back_from if program else ""
        self._went.say(trouble.format(version=went) if went else "", Color.WARN)
        other = program.next_version if program and program.next_version != program.version else ""
        words = translate("updates", "Version {version} starts when posdesk is opened the next time.")
        self._next.say(words.format(version=other) if other else "", Color.TEXT)
        self.button.set_face(ButtonFace(translate("updates", "Close and open again"), _AGAIN))
        self.button.setVisible(bool(other))
        for label in (self._went, self._next):
            label.setVisible(bool(label.text()))


class BackBox(Box):
    """The way back to the former version, or why there is none."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        """Knows nothing yet."""
        super().__init__(theme, parent)
        self._words, self.button = Words(theme, FontRole.BODY), DeskButton(theme, ButtonFace(""))
        self.add(beside((self._words,), self.button))

    def show_program(self, program: Program | None, *, is_busy: bool) -> None:
        """Whether there is one; while an update is under way it has no key."""
        self.entitle(translate("updates", "Going back"))
        back, why = (program.back, program.no_way) if program else ("", None)
        words = translate(
            "updates",
            "Version {version} is still here and can open the journal: today's orders stay."
            " A backup is never put back by itself.",
        )
        said = words.format(version=back) if back else refused_words(why) if why else ""
        self._words.say(said, Color.TEXT)
        label = translate("updates", "Back to version {version}").format(version=back)
        self.button.set_face(ButtonFace(label, _BACK))
        self.button.setVisible(bool(back) and not is_busy)


def beside(words: Sequence[QWidget], button: DeskButton) -> QWidget:
    """Words, and at their right what is done about them."""
    row, said = QWidget(), QVBoxLayout()
    line = QHBoxLayout(row)
    line.setContentsMargins(0, 0, 0, 0)
    line.setSpacing(16)
    said.setSpacing(4)
    for label in words:
        said.addWidget(label)
    line.addLayout(said, 1)
    line.addWidget(button)
    return row


def in_a_row(*buttons: DeskButton) -> QWidget:
    """Buttons beside each other, from the left."""
    row = QWidget()
    line = QHBoxLayout(row)
    line.setContentsMargins(0, 0, 0, 0)
    line.setSpacing(8)
    for button in buttons:
        line.addWidget(button)
    line.addStretch(1)
    return row


def _version_words(program: Program) -> str:
    if program.built is None:
        words = translate("updates", "Version {version}. It does not say when it was built.")
        return words.format(version=program.version)
    words = translate("updates", "Version {version}, built on {day}: {days} days old.")
    return words.format(version=program.version, day=program.built.isoformat(), days=program.days)
