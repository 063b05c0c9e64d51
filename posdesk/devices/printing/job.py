"""Prints one slip and says what is known of it. It waits: a thread of its own runs it, never the screen's."""

import time

from posdesk.devices.printing.status import ASK_NOW, Answers, answer_in, asked_after, trouble_of
from posdesk.devices.printing.transport import Connection, NotTakenError, PrinterError, Transport
from posdesk.domain.printing.outcome import Ended, Outcome, Trouble
from posdesk.records import dataclass

STATUS_S = 2.0
SENT_S = 30.0  # a slip of a metre, on a printer that waits for its own motor
ANSWER_S = 20.0
_STATUS_BYTES = 3


@dataclass(frozen=True, slots=True)
class Patience:
    """How long a printer may take: to say how it is, to take the slip, to say that it has cut. Seconds.

    One that says nothing has as long to hang up as it would have to say how it is.
    """

    status_s: float = STATUS_S
    sent_s: float = SENT_S
    answer_s: float = ANSWER_S


USUAL = Patience()


def print_slip(
    transport: Transport, data: bytes, *, answers: Answers, job: int, patience: Patience = USUAL
) -> Ended:
    """Print it on a line of its own. `job` is 0 to 9999, another for each print on this printer."""
    try:
        with transport.open() as line:
            answering = answers if transport.two_way else Answers.NONE
            return _printed(line, data, answering, job, patience)
    except PrinterError as error:
        return Ended(Outcome.NOT_SENT, error.trouble)


def _printed(line: Connection, data: bytes, answers: Answers, job: int, patience: Patience) -> Ended:
    if answers is not Answers.NONE:
        trouble = _trouble_now(line, patience)
        if trouble is not None:
            return Ended(Outcome.NOT_SENT, trouble)
    try:
        line.send(data + asked_after(answers, job), time.monotonic() + patience.sent_s)
        if answers is Answers.NONE:
            line.end(time.monotonic() + patience.status_s)
            return Ended(Outcome.HANDED_OVER)
        return _answered(line, answers, job, time.monotonic() + patience.answer_s)
    except NotTakenError as error:
        return Ended(Outcome.NOT_SENT, error.trouble)
    except PrinterError as error:
        return Ended(Outcome.DOUBTFUL, error.trouble)


def _trouble_now(line: Connection, patience: Patience) -> Trouble | None:
    """Why not to begin. A question is no byte of a slip: where it fails nothing was printed."""
    until = time.monotonic() + patience.status_s
    line.send(ASK_NOW, until)
    came = b""
    while len(came) < _STATUS_BYTES:
        more = line.receive(until)
        if not more:
            return Trouble.SILENT
        came += more
    return trouble_of(came)


def _answered(line: Connection, answers: Answers, job: int, until: float) -> Ended:
    """What the printer says after the cut, on this line; silence and anything else leave it doubtful."""
    came = b""
    while True:
        more = line.receive(until)
        if not more:
            return Ended(Outcome.DOUBTFUL, Trouble.SILENT)
        came += more
        answered = answer_in(answers, job, came)
        if answered is not None:
            return answered
