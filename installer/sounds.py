"""Makes resources/sounds/*.wav: python3 installer/sounds.py. The output is committed beside this script."""

import array
import math
import sys
import wave
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

RATE_HZ = 22_050
FOLDER = Path(__file__).resolve().parent.parent / "resources" / "sounds"
PEAK = 32_767
ATTACK_S = 0.006

Samples = list[float]


@dataclass(frozen=True)
class Timbre:
    """A tone's colour: overtones as (multiple, level), decay per second (0: held), tremolo in Hz.

    `bend` is by how much of its height the note rises a second; it falls where negative.
    """

    overtones: tuple[tuple[float, float], ...]
    decay: float = 0.0
    tremolo_hz: float = 0.0
    bend: float = 0.0


BELL = Timbre(((1, 1.0), (2, 0.45), (3, 0.25), (4.2, 0.12)), decay=5.0)
HORN = Timbre(((1, 1.0), (2, 0.6), (3, 0.4), (4, 0.25), (5, 0.15)))
WOOD = Timbre(((1, 1.0), (2.76, 0.5), (5.4, 0.2)), decay=26.0)
TICK = Timbre(((1, 1.0), (2.4, 0.7), (4.1, 0.4)), decay=55.0)
KNOCK = Timbre(((1, 1.0), (1.6, 0.6), (2.3, 0.35)), decay=34.0)
GLIDE = Timbre(((1, 1.0), (2, 0.5), (3, 0.25)), decay=1.2, bend=-0.35)
SHIVER = Timbre(((1, 1.0), (2, 0.5), (3, 0.3)), tremolo_hz=9.0)


def tone(hertz: float, seconds: float, timbre: Timbre) -> Samples:
    """One note from -1 to 1, faded in and out so that it never clicks."""
    count = round(seconds * RATE_HZ)
    sum_of_levels = sum(level for _, level in timbre.overtones)
    return [
        _swing(hertz, n / RATE_HZ, timbre) / sum_of_levels * _shape(n / RATE_HZ, seconds, timbre)
        for n in range(count)
    ]


def _swing(hertz: float, at: float, timbre: Timbre) -> float:
    turned = at + timbre.bend * at * at / 2
    return sum(level * math.sin(math.tau * hertz * multiple * turned) for multiple, level in timbre.overtones)


def _shape(at: float, seconds: float, timbre: Timbre) -> float:
    edge = min(1.0, at / ATTACK_S, (seconds - at) / (ATTACK_S * 4))
    shiver = 0.65 + 0.35 * math.cos(math.tau * timbre.tremolo_hz * at) if timbre.tremolo_hz else 1.0
    return edge * shiver * math.exp(-timbre.decay * at)


def silence(seconds: float) -> Samples:
    """Nothing, for so long."""
    return [0.0] * round(seconds * RATE_HZ)


def row(timbre: Timbre, notes: Iterable[float], seconds: float, gap_s: float = 0.0) -> Samples:
    """Notes one after the other, each `seconds` long with a gap after it."""
    return [s for hertz in notes for s in (*tone(hertz, seconds, timbre), *silence(gap_s))]


def chime(notes: Sequence[float], step_s: float, ring_s: float) -> Samples:
    """Bells struck one after the other, each ringing on under the next."""
    whole = [*silence(step_s * (len(notes) - 1) + ring_s), 0.0, 0.0]  # two more: each length is rounded
    for place, hertz in enumerate(notes):
        start = round(place * step_s * RATE_HZ)
        for n, sample in enumerate(tone(hertz, ring_s, BELL)):
            whole[start + n] += sample
    return whole


RISING = (523.25, 659.25, 783.99)  # C E G
SOUNDS: dict[str, tuple[float, Callable[[], Samples]]] = {  # name: (peak from 0 to 1, how)
    "new": (0.5, lambda: chime(RISING, 0.2, 0.7)),
    "new_loud": (0.95, lambda: chime(RISING, 0.2, 0.7)),
    "deadline": (0.95, lambda: row(TICK, (1568.0,) * 8, 0.07, 0.05)),
    "cancel": (0.95, lambda: row(HORN, (220.0, 164.81) * 3, 0.24)),
    "preorder": (0.85, lambda: row(WOOD, (784.0, 587.33), 0.2, 0.08)),
    "done": (0.75, lambda: chime((659.25, 987.77), 0.17, 0.55)),
    "wrong": (0.85, lambda: row(HORN, (155.56, 155.56), 0.15, 0.09)),
    "used": (0.8, lambda: row(HORN, (440.0,) * 3, 0.11, 0.09)),
    "unknown": (0.8, lambda: row(SHIVER, (370.0,), 1.3)),
    "offline": (0.7, lambda: chime((783.99, 622.25, 466.16), 0.22, 0.5)),
    "back": (0.6, lambda: chime((466.16, 622.25, 783.99), 0.16, 0.45)),
    "refund": (0.8, lambda: row(GLIDE, (698.46,), 0.9)),
    "wrong_item": (0.9, lambda: row(WOOD, (987.77,), 0.16, 0.2)),
    "packed": (0.75, lambda: chime((783.99, 987.77, 1174.66, 1567.98), 0.09, 0.7)),
    "printer": (0.95, lambda: row(KNOCK, (196.0, 196.0), 0.16, 0.1)),
    **{f"check_{count}": (0.6, partial(row, HORN, (523.25,) * count, 0.2, 0.22)) for count in (2, 3, 4)},
}


def write(path: Path, samples: Samples, peak: float) -> None:
    """A mono 16 bit WAV whose loudest sample stands at `peak`. Raises OSError."""
    scale = PEAK * peak / max(abs(s) for s in samples)
    data = array.array("h", (round(s * scale) for s in samples))
    if sys.byteorder == "big":
        data.byteswap()
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE_HZ)
        file.writeframes(data.tobytes())


def main() -> None:
    """Writes every sound anew; the same script gives the same bytes."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, (peak, make) in SOUNDS.items():
        write(FOLDER / f"{name}.wav", make(), peak)
        print(f"{name}.wav")


if __name__ == "__main__":
    main()
