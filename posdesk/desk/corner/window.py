"""The corner card's window: on top of everything, and never with the keyboard.

On X11 no window manager gets to see it (override-redirect), so none can give it the focus; on Windows it is
WS_EX_NOACTIVATE and WS_EX_TOPMOST. Wayland lets no program place a window: there it doesn't stand at all.
"""

from collections.abc import Callable
from enum import StrEnum

from PySide6.QtCore import QRect, QRectF, Qt, Signal, Slot
from PySide6.QtGui import QGuiApplication, QMouseEvent, QPainterPath, QRegion
from PySide6.QtWidgets import QWidget

from posdesk.desk.cards.card_view import CardView
from posdesk.desk.cards.marks import Card
from posdesk.desk.theme import Theme
from posdesk.domain.corner import TouchGuard

_PLACES_WINDOWS = frozenset({"xcb", "windows"})
_FLAGS = (
    Qt.WindowType.Tool
    | Qt.WindowType.FramelessWindowHint
    | Qt.WindowType.WindowStaysOnTopHint
    | Qt.WindowType.WindowDoesNotAcceptFocus
    | Qt.WindowType.NoDropShadowWindowHint
)


def can_stand() -> bool:
    """Whether this system lets a window stand where it wants, over others and without the focus."""
    return QGuiApplication.platformName() in _PLACES_WINDOWS


def _flags() -> Qt.WindowType:
    unmanaged = QGuiApplication.platformName() == "xcb"
    return _FLAGS | Qt.WindowType.BypassWindowManagerHint if unmanaged else _FLAGS


class CornerWindow(QWidget):
    """Shows a card; `used` says which of its buttons was touched, with a touch that counts."""

    used = Signal(object)  # the button's act
    touched = Signal()  # beside the buttons

    def __init__(self, theme: Theme, now_s: Callable[[], float]) -> None:
        """Hidden; `now_s` is the monotonic clock, in seconds."""
        super().__init__(None, _flags())
        self._now_s, self._guard = now_s, TouchGuard()
        self._about: object = None
        self._theme = theme
        for attribute in (
            Qt.WidgetAttribute.WA_ShowWithoutActivating,
            Qt.WidgetAttribute.WA_X11DoNotAcceptFocus,
            Qt.WidgetAttribute.WA_AlwaysShowToolTips,
        ):
            self.setAttribute(attribute)
        self.setAttribute(Qt.WidgetAttribute.WA_QuitOnClose, on=False)  # the desk's window decides that
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWindowTitle("posdesk")
        self.view = CardView(theme, self)
        self.view.held.connect(self._pressed)
        self.view.used.connect(self._lifted)

    def set_theme(self, theme: Theme) -> None:
        """Paint with another theme from the next card on."""
        self._theme = theme

    def put(self, card: Card, place: QRect, about: object, spoken: str) -> None:
        """Show this card there, global in logical px; `about` is what a touch on it would act on."""
        changed = self.isHidden() or place != self.geometry() or about != self._about
        self._about = about
        self.view.show_card(card, self._theme, spoken)
        self.setAccessibleName(spoken)
        if place != self.geometry():
            self.setGeometry(place)
            self.view.setGeometry(0, 0, place.width(), place.height())
            self._round(place)
        if self.isHidden():
            self.show()
        if changed:
            self._guard.change(self._now_s())
        self.raise_()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A touch beside the buttons begins."""
        self._guard.press(self._now_s())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """It ends."""
        if self._guard.lift() and self.rect().contains(event.position().toPoint()):
            self.touched.emit()

    @Slot(object)
    def _pressed(self, _act: StrEnum) -> None:
        self._guard.press(self._now_s())

    @Slot(object, str)
    def _lifted(self, act: StrEnum, _arg: str) -> None:
        if self._guard.lift():
            self.used.emit(act)

    def _round(self, place: QRect) -> None:
        """Without a compositor nothing is seen through: what is beside the corners is cut off."""
        path = QPainterPath()
        radius = float(self._theme.radius.corner_card)
        path.addRoundedRect(QRectF(0, 0, place.width(), place.height()), radius, radius)
        self.setMask(QRegion(path.toFillPolygon().toPolygon()))
