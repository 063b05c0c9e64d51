"""The step that keys orders by (partner, number, first `ordertime`), and receipts by their compared form.

What hangs on an order hangs on these three from now on. Rows whose numbers differ in their look only are
kept, newest first: an older one has a count behind its key, and each such number is listed for a person.
"""

import sqlite3
from datetime import datetime

from posdesk.domain.clock import to_text
from posdesk.domain.key_text import compared
from posdesk.domain.orders.dust import a_date


def register(db: sqlite3.Connection) -> None:
    """What the step asks of Python: no column, index or trigger keeps these."""
    db.create_function("posdesk_compared", 1, _compared)
    db.create_function("posdesk_ordered", 1, _ordered)


def _compared(text: object) -> str | None:
    """As a key is compared; blanks around it were no part of it, though earlier versions kept them."""
    return None if text is None else compared(str(text)).strip()


def _ordered(text: object) -> str:
    """A content's `ordered_at` as the journal writes times; empty where there is none that can be read.

    One of 1970 is none, though earlier versions took it for a time.
    """
    try:
        moment = a_date(datetime.fromisoformat(str(text)))
        return to_text(moment) if moment is not None else ""
    except (ValueError, OverflowError):
        return ""


def _ordered_of_lost(row: str) -> str:
    """Of whose order the journal has lost nobody knows the time; two look-alikes stay two."""
    bill = f"posdesk_compared({row}.tbillno)"
    taken = f"SELECT 1 FROM orders_5 t WHERE t.partner = {row}.partner AND t.bill = {bill} AND t.ordered = ''"
    is_free = f"{row}.tbillno = {bill} AND NOT EXISTS ({taken})"
    return f"CASE WHEN {is_free} THEN '' ELSE '#' || {row}.tbillno END"


IDENTITY = f"""
CREATE TABLE orders_5 (
    number INTEGER PRIMARY KEY,
    partner TEXT NOT NULL,
    bill TEXT NOT NULL,
    ordered TEXT NOT NULL,
    placed_at TEXT NOT NULL,
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
    passed_over TEXT NOT NULL DEFAULT '',
    -- 2: a cancel came for a number that several open orders have: a person says which of them it is for
    stop_open INTEGER NOT NULL DEFAULT 0 CHECK (stop_open IN (0, 1, 2)),
    completion INTEGER,
    UNIQUE (partner, bill, ordered)
) STRICT;
-- What is sorted is small: whole rows would be written out and read again.
CREATE TEMP TABLE order_keys (number INTEGER PRIMARY KEY, bill TEXT, ordered TEXT, place INTEGER);
INSERT INTO order_keys
SELECT number, bill, ordered, row_number() OVER (PARTITION BY partner, bill, ordered ORDER BY number DESC)
FROM (SELECT number, partner, posdesk_compared(tbillno) AS bill, posdesk_ordered(
        CASE WHEN json_valid(content) THEN content ->> '$.ordered_at' END) AS ordered FROM orders);
INSERT INTO orders_5 (number, partner, bill, ordered, placed_at, tbillno, billno, counter, state, state_at,
    origin, received_at, accept_by, accepted_at, show_no, customer, phone_last4, content, raw, previous,
    changed, conflict, stop_open, completion)
SELECT number, partner, bill,
    ordered || CASE WHEN place > 1 THEN '#' || place ELSE '' END,
    CASE WHEN ordered <> '' THEN ordered ELSE received_at END, tbillno, billno, counter, state, state_at,
    origin, received_at, accept_by, accepted_at, show_no, customer, phone_last4, content, raw, previous,
    changed, conflict, stop_open, completion
FROM orders JOIN order_keys USING (number) ORDER BY number;
DROP TABLE order_keys;

CREATE TABLE intents_5 (
    number INTEGER PRIMARY KEY,
    seq TEXT NOT NULL UNIQUE,
    partner TEXT NOT NULL,
    bill TEXT NOT NULL,
    ordered TEXT NOT NULL,
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
    denials INTEGER NOT NULL DEFAULT 0,
    last_answer TEXT NOT NULL DEFAULT '',
    last_code INTEGER,
    answered INTEGER NOT NULL DEFAULT 0,
    settled_by TEXT NOT NULL DEFAULT '',
    code TEXT NOT NULL DEFAULT '',
    reason TEXT NOT NULL DEFAULT '',
    payments TEXT NOT NULL DEFAULT '[]',
    without_answer INTEGER NOT NULL DEFAULT 0,
    FOREIGN KEY (partner, bill, ordered) REFERENCES orders (partner, bill, ordered)
) STRICT;
INSERT INTO intents_5 (number, seq, partner, bill, ordered, kind, counter, actor, outcome, pressed_at,
    leaves_at, expires_at, next_at, ended_at, attempts, ever_unknown, needs_person, denials, last_answer,
    last_code, answered, settled_by, code, reason, payments, without_answer)
SELECT i.number, i.seq, i.partner, coalesce(n.bill, posdesk_compared(i.tbillno)),
    coalesce(n.ordered, {_ordered_of_lost("i")}), i.kind, i.counter, i.actor,
    i.outcome, i.pressed_at, i.leaves_at, i.expires_at, i.next_at, i.ended_at,
    i.attempts, i.ever_unknown, i.needs_person, i.denials, i.last_answer, i.last_code, i.answered,
    i.settled_by, i.code, i.reason, i.payments, i.without_answer
FROM intents i LEFT JOIN orders o ON o.partner = i.partner AND o.tbillno = i.tbillno
    LEFT JOIN orders_5 n ON n.number = o.number ORDER BY i.number;

CREATE TABLE history_5 (
    number INTEGER PRIMARY KEY,
    partner TEXT NOT NULL,
    bill TEXT NOT NULL,
    ordered TEXT NOT NULL,
    at TEXT NOT NULL,
    happening TEXT NOT NULL,
    actor TEXT NOT NULL DEFAULT '',
    kind TEXT,
    outcome TEXT,
    detail TEXT NOT NULL DEFAULT ''
) STRICT;
INSERT INTO history_5
SELECT h.number, h.partner, coalesce(n.bill, posdesk_compared(h.tbillno)), coalesce(n.ordered, ''), h.at,
    h.happening, h.actor, h.kind, h.outcome, h.detail
FROM history h LEFT JOIN orders o ON o.partner = h.partner AND o.tbillno = h.tbillno
    LEFT JOIN orders_5 n ON n.number = o.number ORDER BY h.number;

CREATE TABLE scans_5 (
    number INTEGER PRIMARY KEY,
    at TEXT NOT NULL,
    code TEXT NOT NULL,
    result TEXT NOT NULL,
    actor TEXT NOT NULL,
    counter TEXT NOT NULL,
    partner TEXT,
    bill TEXT,
    ordered TEXT
) STRICT;
INSERT INTO scans_5
SELECT s.number, s.at, s.code, s.result, s.actor, s.counter, n.partner, n.bill, n.ordered
FROM scans s LEFT JOIN orders o ON o.partner = s.partner AND o.tbillno = s.tbillno
    LEFT JOIN orders_5 n ON n.number = o.number ORDER BY s.number;

-- What a platform said of an order that has not come, and when.
CREATE TABLE parked_5 (
    number INTEGER PRIMARY KEY,
    partner TEXT NOT NULL,
    bill TEXT NOT NULL,
    status INTEGER NOT NULL,
    at TEXT NOT NULL
) STRICT;
INSERT INTO parked_5 SELECT number, partner, posdesk_compared(tbillno), status, at FROM parked_events;

CREATE TABLE receipts_5 (
    number INTEGER PRIMARY KEY,
    store_id TEXT NOT NULL,
    pos_no TEXT NOT NULL,
    serial_num TEXT NOT NULL,
    same_store TEXT NOT NULL,
    same_pos TEXT NOT NULL,
    same_serial TEXT NOT NULL,
    source TEXT NOT NULL,
    door TEXT NOT NULL CHECK (door IN ('http', 'folder', 'command', 'order')),
    partner TEXT,
    bill TEXT,
    ordered TEXT,
    received_at TEXT NOT NULL,
    traded_at TEXT,
    hour TEXT NOT NULL,
    receipts INTEGER NOT NULL,
    returns INTEGER NOT NULL,
    items INTEGER NOT NULL,
    gross_fen INTEGER NOT NULL,
    discount_fen INTEGER NOT NULL,
    refund_fen INTEGER NOT NULL,
    original_pos TEXT,
    original_serial TEXT,
    mismatches TEXT NOT NULL DEFAULT '[]',
    lacks TEXT NOT NULL DEFAULT '',
    queued INTEGER NOT NULL DEFAULT 0 CHECK (queued IN (0, 1)),
    content TEXT NOT NULL,
    raw TEXT NOT NULL,
    UNIQUE (same_store, same_pos, same_serial),
    FOREIGN KEY (partner, bill, ordered) REFERENCES orders (partner, bill, ordered)
) STRICT;
CREATE TEMP TABLE receipt_keys
    (number INTEGER PRIMARY KEY, same_store TEXT, same_pos TEXT, same_serial TEXT, place INTEGER);
INSERT INTO receipt_keys
SELECT number, same_store, same_pos, same_serial,
    row_number() OVER (PARTITION BY same_store, same_pos, same_serial ORDER BY number DESC)
FROM (SELECT number, posdesk_compared(store_id) AS same_store, posdesk_compared(pos_no) AS same_pos,
    posdesk_compared(serial_num) AS same_serial FROM receipts);
INSERT INTO receipts_5
SELECT r.number, store_id, pos_no, serial_num, same_store, same_pos,
    same_serial || CASE WHEN place > 1 THEN char(10) || place ELSE '' END, source, door, r.partner,
    CASE WHEN r.partner IS NOT NULL THEN coalesce(n.bill, posdesk_compared(r.tbillno)) END,
    CASE WHEN r.partner IS NOT NULL THEN coalesce(n.ordered, {_ordered_of_lost("r")}) END, r.received_at,
    traded_at, hour, receipts, returns, items, gross_fen, discount_fen, refund_fen,
    posdesk_compared(original_pos_no), posdesk_compared(original_serial_num), mismatches, lacks, queued,
    r.content, r.raw
FROM receipts r JOIN receipt_keys k ON k.number = r.number
    LEFT JOIN orders o ON o.partner = r.partner AND o.tbillno = r.tbillno
    LEFT JOIN orders_5 n ON n.number = o.number
ORDER BY r.number;

-- Calls that were taken, so that the very same one is known again whatever came since.
CREATE TABLE pushes (
    number INTEGER PRIMARY KEY,
    partner TEXT NOT NULL,
    seq TEXT NOT NULL,
    call TEXT NOT NULL,
    bill TEXT NOT NULL,
    ordered TEXT NOT NULL,
    at TEXT NOT NULL
) STRICT;
CREATE INDEX pushes_seq ON pushes (partner, seq);
CREATE INDEX pushes_at ON pushes (at);

-- What a person should read once.
CREATE TABLE remarks (
    number INTEGER PRIMARY KEY,
    at TEXT NOT NULL,
    what TEXT NOT NULL,
    source TEXT NOT NULL,
    name TEXT NOT NULL,
    detail TEXT NOT NULL,
    seen_by TEXT,
    seen_at TEXT
) STRICT;
CREATE INDEX remarks_open ON remarks (number) WHERE seen_by IS NULL;
INSERT INTO remarks (at, what, source, name, detail)
SELECT max(received_at), 'alike_orders', partner, bill, group_concat(tbillno, char(10))
FROM (SELECT partner, bill, tbillno, received_at FROM orders_5 ORDER BY number DESC)
GROUP BY partner, bill HAVING count(DISTINCT tbillno) > 1;
INSERT INTO remarks (at, what, source, name, detail)
SELECT max(received_at), 'alike_receipts', same_store || '/' || same_pos, serial,
    group_concat(serial_num, char(10))
FROM (SELECT k.same_store, k.same_pos, k.same_serial AS serial, r.serial_num, r.received_at
    FROM receipt_keys p JOIN receipt_keys k USING (same_store, same_pos, same_serial)
    JOIN receipts_5 r ON r.number = k.number WHERE p.place = 2 ORDER BY k.number DESC)
GROUP BY same_store, same_pos, serial;
DROP TABLE receipt_keys;

DROP TABLE scans;
DROP TABLE history;
DROP TABLE intents;
DROP TABLE receipts;
DROP TABLE parked_events;
DROP TABLE orders;
ALTER TABLE orders_5 RENAME TO orders;
ALTER TABLE intents_5 RENAME TO intents;
ALTER TABLE history_5 RENAME TO history;
ALTER TABLE scans_5 RENAME TO scans;
ALTER TABLE parked_5 RENAME TO parked_events;
ALTER TABLE receipts_5 RENAME TO receipts;

CREATE INDEX orders_number ON orders (partner, bill, placed_at);
CREATE INDEX orders_open ON orders (state) WHERE state IN ('new', 'accepted', 'ready');
CREATE INDEX orders_open_number ON orders (partner, bill) WHERE state IN ('new', 'accepted', 'ready');
CREATE INDEX orders_stop ON orders (stop_open) WHERE stop_open > 0;
CREATE INDEX orders_ended ON orders (state_at);
CREATE INDEX orders_received ON orders (received_at);
CREATE INDEX orders_show_no ON orders (show_no);
CREATE INDEX orders_last4 ON orders (phone_last4);
CREATE INDEX orders_customer ON orders (customer);
CREATE INDEX orders_bill ON orders (bill);
CREATE UNIQUE INDEX orders_billno ON orders (billno);
CREATE UNIQUE INDEX orders_completion ON orders (completion) WHERE completion IS NOT NULL;
CREATE INDEX parked_key ON parked_events (partner, bill);
CREATE INDEX parked_at ON parked_events (at);
CREATE INDEX intents_order ON intents (partner, bill, ordered, number);
CREATE INDEX intents_code ON intents (code) WHERE kind = 'verify';
CREATE INDEX intents_open ON intents (outcome) WHERE outcome IN ('queued', 'sending', 'unknown');
CREATE INDEX intents_ended ON intents (ended_at);
-- Accept and refuse exclude each other, and nothing can be wanted twice at once.
CREATE UNIQUE INDEX intents_one_verdict ON intents (partner, bill, ordered)
    WHERE kind IN ('accept', 'refuse') AND outcome IN ('queued', 'sending', 'unknown', 'confirmed');
CREATE UNIQUE INDEX intents_one_of_a_kind ON intents (partner, bill, ordered, kind)
    WHERE outcome IN ('queued', 'sending', 'unknown', 'confirmed');
CREATE INDEX history_order ON history (partner, bill, ordered, number);
CREATE INDEX scans_at ON scans (at);
CREATE UNIQUE INDEX receipts_order ON receipts (partner, bill, ordered) WHERE partner IS NOT NULL;
CREATE INDEX receipts_hour ON receipts
    (hour, source, receipts, returns, items, gross_fen, discount_fen, refund_fen, received_at);
CREATE INDEX receipts_unqueued ON receipts (coalesce(traded_at, received_at), number)
    WHERE queued = 0 AND lacks = '';
CREATE INDEX receipts_lacking ON receipts (number) WHERE lacks <> '';
CREATE INDEX receipts_original ON receipts (original_serial) WHERE original_serial IS NOT NULL;
"""
