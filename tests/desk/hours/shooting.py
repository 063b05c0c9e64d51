"""Pictures of the Hours page beside the design's: python -m tests.desk.hours.shooting [FOLDER]."""

import sys
from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QApplication, QWidget

from posdesk.desk.frame.window import MainWindow
from posdesk.desk.hours.page import HoursPage
from posdesk.desk.hours.words import hour_words
from posdesk.desk.theme import Theme, ThemeSource
from posdesk.desk.words.language import Choice
from posdesk.domain.books.hour import Ask
from posdesk.domain.books.ledger import DayView
from posdesk.domain.rights import Role
from posdesk.settings.settings import Settings, Staff, Store
from tests.support import sample_ledgers as sample
from tests.support.fake_books import FakeBooks
from tests.support.fake_counter import FakeCounter
from tests.support.sample_views import healthy
from tests.support.shots import FOLDER, shot

Prepare = Callable[[HoursPage], None]
SIZES = ((1024, 768), (1366, 768), (1440, 900), (1920, 1080))
LANGUAGES: tuple[Choice, ...] = ("zh_CN", "en")


def window_of(
    day: DayView, prepare: Prepare, *, size: tuple[int, int], dark: bool = False
) -> Callable[[Theme], QWidget]:
    """Makes the window with the Hours page on this day, and whatever else the picture needs."""

    def make(look: Theme) -> QWidget:
        settings = Settings(store=Store(name="湘阴一店"))
        books = FakeBooks(settings=settings)
        counter = FakeCounter(settings=settings, time=books.time)
        counter.set_status(healthy())
        counter.set_staff(Staff(name="李敏", role=Role.MANAGER))
        books.put_day(day)
        books.put_story(sample.story())
        books.put_receipts(*sample.receipts())
        window = MainWindow(counter, ThemeSource("dark" if dark else "light"))
        page = HoursPage(counter, books, look)
        window.add_page(page)
        window.resize(*size)
        window.show()  # the page reads only while it is on screen
        prepare(page)
        return window

    return make


def nothing(_page: HoursPage) -> None:
    """The page as it comes up."""


def at_hour(hour: int) -> Prepare:
    """That hour is chosen, its card in front."""

    def prepare(page: HoursPage) -> None:
        rows = page.grid.model.rows
        at = next(n for n, row in enumerate(rows) if hour_words(row.hour) == f"{hour:02}:00")
        page.grid.chosen.emit(at, 0)

    return prepare


def receipts(page: HoursPage) -> None:
    """The differing hour's receipts are open."""
    page.open_receipts()


def month(page: HoursPage) -> None:
    """The month is open."""
    page.header.days.day.click()


def main(folder: Path) -> None:
    """All pictures into `folder`."""
    _app = QApplication([])
    cases: dict[str, tuple[DayView, Prepare]] = {
        "hours": (sample.picture_day(), nothing),
        "receipts": (sample.picture_day(), receipts),
        "card": (sample.picture_day(), at_hour(13)),
        "asks": (
            sample.picture_day(
                sample.refused_row("208001", "重复数据", duplicate=True),
                sample.negative_row(),
                sample.unknown_row(),
            ),
            at_hour(19),
        ),
        "refused": (sample.picture_day(sample.refused_row("7", "签名错误")), at_hour(19)),
        "auto": (sample.picture_day(sample.differing_row(Ask.NONE)), at_hour(13)),
        "lacks": (sample.picture_day(sample.differing_row(Ask.LACKS)), at_hour(13)),
        "unseen": (sample.picture_day(sample.unseen_row()), at_hour(19)),
        "month": (sample.picture_day(), month),
        "empty": (sample.empty_day(), nothing),
        "total": (sample.picture_day(), lambda page: page.grid.chosen.emit(13, 0)),
    }
    for name, (day, prepare) in cases.items():
        for language in LANGUAGES:
            for dark in (False, True):
                tone = "dark" if dark else "light"
                for size in SIZES:
                    made = window_of(day, prepare, size=size, dark=dark)
                    wide = f"{name}_{language}_{tone}_{size[0]}"
                    shot(made, wide, size=size, language=language, dark=dark, folder=folder)


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER)
