"""Why a packed file is not taken over, in words."""

from PySide6.QtCore import QCoreApplication

from posdesk.desk.words.language import QT_TRANSLATE_NOOP
from posdesk.errors import MoveFault

_WORDS = {
    MoveFault.CODE: QT_TRANSLATE_NOOP(
        "moving", "The code does not fit this file. Compare it with what the old PC showed."
    ),
    MoveFault.CHANGED: QT_TRANSLATE_NOOP(
        "moving", "The file was changed or cut on the way. Pack it once more on the old PC."
    ),
    MoveFault.NOT_OURS: QT_TRANSLATE_NOOP(
        "moving", "That is no file that posdesk packed. Look for another one."
    ),
    MoveFault.NEWER: QT_TRANSLATE_NOOP(
        "moving", "A newer posdesk packed this file. Install that version here first."
    ),
    MoveFault.WORKED_IN: QT_TRANSLATE_NOOP(
        "moving",
        "This PC has orders, receipts or shifts of its own. Only a new posdesk can take a shop over.",
    ),
    MoveFault.UNREADABLE: QT_TRANSLATE_NOOP(
        "moving", "The file can't be read. Plug the stick in again, or copy it once more."
    ),
}


def move_words(fault: MoveFault) -> str:
    """What happened, and what to do."""
    return QCoreApplication.translate("moving", _WORDS[fault])
