"""The desktop's taskbar shows posdesk, not the Python that runs it."""

import sys

import pytest
from PySide6.QtWidgets import QApplication

from posdesk.desk.application import WINDOWS_NAME, name_program


def test_the_window_belongs_to_posdesk(qapp: QApplication) -> None:
    name_program(qapp)
    assert (qapp.applicationName(), qapp.desktopFileName()) == ("posdesk", "posdesk")
    assert not qapp.windowIcon().pixmap(32, 32).isNull()


if sys.platform == "win32":
    import ctypes

    @pytest.mark.not_by_wine("wine keeps no such name")
    def test_windows_knows_it_by_a_name_of_its_own(qapp: QApplication) -> None:
        name_program(qapp)
        told = ctypes.c_wchar_p()
        ctypes.WinDLL("shell32").GetCurrentProcessExplicitAppUserModelID(ctypes.byref(told))
        assert told.value == WINDOWS_NAME
