"""Which Windows account posdesk belongs to on this PC: set-up names it in a file for the whole PC.

Another account is told by set-up and gets no posdesk; here it is only read.
"""

import os
import sys
from pathlib import Path
from typing import Final

_MARKER: Final = ("posdesk", "account.txt")
_SAM_COMPATIBLE: Final = 2  # DOMAIN\\name


def marker() -> Path | None:
    """The file that names the account; None where this is no Windows."""
    shared = os.environ.get("PROGRAMDATA", "")
    return Path(shared, *_MARKER) if sys.platform == "win32" and shared else None


def owner(path: Path) -> str:
    """The account that the file names, as DOMAIN\\name; empty where there is none, or it can't be read."""
    try:
        return path.read_text(encoding="utf-16").strip()
    except (OSError, UnicodeError):
        return ""


def account() -> str:
    """This account, as set-up writes it; empty where this is no Windows."""
    if sys.platform != "win32":
        return ""
    import ctypes  # noqa: PLC0415 - Windows only

    size = ctypes.c_ulong(1024)
    name = ctypes.create_unicode_buffer(size.value)
    if ctypes.WinDLL("secur32").GetUserNameExW(_SAM_COMPATIBLE, name, ctypes.byref(size)):
        return name.value
    return os.environ.get("USERNAME", "")
