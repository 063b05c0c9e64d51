"""Pictures of the printers' topic beside the design's: python -m tests.desk.settings.printers_shooting."""

import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from PySide6.QtWidgets import QApplication, QWidget

from posdesk.desk.frame.window import MainWindow
from posdesk.desk.settings.page import SettingsPage
from posdesk.desk.theme import Theme, ThemeSource
from posdesk.settings.printers import PrintedSlip
from posdesk.settings.settings import Settings, Store
from tests.desk.sync.prints import samples
from tests.support import sample_views as sample
from tests.support.fake_books import FakeBooks
from tests.support.fake_counter import FakeClock, FakeCounter
from tests.support.shots import FOLDER, shot

SIZES = ((1024, 768), (1366, 768), (1920, 1080))
SLIPS = (
    PrintedSlip(kind="kitchen", printer="厨房"),
    PrintedSlip(kind="packing", printer="打包", sources=(4,)),
    PrintedSlip(kind="courier", printer="前台"),
    PrintedSlip(kind="customer", printer="前台", dishes=("001", "002")),
    PrintedSlip(kind="stop", printer="厨房"),
    PrintedSlip(kind="z", printer="前台", copies=2),
)


def window_of(*, dark: bool, empty: bool) -> Callable[[Theme], QWidget]:
    """Makes the window with the printers' topic on screen."""

    def make(made: Theme) -> QWidget:
        proved = samples.NOW - timedelta(hours=4)
        printers = tuple(
            p.model_copy(update={"proved": proved if p.answers != "none" else None}) for p in samples.PRINTERS
        )
        settings = Settings(store=Store(name="湘阴一店"), printer=printers, slip=SLIPS)
        settings = Settings() if empty else settings
        counter = FakeCounter(settings=settings, time=FakeClock(samples.NOW))
        counter.set_status(replace(sample.healthy(), printers=samples.STATES))
        window = MainWindow(counter, ThemeSource("dark" if dark else "light"))
        page = SettingsPage(counter, FakeBooks(settings=settings), made)
        window.add_page(page)
        window.resize(1, 1)
        page.show_platform("printers")
        page.printers.show_states(samples.STATES)
        return window

    return make


def main(folder: Path) -> None:
    """All pictures into `folder`."""
    _app = QApplication([])
    for language in ("zh_CN", "en"):
        for dark in (False, True):
            for size in SIZES:
                for empty in (False, True):
                    name = f"printers_{'empty' if empty else 'full'}_{language}_{size[0]}"
                    file = f"{name}_{'dark' if dark else 'light'}"
                    made = window_of(dark=dark, empty=empty)
                    shot(made, file, size=size, language=language, dark=dark, folder=folder)


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER)
