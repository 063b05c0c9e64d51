"""The head of a lane: its name, its count, and what it is sorted by, which a press changes."""

from PySide6.QtCore import QRectF, QSize, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from posdesk.desk.paint import ButtonFace, ButtonKind, paint_text, text_width
from posdesk.desk.paint.text import RIGHT
from posdesk.desk.theme import SIZE, FontRole, StateRole, Theme
from posdesk.desk.widgets.button import DeskButton
from posdesk.desk.widgets.label import Chip, Words
from posdesk.desk.widgets.painted import Painted

HEAD_H = SIZE.lane_head  # so high that the switch in it is a target


class _Switch(DeskButton):
    """Small muted words at the head's right edge."""

    def sizeHint(self) -> QSize:
        """As wide as its words, and a target at least."""
        wide = int(text_width(self.face.label, self._theme.font(FontRole.CAPTION))) + 16
        return QSize(max(SIZE.target_min, wide), SIZE.target_min)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paints the words; darker under the pointer."""
        painter, color = QPainter(self), self._theme.color
        ink = color.text if self.underMouse() else color.muted
        font = self._theme.font(FontRole.CAPTION)
        paint_text(painter, QRectF(self.rect()), self.face.label, font, ink, align=RIGHT)
        painter.end()


class LaneHead(Painted):
    """Name and count at the left; `switched` when the words at the right are pressed."""

    switched = Signal()

    def __init__(self, theme: Theme, role: StateRole, parent: QWidget | None = None) -> None:
        """`role` colours the count."""
        super().__init__(theme, parent)
        self._title = Words(theme, FontRole.STRONG, wraps=False)
        self._count = Chip(theme, role, filled=True)
        self.switch = _Switch(theme, ButtonFace("", kind=ButtonKind.QUIET))
        self.switch.clicked.connect(self.switched)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(9)
        for part in (self._title, self._count):
            row.addWidget(part)
        row.addStretch(1)
        row.addWidget(self.switch)
        self.setFixedHeight(HEAD_H)

    def show_words(self, title: str, count: int, words: str) -> None:
        """What to say."""
        self._title.say(title)
        self._count.say(str(count))
        self.switch.set_label(words)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where the words would be cut, nothing can be pressed."""
        self._fit()

    def _fit(self) -> None:
        left = self._title.sizeHint().width() + SIZE.target_min
        self.switch.setVisible(left + self.switch.sizeHint().width() < self.width())
