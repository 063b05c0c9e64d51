"""What this counter knows of claims (relay.md, 'Claims'): rows come and go with the work on an order."""

import sqlite3
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from posdesk.domain.clock import from_text, to_text
from posdesk.domain.orders.intent import Intent, Outcome, Seq
from posdesk.domain.orders.order import FINAL_STATES, OrderKey, OrderState
from posdesk.domain.relay.act import Act, ActKind
from posdesk.domain.relay.claim import GROUP_OF, ClaimGroup
from posdesk.domain.relay.seen_claim import UNHEARD, ClaimState, Lost, SeenClaim, Taken
from posdesk.journal.audit import audit
from posdesk.journal.orders import intent_rows
from posdesk.journal.orders.order_rows import KEY
from posdesk.journal.transaction import Transaction

_COLUMNS = "grp, state, counter, instance, actor, at, revision, seen_at, seq"
_GROUP = f"{KEY} AND grp = ?"
_GROUP_OF_ACT = {
    ActKind.ACCEPT: ClaimGroup.VERDICT,
    ActKind.REFUSE: ClaimGroup.VERDICT,
    ActKind.READY: ClaimGroup.READY,
    ActKind.PAY: ClaimGroup.PAY,
    ActKind.VERIFY: ClaimGroup.OUT,
    ActKind.OUT: ClaimGroup.OUT,
}
_BY_HAND = "grp = 'out' AND state = 'ours' AND seq = ''"
_EFFECT = frozenset({Outcome.CONFIRMED, Outcome.SETTLED_DONE})
_NO_EFFECT = frozenset({Outcome.REFUSED, Outcome.EXPIRED, Outcome.WITHDRAWN, Outcome.SETTLED_NOT_DONE})
Claims = tuple[SeenClaim, ...]


def _claim_of(row: Sequence[Any]) -> SeenClaim:
    group, state, counter, instance, actor, at, revision, seen_at, seq = row
    return SeenClaim(
        group=ClaimGroup(group),
        state=ClaimState(state),
        counter=counter,
        instance=instance,
        actor=actor,
        at=from_text(at),
        revision=revision,
        seen_at=from_text(seen_at),
        seq=seq,
    )


def of_order(db: sqlite3.Connection, key: OrderKey) -> Claims:
    """The claims of an order that are known here."""
    rows = db.execute(f"SELECT {_COLUMNS} FROM claims WHERE {KEY}", key).fetchall()
    return tuple(map(_claim_of, rows))


def get(db: sqlite3.Connection, key: OrderKey, group: ClaimGroup) -> SeenClaim | None:
    """One of them."""
    row = db.execute(f"SELECT {_COLUMNS} FROM claims WHERE {_GROUP}", (*key, group)).fetchone()
    return _claim_of(row) if row else None


def to_look_after(db: sqlite3.Connection) -> tuple[tuple[OrderKey, SeenClaim, datetime | None], ...]:
    """Those to be given back, and those of others who may fall silent, each with its order's deadline."""
    deadline = (
        "SELECT accept_by FROM orders WHERE partner = claims.partner AND bill = claims.bill"
        " AND ordered = claims.ordered"
    )
    rows = db.execute(
        f"SELECT ({deadline}), partner, bill, ordered, {_COLUMNS} FROM claims INDEXED BY claims_watched"
        " WHERE state IN ('ending', 'theirs', 'told')"
    )
    return tuple(
        (OrderKey(*row[1:4]), _claim_of(row[4:]), from_text(row[0]) if row[0] else None)
        for row in rows.fetchall()
    )


def _put(tx: Transaction, key: OrderKey, claim: SeenClaim) -> None:
    tx.db.execute(
        f"INSERT OR REPLACE INTO claims (partner, bill, ordered, {_COLUMNS})"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            *key,
            *(claim.group, claim.state, claim.counter, claim.instance, claim.actor),
            *(to_text(claim.at), claim.revision, to_text(claim.seen_at), claim.seq),
        ),
    )
    _touch(tx, key)


def _touch(tx: Transaction, key: OrderKey) -> None:
    tx.touch("claims", key)


def _held(tx: Transaction, taken: Taken, state: ClaimState, actor: str, seq: str = "") -> SeenClaim:
    """This counter's own, as it stands now."""
    return SeenClaim(
        taken.group,
        state,
        counter=tx.counter,
        instance=taken.instance,
        actor=actor,
        at=taken.at,
        revision=taken.revision,
        seen_at=tx.now,
        seq=seq,
    )


def took(tx: Transaction, key: OrderKey, taken: Taken, *, actor: str, seq: str = "") -> None:
    """In the transaction of what it was taken for: ours, or marked as sent without asking anybody.

    What goes unclaimed may be ours at the relay since an earlier attempt, or by an answer that was lost: it
    is given back with this.
    """
    state = ClaimState.UNCLAIMED if taken.is_unclaimed else ClaimState.OURS
    if taken.is_unclaimed:
        audit.write(tx, "claim.none", actor=actor, key=key, seq=seq, group=taken.group)
        known, own = get(tx.db, key, taken.group), _own(tx, key, taken)
        is_agreed = known is not None and not known.is_ours and bool(seq) and known.seq == seq
        revision = own.revision if own is not None else UNHEARD if is_agreed else 0
        taken = replace(taken, revision=revision)
    _put(tx, key, _held(tx, taken, state, actor, seq))


def asked_for(tx: Transaction, key: OrderKey, taken: Taken, *, actor: str, seq: Seq) -> None:
    """The relay did not answer what was sent: whether it is ours is not known, now or later.

    A silent holder's that somebody was asked about stays as it is: `ended` knows by it what may be ours.
    """
    known = get(tx.db, key, taken.group)
    if known is not None and not known.is_ours and known.seq == seq:
        return
    waits = intent_rows.outcome_of(tx.db, seq) is Outcome.QUEUED
    serves = _needed_by(tx, key, taken.group, seq if waits else "")
    if serves or not _is_done(tx, key, taken.group, taken.instance):
        state = ClaimState.OURS if serves else ClaimState.ENDING
        _put(tx, key, _held(tx, _asked(taken), state, actor, serves))


def asked_by_hand(tx: Transaction, key: OrderKey, taken: Taken, *, actor: str) -> None:
    """A hand-out asked for it: until it is done, or `unused`, it is held, known to be ours or not."""
    own = _own(tx, key, taken)
    serves = _needed_by(tx, key, taken.group, own.seq if own is not None else "")
    _put(tx, key, _held(tx, _asked(taken), _state_of(own, serves), actor, serves))


def _state_of(own: SeenClaim | None, serves: str) -> ClaimState:
    """Of one that an intent needs: what that one left with stays said."""
    return own.state if own is not None and serves and own.seq == serves else ClaimState.OURS


def _asked(taken: Taken) -> Taken:
    """As it is noted after the relay was asked."""
    return replace(taken, revision=UNHEARD) if taken.is_unclaimed else taken


def handed_over(tx: Transaction, key: OrderKey) -> None:
    """The goods are gone under a claim that stays held: nothing gives it back."""
    tx.db.execute(f"DELETE FROM claims WHERE {_GROUP} AND instance = ?", (*key, ClaimGroup.OUT, tx.instance))


def by_hand_before(db: sqlite3.Connection, before: datetime) -> tuple[OrderKey, ...]:
    """Whose hand-out was asked for before that and is still to be done: of a process that is no more."""
    asked = f"SELECT partner, bill, ordered FROM claims WHERE {_BY_HAND} AND seen_at < ?"
    return tuple(OrderKey(*row) for row in db.execute(asked, (to_text(before),)).fetchall())


def not_handed_out(tx: Transaction, keys: Sequence[OrderKey]) -> None:
    """Nobody was told to: their claims are to be given back."""
    for key in keys:
        tx.db.execute(f"UPDATE claims SET state = 'ending' WHERE {KEY} AND {_BY_HAND}", key)
        _touch(tx, key)


def _own(tx: Transaction, key: OrderKey, taken: Taken) -> SeenClaim | None:
    """What this journal itself, and none that it goes on from, noted of that claim as its own."""
    known = get(tx.db, key, taken.group)
    return known if known is not None and known.is_ours and known.instance == taken.instance else None


def lost(tx: Transaction, key: OrderKey, lost: Lost) -> None:
    """Another counter has it: until it is silent the order is quiet here.

    What we asked for and never heard of comes first, since it may still come: it is given back before.
    """
    known, claim = get(tx.db, key, lost.claim.group), lost.claim
    if known is not None and known.is_unheard and known.state is not ClaimState.UNCLAIMED:
        return
    is_known = known is not None and not known.is_ours and known.is_same_hold(claim)
    seen_at = min(tx.now, lost.since or tx.now)
    seen_at = known.seen_at if known is not None and is_known else seen_at
    was_silent = known is not None and is_known and known.state is ClaimState.SILENT
    _put(
        tx,
        key,
        SeenClaim(
            claim.group,
            ClaimState.SILENT if lost.is_silent or was_silent else ClaimState.THEIRS,
            counter=claim.counter,
            instance=claim.instance,
            actor=claim.actor,
            at=claim.at,
            revision=lost.revision,
            seen_at=seen_at,
        ),
    )


def fell_silent(tx: Transaction, key: OrderKey, seen: SeenClaim) -> bool:
    """Its holder did nothing: the card comes back. Returns whether that row still stood."""
    where = f"{_GROUP} AND state IN ('theirs', 'told') AND instance = ? AND at = ?"
    values = (*key, seen.group, seen.instance, to_text(seen.at))
    changed = tx.db.execute(f"UPDATE claims SET state = 'silent' WHERE {where}", values).rowcount
    if changed:
        audit.write(tx, "claim.silent", key=key, group=seen.group, holder=seen.counter)
        _touch(tx, key)
    return bool(changed)


def gone(tx: Transaction, key: OrderKey, seen: SeenClaim) -> None:
    """It is nobody's any more, or no concern of ours: forget what was seen of it, unless that is newer."""
    changed = tx.db.execute(
        f"DELETE FROM claims WHERE {_GROUP} AND state = ? AND revision = ?",
        (*key, seen.group, seen.state, seen.revision),
    ).rowcount
    if changed:
        _touch(tx, key)


def answered(tx: Transaction, act: Act) -> None:
    """Another counter told what became of what it had said it would do: applied with its act.

    One of unknown outcome is still at it: its claim stands while the counter can be seen.
    """
    if act.key is None or act.kind not in _GROUP_OF_ACT:
        return
    seen = get(tx.db, act.key, _GROUP_OF_ACT[act.kind])
    if seen is None or seen.is_ours or seen.instance != act.instance:
        return
    if act.outcome == Outcome.UNKNOWN:
        where = f"{_GROUP} AND state IN ('theirs', 'silent')"
        tx.db.execute(f"UPDATE claims SET state = 'told' WHERE {where}", (*act.key, seen.group))
        _touch(tx, act.key)
    else:
        gone(tx, act.key, seen)


def moved(tx: Transaction, key: OrderKey, target: OrderState) -> None:
    """What others were about to do has happened, by whichever word: their claims say nothing any more."""
    groups = [ClaimGroup.VERDICT]
    groups += [ClaimGroup.READY] if target is not OrderState.ACCEPTED else []
    groups += [ClaimGroup.PAY, ClaimGroup.OUT] if target in FINAL_STATES else []
    places = ", ".join("?" * len(groups))
    tx.db.execute(
        f"DELETE FROM claims WHERE {KEY} AND state IN ('theirs', 'told', 'silent') AND grp IN ({places})",
        (*key, *groups),
    )


def agree(tx: Transaction, intent: Intent) -> None:
    """A person was asked, and takes a silent holder's claim over with this intent."""
    where = f"{_GROUP} AND state = 'silent'"
    tx.db.execute(
        f"UPDATE claims SET seq = ? WHERE {where}", (intent.seq, *intent.key, GROUP_OF[intent.kind])
    )


def go_without(tx: Transaction, intent: Intent) -> None:
    """A person wants this to leave though no other counter can be asked."""
    taken = Taken(GROUP_OF[intent.kind], tx.instance, tx.now, tx.now)
    took(tx, intent.key, taken, actor=intent.actor, seq=intent.seq)


def unused(tx: Transaction, key: OrderKey, taken: Taken, actor: str) -> None:
    """It was taken, and what it was for was not done: it is to be given back, but where it serves another.

    Where the relay gave no answer `asked_for` or `asked_by_hand` noted it; else nothing was asked.
    """
    own = _own(tx, key, taken)
    if own is None and taken.is_unclaimed:
        return
    if own is not None and (own.is_unheard or own.revision > taken.revision):
        taken = replace(taken, revision=own.revision)
    serves = _needed_by(tx, key, taken.group, own.seq if own is not None else "")
    if serves:
        _put(tx, key, _held(tx, taken, _state_of(own, serves), actor, serves))
    elif not _is_done(tx, key, taken.group, taken.instance):
        _put(tx, key, _held(tx, taken, ClaimState.ENDING, actor))
    elif own is not None:
        gone(tx, key, own)


def _needed_by(tx: Transaction, key: OrderKey, group: ClaimGroup, seq: str) -> str:
    """The intent that may still have its effect under that claim: its own, or one that left; else empty."""
    for each in intent_rows.of_order(tx.db, key):
        has_left = each.outcome is not Outcome.QUEUED or each.without_answer
        if GROUP_OF[each.kind] is group and each.is_open and (has_left or each.seq == seq):
            return each.seq
    return ""


def _is_done(tx: Transaction, key: OrderKey, group: ClaimGroup, own: str) -> bool:
    """Whether another press of this counter's had that effect: who comes later must not find it free."""
    kinds = [kind for kind, its in _GROUP_OF_ACT.items() if its is group]
    row = tx.db.execute(
        f"SELECT 1 FROM acts WHERE {KEY} AND instance = ? AND kind IN ({', '.join('?' * len(kinds))})"
        " AND (kind = 'out' OR outcome IN ('confirmed', 'settled_done')) LIMIT 1",
        (*key, own, *kinds),
    ).fetchone()
    return row is not None


def ended(tx: Transaction, intent: Intent, outcome: Outcome) -> None:
    """An intent came to an end: without effect its claim is to be given back; with one it is kept there.

    So is that of goods that went out against signature, with this press or one before: whatever the platform
    says of it, they are gone. An unclaimed one may be ours at the relay all the same, and so may a silent
    holder's that this was pressed to take over: an answer that came too late told nobody.
    """
    key, group = intent.key, GROUP_OF[intent.kind]
    where, values = f"{_GROUP} AND seq = ?", (*key, group, intent.seq)
    is_gone = outcome in _NO_EFFECT and (intent.without_answer or _is_done(tx, key, group, tx.instance))
    if outcome in _EFFECT or is_gone:
        tx.db.execute(f"DELETE FROM claims WHERE {where} AND state = 'ours'", values)
    elif outcome in _NO_EFFECT:
        known = get(tx.db, key, group)
        if known is None or known.seq != intent.seq:
            return
        asked = Taken(group, tx.instance, tx.now, tx.now, UNHEARD)
        own = known if known.is_ours else _held(tx, asked, ClaimState.ENDING, intent.actor, intent.seq)
        _put(tx, key, replace(own, state=ClaimState.ENDING))


def has_old(db: sqlite3.Connection, before: datetime) -> bool:
    """Whether one was seen before that, and not since."""
    return db.execute("SELECT 1 FROM claims WHERE seen_at < ?", (to_text(before),)).fetchone() is not None


def forget_old(tx: Transaction, before: datetime) -> None:
    """What the relay itself has forgotten by now, and what is of orders long over."""
    tx.db.execute("DELETE FROM claims WHERE seen_at < ?", (to_text(before),))
