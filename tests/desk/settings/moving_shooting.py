"""Pictures of the topic of a new PC and a lost PIN: python -m tests.desk.settings.moving_shooting FOLDER."""

import sys
from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QApplication, QWidget

from posdesk.desk.bridge.handover import Found
from posdesk.desk.frame.window import MainWindow
from posdesk.desk.settings.moving.pane import MovingPane
from posdesk.desk.settings.page import SettingsPage
from posdesk.desk.theme import Theme, ThemeSource
from posdesk.domain.rights import Role
from posdesk.moving.leaving import Packed
from posdesk.moving.packed import Note
from posdesk.settings.credentials import RECOVERY
from posdesk.settings.settings import Settings, Staff, Store
from tests.support import sample_views as sample
from tests.support.fake_books import FakeBooks
from tests.support.fake_counter import NOON, FakeClock, FakeCounter
from tests.support.shots import FOLDER, shot

SIZES = ((911, 640), (1024, 768), (1366, 768), (1920, 1080))
STAFF = (Staff(name="陈涛", role=Role.ADMINISTRATOR), Staff(name="周强", role=Role.ADMINISTRATOR))
FILE = Path("/media/usb/posdesk-move-001-20261128-142005.zip")


def window_of(*, dark: bool) -> Callable[[Theme], QWidget]:
    """Makes the window with the topic on screen, all of it said."""

    def make(made: Theme) -> QWidget:
        settings = Settings(store=Store(name="湘阴一店"), staff=STAFF)
        counter = FakeCounter(settings=settings, time=FakeClock(NOON))
        counter.set_status(sample.healthy())
        window = MainWindow(counter, ThemeSource("dark" if dark else "light"))
        page = SettingsPage(counter, FakeBooks(settings=settings, secrets_there=frozenset({RECOVERY})), made)
        window.add_page(page)
        page.show_platform("moving")
        pane = page.of(MovingPane)
        pane.show_place("/media/usb")
        pane.show_found(Found(FILE, Note("0" * 32, "001", "2026-11-28T06:20:05.000000+00:00", "0.1.0")))
        pane.show_packed(Packed(FILE, "3K7Q-9ZTM-52FJ-7EGP-TVMH", has_seal_key=True))
        return window

    return make


def main(folder: Path) -> None:
    """All pictures into `folder`."""
    _app = QApplication([])
    for language in ("zh_CN", "en"):
        for dark in (False, True):
            for size in SIZES:
                file = f"moving_{language}_{size[0]}_{'dark' if dark else 'light'}"
                shot(window_of(dark=dark), file, size=size, language=language, dark=dark, folder=folder)


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER)
