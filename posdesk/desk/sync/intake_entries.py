"""The sync page's entries of what was handed in: not taken, or dated wrongly."""

from datetime import datetime

from PySide6.QtCore import QCoreApplication

from posdesk.desk.sync.entry import Deed, Entry, Subject
from posdesk.desk.theme import Sign, StateRole
from posdesk.desk.words.language import QT_TRANSLATE_NOOP
from posdesk.desk.words.lines import Part
from posdesk.desk.words.platform_codes import in_language
from posdesk.desk.words.say import dated_time, how_long, joined, same_day_time, stopped
from posdesk.domain.books.ledger import IntakeTrouble, Misdated, Trouble
from posdesk.domain.books.pending import Group
from posdesk.domain.books.receipt import Door

translate = QCoreApplication.translate

_TROUBLES = {
    Trouble.REFUSED: QT_TRANSLATE_NOOP("sync", "{name}: not taken in"),
    Trouble.CONFLICT: QT_TRANSLATE_NOOP("sync", "{name}: the same number with another content"),
}
_DOORS = {
    Door.HTTP: QT_TRANSLATE_NOOP("sync", "Handed in by a call"),
    Door.FOLDER: QT_TRANSLATE_NOOP("sync", "From the folder"),
    Door.COMMAND: QT_TRANSLATE_NOOP("sync", "By the import command"),
    Door.ORDER: QT_TRANSLATE_NOOP("sync", "Made from an order"),
}


def trouble_entry(trouble: IntakeTrouble, now: datetime) -> Entry:
    """A file or call that was not taken."""
    todo = translate("sync", "Mend it where it comes from and hand it in again.")
    if trouble.what is Trouble.CONFLICT:
        todo = translate("sync", "The first one stays. Find out at the till which one is right.")
    door = translate("sync", _DOORS[trouble.door])
    return Entry(
        key=f"trouble {trouble.number}",
        part=Part.INTAKE,
        group=Group.NEEDS_YOU,
        title=translate("sync", _TROUBLES[trouble.what]).format(name=trouble.name),
        why=joined(stopped(in_language(trouble.reason)), todo),
        since=f"{since_words(trouble.at, now)}    {door}",
        sign=Sign.WARNING,
        role=StateRole.HALF,
        at=trouble.at,
        subject=Subject(trouble=trouble),
        deeds=(Deed.SEEN,),
    )


def misdated_entry(misdated: Misdated, now: datetime) -> Entry:
    """A till's receipts whose hour is still to come, or lies long before they came."""
    title, why, todo = _ahead_words(misdated) if misdated.is_ahead else _behind_words(misdated)
    key, time = misdated.key, dated_time(misdated.traded_at)
    way = "ahead" if misdated.is_ahead else "behind"
    return Entry(
        key=f"{way} {'/'.join(key[:2])}",
        part=Part.INTAKE,
        group=Group.NEEDS_YOU,
        title=title.format(what=key.serial_num, n=f"{misdated.count:,}", till=key.pos_no),
        why=joined(why.format(time=time), todo.format(till=key.pos_no)),
        since=since_words(misdated.at, now),
        sign=Sign.WARNING,
        role=StateRole.HALF,
        at=misdated.at,
        subject=Subject(misdated=misdated),
        deeds=(Deed.HOURS, Deed.SEEN),
        count=misdated.count,
    )


def _ahead_words(misdated: Misdated) -> tuple[str, str, str]:
    title = translate("sync", "Receipt {what}: dated ahead")
    why = translate("sync", "The till wrote {time}. It is kept, but ovopark gets that hour only then.")
    if misdated.count > 1:
        title = translate("sync", "{n} receipts of till {till}: dated ahead")
        why = translate("sync", "The last says {time}. They are kept, but ovopark gets such hours only then.")
    todo = translate("sync", "Set the clock of till {till}, or this PC's, then correct the sale at the till.")
    return title, why, todo


def _behind_words(misdated: Misdated) -> tuple[str, str, str]:
    title = translate("sync", "Receipt {what}: dated long ago")
    why = translate(
        "sync", "The till wrote {time}. It is kept and counts in that hour, not in the one it came in."
    )
    if misdated.count > 1:
        title = translate("sync", "{n} receipts of till {till}: dated long ago")
        why = translate(
            "sync", "The last says {time}. They are kept and count in such hours, not when they came."
        )
    todo = translate(
        "sync", "Look at the clock of till {till}. If it is wrong, set it and correct the sale there."
    )
    return title, why, todo


def since_words(moment: datetime, now: datetime) -> str:
    """Since when, and how long that is."""
    age = how_long((now - moment).total_seconds())
    return translate("sync", "since {time} ({age})").format(time=same_day_time(moment, now), age=age)
