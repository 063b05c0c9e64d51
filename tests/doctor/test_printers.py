"""Doctor's line of the printers: what each proved, and what this PC can see of it."""

import os
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from posdesk.doctor.printers import printers
from posdesk.doctor.report import Finding, State
from posdesk.doctor.snapshot import Snapshot
from posdesk.settings.printers import Printer
from posdesk.settings.settings import Settings
from tests.journal.making import SetClock

PROVED = datetime(2026, 11, 21, tzinfo=UTC)


def _found(tmp_path: Path, *chosen: Printer) -> Finding:
    found = printers(Snapshot(tmp_path, SetClock(), Settings(printer=chosen)))
    assert found is not None
    return found


def test_a_printer_that_answers_is_well_and_says_since_when(tmp_path: Path) -> None:
    kitchen = Printer(name="厨房", address="192.168.1.61", answers="job", proved=PROVED)
    found = _found(tmp_path, kitchen)
    assert found.state is State.OK
    assert found.found.en == "厨房 answers after the cut, proved 2026-11-21"
    assert _found(tmp_path).state is State.OK, "a shop without a printer is well"


def test_one_that_was_never_tried_out_is_looked_at_a_queue_is_not(tmp_path: Path) -> None:
    queue = Printer(name="back", transport="spooler", address="XP-80C")
    assert _found(tmp_path, queue).state is State.OK
    found = _found(tmp_path, queue, Printer(name="厨房", address="192.168.1.61"))
    assert found.state is State.LOOK
    assert "厨房" in found.todo.en


@pytest.mark.posix("its ports are no files")
def test_a_port_that_is_gone_says_that_its_address_may_have_changed(tmp_path: Path) -> None:
    port = tmp_path / "ttyUSB0"
    printer = Printer(name="打包", transport="serial", address=str(port), answers="job")
    found = _found(tmp_path, printer)
    assert found.state is State.BROKEN
    assert f"there is no {port}" in found.found.en
    assert "address" in found.todo.en
    if sys.platform != "win32" and os.geteuid() != 0:
        port.touch(mode=0o000)
        assert "may not use" in _found(tmp_path, printer).found.en
