"""A chain's own recordings in <home>/sounds, one WAV a sound and named as ours are.

What can't be used is named with the reason, and ours is played. It is looked at before each playing: a file
may be laid there, or spoilt, at any time.
"""

import array
import contextlib
import stat
import struct
import sys
import wave
from enum import StrEnum
from itertools import islice
from pathlib import Path
from typing import Final

from posdesk.domain.orders.board import Phase
from posdesk.domain.orders.ringing import CANCEL_EVERY_S, NEW_EVERY_S, Cue
from posdesk.domain.orders.sound_classes import RECORDED
from posdesk.host.resources import resource
from posdesk.records import dataclass

FOLDER: Final = "sounds"
BIGGEST: Final = 2 * 1024 * 1024
"""Bytes; more than any sound of the lengths below needs."""
LONGEST_S: Final = {
    Cue.CANCEL: CANCEL_EVERY_S,
    Cue.NEW: NEW_EVERY_S[Phase.CALM],
    Cue.NEW_LOUD: NEW_EVERY_S[Phase.HALF],
    Cue.DEADLINE: NEW_EVERY_S[Phase.LATE],
}
"""Seconds: what rings again would cut itself off, and never be heard to its end."""
USUALLY_S: Final = 5.0
_QUIETEST = 0.05  # of the loudest that a sample can be
_NAMED_AT_MOST = 50
_WIDTH = 2  # bytes a sample
_UNWELL = (wave.Error, EOFError, RuntimeError, struct.error)  # what `wave` raises over foreign bytes


class RecordingFault(StrEnum):
    """Why a recording is not played."""

    NO_SOUND = "no_sound"  # its name is that of no sound of ours
    NO_FILE = "no_file"  # a folder, a pipe, a device
    TOO_BIG = "too_big"
    TOO_LONG = "too_long"
    NO_WAV = "no_wav"  # not a plain WAV of 16 bits
    CUT_OFF = "cut_off"  # less in it than it says
    SILENT = "silent"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class BadRecording:
    """A file by name, and why it is not played."""

    name: str
    fault: RecordingFault


def cue_file(cue: Cue) -> Path:
    """Our own WAV of a cue. Raises FileNotFoundError."""
    return resource(f"sounds/{cue.value}.wav")


def longest_s(cue: Cue) -> float:
    """How many seconds a recording of this may last."""
    return LONGEST_S.get(cue, USUALLY_S)


class Recordings:
    """The recordings of one home; a file that stays as it is is read once."""

    def __init__(self, home: Path) -> None:
        """Nothing is read yet."""
        self._folder = home / FOLDER
        self._seen: dict[Path, tuple[tuple[int, int], RecordingFault | None]] = {}

    def file_of(self, cue: Cue) -> Path:
        """The chain's recording where there is a good one, else ours. Raises FileNotFoundError."""
        path = self._folder / f"{cue.value}.wav"
        is_theirs = cue in RECORDED and path.exists() and self._fault(path, cue) is None
        return path if is_theirs else cue_file(cue)

    @property
    def laid(self) -> tuple[str, ...]:
        """The sounds that are played from the chain's recordings, by file name."""
        found = (self._folder / f"{cue.value}.wav" for cue in RECORDED)
        return tuple(path.name for path in found if path.exists() and not self.fault_of(path))

    @property
    def bad(self) -> tuple[BadRecording, ...]:
        """What lies there and is not played, by name; the first fifty."""
        try:
            found = sorted(islice(self._folder.iterdir(), 10 * _NAMED_AT_MOST))
        except OSError:
            return ()
        said = ((path.name, self.fault_of(path)) for path in found)
        return tuple(BadRecording(name, fault) for name, fault in said if fault)[:_NAMED_AT_MOST]

    def fault_of(self, path: Path) -> RecordingFault | None:
        """Why a file in the folder is not played, None for one that is."""
        cue = next((each for each in RECORDED if f"{each.value}.wav" == path.name), None)
        return RecordingFault.NO_SOUND if cue is None else self._fault(path, cue)

    def _fault(self, path: Path, cue: Cue) -> RecordingFault | None:
        try:
            about = path.stat()
        except OSError:
            return RecordingFault.UNREADABLE
        if not stat.S_ISREG(about.st_mode):
            return RecordingFault.NO_FILE
        if about.st_size > BIGGEST:
            return RecordingFault.TOO_BIG
        mark, fault = self._seen.get(path, (None, None))
        if mark != (about.st_mtime_ns, about.st_size):
            fault = _read(path, longest_s(cue))
            self._seen[path] = (about.st_mtime_ns, about.st_size), fault
        return fault


def _read(path: Path, longest: float) -> RecordingFault | None:
    with contextlib.suppress(OSError):
        try:
            return _judged(path, longest)
        except _UNWELL:
            return RecordingFault.NO_WAV
    return RecordingFault.UNREADABLE


def _judged(path: Path, longest: float) -> RecordingFault | None:
    """Raises OSError, and what `wave` raises over foreign bytes."""
    with wave.open(str(path), "rb") as sound:
        if sound.getsampwidth() != _WIDTH or sound.getnchannels() not in {1, 2} or not sound.getframerate():
            return RecordingFault.NO_WAV
        if sound.getnframes() / sound.getframerate() > longest:
            return RecordingFault.TOO_LONG
        data = sound.readframes(sound.getnframes())
        if len(data) < sound.getnframes() * sound.getnchannels() * _WIDTH:
            return RecordingFault.CUT_OFF
    return None if _peak(data) >= _QUIETEST else RecordingFault.SILENT


def _peak(data: bytes) -> float:
    """The loudest sample, from 0 to 1."""
    samples = array.array("h", data)
    if sys.byteorder == "big":
        samples.byteswap()
    peaks = (-min(samples), max(samples)) if samples else (0,)
    return max(peaks) / 32_768
