"""Characters as dots, for what a printer lacks: 33,000 of Noto Sans Mono CJK SC, each drawn for its cell.

`installer/slip_font.py` made the file and says how it is written; so nothing has to draw letters here.
"""

import zlib
from bisect import bisect_left
from collections.abc import Sequence
from functools import lru_cache

from posdesk.domain.printing.cells import cells_of
from posdesk.host.resources import resource

_HIGH, _CELL = 24, 12
_ROW = 3  # bytes
_GLYPH = _HIGH * _ROW
_POINT = 3  # bytes
_GETA = ord("〓")  # what Chinese printers set where they have no character


class Glyphs:
    """See `raster.Drawn`. Read whole at the first use, 3 MB."""

    def __init__(self, data: bytes) -> None:
        """`data` is the file's content."""
        count, body = int.from_bytes(data[:4]), zlib.decompress(data[4:])
        self._points = [int.from_bytes(body[at : at + _POINT]) for at in range(0, count * _POINT, _POINT)]
        self._glyphs = memoryview(body)[count * _POINT :]

    def has(self, character: str) -> bool:
        """Whether it is drawn as itself."""
        return self._at(ord(character)) is not None

    def draw(self, text: str, wide: int, high: int, *, bold: bool) -> Sequence[int]:
        """See `raster.Drawn`. What is not in the file is a 〓, so that nobody takes it for nothing."""
        rows = [0] * _HIGH
        for character in text:
            cells = cells_of(character)
            width = cells * _CELL
            for at, row in enumerate(self._rows(character, width)):
                rows[at] = rows[at] << width * wide | _widened(_bolder(row) if bold else row, width, wide)
        return [row for row in rows for _ in range(high)]

    def _rows(self, character: str, width: int) -> Sequence[int]:
        at = self._at(ord(character))
        glyph = self._glyph(at if at is not None else self._at(_GETA) or 0)
        return [row >> 2 * _CELL - width for row in glyph]

    def _at(self, point: int) -> int | None:
        at = bisect_left(self._points, point)
        return at if at < len(self._points) and self._points[at] == point else None

    def _glyph(self, at: int) -> Sequence[int]:
        data = self._glyphs[at * _GLYPH : (at + 1) * _GLYPH]
        return [int.from_bytes(data[row : row + _ROW]) for row in range(0, _GLYPH, _ROW)]


@lru_cache(maxsize=1)
def glyphs() -> Glyphs:
    """The characters that come with posdesk."""
    return Glyphs(resource("fonts/slip24.bin").read_bytes())


def _bolder(row: int) -> int:
    """Each dot twice, side by side, as printers do it."""
    return row | row >> 1


def _widened(row: int, width: int, times: int) -> int:
    """Each dot so many times."""
    if times == 1:
        return row
    wide, dot = 0, (1 << times) - 1
    for at in range(width - 1, -1, -1):
        wide = wide << times | (dot if row >> at & 1 else 0)
    return wide
