"""Another counter of the store was first: the words for who pressed second (relay.md, 'Claims')."""

from PySide6.QtCore import QCoreApplication

from posdesk.desk.words.language import QT_TRANSLATE_NOOP
from posdesk.desk.words.say import actor_name, is_counter
from posdesk.domain.orders.intent import Kind, LostTo

translate = QCoreApplication.translate
VERDICTS = frozenset({Kind.ACCEPT, Kind.REFUSE})


def lost_words(kind: Kind, what: str, to: LostTo, done: Kind | None = None) -> str:
    """Another counter was first with it, and nothing left here: 2 号台 王芳 已接.

    `what` is the kind's name. Of a verdict `done` is what was done there, None while nobody knows: it may be
    refused just as well.
    """
    of_verdict = {
        Kind.ACCEPT: QT_TRANSLATE_NOOP("words", "Accepted at counter {n}"),
        Kind.REFUSE: QT_TRANSLATE_NOOP("words", "Refused at counter {n}"),
        None: QT_TRANSLATE_NOOP("words", "Counter {n} is handling it"),
    }
    of_person = {
        Kind.ACCEPT: QT_TRANSLATE_NOOP("words", "Accepted at counter {n} by {who}"),
        Kind.REFUSE: QT_TRANSLATE_NOOP("words", "Refused at counter {n} by {who}"),
        None: QT_TRANSLATE_NOOP("words", "Counter {n} is handling it: {who}"),
    }
    nobody = is_counter(to.actor)  # nobody was signed in there
    if kind in VERDICTS:
        words = translate("words", (of_verdict if nobody else of_person)[done if done in VERDICTS else None])
    elif nobody:
        words = translate("words", "{what}: counter {n} was first")
    else:
        words = translate("words", "{what}: counter {n} was first, {who}")
    return words.format(what=what, n=to.counter, who=actor_name(to.actor))
