"""A code that fits several orders: a list, arrows or a touch choose, F8 only then does anything."""

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QPointF, QRectF, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from posdesk.desk.frame.button import DeskButton
from posdesk.desk.frame.painted import Painted
from posdesk.desk.paint import (
    ButtonFace,
    ButtonKind,
    Sign,
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
from posdesk.desk.say import due_words, quantity
from posdesk.desk.theme import FontRole, Theme
from posdesk.desk.words import state_name
from posdesk.domain.board import OrderView
from posdesk.domain.order import OrderKey, OrderState
from posdesk.domain.privacy import masked_phone

translate = QCoreApplication.translate

ROW_PX = 72
_HEAD_PX = 104


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
        self._build()

    @property
    def button(self) -> DeskButton:
        """The large button, off until one is chosen."""
        return self._button

    @property
    def silent(self) -> str:
        """What it says of partners that did not answer."""
        return self._fitting.silent

    def show_orders(self, fitting: Fitting, words: CardWords) -> None:
        """Show these."""
        self._fitting, self._words = fitting, words
        label = words.action or translate("pickup", "Choose one first")
        face = ButtonFace(label, "F8", ButtonKind.PRIMARY, applies=bool(words.action), large=True)
        self._button.set_face(face)
        self._leave.set_face(ButtonFace(translate("pickup", "None of these"), "Esc", large=True))
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
        """A touch chooses the row under it."""
        point = event.position()
        for view, rect in zip(self._fitting.views, self._rows(), strict=False):
            if rect.contains(point):
                self.chosen.emit(view.order.key)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paints the head and the rows."""
        painter, rect, color = self._painter(), self._rect(), self.theme.color
        paint_card(painter, rect, self.theme, selected=True)
        inner = rect.adjusted(26, 0, -26, 0)
        title = translate("pickup", "This code fits {n} orders").format(n=len(self._fitting.views))
        row = QRectF(inner.x(), 18, inner.width(), 30)
        paint_text(painter, row, title, self.theme.font(FontRole.TITLE), color.text)
        line = self._words.came if self._words else ""
        font = self.theme.font(FontRole.BODY)
        paint_text(painter, QRectF(inner.x(), 48, inner.width(), 22), line, font, color.muted)
        bold = self.theme.font(FontRole.BODY_BOLD)
        silent = QRectF(inner.x(), 72, inner.width(), 22)
        paint_text(painter, silent, self._fitting.silent, bold, color.warn)
        for view, place in zip(self._fitting.views, self._rows(), strict=False):
            self._paint_row(painter, place, view)
        painter.end()

    def _rows(self) -> list[QRectF]:
        """A rect for each order; they get narrower before they leave the card."""
        room = self._leave.y() - 12 - _HEAD_PX
        height = min(ROW_PX, max(44.0, room / max(1, len(self._fitting.views))))
        fits = max(1, int(room // height))
        count = min(fits, len(self._fitting.views))
        return [QRectF(20, _HEAD_PX + n * height, self.width() - 40, height) for n in range(count)]

    def _paint_row(self, painter: QPainter, rect: QRectF, view: OrderView) -> None:
        content, color = view.order.content, self.theme.color
        if view.order.key == self._fitting.chosen:
            box = rect.adjusted(0, 2, 0, -2)
            rounded(painter, box, self.theme.radius.control, color.accent_soft, color.focus, width=3)
        else:
            paint_line(painter, QPointF(rect.x(), rect.bottom() - 1), rect.right(), color.line)
        paint_tag(painter, QRectF(rect.x() + 14, rect.center().y() - 17, 34, 34), content.source, self.theme)
        number = QRectF(rect.x() + 60, rect.y(), rect.width() * 0.22, rect.height())
        paint_number(painter, number, content.number, FontRole.NUMBER_MAKING, self.theme)
        state = self._paint_state(painter, rect, view)
        words = QRectF(number.right() + 12, rect.y(), state - number.right() - 28, rect.height() / 2)
        name = f"{content.customer}    {masked_phone(content.phone)}    {due_words(content)}"
        dishes = ", ".join(f"{line.name} × {quantity(line.quantity)}" for line in content.lines)
        lower = words.translated(0, rect.height() / 2 - 4)
        paint_text(painter, words.translated(0, 4), name, self.theme.font(FontRole.BODY_BOLD), color.text)
        paint_text(painter, lower, dishes, self.theme.font(FontRole.BODY), color.muted)

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
        column = QVBoxLayout(self)
        column.setContentsMargins(26, 0, 26, 22)
        column.addStretch(1)
        column.addLayout(foot)
