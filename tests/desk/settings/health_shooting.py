"""Pictures of the health beside the design's: python -m tests.desk.settings.health_shooting FOLDER."""

import sys
from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QApplication, QWidget

from posdesk.desk.frame.window import MainWindow
from posdesk.desk.settings.page import SettingsPage
from posdesk.desk.theme import Theme, ThemeSource
from posdesk.settings.settings import Settings, Store
from tests.desk.settings import health_samples as samples
from tests.support import sample_views as sample
from tests.support.fake_books import FakeBooks
from tests.support.fake_counter import FakeClock, FakeCounter
from tests.support.shots import FOLDER, shot

SIZES = ((1024, 768), (911, 480), (1366, 768), (1920, 1080))


def window_of(*, dark: bool) -> Callable[[Theme], QWidget]:
    """Makes the window with the health on screen."""

    def make(made: Theme) -> QWidget:
        settings = Settings(store=Store(name="湘阴一店"))
        counter = FakeCounter(settings=settings, time=FakeClock(samples.NOW))
        counter.set_status(sample.healthy())
        window = MainWindow(counter, ThemeSource("dark" if dark else "light"))
        page = SettingsPage(counter, FakeBooks(settings=settings), made)
        window.add_page(page)
        page.show_platform("health")
        page.health.show_health(samples.picture())
        return window

    return make


def main(folder: Path) -> None:
    """All pictures into `folder`."""
    _app = QApplication([])
    for language in ("zh_CN", "en"):
        for dark in (False, True):
            for size in SIZES:
                file = f"health_{language}_{size[0]}_{'dark' if dark else 'light'}"
                shot(window_of(dark=dark), file, size=size, language=language, dark=dark, folder=folder)


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER)
