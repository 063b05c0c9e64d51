"""The virtual printer obeys as the command reference says, however the bytes come in."""

from dataclasses import dataclass, field
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from posdesk.simulator.printer.commands import Interpreter, Told
from posdesk.simulator.printer.paper import Paper
from posdesk.simulator.printer.printer import MM_58

SLIP = (
    b"\x1b@\x1c&\x1b3\x1e\x1b$\x0c\x00\x1d!\x11\x1bE\x01\x1dB\x01" + "单 27".encode("gbk") + b"\n"
    b"\x1d!\x00\x1bE\x00\x1dB\x00\x1b*!\x02\x00\xff\x00\xff\x0f\x10\x0fabc\n"
    b"\x1dv0\x00\x02\x00\x02\x00\xaa\x55\x55\xaa\x1dVB\x60\x1d(H\x06\x00000042\x1dr\x01"
)
ASK = b"\x10\x04\x01"


@dataclass
class Bench:
    """A printer's head on a bench: what it cut off, what it answered."""

    papers: list[Paper] = field(default_factory=list)
    said: list[bytes] = field(default_factory=list)
    is_stopped: bool = False

    def head(self) -> Interpreter:
        told = Told(
            cut=self.papers.append,
            status=lambda which: bytes((0x12, which)),
            paper=lambda: b"\x00",
            job=lambda number: b"7" + number,
            answer=self.said.append,
            is_stopped=lambda: self.is_stopped,
        )
        return Interpreter(MM_58, told)


def printed(*pieces: bytes) -> tuple[list[list[int]], list[str], list[bytes]]:
    bench = Bench()
    head = bench.head()
    for piece in pieces:
        head.feed(piece)
    assert head.unknown == []
    return [paper.rows for paper in bench.papers], [paper.text for paper in bench.papers], bench.said


@given(st.lists(st.integers(0, len(SLIP)), max_size=12).map(sorted))
def test_commands_that_come_in_pieces_print_the_same(cuts: list[int]) -> None:
    edges = [0, *cuts, len(SLIP)]
    pieces = [SLIP[start:end] for start, end in pairwise(edges)]
    assert printed(*pieces) == printed(SLIP)
    assert printed(SLIP)[1:] == (["单 27\nabc\n"], [b"70042", b"\x00"])


@given(st.integers(0, 3))
def test_a_real_time_command_inside_a_picture_is_obeyed(cut: int) -> None:
    """Why no picture of ours may hold one."""
    picture = b"\x1dv0\x00\x03\x00\x01\x00" + ASK
    at = len(picture) - cut
    _, _, said = printed(picture[:at], picture[at:])
    assert said == [b"\x12\x01"]


def test_what_overtakes_is_answered_without_paper_and_what_does_not_waits() -> None:
    bench = Bench(is_stopped=True)
    head = bench.head()
    head.feed(SLIP + ASK)
    assert (bench.papers, bench.said) == ([], [b"\x12\x01"])
    bench.is_stopped = False
    head.feed(b"")
    assert len(bench.papers) == 1
    assert bench.said[1:] == [b"70042", b"\x00"]
