"""What is said of an engine that is not at work: what happened, then what to do."""

from PySide6.QtCore import QCoreApplication

from posdesk.desk.words.say import joined
from posdesk.desk.words.states import Sentence, trouble_words
from posdesk.domain.status import EngineState, EngineStatus, StartWait, Trouble

translate = QCoreApplication.translate


def starting_words(status: EngineStatus) -> Sentence:
    """That it is starting, or that nothing was heard of it for a while: to be watched, no alarm yet."""
    if status.alive:
        return Sentence("")
    if status.state is EngineState.STARTING:
        todo = translate("words", "No orders can be taken yet. Wait a moment.")
        return Sentence(translate("words", "posdesk is starting."), todo)
    if status.state is EngineState.SILENT:
        what = translate("words", "No word from posdesk's engine for {n} s.").format(n=status.silent_s)
        todo = translate("words", "Orders may not come in meanwhile: watch the platforms' own pages.")
        return Sentence(what, todo)
    return Sentence("")


def absent_words(status: EngineStatus, address: str) -> Sentence:
    """Why no order can be taken by an engine that is not at work; `address` is where calls should come in."""
    if status.alive or starting_words(status).what:
        return Sentence("")
    if status.state is not EngineState.LATE:
        return trouble_words(Trouble.ENGINE_DEAD)
    what = translate("words", "posdesk has not started yet: no orders can be taken.")
    meanwhile = translate("words", "Until then watch the platforms' own pages.")
    return Sentence(what, joined(_waiting(status.waits_for, address), meanwhile))


def _waiting(wait: StartWait, address: str) -> str:
    """What the start waits for, and what a person can do about it."""
    if wait is StartWait.KEYRING:
        return translate(
            "words", "It waits for the PC's keyring: unlock it if a window asks for its password."
        )
    if wait is StartWait.PORT:
        return translate("words", "It waits for its address {address}.").format(address=address)
    return translate(
        "words", "Its own parts are still being loaded: if the PC is busy, close other programs."
    )
