"""Pictures of the Pickup page and the PIN pad: python -m tests.desk.pickup.shooting [FOLDER]."""

import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from posdesk.desk.frame.sign_in import SignInDialog
from posdesk.desk.frame.window import MainWindow
from posdesk.desk.pickup.page import PickupPage
from posdesk.desk.theme import Theme, ThemeSource
from posdesk.domain.orders.board import OrderView
from posdesk.domain.orders.intent import Outcome
from posdesk.domain.orders.order import OrderKey, OrderState
from posdesk.domain.orders.source import Source
from posdesk.domain.pickup.lookup import Found, ScanResult, ScanRow, UsedBefore
from posdesk.settings.settings import Settings, Staff, Store
from tests.support import sample_views as sample
from tests.support.fake_counter import NOON, FakeCounter
from tests.support.pickups import CODE, in_state, lookup, to_hand_over, to_verify, verified
from tests.support.shots import FOLDER, shot
from tests.support.silent_sound import SilentSound

SIZES = ((911, 512), (1024, 768), (1920, 1080))  # the first: 1366 × 768 at 150 %
VIEW = to_verify()
KEY = VIEW.order.key
Prepare = Callable[[FakeCounter, PickupPage], None]


def alike(number: int) -> OrderView:
    """Another order that is verified by a code."""
    view = to_verify(str(number))
    return replace(view, order=replace(view.order, key=OrderKey("meituan", f"bill-{number}", "")))


def long_order() -> OrderView:
    """Many dishes, one of them with a long name and wishes, and a remark."""
    long = sample.line("招牌手撕椒麻鸡配藤椒油双人份超值大套餐", "2", "28.00", "不辣", "少放盐", "不要花生")
    lines = (sample.line("攸县香干饭"), long, *(sample.line(f"小炒黄牛肉{n}") for n in range(6)))
    content = sample.content_of("4", "21", "吴女士", "18011116692", NOON, *lines, pickup=True)
    whole = replace(content, remark="请把餐具和饭菜分开装,到店后再加热,谢谢老板")
    return OrderView(sample.order_of(whole, OrderState.READY))


def scanned(view: OrderView = VIEW, found: Found = Found.ONE, **more: object) -> Prepare:
    """Its code was scanned, and found so."""

    def prepare(counter: FakeCounter, _page: PickupPage) -> None:
        counter.put(view)
        counter.show_lookup(lookup(1, found, view.order.key, **more))

    return prepare


def then(outcome: Outcome, **more: object) -> Prepare:
    """Its verification came to this."""

    def prepare(counter: FakeCounter, page: PickupPage) -> None:
        scanned()(counter, page)
        counter.put(verified(VIEW, outcome, **more))

    return prepare


def opened(view: OrderView) -> Prepare:
    """Opened from the board, F8 pressed."""

    def prepare(counter: FakeCounter, page: PickupPage) -> None:
        counter.put(view)
        page.open_order(view.order.key)
        page.press()

    return prepare


def typed(words: str) -> Prepare:
    """That was typed into the field."""

    def prepare(_counter: FakeCounter, page: PickupPage) -> None:
        field = page.findChildren(QLineEdit)[0]
        field.setText(words)
        field.returnPressed.emit()

    return prepare


def several(count: int, chosen: int, silent: tuple[str, ...] = ()) -> Prepare:
    """The code fits so many; the arrow was pressed so often."""

    def prepare(counter: FakeCounter, page: PickupPage) -> None:
        views = [alike(number) for number in range(30, 30 + count)]
        counter.put(*views)
        counter.show_lookup(lookup(1, Found.SEVERAL, *(view.order.key for view in views), silent=silent))
        for _ in range(chosen):
            down = Qt.Key.Key_Down
            page.handle_key(QKeyEvent(QEvent.Type.KeyPress, down, Qt.KeyboardModifier.NoModifier))

    return prepare


def waiting(counter: FakeCounter, _page: PickupPage) -> None:
    """Thirteen results of unknown end."""
    for number in range(1, 14):
        view = alike(number)
        counter.put(view)
        counter.show_lookup(lookup(number, Found.ONE, view.order.key))
        counter.put(verified(view, Outcome.UNKNOWN))


def scan_rows() -> tuple[ScanRow, ...]:
    """One of each kind that a list of last scans can hold."""
    return tuple(
        ScanRow(NOON - timedelta(minutes=n), CODE, result, Source.MEITUAN, str(80 + n), "吴女士")
        for n, result in enumerate(ScanResult)
    )


def nothing(_counter: FakeCounter, _page: PickupPage) -> None:
    """The page as it comes up."""


CASES: dict[str, Prepare] = {
    "empty": nothing,
    "asked": opened(VIEW),
    "trouble": typed("取货"),
    "unseen": typed("1234\u200b5678"),
    "card": scanned(),
    "long": scanned(long_order()),
    "local": opened(replace(to_hand_over(), order=to_hand_over().order)),
    "sending": then(Outcome.SENDING),
    "two": several(2, 0),
    "nine": several(9, 6, ("baidu",)),
    "none": scanned(found=Found.NONE, words=(("meituan", "该码不存在"),)),
    "used": scanned(in_state(VIEW, OrderState.COMPLETED), Found.USED, used=UsedBefore(NOON, "李敏", "2")),
    "cannot": then(Outcome.QUEUED, attempts=2),
    "unknown": then(Outcome.UNKNOWN, attempts=3, needs_person=True),
    "done": then(Outcome.CONFIRMED),
    "waiting": waiting,
}


def window_of(prepare: Prepare, size: tuple[int, int], *, dark: bool) -> Callable[[Theme], QWidget]:
    """Makes the window with the Pickup page, and whatever else the picture needs."""

    def make(look: Theme) -> QWidget:
        counter = FakeCounter(settings=Settings(store=Store(name="湘阴一店"), staff=(Staff(name="李敏"),)))
        counter.set_status(sample.healthy())
        counter.set_staff(Staff(name="李敏"))
        counter.set_scans(*scan_rows())
        window = MainWindow(counter, ThemeSource("dark" if dark else "light"))
        window.setMinimumSize(1, 1)
        page = PickupPage(counter, SilentSound(), look)
        window.add_page(page)
        window.resize(*size)
        window.show()
        prepare(counter, page)
        QApplication.processEvents()
        return window

    return make


def pad(state: str) -> Callable[[Theme], QWidget]:
    """Makes the PIN pad."""

    def make(look: Theme) -> QWidget:
        staff = () if state == "nobody" else (Staff(name="李敏"),)
        counter = FakeCounter(settings=Settings(staff=staff))
        counter.people.wait_s = 27.0 if state == "wait" else 0.0
        dialog = SignInDialog(counter, look)
        dialog.open_up()
        if state == "failed":
            counter.signals.sign_in_failed.emit()
        return dialog

    return make


def main(folder: Path) -> None:
    """All pictures into `folder`."""
    _app = QApplication([])
    for language in ("zh_CN", "en"):
        for dark in (False, True):
            tone = "dark" if dark else "light"
            for state in ("asks", "failed", "wait", "nobody"):
                shot(
                    pad(state),
                    f"pad_{state}_{language}_{tone}",
                    size=(320, 500),
                    language=language,
                    dark=dark,
                    folder=folder,
                )
            for name, prepare in CASES.items():
                for size in SIZES:
                    made = window_of(prepare, size, dark=dark)
                    file = f"{name}_{language}_{tone}_{size[0]}"
                    shot(made, file, size=size, language=language, dark=dark, folder=folder)


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER)
