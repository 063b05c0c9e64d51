"""What a test of the router works with."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from posdesk.desk.scan.router import ScanRouter
from tests.desk.scan.bench_window import BenchWindow
from tests.support.bursts import Heard, Keyboard, wait_for_keys
from tests.support.keys import RealKeys

RAW_KEYS = pytest.param("x11", marks=pytest.mark.posix("an X server's raw keys"))
"""The router's parameter by which it reads keys before an input method does."""


@dataclass(frozen=True, slots=True)
class Till:
    """A window, a router, a real keyboard, and who looks on."""

    qtbot: QtBot
    bench: BenchWindow
    router: ScanRouter
    heard: Heard
    keys: RealKeys
    keyboard: Keyboard

    @property
    def line(self) -> QLineEdit:
        """The window's field."""
        return self.bench.line

    def wait(self) -> None:
        """Wait until every key queued so far has come and is decided."""
        wait_for_keys(self.qtbot, self.keys, self.keyboard, router=self.router)
