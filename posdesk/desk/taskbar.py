"""Which program this is to the desktop: by itself Windows puts the window among every Python's."""

import sys

from PySide6.QtWidgets import QApplication

NAME = "posdesk"
WINDOWS_NAME = "posdesk.desk"  # what a pin to the taskbar is kept under: never change it


def name_program(app: QApplication) -> None:
    """Before the first window is made."""
    app.setApplicationName(NAME)
    app.setDesktopFileName(NAME)
    if sys.platform == "win32":
        import ctypes  # noqa: PLC0415 - only here

        ctypes.WinDLL("shell32").SetCurrentProcessExplicitAppUserModelID(ctypes.c_wchar_p(WINDOWS_NAME))
