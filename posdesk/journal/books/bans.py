"""How long a platform told us to keep away, kept over a restart: since when, and for how many seconds.

A clock that was set back between two starts says nothing: the ban then counts from the start on, in full, and
never for longer than it was. One that was set ahead ends it early; the platform then says so once more.
"""

import logging
import sqlite3
from datetime import UTC, datetime

from posdesk.domain.books.posting import LONGEST_BAN_S
from posdesk.domain.clock import from_text, to_text
from posdesk.journal import meta
from posdesk.journal.transaction import Transaction

log = logging.getLogger(__name__)
_KEY = "ban/"


def keep(tx: Transaction, platform: str, wait_s: float) -> None:
    """Note that the platform must not be called for so many seconds from now."""
    value = f"{to_text(tx.now)} {min(max(wait_s, 0.0), LONGEST_BAN_S):.3f}"
    meta.put(tx.db, _KEY + platform, value)


def left_s(tx: Transaction, platform: str) -> float:
    """How many seconds of it are left now. Counted by this clock from now on, where it was set back since."""
    said = _said(tx.db, platform)
    if said is None:
        return 0.0
    at, length_s = said
    passed_s = (tx.now - at).total_seconds()
    if passed_s < 0:
        keep(tx, platform, length_s)
    return max(0.0, length_s - max(0.0, passed_s))


def _said(db: sqlite3.Connection, platform: str) -> tuple[datetime, float] | None:
    kept = meta.value(db, _KEY + platform)
    if not kept:
        return None
    at, _, length = kept.partition(" ")
    try:
        return from_text(at).astimezone(UTC), min(max(float(length), 0.0), LONGEST_BAN_S)
    except (ValueError, OverflowError):
        log.warning("journal: how long %s is to be left alone can't be read: %r", platform, kept)
        return None
