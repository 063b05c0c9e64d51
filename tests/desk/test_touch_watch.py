"""What counts as somebody being there: a real window, real keys, a real pointer."""

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QDialog, QWidget
from pytestqt.qtbot import QtBot

from posdesk.desk.application import TouchWatch
from tests.support.keys import RealKeys

pytestmark = pytest.mark.window
PATIENCE_MS = 20_000


@pytest.fixture
def touches() -> list[str]:
    """One for each that was seen."""
    return []


@pytest.fixture
def window(qtbot: QtBot, touches: list[str]) -> QWidget:
    """Active, and watched."""
    made = QWidget()
    qtbot.addWidget(made)
    TouchWatch(made, lambda: touches.append("touched"))
    made.resize(400, 300)
    with qtbot.waitActive(made, timeout=PATIENCE_MS):
        made.show()
        made.activateWindow()
    return made


@pytest.fixture
def keys() -> Iterator[RealKeys]:
    with RealKeys() as keyboard:
        yield keyboard


def test_a_key_is_a_touch(qtbot: QtBot, window: QWidget, touches: list[str], keys: RealKeys) -> None:
    assert touches == []
    keys.press("F5")
    qtbot.waitUntil(lambda: bool(touches), timeout=PATIENCE_MS)


def test_a_click_is_a_touch(qtbot: QtBot, window: QWidget, touches: list[str], keys: RealKeys) -> None:
    middle = window.mapToGlobal(window.rect().center()) * window.devicePixelRatio()
    keys.click(middle.x(), middle.y())
    qtbot.waitUntil(lambda: bool(touches), timeout=PATIENCE_MS)


def test_a_key_in_a_dialog_is_a_touch_too(
    qtbot: QtBot, window: QWidget, touches: list[str], keys: RealKeys
) -> None:
    dialog = QDialog(window)
    with qtbot.waitActive(dialog, timeout=PATIENCE_MS):
        dialog.open()

    def touched() -> bool:
        keys.press("F5", after_ms=100)  # the window manager may give it the keyboard later than Qt says
        keys.settle()
        return bool(touches)

    qtbot.waitUntil(touched, timeout=PATIENCE_MS)
    dialog.done(0)
