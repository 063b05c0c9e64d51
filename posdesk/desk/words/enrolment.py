"""What is said of an enrolment line: what is wrong with it, whose place it is, that it is taken."""

from PySide6.QtCore import QCoreApplication

from posdesk.desk.words.language import is_chinese
from posdesk.desk.words.relay import why_words
from posdesk.desk.words.say import joined, stopped
from posdesk.desk.words.states import Sentence
from posdesk.domain.relay.status import RelayFault, RelayStatus
from posdesk.settings.settings import Store

translate = QCoreApplication.translate


def unreadable_words(zh: str, en: str) -> Sentence:
    """Why a line can't be read, in the wire's own words, both halves of which say what to do."""
    words = zh if is_chinese() else en
    return Sentence(stopped(words[:1].upper() + words[1:]))


def other_store_words(store: str, counter: str, ours: Store) -> Sentence:
    """The line is for another store or counter than this PC is; nothing where it is for this one."""
    if store != ours.code:
        what = translate("enrolment", "The line is for store {theirs}; this PC is store {ours}.")
        todo = translate(
            "enrolment", "Ask the chain for this store's line, or mend the store code: Settings, Store."
        )
        return Sentence(what.format(theirs=store, ours=ours.code), todo)
    if counter != ours.counter:
        what = translate("enrolment", "The line is for counter {theirs}; this PC is counter {ours}.")
        todo = translate(
            "enrolment",
            "Each counter has a line of its own. If this PC is counter {theirs}, enter that first:"
            " Settings, Store.",
        )
        return Sentence(what.format(theirs=counter, ours=ours.counter), todo.format(theirs=counter))
    return Sentence("")


def tried_words(fault: RelayFault, detail: str, counter: str) -> Sentence:
    """What the chain's server said to the line; done where it took this PC."""
    if fault is RelayFault.NONE:
        what = translate("enrolment", "Counter {n} is enrolled: {server} took this PC.")
        return Sentence(what.format(n=counter, server=detail), is_done=True)
    if fault is RelayFault.TAKEN:
        what = translate("enrolment", "Another PC is counter {n} already: {name}.")
        todo = translate(
            "enrolment",
            "Two PCs can't be one counter. If that one is broken, have the chain make a new line for it"
            " (replace); else take another counter's line.",
        )
        return Sentence(what.format(n=counter, name=detail or "?"), todo)
    if fault is RelayFault.EXPIRED:
        what = translate("enrolment", "The line is too old: it is good for 24 hours.")
        return Sentence(what, translate("enrolment", "Ask the chain's administrator for a new one."))
    if fault is RelayFault.UNREACHED:
        what = translate("enrolment", "{server} does not answer: the line could not be tried.")
        todo = translate("enrolment", "Look at this PC's network, then press again. Nothing was changed.")
        return Sentence(what.format(server=detail), todo)
    said = why_words(RelayStatus(fault=fault, detail=detail))
    return Sentence(said.what, joined(said.todo, translate("enrolment", "Nothing was changed.")))


def not_kept_words() -> Sentence:
    """The disk did not take it."""
    return Sentence(
        translate("enrolment", "The line works, but this PC could not keep it."),
        translate("enrolment", "Look at the disk, then press again."),
    )


def no_file_words() -> str:
    """No file with a line was found."""
    return translate(
        "enrolment",
        "No file whose name begins with posdesk-relay lies on a stick, in Documents, in Downloads or on the"
        " desktop.",
    )
