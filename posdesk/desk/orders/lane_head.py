"""The head of a lane: its name, its count, and what it is sorted by, which a press changes."""

from math import ceil

from PySide6.QtCore import QRectF, QSize, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from posdesk.desk.paint import ButtonFace, ButtonKind, key_width, paint_key, paint_text, rounded, text_width
from posdesk.desk.paint.text import RIGHT
from posdesk.desk.theme import SIZE, FontRole, StateRole, Theme
from posdesk.desk.widgets.button import DeskButton
from posdesk.desk.widgets.label import Chip, Words
from posdesk.desk.widgets.painted import Painted
from posdesk.records import replace

HEAD_H = SIZE.lane_head  # so high that the switch in it is a target


_APART = 9  # px, between name, count and switch
_KEY_PX = 23  # px, for a key under the words
_PAD, _GAP = 5, 6  # px, from a frame to what stands in it; between key and words
_FRAME_PAD = 7  # px, over and under the frame of one line, which is a target all the same


class _Switch(DeskButton):
    """Its key and small words at the head's right edge; framed where it opens something.

    `stacked`, the key stands under the words.
    """

    def sizeHint(self) -> QSize:
        """As wide as key and words, and a target at least."""
        words = text_width(self.face.label, self._theme.font(FontRole.CAPTION))
        key = key_width(self.face.key, self._theme) + _GAP if self.face.key else 0.0
        wide = max(words, key) if self.face.stacked else words + key
        return QSize(max(SIZE.target_min, ceil(wide) + (2 * _PAD if self._framed else 4)), SIZE.target_min)

    @property
    def _framed(self) -> bool:
        return self.face.kind is ButtonKind.OUTLINED

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paints frame, key and words; darker under the pointer."""
        painter, color = QPainter(self), self._theme.color
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect = QRectF(self.rect())
        ink = color.text if self._framed or self.underMouse() else color.muted
        if self._framed:
            pad = 1 if self.face.stacked else _FRAME_PAD
            box = rect.adjusted(1, pad, -1, -pad)
            ground = color.sunken if self.underMouse() else color.raised
            rounded(painter, box, self._theme.radius.control, ground, color.line_strong)
        words = rect.adjusted(0, 0, -_PAD if self._framed else 0, -_KEY_PX if self.face.stacked else 0)
        paint_text(painter, words, self.face.label, self._theme.font(FontRole.CAPTION), ink, align=RIGHT)
        if self.face.key:
            self._paint_cap(painter, words, ink)
        painter.end()

    def _paint_cap(self, painter: QPainter, words: QRectF, ink: QColor) -> None:
        """The key before the words, or under them."""
        wide = key_width(self.face.key, self._theme)
        x, middle = _PAD if self._framed else 0.0, words.center().y()
        if self.face.stacked:
            x, middle = words.right() - wide, self.height() - _KEY_PX / 2 - (2 if self._framed else 0)
        frame = self._theme.color.line
        paint_key(painter, x, middle, self.face.key, self._theme, ink=ink, frame=frame)


class LaneHead(Painted):
    """Name and count at the left; `switched` when the words at the right are pressed."""

    switched = Signal()

    def __init__(
        self, theme: Theme, role: StateRole, parent: QWidget | None = None, *, opens: bool = False
    ) -> None:
        """`role` colours the count; `opens`: the words are a button that opens something."""
        super().__init__(theme, parent)
        self._title = Words(theme, FontRole.STRONG, wraps=False)
        self._count = Chip(theme, role, filled=True)
        self.switch = _Switch(theme, ButtonFace("", kind=ButtonKind.OUTLINED if opens else ButtonKind.QUIET))
        self._key = ""
        self.switch.clicked.connect(self.switched)
        self._row = row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(_APART)
        for part in (self._title, self._count):
            row.addWidget(part)
        row.addStretch(1)
        row.addWidget(self.switch)
        self.setFixedHeight(HEAD_H)

    def show_words(self, title: str, count: int, words: str) -> None:
        """What to say, and what a press on the words does."""
        self._title.say(title)
        self._count.say(str(count))
        self.switch.set_label(words)
        self._fit()

    def show_key(self, key: str) -> None:
        """The key of the words at the right; none where another lane has it."""
        if key != self._key:
            self._key = key
            self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where the words would be cut, nothing can be pressed."""
        self._fit()

    def _fit(self) -> None:
        """Key and words beside the name, or the key under the words; else nothing is there to press.

        Placed at once: painted before the layout comes to it, the key would lie over the words.
        """
        left = self._title.sizeHint().width() + self._count.sizeHint().width()
        room = self.width() - left - 2 * _APART
        for stacked in (False, True):
            self.switch.set_face(replace(self.switch.face, key=self._key, stacked=stacked))
            if self.switch.sizeHint().width() <= room:
                break
        self.switch.setVisible(self.switch.sizeHint().width() <= room)
        self._row.activate()
