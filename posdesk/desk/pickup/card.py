"""The order that a code belongs to, before anything is done: number, name, dishes, one large button."""

from dataclasses import dataclass
from datetime import datetime

from PySide6.QtCore import QCoreApplication, QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSpacerItem, QVBoxLayout, QWidget

from posdesk.desk.paint import (
    ButtonFace,
    ButtonKind,
    chip_width,
    paint_card,
    paint_chip,
    paint_number,
    paint_tag,
    paint_text,
    text_width,
)
from posdesk.desk.paint.text import RIGHT
from posdesk.desk.pickup.items import ItemArea
from posdesk.desk.theme import FontRole, StateRole, Theme
from posdesk.desk.widgets.button import DeskButton
from posdesk.desk.widgets.painted import Painted
from posdesk.desk.words.say import due_words, joined, minutes_waited, yuan
from posdesk.desk.words.states import Said
from posdesk.domain.orders.order import OrderContent
from posdesk.domain.orders.personal import masked
from posdesk.domain.orders.sums import sums_of
from posdesk.domain.privacy import short_number

translate = QCoreApplication.translate

PAD_PX = 26
HEAD_PX = 176
LEAST_PX = 172
"""A card lower than this doesn't show its order."""
_TIGHT_PX = 350  # a lower card leaves out the state and has lower buttons
_SHORT_PX = 270  # one that is lower has its buttons at its edge
_LOW_PX = 220  # one that is lower still leaves out the dishes, too
_LOW_UP_PX = 56  # how much higher number and customer stand on it
_BESIDE_PX = 270  # what the words beside the buttons need
_NUMBERS = (FontRole.NUMBER_PICKUP, FontRole.NUMBER_DETAIL, FontRole.NUMBER_NEW, FontRole.NUMBER_M)


@dataclass(frozen=True, slots=True)
class CardWords:
    """What the card says beside the order: state, how the code came, whether others fit, what F8 does.

    `action` empty: F8 does nothing and `beside` says why. `wait` is whether the order waits to be fetched.
    """

    state: Said
    came: str = ""
    fits: str = ""
    action: str = ""
    beside: str = ""
    wait_since: datetime | None = None


class OrderCard(Painted):
    """Shows one order. `pressed` is the large button, `dismissed` is "not this order"."""

    pressed = Signal()
    dismissed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        """Nothing is shown until `show_order`."""
        super().__init__(theme, parent)
        self._content: OrderContent | None = None
        self._words: CardWords | None = None
        self._now: datetime | None = None
        self._build()

    @property
    def button(self) -> DeskButton:
        """The large button."""
        return self._button

    @property
    def items(self) -> ItemArea:
        """Its dishes."""
        return self._items

    @property
    def words(self) -> CardWords | None:
        """What it says beside the order."""
        return self._words

    def show_order(self, content: OrderContent, words: CardWords, now: datetime) -> None:
        """Show this order, what is personal in it masked."""
        self._show(masked(content), words, now)

    def _show(self, content: OrderContent, words: CardWords, now: datetime) -> None:
        if content != self._content:
            self._items.set_content(content)
        self._content, self._words, self._now = content, words, now
        large = not self._is_tight and self._fit_large(words.action)
        self._button.set_face(ButtonFace(words.action, "F8", ButtonKind.PRIMARY, large=large))
        self._button.setVisible(bool(words.action))
        self._leave.set_face(self._leaving(large=large))
        self._items.setAccessibleName(content.number)
        self._make_room()
        self.setAccessibleName(f"{content.number} {content.customer}, {words.state.text}")
        self.update()

    def _leaving(self, *, large: bool) -> ButtonFace:
        return ButtonFace(translate("pickup", "Not this order"), "Esc", large=large)

    def _fit_large(self, action: str) -> bool:
        """Whether large buttons have room for all their words."""
        self._button.set_face(ButtonFace(action, "F8", ButtonKind.PRIMARY, large=True))
        self._leave.set_face(self._leaving(large=True))
        wide = self._leave.sizeHint().width() + (self._button.sizeHint().width() + 16 if action else 0)
        return wide <= self.width() - 2 * PAD_PX

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paints head and foot; the dishes paint themselves."""
        if self._content is None or self._words is None:
            return
        painter, rect = self._painter(), self._rect()
        paint_card(painter, rect, self.theme, selected=True)
        inner = rect.adjusted(PAD_PX, 0, -PAD_PX, 0)
        if not self._is_tight:
            self._paint_state(painter, QRectF(inner.x(), 18, inner.width(), 36), self._words)
        up = _LOW_UP_PX if self._is_tight else 0
        painter.translate(0, -up)
        right = self._paint_paid(painter, inner, self._content)
        left = self._paint_number(painter, inner, self._content)
        self._paint_customer(painter, QRectF(left + 24, 72, right - left - 40, 90), self._content)
        painter.translate(0, up)
        self._paint_beside(painter, inner)
        painter.end()

    def _paint_state(self, painter: QPainter, rect: QRectF, words: CardWords) -> None:
        role, sign = words.state.role, words.state.sign
        room = min(rect.width(), chip_width(words.state.text, self.theme, signed=sign is not None))
        chip = QRectF(rect.x(), rect.y(), room, rect.height())
        paint_chip(painter, chip, role, words.state.text, self.theme, sign=sign, signed=sign is not None)
        font, muted = self.theme.font(FontRole.BODY), self.theme.color.muted
        fits = text_width(words.fits, font)
        paint_text(painter, rect, words.fits, font, muted, align=RIGHT)
        came = rect.adjusted(room + 16, 0, -fits - 16, 0)
        paint_text(painter, came, words.came, font, muted)

    def _paint_paid(self, painter: QPainter, inner: QRectF, content: OrderContent) -> float:
        """Paints paid or unpaid and the amount at the right; returns the left end of both."""
        sums = sums_of(content)
        said = translate("pickup", "Paid") if sums.paid else translate("pickup", "Not paid")
        amount = yuan(sums.expected if content.actual_fee is None else content.actual_fee)
        role = StateRole.DONE if sums.paid else StateRole.HALF
        chip = chip_width(said, self.theme, signed=False)
        place = QRectF(inner.right() - chip, 80, chip, 28)
        paint_chip(painter, place, role, said, self.theme, signed=False)
        font = self.theme.font(FontRole.NUMBER_M)
        wide = text_width(amount, font)
        paint_text(
            painter,
            QRectF(inner.right() - wide, 112, wide, 34),
            amount,
            font,
            self.theme.color.text,
            align=RIGHT,
        )
        return inner.right() - max(wide, chip)

    def _paint_number(self, painter: QPainter, inner: QRectF, content: OrderContent) -> float:
        """Paints the tag and the number, as large as it can be; returns the right end."""
        side = 64.0
        paint_tag(painter, QRectF(inner.x(), 82, side, side), content.source, self.theme)
        room = inner.width() * 0.5 - side
        short = short_number(content.number)
        fitting = (r for r in _NUMBERS if text_width(short, self.theme.font(r)) <= room)
        role = next(fitting, _NUMBERS[-1])
        whole = text_width(content.number, self.theme.font(role)) <= room
        rect = QRectF(inner.x() + side + 22, 62, room, 104)
        return rect.x() + paint_number(painter, rect, content.number if whole else short, role, self.theme)

    def _paint_customer(self, painter: QPainter, rect: QRectF, content: OrderContent) -> None:
        color = self.theme.color
        how = translate("pickup", "Self-pickup") if content.is_pickup else translate("pickup", "Delivery")
        rows = (
            ((f"{how}    {content.customer}".strip(), content.customer), FontRole.NUMBER_S, color.text),
            ((content.phone,), FontRole.TITLE_REGULAR, color.text),
            (self._when(content), FontRole.LARGE, color.muted),
        )
        for place, (texts, role, ink) in enumerate(rows):
            row, font = QRectF(rect.x(), rect.y() + place * 29, rect.width(), 30), self.theme.font(role)
            whole = (text for text in texts if text and text_width(text, font) <= rect.width())
            paint_text(painter, row, next(whole, texts[0]), font, ink)

    def _when(self, content: OrderContent) -> tuple[str, ...]:
        """When it is due and how long it waits, and in fewer words."""
        due, since = due_words(content), self._words.wait_since if self._words else None
        if since is None or self._now is None:
            return (due,)
        return f"{due}    {minutes_waited(since, self._now)}", due

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where nothing fits beside the buttons it stands above them; a low card has low buttons."""
        self._items.setVisible(not self._is_low)
        up = _LOW_UP_PX if self._is_tight else 0
        is_short = self.height() < _SHORT_PX
        top = 0 if self._is_low else HEAD_PX - 8 - up - (6 if is_short else 0)
        foot, apart = (8, 4) if is_short else (22, 12)
        self._column.setSpacing(apart)
        self._column.setContentsMargins(PAD_PX, top, PAD_PX, foot)
        if self._content is not None and self._words is not None and self._now is not None:
            self._show(self._content, self._words, self._now)
        self._make_room()

    @property
    def _is_tight(self) -> bool:
        return self.height() < _TIGHT_PX

    @property
    def _is_low(self) -> bool:
        return self.height() < _LOW_PX

    def _make_room(self) -> None:
        said = self._words is not None and self._words.beside
        beside = not said or self._is_low or self._beside_room() >= _BESIDE_PX
        self._above.changeSize(0, 0 if beside else 24)
        self._column.invalidate()

    def _beside_room(self) -> float:
        buttons = self._leave.sizeHint().width() + 16
        buttons += self._button.sizeHint().width() + 16 if not self._button.isHidden() else 0
        return self.width() - 2 * PAD_PX - buttons

    def _paint_beside(self, painter: QPainter, inner: QRectF) -> None:
        """Paints what must be known before pressing, at the right of the buttons or above them."""
        lines = self._words.beside.split("\n") if self._words else []
        font, muted = self.theme.font(FontRole.BODY), self.theme.color.muted
        if self._beside_room() < _BESIDE_PX and self._is_low:
            return
        if self._beside_room() < _BESIDE_PX:
            row = QRectF(inner.x(), self._leave.y() - 30, inner.width(), 24)
            paint_text(painter, row, joined(*lines), font, muted)
            return
        left = self._leave.geometry().right() + 16
        top = self._leave.geometry().center().y() - 11 * len(lines)
        for place, line in enumerate(lines):
            row = QRectF(left, top + place * 22, inner.right() - left, 22)
            paint_text(painter, row, line, font, muted, align=RIGHT)

    def _build(self) -> None:
        self._items = ItemArea(self.theme)
        self._items.setMinimumHeight(1)  # it scrolls; the buttons stay as high as a finger
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
        self._above = QSpacerItem(0, 0)
        column.setContentsMargins(PAD_PX, HEAD_PX - 8, PAD_PX, 22)
        column.setSpacing(12)
        column.addWidget(self._items, 1)
        column.addStretch(0)
        column.addItem(self._above)
        column.addLayout(foot, 0)
        column.setAlignment(foot, Qt.AlignmentFlag.AlignLeft)
