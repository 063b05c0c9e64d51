"""Every text column of the journal judged: where personal data may stand, and why nowhere else (row 60).

What is personal is wiped by wipes.py. A new column is judged here first: a test walks the schema.
"""

from types import MappingProxyType

WIPED = MappingProxyType(
    {
        "orders": {
            "show_no": "a phone in it is starred",
            "customer": "emptied",
            "phone_last4": "emptied",
            "content": "name, phone and remarks emptied, the address starred, phones elsewhere starred",
            "raw": "null; its salted hash stays in `wiped`",
            "previous": "NULL",
            "close_note": "emptied: a person's own words",
        },
        "order_raws": {"raw": "the row goes with the order's own text"},
        "name_suffixes": {"piece": "the row goes with the name"},
        "intents": {
            "last_answer": "emptied: the platform's own words, which may name a customer",
            "reason": "emptied: a cashier's own words",
            "code": "a phone in it is starred; as a number it stays, to be known as used",
        },
        "history": {"detail": "emptied where it repeats an answer or a reason"},
        "scans": {"code": "emptied: what was typed may be anything"},
        "notes": {"text": "emptied: what was noted may be anything"},
        "receipts": {
            "content": "phones in names of goods and people are starred",
            "raw": "null; its salted hashes stay in `wiped`",
        },
        "postings": {
            "last_words": "emptied",
            "last_raw": "emptied",
            "payload": "emptied",
            "detail": "emptied where it is a manager's own words; else it is a receipt's number",
        },
        "posting_attempts": {"words": "emptied"},
        "intake_troubles": {
            "name": "a phone in a file's name is starred",
            "reason": "emptied: it quotes what was handed in",
        },
        "refused_calls": {
            "show_no": "emptied, and the row goes once somebody has seen to it",
            "words": "emptied, as the row",
            "others": "emptied, as the row",
            "raw": "emptied; it is masked before it comes here",
        },
        "stray_calls": {
            "show_no": "emptied, and the row goes once somebody has seen to it",
            "words": "emptied, as the row",
            "query": "emptied, as the row",
            "body": "emptied, as the row: the call as it came",
        },
        "acts": {
            "content": "emptied: an order's text, a cashier's own words",
            "code": "a phone in it is starred; as a number it stays, to be known as used",
        },
        "drawer_moves": {"reason": "emptied: a cashier's own words"},
        "drawer_counts": {"reason": "emptied: a cashier's own words"},
        "shift_notes": {"words": "emptied: a cashier's own words"},
        "handed_over": {"words": "emptied: a cashier's own words"},
    }
)
_ID = "a number that a machine gave"
_NAME = "a name in the settings"
_STAFF = "who did it: a member of the staff, which row 61 keeps"
_TIME = "a time"
_WORD = "one of posdesk's own words"
_HASH = "salted hashes, or nothing"
KEPT = MappingProxyType(
    {
        "meta": {"key": _WORD, "value": "counts, marks, times, the salt"},
        "orders": {
            **dict.fromkeys(("bill", "tbillno", "billno"), _ID),
            **dict.fromkeys(
                ("ordered", "placed_at", "state_at", "received_at", "accept_by", "accepted_at", "closed_at"),
                _TIME,
            ),
            **dict.fromkeys(("state", "origin", "close_reason"), _WORD),
            "closed_by": _STAFF,
            **dict.fromkeys(("partner", "counter"), _NAME),
            "changed": "names of fields",
            "conflict": "a state, or names of fields",
            "passed_over": "a state and a time",
            "wiped": _HASH,
            "thinned": "a time, an amount and keyed hashes of goods",
        },
        "said_names": {"name": _STAFF, "at": _TIME},
        "intents": {
            **dict.fromkeys(("seq", "bill"), _ID),
            **dict.fromkeys(
                ("ordered", "pressed_at", "leaves_at", "expires_at", "next_at", "ended_at"), _TIME
            ),
            **dict.fromkeys(("kind", "outcome"), _WORD),
            **dict.fromkeys(("partner", "counter"), _NAME),
            **dict.fromkeys(("actor", "settled_by"), _STAFF),
            "payments": "kinds of payment of the settings, and amounts",
        },
        "history": {
            **dict.fromkeys(("at", "ordered"), _TIME),
            **dict.fromkeys(("happening", "kind", "outcome"), _WORD),
            "partner": _NAME,
            "bill": _ID,
            "actor": _STAFF,
        },
        "scans": {
            **dict.fromkeys(("at", "ordered"), _TIME),
            **dict.fromkeys(("partner", "counter"), _NAME),
            "result": _WORD,
            "actor": _STAFF,
            "bill": _ID,
        },
        "received": {"partner": _NAME, "at": _TIME},
        "heartbeats": {"counter": _NAME, "at": _TIME},
        "gaps": {
            **dict.fromkeys(("start_at", "end_at", "checked_at"), _TIME),
            "counter": _NAME,
            "reason": _WORD,
            "checked_by": _STAFF,
        },
        "audit": dict.fromkeys(
            ("at", "actor", "counter", "what", "partner", "tbillno", "seq", "detail", "hash"),
            "ids, amounts, our own words, the staff, hashes: what writes a line sees to it (audit.py)",
        ),
        "parked_events": {"partner": _NAME, "bill": _ID, "at": _TIME},
        "pushes": {"partner": _NAME, "seq": _ID, "call": _HASH, "bill": _ID, "ordered": _TIME, "at": _TIME},
        "remarks": {
            **dict.fromkeys(("at", "seen_at"), _TIME),
            "what": _WORD,
            "seen_by": _STAFF,
            **dict.fromkeys(("source", "name", "detail"), "numbers of orders and receipts, states, times"),
        },
        "receipts": {
            **dict.fromkeys(
                (
                    *("store_id", "pos_no", "serial_num", "same_store", "same_pos", "same_serial"),
                    *("bill", "original_pos", "original_serial"),
                ),
                _ID,
            ),
            **dict.fromkeys(("ordered", "received_at", "traded_at", "hour"), _TIME),
            **dict.fromkeys(("source", "door"), _WORD),
            "partner": _NAME,
            "mismatches": "amounts",
            "lacks": "what the settings lack",
            "wiped": _HASH,
            "thinned": _TIME,
        },
        "unsettled_hours": {"hour": _TIME},
        "intake_troubles": {
            **dict.fromkeys(("at", "seen_at"), _TIME),
            **dict.fromkeys(("door", "what"), _WORD),
            **dict.fromkeys(("store_id", "pos_no", "serial_num"), _ID),
            "seen_by": _STAFF,
        },
        "postings": {
            **dict.fromkeys(("seq", "target", "last_code"), _ID),
            **dict.fromkeys(("hour", "made_at", "next_at", "ended_at"), _TIME),
            **dict.fromkeys(("book", "platform", "outcome", "reason"), _WORD),
            **dict.fromkeys(("actor", "settled_by"), _STAFF),
            "counter": _NAME,
        },
        "posting_attempts": {"seq": _ID, "at": _TIME, "ended_at": _TIME, "outcome": _WORD, "code": _ID},
        "prints": {
            **dict.fromkeys(("seq", "bill"), _ID),
            **dict.fromkeys(("ordered", "made_at", "wanted_at", "next_at", "ended_at"), _TIME),
            **dict.fromkeys(("slip", "layout", "outcome", "trouble"), _WORD),
            **dict.fromkeys(("partner", "printer", "counter"), _NAME),
            **dict.fromkeys(("again_by", "settled_by"), _STAFF),
        },
        "z_slips": {
            "slip": "a Z as it was printed: sums, and staff by name; no phone is kept in it",
            "made_at": _TIME,
        },
        "notes": {
            **dict.fromkeys(("at", "ordered", "promised_at"), _TIME),
            **dict.fromkeys(("partner", "counter"), _NAME),
            "bill": _ID,
            "actor": _STAFF,
        },
        "gap_checks": {"partner": _NAME, "actor": _STAFF, "at": _TIME},
        "packing": {"partner": _NAME, "bill": _ID, "ordered": _TIME},
        "shifts": {
            **dict.fromkeys(("opened_at", "closed_at"), _TIME),
            **dict.fromkeys(("opened_by", "closed_by"), _STAFF),
            "counter": _NAME,
        },
        "drawer_moves": {"at": _TIME, "what": _WORD, "actor": _STAFF},
        "drawer_counts": {
            "at": _TIME,
            "actor": _STAFF,
            **dict.fromkeys(("pieces", "cash"), "counts and amounts"),
        },
        "shift_notes": {"at": _TIME, "actor": _STAFF},
        "handed_over": {
            "at": _TIME,
            "line": _WORD,
            **dict.fromkeys(("name", "actor"), _STAFF),
            "items": "GUIDs, keys of orders and receipts, hours",
        },
        "zs": {
            "at": _TIME,
            **dict.fromkeys(
                ("figures", "words"), "counts, amounts, names of tenders and of the staff: never typed words"
            ),
            "layout": _WORD,
            "digest": _HASH,
        },
        "losses": {
            **dict.fromkeys(("at", "seen_at"), _TIME),
            "what": "a table's name",
            "kept": "the name of a file of ours",
            "seen_by": _STAFF,
        },
        "refused_calls": {
            **dict.fromkeys(("first_at", "last_at", "ended_at"), _TIME),
            **dict.fromkeys(("tbillno", "compared"), _ID),
            "partner": _NAME,
            "kind": _WORD,
            "field": "the name of a field",
            "ended_by": _STAFF,
        },
        "stray_calls": {
            **dict.fromkeys(("received_at", "at", "ended_at"), _TIME),
            "digest": _HASH,
            "tbillno": _ID,
            "partner": _NAME,
            "kind": _WORD,
            "field": "the name of a field",
            "ended_by": _STAFF,
        },
        "claims": {
            **dict.fromkeys(("ordered", "at", "seen_at"), _TIME),
            **dict.fromkeys(("bill", "seq", "instance"), _ID),
            **dict.fromkeys(("partner", "counter"), _NAME),
            **dict.fromkeys(("grp", "state"), _WORD),
            "actor": _STAFF,
        },
        "away_orders": {
            **dict.fromkeys(("ordered", "came_at"), _TIME),
            "bill": _ID,
            "partner": _NAME,
        },
        "acts": {
            **dict.fromkeys(("id", "instance", "bill", "billno"), _ID),
            **dict.fromkeys(("at", "came_at", "ordered"), _TIME),
            **dict.fromkeys(("kind", "outcome", "state", "standing"), _WORD),
            **dict.fromkeys(("partner", "counter"), _NAME),
            "actor": _STAFF,
        },
        "other_counters": {
            "instance": _ID,
            "counter": _NAME,
            "heard_at": _TIME,
            "missing": "numbers of acts",
        },
        "foreign_receipts": {
            **dict.fromkeys(("same_store", "same_pos", "same_serial", "bill"), _ID),
            **dict.fromkeys(("at", "hour", "ordered"), _TIME),
            **dict.fromkeys(("counter", "partner"), _NAME),
            "source": _WORD,
        },
        "counted_calls": {
            **dict.fromkeys(("first_at", "last_at", "since", "audited_at"), _TIME),
            "partner": _NAME,
            "what": _WORD,
        },
        "outside_calls": {
            "partner": _NAME,
            "at": _TIME,
            "address": "from where a platform calls: an address of its own, or of a gateway",
        },
        "form_proofs": {"partner": _NAME, "at": _TIME, "print": _HASH},
        "moved_files": {
            "folder": "a folder on this PC",
            "name": "a till's name of its file; the row goes after a day",
            "at": _TIME,
        },
    }
)
