"""How a figure is measured: its sides one after the other, in turn, several times; judged by nobody here."""

from __future__ import annotations

import os
import statistics
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

Values = Mapping[str, float]


@dataclass(frozen=True)
class Bench:
    """What figures share within one run.

    `folder` is thrown away at the end; `runs` says how often a side is measured.
    """

    folder: Path
    runs: int

    def new_folder(self, name: str) -> Path:
        """An empty folder of its own, below the run's."""
        for number in range(1, 10_000):
            path = self.folder / f"{name}-{number}"
            if not path.exists():
                path.mkdir(parents=True)
                return path
        raise FileExistsError(f"10,000 folders {name}")


@dataclass(frozen=True)
class Side:
    """One thing that is measured: each call of `measure` gives each quantity once, in the figure's unit."""

    name: str
    measure: Callable[[], Values]


@dataclass(frozen=True)
class Figure:
    """A row of the bench's table.

    `sides` prepares what is needed and yields posdesk's side first; each other side gives a ratio: posdesk's
    value over the other's. `units` names each quantity's unit. `once` is for what takes minutes: one run,
    under `--long` only. `runs` is for what takes a minute a side: so often at most.
    """

    name: str
    what: str
    units: Mapping[str, str]
    sides: Callable[[Bench], AbstractContextManager[Sequence[Side]]]
    once: bool = False
    runs: int | None = None


@dataclass(frozen=True)
class Spread:
    """The median of several values, and the least and greatest of them."""

    median: float
    least: float
    most: float

    @classmethod
    def of(cls, values: Sequence[float]) -> Spread:
        """Raises ValueError where there are none."""
        return cls(statistics.median(values), min(values), max(values))


@dataclass
class Result:
    """All that was measured of one figure: by side and quantity, a value a run."""

    figure: Figure
    values: dict[str, dict[str, list[float]]] = field(default_factory=dict)
    loads: list[float] = field(default_factory=list)

    @cached_property
    def sides(self) -> list[str]:
        """Their names, posdesk's first."""
        return list(self.values)

    def spread(self, side: str, quantity: str) -> Spread | None:
        """Of one side's values; None where this side has no such quantity."""
        values = self.values[side].get(quantity)
        return Spread.of(values) if values else None

    def ratio(self, other: str, quantity: str) -> Spread | None:
        """posdesk's value over the other's, run by run; None where one of them has none."""
        ours, theirs = self.values[self.sides[0]].get(quantity), self.values[other].get(quantity)
        if not ours or not theirs or not all(theirs):
            return None
        return Spread.of([one / two for one, two in zip(ours, theirs, strict=True)])

    def add(self, side: str, values: Values) -> None:
        """Take down one measurement. Raises KeyError for a quantity without a unit."""
        for quantity, value in values.items():
            if quantity not in self.figure.units:
                raise KeyError(f"{self.figure.name} measures {quantity}, which has no unit")
            self.values.setdefault(side, {}).setdefault(quantity, []).append(value)


def measure(figure: Figure, bench: Bench) -> Result:
    """Run a figure: side by side, in the other order each second time, so that a drift hits both alike."""
    result = Result(figure)
    with figure.sides(bench) as sides:
        result.values.update({side.name: {} for side in sides})
        for side in _in_turn(sides, 1 if figure.once else min(bench.runs, figure.runs or bench.runs)):
            result.loads.append(os.getloadavg()[0])
            result.add(side.name, side.measure())
    return result


def _in_turn(sides: Sequence[Side], runs: int) -> Iterator[Side]:
    for run in range(runs):
        yield from sides if run % 2 == 0 else reversed(sides)
