"""The X server's own times of the keys: what a test judges a busy machine by."""

from __future__ import annotations

import ctypes
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import pairwise

from PySide6.QtCore import QAbstractNativeEventFilter, QByteArray, QCoreApplication, QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QWindow

from posdesk.desk.scan.rawkeys import SENT_BY_CLIENT, RawKey
from posdesk.desk.scan.xserver import XServer
from tests.support.keys import stamp_now_ms

_KEY_PRESS, _EVENT_BYTES = 2, 32
FUNCTION_KEY = "\ue000"
"""What stands for a key without a character, F1 to F12."""
_F1, _F12, _PAUSE = 0xFFBE, 0xFFC9, 0xFF13


@dataclass(frozen=True, slots=True)
class Stamp:
    """A character, when the server took its key (its milliseconds) and how much later this process saw it."""

    text: str
    at_ms: int
    late_ms: int


class KeyStamps:
    """The presses that were seen, in their order."""

    def __init__(self) -> None:
        self.seen: list[Stamp] = []
        self.fences = 0

    @property
    def late_ms(self) -> int:
        """How long after its stamp the latest key came."""
        return max((stamp.late_ms for stamp in self.seen), default=0)

    def gaps_of(self, bursts: Sequence[str]) -> list[list[int] | None]:
        """The times between the keys of each text, in their order; None for one that isn't there."""
        text, at = "".join(stamp.text for stamp in self.seen), 0
        found: list[list[int] | None] = []
        for burst in bursts:
            start = text.find(burst, at)
            stamps = self.seen[start : start + len(burst)] if start >= 0 else []
            found.append([later.at_ms - before.at_ms for before, later in pairwise(stamps)] or None)
            at = start + len(burst) if start >= 0 else at
        return found

    def torn(self, bursts: Sequence[str], limit_ms: int) -> list[str]:
        """The bursts whose keys the server itself held apart for longer than this."""
        gaps = zip(bursts, self.gaps_of(bursts), strict=True)
        return [burst for burst, each in gaps if each and max(each) > limit_ms]


class _XKeys(QAbstractNativeEventFilter):
    """Looks at every press before the router does; keys that a client sends back are no new ones."""

    def __init__(self, stamps: KeyStamps) -> None:
        super().__init__()
        self._server, self._stamps = XServer(), stamps

    def close(self) -> None:
        """End the connection: an X server takes 256 and no more."""
        self._server.close()

    def nativeEventFilter(  # noqa: N802 - Qt's name
        self,
        eventType: QByteArray | bytes | bytearray | memoryview,  # noqa: N803 - Qt's name
        message: int,
    ) -> object:
        """Looks on."""
        event = ctypes.string_at(int(message), _EVENT_BYTES)
        if event[0] & ~SENT_BY_CLIENT == _KEY_PRESS and not event[0] & SENT_BY_CLIENT:
            key = RawKey(event)
            keysym, text = self._server.keysym_and_text(key.code, key.state)
            self._stamps.fences += keysym == _PAUSE
            text = FUNCTION_KEY if _F1 <= keysym <= _F12 else text
            if text:
                self._stamps.seen.append(Stamp(text, key.time_ms, _since(key.time_ms)))
        return False, 0


class _Events(QObject):
    """The same where there is no X server: what comes to a window, by the time that the event carries."""

    def __init__(self, stamps: KeyStamps) -> None:
        super().__init__()
        self._stamps = stamps

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Looks on; what the router delivers late has been seen before."""
        is_press = event.type() == QEvent.Type.KeyPress and isinstance(watched, QWindow)
        if not is_press or not isinstance(event, QKeyEvent):
            return False
        self._stamps.fences += event.key() == Qt.Key.Key_Pause
        text = _text_of(event)
        if text and event.spontaneous():
            since_ms = (stamp_now_ms() - event.timestamp()) % 2**32
            late_ms = 0 if since_ms > 2**31 else since_ms  # a clock of coarse ticks may be behind it
            self._stamps.seen.append(Stamp(text, event.timestamp(), late_ms))
        return False


def _text_of(key: QKeyEvent) -> str:
    """What it types, or what stands for a function key."""
    return FUNCTION_KEY if Qt.Key.Key_F1 <= key.key() <= Qt.Key.Key_F12 else key.text()


def _since(stamp_ms: int) -> int:
    """Milliseconds since a time of the X server, which takes it from the system's monotonic clock."""
    return (time.monotonic_ns() // 1_000_000 - stamp_ms) % 2**32


@contextmanager
def key_stamps() -> Iterator[KeyStamps]:
    """Looks on while the block runs; entered after the router was attached it sees the keys first."""
    stamps, app = KeyStamps(), QCoreApplication.instance()
    assert app is not None
    if sys.platform == "win32":
        events = _Events(stamps)
        app.installEventFilter(events)
        yield stamps
        app.removeEventFilter(events)
        return
    keys = _XKeys(stamps)
    app.installNativeEventFilter(keys)
    try:
        yield stamps
    finally:
        app.removeNativeEventFilter(keys)
        keys.close()
