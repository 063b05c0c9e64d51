"""What the system's own places say: the tray how many orders wait, the taskbar that one has come."""

from PySide6.QtWidgets import QApplication, QWidget

from posdesk.desk.corner.scene import Waiting
from posdesk.desk.corner.tray import Tray
from posdesk.desk.theme import Theme
from posdesk.domain.orders.board import OrderView
from posdesk.domain.orders.order import OrderKey


class News:
    """Told what waits at each look; flashes for what was not there at the last one."""

    def __init__(self, tray: Tray, desk: QWidget) -> None:
        """`desk` is the window that the taskbar shows."""
        self._tray, self._desk = tray, desk
        self._known: frozenset[tuple[OrderKey, bool]] = frozenset()  # and whether it is a STOP

    def tell(self, waiting: Waiting, theme: Theme, *, is_behind: bool) -> None:
        """The number always; the flash only where another program is in front."""
        self._tray.show_counts(len(waiting.new), len(waiting.stops), theme)
        now = frozenset({*_keys(waiting.new, is_stop=False), *_keys(waiting.stops, is_stop=True)})
        fresh, self._known = now - self._known, now
        if fresh and is_behind:
            QApplication.alert(self._desk)


def _keys(views: tuple[OrderView, ...], *, is_stop: bool) -> set[tuple[OrderKey, bool]]:
    return {(view.order.key, is_stop) for view in views}
