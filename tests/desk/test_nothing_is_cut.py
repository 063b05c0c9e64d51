"""No word of ours is cut on any page, in either language: at 1024 × 768, and at 150 % and 200 %."""

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from posdesk.desk.frame.window import MainWindow
from posdesk.desk.pickup.page import PickupPage
from posdesk.desk.settings.page import SettingsPage
from posdesk.desk.theme import Theme, ThemeSource, load_fonts, theme
from posdesk.desk.widgets.screens import TITLE_BAR_PX
from posdesk.desk.words.language import Choice, Languages
from posdesk.domain.books.ledger import Sheet, Waiting
from posdesk.domain.shift.view import ShiftView
from tests.desk import relay_shooting as relay
from tests.desk.first_start import shooting as first_start
from tests.desk.hours import shooting as hours
from tests.desk.orders import shooting as orders
from tests.desk.pickup import shooting as pickup
from tests.desk.shift import shooting as shift
from tests.desk.sync import samples
from tests.desk.sync import shooting as sync
from tests.support import sample_ledgers, sample_views
from tests.support.fake_books import FakeBooks
from tests.support.fake_counter import FakeCounter
from tests.support.whole import cut_words, is_ours

pytestmark = pytest.mark.window
TASK_BAR_PX = 40
BARS_PX = TITLE_BAR_PX + TASK_BAR_PX
SIZES = {
    "1024 x 768": (1024, 768 - BARS_PX),
    "1366 x 768 at 150 %": (911, 512 - BARS_PX + 9),  # 441 with the bars of Windows, measured
    "1920 x 1080 at 200 %": (960, 540 - BARS_PX),
}
LANGUAGES: tuple[Choice, ...] = ("en", "zh_CN")
Make = Callable[[Theme], QWidget]
ODD = (
    sample_views.changed_27(),
    sample_views.overdue_98(),
    sample_views.accept_refused(),
    sample_views.verify_unknown(),
)


def _orders(*views: object) -> Make:
    return orders.window_of(orders.counter_with(*views), orders.nothing)  # type: ignore[arg-type]


def _pickup(prepare: pickup.Prepare) -> Make:
    return pickup.window_of(prepare, (1024, 768), dark=False)


def _sync(waiting: Waiting, sheet: Sheet, tab: int) -> Make:
    return sync.window_of(waiting, sheet, dark=False, tab=tab)


def _settings(topic: str) -> Make:
    def make(look: Theme) -> QWidget:
        counter = FakeCounter()
        counter.set_status(sample_views.healthy())
        window = MainWindow(counter, ThemeSource("light"))
        page = SettingsPage(counter, FakeBooks(), look)
        window.add_page(page)
        page.show_platform(topic)
        return window

    return make


def _shift(view: ShiftView, prepare: shift.Prepare) -> Make:
    return shift.window_of(view, prepare, size=(1024, 768))


FULL = replace(samples.picture_sheet(), differences=samples.every_difference())
ASKS = sample_ledgers.picture_day(
    sample_ledgers.refused_row("208001", "重复数据", duplicate=True),
    sample_ledgers.negative_row(),
    sample_ledgers.unknown_row(),
)
WORDY = ("long", "local", "nine", "none", "used", "cannot", "unknown", "waiting")
PAGES: dict[str, tuple[Make, Qt.Key | None]] = {
    "board": (_orders(*sample_views.alerts()), None),
    "detail": (_orders(*ODD), Qt.Key.Key_F5),
    "find": (_orders(*sample_views.board()), Qt.Key.Key_F10),
    "refuse": (_orders(*ODD), Qt.Key.Key_F3),
    "hours": (hours.window_of(ASKS, hours.at_hour(19), size=(1024, 768)), None),
    "sync": (_sync(samples.crowded(), FULL, 0), None),
    "sheet": (_sync(samples.crowded(), FULL, 1), None),
    "ovopark": (_settings("ovopark"), None),
    "wdk": (_settings("wdk"), None),
    "printers": (_settings("printers"), None),
    "scanner": (_settings("scanner"), None),
    **{f"first start {step}": (first_start.window_of(step), None) for step in first_start.KEYS},
    **{f"shift {name}": (_shift(*case), None) for name, case in shift.CASES.items()},
    **{f"pickup {name}": (_pickup(pickup.CASES[name]), None) for name in WORDY},
    **{f"relay {name}": (make, None) for name, make in relay.scenes().items()},
}


@pytest.mark.parametrize("page", PAGES)
def test_no_word_of_ours_is_cut(qtbot: QtBot, languages: Languages, page: str) -> None:
    load_fonts()
    make, key = PAGES[page]
    window = make(theme(dark=False))
    qtbot.addWidget(window)
    window.setMinimumSize(1, 1)  # as on a screen that has no more room
    window.show()
    QApplication.processEvents()
    if key is not None:
        QTest.keyClick(window, key)
    cut = {where: words for where, words in _looks(window, languages) if words}
    assert cut == {}


def _looks(window: QWidget, languages: Languages) -> Iterator[tuple[str, list[str]]]:
    for language in LANGUAGES:
        languages.choose(language)
        for name, (width, height) in SIZES.items():
            window.resize(width, height)
            for _ in range(3):
                QApplication.processEvents()
            yield f"{name}, {language}", cut_words(window)


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_must_be_read_before_f8_is_there_on_the_lowest_card(
    qtbot: QtBot, languages: Languages, language: Choice
) -> None:
    load_fonts()
    languages.choose(language)
    for prepare in (pickup.scanned(), pickup.several(9, 6, ("baidu",))):
        window = _pickup(prepare)(theme(dark=False))
        qtbot.addWidget(window)
        page = window.findChildren(PickupPage)[0]
        for height in (441, 360, 330):
            window.resize(911, height)
            QApplication.processEvents()
            said = [label.text() for label in page.findChildren(QLabel) if label.isVisible()]
            card = page.panes.card
            must = card.words.beside if card.isVisible() and card.words else page.panes.choice.silent
            assert all(any(part in text for text in said) for part in must.split("\n")), (height, must)


def test_the_search_for_cut_words_finds_them(qtbot: QtBot, languages: Languages) -> None:
    """Our own start of a sentence with an ellipsis is one, a customer's name is none; so is a low label."""
    assert is_ours("Nothing has left y…")
    assert is_ours("还没核销。急的话请…")
    assert not is_ours("招牌手撕椒麻鸡配藤…")
    box = QWidget()
    qtbot.addWidget(box)
    label = QLabel("Nothing has left yet. It is sent again by itself until the answer is clear.")
    label.setWordWrap(True)
    label.setFixedSize(60, 20)
    QVBoxLayout(box).addWidget(label)
    box.show()
    assert cut_words(box) == [label.text()]
