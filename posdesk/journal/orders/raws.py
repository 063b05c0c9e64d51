"""An order's own text as it came last: packed beside its row, or in the row as releases before kept it."""

import sqlite3
from collections.abc import Sequence

from posdesk.journal import rows
from posdesk.journal.packing import packed, unpacked

NONE = "null"
"""In the place of a text that is not here, or not in this place: JSON, as all readers of one want it."""
COLUMN = f"CASE WHEN o.raw = '{NONE}' THEN (SELECT p.raw FROM order_raws p WHERE p.number = o.number) END"
"""Of an order `o`: its packed text, NULL where there is none."""


def put(db: sqlite3.Connection, number: int, raw: str) -> None:
    """Keep the text of an order, in place of the one before."""
    db.execute("UPDATE orders SET raw = ? WHERE number = ? AND raw <> ?", (NONE, number, NONE))
    db.execute("INSERT OR REPLACE INTO order_raws (number, raw) VALUES (?, ?)", (number, packed(raw)))


def put_new(db: sqlite3.Connection, texts: Sequence[tuple[int, str]]) -> None:
    """Keep the texts of orders that were just stored with `NONE`, by the numbers of their rows."""
    rows.insert(
        db,
        "INSERT OR REPLACE INTO order_raws (number, raw)",
        [(number, packed(raw)) for number, raw in texts],
    )


def of(db: sqlite3.Connection, number: int) -> str:
    """The text of an order, `NONE` where it is wiped. Raises ValueError for a damaged one."""
    raw, kept = db.execute(f"SELECT o.raw, {COLUMN} FROM orders o WHERE o.number = ?", (number,)).fetchone()
    return text_of(raw, kept)


def readable(db: sqlite3.Connection, number: int) -> str | None:
    """As `of`; None of a damaged one, with which all else of its order may be well."""
    try:
        return of(db, number)
    except ValueError:
        return None


def text_of(raw: str, kept: bytes | None) -> str:
    """As `of`, of what stands in an order's row and in `COLUMN`. Raises ValueError."""
    return raw if kept is None else unpacked(kept)
