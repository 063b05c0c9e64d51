"""A day of trade, told once by the product, written for many days by SQL, each with its own numbers.

The day lies within one date, in China and in UTC alike, and its numbers begin with that date: so a day is
another one where one date takes the other's place, in every text. The audit trail is chained anew.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

from posdesk.journal.audit import audit
from posdesk.journal.search_step import DERIVED

DAY = date(2026, 5, 3)  # of the template
_ISO, _LABEL = f"{DAY:%Y-%m-%d}", f"{DAY:%Y%m%d}"
_GUID = "5EEDDA7E"  # stands for the first eight digits of each
_CALLS_KEPT = 14  # days, as pushes.py keeps them
_NOT_OF_A_DAY = frozenset(
    {
        *("meta", "audit", "received", "heartbeats", "gaps", "counted_calls", "said_names"),
        *("outside_calls", "form_proofs"),
        *DERIVED,  # triggers fill them
    }
)
_NUMBERS = {"receipt": "receipts", "upto": "receipts"}  # columns that name a row of another table
_OF_ANOTHER = {"order_raws": "orders"}  # whose rows have the numbers of another table's
_FAST = (
    "PRAGMA journal_mode = OFF",
    "PRAGMA synchronous = OFF",
    "PRAGMA locking_mode = EXCLUSIVE",
    "PRAGMA cache_size = -400000",
)


def multiply(template: Path, into: Path, days: Sequence[date]) -> None:
    """Write these days, oldest first, into a journal that holds nothing yet.

    Both are journals of today's schema that nobody else has open.
    """
    with contextlib.closing(sqlite3.connect(into, isolation_level=None)) as db:
        for pragma in _FAST:
            db.execute(pragma)
        db.execute("ATTACH ? AS day", (str(template),))
        db.execute("BEGIN")
        writing = _Writing(db, len(days))
        for number, day in enumerate(days):
            writing.write(number, day)
        writing.end()
        db.execute("COMMIT")
        db.execute("PRAGMA locking_mode = NORMAL")
        db.execute("PRAGMA journal_mode = WAL")


class _Writing:
    """The statements by which a day is written, and how far the audit trail has come."""

    def __init__(self, db: sqlite3.Connection, days: int) -> None:
        self._db, self._days = db, days
        self._number, self._head = 0, audit.START.encode()
        self._trail = _Trail(db)
        self._most = {name: _most(db, name, "number") for name in _filled(db)}
        self._copies = {name: self._copy_of(name) for name in self._most}

    def write(self, number: int, day: date) -> None:
        """All of one day, as its `number`th."""
        iso, label, guid = f"{day:%Y-%m-%d}", f"{day:%Y%m%d}", f"{number:08x}"
        values = {"n": number, "iso": iso, "label": label, "guid": guid}
        for table, statement in self._copies.items():
            if table != "pushes" or number >= self._days - _CALLS_KEPT:
                self._db.execute(statement, values)
        columns = self._trail.of_day(iso, label, guid)
        hashes = list(self._hashes(columns.pop("rest")))
        first = self._number - len(hashes) + 1
        rows = zip(range(first, self._number + 1), *columns.values(), hashes, strict=True)
        names = ", ".join(["number", *columns, "hash"])
        marks = ",".join("?" * (len(columns) + 2))
        self._db.executemany(f"INSERT INTO audit ({names}) VALUES ({marks})", rows)

    def end(self) -> None:
        """What the journal says of itself: where its trail ends, how many bills and commits there were."""
        taken = "SELECT * FROM day.meta WHERE key NOT IN ('salt', 'audit')"
        self._db.execute(f"INSERT OR REPLACE INTO meta {taken}")
        end = f"{self._number} {self._head.decode()}"
        self._db.execute("UPDATE meta SET value = ? WHERE key = 'audit'", (end,))

    def _hashes(self, rests: Sequence[str]) -> Iterator[str]:
        """As audit.link, of lines whose JSON after the number is known."""
        head, number = self._head, self._number
        for rest in rests:
            number += 1
            text = b'["%b",%d,%b' % (head, number, rest.encode())
            digest = hashlib.sha256(text).hexdigest()
            head = digest.encode()
            yield digest
        self._head, self._number = head, number

    def _copy_of(self, table: str) -> str:
        columns = self._db.execute("SELECT name, type FROM pragma_table_info(?, 'day')", (table,)).fetchall()
        names = ", ".join(name for name, _ in columns)
        values = ", ".join(self._value(table, *column) for column in columns)
        return f"INSERT INTO main.{table} ({names}) SELECT {values} FROM day.{table} ORDER BY number"

    def _value(self, table: str, name: str, kind: str) -> str:
        if name == "seq":
            return ":guid || substr(seq, 9)"
        if name == "completion":
            return f"completion + :n * {_most(self._db, table, name)}"
        numbered = _OF_ANOTHER.get(table, table) if name == "number" else _NUMBERS.get(name)
        if numbered:
            return f"{name} + :n * {self._most[numbered]}"
        if kind == "TEXT":
            return f"replace(replace({name}, '{_ISO}', :iso), '{_LABEL}', :label)"
        return name


class _Trail:
    """The template's audit lines, column by column, each as one text with a line a row."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._rows = [_with_guid(row) for row in db.execute(f"SELECT {audit._COLUMNS} FROM day.audit")]

    def of_day(self, iso: str, label: str, guid: str) -> dict[str, list[str]]:
        """The columns of a day, and as `rest` the JSON that the hash is over, without its beginning."""
        return {
            name: text.replace(_ISO, iso).replace(_LABEL, label).replace(_GUID, guid).split("\n")
            for name, text in self._texts.items()
        }

    @cached_property
    def _texts(self) -> Mapping[str, str]:
        names = [name.strip() for name in audit._COLUMNS.split(",")][1:]
        columns = dict(zip(names, zip(*(row[1:] for row in self._rows), strict=True), strict=True))
        rests = (json.dumps(row[1:], ensure_ascii=False, separators=(",", ":"))[1:] for row in self._rows)
        return {name: "\n".join(values) for name, values in columns.items()} | {"rest": "\n".join(rests)}


def _with_guid(row: tuple[Any, ...]) -> tuple[Any, ...]:
    """A line of the trail with its GUID marked as the day's."""
    *most, seq, detail = row
    return (*most, f"{_GUID}{seq[8:]}" if seq else "", detail)


def _filled(db: sqlite3.Connection) -> list[str]:
    """The day's own tables that it wrote to."""
    names = [row[0] for row in db.execute("SELECT name FROM day.sqlite_schema WHERE type = 'table'")]
    own = (name for name in names if name not in _NOT_OF_A_DAY)
    return [name for name in own if db.execute(f"SELECT 1 FROM day.{name} LIMIT 1").fetchone()]


def _most(db: sqlite3.Connection, table: str, name: str) -> int:
    return int(db.execute(f"SELECT coalesce(max({name}), 0) FROM day.{table}").fetchone()[0])
