"""The steps of the schema, in SQL; one that was released is never changed."""

from posdesk.journal.closing_step import CLOSING
from posdesk.journal.gaps_step import GAPS
from posdesk.journal.hours_step import HOURS
from posdesk.journal.identity_step import IDENTITY
from posdesk.journal.own_step import OWN
from posdesk.journal.prints_step import PRINTS
from posdesk.journal.raws_step import RAWS
from posdesk.journal.reach_step import REACH
from posdesk.journal.relay_step import RELAY
from posdesk.journal.search_step import SEARCH
from posdesk.journal.shift_step import SHIFTS
from posdesk.journal.thinning_step import THINNING
from posdesk.journal.training_step import TRAINING

STEP_1 = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;

CREATE TABLE orders (
    number INTEGER PRIMARY KEY,
    partner TEXT NOT NULL,
    tbillno TEXT NOT NULL,
    billno TEXT NOT NULL,
    counter TEXT NOT NULL,
    state TEXT NOT NULL
        CHECK (state IN ('new', 'accepted', 'ready', 'completed', 'refused', 'cancelled')),
    state_at TEXT NOT NULL,
    origin TEXT NOT NULL,
    received_at TEXT NOT NULL,
    accept_by TEXT,
    accepted_at TEXT,
    show_no TEXT NOT NULL,
    customer TEXT NOT NULL,
    phone_last4 TEXT NOT NULL,
    content TEXT NOT NULL,
    raw TEXT NOT NULL,
    previous TEXT,
    changed TEXT NOT NULL DEFAULT '',
    conflict TEXT NOT NULL DEFAULT '',
    stop_open INTEGER NOT NULL DEFAULT 0 CHECK (stop_open IN (0, 1)),
    UNIQUE (partner, tbillno)
) STRICT;
CREATE INDEX orders_open ON orders (state) WHERE state IN ('new', 'accepted', 'ready');
CREATE INDEX orders_stop ON orders (stop_open) WHERE stop_open = 1;
CREATE INDEX orders_ended ON orders (state_at);
CREATE INDEX orders_received ON orders (received_at);
CREATE INDEX orders_show_no ON orders (show_no);
CREATE INDEX orders_last4 ON orders (phone_last4);
CREATE INDEX orders_customer ON orders (customer);
CREATE INDEX orders_tbillno ON orders (tbillno);
CREATE UNIQUE INDEX orders_billno ON orders (billno);

CREATE TABLE parked_events (
    number INTEGER PRIMARY KEY,
    partner TEXT NOT NULL,
    tbillno TEXT NOT NULL,
    status INTEGER NOT NULL,
    at TEXT NOT NULL
) STRICT;
CREATE INDEX parked_key ON parked_events (partner, tbillno);

-- `number` is the order of pressing: the wall clock may jump, and one group of jobs shares one `now`.
CREATE TABLE intents (
    number INTEGER PRIMARY KEY,
    seq TEXT NOT NULL UNIQUE,
    partner TEXT NOT NULL,
    tbillno TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('accept', 'refuse', 'ready', 'pay', 'verify')),
    counter TEXT NOT NULL,
    actor TEXT NOT NULL,
    outcome TEXT NOT NULL,
    pressed_at TEXT NOT NULL,
    leaves_at TEXT NOT NULL,
    expires_at TEXT,
    next_at TEXT,
    ended_at TEXT,
    attempts INTEGER NOT NULL DEFAULT 0,
    ever_unknown INTEGER NOT NULL DEFAULT 0,
    needs_person INTEGER NOT NULL DEFAULT 0,
    last_answer TEXT NOT NULL DEFAULT '',
    last_code INTEGER,
    answered INTEGER NOT NULL DEFAULT 0,
    settled_by TEXT NOT NULL DEFAULT '',
    code TEXT NOT NULL DEFAULT '',
    reason TEXT NOT NULL DEFAULT '',
    payments TEXT NOT NULL DEFAULT '[]',
    without_answer INTEGER NOT NULL DEFAULT 0,
    FOREIGN KEY (partner, tbillno) REFERENCES orders (partner, tbillno)
) STRICT;
CREATE INDEX intents_order ON intents (partner, tbillno, number);
CREATE INDEX intents_code ON intents (code) WHERE kind = 'verify';
CREATE INDEX intents_open ON intents (outcome) WHERE outcome IN ('queued', 'sending', 'unknown');
CREATE INDEX intents_ended ON intents (ended_at);
-- Accept and refuse exclude each other, and nothing can be wanted twice at once.
CREATE UNIQUE INDEX intents_one_verdict ON intents (partner, tbillno)
    WHERE kind IN ('accept', 'refuse') AND outcome IN ('queued', 'sending', 'unknown', 'confirmed');
CREATE UNIQUE INDEX intents_one_of_a_kind ON intents (partner, tbillno, kind)
    WHERE outcome IN ('queued', 'sending', 'unknown', 'confirmed');

CREATE TABLE history (
    number INTEGER PRIMARY KEY,
    partner TEXT NOT NULL,
    tbillno TEXT NOT NULL,
    at TEXT NOT NULL,
    happening TEXT NOT NULL,
    actor TEXT NOT NULL DEFAULT '',
    kind TEXT,
    outcome TEXT,
    detail TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX history_order ON history (partner, tbillno, number);

CREATE TABLE scans (
    number INTEGER PRIMARY KEY,
    at TEXT NOT NULL,
    code TEXT NOT NULL,
    result TEXT NOT NULL,
    actor TEXT NOT NULL,
    counter TEXT NOT NULL,
    partner TEXT,
    tbillno TEXT
) STRICT;
CREATE INDEX scans_at ON scans (at);

CREATE TABLE received (partner TEXT PRIMARY KEY, at TEXT NOT NULL) STRICT;
CREATE TABLE heartbeats (counter TEXT PRIMARY KEY, at TEXT NOT NULL) STRICT;
CREATE TABLE gaps (
    number INTEGER PRIMARY KEY,
    counter TEXT NOT NULL,
    start_at TEXT NOT NULL,
    end_at TEXT NOT NULL,
    reason TEXT NOT NULL,
    checked_by TEXT,
    checked_at TEXT
) STRICT;

CREATE TABLE audit (
    number INTEGER PRIMARY KEY,
    at TEXT NOT NULL,
    actor TEXT NOT NULL,
    counter TEXT NOT NULL,
    what TEXT NOT NULL,
    partner TEXT NOT NULL,
    tbillno TEXT NOT NULL,
    seq TEXT NOT NULL,
    detail TEXT NOT NULL,
    hash TEXT NOT NULL
) STRICT;
CREATE INDEX audit_order ON audit (partner, tbillno);
CREATE TRIGGER audit_keeps BEFORE UPDATE ON audit
    BEGIN SELECT RAISE(ABORT, 'the audit trail is append-only'); END;
CREATE TRIGGER audit_stays BEFORE DELETE ON audit
    BEGIN SELECT RAISE(ABORT, 'the audit trail is append-only'); END;
INSERT INTO meta VALUES ('salt', lower(hex(randomblob(16))));
-- Number and hash of the last line: a chain alone doesn't show that its end was cut off.
INSERT INTO meta VALUES ('audit', '0 ' || lower(hex(zeroblob(32))));
"""

STEP_2 = """
-- `content` is the receipt in our words, `raw` its canonical wire text; the figures are what one function
-- makes of `content`, kept so that hours can be added up in SQL. Nothing here is ever updated but `queued`
-- and, for a receipt made from an order, what it lacked.
CREATE TABLE receipts (
    number INTEGER PRIMARY KEY,
    store_id TEXT NOT NULL,
    pos_no TEXT NOT NULL,
    serial_num TEXT NOT NULL,
    source TEXT NOT NULL,
    door TEXT NOT NULL CHECK (door IN ('http', 'folder', 'command', 'order')),
    partner TEXT,
    tbillno TEXT,
    received_at TEXT NOT NULL,
    traded_at TEXT,
    hour TEXT NOT NULL,
    receipts INTEGER NOT NULL,
    returns INTEGER NOT NULL,
    items INTEGER NOT NULL,
    gross_fen INTEGER NOT NULL,
    discount_fen INTEGER NOT NULL,
    refund_fen INTEGER NOT NULL,
    original_pos_no TEXT,
    original_serial_num TEXT,
    mismatches TEXT NOT NULL DEFAULT '[]',
    lacks TEXT NOT NULL DEFAULT '',
    queued INTEGER NOT NULL DEFAULT 0 CHECK (queued IN (0, 1)),
    content TEXT NOT NULL,
    raw TEXT NOT NULL,
    UNIQUE (store_id, pos_no, serial_num),
    FOREIGN KEY (partner, tbillno) REFERENCES orders (partner, tbillno)
) STRICT;
CREATE UNIQUE INDEX receipts_order ON receipts (partner, tbillno) WHERE partner IS NOT NULL;
CREATE INDEX receipts_hour ON receipts
    (hour, source, receipts, returns, items, gross_fen, discount_fen, refund_fen, received_at);
CREATE INDEX receipts_unqueued ON receipts (coalesce(traded_at, received_at), number)
    WHERE queued = 0 AND lacks = '';
CREATE INDEX receipts_lacking ON receipts (number) WHERE lacks <> '';
CREATE INDEX receipts_original ON receipts (original_serial_num) WHERE original_serial_num IS NOT NULL;

-- What was handed in and not taken: a bad file or call, or other content under a known key.
CREATE TABLE intake_troubles (
    number INTEGER PRIMARY KEY,
    at TEXT NOT NULL,
    door TEXT NOT NULL,
    what TEXT NOT NULL CHECK (what IN ('refused', 'conflict')),
    name TEXT NOT NULL,
    reason TEXT NOT NULL,
    store_id TEXT,
    pos_no TEXT,
    serial_num TEXT,
    seen_by TEXT,
    seen_at TEXT
) STRICT;
CREATE INDEX intake_troubles_open ON intake_troubles (number) WHERE seen_by IS NULL;

-- `upto` is the last receipt whose figures the last attempt at an hour had read: what came after it is late.
CREATE TABLE postings (
    number INTEGER PRIMARY KEY,
    seq TEXT NOT NULL UNIQUE,
    book TEXT NOT NULL CHECK (book IN ('hour', 'receipt')),
    platform TEXT NOT NULL,
    hour TEXT,
    receipt INTEGER REFERENCES receipts (number),
    counter TEXT NOT NULL,
    actor TEXT NOT NULL,
    outcome TEXT NOT NULL,
    made_at TEXT NOT NULL,
    next_at TEXT,
    ended_at TEXT,
    attempts INTEGER NOT NULL DEFAULT 0,
    ever_unknown INTEGER NOT NULL DEFAULT 0,
    needs_person INTEGER NOT NULL DEFAULT 0,
    last_code TEXT NOT NULL DEFAULT '',
    last_words TEXT NOT NULL DEFAULT '',
    last_raw TEXT NOT NULL DEFAULT '',
    answered INTEGER NOT NULL DEFAULT 0,
    settled_by TEXT NOT NULL DEFAULT '',
    cover INTEGER NOT NULL DEFAULT 0,
    reason TEXT NOT NULL DEFAULT '',
    detail TEXT NOT NULL DEFAULT '',
    net_fen INTEGER,
    receipts INTEGER,
    items INTEGER,
    upto INTEGER,
    was_duplicate INTEGER NOT NULL DEFAULT 0,
    halts INTEGER NOT NULL DEFAULT 0,
    payload TEXT NOT NULL DEFAULT '',
    target TEXT NOT NULL DEFAULT '',
    CHECK ((book = 'hour') = (hour IS NOT NULL) AND (book = 'receipt') = (receipt IS NOT NULL))
) STRICT;
CREATE INDEX postings_hour ON postings (hour, number) WHERE book = 'hour';
CREATE INDEX postings_receipt ON postings (receipt, number) WHERE book = 'receipt';
CREATE INDEX postings_open ON postings (outcome) WHERE outcome IN ('queued', 'sending', 'unknown');
CREATE INDEX postings_person ON postings (needs_person) WHERE needs_person = 1;
CREATE INDEX postings_ended ON postings (ended_at);
-- One report of an hour at a time; a receipt that WDK has, or may have, is never wanted a second time.
CREATE UNIQUE INDEX postings_one_report ON postings (hour)
    WHERE book = 'hour' AND outcome IN ('queued', 'sending', 'unknown');
CREATE UNIQUE INDEX postings_one_receipt ON postings (receipt)
    WHERE book = 'receipt' AND outcome IN ('queued', 'sending', 'unknown', 'confirmed', 'settled_done');

CREATE TABLE posting_attempts (
    number INTEGER PRIMARY KEY,
    seq TEXT NOT NULL REFERENCES postings (seq),
    at TEXT NOT NULL,
    outcome TEXT NOT NULL,
    cover INTEGER NOT NULL DEFAULT 0,
    net_fen INTEGER,
    receipts INTEGER,
    items INTEGER,
    ended_at TEXT,
    code TEXT NOT NULL DEFAULT '',
    words TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX posting_attempts_seq ON posting_attempts (seq, number);
"""

STEP_3 = """
-- What a damaged journal held and could not be saved; `rows` is NULL where nobody can know how many.
CREATE TABLE losses (
    number INTEGER PRIMARY KEY,
    at TEXT NOT NULL,
    what TEXT NOT NULL,
    rows INTEGER,
    kept TEXT NOT NULL,
    seen_by TEXT,
    seen_at TEXT
) STRICT;
CREATE INDEX losses_open ON losses (number) WHERE seen_by IS NULL;
"""

STEP_4 = """
-- How often the platform itself answered a repeat of an unknown intent with another code than 0.
ALTER TABLE intents ADD COLUMN denials INTEGER NOT NULL DEFAULT 0;

-- Completed orders are counted: since when they become receipts is a number among these, which no clock
-- moves. NULL: not completed, or completed before they were counted and not to be rung.
ALTER TABLE orders ADD COLUMN completion INTEGER;
UPDATE orders SET completion = counted.place FROM (
    SELECT number, row_number() OVER (ORDER BY state_at, number) AS place FROM orders o
    WHERE state = 'completed' AND state_at >= (SELECT value FROM meta WHERE key = 'ringing_since')
        AND NOT EXISTS (SELECT 1 FROM receipts r WHERE r.partner = o.partner AND r.tbillno = o.tbillno)
) AS counted WHERE counted.number = orders.number;
CREATE UNIQUE INDEX orders_completion ON orders (completion) WHERE completion IS NOT NULL;
INSERT INTO meta SELECT 'ringing_after', '0' FROM meta WHERE key = 'ringing_since';
DELETE FROM meta WHERE key = 'ringing_since';
"""

STEP_5 = f"""{IDENTITY}
-- Receipts dated ahead when they came, or over a month before, till by till: a few rows of a million,
-- looked at each minute.
CREATE INDEX receipts_ahead ON receipts (store_id, pos_no, number) WHERE hour > received_at;
CREATE INDEX receipts_behind ON receipts (store_id, pos_no, number)
    WHERE julianday(received_at) - julianday(hour) > 31;
CREATE INDEX intake_troubles_name ON intake_troubles (door, name, reason);

-- Calls that proved their sender and were not taken for what stands in them: masked before they come here.
-- One row while nobody has ended it, however often the platform sends it again.
CREATE TABLE refused_calls (
    number INTEGER PRIMARY KEY,
    partner TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('order', 'cancel', 'status', '')),
    tbillno TEXT NOT NULL,
    compared TEXT NOT NULL,
    show_no TEXT NOT NULL,
    field TEXT NOT NULL,
    code INTEGER NOT NULL,
    words TEXT NOT NULL,
    others TEXT NOT NULL,
    raw TEXT NOT NULL,
    count INTEGER NOT NULL,
    first_at TEXT NOT NULL,
    last_at TEXT NOT NULL,
    ended_by TEXT,
    ended_at TEXT
) STRICT;
CREATE UNIQUE INDEX refused_calls_open ON refused_calls (partner, compared, kind, field, code)
    WHERE ended_at IS NULL;
CREATE INDEX refused_calls_raw ON refused_calls (last_at) WHERE raw <> '';
CREATE INDEX refused_calls_ended ON refused_calls (ended_at) WHERE ended_at IS NOT NULL;

-- Of these only the number is kept, a row a partner: refused ones beyond the most that are kept, and wrongly
-- signed ones. `since` is set while they are too many to be chance and nobody has said that he knows.
CREATE TABLE counted_calls (
    partner TEXT NOT NULL,
    what TEXT NOT NULL CHECK (what IN ('beyond', 'wrong_sign')),
    count INTEGER NOT NULL,
    first_at TEXT NOT NULL,
    last_at TEXT NOT NULL,
    since TEXT,
    audited_at TEXT,
    PRIMARY KEY (partner, what)
) STRICT;

-- Tills' files that were taken and moved, for as long as they are looked at: as each was when it was read,
-- and how many receipts it held.
CREATE TABLE moved_files (
    number INTEGER PRIMARY KEY,
    folder TEXT NOT NULL,
    name TEXT NOT NULL,
    size INTEGER NOT NULL,
    mtime_ns INTEGER NOT NULL,
    receipts INTEGER NOT NULL,
    at TEXT NOT NULL
) STRICT;
CREATE INDEX moved_files_folder ON moved_files (folder, number);
CREATE INDEX moved_files_at ON moved_files (at);

-- What is wiped when it was kept long enough (row 60, wiping.py). `wiped`: when, and the salted hashes of
-- what stood there, so that the same is known again. Each index holds only what still has something to wipe.
ALTER TABLE orders ADD COLUMN wiped TEXT;
ALTER TABLE receipts ADD COLUMN wiped TEXT;
ALTER TABLE intents ADD COLUMN wiped INTEGER NOT NULL DEFAULT 0;
CREATE INDEX orders_kept_ended ON orders (state_at)
    WHERE wiped IS NULL AND state IN ('completed', 'refused', 'cancelled');
CREATE INDEX orders_kept_open ON orders (received_at)
    WHERE wiped IS NULL AND state IN ('new', 'accepted', 'ready');
CREATE INDEX intents_kept ON intents (ended_at) WHERE wiped = 0 AND ended_at IS NOT NULL;
CREATE INDEX history_kept ON history (at) WHERE detail <> '' AND happening IN ('pressed', 'outcome');
CREATE INDEX scans_kept ON scans (at) WHERE code <> '';
CREATE INDEX receipts_kept ON receipts (received_at) WHERE wiped IS NULL;
CREATE INDEX postings_kept ON postings (ended_at) WHERE ended_at IS NOT NULL
    AND (payload <> '' OR last_raw <> '' OR last_words <> '' OR (reason = 'person' AND detail <> ''));
CREATE INDEX posting_attempts_kept ON posting_attempts (ended_at) WHERE ended_at IS NOT NULL AND words <> '';
CREATE INDEX intake_troubles_kept ON intake_troubles (at) WHERE reason <> '';
CREATE INDEX intake_troubles_of ON intake_troubles (store_id, pos_no, serial_num)
    WHERE seen_by IS NULL AND store_id IS NOT NULL;
CREATE INDEX refused_calls_kept ON refused_calls (last_at) WHERE show_no <> '' OR words <> '' OR others <> '';

-- What an older posdesk took out stands in pages that it gave up unblanked: they go once (schema.py).
INSERT INTO meta SELECT 'pages_to_give_up', '' WHERE EXISTS (SELECT 1 FROM audit);

-- Lines at which the trail turned: a few of a million, looked at at each start and by each look at its seals.
CREATE INDEX audit_turns ON audit (number) WHERE what IN ('journal.restored', 'journal.set_back',
    'journal.salvaged', 'seal.key', 'seal.unproven');
"""

STEP_6 = f"""{PRINTS}{CLOSING}{OWN}{SHIFTS}{REACH}{TRAINING}"""

STEP_7 = f"""{SEARCH}{THINNING}{RAWS}{HOURS}{GAPS}{RELAY}"""
