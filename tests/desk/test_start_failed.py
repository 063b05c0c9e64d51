"""`posdesk run` that can't start: a window with a sentence, then exit code 1; no traceback, no silence."""

from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMessageBox

from posdesk import app, settings
from posdesk.domain.clock import SystemClock
from posdesk.errors import DiskError, HomeInUse, PosdeskError
from posdesk.journal import care, schema
from posdesk.journal.lock import HomeLock
from tests.engine.making import HeldSecrets

pytestmark = pytest.mark.window


def told(home: Path, qapp: QApplication) -> tuple[list[str], PosdeskError]:
    """What the window said before it was closed, and what came after."""
    said: list[str] = []

    def close() -> None:
        for box in qapp.topLevelWidgets():
            if isinstance(box, QMessageBox) and box.isVisible():
                said.append(f"{box.text()} {box.informativeText()}")
                box.buttons()[0].click()
                timer.stop()

    timer = QTimer(interval=20)
    timer.timeout.connect(close)
    timer.start()
    with pytest.raises(PosdeskError) as raised:
        app.run_desk(home, chosen=settings.Settings(), secrets=HeldSecrets())
    return said, raised.value


def test_a_home_that_is_in_use_says_by_whom(tmp_path: Path, qapp: QApplication) -> None:
    with HomeLock(tmp_path):
        said, error = told(tmp_path, qapp)
    assert isinstance(error, HomeInUse)
    assert len(said) == 1
    assert "is in use by posdesk process" in said[0]


def test_a_journal_of_a_newer_posdesk_says_so(
    tmp_path: Path, qapp: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    care.make_ready(tmp_path, SystemClock())
    monkeypatch.setattr(schema, "VERSION", schema.VERSION - 1)
    said, error = told(tmp_path, qapp)
    assert isinstance(error, DiskError)
    assert "newer posdesk" in said[0]
