"""What became of an intent, as the chip that its card shows (design.md, 'States in words')."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from PySide6.QtCore import QCoreApplication

from posdesk.desk.theme import Sign, StateRole
from posdesk.desk.words.say import same_day_time
from posdesk.desk.words.states import conflict_words, kind_name, outcome_said, passed_over_words
from posdesk.domain.orders.board import OrderView
from posdesk.domain.orders.intent import Intent, Kind, Outcome, Seq

FADES_AFTER = timedelta(seconds=10)  # a confirmation has been seen by then
_FADING = frozenset({Outcome.CONFIRMED, Outcome.SETTLED_DONE, Outcome.SETTLED_NOT_DONE})
_SILENT = frozenset({Outcome.WITHDRAWN})  # undone: the card is back where it was, that says it


@dataclass(frozen=True, slots=True)
class Chip:
    """One chip. `kind` and `waits` while its undo time runs, `until` is when it fades (aware)."""

    text: str
    role: StateRole
    sign: Sign | None = None
    seq: Seq | None = None
    kind: Kind | None = None
    undoable: bool = False
    waits: bool = False
    until: datetime | None = None


def chips_of(view: OrderView, now: datetime, counter: str, waits: frozenset[Seq]) -> tuple[Chip, ...]:
    """The chips of an order; `waits` are the queued intents whose undo time still runs."""
    shown = [chip for intent in _told(view) if (chip := _chip(intent, now, counter, waits))]
    if view.order.conflict:
        shown.append(_warning(conflict_words(view.order.conflict)))
    if view.order.passed_over and not view.order.is_final:
        shown.append(_warning(passed_over_words(view.order.passed_over, now)))
    if view.twins:
        words = QCoreApplication.translate("Orders", "Another open order has number {number}, too")
        shown.append(_warning(words.format(number=view.order.content.tbillno)))
    return tuple(shown)


def _told(view: OrderView) -> tuple[Intent, ...]:
    """All that is open, and the one pressed last."""
    opened = tuple(i for i in view.intents if i.is_open)
    last = view.last
    return opened if last is None or last.is_open else (*opened, last)


def _chip(intent: Intent, now: datetime, counter: str, waits: frozenset[Seq]) -> Chip | None:
    if intent.outcome is Outcome.QUEUED:
        return _queued(intent, now, waits=intent.seq in waits)
    faded = intent.outcome in _FADING and intent.ended_at and now >= intent.ended_at + FADES_AFTER
    if faded or intent.outcome in _SILENT:
        return None
    said = outcome_said(intent, now_counter=counter)
    until = intent.ended_at + FADES_AFTER if intent.ended_at and intent.outcome in _FADING else None
    return Chip(said.text, said.role, said.sign, intent.seq, intent.kind, until=until)


def _queued(intent: Intent, now: datetime, *, waits: bool) -> Chip:
    if not waits and intent.attempts:
        text, sign = _offline(intent, now), Sign.CLOCK
    else:
        text, sign = outcome_said(intent).text, Sign.CLOCK
    return Chip(text, StateRole.SENDING, sign, intent.seq, intent.kind, undoable=True, waits=waits)


def _offline(intent: Intent, now: datetime) -> str:
    if intent.expires_at is None:
        text = QCoreApplication.translate("Orders", "Offline, {what} is queued")
        return text.format(what=kind_name(intent.kind))
    text = QCoreApplication.translate("Orders", "Offline, queued until {time}")
    return text.format(time=same_day_time(intent.expires_at, now))


def _warning(text: str) -> Chip:
    return Chip(text, StateRole.DIFFERS, Sign.WARNING)
