"""Raw X11 key events as the parser's presses: the same rules as for Qt's key events in `keys`."""

from __future__ import annotations

from typing import Final

from posdesk.desk.scan.keys import kind_of_text
from posdesk.domain.pickup.presses import Press, PressKind
from posdesk.domain.pickup.scan_code import GS
from posdesk.records import dataclass

SENT_BY_CLIENT: Final = 0x80
"""The mark of an event that a client sent, in its response type."""
CAPS_LOCK: Final = 0x02
"""The bit of an event's state."""
ALT_KEYSYMS: Final = frozenset((0xFFE9, 0xFFEA))
ESCAPE: Final = 0xFF1B

_CONTROL, _ALT, _SUPER = 0x04, 0x08, 0x40
_KINDS: Final = {
    0xFF0D: PressKind.ENTER,
    0xFF8D: PressKind.ENTER,
    0xFF09: PressKind.TAB,
    0xFE20: PressKind.TAB,
}
_KEYPAD_0, _KEYPAD_9 = 0xFFB0, 0xFFB9
_WITHOUT_NUM_LOCK: Final = dict(zip(range(0xFF95, 0xFF9F), "7486293150", strict=True))
"""Home, Left, Up, Right, Down, PgUp, PgDown, End, Begin and Insert of the keypad."""
_F1, _F35 = 0xFFBE, 0xFFE0
_NAMES: Final = {
    **{keysym: f"F{number}" for number, keysym in enumerate(range(_F1, _F35 + 1), 1)},
    **{ESCAPE: "Esc", 0xFF50: "Home", 0xFF51: "Left", 0xFF52: "Up", 0xFF53: "Right", 0xFF54: "Down"},
    **{0xFF55: "PgUp", 0xFF56: "PgDown", 0xFF57: "End", 0xFF63: "Ins", 0xFFFF: "Del"},
    **{0xFF0D: "Enter", 0xFF8D: "Enter", 0xFF09: "Tab", 0xFE20: "Tab"},
}
"""What a learnt suffix calls these keys: Qt's own names."""


@dataclass(frozen=True, slots=True)
class RawKey:
    """A core key event as the X server sent it."""

    event: bytes

    @property
    def kind(self) -> int:
        """Its response type, without the mark of a sent event."""
        return self.event[0] & ~SENT_BY_CLIENT

    @property
    def sent(self) -> bool:
        """Whether a client sent it."""
        return bool(self.event[0] & SENT_BY_CLIENT)

    @property
    def code(self) -> int:
        """The key, as the server numbers it."""
        return self.event[1]

    @property
    def time_ms(self) -> int:
        """When the server took it from the device."""
        return int.from_bytes(self.event[4:8], "little")

    @property
    def window(self) -> int:
        """The window it is for."""
        return int.from_bytes(self.event[12:16], "little")

    @property
    def state(self) -> int:
        """Modifiers and group before it."""
        return int.from_bytes(self.event[28:30], "little")


def raw_press(key: RawKey, keysym: int, text: str, *, held: bool, in_field: bool, chord: int) -> Press:
    """Read a raw key, which is no modifier, as a press; the arguments are those of `keys.press_of`."""
    at_s, digit = key.time_ms / 1000, _keypad_digit(keysym)
    if held:
        return Press(PressKind.HELD, text, at_s, in_field=in_field)
    if digit and key.state & _ALT:
        return Press(PressKind.ALT_DIGIT, digit, at_s, in_field=in_field, chord=chord)
    if digit and not text:
        return Press(PressKind.TEXT, digit, at_s, in_field=in_field)
    kind, name = _kind(keysym, text, key.state), _NAMES.get(keysym, "")
    return Press(kind, text, at_s, name=name, in_field=in_field)


def _keypad_digit(keysym: int) -> str:
    if _KEYPAD_0 <= keysym <= _KEYPAD_9:
        return str(keysym - _KEYPAD_0)
    return _WITHOUT_NUM_LOCK.get(keysym, "")


def _kind(keysym: int, text: str, state: int) -> PressKind:
    if state & (_ALT | _SUPER):
        return PressKind.OTHER
    if state & _CONTROL and text != GS and text not in ("\r", "\n", "\t"):
        return PressKind.OTHER
    if text == GS:
        return PressKind.TEXT
    return _KINDS.get(keysym, kind_of_text(text))
