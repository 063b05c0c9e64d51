"""A code that fits several orders: a list, arrows or a touch choose, F8 only then does anything."""

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QPointF, QRectF, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from posdesk.desk.paint import (
    ButtonFace,
    ButtonKind,
    paint_card,
    paint_line,
    paint_number,
    paint_sign,
    paint_tag,
    paint_text,
    rounded,
    text_width,
)
from posdesk.desk.paint.text import RIGHT
from posdesk.desk.pickup.card import CardWords
from posdesk.desk.pickup.more import paint_more
from posdesk.desk.pickup.rows_in_view import MORE_PX, RowRoom, RowsInView
from posdesk.desk.theme import SIZE, FontRole, Sign, Theme
from posdesk.desk.widgets.button import DeskButton
from posdesk.desk.widgets.painted import Painted
from posdesk.desk.words.say import due_words, quantity, shown_of
from posdesk.desk.words.states import state_name
from posdesk.domain.orders.board import OrderView
from posdesk.domain.orders.order import OrderKey, OrderState
from posdesk.domain.privacy import short_number

translate = QCoreApplication.translate

ROW_PX = 72.0
LEAST_PX = float(SIZE.target_min)
_TWO_LINES_PX = 60  # a lower row says its dishes in small letters
_HEAD_PX = 80
_LOW_PX = 230  # a lower card has lower buttons and one line in its head
_LOW_HEAD_PX = 48
_SILENT_PX = 24  # more, where somebody did not answer


@dataclass(frozen=True, slots=True)
class Fitting:
    """The orders that fit; `silent` names who did not answer."""

    views: tuple[OrderView, ...]
    chosen: OrderKey | None
    silent: str = ""


class ChoiceCard(Painted):
    """`chosen` carries the OrderKey that was touched or stepped to."""

    chosen = Signal(object)
    pressed = Signal()
    dismissed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        """Nothing is shown until `show_orders`."""
        super().__init__(theme, parent)
        self._fitting = Fitting((), None)
        self._words: CardWords | None = None
        self._first = 0
        self._build()

    @property
    def button(self) -> DeskButton:
        """The large button, off until one is chosen."""
        return self._button

    @property
    def silent(self) -> str:
        """What it says of partners that did not answer."""
        return self._fitting.silent

    def rect_of(self, key: OrderKey) -> QRectF:
        """Where that order's row is painted; empty where it is not on screen."""
        low = self._leave.y()  # what stands under the buttons is not seen
        found = (rect for view, rect in self._rows() if view.order.key == key and rect.bottom() <= low)
        return next(found, QRectF())

    def show_orders(self, fitting: Fitting, words: CardWords) -> None:
        """Show these."""
        self._fitting, self._words = fitting, words
        label = words.action or translate("pickup", "Choose one first")
        large = not self._is_low
        face = ButtonFace(label, "F8", ButtonKind.PRIMARY, applies=bool(words.action), large=large)
        self._button.set_face(face)
        self._leave.set_face(ButtonFace(translate("pickup", "None of these"), "Esc", large=large))
        self.setAccessibleName("; ".join(view.order.content.number for view in fitting.views))
        self.update()

    def step(self, by: int) -> None:
        """Choose the next or the one before; with none chosen the first or the last."""
        keys = [view.order.key for view in self._fitting.views]
        if not keys:
            return
        if self._fitting.chosen not in keys:
            self.chosen.emit(keys[0] if by > 0 else keys[-1])
            return
        place = keys.index(self._fitting.chosen) + by
        self.chosen.emit(keys[min(max(place, 0), len(keys) - 1)])

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A touch chooses the row under it; on the words "n more", the first one that they count."""
        point, views = event.position(), self._fitting.views
        above, below = self._more_rects()
        for view, rect in self._rows():
            if rect.contains(point):
                self.chosen.emit(view.order.key)
                return
        shown = self._in_view()
        if above.contains(point):
            self.chosen.emit(views[shown.first - 1].order.key)
        elif below.contains(point):
            self.chosen.emit(views[shown.first + shown.count].order.key)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paints the head and the rows."""
        painter, rect, color = self._painter(), self._rect(), self.theme.color
        paint_card(painter, rect, self.theme, selected=True)
        inner = rect.adjusted(26, 0, -26, 0)
        title = translate("pickup", "This code fits {n} orders").format(n=len(self._fitting.views))
        row = QRectF(inner.x(), 9 if self._is_low else 18, inner.width(), 30)
        paint_text(painter, row, title, self.theme.font(FontRole.TITLE), color.text)
        if not self._is_low:
            self._paint_head(painter, inner)
        for view, place in self._rows():
            self._paint_row(painter, place, view)
        shown = self._in_view()
        for strip, count in zip(self._more_rects(), (-shown.above, shown.below), strict=True):
            paint_more(painter, strip, count, self.theme)
        painter.end()

    @property
    def _is_low(self) -> bool:
        return self.height() < _LOW_PX

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A low card has low buttons."""
        super().resizeEvent(event)
        self._column.setContentsMargins(26, 0, 26, 8 if self._is_low else 22)
        if self._words is not None:
            self.show_orders(self._fitting, self._words)

    def _paint_head(self, painter: QPainter, inner: QRectF) -> None:
        """How the code came, and who did not answer."""
        line, color = self._words.came if self._words else "", self.theme.color
        font, bold = self.theme.font(FontRole.BODY), self.theme.font(FontRole.BODY_BOLD)
        paint_text(painter, QRectF(inner.x(), 48, inner.width(), 22), line, font, color.muted)
        silent = QRectF(inner.x(), 72, inner.width(), 22)
        paint_text(painter, silent, self._fitting.silent, bold, color.warn)

    def _head_px(self) -> int:
        if self._is_low:
            return _LOW_HEAD_PX
        return _HEAD_PX + (_SILENT_PX if self._fitting.silent else 0)

    def _in_view(self) -> RowsInView:
        """The rows on screen; they get lower before any is hidden, and the chosen one never is."""
        keys = [view.order.key for view in self._fitting.views]
        chosen = keys.index(self._fitting.chosen) if self._fitting.chosen in keys else None
        room = RowRoom(self._leave.y() - (4 if self._is_low else 12) - self._head_px(), LEAST_PX, ROW_PX)
        shown = room.view(len(keys), self._first, chosen)
        self._first = shown.first
        return shown

    def _rows(self) -> list[tuple[OrderView, QRectF]]:
        """The orders on screen, each with its rect."""
        shown, top, wide = self._in_view(), self._head_px(), self.width() - 40
        rects = (QRectF(20, top + shown.y(at), wide, shown.height) for at in shown.places)
        return list(zip((self._fitting.views[at] for at in shown.places), rects, strict=True))

    def _more_rects(self) -> tuple[QRectF, QRectF]:
        """Where it stands how many are hidden above and below; empty where none are."""
        shown, wide = self._in_view(), self.width() - 40
        above = QRectF(20, self._head_px(), wide, MORE_PX) if shown.above and shown.counted else QRectF()
        end = self._head_px() + shown.y(shown.first + shown.count)
        below = QRectF(20, end, wide, MORE_PX) if shown.below and shown.counted else QRectF()
        return above, below

    def _paint_row(self, painter: QPainter, rect: QRectF, view: OrderView) -> None:
        content, color = shown_of(view.order), self.theme.color
        if view.order.key == self._fitting.chosen:
            box = rect.adjusted(0, 2, 0, -2)
            rounded(painter, box, self.theme.radius.control, color.accent_soft, color.focus, width=3)
        else:
            paint_line(painter, QPointF(rect.x(), rect.bottom() - 1), rect.right(), color.line)
        paint_tag(painter, QRectF(rect.x() + 14, rect.center().y() - 17, 34, 34), content.source, self.theme)
        number = QRectF(rect.x() + 60, rect.y(), self._number_px(rect.width() * 0.22), rect.height())
        paint_number(painter, number, short_number(content.number), FontRole.NUMBER_MAKING, self.theme)
        state = self._paint_state(painter, rect, view)
        words = QRectF(number.right() + 12, rect.y(), state - number.right() - 28, rect.height() / 2)
        name = f"{content.customer}    {content.phone}    {due_words(content)}"
        dishes = ", ".join(f"{line.name} × {quantity(line.quantity)}" for line in content.lines)
        low = rect.height() < _TWO_LINES_PX
        upper = words.translated(0, 2 if low else 4)
        lower = words.translated(0, rect.height() / 2 - (2 if low else 4))
        small = self.theme.font(FontRole.CAPTION if low else FontRole.BODY)
        paint_text(painter, upper, name, self.theme.font(FontRole.BODY_BOLD), color.text)
        paint_text(painter, lower, dishes, small, color.muted)

    def _number_px(self, most: float) -> float:
        """The width that the longest number needs, so that names begin below each other."""
        font = self.theme.font(FontRole.NUMBER_MAKING)
        numbers = (short_number(view.order.content.number) for view in self._fitting.views)
        return min(most, max((text_width(number, font) for number in numbers), default=0.0) + 2)

    def _paint_state(self, painter: QPainter, rect: QRectF, view: OrderView) -> float:
        """Paints where the order stands, a cancelled one in red; returns the left end."""
        color, state = self.theme.color, view.order.state
        bad = state is OrderState.CANCELLED
        font, text = self.theme.font(FontRole.BODY_BOLD), state_name(state)
        wide = text_width(text, font)
        place = QRectF(rect.right() - wide - 14, rect.y(), wide, rect.height())
        paint_text(painter, place, text, font, color.bad if bad else color.muted, align=RIGHT)
        if not bad:
            return place.x()
        paint_sign(painter, QRectF(place.x() - 26, rect.center().y() - 10, 20, 20), Sign.STOP, color.bad)
        return place.x() - 26

    def _build(self) -> None:
        self._button = DeskButton(self.theme, ButtonFace("", large=True))
        self._leave = DeskButton(self.theme, ButtonFace("", large=True))
        self._button.clicked.connect(self.pressed)
        self._leave.clicked.connect(self.dismissed)
        foot = QHBoxLayout()
        foot.setSpacing(16)
        foot.addWidget(self._button)
        foot.addWidget(self._leave)
        foot.addStretch(1)
        column = self._column = QVBoxLayout(self)
        column.setContentsMargins(26, 0, 26, 22)
        column.addStretch(1)
        column.addLayout(foot)
