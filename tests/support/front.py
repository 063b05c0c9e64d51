"""Whose window has the keyboard, as the system itself says, and which stands on top."""

import sys

if sys.platform == "win32":
    import ctypes
    from ctypes import wintypes

    def pid_in_front() -> int:
        """The process number of the window in front; 0 where there is none."""
        user, pid = ctypes.WinDLL("user32"), wintypes.DWORD()
        user.GetForegroundWindow.restype = wintypes.HWND
        user.GetWindowThreadProcessId.argtypes = (wintypes.HWND, ctypes.POINTER(wintypes.DWORD))
        user.GetWindowThreadProcessId(user.GetForegroundWindow(), ctypes.byref(pid))
        return int(pid.value)

else:

    def pid_in_front() -> int:
        """The process number of the window in front; 0 where there is none."""
        from Xlib import X
        from Xlib.display import Display

        connection = Display()
        try:
            active = connection.intern_atom("_NET_ACTIVE_WINDOW")
            found = connection.screen().root.get_full_property(active, X.AnyPropertyType)
            if found is None or not found.value[0]:
                return 0
            window = connection.create_resource_object("window", found.value[0])
            pid = window.get_full_property(connection.intern_atom("_NET_WM_PID"), X.AnyPropertyType)
            return int(pid.value[0]) if pid is not None else 0
        finally:
            connection.close()

    def window_on_top() -> int:
        """The X window that lies over all others of the screen and is to be seen."""
        from Xlib import X
        from Xlib.display import Display

        connection = Display()
        try:
            windows = connection.screen().root.query_tree().children
            seen = [w for w in windows if w.get_attributes().map_state == X.IsViewable]
            return int(seen[-1].id)
        finally:
            connection.close()

    def asks_for_attention(window: int) -> bool:
        """Whether the taskbar flashes for this X window."""
        from Xlib import X
        from Xlib.display import Display

        connection = Display()
        try:
            state = connection.intern_atom("_NET_WM_STATE")
            shown = connection.create_resource_object("window", window)
            found = shown.get_full_property(state, X.AnyPropertyType)
            wanted = connection.intern_atom("_NET_WM_STATE_DEMANDS_ATTENTION")
            return found is not None and wanted in found.value
        finally:
            connection.close()
