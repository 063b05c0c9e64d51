"""Why personal data is kept for longer than the settings say, in words."""

from PySide6.QtCore import QCoreApplication

from posdesk.desk.words.language import QT_TRANSLATE_NOOP
from posdesk.desk.words.say import joined, listed
from posdesk.desk.words.states import Sentence
from posdesk.domain.clock import ClockDoubt
from posdesk.domain.status import Keeping

translate = QCoreApplication.translate
SHOWN = 3  # names of files
_DOUBTS = {
    ClockDoubt.FAR: QT_TRANSLATE_NOOP(
        "words", "Personal data is not wiped: this PC's clock is more than a day from a platform's."
    ),
    ClockDoubt.BACK: QT_TRANSLATE_NOOP("words", "Personal data is not wiped: this PC's clock went back."),
    ClockDoubt.AHEAD: QT_TRANSLATE_NOOP(
        "words", "Personal data is not wiped: this PC's clock is 90 days past the last time it was on."
    ),
}


def keeping_words(keeping: Keeping) -> Sentence:
    """What keeps it, and what mends that; nothing where nothing does."""
    doubt, left = _doubt_words(keeping.doubt), _left_words(keeping.left)
    return Sentence(joined(doubt.what, left.what), joined(doubt.todo, left.todo))


def _doubt_words(doubt: ClockDoubt) -> Sentence:
    if doubt is ClockDoubt.NONE:
        return Sentence("")
    todo = translate("words", "Check date and time. It goes on once a platform's time agrees with the clock.")
    return Sentence(translate("words", _DOUBTS[doubt]), todo)


def _left_words(names: tuple[str, ...]) -> Sentence:
    if not names:
        return Sentence("")
    what = translate("words", "Old files with personal data can't be removed: {names}.")
    more = ("…",) if len(names) > SHOWN else ()
    todo = translate("words", "Close the program that has them open. They are tried again each day.")
    return Sentence(what.format(names=listed((*names[:SHOWN], *more))), todo)
