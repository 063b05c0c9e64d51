"""What SQLite was asked, and how: each statement's plan, and how many steps of its machine it took."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from tests.support.plans import plan_of, walks

STEPS = 100  # are counted so many at once


@dataclass
class Statements:
    """By its text: the values of each statement as first asked, and the steps of its longest run."""

    values: dict[str, Any] = field(default_factory=dict)
    steps: dict[str, int] = field(default_factory=dict)

    def scans(self, path: Path) -> list[str]:
        """Each that reads a table from end to end that grows, with its plan."""
        with closing(sqlite3.connect(path)) as db:
            asked = ((sql, values) for sql, values in tuple(self.values.items()) if _is_planned(sql))
            plans = ((sql, plan_of(db, sql, values)) for sql, values in asked)
            return [f"{sql}\n    {plan}" for sql, found in plans for plan in walks(sql, found)]

    def long_ones(self, most: int) -> list[str]:
        """Each that took more steps."""
        found = ((sql, steps) for sql, steps in tuple(self.steps.items()) if _is_planned(sql))
        return [f"{steps} steps: {sql}" for sql, steps in found if steps > most]


def _is_planned(sql: str) -> bool:
    return sql.lstrip().split(None, 1)[0].upper() in {"SELECT", "WITH", "INSERT", "UPDATE", "DELETE"}


@contextmanager
def watched(monkeypatch: pytest.MonkeyPatch) -> Iterator[Statements]:
    """All that is asked over connections made inside the block."""
    seen = Statements()

    class Watched(sqlite3.Connection):
        def __init__(self, *how: Any, **more: Any) -> None:
            super().__init__(*how, **more)
            self._sql, self._steps = "", 0
            self.set_progress_handler(self._went_on, STEPS)

        def execute(self, sql: str, values: Any = (), /) -> sqlite3.Cursor:
            self._sql, self._steps = sql, 0
            if not sql.startswith("EXPLAIN"):
                seen.values.setdefault(sql, values)
            return super().execute(sql, values)

        def _went_on(self) -> int:
            self._steps += STEPS
            seen.steps[self._sql] = max(seen.steps.get(self._sql, 0), self._steps)
            return 0

    with monkeypatch.context() as patch:
        patch.setattr(sqlite3, "connect", partial(sqlite3.connect, factory=Watched))
        yield seen
