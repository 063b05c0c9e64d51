"""A sound door of the real shape that writes down what it was told."""

from dataclasses import dataclass, field

from posdesk.devices.sound import SoundState, SoundTrouble
from posdesk.domain.orders.ringing import Cue


@dataclass
class SilentSound:
    """`played` and `stopped` in their order; `heard_well` is what it says of itself."""

    state: SoundState = field(default_factory=lambda: SoundState(SoundTrouble.NONE, "aplay"))
    played: list[Cue] = field(default_factory=list)
    stopped: list[tuple[Cue, ...]] = field(default_factory=list)

    def play(self, cue: Cue) -> None:
        """Recorded."""
        self.played.append(cue)

    def stop(self, *cues: Cue) -> None:
        """Recorded."""
        self.stopped.append(cues)
