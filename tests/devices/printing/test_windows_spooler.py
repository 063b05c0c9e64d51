"""Windows' spooler: a printer that is not there takes nothing."""

import sys

import pytest

from posdesk.devices.printing.job import print_slip
from posdesk.devices.printing.status import Answers
from posdesk.domain.printing.outcome import Ended, Outcome, Trouble


@pytest.mark.windows("its own spooler")
def test_a_printer_that_windows_does_not_know_is_told_and_gets_nothing() -> None:
    if sys.platform == "win32":
        from posdesk.devices.printing.windows_spooler import WindowsSpooler

        ended = print_slip(WindowsSpooler("no such printer", "27"), b"slip", answers=Answers.JOB, job=1)
        assert ended == Ended(Outcome.NOT_SENT, Trouble.NO_PRINTER)
