"""The part of step 6 for what a store adds to an order by itself: notes, a promised time, the packing."""

OWN = """
-- A row a note, or a time that was promised; the last one counts. No platform hears of it.
CREATE TABLE notes (
    number INTEGER PRIMARY KEY,
    partner TEXT NOT NULL,
    bill TEXT NOT NULL,
    ordered TEXT NOT NULL,
    at TEXT NOT NULL,
    actor TEXT NOT NULL,
    counter TEXT NOT NULL,
    text TEXT NOT NULL DEFAULT '',
    promised_at TEXT,
    FOREIGN KEY (partner, bill, ordered) REFERENCES orders (partner, bill, ordered)
) STRICT;
CREATE INDEX notes_order ON notes (partner, bill, ordered, number);
CREATE INDEX notes_kept ON notes (at) WHERE text <> '';

-- How many pieces of an order's line lie in the bag; a line of which none does has no row.
CREATE TABLE packing (
    number INTEGER PRIMARY KEY,
    partner TEXT NOT NULL,
    bill TEXT NOT NULL,
    ordered TEXT NOT NULL,
    line INTEGER NOT NULL,
    pieces INTEGER NOT NULL,
    UNIQUE (partner, bill, ordered, line),
    FOREIGN KEY (partner, bill, ordered) REFERENCES orders (partner, bill, ordered)
) STRICT;

-- What was accepted by the settings' rule, of which there is a most in a quarter of an hour.
CREATE INDEX intents_auto ON intents (pressed_at) WHERE actor = 'auto' AND kind = 'accept';

-- Who compared a gap with which partner's own pages.
CREATE TABLE gap_checks (
    number INTEGER PRIMARY KEY,
    gap INTEGER NOT NULL REFERENCES gaps (number),
    partner TEXT NOT NULL,
    actor TEXT NOT NULL,
    at TEXT NOT NULL,
    UNIQUE (gap, partner)
) STRICT;
"""
