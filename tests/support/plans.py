"""How SQLite means to answer each statement that the journal's modules ask, in whatever test they ask it.

Who walks a whole table gets slower with the years. So each new statement is explained, once a process, by an
empty journal of today's schema; what walks must stand in `may_walk.py`, with its bound.
"""

import re
import sqlite3
import sys
from collections.abc import Iterator, Mapping
from functools import cache
from types import FrameType
from typing import Any, NamedTuple

from posdesk.journal import schema
from tests.support import may_walk

_OURS = "posdesk.journal."
_VERBS = ("SELECT", "WITH", "INSERT", "UPDATE", "DELETE", "REPLACE")
_CONNECT = sqlite3.connect
_NAMED = re.compile(
    r"\b(?:FROM|JOIN|INTO|UPDATE)\s+(\w+)(?:\s+(?:AS\s+)?(?!INDEXED|LEFT|JOIN|WHERE|ON|SET)(\w+))?", re.I
)
_WALK = re.compile(r"SCAN (\w+)(?:.* INDEX (\w+))?|SEARCH (\w+) USING AUTOMATIC")
_ONE_ROW = re.compile(r"SELECT (?!.*\b(WHERE|GROUP)\b).* LIMIT 1")
_INNER = re.compile(r"\.<(locals|genexpr|listcomp|setcomp|dictcomp|lambda)>")


class Asked(NamedTuple):
    """A statement, the function that asked it, and its values, of which only the number matters."""

    sql: str
    by: str
    values: Any


class Statements:
    """What was asked in this process, each once."""

    def __init__(self) -> None:
        self._known = set[str]()
        self._new: list[Asked] = []

    def note(self, sql: str, values: Any, frame: FrameType) -> None:
        """A statement is asked by the function of that frame."""
        if sql in self._known or not _is_ours(frame):
            return
        self._known.add(sql)
        if sql.lstrip().upper().startswith(_VERBS):
            self._new.append(Asked(sql, _name_of(frame), values))

    def taken(self) -> list[Asked]:
        """Those that are new since the last call."""
        new, self._new = self._new, []
        return new


def _module(frame: FrameType) -> str:
    return str(frame.f_globals.get("__name__", ""))


def _is_ours(frame: FrameType) -> bool:
    """Whether the journal asks it; a test may hand a condition of its own to one that takes any."""
    if not _module(frame).startswith(_OURS):
        return False
    code, caller = frame.f_code, frame.f_back
    takes_any = "where" in code.co_varnames[: code.co_argcount]
    while takes_any and caller is not None and _module(caller) == _module(frame):
        caller = caller.f_back
    return not (takes_any and caller is not None and _module(caller).startswith("tests."))


def _name_of(frame: FrameType) -> str:
    """Module and function, without the comprehension in which it is asked."""
    return _INNER.sub("", f"{_module(frame)}.{frame.f_code.co_qualname}").removeprefix(_OURS)


ASKED = Statements()


class Noted(sqlite3.Connection):
    """A connection that notes what the journal's modules ask of it."""

    def execute(self, sql: str, parameters: Any = (), /) -> sqlite3.Cursor:
        """As sqlite3's own."""
        ASKED.note(sql, parameters, sys._getframe(1))
        return super().execute(sql, parameters)

    def executemany(self, sql: str, parameters: Any, /) -> sqlite3.Cursor:
        """As sqlite3's own."""
        ASKED.note(sql, None, sys._getframe(1))
        return super().executemany(sql, parameters)


def connect(*args: Any, **kwargs: Any) -> sqlite3.Connection:
    """As sqlite3's own."""
    made: sqlite3.Connection = _CONNECT(*args, **({"factory": Noted} | kwargs))
    return made


class _Any(dict[str, str]):
    """A value for each name."""

    def __missing__(self, name: str) -> str:
        return "x"


def found() -> list[str]:
    """Of what was asked since the last look, what walks and may not: each with its plan."""
    return [f"{each.by}: {each.sql}\n    {plan}" for each in ASKED.taken() for plan in _strange(each)]


def _strange(asked: Asked) -> Iterator[str]:
    if not asked.by.startswith(tuple(may_walk.ASKED_BY)):
        yield from walks(asked.sql, plan_of(_reference(), asked.sql, asked.values))


def plan_of(db: sqlite3.Connection, sql: str, values: Any) -> list[str]:
    """The steps by which it is to be answered; none where these tables can't answer it: of another schema."""
    named = isinstance(values, Mapping) or re.search(r"[^:\w]:[a-z]", sql)
    count = len(values) if values and not named else sql.count("?")
    try:
        return [
            row[3] for row in db.execute(f"EXPLAIN QUERY PLAN {sql}", _Any() if named else ("x",) * count)
        ]
    except sqlite3.OperationalError:
        return []


def walks(sql: str, plan: list[str]) -> Iterator[str]:
    """The steps that read a table of the journal, or an index of one, from end to end, and may not."""
    named = {short or name: name for name, short in _NAMED.findall(sql)}
    if len(plan) == 1 and _ONE_ROW.fullmatch(sql):
        return  # the first or the last, at which it ends
    for step in plan:
        if walked := _WALK.match(step):
            table = named.get(walked[1] or walked[3], walked[1] or walked[3])
            is_small = table in may_walk.TABLES or walked[2] in may_walk.INDEXES
            if table in _tables() and not is_small:
                yield step


@cache
def _reference() -> sqlite3.Connection:
    db = _CONNECT(":memory:", isolation_level=None, check_same_thread=False)
    schema.take_up_to(db, schema.VERSION)
    return db


@cache
def _tables() -> frozenset[str]:
    rows = _reference().execute("SELECT name FROM sqlite_schema WHERE type = 'table'")
    return frozenset(name for (name,) in rows) | {"sqlite_schema", "sqlite_master"}
