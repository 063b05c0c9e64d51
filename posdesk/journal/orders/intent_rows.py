"""Rows of the intents table: reading them, and the moves that orders and intents share."""

import logging
import sqlite3
from datetime import datetime
from typing import TYPE_CHECKING, Any

from posdesk.domain.clock import from_text, to_text
from posdesk.domain.orders.auto_accept import ACTOR
from posdesk.domain.orders.history import Happening
from posdesk.domain.orders.intent import Intent, Kind, Outcome, Seq, lost_to_of
from posdesk.domain.orders.order import OrderKey, OrderState, Payment
from posdesk.host.late import late
from posdesk.journal import codec, sent_rows
from posdesk.journal.audit import audit
from posdesk.journal.orders import history
from posdesk.journal.orders.order_rows import KEY
from posdesk.journal.transaction import Transaction

if TYPE_CHECKING:
    from posdesk.journal.relay import claims, own_acts
else:
    claims = late("posdesk.journal.relay.claims")  # of a store with a relay
    own_acts = late("posdesk.journal.relay.own_acts")

log = logging.getLogger(__name__)
COLUMNS = (
    "seq, partner, bill, ordered, kind, actor, counter, outcome, pressed_at, leaves_at, expires_at, next_at,"
    " ended_at, attempts, ever_unknown, needs_person, denials, last_answer, last_code, answered, settled_by,"
    " code, reason, payments, without_answer"
)


def intent_of(row: tuple[Any, ...]) -> Intent:
    """An intent from its row in `COLUMNS`' order."""
    seq, partner, bill, ordered, kind, actor, counter, outcome, pressed, leaves, *rest = row
    expires, next_at, ended, attempts, unknown, person, denials, words, code_no, answered, by, *what = rest
    code, reason, payments, without = what
    return Intent(
        seq=Seq(seq),
        key=OrderKey(partner, bill, ordered),
        kind=Kind(kind),
        actor=actor,
        counter=counter,
        outcome=Outcome(outcome),
        pressed_at=from_text(pressed),
        leaves_at=from_text(leaves),
        expires_at=codec.time_of(expires),
        next_at=codec.time_of(next_at),
        ended_at=codec.time_of(ended),
        attempts=attempts,
        ever_unknown=bool(unknown),
        needs_person=bool(person),
        denials=denials,
        last_answer=words,
        last_code=code_no,
        answered=bool(answered),
        settled_by=by,
        code=code,
        reason=reason,
        payments=codec.payments_of(payments),
        without_answer=bool(without),
    )


def select(db: sqlite3.Connection, where: str, values: tuple[Any, ...] = ()) -> tuple[Intent, ...]:
    """Intents by a condition, in the order they were pressed."""
    rows = db.execute(f"SELECT {COLUMNS} FROM intents WHERE {where} ORDER BY number", values)
    found = []
    for row in rows:
        try:
            found.append(intent_of(row))
        except ValueError:
            log.exception("journal: intent %s of %s can't be read", row[0], row[1:4])
    return tuple(found)


def get(db: sqlite3.Connection, seq: Seq) -> Intent | None:
    """An intent by its GUID."""
    found = select(db, "seq = ?", (seq,))
    return found[0] if found else None


def outcome_of(db: sqlite3.Connection, seq: Seq) -> Outcome | None:
    """What is known of an intent."""
    row = db.execute("SELECT outcome FROM intents WHERE seq = ?", (seq,)).fetchone()
    return Outcome(row[0]) if row else None


def of_order(db: sqlite3.Connection, key: OrderKey) -> tuple[Intent, ...]:
    """All intents of an order, oldest first."""
    return select(db, KEY, key)


def paid(db: sqlite3.Connection, key: OrderKey) -> tuple[Payment, ...]:
    """What was paid at the counter: payments that the platform confirmed, or a person settled as done."""
    where = f"{KEY} AND kind = 'pay' AND outcome IN ('confirmed', 'settled_done')"
    return tuple(payment for intent in select(db, where, key) for payment in intent.payments)


def open_ones(db: sqlite3.Connection) -> tuple[Intent, ...]:
    """Every intent whose outcome is still open, oldest first."""
    return select(db, sent_rows.OPEN)


def end(
    tx: Transaction,
    intent: Intent,
    outcome: Outcome,
    *,
    actor: str = "",
    words: str = "",
    settled_by: str = "",
) -> None:
    """Close an intent with an outcome; `words` are kept as what was said last, unless empty."""
    said = {"last_answer": words} if words else {}
    sent_rows.end(tx, "intents", intent.seq, outcome, settled_by, **said)
    told(tx, intent, outcome, actor=actor, detail=words)


def told(
    tx: Transaction,
    intent: Intent,
    outcome: Outcome,
    *,
    actor: str = "",
    detail: str = "",
    code: int | None = None,
) -> None:
    """Write an outcome into history and audit, and touch the card."""
    history.note(
        tx, intent.key, Happening.OUTCOME, actor=actor, kind=intent.kind, outcome=outcome, detail=detail
    )
    answer = tx.chain.hash_of(detail) if detail else None
    audit.write(
        tx,
        f"intent.{outcome}",
        actor=actor,
        key=intent.key,
        seq=intent.seq,
        kind=intent.kind,
        code=code,
        answer=answer,
    )
    if tx.instance:
        claims.ended(tx, intent, outcome)
        own_acts.of_intent(tx, intent, outcome, lost_to_of(detail))
    tx.touch("intents", intent.key)


def withdraw_queued(
    tx: Transaction, key: OrderKey, actor: str = "", kinds: frozenset[Kind] = frozenset(Kind)
) -> None:
    """Withdraw what has not left, of these kinds."""
    for intent in select(tx.db, f"{KEY} AND outcome = 'queued'", key):
        if intent.kind in kinds:
            end(tx, intent, Outcome.WITHDRAWN, actor=actor)


def leave_to_person(tx: Transaction, key: OrderKey, actor: str = "") -> None:
    """An order is closed here: what has not left is withdrawn, and what is unknown is not asked by itself."""
    withdraw_queued(tx, key, actor)
    where = f"{KEY} AND outcome = 'unknown' AND needs_person = 0"
    for intent in select(tx.db, where, key):
        sent_rows.change(tx, "intents", intent.seq, needs_person=1, next_at=None)
        tx.touch("intents", key)


def withdraw_moot(tx: Transaction, key: OrderKey, state: OrderState, actor: str = "") -> None:
    """Withdraw what makes no sense for an order that ended.

    That a completed one was ready and paid stays true, and is still told.
    """
    told_still = {Kind.READY, Kind.PAY} if state is OrderState.COMPLETED else set()
    withdraw_queued(tx, key, actor, frozenset(Kind) - told_still)


def accept_may_have_left(tx: Transaction, key: OrderKey, since: datetime | None = None) -> bool:
    """Whether somebody may be making it already: an accept sending, unknown, confirmed or settled.

    `since`: only one that was pressed after that.
    """
    row = tx.db.execute(
        f"SELECT 1 FROM intents WHERE {KEY} AND kind = 'accept'"
        " AND outcome IN ('sending', 'unknown', 'confirmed', 'settled_done') AND pressed_at > ?",
        (*key, to_text(since) if since else ""),
    ).fetchone()
    return row is not None


def settle_by_event(tx: Transaction, key: OrderKey, *, accepted: bool | None) -> None:
    """The platform's own state settles an unknown accept or refuse (contracts.md: orderStatus 1 and 2)."""
    if accepted is None:
        return
    mine = Kind.ACCEPT if accepted else Kind.REFUSE
    for intent in select(tx.db, f"{KEY} AND outcome = 'unknown' AND kind IN ('accept', 'refuse')", key):
        outcome = Outcome.CONFIRMED if intent.kind is mine else Outcome.REFUSED
        end(tx, intent, outcome, words="orderStatus 1" if accepted else "orderStatus 2")
    for intent in select(tx.db, f"{KEY} AND outcome = 'queued' AND kind IN ('accept', 'refuse')", key):
        end(tx, intent, Outcome.WITHDRAWN)


def auto_accepted_since(db: sqlite3.Connection, since: datetime) -> int:
    """How many orders were accepted by the settings' rule since then."""
    question = (
        "SELECT count(*) FROM intents INDEXED BY intents_auto"
        f" WHERE actor = '{ACTOR}' AND kind = 'accept' AND pressed_at >= ?"
    )
    return int(db.execute(question, (to_text(since),)).fetchone()[0])
