"""Sets a slip in lines of cells: nothing is cut, amounts stand right, no line begins with a closing mark.

A line of 80 mm paper has 48 cells, one of 58 mm 32; a cell is 12 dots wide and 24 high.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

from posdesk.domain.printing.cells import cells_of, printable, width_of
from posdesk.domain.printing.slip import PLAIN, Bar, Block, Centred, Mark, Row, Rule, Scale, Slip, Text
from posdesk.records import dataclass, replace

MM_80, MM_58 = 48, 32
_CLOSING = frozenset("，。、；：？！）》」』】〕…—％℃,.;:?!)]}%")
_OPENING = frozenset("（《「『【〔([{￥¥")


@dataclass(frozen=True, slots=True)
class Piece:
    """Words in one size that stand beside each other; `at` is the cell at which they begin."""

    text: str
    at: int
    scale: Scale = PLAIN
    bold: bool = False
    reverse: bool = False

    @property
    def width(self) -> int:
        """In cells."""
        return width_of(self.text) * self.scale.wide

    @property
    def end(self) -> int:
        """The first cell behind it."""
        return self.at + self.width


Line = tuple[Piece, ...]
"""Pieces from left to right; none overlaps another, the last ends within the paper."""


def set_slip(slip: Slip, columns: int) -> tuple[Line, ...]:
    """The slip's lines on paper of so many cells."""
    return tuple(chain.from_iterable(_set(block, columns) for block in slip))


def _set(block: Block, columns: int) -> Iterable[Line]:
    match block:
        case Rule():
            return [(Piece(("=" if block.double else "-") * columns, 0),)]
        case Bar():
            return [_bar(piece, columns) for piece in _fitted(block.text, columns)]
        case Mark():
            fitted = _fitted(block.text, columns - 2 * block.text.scale.wide)
            return [(replace(piece, text=f" {piece.text} ", reverse=True),) for piece in fitted]
        case Centred():
            return [(replace(piece, at=_middle(piece, columns)),) for piece in _fitted(block.text, columns)]
        case Row():
            return _row(block, columns)


def _fitted(text: Text, columns: int) -> Iterator[Piece]:
    """The words of a block by itself, one piece a line."""
    lines = _wrapped([_fit(text, columns)], columns, columns)
    return (line[0] for line in lines if line)


def _middle(piece: Piece, columns: int) -> int:
    return max(0, (columns - piece.width) // 2)


def _bar(piece: Piece, columns: int) -> Line:
    """Blanks of the same size at both sides, since a printer turns what it prints and no more."""
    wide = piece.scale.wide
    before = _middle(piece, columns) // wide
    after = columns // wide - before - width_of(piece.text)
    return (replace(piece, text=" " * before + piece.text + " " * max(0, after), reverse=True),)


def _row(row: Row, columns: int) -> list[Line]:
    left = [_fit(text, columns - row.indent) for text in row.left]
    lines = _wrapped(left, columns - row.indent, columns - row.hanging)
    shifted = [_moved(line, row.hanging if n else row.indent) for n, line in enumerate(lines)] or [()]
    return [*shifted[:-1], *_with_right(shifted[-1], row.right, columns)]


def _with_right(last: Line, right: Sequence[Text], columns: int) -> list[Line]:
    """The last line with what ends at the right: beside it where a blank is left between, else below."""
    if not right:
        return [last]
    lines = _wrapped([_fit(text, columns) for text in right], columns, columns)
    ended = [_moved(line, columns - line[-1].end) for line in lines if line]
    if len(ended) == 1 and (not last or last[-1].end < ended[0][0].at):
        return [last + ended[0]]
    return [*([last] if last else []), *ended]


def _moved(line: Line, by: int) -> Line:
    return tuple(replace(piece, at=piece.at + by) for piece in line)


def _fit(text: Text, columns: int) -> Text:
    """The text in one line of characters; a size in which one word is wider than the paper steps down.

    A word is what must not be broken: a number, an amount.
    """
    shown = printable(text.text)
    widest = max(map(width_of, _unbroken(shown)), default=1) or 1
    wide, high = text.scale
    fits = max(1, min(wide, columns // widest))
    return replace(text, text=shown, scale=Scale(fits, high if fits == wide else min(high, fits)))


def _unbroken(text: str) -> Iterator[str]:
    """The parts of a text at whose inside no line ends, blanks left out."""
    part = ""
    for character in text:
        if part and _may_break(part[-1], character):
            yield part
            part = ""
        part += character
    if part:
        yield part


def _may_break(before: str, after: str) -> bool:
    """Whether a line may end between two characters."""
    if before == " " or after == " ":
        return True
    if after in _CLOSING or before in _OPENING or cells_of(after) == 0:
        return False
    return cells_of(before) == 2 or cells_of(after) == 2


@dataclass(slots=True)
class _Filling:
    """Lines as they fill: `first` and `further` are their widths in cells."""

    first: int
    further: int
    lines: list[list[Piece]]

    @property
    def room(self) -> int:
        line = self.lines[-1]
        return (self.first if len(self.lines) == 1 else self.further) - (line[-1].end if line else 0)

    def put(self, part: str, text: Text) -> None:
        """Set a part that is not broken; where it doesn't fit, on a line of its own, there cell by cell."""
        width = width_of(part) * text.scale.wide
        if part == " " and (not self.lines[-1] or width > self.room):
            return  # no line begins or ends with a blank
        if width > self.room and self.lines[-1]:
            self.lines.append([])
        if width > self.room and len(part) > 1:
            for character in part:
                self.put(character, text)
            return
        self._append(part, text)

    def _append(self, part: str, text: Text) -> None:
        line = self.lines[-1]
        last = line[-1] if line else None
        if last and (last.scale, last.bold) == (text.scale, text.bold):
            line[-1] = replace(last, text=last.text + part)
        else:
            line.append(Piece(part, last.end if last else 0, text.scale, text.bold))


def _wrapped(texts: Sequence[Text], first: int, further: int) -> list[Line]:
    filling = _Filling(first, further, [[]])
    for text in texts:
        for part in _unbroken(text.text):
            filling.put(part, text)
    return [tuple(line) for line in filling.lines if line]
