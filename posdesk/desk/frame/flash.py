"""The flash bar: 12 px across the window's top, once a second, when the alarm may not be heard."""

from PySide6.QtCore import Qt, QTimer, Slot
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QWidget

from posdesk.desk.theme import Theme
from posdesk.desk.widgets.painted import Painted

HEIGHT_PX = 12


class FlashBar(Painted):
    """Lies over the top bar's upper edge, so that nothing moves when it comes."""

    def __init__(self, theme: Theme, *, less_motion: bool = False, parent: QWidget | None = None) -> None:
        """With `less_motion` it stands still in its stronger colour."""
        super().__init__(theme, parent)
        self._bright = True
        self._less_motion = less_motion
        self._timer = QTimer(self)
        self._timer.setInterval(round(500 / theme.motion.flash_fallback_hz))
        self._timer.timeout.connect(self._turn)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFixedHeight(HEIGHT_PX)
        self.hide()

    @property
    def flashing(self) -> bool:
        """Whether it is shown."""
        return not self.isHidden()

    @property
    def turning(self) -> bool:
        """Whether it changes its colour."""
        return self._timer.isActive()

    def set_flashing(self, flashing: bool) -> None:
        """Begin or end."""
        self._bright = True
        self.setVisible(flashing)
        if flashing and not self._less_motion:
            self._timer.start()
        else:
            self._timer.stop()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paints one of the two colours."""
        color = self.theme.color.bad_fill if self._bright else self.theme.color.warn_fill
        painter = self._painter()
        painter.fillRect(self.rect(), color)
        painter.end()

    @Slot()
    def _turn(self) -> None:
        self._bright = not self._bright
        self.update()
