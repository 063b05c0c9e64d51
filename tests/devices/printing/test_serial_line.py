"""A printer at a serial port: what it says after the cut counts there, too, and one alone holds it."""

import contextlib
import os
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from posdesk.devices.printing.job import Patience, print_slip
from posdesk.devices.printing.serial_line import SerialPort
from posdesk.devices.printing.status import Answers
from posdesk.devices.printing.transport import DeviceFile
from posdesk.domain.printing.outcome import Ended, Outcome, Trouble

pytestmark = pytest.mark.posix("its ports are files there")
SHORT = Patience(status_s=2.0, sent_s=5.0, answer_s=0.5)
WELL, JOB_7 = b"\x12", b"\x37\x22\x30\x30\x30\x37\x00"


@dataclass(slots=True)
class Printer:
    """The other end of a line: answers what it is asked, says nothing more once it is `broken`."""

    far: int
    port: str
    got: bytearray = field(default_factory=bytearray)
    is_broken: bool = False

    def serve(self) -> None:
        asked = 0
        while data := _read(self.far):
            self.got += data
            for _ in range(self.got.count(b"\x10\x04") - asked):
                asked += 1
                os.write(self.far, WELL)
            if b"\x1d(H" in data and not self.is_broken:
                os.write(self.far, JOB_7)


def _read(far: int) -> bytes:
    try:
        return os.read(far, 1024)
    except OSError:
        return b""  # the near end is closed for good


@pytest.fixture
def printer() -> Iterator[Printer]:
    if sys.platform == "win32":
        return
    far, near = os.openpty()
    made = Printer(far, os.ttyname(near))
    thread = threading.Thread(target=made.serve)
    thread.start()
    yield made
    os.close(near)
    thread.join(10)
    os.close(far)


def test_printed_is_what_it_says_after_the_cut(printer: Printer) -> None:
    line = SerialPort(printer.port, 115_200)
    assert print_slip(line, b"slip\n" * 500, answers=Answers.JOB, job=7, patience=SHORT) == Ended(
        Outcome.PRINTED
    )
    assert printer.got.count(b"slip\n") == 500
    printer.is_broken = True
    assert print_slip(line, b"slip\n", answers=Answers.JOB, job=7, patience=SHORT) == Ended(
        Outcome.DOUBTFUL, Trouble.SILENT
    )


def test_one_that_can_not_answer_was_handed_all_of_it(printer: Printer) -> None:
    line = SerialPort(printer.port, 115_200)
    assert print_slip(line, b"slip\n" * 500, answers=Answers.NONE, job=1) == Ended(Outcome.HANDED_OVER)


def test_a_port_that_another_program_holds_gets_no_byte(printer: Printer) -> None:
    line = SerialPort(printer.port, 9600)
    with line.open():
        held = print_slip(line, b"slip", answers=Answers.NONE, job=1)
    assert held == Ended(Outcome.NOT_SENT, Trouble.IN_USE)
    assert not printer.got


def test_a_port_that_is_not_there_is_nobodys_doubt(tmp_path: Path) -> None:
    ended = print_slip(SerialPort(str(tmp_path / "ttyUSB9"), 9600), b"slip", answers=Answers.NONE, job=1)
    assert ended == Ended(Outcome.NOT_SENT, Trouble.NO_PRINTER)


@contextlib.contextmanager
def _as_anybody() -> Iterator[None]:
    """Root may use everything."""
    if sys.platform == "win32" or os.geteuid() != 0:
        yield
        return
    os.seteuid(65_534)
    try:
        yield
    finally:
        os.seteuid(0)


def test_what_the_system_does_not_allow_is_said_as_that(tmp_path: Path) -> None:
    paper = tmp_path / "lp0"
    paper.touch(mode=0o000)
    for line in (DeviceFile(paper), SerialPort(str(paper), 9600)):
        with _as_anybody():
            ended = print_slip(line, b"slip", answers=Answers.NONE, job=1)
        assert ended == Ended(Outcome.NOT_SENT, Trouble.NO_ACCESS)
