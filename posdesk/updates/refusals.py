"""Why an update is not taken: a word for each, and its sentence. The command says it in English."""

from enum import StrEnum

from posdesk.errors import Yours


def QT_TRANSLATE_NOOP(context: str, text: str) -> str:  # noqa: N802 - the name that lupdate knows
    """Marks a text for the translation and returns it as it is."""
    return text


class Why(StrEnum):
    """What is wrong; the places in its sentence are filled by `UpdateRefused.facts`."""

    NO_KEYS = "no_keys"
    NO_PLACE = "no_place"
    NOT_LAUNCHED = "not_launched"
    NOT_SAFE = "not_safe"  # an address that is not https, or holds a password
    UNREACHABLE = "unreachable"  # place, reason
    NOTHING_THERE = "nothing_there"  # place, name
    UNREADABLE = "unreadable"  # name, reason
    UNSIGNED = "unsigned"
    WRONGLY_SIGNED = "wrongly_signed"
    FOREIGN_PRODUCT = "foreign_product"  # product
    FOREIGN_SYSTEM = "foreign_system"  # system, ours
    EXPIRED = "expired"  # day
    SAME = "same"  # version
    OLDER = "older"  # version, ours
    TOO_FAR = "too_far"  # version, least, ours
    SCHEMA = "schema"  # version, journal
    REDIRECTED = "redirected"  # place
    LARGER = "larger"  # name
    CUT = "cut"  # name
    SWAPPED = "swapped"  # name
    OPEN = "open"
    NOT_LAID = "not_laid"  # version, reason
    NO_START = "no_start"  # version
    DISK = "disk"  # reason
    CANCELLED = "cancelled"
    BUSY = "busy"
    SIGN_IN = "sign_in"  # reason
    NO_FORMER = "no_former"
    FORMER_GONE = "former_gone"  # version
    FORMER_SHUT_OUT = "former_shut_out"  # version


WORDS: dict[Why, str] = {
    Why.NO_KEYS: QT_TRANSLATE_NOOP(
        "updates",
        "This posdesk was built without a key to prove updates by, so it takes none."
        " Install a newer one by hand.",
    ),
    Why.NO_PLACE: QT_TRANSLATE_NOOP(
        "updates", "No place for updates is set, so none is looked for. Enter a folder or an https address."
    ),
    Why.NOT_LAUNCHED: QT_TRANSLATE_NOOP(
        "updates",
        "This posdesk was not started by its launcher, so it can't be updated here. Start it by its icon.",
    ),
    Why.NOT_SAFE: QT_TRANSLATE_NOOP(
        "updates",
        "An address for updates must begin with https:// and hold no name or password."
        " Enter another one, or a folder.",
    ),
    Why.UNREACHABLE: QT_TRANSLATE_NOOP(
        "updates", "{place} can't be read: {reason}. Look whether this PC reaches it, then try again."
    ),
    Why.NOTHING_THERE: QT_TRANSLATE_NOOP(
        "updates", "There is no update in {place}: {name} is not there. Ask who lays the updates there."
    ),
    Why.UNREADABLE: QT_TRANSLATE_NOOP(
        "updates", "{name} can't be read as an update: {reason}. Nothing was changed; ask for it anew."
    ),
    Why.UNSIGNED: QT_TRANSLATE_NOOP(
        "updates", "The update is not signed, so nobody can say whose it is. Nothing was changed."
    ),
    Why.WRONGLY_SIGNED: QT_TRANSLATE_NOOP(
        "updates",
        "The update is signed by another key than this posdesk knows, or was changed since."
        " Nothing was changed; tell the administrator.",
    ),
    Why.FOREIGN_PRODUCT: QT_TRANSLATE_NOOP(
        "updates", 'The update is one of "{product}", not of posdesk. Nothing was changed.'
    ),
    Why.FOREIGN_SYSTEM: QT_TRANSLATE_NOOP(
        "updates", 'The update is for "{system}", and this PC needs one for "{ours}". Nothing was changed.'
    ),
    Why.EXPIRED: QT_TRANSLATE_NOOP(
        "updates",
        "The update could be taken until {day} only. Ask for a new one, and look at this PC's date.",
    ),
    Why.SAME: QT_TRANSLATE_NOOP("updates", "Version {version} is what runs here. There is nothing newer."),
    Why.OLDER: QT_TRANSLATE_NOOP(
        "updates", "The update is version {version}, older than {ours}, which runs here. Nothing was changed."
    ),
    Why.TOO_FAR: QT_TRANSLATE_NOOP(
        "updates", "Version {version} updates {least} or newer, and {ours} runs here. Take {least} first."
    ),
    Why.SCHEMA: QT_TRANSLATE_NOOP(
        "updates",
        "Version {version} can't open this PC's journal, which has schema {journal}. Nothing was changed.",
    ),
    Why.REDIRECTED: QT_TRANSLATE_NOOP(
        "updates", "The address leads on to {place}, which is not followed. Nothing was changed."
    ),
    Why.LARGER: QT_TRANSLATE_NOOP(
        "updates", "{name} is larger than its signed list says, so it is not taken. Nothing was changed."
    ),
    Why.CUT: QT_TRANSLATE_NOOP(
        "updates",
        "{name} is cut off: it is smaller than its signed list says. Nothing was changed; try again.",
    ),
    Why.SWAPPED: QT_TRANSLATE_NOOP(
        "updates",
        "{name} is not the file that was signed: its content differs. Nothing was changed;"
        " tell the administrator.",
    ),
    Why.OPEN: QT_TRANSLATE_NOOP(
        "updates", "An update is taken only when nothing is open. Still open: {open}."
    ),
    Why.NOT_LAID: QT_TRANSLATE_NOOP(
        "updates", "Version {version} could not be laid beside this one: {reason}. Nothing was changed."
    ),
    Why.NO_START: QT_TRANSLATE_NOOP(
        "updates", "Version {version} does not start on this PC, so this one stays. Tell the administrator."
    ),
    Why.DISK: QT_TRANSLATE_NOOP(
        "updates", "The disk does not take it: {reason}. Make room, then try again. Nothing was changed."
    ),
    Why.CANCELLED: QT_TRANSLATE_NOOP("updates", "The update was cancelled. Nothing of it is left."),
    Why.BUSY: QT_TRANSLATE_NOOP(
        "updates",
        "Another update, or a way back, is under way on this PC. Nothing was changed; wait, then try again.",
    ),
    Why.SIGN_IN: QT_TRANSLATE_NOOP("updates", "That could not be changed: {reason}. Tell the administrator."),
    Why.NO_FORMER: QT_TRANSLATE_NOOP("updates", "There is no earlier version here to go back to."),
    Why.FORMER_GONE: QT_TRANSLATE_NOOP(
        "updates", "Version {version} is not on this PC any more, so there is no way back to it."
    ),
    Why.FORMER_SHUT_OUT: QT_TRANSLATE_NOOP(
        "updates", "Version {version} can't open the journal as it is now, so there is no way back to it."
    ),
}
OPEN_WORDS: dict[str, str] = {
    "shifts": QT_TRANSLATE_NOOP("updates", "the shift"),
    "orders": QT_TRANSLATE_NOOP("updates", "orders ({count})"),
    "calls": QT_TRANSLATE_NOOP("updates", "calls to platforms ({count})"),
    "prints": QT_TRANSLATE_NOOP("updates", "slips to print ({count})"),
}


class UpdateRefused(Yours):
    """An update, or a way back, that is not taken; nothing was changed.

    `why` and `facts` are for the desk, which says it in both languages; `open` counts what is open, by kind.
    """

    def __init__(self, why: Why, *, open_now: dict[str, int] | None = None, **facts: str) -> None:
        """Its text is English, for a command."""
        self.why, self.facts = why, facts
        self.open_now = {kind: count for kind, count in (open_now or {}).items() if count}
        still = (OPEN_WORDS[kind].format(count=count) for kind, count in self.open_now.items())
        super().__init__(WORDS[why].format(**{"open": ", ".join(still), **facts}))
