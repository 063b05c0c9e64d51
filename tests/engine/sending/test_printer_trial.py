"""What a printer answers after the cut is proved by test slips, never guessed."""

import socket
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from posdesk.devices.printing.job import Patience
from posdesk.devices.printing.status import Answers
from posdesk.domain.printing.outcome import Ended, Outcome, Trouble
from posdesk.engine.sending import printers
from posdesk.engine.sending.printer_trial import Trial, tried_out
from posdesk.settings.printers import Printer
from posdesk.simulator.printer.printer import Faults, VirtualPrinter
from tests.journal.making import START
from tests.support.virtual_printer import printing

PATIENT = Patience(status_s=30.0, sent_s=30.0, answer_s=2.0)
"""One that answers is heard on a busy machine, too; what one doesn't know is asked twice."""
SHORT = Patience(status_s=0.4, sent_s=5.0, answer_s=0.4)


@pytest.fixture
def printer(tmp_path: Path) -> Iterator[tuple[VirtualPrinter, Printer]]:
    with printing(tmp_path) as (made, port):
        yield made, Printer(name="厨房", address=f"127.0.0.1:{port}")


def tried(printer: Printer, patience: Patience = PATIENT) -> Trial:
    return tried_out(printer, START, patience)


def test_a_printer_that_says_the_jobs_number_again_proves_it_with_one_slip(
    printer: tuple[VirtualPrinter, Printer],
) -> None:
    paper, chosen = printer
    trial = tried(chosen, replace(PATIENT, answer_s=30.0))
    assert (trial.ended.outcome, trial.answers, trial.slips) == (Outcome.PRINTED, Answers.JOB, 1)
    assert "厨房" in paper.texts[0]
    assert "GS ( H" in paper.texts[0]
    assert paper.unknown == []


def test_one_that_does_not_know_jobs_is_asked_for_its_paper(printer: tuple[VirtualPrinter, Printer]) -> None:
    paper, chosen = printer
    paper.answers_jobs = False
    trial = tried(chosen)
    assert (trial.ended.outcome, trial.answers, trial.slips) == (Outcome.PRINTED, Answers.PAPER, 2)


def test_one_that_answers_nothing_is_handed_its_slips(printer: tuple[VirtualPrinter, Printer]) -> None:
    paper, chosen = printer
    paper.faults = Faults(is_silent=True)
    trial = tried(chosen, SHORT)
    assert (trial.ended.outcome, trial.answers) == (Outcome.HANDED_OVER, Answers.NONE)
    assert trial.slips == 1, "it was not well enough for the others"


@pytest.mark.parametrize(
    ("faults", "trouble"),
    [(Faults(paper_out=True), Trouble.PAPER), (Faults(cover_open=True), Trouble.COVER)],
)
def test_one_that_is_not_well_gets_no_slip(
    printer: tuple[VirtualPrinter, Printer], faults: Faults, trouble: Trouble
) -> None:
    paper, chosen = printer
    paper.faults = faults
    trial = tried(chosen)
    assert (trial.ended.trouble, trial.slips) == (trouble, 0)


def test_a_printer_in_which_a_thread_is_that_nobody_waits_for_is_not_given_another_slip() -> None:
    """A part that was started again knows nothing of it."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        chosen = Printer(name="bar", address=f"127.0.0.1:{server.getsockname()[1]}", answers="job")
        left = threading.Thread(target=printers.given, args=(chosen, b"slip", 1, Patience(status_s=30)))
        left.start()
        line, _ = server.accept()
        with line:
            ended = printers.given(chosen, b"slip", 2, SHORT)
        left.join()
    assert ended == Ended(Outcome.NOT_SENT, Trouble.IN_USE)


@pytest.mark.posix("a device is a file there")
def test_one_on_which_nobody_can_answer_proves_nothing(tmp_path: Path) -> None:
    device = tmp_path / "lp0"
    device.touch()
    trial = tried(Printer(name="bar", transport="device", address=str(device)))
    assert trial.answers is Answers.NONE
    assert trial.ended.outcome is not Outcome.PRINTED
