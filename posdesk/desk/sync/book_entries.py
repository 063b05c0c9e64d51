"""The books' entries on the sync page: postings, hours that ask, receipts that lack, what was not taken."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from PySide6.QtCore import QCoreApplication

from posdesk.desk.sync.entry import Entry, EntryAction, Subject
from posdesk.desk.sync.intake_entries import (
    beyond_entry,
    misdated_entry,
    refused_entry,
    remark_entry,
    since_words,
    stray_entry,
    trouble_entry,
)
from posdesk.desk.sync.posting_words import (
    Look,
    is_throttled,
    sign_of,
    since_of,
    stand_of,
    title_of,
    why_of,
)
from posdesk.desk.theme import Sign, StateRole
from posdesk.desk.words.language import QT_TRANSLATE_NOOP
from posdesk.desk.words.lines import LINES, Part, Stand
from posdesk.desk.words.platform_codes import failure_of
from posdesk.desk.words.say import joined, plain_amount, same_day_time
from posdesk.domain.books.hour import Ask
from posdesk.domain.books.ledger import HourRow, ReceiptRow, Waiting
from posdesk.domain.books.pending import Group, asks_alone, group_of_posting
from posdesk.domain.books.posting import Posting
from posdesk.domain.failure import Mend
from posdesk.domain.money import yuan_of

translate = QCoreApplication.translate

_MENDS: dict[Mend, tuple[EntryAction, ...]] = {
    Mend.NOTHING: (EntryAction.SEND_AGAIN,),
    Mend.WAIT: (EntryAction.SEND_AGAIN,),
    Mend.SECRET: (EntryAction.SETTINGS, EntryAction.SEND_AGAIN),
    Mend.SETTINGS: (EntryAction.SETTINGS, EntryAction.SEND_AGAIN),
    Mend.CLOCK: (EntryAction.SEND_AGAIN,),
    Mend.RECEIPT: (EntryAction.SEND_AGAIN,),
    Mend.COMPARE: (EntryAction.HOURS,),
    Mend.PLATFORM: (EntryAction.SEND_AGAIN, EntryAction.REPORT),
    Mend.REPORT: (EntryAction.REPORT, EntryAction.SEND_AGAIN),
}
_ASKS = {
    Ask.NONE: ("", ""),
    Ask.NEGATIVE: (
        QT_TRANSLATE_NOOP("sync", "Hour {what}: net below zero"),
        QT_TRANSLATE_NOOP(
            "sync", "More was returned than sold. Look at the hour and decide whether to send it."
        ),
    ),
    Ask.TOO_LARGE: (
        QT_TRANSLATE_NOOP("sync", "Hour {what}: too large to be reported"),
        QT_TRANSLATE_NOOP(
            "sync",
            "Its receipts add up to {now}. One of them must be wrong: look for it and hand in its return.",
        ),
    ),
    Ask.DUPLICATE: (
        QT_TRANSLATE_NOOP("sync", "Hour {what}: ovopark already holds figures"),
        QT_TRANSLATE_NOOP(
            "sync", "No report that is known here put them there. Compare, then replace them or leave them."
        ),
    ),
    Ask.REFUSED: (
        QT_TRANSLATE_NOOP("sync", "Hour {what}: refused by ovopark"),
        QT_TRANSLATE_NOOP("sync", "ovopark did not take the report. Look at the hour and send it again."),
    ),
    Ask.COVER: (
        QT_TRANSLATE_NOOP("sync", "Hour {what}: to be sent again"),
        QT_TRANSLATE_NOOP(
            "sync", "ovopark has {held}, the receipts add up to {now}. Send it again with a reason."
        ),
    ),
    Ask.UNSEEN: (
        QT_TRANSLATE_NOOP("sync", "Hour {what}: another counter is missing"),
        QT_TRANSLATE_NOOP(
            "sync",
            "It was not seen since the hour ended, or part of its work lacks here. Switch it on and wait, or"
            " send what is here.",
        ),
    ),
    Ask.LACKS: (
        QT_TRANSLATE_NOOP("sync", "Hour {what}: receipts may be lost"),
        QT_TRANSLATE_NOOP(
            "sync",
            "The journal has lost receipts. ovopark has {held}, those that are left add up to {now}."
            " Compare with the till, then send it or leave theirs.",
        ),
    ),
}


def book_entries(waiting: Waiting, look: Look) -> tuple[Entry, ...]:
    """All of the books that waits, each group's oldest first."""
    entries = [
        *(entry_of_lack(what, rows, look.now) for what, rows in _by_lack(waiting.lacking)),
        *(trouble_entry(trouble, look.now) for trouble in waiting.troubles),
        *(misdated_entry(each, look.now) for each in waiting.misdated),
        *(remark_entry(remark, look) for remark in waiting.remarks),
        *(stray_entry(call, look) for call in waiting.strays),
        *(refused_entry(call, look) for call in waiting.refused),
        *(beyond_entry(counted, look) for counted in waiting.beyond),
        *(_of_ask(row, look.now) for row in asks_alone(waiting)),
        *_of_postings(waiting.postings, look),
        *_of_unqueued(waiting.unqueued, look.now),
    ]
    return tuple(entries)


def actions_of_posting(posting: Posting, look: Look) -> tuple[EntryAction, ...]:
    """What can be done about a posting, by its outcome and by what its failure line says mends it."""
    stand = stand_of(posting)
    if stand is Stand.REFUSED:
        return _after_refusal(posting)
    if stand is Stand.DUPLICATE:
        return (
            (EntryAction.HOURS,)
            if posting.hour is not None
            else (EntryAction.SEND_AGAIN, *_given_up(posting))
        )
    if stand is Stand.UNKNOWN:
        return _while_unknown(posting, look)
    if stand is Stand.SENDING:
        return ()
    held = posting.book.platform in look.halted or is_throttled(posting)
    return (*(() if held else (EntryAction.SEND_NOW,)), *_given_up(posting))


def _given_up(posting: Posting) -> tuple[EntryAction, ...]:
    """How a person says that it shall not be sent: of an hour, nobody can."""
    return (EntryAction.WITHDRAW,) if posting.book.line.may_be_withdrawn else ()


def _after_refusal(posting: Posting) -> tuple[EntryAction, ...]:
    failure = failure_of(posting)
    actions = _MENDS[failure.mend] if failure is not None else (EntryAction.SEND_AGAIN,)
    if posting.hour is None:
        actions = tuple(action for action in actions if action is not EntryAction.HOURS) or (
            EntryAction.SEND_AGAIN,
        )
    return (*actions, *_given_up(posting))


def _while_unknown(posting: Posting, look: Look) -> tuple[EntryAction, ...]:
    """One whose repeat is under way at this moment can only be waited for."""
    if posting.outcome != "unknown":
        return ()
    again = () if posting.book.platform in look.halted else (EntryAction.ASK_AGAIN,)
    return (*again, EntryAction.DECIDE)


def fold_key(posting: Posting) -> str:
    """Postings of one key are one row: same book, same stand, same code or fault."""
    stand = stand_of(posting)
    if stand is Stand.DUPLICATE:
        return posting.seq
    first = "" if posting.attempts else "new"
    why = posting.last_code or (posting.last_words if posting.attempts else "")
    parts = (posting.book, stand, why, posting.outcome, first, posting.needs_person, posting.attempts > 1)
    return "|".join(map(str, parts))


def _of_postings(postings: Sequence[Posting], look: Look) -> Iterator[Entry]:
    """Alike ones as one row, followed by each where the row was unfolded."""
    folds: dict[str, list[Posting]] = {}
    for posting in postings:
        if group_of_posting(posting) is not None:
            folds.setdefault(fold_key(posting), []).append(posting)
    for key, alike in folds.items():
        if len(alike) == 1:
            yield posting_entry(alike[0].seq, alike, look)
            continue
        yield posting_entry(key, alike, look)
        if key in look.unfolded:
            yield from (posting_entry(one.seq, (one,), look) for one in alike)


def posting_entry(key: str, alike: Sequence[Posting], look: Look) -> Entry:
    """The row of postings that stand alike, the oldest first."""
    first = alike[0]
    sign, role = sign_of(stand_of(first))
    actions = actions_of_posting(first, look)
    if len(alike) > 1:
        single = {EntryAction.DECIDE, EntryAction.WITHDRAW, EntryAction.HOURS}
        fold = EntryAction.FOLD if key in look.unfolded else EntryAction.UNFOLD
        actions = (*(action for action in actions if action not in single), fold)
    return Entry(
        key=key,
        part=LINES[first.book].part,
        group=group_of_posting(first) or Group.BY_ITSELF,
        title=title_of(alike, look.now),
        why=why_of(alike, look),
        since=since_of(alike, look),
        sign=sign,
        role=role,
        at=first.made_at,
        subject=Subject(postings=tuple(alike)),
        actions=actions,
        primary=_primary(first, actions),
        count=len(alike),
    )


def _primary(posting: Posting, actions: tuple[EntryAction, ...]) -> EntryAction | None:
    """What holds everything back comes first, and what only a person can say."""
    if posting.needs_person and EntryAction.DECIDE in actions:
        return EntryAction.DECIDE
    return actions[0] if actions and posting.halts and posting.needs_person else None


def _of_ask(row: HourRow, now: datetime) -> Entry:
    title, why = (translate("sync", words) for words in _ASKS[row.ask])
    held = plain_amount(yuan_of(row.reported.net_fen)) if row.reported else "-"
    ended = row.last.ended_at if row.last is not None else None
    at = ended or row.hour
    return Entry(
        key=f"ask {row.hour.isoformat()}",
        part=Part.HOURS,
        group=Group.NEEDS_YOU,
        title=title.format(what=same_day_time(row.hour, now)),
        why=why.format(held=held, now=plain_amount(yuan_of(row.total.net_fen))),
        since=since_words(at, now),
        sign=Sign.DIFFERS,
        role=StateRole.DIFFERS,
        at=at,
        subject=Subject(ask=row),
        actions=(EntryAction.HOURS,),
    )


def lack_words(lacks: str) -> str:
    """What only the settings can add, in words; `lacks` names it ("pay_type 11")."""
    what, _, code = lacks.partition(" ")
    if what == "pay_type" and code:
        return translate("sync", "Payment type {code} has no WDK number.").format(code=code)
    return translate("sync", "The settings lack: {what}.").format(what=lacks)


def _by_lack(rows: Iterable[ReceiptRow]) -> Iterable[tuple[str, list[ReceiptRow]]]:
    alike: dict[str, list[ReceiptRow]] = {}
    for row in rows:
        alike.setdefault(row.lacks, []).append(row)
    return alike.items()


def entry_of_lack(lacks: str, rows: Sequence[ReceiptRow], now: datetime) -> Entry:
    """Receipts that lack the same."""
    first = rows[0]
    title = translate("sync", "Receipt {what} can't be sent").format(what=first.key.serial_num)
    if len(rows) > 1:
        title = translate("sync", "{n} receipts can't be sent").format(n=f"{len(rows):,}")
    todo = translate("sync", "Add it: Settings, Receipts (WDK). Then they leave by themselves.")
    amount = plain_amount(yuan_of(sum(row.figures.net_fen for row in rows)))
    return Entry(
        key=f"lack {lacks}",
        part=Part.RECEIPTS,
        group=Group.NEEDS_YOU,
        title=title,
        why=joined(lack_words(lacks), todo),
        since=f"{since_words(first.received_at, now)}    {amount}",
        sign=Sign.WARNING,
        role=StateRole.HALF,
        at=first.received_at,
        subject=Subject(lacking=tuple(rows)),
        actions=(EntryAction.SETTINGS,),
        primary=EntryAction.SETTINGS,
        count=len(rows),
    )


def _of_unqueued(count: int, now: datetime) -> Iterator[Entry]:
    """Receipts that came in and are about to be queued: no posting yet, so nothing to press."""
    if not count:
        return
    yield Entry(
        key="unqueued",
        part=Part.RECEIPTS,
        group=Group.BY_ITSELF,
        title=translate("sync", "{n} receipts are on their way into the queue").format(n=f"{count:,}"),
        why=translate("sync", "They are queued by themselves, in the order of time."),
        since="",
        sign=Sign.CLOCK,
        role=StateRole.SENDING,
        at=now,
        subject=Subject(),
        count=count,
    )
