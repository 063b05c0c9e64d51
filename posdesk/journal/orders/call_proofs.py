"""What rightly signed calls of a partner have proven: that they come in from outside, and how it signs.

A proof of a form holds for its `print` alone, a salted hash of form, appid and key that the engine makes
(engine/listening/form_print.py): another key or form has another one, and nothing is proven of it.
"""

import sqlite3
from datetime import datetime

from posdesk.domain.clock import from_text, to_text
from posdesk.journal.audit import audit
from posdesk.journal.transaction import Transaction
from posdesk.records import dataclass


@dataclass(frozen=True, slots=True)
class OutsideCall:
    """The last call of a partner from outside: when it came (aware), from which peer address."""

    at: datetime
    address: str


@dataclass(frozen=True, slots=True)
class FormProof:
    """The first call that was rightly signed so: when it came (aware), and the print that it proved."""

    at: datetime
    print: str


def note_outside(tx: Transaction, partner: str, call: OutsideCall) -> None:
    """A call came in from outside; the first one of a partner is told in the audit."""
    known = tx.db.execute(
        "INSERT INTO outside_calls VALUES (?,?,?) ON CONFLICT (partner) DO NOTHING",
        (partner, to_text(call.at), call.address),
    ).rowcount
    if known:
        audit.write(tx, "call.outside.first", key=(partner, ""))
        return
    tx.db.execute(
        "UPDATE outside_calls SET at = ?, address = ? WHERE partner = ?",
        (to_text(call.at), call.address, partner),
    )


def note_form(tx: Transaction, partner: str, proof: FormProof, *, outside: bool) -> None:
    """A form was proven; what the same partner's calls proved of another one is gone."""
    tx.db.execute(
        "INSERT OR REPLACE INTO form_proofs VALUES (?,?,?,?)",
        (partner, int(outside), to_text(proof.at), proof.print),
    )
    audit.write(tx, "call.form.proven", key=(partner, ""), outside=outside)


def outside_calls(db: sqlite3.Connection) -> dict[str, OutsideCall]:
    """The last call from outside, by partner; a row a partner."""
    rows = db.execute("SELECT partner, at, address FROM outside_calls")
    return {partner: OutsideCall(from_text(at), address) for partner, at, address in rows}


def form_proofs(db: sqlite3.Connection) -> dict[tuple[str, bool], FormProof]:
    """What was proven of forms, by partner and whether a call from outside did it."""
    rows = db.execute("SELECT partner, outside, at, print FROM form_proofs")
    return {
        (partner, bool(outside)): FormProof(from_text(at), print_) for partner, outside, at, print_ in rows
    }
