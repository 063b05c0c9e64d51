"""What a person does on the Pickup page, passed on to the counter."""

from collections.abc import Callable
from functools import partial

from posdesk.desk.bridge.counter import Counter
from posdesk.desk.pickup.pile import Pile
from posdesk.desk.pickup.result import Deed
from posdesk.domain.orders.intent import Intent, Kind
from posdesk.domain.orders.order import OrderKey
from posdesk.domain.pickup.pickup import Case, PickupStep, may_sign, step_of, verification_of
from posdesk.domain.rights import Right
from posdesk.engine.actions import Actions


class Hands:
    """Acts on the case on top. `saying` is the deed that waits for its second step."""

    def __init__(self, counter: Counter, pile: Pile) -> None:
        """Nothing is done here."""
        self._counter, self._pile = counter, pile
        self.saying: Deed | None = None
        self._deeds: dict[Deed, Callable[[], None]] = {
            Deed.ASK_AGAIN: self._ask_again,
            Deed.SAY_DONE: lambda: self._say(Deed.SAY_DONE),
            Deed.SAY_NOT_DONE: lambda: self._say(Deed.SAY_NOT_DONE),
            Deed.CONFIRM: self._settle,
            Deed.SIGN: self._sign,
            Deed.UNDO: self._undo,
        }

    @property
    def step(self) -> PickupStep:
        """What F8 does now."""
        return step_of(self._pile.top, self._pile.top_view)

    @property
    def intent(self) -> Intent | None:
        """The verification of the case on top."""
        return verification_of(self._pile.top, self._pile.top_view) if self._pile.top else None

    def press(self) -> PickupStep:
        """F8, and the large button: verify, or hand over; returns what it was."""
        case, step = self._pile.top, self.step
        if case is None or case.key is None:
            return PickupStep.NOTHING
        if step is PickupStep.ASK_CODE:
            self._pile.ask_code()
        elif step is PickupStep.VERIFY:
            self._counter.wish(case.key, Kind.VERIFY, code=case.code)
        elif step is PickupStep.HAND_OVER:
            self._pile.mark_handed_over()
            self._counter.act(partial(Actions.hand_over, key=case.key))
        return step

    def do(self, deed: Deed) -> None:
        """A button on a result; those that only put it away are the page's own."""
        if deed in self._deeds:
            self._deeds[deed]()

    def _say(self, deed: Deed) -> None:
        self.saying = deed

    def _ask_again(self) -> None:
        if self.intent is not None:
            self._counter.act(partial(Actions.ask_again, seq=self.intent.seq))

    def _settle(self) -> None:
        """The second step: a person's word; what was not verified is sent again under a new number."""
        intent, saying = self.intent, self.saying
        self.saying = None
        if intent is not None and saying is not None:
            of = intent.seq, saying
            self._counter.people.with_right(Right.SETTLE, lambda: self._say_so(intent, saying), of=of)

    def _say_so(self, intent: Intent, saying: Deed) -> None:
        self._counter.act(partial(Actions.settle, seq=intent.seq, done=saying is Deed.SAY_DONE))
        if saying is Deed.SAY_NOT_DONE:
            self._counter.wish(intent.key, Kind.VERIFY, code=intent.code)

    def _sign(self) -> None:
        """Hand out against signature: a verification that waits is replaced, so that its row says so."""
        case, key = self._pile.top, self._pile.top.key if self._pile.top else None
        if case is not None and key is not None:
            self._counter.people.with_right(Right.HAND_OUT, lambda: self._hand_out(case, key), of=key)

    def _hand_out(self, case: Case, key: OrderKey) -> None:
        view = self._counter.view(key)
        if not may_sign(case, view):
            return  # it ended while the PIN was typed: its card says how
        intent = verification_of(case, view)
        if intent is not None:
            self._counter.act(partial(Actions.undo, seq=intent.seq))
        code = intent.code if intent is not None else case.code
        self._counter.wish(key, Kind.VERIFY, code=code, without_answer=True)

    def _undo(self) -> None:
        if self.intent is not None:
            self._counter.act(partial(Actions.undo, seq=self.intent.seq))
