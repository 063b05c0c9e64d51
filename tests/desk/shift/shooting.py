"""Pictures of the Shift page beside the design's: python -m tests.desk.shift.shooting [FOLDER]."""

import sys
from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QApplication, QWidget

from posdesk.desk.frame.window import MainWindow
from posdesk.desk.shift.page import ShiftPage
from posdesk.desk.theme import Theme, ThemeSource
from posdesk.desk.widgets.alt_keys import ShiftKey
from posdesk.desk.words.language import Choice
from posdesk.domain.rights import Role
from posdesk.domain.shift.view import ShiftView
from posdesk.settings.settings import Settings, Staff, Store
from tests.support.fake_counter import FakeCounter
from tests.support.fake_shifts import FakeShifts, before_opening, counted_shift, picture_shift
from tests.support.sample_views import healthy
from tests.support.shots import FOLDER, shot

Prepare = Callable[[ShiftPage], None]
SIZES = ((911, 512), (1024, 768), (1366, 768), (1920, 1080))  # the first is 1366 × 768 at 150 %
LANGUAGES: tuple[Choice, ...] = ("zh_CN", "en")
STAFF = (
    *(Staff(name=name) for name in ("周强", "何平", "刘洋")),
    Staff(name="王静", role=Role.MANAGER),
)


def window_of(
    view: ShiftView, prepare: Prepare, *, size: tuple[int, int], dark: bool = False
) -> Callable[[Theme], QWidget]:
    """Makes the window with the Shift page on this view."""

    def make(look: Theme) -> QWidget:
        shifts = FakeShifts(settings=Settings(store=Store(name="湘阴一店"), staff=STAFF))
        counter = FakeCounter(settings=shifts.settings, time=shifts.time)
        counter.set_status(healthy())
        counter.set_staff(Staff(name="李敏"))
        shifts.put(view)
        window = MainWindow(counter, ThemeSource("dark" if dark else "light"))
        page = ShiftPage(shifts, look)
        window.add_page(page)
        window.setMinimumSize(1, 1)
        window.resize(*size)
        window.show()
        prepare(page)
        return window

    return make


def press(*letters: str) -> Prepare:
    """The page after these letters."""

    def prepare(page: ShiftPage) -> None:
        for letter in letters:
            page.do(letter)

    return prepare


CASES: dict[str, tuple[ShiftView, Prepare]] = {
    "shift": (picture_shift(), press()),
    "counted": (counted_shift(), press()),
    "opening": (before_opening(), press()),
    "hand": (picture_shift(), press(ShiftKey.HAND_OVER)),
    "pieces": (picture_shift(), press(ShiftKey.BY_NOTES)),
    "pay_out": (picture_shift(), press(ShiftKey.PAY_OUT)),
    "note": (picture_shift(), press(ShiftKey.NOTE)),
    "x": (picture_shift(), press(ShiftKey.X)),
}


def main(folder: Path) -> None:
    """All pictures into `folder`."""
    _app = QApplication([])
    for name, (view, prepare) in CASES.items():
        for language in LANGUAGES:
            for dark in (False, True) if name == "shift" else (False,):
                for size in SIZES:
                    made = window_of(view, prepare, size=size, dark=dark)
                    wide = f"{name}_{language}_{'dark' if dark else 'light'}_{size[0]}"
                    shot(made, wide, size=size, language=language, dark=dark, folder=folder)


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER)
