"""One pickup at the counter: what is at hand, what its page shows of it, when F8 waits (product rows 30-33).

Pure: a case is a look-up or an order opened from the board; its face follows from it and the intents.

While codes come in, F8 may verify only an order that a person has seen since the last scan, since verifying
can't be undone. From a burst's second character until its result is shown, and after a scan that could not be
read until a new one's result is shown or a person picks an order, the order on the page may be another
customer's.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum, StrEnum
from typing import TYPE_CHECKING

from posdesk.domain.orders.board import Action, OrderView, actions_of
from posdesk.domain.orders.intent import Intent, Kind, Outcome, Seq
from posdesk.domain.orders.order import OrderKey, OrderState, Origin
from posdesk.domain.orders.ringing import Cue
from posdesk.domain.pickup.lookup import Found, Lookup

if TYPE_CHECKING:
    from posdesk.domain.orders.elsewhere import DoneElsewhere
    from posdesk.domain.relay.seen_claim import SeenClaim


class Face(StrEnum):
    """What stands on the page."""

    EMPTY = "empty"
    ASKING = "asking"  # nobody has answered yet
    CHOICE = "choice"  # the code fits several orders
    CARD = "card"  # one order, nothing done yet
    SENDING = "sending"  # the verification is on its way
    DONE = "done"
    HANDED_OVER = "handed_over"
    SIGNED = "signed"  # handed out against signature, to be verified later
    SETTLED = "settled"  # a person said that it is verified
    WRONG = "wrong"  # another store, a wrong state, refused, or nobody knows the code
    CANCELLED = "cancelled"
    CLOSED = "closed"  # closed here: a manager opens it again
    USED = "used"
    UNKNOWN = "unknown"
    CANNOT = "cannot"  # nobody could be asked


RESULTS = frozenset(Face) - {Face.EMPTY, Face.ASKING, Face.CHOICE, Face.CARD, Face.SENDING}
FOLDING = frozenset({Face.DONE, Face.HANDED_OVER})
FOLD_S = 3.0

CUES = {
    Face.DONE: Cue.DONE,
    Face.HANDED_OVER: Cue.DONE,
    Face.WRONG: Cue.WRONG,
    Face.CANCELLED: Cue.WRONG,
    Face.CLOSED: Cue.WRONG,
    Face.USED: Cue.USED,
    Face.UNKNOWN: Cue.UNKNOWN,
    Face.CANNOT: Cue.UNKNOWN,
}


@dataclass(frozen=True, slots=True)
class Case:
    """One pickup at hand. `number` is ours, `code` is what was scanned or typed, empty from the board.

    `key` is the order meant: the only one, the chosen one, or the one that was open when its code was asked
    for. `handed_over` is whether the local hand-over was pressed here; `before` are verifications that had
    ended before this case began.
    """

    number: int
    lookup: Lookup | None = None
    key: OrderKey | None = None
    handed_over: bool = False
    before: frozenset[Seq] = frozenset()

    @property
    def code(self) -> str:
        """The scanned or typed code, empty for an order opened from the board."""
        return self.lookup.code if self.lookup else ""


def with_lookup(case: Case, lookup: Lookup) -> Case:
    """The same case after another answer. The only fitting order is taken, one of several never."""
    if len(lookup.keys) == 1:
        return replace(case, lookup=lookup, key=lookup.keys[0])
    kept = case.key if case.key in lookup.keys or not lookup.keys else None
    return replace(case, lookup=lookup, key=kept)


def ended_verifications(view: OrderView | None) -> frozenset[Seq]:
    """What a new case on this order leaves out of account."""
    intents = view.intents if view is not None else ()
    return frozenset(i.seq for i in intents if i.kind is Kind.VERIFY and not i.is_open)


def verification_of(case: Case, view: OrderView | None) -> Intent | None:
    """The verification that belongs to this case: still open, or pressed after the case began."""
    if view is None:
        return None
    verifications = [i for i in view.intents if i.kind is Kind.VERIFY]
    last = verifications[-1] if verifications else None
    return last if last is not None and (last.is_open or last.seq not in case.before) else None


def face_of(case: Case | None, view: OrderView | None) -> Face:
    """What to show; `view` is the case's order as last read."""
    if case is None:
        return Face.EMPTY
    intent = verification_of(case, view)
    if intent is not None and (intent.outcome not in _TAKEN_BACK or intent.lost_to is not None):
        return _face_of_intent(intent)
    if case.handed_over and view is not None and view.order.state is OrderState.COMPLETED:
        return Face.HANDED_OVER
    return _face_of_lookup(case, view)


_TAKEN_BACK = frozenset({Outcome.WITHDRAWN, Outcome.SETTLED_NOT_DONE})
_ENDED = {
    Outcome.CONFIRMED: Face.DONE,
    Outcome.REFUSED: Face.WRONG,
    Outcome.EXPIRED: Face.WRONG,
    Outcome.SETTLED_DONE: Face.SETTLED,
}


def _face_of_intent(intent: Intent) -> Face:
    """An attempt under way keeps the face of the one before it: nothing flickers, nothing sounds twice."""
    if intent.lost_to is not None:
        return Face.WRONG  # another counter is at it, and may have handed it out
    if intent.outcome in _ENDED:
        return _ENDED[intent.outcome]
    if intent.without_answer:
        return Face.SIGNED
    if intent.ever_unknown or intent.outcome is Outcome.UNKNOWN:
        return Face.UNKNOWN
    under_way = 1 if intent.outcome is Outcome.SENDING else 0
    return Face.CANNOT if intent.attempts > under_way else Face.SENDING


_BY_FOUND = {
    Found.ASKING: Face.ASKING,
    Found.SEVERAL: Face.CHOICE,
    Found.NONE: Face.WRONG,
    Found.OTHER_STORE: Face.WRONG,
    Found.USED: Face.USED,
    Found.CANCELLED: Face.CANCELLED,
    Found.CANNOT: Face.CANNOT,
}


_BY_STATE = {
    OrderState.COMPLETED: Face.USED,
    OrderState.REFUSED: Face.WRONG,
    OrderState.CANCELLED: Face.CANCELLED,
}


def _face_of_lookup(case: Case, view: OrderView | None) -> Face:
    found = case.lookup.found if case.lookup is not None else Found.ONE
    if found is not Found.ONE:
        return _BY_FOUND[found]
    if view is not None and view.order.is_closed_here:
        return Face.CLOSED
    return _BY_STATE.get(view.order.state, Face.CARD) if view is not None else Face.ASKING


class PickupStep(StrEnum):
    """What F8 would do now."""

    VERIFY = "verify"
    ASK_CODE = "ask_code"  # an order that is verified by a code, and none was scanned
    HAND_OVER = "hand_over"
    CHOOSE = "choose"  # one of several first: F8 is off
    NOTHING = "nothing"


def step_of(case: Case | None, view: OrderView | None) -> PickupStep:
    """What F8 does: it sends for one order only, one that is verified, and with the scanned code."""
    face = face_of(case, view)
    if face is Face.CHOICE and view is None:
        return PickupStep.CHOOSE
    if may_take_over(case, view):
        return PickupStep.VERIFY
    if case is None or view is None or face not in {Face.CARD, Face.CHOICE}:
        return PickupStep.NOTHING
    actions = actions_of(view)
    if Action.VERIFY in actions:
        return PickupStep.VERIFY if case.code else PickupStep.ASK_CODE
    return PickupStep.HAND_OVER if Action.HAND_OVER in actions else PickupStep.NOTHING


def silent_hand_out(view: OrderView | None) -> SeenClaim | None:
    """Who began to hand it out at another counter and has done nothing since: a person is asked first."""
    return view.silent_of("out") if view is not None else None


def asked_about(view: OrderView | None) -> SeenClaim | DoneElsewhere | Intent | None:
    """What a person is asked about before it goes out here: another counter gave it out, or began to, or
    this one gave it out against signature, and it was closed and opened again since.
    """
    if view is None:
        return None
    return view.out_elsewhere or silent_hand_out(view) or view.out_here


def may_take_over(case: Case | None, view: OrderView | None) -> bool:
    """Whether the verification was lost to another counter, which is silent about it."""
    intent = verification_of(case, view) if case is not None else None
    lost = intent is not None and intent.lost_to is not None
    return lost and silent_hand_out(view) is not None and view is not None and not view.order.is_over


def is_unaccepted(view: OrderView | None) -> bool:
    """Whether nobody has accepted this order, though it was pushed to us: nobody may have made it.

    One that was only found by its code needs no accept.
    """
    if view is None or view.order.state is not OrderState.NEW or view.order.origin is not Origin.PUSHED:
        return False
    return view.open_of(Kind.ACCEPT) is None and not view.done_of(Kind.ACCEPT)


def may_sign(case: Case, view: OrderView | None) -> bool:
    """Whether a hand-out against signature makes sense: nobody could be asked, and the order is known."""
    if view is None or face_of(case, view) is not Face.CANNOT or view.order.is_over:
        return False
    return view.order.content.is_verification


def waits(face: Face) -> bool:
    """Whether a result stays until a person has seen it."""
    return face in RESULTS - FOLDING


def busy(face: Face) -> bool:
    """Whether this pickup has no end yet, so that it must not be forgotten."""
    return face in {Face.SENDING, Face.SIGNED} or waits(face)


class Hold(Enum):
    """Why F8 verifies nothing."""

    READING = "a scan is being read"
    ASKING = "its result is not shown yet"
    FLAWED = "a scan could not be read"


class ScanGuard:
    """Told what scanner and person do; `hold` says whether F8 must wait."""

    def __init__(self) -> None:
        self._reading = self._flawed = False
        self._asked: str | None = None

    @property
    def hold(self) -> Hold | None:
        """Why F8 verifies nothing now; None where it does."""
        if self._reading:
            return Hold.READING
        if self._asked is not None:
            return Hold.ASKING
        return Hold.FLAWED if self._flawed else None

    def began(self) -> None:
        """Two characters came as a scanner sends them."""
        self._reading = True

    def dropped(self) -> None:
        """The characters were typing."""
        self._reading = False

    def flaw(self) -> None:
        """A scan could not be read; the result of a code asked for before it ends no wait any more."""
        self._reading, self._flawed, self._asked = False, True, None

    def asked(self, code: str) -> None:
        """A code was read, or typed, and its order is asked for."""
        self._reading, self._asked = False, code

    def shown(self, code: str) -> None:
        """The result of this code came onto the page; only the last one's ends the wait."""
        if code == self._asked:
            self._asked, self._flawed = None, False

    def picked(self) -> None:
        """A person chose an order."""
        self._asked, self._flawed = None, False
