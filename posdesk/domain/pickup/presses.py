"""Presses of keys as plain values, and what becomes of them: typing is released, a scan is taken."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from posdesk.domain.pickup.scan_code import Flaw


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
