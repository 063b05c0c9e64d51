"""What stands on an X screen and when it changes (XDamage): black box, as a person sees it."""

from __future__ import annotations

import select
import time
from collections.abc import Callable, Sequence
from operator import ne
from types import TracebackType

from Xlib import X
from Xlib.display import Display
from Xlib.ext import damage

from tests.bench.sight import STEP_PX

PATIENCE_S = 60.0
STILL_S = 1.5
_CHANGES_ALWAYS = 0.05
_WAKES_S = 0.05


class Watch:
    """One connection to the X display `name` that hears of each change on it."""

    def __init__(self, name: str) -> None:
        self._display = Display(name)
        self._root = self._display.screen().root
        self._display.damage_query_version()
        self._root.damage_create(damage.DamageReportRawRectangles)
        self._display.sync()

    def __enter__(self) -> Watch:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: object, trace: TracebackType | None) -> None:
        self._display.close()

    def forget(self) -> None:
        """What has changed until now is of no interest."""
        self._display.sync()
        self._events()

    def changed(self, patience_s: float = _WAKES_S) -> bool:
        """Whether something has changed since the last call, or does within the patience."""
        if not self._display.pending_events():
            select.select([self._display], [], [], patience_s)
        return self._events() > 0

    def _events(self) -> int:
        count = int(self._display.pending_events())
        for _ in range(count):
            self._display.next_event()
        return count

    def until(self, fact: Callable[[], bool], what: str, patience_s: float = PATIENCE_S) -> float:
        """When, by time.monotonic, a change on the screen made `fact` true. Raises TimeoutError."""
        deadline = time.monotonic() + patience_s
        while time.monotonic() < deadline:
            changed, at = self.changed(), time.monotonic()
            if changed and fact():
                return at
        raise TimeoutError(f"{what} was not seen on the screen within {patience_s:.0f} s")

    def settled(self) -> list[int]:
        """The edges of each line, once they have been much the same for a while: a countdown goes on."""
        edges, since = self.edges(), time.monotonic()
        deadline = since + PATIENCE_S
        while time.monotonic() < min(since + STILL_S, deadline):
            if self.changed() and not _much_alike(edges, now := self.edges()):
                edges, since = now, time.monotonic()
        return edges

    def edges(self) -> list[int]:
        """How often the colour changes, line by line: writing has many edges, bare ground none."""
        return [self.edges_at(y) for y in range(0, self._display.screen().height_in_pixels, STEP_PX)]

    def edges_at(self, y: int) -> int:
        """Those along one line of the screen."""
        image = self._root.get_image(0, y, self._display.screen().width_in_pixels, 1, X.ZPixmap, 0xFFFFFFFF)
        line = memoryview(image.data).cast("I")
        return sum(map(ne, line, line[1:]))

    def window_of(self, pid: int) -> int:
        """The X number of the window that a process shows. Raises LookupError where it shows none."""
        found = self._windows_of(pid)
        if not found:
            raise LookupError(f"process {pid} shows no window")
        return found[0]

    def shows_window_of(self, pid: int) -> bool:
        """Whether that process shows a window."""
        return self._windows_of(pid) != []

    def _windows_of(self, pid: int) -> list[int]:
        clients = self._property(self._root.id, "_NET_CLIENT_LIST")
        return [number for number in clients if list(self._property(number, "_NET_WM_PID")) == [pid]]

    def _property(self, window: int, name: str) -> Sequence[int]:
        resource = self._display.create_resource_object("window", window)
        value = resource.get_full_property(self._display.intern_atom(name), X.AnyPropertyType)
        return [] if value is None else list(value.value)


def _much_alike(one: Sequence[int], other: Sequence[int]) -> bool:
    apart = sum(abs(a - b) for a, b in zip(one, other, strict=True))
    return apart <= _CHANGES_ALWAYS * sum(one)
