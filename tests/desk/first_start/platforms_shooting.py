"""Pictures of the platforms, in the first start and in Settings: run as a module, with a FOLDER."""

import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from PySide6.QtWidgets import QApplication, QWidget

from posdesk.desk.first_start.page import FirstStartPage
from posdesk.desk.first_start.platforms import PlatformsStep
from posdesk.desk.frame.window import MainWindow
from posdesk.desk.settings.page import SettingsPage
from posdesk.desk.settings.partners.pane import PartnersPane
from posdesk.desk.settings.signing.platforms_box import PlatformsBox
from posdesk.desk.theme import Theme, ThemeSource
from posdesk.domain.status import FormState, PartnerStatus
from posdesk.engine.listening.refused_signs import TriedCall
from posdesk.platforms.o2o.forms import COMMON
from posdesk.settings.settings import Desk, Listener, Partner, Settings, Store
from tests.desk.first_start.shooting import SIZES, wizard_of
from tests.support import sample_views as sample
from tests.support.fake_books import EVENING, FakeBooks
from tests.support.fake_counter import FakeCounter
from tests.support.shots import FOLDER, shot

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
CASES = {
    "fits": ((FITS,), FormState.UNPROVEN),
    "none": ((replace(FITS, fits=()),), FormState.UNPROVEN),
    "proven": ((), FormState.PROVEN),
    "own": ((), FormState.HERE),
}


def window_of(case: str, *, dark: bool, in_settings: bool) -> Callable[[Theme], QWidget]:
    """Makes the window with the platforms on screen."""

    def make(made: Theme) -> QWidget:
        tried, form = CASES[case]
        names = frozenset(each.secret_name for each in PARTNERS)
        books = FakeBooks(settings=SETTINGS, secrets_there=names, tried={"meituan": tried})
        counter = FakeCounter(settings=SETTINGS, time=books.time)
        seen = EVENING if form is FormState.PROVEN else None
        one = PartnerStatus(
            "meituan", form=form, form_at=EVENING, outside_at=seen, outside_from="203.0.113.7"
        )
        known = (replace(one, sources=sample.partners()[0].sources),)
        counter.set_status(replace(sample.healthy(), address="0.0.0.0:8765", partners=known))
        window = MainWindow(counter, ThemeSource("dark" if dark else "light"))
        page: SettingsPage | FirstStartPage
        if in_settings:
            page = SettingsPage(counter, books, made)
            page.show_platform(PartnersPane.key)
            box: PlatformsBox = page.of(PartnersPane).box
        else:
            page = wizard_of(counter, books, made, window, at=PlatformsStep.key)
            box = next(each for each in page.steps if isinstance(each, PlatformsStep)).box
        window.add_page(page)
        window.setMinimumSize(1, 1)
        for _ in range(4 if case == "own" else 0):
            box.forms.step(1)
        return window

    return make


def main(folder: Path) -> None:
    """All pictures into `folder`."""
    _app = QApplication([])
    for in_settings in (False, True):
        for case in CASES:
            for language in ("zh_CN", "en"):
                for name, size in SIZES.items():
                    dark = name == "1920"
                    file = f"{'settings' if in_settings else 'step'}_{case}_{language}_{name}"
                    made = window_of(case, dark=dark, in_settings=in_settings)
                    shot(made, file, size=size, language=language, dark=dark, folder=folder)


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER)
