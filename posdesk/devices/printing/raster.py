"""Pictures as a printer takes them: dots in bytes, with nothing in them that it would obey.

A printer looks for real-time commands even inside the data of a picture (Epson's ESC/POS reference,
'DLE EOT'): DLE, then EOT, ENQ or DC4, asks for its status, recovers from an error, or opens the drawer.
"""

from collections.abc import Sequence
from typing import Protocol

DOTS_WIDE, DOTS_HIGH = 12, 24
_DLE = 0x10
_OBEYED = frozenset({0x04, 0x05, 0x14})


class Drawn(Protocol):
    """Who draws characters that a printer lacks."""

    def draw(self, text: str, wide: int, high: int, *, bold: bool) -> Sequence[int]:
        """Rows from top to bottom, each an int whose bits are dots: the highest of them is the left one.

        A row has as many bits as the text has cells, times 12, times `wide`; there are 24 times `high` rows.
        """
        ...


def harmless(data: bytes) -> bytes:
    """The picture's bytes with a dot more where a printer would read a command: nobody sees one dot."""
    safe = bytearray(data)
    for at in range(1, len(safe)):
        if safe[at - 1] == _DLE and safe[at] in _OBEYED:
            safe[at] |= 0x02
    return bytes(safe)


def row_bytes(row: int, dots: int) -> bytes:
    """A row of dots from left to right, eight a byte, the rest blank."""
    width = -(-dots // 8)
    return (row << (width * 8 - dots)).to_bytes(width)


def columns_of(rows: Sequence[int], dots: int) -> bytes:
    """24 rows as columns from left to right, three bytes each, the highest bit at the top (ESC * 33)."""
    columns = bytearray()
    for at in range(dots):
        bit = dots - 1 - at
        column = 0
        for row in rows:
            column = column << 1 | row >> bit & 1
        columns += column.to_bytes(3)
    return bytes(columns)
