"""A desk in a process of its own that a screen reader reads: python -m tests.desk.spoken.program.

It does what it is told by lines on stdin, and says "done" after each.
"""

import sys
import threading
from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from posdesk.desk.frame.window import MainWindow
from posdesk.desk.orders.page import OrdersPage
from posdesk.desk.pickup.page import PickupPage
from posdesk.desk.theme import ThemeSource, load_fonts, theme
from posdesk.desk.words.language import Languages
from posdesk.domain.pickup.lookup import Found
from posdesk.settings.settings import Settings, Store
from tests.support import sample_views
from tests.support.fake_counter import FakeCounter
from tests.support.pickups import lookup, to_verify
from tests.support.silent_sound import SilentSound


class Program(QObject):
    """The window, with what it can be told."""

    told = Signal(str)

    def __init__(self) -> None:
        """On screen at once, with two new orders."""
        super().__init__()
        look = theme(dark=False)
        self.counter = FakeCounter(settings=Settings(store=Store(name="湘阴一店")))
        self.counter.set_status(sample_views.healthy())
        self.counter.put(sample_views.new_27(), sample_views.new_8())
        self.window = MainWindow(self.counter, ThemeSource("light"))
        self.window.add_page(OrdersPage(self.counter, look))
        self.window.add_page(PickupPage(self.counter, SilentSound(), look))
        self.window.resize(1440, 900)
        self.window.show()
        self.window.activateWindow()
        self.told.connect(self.do)
        self._acts: dict[str, Callable[[], object]] = {
            "new": self._new,
            "stop": self._stop,
            "down": self._down,
            "scan": self._scan,
            "end": QApplication.exit,  # without asking the window, which would ask about the orders
        }

    @Slot(str)
    def do(self, line: str) -> None:
        """One line of stdin."""
        QTimer.singleShot(0, self, _say_done)
        self._acts[line]()

    def _new(self) -> None:
        self.counter.put(sample_views.changed_27())

    def _stop(self) -> None:
        self.counter.put(sample_views.stop_25())

    def _down(self) -> None:
        QTest.keyClick(self.window.windowHandle(), Qt.Key.Key_Down)

    def _scan(self) -> None:
        view = to_verify()
        self.counter.put(view)
        self.window.show_page(2)
        self.counter.show_lookup(lookup(1, Found.ONE, view.order.key))


def _say_done() -> None:
    sys.stdout.write("done\n")
    sys.stdout.flush()


def _listen(program: Program) -> None:
    for line in sys.stdin:
        program.told.emit(line.strip())


def main() -> None:
    """Shows the desk until it is told to end."""
    app = QApplication([])
    load_fonts()
    languages = Languages(app, "en")
    program = Program()
    threading.Thread(target=_listen, args=(program,), daemon=True).start()
    QTimer.singleShot(0, program, _say_done)
    app.exec()
    languages.choose("en")


if __name__ == "__main__":
    main()
