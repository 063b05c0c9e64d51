"""Where sounds come out, as the system tells it: device, mute, volume. What nobody tells stays unknown.

It is asked while a sound plays, so that no sound waits for the answer. PipeWire and PulseAudio put a dummy
in a missing card's place. A player without a sound server (aplay) has nobody who could tell.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from typing import IO, TYPE_CHECKING, Protocol

from posdesk.host.late import late
from posdesk.records import dataclass

if TYPE_CHECKING:
    from posdesk.devices import core_audio
else:
    core_audio = late("posdesk.devices.core_audio")

ASKED_S = 2.0
POLL_S = 0.02
_NOWHERE = frozenset({"", "auto_null", "(null)", "n/a", "@DEFAULT_SINK@"})  # outputs that nobody hears


@dataclass(frozen=True, slots=True)
class Output:
    """`device` is empty, `muted` and `volume` (per cent) are None where nobody tells."""

    device: str = ""
    exists: bool = True
    muted: bool | None = None
    volume: int | None = None

    @property
    def is_silent(self) -> bool:
        """Whether the system says that nothing can be heard there now."""
        return bool(self.muted) or self.volume == 0


UNTOLD = Output()
NOWHERE = Output(exists=False)


class Asking(Protocol):
    """A question on its way."""

    def answer(self) -> Output | None:
        """What is there; None while nobody has said."""
        ...

    def end(self) -> None:
        """Ask no more."""
        ...


@dataclass(frozen=True, slots=True)
class Known:
    """What needs no asking."""

    output: Output = UNTOLD

    def answer(self) -> Output | None:
        """See `Asking`."""
        return self.output

    def end(self) -> None:
        """See `Asking`."""


@dataclass(frozen=True, slots=True)
class Tool:
    """A sound server's own tool: what it is asked, one after the other, and how its words are read."""

    name: str
    questions: tuple[tuple[str, ...], ...]
    read: Callable[[Sequence[str]], Output]


class ToolAsked:
    """A tool that is asked; without a word for 2 s what was known before holds.

    The next question is asked once somebody wants the answer to the last one.
    """

    def __init__(self, tool: Tool, path: str, *, before: Output) -> None:
        """Raises OSError where it can't be started."""
        self._tool, self._path, self._before = tool, path, before
        self._texts: list[str] = []
        self._told: Output | None = None
        self._said: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115 - a pipe would fill up
        self._process = self._ask()

    def answer(self) -> Output | None:
        """See `Asking`."""
        if self._told is None and self._process.poll() is not None:
            self._told = self._next()
        if self._told is None and time.monotonic() >= self._give_up:
            return self._before
        return self._told

    def end(self) -> None:
        """See `Asking`."""
        if self._process.poll() is None:
            self._process.kill()
            self._process.wait()
        self._said.close()

    def _next(self) -> Output | None:
        """What was said; the next question is asked meanwhile. A tool that fails tells nothing."""
        if self._process.returncode:
            return UNTOLD
        self._said.seek(0)
        self._texts.append(self._said.read().decode("utf-8", errors="replace"))
        if len(self._texts) == len(self._tool.questions):
            return self._tool.read(self._texts)
        self._said.seek(0)
        self._said.truncate()
        try:
            self._process = self._ask()
        except OSError:
            return UNTOLD
        return None

    def _ask(self) -> subprocess.Popen[bytes]:
        quiet, words = subprocess.DEVNULL, self._tool.questions[len(self._texts)]
        self._give_up = time.monotonic() + ASKED_S
        return subprocess.Popen(  # noqa: S603 - a tool found on PATH
            [self._path, *words], stdin=quiet, stdout=self._said, stderr=quiet, env=in_english()
        )


def in_english() -> dict[str, str]:
    """The environment in which a tool says what we can read."""
    return {**os.environ, "LC_ALL": "C.UTF-8", "LANGUAGE": ""}


def _field(text: str, name: str) -> str:
    found = re.search(rf"^\s*{re.escape(name)}\s*(.*)$", text, re.MULTILINE)
    return found.group(1).strip() if found else ""


def _by_pactl(texts: Sequence[str]) -> Output:
    """`pactl info`, then `pactl list sinks`: of the default sink what it is called, mute, volume."""
    info, sinks = texts
    name = _field(info, "Default Sink:")
    if name in _NOWHERE:
        return NOWHERE
    own = next((sink for sink in sinks.split("Sink #") if _field(sink, "Name:") == name), "")
    called = ", ".join(p for p in (_field(own, "Description:") or name, _field(own, "Active Port:")) if p)
    muted = _field(own, "Mute:")
    return Output(called, muted=muted == "yes" if muted else None, volume=_loudest(own))


def _loudest(sink: str) -> int | None:
    volumes = re.findall(r"(\d+)%", _field(sink, "Volume:"))
    return max(map(int, volumes), default=None)


def _by_wpctl(texts: Sequence[str]) -> Output:
    """`wpctl inspect`, then `wpctl get-volume`: "Volume: 0.40 [MUTED]"."""
    node, volume = texts
    name = _quoted(node, "node.name")
    if name in _NOWHERE - {""}:
        return NOWHERE
    found = re.search(r"Volume: (\d+\.\d+)", volume)
    loud = round(float(found.group(1)) * 100) if found else None
    return Output(_quoted(node, "node.description") or name, muted="[MUTED]" in volume, volume=loud)


def _quoted(text: str, name: str) -> str:
    found = re.search(rf'{re.escape(name)} = "([^"]*)"', text)
    return found.group(1) if found else ""


_PACTL = Tool("pactl", (("info",), ("list", "sinks")), _by_pactl)
_DEFAULT = "@DEFAULT_AUDIO_SINK@"
_WPCTL = Tool("wpctl", (("inspect", _DEFAULT), ("get-volume", _DEFAULT)), _by_wpctl)
_TOOLS: Mapping[str, Tool] = {"pw-play": _WPCTL, "paplay": _PACTL}


def ask(player: str, *, before: Output = UNTOLD) -> Asking:
    """Begin to ask about what this player plays to; `before` is what was known of it."""
    if player == "winsound":
        return Known(windows_output())
    tool = _TOOLS.get(player)
    path = shutil.which(tool.name) if tool else None
    try:
        return ToolAsked(tool, path, before=before) if tool and path else Known()
    except OSError:
        return Known()


def output_of(player: str) -> Output:
    """The answer, waited for; what nobody says within 2 s is unknown."""
    asking = ask(player)
    try:
        while (answer := asking.answer()) is None:
            time.sleep(POLL_S)
        return answer
    finally:
        asking.end()


def windows_output() -> Output:
    """Windows' default output; where Core Audio can't be asked, whether there is any at all."""
    told = core_audio.default_output()
    if told is None:
        return UNTOLD if windows_outputs() else NOWHERE
    return Output(told.name, muted=told.muted, volume=told.volume) if told.exists else NOWHERE


def windows_outputs() -> int:
    """How many sound outputs Windows has; 0 on other systems."""
    if sys.platform != "win32":
        return 0
    import ctypes  # noqa: PLC0415 - only here

    return int(ctypes.WinDLL("winmm").waveOutGetNumDevs())
