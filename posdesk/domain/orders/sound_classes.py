"""The classes of sounds: a melody each, muted by the settings one by one; cancel and deadline never."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from posdesk.domain.orders.ringing import CHECKS, Cue


class SoundClass(StrEnum):
    """What a sound is about, as posdesk.toml names it."""

    NEW = "new"
    PREORDER = "preorder"
    CANCEL = "cancel"
    DEADLINE = "deadline"
    REFUND = "refund"
    DONE = "done"
    WRONG = "wrong"
    USED = "used"
    UNKNOWN = "unknown"
    WRONG_ITEM = "wrong_item"
    PACKED = "packed"
    OFFLINE = "offline"
    BACK = "back"
    PRINTER = "printer"


NEVER_MUTED: Final = frozenset({SoundClass.CANCEL, SoundClass.DEADLINE})
CUES: Mapping[SoundClass, tuple[Cue, ...]] = MappingProxyType(
    {each: (Cue(each.value),) for each in SoundClass} | {SoundClass.NEW: (Cue.NEW, Cue.NEW_LOUD)}
)
"""Every sound of a class; the first one stands for it."""
RECORDED: Final = tuple(cue for cue in Cue if cue not in CHECKS.values())
"""What a chain may lay its own recordings of: never of the audible check, whose notes are counted."""


def muted_cues(muted: frozenset[SoundClass]) -> frozenset[Cue]:
    """The sounds that stay silent; those that nobody may mute never do."""
    return frozenset(cue for each in muted - NEVER_MUTED for cue in CUES[each])
