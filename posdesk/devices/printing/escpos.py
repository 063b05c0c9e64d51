"""A slip's lines as ESC/POS, written from Epson's command reference; what a printer lacks is drawn.

Everything is sent in one piece: initialise, the lines, feed and cut. What asks a printer whether it has
printed stands with the line to it.
"""

from collections.abc import Iterable, Iterator, Sequence

from posdesk.devices.printing import raster
from posdesk.devices.printing.charset import Charset, runs
from posdesk.devices.printing.raster import DOTS_HIGH, DOTS_WIDE, Drawn
from posdesk.domain.printing.cells import width_of
from posdesk.domain.printing.setting import Line, Piece
from posdesk.records import dataclass

_INITIALISE = b"\x1b@"
_KANJI = b"\x1c&"  # two-byte characters as such: GBK and GB18030
_UTF_8 = b"\x1c(C\x02\x000\x02"
_SPACING = b"\x1b3\x1e"  # 30 dots from line to line
_CUT_AFTER = b"\x1dVB\x60"  # feeds 96 dots, 12 mm at 203 dpi, then cuts partly
_LINE = b"\n"


@dataclass(frozen=True, slots=True)
class Profile:
    """What a printer is: its characters, and who draws those that it lacks."""

    charset: Charset
    drawn: Drawn


def slip_bytes(lines: Iterable[Line], profile: Profile) -> bytes:
    """The whole slip, with feed and cut."""
    mode = _UTF_8 if profile.charset is Charset.UTF_8 else _KANJI
    begin = _INITIALISE + mode + _SPACING
    return begin + b"".join(_line(line, profile) for line in lines) + _CUT_AFTER


def _line(line: Line, profile: Profile) -> bytes:
    """High letters that the printer lacks can't stand beside its own, so such a line is a picture."""
    if any(_is_lacking(piece, profile) and piece.scale.high > 1 for piece in line):
        return _picture(line, profile.drawn)
    return b"".join(_piece(piece, profile) for piece in line) + _LINE


def _is_lacking(piece: Piece, profile: Profile) -> bool:
    return not all(map(profile.charset.has, piece.text))


def _piece(piece: Piece, profile: Profile) -> bytes:
    return _at(piece.at) + _style(piece) + b"".join(_runs(piece, profile))


def _runs(piece: Piece, profile: Profile) -> Iterator[bytes]:
    for has, text in runs(piece.text, profile.charset):
        yield profile.charset.encoded(text) if has else _cells(text, piece, profile.drawn)


def _at(cell: int) -> bytes:
    return b"\x1b$" + (cell * DOTS_WIDE).to_bytes(2, "little")


def _style(piece: Piece) -> bytes:
    size = piece.scale.wide - 1 << 4 | piece.scale.high - 1
    return bytes((0x1D, 0x21, size, 0x1B, 0x45, piece.bold, 0x1D, 0x42, piece.reverse))


def _cells(text: str, piece: Piece, drawn: Drawn) -> bytes:
    """Characters as a picture of their own cells, within the line; an accent by itself has none."""
    dots = width_of(text) * piece.scale.wide * DOTS_WIDE
    if not dots:
        return b""
    rows = _turned(drawn.draw(text, piece.scale.wide, 1, bold=piece.bold), dots, reverse=piece.reverse)
    return b"\x1b*!" + dots.to_bytes(2, "little") + raster.harmless(raster.columns_of(rows, dots))


def _turned(rows: Sequence[int], dots: int, *, reverse: bool) -> Sequence[int]:
    full = (1 << dots) - 1
    return [row ^ full for row in rows] if reverse else rows


def _picture(line: Line, drawn: Drawn) -> bytes:
    """A whole line as a picture; its pieces stand on one base line."""
    dots = max(piece.end for piece in line) * DOTS_WIDE
    rows = line_rows(line, dots, drawn)
    high = len(rows)
    data = b"".join(raster.row_bytes(row, dots) for row in rows)
    width = -(-dots // 8)
    sizes = width.to_bytes(2, "little") + high.to_bytes(2, "little")
    return b"\x1dv0\x00" + sizes + raster.harmless(data)


def line_rows(line: Line, dots: int, drawn: Drawn) -> list[int]:
    """A line drawn in rows of so many dots, from the top; its pieces stand on one base line."""
    rows = [0] * (max((piece.scale.high for piece in line), default=1) * DOTS_HIGH)
    for piece in line:
        _place(rows, piece, dots, drawn)
    return rows


def _place(rows: list[int], piece: Piece, dots: int, drawn: Drawn) -> None:
    width = piece.width * DOTS_WIDE
    drawing = drawn.draw(piece.text, piece.scale.wide, piece.scale.high, bold=piece.bold)
    shift = dots - piece.at * DOTS_WIDE - width
    top = len(rows) - len(drawing)
    for at, row in enumerate(_turned(drawing, width, reverse=piece.reverse), top):
        rows[at] |= row << shift
