"""The bench window, active, with a router attached to the application."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from posdesk.desk.scan.router import ScanRouter
from tests.desk.scan.bench_window import BenchWindow
from tests.desk.scan.till import Till
from tests.support.bursts import Heard, Keyboard
from tests.support.keys import RealKeys


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A scanner's keys are milliseconds apart: these tests wait nearly all the time.

    They may run beside the others where they have a screen of their own, which a Windows has not.
    """
    if sys.platform == "win32":
        return
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.waits)


@pytest.fixture
def bench(qtbot: QtBot) -> BenchWindow:
    """The window, shown and active."""
    window = BenchWindow()
    qtbot.addWidget(window)
    window.show()
    with RealKeys() as keyboard:
        _wait_for_the_front(qtbot, window, keyboard)
    window.line.setFocus()
    qtbot.waitUntil(window.line.hasFocus)
    return window


class Shifts(QObject):
    """Sees a Shift reach a window; the router and every widget pass it by."""

    seen = False

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Looks on."""
        is_press = event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent)
        self.seen = self.seen or (is_press and event.key() == Qt.Key.Key_Shift)  # type: ignore[attr-defined]
        return False


def _wait_for_the_front(qtbot: QtBot, window: BenchWindow, keyboard: RealKeys) -> None:
    """Until a key comes: a system just started has windows of its own in front, and may not say so."""
    shifts, app = Shifts(), QApplication.instance()
    assert app is not None
    app.installEventFilter(shifts)

    def is_in_front() -> bool:
        window.activateWindow()
        if window.isActiveWindow():
            keyboard.press("Shift_L")
        return shifts.seen and window.isActiveWindow()

    qtbot.waitUntil(is_in_front, timeout=30_000)
    app.removeEventFilter(shifts)


@pytest.fixture
def router(
    qapp: QApplication, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> Iterator[ScanRouter]:
    """An attached router; with "x11" as parameter it reads raw keys in text fields."""
    if getattr(request, "param", "qt") == "x11":
        monkeypatch.setenv("QT_IM_MODULE", "ibus")
    router = ScanRouter()
    router.attach()
    yield router
    router.detach()


@pytest.fixture
def keys() -> Iterator[RealKeys]:
    """A real keyboard."""
    with RealKeys() as keyboard:
        yield keyboard


@pytest.fixture
def keyboard(bench: BenchWindow, qapp: QApplication) -> Iterator[Keyboard]:
    """Looks on at the keys that reach widgets."""
    looker = Keyboard()
    qapp.installEventFilter(looker)
    yield looker
    qapp.removeEventFilter(looker)


@pytest.fixture
def till(qtbot: QtBot, bench: BenchWindow, router: ScanRouter, keys: RealKeys, keyboard: Keyboard) -> Till:
    """All of it together."""
    return Till(qtbot, bench, router, Heard.of(router), keys, keyboard)
