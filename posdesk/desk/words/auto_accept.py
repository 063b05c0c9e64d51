"""That auto-accept is off by itself, and what switches it on again."""

from PySide6.QtCore import QCoreApplication

from posdesk.desk.words.language import QT_TRANSLATE_NOOP
from posdesk.desk.words.states import Sentence
from posdesk.domain.orders.auto_accept import AutoState, Held

_TODO = {
    Held.NOT_HEARD: QT_TRANSLATE_NOOP(
        "words", "Nobody has heard the alarm this shift. Count the notes of the sound check."
    ),
    Held.MUTED: QT_TRANSLATE_NOOP(
        "words", "The sound of new orders is muted. A manager switches it on: Settings, Sound."
    ),
    Held.PRINTER: QT_TRANSLATE_NOOP(
        "words", "A slip may not have come out. Say in the list of prints what became of it."
    ),
}


def auto_words(auto: AutoState) -> Sentence:
    """Nothing while it works, or is not wanted."""
    if not auto.is_on or auto.held is None:
        return Sentence("")
    what = QCoreApplication.translate("words", "Auto-accept is off by itself: accept each order.")
    return Sentence(what, QCoreApplication.translate("words", _TODO[auto.held]))
