"""A pickup code as a scanner or a person gives it: what is taken off, and what makes it unusable."""

from __future__ import annotations

import re
from enum import Enum

from posdesk.records import dataclass, replace

GS = "\x1d"
"""Group separator, between the fields of a GS1 code; a keyboard sends it as Ctrl+] or as Alt+029."""

MAX_CODE_LENGTH = 64
"""Characters; longer than any pickup code known."""

SLOWEST_IN_A_FIELD_MS = 60
"""People type a key every 65 ms or slower; what is faster in a field, key after key, is a scanner."""

_AIM_IDENTIFIER = re.compile(r"^\][A-Za-z][0-9A-Za-z]")


class Fold(Enum):
    """Whether a code's letters are turned to upper or lower case."""

    NONE = "none"
    UPPER = "upper"
    LOWER = "lower"


class Flaw(Enum):
    """Why a burst or a typed code can't be used."""

    EMPTY = "empty"
    TOO_SHORT = "too short"
    TOO_LONG = "too long"
    UNREADABLE = "unreadable characters"
    CUT = "its beginning came too early"  # typed, or already read as a scan, less than 300 ms before
    TORN = "it came in pieces"
    NO_END = "its end is missing"  # the end that this scanner was learnt to send
    HELD_KEY = "a key was held down"
    SLOW = "slower than the scanner that was learnt"  # stays as typed in a field
    INPUT_METHOD = "taken by the input method"
    SIGN_IN = "it came into the PIN pad"


@dataclass(frozen=True, slots=True)
class ScanProfile:
    """How this counter's scanner sends a code; the defaults fit most. Times in milliseconds."""

    max_gap_ms: int = 35
    """The longest time between two keys of one burst where a text field has the focus."""
    free_gap_ms: int = 80
    """The same where none has, and nobody types."""
    quiet_ms: int = 300
    """A burst without an end of its own is over, and whole, when so long nothing followed."""
    min_length: int = 4
    """The fewest characters of a burst, prefix included."""
    prefix: str = ""
    """Sent by the scanner before each code; taken off where present."""
    suffix: str = ""
    """What ends each code: characters, or a key as "<Enter>", "<Tab>", "<F12>"; "" where it isn't learnt."""
    strip_aim: bool = True
    """Take an AIM symbology identifier such as ``]C1`` off."""
    keep_gs: bool = False
    """Keep GS characters in the code instead of dropping them."""
    fold: Fold = Fold.NONE

    def gap_ms(self, *, in_field: bool) -> int:
        """The longest time between two keys of one burst."""
        return self.max_gap_ms if in_field else max(self.max_gap_ms, self.free_gap_ms)

    def hold_ms(self, *, in_field: bool) -> int:
        """How long a key waits for a follower before it is let go as typing."""
        return self.gap_ms(in_field=in_field) + 7

    @property
    def by_hand(self) -> ScanProfile:
        """For a code that a person typed or pasted: no scanner put anything around it or changed its case."""
        return replace(self, prefix="", suffix="", fold=Fold.NONE)

    @property
    def end_key(self) -> str:
        """The name of the key that ends a code; empty if characters do, or nothing is learnt."""
        is_key = len(self.suffix) > 2 and self.suffix.startswith("<") and self.suffix.endswith(">")
        return self.suffix[1:-1] if is_key else ""

    @property
    def end_text(self) -> str:
        """The characters that end a code; empty if a key does, or nothing is learnt."""
        return "" if self.end_key else self.suffix

    @property
    def end_sign(self) -> str:
        """The same, where it holds no letter and no digit: a code's own look like that only by chance."""
        return "" if any(map(str.isalnum, self.end_text)) else self.end_text


def check_code(text: str, *, keep_gs: bool = False) -> Flaw | None:
    """Say what is wrong with a code that was scanned, typed or pasted; None if nothing is.

    It must have 1 to 64 characters, all printable ASCII (and GS where kept).
    """
    if not text:
        return Flaw.EMPTY
    if len(text) > MAX_CODE_LENGTH:
        return Flaw.TOO_LONG
    if all(" " <= character <= "~" or (keep_gs and character == GS) for character in text):
        return None
    return Flaw.UNREADABLE


def clean_code(raw: str, profile: ScanProfile) -> str:
    """Take off what the scanner added: prefix, suffix, AIM identifier, GS, blanks; fold the case."""
    code = raw.strip(" \r\n\t").removeprefix(profile.prefix)
    if profile.end_text:
        code = code.removesuffix(profile.end_text)
    if profile.strip_aim:
        code = _AIM_IDENTIFIER.sub("", code)
    if not profile.keep_gs:
        code = code.replace(GS, "")
    code = code.strip()
    match profile.fold:
        case Fold.UPPER:
            return code.upper()
        case Fold.LOWER:
            return code.lower()
        case Fold.NONE:
            return code
