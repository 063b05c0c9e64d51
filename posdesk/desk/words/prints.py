"""Slips and printers in words: which slip, what is known of it, what is wrong with a printer, what to do."""

from collections.abc import Iterable
from datetime import datetime
from typing import TypeAlias

from PySide6.QtCore import QCoreApplication

from posdesk.desk.words.language import QT_TRANSLATE_NOOP
from posdesk.desk.words.say import joined, same_day_time
from posdesk.desk.words.states import Sentence, source_name
from posdesk.domain.printing.board import PaperView, PrinterStatus
from posdesk.domain.printing.outcome import Ended, Outcome, Trouble
from posdesk.domain.printing.print_job import PrintState
from posdesk.domain.printing.slip import SlipKind

translate = QCoreApplication.translate

_Pair: TypeAlias = tuple[str, str]

_SLIPS = {
    SlipKind.KITCHEN: QT_TRANSLATE_NOOP("prints", "Kitchen slip"),
    SlipKind.PACKING: QT_TRANSLATE_NOOP("prints", "Packing slip"),
    SlipKind.COURIER: QT_TRANSLATE_NOOP("prints", "Courier slip"),
    SlipKind.CUSTOMER: QT_TRANSLATE_NOOP("prints", "Customer slip"),
    SlipKind.STOP: QT_TRANSLATE_NOOP("prints", "STOP slip"),
    SlipKind.Z: QT_TRANSLATE_NOOP("prints", "Z slip"),
}
_STATES = {
    PrintState.QUEUED: QT_TRANSLATE_NOOP("prints", "Waiting"),
    PrintState.SENDING: QT_TRANSLATE_NOOP("prints", "Printing"),
    PrintState.NOT_SENT: QT_TRANSLATE_NOOP("prints", "Not sent"),
    PrintState.PRINTED: QT_TRANSLATE_NOOP("prints", "Printed"),
    PrintState.HANDED_OVER: QT_TRANSLATE_NOOP("prints", "Handed over"),
    PrintState.DOUBTFUL: QT_TRANSLATE_NOOP("prints", "Doubtful"),
    PrintState.CAME_OUT: QT_TRANSLATE_NOOP("prints", "Came out"),
    PrintState.REPEATED: QT_TRANSLATE_NOOP("prints", "Printed once more"),
    PrintState.DROPPED: QT_TRANSLATE_NOOP("prints", "Not wanted any more"),
}
MEANINGS = {
    Outcome.PRINTED: QT_TRANSLATE_NOOP("prints", "The printer itself said so, after the cut."),
    Outcome.HANDED_OVER: QT_TRANSLATE_NOOP("prints", "All of it is sent; this printer can't answer."),
    Outcome.DOUBTFUL: QT_TRANSLATE_NOOP("prints", "Sending began, and no answer came."),
    Outcome.NOT_SENT: QT_TRANSLATE_NOOP("prints", "Nothing of it has left."),
}
"""The four words, as a person reads them."""
_DOUBTS: dict[Trouble | None, str] = {
    Trouble.BROKE_OFF: QT_TRANSLATE_NOOP("prints", "The line broke off in the midst, without an answer."),
    Trouble.SILENT: QT_TRANSLATE_NOOP("prints", "No answer came after the cut."),
    Trouble.PAPER: QT_TRANSLATE_NOOP("prints", "The paper ran out in the midst."),
    Trouble.COVER: QT_TRANSLATE_NOOP("prints", "The cover was opened in the midst."),
    Trouble.OFFLINE: QT_TRANSLATE_NOOP("prints", "The printer stopped in the midst."),
    Trouble.ERROR: QT_TRANSLATE_NOOP("prints", "The printer said that something is wrong, in the midst."),
    Trouble.GARBAGE: QT_TRANSLATE_NOOP("prints", "The printer answered what no printer says."),
    Trouble.DIED: QT_TRANSLATE_NOOP("prints", "posdesk ended in the midst of it."),
    None: QT_TRANSLATE_NOOP("prints", "It may have printed in a time that this PC's data lacks."),
}
_SOME_DOUBT = QT_TRANSLATE_NOOP("prints", "Something failed in the midst of it.")
_TROUBLES: dict[Trouble, _Pair] = {
    Trouble.NO_PRINTER: (
        QT_TRANSLATE_NOOP("prints", "{printer} can't be reached."),
        QT_TRANSLATE_NOOP(
            "prints",
            "Look at its power and its cable. If its address changed, enter the new one: Settings, Printers.",
        ),
    ),
    Trouble.REFUSED: (
        QT_TRANSLATE_NOOP("prints", "{printer} takes no connection now."),
        QT_TRANSLATE_NOOP(
            "prints", "Another PC may be printing there. If that lasts, switch the printer off and on."
        ),
    ),
    Trouble.IN_USE: (
        QT_TRANSLATE_NOOP("prints", "Another program holds {printer}."),
        QT_TRANSLATE_NOOP("prints", "End the program that prints there, the till's for one."),
    ),
    Trouble.NO_ACCESS: (
        QT_TRANSLATE_NOOP("prints", "This account may not use {printer}."),
        QT_TRANSLATE_NOOP(
            "prints",
            "An administrator of this PC must allow it: on Linux by the group lp, of a serial port dialout.",
        ),
    ),
    Trouble.OFFLINE: (
        QT_TRANSLATE_NOOP("prints", "{printer} is offline."),
        QT_TRANSLATE_NOOP("prints", "Press its feed key, or switch it off and on."),
    ),
    Trouble.COVER: (
        QT_TRANSLATE_NOOP("prints", "The cover of {printer} is open."),
        QT_TRANSLATE_NOOP("prints", "Close it."),
    ),
    Trouble.PAPER: (
        QT_TRANSLATE_NOOP("prints", "{printer} has no paper."),
        QT_TRANSLATE_NOOP("prints", "Open the cover, put paper in, close it."),
    ),
    Trouble.ERROR: (
        QT_TRANSLATE_NOOP("prints", "{printer} says that something is wrong with it."),
        QT_TRANSLATE_NOOP("prints", "Look at its lamps and its cutter, then switch it off and on."),
    ),
    Trouble.SILENT: (
        QT_TRANSLATE_NOOP("prints", "{printer} does not answer."),
        QT_TRANSLATE_NOOP(
            "prints", "Switch it off and on. If it never answers, try it out anew: Settings, Printers."
        ),
    ),
    Trouble.NOT_SET: (
        QT_TRANSLATE_NOOP("prints", "{printer} is in the settings no more."),
        QT_TRANSLATE_NOOP("prints", "Set it up again, or drop this slip."),
    ),
    Trouble.OURS: (
        QT_TRANSLATE_NOOP("prints", "posdesk can't make this slip."),
        QT_TRANSLATE_NOOP("prints", "Make the diagnostic file, and tell support."),
    ),
}
_SOME_TROUBLE: _Pair = (
    QT_TRANSLATE_NOOP("prints", "{printer} did not take it."),
    QT_TRANSLATE_NOOP("prints", "Look at the printer."),
)
_SAID_SHORTLY = {
    Trouble.PAPER: QT_TRANSLATE_NOOP("prints", "Printer: no paper"),
    Trouble.COVER: QT_TRANSLATE_NOOP("prints", "Printer: cover open"),
    Trouble.NO_PRINTER: QT_TRANSLATE_NOOP("prints", "Printer not reached"),
    Trouble.OFFLINE: QT_TRANSLATE_NOOP("prints", "Printer offline"),
}
_LOOK = QT_TRANSLATE_NOOP(
    "prints",
    'Look at {printer}: if it is there, press "It came out". If not, or only half of it, press "Print one'
    ' more"; that one says that it may be a second copy.',
)


def slip_name(slip: SlipKind) -> str:
    """A slip by name."""
    return translate("prints", _SLIPS[slip])


def print_state(state: PrintState) -> str:
    """What is known of a print."""
    return translate("prints", _STATES[state])


def order_words(view: PaperView) -> str:
    """What a print is of: 美团 27, Z 147."""
    source = source_name(view.source) if view.source is not None else ""
    return f"{source} {view.number}".strip()


def printer_trouble(printer: str, trouble: Trouble) -> Sentence:
    """What is wrong with a printer, and what to do."""
    what, todo = _TROUBLES.get(trouble, _SOME_TROUBLE)
    return Sentence(translate("prints", what).format(printer=printer), translate("prints", todo))


def printers_said(printers: Iterable[PrinterStatus]) -> str:
    """In three words, what is wrong with a printer, or with how many; empty where none is in trouble."""
    troubles = [each.trouble for each in printers if each.trouble is not None]
    if len(troubles) > 1:
        return translate("prints", "{n} printers don't print").format(n=len(troubles))
    some = QT_TRANSLATE_NOOP("prints", "A printer doesn't print")
    return translate("prints", _SAID_SHORTLY.get(troubles[0], some)) if troubles else ""


def paper_words(view: PaperView, now: datetime) -> Sentence:
    """What happened to a print, and what to do about it."""
    job = view.job
    if job.outcome is PrintState.DOUBTFUL:
        what = translate("prints", _DOUBTS.get(job.trouble, _SOME_DOUBT))
        return Sentence(what, translate("prints", _LOOK).format(printer=job.printer))
    if job.outcome is PrintState.HANDED_OVER:
        return Sentence(
            translate("prints", "Handed over to {printer}, which never answers.").format(printer=job.printer),
            translate(
                "prints", "If no paper is there, print one more: it says that it may be a second copy."
            ),
        )
    return _not_sent(view, now)


def _not_sent(view: PaperView, now: datetime) -> Sentence:
    job = view.job
    said = printer_trouble(job.printer, job.trouble) if job.trouble else Sentence("")
    if not job.needs_person:
        itself = translate("prints", "It prints by itself then.")
        return Sentence(said.what, joined(said.todo, itself))
    if job.trouble is Trouble.OURS:
        return said
    minutes = max(0, int((now - job.wanted_at).total_seconds() // 60))
    late = translate("prints", "It is {n} min old and does not print by itself any more.").format(n=minutes)
    choose = translate("prints", 'If it is still wanted, press "Print now", else "Don\'t print".')
    return Sentence(joined(said.what, late), joined(said.todo, choose))


def printer_now(printer: PrinterStatus, last: PaperView | None, now: datetime) -> Sentence:
    """How a printer is, and what came of its last slip, or what to do."""
    if printer.trouble is not None:
        said = printer_trouble(printer.name, printer.trouble)
        since = translate("prints", "Since {time}.").format(time=same_day_time(printer.since or now, now))
        return Sentence(joined(said.what, since), said.todo)
    if last is None:
        return Sentence(translate("prints", "Nothing printed today yet."))
    words = {
        PrintState.PRINTED: translate("prints", "{time} printed {order}, and it answered after the cut."),
        PrintState.HANDED_OVER: translate("prints", "{time} {order} was handed over."),
        PrintState.CAME_OUT: translate("prints", "{time} {order} came out, somebody says."),
    }
    heads = {
        PrintState.PRINTED: translate("prints", "It can print."),
        PrintState.HANDED_OVER: translate("prints", "It only takes slips over and never answers."),
        PrintState.CAME_OUT: translate("prints", "It can print."),
    }
    state = last.job.outcome
    doubtful = translate("prints", "{time} {order} is doubtful.")
    ended = same_day_time(last.job.ended_at or last.job.made_at, now)
    what = heads.get(state, translate("prints", "Its last slip is doubtful."))
    return Sentence(what, words.get(state, doubtful).format(time=ended, order=order_words(last)))


def ended_words(printer: str, ended: Ended) -> Sentence:
    """How a test slip ended."""
    if ended.outcome is Outcome.PRINTED:
        return Sentence(
            translate("prints", "{printer} printed, and said so after the cut.").format(printer=printer)
        )
    if ended.outcome is Outcome.HANDED_OVER:
        return Sentence(
            translate("prints", "Handed over to {printer}. It does not answer.").format(printer=printer),
            translate("prints", "Look whether the test slip came out."),
        )
    if ended.trouble is not None and ended.outcome is Outcome.NOT_SENT:
        return printer_trouble(printer, ended.trouble)
    what = translate("prints", _DOUBTS.get(ended.trouble, _SOME_DOUBT))
    return Sentence(what, translate("prints", "Look at what came out."))
