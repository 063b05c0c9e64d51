"""The step by which a part of a customer's name is found by an index: each name with its suffixes.

Triggers keep them, so that the release before, which knows nothing of them, keeps them right as well: a name
that is wiped takes its suffixes along. Those of orders that were there before are filled in bit by bit
(`suffixes.py`): `names_below` in meta says below which number they are still missing.
"""

PLACES = 256  # a name's rows are numbered from its order's number times this on; the first stays free
LONGEST = PLACES - 1  # characters
PIECE = 8  # characters of a suffix that are kept: a longer text is compared with the name itself
BELOW = "names_below"
DERIVED = frozenset({"name_suffixes", "unsettled_hours"})
"""Tables that say again what stands in another one: nothing is lost with them."""

_STEPS = ",".join(f"({number})" for number in range(0, PLACES, 16))
_PLACES = ",".join(f"({number})" for number in range(16))
IS_ODD = f"(length(customer) > {LONGEST} OR instr(customer, char(0)) > 0)"
"""Names of which not each character begins a suffix have an index of their own, which is as good as empty."""


def put(row: str, condition: str = "1", source: str = "") -> str:
    """The statement that puts a name's suffixes in: of a trigger's `row`, or of rows of a `source`."""
    place = "tens.column1 + ones.column1"
    return (
        "INSERT OR IGNORE INTO name_suffixes (number, piece)"
        f" SELECT {row}.number * {PLACES} + {place}, lower(substr({row}.customer, {place}, {PIECE}))"
        f" FROM {source}(VALUES {_STEPS}) AS tens, (VALUES {_PLACES}) AS ones"
        f" WHERE {condition} AND tens.column1 <= length({row}.customer)"
        f" AND {place} BETWEEN 1 AND length({row}.customer)"
    )


SEARCH = f"""
-- `piece` is the beginning of a suffix of a name, in small letters; its order is `number` / {PLACES}.
CREATE TABLE name_suffixes (number INTEGER PRIMARY KEY, piece TEXT NOT NULL) STRICT;
CREATE INDEX name_suffixes_piece ON name_suffixes (piece);
CREATE INDEX orders_odd_names ON orders (number) WHERE {IS_ODD};
CREATE TRIGGER name_suffixes_come AFTER INSERT ON orders BEGIN
    {put("new")};
END;
CREATE TRIGGER name_suffixes_change AFTER UPDATE OF customer ON orders WHEN old.customer <> new.customer BEGIN
    DELETE FROM name_suffixes
        WHERE number BETWEEN old.number * {PLACES} AND old.number * {PLACES} + {LONGEST};
    {put("new")};
END;
INSERT INTO meta SELECT '{BELOW}', max(number) + 1 FROM orders HAVING max(number) IS NOT NULL;
"""
