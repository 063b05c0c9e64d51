"""The ways to play a WAV that this machine has: Windows' own, a sound server's small program, ALSA's."""

import os
import shutil
import signal
import subprocess
import sys
import time
import wave
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Protocol

from posdesk.records import dataclass

COMMANDS: tuple[tuple[str, ...], ...] = (("pw-play",), ("paplay",), ("aplay", "-q"))


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
