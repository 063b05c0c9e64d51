"""A real keyboard and a scanner at the PIN pad, in secrets' fields and in a file's name."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit
from pytestqt.qtbot import QtBot

from posdesk.desk.frame.sign_in import SignInDialog
from posdesk.desk.output.dialogs import FileDialogs
from posdesk.desk.scan.repair import mark_secret
from posdesk.desk.scan.router import ScanRouter
from posdesk.desk.theme import load_fonts, theme
from posdesk.desk.words.language import Languages
from posdesk.settings.settings import Settings, Staff
from tests.desk.scan.till import Till
from tests.support.fake_counter import FakeCounter

pytestmark = pytest.mark.window


@dataclass
class Pad:
    """The PIN pad over a window, with a real keyboard."""

    till: Till
    dialog: SignInDialog
    counter: FakeCounter
    scans: list[str]

    @property
    def asked(self) -> list[tuple[object, ...]]:
        """The PINs that were asked for."""
        return self.counter.calls("sign_in")


@pytest.fixture
def pad(qtbot: QtBot, till: Till, router: ScanRouter, languages: Languages) -> Iterator[Pad]:
    """Open and active; one person is set up."""
    load_fonts()
    counter = FakeCounter(settings=Settings(staff=(Staff(name="李敏"),)))
    dialog = SignInDialog(counter, theme(dark=False), till.bench)
    router.set_pin_pad(dialog)
    scans: list[str] = []
    dialog.scan_came.connect(scans.append)
    dialog.open_up()
    qtbot.waitUntil(lambda: QGuiApplication.focusWindow() == dialog.windowHandle(), timeout=10_000)
    yield Pad(till, dialog, counter, scans)
    dialog.close()


@pytest.mark.parametrize("gap_ms", [1, 5, 20, 50, 70, 120])
def test_a_pin_is_a_pin_however_fast_it_is_typed(pad: Pad, gap_ms: int) -> None:
    pad.till.keys.type_burst("111000", gap_ms, None)
    pad.till.wait()
    pad.till.qtbot.waitUntil(lambda: pad.asked == [("111000",)])
    assert (pad.till.heard.scanned, pad.till.heard.swallowed, pad.scans) == ([], [], [])


@pytest.mark.parametrize("code", ["730164", "7301", "2211418700359", "AB12"])
@pytest.mark.parametrize("end", ["Return", "Tab", "F12"])
def test_a_scan_at_the_pad_is_no_wrong_pin_and_no_code(pad: Pad, code: str, end: str) -> None:
    pad.till.keys.type_burst(code, 5, end)
    pad.till.wait()
    pad.till.qtbot.waitUntil(lambda: len(pad.scans) == 1)
    assert pad.dialog.isVisible()
    assert pad.dialog.filled == 0
    assert "Close sign-in, then scan" in pad.dialog.words
    assert (pad.asked, pad.till.heard.scanned, pad.till.keyboard.texts) == ([], [], [])


def test_digits_typed_before_a_scan_stay(pad: Pad) -> None:
    for digit in "73":
        pad.till.keys.press(digit, after_ms=150)
    pad.till.keys.type_burst("2211418700359", 5, "Return", after_ms=400)
    pad.till.wait()
    assert "Close sign-in, then scan" in pad.dialog.words
    for digit in "0164":
        pad.till.keys.press(digit, after_ms=400)
    pad.till.wait()
    pad.till.qtbot.waitUntil(lambda: pad.asked == [("730164",)])
    assert len(pad.scans) == 1


def test_backspace_and_esc_do_what_they_say(pad: Pad) -> None:
    for key in ("7", "3", "BackSpace"):
        pad.till.keys.press(key, after_ms=150)
    pad.till.wait()
    pad.till.qtbot.waitUntil(lambda: pad.dialog.filled == 1)
    pad.till.keys.press("Escape", after_ms=150)
    pad.till.keys.push()
    pad.till.qtbot.waitUntil(lambda: not pad.dialog.isVisible())


def test_the_rest_of_a_scan_that_began_at_the_pad_is_no_shorter_code(pad: Pad) -> None:
    pad.till.keys.type_burst("22114", 5, None)
    pad.till.keys.press("Escape", after_ms=5)
    pad.till.keys.type_burst("18700359", 5, "Return", after_ms=5)
    pad.till.wait()
    assert pad.till.heard.scanned == []
    assert pad.asked == []


@pytest.mark.parametrize("router", ["qt", "x11"], indirect=True)
@pytest.mark.parametrize("mark", [mark_secret, lambda line: line.setEchoMode(QLineEdit.EchoMode.Password)])
def test_what_comes_into_a_secrets_field_is_typing(till: Till, mark: Callable[[QLineEdit], None]) -> None:
    till.line.clear()
    mark(till.line)
    till.keys.type_burst("2211418700359", 5, None)
    till.wait()
    till.qtbot.waitUntil(lambda: till.line.text() == "2211418700359")
    assert (till.heard.scanned, till.heard.swallowed) == ([], [])


def test_a_scan_is_typed_into_no_files_name_and_saves_nothing(qtbot: QtBot, till: Till) -> None:
    files = FileDialogs(till.bench)
    saved: list[Path] = []
    files.save("day.csv", "csv", lambda place, _form: saved.append(place))
    dialog = files.dialog
    assert isinstance(dialog, QFileDialog)
    assert dialog.testOption(QFileDialog.Option.DontUseNativeDialog)
    qtbot.waitUntil(lambda: QGuiApplication.focusWindow() == dialog.windowHandle(), timeout=10_000)
    name = dialog.findChild(QLineEdit, "fileNameEdit")
    assert isinstance(name, QLineEdit)
    name.setFocus()
    till.keys.type_burst("2211418700359", 5, "Return")
    till.wait()
    assert till.heard.scanned == ["2211418700359"]
    assert (name.text(), saved, dialog.isVisible()) == ("day.csv", [], True)
    files.close()
    QApplication.processEvents()
