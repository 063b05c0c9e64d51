"""The order that a code belongs to, before anything is done: number, name, dishes, one large button."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from math import ceil

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtGui import QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from posdesk.desk.paint import (
    ButtonFace,
    ButtonKind,
    chip_width,
    elided,
    paint_card,
    paint_chip,
    paint_tag,
    text_width,
)
from posdesk.desk.pickup.dishes import DishList
from posdesk.desk.pickup.words import CardWords
from posdesk.desk.theme import Color, FontRole, StateRole, Theme
from posdesk.desk.widgets.button import DeskButton
from posdesk.desk.widgets.label import FigureLabel, Mark, Words
from posdesk.desk.widgets.painted import Painted
from posdesk.desk.words.say import due_words, joined, minutes_waited, yuan
from posdesk.desk.words.states import Said, source_name
from posdesk.domain.orders.order import OrderContent
from posdesk.domain.orders.personal import masked
from posdesk.domain.orders.sums import Sums
from posdesk.domain.privacy import short_number, without_phones

translate = QCoreApplication.translate

_PAD = 26
_STATE_PX, _CHIP_PX, _HEAD_PX, _TAG_PX = 36, 28, 104, 64
_LEAST_PX = 172  # a lower card doesn't show its order
_TIGHT_PX = 350  # a lower card leaves out the state and has lower buttons
_SHORT_PX = 270  # one that is lower has its buttons at its edge
_LOW_PX = 220  # one that is lower still leaves out the dishes, too
_BESIDE_PX = 270  # what the words beside the buttons need
_NUMBERS = (FontRole.NUMBER_PICKUP, FontRole.NUMBER_DETAIL, FontRole.NUMBER_NEW, FontRole.NUMBER_M)
_CUSTOMER = (FontRole.NUMBER_S, FontRole.TITLE_REGULAR, FontRole.LARGE)


@dataclass(frozen=True, slots=True)
class _Shown:
    """An order with the words beside it, at a time."""

    content: OrderContent
    sums: Sums
    words: CardWords
    now: datetime


class OrderCard(Painted):
    """Shows one order. `pressed` is the large button, `dismissed` is "not this order"."""

    pressed = Signal()
    dismissed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        """Nothing is shown until `show_order`."""
        super().__init__(theme, parent)
        self._shown: _Shown | None = None
        self._state, self._tag, self._paid = (
            Mark(theme, _STATE_PX),
            Mark(theme, _TAG_PX),
            Mark(theme, _CHIP_PX),
        )
        self._came, self._fits = (Words(theme, color=Color.MUTED, wraps=False) for _ in range(2))
        self._number = FigureLabel(theme, *_NUMBERS)
        self._amount = Words(theme, FontRole.NUMBER_M, wraps=False)
        self._customer = tuple(Words(theme, role, wraps=False) for role in _CUSTOMER)
        self._above, self._beside = Words(theme, color=Color.MUTED), Words(theme, color=Color.MUTED)
        self.dishes = DishList(theme)
        self.button, self._leave = DeskButton(theme, ButtonFace("")), DeskButton(theme, ButtonFace(""))
        self._build()

    @property
    def hides_order(self) -> bool:
        """Whether it is too low to show its order."""
        return self.height() < _LEAST_PX

    @property
    def words(self) -> CardWords | None:
        """What it says beside the order."""
        return self._shown.words if self._shown is not None else None

    def show_order(
        self, content: OrderContent, sums: Sums, words: CardWords, now: datetime, *, note: str = ""
    ) -> None:
        """Show this order and what the store noted to it, what is personal in it masked."""
        shown = self._shown = _Shown(masked(content), sums, words, now)
        self.dishes.show_dishes(shown.content, without_phones(note))
        self._show(shown)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paints the ground."""
        painter = self._painter()
        paint_card(painter, self._rect(), self.theme, selected=True)
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A lower card leaves things out: first the state, then the dishes."""
        super().resizeEvent(event)
        if self._shown is not None:
            self._show(self._shown)

    @property
    def _room(self) -> int:
        return self.width() - 2 * _PAD

    def _show(self, shown: _Shown) -> None:
        height = self.height()
        tight, short, low = height < _TIGHT_PX, height < _SHORT_PX, height < _LOW_PX
        foot = 8 if short else 22
        self._column.setContentsMargins(_PAD, (0 if short else 6) if tight else 18, _PAD, foot)
        self._column.setSpacing(2 if short else 6 if tight else 8)
        self._top.setVisible(not tight)
        self.dishes.setVisible(not low)
        self._show_state(shown.words if not tight else None)
        self._show_head(shown)
        self._show_buttons(shown.words, large=not tight)
        self._show_beside(shown.words, low=low)

    def _show_state(self, words: CardWords | None) -> None:
        """The state, how the code came, and whether others fit; how it came gives way."""
        if words is None:
            self._came.say("")
            return
        self._fits.say(words.fits)
        taken = _show_chip(self._state, words.state, self.theme) + 32 + self._fits.sizeHint().width()
        self._came.say(elided(words.came, self._came.font(), max(0, self._room - taken)))

    def _show_head(self, shown: _Shown) -> None:
        content, sums = shown.content, shown.sums
        said = translate("pickup", "Paid") if sums.paid else translate("pickup", "Not paid")
        paid = _show_chip(self._paid, Said(StateRole.DONE if sums.paid else StateRole.HALF, said), self.theme)
        self._amount.say(yuan(sums.expected if content.actual_fee is None else content.actual_fee))
        self._tag.setAccessibleName(source_name(content.source, content.source_code.strip()))
        self._tag.show_painted(lambda painter, rect, theme: paint_tag(painter, rect, content.source, theme))
        self._number.say_in(self._room * 0.5 - _TAG_PX, short_number(content.number), content.number)
        beside = _TAG_PX + 22 + self._number.sizeHint().width() + 24 + 16
        room = self._room - beside - max(paid, self._amount.sizeHint().width())
        colors = (Color.TEXT, Color.TEXT, Color.MUTED)
        for row, texts, color in zip(self._customer, _customer_words(shown), colors, strict=True):
            row.say(_fitting(texts, row, room), color)

    def _show_buttons(self, words: CardWords, *, large: bool) -> None:
        """As large as they may be without being cut."""
        self.button.set_face(ButtonFace(words.action, "F8", ButtonKind.PRIMARY, large=large))
        self.button.setVisible(bool(words.action))
        self._leave.set_face(ButtonFace(translate("pickup", "Not this order"), "Esc", large=large))
        if large and self._buttons_px > self._room:
            self._show_buttons(words, large=False)
            return
        for button in (self.button, self._leave):  # the words beside them give way
            button.setMinimumWidth(min(self._room, button.sizeHint().width()))

    @property
    def _buttons_px(self) -> int:
        shown = (self.button, self._leave) if not self.button.isHidden() else (self._leave,)
        return sum(button.sizeHint().width() for button in shown) + 16 * (len(shown) - 1)

    def _show_beside(self, said: CardWords, *, low: bool) -> None:
        """What must be known before pressing, at the right of the buttons or above them."""
        words, color = said.beside, Color.WARN if said.warns else Color.MUTED
        has_room = self._room - self._buttons_px - 16 >= _BESIDE_PX
        self._beside.say(words if has_room else "", color)
        self._above.set_role(FontRole.CAPTION if low else FontRole.BODY)
        self._above.say("" if has_room else joined(*words.split("\n")), color)

    def _build(self) -> None:
        self._beside.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.button.clicked.connect(self.pressed)
        self._leave.clicked.connect(self.dismissed)
        foot = QHBoxLayout()
        foot.setSpacing(16)
        foot.addWidget(self.button)
        foot.addWidget(self._leave)
        foot.addStretch(0)
        foot.addWidget(self._beside, 1)
        column = self._column = QVBoxLayout(self)
        self._top = self._build_top()
        column.addWidget(self._top)
        column.addWidget(self._build_head())
        column.addWidget(self.dishes, 1)
        column.addStretch(0)
        column.addWidget(self._above)
        column.addLayout(foot)
        column.setAlignment(foot, Qt.AlignmentFlag.AlignBottom)

    def _build_top(self) -> QWidget:
        top, row = _strip(_STATE_PX)
        row.addWidget(self._state)
        row.addSpacing(16)
        row.addWidget(self._came, 1)
        row.addStretch(0)
        row.addWidget(self._fits)
        return top

    def _build_head(self) -> QWidget:
        head, row = _strip(_HEAD_PX)
        customer, paid = QVBoxLayout(), QVBoxLayout()
        for column, parts in ((customer, self._customer), (paid, (self._paid, self._amount))):
            column.setSpacing(0)
            column.addStretch(1)
            for part in parts:
                side = Qt.AlignmentFlag.AlignRight if column is paid else Qt.AlignmentFlag.AlignLeft
                column.addWidget(part, 0, side)
            column.addStretch(1)
        row.addWidget(self._tag)
        row.addSpacing(22)
        row.addWidget(self._number)
        row.addSpacing(24)
        row.addLayout(customer, 1)
        row.addLayout(paid)
        return head


def _strip(height: int) -> tuple[QWidget, QHBoxLayout]:
    strip = QWidget()
    strip.setFixedHeight(height)
    row = QHBoxLayout(strip)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(0)
    return strip, row


def _show_chip(mark: Mark, said: Said, theme: Theme) -> int:
    """A state as a chip, with its own sign or none; returns its width."""
    signed = said.sign is not None
    mark.setFixedWidth(ceil(chip_width(said.text, theme, signed=signed)))
    mark.setAccessibleName(said.text)
    mark.show_painted(
        lambda painter, rect, look: paint_chip(
            painter, rect, said.role, said.text, look, sign=said.sign, signed=signed
        )
    )
    return mark.width()


def _customer_words(shown: _Shown) -> Iterable[tuple[str, ...]]:
    """Who fetches it and how, the phone, and when; each in fewer words, too."""
    content, since = shown.content, shown.words.wait_since
    how = translate("pickup", "Self-pickup") if content.is_pickup else translate("pickup", "Delivery")
    due = due_words(content)
    waits = (f"{due}    {minutes_waited(since, shown.now)}",) if since is not None else ()
    return (f"{how}    {content.customer}".strip(), content.customer), (content.phone,), (*waits, due)


def _fitting(texts: tuple[str, ...], label: Words, room: float) -> str:
    """The first of them that fits, else the first one cut."""
    whole = (text for text in texts if text and text_width(text, label.font()) <= room)
    return next(whole, elided(texts[0], label.font(), max(0.0, room)))
