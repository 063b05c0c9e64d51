"""Real keys by XTEST, and a pointer: the X server itself keeps the spacing, however busy this process is."""

from __future__ import annotations

import time
from collections.abc import Iterable
from itertools import pairwise
from types import TracebackType

from Xlib import XK, X
from Xlib.display import Display
from Xlib.ext import xtest


def stamp_now_ms() -> int:
    """Now, by the clock that stamps keys, in milliseconds: the X server takes it from the monotonic clock."""
    return time.monotonic_ns() // 1_000_000


class XKeys:
    """One keyboard on the display named by DISPLAY; two of them run beside each other.

    Calls only queue keys and return at once: delays pass in the server. A call's keys follow those of the
    calls before it.
    """

    def __init__(self, name: str | None = None) -> None:
        self._display = Display(name)
        self._shift = self._display.keysym_to_keycode(XK.XK_Shift_L)
        self._control = self._display.keysym_to_keycode(XK.XK_Control_L)

    def __enter__(self) -> XKeys:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: object, trace: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Close the connection once the server has typed everything."""
        self._display.sync()
        self._display.close()

    def settle(self) -> None:
        """Block until the server has typed everything queued here."""
        self._display.sync()

    def push(self) -> None:
        """Hand the server what it had no room for yet; call it while waiting for many keys."""
        self._display.flush()

    def pause(self, wait_ms: int) -> None:
        """Let the server wait before the next key of this keyboard."""
        xtest.fake_input(
            self._display, X.MotionNotify, detail=1, time=wait_ms
        )  # moves the pointer by nothing
        self._display.flush()

    def press(self, name: str, *, after_ms: int = 0, modifiers: Iterable[str] = ()) -> None:
        """Press and let go a key by its keysym's name ("Return", "F2", "a"), ``after_ms`` after the last."""
        self._stroke(self._display.keysym_to_keycode(XK.string_to_keysym(name)), after_ms, modifiers)
        self._display.flush()

    def press_under(self, modifier: str, names: Iterable[str], *, gap_ms: int) -> None:
        """Press keys one after the other while a modifier is held all the time (Alt and a number)."""
        held = self._display.keysym_to_keycode(XK.string_to_keysym(modifier))
        xtest.fake_input(self._display, X.KeyPress, held, time=gap_ms)
        for name in names:
            self._stroke(self._display.keysym_to_keycode(XK.string_to_keysym(name)), gap_ms, ())
        xtest.fake_input(self._display, X.KeyRelease, held)
        self._display.flush()

    def click(self, x: int, y: int) -> None:
        """Move the pointer to this point of the screen, in physical px, and press its left button once."""
        xtest.fake_input(self._display, X.MotionNotify, x=x, y=y)
        xtest.fake_input(self._display, X.ButtonPress, 1, time=20)
        xtest.fake_input(self._display, X.ButtonRelease, 1, time=20)
        self._display.flush()

    def move(self, x: int, y: int) -> None:
        """Move the pointer to this point of the screen, in physical px."""
        xtest.fake_input(self._display, X.MotionNotify, x=x, y=y)
        self._display.flush()

    def hold(self, name: str, *, for_ms: int) -> None:
        """Hold a key down, so that it repeats by itself."""
        code = self._display.keysym_to_keycode(XK.string_to_keysym(name))
        xtest.fake_input(self._display, X.KeyPress, code)
        xtest.fake_input(self._display, X.KeyRelease, code, time=for_ms)
        self._display.flush()

    def type_burst(
        self, text: str, gap_ms: int = 10, end: str | None = "Return", *, after_ms: int = 0
    ) -> None:
        """Type printable ASCII (and GS) as a scanner does: a key every ``gap_ms``, then the key ``end``."""
        for index, character in enumerate(text):
            self._character(character, gap_ms if index else after_ms)
        if end is not None:
            self.press(end, after_ms=gap_ms)
        self._display.flush()

    def type_overlapping(self, text: str, gap_ms: int = 10, end: str = "Return") -> None:
        """Type as two scanners at once may: each key goes up only after the next one went down."""
        codes = [self._code(character)[0] for character in text]
        xtest.fake_input(self._display, X.KeyPress, codes[0], time=gap_ms)
        for before, code in pairwise(codes):
            xtest.fake_input(self._display, X.KeyPress, code, time=gap_ms)
            xtest.fake_input(self._display, X.KeyRelease, before)
        xtest.fake_input(self._display, X.KeyRelease, codes[-1], time=1)
        self.press(end, after_ms=gap_ms)

    def type_keys(self, text: str, gaps_ms: Iterable[int]) -> None:
        """Type printable ASCII (and GS), each key so long after the one before."""
        for character, gap_ms in zip(text, gaps_ms, strict=True):
            self._character(character, gap_ms)
        self._display.flush()

    def type_slowly(self, text: str, gap_ms: int = 90) -> None:
        """Type as a person does: ``gap_ms`` before each key."""
        for character in text:
            self._character(character, gap_ms)
        self._display.flush()

    def _character(self, character: str, after_ms: int) -> None:
        if character == "\x1d":
            return self.press("bracketright", after_ms=after_ms, modifiers=("Control_L",))
        code, shifted = self._code(character)
        return self._stroke(code, after_ms, ("Shift_L",) if shifted else ())

    def _code(self, character: str) -> tuple[int, bool]:
        places = sorted((index, code) for code, index in self._display.keysym_to_keycodes(ord(character)))
        index, code = next(place for place in places if place[0] in (0, 1))
        return code, index == 1

    def _stroke(self, code: int, after_ms: int, modifiers: Iterable[str]) -> None:
        held = [self._display.keysym_to_keycode(XK.string_to_keysym(name)) for name in modifiers]
        for number, (kind, key) in enumerate(
            [
                *((X.KeyPress, key) for key in held),
                (X.KeyPress, code),
                (X.KeyRelease, code),
                *((X.KeyRelease, key) for key in reversed(held)),
            ]
        ):
            xtest.fake_input(self._display, kind, key, time=0 if number else after_ms)
