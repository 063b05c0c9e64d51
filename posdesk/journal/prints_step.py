"""The part of step 6 that brings prints: a table of their own, and an order's version."""

PRINTS = """
-- How often an order changed since work on it began: its slips say which version they are.
ALTER TABLE orders ADD COLUMN version INTEGER NOT NULL DEFAULT 1;

-- A Z as it was first printed: numbered, and never changed. What was paid in and counted stands elsewhere.
CREATE TABLE z_slips (
    number INTEGER PRIMARY KEY,
    slip TEXT NOT NULL,
    made_at TEXT NOT NULL
) STRICT;

-- A row a paper, of an order or of a Z, written with what causes it; never what stands on it. The same paper
-- is never wanted twice: one more is another copy.
CREATE TABLE prints (
    number INTEGER PRIMARY KEY,
    seq TEXT NOT NULL UNIQUE,
    partner TEXT,
    bill TEXT,
    ordered TEXT,
    z INTEGER REFERENCES z_slips (number),
    version INTEGER NOT NULL,
    slip TEXT NOT NULL CHECK (slip IN ('kitchen', 'packing', 'courier', 'customer', 'stop', 'z')),
    copy INTEGER NOT NULL,
    printer TEXT NOT NULL,
    layout TEXT NOT NULL CHECK (layout IN ('zh_CN', 'en')),
    counter TEXT NOT NULL,
    made_at TEXT NOT NULL,
    wanted_at TEXT NOT NULL,
    outcome TEXT NOT NULL DEFAULT 'queued',
    trouble TEXT NOT NULL DEFAULT '',
    is_second INTEGER NOT NULL DEFAULT 0 CHECK (is_second IN (0, 1)),
    is_masked INTEGER NOT NULL DEFAULT 0 CHECK (is_masked IN (0, 1)),
    again_by TEXT NOT NULL DEFAULT '',
    next_at TEXT,
    ended_at TEXT,
    attempts INTEGER NOT NULL DEFAULT 0,
    needs_person INTEGER NOT NULL DEFAULT 0 CHECK (needs_person IN (0, 1)),
    settled_by TEXT NOT NULL DEFAULT '',
    CHECK ((slip = 'z') = (z IS NOT NULL)),
    CHECK ((z IS NULL) = (partner IS NOT NULL AND bill IS NOT NULL AND ordered IS NOT NULL)),
    UNIQUE (partner, bill, ordered, version, slip, copy),
    UNIQUE (z, copy),
    FOREIGN KEY (partner, bill, ordered) REFERENCES orders (partner, bill, ordered)
) STRICT;
CREATE INDEX prints_open ON prints (number)
    WHERE outcome IN ('queued', 'sending', 'not_sent') AND needs_person = 0;
CREATE INDEX prints_person ON prints (number) WHERE needs_person = 1;
CREATE INDEX prints_ended ON prints (ended_at) WHERE ended_at IS NOT NULL;
"""
