"""The part of step 7 for what the counters of a store tell each other: empty in a store without a relay."""

ACTS = """
-- Acts of this journal and of the others, each once (relay.md, 'Acts'). `at` is the clock of who did it,
-- `came_at` ours. Own ones are unsent, sent (acknowledged) or back (read back from the stream); others' are
-- applied, waiting (for their order), or passed over. `content` is emptied once nobody needs it.
CREATE TABLE acts (
    number INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    instance TEXT NOT NULL,
    n INTEGER NOT NULL,
    kind TEXT NOT NULL,
    partner TEXT,
    bill TEXT,
    ordered TEXT,
    counter TEXT NOT NULL,
    actor TEXT NOT NULL,
    at TEXT NOT NULL,
    came_at TEXT NOT NULL,
    outcome TEXT NOT NULL,
    state TEXT NOT NULL,
    billno TEXT NOT NULL,
    code TEXT NOT NULL,
    content TEXT NOT NULL,
    standing TEXT NOT NULL CHECK (standing IN ('unsent', 'sent', 'back', 'applied', 'waiting', 'passed'))
) STRICT;
CREATE INDEX acts_order ON acts (partner, bill, ordered, number) WHERE partner IS NOT NULL;
CREATE INDEX acts_unsent ON acts (number) WHERE standing = 'unsent';
CREATE INDEX acts_sent ON acts (number) WHERE standing = 'sent';
CREATE INDEX acts_waiting ON acts (came_at) WHERE standing = 'waiting';
CREATE INDEX acts_kept ON acts (at) WHERE content <> '';

-- The store's other counters by their journals' instance: the last word of each by our clock, the highest
-- number of an act that was heard of and that is here, and those between that are not.
CREATE TABLE other_counters (
    instance TEXT PRIMARY KEY,
    counter TEXT NOT NULL,
    heard_at TEXT NOT NULL,
    n INTEGER NOT NULL,
    said_n INTEGER NOT NULL,
    missing TEXT NOT NULL,
    position INTEGER NOT NULL
) STRICT;

-- Receipts that another counter took in: they count in the hours, and go nowhere from here.
CREATE TABLE foreign_receipts (
    number INTEGER PRIMARY KEY,
    same_store TEXT NOT NULL,
    same_pos TEXT NOT NULL,
    same_serial TEXT NOT NULL,
    counter TEXT NOT NULL,
    source TEXT NOT NULL,
    partner TEXT,
    bill TEXT,
    ordered TEXT,
    at TEXT NOT NULL,
    hour TEXT NOT NULL,
    receipts INTEGER NOT NULL,
    returns INTEGER NOT NULL,
    items INTEGER NOT NULL,
    gross_fen INTEGER NOT NULL,
    discount_fen INTEGER NOT NULL,
    refund_fen INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX foreign_receipts_key ON foreign_receipts (same_store, same_pos, same_serial);
CREATE INDEX foreign_receipts_hour ON foreign_receipts (hour);
CREATE INDEX foreign_receipts_order ON foreign_receipts (partner, bill, ordered) WHERE partner IS NOT NULL;
CREATE TRIGGER unsettled_by_foreign AFTER INSERT ON foreign_receipts BEGIN
    INSERT OR IGNORE INTO unsettled_hours VALUES (new.hour);
END;
"""
