"""No Z's number is given twice, and nothing is half closed, whatever is done and whenever the power goes."""

import shutil
import tempfile
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from posdesk.domain.orders.intent import Kind
from posdesk.domain.shift.shift import MoveKind
from posdesk.journal import Journal, backup
from posdesk.journal.audit import audit
from posdesk.journal.journal import FILE_NAME
from posdesk.journal.rescue.restore import restore
from posdesk.journal.shifts import shift_rows
from tests.journal.making import SetClock, key_of, python
from tests.journal.shifts.making import Till, at_till, values_of
from tests.support.processes import kill

ACTS = ("open", "in", "out", "sell", "close", "close", "restart", "copy", "restore")


@dataclass
class Shop:
    """A home in which things are done, and every number that ever was on paper."""

    home: Path
    clock: SetClock = field(default_factory=SetClock)
    printed: list[int] = field(default_factory=list)
    drawer: int = 0
    orders: int = 0

    def do(self, acts: list[str]) -> None:
        """Work until somebody restarts it."""
        while acts:
            with at_till(self.home, self.clock) as at:
                while acts and (act := acts.pop(0)) not in {"restart", "restore"}:
                    self.clock.walk(60)
                    self.one(at, act)
                self.look(at)
                act = act if acts or act in {"restart", "restore"} else ""
            if act == "restore" and self.copy.exists():
                restore(self.copy, self.home / FILE_NAME, self.clock.now(), "Wang")

    @property
    def copy(self) -> Path:
        return self.home.parent / "copy.sqlite"

    def one(self, at: Till, act: str) -> None:
        """One thing, where it can be done now."""
        is_open = at.whole.open is not None
        if act == "copy":
            self.copy.unlink(missing_ok=True)
            backup.copy(self.home / FILE_NAME, self.copy)
        elif act == "open" and not is_open:
            at.open(1_000)
        elif act == "in" and is_open:
            at.move(MoveKind.PAY_IN, 300)
        elif act == "out" and is_open:
            at.move(MoveKind.PAY_OUT, 200)
        elif act == "sell":
            self.orders += 1
            number = f"{self.orders}"
            at.add(number)
            at.done(Kind.ACCEPT, key_of(number))
            at.pay(key_of(number), yuan="1")
        elif act == "close" and is_open:
            z = at.end()
            assert z.number not in self.printed, "a number that is on paper"
            self.printed.append(z.number)
            self.check(at, z.number)

    def check(self, at: Till, number: int) -> None:
        """It says what the rows say, and goes on where the one before it ended."""
        values = values_of(at.z(number))
        cash = values.figures.cash
        moved = cash.paid_in * 300 - cash.paid_out * 200
        taken = sum(each.count for each in values.figures.by_tender)
        before = sum(each.count for each in values.figures.before_opening)
        assert values.expected_fen == 1_000 + moved + 100 * (taken - before)
        assert values.figures.accepted == taken
        assert values.difference_fen == 0

    def look(self, at: Till) -> None:
        """What is in the journal is as it was written, one behind the other."""
        numbers = [
            row[0] for row in at.journal.read(lambda db: db.execute("SELECT number FROM zs").fetchall())
        ]
        found = [at.z(number) for number in sorted(numbers)]
        assert all(at.is_as_written(z.number) for z in found)
        assert all(z.first == before.last + 1 for before, z in pairwise(found))
        assert at.whole.next_z > max((*self.printed, 0))


@settings(max_examples=20, deadline=None)
@given(st.lists(st.sampled_from(ACTS), min_size=4, max_size=24))
def test_no_number_is_given_twice_whatever_is_done(acts: list[str]) -> None:
    folder = Path(tempfile.mkdtemp())
    try:
        shop = Shop(folder / "home")
        shop.do(["open", *acts, "close"])
    finally:
        shutil.rmtree(folder)


def test_a_power_cut_leaves_no_shift_half_closed_and_gives_no_number_twice(tmp_path: Path) -> None:
    Journal.migrate(tmp_path)
    said: list[int] = []
    for run in range(3):
        with python("shifts.closer", str(tmp_path)) as process:
            assert process.stdout is not None
            said += [int(process.stdout.readline()) for _ in range(4 + 3 * run)]
            kill(process.pid)
            said += [int(line) for line in process.stdout if line.endswith("\n")]
    with at_till(tmp_path) as at:
        rows = at.journal.read(
            lambda db: db.execute(
                "SELECT z.number, s.closed_at FROM shifts s LEFT JOIN zs z ON z.shift = s.number"
            ).fetchall()
        )
        assert all((number is None) == (closed is None) for number, closed in rows)
        numbers = [number for number, _ in rows if number is not None]
        assert len(set(said)) == len(said)
        assert set(said) <= set(numbers)
        assert numbers == list(range(1, len(numbers) + 1)), "none is left out, either"
        assert len(numbers) <= len(said) + 3
        assert all(at.is_as_written(number) for number in numbers)
        assert at.whole.missing is None
        last = at.journal.read(shift_rows.last_z)
        assert last is not None
        assert at.whole.next_z == last.number + 1
        assert at.journal.read(audit.verify).broken_at is None
