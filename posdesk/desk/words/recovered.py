"""That a PIN was set anew by the recovery code: said to everybody for a week, whoever did it."""

from datetime import datetime, timedelta
from typing import Final

from PySide6.QtCore import QCoreApplication

from posdesk.desk.words.states import Sentence
from posdesk.domain.clock import in_china
from posdesk.domain.status import Recovered

SAID_FOR: Final = timedelta(days=7)


def recovered_words(told: Recovered | None, now: datetime) -> Sentence:
    """Whose PIN, and when; nothing where there was none within a week."""
    if told is None or now - told.at > SAID_FOR:
        return Sentence("")
    translate = QCoreApplication.translate
    what = translate("words", "{name}'s PIN was set anew with the recovery code, {at}.")
    todo = translate(
        "words", "If nobody ought to have done that, tell the owner: Settings, People and PIN changes it."
    )
    return Sentence(what.format(name=told.name, at=f"{in_china(told.at):%m-%d %H:%M}"), todo)
