"""Windows' two ways to tell a program that it will be ended: to its console, and to its windows.

A program that has loaded user32 (whoever uses ctypes has) hears of signing out and shutting down by its
windows only: so it gets one that nobody sees. It is no message-only window: those are not told.
"""

import sys
import threading
from collections.abc import Callable

if sys.platform == "win32":
    import ctypes
    from ctypes import wintypes

    CLASS_NAME = "posdesk ending"
    _KEYS = frozenset({0, 1})  # CTRL_C, CTRL_BREAK
    _LAST = frozenset({2, 5, 6})  # CTRL_CLOSE, CTRL_LOGOFF, CTRL_SHUTDOWN
    _CLOSE, _DESTROY, _QUERY_END, _END = 0x10, 0x02, 0x11, 0x16  # WM_…
    _RESULT = ctypes.c_ssize_t
    _OnConsole = ctypes.WINFUNCTYPE(wintypes.BOOL, wintypes.DWORD)
    _OnMessage = ctypes.WINFUNCTYPE(_RESULT, wintypes.HWND, wintypes.UINT, wintypes.WPARAM, wintypes.LPARAM)

    class _WindowClass(ctypes.Structure):
        """WNDCLASSW."""

        _fields_ = (
            ("style", wintypes.UINT),
            ("procedure", _OnMessage),
            ("class_extra", ctypes.c_int),
            ("window_extra", ctypes.c_int),
            ("instance", wintypes.HINSTANCE),
            ("icon", wintypes.HICON),
            ("cursor", wintypes.HANDLE),
            ("background", wintypes.HBRUSH),
            ("menu_name", wintypes.LPCWSTR),
            ("class_name", wintypes.LPCWSTR),
        )

    class Notices:
        """Calls in threads of its own: `on_key` for Ctrl+C and Ctrl+Break, `on_end` when the process must go.

        Windows ends it soon after `on_end` has returned.
        """

        def __init__(self, on_key: Callable[[], None], on_end: Callable[[], None]) -> None:
            """Nothing is heard before `start`."""
            self._on_key, self._on_end = on_key, on_end
            self._kernel, self._user = _kernel32(), _user32()
            self._console = _OnConsole(self._hear_console)
            self._procedure = _OnMessage(self._hear_message)
            self._window: int | None = None
            self._there = threading.Event()
            self._thread = threading.Thread(target=self._listen, name="posdesk-ending", daemon=True)

        def start(self) -> None:
            """Hear from now on."""
            self._kernel.SetConsoleCtrlHandler(self._console, 1)
            self._thread.start()
            self._there.wait()

        def stop(self) -> None:
            """Hear no more; returns when the window is gone."""
            if self._thread.ident is None:
                return
            self._kernel.SetConsoleCtrlHandler(self._console, 0)
            if self._window:
                self._user.PostMessageW(self._window, _CLOSE, 0, 0)
            self._thread.join(1)

        def _hear_console(self, event: int) -> bool:
            """Whether the notice was handled here; else Windows ends the process in its own way."""
            if event in _KEYS:
                self._on_key()
            elif event in _LAST:
                self._on_end()
            return event in _KEYS | _LAST

        def _listen(self) -> None:
            instance = self._kernel.GetModuleHandleW(None)
            made = _WindowClass(procedure=self._procedure, instance=instance, class_name=CLASS_NAME)
            self._user.RegisterClassW(ctypes.byref(made))
            nowhere = (0, 0, 0, 0, 0, None, None, instance, None)
            self._window = self._user.CreateWindowExW(0, CLASS_NAME, CLASS_NAME, *nowhere)
            self._there.set()
            message = wintypes.MSG()
            while self._window and self._user.GetMessageW(ctypes.byref(message), None, 0, 0) > 0:
                self._user.DispatchMessageW(ctypes.byref(message))
            self._user.UnregisterClassW(CLASS_NAME, instance)

        def _hear_message(self, window: int, message: int, word: int, more: int) -> int:
            if message == _QUERY_END:
                return 1  # nothing here speaks against it
            if message == _END and word:
                self._on_end()
                return 0
            if message == _DESTROY:
                self._user.PostQuitMessage(0)
                return 0
            return int(self._user.DefWindowProcW(window, message, word, more))

    def _kernel32() -> ctypes.WinDLL:
        kernel = ctypes.WinDLL("kernel32")
        kernel.GetModuleHandleW.argtypes = (wintypes.LPCWSTR,)
        kernel.GetModuleHandleW.restype = wintypes.HMODULE
        kernel.SetConsoleCtrlHandler.argtypes = (_OnConsole, wintypes.BOOL)
        return kernel

    def _user32() -> ctypes.WinDLL:
        """The functions with their 64-bit arguments: ctypes takes each for 32 bits by itself."""
        user = ctypes.WinDLL("user32")
        message = (wintypes.HWND, wintypes.UINT, wintypes.WPARAM, wintypes.LPARAM)
        user.DefWindowProcW.argtypes, user.DefWindowProcW.restype = message, _RESULT
        user.PostMessageW.argtypes = message
        user.CreateWindowExW.restype = wintypes.HWND
        user.CreateWindowExW.argtypes = (
            *(wintypes.DWORD, wintypes.LPCWSTR, wintypes.LPCWSTR, wintypes.DWORD),
            *(ctypes.c_int, ctypes.c_int, ctypes.c_int, ctypes.c_int),
            *(wintypes.HWND, wintypes.HMENU, wintypes.HINSTANCE, wintypes.LPVOID),
        )
        user.UnregisterClassW.argtypes = (wintypes.LPCWSTR, wintypes.HINSTANCE)
        return user
