"""The part of step 7 for a counter that hears by a relay (relay.md): empty in a store that has none.

What the relay keeps a single value of (its position, since when it was last heard) stands in meta.
"""

from posdesk.journal.acts_step import ACTS

STRAYS = """
-- Calls that the gateway took and this counter did not: whole until taken or closed by name. `digest` is
-- the salted hash of query and body: what comes again, after a reading from the beginning, is known.
CREATE TABLE stray_calls (
    number INTEGER PRIMARY KEY,
    digest TEXT NOT NULL UNIQUE,
    partner TEXT NOT NULL,
    received_at TEXT NOT NULL,
    at TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('order', 'cancel', 'status', '')),
    tbillno TEXT NOT NULL,
    show_no TEXT NOT NULL,
    field TEXT NOT NULL,
    code INTEGER NOT NULL,
    words TEXT NOT NULL,
    ended_at TEXT,
    ended_by TEXT NOT NULL DEFAULT '',
    query TEXT NOT NULL,
    body BLOB NOT NULL
) STRICT;
CREATE INDEX stray_calls_open ON stray_calls (number) WHERE ended_at IS NULL;
CREATE INDEX stray_calls_kept ON stray_calls (at) WHERE body <> x'';
"""

CLAIMS = """
-- What this counter knows of claims, its own and others': a row an order and group while somebody is at it.
CREATE TABLE claims (
    partner TEXT NOT NULL,
    bill TEXT NOT NULL,
    ordered TEXT NOT NULL,
    grp TEXT NOT NULL CHECK (grp IN ('verdict', 'ready', 'pay', 'out')),
    state TEXT NOT NULL CHECK (state IN ('ours', 'unclaimed', 'ending', 'theirs', 'told', 'silent')),
    counter TEXT NOT NULL,
    instance TEXT NOT NULL,
    actor TEXT NOT NULL,
    at TEXT NOT NULL,
    revision INTEGER NOT NULL,
    seen_at TEXT NOT NULL,
    seq TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (partner, bill, ordered, grp)
) STRICT;
CREATE INDEX claims_watched ON claims (state) WHERE state IN ('ending', 'theirs', 'told');
"""

AWAY = """
-- Orders that came while this counter was away, until somebody has read of them. One that came behind its
-- deadline rings never, and stays while it is new.
CREATE TABLE away_orders (
    partner TEXT NOT NULL,
    bill TEXT NOT NULL,
    ordered TEXT NOT NULL,
    late INTEGER NOT NULL CHECK (late IN (0, 1)),
    listed INTEGER NOT NULL CHECK (listed IN (0, 1)),
    came_at TEXT NOT NULL,
    PRIMARY KEY (partner, bill, ordered)
) STRICT;
"""

RELAY = f"{STRAYS}{CLAIMS}{AWAY}{ACTS}"
