"""The sync page's entries of what a person should read once."""

from datetime import datetime

from PySide6.QtCore import QCoreApplication

from posdesk.desk.sync.entry import Deed, Entry, Part, Subject
from posdesk.desk.sync.intake_entries import since_words
from posdesk.desk.theme import Sign, StateRole
from posdesk.desk.words.language import QT_TRANSLATE_NOOP
from posdesk.desk.words.say import dated_time, listed, quoted
from posdesk.desk.words.states import status_word
from posdesk.domain.books.pending import Group
from posdesk.domain.orders.history import Remark, RemarkKind
from posdesk.domain.orders.order import passed_over_of

translate = QCoreApplication.translate

_TITLES = {
    RemarkKind.ALIKE_ORDERS: QT_TRANSLATE_NOOP("sync", "{source}: orders under numbers that look alike"),
    RemarkKind.ALIKE_RECEIPTS: QT_TRANSLATE_NOOP("sync", "{source}: receipts under numbers that look alike"),
    RemarkKind.PARKED_CLOSED: QT_TRANSLATE_NOOP("sync", "{source} {name}: its order never came"),
}
_WHYS = {
    RemarkKind.ALIKE_ORDERS: QT_TRANSLATE_NOOP(
        "sync", "{numbers} are one number now. All are kept, the newest counts. Look whether one came twice."
    ),
    RemarkKind.ALIKE_RECEIPTS: QT_TRANSLATE_NOOP(
        "sync", "{numbers} are one number now. All are kept. Look at the till whether one was rung twice."
    ),
    RemarkKind.PARKED_CLOSED: QT_TRANSLATE_NOOP(
        "sync",
        "{status} came for it at {time}, and no order in seven days. It is no longer waited for."
        " Compare with the platform's own page.",
    ),
}
_PARTS = {
    RemarkKind.ALIKE_ORDERS: Part.ORDERS,
    RemarkKind.ALIKE_RECEIPTS: Part.RECEIPTS,
    RemarkKind.PARKED_CLOSED: Part.ORDERS,
}


def remark_entry(remark: Remark, now: datetime) -> Entry:
    """A remark nobody has read."""
    told = passed_over_of(remark.detail) if remark.what is RemarkKind.PARKED_CLOSED else None
    why = translate("sync", str(_WHYS[remark.what])).format(
        numbers=listed(map(quoted, remark.detail.splitlines())),
        status=quoted(status_word(told.state)) if told else "",
        time=dated_time(told.at) if told else "",
    )
    title = translate("sync", str(_TITLES[remark.what]))
    return Entry(
        key=f"remark {remark.number}",
        part=_PARTS[remark.what],
        group=Group.NEEDS_YOU,
        title=title.format(source=remark.source, name=remark.name),
        why=why,
        since=since_words(remark.at, now),
        sign=Sign.WARNING,
        role=StateRole.HALF,
        at=remark.at,
        subject=Subject(remark=remark),
        deeds=(Deed.SEEN,),
    )
