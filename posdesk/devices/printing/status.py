"""What a printer says of itself, by Epson's command reference ('DLE EOT', 'GS r', 'GS ( H').

DLE EOT and what is sent by itself (ASB) overtake what was sent before: they decide whether to begin, and
never say that anything was printed. GS ( H and GS r 1 are answered in their turn, after what came before.
"""

from enum import StrEnum

from posdesk.domain.printing.outcome import Ended, Outcome, Trouble

ASK_NOW = b"\x10\x04\x01\x10\x04\x02\x10\x04\x04"
"""Printer, cause of being offline, paper: three bytes come back, at once."""
_FIXED, _FIXED_ARE = 0b1001_0011, 0b0001_0010
_OFFLINE, _COVER, _PAPER_STOP, _ERROR, _PAPER_END = 0x08, 0x04, 0x20, 0x40, 0x60
_NO_ROLL = 0x0C  # in the answer to GS r 1


class Answers(StrEnum):
    """What a printer answers after the cut, as a set-up slip proved it; the words are those of settings."""

    JOB = "job"  # GS ( H: says the number of the job again
    PAPER = "paper"  # GS r 1: says how its paper is
    NONE = "none"  # a spooler, a file, a printer without a way back


def is_status(byte: int) -> bool:
    """Whether it can be an answer to DLE EOT at all."""
    return byte & _FIXED == _FIXED_ARE


def trouble_of(now: bytes) -> Trouble | None:
    """Why a printer that answered `ASK_NOW` must not be given a slip."""
    if len(now) < 3 or not all(map(is_status, now[:3])):
        return Trouble.GARBAGE
    printer, cause, paper = now[:3]
    if cause & _COVER:
        return Trouble.COVER
    if cause & _PAPER_STOP or paper & _PAPER_END == _PAPER_END:
        return Trouble.PAPER
    if cause & _ERROR:
        return Trouble.ERROR
    return Trouble.OFFLINE if printer & _OFFLINE else None


def asked_after(answers: Answers, job: int) -> bytes:
    """What is sent behind the cut. `job` is 0 to 9999, another for each print on a printer."""
    match answers:
        case Answers.JOB:
            return b"\x1d(H\x06\x0000" + f"{job:04}".encode()
        case Answers.PAPER:
            return b"\x1dr\x01"
        case Answers.NONE:
            return b""


def answer_in(answers: Answers, job: int, came: bytes) -> Ended | None:
    """What the printer says of its slip; None while more may come. What can't be the answer is garbage."""
    if answers is Answers.PAPER:
        return _paper_said(came[0]) if came else None
    wanted = b"\x37\x22" + f"{job:04}".encode() + b"\x00"
    if wanted in came:
        return _PRINTED
    return None if len(came) < _MOST_BEFORE else _GARBAGE


def _paper_said(byte: int) -> Ended:
    """A printer that goes on without paper answers, too: the end of the slip is on no paper then."""
    if byte & 0b1001_0000:
        return _GARBAGE
    return Ended(Outcome.DOUBTFUL, Trouble.PAPER) if byte & _NO_ROLL else _PRINTED


_PRINTED, _GARBAGE = Ended(Outcome.PRINTED), Ended(Outcome.DOUBTFUL, Trouble.GARBAGE)


_MOST_BEFORE = 64  # bytes: status that comes by itself may stand before the answer
