"""What the sync page's buttons ask of the counter and of the books."""

from collections.abc import Callable
from functools import partial

from posdesk.desk.bridge.books import Books
from posdesk.desk.bridge.calls import Act
from posdesk.desk.bridge.counter import Counter
from posdesk.desk.sync.entry import Deed, Entry, Subject
from posdesk.domain.books.posting import Posting
from posdesk.domain.orders.intent import Intent
from posdesk.domain.rights import Right
from posdesk.engine.actions import Actions, BookActions

MOST_AT_ONCE = 40  # a button on a row of many asks for the oldest ones; they show whether it works


def do(deed: Deed, entry: Entry, counter: Counter, books: Books) -> None:
    """Carry out a row's second step, or its only one."""
    subject = entry.subject
    if subject.pending is not None:
        _do_intent(deed, subject.pending.intent, counter)
    elif deed is Deed.SEEN:
        act = _seen(subject)
        if act is not None:
            books.act(act)
    elif subject.postings:
        _do_postings(deed, subject.postings, books)


def _do_intent(deed: Deed, intent: Intent, counter: Counter) -> None:
    calls: dict[Deed, Callable[[], None]] = {
        Deed.ASK_AGAIN: lambda: counter.act(partial(Actions.ask_again, seq=intent.seq)),
        Deed.DONE: lambda: counter.act(partial(Actions.settle, seq=intent.seq, done=True)),
        Deed.NOT_DONE: lambda: counter.act(partial(Actions.settle, seq=intent.seq, done=False)),
        Deed.UNDO: lambda: counter.act(partial(Actions.undo, seq=intent.seq)),
        Deed.SEND_AGAIN: lambda: counter.people.with_right(
            Right.SEND_AGAIN, lambda: _wish_again(intent, counter), of=intent.seq
        ),
    }
    if deed in calls:
        calls[deed]()


def _wish_again(intent: Intent, counter: Counter) -> None:
    """After a refusal: a new intent under a new number, with what the first one carried."""
    counter.wish(intent.key, intent.kind, reason=intent.reason, code=intent.code, payments=intent.payments)


def _do_postings(deed: Deed, postings: tuple[Posting, ...], books: Books) -> None:
    seq = postings[0].seq
    if deed in {Deed.ASK_AGAIN, Deed.SEND_NOW}:
        for posting in postings[:MOST_AT_ONCE]:
            books.act(partial(BookActions.ask_again, seq=posting.seq))
    elif deed is Deed.SEND_AGAIN:
        books.act(partial(BookActions.retry_alike if len(postings) > 1 else BookActions.retry, seq=seq))
    elif deed is Deed.SURE:
        books.act(partial(BookActions.withdraw, seq=seq))
    elif deed in {Deed.DONE, Deed.NOT_DONE}:
        books.act(partial(BookActions.settle, seq=seq, done=deed is Deed.DONE))


def _seen(subject: Subject) -> Act | None:
    """Somebody has read what stands there."""
    if subject.trouble is not None:
        return partial(BookActions.acknowledge_trouble, number=subject.trouble.number)
    if subject.misdated is not None:
        return partial(BookActions.acknowledge_misdated, seen=subject.misdated)
    if subject.remark is not None:
        return partial(BookActions.acknowledge_remark, number=subject.remark.number)
    if subject.refused is not None:
        return partial(BookActions.acknowledge_refused, number=subject.refused.number)
    if subject.beyond is not None:
        return partial(BookActions.acknowledge_beyond, partner=subject.beyond.partner)
    return None
