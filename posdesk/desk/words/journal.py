"""What is said of the journal's file: why it can't be written, that it is damaged, what it has lost."""

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from posdesk.desk.words.say import joined, listed
from posdesk.desk.words.states import Sentence
from posdesk.domain.journal_health import JOURNAL, MISSING, NOTHING, RESTORED, Loss, TrailDoubt, TrailFault
from posdesk.errors import DiskFault
from posdesk.records import replace

translate = QCoreApplication.translate

_FAULTS = {
    DiskFault.FULL: (
        QT_TRANSLATE_NOOP("words", "No orders can come in: the disk is full."),
        QT_TRANSLATE_NOOP("words", "Make room on the disk. posdesk goes on by itself."),
    ),
    DiskFault.LOCKED: (
        QT_TRANSLATE_NOOP(
            "words",
            "No orders can come in: another program holds posdesk's journal, or the disk is too slow.",
        ),
        QT_TRANSLATE_NOOP("words", "Close that program. posdesk goes on by itself."),
    ),
    DiskFault.READ_ONLY: (
        QT_TRANSLATE_NOOP("words", "No orders can come in: posdesk may not write to its journal."),
        QT_TRANSLATE_NOOP(
            "words", "Let this PC's user write to posdesk's folder, then close posdesk and open it again."
        ),
    ),
    DiskFault.GONE: (
        QT_TRANSLATE_NOOP("words", "No orders can come in: posdesk's journal was deleted or moved."),
        QT_TRANSLATE_NOOP("words", "Put the file back, or close posdesk and open it again."),
    ),
    DiskFault.DAMAGED: (
        QT_TRANSLATE_NOOP("words", "No orders can come in: posdesk's journal is damaged."),
        QT_TRANSLATE_NOOP("words", "Close posdesk and open it again: it saves what can be read."),
    ),
}
_ROWS = {
    "orders": QT_TRANSLATE_NOOP("words", "{n} orders"),
    "intents": QT_TRANSLATE_NOOP("words", "{n} actions"),
    "receipts": QT_TRANSLATE_NOOP("words", "{n} receipts"),
    "postings": QT_TRANSLATE_NOOP("words", "{n} reports and receipts sent"),
    "prints": QT_TRANSLATE_NOOP("words", "{n} slips"),
    "shifts": QT_TRANSLATE_NOOP("words", "{n} shifts"),
    "zs": QT_TRANSLATE_NOOP("words", "{n} Z"),
    "z_slips": QT_TRANSLATE_NOOP("words", "{n} Z as they were printed"),
    "audit": QT_TRANSLATE_NOOP("words", "{n} lines of the audit trail"),
}
_OTHER_ROWS = QT_TRANSLATE_NOOP("words", "{n} other entries")
_SOME = QT_TRANSLATE_NOOP("words", "some")


def disk_words(detail: str) -> Sentence | None:
    """Why the journal can't be written; None for what has no remedy of its own."""
    pair = _FAULTS.get(DiskFault(detail)) if detail in set(DiskFault) else None
    return Sentence(translate("words", str(pair[0])), translate("words", str(pair[1]))) if pair else None


def damaged_words() -> Sentence:
    """The file was found broken while posdesk works with it."""
    what = translate("words", "posdesk's journal is damaged.")
    return Sentence(
        what,
        translate(
            "words", "Close posdesk and open it again: it saves what can be read and says what is lost."
        ),
    )


def trail_words(found: TrailDoubt) -> Sentence:
    """That the audit trail is not what posdesk wrote; nothing where nothing speaks against it."""
    if found.doubt is TrailFault.NONE:
        return Sentence("")
    what = translate("words", "The audit trail was changed outside posdesk.")
    if found.line:
        what = translate("words", "The audit trail was changed outside posdesk, at line {n} or before.")
    todo = translate(
        "words", "Orders come in as always. Tell the administrator what is said there: Settings, Health."
    )
    return Sentence(what.format(n=found.line), todo)


def loss_words(losses: Sequence[Loss], *, sends: bool = False) -> Sentence:
    """What the journal has lost; nothing where nothing is lost. `sends` is whether receipts go to WDK."""
    if not losses:
        return Sentence("")
    return Sentence(_what(losses), joined(_todo(losses), _waits(losses) if sends else "", _kept(losses)))


def _what(losses: Sequence[Loss]) -> str:
    words = {loss.what for loss in losses}
    if words == {NOTHING}:
        return translate("words", "The journal was damaged. Everything in it could be saved.")
    restored = translate("words", "A backup was put back: what came in after it is not on this PC.")
    missing = translate("words", "The journal that was here is missing: another one is in its place.")
    said = (restored if RESTORED in words else "", missing if MISSING in words else "")
    return joined(*said, _what_by_damage(losses))


def _what_by_damage(losses: Sequence[Loss]) -> str:
    if JOURNAL in {loss.what for loss in losses}:
        return translate("words", "The journal was lost: what came in before is no longer on this PC.")
    lost = [each for each in losses if each.what not in {RESTORED, MISSING, NOTHING} and not each.filled]
    filled = [replace(loss, what=loss.filled) for loss in losses if loss.filled]
    said = (
        (translate("words", "The journal was damaged. Lost: {list}."), lost),
        (
            translate("words", "Damage was made good from the last backup, as things stood then: {list}."),
            filled,
        ),
    )
    return joined(*(words.format(list=listed(_rows(found))) for words, found in said if found))


def _rows(losses: Iterable[Loss]) -> Iterable[str]:
    named = {what: [loss for loss in losses if loss.what == what] for what in _ROWS}
    other = [loss for loss in losses if loss.what not in {*_ROWS, NOTHING}]
    for what, found in (*named.items(), ("", other)):
        if found:
            yield translate("words", str(_ROWS.get(what, _OTHER_ROWS))).format(n=_sum(found))


def _sum(losses: Sequence[Loss]) -> str:
    counts = [loss.rows for loss in losses if loss.rows is not None]
    return str(sum(counts)) if len(counts) == len(losses) else translate("words", str(_SOME))


def _todo(losses: Sequence[Loss]) -> str:
    words = {loss.what for loss in losses}
    if words == {NOTHING}:
        return ""
    if words == {MISSING}:
        return translate("words", "If nobody meant that, close posdesk and put the right journal back.")
    compare = translate("words", "Compare with the platforms' own pages.")
    if JOURNAL not in words or RESTORED in words:
        return compare
    return joined(compare, translate("words", "A backup is put back by: posdesk restore FILE."))


def _waits(losses: Sequence[Loss]) -> str:
    """What does not leave by itself any more, since nobody knows whether it has left before."""
    if not {JOURNAL, RESTORED} & {loss.what for loss in losses}:
        return ""
    return translate(
        "words",
        "Receipts from before that are handed in again wait on the Sync page:"
        " say there whether WDK has them.",
    )


def _kept(losses: Sequence[Loss]) -> str:
    """Where the files are that were replaced; each is named once."""
    damaged = dict.fromkeys(loss.kept for loss in losses if loss.kept and loss.what != RESTORED)
    replaced = dict.fromkeys(loss.kept for loss in losses if loss.kept and loss.what == RESTORED)
    said = (
        (translate("words", "The damaged file is kept as {name}."), damaged),
        (translate("words", "The journal that was there is kept as {name}."), replaced),
    )
    return joined(*(words.format(name=listed(names)) for words, names in said if names))
