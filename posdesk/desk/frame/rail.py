"""The page rail at the left: a sign, a name and a count for each page, Ctrl and its number."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from posdesk.desk.frame.late_page import Place
from posdesk.desk.frame.page import PageCount
from posdesk.desk.paint import ButtonFace, ButtonKind, paint_badge, paint_sign, paint_text, rounded
from posdesk.desk.paint.text import CENTER
from posdesk.desk.theme import FontRole, Pane, Theme, pane_width
from posdesk.desk.widgets.button import DeskButton
from posdesk.desk.widgets.painted import Painted


class RailButton(DeskButton):
    """One page's place in the rail."""

    def __init__(self, theme: Theme, page: Place, parent: QWidget | None = None) -> None:
        """`page` gives sign, name and count."""
        self._page = page
        self._count = PageCount(0)
        super().__init__(theme, ButtonFace(page.title(), kind=ButtonKind.QUIET, sign=page.sign), parent)
        self.setCheckable(True)
        self._say()
        self.read()

    @property
    def number(self) -> int:
        """The page's number: Ctrl and this."""
        return self._page.number

    @property
    def number_box(self) -> QRectF:
        """Where its number stands, left of the sign."""
        side = float(self._theme.size.icon_nav)
        left = self.rect().center().x() - side / 2
        return QRectF(left - 14, 12, 10, 18)

    @Slot()
    def read(self) -> None:
        """Take name and count from the page again."""
        shown = (self._page.title(), self._page.count())
        if shown == (self.face.label, self._count):
            return
        self._count = shown[1]
        self.set_label(shown[0])
        self._say()
        self.update()

    def _say(self) -> None:
        count = f", {self._count.value}" if self._count.value else ""
        self.setAccessibleName(f"{self._page.title()}{count}, Ctrl+{self._page.number}")

    def sizeHint(self) -> QSize:
        """As wide as the rail lets it be."""
        return QSize(self._theme.size.target_min, self._theme.size.nav_item)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paints sign, name and count."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect = QRectF(self.rect())
        if self.isChecked() or self.underMouse():
            ground = self._theme.color.accent_soft if self.isChecked() else self._theme.color.sunken
            rounded(painter, rect, self._theme.radius.control, ground)
        self._paint_words(painter, rect)
        painter.end()

    def _paint_words(self, painter: QPainter, rect: QRectF) -> None:
        color, here = self._theme.color, self.isChecked()
        side = float(self._theme.size.icon_nav)
        sign = QRectF(rect.center().x() - side / 2, rect.y() + 10, side, side)
        paint_sign(painter, sign, self._page.sign, color.accent if here else color.muted, 1.8)
        font = self._theme.font(FontRole.CAPTION_BOLD if here else FontRole.CAPTION)
        words = QRectF(rect.x(), rect.y() + 34, rect.width(), 20)
        ink = color.text if here else color.muted
        paint_text(painter, words, self._page.title(), font, ink, align=CENTER)
        paint_text(
            painter, self.number_box, str(self.number), self._theme.font(FontRole.CAPTION), color.muted
        )
        if self._count.value:
            center = QPointF(min(rect.center().x() + 19, rect.right() - 13), rect.y() + 13)
            paint_badge(painter, center, self._count.value, self._count.role, self._theme)


class Rail(Painted):
    """Shows the pages that exist, by their numbers."""

    chosen = Signal(int)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        """Empty until pages are added."""
        super().__init__(theme, parent)
        self._buttons: list[RailButton] = []
        self._layout = QVBoxLayout(self)
        self._layout.setSpacing(4)
        self._layout.addStretch(1)
        self.set_window_width(0)

    def add_page(self, page: Place) -> None:
        """Give a page its place, there or not yet; `read` says that its count is another."""
        button = RailButton(self.theme, page, self)
        self._buttons.append(button)
        self._buttons.sort(key=lambda b: b.number)
        self._layout.insertWidget(self._buttons.index(button), button)
        button.clicked.connect(self._clicked)

    def set_current(self, number: int) -> None:
        """That page is on screen now."""
        for button in self._buttons:
            button.setChecked(button.number == number)

    def set_window_width(self, width: int) -> None:
        """The window is so wide now."""
        room = pane_width(Pane.RAIL, width)
        side = 6 if room > pane_width(Pane.RAIL, 0) else 2  # on small screens the longest name needs it
        self._layout.setContentsMargins(side, 8, side + 1, 8)
        self.setFixedWidth(room)

    @Slot()
    def read(self) -> None:
        """Take names and counts from the pages again."""
        for button in self._buttons:
            button.read()

    def retranslate(self) -> None:
        """Reads the names again."""
        self.read()
        super().retranslate()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paints the ground and, at the foot, that Ctrl goes with the pages' numbers."""
        painter = self._painter()
        painter.fillRect(self.rect(), self.theme.color.raised)
        painter.fillRect(self.width() - 1, 0, 1, self.height(), self.theme.color.line)
        font, muted = self.theme.font(FontRole.CAPTION), self.theme.color.muted
        ends = dict.fromkeys(str(b.number) for b in (*self._buttons[:1], *self._buttons[-1:]))
        numbers = "–".join(ends)
        for row, words in enumerate(("Ctrl", numbers)):
            rect = QRectF(0, self.height() - 42 + row * 17, self.width(), 17)
            paint_text(painter, rect, words, font, muted, align=Qt.AlignmentFlag.AlignCenter)
        painter.end()

    @Slot()
    def _clicked(self) -> None:
        button = self.sender()
        if isinstance(button, RailButton):
            button.setChecked(True)
            self.chosen.emit(button.number)
