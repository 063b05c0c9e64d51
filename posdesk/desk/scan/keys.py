"""Qt's key events as the parser's presses, and their later delivery."""

from __future__ import annotations

import ctypes
import sys
from typing import Final

import shiboken6
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QWindow

from posdesk.domain.pickup.presses import Press, PressKind
from posdesk.domain.pickup.scan_code import GS
from posdesk.records import dataclass

_Key = Qt.Key
_MODIFIER_KEYS: Final = frozenset(
    (
        _Key.Key_Shift,
        _Key.Key_Control,
        _Key.Key_Alt,
        _Key.Key_AltGr,
        _Key.Key_Meta,
        _Key.Key_CapsLock,
        _Key.Key_NumLock,
        _Key.Key_Mode_switch,
    )
)
_WITHOUT_NUM_LOCK: Final[dict[int, str]] = {
    _Key.Key_Insert: "0",
    _Key.Key_End: "1",
    _Key.Key_Down: "2",
    _Key.Key_PageDown: "3",
    _Key.Key_Left: "4",
    _Key.Key_Clear: "5",
    _Key.Key_Right: "6",
    _Key.Key_Home: "7",
    _Key.Key_Up: "8",
    _Key.Key_PageUp: "9",
}
_NAMES: Final[dict[int, str]] = {_Key.Key_Return: "Enter", _Key.Key_Backtab: "Tab"}
_X11_LOCK, _VK_CAPITAL = 0x02, 0x14
_ENTER_TEXTS: Final = ("\r", "\n")  # also what a scanner's Ctrl+M and Ctrl+J give


def press_of(event: QKeyEvent, *, held: bool, in_field: bool, chord: int) -> Press | None:
    """Read a key event as a press; None for a modifier key, which says nothing by itself.

    ``held`` says that the key repeats because it is held down, ``in_field`` that a text field has the focus;
    ``chord`` numbers the holdings of Alt. Its time is when the system took the key from the device.
    """
    if event.key() in _MODIFIER_KEYS:
        return None
    at_s, digit = event.timestamp() / 1000, _keypad_digit(event)
    if held:
        return Press(PressKind.HELD, event.text(), at_s, in_field=in_field)
    if digit and event.modifiers() & Qt.KeyboardModifier.AltModifier:
        text = "" if sys.platform == "win32" else digit  # Windows sends the character itself, behind them
        return Press(PressKind.ALT_DIGIT, text, at_s, in_field=in_field, chord=chord)
    if digit and not event.text():
        return Press(PressKind.TEXT, digit, at_s, in_field=in_field)
    return Press(_kind(event), event.text(), at_s, name=_name(event), in_field=in_field)


def is_alt_letter(event: QKeyEvent) -> bool:
    """Whether it is Alt and a letter, and nothing else."""
    held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    return held == Qt.KeyboardModifier.AltModifier and _Key.Key_A <= event.key() <= _Key.Key_Z


def _keypad_digit(event: QKeyEvent) -> str:
    """The figure that is printed on this key of the keypad, whether NumLock is on or off; else empty."""
    if not event.modifiers() & Qt.KeyboardModifier.KeypadModifier:
        return ""
    if _Key.Key_0 <= event.key() <= _Key.Key_9:
        return chr(event.key())
    return _WITHOUT_NUM_LOCK.get(event.key(), "")


def _name(event: QKeyEvent) -> str:
    """What a learnt suffix calls this key."""
    return _NAMES.get(event.key()) or QKeySequence(event.key()).toString()


def caps_lock_is_on(event: QKeyEvent) -> bool:
    """Whether CapsLock was on when this key went down (X11's events carry it, Windows is asked)."""
    if sys.platform == "win32":
        return bool(ctypes.windll.user32.GetKeyState(_VK_CAPITAL) & 1)
    return QGuiApplication.platformName() == "xcb" and bool(event.nativeModifiers() & _X11_LOCK)


def key_id(event: QKeyEvent) -> int:
    """Tell the keys of the keyboard apart: the scan code, or Qt's key where there is none."""
    return event.nativeScanCode() or event.key()


def _kind(event: QKeyEvent) -> PressKind:
    if _is_command(event):
        return PressKind.TEXT if event.text() == GS else PressKind.OTHER
    return _KINDS.get(event.key(), kind_of_text(event.text()))


_KINDS: Final[dict[int, PressKind]] = {
    _Key.Key_Return: PressKind.ENTER,
    _Key.Key_Enter: PressKind.ENTER,
    _Key.Key_Tab: PressKind.TAB,
    _Key.Key_Backtab: PressKind.TAB,
    _Key.Key_Space: PressKind.SPACE,
}


def kind_of_text(text: str) -> PressKind:
    """Class a key that is no command by the characters it gives."""
    if text in _ENTER_TEXTS:
        return PressKind.ENTER
    if text == "\t":
        return PressKind.TAB
    if text == " ":
        return PressKind.SPACE
    if text == GS:
        return PressKind.TEXT
    return PressKind.TEXT if text.isprintable() and text else PressKind.OTHER


def _is_command(event: QKeyEvent) -> bool:
    held = event.modifiers()
    control = bool(held & Qt.KeyboardModifier.ControlModifier)
    alt = bool(held & (Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier))
    if control and alt and event.text().isprintable() and event.text():
        return False  # AltGr as Windows tells it: a character
    return alt or (control and event.text() not in (*_ENTER_TEXTS, "\t"))


@dataclass(frozen=True, slots=True)
class KeptEvent:
    """A copy of a key event and the window that it was for."""

    event: QKeyEvent
    window: QWindow

    @classmethod
    def of(cls, event: QKeyEvent, window: QWindow) -> KeptEvent:
        """Copy an event before Qt destroys it; key, text, modifiers, native codes and time stay the same."""
        return cls(event.clone(), window)

    def deliver(self) -> None:
        """Send it; as it isn't spontaneous any more, Qt tries overrides and shortcuts itself (measured)."""
        window = self._target()
        if window is not None:
            QCoreApplication.sendEvent(window, self.event)

    def _target(self) -> QWindow | None:
        modal = QGuiApplication.modalWindow()
        alive = shiboken6.isValid(self.window) and self.window.isVisible()
        if alive and (modal is None or modal is self.window):
            return self.window
        return QGuiApplication.focusWindow()
