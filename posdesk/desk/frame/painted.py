"""The base of widgets that paint themselves with a theme and translate themselves anew."""

from PySide6.QtCore import QEvent, QRectF, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget

from posdesk.desk.theme import Theme, hand_down


class Painted(QWidget):
    """Takes no keyboard focus. Subclasses paint in `paintEvent` and set texts in `retranslate`."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        """`theme` is what it paints with until `set_theme` says otherwise."""
        super().__init__(parent)
        self._theme = theme
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    @property
    def theme(self) -> Theme:
        """What it paints with now."""
        return self._theme

    def set_theme(self, theme: Theme) -> None:
        """Paint with another theme from now on, and so does all that stands in it."""
        self._theme = theme
        hand_down(self, theme)
        self.update()

    def retranslate(self) -> None:
        """The language on screen changed."""
        self.update()

    def changeEvent(self, event: QEvent) -> None:
        """Translates anew when the language changed."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def _painter(self) -> QPainter:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        return painter

    def _rect(self) -> QRectF:
        return QRectF(self.rect())
