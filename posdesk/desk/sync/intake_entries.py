"""The sync page's entries of what was handed in: not taken, or dated ahead."""

from datetime import datetime

from PySide6.QtCore import QCoreApplication

from posdesk.desk.failing import in_language
from posdesk.desk.language import QT_TRANSLATE_NOOP
from posdesk.desk.paint import Sign
from posdesk.desk.say import dated_time, how_long, same_day_time
from posdesk.desk.sentences import joined
from posdesk.desk.sync.entry import Deed, Entry, Part, Subject
from posdesk.desk.theme import StateRole
from posdesk.domain.ledger import Ahead, IntakeTrouble, Trouble
from posdesk.domain.pending import Group
from posdesk.domain.receipt import Door

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
    reason = in_language(trouble.reason).strip()
    stop = "" if reason.endswith((".", "。")) else translate("sync", "{words}.").format(words="")
    door = translate("sync", _DOORS[trouble.door])
    return Entry(
        key=f"trouble {trouble.number}",
        part=Part.INTAKE,
        group=Group.NEEDS_YOU,
        title=translate("sync", _TROUBLES[trouble.what]).format(name=trouble.name),
        why=joined(f"{reason}{stop}" if reason else "", todo),
        since=f"{since_words(trouble.at, now)}    {door}",
        sign=Sign.WARNING,
        role=StateRole.HALF,
        at=trouble.at,
        subject=Subject(trouble=trouble),
        deeds=(Deed.SEEN,),
    )


def ahead_entry(ahead: Ahead, now: datetime) -> Entry:
    """A till's receipts whose hour is still to come."""
    title = translate("sync", "Receipt {what}: dated ahead").format(what=ahead.key.serial_num)
    if ahead.count > 1:
        title = translate("sync", "{n} receipts of till {till}: dated ahead")
        title = title.format(n=f"{ahead.count:,}", till=ahead.key.pos_no)
    why = translate("sync", "The till wrote {time}. It is kept, but ovopark gets that hour only then.")
    if ahead.count > 1:
        why = translate("sync", "The last says {time}. They are kept, but ovopark gets such hours only then.")
    todo = translate("sync", "Set the clock of till {till}, or this PC's, then correct the sale at the till.")
    return Entry(
        key=f"ahead {'/'.join(ahead.key[:2])}",
        part=Part.INTAKE,
        group=Group.NEEDS_YOU,
        title=title,
        why=joined(why.format(time=dated_time(ahead.traded_at)), todo.format(till=ahead.key.pos_no)),
        since=since_words(ahead.at, now),
        sign=Sign.WARNING,
        role=StateRole.HALF,
        at=ahead.at,
        subject=Subject(ahead=ahead),
        deeds=(Deed.HOURS, Deed.SEEN),
        count=ahead.count,
    )


def since_words(moment: datetime, now: datetime) -> str:
    """Since when, and how long that is."""
    age = how_long((now - moment).total_seconds())
    return translate("sync", "since {time} ({age})").format(time=same_day_time(moment, now), age=age)
