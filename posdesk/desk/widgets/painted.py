"""The base of widgets that paint themselves with a theme and translate themselves anew."""

from PySide6.QtCore import QEvent, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from posdesk.desk.paint import paint_card, rounded
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


class Card(Painted):
    """The ground of a card; what stands on it is laid out."""

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paints the ground."""
        painter = self._painter()
        paint_card(painter, self._rect(), self.theme)
        painter.end()


class Ruled(Painted):
    """A row that a line ends."""

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paints the line."""
        painter = self._painter()
        painter.fillRect(0, self.height() - 1, self.width(), 1, self.theme.color.line)
        painter.end()


def paint_chosen(widget: Painted) -> None:
    """Paint the frame of what the keys act on, inside the widget's edges."""
    painter = QPainter(widget)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    theme, rect = widget.theme, QRectF(widget.rect()).adjusted(2, 2, -2, -3)
    rounded(painter, rect, theme.radius.control, None, theme.color.focus, width=3.0)
    painter.end()


def within(widget: QWidget, left: int, top: int, right: int, bottom: int) -> QVBoxLayout:
    """A column of parts that touch each other, so far from the widget's edges in logical px."""
    column = QVBoxLayout(widget)
    column.setContentsMargins(left, top, right, bottom)
    column.setSpacing(0)
    return column
