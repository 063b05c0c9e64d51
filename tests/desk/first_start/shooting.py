"""Pictures of every step beside the design's: python -m tests.desk.first_start.shooting FOLDER [STEP …]."""

import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QWidget

from posdesk.desk.first_start.page import FirstStartPage
from posdesk.desk.first_start.parts import StepParts
from posdesk.desk.first_start.steps import steps_of
from posdesk.desk.frame.alarm import SoundNews
from posdesk.desk.frame.sound_check import SoundCheck
from posdesk.desk.frame.window import MainWindow
from posdesk.desk.theme import Theme, ThemeSource
from posdesk.desk.widgets.alt_keys import STEPS
from posdesk.devices.sound_state import SoundState, SoundTrouble
from posdesk.domain.first_start import Progress
from posdesk.domain.orders.ringing import CHECKS
from posdesk.domain.rights import Role
from posdesk.settings.book_sections import Ovopark, Wdk
from posdesk.settings.settings import Desk, Partner, Settings, Staff, Store
from tests.support import sample_views as sample
from tests.support.fake_books import FakeBooks
from tests.support.fake_counter import FakeCounter
from tests.support.fake_prints import FakePrints
from tests.support.shots import FOLDER, shot
from tests.support.silent_sound import SilentSound

SIZES = {"1024": (1024, 700), "150": (911, 441), "1920": (1920, 1010)}
HALF_DONE = Settings(
    store=Store(name="湘阴一店"),
    desk=Desk(language="zh_CN"),
    partner=(
        Partner(
            name="meituan", url="https://open.example.com/center/gateway", appid="mt-00412", sources=(4,)
        ),
        Partner(name="eleme", url="https://ele.example.com/center/gateway", appid="el-00877", sources=(20,)),
    ),
    staff=(
        Staff(name="陈涛", role=Role.ADMINISTRATOR),
        Staff(name="王静", role=Role.MANAGER),
        Staff(name="李敏"),
    ),
    ovopark=Ovopark(akey="a-key"),
    wdk=Wdk(app_key="w-key"),
)
THERE = frozenset({"partner/meituan/appkey", "ovopark/secret", "staff/陈涛/pin", "staff/王静/pin"})
FACTS = {"scanner": {"ms": "8", "prefix": "", "suffix": "<Enter>", "case": "none"}}
KEYS = tuple(STEPS)
"""The steps of which there are pictures."""


def window_of(at: str, settings: Settings = HALF_DONE, *, dark: bool = False) -> Callable[[Theme], QWidget]:
    """Makes the window with that step on screen."""

    def make(made: Theme) -> QWidget:
        books = FakeBooks(settings=settings, secrets_there=THERE)
        counter = FakeCounter(settings=settings, time=books.time)
        counter.set_status(sample.healthy())
        window = MainWindow(counter, ThemeSource("dark" if dark else "light"))
        page = wizard_of(counter, books, made, window, at=at)
        window.add_page(page)
        window.setMinimumSize(1, 1)
        QTimer.singleShot(0, window, lambda: _as_in_use(page))
        return window

    return make


def _as_in_use(page: FirstStartPage) -> None:
    """As a person sees it a moment later."""
    for news in page.window().findChildren(SoundNews):
        news.ended.emit(CHECKS[3], True)  # noqa: FBT003 - a signal has no keywords


def wizard_of(
    counter: FakeCounter, books: FakeBooks, made: Theme, window: MainWindow, *, at: str
) -> FirstStartPage:
    """The wizard at that step."""
    sound = SilentSound(SoundState(SoundTrouble.NONE, "aplay", device="Realtek", volume=80))
    check = SoundCheck(counter, sound, sound.news, choose=lambda: 3, parent=window)
    sound.news.setParent(window)
    prints = FakePrints(settings=books.settings, time=books.time)
    parts = StepParts(made, counter, books, prints, check, Path("home"))
    facts = FACTS if at == "report" else {}
    began = counter.clock.now() - timedelta(minutes=11)
    progress = Progress(at, frozenset({"platforms", "people"}), facts, began)
    return FirstStartPage(counter, made, steps_of(parts), progress)


def main(folder: Path, steps: tuple[str, ...]) -> None:
    """All pictures into `folder`."""
    _app = QApplication([])
    for step in steps:
        for language in ("zh_CN", "en"):
            for name, size in SIZES.items():
                shot(
                    window_of(step), f"{step}_{language}_{name}", size=size, language=language, folder=folder
                )


if __name__ == "__main__":
    chosen = tuple(sys.argv[2:])
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER, chosen or KEYS)
