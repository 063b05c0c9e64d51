"""Pictures of the platforms' step: python -m tests.desk.first_start.platforms_shooting FOLDER."""

import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from PySide6.QtWidgets import QApplication, QWidget

from posdesk.desk.first_start.page import FirstStartPage
from posdesk.desk.first_start.parts import StepParts
from posdesk.desk.first_start.platforms import PlatformsStep
from posdesk.desk.first_start.steps import steps_of
from posdesk.desk.frame.sound_check import SoundCheck
from posdesk.desk.frame.window import MainWindow
from posdesk.desk.theme import Theme, ThemeSource
from posdesk.domain.first_start import Progress
from posdesk.domain.status import FormState, PartnerStatus
from posdesk.engine.listening.refused_signs import TriedCall
from posdesk.platforms.o2o.forms import COMMON
from posdesk.settings.settings import Desk, Listener, Partner, Settings, Store
from tests.desk.first_start.shooting import SIZES
from tests.support import sample_views as sample
from tests.support.fake_books import EVENING, FakeBooks
from tests.support.fake_counter import FakeCounter
from tests.support.shots import FOLDER, shot
from tests.support.silent_sound import SilentSound

PARTNERS = (
    Partner(name="meituan", url="https://open.example.cn/center/gateway", appid="mt-00412", sources=(4,)),
    Partner(name="eleme", url="https://ele.example.cn/gateway", appid="ele-7", sources=(20,)),
)
SETTINGS = Settings(
    store=Store(name="湘阴一店"),
    desk=Desk(language="zh_CN"),
    listener=Listener(host="0.0.0.0", port=8765),
    partner=PARTNERS,
)
FITS = TriedCall(EVENING, "203.0.113.7", is_signed=True, is_whole=True, fits=COMMON[:1])
NONE = replace(FITS, fits=())
CASES = {
    "fits": ((FITS,), FormState.UNPROVEN),
    "none": ((NONE,), FormState.UNPROVEN),
    "proven": ((), FormState.PROVEN),
    "own": ((), FormState.HERE),
}


def window_of(case: str, *, dark: bool) -> Callable[[Theme], QWidget]:
    """Makes the window with the step on screen."""

    def make(made: Theme) -> QWidget:
        tried, form = CASES[case]
        names = frozenset(each.secret_name for each in PARTNERS)
        books = FakeBooks(settings=SETTINGS, secrets_there=names, tried={"meituan": tried})
        counter = FakeCounter(settings=SETTINGS, time=books.time)
        seen = EVENING if form is FormState.PROVEN else None
        one = PartnerStatus(
            "meituan", form=form, form_at=EVENING, outside_at=seen, outside_from="203.0.113.7"
        )
        status = replace(sample.healthy(), address="0.0.0.0:8765", partners=(one,))
        counter.set_status(replace(status, partners=(replace(one, sources=sample.partners()[0].sources),)))
        window = MainWindow(counter, ThemeSource("dark" if dark else "light"))
        sound = SilentSound()
        check = SoundCheck(counter, sound, sound.news, choose=lambda: 3)
        steps = steps_of(StepParts(made, counter, books, check, Path("home")))
        window.add_page(FirstStartPage(counter, made, steps, Progress(at="platforms")))
        window.setMinimumSize(1, 1)
        step = next(each for each in steps if isinstance(each, PlatformsStep))
        for _ in range(4 if case == "own" else 0):
            step.forms.step(1)
        return window

    return make


def main(folder: Path) -> None:
    """All pictures into `folder`."""
    _app = QApplication([])
    for case in CASES:
        for language in ("zh_CN", "en"):
            for name, size in SIZES.items():
                file = f"{case}_{language}_{name}"
                shot(window_of(case, dark=False), file, size=size, language=language, folder=folder)
    shot(
        window_of("fits", dark=True), "fits_zh_CN_dark", size=SIZES["1024"], language="zh_CN", dark=True,
        folder=folder,
    )  # fmt: skip


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER)
