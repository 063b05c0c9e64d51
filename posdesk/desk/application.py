"""The Qt application the desk runs in: its name, whether somebody is there, Python's collector."""

import gc
import sys
from collections.abc import Callable

import shiboken6
from PySide6.QtCore import QEvent, QObject, Slot
from PySide6.QtGui import QGuiApplication, QIcon, QWindow
from PySide6.QtWidgets import QApplication

from posdesk.desk.bridge.ticker import Ticker
from posdesk.host.resources import resource

NAME = "posdesk"
_ICON_PX = 128
WINDOWS_NAME = "posdesk.desk"  # what a pin to the taskbar is kept under: never change it


def name_program(app: QApplication) -> None:
    """Before the first window is made."""
    app.setApplicationName(NAME)
    app.setDesktopFileName(NAME)
    app.setWindowIcon(QIcon(str(resource(f"icons/posdesk-{_ICON_PX}.png"))))
    if sys.platform == "win32":
        import ctypes  # noqa: PLC0415 - only here

        ctypes.WinDLL("shell32").SetCurrentProcessExplicitAppUserModelID(ctypes.c_wchar_p(WINDOWS_NAME))


_TOUCHES = frozenset(
    {QEvent.Type.KeyPress, QEvent.Type.MouseButtonPress, QEvent.Type.TouchBegin, QEvent.Type.Wheel}
)


class TouchWatch(QObject):
    """Looks at windows, not at the application: it sees few events, and no scan that the router took."""

    def __init__(self, parent: QObject, touched: Callable[[], None]) -> None:
        """Begins with the window that has the keyboard next."""
        super().__init__(parent)
        self._touched = touched
        self._window: QWindow | None = None
        app = QGuiApplication.instance()
        assert isinstance(app, QGuiApplication)
        app.focusWindowChanged.connect(self._focused)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Takes nothing from anybody."""
        if event.type() in _TOUCHES:
            self._touched()
        return False

    @Slot(object)
    def _focused(self, focused: QWindow | None) -> None:
        if self._window is not None and shiboken6.isValid(self._window):
            self._window.removeEventFilter(self)
        self._window = focused
        if focused is not None:
            focused.installEventFilter(self)


LOOK_MS = 1000
YOUNG = 5_000  # objects made since the last look that are worth a quick collection
OLD_EVERY = 60  # looks between two full collections: tens of ms, when nothing else is due
OLD_LATEST = 600  # looks, however much happens
BUSY = 1_000  # objects made since the last look: orders are coming in, or a person is at work


class GuiCollector(QObject):
    """Collects by a timer in the GUI thread and nowhere else, from its making until `stop`."""

    def __init__(self, parent: QObject | None = None) -> None:
        """Make it in the GUI thread, before other threads start."""
        super().__init__(parent)
        self._was_on = gc.isenabled()
        gc.disable()
        self._looks = 0  # since all was looked at
        self._made = 0  # objects, at the last look
        self._has_pages_to_take = False
        self._timer = Ticker(self, LOOK_MS)
        self._timer.timeout.connect(self.look)
        self._timer.begin()

    @Slot()
    def look(self) -> None:
        """Collect what there is enough of; all of it while nothing happens, for it holds the window up."""
        self._looks += 1
        made = gc.get_count()[0]
        is_busy = made - self._made > BUSY
        if self._looks >= (OLD_LATEST if is_busy else OLD_EVERY):
            self._looks = 0
            self._collect_all()
        elif made > YOUNG:
            gc.collect(1)
        self._made = gc.get_count()[0]

    def _collect_all(self) -> None:
        """The first time after a start the pages and the engine are there: they stay, too."""
        gc.collect()
        if self._has_pages_to_take:
            self._has_pages_to_take = False
            gc.freeze()

    def hold_off(self) -> None:
        """Not before `take_for_what_stays`: a start makes a hundred thousand things, and they stay."""
        self._timer.stop()

    @Slot()
    def take_for_what_stays(self) -> None:
        """What is there by now is not looked at again: a collection looks at what came after it.

        Once the board stands, and once the pages of every shift do: to look at all of them takes 100 ms.
        """
        gc.freeze()
        self._has_pages_to_take = True
        self._timer.begin()

    def stop(self) -> None:
        """Give the collector back to Python, as it was: the other threads have ended."""
        self._timer.stop()
        if self._was_on:
            gc.enable()
