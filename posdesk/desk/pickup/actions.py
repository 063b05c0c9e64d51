"""What a person does on the Pickup page, passed on to the counter."""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Protocol

from PySide6.QtCore import QObject, Signal

from posdesk.desk.bridge.counter import Counter
from posdesk.desk.bridge.questions import read_history
from posdesk.desk.pickup.cases import OpenCases
from posdesk.desk.pickup.result_words import ResultAction
from posdesk.desk.pickup.words import record_lines
from posdesk.domain.orders.elsewhere import DoneElsewhere
from posdesk.domain.orders.history import HistoryLine
from posdesk.domain.orders.intent import Intent, Kind
from posdesk.domain.orders.order import OrderKey
from posdesk.domain.pickup.pickup import (
    RESULTS,
    Case,
    PickupStep,
    asked_about,
    may_sign,
    step_of,
    verification_of,
)
from posdesk.domain.relay.seen_claim import SeenClaim
from posdesk.domain.rights import Right
from posdesk.engine.actions import Actions


class TakesOver(Protocol):
    """What waits for the answer whether a silent counter's hand-out is taken over."""

    def __call__(self, *, takes_over: bool) -> None:
        """Go on."""


class PickupActions(QObject):
    """Acts on the case on the page. `pending` is the action that waits for its second step.

    `asked` is what the question on the page is about: a silent counter's claim, or that it was given out.
    `record` are the lines of the order's history that its result shows in place of its own.
    """

    changed = Signal()  # the record was read

    def __init__(self, counter: Counter, cases: OpenCases, parent: QObject) -> None:
        """Nothing is done here."""
        super().__init__(parent)
        self._counter, self._cases = counter, cases
        self.pending: ResultAction | None = None
        self.asked: SeenClaim | DoneElsewhere | Intent | None = None
        self._asked_of: OrderKey | None = None
        self._if_yes: Callable[[], None] = _nothing
        self.record: tuple[str, ...] = ()
        self._run: dict[ResultAction, Callable[[], None]] = {
            ResultAction.RECORD: self._ask_record,
            ResultAction.ASK_AGAIN: self._ask_again,
            ResultAction.SAY_DONE: lambda: self._say(ResultAction.SAY_DONE),
            ResultAction.SAY_NOT_DONE: lambda: self._say(ResultAction.SAY_NOT_DONE),
            ResultAction.CONFIRM: self._confirm,
            ResultAction.SIGN: self._sign,
            ResultAction.UNDO: self._undo,
        }

    @property
    def step(self) -> PickupStep:
        """What F8 does now."""
        return step_of(self._cases.current, self._cases.current_view)

    @property
    def intent(self) -> Intent | None:
        """The verification of the case on the page."""
        return verification_of(self._cases.current, self._cases.current_view) if self._cases.current else None

    def press(self) -> PickupStep:
        """F8, and the large button: verify, or hand over; returns what it was."""
        case, step = self._cases.current, self.step
        if case is None or case.key is None:
            return PickupStep.NOTHING
        if step is PickupStep.ASK_CODE:
            self._cases.ask_code()
        elif step is PickupStep.VERIFY:
            intent = self.intent
            code = case.code or (intent.code if intent is not None else "")
            self._ask_first(case.key, partial(self._verify, case.key, code))
        elif step is PickupStep.HAND_OVER:
            self._ask_first(case.key, partial(self._hand_over, case, case.key))
        return step

    def look(self) -> None:
        """The order may have changed: a question about a claim that is silent no more is no question."""
        case, asks = self._cases.current, asked_about(self._cases.current_view)
        if self.asked is None:
            return
        is_other = case is None or case.key != self._asked_of
        if is_other or asks is None or _which(asks) != _which(self.asked):
            self.close_step()

    def close_step(self) -> bool:
        """Back from a second step; whether there was one."""
        had = self.pending is not None
        self.pending, self.asked, self._asked_of, self._if_yes = None, None, None, _nothing
        return had

    def begin_anew(self) -> None:
        """Another case is on the page, or none."""
        self.close_step()
        self.record = ()

    def do(self, action: ResultAction) -> None:
        """A button on a result; those that only put it away are the page's own."""
        if action in self._run:
            self._run[action]()

    def _ask_first(self, key: OrderKey, go: TakesOver) -> None:
        """At once, or after the question: it was given out here, or another counter did or began to."""
        asks = asked_about(self._counter.view(key))
        if asks is None:
            go(takes_over=False)
        else:
            self.pending, self.asked, self._asked_of = ResultAction.TAKE_OVER, asks, key
            self._if_yes = partial(go, takes_over=not isinstance(asks, Intent))

    def _verify(self, key: OrderKey, code: str, *, takes_over: bool) -> None:
        self._counter.wish(key, Kind.VERIFY, code=code, takes_over=takes_over)

    def _hand_over(self, case: Case, key: OrderKey, *, takes_over: bool) -> None:
        self._cases.mark_handed_over(case.number)
        undone = partial(self._cases.not_handed_over, case.number)
        self._counter.act(partial(Actions.hand_over, key=key, takes_over=takes_over), undone=undone)

    def _confirm(self) -> None:
        """The second step, whichever it is of."""
        if self.pending is ResultAction.TAKE_OVER:
            go = self._if_yes
            self.close_step()
            go()
        else:
            self._settle()

    def _ask_record(self) -> None:
        case = self._cases.current
        if case is not None and case.key is not None:
            self._counter.ask(self._hear_record, read_history, case.key)

    def _hear_record(self, lines: tuple[HistoryLine, ...], key: OrderKey) -> None:
        case = self._cases.current
        if case is not None and case.key == key and self._cases.face(case) in RESULTS:
            self.record = record_lines(lines)
            self.changed.emit()

    def _say(self, action: ResultAction) -> None:
        self.pending = action

    def _ask_again(self) -> None:
        if self.intent is not None:
            self._counter.act(partial(Actions.ask_again, seq=self.intent.seq))

    def _settle(self) -> None:
        """The second step: a person's word; what was not verified is sent again under a new number."""
        intent, pending = self.intent, self.pending
        self.pending = None
        if intent is not None and pending is not None:
            of = intent.seq, pending
            self._counter.people.with_right(Right.SETTLE, lambda: self._say_so(intent, pending), of=of)

    def _say_so(self, intent: Intent, pending: ResultAction) -> None:
        self._counter.act(partial(Actions.settle, seq=intent.seq, done=pending is ResultAction.SAY_DONE))
        if pending is ResultAction.SAY_NOT_DONE:
            self._counter.wish(intent.key, Kind.VERIFY, code=intent.code)

    def _sign(self) -> None:
        """Hand out against signature: a verification that waits is replaced, so that its row says so."""
        case, key = self._cases.current, self._cases.current.key if self._cases.current else None
        if case is not None and key is not None:
            self._ask_first(key, partial(self._ask_right, case, key))

    def _ask_right(self, case: Case, key: OrderKey, *, takes_over: bool) -> None:
        go = partial(self._hand_out, case, key, takes_over=takes_over)
        self._counter.people.with_right(Right.HAND_OUT, go, of=key)

    def _hand_out(self, case: Case, key: OrderKey, *, takes_over: bool) -> None:
        view = self._counter.view(key)
        if not may_sign(case, view):
            return  # it ended while the PIN was typed: its card says how
        intent = verification_of(case, view)
        if intent is not None:
            self._counter.act(partial(Actions.undo, seq=intent.seq))
        code = intent.code if intent is not None else case.code
        self._counter.wish(key, Kind.VERIFY, code=code, without_answer=True, takes_over=takes_over)

    def _undo(self) -> None:
        if self.intent is not None:
            self._counter.act(partial(Actions.undo, seq=self.intent.seq))


def _nothing() -> None:
    """Nothing is asked."""


def _which(asked: SeenClaim | DoneElsewhere | Intent) -> tuple[str, str, datetime]:
    """Which taking, or which hand-out, it is."""
    if isinstance(asked, Intent):
        return asked.seq, asked.counter, asked.pressed_at
    instance = asked.instance if isinstance(asked, SeenClaim) else ""
    return instance, asked.counter, asked.at
