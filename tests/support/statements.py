"""What SQLite was asked, and how: each statement's plan, and how many steps of its machine it took."""

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

import pytest

STEPS = 100  # are counted so many at once
_SMALL_INDEXES = frozenset(
    {
        *("orders_open", "orders_stop", "intents_open", "postings_open", "postings_person"),
        *("receipts_unqueued", "receipts_lacking", "intake_troubles_open"),
        "audit_turns",
    }
)
"""Indexes of what is open: they shrink again. `audit_turns` has a line for an evening without a clean end."""
_NAMED = re.compile(
    r"\b(?:FROM|JOIN|INTO|UPDATE)\s+(\w+)(?:\s+(?:AS\s+)?(?!INDEXED|LEFT|JOIN|WHERE|ON|SET)(\w+))?", re.I
)
_SCAN = re.compile(r"SCAN (\w+)(?:.* INDEX (\w+))?")


@dataclass
class Statements:
    """By its text: the values of each statement as first asked, and the steps of its longest run."""

    values: dict[str, Any] = field(default_factory=dict)
    steps: dict[str, int] = field(default_factory=dict)

    def scans(self, path: Path, tables: frozenset[str]) -> list[str]:
        """Each that reads one of these tables from end to end, with its plan."""
        with closing(sqlite3.connect(path)) as db:
            asked = ((sql, values) for sql, values in tuple(self.values.items()) if _is_planned(sql))
            plans = ((sql, _plan_of(db, sql, values)) for sql, values in asked)
            return [f"{sql}\n    {plan}" for sql, found in plans for plan in _scans_in(sql, found, tables)]

    def long_ones(self, most: int) -> list[str]:
        """Each that took more steps."""
        found = ((sql, steps) for sql, steps in tuple(self.steps.items()) if _is_planned(sql))
        return [f"{steps} steps: {sql}" for sql, steps in found if steps > most]


def _is_planned(sql: str) -> bool:
    return sql.lstrip().split(None, 1)[0].upper() in {"SELECT", "WITH", "INSERT", "UPDATE", "DELETE"}


def _plan_of(db: sqlite3.Connection, sql: str, values: Any) -> list[str]:
    return [row[3] for row in db.execute(f"EXPLAIN QUERY PLAN {sql}", values)]


def _scans_in(sql: str, plan: list[str], tables: frozenset[str]) -> Iterator[str]:
    named = {short or name: name for name, short in _NAMED.findall(sql)}
    for line in plan:
        found = _SCAN.match(line)
        table = named.get(found[1], found[1]) if found else ""
        if found and table in tables and found[2] not in _SMALL_INDEXES:
            yield line


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
