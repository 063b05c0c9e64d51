"""Pictures of the Sync page beside the design's: python -m tests.desk.sync.shooting [FOLDER]."""

import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from PySide6.QtWidgets import QApplication, QWidget

from posdesk.desk.frame.window import MainWindow
from posdesk.desk.sync.page import SyncPage
from posdesk.desk.theme import Theme, ThemeSource
from posdesk.domain.books.ledger import Sheet, Waiting
from posdesk.domain.orders.refused import NOTHING, TurnedAway
from posdesk.domain.status import BookStatus
from posdesk.settings.settings import Settings, Staff, Store
from tests.desk.sync import samples
from tests.support import sample_views as sample
from tests.support.fake_books import EVENING, FakeBooks
from tests.support.fake_counter import FakeClock, FakeCounter
from tests.support.fake_prints import FakePrints
from tests.support.shots import FOLDER, shot

SIZES = ((1024, 768), (1366, 768), (1600, 900), (1920, 1080))


def window_of(
    waiting: Waiting, sheet: Sheet, *, dark: bool, tab: int = 0, turned_away: TurnedAway = NOTHING
) -> Callable[[Theme], QWidget]:
    """Makes the window with the Sync page on screen."""

    def make(made: Theme) -> QWidget:
        settings = Settings(store=Store(name="湘阴一店"), staff=(Staff(name="李敏"),))
        counter = FakeCounter(settings=settings, time=FakeClock(EVENING))
        partners = [
            replace(p, last_received=EVENING - timedelta(seconds=n))
            for n, p in enumerate(sample.healthy().partners)
        ]
        books_known = (BookStatus("ovopark", skew_s=0.4), BookStatus("wdk", skew_s=-72))
        status = replace(sample.healthy(), partners=tuple(partners), books=books_known)
        counter.set_status(replace(status, turned_away=turned_away))
        counter.set_staff(Staff(name="李敏"))
        counter.set_views(sample.verify_unknown(), sample.accept_refused())
        books = FakeBooks(settings=settings)
        books.set_waiting(waiting)
        books.put_sheet(sheet)
        window = MainWindow(counter, ThemeSource("dark" if dark else "light"))
        page = SyncPage(counter, books, FakePrints(), made)
        window.add_page(page)
        window.resize(1, 1)
        page.tabs.chosen.emit(tab)
        return window

    return make


def with_turned_away(waiting: Waiting) -> Waiting:
    """The same with calls that were not taken."""
    told = samples.turned_away()
    return replace(waiting, refused=told.calls, beyond=told.beyond)


def main(folder: Path) -> None:
    """All pictures into `folder`."""
    _app = QApplication([])
    full = replace(samples.picture_sheet(), differences=samples.every_difference())
    states = {
        "picture": (samples.picture(), samples.picture_sheet()),
        "crowded": (samples.crowded(), full),
        "tills": (samples.from_tills(), samples.picture_sheet()),
        "turned_away": (with_turned_away(samples.picture()), samples.picture_sheet()),
    }
    for name, (waiting, sheet) in states.items():
        away = samples.turned_away() if waiting.refused else NOTHING
        for language in ("zh_CN", "en"):
            for dark in (False, True):
                tone = "dark" if dark else "light"
                for size in SIZES:
                    for tab in (0, 1) if size[0] < 1440 else (0,):
                        made = window_of(waiting, sheet, dark=dark, tab=tab, turned_away=away)
                        file = f"sync_{name}_{language}_{tone}_{size[0]}_{tab}"
                        shot(made, file, size=size, language=language, dark=dark, folder=folder)


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER)
