"""A person's keys arrive whole, in order and in time, however busy the window's thread is."""

from __future__ import annotations

import time

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QLineEdit

from posdesk.domain.pickup.scan_code import Flaw
from tests.desk.scan.till import RAW_KEYS, Till
from tests.support.bursts import Heard

pytestmark = [pytest.mark.window, pytest.mark.parametrize("router", ["qt", RAW_KEYS], indirect=True)]
TEXT = "hello 12, World? (ok)"


@pytest.fixture(autouse=True)
def empty_line(till: Till) -> None:
    """The field that has the focus is empty."""
    till.line.clear()


def test_typing_arrives_whole(till: Till) -> None:
    till.keys.type_slowly(TEXT)
    till.wait()
    assert (till.line.text(), till.heard) == (TEXT, Heard())


def test_scans_between_typing_leave_it_whole(till: Till) -> None:
    for word in ("abc", "DEF", "7 8"):
        till.keys.type_slowly(word)
        till.keys.type_burst(f"6934{word[0]}", 12, after_ms=320)
    till.wait()
    assert (till.line.text(), till.heard.scanned) == ("abcDEF7 8", ["6934a", "6934D", "69347"])


def test_two_keys_rolled_together_arrive(till: Till) -> None:
    for _ in range(5):
        till.keys.type_burst("er", 20, None, after_ms=90)
    till.wait()
    assert (till.line.text(), till.heard) == ("er" * 5, Heard())


def test_editing_keys_keep_their_place_behind_held_characters(till: Till) -> None:
    till.keys.press("a", after_ms=90)
    till.keys.press("b", after_ms=20)
    till.keys.press("BackSpace", after_ms=10)
    till.keys.press("Left", after_ms=90)
    till.keys.press("c", after_ms=90)
    till.wait()
    assert till.line.text() == "ca"


def test_typing_while_the_thread_is_busy_is_no_scan(till: Till) -> None:
    till.keys.type_slowly("12345", 80)
    time.sleep(0.5)  # the thread is busy; the keys come all at once
    till.wait()
    assert (till.line.text(), till.heard) == ("12345", Heard())


@pytest.mark.parametrize("end", ["Return", None])
def test_a_scan_while_the_thread_is_busy_is_a_scan(till: Till, end: str | None) -> None:
    till.keys.type_burst("69341234", 12, end)
    time.sleep(0.3)
    till.wait()
    assert (till.line.text(), till.heard.scanned) == ("", ["69341234"])


class Stall(QObject):
    """Makes the thread busy for 300 ms once it has seen some keys: in the middle of a scan."""

    def __init__(self, after_keys: int) -> None:
        super().__init__()
        self._left = after_keys

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        if event.type() == QEvent.Type.KeyRelease and watched.inherits("QWindow"):
            self._left -= 1
            if self._left == 0:
                time.sleep(0.3)
        return False


@pytest.mark.parametrize("after_keys", [1, 3, 5, 8])
def test_a_thread_that_stalls_in_a_scan_doesnt_tear_it(till: Till, after_keys: int) -> None:
    stall, app = Stall(after_keys), QApplication.instance()
    assert app is not None
    app.installEventFilter(stall)
    till.keys.type_burst("69341234", 12, "Return")
    till.wait()
    app.removeEventFilter(stall)
    assert (till.line.text(), till.heard.scanned, till.keyboard.texts) == ("", ["69341234"], [])


def test_a_person_can_press_enter_and_tab(till: Till) -> None:
    till.bench.silence("Return")
    with till.qtbot.waitSignal(till.line.returnPressed):
        till.keys.press("Return", after_ms=90)
    till.keys.press("Tab", after_ms=90)
    till.wait()
    assert till.bench.note.hasFocus()


def test_shortcuts_work_passed_and_held(till: Till) -> None:
    till.bench.button.setFocus()
    till.keys.press("F2", after_ms=90)
    till.keys.press("1", after_ms=90, modifiers=["Control_L"])
    till.keys.press("7", after_ms=90)  # a plain character waits for its verdict first
    till.keys.press("a", after_ms=90)
    till.keys.press("F2", after_ms=10)  # and so does a function key behind one
    till.wait()
    assert till.bench.shortcuts == ["F2", "Ctrl+1", "7", "F2"]


def test_a_function_key_in_a_scan_does_nothing_and_the_scan_is_said(till: Till) -> None:
    till.keys.type_burst("693412", 15, None, after_ms=20)
    till.keys.press("F2", after_ms=15)
    till.keys.type_burst("345678", 15, after_ms=15)
    till.wait()
    assert (till.bench.shortcuts, till.heard.scanned, till.heard.flaws) == ([], [], [Flaw.TORN])


@pytest.mark.parametrize("end", ["F2", None])
def test_a_function_key_behind_a_scan_within_the_gap_does_nothing(till: Till, end: str | None) -> None:
    till.keys.type_burst("7700030", 1, end)
    till.keys.press("F2", after_ms=1)
    till.wait()
    assert (till.bench.shortcuts, till.heard.scanned) == ([], ["7700030"])


def test_digits_pressed_twice_in_one_millisecond_are_all_read(till: Till) -> None:
    till.keys.type_burst("1110002223", 0)
    till.wait()
    assert (till.heard.scanned, till.keyboard.texts) == (["1110002223"], [])


def test_a_key_that_repeats_by_itself_is_no_scan(till: Till) -> None:
    till.keys.hold("x", for_ms=1_200)
    till.wait()
    assert len(till.line.text()) > 5
    assert set(till.line.text()) == {"x"}
    assert till.heard == Heard()


def test_a_persons_keypad_arrows_move_and_repeat_without_num_lock(till: Till) -> None:
    till.bench.list.setFocus()

    def row() -> int:
        return till.bench.list.currentIndex().row()

    till.keys.press("KP_2", after_ms=90)
    till.qtbot.waitUntil(lambda: row() == 1)
    till.keys.press("KP_8", after_ms=90)
    till.qtbot.waitUntil(lambda: row() == 0)
    till.keys.hold("KP_2", for_ms=1_500)
    till.wait()
    assert row() > 2
    assert till.heard == Heard()


class Recorder(QLineEdit):
    """Notes each key event as it comes."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[tuple[object, ...]] = []

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        self._note(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        self._note(event)

    def _note(self, event: QKeyEvent) -> None:
        self.seen.append(
            (
                event.type(),
                event.key(),
                event.text(),
                event.modifiers(),
                event.isAutoRepeat(),
                event.nativeScanCode(),
                event.nativeVirtualKey(),
                event.nativeModifiers(),
            )
        )


def test_a_held_key_is_delivered_unaltered(till: Till) -> None:
    recorder = Recorder()
    layout = till.bench.layout()
    assert layout is not None
    layout.addWidget(recorder)
    recorder.setFocus()
    held = _seen(till, recorder)
    till.router.detach()
    assert len(held) == 6
    assert held == _seen(till, recorder)


def _seen(till: Till, recorder: Recorder) -> list[tuple[object, ...]]:
    recorder.seen.clear()
    till.keys.type_slowly("aB?")
    till.wait()
    return [note for note in recorder.seen if note[1] not in (Qt.Key.Key_Shift, Qt.Key.Key_Pause)]
