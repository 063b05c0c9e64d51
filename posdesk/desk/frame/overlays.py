"""What lies over the window's inside: a short word at its foot, the flash bar at its top."""

from PySide6.QtCore import QCoreApplication, QRectF, Qt, QTimer, Slot
from PySide6.QtGui import QMouseEvent, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from posdesk.desk.paint import rounded, text_width
from posdesk.desk.theme import Color, FontRole, Sign, Theme
from posdesk.desk.widgets.label import Mark, Words
from posdesk.desk.widgets.painted import Painted
from posdesk.desk.widgets.spoken import announce
from posdesk.desk.words.states import Sentence
from posdesk.domain.clock import Clock

STAYS_S = 8.0


class NoticeBar(Painted):
    """Shown for 8 s or until it is touched, over the page's lower edge."""

    def __init__(self, theme: Theme, clock: Clock, parent: QWidget | None = None) -> None:
        """`clock` measures how long it stays; the owner calls `tick` once a second."""
        super().__init__(theme, parent)
        self._clock = clock
        self.said = Sentence("")  # what it said last
        self._until = 0.0
        self._area = self._clear = QRectF()
        self._words, self._mark = Words(theme, FontRole.BODY_BOLD, Color.ON_INVERSE), Mark(theme, 24)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 12, 16, 12)
        row.setSpacing(12)
        row.addWidget(self._mark)
        row.addWidget(self._words, 1)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.hide()

    def show_words(self, said: Sentence, page: str = "") -> None:
        """Say this; `page` names whose word it is, where that page is not the one on screen."""
        self._until = self._clock.monotonic() + STAYS_S
        self.name_page(said, page)

    def name_page(self, said: Sentence, page: str) -> None:
        """Say whose word it is, or no more; it stays no longer for that."""
        self.said = said
        self._mark.show_sign(Sign.CHECK_CIRCLE if said.is_done else Sign.WARNING, Color.ON_INVERSE)
        named = QCoreApplication.translate("frame", "{page} page: {words}")
        self._words.say(named.format(page=page, words=said) if page else str(said))
        self.place(self._area)
        self.raise_()
        self.show()
        announce(self, str(said))

    def keep_clear(self, box: QRectF) -> None:
        """What the keys act on stands here, in the parent's px: the words never lie over it."""
        if box != self._clear:
            self._clear = box
            self.place(self._area)

    def place(self, area: QRectF) -> None:
        """Stand at the foot of this area of the parent, in logical px."""
        self._area = area
        width = min(area.width() - 24, text_width(self._words.text(), self._words.font()) + 76)
        height = max(52, self.heightForWidth(int(width)))
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
        painter.end()


HEIGHT_PX = 12


class FlashBar(Painted):
    """Lies over the top bar's upper edge, so that nothing moves when it comes."""

    def __init__(self, theme: Theme, *, less_motion: bool = False, parent: QWidget | None = None) -> None:
        """With `less_motion` it stands still in its stronger colour."""
        super().__init__(theme, parent)
        self._bright = True
        self._red = False
        self.less_motion = less_motion
        self.timer = QTimer(self)
        self.timer.setInterval(round(500 / theme.motion.flash_fallback_hz))
        self.timer.timeout.connect(self._turn)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFixedHeight(HEIGHT_PX)
        self.hide()

    @property
    def flashing(self) -> bool:
        """Whether it is shown."""
        return not self.isHidden()

    def set_flashing(self, flashing: bool) -> None:
        """Begin or end."""
        self._bright = True
        self.setVisible(flashing)
        if flashing and not self.less_motion:
            self.timer.start()
        else:
            self.timer.stop()

    def set_red(self, red: bool) -> None:
        """Red is a STOP's alone: from far away it must not look as a new order does."""
        self._red = red
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paints one of the two colours."""
        strong = Color.BAD_FILL if self._red else Color.ACCENT
        painter = self._painter()
        painter.fillRect(self.rect(), self.theme.color[strong if self._bright else Color.WARN_FILL])
        painter.end()

    @Slot()
    def _turn(self) -> None:
        self._bright = not self._bright
        self.update()
