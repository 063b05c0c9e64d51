"""What is known of a print: four words, each against a printer on a real line."""

import contextlib
import os
import socket
import struct
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from posdesk.devices.printing.charset import Charset
from posdesk.devices.printing.escpos import Profile, slip_bytes
from posdesk.devices.printing.glyphs import glyphs
from posdesk.devices.printing.job import Patience, print_slip
from posdesk.devices.printing.status import Answers, answer_in
from posdesk.devices.printing.transport import DeviceFile, Network, Spooler
from posdesk.domain.printing.outcome import Ended, Outcome, Trouble
from posdesk.domain.printing.setting import MM_80, set_slip
from posdesk.domain.printing.slip import Bar, Row, Rule, Scale, Text
from posdesk.simulator.printer.printer import Faults, VirtualPrinter
from tests.support.virtual_printer import printing

SLIP = (
    Bar(Text("停！别再做", Scale(2, 2))),
    Row((Text("27", Scale(6, 6)),)),
    Rule(),
    Row((Text("盐𠮷鸡腿"),)),
)
PATIENT = Patience(status_s=30.0, sent_s=30.0, answer_s=30.0)
"""A printer that answers is heard, however busy the machine is."""
SHORT = replace(PATIENT, status_s=0.5)


class Desk:
    """Prints on that printer, and knows what it printed."""

    def __init__(self, printer: VirtualPrinter, port: int) -> None:
        self.printer, self.port, self.job = printer, port, 0

    def prints(self, answers: Answers = Answers.JOB, patience: Patience = PATIENT) -> Ended:
        self.job += 1
        data = slip_bytes(set_slip(SLIP, MM_80), Profile(Charset.GBK, glyphs()))
        line = Network("127.0.0.1", self.port)
        return print_slip(line, data, answers=answers, job=self.job, patience=patience)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with printing(tmp_path) as (printer, port):
        yield Desk(printer, port)


@pytest.mark.parametrize("answers", [Answers.JOB, Answers.PAPER])
def test_printed_is_what_the_printer_says_after_the_cut(desk: Desk, answers: Answers) -> None:
    assert desk.prints(answers, Patience()) == Ended(Outcome.PRINTED)
    assert len(desk.printer.slips) == 1
    assert desk.printer.unknown == []


@pytest.mark.parametrize(
    ("faults", "trouble"),
    [
        (Faults(paper_out=True), Trouble.PAPER),
        (Faults(cover_open=True), Trouble.COVER),
        (Faults(is_silent=True), Trouble.SILENT),
        (Faults(is_garbled=True), Trouble.GARBAGE),
    ],
)
def test_a_printer_that_is_not_well_gets_no_byte_of_a_slip(
    desk: Desk, faults: Faults, trouble: Trouble
) -> None:
    desk.printer.faults = faults
    patience = SHORT if trouble is Trouble.SILENT else PATIENT
    assert desk.prints(patience=patience) == Ended(Outcome.NOT_SENT, trouble)
    assert desk.printer.slips == []


@pytest.mark.parametrize("after", [10, 60, 150])
def test_a_line_that_ends_between_the_first_byte_and_the_answer_leaves_it_doubtful(
    desk: Desk, after: int
) -> None:
    desk.printer.faults = Faults(breaks_after=after)
    assert desk.prints().outcome is Outcome.DOUBTFUL


def test_a_printer_that_does_not_know_the_question_is_not_believed_to_have_printed(desk: Desk) -> None:
    desk.printer.answers_jobs = False
    assert desk.prints(patience=replace(PATIENT, answer_s=0.5)) == Ended(Outcome.DOUBTFUL, Trouble.SILENT)
    assert len(desk.printer.slips) == 1


@pytest.mark.posix("a device is a file there")
def test_a_line_that_nobody_can_answer_on_is_handed_over(tmp_path: Path) -> None:
    paper = tmp_path / "lp0"
    paper.touch()
    ended = print_slip(DeviceFile(paper), b"slip", answers=Answers.JOB, job=1)
    assert ended == Ended(Outcome.HANDED_OVER)
    assert paper.read_bytes() == b"slip"


@pytest.mark.parametrize(
    ("byte", "ended"),
    [
        (0x00, Ended(Outcome.PRINTED)),
        (0x03, Ended(Outcome.PRINTED)),  # little is left
        (0x0C, Ended(Outcome.DOUBTFUL, Trouble.PAPER)),
        (0x12, Ended(Outcome.DOUBTFUL, Trouble.GARBAGE)),  # of DLE EOT, which overtakes
    ],
)
def test_a_printer_that_answers_that_it_has_no_paper_did_not_print(byte: int, ended: Ended) -> None:
    assert answer_in(Answers.PAPER, 1, bytes((byte,))) == ended


class Listener:
    """One line is taken by something that is no printer of ours, in a thread of its own."""

    def __init__(self, takes: Callable[[socket.socket], object]) -> None:
        self._server = socket.create_server(("127.0.0.1", 0))
        self._server.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        self._takes = takes
        self._thread = threading.Thread(target=self._take)

    def prints(self, data: bytes, patience: Patience = PATIENT) -> Ended:
        self._thread.start()
        way = Network("127.0.0.1", self._server.getsockname()[1])
        ended = print_slip(way, data, answers=Answers.NONE, job=1, patience=patience)
        self._thread.join()
        self._server.close()
        return ended

    def _take(self) -> None:
        line, _ = self._server.accept()
        with line:
            self._takes(line)


def test_a_line_that_was_reset_was_handed_nothing_over_also_where_no_answer_is_asked_for() -> None:
    def reset(line: socket.socket) -> None:
        line.recv(1)
        line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))

    ended = Listener(reset).prints(b"slip", Patience())
    assert ended == Ended(Outcome.DOUBTFUL, Trouble.BROKE_OFF)


def test_what_a_printer_says_unasked_takes_nothing_of_the_slip_away() -> None:
    """A line that is closed with something unread on it is reset, and what had not left yet is gone."""
    came = bytearray()

    def speak_first(line: socket.socket) -> None:
        line.sendall(b"\x14")
        with contextlib.suppress(ConnectionError):
            while data := line.recv(512):
                came.extend(data)

    data = bytes(200_000)
    assert Listener(speak_first).prints(data, Patience(status_s=30)) == Ended(Outcome.HANDED_OVER)
    assert len(came) == len(data)


def test_a_name_that_no_printer_can_have_is_nobodys_doubt() -> None:
    ended = print_slip(Network("192.168.1..50"), b"slip", answers=Answers.NONE, job=1)
    assert ended == Ended(Outcome.NOT_SENT, Trouble.NO_PRINTER)


@pytest.mark.posix("a device is a file there")
def test_a_device_with_nothing_plugged_in_is_held_by_nobody(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "lp0")
    ended = print_slip(DeviceFile(tmp_path / "lp0"), b"slip", answers=Answers.NONE, job=1)
    assert ended == Ended(Outcome.NOT_SENT, Trouble.NO_PRINTER)


def test_nothing_is_sent_where_nobody_listens(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    ended = print_slip(Network("127.0.0.1", port), b"slip", answers=Answers.JOB, job=1)
    assert ended == Ended(Outcome.NOT_SENT, Trouble.REFUSED)
    gone = print_slip(DeviceFile(tmp_path / "lp9"), b"slip", answers=Answers.NONE, job=1)
    assert gone == Ended(Outcome.NOT_SENT, Trouble.NO_PRINTER)


LP = """#!/bin/sh
cat > "{paper}"
echo "$@" >> "{paper}.title"
exit {code}
"""


@pytest.fixture
def spooled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A program of the name `lp` goes before the system's; the file that it would print."""
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}:{os.environ['PATH']}")
    (tmp_path / "bin").mkdir()
    return tmp_path / "paper"


def lp(paper: Path, code: int) -> None:
    program = paper.parent / "bin" / "lp"
    program.write_text(LP.format(paper=paper, code=code))
    program.chmod(0o755)


@pytest.mark.posix("CUPS is there")
@pytest.mark.parametrize(
    ("code", "ended"),
    [(0, Ended(Outcome.HANDED_OVER)), (1, Ended(Outcome.NOT_SENT, Trouble.NO_PRINTER))],
)
def test_a_spooler_that_took_it_was_handed_it_over_and_one_that_did_not_printed_nothing(
    spooled: Path, code: int, ended: Ended
) -> None:
    lp(spooled, code)
    assert print_slip(Spooler("POS-80", "27"), b"slip", answers=Answers.JOB, job=1) == ended
    assert spooled.read_bytes() == b"slip"
    assert (spooled.parent / "paper.title").read_text() == "-d POS-80 -t 27 -o raw -s\n"
