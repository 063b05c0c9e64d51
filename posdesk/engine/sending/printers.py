"""From a print in the journal to paper: the slip's bytes, as its printer is set, and the way to that printer.

Everything here waits, and runs in a thread of a print's own.
"""

import contextlib
import logging
import sys
import threading
from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from posdesk.devices.printing.charset import Charset
from posdesk.devices.printing.escpos import Profile, slip_bytes
from posdesk.devices.printing.glyphs import glyphs
from posdesk.devices.printing.job import Patience, print_slip
from posdesk.devices.printing.layouts import layouts
from posdesk.devices.printing.picture import COLUMNS
from posdesk.devices.printing.serial_line import SerialPort
from posdesk.devices.printing.status import Answers
from posdesk.devices.printing.transport import DeviceFile, Network, Spooler, Transport
from posdesk.domain.printing.order_facts import Print
from posdesk.domain.printing.outcome import Ended, Outcome, Trouble
from posdesk.domain.printing.setting import set_slip
from posdesk.domain.printing.slip import Slip
from posdesk.domain.printing.z_slip import printed_again
from posdesk.journal.orders.prints import SendingPrint
from posdesk.records import dataclass
from posdesk.settings.printers import Printer, host_and_port

log = logging.getLogger(__name__)
_JOBS = 10_000  # numbers that a printer says again
_HELD: defaultdict[str, threading.Lock] = defaultdict(threading.Lock)  # by a printer's place


@dataclass(frozen=True, slots=True)
class Paper:
    """What a paper has beside what the journal says: when it prints, whether it is for training only."""

    at: datetime
    is_training: bool
    patience: Patience


def slip_of(sending: SendingPrint, at: datetime, *, is_training: bool) -> Slip:
    """What stands on a paper; `at` is the time of printing."""
    job, said, own = sending.job, sending.said, sending.own
    printed = Print(
        job.slip,
        job.version,
        job.copy,
        at,
        is_second=job.is_second,
        again_by=job.again_by,
        is_training=is_training or (job.order is not None and job.order.is_training),
        is_masked=job.is_masked,
        promised=own.promised,
        note=own.words(),
    )
    named = layouts(job.layout)
    if isinstance(said, str):
        return named.z_paper(printed_again(said), printed)
    return named.order_slip(said, printed)


def bytes_of(slip: Slip, printer: Printer) -> bytes:
    """A slip on that printer's paper, in its characters."""
    lines = set_slip(slip, COLUMNS[printer.width])
    return slip_bytes(lines, Profile(Charset(printer.charset), glyphs()))


def printed(sending: SendingPrint, printer: Printer, paper: Paper) -> Ended:
    """Make the slip, give it to the printer, and wait for what can be known."""
    job = sending.job
    try:
        slip = slip_of(sending, paper.at, is_training=paper.is_training)
        data = bytes_of(slip, printer)
    except Exception:
        log.exception("prints: the slip of print %d can't be made", job.number)
        return Ended(Outcome.NOT_SENT, Trouble.OURS)
    return given(printer, data, job.number, paper.patience)


def given(printer: Printer, data: bytes, number: int, patience: Patience) -> Ended:
    """Give the bytes to the printer, unless something that was cut off is in it still: one at a time."""
    way, answers = way_to(printer, str(number)), Answers(printer.answers)
    with _alone(printer.place) as is_alone:
        if not is_alone:
            return Ended(Outcome.NOT_SENT, Trouble.IN_USE)
        return print_slip(way, data, answers=answers, job=number % _JOBS, patience=patience)


@contextlib.contextmanager
def _alone(place: str) -> Iterator[bool]:
    """Hold a printer, also where whoever waited for the last print was cut off and its thread was not."""
    lock = _HELD[place]
    is_alone = lock.acquire(blocking=False)
    try:
        yield is_alone
    finally:
        if is_alone:
            lock.release()


def way_to(printer: Printer, title: str) -> Transport:
    """The way to a printer; `title` is what a spooler's list shows: a number only."""
    match printer.transport:
        case "network":
            return Network(*host_and_port(printer.address))
        case "serial":
            return SerialPort(printer.address, printer.baud)
        case "device":
            return DeviceFile(Path(printer.address), two_way=printer.answers != "none")
        case "spooler":
            return _spooler(printer.address, title)


def _spooler(queue: str, title: str) -> Transport:
    if sys.platform == "win32":
        from posdesk.devices.printing.windows_spooler import WindowsSpooler  # noqa: PLC0415 - Windows' own

        return WindowsSpooler(queue, title)
    return Spooler(queue, title)
