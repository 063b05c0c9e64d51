"""Why something was not done: the one table of every reason's sentences, what happened and what to do."""

from collections.abc import Mapping
from typing import TypeAlias, assert_never

from PySide6.QtCore import QCoreApplication

from posdesk.desk.words.language import QT_TRANSLATE_NOOP
from posdesk.desk.words.states import Sentence
from posdesk.errors import HourReason, NotDone, OrderReason, PostingReason, PrintReason, Reason, ShiftReason

_Pair: TypeAlias = tuple[str, str]

_CHANGED: _Pair = (
    QT_TRANSLATE_NOOP("words", "That has changed meanwhile."),
    QT_TRANSLATE_NOOP("words", "Look at what it says now, then decide."),
)
_ORDERS: Mapping[OrderReason, _Pair] = {
    OrderReason.UNKNOWN_ORDER: (
        QT_TRANSLATE_NOOP("words", "This order is not known here any more."),
        QT_TRANSLATE_NOOP("words", "Find it by its number with F10."),
    ),
    OrderReason.STATE: (
        QT_TRANSLATE_NOOP("words", "This order does not allow that any more."),
        QT_TRANSLATE_NOOP("words", "Look at what its card says now."),
    ),
    OrderReason.NO_CODE: (
        QT_TRANSLATE_NOOP("words", "To verify, the pickup code is needed."),
        QT_TRANSLATE_NOOP("words", "Scan the customer's code."),
    ),
    OrderReason.SAY_WHICH: (
        QT_TRANSLATE_NOOP(
            "words", "Several open orders have this number: which one was cancelled is not known."
        ),
        QT_TRANSLATE_NOOP("words", "Press the button of the order that the customer cancelled."),
    ),
    OrderReason.NOT_UNCLEAR: (
        QT_TRANSLATE_NOOP("words", "Somebody has said meanwhile which order was cancelled."),
        QT_TRANSLATE_NOOP("words", "Look at what the order's card says now."),
    ),
    OrderReason.CLOSED_HERE: (
        QT_TRANSLATE_NOOP("words", "This order is closed here."),
        QT_TRANSLATE_NOOP("words", "To work on it, open it again: find it with F10, F5, then Alt+E."),
    ),
    OrderReason.NOT_CLOSED: _CHANGED,
    OrderReason.THINNED: (
        QT_TRANSLATE_NOOP("words", "Its dishes are not kept any more: no slip can be printed of it."),
        QT_TRANSLATE_NOOP("words", "Look it up on the platform's own page."),
    ),
    OrderReason.NO_PAYMENT: (
        QT_TRANSLATE_NOOP("words", "A way to pay and an amount are missing."),
        QT_TRANSLATE_NOOP("words", "Choose both, then press again."),
    ),
    OrderReason.LEFT: (
        QT_TRANSLATE_NOOP("words", "It can't be undone: it has left already."),
        QT_TRANSLATE_NOOP("words", "Wait for the platform's answer on the card."),
    ),
    OrderReason.NOT_UNKNOWN: (
        QT_TRANSLATE_NOOP("words", "The result has become known meanwhile."),
        QT_TRANSLATE_NOOP("words", "Look at what the order's card says now."),
    ),
    OrderReason.VERIFICATION: (
        QT_TRANSLATE_NOOP("words", "This order is handed out against its pickup code."),
        QT_TRANSLATE_NOOP("words", "Scan the customer's code, then press F8."),
    ),
    OrderReason.OTHER_COUNTER: (
        QT_TRANSLATE_NOOP("words", "Another counter is handing this order out just now."),
        QT_TRANSLATE_NOOP("words", "Ask there before anything is handed out."),
    ),
    OrderReason.OTHER_COUNTER_SILENT: (
        QT_TRANSLATE_NOOP(
            "words", "Another counter began to hand this order out, and has said nothing since."
        ),
        QT_TRANSLATE_NOOP("words", "Ask there whether the customer has it. If not, hand it out here."),
    ),
    OrderReason.OUT_ELSEWHERE: (
        QT_TRANSLATE_NOOP("words", "Another counter has handed this order out already."),
        QT_TRANSLATE_NOOP(
            "words", "Ask there. If the customer hasn't got it, press again to hand it out here."
        ),
    ),
}
_HOURS: Mapping[HourReason, _Pair] = {
    HourReason.ALREADY_OPEN: (
        QT_TRANSLATE_NOOP("words", "A report of this hour is under way already."),
        QT_TRANSLATE_NOOP("words", "Wait for its answer, then decide."),
    ),
    HourReason.CHANGED: (
        QT_TRANSLATE_NOOP("words", "The figures of this hour have changed meanwhile."),
        QT_TRANSLATE_NOOP("words", "Look at them again, then decide."),
    ),
    HourReason.TOO_LARGE: (
        QT_TRANSLATE_NOOP("words", "The receipts of this hour add up to more than can be kept."),
        QT_TRANSLATE_NOOP("words", "One of them must be wrong. Look for it and hand in its return."),
    ),
    HourReason.MAY_LACK: (
        QT_TRANSLATE_NOOP("words", "It was not sent: receipts of this hour may be lost."),
        QT_TRANSLATE_NOOP("words", "Decide about this hour on the Hours page: Ctrl+3."),
    ),
}
_POSTINGS: Mapping[PostingReason, _Pair] = {
    PostingReason.ALREADY_OPEN: (
        QT_TRANSLATE_NOOP("words", "It is on its way already."),
        QT_TRANSLATE_NOOP("words", "Wait for its answer."),
    ),
    PostingReason.LEFT: (
        QT_TRANSLATE_NOOP("words", "It may have reached WDK already and can't be withdrawn."),
        QT_TRANSLATE_NOOP("words", "Wait for WDK's answer."),
    ),
    PostingReason.WIPED: (
        QT_TRANSLATE_NOOP("words", "Its text was wiped with the personal data: it can't be sent any more."),
        QT_TRANSLATE_NOOP("words", "Enter it on WDK's own page if it is missing there."),
    ),
    PostingReason.NOT_ENDED: _CHANGED,
    PostingReason.NOT_OPEN: _CHANGED,
    PostingReason.NOT_UNKNOWN: _CHANGED,
    PostingReason.UNKNOWN_POSTING: _CHANGED,
}
_PRINTS: Mapping[PrintReason, _Pair] = {
    PrintReason.NO_PRINTER: (
        QT_TRANSLATE_NOOP("words", "No printer prints this slip."),
        QT_TRANSLATE_NOOP("words", "Choose one for it: Settings, Printers."),
    ),
    PrintReason.NO_SUCH_Z: _CHANGED,
    PrintReason.NOT_WAITING: _CHANGED,
}
_SHIFTS: Mapping[ShiftReason, _Pair] = {
    ShiftReason.ALREADY_OPEN: (
        QT_TRANSLATE_NOOP("words", "A shift is open already."),
        QT_TRANSLATE_NOOP("words", "Close it first: Ctrl+5."),
    ),
    ShiftReason.NOT_OPEN: (
        QT_TRANSLATE_NOOP("words", "No shift is open."),
        QT_TRANSLATE_NOOP("words", "Open one with the cash in the drawer: Ctrl+5."),
    ),
    ShiftReason.NOT_CLEAR: (
        QT_TRANSLATE_NOOP("words", "The shift is still open: something has come to its checklist."),
        QT_TRANSLATE_NOOP("words", "Do what is marked there, or hand it over by name."),
    ),
    ShiftReason.NO_REASON: (
        QT_TRANSLATE_NOOP("words", "Nothing was recorded: why was not said."),
        QT_TRANSLATE_NOOP("words", "Write it in a few words, then press again."),
    ),
    ShiftReason.NO_NAME: (
        QT_TRANSLATE_NOOP("words", "Nothing was handed over: nobody was named."),
        QT_TRANSLATE_NOOP("words", "Choose a person or write a name, then press again."),
    ),
    ShiftReason.AMOUNT: (
        QT_TRANSLATE_NOOP("words", "Nothing was recorded: that is no amount."),
        QT_TRANSLATE_NOOP("words", "Type it in yuan, as in 200.50."),
    ),
    ShiftReason.CHANGED: _CHANGED,
}
_NOT_DONE: Mapping[NotDone, _Pair] = {
    NotDone.DISK: (
        QT_TRANSLATE_NOOP("words", "Nothing was done: posdesk can't write to the disk."),
        QT_TRANSLATE_NOOP("words", "Make room on the disk, then press again."),
    ),
    NotDone.DISK_LOCKED: (
        QT_TRANSLATE_NOOP(
            "words", "Nothing was done: another program holds posdesk's journal, or the disk is too slow."
        ),
        QT_TRANSLATE_NOOP("words", "Close that program, then press again."),
    ),
    NotDone.DISK_READ_ONLY: (
        QT_TRANSLATE_NOOP("words", "Nothing was done: posdesk may not write to its journal."),
        QT_TRANSLATE_NOOP("words", "Close posdesk and open it again: it says what to do."),
    ),
    NotDone.DISK_GONE: (
        QT_TRANSLATE_NOOP("words", "Nothing was done: posdesk's journal was deleted or moved."),
        QT_TRANSLATE_NOOP("words", "Put the file back, or close posdesk and open it again."),
    ),
    NotDone.DISK_DAMAGED: (
        QT_TRANSLATE_NOOP("words", "Nothing was done: posdesk's journal is damaged."),
        QT_TRANSLATE_NOOP("words", "Close posdesk and open it again: it saves what can be read."),
    ),
    NotDone.OURS: (
        QT_TRANSLATE_NOOP("words", "Nothing was done: an error of posdesk's own, see the log."),
        QT_TRANSLATE_NOOP("words", "Press again. If this stays, close posdesk and open it again."),
    ),
    NotDone.NO_PIN: (
        QT_TRANSLATE_NOOP("words", "Nothing was done: no PIN was given."),
        QT_TRANSLATE_NOOP("words", "Press again, then type the PIN."),
    ),
}


def reason_words(reason: Reason) -> Sentence:
    """Why it was not done; each kind of reason has its own words, even where two are spelt alike."""
    match reason:
        case OrderReason():
            pair = _ORDERS[reason]
        case HourReason():
            pair = _HOURS[reason]
        case PostingReason():
            pair = _POSTINGS[reason]
        case PrintReason():
            pair = _PRINTS[reason]
        case ShiftReason():
            pair = _SHIFTS[reason]
        case NotDone():
            pair = _NOT_DONE[reason]
        case _:
            assert_never(reason)
    return Sentence(*(QCoreApplication.translate("words", text) for text in pair))


def here_words(reason: Reason) -> str:
    """Why it was not done, where it was asked for; what the window's band says is not said twice."""
    if isinstance(reason, NotDone) and reason.is_unsaved:
        return QCoreApplication.translate("words", "Not done: the red line above says why.")
    return str(reason_words(reason))
