"""Which entries a filter leaves."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from posdesk.desk.sync.book_entries import book_entries
from posdesk.desk.sync.entry import Entry
from posdesk.desk.sync.order_entries import order_entries
from posdesk.desk.sync.posting_words import Look
from posdesk.desk.words.lines import Part
from posdesk.desk.words.say import same_day_time
from posdesk.domain.books.ledger import ReceiptRow, Waiting
from posdesk.domain.books.pending import Group, Pending
from posdesk.domain.books.posting import Posting

_ORDER = tuple(Group)


def all_entries(pending: Iterable[Pending], waiting: Waiting, look: Look) -> tuple[Entry, ...]:
    """Everything that waits, by group; in a group what only a person can end first, then the oldest."""
    entries = [*order_entries(pending, look), *book_entries(waiting, look)]
    return tuple(sorted(entries, key=_rank))


def matching(
    pending: Iterable[Pending], waiting: Waiting, look: Look, *, part: Part | None, text: str
) -> tuple[Entry, ...]:
    """The entries of a part (None: of all) in which a text stands; a row of many keeps those that have it."""
    entries = [e for e in all_entries(pending, waiting, look) if part in {None, e.part}]
    if not text:
        return tuple(entries)
    whole = [entry for entry in entries if text in _words(entry)]
    known = {entry.key for entry in whole}
    rest = book_entries(_narrowed(waiting, look.now, text), look)
    rows = [e for e in rest if part in {None, e.part} and e.key not in known]
    return tuple(sorted([*whole, *rows], key=_rank))


def _rank(entry: Entry) -> tuple[int, bool, datetime]:
    return (_ORDER.index(entry.group), entry.primary is None, entry.at)


def _words(entry: Entry) -> str:
    return f"{entry.title} {entry.why}".lower()


def _narrowed(waiting: Waiting, now: datetime, text: str) -> Waiting:
    """Only what carries the text in its numbers and codes."""
    return replace(
        waiting,
        postings=tuple(p for p in waiting.postings if text in _marks(p, now)),
        lacking=tuple(r for r in waiting.lacking if text in _marks_of_row(r)),
        asks=(),
        troubles=(),
        misdated=(),
        remarks=tuple(r for r in waiting.remarks if text in f"{r.source}\n{r.name}\n{r.detail}".lower()),
        refused=(),
        beyond=(),
        strays=(),
        unqueued=0,
    )


def _marks(posting: Posting, now: datetime) -> str:
    hour = same_day_time(posting.hour, now) if posting.hour else ""
    key = " ".join(posting.receipt or ())
    return f"{posting.seq} {hour} {key} {posting.last_code} {posting.last_words}".lower()


def _marks_of_row(row: ReceiptRow) -> str:
    return f"{' '.join(row.key)} {row.lacks}".lower()
