"""A picture of the whole X screen, for the walks of both systems."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

_PICTURE = """
import sys
from Xlib import X
from Xlib.display import Display
from PySide6.QtGui import QImage
root = Display().screen().root
size = root.get_geometry()
raw = root.get_image(0, 0, size.width, size.height, X.ZPixmap, 0xFFFFFFFF)
QImage(raw.data, size.width, size.height, QImage.Format.Format_RGB32).save(sys.argv[1])
"""


def take(target: Path) -> None:
    """Save it there, in a process of its own. Raises CalledProcessError."""
    subprocess.run([sys.executable, "-c", _PICTURE, str(target)], check=True)
