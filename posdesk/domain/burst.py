"""Scan or typing: a pure parser of key presses and their times.

A scanner that acts as a keyboard sends a key every 8 to 16 ms, a person one every 80 ms or slower, at
times two rolled into 20 ms. The parser sees presses as plain values, holds a possible burst back and says
what becomes of each press: *release* it (it was typing) or *take* it (it was a scan). The times must be
those at which the system took the key from the device: the times of arrival in a program that was busy
squeeze a person's typing into a burst.

Facts the rules stand on (product rows 25-29):

- a run is characters each within ``max_gap_ms`` of the one before; ``min_length`` of them are a scan;
- Enter or Tab ends a run and is taken with it; without one a gap or the deadline does;
- a run that stays shorter is typing, and is released in order; two or more characters *and* Enter at a
  scanner's pace are a burst too short to be a code: taken, and said;
- characters let go because nothing followed in time are not forgotten: if the next key's own time proves
  that it did follow in time, they belong to the run (``Take.leaked``), and a field gets its old text back.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import Enum

GS = "\x1d"
"""Group separator, between the fields of a GS1 code; a keyboard sends it as Ctrl+]."""

MAX_CODE_LENGTH = 64
"""Characters; longer than any pickup code known."""

_AIM_IDENTIFIER = re.compile(r"^\][A-Za-z][0-9A-Za-z]")


class Kind(Enum):
    """What a press can be to a burst."""

    TEXT = "text"  # one or more characters
    SPACE = "space"  # never begins a run; ends one if the profile says so
    ENTER = "enter"
    TAB = "tab"
    OTHER = "other"  # anything else: function keys, arrows, Ctrl+…, auto-repeat


class Fold(Enum):
    """What is done about upper and lower case."""

    NONE = "none"
    UPPER = "upper"
    LOWER = "lower"


class Flaw(Enum):
    """Why a burst or a typed code can't be used."""

    EMPTY = "empty"
    TOO_SHORT = "too short"
    TOO_LONG = "too long"
    UNREADABLE = "unreadable characters"
    CUT = "its beginning came too early"  # the end of a burst whose beginning was already read as a scan
    INPUT_METHOD = "taken by the input method"


@dataclass(frozen=True, slots=True)
class ScanProfile:
    """How this counter's scanner sends a code; the defaults fit most."""

    max_gap_ms: int = 35
    """The longest time between two keys of one burst."""
    hold_ms: int = 42
    """How long a key waits for a follower before it is released as typing."""
    end_ms: int = 70
    """After this long a burst without Enter or Tab is at its end."""
    min_length: int = 4
    """The fewest characters of a burst, prefix included."""
    space_ends: bool = False
    """The scanner ends its codes with Space."""
    prefix: str = ""
    """Sent by the scanner before each code; taken off where present."""
    strip_aim: bool = True
    """Take an AIM symbology identifier such as ``]C1`` off."""
    keep_gs: bool = False
    """Keep GS characters in the code instead of dropping them."""
    fold: Fold = Fold.NONE


@dataclass(frozen=True, slots=True)
class Press:
    """One press of a key: ``at_s`` in seconds on any steady clock, ``ref`` the caller's own mark."""

    kind: Kind
    text: str
    at_s: float
    ref: int = 0


@dataclass(frozen=True, slots=True)
class Release:
    """These presses were typing: deliver them, in this order."""

    presses: tuple[Press, ...]


@dataclass(frozen=True, slots=True)
class Take:
    """These presses belonged to a scanner: nobody else may see them.

    ``code`` is what was read. Without it ``flaw`` says why not, with ``raw`` the characters as they came;
    with neither, the presses are a rest that needs no word (a second Enter).
    """

    presses: tuple[Press, ...]
    raw: str = ""
    code: str | None = None
    flaw: Flaw | None = None
    leaked: tuple[Press, ...] = ()
    """Characters of the burst that had already been released."""


Outcome = Release | Take


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
    """Take off what the scanner added to a code: prefix, AIM identifier, GS, blanks; fold its case."""
    code = raw.strip(" \r\n\t").removeprefix(profile.prefix)
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


@dataclass(slots=True)
class _Run:
    """The characters of a possible burst and what waits with them."""

    characters: list[Press] = field(default_factory=list)
    held: list[Press] = field(default_factory=list)  # characters and riders not yet released, in order
    leaked: list[Press] = field(default_factory=list)  # characters released because nothing followed in time
    cut: bool = False  # its beginning was already read as a scan

    @property
    def text(self) -> str:
        return "".join(press.text for press in self.characters)


class BurstParser:
    """Decides press by press; every press comes out exactly once, in a `Release` or a `Take`.

    Give each press to `press`; when nothing came until `deadline_s` (on the clock of the presses), call
    `expire`. Not thread-safe, and reads no clock.
    """

    def __init__(self, profile: ScanProfile | None = None) -> None:
        self._profile = profile or ScanProfile()
        self._run = _Run()
        self._last_s: float | None = None  # of the run, or of the scan before it
        self._scanned = False  # the last thing at _last_s was the end of a scan
        self._cut_short = False  # … and it was the deadline that ended it

    @property
    def profile(self) -> ScanProfile:
        """The scanner's habits that this parser goes by."""
        return self._profile

    @property
    def holding(self) -> bool:
        """Whether any press waits for its verdict."""
        return bool(self._run.held)

    @property
    def in_burst(self) -> bool:
        """Whether the run is long enough to be a scan."""
        return self._run.cut or len(self._run.characters) >= self._profile.min_length

    @property
    def deadline_s(self) -> float | None:
        """When the held presses must be decided if nothing follows; None while nothing is held."""
        if not self._run.held or self._last_s is None:
            return None
        return self._last_s + self.wait_ms / 1000

    @property
    def wait_ms(self) -> int:
        """How long after its last character the run is decided."""
        return self._profile.end_ms if self.in_burst else self._profile.hold_ms

    def passes(self, press: Press) -> bool:
        """Tell whether `press` would release this press at once, with nothing before it."""
        if press.kind is Kind.OTHER:
            return not self._run.held or self.in_burst
        if self._run.held or self._is_close_to_something(press):
            return False
        return self._is_terminator(press) or not self._begins(press)

    def press(self, press: Press) -> list[Outcome]:
        """Take in one press; return what is decided by it, in the order of the presses."""
        if press.kind is Kind.OTHER:
            return self._other(press)
        outcomes: list[Outcome] = [] if self._follows(press) else self._end_by_gap()
        if self._is_terminator(press):
            return outcomes + self._terminator(press)
        return outcomes + self._character(press)

    def expire(self) -> list[Outcome]:
        """Decide what is held, since nothing followed until the deadline."""
        if not self._run.held:
            return []
        if self.in_burst:
            self._cut_short = True
            return [self._take((), cut_short=True)]
        held = tuple(self._run.held)
        self._run.held.clear()
        self._run.leaked = list(self._run.characters)
        return [Release(held)]

    def flush(self) -> list[Outcome]:
        """Release all that is held, whatever it is; the parser is as new afterwards."""
        held = tuple(self._run.held)
        self._forget()
        return [Release(held)] if held else []

    def _follows(self, press: Press) -> bool:
        if self._last_s is None:
            return False
        return 0 <= press.at_s - self._last_s <= self._profile.max_gap_ms / 1000 + 1e-9

    def _is_close_to_something(self, press: Press) -> bool:
        return self._follows(press) and (self._scanned or bool(self._run.characters))

    def _is_terminator(self, press: Press) -> bool:
        return press.kind in (Kind.ENTER, Kind.TAB) or (press.kind is Kind.SPACE and self._profile.space_ends)

    def _other(self, press: Press) -> list[Outcome]:
        if not self._run.held or self.in_burst:
            return [Release((press,))]
        self._run.held.append(press)
        return []

    def _end_by_gap(self) -> list[Outcome]:
        if self._run.held and self.in_burst:
            outcome: list[Outcome] = [self._take(())]
            self._forget()
            return outcome
        return self.flush()

    def _forget(self) -> None:
        self._run = _Run()
        self._last_s = None
        self._scanned = self._cut_short = False

    def _character(self, press: Press) -> list[Outcome]:
        if not self._run.characters and not self._begins(press):
            return [Take((press,)) if self._scanned and press.kind is Kind.SPACE else Release((press,))]
        self._run.cut = self._run.cut or (self._scanned and self._cut_short)
        self._scanned = False
        self._run.characters.append(press)
        self._run.held.append(press)
        self._last_s = press.at_s
        return self._let_riders_go() if self.in_burst else []

    def _begins(self, press: Press) -> bool:
        return press.kind is Kind.TEXT and press.text.isprintable() and press.text != ""

    def _let_riders_go(self) -> list[Outcome]:
        riders = tuple(press for press in self._run.held if press.kind is Kind.OTHER)
        self._run.held = [press for press in self._run.held if press.kind is not Kind.OTHER]
        return [Release(riders)] if riders else []

    def _terminator(self, press: Press) -> list[Outcome]:
        if self._scanned and not self._run.characters:  # the second half of Enter + Tab
            self._last_s = press.at_s
            return [Take((press,))]
        if self.in_burst:
            return [self._take((press,))]
        if len(self._run.characters) >= 2:
            return [*self._let_riders_go(), self._take((press,), flaw=Flaw.TOO_SHORT)]
        return [Release((*self._released_by_end(), press))]

    def _released_by_end(self) -> tuple[Press, ...]:
        held = tuple(self._run.held)
        self._forget()
        return held

    def _take(self, ending: tuple[Press, ...], *, flaw: Flaw | None = None, cut_short: bool = False) -> Take:
        run = self._run
        raw = run.text
        code = clean_code(raw, self._profile)
        flaw = Flaw.CUT if run.cut else flaw or check_code(code, keep_gs=self._profile.keep_gs)
        if ending:
            self._last_s = ending[0].at_s
        self._run, self._scanned, self._cut_short = _Run(), True, cut_short
        return Take(
            presses=(*run.held, *ending),
            raw=raw,
            code=None if flaw else code,
            flaw=flaw,
            leaked=tuple(run.leaked),
        )
