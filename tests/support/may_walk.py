"""What may read a table of the journal from end to end, or an index of one, and why that stays little.

Who adds a line says what keeps it small after five years; else the statement wants an index (plans.py).
"""

TABLES = {
    "meta": "some hundred names",
    "received": "a row a platform",
    "heartbeats": "a row a counter",
    "outside_calls": "a row a platform",
    "form_proofs": "two rows a platform",
    "counted_calls": "two rows a platform",
    "said_names": "as many as are offered: the others go",
    "away_orders": "what came within a week while nobody was here, and what nobody decides on",
    "claims": "what somebody is at, and a week of what left without the relay",
    "other_counters": "a row a journal of the store that was heard within a week",
    "unsettled_hours": "hours that are not done with",
    "sqlite_schema": "tables, indexes and triggers",
    "sqlite_master": "tables, indexes and triggers",
}
"""Small for ever, whoever asks."""

INDEXES = {
    **dict.fromkeys(("orders_open", "orders_stop", "intents_open", "prints_open"), "what is open"),
    **dict.fromkeys(("postings_open", "receipts_unqueued", "acts_unsent", "acts_sent"), "what is on its way"),
    "acts_waiting": "acts that wait for their order, a thousand at the most",
    **dict.fromkeys(("postings_person", "prints_person", "receipts_lacking"), "what waits for a person"),
    **dict.fromkeys(
        (
            *("intake_troubles_open", "losses_open", "remarks_open", "refused_calls_open", "gaps_open"),
            *("stray_calls_open", "claims_watched"),
        ),
        "what nobody has seen yet",
    ),
    "shifts_one_open": "one shift",
    "orders_odd_names": "names of over 255 characters",
    "audit_turns": "a line for an evening without a clean end",
}
"""Of a few rows of a large table: of what is open, and shrinks again."""

ASKED_BY = {
    "audit.turns.last_held": "after a damage; else it ends at the first line that is missing",
    "export_rows.select": "an export, by a person's command, in its own process or thread",
    "orders.bill_numbers._known": "after a damage or a restore",
    "orders.carried.is_anything_kept": "own orders, up to the first that is none",
    "orders.suffixes._backwards": "at most WALKED suffixes",
    "orders.suffixes.named": "names that are not filled in yet, after an update; then never again",
    "relay.own_acts.open_orders": "once, when a store gets its relay",
    "relay.acts.doubt_all": "a stream of acts that was made anew",
    "rescue.": "a damage, a restore, or a command of a person",
    "time_span._one": "a start after a damage, or a restore; else one row, the last",
    "schema.check_ours": "tables, indexes and triggers",
    "wiping.wiping_proof": "the proof of a wiping, by a command or a test",
}
"""By the function that asks, or the beginning of its name."""
