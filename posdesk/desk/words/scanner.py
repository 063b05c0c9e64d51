"""What is said of a scanner on a serial port: whether it is read, and what to do where it isn't."""

from PySide6.QtCore import QCoreApplication

from posdesk.desk.words.language import QT_TRANSLATE_NOOP
from posdesk.desk.words.states import Sentence
from posdesk.devices.serial_scanner import PortState, PortTrouble

translate = QCoreApplication.translate

_PLUG_IN = QT_TRANSLATE_NOOP(
    "scanner",
    "Plug it in, and look in Settings, Scanner, whether that is its port. It is tried again by itself.",
)
_WORDS = {
    PortTrouble.NOT_THERE: (QT_TRANSLATE_NOOP("scanner", "There is no scanner at {port}."), _PLUG_IN),
    PortTrouble.LOST: (QT_TRANSLATE_NOOP("scanner", "The scanner at {port} is gone."), _PLUG_IN),
    PortTrouble.IN_USE: (
        QT_TRANSLATE_NOOP("scanner", "Another program has the scanner at {port}."),
        QT_TRANSLATE_NOOP("scanner", "Close that program. It is tried again by itself."),
    ),
    PortTrouble.NOT_ALLOWED: (
        QT_TRANSLATE_NOOP("scanner", "This account may not read {port}."),
        QT_TRANSLATE_NOOP(
            "scanner",
            "Let an administrator put it into the group that may (dialout), then sign in to the PC anew.",
        ),
    ),
    PortTrouble.FAILED: (
        QT_TRANSLATE_NOOP("scanner", "The scanner at {port} can't be read."),
        QT_TRANSLATE_NOOP(
            "scanner", "Look at its port and speed in Settings, Scanner. It is tried again by itself."
        ),
    ),
}


def port_words(state: PortState) -> Sentence:
    """Whether the port is read, and what to do where it isn't."""
    if state.is_read:
        what = translate("scanner", "{port} is read.").format(port=state.port)
        return Sentence(what, translate("scanner", "Its codes count whichever program is in front."))
    words = _WORDS.get(state.trouble)
    if words is None:
        return Sentence(translate("scanner", "{port} is being opened.").format(port=state.port))
    what, todo = (translate("scanner", each) for each in words)
    return Sentence(what.format(port=state.port), todo)
