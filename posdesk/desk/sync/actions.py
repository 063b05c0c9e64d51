"""The buttons of the sync page's rows: their words, what a second step asks, and what each one does."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QCoreApplication

from posdesk.desk.bridge.books import Books
from posdesk.desk.bridge.calls import Act
from posdesk.desk.bridge.counter import Counter
from posdesk.desk.paint import ButtonFace, ButtonKind
from posdesk.desk.sync.entry import Entry, EntryAction, Subject
from posdesk.desk.widgets.alt_keys import SyncKey
from posdesk.desk.words.language import QT_TRANSLATE_NOOP
from posdesk.desk.words.lines import LINES
from posdesk.domain.books.hour import Ask
from posdesk.domain.books.posting import Posting
from posdesk.domain.orders.intent import Intent
from posdesk.domain.rights import Right
from posdesk.engine.actions import Actions, BookActions

translate = QCoreApplication.translate

_LABELS = {
    EntryAction.SETTINGS: QT_TRANSLATE_NOOP("sync", "Settings"),
    EntryAction.HOURS: QT_TRANSLATE_NOOP("sync", "See the hour"),
    EntryAction.ASK_AGAIN: QT_TRANSLATE_NOOP("sync", "Ask again now"),
    EntryAction.SEND_NOW: QT_TRANSLATE_NOOP("sync", "Send now"),
    EntryAction.SEND_AGAIN: QT_TRANSLATE_NOOP("sync", "Send again"),
    EntryAction.DECIDE: QT_TRANSLATE_NOOP("sync", "Decide"),
    EntryAction.DONE: QT_TRANSLATE_NOOP("sync", "It took effect"),
    EntryAction.NOT_DONE: QT_TRANSLATE_NOOP("sync", "It did not"),
    EntryAction.UNDO: QT_TRANSLATE_NOOP("sync", "Withdraw"),
    EntryAction.WITHDRAW: QT_TRANSLATE_NOOP("sync", "Withdraw"),
    EntryAction.SURE: QT_TRANSLATE_NOOP("sync", "Don't send it"),
    EntryAction.BACK: QT_TRANSLATE_NOOP("sync", "Back"),
    EntryAction.REPORT: QT_TRANSLATE_NOOP("sync", "Copy the report"),
    EntryAction.SEEN: QT_TRANSLATE_NOOP("sync", "Seen"),
    EntryAction.UNFOLD: QT_TRANSLATE_NOOP("sync", "Show each"),
    EntryAction.FOLD: QT_TRANSLATE_NOOP("sync", "Fold up"),
}
_KEYS = {
    EntryAction.SETTINGS: SyncKey.GO,
    EntryAction.HOURS: SyncKey.GO,
    EntryAction.ASK_AGAIN: SyncKey.ASK_AGAIN,
    EntryAction.SEND_NOW: SyncKey.ASK_AGAIN,
    EntryAction.SEND_AGAIN: SyncKey.SEND,
    EntryAction.DECIDE: SyncKey.DECIDE,
    EntryAction.DONE: SyncKey.YES,
    EntryAction.NOT_DONE: SyncKey.NO,
    EntryAction.UNDO: SyncKey.WITHDRAW,
    EntryAction.WITHDRAW: SyncKey.WITHDRAW,
    EntryAction.SURE: SyncKey.YES,
    EntryAction.BACK: "Esc",
    EntryAction.REPORT: SyncKey.COPY,
    EntryAction.SEEN: SyncKey.SEEN,
    EntryAction.UNFOLD: SyncKey.FOLD,
    EntryAction.FOLD: SyncKey.FOLD,
}
_QUIET = frozenset({EntryAction.BACK, EntryAction.FOLD, EntryAction.UNFOLD})


def action_label(action: EntryAction, entry: Entry) -> str:
    """A button's words for this entry."""
    if action is EntryAction.SEND_AGAIN and entry.count > 1:
        return translate("sync", "Send all {n} again").format(n=f"{entry.count:,}")
    ask = entry.subject.ask
    if action is EntryAction.HOURS and ask is not None and ask.ask in {Ask.COVER, Ask.LACKS, Ask.UNSEEN}:
        return translate("sync", "Go to the hour")
    if action is EntryAction.SETTINGS and entry.subject.lacking:
        return translate("sync", "Add the number")
    if action is EntryAction.HOURS and entry.subject.postings:
        return translate("sync", "Compare")
    if action is EntryAction.SEEN and (said := _seen_label(entry.subject)):
        return said
    return translate("sync", _LABELS[action])


def _seen_label(subject: Subject) -> str:
    """What a call is done with, where it is one."""
    if subject.stray is not None:
        return translate("sync", "Close by name")
    return translate("sync", "Platform told") if subject.refused is not None else ""


def action_face(action: EntryAction, entry: Entry, *, chosen: bool) -> ButtonFace:
    """A button for this entry; its key stands on the chosen row only."""
    kind = ButtonKind.PRIMARY if action is entry.primary else ButtonKind.OUTLINED
    kind = ButtonKind.QUIET if action in _QUIET else kind
    return ButtonFace(action_label(action, entry), _KEYS[action] if chosen else "", kind)


def question(step: EntryAction, entry: Entry, actor: str) -> str:
    """What is asked before a second step; `actor` is the name that will stand in the record."""
    if step is EntryAction.WITHDRAW:
        words = translate(
            "sync", "{platform} will never get it, and the books will differ by it. Recorded: {who}."
        )
        return words.format(platform=LINES[entry.subject.postings[0].book].name, who=actor)
    words = translate(
        "sync", "How did it end? It is recorded in the name of {who}, not as the platform's word."
    )
    return words.format(who=actor)


MOST_AT_ONCE = 40  # a button on a row of many asks for the oldest ones; they show whether it works


def carry_out(action: EntryAction, entry: Entry, counter: Counter, books: Books) -> None:
    """Carry out a row's second step, or its only one."""
    subject = entry.subject
    if subject.pending is not None:
        _do_intent(action, subject.pending.intent, counter)
    elif action is EntryAction.SEEN:
        act = _seen(subject)
        if act is not None:
            books.act(act)
    elif subject.postings:
        _do_postings(action, subject.postings, books)


def _do_intent(action: EntryAction, intent: Intent, counter: Counter) -> None:
    calls: dict[EntryAction, Callable[[], None]] = {
        EntryAction.ASK_AGAIN: lambda: counter.act(partial(Actions.ask_again, seq=intent.seq)),
        EntryAction.DONE: lambda: counter.act(partial(Actions.settle, seq=intent.seq, done=True)),
        EntryAction.NOT_DONE: lambda: counter.act(partial(Actions.settle, seq=intent.seq, done=False)),
        EntryAction.UNDO: lambda: counter.act(partial(Actions.undo, seq=intent.seq)),
        EntryAction.SEND_AGAIN: lambda: counter.people.with_right(
            Right.SEND_AGAIN, lambda: _wish_again(intent, counter), of=intent.seq
        ),
    }
    if action in calls:
        calls[action]()


def _wish_again(intent: Intent, counter: Counter) -> None:
    """After a refusal: a new intent under a new number, with what the first one carried."""
    counter.wish(intent.key, intent.kind, reason=intent.reason, code=intent.code, payments=intent.payments)


def _do_postings(action: EntryAction, postings: tuple[Posting, ...], books: Books) -> None:
    seq = postings[0].seq
    if action in {EntryAction.ASK_AGAIN, EntryAction.SEND_NOW}:
        for posting in postings[:MOST_AT_ONCE]:
            books.act(partial(BookActions.ask_again, seq=posting.seq))
    elif action is EntryAction.SEND_AGAIN:
        books.act(partial(BookActions.retry_alike if len(postings) > 1 else BookActions.retry, seq=seq))
    elif action is EntryAction.SURE:
        books.act(partial(BookActions.withdraw, seq=seq))
    elif action in {EntryAction.DONE, EntryAction.NOT_DONE}:
        books.act(partial(BookActions.settle, seq=seq, done=action is EntryAction.DONE))


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
    stray = subject.stray
    return partial(BookActions.close_stray, number=stray.number) if stray is not None else None
