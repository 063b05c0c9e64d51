"""A process of posdesk's own: how a module of it is run by the Python that runs this, and behind others."""

import os
import sys
from pathlib import Path
from typing import Final

import posdesk

_NICE, _BELOW_NORMAL = 10, 0x4000
ENTRY: Final = "start.py"
"""Beside the packages of an installed version: where Python itself is the system's, only this knows them."""


def command(module: str) -> list[str]:
    """The words that run a module as a program, to which its arguments are put."""
    site = Path(posdesk.__file__).resolve().parent.parent
    entry = site.parent / ENTRY
    if site.name == "site" and entry.is_file():
        return [sys.executable, "-I", "-S", str(entry), "-m", module]
    return [sys.executable, "-m", module]


def go_behind() -> None:
    """From here on this process has the processor when others leave it: a posdesk at work goes first."""
    if sys.platform == "win32":
        import ctypes  # noqa: PLC0415

        kernel = ctypes.WinDLL("kernel32")
        kernel.SetPriorityClass(ctypes.c_void_p(kernel.GetCurrentProcess()), _BELOW_NORMAL)
    else:
        os.nice(_NICE)
