"""Scan or typing: a pure parser of key presses and their times.

A scanner that acts as a keyboard sends a key every 5 to 60 ms, a person one every 65 ms or slower, at times
two rolled into 20 ms. The parser sees presses as plain values, holds a possible burst back and says what
becomes of each press: *release* it (it was typing) or *take* it (it was a scan). The times must be those at
which the system took the key from the device: the times of arrival in a program that was busy squeeze a
person's typing into a burst.

The rules (product rows 24-30, 71):

- a run is characters each within a gap of the one before. Where a text field has the focus the gap is the
  learnt `max_gap_ms` and ``min_length`` characters are a burst; elsewhere nobody types: the gap is 80 ms, and
  two characters are one;
- Enter, Tab or a learnt key ends a burst, which is whole then. Learnt signs do so when no character follows
  within `max_gap_ms` (the code may hold them, too), letters and digits when 300 ms brought nothing;
- without an end it is whole when 300 ms brought nothing, and only where no suffix was learnt; a character
  that follows within them makes all of it a flaw;
- a key without a character within the gap belongs to the burst, and does nothing else;
- a burst less than 300 ms after other characters may be the rest of a scan: it is a flaw;
- a run that stays too short is typing, and is released in order; two characters *and* Enter at a scanner's
  pace are a burst too short to be a code: taken, and said;
- in a field, characters that are too slow for a burst and too fast for a person stay as typed; their Enter
  says so;
- characters let go because nothing followed in time are not forgotten: if the next key's own time proves
  that it did follow in time, they belong to the run (``Take.leaked``), and a field gets its old text back.
"""

from __future__ import annotations

from dataclasses import field
from itertools import groupby

from posdesk.domain.pickup.presses import BurstResult, Press, PressKind, Release, Take
from posdesk.domain.pickup.scan_code import SLOWEST_IN_A_FIELD_MS, Flaw, ScanProfile, check_code, clean_code
from posdesk.records import dataclass

_ROUNDING_S = 1e-9


@dataclass(slots=True)
class _Run:
    """The characters of a possible burst and what waits with them."""

    characters: list[Press] = field(default_factory=list)
    held: list[Press] = field(default_factory=list)  # characters and other keys not yet released, in order
    leaked: list[Press] = field(default_factory=list)  # characters released because nothing followed in time
    flaw: Flaw | None = None
    is_rest: bool = False  # its beginning was already read as a scan
    key_came: bool = False  # another key stands behind its last character

    @property
    def text(self) -> str:
        groups = groupby(self.characters, key=lambda press: press.chord)
        return "".join(_text_of(chord, [press.text for press in presses]) for chord, presses in groups)


def _text_of(chord: int, texts: list[str]) -> str:
    digits = "".join(texts)
    if not chord or not digits:
        return digits
    number = int(digits) if len(digits) <= 5 else 0
    return chr(number) if 0 < number < 256 else "\ufffd"


@dataclass(slots=True)
class _Before:
    """The end of the last run and when it was, in seconds on the clock of the presses."""

    profile: ScanProfile
    last_s: float | None = None  # of the run, or of what was before it
    scanned: bool = False  # the end of a scan
    by_silence: bool = False  # … that had no end of its own
    typed: bool = False  # a character that was released

    def gap_s(self, press: Press) -> float:
        gap_s = float("inf") if self.last_s is None else press.at_s - self.last_s
        return gap_s if gap_s >= 0 else float("inf")

    def is_near(self, press: Press) -> bool:
        return self.gap_s(press) <= self.profile.gap_ms(in_field=press.in_field) / 1000 + _ROUNDING_S

    def is_soon(self, press: Press) -> bool:
        return self.gap_s(press) <= self.profile.quiet_ms / 1000 + _ROUNDING_S

    def is_quick(self, press: Press) -> bool:
        return self.gap_s(press) <= self.profile.free_gap_ms / 1000 + _ROUNDING_S

    def is_scan_near(self, press: Press) -> bool:
        """Whether a press comes right after a scan, and may be the rest of it."""
        return self.scanned and (self.is_soon(press) if self.by_silence else self.is_near(press))


@dataclass(slots=True)
class _Pace:
    """How fast the last characters came, held or released: a scanner that is too slow shows by it."""

    count: int = 0
    slowest_s: float = 0.0

    def note(self, gap_s: float, *, quick: bool) -> None:
        if quick:
            self.count, self.slowest_s = self.count + 1, max(self.slowest_s, gap_s)
        else:
            self.count, self.slowest_s = 1, 0.0


class BurstParser:
    """Decides press by press; every press comes out exactly once, in a `Release` or a `Take`.

    Give each press to `press`; when nothing came until `deadline_s` (on the clock of the presses), call
    `expire`. Not thread-safe, and reads no clock.
    """

    def __init__(self, profile: ScanProfile | None = None) -> None:
        self.profile = profile or ScanProfile()  # the scanner's habits that this parser goes by
        self._run = _Run()
        self._pace = _Pace()
        self._before = _Before(self.profile)

    def adopt(self, profile: ScanProfile) -> None:
        """Go by another scanner's habits from the next press on; a run under way stays one run."""
        self.profile = self._before.profile = profile

    @property
    def holding(self) -> bool:
        """Whether any press waits for its verdict."""
        return bool(self._run.held)

    @property
    def has_leaked(self) -> bool:
        """Whether characters of the run were let go already; they may be a scan's yet."""
        return bool(self._run.leaked)

    @property
    def in_burst(self) -> bool:
        """Whether the run is long enough to be a scan, whole or not."""
        run = self._run
        if not run.characters:
            return False
        in_field = run.characters[-1].in_field
        return run.is_rest or len(run.characters) >= (self.profile.min_length if in_field else 2)

    @property
    def may_be_scan(self) -> bool:
        """Whether two characters or more wait together: a scan is under way, or keys were rolled."""
        return self.in_burst or (bool(self._run.held) and len(self._run.characters) >= 2)

    @property
    def deadline_s(self) -> float | None:
        """When the held presses must be decided if nothing follows; None while nothing is held."""
        if not self._run.held or self._before.last_s is None:
            return None
        return self._before.last_s + self.wait_ms / 1000

    @property
    def wait_ms(self) -> int:
        """How long after its last key the run is decided."""
        if self._is_closed:
            return self.profile.hold_ms(in_field=True)
        if self.in_burst:
            return self.profile.quiet_ms
        in_field = not self._run.characters or self._run.characters[-1].in_field
        return self.profile.hold_ms(in_field=in_field)

    def passes(self, press: Press) -> bool:
        """Tell whether `press` would release this press at once, with nothing before it."""
        if press.kind in (PressKind.OTHER, PressKind.HELD) and not self._is_end(press):
            return not self._run.held and not self._is_after_scan(press)
        if self._run.held or self._is_after_scan(press) or self._is_slow_end(press):
            return False
        if self._run.characters and self._before.is_near(press):
            return False
        return self._is_end(press) or not _begins(press)

    def press(self, press: Press) -> list[BurstResult]:
        """Take in one press; return what is decided by it, in the order of the presses."""
        if self._is_end(press):
            return self._end_by_gap(press) + self._end(press)
        if press.kind in (PressKind.OTHER, PressKind.HELD):
            return self._other(press)
        return self._end_by_gap(press) + self._character(press)

    def note_typed(self, at_s: float) -> None:
        """A character went where no scan is read: what follows it at once may be the rest of a scan."""
        if not self._run.held:
            self._forget()
            self._before.last_s, self._before.typed = at_s, True

    def expire(self) -> list[BurstResult]:
        """Decide what is held, since nothing followed until the deadline."""
        if not self._run.held:
            return []
        if self.in_burst:
            return [self._take_by_silence()]
        held = tuple(self._run.held)
        self._run.held.clear()
        self._run.leaked = list(self._run.characters)
        self._before.typed = True
        return [Release(held)]

    def flush(self) -> list[BurstResult]:
        """Release all that is held, whatever it is; the parser is as new afterwards."""
        held = tuple(self._run.held)
        self._forget()
        return [Release(held)] if held else []

    # Times

    def _follows(self, press: Press) -> bool:
        """Whether a press belongs to the run; a burst waits longer for the next one than typing does."""
        if self._is_closed:
            return self._before.gap_s(press) <= self.profile.max_gap_ms / 1000 + _ROUNDING_S
        return self._before.is_soon(press) if self.in_burst else self._before.is_near(press)

    def _is_after_scan(self, press: Press) -> bool:
        return not self._run.characters and self._before.is_scan_near(press)

    def _end_by_gap(self, press: Press) -> list[BurstResult]:
        """What the run before it comes to, where this press doesn't belong to it."""
        if self._follows(press):
            return []
        if self._run.held and self.in_burst:
            return [self._take_by_silence()]
        typed, soon = self._before.typed or bool(self._run.characters), self._before.is_soon(press)
        held = tuple(self._run.held)
        self._run, self._before.typed = _Run(), typed and soon
        self._before.scanned = self._before.scanned and self._before.by_silence and soon
        return [Release(held)] if held else []

    # Keys

    def _is_end(self, press: Press) -> bool:
        if press.kind in (PressKind.ENTER, PressKind.TAB):
            return True
        learnt = self.profile.end_key
        return bool(learnt) and learnt == ("Space" if press.kind is PressKind.SPACE else press.name)

    def _other(self, press: Press) -> list[BurstResult]:
        self._pace = _Pace()
        run, near = self._run, self._before.is_near(press)
        if self._is_after_scan(press):
            self._before.last_s = press.at_s
            return [Take((press,))]
        if near and self.in_burst:
            run.held.append(press)
            run.key_came, self._before.last_s = True, press.at_s
            run.flaw = run.flaw or (Flaw.HELD_KEY if press.kind is PressKind.HELD else None)
            return []
        if run.held and not self.in_burst:
            run.held.append(press)
            run.key_came = True
            return []
        return [Release((press,))]

    def _character(self, press: Press) -> list[BurstResult]:
        run = self._run
        self._pace.note(self._before.gap_s(press), quick=self._before.is_quick(press))
        if not run.characters and not _begins(press):
            return self._lone_blank(press)
        run.flaw = run.flaw or self._flaw_of_following(press)
        run.is_rest = run.is_rest or (self._before.scanned and self._before.by_silence)
        self._before.scanned = self._before.typed = run.key_came = False
        run.characters.append(press)
        run.held.append(press)
        self._before.last_s = press.at_s
        return []

    def _lone_blank(self, press: Press) -> list[BurstResult]:
        if self._is_after_scan(press):
            return [Take((press,))]
        self._before.last_s, self._before.typed, self._before.scanned = press.at_s, True, False
        return [Release((press,))]

    def _flaw_of_following(self, press: Press) -> Flaw | None:
        """Why the run can be no code once this character is part of it."""
        if not self._run.characters:
            cut = self._before.typed or (self._before.scanned and self._before.by_silence)
            return Flaw.CUT if cut and self._before.is_soon(press) else None
        torn = not self._before.is_near(press) or self._run.key_came
        return Flaw.TORN if torn else None

    def _end(self, press: Press) -> list[BurstResult]:
        run = self._run
        if self._is_after_scan(press):  # the second half of Enter + Tab
            self._before.last_s = press.at_s
            return [Take((press,))]
        if self.in_burst:
            return [self._take((press,))]
        if len(run.characters) >= 2:
            return [self._take((press,), flaw=Flaw.TOO_SHORT)]
        return self._end_of_typing(press)

    def _end_of_typing(self, press: Press) -> list[BurstResult]:
        held, flaw, certain = tuple(self._run.held), self._flaw_of_typing(press), self._is_no_person(press)
        raw = self._run.text
        self._forget()
        if flaw is None:
            return [Release((*held, press))]
        if certain:
            return [*([Release(held)] if held else []), Take((press,), raw=raw, flaw=flaw)]
        return [Release((*held, press)), Take((), raw=raw, flaw=flaw)]

    def _flaw_of_typing(self, end: Press) -> Flaw | None:
        """Whether what a field got as typing was a scan, after all: too slow, or in pieces."""
        if self._is_slow_end(end):
            return Flaw.SLOW
        rest = end.in_field and self._run.flaw is Flaw.CUT and self._before.is_near(end)
        return Flaw.TORN if rest else None

    def _is_no_person(self, end: Press) -> bool:
        slowest_s = max(self._pace.slowest_s, self._before.gap_s(end))
        return slowest_s <= SLOWEST_IN_A_FIELD_MS / 1000 + _ROUNDING_S

    def _is_slow_end(self, press: Press) -> bool:
        """Whether a press ends a scan in a field: slower than this scanner, too fast for a person."""
        enough = self._pace.count >= self.profile.min_length
        return self._is_end(press) and press.in_field and enough and self._before.is_quick(press)

    def _forget(self) -> None:
        self._run, self._pace, self._before = _Run(), _Pace(), _Before(self.profile)

    @property
    def _is_closed(self) -> bool:
        """Whether the burst ends with the learnt signs, which its code may hold, too."""
        ends = self.profile.end_sign
        return bool(ends) and self.in_burst and self._run.text.endswith(ends)

    def _take_by_silence(self) -> Take:
        if self._is_closed:
            return self._take(())
        ends = ("\r", "\n", "\t", *filter(None, [self.profile.end_text]))
        missing = bool(self.profile.suffix) and not self._run.text.endswith(ends)
        return self._take((), flaw=Flaw.NO_END if missing else None, by_silence=True)

    def _take(self, ending: tuple[Press, ...], *, flaw: Flaw | None = None, by_silence: bool = False) -> Take:
        run = self._run
        raw = run.text
        code = clean_code(raw, self.profile)
        flaw = run.flaw or flaw or self._check(code)
        if ending:
            self._before.last_s = ending[0].at_s
        self._run, self._pace = _Run(), _Pace()
        self._before.scanned, self._before.by_silence, self._before.typed = True, by_silence, False
        return Take(
            presses=(*run.held, *ending),
            raw=raw,
            code=None if flaw else code,
            flaw=flaw,
            leaked=tuple(run.leaked),
        )

    def _check(self, code: str) -> Flaw | None:
        short = not self._run.characters[-1].in_field and len(self._run.text) < self.profile.min_length
        return Flaw.TOO_SHORT if short else check_code(code, keep_gs=self.profile.keep_gs)


def _begins(press: Press) -> bool:
    visible = press.kind is PressKind.TEXT and press.text.isprintable() and press.text != ""
    return visible or press.kind is PressKind.ALT_DIGIT
