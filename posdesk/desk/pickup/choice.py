"""A code that fits several orders: a list, arrows or a touch choose, F8 only then does anything."""

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QPointF, QRect, QRectF, Signal, Slot
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
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
from posdesk.desk.pickup.words import CardWords
from posdesk.desk.theme import SIZE, Color, FontRole, Sign, Theme
from posdesk.desk.widgets.button import DeskButton
from posdesk.desk.widgets.label import Words
from posdesk.desk.widgets.painted import Painted
from posdesk.desk.widgets.row_list import RowList
from posdesk.desk.words.say import due_words, quantity, shown_of
from posdesk.desk.words.states import where_it_stands
from posdesk.domain.orders.board import OrderView
from posdesk.domain.orders.order import Order, OrderKey, OrderState
from posdesk.domain.privacy import short_number

translate = QCoreApplication.translate

_ROW_PX = 72
_TWO_LINES_PX = 60  # a lower row says its dishes in small letters
_LOW_PX = 230  # a lower card has lower buttons and one line in its head


@dataclass(frozen=True, slots=True)
class Fitting:
    """The orders that fit; `silent` names who did not answer."""

    views: tuple[OrderView, ...]
    chosen: OrderKey | None
    silent: str = ""

    @property
    def keys(self) -> tuple[OrderKey, ...]:
        """The orders' keys, in their order on screen."""
        return tuple(view.order.key for view in self.views)

    @property
    def place(self) -> int | None:
        """Where the chosen one stands."""
        return self.keys.index(self.chosen) if self.chosen in self.keys else None


class OrderRows:
    """A row is an order that fits; rows get lower before any is hidden."""

    def __init__(self) -> None:
        """Nothing to fit."""
        self.row_px, self.number_px = _ROW_PX, 0.0

    def fit(self, views: tuple[OrderView, ...], room: int, theme: Theme) -> None:
        """Rows as high as `room` px let them be; names begin below each other, behind the longest number."""
        self.row_px = max(SIZE.target_min, min(_ROW_PX, room // max(1, len(views))))
        font = theme.font(FontRole.NUMBER_MAKING)
        numbers = (short_number(view.order.content.number) for view in views)
        self.number_px = max((text_width(number, font) for number in numbers), default=0.0) + 2

    def height(self, row: OrderView, width: int, theme: Theme) -> int:
        """The same for all."""
        return self.row_px

    def words(self, row: OrderView) -> str:
        """The order's number, customer and state."""
        content = shown_of(row.order)
        return f"{content.number} {content.customer}, {where_it_stands(row.order)}"

    def paint(self, painter: QPainter, rect: QRectF, row: OrderView, theme: Theme, *, chosen: bool) -> None:
        """Paint tag, number, customer and dishes, and where the order stands."""
        content, color = shown_of(row.order), theme.color
        if chosen:
            box = rect.adjusted(0, 2, 0, -2)
            rounded(painter, box, theme.radius.control, color.accent_soft, color.focus, width=3)
        else:
            paint_line(painter, QPointF(rect.x(), rect.bottom() - 1), rect.right(), color.line)
        paint_tag(painter, QRectF(rect.x() + 14, rect.center().y() - 17, 34, 34), content.source, theme)
        wide = min(rect.width() * 0.22, self.number_px)
        number = QRectF(rect.x() + 60, rect.y(), wide, rect.height())
        paint_number(painter, number, short_number(content.number), FontRole.NUMBER_MAKING, theme)
        state = _paint_state(painter, rect, row.order, theme)
        words = QRectF(number.right() + 12, rect.y(), state - number.right() - 28, rect.height() / 2)
        name = f"{content.customer}    {content.phone}    {due_words(content)}"
        dishes = ", ".join(f"{line.name} × {quantity(line.quantity)}" for line in content.lines)
        low = rect.height() < _TWO_LINES_PX
        inset = 2 if low else 4
        small = theme.font(FontRole.CAPTION if low else FontRole.BODY)
        paint_text(painter, words.translated(0, inset), name, theme.font(FontRole.BODY_BOLD), color.text)
        paint_text(painter, words.translated(0, rect.height() / 2 - inset), dishes, small, color.muted)


class ChoiceCard(Painted):
    """`chosen` carries the OrderKey that was touched or stepped to."""

    chosen = Signal(object)
    pressed = Signal()
    dismissed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        """Nothing is shown until `show_orders`."""
        super().__init__(theme, parent)
        self._fitting, self._came_words, self._action = Fitting((), None), "", ""
        self._title, self._came = Words(theme, FontRole.TITLE), Words(theme, color=Color.MUTED)
        self._silent = Words(theme, FontRole.BODY_BOLD, Color.WARN)
        self._kind = OrderRows()
        self.list = RowList(theme, self._kind)
        self.button = DeskButton(theme, ButtonFace(""))
        self._leave = DeskButton(theme, ButtonFace(""))
        self._build()

    @property
    def silent(self) -> str:
        """What it says of partners that did not answer."""
        return self._fitting.silent

    def rect_of(self, key: OrderKey) -> QRect:
        """Where that order's row is painted; empty where it is not wholly on screen."""
        keys = self._fitting.keys
        box = self.list.box_of(keys.index(key)) if key in keys else QRect()
        return box.translated(self.list.pos()) if not box.isEmpty() else box

    def show_orders(self, fitting: Fitting, words: CardWords) -> None:
        """Show these."""
        self._fitting, self._came_words, self._action = fitting, words.came, words.action
        self._title.say(translate("pickup", "This code fits {n} orders").format(n=len(fitting.views)))
        self.list.setAccessibleName(self._title.text())
        self._show()

    def step(self, by: int) -> None:
        """Choose the next or the one before; with none chosen the first or the last."""
        keys, place = self._fitting.keys, self._fitting.place
        if not keys:
            return
        at = (0 if by > 0 else len(keys) - 1) if place is None else place + by
        self.chosen.emit(keys[min(max(at, 0), len(keys) - 1)])

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paints the ground."""
        painter = self._painter()
        paint_card(painter, self._rect(), self.theme, selected=True)
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A low card has low buttons."""
        super().resizeEvent(event)
        self._show()

    def _show(self) -> None:
        fitting, low = self._fitting, self.height() < _LOW_PX
        self._came.say("" if low else self._came_words)
        self._silent.set_role(FontRole.CAPTION_BOLD if low else FontRole.BODY_BOLD)
        self._silent.say(fitting.silent)
        self._column.setContentsMargins(20, 8 if low else 16, 20, 8 if low else 22)
        self._column.setSpacing(4 if low else 12)
        self._show_buttons(large=not low)
        if not low and self._foot.sizeHint().width() > self.width() - 40:
            self._show_buttons(large=False)
        self._column.activate()
        self._kind.fit(fitting.views, self.list.height(), self.theme)
        self.list.show_rows(fitting.views, fitting.place)

    def _show_buttons(self, *, large: bool) -> None:
        label = self._action or translate("pickup", "Choose one first")
        face = ButtonFace(label, "F8", ButtonKind.PRIMARY, applies=bool(self._action), large=large)
        self.button.set_face(face)
        self._leave.set_face(ButtonFace(translate("pickup", "None of these"), "Esc", large=large))
        self._foot.invalidate()

    @Slot(int)
    def _touch(self, place: int) -> None:
        self.chosen.emit(self._fitting.keys[place])

    def _build(self) -> None:
        self.list.touched.connect(self._touch)
        self.button.clicked.connect(self.pressed)
        self._leave.clicked.connect(self.dismissed)
        head, foot, column = QVBoxLayout(), QHBoxLayout(), QVBoxLayout(self)
        head.setContentsMargins(6, 0, 6, 0)
        head.setSpacing(2)
        for words in (self._title, self._came, self._silent):
            head.addWidget(words)
        foot.setContentsMargins(6, 0, 6, 0)
        foot.setSpacing(16)
        foot.addWidget(self.button)
        foot.addWidget(self._leave)
        foot.addStretch(1)
        column.addLayout(head)
        column.addWidget(self.list, 1)
        column.addLayout(foot)
        self._foot, self._column = foot, column


def _paint_state(painter: QPainter, rect: QRectF, order: Order, theme: Theme) -> float:
    """Paints where the order stands, a cancelled one in red; returns the left end."""
    color, text, bad = theme.color, where_it_stands(order), order.state is OrderState.CANCELLED
    font = theme.font(FontRole.BODY_BOLD)
    wide = text_width(text, font)
    place = QRectF(rect.right() - wide - 14, rect.y(), wide, rect.height())
    paint_text(painter, place, text, font, color.bad if bad else color.muted, align=RIGHT)
    if not bad:
        return place.x()
    paint_sign(painter, QRectF(place.x() - 26, rect.center().y() - 10, 20, 20), Sign.STOP, color.bad)
    return place.x() - 26
