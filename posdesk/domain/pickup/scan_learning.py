"""What scans of known codes teach: the scanner's speed, what it sends around a code, its case."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from functools import reduce
from itertools import pairwise, takewhile
from math import ceil

from posdesk.domain.pickup.presses import Press, PressKind
from posdesk.domain.pickup.scan_code import SLOWEST_IN_A_FIELD_MS, Fold

TEST_CODES = ("Pd1-0011", "pD2-7700", "pd3-aBcD")
"""On three cards: repeated digits, both cases and a sign, which keyboards and scanners get wrong."""
TEST_CODE = TEST_CODES[0]
_DEFAULT_GAP_MS = 35
_ROOM = 1.3
"""A scanner's gaps vary; the learnt limit leaves this much above the longest one seen."""


class Unlearnt(Enum):
    """Why a scan taught nothing."""

    OTHER_CODE = "it was another code"
    CAPS_LOCK = "CapsLock turned its letters over"


@dataclass(frozen=True, slots=True)
class Learnt:
    """What was learnt. `max_gap_ms` is at most 60: beyond it, scans are read outside of fields only."""

    max_gap_ms: int
    prefix: str
    suffix: str
    fold: Fold
    slowest_ms: int


def card_of(presses: Sequence[Press]) -> int | None:
    """Which of the three cards was scanned, from 0 on, in whatever case it came; None for another code."""
    text = _text_of(presses).lower()
    return next((number for number, code in enumerate(TEST_CODES) if code.lower() in text), None)


def learn(presses: Sequence[Press]) -> Learnt | Unlearnt:
    """Learn from the presses of one scan of a test code, its end included."""
    card = card_of(presses)
    if card is None:
        return Unlearnt.OTHER_CODE
    code, text = TEST_CODES[card], _text_of(presses)
    at = text.lower().find(code.lower())
    came = text[at : at + len(code)]
    fold = {code: Fold.NONE, code.upper(): Fold.UPPER, code.lower(): Fold.LOWER}.get(came)
    if fold is None:
        return Unlearnt.CAPS_LOCK if came == code.swapcase() else Unlearnt.OTHER_CODE
    slowest_ms = _slowest_ms(presses)
    limit_ms = min(SLOWEST_IN_A_FIELD_MS, max(_DEFAULT_GAP_MS, ceil(slowest_ms * _ROOM)))
    suffix = text[at + len(code) :] or _end_key(presses)
    return Learnt(limit_ms, text[:at], suffix, fold, slowest_ms)


def together(scans: Sequence[Learnt]) -> Learnt:
    """What holds for all of these scans of one scanner: the slowest, and only what each of them had."""
    return reduce(slower_of, scans)


def slower_of(one: Learnt, other: Learnt) -> Learnt:
    """What holds for two scanners at one counter: the slower speed, and only what both of them send."""
    return Learnt(
        max(one.max_gap_ms, other.max_gap_ms),
        one.prefix if one.prefix == other.prefix else "",
        one.suffix if one.suffix == other.suffix else "",
        one.fold if one.fold is other.fold else Fold.NONE,
        max(one.slowest_ms, other.slowest_ms),
    )


def _text_of(presses: Sequence[Press]) -> str:
    return "".join(press.text for press in presses if press.kind in (PressKind.TEXT, PressKind.SPACE))


def _slowest_ms(presses: Sequence[Press]) -> int:
    return round(max((later.at_s - one.at_s for one, later in pairwise(presses)), default=0.0) * 1000)


def _end_key(presses: Sequence[Press]) -> str:
    """The key behind its last character, as settings name it; of Enter and Tab the first is enough."""
    behind = takewhile(lambda press: press.kind not in (PressKind.TEXT, PressKind.SPACE), reversed(presses))
    names = [{PressKind.ENTER: "Enter", PressKind.TAB: "Tab"}.get(press.kind, press.name) for press in behind]
    first = next(filter(None, reversed(names)), "")
    return f"<{first}>" if first else ""
