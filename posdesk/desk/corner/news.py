"""What the system's own places say: the tray how many orders wait, the taskbar that one has come."""

from PySide6.QtWidgets import QApplication, QWidget

from posdesk.desk.corner.tray import Tray
from posdesk.desk.corner.waiting import Waiting
from posdesk.desk.theme import Theme


class News:
    """Told what waits at each look; flashes for what has come since the last one."""

    def __init__(self, tray: Tray, desk: QWidget) -> None:
        """`desk` is the window that the taskbar shows."""
        self._tray, self._desk = tray, desk

    def tell(self, waiting: Waiting, theme: Theme, *, came: bool, is_behind: bool) -> None:
        """The number always; the flash for what came, where another program is in front."""
        self._tray.show_counts(waiting.new, len(waiting.stops), theme)
        if came and is_behind:
            QApplication.alert(self._desk)
