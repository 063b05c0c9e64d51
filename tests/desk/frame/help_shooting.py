"""Pictures of F1 with its guide: python -m tests.desk.frame.help_shooting FOLDER."""

import sys
from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QApplication, QWidget

from posdesk.desk.frame.window import MainWindow
from posdesk.desk.settings.page import SettingsPage
from posdesk.desk.theme import Theme, ThemeSource
from posdesk.desk.words.language import Choice
from posdesk.settings.settings import Settings, Store
from tests.support import sample_views as sample
from tests.support.fake_books import FakeBooks
from tests.support.fake_counter import NOON, FakeClock, FakeCounter
from tests.support.shots import FOLDER, shot

SIZES = ((911, 640), (1366, 768), (1920, 1080))
LANGUAGES: tuple[Choice, ...] = ("zh_CN", "en")


def window_of(size: tuple[int, int], *, dark: bool) -> Callable[[Theme], QWidget]:
    """Makes the window with F1 pressed on the settings, scrolled to the guide."""

    def make(made: Theme) -> QWidget:
        settings = Settings(store=Store(name="湘阴一店"))
        counter = FakeCounter(settings=settings, time=FakeClock(NOON))
        counter.set_status(sample.healthy())
        window = MainWindow(counter, ThemeSource("dark" if dark else "light"))
        page = SettingsPage(counter, FakeBooks(settings=settings), made)
        window.add_page(page)
        window.resize(*size)
        window.show()
        QApplication.processEvents()
        window.shell.help.open(page, ())
        QApplication.processEvents()
        window.shell.help._to_guide()
        return window

    return make


def main(folder: Path) -> None:
    """All pictures into `folder`."""
    _app = QApplication([])
    for language in LANGUAGES:
        for dark in (False, True):
            for size in SIZES:
                file = f"help_{language}_{size[0]}_{'dark' if dark else 'light'}"
                shot(window_of(size, dark=dark), file, size=size, language=language, dark=dark, folder=folder)


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER)
