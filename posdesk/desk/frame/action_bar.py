"""The action bar: the selected order at the left, then the function keys as buttons."""

from collections.abc import Callable
from math import ceil

from PySide6.QtCore import QRectF, Slot
from PySide6.QtGui import QKeySequence, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from posdesk.desk.frame.page import BarState, KeyAction
from posdesk.desk.paint import (
    ButtonFace,
    ButtonKind,
    button_width,
    paint_number,
    paint_tag,
    paint_text,
    text_width,
)
from posdesk.desk.theme import FontRole, Pane, Theme, pane_width
from posdesk.desk.widgets.alt_keys import AltKey
from posdesk.desk.widgets.button import DeskButton
from posdesk.desk.widgets.painted import Painted

_GAP = 8
_SPARE = 20
"""What a button in the bar may be narrower than one that stands alone."""
_WIDEST = 240


class ActionBar(Painted):
    """Buttons for the keys of the page on screen; a button and its key call one function."""

    def __init__(
        self, theme: Theme, run: Callable[[KeyAction], object], parent: QWidget | None = None
    ) -> None:
        """`run` is called with what was pressed."""
        super().__init__(theme, parent)
        self._run = run
        self._state = BarState()
        self._window_width = 0
        self._buttons: list[DeskButton] = []
        self.setFixedHeight(theme.size.action_bar)

    @property
    def buttons(self) -> tuple[DeskButton, ...]:
        """The buttons on screen, from left to right."""
        return tuple(b for b in self._buttons if not b.isHidden())

    def set_state(self, state: BarState) -> None:
        """Show this from now on. Told each second: what looks as before is not laid out anew."""
        before, self._state = self._state, state
        if _look_of(before) != _look_of(state):
            self._lay_out()

    def set_theme(self, theme: Theme) -> None:
        """Paint with this theme from now on."""
        super().set_theme(theme)
        self._lay_out()

    def set_window_width(self, width: int) -> None:
        """The window is so wide now."""
        self._window_width = width
        self._lay_out()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Places the buttons anew."""
        self._lay_out()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paints the ground and the selected order."""
        painter = self._painter()
        painter.fillRect(self.rect(), self.theme.color.raised)
        painter.fillRect(0, 0, self.width(), 1, self.theme.color.line)
        if self._state.number:
            self._paint_selected(painter)
        painter.end()

    def _paint_selected(self, painter: QPainter) -> None:
        left, end, middle = 12.0, float(self.left_room), self.height() / 2
        if self._state.source is not None:
            side = 28.0
            paint_tag(painter, QRectF(left, middle - side / 2, side, side), self._state.source, self.theme)
            left += side + 8
        number = QRectF(left, 0, max(0.0, end - left), self.height())
        left += paint_number(painter, number, self._state.number, FontRole.NUMBER_S, self.theme) + 8
        font = self.theme.font(FontRole.CAPTION)
        if end - left >= text_width(self._state.state, font):
            state = QRectF(left, 0, end - left, self.height())
            paint_text(painter, state, self._state.state, font, self.theme.color.muted)

    @property
    def left_room(self) -> int:
        """The width of the selected order's place, in logical px."""
        return pane_width(Pane.ORDER_AT_HAND, self._window_width)

    def _lay_out(self) -> None:
        shown = self._shown()
        while len(self._buttons) < len(shown):
            self._buttons.append(self._new_button())
        for button in self._buttons[len(shown) :]:
            button.hide()
        self._place(shown)
        self.update()

    def _shown(self) -> list[KeyAction]:
        """All keys where they fit, else those that apply."""
        keys = [action for action in self._state.keys if action.shown]
        if sum(self._need(action) for action in keys) <= self._room(len(keys)):
            return keys
        return [action for action in keys if action.run is not None]

    def _room(self, count: int) -> int:
        return self.width() - self.left_room - 12 - _GAP * count

    def _need(self, action: KeyAction) -> int:
        return ceil(button_width(_face(action, action.short or action.label), self.theme)) - _SPARE

    def _widths(self, shown: list[KeyAction]) -> list[int]:
        """Equal where that fits, else by what each needs."""
        equal = self._room(len(shown)) // max(1, len(shown))
        needs = [self._need(action) for action in shown]
        if max(needs, default=0) <= equal:
            return [min(equal, _WIDEST)] * len(shown)
        rest = (self._room(len(shown)) - sum(needs)) // max(1, len(shown))
        if rest < 0:
            return [equal] * len(shown)
        return [need + rest for need in needs]

    def _place(self, shown: list[KeyAction]) -> None:
        x = self.left_room + _GAP
        for button, action, width in zip(self._buttons, shown, self._widths(shown), strict=False):
            button.setGeometry(x, 8, width, self.theme.size.control_height)
            button.set_face(self._fitting_face(action, width))
            button.setAccessibleName(f"{action.label} {key_words(action)}")
            button.setProperty("index", self._state.keys.index(action))
            button.show()
            x += width + _GAP

    def _fitting_face(self, action: KeyAction, width: int) -> ButtonFace:
        long = _face(action, action.label)
        fits = not action.short or button_width(long, self.theme) - _SPARE <= width
        return long if fits else _face(action, action.short)

    def _new_button(self) -> DeskButton:
        button = DeskButton(self.theme, ButtonFace(""), self)
        button.clicked.connect(self._clicked)
        return button

    @Slot()
    def _clicked(self) -> None:
        button = self.sender()
        if isinstance(button, DeskButton):
            self._run(self._state.keys[int(button.property("index"))])


def _look_of(state: BarState) -> tuple[object, ...]:
    """What of it can be seen: whatever a key does, a button says only whether it does anything."""
    keys = ((k.key, k.label, k.short, k.primary, k.danger, k.shown, k.run is not None) for k in state.keys)
    return state.source, state.number, state.state, *keys


def _face(action: KeyAction, label: str) -> ButtonFace:
    kind = ButtonKind.PRIMARY if action.primary else ButtonKind.OUTLINED
    kind = ButtonKind.DANGER if action.danger else kind
    return ButtonFace(label, key_words(action), kind, applies=action.run is not None)


def key_words(action: KeyAction) -> str:
    """The key as it is painted: F2, Alt+W."""
    if isinstance(action.key, AltKey):
        return action.key
    return QKeySequence(action.key).toString(QKeySequence.SequenceFormat.PortableText)
