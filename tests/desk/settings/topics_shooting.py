"""Pictures of the topics of one section and of lists: the module, then a folder."""

import sys
from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QApplication, QWidget

from posdesk.desk.frame.window import MainWindow
from posdesk.desk.settings.page import SettingsPage
from posdesk.desk.theme import Theme, ThemeSource
from posdesk.desk.words.language import Choice
from tests.desk.settings.test_topics import BAR, CHOSEN, FOR_ALL, FOR_THE_BAR, ONE_Z
from tests.support.fake_books import FakeBooks
from tests.support.fake_counter import FakeCounter
from tests.support.shots import FOLDER, shot

SHOWN = CHOSEN.model_copy(update={"printer": (BAR,), "slip": (FOR_ALL, FOR_THE_BAR, ONE_Z)})
TOPICS = ("dishes", "store", "rules", "door", "auto_accept", "till", "people", "tenders", "looks", "relay")
LOOKS: tuple[tuple[Choice, tuple[int, int], bool], ...] = (
    ("zh_CN", (1024, 768), False),
    ("en", (911, 512), False),  # 1366 x 768 at 150 %
    ("zh_CN", (911, 512), True),
    ("en", (1920, 1080), False),
)


def window_of(topic: str, *, dark: bool) -> Callable[[Theme], QWidget]:
    """Makes the window with this topic on screen."""

    def make(made: Theme) -> QWidget:
        counter = FakeCounter(settings=SHOWN)
        window = MainWindow(counter, ThemeSource("dark" if dark else "light"))
        page = SettingsPage(counter, FakeBooks(settings=SHOWN), made)
        window.add_page(page)
        window.resize(1, 1)
        page.show_platform(topic)
        return window

    return make


def main(folder: Path) -> None:
    """All pictures into `folder`."""
    _app = QApplication([])
    for topic in TOPICS:
        for language, size, dark in LOOKS:
            file = f"topic_{topic}_{language}_{size[0]}_{'dark' if dark else 'light'}"
            shot(window_of(topic, dark=dark), file, size=size, language=language, dark=dark, folder=folder)


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER)
