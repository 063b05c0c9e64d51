"""Up to which line all of the trail was walked through, and when it last was from its first line on.

It stands in the journal, proven by the key of the seals: whoever can write the journal can't say that a walk
was, and one that is not proven never was. It proves nothing of the lines themselves: one that was changed
behind it is found by the next whole walk, which is why there is one each week, and `audit verify`.
"""

import json
import sqlite3
from dataclasses import asdict
from datetime import datetime, timedelta

from posdesk.domain.clock import from_text, to_text
from posdesk.journal import end_mark, meta
from posdesk.journal.audit import audit, seals, turns
from posdesk.journal.transaction import Transaction
from posdesk.records import dataclass

EVERY = timedelta(days=7)
_NAME = "audit_walked"
_WORD = "walked"  # so that no seal of the trail's end passes for one


@dataclass(frozen=True, slots=True)
class Walked:
    """All lines up to `line`, which has this hash, were walked; from the first one on last at `at` (text)."""

    line: int
    hash: str
    at: str

    def is_due(self, now: datetime) -> bool:
        """Whether all are to be walked again; a time that has not come yet is of a clock that was wrong."""
        return not timedelta() <= now - from_text(self.at) < EVERY


def last(db: sqlite3.Connection, secret: str | None) -> Walked | None:
    """What is proven of it by this key, and of this very trail; else None: all is to be walked."""
    try:
        said = json.loads(meta.value(db, _NAME) or "{}")
        proof = str(said.pop("proof"))
        walked = Walked(**said)
        from_text(walked.at)
    except (ValueError, TypeError, AttributeError, KeyError, RecursionError):
        return None
    if secret is None or not seals.is_proof(proof, _proof(db, walked, secret)):
        return None
    return walked if walked.line > 0 and audit.hash_at(db, walked.line) == walked.hash else None


def of_whole_trail(db: sqlite3.Connection, secret: str | None) -> Walked | None:
    """As `last`, where that walk began at the first line: where a damage took lines, none comes past them."""
    return None if turns.of(db).mended else last(db, secret)


def note(tx: Transaction, walked: Walked, secret: str) -> None:
    """Write down how far it came."""
    said = {**asdict(walked), "proof": _proof(tx.db, walked, secret)}
    meta.put(tx.db, _NAME, json.dumps(said))


def of_whole(walk: audit.Walk, now: datetime) -> Walked:
    """What a walk from the first line on has come to."""
    return Walked(walk.line, walk.hash, to_text(now))


def forget(tx: Transaction) -> None:
    """A walk found what is wrong: until all is walked again, nothing counts as walked."""
    meta.forget(tx.db, _NAME)


def _proof(db: sqlite3.Connection, walked: Walked, secret: str) -> str:
    return seals.proof(secret, _WORD, end_mark.id_of(db), walked.line, walked.hash, walked.at)
