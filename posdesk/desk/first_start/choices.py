"""One of a few, each a line of its own with its key: what it is, what follows of it, and which one counts."""

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from posdesk.desk.paint import (
    ButtonFace,
    key_width,
    paint_card,
    paint_key,
    paint_sign,
    paint_text,
    paint_wrapped,
    wrapped_height,
)
from posdesk.desk.theme import FontRole, Sign, Theme
from posdesk.desk.widgets.button import DeskButton

_PAD, _LINE = 16, 26


class ChoiceLine(DeskButton):
    """Pressing it chooses it; a check says which one counts."""

    def __init__(self, theme: Theme, key: str, parent: QWidget | None = None) -> None:
        """Says nothing until `say`."""
        self._help = ""
        super().__init__(theme, ButtonFace("", key), parent)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setCheckable(True)

    def say(self, words: str, help_text: str) -> None:
        """What it is, and what follows of it."""
        self._help = help_text
        self.set_label(words)
        self.setAccessibleDescription(help_text)

    def hasHeightForWidth(self) -> bool:
        """Its second line may break."""
        return True

    def heightForWidth(self, width: int) -> int:
        """So high as its words need."""
        font = self._theme.font(FontRole.BODY)
        return int(_LINE + 26 + max(22.0, wrapped_height(self._help, font, self._words_room(width))))

    def sizeHint(self) -> QSize:
        """A card's."""
        return QSize(320, self.heightForWidth(max(320, self.width())))

    def minimumSizeHint(self) -> QSize:
        """It breaks its words."""
        return QSize(240, self.heightForWidth(max(240, self.width())))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paints ground, key, words and check."""
        painter, color, rect = QPainter(self), self._theme.color, QRectF(self.rect())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_card(painter, rect, self._theme, selected=self.isChecked())
        muted, x = color.muted, _PAD + self._key_room()
        paint_key(
            painter, _PAD, rect.center().y(), self.face.key, self._theme, ink=muted, frame=color.line_strong
        )
        room = self._words_room(self.width())
        title = QRectF(x, 12, room, _LINE)
        paint_text(painter, title, self.face.label, self._theme.font(FontRole.BODY_BOLD), color.text)
        below = QRectF(x, 12 + _LINE, room, self.height() - 24 - _LINE)
        paint_wrapped(painter, below, self._help, self._theme.font(FontRole.BODY), muted)
        if self.isChecked():
            sign = QRectF(self.width() - _PAD - 24, rect.center().y() - 12, 24, 24)
            paint_sign(painter, sign, Sign.CHECK_CIRCLE, color.accent)
        painter.end()

    def _key_room(self) -> float:
        return key_width(self.face.key, self._theme) + 14

    def _words_room(self, width: int) -> float:
        return width - 2 * _PAD - self._key_room() - 34
