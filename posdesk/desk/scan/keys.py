"""Qt's key events as the parser's presses, and their later delivery."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import shiboken6
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent, QWindow

from posdesk.domain.burst import GS, Kind, Press

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
_ENTER_TEXTS: Final = ("\r", "\n")  # also what a scanner's Ctrl+M and Ctrl+J give


def press_of(event: QKeyEvent, at_s: float) -> Press | None:
    """Read a key event as a press; None for a modifier key, which says nothing by itself.

    ``at_s`` is when the system took the key from the device, in seconds.
    """
    if event.key() in _MODIFIER_KEYS:
        return None
    kind = Kind.OTHER if event.isAutoRepeat() else _kind(event)
    return Press(kind, event.text(), at_s)


def key_id(event: QKeyEvent) -> int:
    """Tell the keys of the keyboard apart: the scan code, or Qt's key where there is none."""
    return event.nativeScanCode() or event.key()


def _kind(event: QKeyEvent) -> Kind:
    if _is_command(event):
        return Kind.TEXT if event.text() == GS else Kind.OTHER
    return _KINDS.get(event.key(), kind_of_text(event.text()))


_KINDS: Final[dict[int, Kind]] = {
    _Key.Key_Return: Kind.ENTER,
    _Key.Key_Enter: Kind.ENTER,
    _Key.Key_Tab: Kind.TAB,
    _Key.Key_Backtab: Kind.TAB,
    _Key.Key_Space: Kind.SPACE,
}


def kind_of_text(text: str) -> Kind:
    """Class a key that is no command by the characters it gives."""
    if text in _ENTER_TEXTS:
        return Kind.ENTER
    if text == "\t":
        return Kind.TAB
    if text == " ":
        return Kind.SPACE
    return Kind.TEXT if text.isprintable() and text else Kind.OTHER


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
