"""Why an update is not taken, in the language on screen."""

from PySide6.QtCore import QCoreApplication

from posdesk.desk.words.say import listed
from posdesk.updates.refusals import OPEN_WORDS, WORDS, UpdateRefused

translate = QCoreApplication.translate


def refused_words(refused: UpdateRefused) -> str:
    """What happened, and what to do."""
    still = (
        translate("updates", OPEN_WORDS[kind]).format(count=count) for kind, count in refused.open_now.items()
    )
    return translate("updates", WORDS[refused.why]).format(**{"open": listed(still), **refused.facts})
