"""The action bar: the selected order at the left, then the function keys as buttons."""

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QRect, QRectF, Signal, Slot
from PySide6.QtGui import QKeySequence, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from posdesk.desk.frame.button import DeskButton
from posdesk.desk.frame.painted import Painted
from posdesk.desk.page import BarState, KeyAction
from posdesk.desk.paint import ButtonFace, ButtonKind, paint_number, paint_tag, paint_text, text_width
from posdesk.desk.theme import FontRole, Theme

_GAP = 8
_NARROW = 84
"""A key's button below so many px: only those that apply are shown."""


class ActionBar(Painted):
    """Buttons for the keys of the page on screen; a button and its key call one function."""

    undo_pressed = Signal()

    def __init__(
        self, theme: Theme, run: Callable[[KeyAction], object], parent: QWidget | None = None
    ) -> None:
        """`run` is called with what was pressed."""
        super().__init__(theme, parent)
        self._run = run
        self._state = BarState()
        self._window_width = 0
        self._buttons: list[DeskButton] = []
        self._undo = DeskButton(theme, ButtonFace("", "Esc"), self)
        self._undo.clicked.connect(self.undo_pressed)
        self._undo.hide()
        self.setFixedHeight(theme.size.action_bar)

    @property
    def buttons(self) -> tuple[DeskButton, ...]:
        """The buttons on screen, from left to right."""
        return tuple(b for b in self._buttons if not b.isHidden())

    def set_state(self, state: BarState) -> None:
        """Show this from now on."""
        self._state = state
        self._lay_out()

    def set_undo(self, show_no: str | None) -> None:
        """Offer to undo the action on that order in place of the selected one; None: offer nothing."""
        words = QCoreApplication.translate("frame", "Undo {number}")
        if show_no is not None:
            self._undo.set_label(words.format(number=show_no))
        self._undo.setVisible(show_no is not None)
        self.update()

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
        if self._undo.isHidden() and self._state.number:
            self._paint_selected(painter)
        painter.end()

    def _paint_selected(self, painter: QPainter) -> None:
        left, end, middle = 12.0, float(self._left_room()), self.height() / 2
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

    def _left_room(self) -> int:
        """The width of the selected order's place."""
        if self._window_width >= 1400:
            return 236 if self._window_width >= 1680 else 188
        return 108

    def _lay_out(self) -> None:
        shown = self._shown()
        self._undo.setGeometry(QRect(6, 8, self._left_room() - 4, self.theme.size.control_height))
        while len(self._buttons) < len(shown):
            self._buttons.append(self._new_button())
        for button in self._buttons[len(shown) :]:
            button.hide()
        self._place(shown)
        self.update()

    def _shown(self) -> list[KeyAction]:
        keys = [action for action in self._state.keys if action.shown]
        narrow = keys and self._slot(len(keys)) < _NARROW
        return [action for action in keys if action.run is not None] if narrow else keys

    def _slot(self, count: int) -> int:
        room = self.width() - self._left_room() - 12 - _GAP * count
        return room // count if count else 0

    def _place(self, shown: list[KeyAction]) -> None:
        width = min(self._slot(len(shown)), 240)
        for index, action in enumerate(shown):
            button = self._buttons[index]
            x = self._left_room() + _GAP + index * (width + _GAP)
            button.setGeometry(x, 8, width, self.theme.size.control_height)
            button.set_face(self._face(action, width))
            button.setAccessibleName(f"{action.label} {_key_words(action)}")
            button.setProperty("index", self._state.keys.index(action))
            button.show()

    def _face(self, action: KeyAction, width: int) -> ButtonFace:
        kind = ButtonKind.PRIMARY if action.primary else ButtonKind.OUTLINED
        kind = ButtonKind.DANGER if action.danger else kind
        long_width = text_width(action.label, self.theme.font(FontRole.BODY_BOLD)) + 48
        label = action.short if action.short and long_width > width else action.label
        return ButtonFace(label, _key_words(action), kind, applies=action.run is not None)

    def _new_button(self) -> DeskButton:
        button = DeskButton(self.theme, ButtonFace(""), self)
        button.clicked.connect(self._clicked)
        return button

    @Slot()
    def _clicked(self) -> None:
        button = self.sender()
        if isinstance(button, DeskButton):
            self._run(self._state.keys[int(button.property("index"))])


def _key_words(action: KeyAction) -> str:
    return QKeySequence(action.key).toString(QKeySequence.SequenceFormat.PortableText)
