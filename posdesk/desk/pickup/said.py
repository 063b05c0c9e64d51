"""Small words of the Pickup page that several of its parts say."""

from collections.abc import Iterable

from PySide6.QtCore import QCoreApplication

from posdesk.desk.words.say import actor_name, exact_time, is_counter, listed, quoted
from posdesk.desk.words.states import Sentence, happening_words, source_name
from posdesk.domain.orders.history import HistoryLine
from posdesk.domain.orders.order import OrderContent
from posdesk.domain.orders.ringing import Cue
from posdesk.domain.orders.source import Source
from posdesk.domain.pickup.lookup import CodeFrom, Lookup, UsedBefore
from posdesk.domain.pickup.pickup import Hold
from posdesk.domain.privacy import without_phones

translate = QCoreApplication.translate

_SITES = frozenset(Source) - {Source.OTHER}


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


def partner_name(name: str) -> str:
    """A partner as people call it, where the settings call it by its site; else by its name there."""
    return source_name(Source(name)) if name in _SITES else name


def platforms_words(lookup: Lookup | None) -> str:
    """What the platforms said of a code, in their own words, each named; empty for nothing."""
    said = translate("pickup", "{platform} says: {words}")
    words = lookup.words if lookup is not None else ()
    return "  ".join(
        said.format(platform=partner_name(name), words=quoted(text)) for name, text in words if text
    )


def silent_words(lookup: Lookup | None) -> str:
    """Which platforms did not answer; empty where all did."""
    if lookup is None or not lookup.silent:
        return ""
    names = listed(map(partner_name, lookup.silent))
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
