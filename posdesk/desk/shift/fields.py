"""Fields in which a person types an amount, a name or a few words."""

import re
import unicodedata

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from posdesk.desk.theme import FontRole, Theme
from posdesk.domain.shift.shift import MOST_FEN

_AMOUNT = re.compile(r"(\d{0,9})(?:\.(\d{0,2}))?")
_PAGE_KEYS = frozenset({Qt.Key.Key_Up, Qt.Key.Key_Down})
MOST_WORDS = 100


def fen_of_text(text: str) -> int | None:
    """The fen of what somebody typed in yuan: 200, 1,200.5, ￥200.50; None where it is no amount."""
    plain = re.sub(r"[\s,¥￥]", "", unicodedata.normalize("NFKC", text)).replace("。", ".")
    found = _AMOUNT.fullmatch(plain)
    if found is None or not plain.strip("."):
        return None
    fen = int(found[1] or 0) * 100 + int((found[2] or "").ljust(2, "0"))
    return fen if fen <= MOST_FEN else None


class PlainField(QLineEdit):
    """Takes typing; the arrows up and down go to the page."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Empty."""
        super().__init__(parent)
        self.setMaxLength(MOST_WORDS)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """One line has no use for up and down."""
        if event.key() in _PAGE_KEYS:
            event.ignore()
        else:
            super().keyPressEvent(event)

    def call(self, words: str) -> None:
        """What it is for: shown while it is empty, and said by a screen reader."""
        self.setPlaceholderText(words)
        self.setAccessibleName(words)


class MoneyField(PlainField):
    """An amount in yuan, at the right, in big digits where it is `large` px high."""

    def __init__(self, theme: Theme, large: int = 0, parent: QWidget | None = None) -> None:
        """Empty."""
        super().__init__(parent)
        self._large = large
        self.setMaxLength(14)
        self.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.set_theme(theme)

    def set_theme(self, theme: Theme) -> None:
        """Another theme's font."""
        role = FontRole.NUMBER_M if self._large else FontRole.BODY
        size = theme.font(role).pixelSize()
        self.setStyleSheet(f"QLineEdit {{ font-size: {size}px; font-weight: {_weight(theme.font(role))}; }}")
        if self._large:
            self.setFixedHeight(self._large)

    @property
    def fen(self) -> int | None:
        """What was typed, in fen; None where it is no amount."""
        return fen_of_text(self.text())


def _weight(font: QFont) -> int:
    return int(font.weight())
