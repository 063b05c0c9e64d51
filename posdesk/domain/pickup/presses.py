"""Presses of keys as plain values, what becomes of them, and which are only a held key's repeats.

A held key repeats by itself; a scanner sends the same character twice. Both can look alike to the system:
where a release and the next press of one key fall into the same millisecond, a window system takes the press
for a repeat (`1110002223` was read as `1023`). No key repeats within 200 ms of its press: the shortest delay
that systems offer is 250 ms.
"""

from __future__ import annotations

from enum import Enum

from posdesk.domain.pickup.scan_code import Flaw
from posdesk.records import dataclass


class PressKind(Enum):
    """What a press can be to a burst."""

    TEXT = "text"  # one or more characters
    SPACE = "space"  # never begins a run; ends one if that was learnt
    ENTER = "enter"
    TAB = "tab"
    ALT_DIGIT = "alt digit"  # a figure of a character's number, while Alt is down
    HELD = "held"  # a key that repeats because it is held down
    OTHER = "other"  # anything else: function keys, arrows, Ctrl+…


@dataclass(frozen=True, slots=True)
class Press:
    """One press of a key: ``at_s`` in seconds on any steady clock, ``ref`` the caller's own mark.

    ``name`` names a key without a character ("F12"), ``in_field`` says whether a text field has the focus,
    ``chord`` tells one holding of Alt from the next, ``beside`` says that another key had just gone down and
    was still down.
    """

    kind: PressKind
    text: str
    at_s: float
    ref: int = 0
    name: str = ""
    in_field: bool = True
    chord: int = 0
    beside: bool = False


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

    @property
    def is_mixed(self) -> bool:
        """Whether two scanners may have sent it: one lets each key up before the next goes down."""
        return any(press.beside for press in (*self.leaked, *self.presses))


BurstResult = Release | Take


_SOONEST_REPEAT_S = 0.200


class HeldKeys:
    """Tells a held key's repeats from characters; keys are named by any number, times are seconds."""

    def __init__(self) -> None:
        self._pressed_s: dict[int, float] = {}
        self._let_up_s: dict[int, float] = {}
        self._held: set[int] = set()
        self._down: set[int] = set()

    def repeats(self, key: int, at_s: float, *, marked: bool) -> bool:
        """Whether this press is a held key's repeat; `marked` is what the system says. Changes nothing.

        What the system doesn't mark in time is known by the release in the same instant.
        """
        let_up_s = self._let_up_s.get(key)
        marked, held = marked or let_up_s == at_s, key in self._held and let_up_s in (None, at_s)
        pressed_s = self._pressed_s.get(key)
        soon = pressed_s is not None and 0 <= at_s - pressed_s <= _SOONEST_REPEAT_S
        return marked and (held or not soon)

    def press(self, key: int, at_s: float, *, marked: bool) -> bool:
        """Take in a press; whether it is a held key's repeat."""
        repeats = self.repeats(key, at_s, marked=marked)
        self._pressed_s[key] = at_s
        self._down.add(key)
        self._let_up_s.pop(key, None)
        if repeats:
            self._held.add(key)
        else:
            self._held.discard(key)
        return repeats

    def release(self, key: int, at_s: float) -> None:
        """The key came up: its next press is a press, unless it comes in the same instant."""
        self._let_up_s[key] = at_s
        self._down.discard(key)

    def is_beside(self, key: int, at_s: float) -> bool:
        """Whether another key went down within the last 200 ms and is down still."""
        return any(0 <= at_s - self._pressed_s[other] <= _SOONEST_REPEAT_S for other in self._down - {key})
