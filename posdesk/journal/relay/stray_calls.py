"""Calls that the gateway took and this counter did not (relay.md): whole until they are taken or closed.

The platform was answered 0 and sends them no more: what is lost here is lost. So they are read again after a
change, and go only when somebody closed them by name, or with all that is personal (wiping.py). Who breaks
into the gateway can send as many as the stream takes: of each platform the newest thousands are kept, more
than come to a store in a week, those before are counted as calls beyond the kept ones (refused_calls.py).
"""

import sqlite3
from collections.abc import Collection
from datetime import datetime

from posdesk.domain.clock import from_text, to_text
from posdesk.domain.orders.refused import Refused, RefusedKind
from posdesk.domain.relay.stray import CallByRelay, StrayCall
from posdesk.journal.audit import audit
from posdesk.journal.orders import refused_calls
from posdesk.journal.transaction import Transaction

TOPIC = "strays"
MOST = 5000
MOST_BYTES = 128 * 2**20  # of their texts together
LOOKED_EVERY = 50  # calls: no single one pays for a look at all
_COLUMNS = "number, partner, received_at, at, kind, tbillno, show_no, field, code, words"
_OPEN = "FROM stray_calls INDEXED BY stray_calls_open WHERE ended_at IS NULL"


def note(tx: Transaction, call: CallByRelay, why: Refused, names: Collection[str] = ()) -> bool:
    """Keep a call that was not taken. Returns False for one that is known, be it ended or not.

    `names` are the platforms that this counter has: each has its own room, all others together have one.
    """
    row = tx.db.execute(
        "INSERT INTO stray_calls (digest, partner, received_at, at, kind, tbillno, show_no, field, code,"
        " words, query, body) VALUES (?,?,?,?,?,?,?,?,?,?,?,?) ON CONFLICT (digest) DO NOTHING"
        " RETURNING number",
        (
            _digest(tx, call),
            call.partner,
            to_text(call.received),
            tx.at,
            *_told(why),
            call.query,
            call.body,
        ),
    ).fetchone()
    if row is None:
        return False
    key, digest = (call.partner, why.tbillno), _digest(tx, call)
    audit.write(tx, "call.stray", key=key, of=why.kind, field=why.field, code=why.code, call=digest)
    if row[0] % LOOKED_EVERY == 0:
        _keep_the_newest(tx, call.partner, names)
    tx.touch(TOPIC)
    return True


def _keep_the_newest(tx: Transaction, partner: str, names: Collection[str]) -> None:
    """Of too many the oldest end without their text; each is known when it is read again, and counted."""
    same, of = "partner = ?", (partner,) if partner in names else tuple(names)
    if partner not in names:
        same = f"partner NOT IN ({','.join('?' * len(names))})"
    rows = tx.db.execute(
        f"SELECT number, length(query) + length(body) {_OPEN} AND {same} ORDER BY number DESC", of
    ).fetchall()
    size = 0
    for place, (number, long) in enumerate(rows):
        size += long
        if place >= MOST or size > MOST_BYTES:
            tx.db.execute(
                "UPDATE stray_calls SET ended_at = ?, show_no = '', words = '', query = '', body = x''"
                " WHERE number = ?",
                (tx.at, number),
            )
            refused_calls.count_beyond(tx, partner if partner in names else "", MOST)


def _told(why: Refused) -> tuple[str, str, str, str, int, str]:
    return why.kind, why.tbillno, why.show_no, why.field, why.code, why.words


def _digest(tx: Transaction, call: CallByRelay) -> str:
    """Salted: of one whose text is wiped it tells nothing."""
    return tx.chain.hash_of("\n".join((call.partner, call.query, call.body.decode("latin-1"))))


def is_known(tx: Transaction, call: CallByRelay) -> bool:
    """Whether this very call stands here as a stray one, be it ended or not."""
    question = "SELECT 1 FROM stray_calls WHERE digest = ?"
    return tx.db.execute(question, (_digest(tx, call),)).fetchone() is not None


def note_act(tx: Transaction, act_id: str, partner: str, received: datetime, why: Refused) -> None:
    """Another counter told of an order that can't be read here: its number, and where it is; no text of it.

    `received` (aware) is when it told that.
    """
    added = tx.db.execute(
        "INSERT INTO stray_calls (digest, partner, received_at, at, kind, tbillno, show_no, field, code,"
        " words, query, body) VALUES (?,?,?,?,?,?,?,?,?,?,'',x'') ON CONFLICT (digest) DO NOTHING",
        (_of_act(tx, act_id), partner, to_text(received), tx.at, *_told(why)),
    ).rowcount
    if added:
        audit.write(tx, "call.stray", key=(partner, why.tbillno), of=why.kind, code=why.code, call=act_id)
        tx.touch(TOPIC)


def act_taken(tx: Transaction, act_id: str) -> None:
    """The order that an act told of is here now."""
    row = tx.db.execute(
        "UPDATE stray_calls SET ended_at = ?, words = '' WHERE digest = ? AND ended_at IS NULL"
        " RETURNING number, partner, tbillno",
        (tx.at, _of_act(tx, act_id)),
    ).fetchone()
    if row is not None:
        audit.write(tx, "call.stray.taken", key=(row[1], row[2]), number=row[0])
        tx.touch(TOPIC)


def _of_act(tx: Transaction, act_id: str) -> str:
    return tx.chain.hash_of(f"act {act_id}")


def still(tx: Transaction, number: int, why: Refused) -> None:
    """It was read again, and is not taken yet: why, as of now."""
    changed = tx.db.execute(
        "UPDATE stray_calls SET kind = ?, tbillno = ?, show_no = ?, field = ?, code = ?, words = ?"
        " WHERE number = ? AND ended_at IS NULL AND (field, code, words) <> (?, ?, ?)",
        (*_told(why), number, why.field, why.code, why.words),
    ).rowcount
    if changed:
        tx.touch(TOPIC)


def taken(tx: Transaction, number: int) -> None:
    """It was read again, and was taken in this transaction: what stood in it is an order's now."""
    row = tx.db.execute(
        "UPDATE stray_calls SET ended_at = ?, show_no = '', words = '', query = '', body = x''"
        " WHERE number = ? AND ended_at IS NULL RETURNING partner, tbillno",
        (tx.at, number),
    ).fetchone()
    if row is not None:
        audit.write(tx, "call.stray.taken", key=(row[0], row[1]), number=number)
        tx.touch(TOPIC)


def close(tx: Transaction, number: int, actor: str) -> None:
    """A person has seen to it; only the first time counts. Its text goes with what is personal."""
    row = tx.db.execute(
        "UPDATE stray_calls SET ended_at = ?, ended_by = ? WHERE number = ? AND ended_at IS NULL"
        " RETURNING partner, tbillno",
        (tx.at, actor, number),
    ).fetchone()
    if row is not None:
        audit.write(tx, "call.stray.closed", actor=actor, key=(row[0], row[1]), number=number)
        tx.touch(TOPIC)


def count(db: sqlite3.Connection) -> int:
    """How many nobody has dealt with."""
    return int(db.execute(f"SELECT count(*) {_OPEN}").fetchone()[0])


def open_ones(db: sqlite3.Connection) -> tuple[StrayCall, ...]:
    """Those that nobody dealt with, oldest first, without their text."""
    return tuple(_stray(*row) for row in db.execute(f"SELECT {_COLUMNS} {_OPEN} ORDER BY number"))


def _stray(  # noqa: PLR0917 - a row
    number: int,
    partner: str,
    received: str,
    at: str,
    kind: str,
    tbillno: str,
    show_no: str,
    field: str,
    code: int,
    words: str,
) -> StrayCall:
    what = Refused(RefusedKind(kind), tbillno, show_no, field, code, words)
    return StrayCall(number, partner, from_text(received), from_text(at), what)


def next_whole(db: sqlite3.Connection, after: int) -> tuple[int, CallByRelay] | None:
    """The next open one behind a number whose text is still here, to be read again; None behind the last."""
    row = db.execute(
        f"SELECT number, partner, query, body, received_at {_OPEN} AND number > ? AND body <> x''"
        " ORDER BY number LIMIT 1",
        (after,),
    ).fetchone()
    if row is None:
        return None
    number, partner, query, body, received = row
    return number, CallByRelay(partner, query, bytes(body), from_text(received))
