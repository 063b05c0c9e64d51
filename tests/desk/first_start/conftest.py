"""Nothing of this account's own is touched by the step about the start at sign-in."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from posdesk.host import autostart


@pytest.fixture(autouse=True)
def _account(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.delenv(autostart.LAUNCHER, raising=False)
    yield
    if sys.platform == "win32":
        autostart.turn_off()
