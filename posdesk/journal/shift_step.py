"""The part of step 6 that brings the shift: its drawer, its notes, who took over what, and the Z (row 44)."""

SHIFTS = """
-- `first` is the audit line from which its Z counts: behind the last line of the Z before. Cash is counted
-- from `opened_line` on, since the float is what lay in the drawer then. `receipt` and `cash_receipt` are the
-- last receipts before those two lines.
CREATE TABLE shifts (
    number INTEGER PRIMARY KEY,
    counter TEXT NOT NULL,
    opened_at TEXT NOT NULL,
    opened_by TEXT NOT NULL,
    float_fen INTEGER NOT NULL,
    first INTEGER NOT NULL,
    opened_line INTEGER NOT NULL,
    receipt INTEGER NOT NULL,
    cash_receipt INTEGER NOT NULL,
    closed_at TEXT,
    closed_by TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE UNIQUE INDEX shifts_one_open ON shifts (counter) WHERE closed_at IS NULL;

CREATE TABLE drawer_moves (
    number INTEGER PRIMARY KEY,
    shift INTEGER NOT NULL REFERENCES shifts (number),
    at TEXT NOT NULL,
    what TEXT NOT NULL CHECK (what IN ('pay_in', 'pay_out')),
    amount_fen INTEGER NOT NULL,
    reason TEXT NOT NULL,
    actor TEXT NOT NULL
) STRICT;
CREATE INDEX drawer_moves_shift ON drawer_moves (shift, number);
CREATE INDEX drawer_moves_kept ON drawer_moves (at) WHERE reason <> '';

CREATE TABLE drawer_counts (
    number INTEGER PRIMARY KEY,
    shift INTEGER NOT NULL REFERENCES shifts (number),
    at TEXT NOT NULL,
    counted_fen INTEGER NOT NULL,
    pieces TEXT NOT NULL,
    cash TEXT NOT NULL,
    reason TEXT NOT NULL,
    actor TEXT NOT NULL
) STRICT;
CREATE INDEX drawer_counts_shift ON drawer_counts (shift, number);
CREATE INDEX drawer_counts_kept ON drawer_counts (at) WHERE reason <> '';

-- What is left for the next shift to read.
CREATE TABLE shift_notes (
    number INTEGER PRIMARY KEY,
    shift INTEGER NOT NULL REFERENCES shifts (number),
    at TEXT NOT NULL,
    words TEXT NOT NULL,
    actor TEXT NOT NULL
) STRICT;
CREATE INDEX shift_notes_shift ON shift_notes (shift, number);
CREATE INDEX shift_notes_kept ON shift_notes (at) WHERE words <> '';

-- Who takes over a line of the checklist: `items` are the GUIDs, keys and hours of which it holds.
CREATE TABLE handed_over (
    number INTEGER PRIMARY KEY,
    shift INTEGER NOT NULL REFERENCES shifts (number),
    at TEXT NOT NULL,
    line TEXT NOT NULL,
    name TEXT NOT NULL,
    words TEXT NOT NULL,
    items TEXT NOT NULL,
    actor TEXT NOT NULL
) STRICT;
CREATE INDEX handed_over_shift ON handed_over (shift, line, number);
CREATE INDEX handed_over_kept ON handed_over (at) WHERE words <> '';

-- A Z is written once. `digest` stands in the audit line `last`, which closed the shift.
CREATE TABLE zs (
    number INTEGER PRIMARY KEY,
    shift INTEGER NOT NULL UNIQUE REFERENCES shifts (number),
    at TEXT NOT NULL,
    first INTEGER NOT NULL,
    last INTEGER NOT NULL,
    receipt INTEGER NOT NULL,
    figures TEXT NOT NULL,
    words TEXT NOT NULL,
    layout TEXT NOT NULL CHECK (layout IN ('zh_CN', 'en')),
    digest TEXT NOT NULL
) STRICT;
CREATE TRIGGER zs_keep BEFORE UPDATE ON zs
    BEGIN SELECT RAISE(ABORT, 'a Z is written once'); END;
CREATE TRIGGER zs_stay BEFORE DELETE ON zs
    BEGIN SELECT RAISE(ABORT, 'a Z stays'); END;
"""
