"""Which Windows this is, for tests of what only the real one does."""

import ctypes
import os
import sys

IS_WINE = sys.platform == "win32" and hasattr(ctypes.WinDLL("ntdll"), "wine_get_version")
SHOWS_WINDOWS = sys.platform == "win32" and (not IS_WINE or "DISPLAY" in os.environ)
"""Whether Windows' own windows can be made: wine makes none without a screen."""
