"""A result, in the card's place: head in the state's colours, what happened, what to do, what can be done."""

from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QCoreApplication, QRectF, Signal, Slot
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from posdesk.desk.paint import (
    ButtonFace,
    ButtonKind,
    paint_card,
    paint_hatch,
    paint_number,
    paint_sign,
    paint_tag,
    paint_text,
    paint_wrapped,
    text_width,
    wrapped_height,
)
from posdesk.desk.paint.text import RIGHT
from posdesk.desk.pickup.results import ResultWords
from posdesk.desk.theme import FontRole, Sign, StateRole, Theme
from posdesk.desk.widgets.button import DeskButton
from posdesk.desk.widgets.painted import Painted
from posdesk.domain.orders.source import Source

translate = QCoreApplication.translate

BAND_PX = 8
HEAD_PX = 92
_PAD = 26.0
_SHORT_PX = 270  # a lower card has its words closer together


class Deed(StrEnum):
    """What a button on a result does; they stand in this order."""

    LATER = "later"  # put it into the list of what waits
    ASK_AGAIN = "ask_again"
    RECORD = "record"
    UNDO = "undo"
    SIGN = "sign"
    SAY_DONE = "say_done"
    SAY_NOT_DONE = "say_not_done"
    BACK = "back"
    CONFIRM = "confirm"
    DISMISS = "dismiss"


@dataclass(frozen=True, slots=True)
class ResultView:
    """A result as a whole: its words, its order, which deeds it offers, and the small line at its foot.

    `saying` is the deed that waits for its second step, by `actor`; `record` the order's history in lines.
    """

    words: ResultWords
    deeds: tuple[Deed, ...]
    source: Source | None = None
    number: str = ""
    foot: str = ""
    folds: str = ""
    saying: Deed | None = None
    actor: str = ""
    record: tuple[str, ...] = ()


class ResultCard(Painted):
    """`pressed` carries the Deed of the button."""

    pressed = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        """Nothing is shown until `show_result`."""
        super().__init__(theme, parent)
        self._view: ResultView | None = None
        self._buttons: dict[Deed, DeskButton] = {}
        self._build()

    @property
    def view(self) -> ResultView | None:
        """What it shows."""
        return self._view

    def button(self, deed: Deed) -> DeskButton:
        """The button of a deed, hidden where the result doesn't offer it."""
        return self._buttons[deed]

    def show_result(self, view: ResultView) -> None:
        """Show this."""
        self._view = view
        for deed, button in self._buttons.items():
            button.set_face(_face(deed, view))
            button.setVisible(deed in view.deeds)
        self.setAccessibleName(f"{view.words.title} {view.number}. {view.words.todo}".strip())
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paints the head and the words; the buttons paint themselves."""
        if self._view is None:
            return
        painter, rect, view = self._painter(), self._rect(), self._view
        paint_card(painter, rect, self.theme)
        self._paint_head(painter, rect, view)
        apart = 16 if rect.height() >= _SHORT_PX else 6
        body = QRectF(_PAD, BAND_PX + HEAD_PX + apart, rect.width() - 2 * _PAD, 0)
        body.setBottom(self._first_button_y() - 12)
        self._paint_body(painter, body, view)
        self._paint_foot(painter, rect, view)
        painter.end()

    def _paint_head(self, painter: QPainter, rect: QRectF, view: ResultView) -> None:
        colors = self.theme.state(view.words.role)
        painter.save()
        painter.setClipPath(_rounded_top(rect.adjusted(1, 1, -1, 0), self.theme.radius.card))
        painter.fillRect(QRectF(0, 0, rect.width(), BAND_PX + HEAD_PX), colors.soft)
        band = QRectF(0, 0, rect.width(), BAND_PX)
        if view.words.role is StateRole.UNKNOWN:
            paint_hatch(painter, band, self.theme)
        else:
            painter.fillRect(band, self._band_color(view.words.role))
        painter.restore()
        head = QRectF(_PAD, BAND_PX, rect.width() - 2 * _PAD, HEAD_PX)
        side = float(self.theme.size.icon_result)
        place = QRectF(head.x(), head.center().y() - side / 2, side, side)
        paint_sign(painter, place, view.words.sign, colors.ink, 4)
        left = self._paint_order(painter, head, view)
        title = QRectF(place.right() + 18, head.y(), left - place.right() - 30, head.height())
        paint_text(painter, title, view.words.title, self.theme.font(FontRole.HEADING), colors.ink)

    def _band_color(self, role: StateRole) -> QColor:
        """The soft states have their ink as band, the strong ones their fill."""
        strong = role in {StateRole.HALF, StateRole.STOP}
        return self.theme.state(role).fill if strong else self.theme.state(role).ink

    def _paint_order(self, painter: QPainter, head: QRectF, view: ResultView) -> float:
        """Paints tag and number at the right; returns the left end."""
        left, role = head.right(), FontRole.NUMBER_DETAIL
        if text_width(view.number, self.theme.font(role)) > head.width() * 0.3:
            role = FontRole.NUMBER_M
        if view.number:
            wide = min(head.width() * 0.4, text_width(view.number, self.theme.font(role)) + 2)
            left -= wide
            number = QRectF(left, head.y(), wide, head.height())
            paint_number(painter, number, view.number, role, self.theme, align=RIGHT)
        if view.source is not None:
            left -= 56
            paint_tag(painter, QRectF(left, head.center().y() - 20, 40, 40), view.source, self.theme)
        return left

    def _paint_body(self, painter: QPainter, body: QRectF, view: ResultView) -> None:
        y, ink = body.y(), self.theme.color.text
        for text, role in self._rows_that_fit(view, body):
            y += self._paint_row(
                painter, QRectF(body.x(), y, body.width(), body.bottom() - y), text, role, ink
            )

    def _rows_that_fit(self, view: ResultView, body: QRectF) -> list[tuple[str, FontRole]]:
        """Who it is about, what happened, what to do; where room lacks, what to do stays."""
        words = view.words
        lines = [(line, FontRole.LARGE) for line in (view.record or words.lines) if line]
        who = [(words.who, FontRole.TITLE)] if words.who else []
        todo = [(self._second_step(view) or words.todo, FontRole.TITLE)]
        if self._height_of(todo, body.width()) - 10 > body.height():
            todo = [(todo[0][0], FontRole.BODY_BOLD)]  # smaller, where it would be cut
        while lines and self._height_of([*who, *lines, *todo], body.width()) > body.height():
            lines.pop()
        if self._height_of([*who, *todo], body.width()) > body.height():
            who = []
        return [row for row in (*who, *lines, *todo) if row[0]]

    def _height_of(self, rows: list[tuple[str, FontRole]], width: float) -> float:
        return sum(wrapped_height(text, self.theme.font(role), width) + 10 for text, role in rows if text)

    def _paint_row(self, painter: QPainter, rect: QRectF, text: str, role: FontRole, ink: QColor) -> float:
        font = self.theme.font(role)
        paint_wrapped(painter, rect, text, font, ink)
        return wrapped_height(text, font, rect.width()) + 10

    def _second_step(self, view: ResultView) -> str:
        if view.saying is Deed.SAY_DONE:
            words = translate("pickup", "Record as verified, in the name of {who}? Nothing more is sent.")
            return words.format(who=view.actor)
        if view.saying is Deed.SAY_NOT_DONE:
            words = translate("pickup", "Record as not verified, in the name of {who}, and send it anew?")
            return words.format(who=view.actor)
        return ""

    def _paint_foot(self, painter: QPainter, rect: QRectF, view: ResultView) -> None:
        font, muted = self.theme.font(FontRole.CAPTION), self.theme.color.muted
        row = QRectF(_PAD, rect.bottom() - 56, rect.width() - 2 * _PAD, 24)
        room = self._first_button_x() - row.x() - 40
        if view.foot and room >= 60:
            paint_sign(painter, QRectF(row.x(), row.center().y() - 9, 18, 18), Sign.SPEAKER, muted)
            foot = QRectF(row.x() + 28, row.y(), room, row.height())
            paint_text(painter, foot, view.foot, font, muted)
        paint_text(painter, row, view.folds, font, muted, align=RIGHT)

    def _shown(self) -> list[DeskButton]:
        return [button for button in self._buttons.values() if not button.isHidden()]

    def _first_button_y(self) -> int:
        return min((button.y() for button in self._shown()), default=self.height() - 60)

    def _first_button_x(self) -> int:
        return min((button.x() for button in self._shown()), default=self.width())

    def _build(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addStretch(1)
        for deed in Deed:
            button = DeskButton(self.theme, ButtonFace(""))
            button.setProperty("deed", deed.value)
            button.on_click(self._tell)
            button.hide()
            self._buttons[deed] = button
            row.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(round(_PAD), 0, 18, 18)
        column.addStretch(1)
        column.addLayout(row)

    @Slot()
    def _tell(self) -> None:
        self.pressed.emit(Deed(self.sender().property("deed")))


def _face(deed: Deed, view: ResultView) -> ButtonFace:
    if deed is Deed.CONFIRM:
        return ButtonFace(_confirm_label(view.saying), kind=ButtonKind.PRIMARY)
    if deed in {Deed.DISMISS, Deed.LATER}:
        return _leaving_face(deed)
    labels = {
        Deed.RECORD: translate("pickup", "See the record"),
        Deed.ASK_AGAIN: translate("pickup", "Ask again now"),
        Deed.SAY_DONE: translate("pickup", "It is verified"),
        Deed.SAY_NOT_DONE: translate("pickup", "Not verified, resend"),
        Deed.BACK: translate("pickup", "Back"),
        Deed.SIGN: translate("pickup", "Hand out against signature"),
        Deed.UNDO: translate("pickup", "Withdraw it"),
    }
    quiet = deed in {Deed.BACK, Deed.ASK_AGAIN}
    return ButtonFace(labels[deed], kind=ButtonKind.QUIET if quiet else ButtonKind.OUTLINED)


def _confirm_label(saying: Deed | None) -> str:
    if saying is Deed.SAY_NOT_DONE:
        return translate("pickup", "Yes, send again")
    return translate("pickup", "Yes, it is verified")


def _leaving_face(deed: Deed) -> ButtonFace:
    if deed is Deed.LATER:
        return ButtonFace(translate("pickup", "Later"), "Esc", ButtonKind.QUIET)
    return ButtonFace(translate("pickup", "Got it"), "Esc")


def _rounded_top(rect: QRectF, radius: float) -> QPainterPath:
    path = QPainterPath()
    path.addRoundedRect(rect.adjusted(0, 0, 0, radius), radius, radius)
    return path
