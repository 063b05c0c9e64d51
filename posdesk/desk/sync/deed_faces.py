"""The buttons' words on the sync page, and what a second step asks."""

from PySide6.QtCore import QCoreApplication

from posdesk.desk.paint import ButtonFace, ButtonKind
from posdesk.desk.sync.entry import Deed, Entry
from posdesk.desk.words.language import QT_TRANSLATE_NOOP
from posdesk.desk.words.lines import LINES
from posdesk.domain.books.hour import Ask

translate = QCoreApplication.translate

_LABELS = {
    Deed.SETTINGS: QT_TRANSLATE_NOOP("sync", "Settings"),
    Deed.HOURS: QT_TRANSLATE_NOOP("sync", "See the hour"),
    Deed.ASK_AGAIN: QT_TRANSLATE_NOOP("sync", "Ask again now"),
    Deed.SEND_NOW: QT_TRANSLATE_NOOP("sync", "Send now"),
    Deed.SEND_AGAIN: QT_TRANSLATE_NOOP("sync", "Send again"),
    Deed.DECIDE: QT_TRANSLATE_NOOP("sync", "Decide"),
    Deed.DONE: QT_TRANSLATE_NOOP("sync", "It took effect"),
    Deed.NOT_DONE: QT_TRANSLATE_NOOP("sync", "It did not"),
    Deed.UNDO: QT_TRANSLATE_NOOP("sync", "Withdraw"),
    Deed.WITHDRAW: QT_TRANSLATE_NOOP("sync", "Withdraw"),
    Deed.SURE: QT_TRANSLATE_NOOP("sync", "Don't send it"),
    Deed.BACK: QT_TRANSLATE_NOOP("sync", "Back"),
    Deed.REPORT: QT_TRANSLATE_NOOP("sync", "Copy the report"),
    Deed.SEEN: QT_TRANSLATE_NOOP("sync", "Seen"),
    Deed.UNFOLD: QT_TRANSLATE_NOOP("sync", "Show each"),
    Deed.FOLD: QT_TRANSLATE_NOOP("sync", "Fold up"),
}
_QUIET = frozenset({Deed.BACK, Deed.FOLD, Deed.UNFOLD})


def deed_label(deed: Deed, entry: Entry) -> str:
    """A button's words for this entry."""
    if deed is Deed.SEND_AGAIN and entry.count > 1:
        return translate("sync", "Send all {n} again").format(n=f"{entry.count:,}")
    ask = entry.subject.ask
    if deed is Deed.HOURS and ask is not None and ask.ask in {Ask.COVER, Ask.LACKS}:
        return translate("sync", "Go to the hour")
    if deed is Deed.SETTINGS and entry.subject.lacking:
        return translate("sync", "Add the number")
    if deed is Deed.HOURS and entry.subject.postings:
        return translate("sync", "Compare")
    if deed is Deed.SEEN and entry.subject.refused is not None:
        return translate("sync", "Platform told")
    return translate("sync", _LABELS[deed])


def deed_face(deed: Deed, entry: Entry) -> ButtonFace:
    """A button for this entry."""
    kind = ButtonKind.PRIMARY if deed is entry.primary else ButtonKind.OUTLINED
    return ButtonFace(deed_label(deed, entry), kind=ButtonKind.QUIET if deed in _QUIET else kind)


def question(step: Deed, entry: Entry, actor: str) -> str:
    """What is asked before a second step; `actor` is the name that will stand in the record."""
    if step is Deed.WITHDRAW:
        words = translate(
            "sync", "{platform} will never get it, and the books will differ by it. Recorded: {who}."
        )
        return words.format(platform=LINES[entry.subject.postings[0].book].name, who=actor)
    words = translate(
        "sync", "How did it end? It is recorded in the name of {who}, not as the platform's word."
    )
    return words.format(who=actor)
