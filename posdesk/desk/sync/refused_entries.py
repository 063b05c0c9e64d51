"""The sync page's entries of platforms' calls that were not taken, with what to tell the platform."""

from PySide6.QtCore import QCoreApplication

from posdesk.desk.sync.entry import Deed, Entry, Subject
from posdesk.desk.sync.intake_entries import since_words
from posdesk.desk.sync.posting_words import Look
from posdesk.desk.theme import Sign, StateRole
from posdesk.desk.words.lines import Part
from posdesk.desk.words.refused_calls import refused_reason, refused_title
from posdesk.domain.books.pending import Group
from posdesk.domain.orders.refused import CountedCalls, RefusedCall

translate = QCoreApplication.translate


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
        deeds=(Deed.REPORT, Deed.SEEN),
    )


def beyond_entry(counted: CountedCalls, look: Look) -> Entry:
    """Those beyond the most that are kept."""
    partner = look.names.get(counted.partner, counted.partner)
    title = translate("sync", "{partner}: {n} more calls were not taken")
    why = translate(
        "sync", "Only the first are listed. Tell {partner} what those say, and compare with its own page."
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
        deeds=(Deed.SEEN,),
    )
