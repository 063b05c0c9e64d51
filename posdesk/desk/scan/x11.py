"""The door before the input method: raw X11 keys, judged before ibus or fcitx gets to see them.

On X11 Qt hands a key to the input method first, and what the input method keeps never becomes a key event
(measured with ibus-libpinyin: the burst ``ni3a`` and Enter arrives as the committed text 你们a). So while a
field that wants an input method has the focus, keys are held as raw events; typing is sent to the window
again through the X server, and from there goes the usual way through the input method. A scan never gets
that far, and a composition that is under way stays as it is.
"""

from __future__ import annotations

import ctypes
import os
import time
from collections import deque
from collections.abc import Callable, Iterable
from functools import partial
from typing import Final

from PySide6.QtCore import QAbstractNativeEventFilter, QByteArray, QEvent, Qt
from PySide6.QtGui import QGuiApplication, QInputMethod, QKeyEvent

from posdesk.desk.scan.gate import Gate
from posdesk.desk.scan.lesson import Lesson
from posdesk.desk.scan.rawkeys import ALT_KEYSYMS, CAPS_LOCK, ESCAPE, SENT_BY_CLIENT, RawKey, raw_press
from posdesk.desk.scan.repair import typing_goes_to_a_field, typing_goes_to_a_secret
from posdesk.desk.scan.xserver import XServer
from posdesk.domain.pickup.presses import HeldKeys, Press

_KEY_PRESS, _KEY_RELEASE, _MAPPING_NOTIFY = 2, 3, 34
_EVENT_BYTES = 32
_RAW = 0x10000  # keeps raw keys apart from Qt's in the gate
_MODIFIER_KEYSYMS: Final = frozenset((0xFFE1, 0xFFE2, 0xFFE3, 0xFFE4))  # Shift and Control, left and right
_OTHER_MODIFIERS: Final = range(0xFFE5, 0xFFEF)  # locks, Alt, Meta, Super, Hyper
_LOST_S = 1.0
"""A sent event that isn't back by then went to a window that is gone."""


def input_method_in_use() -> bool:
    """Tell whether Qt was told to use an input method beyond dead keys (QT_IM_MODULE, QT_IM_MODULES)."""
    names = f"{os.environ.get('QT_IM_MODULES', '')};{os.environ.get('QT_IM_MODULE', '')}".split(";")
    return QGuiApplication.platformName() == "xcb" and any(set(names) - {"", "compose", "simple", "none"})


class X11Keys(QAbstractNativeEventFilter):
    """Feeds the gate with raw keys while the focus wants an input method."""

    def __init__(
        self,
        gate: Gate,
        lesson: Lesson,
        server: XServer,
        *,
        on_caps_lock: Callable[[bool], None],
        on_error: Callable[[str], None],
    ) -> None:
        super().__init__()
        self._gate, self._lesson, self._server = gate, lesson, server
        self._on_caps_lock, self._on_error = on_caps_lock, on_error
        self._chord = 0
        self._judged: deque[tuple[int, int]] = deque(maxlen=256)
        self._taken_back: deque[int] = deque(maxlen=64)  # times of presses, ms
        self._down: set[int] = set()
        self._let_up: dict[int, int] = {}
        self._held = HeldKeys()
        self._in_flight = 0
        self._sent_s = 0.0

    def judged(self, event: QKeyEvent) -> bool:
        """Tell whether this Qt event is a raw key that was let through here."""
        return (event.nativeScanCode(), event.timestamp()) in self._judged

    def take_back(self, leaked: Iterable[Press]) -> bool:
        """Let none of these presses reach the input method or a field any more; whether one already did.

        Keys that came late, all at once, make a scan whole before the first of them, let go as typing, is
        back from the X server.
        """
        times = {round(press.at_s * 1000) for press in leaked}
        self._taken_back.extend(times)
        return any(at_ms in times for _, at_ms in self._judged)

    def is_taken_back(self, event: QKeyEvent) -> bool:
        """Tell whether this Qt event is a press that the input method hands back too late."""
        return event.type() != QEvent.Type.KeyRelease and event.timestamp() in self._taken_back

    def nativeEventFilter(
        self,
        eventType: QByteArray | bytes | bytearray | memoryview,  # noqa: N803 - Qt's name
        message: int,
    ) -> object:
        """See every X event before Qt and its input method; True keeps it from them."""
        event = ctypes.string_at(int(message), _EVENT_BYTES)
        if event[0] & ~SENT_BY_CLIENT not in (_KEY_PRESS, _KEY_RELEASE, _MAPPING_NOTIFY):
            return False, 0
        try:
            return self._filter(RawKey(event)), 0
        except Exception as error:  # noqa: BLE001 - a till whose keyboard is dead is worse than any error here
            self._on_error(f"{type(error).__name__}: {error}")
            return False, 0

    def _filter(self, key: RawKey) -> bool:
        if key.kind == _MAPPING_NOTIFY:
            self._server.read_keymap()
            return False
        if key.sent:
            self._in_flight = max(0, self._in_flight - 1)
            if key.kind == _KEY_PRESS and key.time_ms in self._taken_back:
                return True
            self._judged.append((key.code, key.time_ms))
            return False
        repeat = self._is_held(key)
        if key.kind == _KEY_RELEASE:
            kept = self._gate.release(key=_RAW | key.code, deliver=partial(self._send, key), repeat=repeat)
        else:
            kept = _focus_wants_input_method() and self._press(key, repeat)
        return kept or self._keep_behind(key)

    def _press(self, key: RawKey, repeat: bool) -> bool:
        keysym, text = self._server.keysym_and_text(key.code, key.state)
        self._chord += keysym in ALT_KEYSYMS
        self._on_caps_lock(bool(key.state & CAPS_LOCK))
        deliver = partial(self._send, key)
        if keysym in _MODIFIER_KEYSYMS:
            return repeat or self._lesson.is_on or self._gate.modifier(key=_RAW | key.code, deliver=deliver)
        if keysym in _OTHER_MODIFIERS:
            return False
        press = raw_press(
            key, keysym, text, held=repeat, in_field=typing_goes_to_a_field(), chord=self._chord
        )
        if self._lesson.is_on:
            return self._lesson.take_down(press, is_escape=keysym == ESCAPE)
        kept = self._gate.press(press, key=_RAW | key.code, deliver=deliver, repeat=repeat)
        if not kept:
            self._judged.append((key.code, key.time_ms))
        return kept

    def _keep_behind(self, key: RawKey) -> bool:
        """Send a key that passes after those that are still on their way back."""
        if not self._in_flight or time.monotonic() - self._sent_s > _LOST_S:
            self._in_flight = 0
            return False
        self._send(key)
        return True

    def _send(self, key: RawKey) -> None:
        self._in_flight += 1
        self._sent_s = time.monotonic()
        self._server.send(key.window, key.event)

    def _is_held(self, key: RawKey) -> bool:
        """A key that repeats goes down again without having come up, or in the instant it did."""
        if key.kind == _KEY_RELEASE:
            self._down.discard(key.code)
            self._let_up[key.code] = key.time_ms
            return False
        marked = key.code in self._down or self._let_up.get(key.code) == key.time_ms
        self._down.add(key.code)
        return self._held.press(key.code, key.time_ms / 1000, marked=marked)


def _focus_wants_input_method() -> bool:
    wants = bool(QInputMethod.queryFocusObject(Qt.InputMethodQuery.ImEnabled, None))
    return wants and not typing_goes_to_a_secret()
