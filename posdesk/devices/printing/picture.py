"""A slip as the paper will look: the same lines, the same characters, dot by dot."""

from posdesk.devices.printing.escpos import line_rows
from posdesk.devices.printing.raster import DOTS_WIDE, Drawn
from posdesk.domain.printing.setting import MM_58, MM_80, set_slip
from posdesk.domain.printing.slip import Slip
from posdesk.records import dataclass

COLUMNS = {80: MM_80, 58: MM_58}
_BETWEEN = 6  # dots from line to line, beside the 24 of a cell


@dataclass(frozen=True, slots=True)
class Picture:
    """`rows` from the top, each a number whose highest of `dots` bits is the left one."""

    dots: int
    rows: tuple[int, ...]

    def packed(self) -> bytes:
        """Eight dots a byte, a set one black; each row begins with a byte of its own."""
        width = -(-self.dots // 8)
        return b"".join((row << width * 8 - self.dots).to_bytes(width) for row in self.rows)


def picture_of(slip: Slip, width_mm: int, drawn: Drawn) -> Picture:
    """The slip on paper of that width."""
    dots, rows = COLUMNS[width_mm] * DOTS_WIDE, list[int]()
    for line in set_slip(slip, COLUMNS[width_mm]):
        rows += [*line_rows(line, dots, drawn), *[0] * _BETWEEN]
    return Picture(dots, tuple(rows))
