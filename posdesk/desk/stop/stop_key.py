"""F11 in a dialog: it ends a STOP there too, and no dialog stands before the button that says so."""

import shiboken6
from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt, Slot
from PySide6.QtGui import QGuiApplication, QKeyEvent, QWindow
from PySide6.QtWidgets import QApplication, QWidget

from posdesk.desk.stop.stop_band import StopBand
from posdesk.desk.stop.stop_card import StopAct
from posdesk.desk.widgets.screens import room_at

_GAP = 8


class StopKey(QObject):
    """Watches whichever other window of ours has the keyboard. A system's own dialog gives no keys away."""

    def __init__(self, window: QWidget, stops: StopBand) -> None:
        """`window` is the one above whose pages the STOPs stand."""
        super().__init__(window)
        self._window, self._stops = window, stops
        self._dialog: QWindow | None = None
        app = QGuiApplication.instance()
        assert isinstance(app, QGuiApplication)
        app.focusWindowChanged.connect(self._focused)
        stops.changed.connect(self._make_room)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Takes F11 while a STOP is open; one press is one STOP."""
        if event.type() is not QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        if event.key() != Qt.Key.Key_F11 or self._stops.target is None or watched is not self._dialog:
            return False
        if self._stops.names.windowHandle() is self._dialog:
            return False  # it was opened by that key, which takes what is typed there
        if self._is_covered():
            QApplication.beep()
        elif not event.isAutoRepeat():
            self._stops.end_first()
        return True

    @Slot(object)
    def _focused(self, focused: QWindow | None) -> None:
        if self._dialog is not None and shiboken6.isValid(self._dialog):
            self._dialog.removeEventFilter(self)
        self._dialog = focused if focused is not None and focused is not self._window.windowHandle() else None
        if self._dialog is not None:
            self._dialog.installEventFilter(self)
            self._make_room()

    @Slot()
    def _make_room(self) -> None:
        """A dialog moves below the STOPs, as far as its screen has room."""
        stops = self._stops_on_screen()
        if self._dialog is None or not shiboken6.isValid(self._dialog):
            return
        frame = self._dialog.frameGeometry()
        screen = room_at(frame.center())
        if stops.intersects(frame):
            top = min(stops.bottom() + _GAP, screen.bottom() - frame.height())
            self._dialog.setFramePosition(QPoint(frame.x(), max(screen.y(), top)))

    def _stops_on_screen(self) -> QRect:
        stops = self._stops
        if not stops.isVisible():
            return QRect()
        return QRect(stops.mapToGlobal(QPoint(0, 0)), stops.size())

    def _is_covered(self) -> bool:
        """Whether the button that the key stands for is behind the dialog."""
        card = self._stops.card(self._stops.target) if self._stops.target is not None else None
        button = card.button(StopAct.STOPPED) if card is not None else None
        if button is None or self._dialog is None:
            return True
        place = QRect(button.mapToGlobal(QPoint(0, 0)), button.size())
        return self._dialog.frameGeometry().intersects(place)
