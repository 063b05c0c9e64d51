"""The sound door: plays one WAV at a time in a thread of its own and knows whether anything was heard.

Windows plays by itself (winsound); on Linux the first of pw-play, paplay and aplay that works is taken. A
player that ran to its end where something can sound is *not muted* at most: that somebody heard it only a
person can say (`heard`), of the output that it was played to, as loud as it was then or louder.
"""

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from posdesk.devices.outputs import UNTOLD, Asking, Output, ask
from posdesk.devices.players import Player, Playing, find_players
from posdesk.devices.recordings import cue_file
from posdesk.devices.sound_state import SoundState, SoundTrouble
from posdesk.domain.orders.ringing import Cue, rank_of
from posdesk.records import dataclass, replace

_CUT_OFF = False
PATIENCE_S = 10.0  # no sound is longer than 6 s: a player that still runs hangs on its device
POLL_S = 0.02


@dataclass(frozen=True, slots=True)
class _Mark:
    """What a person heard: which output, how loud."""

    player: str
    device: str
    volume: int | None

    def holds(self, state: SoundState) -> bool:
        """Whether it still says something of the sound as it is."""
        same = (state.player, state.device) == (self.player, self.device)
        return same and (state.volume is None or self.volume is None or state.volume >= self.volume)


class Sound:
    """The door itself. `changed` and `ended` are called in the door's own thread, or in that of a caller.

    `changed` gets each new state; `ended` every sound that was played, and whether that was to its end.
    """

    def __init__(
        self,
        changed: Callable[[SoundState], None] = lambda _: None,
        ended: Callable[[Cue, bool], None] = lambda _cue, _whole: None,
        *,
        players: Callable[[], Sequence[Player]] = find_players,
        file_of: Callable[[Cue], Path] = cue_file,
        patience_s: float = PATIENCE_S,
    ) -> None:
        """`patience_s` is how many seconds a player may take for one sound."""
        self._changed, self._ended, self._players, self._file_of = changed, ended, players, file_of
        self._patience_s = patience_s
        self._wake = threading.Condition()
        self._sounding: Cue | None = None
        self._waiting: Cue | None = None
        self._cut = self._closed = self._looks = False
        self.muted: frozenset[Cue] = frozenset()  # what the settings keep silent
        self.state = SoundState()  # what is known now
        self._last = SoundState()  # how the last one was played, whatever comes out where
        self._mark: _Mark | None = None
        self._outputs: dict[str, Output] = {}  # of each player, as was said last
        self._good = ""  # the player that worked last, tried first
        self._thread = threading.Thread(target=self._run, name="sound", daemon=True)
        self._thread.start()

    def play(self, cue: Cue) -> None:
        """Sound this: cuts off what has no higher rank, else waits for its end. A muted one is silent."""
        if cue in self.muted:
            return
        dropped: Cue | None = cue
        with self._wake:
            if self._waiting is None or rank_of(cue) >= rank_of(self._waiting):
                dropped, self._waiting = self._waiting, cue
            if self._sounding and rank_of(cue) >= rank_of(self._sounding):
                self._cut = True
            self._wake.notify()
        if dropped is not None:
            self._ended(dropped, _CUT_OFF)

    def stop(self, *cues: Cue) -> None:
        """Silence these at once, sounding or waiting; all when none is named."""
        with self._wake:
            if not cues or self._waiting in cues:
                self._waiting = None
            self._cut = self._cut or not cues or self._sounding in cues
            self._wake.notify()

    def mute(self, cues: frozenset[Cue]) -> None:
        """From now on these, and only these, are not played."""
        self.muted = cues
        if cues:
            self.stop(*cues)

    def heard(self, *, right: bool) -> None:
        """A person said how many notes there were, and it was right; or nobody has, from now on."""
        with self._wake:
            told = self.state
            self._mark = _Mark(told.player, told.device, told.volume) if right else None
        self._tell()

    def look(self) -> None:
        """The output may have become another: ask, also while nothing sounds."""
        with self._wake:
            self._looks = True
            self._wake.notify()

    def close(self) -> None:
        """Silence and end the thread; returns when both are done."""
        with self._wake:
            self._closed = self._cut = True
            self._wake.notify()
        self._thread.join()

    def _run(self) -> None:
        for cue in self._asked():
            if cue is None:
                self._look()
                continue
            told = self._sound(cue)
            self._last = told or self._last
            self._tell()
            self._ended(cue, told is not None and told.plays)

    def _asked(self) -> Iterator[Cue | None]:
        """What is to sound; None where only the output is to be looked at."""
        while True:
            with self._wake:
                self._sounding = None
                self._wake.wait_for(lambda: self._waiting or self._looks or self._closed)
                if self._closed:
                    return
                cue, self._waiting, self._cut, self._looks = self._waiting, None, False, False
                self._sounding = cue
            yield cue

    def _tell(self) -> None:
        with self._wake:
            state = self._judged()
            if state == self.state:
                return
            self.state = state
        self._changed(state)

    def _judged(self) -> SoundState:
        """How it was played last, and what is said of where it comes out now."""
        output = self._outputs.get(self._last.player, UNTOLD)
        state = replace(self._last, device=output.device, volume=output.volume)
        if self._last.player and not output.exists:
            state = replace(state, trouble=SoundTrouble.NO_DEVICE)
        elif state.plays and output.is_silent:
            state = replace(state, trouble=SoundTrouble.MUTED)
        return replace(state, heard=state.plays and self._mark is not None and self._mark.holds(state))

    def _look(self) -> None:
        player = next(iter(self._ordered()), None)
        if player is not None:
            asking = ask(player.name, before=self._before(player))
            try:
                self._wait_for(asking, player)
            finally:
                asking.end()
        self._tell()

    def _sound(self, cue: Cue) -> SoundState | None:
        """Plays it with the first player that can; None where it was cut off, which proves nothing.

        A recording of the chain's that no player takes is played as our own.
        """
        told = None
        for file in self._files(cue):
            told = self._with_any(file)
            if told is None or told.plays:
                return told
        return told or SoundState(SoundTrouble.NO_FILE, detail=cue.value)

    def _files(self, cue: Cue) -> Iterator[Path]:
        try:
            chosen, ours = self._file_of(cue), cue_file(cue)
        except FileNotFoundError:
            return
        yield from dict.fromkeys((chosen, ours))

    def _with_any(self, file: Path) -> SoundState | None:
        state = SoundState(SoundTrouble.NO_PLAYER)
        for player in self._ordered():
            told = self._try(player, file)
            if told is None or (told.plays and self._before(player).exists):
                return told
            state = told
        return state

    def _ordered(self) -> Sequence[Player]:
        return sorted(self._players(), key=self._doubt)

    def _doubt(self, player: Player) -> tuple[bool, bool]:
        return not self._before(player).exists, player.name != self._good

    def _before(self, player: Player) -> Output:
        return self._outputs.get(player.name, UNTOLD)

    def _try(self, player: Player, file: Path) -> SoundState | None:
        """Plays while it is asked where the sound comes out: a tool that hangs holds nothing up."""
        asking = ask(player.name, before=self._before(player))
        try:
            code = None if self._cut else self._wait(player.start(file))
            if code == 0:
                self._wait_for(asking, player)
        except TimeoutError:
            return SoundState(SoundTrouble.PLAYER_HUNG, player.name)
        except (OSError, RuntimeError) as error:
            return SoundState(SoundTrouble.PLAYER_FAILED, player.name, str(error))
        finally:
            asking.end()
        if code:
            return SoundState(SoundTrouble.PLAYER_FAILED, player.name, f"exit code {code}")
        return None if code is None else self._played(player)

    def _played(self, player: Player) -> SoundState:
        if self._before(player).exists:
            self._good = player.name
        return SoundState(SoundTrouble.NONE, player.name)

    def _wait_for(self, asking: Asking, player: Player) -> None:
        """The answer, where it comes before the next sound is wanted; else the last one holds."""
        while (answer := asking.answer()) is None:
            with self._wake:
                if self._wake.wait_for(lambda: self._cut or self._waiting or self._closed, POLL_S):
                    return
        self._outputs[player.name] = answer

    def _wait(self, playing: Playing) -> int | None:
        """How it ended, None when it was cut off. Raises TimeoutError when it never ends."""
        give_up = time.monotonic() + self._patience_s
        while (code := playing.ended()) is None:
            with self._wake:
                self._wake.wait_for(lambda: self._cut, POLL_S)
                cut = self._cut
            if cut or time.monotonic() >= give_up:
                playing.kill()
            if cut:
                return None
            if time.monotonic() >= give_up:
                raise TimeoutError
        return code
