"""A result, in the card's place: head in the state's colours, what happened, what to do, what can be done."""

from PySide6.QtCore import QCoreApplication, QRectF, Qt, Signal, Slot
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from posdesk.desk.paint import (
    ButtonFace,
    ButtonKind,
    paint_card,
    paint_hatch,
    paint_sign,
    paint_tag,
    wrapped_height,
)
from posdesk.desk.pickup.result_words import ResultAction, ResultView
from posdesk.desk.theme import SIZE, Color, FontRole, Sign, StateRole, Theme
from posdesk.desk.widgets.alt_keys import PickupKey
from posdesk.desk.widgets.button import DeskButton
from posdesk.desk.widgets.label import FigureLabel, Mark, Words
from posdesk.desk.widgets.painted import Painted
from posdesk.desk.widgets.scrolled import scrolled
from posdesk.desk.words.states import source_name

translate = QCoreApplication.translate

_BAND_PX = 8
_HEAD_PX, _LOW_HEAD_PX = 92, 52
_LOW_PX = 270  # a lower card has a lower head, and its words closer together
_ROW_PX = SIZE.control_height
_PAD, _PAD_RIGHT, _GAP = 26, 18, 8
_APART = 18  # sign, title, tag and number
_FOOT_PX = 120  # the small line beside the buttons needs so much


class ResultCard(Painted):
    """`pressed` carries the ResultAction of the button."""

    pressed = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        """Nothing is shown until `show_result`."""
        super().__init__(theme, parent)
        self.view: ResultView | None = None  # what it shows
        self._is_low = False
        self._sign, self._title = Mark(theme, theme.size.icon_result), Words(theme, FontRole.HEADING)
        self._tag = Mark(theme, 40)
        self._number = FigureLabel(theme, FontRole.NUMBER_DETAIL, FontRole.NUMBER_M)
        self._who, self._lines = Words(theme, FontRole.TITLE), Words(theme, FontRole.LARGE)
        self._todo = Words(theme, FontRole.TITLE)
        self._speaker, self._foot = Mark(theme, 18), Words(theme, FontRole.CAPTION, Color.MUTED)
        self._speaker.show_sign(Sign.SPEAKER, Color.MUTED)
        self._folds = Words(theme, FontRole.CAPTION, Color.MUTED, wraps=False)
        self._buttons = {action: self._button(action) for action in ResultAction}
        self._build()

    def button(self, action: ResultAction) -> DeskButton:
        """The button of an action, hidden where the result doesn't offer it."""
        return self._buttons[action]

    def show_result(self, view: ResultView) -> None:
        """Show this."""
        self.view = view
        for action, button in self._buttons.items():
            button.set_face(_face(action, view))
            button.setVisible(action in view.actions)
        self._show(view)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paints the ground, and the head in the state's colours."""
        painter, rect = self._painter(), self._rect()
        paint_card(painter, rect, self.theme)
        if self.view is not None:
            self._paint_head(painter, rect, self.view.words.role)
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where room lacks, what to do stays."""
        super().resizeEvent(event)
        if self.view is not None:
            self._show(self.view)

    def turn(self, pages: int) -> bool:
        """Scroll what was said by so many screens of it, down where positive; whether it is longer."""
        bar = self._area.verticalScrollBar()
        bar.setValue(bar.value() + pages * bar.pageStep())
        return bar.maximum() > 0

    @property
    def _head_px(self) -> int:
        return _BAND_PX + (_LOW_HEAD_PX if self._is_low else _HEAD_PX)

    def _paint_head(self, painter: QPainter, rect: QRectF, role: StateRole) -> None:
        painter.save()
        painter.setClipPath(_rounded_top(rect.adjusted(1, 1, -1, 0), self.theme.radius.card))
        painter.fillRect(QRectF(0, 0, rect.width(), self._head_px), self.theme.state(role).soft)
        band = QRectF(0, 0, rect.width(), _BAND_PX)
        if role is StateRole.UNKNOWN:
            paint_hatch(painter, band, self.theme)
        else:
            painter.fillRect(band, self._band_color(role))
        painter.restore()

    def _band_color(self, role: StateRole) -> QColor:
        """The soft states have their ink as band, the strong ones their fill."""
        strong = role in {StateRole.HALF, StateRole.STOP}
        return self.theme.state(role).fill if strong else self.theme.state(role).ink

    def _show(self, view: ResultView) -> None:
        buttons = self._place_buttons(view) * (_ROW_PX + _GAP)
        self._is_low = self.height() - buttons < _LOW_PX - _ROW_PX - _GAP
        self._show_head(view)
        apart = 6 if self._is_low else 16
        self._body.setContentsMargins(_PAD, apart, _PAD, 0)
        self._show_body(view, self.height() - self._head_px - _GAP - apart - buttons - _PAD_RIGHT)
        self.update()

    def _show_head(self, view: ResultView) -> None:
        words, source, low = view.words, view.source, self._is_low
        side = 32 if low else self.theme.size.icon_result
        self._head.setFixedHeight(self._head_px)
        self._sign.setFixedSize(side, side)
        self._sign.show_painted(
            lambda painter, rect, theme: paint_sign(painter, rect, words.sign, theme.state(words.role).ink, 4)
        )
        self._tag.setVisible(source is not None)
        if source is not None:
            self._tag.setAccessibleName(source_name(source))
            self._tag.show_painted(lambda painter, rect, theme: paint_tag(painter, rect, source, theme))
        self._number.say_in(0.3 * self.width(), view.number, high=self._head_px - _BAND_PX)
        self._title.set_role(self._title_role(words.title, side))
        self._title.say(words.title, words.role)

    def _title_role(self, title: str, sign_px: int) -> FontRole:
        """The largest in which it stands whole beside sign, tag and number."""
        beside = [
            each.sizeHint().width() + _APART for each in (self._tag, self._number) if not each.isHidden()
        ]
        room = self.width() - 2 * _PAD - sign_px - _APART - sum(beside)
        high = self._head_px - _BAND_PX
        roles = (FontRole.TITLE,) if self._is_low else (FontRole.HEADING, FontRole.TITLE)
        fits = (each for each in roles if wrapped_height(title, self.theme.font(each), room) <= high)
        return next(fits, FontRole.STRONG)

    def _show_body(self, view: ResultView, room: int) -> None:
        """Who it is about, what happened, what to do; where room lacks, what to do stands first, and smaller.

        The rest scrolls: nothing of it is left out.
        """
        words, width = view.words, self.width() - 2 * _PAD
        self._who.say(words.who)
        self._todo.set_role(FontRole.TITLE)
        self._todo.say(_second_step(view) or words.todo)
        self._lines.say("\n".join(line for line in (view.record or words.lines) if line))
        lacks = self._body_px(width) > room
        if lacks:
            self._todo.set_role(FontRole.BODY_BOLD)
        self._body.removeWidget(self._todo)
        self._body.insertWidget(0 if lacks else 2, self._todo)

    def _body_px(self, width: int) -> int:
        parts = (part for part in (self._who, self._lines, self._todo) if part.text())
        return sum(part.heightForWidth(width) + 10 for part in parts) - 10

    def _place_buttons(self, view: ResultView) -> int:
        """In one row, or the first ones above the others; the small line where it has room. How many rows."""
        shown = [button for button in self._buttons.values() if not button.isHidden()]
        widths = [button.sizeHint().width() + _GAP for button in shown]
        room = self.width() - _PAD - _PAD_RIGHT
        above = len(shown) // 2 if sum(widths) - _GAP > room else 0
        for place, button in enumerate(shown):
            (self._upper if place < above else self._lower).addWidget(button)
        is_said = bool(view.foot) and not above and room - sum(widths) >= _FOOT_PX + 26
        self._speaker.setVisible(is_said)
        self._foot.say(view.foot if is_said else "")
        self._folds.say(view.folds)
        return 2 if above else 1

    def _build(self) -> None:
        self._head, column, inner = QWidget(), QVBoxLayout(self), QWidget()
        head = QHBoxLayout(self._head)
        head.setContentsMargins(_PAD, _BAND_PX, _PAD, 0)
        head.setSpacing(_APART)
        head.addWidget(self._sign)
        head.addWidget(self._title, 1)
        head.addWidget(self._tag)
        head.addWidget(self._number)
        self._body, self._upper, self._lower = QVBoxLayout(inner), QHBoxLayout(), QHBoxLayout()
        self._area = scrolled(inner)
        self._body.setSpacing(10)
        for words in (self._who, self._lines, self._todo):
            self._body.addWidget(words)
        self._body.addStretch(1)
        for row in (self._upper, self._lower):
            row.setContentsMargins(_PAD, 0, _PAD_RIGHT, 0)
            row.setSpacing(_GAP)
        self._upper.addStretch(1)
        self._lower.addWidget(self._speaker)
        self._lower.addWidget(self._foot, 1)
        self._lower.addStretch(0)
        self._lower.addWidget(self._folds, 0, Qt.AlignmentFlag.AlignBottom)
        column.setContentsMargins(0, 0, 0, _PAD_RIGHT)
        column.setSpacing(_GAP)
        column.addWidget(self._head)
        column.addWidget(self._area, 1)
        column.addLayout(self._upper)
        column.addLayout(self._lower)

    def _button(self, action: ResultAction) -> DeskButton:
        button = DeskButton(self.theme, ButtonFace(""), self)
        button.setProperty("action", action.value)
        button.on_click(self._tell)
        button.hide()
        return button

    @Slot()
    def _tell(self) -> None:
        self.pressed.emit(ResultAction(self.sender().property("action")))


def _second_step(view: ResultView) -> str:
    if view.pending is ResultAction.SAY_DONE:
        words = translate("pickup", "Record as verified, in the name of {who}? Nothing more is sent.")
        return words.format(who=view.actor)
    if view.pending is ResultAction.SAY_NOT_DONE:
        words = translate("pickup", "Record as not verified, in the name of {who}, and send it anew?")
        return words.format(who=view.actor)
    return ""


def _face(action: ResultAction, view: ResultView) -> ButtonFace:
    labels = {
        ResultAction.RECORD: translate("pickup", "See the record"),
        ResultAction.ASK_AGAIN: translate("pickup", "Ask again now"),
        ResultAction.SAY_DONE: translate("pickup", "It is verified"),
        ResultAction.SAY_NOT_DONE: translate("pickup", "Not verified, resend"),
        ResultAction.TAKE_OVER: "",
        ResultAction.BACK: translate("pickup", "Back"),
        ResultAction.SIGN: translate("pickup", "Hand out against signature"),
        ResultAction.UNDO: translate("pickup", "Withdraw it"),
        ResultAction.LATER: translate("pickup", "Later"),
        ResultAction.DISMISS: translate("pickup", "Got it"),
        ResultAction.CONFIRM: translate("pickup", "Yes, it is verified"),
    }
    if action is ResultAction.CONFIRM and view.pending is ResultAction.SAY_NOT_DONE:
        return ButtonFace(translate("pickup", "Yes, send again"), _KEYS[action], ButtonKind.PRIMARY)
    if action is ResultAction.CONFIRM and view.pending is ResultAction.TAKE_OVER:
        return ButtonFace(translate("pickup", "Hand it out here"), PickupKey.TAKE_OVER, ButtonKind.PRIMARY)
    return ButtonFace(labels[action], _KEYS.get(action, "Esc"), _KINDS.get(action, ButtonKind.OUTLINED))


_KEYS = {
    ResultAction.ASK_AGAIN: PickupKey.ASK_AGAIN,
    ResultAction.RECORD: PickupKey.RECORD,
    ResultAction.UNDO: PickupKey.TAKE_BACK,
    ResultAction.SIGN: PickupKey.SIGN,
    ResultAction.SAY_DONE: PickupKey.YES,
    ResultAction.SAY_NOT_DONE: PickupKey.NO,
    ResultAction.CONFIRM: PickupKey.YES,
}
"""The others put it away, or go back."""


_KINDS = {
    ResultAction.CONFIRM: ButtonKind.PRIMARY,
    ResultAction.BACK: ButtonKind.QUIET,
    ResultAction.ASK_AGAIN: ButtonKind.QUIET,
    ResultAction.LATER: ButtonKind.QUIET,
}


def _rounded_top(rect: QRectF, radius: float) -> QPainterPath:
    path = QPainterPath()
    path.addRoundedRect(rect.adjusted(0, 0, 0, radius), radius, radius)
    return path
