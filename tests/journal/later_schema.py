"""A later posdesk, made up: steps behind today's last."""

import pytest

from posdesk.journal import schema

ADDS = """
ALTER TABLE orders ADD COLUMN toy TEXT NOT NULL DEFAULT '';
ALTER TABLE receipts ADD COLUMN toy INTEGER;
CREATE TABLE toys (number INTEGER PRIMARY KEY, name TEXT NOT NULL) STRICT;
CREATE INDEX orders_toy ON orders (toy) WHERE toy <> '';
INSERT INTO toys (name) VALUES ('ball');
"""


def later(patch: pytest.MonkeyPatch, *steps: tuple[str, int]) -> None:
    """A later posdesk: each step with the schema from which on a program may open the file behind it."""
    patch.setattr(schema, "STEPS", (*schema.STEPS, *(step for step, _ in steps)))
    patch.setattr(schema, "OPENS_FROM", (*schema.OPENS_FROM, *(opens for _, opens in steps)))
    patch.setattr(schema, "VERSION", len(schema.STEPS))
