"""Pictures of the Orders page beside the design's: python -m tests.desk.orders.shooting [FOLDER]."""

import sys
from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QApplication, QWidget

from posdesk.desk.frame.window import MainWindow
from posdesk.desk.orders.page import OrdersPage
from posdesk.desk.theme import Theme, ThemeSource
from posdesk.domain.orders.board import OrderView
from posdesk.settings.settings import Settings, Staff, Store
from tests.support import sample_views as sample
from tests.support.fake_counter import FakeCounter
from tests.support.shots import FOLDER, shot

Prepare = Callable[[OrdersPage], None]


def counter_with(*views: OrderView) -> FakeCounter:
    """A healthy counter of the pictures' store, with these orders."""
    settings = Settings(store=Store(name="湘阴一店"), staff=(Staff(name="李敏"),))
    counter = FakeCounter(settings=settings)
    counter.set_status(sample.healthy())
    counter.set_staff(Staff(name="李敏"))
    counter.set_views(*views)
    return counter


def window_of(counter: FakeCounter, prepare: Prepare, *, dark: bool = False) -> Callable[[Theme], QWidget]:
    """Makes the window with the Orders page, and whatever else the picture needs."""

    def make(_theme: Theme) -> QWidget:
        window = MainWindow(counter, ThemeSource("dark" if dark else "light"))
        page = OrdersPage(counter, _theme)
        window.add_page(page)
        window.resize(1, 1)
        prepare(page)
        return window

    return make


def nothing(_page: OrdersPage) -> None:
    """The page as it comes up."""


def main(folder: Path) -> None:
    """All pictures into `folder`."""
    _app = QApplication([])
    board, alerts = sample.board(), sample.alerts()
    for language in ("zh_CN", "en"):
        for dark in (False, True):
            tone = "dark" if dark else "light"
            for size in ((1024, 768), (1366, 768), (1920, 1080)):
                made = window_of(counter_with(*board), nothing, dark=dark)
                shot(
                    made,
                    f"board_{language}_{tone}_{size[0]}",
                    size=size,
                    language=language,
                    dark=dark,
                    folder=folder,
                )
            made = window_of(counter_with(*alerts), nothing, dark=dark)
            shot(
                made,
                f"alerts_{language}_{tone}",
                size=(1440, 900),
                language=language,
                dark=dark,
                folder=folder,
            )


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER)
