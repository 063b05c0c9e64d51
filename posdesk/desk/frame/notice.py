"""A short word at the window's foot: why something was not done. It moves nothing and takes no keys."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QMouseEvent, QPaintEvent
from PySide6.QtWidgets import QWidget

from posdesk.desk.frame.painted import Painted
from posdesk.desk.paint import Sign, paint_sign, paint_wrapped, rounded, text_width, wrapped_height
from posdesk.desk.theme import FontRole, Theme
from posdesk.desk.words import Sentence
from posdesk.domain.clock import Clock

STAYS_S = 8.0


class Notice(Painted):
    """Shown for 8 s or until it is touched, over the page's lower edge."""

    def __init__(self, theme: Theme, clock: Clock, parent: QWidget | None = None) -> None:
        """`clock` measures how long it stays; the owner calls `tick` once a second."""
        super().__init__(theme, parent)
        self._clock = clock
        self._said = Sentence("")
        self._until = 0.0
        self._area = self._clear = QRectF()
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.hide()

    @property
    def said(self) -> Sentence:
        """What it said last."""
        return self._said

    def show_words(self, said: Sentence) -> None:
        """Say this."""
        self._said = said
        self._until = self._clock.monotonic() + STAYS_S
        self.setAccessibleName(str(said))
        self.place(self._area)
        self.raise_()
        self.show()

    def keep_clear(self, box: QRectF) -> None:
        """What the keys act on stands here, in the parent's px: the words never lie over it."""
        if box != self._clear:
            self._clear = box
            self.place(self._area)

    def place(self, area: QRectF) -> None:
        """Stand at the foot of this area of the parent, in logical px."""
        self._area = area
        said = self._said
        font = self.theme.font(FontRole.BODY_BOLD)
        width = min(area.width() - 24, text_width(str(said), font) + 76)
        height = max(52.0, wrapped_height(str(said), font, width - 72) + 24)
        left = area.center().x() - width / 2
        foot = QRectF(left, area.bottom() - height - 12, width, height)
        if foot.intersects(self._clear):
            over = self._clear.top() - height - 12
            foot.moveTop(over if over >= area.top() else self._clear.bottom() + 12)
        self.setGeometry(foot.toRect())

    def tick(self) -> None:
        """Hide once its time is over."""
        if not self.isHidden() and self._clock.monotonic() >= self._until:
            self.hide()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A touch puts it away."""
        self.hide()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paints it in reversed colours, so that it stands out from every card."""
        painter = self._painter()
        rounded(painter, self._rect(), self.theme.radius.card, self.theme.color.inverse)
        ink = self.theme.color.on_inverse
        paint_sign(painter, QRectF(16, self.height() / 2 - 12, 24, 24), Sign.WARNING, ink)
        font = self.theme.font(FontRole.BODY_BOLD)
        height = wrapped_height(str(self._said), font, self.width() - 72)
        rect = QRectF(52, (self.height() - height) / 2, self.width() - 68, height)
        paint_wrapped(painter, rect, str(self._said), font, ink)
        painter.end()
