"""What the router says, how it fails, and that no button takes a key."""

from __future__ import annotations

from functools import partial

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QLineEdit, QPushButton, QVBoxLayout
from pytestqt.qtbot import QtBot

from posdesk.desk.scan.gate import Gate
from posdesk.desk.scan.quiet import quieten
from posdesk.desk.scan.repair import remember_field
from posdesk.desk.scan.router import ScanRouter
from posdesk.domain.pickup.burst import BurstParser
from posdesk.domain.pickup.presses import BurstResult, Press, PressKind
from tests.desk.scan.bench_window import BenchWindow
from tests.desk.scan.till import Till
from tests.support.bursts import Heard
from tests.support.keys import RealKeys


def test_a_typed_or_pasted_code_goes_the_way_of_a_scan(qtbot: QtBot) -> None:
    router = ScanRouter()
    heard = Heard.of(router)
    for code in (" 6934 \n", "]C16934", "x", "", "取货", "9" * 65):
        router.submit(code)
    assert heard.scanned == ["6934", "6934", "x"]
    assert heard.swallowed == ["", "取货", "9" * 65]


@pytest.mark.window
def test_a_scan_that_cannot_be_read_is_said(till: Till) -> None:
    till.keys.type_burst("12", 10, "Return")
    till.keys.type_burst("9" * 70, 8, "Return", after_ms=90)
    till.wait()
    assert (till.heard.scanned, till.heard.swallowed, till.keyboard.texts) == ([], ["12", "9" * 70], [])


@pytest.mark.window
def test_group_separators_are_read(till: Till) -> None:
    till.keys.type_burst("]d20104\x1d2112", 10, "Tab")
    till.wait()
    assert (till.heard.scanned, till.keyboard.texts) == (["01042112"], [])


@pytest.mark.window
def test_keys_of_two_scanners_down_together_are_known(till: Till) -> None:
    till.keys.type_burst("5550001", 5, after_ms=50)
    till.wait()
    assert not till.router.mixed
    till.keys.type_overlapping("152637", 5)
    till.wait()
    assert till.router.mixed


@pytest.mark.window
def test_until_another_window_gets_keys_the_first_one_alone_is_read(
    qtbot: QtBot, bench: BenchWindow, keys: RealKeys
) -> None:
    router = ScanRouter()
    heard = Heard.of(router)
    router.attach_first(bench.windowHandle())
    keys.type_burst("6934001", 10, "Return")
    qtbot.waitUntil(lambda: heard.scanned == ["6934001"])
    other = QDialog(bench)
    field = QLineEdit(other)
    other.show()
    qtbot.waitUntil(other.isActiveWindow)
    keys.type_burst("6934002", 10, "Return")
    qtbot.waitUntil(lambda: heard.scanned == ["6934001", "6934002"])
    assert field.text() == ""
    router.detach()
    keys.type_burst("6934003", 10)
    qtbot.waitUntil(lambda: field.text() == "6934003")
    other.close()


def _broken(parser: BurstParser, press: Press) -> list[BurstResult]:
    if press.text == "c":
        raise ValueError("a bug")
    return original_character(parser, press)


original_character = BurstParser._character


@pytest.mark.window
def test_an_error_in_the_router_lets_every_key_through(till: Till, monkeypatch: pytest.MonkeyPatch) -> None:
    till.bench.line.clear()

    monkeypatch.setattr(BurstParser, "_character", _broken)
    till.keys.type_burst("abcdef", 10, None)
    till.wait()
    assert (till.bench.line.text(), till.heard.scanned, till.heard.failed) == (
        "abcdef",
        [],
        ["ValueError: a bug"],
    )


@pytest.mark.window
@pytest.mark.parametrize("key", ["Return", "KP_Enter", "space"])
@pytest.mark.parametrize("name", ["button", "check"])
def test_no_button_takes_a_persons_enter_or_space(till: Till, key: str, name: str) -> None:
    till.bench.silence("Return", "Space")
    button = getattr(till.bench, name)
    button.setFocus()
    clicks: list[bool] = []
    button.clicked.connect(clicks.append)
    button.pressed.connect(lambda: clicks.append(True))
    till.keys.press(key, after_ms=90)
    till.wait()
    assert (clicks, button.isDown()) == ([], False)


@pytest.mark.window
def test_enter_in_a_dialogs_field_presses_no_default_button(till: Till) -> None:
    dialog = QDialog(till.bench)
    layout, line, button = QVBoxLayout(dialog), QLineEdit(), QPushButton("OK")
    layout.addWidget(line)
    layout.addWidget(button)
    button.setDefault(True)
    button.clicked.connect(dialog.accept)
    with till.qtbot.waitActive(dialog, timeout=10_000):
        dialog.open()
    with till.qtbot.waitSignal(line.returnPressed):
        till.keys.press("Return", after_ms=90)
    till.wait()
    assert dialog.isVisible()
    dialog.done(0)


def test_a_quietened_dialog_has_no_default_button_and_no_button_in_the_tab_chain(qtbot: QtBot) -> None:
    from PySide6.QtCore import Qt

    dialog = QDialog()
    qtbot.addWidget(dialog)
    button = QPushButton("OK", dialog)
    button.setDefault(True)
    quieten(dialog)
    assert not button.isDefault()
    assert not button.autoDefault()
    assert button.focusPolicy() is Qt.FocusPolicy.NoFocus


@pytest.mark.window
@pytest.mark.parametrize("selected", [0, 2])
def test_a_line_gets_its_old_text_back(qtbot: QtBot, bench: BenchWindow, selected: int) -> None:
    bench.line.setText("abcdef")
    bench.line.setSelection(2, selected)
    bench.line.setCursorPosition(2) if not selected else None
    memory = remember_field()
    bench.line.insert("69")
    assert memory is not None
    memory.restore()
    assert bench.line.text() == "abcdef"


@pytest.mark.window
def test_a_note_gets_its_old_text_back(qtbot: QtBot, bench: BenchWindow) -> None:
    bench.note.setFocus()
    bench.note.selectAll()
    memory = remember_field()
    bench.note.insertPlainText("69")
    assert memory is not None
    memory.restore()
    assert bench.note.toPlainText() == "first line\nsecond"


@pytest.mark.window
@pytest.mark.parametrize("early", ["6", "69", "693"])
def test_the_first_characters_of_a_delayed_scan_are_taken_back(
    qtbot: QtBot, bench: BenchWindow, router: ScanRouter, early: str
) -> None:
    """The keys' own times say that they belong together, though each comes much later than the one before."""
    heard = Heard.of(router)
    window = bench.windowHandle()
    bench.line.setText("old")
    for index, character in enumerate(early):
        _from_device(router, bench, character, at_ms=1_000 + index * 10)
        qtbot.waitUntil(partial(_holds, bench, f"old{early[: index + 1]}"))
    for index, character in enumerate("69341"[len(early) :], len(early)):
        _from_device(router, bench, character, at_ms=1_000 + index * 10)
    with qtbot.waitSignal(router.scanned):
        pass
    assert window is not None
    assert (heard.scanned, bench.line.text()) == (["69341"], "old")


def _holds(bench: BenchWindow, text: str) -> bool:
    return bench.line.text() == text


def _from_device(router: ScanRouter, bench: BenchWindow, character: str, *, at_ms: int) -> None:
    from PySide6.QtCore import Qt

    from posdesk.desk.scan.keys import KeptEvent

    event = QKeyEvent(QEvent.Type.KeyPress, ord(character), Qt.KeyboardModifier.NoModifier, character)
    window = bench.windowHandle()
    assert window is not None
    deliver = partial(KeptEvent.of(event, window).deliver)
    gate = router.findChild(Gate)
    assert gate is not None
    gate.press(Press(PressKind.TEXT, character, at_ms / 1000), key=ord(character), deliver=deliver)
