"""A desk of its own process that a screen reader reads: python -m tests.desk.spoken.program.

It does what it is told by lines on stdin, and says "done" after each.
"""

import sys
import threading
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal, Slot
from PySide6.QtWidgets import QApplication

from posdesk.desk.frame.window import MainWindow
from posdesk.desk.orders.page import OrdersPage
from posdesk.desk.pickup.page import PickupPage
from posdesk.desk.theme import ThemeSource, load_fonts, theme
from posdesk.desk.words.language import Languages
from posdesk.settings.settings import Settings, Store
from tests.support import sample_views
from tests.support.fake_counter import FakeCounter
from tests.support.silent_sound import SilentSound


class Program(QObject):
    """The window, with what it can be told."""

    told = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        look = theme(dark=False)
        self.counter = FakeCounter(settings=Settings(store=Store(name="湘阴一店")))
        self.counter.set_status(sample_views.healthy())
        self.counter.put(sample_views.new_27(), sample_views.new_8())
        self.window = MainWindow(self.counter, ThemeSource("light"))
        self.orders = OrdersPage(self.counter, look)
        self.pickup = PickupPage(self.counter, SilentSound(), look)
        for page in (self.orders, self.pickup):
            self.window.add_page(page)
        self.window.resize(1440, 900)
        self.window.show()
        self.window.activateWindow()
        self.told.connect(self.do)
        self._acts: dict[str, Callable[[], object]] = {
            "new": lambda: self.counter.put(sample_views.changed_27()),
            "stop": lambda: self.counter.put(sample_views.stop_25()),
            "next": lambda: self.orders.choose_next(),
            "pickup": lambda: self.window.show_page(2),
            "end": QApplication.quit,
        }

    @Slot(str)
    def do(self, line: str) -> None:
        """One line of stdin."""
        self._acts[line]()
        QTimer.singleShot(200, self, lambda: print("done", flush=True))


def main() -> None:
    """Shows the desk until it is told to end."""
    app = QApplication([])
    load_fonts()
    languages = Languages(app, "en")
    program = Program()
    print("done", flush=True)
    threading.Thread(
        target=lambda: [program.told.emit(line.strip()) for line in sys.stdin], daemon=True
    ).start()
    app.exec()
    languages.choose("en")


if __name__ == "__main__":
    main()
