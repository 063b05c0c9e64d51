"""Real keys by SendInput, and a pointer: a thread keeps the spacing and stamps each key as a driver would."""

from __future__ import annotations

import ctypes
import sys
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from ctypes import wintypes
from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from queue import SimpleQueue
from types import TracebackType
from typing import Final

assert sys.platform == "win32"
_user32 = ctypes.WinDLL("user32", use_last_error=True)
_user32.VkKeyScanW.restype = ctypes.c_short
_kernel32 = ctypes.WinDLL("kernel32")
_MOUSE, _KEYBOARD = 0, 1
_EXTENDED, _UP = 0x1, 0x2
_MOVE, _LEFT_DOWN, _LEFT_UP, _ABSOLUTE, _WHOLE_DESKTOP = 0x1, 0x2, 0x4, 0x8000, 0x4000
_ACROSS, _DOWN = 78, 79  # of GetSystemMetrics: the size of the whole desktop
_CLICK_MS = 20
_BEFORE_REPEAT_MS, _BETWEEN_REPEATS_MS = 500, 33  # a keyboard's own, as it comes out of the box
_SHIFT, _CONTROL, _ALT = 0x10, 0x11, 0x12

_BY_NAME: Final = {
    **{f"F{number}": 0x6F + number for number in range(1, 13)},
    "BackSpace": 0x08,
    "Tab": 0x09,
    "Caps_Lock": 0x14,
    "Return": 0x0D,
    "KP_Enter": 0x0D,
    "Shift_L": _SHIFT,
    "Control_L": _CONTROL,
    "Alt_L": _ALT,
    "Pause": 0x13,
    "Escape": 0x1B,
    "space": 0x20,
    "Prior": 0x21,
    "Next": 0x22,
    "End": 0x23,
    "Home": 0x24,
    "Left": 0x25,
    "Up": 0x26,
    "Right": 0x27,
    "Down": 0x28,
    "Insert": 0x2D,
    "Delete": 0x2E,
    "bracketright": 0xDD,
}
"""Virtual keys by the names that X gives them; a character's key is the layout's matter."""

_KEYPAD: Final = {
    **dict.fromkeys(("KP_0", "KP_Insert"), 0x2D),
    **dict.fromkeys(("KP_1", "KP_End"), 0x23),
    **dict.fromkeys(("KP_2", "KP_Down"), 0x28),
    **dict.fromkeys(("KP_3", "KP_Next"), 0x22),
    **dict.fromkeys(("KP_4", "KP_Left"), 0x25),
    **dict.fromkeys(("KP_5", "KP_Begin"), 0x0C),
    **dict.fromkeys(("KP_6", "KP_Right"), 0x27),
    **dict.fromkeys(("KP_7", "KP_Home"), 0x24),
    **dict.fromkeys(("KP_8", "KP_Up"), 0x26),
    **dict.fromkeys(("KP_9", "KP_Prior"), 0x21),
}
"""What Windows makes of the keypad's keys where NumLock is off: those of the arrows, not extended."""

_UNKNOWN = -1
_SHIFTED_DIGITS: Final = {"(": "9", ")": "0"}
"""Where wine looks for a key of the keypad that types these, and finds none."""

_EXTENDED_NAMES: Final = frozenset(
    ("KP_Enter", "Prior", "Next", "End", "Home", "Left", "Up", "Right", "Down", "Insert", "Delete")
)


class _KeyInput(ctypes.Structure):
    _fields_ = (
        ("key", wintypes.WORD),
        ("scan_code", wintypes.WORD),
        ("flags", wintypes.DWORD),
        ("time_ms", wintypes.DWORD),
        ("extra", ctypes.c_size_t),
    )


class _MouseInput(ctypes.Structure):
    _fields_ = (
        ("x", wintypes.LONG),
        ("y", wintypes.LONG),
        ("data", wintypes.DWORD),
        ("flags", wintypes.DWORD),
        ("time_ms", wintypes.DWORD),
        ("extra", ctypes.c_size_t),
    )


class _OneOf(ctypes.Union):
    _fields_ = (("key", _KeyInput), ("mouse", _MouseInput))


class _Input(ctypes.Structure):
    _anonymous_ = ("one",)
    _fields_ = (("kind", wintypes.DWORD), ("one", _OneOf))


def stamp_now_ms() -> int:
    """Now, by the clock that stamps keys, in milliseconds."""
    return int(_kernel32.GetTickCount()) & 0xFFFFFFFF


@dataclass(frozen=True, slots=True)
class _Step:
    """Something to do ``after_ms`` after the step before, or after it was queued; it is handed its stamp."""

    queued_ms: float
    after_ms: int
    do: Callable[[int], None]


class WinKeys:
    """One keyboard; two of them run beside each other.

    Calls only queue keys and return at once: delays pass in a thread, and each key is stamped with when it
    was due, so a busy machine brings it late but doesn't tear a burst. A call's keys follow those of the
    calls before it.
    """

    def __init__(self) -> None:
        self._steps: SimpleQueue[_Step | None] = SimpleQueue()
        self._error: Exception | None = None
        self._thread = threading.Thread(target=self._run, name="keyboard")
        self._thread.start()

    def __enter__(self) -> WinKeys:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: object, trace: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """End once everything is typed. Raises OSError if Windows refused a key."""
        self._steps.put(None)
        self._thread.join()
        if self._error is not None:
            raise self._error

    def settle(self) -> None:
        """Block until everything queued here is typed."""
        typed = threading.Event()
        self._put(0, lambda _stamp: typed.set())
        while not typed.wait(0.1) and self._thread.is_alive():
            pass

    def push(self) -> None:
        """Nothing waits for room here."""

    def pause(self, wait_ms: int) -> None:
        """Wait before the next key of this keyboard."""
        self._put(wait_ms, lambda _stamp: None)

    def press(self, name: str, *, after_ms: int = 0, modifiers: Iterable[str] = ()) -> None:
        """Press and let go a key by its keysym's name ("Return", "F2", "a"), ``after_ms`` after the last."""
        key, held = _key_named(name)
        self._stroke(key, after_ms, (*modifiers, *held), extended=name in _EXTENDED_NAMES)

    def click(self, x: int, y: int) -> None:
        """Move the pointer to this point of the screen, in physical px, and press its left button once."""
        self.move(x, y)
        self._put(_CLICK_MS, lambda stamp: _send_mouse(_LEFT_DOWN, stamp))
        self._put(_CLICK_MS, lambda stamp: _send_mouse(_LEFT_UP, stamp))

    def move(self, x: int, y: int) -> None:
        """Move the pointer to this point of the screen, in physical px."""
        place = _on_desktop(x, y)
        self._put(0, lambda stamp: _send_mouse(_MOVE | _ABSOLUTE | _WHOLE_DESKTOP, stamp, place))

    def hold(self, name: str, *, for_ms: int) -> None:
        """Hold a key down, so that it repeats: by its keyboard, which says again that it is down."""
        key, _ = _key_named(name)
        self._put(0, lambda stamp: _send_key(key, 0, stamp))
        held_ms = wait_ms = _BEFORE_REPEAT_MS
        while held_ms < for_ms:
            self._put(wait_ms, lambda stamp: _send_key(key, 0, stamp))
            wait_ms = _BETWEEN_REPEATS_MS
            held_ms += wait_ms
        self._put(wait_ms, lambda stamp: _send_key(key, _UP, stamp))

    def type_burst(
        self, text: str, gap_ms: int = 10, end: str | None = "Return", *, after_ms: int = 0
    ) -> None:
        """Type printable ASCII (and GS) as a scanner does: a key every ``gap_ms``, then the key ``end``."""
        for index, character in enumerate(text):
            self._character(character, gap_ms if index else after_ms)
        if end is not None:
            self.press(end, after_ms=gap_ms)

    def type_overlapping(self, text: str, gap_ms: int = 10, end: str = "Return") -> None:
        """Type as two scanners at once may: each key goes up only after the next one went down."""
        keys = [_key_of(character)[0] for character in text]
        self._put(gap_ms, partial(_send_key, keys[0], 0))
        for before, key in pairwise(keys):
            self._put(gap_ms, partial(_send_key, key, 0))
            self._put(0, partial(_send_key, before, _UP))
        self._put(1, partial(_send_key, keys[-1], _UP))
        self.press(end, after_ms=gap_ms)

    def type_keys(self, text: str, gaps_ms: Iterable[int]) -> None:
        """Type printable ASCII (and GS), each key so long after the one before."""
        for character, gap_ms in zip(text, gaps_ms, strict=True):
            self._character(character, gap_ms)

    def type_slowly(self, text: str, gap_ms: int = 90) -> None:
        """Type as a person does: ``gap_ms`` before each key."""
        for character in text:
            self._character(character, gap_ms)

    def _character(self, character: str, after_ms: int) -> None:
        if character == "\x1d":
            return self.press("bracketright", after_ms=after_ms, modifiers=("Control_L",))
        key, held = _key_of(character)
        return self._stroke(key, after_ms, held)

    def _stroke(self, key: int, after_ms: int, modifiers: Iterable[str], *, extended: bool = False) -> None:
        for number, (code, flags) in enumerate(_strokes(key, modifiers, _EXTENDED if extended else 0)):
            self._put(0 if number else after_ms, partial(_send_key, code, flags))

    def _put(self, after_ms: int, do: Callable[[int], None]) -> None:
        self._steps.put(_Step(_now_ms(), after_ms, do))

    def _run(self) -> None:
        due_ms, to_stamp_ms = 0.0, stamp_now_ms() - _now_ms()
        try:
            while (step := self._steps.get()) is not None:
                due_ms = max(due_ms, step.queued_ms) + step.after_ms
                time.sleep(max(0.0, due_ms - _now_ms()) / 1000)
                step.do(int(due_ms + to_stamp_ms) & 0xFFFFFFFF)
        except Exception as error:  # noqa: BLE001 - raised by close, in the test's own thread
            self._error = error


def _now_ms() -> float:
    return time.perf_counter() * 1000


def _strokes(key: int, modifiers: Iterable[str], flags: int) -> Iterator[tuple[int, int]]:
    held = [_BY_NAME[name] for name in modifiers]
    yield from ((code, 0) for code in held)
    yield key, flags
    yield key, flags | _UP
    yield from ((code, _UP) for code in reversed(held))


def _key_named(name: str) -> tuple[int, tuple[str, ...]]:
    key = _BY_NAME.get(name) or _KEYPAD.get(name)
    return (key, ()) if key is not None else _key_of(name)


def _key_of(character: str) -> tuple[int, tuple[str, ...]]:
    """The key of a character on this layout, and what is held with it."""
    found = int(_user32.VkKeyScanW(wintypes.WCHAR(character)))
    if found == _UNKNOWN:
        return _key_of(_SHIFTED_DIGITS[character])[0], ("Shift_L",)
    names = (("Shift_L", 0x100), ("Control_L", 0x200), ("Alt_L", 0x400))
    return found & 0xFF, tuple(name for name, bit in names if found & bit)


def _on_desktop(x: int, y: int) -> tuple[int, int]:
    """A point in the 65,536ths that SendInput wants; the middle of the pixel, so that rounding hits it."""
    wide, high = _user32.GetSystemMetrics(_ACROSS), _user32.GetSystemMetrics(_DOWN)
    return (x * 65536 + 32768) // wide, (y * 65536 + 32768) // high


def _send_key(key: int, flags: int, stamp_ms: int) -> None:
    scan_code = _user32.MapVirtualKeyW(key, 0)
    _send(_Input(_KEYBOARD, _OneOf(key=_KeyInput(key, scan_code, flags, stamp_ms, 0))))


def _send_mouse(flags: int, stamp_ms: int, place: tuple[int, int] = (0, 0)) -> None:
    _send(_Input(_MOUSE, _OneOf(mouse=_MouseInput(*place, 0, flags, stamp_ms, 0))))


def _send(one: _Input) -> None:
    """Hand it to Windows. Raises OSError if it was refused."""
    if _user32.SendInput(1, ctypes.byref(one), ctypes.sizeof(_Input)) != 1:
        raise ctypes.WinError(ctypes.get_last_error())
