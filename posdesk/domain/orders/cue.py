"""What can sound at the counter, and which sound gives way to which (design: one class at a time)."""

from enum import StrEnum


class Cue(StrEnum):
    """One sound; its value is the name of its file in resources/sounds."""

    NEW = "new"  # three rising notes
    NEW_LOUD = "new_loud"  # the same, one step louder
    DEADLINE = "deadline"  # fast ticks
    CANCEL = "cancel"  # two alternating low tones
    PREORDER = "preorder"  # two wooden notes
    DONE = "done"  # rising ding-dong
    WRONG = "wrong"  # two low short ones
    USED = "used"  # three equal short ones
    UNKNOWN = "unknown"  # one long tremolo
    OFFLINE = "offline"  # three falling
    BACK = "back"  # three rising


RESULTS = frozenset({Cue.DONE, Cue.WRONG, Cue.USED, Cue.UNKNOWN})


def rank_of(cue: Cue) -> int:
    """Who may cut off whom: the cancel alarm all others, a scan's result what only calls for attention."""
    if cue is Cue.CANCEL:
        return 2
    return 1 if cue in RESULTS else 0
