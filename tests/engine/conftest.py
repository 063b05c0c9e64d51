"""Looks are frequent and pauses short, so that no test waits for a real second."""

import pytest

from posdesk.engine import heartbeat, journal_watch, keys, loop
from posdesk.engine.listening import doors
from posdesk.engine.sending import hours, sender


@pytest.fixture(autouse=True)
def no_real_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    """The parts' own pauses, cut short."""
    monkeypatch.setattr(sender, "LOOK_EVERY_S", 0.01)
    monkeypatch.setattr(sender, "PARK_S", 0.05)
    monkeypatch.setattr(hours, "PAUSE_S", 0.01)
    monkeypatch.setattr(hours, "TICK_S", 0.02)
    monkeypatch.setattr(heartbeat, "LOOK_S", 0.01)
    monkeypatch.setattr(journal_watch, "LOOK_S", 0.01)
    monkeypatch.setattr(keys, "MISSING_EVERY_S", 0.01)
    monkeypatch.setattr(keys, "SLOW_EVERY_S", 0.01)
    monkeypatch.setattr(keys, "ROTATED_EVERY_S", 0.01)
    monkeypatch.setattr(doors, "BIND_AGAIN_S", 0.01)
    monkeypatch.setattr(loop, "FIRST_PAUSE_S", 0.01)
    monkeypatch.setattr(loop, "PROVEN_S", 0.1)
