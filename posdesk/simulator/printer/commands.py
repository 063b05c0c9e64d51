"""Obeys ESC/POS commands as they come, a byte at a time, and prints on paper (Epson's command reference).

What it doesn't know it notes and drops: a real printer prints it as garbage, and so does whoever looks here.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from posdesk.simulator.printer.font import FULL, HALF, HIGH, enlarged, rows_of
from posdesk.simulator.printer.paper import Paper

DLE, ESC, FS, GS = 0x10, 0x1B, 0x1C, 0x1D
_REAL_TIME = {0x04: 3, 0x05: 3, 0x14: 5}  # how long each is, by its second byte


@dataclass(slots=True)
class Style:
    """How the next character is printed."""

    wide: int = 1
    high: int = 1
    bold: bool = False
    reverse: bool = False
    is_utf_8: bool = False
    spacing: int = 30


@dataclass(slots=True)
class Stamp:
    """Something that waits in the line's buffer; its rows stand on the line's base."""

    rows: Sequence[int]
    dots: int
    x: int


@dataclass(slots=True)
class Told:
    """What a command asks of the printer around it."""

    cut: Callable[[Paper], None]
    status: Callable[[int], bytes]  # DLE EOT n
    paper: Callable[[], bytes]  # GS r 1
    job: Callable[[bytes], bytes]  # GS ( H, with the number as it came
    answer: Callable[[bytes], object]
    is_stopped: Callable[[], bool]  # no paper, an open cover: what comes waits in the buffer


@dataclass(slots=True)
class Interpreter:
    """A printer's head: `feed` takes bytes in any pieces."""

    width: int
    told: Told
    unknown: list[bytes] = field(default_factory=list)
    paper: Paper = field(init=False)
    style: Style = field(default_factory=Style)
    _tail: bytes = b""  # a command may come in two pieces
    _waiting: bytearray = field(default_factory=bytearray)
    _line: list[Stamp] = field(default_factory=list)
    _x: int = 0
    _y: int = 0

    def __post_init__(self) -> None:
        """A new roll."""
        self.paper = Paper(self.width)

    def feed(self, data: bytes) -> None:
        """Obey whatever is whole; the rest waits for more, or for paper."""
        self._real_time(data)
        self._waiting += data
        while self._waiting and not self.told.is_stopped():
            taken = self._one(bytes(self._waiting))
            if not taken:
                return
            del self._waiting[:taken]

    def _real_time(self, data: bytes) -> None:
        """Real-time commands are obeyed at once, wherever they stand, also inside a picture."""
        looked = self._tail + data
        for at in range(len(looked) - 2):
            if looked[at : at + 2] == b"\x10\x04":
                self.told.answer(self.told.status(looked[at + 2]))
        self._tail = looked[-2:]

    def _one(self, data: bytes) -> int:
        """How many bytes the first command or character takes; 0 where it is not whole yet."""
        first = data[0]
        if first == 0x0A:
            self._end_line()
            return 1
        if first == DLE:
            return _whole(data, _REAL_TIME.get(data[1], 1) if len(data) > 1 else 2)
        if first in {ESC, FS, GS}:
            return self._command(data)
        if first < 0x20:
            self.unknown.append(data[:1])
            return 1
        return self._character(data)

    # characters

    def _character(self, data: bytes) -> int:
        if data[0] < 0x80:
            self._put(chr(data[0]), HALF)
            return 1
        size = _utf_8_size(data[0]) if self.style.is_utf_8 else 2
        if len(data) < size:
            return 0
        text = data[:size].decode("utf-8" if self.style.is_utf_8 else "gbk", errors="replace")
        self._put(text[0], FULL)
        return size

    def _put(self, character: str, dots: int) -> None:
        style = self.style
        self.paper.text += character
        rows = rows_of(character, dots)
        if style.bold:
            rows = [row | row >> 1 for row in rows]
        self._stamp(enlarged(rows, dots, style.wide, style.high), dots * style.wide)

    def _stamp(self, rows: Sequence[int], dots: int) -> None:
        if self.style.reverse:
            rows = [row ^ (1 << dots) - 1 for row in rows]
        if self._x + dots > self.width and self._line:
            self._end_line()
        self._line.append(Stamp(rows, dots, self._x))
        self._x += dots

    def _end_line(self) -> None:
        high = max((len(stamp.rows) for stamp in self._line), default=0)
        for stamp in self._line:
            self.paper.stamp(stamp.rows, stamp.dots, stamp.x, self._y + high - len(stamp.rows))
        self.paper.text += "\n"
        self._y += max(high, self.style.spacing)
        self.paper.feed(self._y)
        self._line, self._x = [], 0

    # commands

    def _command(self, data: bytes) -> int:
        for head, (size, act) in _COMMANDS.items():
            if data.startswith(head):
                return self._obey(data, size, act)
        if len(data) < 3:
            return 0
        self.unknown.append(data[:2])
        return 2

    def _obey(self, data: bytes, size: "Size", act: "Obeyed") -> int:
        wanted = size(data) if callable(size) else size
        if wanted is None or len(data) < wanted:
            return 0
        act(self, data[:wanted])
        return wanted

    def reset(self, _command: bytes) -> None:
        """ESC @."""
        self.style, self._line, self._x = Style(), [], 0

    def move(self, command: bytes) -> None:
        """ESC $."""
        self._x = int.from_bytes(command[2:4], "little")

    def columns(self, command: bytes) -> None:
        """ESC * 33: 24 dots high, a column three bytes; as high and wide as it is, whatever the style."""
        dots = int.from_bytes(command[3:5], "little")
        rows = [0] * HIGH
        for at in range(dots):
            column = int.from_bytes(command[5 + 3 * at : 8 + 3 * at])
            for y in range(HIGH):
                rows[y] = rows[y] << 1 | column >> HIGH - 1 - y & 1
        reverse, self.style.reverse = self.style.reverse, False
        self._stamp(rows, dots)
        self.style.reverse = reverse

    def picture(self, command: bytes) -> None:
        """GS v 0: stands by itself below what came before."""
        if self._line:
            self._end_line()
        width, high = (int.from_bytes(command[at : at + 2], "little") for at in (4, 6))
        data = command[8:]
        rows = [int.from_bytes(data[at : at + width]) for at in range(0, width * high, width)]
        self.paper.stamp(rows, width * 8, 0, self._y)
        self._y += high

    def cut(self, command: bytes) -> None:
        """GS V 65 or 66 n: feed n dots, then cut; the next slip begins on new paper."""
        if self._line:
            self._end_line()
        self.paper.feed(self._y + command[3])
        self.told.cut(self.paper)
        self.paper, self._y = Paper(self.width), 0


Size = int | Callable[[bytes], int | None]
Obeyed = Callable[[Interpreter, bytes], None]


def _whole(data: bytes, size: int) -> int:
    return size if len(data) >= size else 0


def _utf_8_size(first: int) -> int:
    return 2 if first < 0xE0 else 3 if first < 0xF0 else 4


def _set(name: str, value: Callable[[bytes], object]) -> Obeyed:
    def act(head: Interpreter, command: bytes) -> None:
        setattr(head.style, name, value(command))

    return act


def _size(head: Interpreter, command: bytes) -> None:
    head.style.wide, head.style.high = (command[2] >> 4 & 7) + 1, (command[2] & 7) + 1


def _answer_paper(head: Interpreter, _command: bytes) -> None:
    head.told.answer(head.told.paper())


def _answer_job(head: Interpreter, command: bytes) -> None:
    head.told.answer(head.told.job(command[7:]))


def _columns_size(data: bytes) -> int | None:
    return 5 + 3 * int.from_bytes(data[3:5], "little") if len(data) >= 5 else None


def _picture_size(data: bytes) -> int | None:
    if len(data) < 8:
        return None
    return 8 + int.from_bytes(data[4:6], "little") * int.from_bytes(data[6:8], "little")


def _parameters_size(data: bytes) -> int | None:
    return 5 + int.from_bytes(data[3:5], "little") if len(data) >= 5 else None


_COMMANDS: dict[bytes, tuple[Size, Obeyed]] = {
    b"\x1b@": (2, Interpreter.reset),
    b"\x1b$": (4, Interpreter.move),
    b"\x1b3": (3, _set("spacing", lambda command: command[2])),
    b"\x1bE": (3, _set("bold", lambda command: bool(command[2] & 1))),
    b"\x1b*\x21": (_columns_size, Interpreter.columns),
    b"\x1c&": (2, _set("is_utf_8", lambda _command: False)),
    b"\x1c(C": (_parameters_size, _set("is_utf_8", lambda command: command[6:] in {b"\x02", b"2"})),
    b"\x1dB": (3, _set("reverse", lambda command: bool(command[2] & 1))),
    b"\x1d!": (3, _size),
    b"\x1dVA": (4, Interpreter.cut),
    b"\x1dVB": (4, Interpreter.cut),
    b"\x1dv0": (_picture_size, Interpreter.picture),
    b"\x1dr\x01": (3, _answer_paper),
    b"\x1d(H": (_parameters_size, _answer_job),
}
