"""A desk that can't start says so in a window: who opened it by an icon sees no terminal."""

from pathlib import Path

from PySide6.QtCore import QCoreApplication, QRectF, QSize, Qt
from PySide6.QtGui import QGuiApplication, QPaintEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout

from posdesk.desk.frame.button import DeskButton
from posdesk.desk.frame.painted import Painted
from posdesk.desk.paint import (
    ButtonFace,
    ButtonKind,
    Sign,
    paint_sign,
    paint_wrapped,
    rounded,
    wrapped_height,
)
from posdesk.desk.start_words import StartSaid, start_words
from posdesk.desk.theme import FontRole, StateRole, Theme, apply_style
from posdesk.errors import PosdeskError

WIDTH_PX = 620
_LEFT = 48.0
_PAD = 12.0


class StartWords(Painted):
    """What happened, what to do, and in a box what it is about; as high as it needs."""

    def __init__(self, theme: Theme, said: StartSaid) -> None:
        """Says it from here on."""
        super().__init__(theme)
        self._said = said
        self._about = "\n".join(said.about)
        self.setAccessibleName(self.text)
        self.setFixedHeight(round(self._box().bottom()))

    @property
    def text(self) -> str:
        """All of it."""
        return "\n".join((str(self._said.said), *self._said.about))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paints sign, sentences and box."""
        painter, color = self._painter(), self.theme.color
        paint_sign(painter, QRectF(0, 0, 32, 32), Sign.WARNING, self.theme.state(StateRole.OVERDUE).ink)
        box = self._box()
        for words, role, top in self._lines():
            room = QRectF(_LEFT, top, self._room(), box.y())
            paint_wrapped(painter, room, words, self.theme.font(role), color.text)
        rounded(painter, box, self.theme.radius.control, color.sunken)
        inner = box.adjusted(_PAD, _PAD, -_PAD, -_PAD)
        paint_wrapped(painter, inner, self._about, self.theme.font(FontRole.BODY), color.text)
        painter.end()

    def _lines(self) -> tuple[tuple[str, FontRole, float], ...]:
        said = self._said.said
        below = self._height_of(said.what, FontRole.TITLE) + 8
        return ((said.what, FontRole.TITLE, 2.0), (said.todo, FontRole.LARGE, 2.0 + below))

    def _box(self) -> QRectF:
        todo, role, top = self._lines()[1]
        y = top + self._height_of(todo, role) + 16
        inside = wrapped_height(self._about, self.theme.font(FontRole.BODY), self._room() - 2 * _PAD)
        return QRectF(_LEFT, y, self._room(), inside + 2 * _PAD + 2)

    def _height_of(self, words: str, role: FontRole) -> float:
        return wrapped_height(words, self.theme.font(role), self._room())

    def _room(self) -> float:
        return WIDTH_PX - 48 - _LEFT


class StartFailed(QDialog):
    """Closed by touch, by mouse, by Esc; a scanner's Enter does nothing."""

    def __init__(self, theme: Theme, error: PosdeskError, home: Path) -> None:
        """Not shown yet."""
        super().__init__()
        self.setWindowTitle("posdesk")
        apply_style(self, theme)
        self._words = StartWords(theme, start_words(error, home))
        face = ButtonFace(QCoreApplication.translate("start", "Close"), "Esc", ButtonKind.PRIMARY)
        copy = ButtonFace(QCoreApplication.translate("start", "Copy for support"))
        self.close_button, self._copy = DeskButton(theme, face), DeskButton(theme, copy)
        self.close_button.on_click(self.reject)
        self._copy.on_click(self._copy_text)
        self._lay_out()

    @property
    def text(self) -> str:
        """All that it says."""
        return self._words.text

    def _copy_text(self) -> None:
        QGuiApplication.clipboard().setText(self.text)
        words = QCoreApplication.translate("start", "Copied")
        self._copy.set_face(ButtonFace(words, sign=Sign.CHECK))

    def _lay_out(self) -> None:
        feet = QHBoxLayout()
        feet.setSpacing(8)
        feet.addStretch(1)
        for button in (self._copy, self.close_button):
            feet.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 20)
        column.setSpacing(20)
        column.addWidget(self._words)
        column.addLayout(feet)
        self.setFixedSize(QSize(WIDTH_PX, column.sizeHint().height()))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, on=False)


def say_start_failed(error: PosdeskError, home: Path, theme: Theme) -> None:
    """Show why the desk of this home can't start and what to do, until the window is closed."""
    StartFailed(theme, error, home).exec()
