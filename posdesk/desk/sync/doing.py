"""What the sync page's buttons ask of the counter and of the books."""

from collections.abc import Callable

from posdesk.desk.books import Books
from posdesk.desk.counter import Counter, with_right
from posdesk.desk.sync.entry import Deed, Entry
from posdesk.domain.intent import Intent
from posdesk.domain.posting import Posting
from posdesk.domain.rights import Right

MOST_AT_ONCE = 40  # a button on a row of many asks for the oldest ones; they show whether it works


def do(deed: Deed, entry: Entry, counter: Counter, books: Books) -> None:
    """Carry out a row's second step, or its only one."""
    subject = entry.subject
    if subject.pending is not None:
        _do_intent(deed, subject.pending.intent, counter)
    elif subject.trouble is not None and deed is Deed.SEEN:
        books.acknowledge_trouble(subject.trouble.number)
    elif subject.misdated is not None and deed is Deed.SEEN:
        books.acknowledge_misdated(subject.misdated)
    elif subject.remark is not None and deed is Deed.SEEN:
        books.acknowledge_remark(subject.remark.number)
    elif subject.refused is not None and deed is Deed.SEEN:
        books.acknowledge_refused(subject.refused.number)
    elif subject.beyond is not None and deed is Deed.SEEN:
        books.acknowledge_beyond(subject.beyond.partner)
    elif subject.postings:
        _do_postings(deed, subject.postings, books)


def _do_intent(deed: Deed, intent: Intent, counter: Counter) -> None:
    calls: dict[Deed, Callable[[], None]] = {
        Deed.ASK_AGAIN: lambda: counter.ask_again(intent.seq),
        Deed.DONE: lambda: counter.settle(intent.seq, done=True),
        Deed.NOT_DONE: lambda: counter.settle(intent.seq, done=False),
        Deed.UNDO: lambda: counter.undo(intent.seq),
        Deed.SEND_AGAIN: lambda: with_right(
            counter, Right.SEND_AGAIN, intent.key, lambda: _wish_again(intent, counter)
        ),
    }
    if deed in calls:
        calls[deed]()


def _wish_again(intent: Intent, counter: Counter) -> None:
    """After a refusal: a new intent under a new number, with what the first one carried."""
    counter.wish(intent.key, intent.kind, reason=intent.reason, code=intent.code, payments=intent.payments)


def _do_postings(deed: Deed, postings: tuple[Posting, ...], books: Books) -> None:
    first = postings[0]
    if deed in {Deed.ASK_AGAIN, Deed.SEND_NOW}:
        for posting in postings[:MOST_AT_ONCE]:
            books.ask_again(posting.seq)
    elif deed is Deed.SEND_AGAIN:
        books.retry(first.seq, all_alike=len(postings) > 1)
    elif deed is Deed.SURE:
        books.withdraw(first.seq)
    elif deed in {Deed.DONE, Deed.NOT_DONE}:
        books.settle(first.seq, done=deed is Deed.DONE)
