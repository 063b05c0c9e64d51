"""The scanner is learnt from one scan of the test code, and only when a person asked for it."""

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit
from pytestqt.qtbot import QtBot

from posdesk.desk.scan.router import ScanRouter
from posdesk.desk.settings.page import SettingsPage
from posdesk.desk.settings.scanner import ScannerPane
from posdesk.desk.theme import load_fonts, theme
from posdesk.desk.widgets.alt_keys import SettingsKey
from posdesk.desk.words.language import Languages
from posdesk.devices.serial_scanner import PortState, PortTrouble
from posdesk.domain.pickup.scan_learning import TEST_CODE, TEST_CODES
from posdesk.settings.scanner import Scanner
from posdesk.settings.settings import Desk, Settings
from tests.support.fake_books import FakeBooks
from tests.support.fake_counter import FakeCounter
from tests.support.keys import RealKeys

pytestmark = pytest.mark.window

Shown = tuple[SettingsPage, FakeBooks, ScanRouter]


@pytest.fixture
def shown(qtbot: QtBot, languages: Languages, router_of: Callable[[], ScanRouter]) -> Shown:
    """The page with the scanner's topic in front, in English, beside a router that reads real keys."""
    load_fonts()
    books = FakeBooks(settings=Settings())
    page = SettingsPage(FakeCounter(), books, theme(dark=False))
    qtbot.addWidget(page)
    router = router_of()
    page.scanner.cards.learn_wanted.connect(router.learn)
    page.scanner.cards.left.connect(router.stop_learning)
    router.learnt.connect(page.scanner.cards.take)
    page.show_platform("scanner")
    with qtbot.waitActive(page, timeout=10_000):
        page.show()
        page.activateWindow()
    return page, books, router


@pytest.fixture
def router_of(qapp: QApplication) -> Iterator[Callable[[], ScanRouter]]:
    """Makes a router that is attached until the test ends."""
    made: list[ScanRouter] = []

    def make() -> ScanRouter:
        made.append(ScanRouter())
        made[-1].attach()
        return made[-1]

    yield make
    for router in made:
        router.detach()


def scan(qtbot: QtBot, shown: Shown, *codes: str, gap_ms: int, end: str | None) -> ScannerPane:
    """These codes one after the other, once the button was pressed."""
    page, _, router = shown
    page.scanner.buttons[0].click()
    for code in codes:
        with qtbot.waitSignal(router.learnt, timeout=20_000), RealKeys() as keys:
            keys.type_burst(code, gap_ms, end, after_ms=50)
    return page.scanner


def test_scans_of_the_three_test_codes_are_learnt_and_kept(qtbot: QtBot, shown: Shown) -> None:
    scan(qtbot, shown, f"]C1{TEST_CODES[0]}", f"]C1{TEST_CODES[1]}", gap_ms=12, end="Tab")
    assert shown[1].calls("save") == []  # two are not three
    with qtbot.waitSignal(shown[2].learnt, timeout=20_000), RealKeys() as keys:
        keys.type_burst(f"]C1{TEST_CODES[2]}", 45, "Tab", after_ms=50)
    ((section, values, secrets),) = shown[1].calls("save")
    assert (section, secrets) == ("scanner", {})
    assert isinstance(values, dict)
    assert 45 < values.pop("max_gap_ms") <= 60
    assert values == {"prefix": "]C1", "suffix": "<Tab>", "case": None}


def test_what_was_learnt_is_shown_once_it_is_kept(qtbot: QtBot, shown: Shown) -> None:
    pane = scan(qtbot, shown, *TEST_CODES, gap_ms=12, end="Return")
    _, books, _ = shown
    books.settings = Settings(scanner=Scanner(suffix="<Enter>"))
    books.finish_save()
    assert pane.said.startswith("Learnt. ")  # and on a busy machine, that it came slowly


def test_another_code_teaches_nothing(qtbot: QtBot, shown: Shown) -> None:
    pane = scan(qtbot, shown, "69341234", gap_ms=12, end="Return")
    assert shown[1].calls("save") == []
    assert "not a test code" in pane.said


def test_nothing_is_learnt_that_nobody_asked_for(qtbot: QtBot, shown: Shown) -> None:
    with qtbot.waitSignal(shown[2].scanned, timeout=20_000), RealKeys() as keys:
        keys.type_burst(TEST_CODE, 12, "Return", after_ms=50)
    assert (shown[1].calls("save"), shown[0].scanner.said) == ([], "")


def test_a_scanner_that_sends_its_keys_without_a_pause_is_learnt(qtbot: QtBot, shown: Shown) -> None:
    """Release and next press of one key fall into one millisecond, as in its repeated digits."""
    scan(qtbot, shown, *TEST_CODES, gap_ms=0, end="Return")
    assert len(shown[1].calls("save")) == 1


def test_who_leaves_waits_for_no_scan_any_more(qtbot: QtBot, shown: Shown) -> None:
    page, books, router = shown
    page.scanner.buttons[0].click()
    page.show_platform("ovopark")
    with qtbot.waitSignal(router.scanned, timeout=20_000), RealKeys() as keys:
        keys.type_burst("69341234", 12, "Return", after_ms=50)
    assert books.calls("save") == []


def test_a_dialog_above_the_topic_ends_the_waiting(qtbot: QtBot, shown: Shown) -> None:
    page = shown[0]
    page.scanner.buttons[0].click()
    dialog = QDialog(page)
    line = QLineEdit(dialog)
    with qtbot.waitActive(dialog, timeout=10_000):
        dialog.open()
    line.setFocus()
    with RealKeys() as keys:
        keys.type_slowly("1111", 120)
    qtbot.waitUntil(lambda: line.text() == "1111", timeout=20_000)
    dialog.done(0)


def test_a_port_is_entered_shown_and_refused_at_its_field(shown: Shown) -> None:
    page, books, _ = shown
    box = page.scanner.port
    assert QApplication.focusWidget() is not box.port.editor.first  # a slow scanner would type into it
    change = page.bar().action(SettingsKey.CHANGE)
    assert change is not None
    assert change.run is not None
    for row in (box.port, box.speed):
        change.run()
        assert QApplication.focusWidget() is row.editor.first
    box.port.editor.set_value("COM3")
    box.speed.editor.set_value("fast")
    box.save_button.click()
    assert books.calls("save") == []
    assert "whole number" in box.speed.wrong
    box.speed.editor.set_value(115200)
    box.save_button.click()
    ((section, values, _secrets),) = books.calls("save")
    assert (section, values) == ("scanner", {"port": "COM3", "speed": 115200})
    books.settings = Settings(scanner=Scanner(port="COM3", speed=115200))
    books.finish_save()
    assert "It counts from now on" in box.said
    for trouble in (each for each in PortTrouble if each):
        box.show_state(PortState("COM3", trouble=trouble))
        assert "COM3" in box.said
    box.show_state(PortState("COM3", is_read=True))
    assert "COM3 is read." in box.said


def test_the_corner_cards_place_is_chosen_and_kept(shown: Shown) -> None:
    page, books, _ = shown
    page.show_platform("desk")
    pane = page.counter_pane
    pane.corner.editor.set_value("top_left")
    assert pane.is_changed
    pane.save_button.click()
    ((section, values, _secrets),) = books.calls("save")
    assert (section, values) == ("desk", {"corner": "top_left"})
    books.settings = Settings(desk=Desk(corner="top_left"))
    books.finish_save()
    assert not pane.is_changed
    assert "It counts from now on" in pane.said


def test_esc_ends_the_waiting(qtbot: QtBot, shown: Shown) -> None:
    page, _, router = shown
    page.scanner.buttons[0].click()
    with qtbot.waitSignal(router.learnt, timeout=20_000) as ended, RealKeys() as keys:
        keys.press("Escape", after_ms=50)
    assert (ended.args, page.scanner.said) == ([()], "")
