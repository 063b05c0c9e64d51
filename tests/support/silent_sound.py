"""A sound door of the real shape that writes down what it was told."""

from dataclasses import dataclass, field, replace

from posdesk.desk.frame.alarm import SoundNews
from posdesk.devices.sound_state import SoundState, SoundTrouble
from posdesk.domain.orders.ringing import Cue


@dataclass
class SilentSound:
    """`played` and `stopped` in their order; `heard_well` is what it says of itself."""

    state: SoundState = field(default_factory=lambda: SoundState(SoundTrouble.NONE, "aplay", heard=True))
    played: list[Cue] = field(default_factory=list)
    stopped: list[tuple[Cue, ...]] = field(default_factory=list)
    muted: frozenset[Cue] = frozenset()
    news: SoundNews = field(default_factory=SoundNews)

    def play(self, cue: Cue) -> None:
        """Recorded."""
        self.played.append(cue)

    def stop(self, *cues: Cue) -> None:
        """Recorded."""
        self.stopped.append(cues)

    def mute(self, cues: frozenset[Cue]) -> None:
        """Held."""
        self.muted = cues

    def heard(self, *, right: bool) -> None:
        """Held, and told by `news` as the door does."""
        self.become(replace(self.state, heard=right and self.state.plays))

    def become(self, state: SoundState) -> None:
        """The state is another one from now on."""
        if state != self.state:
            self.state = state
            self.news.told.emit(state)

    def end(self, *, whole: bool) -> None:
        """What was played last ends."""
        self.news.ended.emit(self.played[-1], whole)
