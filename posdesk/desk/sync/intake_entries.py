"""The sync page's entries of what came in: not taken, dated wrongly, or to be read once."""

from datetime import datetime

from PySide6.QtCore import QCoreApplication

from posdesk.desk.sync.entry import Entry, EntryAction, Subject
from posdesk.desk.sync.posting_words import Look
from posdesk.desk.theme import Sign, StateRole
from posdesk.desk.words.language import QT_TRANSLATE_NOOP
from posdesk.desk.words.lines import Part
from posdesk.desk.words.platform_codes import in_language
from posdesk.desk.words.refused_calls import refused_reason, refused_title
from posdesk.desk.words.say import dated_time, how_long, joined, listed, quoted, same_day_time, stopped
from posdesk.desk.words.states import status_word
from posdesk.domain.books.ledger import IntakeFault, IntakeTrouble, Misdated
from posdesk.domain.books.pending import Group
from posdesk.domain.books.receipt import Door
from posdesk.domain.orders.history import Remark, RemarkKind
from posdesk.domain.orders.order import passed_over_of
from posdesk.domain.orders.refused import CountedCalls, RefusedCall
from posdesk.domain.relay.stray import StrayCall

translate = QCoreApplication.translate

_TROUBLES = {
    IntakeFault.REFUSED: QT_TRANSLATE_NOOP("sync", "{name}: not taken in"),
    IntakeFault.CONFLICT: QT_TRANSLATE_NOOP("sync", "{name}: the same number with another content"),
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
    if trouble.what is IntakeFault.CONFLICT:
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
        actions=(EntryAction.SEEN,),
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
        actions=(EntryAction.HOURS, EntryAction.SEEN),
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


def refused_entry(call: RefusedCall, look: Look) -> Entry:
    """One that is kept; the same again is counted on it."""
    partner = look.names.get(call.partner, call.partner)
    since = since_words(call.first_at, look.now)
    if call.count > 1:
        times = translate("sync", "came {n} times").format(n=f"{call.count:,}")
        since = f"{since}    {times}"
    return Entry(
        key=f"refused {call.number}",
        part=Part.ORDERS,
        group=Group.NEEDS_YOU,
        title=refused_title(call.what, partner),
        why=refused_reason(call.what, partner),
        since=since,
        sign=Sign.WARNING,
        role=StateRole.HALF,
        at=call.first_at,
        subject=Subject(refused=call),
        actions=(EntryAction.REPORT, EntryAction.SEEN),
    )


def stray_entry(call: StrayCall, look: Look) -> Entry:
    """One that the chain's gateway took: the platform was told that all is well, and sends it no more."""
    partner = look.names.get(call.partner, call.partner)
    title = translate("sync", "By the relay: {what}").format(what=refused_title(call.what, partner))
    todo = translate(
        "sync",
        "The platform does not know and sends nothing again. Once platform, key or version here are mended,"
        " it is read again by itself; else close it by name and look at the platform's own page.",
    )
    return Entry(
        key=f"stray {call.number}",
        part=Part.ORDERS,
        group=Group.NEEDS_YOU,
        title=title,
        why=joined(stopped(in_language(call.what.words)), todo),
        since=since_words(call.received, look.now),
        sign=Sign.WARNING,
        role=StateRole.HALF,
        at=call.received,
        subject=Subject(stray=call),
        actions=(EntryAction.SETTINGS, EntryAction.SEEN),
    )


def beyond_entry(counted: CountedCalls, look: Look) -> Entry:
    """Those beyond the most that are kept."""
    partner = look.names.get(counted.partner, counted.partner) or translate("sync", "Unknown platforms")
    title = translate("sync", "{partner}: {n} more calls were not taken")
    why = translate(
        "sync", "They are not listed. Tell {partner} what the listed ones say, and compare with its own page."
    )
    return Entry(
        key=f"beyond {counted.partner}",
        part=Part.ORDERS,
        group=Group.NEEDS_YOU,
        title=title.format(partner=partner, n=f"{counted.count:,}"),
        why=why.format(partner=partner),
        since=since_words(counted.first_at, look.now),
        sign=Sign.WARNING,
        role=StateRole.HALF,
        at=counted.first_at,
        subject=Subject(beyond=counted),
        actions=(EntryAction.SEEN,),
    )


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
        "The platform called it {status} at {time}, and no order came in seven days. It is no longer"
        " waited for. Compare with the platform's own page.",
    ),
}
_PARTS = {
    RemarkKind.ALIKE_ORDERS: Part.ORDERS,
    RemarkKind.ALIKE_RECEIPTS: Part.RECEIPTS,
    RemarkKind.PARKED_CLOSED: Part.ORDERS,
}


def remark_entry(remark: Remark, look: Look) -> Entry:
    """A remark nobody has read."""
    told = passed_over_of(remark.detail) if remark.what is RemarkKind.PARKED_CLOSED else None
    why = translate("sync", str(_WHYS[remark.what])).format(
        numbers=listed(map(quoted, remark.detail.splitlines())),
        status=status_word(told.state) if told else "",
        time=dated_time(told.at) if told else "",
    )
    title = translate("sync", str(_TITLES[remark.what]))
    return Entry(
        key=f"remark {remark.number}",
        part=_PARTS[remark.what],
        group=Group.NEEDS_YOU,
        title=title.format(source=look.names.get(remark.source, remark.source), name=remark.name),
        why=why,
        since=since_words(remark.at, look.now),
        sign=Sign.WARNING,
        role=StateRole.HALF,
        at=remark.at,
        subject=Subject(remark=remark),
        actions=(EntryAction.SEEN,),
    )
