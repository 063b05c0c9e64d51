"""Whether sounds come out anywhere: asked while they play, so that no sound waits for the answer.

PipeWire and PulseAudio put a dummy in a missing card's place; Windows counts its outputs.
"""

import shutil
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

ASKED_S = 2.0
POLL_S = 0.02
_TOOLS = {"pw-play": ("wpctl", "inspect", "@DEFAULT_AUDIO_SINK@"), "paplay": ("pactl", "info")}
_DUMMY = b"auto_null"  # what both call the output that nobody hears


class Asking(Protocol):
    """A question on its way."""

    def answer(self) -> bool | None:
        """Whether there is an output; None while nobody has said."""
        ...

    def end(self) -> None:
        """Ask no more."""
        ...


@dataclass(frozen=True, slots=True)
class Known:
    """What needs no asking."""

    has_output: bool = True

    def answer(self) -> bool | None:
        """See `Asking`."""
        return self.has_output

    def end(self) -> None:
        """See `Asking`."""


class ServerAsked:
    """A sound server's own tool that tells its output; without a word for 2 s what was known before holds."""

    def __init__(self, command: Sequence[str], *, before: bool) -> None:
        """Raises OSError where it can't be started."""
        quiet = subprocess.DEVNULL
        self._give_up = time.monotonic() + ASKED_S
        self._process = subprocess.Popen(  # noqa: S603 - a tool found on PATH
            command, stdin=quiet, stdout=subprocess.PIPE, stderr=quiet
        )
        self._told: bool | None = None
        self._before = before

    def answer(self) -> bool | None:
        """See `Asking`."""
        if self._told is None and self._process.poll() is not None and self._process.stdout is not None:
            with self._process.stdout as said:
                self._told = _DUMMY not in said.read()
        if self._told is None and time.monotonic() >= self._give_up:
            return self._before
        return self._told

    def end(self) -> None:
        """See `Asking`."""
        if self._told is None:
            self._process.kill()
            self._process.communicate()


def ask(player: str, *, before: bool = True) -> Asking:
    """Begin to ask about what this player plays to; `before` is what was known of it."""
    if player == "winsound":
        return Known(windows_outputs() > 0)
    tool, *words = _TOOLS.get(player, ("",))
    path = shutil.which(tool) if tool else None
    try:
        return ServerAsked([path, *words], before=before) if path else Known()
    except OSError:
        return Known()


def has_output(player: str) -> bool:
    """The answer, waited for; True where nobody can say within 2 s."""
    asking = ask(player)
    try:
        while (answer := asking.answer()) is None:
            time.sleep(POLL_S)
        return answer
    finally:
        asking.end()


def windows_outputs() -> int:
    """How many sound outputs Windows has; 0 on other systems."""
    if sys.platform != "win32":
        return 0
    import ctypes  # noqa: PLC0415 - only here

    return int(ctypes.WinDLL("winmm").waveOutGetNumDevs())
