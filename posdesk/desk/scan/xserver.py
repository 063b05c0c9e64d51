"""What the X11 door needs of the X server: which character a key code gives, and a way to send an event.

Through ctypes on libxcb and libxkbcommon, which Qt's own X11 plugin needs anyway, over a connection of its
own, so that nothing here disturbs Qt's.
"""

from __future__ import annotations

import ctypes
from typing import Any

_XKB_STATE_COMPONENTS = 0xFF  # the modifier bits of a core event's state
_GROUP_SHIFT, _GROUP_MASK = 13, 0x3


class XServerError(OSError):
    """There is no X server to talk to, or a library is missing."""


class XServer:
    """A connection, with the keyboard's map as it was when last asked for."""

    def __init__(self) -> None:
        """Connect to the display named by DISPLAY; raise `XServerError` if that can't be."""
        self._xcb, self._xkb, self._x11 = _libraries()
        self._connection = self._xcb.xcb_connect(None, None)
        if self._xcb.xcb_connection_has_error(self._connection):
            raise XServerError("no X server answers")
        if not self._x11.xkb_x11_setup_xkb_extension(self._connection, 1, 0, 0, None, None, None, None):
            raise XServerError("the X server has no XKB extension")
        self._context = self._xkb.xkb_context_new(0)
        self._keymap = self._state = None
        self.read_keymap()

    def close(self) -> None:
        """Free the keymap and close the connection."""
        self._free_keymap()
        self._xkb.xkb_context_unref(self._context)
        self._xcb.xcb_disconnect(self._connection)

    def read_keymap(self) -> None:
        """Ask for the keyboard's map; do so again after a change of keyboard or layout."""
        device = self._x11.xkb_x11_get_core_keyboard_device_id(self._connection)
        keymap = self._x11.xkb_x11_keymap_new_from_device(self._context, self._connection, device, 0)
        if not keymap:
            raise XServerError("the X server tells no keymap")
        self._free_keymap()
        self._keymap, self._state = keymap, self._xkb.xkb_state_new(keymap)

    def keysym_and_text(self, keycode: int, state: int) -> tuple[int, str]:
        """Tell what a key gives under a core event's modifier state."""
        group = (state >> _GROUP_SHIFT) & _GROUP_MASK
        self._xkb.xkb_state_update_mask(self._state, state & _XKB_STATE_COMPONENTS, 0, 0, 0, 0, group)
        buffer = ctypes.create_string_buffer(16)
        self._xkb.xkb_state_key_get_utf8(self._state, keycode, buffer, len(buffer))
        keysym = self._xkb.xkb_state_key_get_one_sym(self._state, keycode)
        return int(keysym), buffer.value.decode("utf-8", "replace")

    def send(self, window: int, event: bytes) -> None:
        """Send a core event (32 bytes) to the client that made the window."""
        self._xcb.xcb_send_event(self._connection, 0, window, 0, event)
        self._xcb.xcb_flush(self._connection)

    def _free_keymap(self) -> None:
        if self._keymap is not None:
            self._xkb.xkb_state_unref(self._state)
            self._xkb.xkb_keymap_unref(self._keymap)


def _libraries() -> tuple[Any, Any, Any]:
    """Load the three libraries; Any, since their functions are made at run time."""
    try:
        xcb = ctypes.CDLL("libxcb.so.1")
        xkb = ctypes.CDLL("libxkbcommon.so.0")
        x11 = ctypes.CDLL("libxkbcommon-x11.so.0")
    except OSError as error:
        raise XServerError(str(error)) from error
    pointer, unsigned = ctypes.c_void_p, ctypes.c_uint32
    _declare(xcb.xcb_connect, pointer, ctypes.c_char_p, pointer)
    _declare(xcb.xcb_connection_has_error, ctypes.c_int, pointer)
    _declare(xcb.xcb_disconnect, None, pointer)
    _declare(xcb.xcb_flush, ctypes.c_int, pointer)
    _declare(xcb.xcb_send_event, unsigned, pointer, ctypes.c_uint8, unsigned, unsigned, ctypes.c_char_p)
    _declare(xkb.xkb_context_new, pointer, ctypes.c_int)
    _declare(xkb.xkb_state_new, pointer, pointer)
    _declare(xkb.xkb_state_update_mask, ctypes.c_int, pointer, *[unsigned] * 6)
    _declare(xkb.xkb_state_key_get_utf8, ctypes.c_int, pointer, unsigned, ctypes.c_char_p, ctypes.c_size_t)
    _declare(xkb.xkb_state_key_get_one_sym, unsigned, pointer, unsigned)
    for free in (xkb.xkb_state_unref, xkb.xkb_keymap_unref, xkb.xkb_context_unref):
        _declare(free, None, pointer)
    numbers = [ctypes.c_uint16, ctypes.c_uint16, ctypes.c_int, pointer, pointer, pointer, pointer]
    _declare(x11.xkb_x11_setup_xkb_extension, ctypes.c_int, pointer, *numbers)
    _declare(x11.xkb_x11_get_core_keyboard_device_id, ctypes.c_int32, pointer)
    _declare(x11.xkb_x11_keymap_new_from_device, pointer, pointer, pointer, ctypes.c_int32, ctypes.c_int)
    return xcb, xkb, x11


def _declare(function: Any, result: Any, *arguments: Any) -> None:
    function.restype, function.argtypes = result, arguments
