"""A function key does what its button does, once a press, and F2 rests after an action."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from posdesk.desk.frame.action_bar import ActionBar
from posdesk.desk.frame.function_keys import FUNCTION_KEYS, FunctionKeys
from posdesk.desk.frame.page import BarState, KeyAction
from posdesk.desk.theme import Theme, load_fonts, theme
from tests.desk.frame.conftest import SamplePage
from tests.support.fake_counter import FakeClock

F2, F3, F4, F10 = Qt.Key.Key_F2, Qt.Key.Key_F3, Qt.Key.Key_F4, Qt.Key.Key_F10


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def page(qtbot: QtBot) -> SamplePage:
    made = SamplePage(1)
    qtbot.addWidget(made)
    return made


def test_a_held_key_counts_once(clock: FakeClock, page: SamplePage) -> None:
    keys = FunctionKeys(clock)
    assert keys.pressed(F3, page.bar(), auto_repeat=False)
    for _ in range(20):
        clock.advance(1)
        assert keys.pressed(F3, page.bar(), auto_repeat=True)
    assert page.done == ["accept"]


@given(st.lists(st.floats(0.0, 1.0), max_size=30))
def test_two_accepts_by_f2_are_never_closer_than_400_ms(waits: list[float]) -> None:
    clock, times = FakeClock(), list[float]()
    keys = FunctionKeys(clock)
    page_bar = _bar_that_notes(clock, times)
    for wait in waits:
        clock.advance(wait)
        keys.pressed(F2, page_bar, auto_repeat=False)
    assert all(later - earlier >= 0.4 - 1e-9 for earlier, later in pairwise(times))
    assert bool(times) == bool(waits)


def _bar_that_notes(clock: FakeClock, times: list[float]) -> BarState:
    return BarState(keys=(KeyAction(F2, "Accept", lambda: times.append(clock.monotonic())),))


def test_f2_rests_after_any_action_and_not_after_looking_for_something(
    clock: FakeClock, page: SamplePage
) -> None:
    keys = FunctionKeys(clock)
    keys.pressed(F10, page.bar(), auto_repeat=False)
    keys.pressed(F2, page.bar(), auto_repeat=False)
    assert page.done == ["find", "accept"]
    clock.advance(1)
    keys.pressed(F3, page.bar(), auto_repeat=False)
    keys.pressed(F2, page.bar(), auto_repeat=False)
    assert page.done == ["find", "accept", "accept"]


def test_a_jump_of_the_wall_clock_does_not_wake_f2(clock: FakeClock, page: SamplePage) -> None:
    keys = FunctionKeys(clock)
    keys.pressed(F2, page.bar(), auto_repeat=False)
    clock.jump(3600)
    keys.pressed(F2, page.bar(), auto_repeat=False)
    assert page.done == ["accept"]


def test_what_does_not_apply_is_taken_and_does_nothing(clock: FakeClock, page: SamplePage) -> None:
    assert FunctionKeys(clock).pressed(F4, page.bar(), auto_repeat=False)
    assert page.done == []


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space, Qt.Key.Key_Tab])
def test_enter_space_and_tab_are_no_function_keys(clock: FakeClock, page: SamplePage, key: Qt.Key) -> None:
    assert not FunctionKeys(clock).pressed(key, page.bar(), auto_repeat=False)
    assert key not in FUNCTION_KEYS


@pytest.mark.window
def test_a_button_and_its_key_call_one_function(
    qtbot: QtBot, light: Theme, clock: FakeClock, page: SamplePage
) -> None:
    keys = FunctionKeys(clock)
    bar = ActionBar(light, keys.run)
    qtbot.addWidget(bar)
    bar.resize(1290, 60)
    bar.set_state(page.bar())
    bar.show()
    QTest.mouseClick(bar.buttons[0], Qt.MouseButton.LeftButton)
    QTest.mouseClick(bar.buttons[0], Qt.MouseButton.LeftButton)  # a double click is one accept
    clock.advance(0.5)
    keys.pressed(F2, page.bar(), auto_repeat=False)
    assert page.done == ["accept", "accept"]


@given(st.integers(440, 2500))
def test_the_bars_buttons_never_meet_and_never_leave_it(width: int) -> None:
    load_fonts()
    bar = ActionBar(theme(dark=False), lambda action: None)
    bar.resize(width, 60)
    bar.set_window_width(width + 76)
    page = SamplePage(1)
    bar.set_state(page.bar())
    rects = [button.geometry() for button in bar.buttons]
    assert all(r.left() >= bar.left_room and r.right() < width and r.height() >= 44 for r in rects)
    assert all(b.left() - a.right() > 7 for a, b in pairwise(rects))
    applying = {a.label for a in page.bar().keys if a.run}
    assert len(rects) >= len(applying)
    bar.deleteLater()
    page.deleteLater()
