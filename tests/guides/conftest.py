"""A stick in the PC."""

from pathlib import Path

import pytest


@pytest.fixture(autouse=True)
def stick(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A stick in the PC, whose name stands on pictures; nothing lies anywhere else."""
    plugged = tmp_path / "USB"
    plugged.mkdir()
    monkeypatch.setattr("posdesk.desk.links.stick_or_documents", lambda: plugged)
    monkeypatch.setattr("posdesk.desk.links.where_files_may_lie", lambda: (plugged,))
    return plugged
