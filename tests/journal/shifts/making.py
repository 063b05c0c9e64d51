"""What the shift's tests are made of: a counter with a drawer, in a home where the Z's number is kept."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any

from posdesk.domain.orders.intent import Kind, Seq
from posdesk.domain.orders.order import OrderKey, Payment
from posdesk.domain.shift.checklist import Checklist, LineKind
from posdesk.domain.shift.figures import ShiftFigures
from posdesk.domain.shift.shift import MoveKind, Rules, Shift
from posdesk.domain.shift.view import OpenShift, ShiftView
from posdesk.domain.shift.z import Z, ZFigures
from posdesk.engine.shift import compose, printed
from posdesk.journal import Journal
from posdesk.journal.shifts import shift_rows, shifts, views, zs
from tests.journal.making import KEY, Counter, SetClock, opened

RULES = Rules(
    tenders={"cash": "现金", "scan": "扫码"}, cash=frozenset({"cash"}), pay_types={"01": True, "02": False}
)
FLOAT_FEN = 50_000


class Till(Counter):
    """A counter with a drawer: each act is waited for."""

    def __init__(self, journal: Journal, rules: Rules = RULES) -> None:
        super().__init__(journal)
        self.home, self.rules = journal.path.parent, rules

    def open(self, float_fen: int = FLOAT_FEN, actor: str = "周强") -> Shift:
        return self.write(lambda tx: shifts.open_shift(tx, float_fen, actor))  # type: ignore[no-any-return]

    def move(self, what: MoveKind, fen: int, why: str = "零钱") -> None:
        self.write(lambda tx: shifts.move(tx, what, fen, why, "李敏"))

    def note(self, words: str) -> None:
        self.write(lambda tx: shifts.leave_note(tx, words, "李敏"))

    def count(self, fen: int, pieces: Mapping[int, int] | None = None, why: str = "") -> None:
        counted = shifts.Counted(fen, pieces or {}, why)
        self.write(lambda tx: shifts.count(tx, counted, self.rules, "李敏"))

    def count_right(self) -> None:
        """Exactly what should be there; anything, where that is not computed."""
        expected = self.now.figures.cash.expected_fen
        self.count(FLOAT_FEN if expected is None else expected, why="再数")

    def hand(self, line: LineKind, name: str = "王静") -> None:
        self.write(
            lambda tx: shifts.hand_over(tx, line, shifts.Heir(name, "下午三点前问"), self.rules, "李敏")
        )

    def hand_all(self) -> None:
        for line in self.checklist.open:
            if line.can_be_handed:
                self.hand(line.kind)

    def close(self) -> Z:
        layout = self.rules.layout
        paper = zs.Paper(self.home, "湘阴一店", partial(compose, layout), partial(printed, layout))
        z: Z = self.write(lambda tx: zs.close(tx, paper, self.rules, "李敏"))
        zs.settle(self.home, z)
        return z

    def end(self) -> Z:
        """Whatever is there is handed over, the cash is counted, and the shift closed."""
        self.hand_all()
        self.count_right()
        return self.close()

    def shift(self) -> Z:
        """A whole shift in which nothing happens."""
        self.open()
        return self.end()

    def pay(self, key: OrderKey = KEY, code: str = "cash", yuan: str = "9.9") -> Seq:
        amount = Decimal(yuan)
        return self.press(Kind.PAY, key, payments=(Payment(code, code, amount, amount),)).seq

    @property
    def whole(self) -> ShiftView:
        clock, counter = self.journal.clock, self.journal.counter
        return self.journal.read(lambda db: views.view(db, self.home, counter, self.rules, clock.now()))

    @property
    def now(self) -> OpenShift:
        found = self.whole.open
        assert found is not None
        return found

    @property
    def figures(self) -> ShiftFigures:
        return self.now.figures

    @property
    def checklist(self) -> Checklist:
        return self.now.checklist

    def z(self, number: int) -> Z:
        found = self.journal.read(lambda db: shift_rows.z(db, number))
        assert found is not None
        return found

    def is_as_written(self, number: int) -> bool:
        return self.journal.read(lambda db: zs.is_as_written(db, self.z(number)))


def values_of(z: Z) -> ZFigures:
    """A Z's values, out of their text."""
    return shift_rows.FIGURES.validate_json(z.figures)


@contextmanager
def at_till(home: Path, clock: SetClock | None = None, **more: Any) -> Iterator[Till]:
    """A till in a home, for the length of a block."""
    with opened(home, clock) as journal:
        yield Till(journal, **more)
