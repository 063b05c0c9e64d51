"""Words of the Pickup page: beside an order, and what several of its parts say."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from PySide6.QtCore import QCoreApplication

from posdesk.desk.bridge.counter import Counter
from posdesk.desk.theme import Sign, StateRole
from posdesk.desk.words.partners import called
from posdesk.desk.words.relay import at_it_words, done_words
from posdesk.desk.words.relay import silent_words as silent_elsewhere_words
from posdesk.desk.words.say import actor_name, exact_time, is_counter, listed, quoted
from posdesk.desk.words.states import Said, Sentence, happening_words
from posdesk.domain.orders.board import OrderView
from posdesk.domain.orders.history import HistoryLine
from posdesk.domain.orders.order import OrderContent, OrderState
from posdesk.domain.orders.ringing import Cue
from posdesk.domain.pickup.lookup import CodeFrom, Lookup, UsedBefore
from posdesk.domain.pickup.pickup import Case, Face, Hold, PickupStep, is_unaccepted
from posdesk.domain.privacy import without_phones
from posdesk.domain.rights import Right

translate = QCoreApplication.translate


@dataclass(frozen=True, slots=True)
class CardWords:
    """What the card says beside the order: state, how the code came, whether others fit, what F8 does.

    `action` empty: F8 does nothing and `beside` says why. `wait_since`: when it was ready. `warns`: what
    stands beside must not be overlooked.
    """

    state: Said
    came: str = ""
    fits: str = ""
    action: str = ""
    beside: str = ""
    wait_since: datetime | None = None
    warns: bool = False


def spaced(code: str) -> str:
    """A code in groups of four, so that it can be read out."""
    return " ".join(code[n : n + 4] for n in range(0, len(code), 4))


def who_and_how(content: OrderContent) -> str:
    """The customer, and whether it is fetched or delivered."""
    how = translate("pickup", "Self-pickup") if content.is_pickup else translate("pickup", "Delivery")
    return f"{without_phones(content.customer)}    {how}".strip()


def origin_words(origin: CodeFrom) -> str:
    """How a code came in."""
    if origin is CodeFrom.SCANNER:
        return translate("pickup", "scanner")
    return translate("pickup", "typed")


def platforms_words(lookup: Lookup | None) -> str:
    """What the platforms said of a code, in their own words, each named; empty for nothing."""
    said = translate("pickup", "{platform} says: {words}")
    words = lookup.words if lookup is not None else ()
    return "  ".join(said.format(platform=called(name), words=quoted(text)) for name, text in words if text)


def silent_words(lookup: Lookup | None) -> str:
    """Which platforms did not answer; empty where all did."""
    if lookup is None or not lookup.silent:
        return ""
    names = listed(map(called, lookup.silent))
    return translate("pickup", "No answer from {platforms}.").format(platforms=names)


def used_words(used: UsedBefore) -> str:
    """Our own record of a verification."""
    words = translate("pickup", "Verified {time} by {who}, counter {counter}.")
    if is_counter(used.actor):
        words = translate("pickup", "Verified {time} at counter {counter}.")
    return words.format(time=exact_time(used.at), who=used.actor, counter=used.counter)


def sound_words(cue: Cue | None) -> str:
    """Which sound went with a result, so that the ear learns it."""
    names = {
        Cue.DONE: translate("pickup", "Sound: rising ding-dong"),
        Cue.WRONG: translate("pickup", "Sound: two low short tones"),
        Cue.USED: translate("pickup", "Sound: three equal short tones"),
        Cue.UNKNOWN: translate("pickup", "Sound: one long tremolo"),
    }
    return names.get(cue, "") if cue else ""


def record_lines(lines: Iterable[HistoryLine], most: int = 8) -> tuple[str, ...]:
    """The latest lines of an order's history, each with its time and who did it."""
    said = [(line, happening_words(line)) for line in lines]
    rows = [f"{exact_time(line.at)}    {words}{_by(line, words)}" for line, words in said if words]
    return tuple(rows[-most:])


def _by(line: HistoryLine, words: str) -> str:
    """Who did it, where the words don't name them already."""
    name = actor_name(line.actor)
    return f"    {name}" if name and name not in words else ""


def caps_lock_words() -> str:
    """What to do about a code that nobody knows, when CapsLock was on."""
    return translate("pickup", "CapsLock is on and turned its letters over: switch it off, and scan again.")


def mixed_words() -> str:
    """What to do about a code that nobody knows, when keys of two scanners may have come together."""
    return translate("pickup", "Keys came together as from two scanners: scan again, one after the other.")


def hold_words(hold: Hold) -> Sentence:
    """Why F8 verifies nothing, though an order is on the page."""
    if hold is Hold.FLAWED:
        what = translate("pickup", "Nothing is verified: a scan after this order could not be read.")
        return Sentence(what, translate("pickup", "Scan again, or press ↑ to keep to this order."))
    what = translate("pickup", "Nothing is verified: another code is being looked up.")
    return Sentence(what, translate("pickup", "Wait for its result, or press ↑ to keep to this order."))


def no_room_words() -> Sentence:
    """Why a waiting result was not opened by its key: the list has no room in so narrow a window."""
    what = translate("pickup", "Nothing was opened: the results that wait have no room here.")
    return Sentence(what, translate("pickup", "Make the window wider."))


def too_small_words() -> Sentence:
    """Why F8 did nothing: the order does not fit on the screen."""
    what = translate("pickup", "Nothing was done: the window is too small to show the order.")
    return Sentence(what, translate("pickup", "End the STOPs above with F11, or make the window larger."))


def shown_first_words() -> Sentence:
    """Why a key did nothing: what it was meant for was not on screen."""
    what = translate("pickup", "Nothing was done: the chosen row was not on the screen.")
    return Sentence(what, translate("pickup", "Here it is now. Press the key again."))


_SAID_HOLDS = frozenset({Hold.ASKING, Hold.FLAWED})  # a scan is read in a tenth of a second: no word of it


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
    unaccepted, elsewhere = is_unaccepted(view), _elsewhere(view)
    return CardWords(
        state=_state_said(face, step, unaccepted=unaccepted),
        came=came,
        fits=fits,
        action=_action(step),
        beside=_held(hold)
        if hold in _SAID_HOLDS
        else elsewhere or _beside(face, step, unaccepted=unaccepted),
        wait_since=view.order.state_at if ready and view is not None else None,
        warns=unaccepted or bool(elsewhere),
    )


def _elsewhere(view: OrderView | None) -> str:
    """That another counter gave it out, is at it, or began to and is silent; nothing without a relay."""
    if view is not None and view.out_elsewhere is not None and not view.order.is_over:
        done = view.out_elsewhere
        return done_words(done.kind, done.counter, done.actor, done.at)
    claim = view.claim_of("out") if view is not None else None
    if claim is not None and claim.keeps_quiet:
        return at_it_words(claim.group, claim.counter, claim.actor)
    if claim is not None and claim.state == "silent":
        return silent_elsewhere_words(claim.group, claim.counter, claim.actor)
    return ""


def _state_said(face: Face, step: PickupStep, *, unaccepted: bool) -> Said:
    if face is Face.SENDING:
        return Said(StateRole.SENDING, translate("pickup", "Verifying, no answer yet"), Sign.ARROW)
    if unaccepted:
        return Said(StateRole.HALF, translate("pickup", "Nobody has accepted this order"), Sign.WARNING)
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


def _beside(face: Face, step: PickupStep, *, unaccepted: bool) -> str:
    if face is Face.SENDING:
        return translate("pickup", "Wait for the platform's answer before handing it over.")
    if unaccepted and step in {PickupStep.VERIFY, PickupStep.ASK_CODE}:
        what = translate("pickup", "Nobody has accepted this order: it may not be made.")
        return f"{what}\n" + translate("pickup", "Ask the kitchen first. Verifying can't be undone.")
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


def sign_foot(counter: Counter) -> str:
    """When a signature will do, and whose PIN it takes."""
    if counter.people.asks(Right.HAND_OUT) is None:
        return translate("pickup", "Where nothing can be checked: hand out against signature")
    return translate("pickup", "Where nothing can be checked: against signature, with a PIN")
