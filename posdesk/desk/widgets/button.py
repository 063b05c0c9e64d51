"""The desk's button: mouse and touch only, so that a scanner's Enter, Tab or Space can never press it."""

from collections.abc import Callable
from math import ceil

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QEnterEvent, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from posdesk.desk.paint import ButtonFace, button_width, paint_button
from posdesk.desk.theme import Theme
from posdesk.records import replace


class DeskButton(QAbstractButton):
    """A painted button, at least 44 px high and wide, that never has the keyboard's focus.

    It has no Qt text: an ampersand in one would make a shortcut of the letter behind it.
    """

    def __init__(self, theme: Theme, face: ButtonFace, parent: QWidget | None = None) -> None:
        """`face` says what it looks like and whether it can be pressed."""
        super().__init__(parent)
        self._theme = theme
        self._face = face
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
        self._wear(face)

    @property
    def face(self) -> ButtonFace:
        """What it looks like, without the mouse."""
        return self._face

    @property
    def theme(self) -> Theme:
        """What it paints with now."""
        return self._theme

    def set_face(self, face: ButtonFace) -> None:
        """Take another look; one that doesn't apply can't be pressed."""
        if face != self._face:
            self._wear(face)

    def _wear(self, face: ButtonFace) -> None:
        self._face = face
        self.setEnabled(face.applies)
        self.setAccessibleName(f"{face.label} {face.key}".strip())
        self.updateGeometry()
        self.update()

    def set_label(self, label: str) -> None:
        """Take other words."""
        self.set_face(replace(self._face, label=label))

    def set_theme(self, theme: Theme) -> None:
        """Paint with another theme from now on."""
        self._theme = theme
        self.update()

    def on_click(self, run: Callable[[], object]) -> None:
        """Call this when it is pressed; `run` must be a bound method of a QObject of the GUI thread."""
        self.clicked.connect(run)

    def sizeHint(self) -> QSize:
        """Shows the face whole, at the height of its kind."""
        size = self._theme.size
        height = size.control_primary_pickup if self._face.large else size.control_height
        return QSize(max(size.target_min, ceil(button_width(self._face, self._theme))), height)

    def minimumSizeHint(self) -> QSize:
        """A finger's width at least."""
        return QSize(self._theme.size.target_min, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paints the face with what the mouse does to it."""
        face = replace(self._face, pressed=self.isDown(), hovered=self.underMouse() and not self.isDown())
        painter = QPainter(self)
        paint_button(painter, QRectF(self.rect()), face, self._theme)
        painter.end()

    def enterEvent(self, event: QEnterEvent) -> None:
        """Repaints for the mouse."""
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        """Repaints without the mouse."""
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """No key presses it, even if something gave it the focus."""
        event.ignore()

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        """No key presses it."""
        event.ignore()
