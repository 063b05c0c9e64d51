"""What a test call came to, in words: our reading of it, beside the platform's own words."""

from posdesk.desk.theme import Sign, StateRole
from posdesk.desk.words.platform_codes import failure_words, platform_name
from posdesk.desk.words.say import joined
from posdesk.desk.words.states import Said, Sentence, fault_words, skew_words, translate
from posdesk.domain.books.posting import OVOPARK, WDK
from posdesk.domain.books.probe import Probe, Proof
from posdesk.domain.clock import CLOCK_RIGHT_S, SKEW_SAID_S
from posdesk.domain.orders.answer import CallFault
from posdesk.platforms.ovopark import failures as ovopark_failures
from posdesk.platforms.wdk import failures as wdk_failures

_SIGNS = {
    Proof.ACCEPTED: (StateRole.DONE, Sign.CHECK_CIRCLE),
    Proof.REFUSED: (StateRole.REFUSED, Sign.CROSS),
    Proof.UNCLEAR: (StateRole.UNKNOWN, Sign.QUESTION),
    Proof.NO_ANSWER: (StateRole.HALF, Sign.WARNING),
}
_LINES = {OVOPARK: ovopark_failures.line_of, WDK: wdk_failures.line_of}


def reading_of(probe: Probe) -> Said:
    """The head: what the answer proves."""
    heads = {
        Proof.ACCEPTED: translate("settings", "{platform} accepted the key and the signature."),
        Proof.REFUSED: translate("settings", "{platform} answered and refused the call."),
        Proof.UNCLEAR: translate("settings", "{platform} answered something else. A person must judge."),
        Proof.NO_ANSWER: translate("settings", "No answer from {platform}."),
    }
    role, sign = _SIGNS[probe.proof]
    return Said(role, heads[probe.proof].format(platform=platform_name(probe.platform)), sign)


def advice_of(probe: Probe) -> str:
    """What to make of it, and what to do."""
    if probe.proof is Proof.NO_ANSWER:
        return str(_no_answer(probe))
    if probe.proof is Proof.REFUSED and probe.code:
        return failure_words(_LINES[probe.platform](probe.code))
    if probe.proof is Proof.REFUSED:
        return translate(
            "settings", "Compare key, secret and numbers with the platform's console, then test again."
        )
    if probe.proof is Proof.UNCLEAR:
        return translate(
            "settings", "Read its answer below. It proves neither that key and secret fit nor the opposite."
        )
    if probe.platform == WDK:
        refused = translate("settings", "It refused the empty call for lacking a receipt, as it should.")
        return joined(refused, translate("settings", "We take that as proof; its document does not say so."))
    return ""


def code_words(probe: Probe) -> str:
    """Code, words and HTTP status, as far as there are any."""
    parts = [
        translate("settings", "Code {code}").format(code=probe.code) if probe.code else "",
        f'"{probe.words}"' if probe.words else "",
        f"HTTP {probe.http_status}" if probe.http_status is not None else "",
    ]
    return "   ".join(part for part in parts if part)


def clock_words(probe: Probe) -> tuple[str, bool]:
    """The PC's clock against the platform's, and whether that is bad news."""
    if probe.clock_off_s is None:
        return translate("settings", "The answer says no time: the PC's clock could not be compared."), False
    if abs(probe.clock_off_s) < CLOCK_RIGHT_S:
        return translate("settings", "The PC's clock agrees with the platform's."), False
    bad = abs(probe.clock_off_s) > SKEW_SAID_S
    todo = translate("settings", "Set this PC's clock.") if bad else ""
    return joined(translate("settings", "{clock}.").format(clock=skew_words(probe.clock_off_s)), todo), bad


def _no_answer(probe: Probe) -> Sentence:
    if probe.fault is CallFault.NO_SECRET:
        return Sentence(
            translate("settings", "The secret is not there, or the keyring is locked."),
            translate("settings", "Type the secret above, or unlock the keyring, then test again."),
        )
    if probe.fault is CallFault.NO_SETTINGS:
        return Sentence(
            translate("settings", "The key is missing: nothing was sent."),
            translate("settings", "Fill it in above, then test again."),
        )
    what = translate("settings", "{fault}.").format(fault=fault_words(probe.fault))
    return Sentence(what, translate("settings", "Check the address and this PC's network, then test again."))
