"""Paper as dots, and as a PNG file."""

import zlib
from collections.abc import Sequence

_SIGNATURE = b"\x89PNG\r\n\x1a\n"


class Paper:
    """A roll `width` dots wide. A row is an int: the highest of its `width` bits is the left dot."""

    def __init__(self, width: int) -> None:
        """Nothing is printed yet."""
        self.width = width
        self.rows: list[int] = []
        self.text = ""  # the characters that were printed as such, a line each

    def stamp(self, rows: Sequence[int], dots: int, x: int, y: int) -> None:
        """Print rows of `dots` dots with their left upper corner there; what is beside the paper is lost."""
        while len(self.rows) < y + len(rows):
            self.rows.append(0)
        shift = self.width - x - dots
        for at, row in enumerate(rows, y):
            moved = row << shift if shift >= 0 else row >> -shift
            self.rows[at] |= moved & (1 << self.width) - 1

    def feed(self, y: int) -> None:
        """Blank paper down to that row."""
        self.rows.extend([0] * (y - len(self.rows)))

    def png(self) -> bytes:
        """The paper as a black and white PNG."""
        width = -(-self.width // 8)
        pad, white = width * 8 - self.width, (1 << self.width) - 1
        lines = (b"\0" + ((row ^ white) << pad).to_bytes(width) for row in self.rows or [0])
        head = self.width.to_bytes(4) + max(1, len(self.rows)).to_bytes(4) + bytes((1, 0, 0, 0, 0))
        chunks = ((b"IHDR", head), (b"IDAT", zlib.compress(b"".join(lines))), (b"IEND", b""))
        return _SIGNATURE + b"".join(_chunk(kind, data) for kind, data in chunks)


def _chunk(kind: bytes, data: bytes) -> bytes:
    return len(data).to_bytes(4) + kind + data + zlib.crc32(kind + data).to_bytes(4)
