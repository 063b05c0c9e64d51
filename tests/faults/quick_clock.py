"""A day that passes faster: one quick clock for every program that is started with it, from outside.

Quick are wall and monotonic time of posdesk's clock, the loops' time with all that they wait for (time-outs,
back-off, ticks, schedules, keep-alive of the listener), and Qt timers of a second and more. Not quick are
the disk, the processor, Python's threads (`Event.wait`), Qt timers under a second (they gather and paint;
a scanner's keys are measured by them), file times, and httpcore's keeping of idle connections.
"""

import asyncio
import ctypes
import gc
import json
import os
import selectors
import signal
import sys
import time
import tracemalloc
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import FrameType
from typing import Any

from posdesk.domain.clock import SystemClock
from tests.support.paths import ROOT

PACE, TOLD, QT, TRIM, TRACE_MEMORY = (
    f"FAULTS_FAST_{name}" for name in ("PACE", "TOLD", "QT", "TRIM", "TRACE_MEMORY")
)
INJECTED = Path(__file__).parent / "inject_fast"
PAINTS_MS = 1000  # timers below it are for eyes and fingers
_TYPES = 60


@dataclass(frozen=True, slots=True)
class Pace:
    """A clock that runs `speed` times as fast: at `began`, in real monotonic seconds, it said `wall`."""

    speed: float
    began: float
    wall: float

    def now(self) -> datetime:
        """The quick wall clock, aware, in UTC."""
        return datetime.fromtimestamp(self.wall + self.passed_s(), UTC)

    def monotonic(self) -> float:
        """Quick seconds of a clock that never jumps, the same in every program."""
        return time.monotonic() * self.speed

    def passed_s(self) -> float:
        """Quick seconds since the beginning."""
        return (time.monotonic() - self.began) * self.speed

    def real_s(self, quick_s: float) -> float:
        """How long so many quick seconds really take."""
        return quick_s / self.speed

    def environment(self, told: Path | None = None, *, qt: bool = False) -> dict[str, str]:
        """Variables to start a program with; it writes to `told` what it holds when it gets SIGUSR1."""
        pace = {PACE: f"{self.speed!r} {self.began!r} {self.wall!r}"}
        pace |= {TOLD: str(told)} if told else {}
        pace |= {QT: "1"} if qt else {}
        return {**pace, "PYTHONPATH": os.pathsep.join([str(INJECTED), str(ROOT)])}


def arm() -> None:
    """Let this program live by the pace that its environment names."""
    text = os.environ.get(PACE)
    if not text:
        return
    pace = Pace(*map(float, text.split()))
    _quicken_clock(pace)
    _quicken_loops(pace)
    if os.environ.get(QT):
        _quicken_qt(pace)
    if os.environ.get(TOLD):
        if os.environ.get(TRACE_MEMORY):
            tracemalloc.start(8)
        signal.signal(signal.SIGUSR1, _tell)


def _quicken_clock(pace: Pace) -> None:
    changed: Any = SystemClock
    changed.now = lambda _: pace.now()
    changed.monotonic = lambda _: pace.monotonic()


def _quicken_loops(pace: Pace) -> None:
    class QuickSelector(selectors.DefaultSelector):
        """Waits a shorter time."""

        def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
            quick = timeout is not None and timeout > 0
            return super().select(pace.real_s(timeout) if quick else timeout)  # type: ignore[arg-type]

    changed: Any = selectors
    changed.DefaultSelector = QuickSelector
    loop: Any = asyncio.BaseEventLoop
    loop.time = lambda _: pace.monotonic()


def _quicken_qt(pace: Pace) -> None:
    from PySide6 import QtCore

    class QuickTimer(QtCore.QTimer):
        """Waits a shorter time where it waits a second or more."""

        def __init__(self, *parents: Any, **properties: Any) -> None:
            if "interval" in properties:
                properties["interval"] = self._quick(properties["interval"])
            super().__init__(*parents, **properties)

        def start(self, *waits_ms: int) -> None:
            super().start(*map(self._quick, waits_ms))

        def setInterval(self, wait_ms: int) -> None:  # noqa: N802 - Qt's own name
            super().setInterval(self._quick(wait_ms))

        def remainingTime(self) -> int:  # noqa: N802 - Qt's own name
            left_ms = super().remainingTime()
            return round(left_ms * pace.speed) if left_ms > 0 and self._is_quick else left_ms

        def _quick(self, wait_ms: int) -> int:
            self._is_quick = wait_ms >= PAINTS_MS
            return max(1, round(pace.real_s(wait_ms))) if self._is_quick else wait_ms

    changed: Any = QtCore
    changed.QTimer = QuickTimer


# What a program holds


def _tell(_number: int, _frame: FrameType | None) -> None:
    """Write down what this program holds; whole at every moment."""
    path = Path(os.environ[TOLD])
    libc = ctypes.CDLL(None)
    if os.environ.get(TRIM):
        libc.malloc_trim(0)
    switches = sys.getswitchinterval()
    sys.setswitchinterval(2)  # a tuple that another thread is just filling must not be held by us: it fails
    time.sleep(0.02)  # who waits already asks again, and waits so long from then on
    try:
        objects = gc.get_objects()
        types = Counter(type(each).__qualname__ for each in objects).most_common(_TYPES)
        held = {"objects": len(objects), "blocks": sys.getallocatedblocks(), "types": dict(types)}
        del objects
    finally:
        sys.setswitchinterval(switches)
    if tracemalloc.is_tracing():
        number = len(list(path.parent.glob("memory-*")))
        tracemalloc.take_snapshot().dump(str(path.parent / f"memory-{number:02}"))
    draft = path.with_suffix(".new")
    draft.write_text(json.dumps({**held, **_malloc(libc)}), encoding="utf-8")
    draft.replace(path)


def _malloc(libc: ctypes.CDLL) -> Mapping[str, int]:
    """The C library's heap, all arenas: bytes in use, and bytes freed that it keeps."""

    class Info(ctypes.Structure):
        """struct mallinfo2."""

        _fields_ = [(name, ctypes.c_size_t) for name in _MALLINFO2]

    if not hasattr(libc, "mallinfo2"):
        return {}
    libc.mallinfo2.restype = Info
    info = libc.mallinfo2()
    return {"malloc_used": info.uordblks + info.hblkhd, "malloc_free": info.fordblks}


_MALLINFO2 = (
    *("arena", "ordblks", "smblks", "hblks", "hblkhd"),
    *("usmblks", "fsmblks", "uordblks", "fordblks", "keepcost"),
)
