"""Pictures of "Start and updates": python -m tests.desk.settings.start_shooting FOLDER."""

import sys
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

from PySide6.QtWidgets import QApplication, QWidget

from posdesk.desk.bridge.updates import Program
from posdesk.desk.frame.window import MainWindow
from posdesk.desk.settings.page import SettingsPage
from posdesk.desk.theme import Theme, ThemeSource
from posdesk.settings.settings import Settings, Store, Update
from posdesk.updates.refusals import UpdateRefused, Why
from tests.support import sample_views as sample
from tests.support.fake_books import FakeBooks
from tests.support.fake_counter import FakeClock, FakeCounter
from tests.support.shots import FOLDER, shot

SIZES = ((1024, 768), (911, 480), (1366, 768), (1920, 1080))
NOW = datetime(2026, 11, 21, 6, 20, tzinfo=UTC)
BUILT = date(2026, 11, 1)
OPEN = UpdateRefused(Why.OPEN, open_now={"shifts": 1, "orders": 3, "calls": 0, "prints": 2})
PLAIN = Program("0.2.0", BUILT, 20, "0.2.0", "0.1.0", None, "", True)  # noqa: FBT003 - a tuple's
STATES: dict[str, Program] = {
    "plain": PLAIN,
    "taken": PLAIN._replace(next_version="0.3.0", back="0.2.0", at_sign_in=False),
    "gone_back": PLAIN._replace(
        back="", no_way=UpdateRefused(Why.NO_FORMER), went_back_from="0.3.0", at_sign_in=None
    ),
    "shut_out": PLAIN._replace(back="", no_way=UpdateRefused(Why.FORMER_SHUT_OUT, version="0.1.0")),
    "checkout": Program("0.1.0", no_way=UpdateRefused(Why.NOT_LAUNCHED), at_sign_in=False),
}


def window_of(state: str, *, dark: bool) -> Callable[[Theme], QWidget]:
    """Makes the window with the topic on screen."""

    def make(made: Theme) -> QWidget:
        place = Update.model_validate({"from": "https://updates.example.cn/posdesk"})
        settings = Settings(store=Store(name="湘阴一店"), update=place)
        counter = FakeCounter(settings=settings, time=FakeClock(NOW))
        counter.set_status(sample.healthy())
        window = MainWindow(counter, ThemeSource("dark" if dark else "light"))
        page = SettingsPage(counter, FakeBooks(settings=settings), made)
        window.add_page(page)
        page.show_platform("start")
        page.start.show_program(STATES[state])
        if state == "plain":
            page.start.show_found("0.3.0", date(2026, 12, 20))
            page.start.show_refused(OPEN)
        if state == "shut_out":
            page.start.show_progress(12 * 1024, 44 * 1024)
        return window

    return make


def main(folder: Path) -> None:
    """All pictures into `folder`."""
    _app = QApplication([])
    for language in ("zh_CN", "en"):
        for state in STATES:
            for size in SIZES if state == "plain" else SIZES[:2]:
                dark = state == "taken"
                file = f"start_{state}_{language}_{size[0]}"
                shot(
                    window_of(state, dark=dark), file, size=size, language=language, dark=dark, folder=folder
                )


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER)
