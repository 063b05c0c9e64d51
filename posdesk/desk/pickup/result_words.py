"""What a result says: what happened, what to do, in the colours of its state."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from math import ceil
from types import MappingProxyType

from PySide6.QtCore import QCoreApplication

from posdesk.desk.bridge.counter import Counter
from posdesk.desk.pickup.words import (
    platforms_words,
    silent_words,
    sound_words,
    spaced,
    used_words,
    who_and_how,
)
from posdesk.desk.theme import Sign, StateRole
from posdesk.desk.words.partners import called, names_of
from posdesk.desk.words.relay import once_more_words, signed_once_words, takes_over_words
from posdesk.desk.words.rights import asks_words, signer_name
from posdesk.desk.words.say import actor_name, exact_time, joined, same_day_time, who_and_where
from posdesk.desk.words.states import answer_words, close_reason_words
from posdesk.domain.orders.board import OrderView
from posdesk.domain.orders.elsewhere import DoneElsewhere
from posdesk.domain.orders.intent import Intent, Outcome
from posdesk.domain.orders.source import Source
from posdesk.domain.pickup.lookup import Found
from posdesk.domain.pickup.pickup import CUES, FOLDING, Case, Face, may_sign, may_take_over, verification_of
from posdesk.domain.relay.seen_claim import SeenClaim
from posdesk.domain.rights import Right

translate = QCoreApplication.translate

NOBODY: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class ResultWords:
    """A result's head (role, sign, title), who it is about, what happened, and what to do (in bold)."""

    role: StateRole
    sign: Sign
    title: str
    who: str = ""
    lines: tuple[str, ...] = ()
    todo: str = ""


class ResultAction(StrEnum):
    """What a button on a result does; they stand in this order."""

    LATER = "later"  # put it into the list of what waits
    ASK_AGAIN = "ask_again"
    RECORD = "record"
    UNDO = "undo"
    SIGN = "sign"
    SAY_DONE = "say_done"
    SAY_NOT_DONE = "say_not_done"
    TAKE_OVER = "take_over"  # no button: the question that F8 or a signature brings
    BACK = "back"
    CONFIRM = "confirm"
    DISMISS = "dismiss"


@dataclass(frozen=True, slots=True)
class ResultView:
    """A result as a whole: its words, its order, which actions it offers, and the small line at its foot.

    `pending` is the action that waits for its second step, by `actor`; `record` the order's history in lines.
    """

    words: ResultWords
    actions: tuple[ResultAction, ...]
    source: Source | None = None
    number: str = ""
    foot: str = ""
    folds: str = ""
    pending: ResultAction | None = None
    actor: str = ""
    record: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Told:
    """What a result's words are made of."""

    case: Case
    view: OrderView | None
    now: datetime
    names: Mapping[str, str]

    @property
    def intent(self) -> Intent | None:
        """The verification of this case."""
        return verification_of(self.case, self.view)

    @property
    def who(self) -> str:
        """The customer, and how the order goes out."""
        return who_and_how(self.view.order.content) if self.view else spaced(self.case.code)

    @property
    def platform(self) -> str:
        """Whose page tells more: the partner that the order came from, whatever site it was placed on."""
        if self.view is None:
            return ""
        partner = self.view.order.key.partner
        return self.names.get(partner) or called(partner)


def result_view(
    face: Face,
    case: Case,
    view: OrderView | None,
    counter: Counter,
    *,
    fold_s: float = 0.0,
    heard: bool = True,
) -> ResultView:
    """A result as its card shows it; `fold_s` is how long it stays yet, in seconds.

    Where nothing can be `heard` it names no sound.
    """
    words = result_words(face, case, view, counter.clock.now(), names_of(counter.status()))
    folds = translate("pickup", "Folds in {n} s").format(n=max(1, ceil(fold_s))) if face in FOLDING else ""
    actions = _actions_of(face, case, view)
    note = sound_words(CUES.get(face)) if heard else ""
    if ResultAction.SIGN in actions:
        note = asks_words(counter.people.asks(Right.HAND_OUT)) or note
    return ResultView(
        words=words,
        actions=actions,
        source=view.order.content.source if view else None,
        number=view.order.content.number if view else "",
        foot=note,
        folds=folds,
        actor=signer_name(counter.people.asks(Right.SETTLE), counter.actor()),
    )


def question_view(asked: SeenClaim | DoneElsewhere | Intent, view: OrderView) -> ResultView:
    """The question before what was given out, or what another counter began to, is handed out here."""
    if isinstance(asked, Intent):
        said = signed_once_words(asked)
        title = translate("pickup", "It was handed out here before")
    elif isinstance(asked, DoneElsewhere):
        said = once_more_words(asked)
        title = translate("pickup", "Another counter has handed it out")
    else:
        said = takes_over_words(None, asked.counter, asked.actor, asked.at)
        title = translate("pickup", "Another counter began to hand it out")
    order = view.order.content
    words = ResultWords(StateRole.HALF, Sign.WARNING, title, who_and_how(order), (said.what,), said.todo)
    actions = (ResultAction.BACK, ResultAction.CONFIRM)
    return ResultView(words, actions, order.source, order.number, pending=ResultAction.TAKE_OVER)


def _actions_of(face: Face, case: Case, view: OrderView | None) -> tuple[ResultAction, ...]:
    intent = verification_of(case, view)
    if face in FOLDING:
        return ()
    if face is Face.UNKNOWN:
        settles = intent is not None and intent.outcome is Outcome.UNKNOWN
        asks = (ResultAction.ASK_AGAIN, ResultAction.SAY_DONE, ResultAction.SAY_NOT_DONE) if settles else ()
        return (ResultAction.LATER, *asks)
    if face is Face.USED and view is not None:
        return (ResultAction.RECORD, ResultAction.DISMISS)
    if face is not Face.CANNOT:
        return (ResultAction.DISMISS,)
    signs = may_sign(case, view)
    waiting = intent is not None and intent.outcome is Outcome.QUEUED
    return (
        *((ResultAction.SIGN,) if signs else ()),
        *((ResultAction.UNDO, ResultAction.LATER) if waiting else (ResultAction.DISMISS,)),
    )


def result_words(
    face: Face, case: Case, view: OrderView | None, now: datetime, names: Mapping[str, str] = NOBODY
) -> ResultWords:
    """The words of a result; `now` is aware, `names` are the partners' for people.

    Raises KeyError for a face that is no result.
    """
    return _WORDS[face](_Told(case, view, now, names))


def _done(told: _Told) -> ResultWords:
    title = translate("pickup", "Verified")
    todo = translate("pickup", "Hand it over.")
    line = translate("pickup", "Confirmed by the platform    {time}    {who}")
    intent = told.intent
    lines: tuple[str, ...] = ()
    if intent is not None:
        at = exact_time(intent.ended_at or told.now)
        lines = (line.format(time=at, who=who_and_where(intent.actor, intent.counter)),)
    return ResultWords(StateRole.DONE, Sign.CHECK_CIRCLE, title, told.who, lines, todo)


def _handed_over(told: _Told) -> ResultWords:
    title = translate("pickup", "Handed over")
    line = translate("pickup", "Recorded here only: this order needs no verification, nothing was sent.")
    return ResultWords(StateRole.DONE, Sign.CHECK_CIRCLE, title, told.who, (line,))


def _signed(told: _Told) -> ResultWords:
    title = translate("pickup", "Handed out against signature")
    line = translate("pickup", "Not verified yet: it waits and is sent once the platform answers again.")
    todo = translate("pickup", "Have the customer sign. It is listed until it is verified.")
    return ResultWords(StateRole.HALF, Sign.NOTE, title, told.who, (line,), todo)


def _settled(told: _Told) -> ResultWords:
    title = translate("pickup", "Recorded as verified")
    line = translate("pickup", "{who} says so; the platform did not confirm it.")
    who = told.intent.settled_by if told.intent else ""
    todo = translate("pickup", "Hand it over.")
    return ResultWords(StateRole.USED, Sign.PERSON, title, told.who, (line.format(who=who),), todo)


def _wrong(told: _Told) -> ResultWords:
    found = told.case.lookup.found if told.case.lookup is not None else Found.ONE
    if found is Found.OTHER_STORE:
        return _other_store(told)
    return _nobody_knows(told) if found is Found.NONE else _refused(told)


def _other_store(told: _Told) -> ResultWords:
    store = told.case.lookup.other_store if told.case.lookup else ""
    who = translate("pickup", "This order belongs to {store}").format(store=store)
    todo = translate("pickup", "Send the customer to {store}. Hand nothing out.").format(store=store)
    lines = _said(platforms_words(told.case.lookup), spaced(told.case.code))
    title = translate("pickup", "Can't be verified here")
    return ResultWords(StateRole.HALF, Sign.WARNING, title, who, lines, todo)


def _nobody_knows(told: _Told) -> ResultWords:
    title = translate("pickup", "Nobody knows this code")
    line = translate("pickup", "All platforms that were asked answered: no order has this code.")
    todo = translate("pickup", "Compare the code with the customer's, then scan it again. Hand nothing out.")
    lines = _said(line, platforms_words(told.case.lookup))
    return ResultWords(StateRole.HALF, Sign.WARNING, title, spaced(told.case.code), lines, todo)


def _refused(told: _Told) -> ResultWords:
    title = translate("pickup", "Can't be verified here")
    line = translate("pickup", "This order was refused by us.")
    if told.intent is not None:
        line = answer_words(told.intent)
    todo = translate("pickup", "Hand nothing out. Look at this order on {platform}'s own page.")
    todo = todo.format(platform=told.platform)
    if told.intent is not None and (to := told.intent.lost_to) is not None:
        todo = translate("pickup", "Hand nothing out. Ask at counter {n} whether the customer has it.")
        if may_take_over(told.case, told.view):
            todo = translate("pickup", "Ask at counter {n} whether the customer has it. If not, press F8.")
        todo = todo.format(n=to.counter)
    return ResultWords(StateRole.HALF, Sign.WARNING, title, told.who, (line,), todo)


def _cancelled(told: _Told) -> ResultWords:
    title = translate("pickup", "This order is cancelled")
    todo = translate("pickup", "Hand nothing out. {platform} settles it with the customer.")
    at = told.view.order.state_at if told.view else None
    line = translate("pickup", "Cancelled {time}.")
    lines = (line.format(time=same_day_time(at, told.now)),) if at else ()
    return ResultWords(StateRole.STOP, Sign.STOP, title, told.who, lines, todo.format(platform=told.platform))


def _closed(told: _Told) -> ResultWords:
    title = translate("pickup", "This order is closed here")
    todo = translate("pickup", "Hand nothing out yet. A manager opens it again: F10, F5, then Alt+E.")
    closed = told.view.order.closed if told.view else None
    line = translate("pickup", "{time}    {who}    {why}")
    lines: tuple[str, ...] = ()
    if closed is not None:
        why = close_reason_words(closed.reason)
        said = line.format(time=same_day_time(closed.at, told.now), who=actor_name(closed.by), why=why)
        lines = (said,)
    return ResultWords(StateRole.USED, Sign.NOTE, title, told.who, lines, todo)


def _used(told: _Told) -> ResultWords:
    title = translate("pickup", "This code has been used")
    todo = translate("pickup", "Ask the customer whether it was fetched. Don't give a second one.")
    lookup = told.case.lookup
    own = used_words(lookup.used) if lookup is not None and lookup.used else _completed(told)
    silent = silent_words(lookup)
    other = translate("pickup", "Another order there may have this code, too.") if silent else ""
    lines = _said(own, platforms_words(lookup), joined(silent, other))
    return ResultWords(StateRole.USED, Sign.CROSS_SQUARE, title, told.who, lines, todo)


def _completed(told: _Told) -> str:
    if told.view is None:
        return ""
    at = same_day_time(told.view.order.state_at, told.now)
    return translate("pickup", "This order was completed {time}.").format(time=at)


def _unknown(told: _Told) -> ResultWords:
    title = translate("pickup", "Result unknown")
    todo = translate(
        "pickup", "Don't hand it over yet. Look on {platform}'s own page whether it is verified."
    )
    lines = _said(*_asking_again(told.intent)) if told.intent else ()
    return ResultWords(
        StateRole.UNKNOWN, Sign.QUESTION, title, told.who, lines, todo.format(platform=told.platform)
    )


def _asking_again(intent: Intent) -> tuple[str, ...]:
    asked = translate("pickup", "Asked again with the same number. Repeats so far: {n}.")
    answer = answer_words(intent)
    if intent.needs_person:
        more = translate("pickup", "It is not asked again by itself.")
    elif intent.outcome is Outcome.SENDING or intent.next_at is None:
        more = translate("pickup", "Being asked again now.")
    else:
        more = translate("pickup", "Asked again at {time}.").format(time=exact_time(intent.next_at))
    return answer, joined(asked.format(n=max(0, intent.attempts - 1)), more)


def _cannot(told: _Told) -> ResultWords:
    title = translate("pickup", "Cannot be checked now")
    todo = translate("pickup", "Nothing is verified. A manager can hand it out against signature.")
    lines = _said(*_waiting(told)) if told.intent else _said(silent_words(told.case.lookup), _who_asked(told))
    return ResultWords(StateRole.UNKNOWN, Sign.QUESTION, title, told.who, lines, todo)


def _waiting(told: _Told) -> tuple[str, ...]:
    intent = told.intent
    assert intent is not None
    queued = translate("pickup", "The verification waits here and goes out once the platform answers.")
    if intent.next_at is None:
        return answer_words(intent), queued
    next_words = translate("pickup", "Next try {time}.").format(time=exact_time(intent.next_at))
    return answer_words(intent), joined(queued, next_words)


def _who_asked(told: _Told) -> str:
    if told.view is not None:
        return ""
    return translate("pickup", "Which order it is can't be seen either: find it by its number with F10.")


def _said(*lines: str) -> tuple[str, ...]:
    return tuple(line for line in lines if line)


_WORDS: dict[Face, Callable[[_Told], ResultWords]] = {
    Face.DONE: _done,
    Face.HANDED_OVER: _handed_over,
    Face.SIGNED: _signed,
    Face.SETTLED: _settled,
    Face.WRONG: _wrong,
    Face.CANCELLED: _cancelled,
    Face.CLOSED: _closed,
    Face.USED: _used,
    Face.UNKNOWN: _unknown,
    Face.CANNOT: _cannot,
}
