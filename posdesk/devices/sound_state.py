"""What is known of the sound, and what the desk asks of whoever makes it (sound.py)."""

from enum import StrEnum
from typing import Protocol

from posdesk.domain.orders.ringing import Cue
from posdesk.records import dataclass


class SoundTrouble(StrEnum):
    """Why the sound can't be heard; the desk has the sentence for each."""

    NONE = ""
    NOT_TRIED = "not_tried"
    NO_PLAYER = "no_player"
    NO_DEVICE = "no_device"  # it would play to nobody
    MUTED = "muted"  # the output, or its volume stands at nothing
    PLAYER_FAILED = "player_failed"
    PLAYER_HUNG = "player_hung"
    NO_FILE = "no_file"


@dataclass(frozen=True, slots=True)
class SoundState:
    """What is known of the sound; `player` is the one that played last, `detail` is for the log.

    `device` and `volume` (per cent) are what the system tells of its output, empty and None where it doesn't.
    """

    trouble: SoundTrouble = SoundTrouble.NOT_TRIED
    player: str = ""
    detail: str = ""
    device: str = ""
    volume: int | None = None
    heard: bool = False

    @property
    def plays(self) -> bool:
        """Whether the last sound that was not cut off was played to its end, and the output is not muted."""
        return self.trouble is SoundTrouble.NONE

    @property
    def may_be_heard(self) -> bool:
        """Whether nothing is known against it."""
        return self.trouble in {SoundTrouble.NONE, SoundTrouble.NOT_TRIED}

    @property
    def proven(self) -> bool:
        """Whether a person has heard it, on this output and no louder than it is now."""
        return self.plays and self.heard


class SoundDoor(Protocol):
    """What the desk asks of sound. Every call returns at once."""

    @property
    def state(self) -> SoundState:
        """What is known now."""
        ...

    @property
    def muted(self) -> frozenset[Cue]:
        """What the settings keep silent."""
        ...

    def play(self, cue: Cue) -> None:
        """Sound this: cuts off what has no higher rank, else waits for its end. A muted one is silent."""
        ...

    def stop(self, *cues: Cue) -> None:
        """Silence these at once, sounding or waiting; all when none is named."""
        ...

    def mute(self, cues: frozenset[Cue]) -> None:
        """From now on these, and only these, are not played."""
        ...

    def heard(self, *, right: bool) -> None:
        """A person said how many notes there were, and it was right; or nobody has, from now on."""
        ...
