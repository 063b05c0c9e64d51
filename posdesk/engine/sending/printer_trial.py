"""Tries a printer out with test slips: whether it prints, and what it answers after the cut.

It waits, and runs in a thread of its own. A person looks at what came out.
"""

from collections.abc import Iterator
from datetime import datetime

from posdesk.devices.printing.job import Patience
from posdesk.devices.printing.layouts import layouts
from posdesk.devices.printing.status import Answers
from posdesk.domain.printing.outcome import Ended, Outcome, Trouble
from posdesk.engine.sending import printers
from posdesk.records import dataclass
from posdesk.settings.printers import Printer

_ASKED = {Answers.JOB: "GS ( H", Answers.PAPER: "GS r 1", Answers.NONE: ""}
_NUMBER = 9999  # of a job, which no print has before ten thousand are printed


@dataclass(frozen=True, slots=True)
class Trial:
    """How the last test slip ended, and what the printer proved to answer; `slips` is how many may be out."""

    ended: Ended
    answers: Answers
    slips: int


def tried_out(printer: Printer, at: datetime, patience: Patience) -> Trial:
    """Ask after each slip in another way, until the printer answers; last of all only hand one over."""
    slips, ended = 0, Ended(Outcome.NOT_SENT)
    for answers in _to_ask(printer):
        ended = _printed(printer, at, answers, patience)
        slips += ended.outcome is not Outcome.NOT_SENT
        if ended.outcome in {Outcome.PRINTED, Outcome.HANDED_OVER}:
            return Trial(ended, answers, slips)
        if ended.trouble is not Trouble.SILENT:
            break
    return Trial(ended, Answers.NONE, slips)


def _to_ask(printer: Printer) -> Iterator[Answers]:
    if printer.transport != "spooler":
        yield from (Answers.JOB, Answers.PAPER)
    yield Answers.NONE


def _printed(printer: Printer, at: datetime, answers: Answers, patience: Patience) -> Ended:
    asked = printer.model_copy(update={"answers": answers.value})
    slip = layouts(printer.language).test_slip(printer.name, at, _ASKED[answers])
    return printers.given(asked, printers.bytes_of(slip, printer), _NUMBER, patience)
