"""The icon in the system's tray: how many orders wait for somebody, as a number; a touch opens the desk."""

from PySide6.QtCore import QCoreApplication, QObject, QRectF, Qt, Signal, Slot
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtWidgets import QSystemTrayIcon

from posdesk.desk.paint import paint_sign, paint_text, rounded
from posdesk.desk.paint.text import CENTER
from posdesk.desk.theme import FontRole, Sign, Theme

translate = QCoreApplication.translate

_SIDES = (16, 20, 22, 24, 32, 48, 64)  # px, as trays want them at their scalings
_MOST = 99
_Reason = QSystemTrayIcon.ActivationReason
_OPENS = frozenset({_Reason.Trigger, _Reason.DoubleClick})


class Tray(QObject):
    """Stands there from its making until `close`, wherever there is a tray."""

    touched = Signal()

    def __init__(self, theme: Theme, parent: QObject) -> None:
        """Nothing waits."""
        super().__init__(parent)
        self._shown: tuple[str, bool] | None = None
        self.icon = QSystemTrayIcon(self)
        self.icon.activated.connect(self._activated)
        self.show_counts(0, 0, theme)
        self.icon.show()

    def show_counts(self, new: int, stops: int, theme: Theme) -> None:
        """So many orders are to be accepted, so many STOPs to be ended."""
        self.icon.setToolTip(_words(new, stops))
        shown = (_number(new + stops), stops > 0)
        if shown != self._shown:
            self._shown = shown
            self.icon.setIcon(counted_icon(new + stops, theme, is_stop=stops > 0))

    def close(self) -> None:
        """Take it away."""
        self.icon.hide()

    @Slot(QSystemTrayIcon.ActivationReason)
    def _activated(self, reason: QSystemTrayIcon.ActivationReason) -> None:
        if reason in _OPENS:
            self.touched.emit()


def counted_icon(count: int, theme: Theme, *, is_stop: bool = False) -> QIcon:
    """The number as large as it gets, red for a STOP; a receipt while nothing waits."""
    icon = QIcon()
    for side in _SIDES:
        icon.addPixmap(_drawn(count, side, theme, is_stop=is_stop))
    return icon


def _drawn(count: int, side: int, theme: Theme, *, is_stop: bool) -> QPixmap:
    pixmap = QPixmap(side, side)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    box = QRectF(0, 0, side, side)
    ground = theme.color.bad_fill if is_stop else theme.color.warn_fill if count else theme.color.accent
    ink = theme.color.on_bad_fill if is_stop else theme.color.on_warn_fill if count else theme.color.on_accent
    rounded(painter, box, side / 5, ground)
    if count:
        text = _number(count)
        font = theme.font(FontRole.BODY_BOLD)
        font.setPixelSize(
            max(8, round(side * (0.86 if len(text) == 1 else 0.68 if len(text) == 2 else 0.46)))
        )
        paint_text(painter, box.adjusted(-side, -side, side, side), text, font, ink, align=CENTER)
    else:
        paint_sign(painter, box.adjusted(side / 8, side / 8, -side / 8, -side / 8), Sign.RECEIPT, ink)
    painter.end()
    return pixmap


def _number(count: int) -> str:
    return str(count) if count <= _MOST else f"{_MOST}+"


def _words(new: int, stops: int) -> str:
    parts = []
    if stops:
        parts.append(translate("corner", "{n} to stop").format(n=stops))
    if new:
        parts.append(translate("corner", "{n} to accept").format(n=new))
    return f"posdesk: {', '.join(parts)}" if parts else "posdesk"
