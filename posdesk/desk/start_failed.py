"""A desk that can't start says so in a window: who opened it by an icon sees no terminal."""

from pathlib import Path

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QGridLayout, QHBoxLayout, QVBoxLayout

from posdesk.desk.paint import ButtonFace, ButtonKind
from posdesk.desk.theme import FontRole, Sign, StateRole, Theme, apply_style
from posdesk.desk.widgets.alt_keys import DialogKey
from posdesk.desk.widgets.button import DeskButton
from posdesk.desk.widgets.label import Mark, Words
from posdesk.desk.widgets.letter_keys import LetterKeys
from posdesk.desk.words.start import StartSaid, start_words
from posdesk.errors import PosdeskError

WIDTH_PX = 620


class StartFailed(QDialog):
    """Closed by touch, by mouse, by Esc; a scanner's Enter does nothing."""

    def __init__(self, theme: Theme, error: PosdeskError, home: Path) -> None:
        """Not shown yet."""
        super().__init__()
        self.setWindowTitle("posdesk")
        apply_style(self, theme)
        said = start_words(error, home)
        self.text = "\n".join((str(said.said), *said.about))  # all that it says
        face = ButtonFace(QCoreApplication.translate("start", "Close"), "Esc", ButtonKind.PRIMARY)
        copy = ButtonFace(QCoreApplication.translate("start", "Copy for support"), DialogKey.COPY)
        self.close_button, self._copy = DeskButton(theme, face), DeskButton(theme, copy)
        self.close_button.on_click(self.reject)
        self._copy.on_click(self._copy_text)
        self._letters = LetterKeys(self)
        self._lay_out(theme, said)

    def _copy_text(self) -> None:
        QGuiApplication.clipboard().setText(self.text)
        words = QCoreApplication.translate("start", "Copied")
        self._copy.set_face(ButtonFace(words, DialogKey.COPY, sign=Sign.CHECK))

    def _lay_out(self, theme: Theme, said: StartSaid) -> None:
        mark = Mark(theme, 32)
        mark.show_sign(Sign.WARNING, StateRole.OVERDUE)
        words, feet, column = QVBoxLayout(), QHBoxLayout(), QGridLayout(self)
        words.setSpacing(12)
        told = (
            (said.said.what, FontRole.TITLE),
            (said.said.todo, FontRole.LARGE),
            ("\n".join(said.about), FontRole.BODY),
        )
        for text, role in told:
            label = Words(theme, role)
            label.say(text)
            words.addWidget(label)
        label.setObjectName("box")
        feet.setSpacing(8)
        feet.addStretch(1)
        for button in (self._copy, self.close_button):
            feet.addWidget(button)
        column.setContentsMargins(24, 24, 24, 20)
        column.setHorizontalSpacing(16)
        column.setVerticalSpacing(20)
        column.addWidget(mark, 0, 0, Qt.AlignmentFlag.AlignTop)
        column.addLayout(words, 0, 1)
        column.addLayout(feet, 1, 0, 1, 2)
        self.setFixedSize(WIDTH_PX, column.totalHeightForWidth(WIDTH_PX))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, on=False)


def say_start_failed(error: PosdeskError, home: Path, theme: Theme) -> None:
    """Show why the desk of this home can't start and what to do, until the window is closed."""
    StartFailed(theme, error, home).exec()
