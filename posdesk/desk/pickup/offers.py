"""What card, result and list are made of: from a case and its order to what their widgets show."""

from datetime import datetime
from math import ceil

from PySide6.QtCore import QCoreApplication

from posdesk.desk.bridge.counter import Counter
from posdesk.desk.pickup.card import CardWords
from posdesk.desk.pickup.result import Deed, ResultView
from posdesk.desk.pickup.results import result_words
from posdesk.desk.pickup.said import hold_words, origin_words, silent_words, sound_words, spaced
from posdesk.desk.pickup.scans import Parked
from posdesk.desk.theme import Sign, StateRole
from posdesk.desk.words.rights import asks_words, signer_name
from posdesk.desk.words.say import exact_time
from posdesk.desk.words.states import Said
from posdesk.domain.orders.board import OrderView
from posdesk.domain.orders.intent import Outcome
from posdesk.domain.orders.order import OrderState
from posdesk.domain.pickup.pickup import (
    CUES,
    FOLDING,
    RESULTS,
    Case,
    Face,
    Hold,
    PickupStep,
    may_sign,
    verification_of,
)
from posdesk.domain.rights import Right

translate = QCoreApplication.translate

_SAID = frozenset({Hold.ASKING, Hold.FLAWED})  # a scan is read within a tenth of a second: not worth a word


def card_words(
    face: Face, step: PickupStep, case: Case, view: OrderView | None, hold: Hold | None = None
) -> CardWords:
    """What the card says beside its order; `hold` is why F8 verifies nothing now."""
    lookup = case.lookup
    came = ""
    if lookup is not None:
        came = f"{exact_time(lookup.at)} {origin_words(lookup.origin)}    {spaced(lookup.code)}"
    fits = silent_words(lookup) or (translate("pickup", "Fits only this order") if lookup else "")
    ready = view is not None and view.order.state is OrderState.READY
    return CardWords(
        state=_state_said(face, step),
        came=came,
        fits=fits,
        action=_action(step),
        beside=_held(hold) if hold in _SAID else _beside(face, step),
        wait_since=view.order.state_at if ready and view is not None else None,
    )


def _state_said(face: Face, step: PickupStep) -> Said:
    if face is Face.SENDING:
        return Said(StateRole.SENDING, translate("pickup", "Verifying, no answer yet"), Sign.ARROW)
    words = {
        PickupStep.VERIFY: translate("pickup", "Found, not verified yet"),
        PickupStep.ASK_CODE: translate("pickup", "Needs the customer's code"),
        PickupStep.HAND_OVER: translate("pickup", "Needs no verification"),
    }
    return Said(StateRole.NEW, words.get(step, translate("pickup", "Found")))


def _action(step: PickupStep) -> str:
    words = {
        PickupStep.VERIFY: translate("pickup", "Verify and hand over"),
        PickupStep.ASK_CODE: translate("pickup", "Enter the code"),
        PickupStep.HAND_OVER: translate("pickup", "Hand over (recorded here only)"),
    }
    return words.get(step, "")


def _held(hold: Hold) -> str:
    words = hold_words(hold)
    return f"{words.what}\n{words.todo}"


def _beside(face: Face, step: PickupStep) -> str:
    if face is Face.SENDING:
        return translate("pickup", "Wait for the platform's answer before handing it over.")
    words = {
        PickupStep.VERIFY: "\n".join(
            (
                translate("pickup", "Verifying can't be undone."),
                translate("pickup", "A scanner's Enter presses no button."),
            )
        ),
        PickupStep.ASK_CODE: translate("pickup", "The customer shows it."),
        PickupStep.HAND_OVER: translate("pickup", "Nothing is sent to the platform."),
        PickupStep.CHOOSE: translate("pickup", "Choose with the arrows or a touch."),
    }
    return words.get(step, translate("pickup", "This order must be accepted first."))


def result_view(
    face: Face, case: Case, view: OrderView | None, counter: Counter, *, fold_s: float = 0.0
) -> ResultView:
    """A result as its card shows it; `fold_s` is how long it stays yet, in seconds."""
    words = result_words(face, case, view, counter.clock.now())
    folds = translate("pickup", "Folds in {n} s").format(n=max(1, ceil(fold_s))) if face in FOLDING else ""
    deeds = _deeds(face, case, view)
    note = sound_words(CUES.get(face))
    if Deed.SIGN in deeds:
        note = asks_words(counter.people.asks(Right.HAND_OUT)) or note
    return ResultView(
        words=words,
        deeds=deeds,
        source=view.order.content.source if view else None,
        number=view.order.content.number if view else "",
        foot=note,
        folds=folds,
        actor=signer_name(counter.people.asks(Right.SETTLE), counter.actor()),
    )


def _deeds(face: Face, case: Case, view: OrderView | None) -> tuple[Deed, ...]:
    intent = verification_of(case, view)
    if face in FOLDING:
        return ()
    if face is Face.UNKNOWN:
        settles = intent is not None and intent.outcome is Outcome.UNKNOWN
        asks = (Deed.ASK_AGAIN, Deed.SAY_DONE, Deed.SAY_NOT_DONE) if settles else ()
        return (Deed.LATER, *asks)
    if face is Face.USED and view is not None:
        return (Deed.RECORD, Deed.DISMISS)
    if face is not Face.CANNOT:
        return (Deed.DISMISS,)
    signs = may_sign(case, view)
    waiting = intent is not None and intent.outcome is Outcome.QUEUED
    return (
        *((Deed.SIGN,) if signs else ()),
        *((Deed.UNDO, Deed.LATER) if waiting else (Deed.DISMISS,)),
    )


def parked_of(face: Face, case: Case, view: OrderView | None, now: datetime) -> Parked:
    """A result that waits, as a row of the list."""
    if face in RESULTS:
        words = result_words(face, case, view, now)
        title, role, sign = words.title, words.role, words.sign
    else:
        title, role, sign = translate("pickup", "Verifying"), StateRole.SENDING, Sign.ARROW
    source = view.order.content.source if view else None
    return Parked(case.number, title, role, sign, source, view.order.content.number if view else "")


def sign_foot(counter: Counter) -> str:
    """When a signature will do, and whose PIN it takes."""
    if counter.people.asks(Right.HAND_OUT) is None:
        return translate("pickup", "Where nothing can be checked: hand out against signature")
    return translate("pickup", "Where nothing can be checked: against signature, with a PIN")
