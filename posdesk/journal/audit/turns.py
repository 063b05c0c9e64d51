"""The trail's turns: lines behind which another branch of the journal, or another key of its seals, counts.

A journal that goes on from an older copy of itself is another branch of it. Which one stands in the line that
begins it and in `meta`, so that a seal can say of which branch it is without looking through the trail.
"""

import json
import secrets
import sqlite3
from typing import TYPE_CHECKING

from posdesk.host.late import late
from posdesk.journal import meta
from posdesk.journal.audit import audit
from posdesk.journal.transaction import Transaction
from posdesk.records import dataclass

if TYPE_CHECKING:
    from posdesk.journal.relay import instance
else:
    instance = late("posdesk.journal.relay.instance")

RESTORED, SET_BACK, SALVAGED = "journal.restored", "journal.set_back", "journal.salvaged"
KEY, UNPROVEN = "seal.key", "seal.unproven"
_SET_BACKS = frozenset({RESTORED, SET_BACK, SALVAGED})
_BRANCH, _KEY = "audit_branch", "audit_seal_key"
_QUESTION = (  # word for word the condition of the index audit_turns
    "SELECT number, at, what, detail FROM audit WHERE what IN ('journal.restored', 'journal.set_back',"
    " 'journal.salvaged', 'seal.key', 'seal.unproven') ORDER BY number"
)


@dataclass(frozen=True, slots=True)
class SetBack:
    """The line `number` began a branch; of the one before, the journal holds the lines up to `last`."""

    number: int
    at: str
    last: int
    branch: str


@dataclass(frozen=True, slots=True)
class Turns:
    """Where a trail turned, by number of line; `keys` are names of keys, `unproven` the first and last line.

    `mended` is the line that tells of the last damage that took lines of the trail, 0 where none did.

    What stands in such a line may be anything, where another program wrote it: it then names nothing.
    """

    set_backs: tuple[SetBack, ...] = ()
    keys: tuple[tuple[int, str], ...] = ()
    unproven: tuple[tuple[int, int], ...] = ()
    mended: int = 0

    def branch_at(self, branch: str) -> int:
        """The line that began this branch; 0 for the first one, or one that is not in this trail."""
        return next((each.number for each in self.set_backs if branch and each.branch == branch), 0)

    def key_at(self, line: int) -> str:
        """The name of the key by which seals of this line were made; empty where none had begun."""
        return next((name for number, name in reversed(self.keys) if number <= line), "")


def of(db: sqlite3.Connection) -> Turns:
    """Every turn in the trail of a journal of today's schema."""
    set_backs, keys, unproven, mended = [], [], [], 0
    for number, at, what, text in db.execute(_QUESTION):
        detail = _read(text)
        if what in _SET_BACKS and "branch" in detail:
            set_backs.append(SetBack(number, at, _number(detail, "last"), str(detail["branch"])))
            mended = number if what == SALVAGED and _number(detail, "last") < number - 1 else mended
        elif what == KEY:
            keys.append((number, str(detail.get("name", ""))))
        elif what == UNPROVEN:
            unproven.append((_number(detail, "first"), _number(detail, "last")))
    return Turns(tuple(set_backs), tuple(keys), tuple(unproven), mended)


def _read(text: str) -> dict[str, object]:
    try:
        found = json.loads(text)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _number(detail: dict[str, object], name: str) -> int:
    value = detail.get(name)
    return value if isinstance(value, int) else 0


def begin(tx: Transaction, what: str, *, last: int | None = None, actor: str = "", **told: str | int) -> None:
    """Write the line that begins a branch: what made it, and the last line that it holds of the one before.

    `last` is this journal's last line where nothing else is known.
    """
    branch = secrets.token_hex(8)
    held = tx.chain.number if last is None else last
    audit.write(tx, what, actor=actor, last=held, branch=branch, **told)  # type: ignore[arg-type]  # no key
    meta.put(tx.db, _BRANCH, branch)
    if tx.instance:
        instance.renew(tx)  # the other counters of the store know more of it than it does
    if key_of(tx.db) != of(tx.db).key_at(tx.chain.number):
        meta.put(tx.db, _KEY, "")  # a damage took the line that began it: it begins anew


def last_held(db: sqlite3.Connection) -> int:
    """The last line up to which all are really there."""
    row = db.execute(
        "SELECT a.number FROM (SELECT 0 AS number UNION ALL SELECT number FROM audit) a"
        " WHERE NOT EXISTS (SELECT 1 FROM audit b WHERE b.number = a.number + 1) LIMIT 1"
    ).fetchone()
    return int(row[0])


def branch_of(db: sqlite3.Connection) -> str:
    """The branch on which a journal goes on; empty for the first one."""
    return meta.value(db, _BRANCH)


def key_of(db: sqlite3.Connection) -> str:
    """The name of the key that seals it; empty where none ever did."""
    return meta.value(db, _KEY)


def begin_key(tx: Transaction, name: str) -> bool:
    """A line for another key than the last one's; whether there was need of one."""
    if key_of(tx.db) == name:
        return False
    audit.write(tx, KEY, name=name)
    meta.put(tx.db, _KEY, name)
    return True


def tell_unproven(tx: Transaction, first: int, last: int) -> None:
    """These lines are sealed only by what comes after them: nobody can prove that they stood so before."""
    audit.write(tx, UNPROVEN, first=first, last=last)
