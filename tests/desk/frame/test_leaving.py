"""Closing the window while orders wait: one question, with what will happen, and none where it can't wait."""

import sys
from functools import partial

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from posdesk.desk.frame.leaving import LeaveDialog, left_of, left_words
from posdesk.desk.frame.window import MainWindow
from posdesk.desk.theme import Theme, ThemeSource
from posdesk.desk.words.language import Languages
from posdesk.domain.orders.board import OrderView
from posdesk.domain.orders.intent import Kind, Outcome
from tests.support import sample_views
from tests.support.fake_counter import FakeCounter
from tests.support.keys import RealKeys

pytestmark = pytest.mark.window
PATIENCE_MS = 20_000
Key = Qt.Key


@pytest.fixture
def window(qtbot: QtBot, light: Theme, counter: FakeCounter) -> MainWindow:
    made = MainWindow(counter, ThemeSource("light", parent=None))
    qtbot.addWidget(made, before_close_func=lambda each: each.leaving.let_go())
    made.show()
    return made


def order() -> OrderView:
    content = sample_views.content_of("20", "104", "王", "13800002046", None, sample_views.line("米粉"))
    return OrderView(sample_views.order_of(content, left_s=100))


def asked(window: MainWindow) -> LeaveDialog:
    assert window.leaving.dialog is not None
    return window.leaving.dialog


def test_a_window_behind_which_nobody_waits_closes_at_once(window: MainWindow) -> None:
    assert window.close()
    assert window.leaving.dialog is None


def test_the_demo_whose_orders_are_nobodys_closes_at_once(window: MainWindow, counter: FakeCounter) -> None:
    counter.settings = counter.settings.model_copy(update={"training": True})
    counter.put(order())
    assert window.close()


def test_with_orders_that_wait_it_asks_once_no_scanners_key_answers_and_esc_stays(
    window: MainWindow, counter: FakeCounter
) -> None:
    counter.put(order())
    assert not window.close()
    dialog = asked(window)
    assert "1 to accept" in str(dialog.said)
    assert "no orders come in" in str(dialog.said)
    assert not window.close()
    assert asked(window) is dialog
    for key in (Key.Key_Return, Key.Key_Enter, Key.Key_Space, Key.Key_Tab, Key.Key_W, Key.Key_F2):
        QTest.keyClick(dialog, key)
    assert dialog.isVisible()
    counter.put(order())
    assert "2 to accept" in str(dialog.said)
    QTest.keyClick(dialog, Key.Key_Escape)
    assert window.leaving.dialog is None
    assert window.isVisible()


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_where_the_last_order_ends_meanwhile_it_says_so(
    window: MainWindow, counter: FakeCounter, languages: Languages, language: str
) -> None:
    languages.choose("zh_CN" if language == "zh_CN" else "en")
    counter.put(order())
    window.close()
    counter.set_views()
    said = asked(window).said
    assert ("No order waits any more" if language == "en" else "已经没有在等的单了") in said.what
    assert str(said).isascii() == (language == "en")


def test_its_key_closes_it_and_then_nothing_is_asked_again(
    window: MainWindow, counter: FakeCounter, qtbot: QtBot
) -> None:
    counter.put(order())
    window.close()
    qtbot.waitUntil(asked(window).isActiveWindow, timeout=PATIENCE_MS)
    with RealKeys() as keys:
        keys.press("w", after_ms=100, modifiers=("Alt_L",))
        qtbot.waitUntil(lambda: not window.isVisible(), timeout=PATIENCE_MS)
    assert window.close()


def test_a_program_that_ends_by_itself_asks_nothing_and_takes_the_question_away(
    window: MainWindow, counter: FakeCounter
) -> None:
    counter.put(order())
    window.close()
    window.leaving.let_go()
    assert window.leaving.dialog is None
    assert window.close()


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_what_is_left_is_said_whole_in_each_language(
    counter: FakeCounter, languages: Languages, language: str
) -> None:
    languages.choose("zh_CN" if language == "zh_CN" else "en")
    counter.put(order(), sample_views.with_intent(order(), Kind.ACCEPT, Outcome.UNKNOWN))
    said = left_words(left_of(counter))
    assert str(said).isascii() == (language == "en")
    assert "{" not in str(said)


if sys.platform == "win32":
    import ctypes

    def test_it_asks_nothing_once_windows_has_said_that_the_session_ends(
        window: MainWindow, counter: FakeCounter
    ) -> None:
        counter.put(order())
        query_end_session, end_session, called_off = 0x11, 0x16, 0
        tell = partial(ctypes.WinDLL("user32").SendMessageW, ctypes.c_void_p(int(window.winId())))
        assert tell(query_end_session, 0, 0)
        tell(end_session, called_off, 0)  # until then Qt takes no input, in this whole process
        assert window.close()
        assert window.leaving.dialog is None
