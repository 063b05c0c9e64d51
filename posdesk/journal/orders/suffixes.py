"""Whose name holds a text, by an index of the names' suffixes; and the names of before, filled in by and by.

A text is the beginning of a suffix wherever it stands in a name. A seldom one is found by the index and
sorted, the latest first. Of one that stands in very many names the latest are met soon by going backwards:
so nobody waits longer in a journal of years.
"""

import sqlite3
from collections.abc import Iterator, Mapping

from posdesk.journal import meta
from posdesk.journal.search_step import BELOW, IS_ODD, LONGEST, PIECE, PLACES, put
from posdesk.journal.transaction import Transaction

FILLED_AT_ONCE = 200  # orders, some 20 ms on a slow PC
SELDOM = 1000  # places at which a text stands: so many are sorted in a moment
WALKED = 20_000  # suffixes gone through backwards, some milliseconds
_LAST = "\U0010ffff" * PIECE  # behind every piece
_BEGINS = "s.piece >= :piece0 AND s.piece <= :last0"
_BY_PIECE = f"FROM name_suffixes s INDEXED BY name_suffixes_piece WHERE {_BEGINS}"
_BACKWARDS = "(SELECT number, piece FROM name_suffixes ORDER BY number DESC LIMIT :walked) s"
_HOLDS = "instr(lower(customer), :name)"
_ODD = f"SELECT number FROM orders INDEXED BY orders_odd_names WHERE {IS_ODD} AND {_HOLDS}"
_OLD = f"SELECT number FROM orders INDEXED BY orders_customer WHERE number < :below AND {_HOLDS}"
_Values = Mapping[str, str | int]


def named(db: sqlite3.Connection, text: str, most: int) -> list[int]:
    """The numbers of the latest orders whose customer's name holds this text; A to Z in either size."""
    name, below = _lower(db, text), _below(db)
    values = {"name": name, "below": below, "most": most}
    found = set(_of_suffixes(db, name, most)) if len(name) <= LONGEST else set()
    for question in (_ODD, *([_OLD] if below else [])):
        found |= {row[0] for row in db.execute(f"{question} ORDER BY number DESC LIMIT :most", values)}
    return sorted(found, reverse=True)[:most]


def _lower(db: sqlite3.Connection, text: str) -> str:
    """In small letters as the index has them: of A to Z alone."""
    return str(db.execute("SELECT lower(?)", (text,)).fetchone()[0])


def _below(db: sqlite3.Connection) -> int:
    """Below which number orders are still to be filled in; 0 once all are."""
    return int(meta.value(db, BELOW) or 0)


def _of_suffixes(db: sqlite3.Connection, name: str, most: int) -> list[int]:
    pieces = [name[at : at + PIECE] for at in range(0, len(name), PIECE)]
    values: dict[str, str | int] = {"most": most, "walked": WALKED, "seldom": SELDOM}
    for at, piece in enumerate(pieces):
        values |= {f"piece{at}": piece, f"last{at}": piece + _LAST}
    follows = "".join(_then(at) for at in range(1, len(pieces)))
    if _is_frequent(db, values):
        latest = dict.fromkeys(_backwards(db, follows, values, most))
        if len(latest) >= most:
            return list(latest)
    rows = db.execute(
        f"SELECT DISTINCT s.number / {PLACES} AS hit {_BY_PIECE}{follows} ORDER BY hit DESC LIMIT :most",
        values,
    )
    return [number for (number,) in rows]


def _then(at: int) -> str:
    """The condition that a long text goes on with its next piece, in the same name."""
    behind = f"s.number + {at * PIECE}"
    goes_on = f"t.number = {behind} AND t.piece >= :piece{at} AND t.piece <= :last{at}"
    is_same = f"({behind}) / {PLACES} = s.number / {PLACES}"
    return f" AND {is_same} AND EXISTS (SELECT 1 FROM name_suffixes t WHERE {goes_on})"


def _is_frequent(db: sqlite3.Connection, values: _Values) -> bool:
    row = db.execute(f"SELECT count(*) FROM (SELECT 1 {_BY_PIECE} LIMIT :seldom)", values).fetchone()
    return bool(row[0] == values["seldom"])


def _backwards(db: sqlite3.Connection, follows: str, values: _Values, most: int) -> Iterator[int]:
    """Orders whose names hold it, the latest first, until there are enough or too much was gone through."""
    rows = db.execute(f"SELECT s.number / {PLACES} FROM {_BACKWARDS} WHERE {_BEGINS}{follows}", values)
    found: set[int] = set()
    for (number,) in rows:
        if len(found) == most:
            return
        found.add(number)
        yield number


def fill(tx: Transaction, limit: int = FILLED_AT_ONCE) -> bool:
    """Fill the newest in that are missing; whether more are. Twice the same does no harm."""
    below = _below(tx.db)
    if not below:
        return False
    piece = "SELECT number FROM orders WHERE number < ? ORDER BY number DESC LIMIT ?"
    (first,) = tx.db.execute(f"SELECT min(number) FROM ({piece})", (below, limit)).fetchone()
    if first is None:
        meta.forget(tx.db, BELOW)
        return False
    tx.db.execute(put("orders", "orders.number >= ? AND orders.number < ?", "orders, "), (first, below))
    meta.put(tx.db, BELOW, str(first))
    return True
