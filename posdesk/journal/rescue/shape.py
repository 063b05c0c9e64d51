"""Whether a file has just the tables, indexes and triggers that a journal of its version has.

A trigger of another's would run with each of our changes, a rule of ours that is gone would let in what it
keeps apart, and neither shows in any row. So the words of each CREATE are compared, as SQLite reads them:
spaces, comments, case and needless quotes tell nothing.
"""

import contextlib
import re
import sqlite3
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from posdesk.journal import schema

_OURS = frozenset({"meta", "orders", "intents", "history", "audit", "heartbeats"})
_PLAIN = {"application_id": 0, "encoding": "UTF-8"}
_STATISTICS = re.compile(r"sqlite_stat[1-4]")  # what ANALYZE of another program leaves: read, never obeyed
_SCHEMA = "SELECT type, name, tbl_name, sql FROM sqlite_schema"
_TOKEN = re.compile(
    r"\s+|--[^\n]*|/\*.*?(?:\*/|\Z)"
    r"""|(?P<text>'(?:[^']|'')*')|(?P<quoted>"(?:[^"]|"")*"|`(?:[^`]|``)*`|\[[^\]]*\])"""
    r"|(?P<word>[\w$]+)|(?P<other>.)",
    re.S,
)
_VIRTUAL = ("word:create", "word:virtual")


class Piece(NamedTuple):
    """A line of the schema; `tokens` is empty for what SQLite makes by itself."""

    kind: str
    name: str
    table: str
    tokens: tuple[str, ...]

    @property
    def words(self) -> str:
        """What it is, for people."""
        kind = "virtual table" if self.tokens[:2] == _VIRTUAL else self.kind
        return (
            f"the {kind} {self.name}" if kind in {"table", "virtual table", "view"} else self._of_table(kind)
        )

    def _of_table(self, kind: str) -> str:
        return f"the {kind} {self.name} of {self.table}"


def is_journal(db: sqlite3.Connection) -> bool:
    """Whether it has the tables that each journal has, and is no other program's. Nothing of it is run."""
    tables = {row[0] for row in db.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")}
    plain = all(db.execute(f"PRAGMA {name}").fetchone()[0] == value for name, value in _PLAIN.items())
    return tables >= _OURS and plain


def fault_of(db: sqlite3.Connection, version: int) -> str:
    """What it has that a journal of this version has not, or lacks; empty where it is just such a one."""
    with contextlib.closing(_reference(version)) as right:
        names = frozenset(_named(right))
        wanted = set(_pieces(right, names))
    found = list(_pieces(db, names))
    strange = [each for each in found if each not in wanted and not _is_statistics(each)]
    missing = wanted - set(found)
    known = {(each.kind, each.name) for each in missing}
    for each in strange:
        said = "is another than posdesk's" if (each.kind, each.name) in known else "is none of posdesk's"
        return f"{each.words} {said}"
    for each in sorted(missing):
        return f"{each.words} is gone"
    return "" if len(found) == len(set(found)) else "it lists a table twice"


def guard_fault_of(db: sqlite3.Connection, version: int) -> str:
    """What is wrong with the triggers that keep the audit trail append-only; empty where nothing is."""
    names, wanted = _guards(min(version, schema.VERSION))  # a later schema that we may open has ours, too
    found = {each for each in _pieces(db, names) if _guards_audit(each)}
    known = {each.name for each in wanted}
    for each in sorted(found - wanted):
        return f"{each.words} {'is another than' if each.name in known else 'is none of'} posdesk's"
    return next((f"{each.words} is gone" for each in sorted(wanted - found)), "")


@cache
def _guards(version: int) -> tuple[frozenset[str], frozenset[Piece]]:
    """Our names, and the triggers on the audit trail."""
    with contextlib.closing(_reference(version)) as right:
        names = frozenset(_named(right))
        return names, frozenset(each for each in _pieces(right, names) if _guards_audit(each))


def _guards_audit(piece: Piece) -> bool:
    return piece.kind == "trigger" and piece.table == "audit"


def _reference(version: int) -> sqlite3.Connection:
    db = sqlite3.connect(":memory:", isolation_level=None)
    schema.take_up_to(db, version)
    return db


def _named(db: sqlite3.Connection) -> Iterator[str]:
    """The names of all tables, indexes, triggers and columns, in small letters."""
    for kind, name, _, _ in db.execute(_SCHEMA).fetchall():
        yield name.lower()
        if kind == "table":
            yield from (
                column.lower() for (column,) in db.execute("SELECT name FROM pragma_table_info(?)", (name,))
            )


def _pieces(db: sqlite3.Connection, names: frozenset[str]) -> Iterator[Piece]:
    for kind, name, table, sql in db.execute(_SCHEMA).fetchall():
        yield Piece(str(kind), str(name), str(table), tuple(_tokens(sql or "", names)))


def _tokens(sql: str, names: frozenset[str]) -> Iterator[str]:
    """The words of a CREATE; a quoted one is a word where it is a name of ours."""
    for match in _TOKEN.finditer(sql):
        if match["text"] or match["other"]:
            yield f"{match.lastgroup}:{match[0]}"
        elif match["word"]:
            yield f"word:{match[0].lower()}"
        elif match["quoted"]:
            inner = match[0][1:-1].lower()
            yield f"word:{inner}" if inner in names else f"quoted:{match[0]}"


def _is_statistics(piece: Piece) -> bool:
    plain = piece.kind == "table" and piece.tokens[:2] == ("word:create", "word:table")
    return plain and piece.table == piece.name and _STATISTICS.fullmatch(piece.name) is not None


@contextlib.contextmanager
def guarded(db: sqlite3.Connection) -> Iterator[None]:
    """While a strange file is looked at: it changes nothing, and nothing it says is called."""
    db.setlimit(sqlite3.SQLITE_LIMIT_ATTACHED, 0)
    for pragma in ("trusted_schema = OFF", "cell_size_check = ON", "query_only = ON"):
        db.execute(f"PRAGMA {pragma}")
    yield
    db.execute("PRAGMA query_only = OFF")
