"""Calls of platforms that were turned away, until somebody has seen to it.

A call that proved its sender and was refused for what stands in it has a row of its own. What comes here is
masked already. The raw text goes as long after the call came last as personal data is kept, the row as long
after it was ended (product row 60, wiping.py).

Calls under a partner's appid that are wrongly signed, or not at all, have one row a partner, whoever made
them: strangers can make any number of them, so the engine gathers them and writes seldom
(engine/listening/turned_away.py).
"""

import sqlite3
from datetime import datetime, timedelta

from posdesk.domain.clock import from_text, to_text
from posdesk.domain.key_text import compared
from posdesk.domain.orders.refused import (
    CountedCalls,
    Refused,
    RefusedCall,
    RefusedKind,
    TurnedAway,
    WrongSigns,
)
from posdesk.journal.audit import audit
from posdesk.journal.transaction import Transaction
from posdesk.records import dataclass

MOST_OPEN = 200  # a partner; what comes beyond is counted
TOPIC = "refusals"
_COLUMNS = "number, partner, kind, tbillno, show_no, field, code, words, others, first_at, last_at, count"
_OPEN = "partner = ? AND compared = ? AND kind = ? AND field = ? AND code = ? AND ended_at IS NULL"


def note(tx: Transaction, partner: str, refused: Refused) -> None:
    """Keep a refused call; the same again is counted on its row, over 200 open ones are only counted."""
    tx.touch(TOPIC)
    tx.done.discard(_none_open(partner))
    if _repeated(tx, partner, refused):
        return
    if _open_of(tx.db, partner) >= MOST_OPEN:
        count_beyond(tx, partner, MOST_OPEN)
        return
    now = to_text(tx.now)
    tx.db.execute(
        "INSERT INTO refused_calls (partner, kind, tbillno, compared, show_no, field, code, words, others,"
        " raw, count, first_at, last_at) VALUES (?,?,?,?,?,?,?,?,?,?,1,?,?)",
        (
            partner,
            refused.kind,
            refused.tbillno,
            compared(refused.tbillno),
            refused.show_no,
            refused.field,
            refused.code,
            refused.words,
            refused.others,
            refused.raw,
            now,
            now,
        ),
    )
    key, raw = (partner, refused.tbillno), tx.chain.hash_of(refused.raw)
    audit.write(tx, "call.refused", key=key, of=refused.kind, field=refused.field, code=refused.code, raw=raw)


def _repeated(tx: Transaction, partner: str, refused: Refused) -> bool:
    """Whether that very refusal stands there already; the newest words and text are kept."""
    key = (partner, compared(refused.tbillno), refused.kind, refused.field, refused.code)
    changed = tx.db.execute(
        "UPDATE refused_calls SET count = count + 1, last_at = ?, show_no = ?, words = ?, others = ?, raw = ?"
        f" WHERE {_OPEN}",
        (to_text(tx.now), refused.show_no, refused.words, refused.others, refused.raw, *key),
    ).rowcount
    return changed > 0


def _open_of(db: sqlite3.Connection, partner: str, most: int = MOST_OPEN) -> int:
    row = db.execute(
        "SELECT count(*) FROM (SELECT 1 FROM refused_calls INDEXED BY refused_calls_open"
        " WHERE partner = ? AND ended_at IS NULL LIMIT ?)",
        (partner, most),
    ).fetchone()
    return int(row[0])


def count_beyond(tx: Transaction, partner: str, most: int) -> None:
    """One more of a partner that is only counted, since `most` are kept."""
    tx.touch(TOPIC)
    now = to_text(tx.now)
    first = tx.db.execute(
        "INSERT INTO counted_calls (partner, what, count, first_at, last_at) VALUES (?, 'beyond', 1, ?, ?)"
        " ON CONFLICT (partner, what) DO UPDATE SET count = count + 1, last_at = excluded.last_at"
        " RETURNING count",
        (partner, now, now),
    ).fetchone()
    if first == (1,):
        audit.write(tx, "call.refused.only_counted", key=(partner, ""), most=most)


def _none_open(partner: str) -> str:
    return f"no refused call of {partner} is open"


def is_any_open(tx: Transaction, partner: str) -> bool:
    """Whether a partner's refused call is open; that none is holds until one is noted."""
    said = _none_open(partner)
    if said not in tx.done and _open_of(tx.db, partner, 1) == 0:
        tx.done.add(said)
    return said not in tx.done


def taken(
    tx: Transaction, partner: str, kind: RefusedKind, tbillno: str, since: datetime | None = None
) -> None:
    """Such a call about that bill was taken: what refused the earlier ones is mended.

    What came last before `since` was about another order of that number, and stays.
    """
    if not is_any_open(tx, partner):
        return
    ended = tx.db.execute(
        "UPDATE refused_calls SET ended_by = '', ended_at = ? WHERE partner = ? AND compared = ?"
        " AND kind IN (?, '') AND ended_at IS NULL AND last_at >= ?",
        (to_text(tx.now), partner, compared(tbillno), kind, to_text(since) if since else ""),
    ).rowcount
    if ended:
        audit.write(tx, "call.refused.taken", key=(partner, tbillno), of=kind, count=ended)
        tx.touch(TOPIC)


def see(tx: Transaction, number: int, actor: str) -> None:
    """Mark a refused call as dealt with; only the first time counts."""
    row = tx.db.execute(
        "UPDATE refused_calls SET ended_by = ?, ended_at = ? WHERE number = ? AND ended_at IS NULL"
        " RETURNING partner, tbillno",
        (actor, to_text(tx.now), number),
    ).fetchone()
    if row is not None:
        audit.write(tx, "call.refused.seen", actor=actor, key=(row[0], row[1]), number=number)
        tx.touch(TOPIC)


def see_beyond(tx: Transaction, partner: str, actor: str) -> None:
    """Mark the count of calls beyond the kept ones as read."""
    row = tx.db.execute(
        "DELETE FROM counted_calls WHERE partner = ? AND what = 'beyond' RETURNING count", (partner,)
    ).fetchone()
    if row is not None:
        audit.write(tx, "call.refused.seen", actor=actor, key=(partner, ""), count=row[0])
        tx.touch(TOPIC)


def open_ones(db: sqlite3.Connection) -> tuple[RefusedCall, ...]:
    """Refused calls that nobody dealt with and that did not succeed since, oldest first, without text."""
    rows = db.execute(
        f"SELECT {_COLUMNS} FROM refused_calls INDEXED BY refused_calls_open WHERE ended_at IS NULL"
        " ORDER BY number"
    )
    return tuple(_call(*row) for row in rows)


def _call(  # noqa: PLR0917 - a row
    number: int,
    partner: str,
    kind: str,
    tbillno: str,
    show_no: str,
    field: str,
    code: int,
    words: str,
    others: str,
    first_at: str,
    last_at: str,
    count: int,
) -> RefusedCall:
    what = Refused(RefusedKind(kind), tbillno, show_no, field, code, words, others)
    return RefusedCall(number, partner, what, from_text(first_at), from_text(last_at), count)


def beyond(db: sqlite3.Connection) -> tuple[CountedCalls, ...]:
    """Of which partners more were refused than are kept, and how many."""
    rows = db.execute(
        "SELECT partner, count, first_at, last_at FROM counted_calls WHERE what = 'beyond' ORDER BY partner"
    )
    return tuple(CountedCalls(name, count, from_text(a), from_text(b)) for name, count, a, b in rows)


AUDITED_EVERY = timedelta(hours=1)
_OF = "partner = ? AND what = 'wrong_sign'"


@dataclass(frozen=True, slots=True)
class GatheredSigns:
    """A partner's wrongly signed calls since the last writing; since `since` too many to be chance."""

    count: int
    first_at: datetime
    last_at: datetime
    since: datetime | None = None


def add_wrong_signs(tx: Transaction, partner: str, gathered: GatheredSigns) -> None:
    """Count them on the partner's row; one audit line an hour at most."""
    since = to_text(gathered.since) if gathered.since else None
    times = to_text(gathered.first_at), to_text(gathered.last_at)
    row = tx.db.execute(
        "INSERT INTO counted_calls (partner, what, count, first_at, last_at, since)"
        " VALUES (?, 'wrong_sign', ?, ?, ?, ?) ON CONFLICT (partner, what) DO UPDATE SET"
        " count = count + excluded.count, last_at = excluded.last_at, since = coalesce(since, excluded.since)"
        " RETURNING count, audited_at",
        (partner, gathered.count, *times, since),
    ).fetchone()
    tx.touch(TOPIC)
    count, audited_at = row
    if audited_at is None or abs(tx.now - from_text(audited_at)) >= AUDITED_EVERY:
        audit.write(tx, "call.wrong_sign", key=(partner, ""), count=count, last=times[1])
        tx.db.execute(f"UPDATE counted_calls SET audited_at = ? WHERE {_OF}", (to_text(tx.now), partner))


def end_wrong_signs(tx: Transaction, partner: str) -> None:
    """A rightly signed call came after them: the appkey is right."""
    if tx.db.execute(
        f"UPDATE counted_calls SET since = NULL WHERE {_OF} AND since <> ''", (partner,)
    ).rowcount:
        audit.write(tx, "call.wrong_sign.over", key=(partner, ""))
        tx.touch(TOPIC)


def see_wrong_signs(tx: Transaction, actor: str) -> None:
    """Mark all wrongly signed calls as read."""
    seen = tx.db.execute(
        "UPDATE counted_calls SET since = NULL WHERE what = 'wrong_sign' AND since <> '' RETURNING partner"
    ).fetchall()
    for (partner,) in sorted(seen):
        audit.write(tx, "call.wrong_sign.seen", actor=actor, key=(partner, ""))
        tx.touch(TOPIC)


def all_wrong_signs(db: sqlite3.Connection) -> tuple[WrongSigns, ...]:
    """A partner's row each."""
    rows = db.execute(
        "SELECT partner, count, first_at, last_at, since FROM counted_calls WHERE what = 'wrong_sign'"
        " ORDER BY partner"
    )
    return tuple(
        WrongSigns(name, count, from_text(first), from_text(last), from_text(since) if since else None)
        for name, count, first, last, since in rows
    )


def turned_away(db: sqlite3.Connection) -> TurnedAway:
    """All refused and wrongly signed calls that are open."""
    return TurnedAway(open_ones(db), beyond(db), all_wrong_signs(db))
