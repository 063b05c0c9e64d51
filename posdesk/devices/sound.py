"""The sound door: plays one WAV at a time in a thread of its own and knows whether anything was heard.

Windows plays by itself (winsound); on Linux the first of pw-play, paplay and aplay that works is taken. Only
a player that ran to its end well proves the sound, and only where it can be heard (see outputs).
"""

import os
import shutil
import signal
import subprocess
import sys
import threading
import time
import wave
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Protocol

from posdesk.devices.outputs import Asking, ask
from posdesk.domain.orders.ringing import Cue, rank_of
from posdesk.host.resources import resource

PATIENCE_S = 10.0  # no sound is longer than 2 s: a player that still runs hangs on its device
POLL_S = 0.02
COMMANDS: tuple[tuple[str, ...], ...] = (("pw-play",), ("paplay",), ("aplay", "-q"))


class SoundTrouble(StrEnum):
    """Why the sound isn't proven; the desk has the sentence for each."""

    NONE = ""
    NOT_TRIED = "not_tried"
    NO_PLAYER = "no_player"
    NO_DEVICE = "no_device"  # it would play to nobody
    PLAYER_FAILED = "player_failed"
    PLAYER_HUNG = "player_hung"
    NO_FILE = "no_file"


@dataclass(frozen=True, slots=True)
class SoundState:
    """What is known of the sound; `player` is the one that played last, `detail` is for the log."""

    trouble: SoundTrouble = SoundTrouble.NOT_TRIED
    player: str = ""
    detail: str = ""

    @property
    def proven(self) -> bool:
        """Whether the last sound that was not cut off was played to its end."""
        return self.trouble is SoundTrouble.NONE


class SoundDoor(Protocol):
    """What the desk asks of sound. Every call returns at once."""

    @property
    def state(self) -> SoundState:
        """What is known now."""
        ...

    def play(self, cue: Cue) -> None:
        """Sound this: cuts off what has no higher rank, else waits for its end."""
        ...

    def stop(self, *cues: Cue) -> None:
        """Silence these at once, sounding or waiting; all when none is named."""
        ...


class Playing(Protocol):
    """One sound on its way."""

    def ended(self) -> int | None:
        """None while it sounds, then 0 for well and anything else for a failure."""
        ...

    def kill(self) -> None:
        """Silence it now and leave nothing behind."""
        ...


@dataclass(frozen=True, slots=True)
class Player:
    """A way to play a file; `start` raises OSError or RuntimeError where it can't even begin."""

    name: str
    start: Callable[[Path], Playing]


def find_players() -> tuple[Player, ...]:
    """The players this machine has, best first; asked anew when none works."""
    if sys.platform == "win32":
        return (Player("winsound", _Winsound),)
    found = ((words, shutil.which(words[0])) for words in COMMANDS)
    return tuple(_by_command(words[0], (path, *words[1:])) for words, path in found if path)


def cue_file(cue: Cue) -> Path:
    """The WAV of a cue. Raises FileNotFoundError."""
    return resource(f"sounds/{cue.value}.wav")


def _by_command(name: str, command: Sequence[str]) -> Player:
    return Player(name, lambda file: _Command([*command, str(file)]))


class _Command:
    """A player's process, in a session of its own so that its children go with it."""

    def __init__(self, command: Sequence[str]) -> None:
        self._process = subprocess.Popen(  # noqa: S603 - a player found on PATH, a file of ours
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )

    def ended(self) -> int | None:
        return self._process.poll()

    def kill(self) -> None:
        if self._process.poll() is None and sys.platform != "win32":
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()


class _Winsound:
    """Windows' own player, which doesn't tell its end: the file's length does."""

    def __init__(self, file: Path) -> None:
        self._until = time.monotonic() + _seconds_of(file)
        if sys.platform == "win32":
            import winsound  # noqa: PLC0415 - only Windows has it

            flags = winsound.SND_FILENAME | winsound.SND_ASYNC | winsound.SND_NODEFAULT
            winsound.PlaySound(str(file), flags)

    def ended(self) -> int | None:
        return 0 if time.monotonic() >= self._until else None

    def kill(self) -> None:
        if sys.platform == "win32":
            import winsound  # noqa: PLC0415 - only Windows has it

            winsound.PlaySound(None, 0)


def _seconds_of(file: Path) -> float:
    with wave.open(str(file), "rb") as sound:
        return sound.getnframes() / sound.getframerate()


class Sound:
    """The door itself. `changed` is called in the door's own thread whenever the state becomes another."""

    def __init__(
        self,
        changed: Callable[[SoundState], None] = lambda _: None,
        players: Callable[[], Sequence[Player]] = find_players,
        file_of: Callable[[Cue], Path] = cue_file,
        patience_s: float = PATIENCE_S,
    ) -> None:
        """`patience_s` is how many seconds a player may take for one sound."""
        self._changed, self._players, self._file_of = changed, players, file_of
        self._patience_s = patience_s
        self._wake = threading.Condition()
        self._sounding: Cue | None = None
        self._waiting: Cue | None = None
        self._cut = self._closed = False
        self.state = SoundState()  # what is known now
        self._hearable: dict[str, bool] = {}  # by each player, as was said last
        self._good = ""  # the player that worked last, tried first
        self._thread = threading.Thread(target=self._run, name="sound", daemon=True)
        self._thread.start()

    def play(self, cue: Cue) -> None:
        """Sound this: cuts off what has no higher rank, else waits for its end."""
        with self._wake:
            if self._waiting is None or rank_of(cue) >= rank_of(self._waiting):
                self._waiting = cue
            if self._sounding and rank_of(cue) >= rank_of(self._sounding):
                self._cut = True
            self._wake.notify()

    def stop(self, *cues: Cue) -> None:
        """Silence these at once, sounding or waiting; all when none is named."""
        with self._wake:
            if not cues or self._waiting in cues:
                self._waiting = None
            self._cut = self._cut or not cues or self._sounding in cues
            self._wake.notify()

    def close(self) -> None:
        """Silence and end the thread; returns when both are done."""
        with self._wake:
            self._closed = self._cut = True
            self._wake.notify()
        self._thread.join()

    def _run(self) -> None:
        for cue in self._asked():
            state = self._sound(cue)
            if state is not None and state != self.state:
                self.state = state
                self._changed(state)

    def _asked(self) -> Iterator[Cue]:
        while True:
            with self._wake:
                self._sounding = None
                self._wake.wait_for(lambda: self._waiting or self._closed)
                if self._closed or self._waiting is None:
                    return
                self._sounding, self._waiting, self._cut = self._waiting, None, False
                cue = self._sounding
            yield cue

    def _sound(self, cue: Cue) -> SoundState | None:
        """Plays it with the first player that can; None where it was cut off, which proves nothing."""
        try:
            file = self._file_of(cue)
        except FileNotFoundError as error:
            return SoundState(SoundTrouble.NO_FILE, detail=str(error))
        state = SoundState(SoundTrouble.NO_PLAYER)
        for player in sorted(self._players(), key=self._doubt):
            told = self._try(player, file)
            if told is None or told.proven:
                return told
            state = told
        return state

    def _doubt(self, player: Player) -> tuple[bool, bool]:
        return not self._hearable.get(player.name, True), player.name != self._good

    def _try(self, player: Player, file: Path) -> SoundState | None:
        """Plays while it is asked where the sound comes out: a tool that hangs holds nothing up."""
        asking = ask(player.name, before=self._hearable.get(player.name, True))
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
        if not self._hearable.get(player.name, True):
            return SoundState(SoundTrouble.NO_DEVICE, player.name)
        self._good = player.name
        return SoundState(SoundTrouble.NONE, player.name)

    def _wait_for(self, asking: Asking, player: Player) -> None:
        """The answer, where it comes before the next sound is wanted; else the last one holds."""
        while (answer := asking.answer()) is None:
            with self._wake:
                if self._wake.wait_for(lambda: self._cut or self._waiting or self._closed, POLL_S):
                    return
        self._hearable[player.name] = answer

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
