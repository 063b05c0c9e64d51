"""Acts in the journal: own ones are written in the transaction of what they tell, others' once (relay.md)."""

import json
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, NamedTuple
from uuid import uuid4

from posdesk.domain.clock import from_text, to_text
from posdesk.domain.orders.elsewhere import DoneElsewhere
from posdesk.domain.orders.intent import Kind, Outcome
from posdesk.domain.orders.order import OrderKey, OrderState
from posdesk.domain.relay.act import Act, ActKind
from posdesk.domain.relay.packed import packed
from posdesk.journal import meta
from posdesk.journal.orders.order_rows import KEY
from posdesk.journal.relay import instance
from posdesk.journal.transaction import Transaction

KEPT = timedelta(days=7)
"""As long as the stream keeps them."""
MOST_CONTENT = 60_000  # bytes of JSON; with the rest it stays below the stream's 64 KiB
COLUMNS = (
    "id, instance, n, kind, partner, bill, ordered, counter, actor, at, outcome, state, billno, code, content"
)
"""Of a row, as `act_of` reads it."""
OTHER_MEANT = "decided 0"
"""The outcome of a `stop` by which a person said that the cancel was for another order of that number."""
_DONE = f"outcome IN ('{Outcome.CONFIRMED}', '{Outcome.SETTLED_DONE}')"
_LAST_WORDS = frozenset({ActKind.CLOSED, ActKind.REOPENED})
_SHOWN = "kind IN ('accept', 'refuse', 'ready', 'pay', 'verify', 'out')"
FOR_NOBODY = "content = CASE WHEN kind = 'order' THEN '' ELSE content END"
"""What came, or went, with an order's own text is no longer needed: the order is there."""


class Standing(StrEnum):
    """Where an act stands here."""

    UNSENT = "unsent"
    SENT = "sent"
    BACK = "back"
    APPLIED = "applied"
    WAITING = "waiting"
    PASSED = "passed"


def tell(  # noqa: PLR0917 - an act: what, of which order, by whom, how, and with it
    tx: Transaction,
    kind: ActKind,
    key: OrderKey | None = None,
    actor: str = "",
    outcome: str = "",
    state: OrderState | None = None,
    content: Mapping[str, object] | None = None,
) -> None:
    """Tell the store's other counters; nothing without a relay, and nothing of an own order."""
    if not tx.instance or (key is not None and key.is_training):
        return
    said = dict(content or {})
    code = str(said.pop("code", ""))
    text = json.dumps(said, ensure_ascii=False) if said else ""
    if len(text.encode()) > MOST_CONTENT:
        short = packed(text)
        text = short if len(short) <= MOST_CONTENT else json.dumps({"too_long": len(text)})
    act = Act(
        id=str(uuid4()),
        instance=tx.instance,
        n=meta.count_up(tx.db, instance.N),
        kind=kind,
        key=key,
        counter=tx.counter,
        actor=actor,
        at=_moment(tx, kind, key),
        outcome=outcome,
        state=state,
        billno=_billno(tx.db, key),
    )
    _insert(tx, act, code, text, Standing.UNSENT)
    tx.touch("acts")


def _moment(tx: Transaction, kind: ActKind, key: OrderKey | None) -> datetime:
    """Now; of a last word that counts by its time never before what it answers, whatever the clocks say."""
    if kind not in _LAST_WORDS or key is None:
        return tx.now
    asked = (
        f"SELECT max(at) FROM acts WHERE {KEY} AND kind IN ('closed', 'reopened') AND standing <> 'waiting'"
    )
    (last,) = tx.db.execute(asked, key).fetchone()
    return max(tx.now, from_text(last) + timedelta(microseconds=1)) if last else tx.now


def _billno(db: sqlite3.Connection, key: OrderKey | None) -> str:
    row = db.execute(f"SELECT billno FROM orders WHERE {KEY}", key).fetchone() if key is not None else None
    return str(row[0]) if row else ""


def put(tx: Transaction, act: Act, standing: Standing, came: datetime | None = None) -> None:
    """Write another journal's act down; what it brings with it is kept while it waits.

    `came` (aware) is when it came, where that is not by our clock.
    """
    content = {name: value for name, value in act.content.items() if name != "code"}
    text = json.dumps(content, ensure_ascii=False, default=str) if content else ""
    if standing is not Standing.WAITING and act.kind in {ActKind.ORDER, ActKind.RECEIPT}:
        text = ""
    _insert(tx, act, str(act.content.get("code", "")), text, standing, came)
    tx.touch("acts", act.key)


def _insert(  # noqa: PLR0917 - a row
    tx: Transaction, act: Act, code: str, content: str, standing: Standing, came: datetime | None = None
) -> None:
    key, at = act.key or (None, None, None), to_text(came) if came is not None else tx.at
    tx.db.execute(
        f"INSERT INTO acts ({COLUMNS}, came_at, standing) VALUES ({','.join('?' * 17)})",
        (
            *(act.id, act.instance, act.n, act.kind, *key, act.counter, act.actor, to_text(act.at)),
            *(act.outcome, act.state or "", act.billno, code, content, at, standing),
        ),
    )


def act_of(row: Sequence[Any]) -> Act:
    """An act from its row in the columns' order."""
    ident, journal, n, kind, partner, bill, ordered, counter, actor, at, *rest = row
    outcome, state, billno, code, content = rest
    said = json.loads(content) if content else {}
    return Act(
        id=ident,
        instance=journal,
        n=n,
        kind=ActKind(kind),
        key=OrderKey(partner, bill, ordered) if partner is not None else None,
        counter=counter,
        actor=actor,
        at=from_text(at),
        outcome=outcome,
        state=OrderState(state) if state else None,
        billno=billno,
        content={**said, "code": code} if code else said,
    )


def note_of(content: str) -> str:
    """What somebody wrote to it, out of an act's content as it stands in its row."""
    return str(json.loads(content).get("note", "")) if content else ""


def standing_of(db: sqlite3.Connection, act_id: str) -> Standing | None:
    """Where an act stands; None for one that is not here."""
    row = db.execute("SELECT standing FROM acts WHERE id = ?", (act_id,)).fetchone()
    return Standing(row[0]) if row else None


def unsent(db: sqlite3.Connection, most: int = 100) -> tuple[Act, ...]:
    """The own acts that the stream has not acknowledged, in the order in which they were done."""
    asked = f"SELECT {COLUMNS} FROM acts WHERE standing = 'unsent' ORDER BY number LIMIT ?"
    return tuple(map(act_of, db.execute(asked, (most,)).fetchall()))


def sent(tx: Transaction, ids: Iterable[str]) -> None:
    """The stream has acknowledged them."""
    tx.db.executemany(
        "UPDATE acts SET standing = 'sent' WHERE id = ? AND standing = 'unsent'", [(each,) for each in ids]
    )


def read_back(tx: Transaction, act_id: str) -> None:
    """It came out of the stream again: there it stands for every counter."""
    tx.db.execute(
        f"UPDATE acts SET standing = 'back', {FOR_NOBODY} WHERE id = ? AND standing IN ('unsent', 'sent')",
        (act_id,),
    )


def send_again(tx: Transaction, before: datetime) -> int:
    """What was acknowledged before then and never came out: the stream lost it. Returns how many."""
    again = tx.db.execute(
        "UPDATE acts SET standing = 'unsent' WHERE standing = 'sent' AND came_at < ? AND came_at >= ?",
        (to_text(before), to_text(tx.now - KEPT)),
    ).rowcount
    if again:
        tx.touch("acts")
    return again


def doubt_all(tx: Transaction) -> int:
    """The stream is read from its beginning, and may be another: what it holds comes back. Returns how many.

    An order's own text went when it came back first: it is not sent again.
    """
    return tx.db.execute(
        "UPDATE acts SET standing = 'sent' WHERE standing = 'back' AND came_at >= ?"
        " AND kind NOT IN ('hello', 'order')",
        (to_text(tx.now - KEPT),),
    ).rowcount


def of_order(db: sqlite3.Connection, key: OrderKey, own: str) -> tuple[DoneElsewhere, ...]:
    """What other journals than `own` did with an order, and is so, oldest first."""
    rows = db.execute(
        f"SELECT kind, counter, actor, min(at, came_at) FROM acts WHERE {KEY} AND instance <> ?"
        f" AND standing = 'applied' AND {_SHOWN} AND ({_DONE} OR kind = 'out') ORDER BY at, number",
        (*key, own),
    )
    return tuple(
        DoneElsewhere(None if kind == ActKind.OUT else Kind(kind), counter, actor, from_text(at))
        for kind, counter, actor, at in rows
    )


def given_out_by(db: sqlite3.Connection, key: OrderKey, own: str) -> Mapping[str, datetime]:
    """The other journals than `own` by which an order was given out, each with when that was heard here."""
    rows = db.execute(
        f"SELECT instance, max(came_at) FROM acts WHERE {KEY} AND instance <> ? AND kind = 'out'"
        " AND standing = 'applied' GROUP BY instance",
        (*key, own),
    )
    return {journal: from_text(came) for journal, came in rows}


def is_told(tx: Transaction, kind: ActKind, key: OrderKey, seq: str) -> bool:
    """Whether this instance told of that intent already."""
    row = tx.db.execute(
        f"SELECT 1 FROM acts WHERE {KEY} AND instance = ? AND kind = ? AND instr(content, ?) > 0 LIMIT 1",
        (*key, tx.instance, kind, seq),
    ).fetchone()
    return row is not None


class By(NamedTuple):
    """Who did something: a counter, its journal, and the intent's number where it was one's."""

    counter: str
    instance: str
    seq: str = ""


def done_by_another(db: sqlite3.Connection, key: OrderKey, kinds: Sequence[ActKind], by: By) -> bool:
    """Whether any of these was done with an order at another counter, or by another journal of the same.

    An intent that stands in both, since one is the other's older copy, was done once.
    """
    row = db.execute(
        f"SELECT 1 FROM acts WHERE {KEY} AND kind IN ({','.join('?' * len(kinds))})"
        " AND (counter <> ? OR (instance <> ? AND (? = '' OR instr(content, ?) = 0)))"
        f" AND standing <> 'waiting' AND ({_DONE} OR kind = 'out') LIMIT 1",
        (*key, *kinds, *by, by.seq),
    ).fetchone()
    return row is not None


def stop_told(db: sqlite3.Connection, key: OrderKey) -> bool:
    """Whether somebody, at whichever counter, acknowledged that this order was cancelled.

    That a cancel was for another order of its number is no word on a later cancel of its own.
    """
    row = db.execute(
        f"SELECT 1 FROM acts WHERE {KEY} AND kind = 'stop' AND outcome <> '{OTHER_MEANT}' LIMIT 1", key
    ).fetchone()
    return row is not None


def may_be_made_elsewhere(db: sqlite3.Connection, key: OrderKey, since: datetime | None = None) -> bool:
    """Whether another counter's accept may have left, or it was ready there; first told after `since`.

    An intent that ended later had begun before: its acts have one content.
    """
    row = db.execute(
        f"SELECT 1 FROM acts WHERE {KEY} AND kind IN ('accept', 'ready') AND (outcome = 'unknown' OR {_DONE})"
        " GROUP BY content HAVING min(at) > ? LIMIT 1",
        (*key, to_text(since) if since else ""),
    ).fetchone()
    return row is not None
