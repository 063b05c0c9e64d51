"""Makes resources/icons: python installer/icons.py. The output is committed beside this script.

posdesk's own sign, as the desk paints it, in the sizes that menus want; the .ico holds them all.
"""

import os
import struct
import sys
from collections.abc import Mapping
from pathlib import Path

from PySide6.QtCore import QBuffer, QIODevice, QRectF, Qt
from PySide6.QtGui import QGuiApplication, QPainter, QPixmap

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "resources/icons"
SIDES = (16, 24, 32, 48, 64, 128, 256)  # px


def main() -> int:
    """Draw each size and write it."""
    sys.path.insert(0, str(ROOT))
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    app = QGuiApplication([])
    drawn = {side: _png(side) for side in SIDES}
    FOLDER.mkdir(exist_ok=True)
    for side, content in drawn.items():
        (FOLDER / f"posdesk-{side}.png").write_bytes(content)
    (FOLDER / "posdesk.ico").write_bytes(ico(drawn))
    app.quit()
    return 0


def _png(side: int) -> bytes:
    from posdesk.desk.paint import paint_logo  # noqa: PLC0415 - found once the path is set
    from posdesk.desk.theme.theme import theme  # noqa: PLC0415

    pixmap = QPixmap(side, side)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    paint_logo(painter, QRectF(0, 0, side, side), theme(dark=False))
    painter.end()
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    pixmap.save(buffer, "PNG")
    return bytes(buffer.data().data())


def ico(drawn: Mapping[int, bytes]) -> bytes:
    """Windows' icon file of PNGs by their side; a side of 256 is written as 0 there."""
    at = 6 + 16 * len(drawn)
    entries = b""
    for side, content in drawn.items():
        entries += struct.pack("<BBBBHHII", side % 256, side % 256, 0, 0, 1, 32, len(content), at)
        at += len(content)
    return struct.pack("<HHH", 0, 1, len(drawn)) + entries + b"".join(drawn.values())


if __name__ == "__main__":
    sys.exit(main())
