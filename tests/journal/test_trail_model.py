"""For any history of work, seals, kills, commands, set-backs and tampering the verdict is a plain model's.

The model knows nothing of keys and hashes that prove: it remembers the whole trail as it was at each seal.
"""

import tempfile
from dataclasses import dataclass, field
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from posdesk.domain.journal_health import TrailFault
from posdesk.journal.audit.seals import Seal
from tests.journal.sealed import SealedHome
from tests.support import tamperer

Trail = tuple[str, ...]
DEEDS = (
    "lines",
    "beat",
    "stop",
    "kill",
    "command",
    "closed command",
    "back up",
    "restore",
    "copy over",
    "start",
)
HIS = ("rewrite", "add", "cut off")


@dataclass
class Sealed:
    """What a seal saw, when it was made and whether its writer was done."""

    trail: Trail
    time: int
    is_end: bool


@dataclass
class Model:
    """What has been sealed and noted, and when the trail was set back to which line."""

    time: int = 0
    entries: list[Sealed | int] = field(default_factory=list)
    cuts: dict[str, tuple[int, int]] = field(default_factory=dict)  # by branch: when, last line held

    def verdict(self, now: Trail, branches: list[str]) -> tuple[TrailFault, int]:
        """The doubt, and up to which line it is proven."""
        cuts = [self.cuts[branch] for branch in branches]
        behind = [
            isinstance(each, Sealed)
            and any(time >= each.time and last < len(each.trail) for time, last in cuts)
            for each in self.entries
        ]
        both = zip(self.entries, behind, strict=True)
        seals = [each for each, gone in both if isinstance(each, Sealed) and not gone]
        proven = max((len(each.trail) for each in seals if each.trail == now[: len(each.trail)]), default=0)
        if any(each.trail != now[: len(each.trail)] for each in seals):
            return TrailFault.SEAL, proven
        nexts = [*self.entries[1:], len(now)]
        for each, gone, then in zip(self.entries, behind, nexts, strict=False):
            is_end = isinstance(each, Sealed) and each.is_end and not gone
            if is_end and isinstance(then, int) and len(each.trail) < then <= len(now):  # type: ignore[union-attr]
                return TrailFault.APPENDED, proven
        return TrailFault.NONE, proven


class History:
    """A shop in which things happen, and the model beside it."""

    def __init__(self, folder: Path) -> None:
        self.shop, self.model, self.is_honest = SealedHome(folder / "home"), Model(), True
        self.do("start", 1)
        self.do("back up", 1)

    def trail(self) -> Trail:
        with self.shop.open() as db:
            return tuple(row[0] for row in db.execute("SELECT hash FROM audit ORDER BY number"))

    def branches(self) -> dict[str, int]:
        with self.shop.open() as db:
            rows = db.execute(
                "SELECT detail ->> 'branch', detail ->> 'last' FROM audit WHERE what LIKE 'journal.%'"
            )
            return {branch: last for branch, last in rows if branch}

    def do(self, deed: str, number: int) -> None:
        """One deed, and the model's notes of it. What can't be done just now is not."""
        before = len(self.shop.entries())
        self.model.time += 1
        self._do(deed, number)
        now = self.trail()
        for branch, last in self.branches().items():
            self.model.cuts.setdefault(branch, (self.model.time, last))
        for entry in self.shop.entries()[before:]:
            sealed = isinstance(entry, Seal)
            seen = Sealed(now[: entry.line], self.model.time + 1, entry.is_end) if sealed else entry.line  # type: ignore[union-attr]
            self.model.entries.append(seen)
        self.model.time += 1

    def _do(self, deed: str, number: int) -> None:
        shop, runs = self.shop, self.shop.session is not None
        if deed in {"rewrite", "add", "cut off"}:
            self._tamper(deed, number)
        elif deed == "start" and not runs:
            shop.start()
        elif deed == "lines" and runs:
            shop.lines(number)
        elif deed == "beat" and runs:
            shop.beat()
        elif deed == "stop" and runs:
            shop.stop()
        elif deed == "kill" and runs:
            shop.kill()
        elif deed == "back up":
            shop.back_up()
        elif not runs:
            self._by_command(deed, number)

    def _by_command(self, deed: str, number: int) -> None:
        if deed in {"command", "closed command"}:
            self.shop.command(number, is_open=deed == "command")
        elif deed == "restore":
            self.shop.restore(is_open=number > 1)
        elif deed == "copy over":
            self.shop.copy_over()

    def _tamper(self, deed: str, number: int) -> None:
        lines = len(self.trail())
        if lines < 2:
            return
        self.is_honest = False
        if deed == "rewrite":
            tamperer.rewrite(self.shop.path, max(1, lines - number * 2))
        elif deed == "add":
            tamperer.add(self.shop.path)
        else:
            tamperer.cut_off(self.shop.path, max(1, lines - number))

    def is_right(self) -> None:
        found = self.shop.verdict()
        wanted, proven = self.model.verdict(self.trail(), list(self.branches()))
        assert found.doubt is wanted
        assert found.sealed == proven or not found.is_whole, "beside a doubt nothing is said to be proven"
        is_copied = wanted is TrailFault.SEAL and self.is_honest  # a copy by hand that no start has told yet
        assert not self.is_honest or found.is_whole or is_copied


DEED = st.tuples(st.sampled_from(DEEDS), st.integers(1, 3))
TAMPERING = st.lists(st.tuples(st.sampled_from(HIS), st.integers(1, 3)), max_size=1)


@given(st.lists(DEED, max_size=12), TAMPERING, st.lists(DEED, max_size=4))
@settings(suppress_health_check=[HealthCheck.too_slow], max_examples=40)
def test_the_verdict_is_the_models(
    first: list[tuple[str, int]], his: list[tuple[str, int]], then: list[tuple[str, int]]
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        history = History(Path(folder))
        for deed, number in (*first, *his, *then):
            history.do(deed, number)
            history.is_right()
