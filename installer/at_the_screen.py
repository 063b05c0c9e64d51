"""What is done from outside for a program that was put into a root or a wine: real keys, and pictures.

`NAME.keys` in the folder asks for keys (a JSON list: "key" or "type", and what), `NAME.wanted` for NAME.png.
"""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_TYPING_MS = "130"  # between two characters: a scanner is faster
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


@contextmanager
def served(folder: Path) -> Iterator[None]:
    """Presses what is asked for, and takes pictures, while this lasts."""
    ended = threading.Event()
    thread = threading.Thread(target=_serve, args=(folder, ended))
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()


def _serve(folder: Path, ended: threading.Event) -> None:
    while not ended.wait(0.05):
        for wanted in sorted(folder.glob("*.keys")):
            _press(*json.loads(wanted.read_text(encoding="utf-8")))
            wanted.unlink()
        for wanted in folder.glob("*.wanted"):
            ended.wait(2)  # nobody knows from outside when the last widget is painted
            draft = wanted.with_suffix(".part.png")  # nobody sees half of it
            subprocess.run([sys.executable, "-c", _PICTURE, str(draft)], check=True)
            draft.replace(wanted.with_suffix(".png"))
            wanted.unlink()


def _press(how: str, what: str) -> None:
    delay = ["--delay", _TYPING_MS] if how == "type" else []
    subprocess.run(["xdotool", how, *delay, "--", what], check=True)  # noqa: S607 - the builder's own
