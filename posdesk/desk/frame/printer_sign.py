"""A printer in trouble, said over every page: amber words, and the key that leads to its slips."""

from math import ceil

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QFont, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from posdesk.desk.paint import (
    ButtonFace,
    ButtonKind,
    key_width,
    paint_key,
    paint_sign,
    paint_text,
    rounded,
    text_width,
)
from posdesk.desk.theme import FontRole, Sign, StateRole, Theme
from posdesk.desk.widgets.alt_keys import Everywhere
from posdesk.desk.widgets.button import DeskButton

_CHIP_H = 28  # px; over it the flash bar has its room
_PAD = 10.0
_GAP = 6.0


class PrinterSign(DeskButton):
    """Stands in the top bar while a printer is in trouble; a press or its key leads to the slips."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        """Hidden until something is said."""
        face = ButtonFace("", Everywhere.PRINTS, ButtonKind.QUIET, Sign.WARNING)
        super().__init__(theme, face, parent)
        self._has_words = True
        self.hide()

    def say(self, words: str, *, shown: bool) -> None:
        """What is wrong, empty where nothing is; not `shown`: the sign and the key stand for it."""
        self._has_words = shown
        self.set_label(words)
        self.setVisible(bool(words))

    def width_of(self, words: str, *, shown: bool) -> int:
        """The room it takes with these words, in px; 0 without."""
        if not words:
            return 0
        width = 2 * _PAD + self._theme.size.icon_chip + _GAP + key_width(self.face.key, self._theme)
        return ceil(width + (text_width(words, self._font) + _GAP if shown else 0))

    def sizeHint(self) -> QSize:
        """As wide as what it says."""
        wide = self.width_of(self.face.label, shown=self._has_words)
        return QSize(max(self._theme.size.target_min, wide), self._theme.size.target_min)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paints sign, words and key on amber."""
        painter, colors = QPainter(self), self._theme.state(StateRole.HALF)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        middle, side = self.height() / 2, float(self._theme.size.icon_chip)
        chip = QRectF(0, middle - _CHIP_H / 2, self.width(), _CHIP_H)
        ground = colors.soft.darker(106) if self.underMouse() else colors.soft
        rounded(painter, chip, self._theme.radius.chip, ground)
        paint_sign(painter, QRectF(_PAD, middle - side / 2, side, side), Sign.WARNING, colors.ink)
        x = _PAD + side + _GAP
        if self._has_words:
            wide = text_width(self.face.label, self._font)
            paint_text(
                painter, QRectF(x, 0, wide + 1, self.height()), self.face.label, self._font, colors.ink
            )
            x += wide + _GAP
        paint_key(painter, x, middle, self.face.key, self._theme, ink=colors.ink, frame=colors.ink)
        painter.end()

    @property
    def _font(self) -> QFont:
        return self._theme.font(FontRole.BODY_BOLD)
