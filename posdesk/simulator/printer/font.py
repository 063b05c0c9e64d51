"""The printer's own characters: what GBK has, from the file of dots that comes with posdesk."""

import zlib
from collections.abc import Sequence
from functools import lru_cache

from posdesk.host.resources import resource

HIGH, HALF, FULL = 24, 12, 24


@lru_cache(maxsize=1)
def _characters() -> dict[int, bytes]:
    data = resource("fonts/slip24.bin").read_bytes()
    count, body = int.from_bytes(data[:4]), zlib.decompress(data[4:])
    glyphs = body[count * 3 :]
    return {int.from_bytes(body[at * 3 : at * 3 + 3]): glyphs[at * 72 : at * 72 + 72] for at in range(count)}


def rows_of(character: str, dots: int) -> Sequence[int]:
    """24 rows of 12 or 24 dots; a character that is not there is a blank, as in a real printer."""
    glyph = _characters().get(ord(character), bytes(72))
    return [int.from_bytes(glyph[at : at + 3]) >> FULL - dots for at in range(0, 72, 3)]


def enlarged(rows: Sequence[int], dots: int, wide: int, high: int) -> Sequence[int]:
    """Each dot `wide` times `high`."""
    return [_widened(row, dots, wide) for row in rows for _ in range(high)]


def _widened(row: int, dots: int, wide: int) -> int:
    bits = f"{row:0{dots}b}"
    return int("".join(bit * wide for bit in bits), 2)
