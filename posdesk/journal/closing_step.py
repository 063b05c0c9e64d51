"""The part of step 6 that brings orders that are closed here, and the names that people gave."""

CLOSING = """
-- An order that a person closed here: beside its state, which stays as it is. Opened again, all four are as
-- they were before.
ALTER TABLE orders ADD COLUMN closed_at TEXT;
ALTER TABLE orders ADD COLUMN closed_by TEXT NOT NULL DEFAULT '';
ALTER TABLE orders ADD COLUMN close_reason TEXT NOT NULL DEFAULT '';
ALTER TABLE orders ADD COLUMN close_note TEXT NOT NULL DEFAULT '';
CREATE INDEX orders_closed ON orders (closed_at) WHERE closed_at IS NOT NULL;

-- What is open is neither final nor closed here. Orders that were only looked up are among it for months.
DROP INDEX orders_open;
CREATE INDEX orders_open ON orders (origin, received_at)
    WHERE state IN ('new', 'accepted', 'ready') AND closed_at IS NULL;
DROP INDEX orders_open_number;
CREATE INDEX orders_open_number ON orders (partner, bill)
    WHERE state IN ('new', 'accepted', 'ready') AND closed_at IS NULL;
CREATE INDEX orders_kept_closed ON orders (closed_at)
    WHERE wiped IS NULL AND closed_at IS NOT NULL AND state IN ('new', 'accepted', 'ready');

-- The names that people gave last where nobody is set up with a PIN; a few are kept, to be chosen again.
CREATE TABLE said_names (
    name TEXT PRIMARY KEY,
    at TEXT NOT NULL
) STRICT;
"""
