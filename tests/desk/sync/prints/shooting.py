"""Pictures of the prints' tab beside the design's: python -m tests.desk.sync.prints.shooting [FOLDER]."""

import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from PySide6.QtWidgets import QApplication, QWidget

from posdesk.desk.frame.window import MainWindow
from posdesk.desk.sync.page import SyncPage, SyncTab
from posdesk.desk.theme import Theme, ThemeSource
from posdesk.domain.printing.board import PrintBoard
from posdesk.settings.settings import Settings, Staff, Store
from tests.desk.sync.prints import samples
from tests.support import sample_views as sample
from tests.support.fake_books import FakeBooks
from tests.support.fake_counter import FakeClock, FakeCounter
from tests.support.fake_prints import FakePrints
from tests.support.shots import FOLDER, shot

SIZES = ((1024, 768), (1366, 768), (1920, 1080))


def window_of(board: PrintBoard, *, dark: bool) -> Callable[[Theme], QWidget]:
    """Makes the window with the prints on screen."""

    def make(made: Theme) -> QWidget:
        time = FakeClock(samples.NOW)
        settings = Settings(
            store=Store(name="湘阴一店"), staff=(Staff(name="李敏"),), printer=samples.PRINTERS
        )
        counter = FakeCounter(settings=settings, time=time)
        counter.set_status(replace(sample.healthy(), printers=samples.STATES))
        counter.set_staff(Staff(name="李敏"))
        prints = FakePrints(time=time)
        window = MainWindow(counter, ThemeSource("dark" if dark else "light"))
        page = SyncPage(counter, FakeBooks(settings=settings, time=time), prints, made)
        window.add_page(page)
        window.resize(1, 1)
        prints.put(board)
        page.show_tab(SyncTab.PRINTS)
        return window

    return make


def main(folder: Path) -> None:
    """All pictures into `folder`."""
    _app = QApplication([])
    for name, board in (("full", samples.BOARD), ("empty", PrintBoard())):
        for language in ("zh_CN", "en"):
            for dark in (False, True):
                for size in SIZES:
                    file = f"prints_{name}_{language}_{'dark' if dark else 'light'}_{size[0]}"
                    made = window_of(board, dark=dark)
                    shot(made, file, size=size, language=language, dark=dark, folder=folder)


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER)
