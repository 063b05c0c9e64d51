"""Whoever watches where sounds come out asks once a try while no sound server answers."""

import os
import threading
from pathlib import Path

import pytest

from posdesk.devices.output_watch import OutputWatch

PATIENCE_S = 20.0
CHANGES = 4


@pytest.mark.posix("PulseAudio is Linux's")
def test_while_no_server_answers_each_try_asks_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tries, changed = tmp_path / "tries", threading.Semaphore(0)
    tool = tmp_path / "pactl"
    tool.write_text(f"#!/bin/sh\necho >>'{tries}'\nexit 1\n", encoding="utf-8")
    tool.chmod(0o700)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=os.pathsep)
    watch = OutputWatch(changed.release, every_s=0.001)
    for _ in range(CHANGES):
        assert changed.acquire(timeout=PATIENCE_S)
    watch.close()
    assert len(tries.read_bytes()) >= CHANGES - 1, "the last one may have been cut off"
