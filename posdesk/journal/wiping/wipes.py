"""How a row is wiped, table by table, and what keeps it from that: open, unknown or in difference (row 60).

Each takes the row's number, the moment before which it must have ended, and that of what never ends, as the
journal writes times. Each says whether it wiped the row.
"""

import sqlite3
from datetime import timedelta

from posdesk.domain.clock import to_text
from posdesk.domain.orders.order import Wiped
from posdesk.domain.orders.personal import receipt_without_personal, without_personal
from posdesk.domain.privacy import without_any_phone
from posdesk.journal import codec
from posdesk.journal.orders import order_rows, raws
from posdesk.journal.transaction import Transaction
from posdesk.journal.wiping import wiped_hashes

UNTOLD_KEPT = timedelta(days=7)
"""As long as the stream keeps an act: so long one that nobody could be told of keeps what it brings."""
_UNENDED = "outcome IN ('queued', 'sending', 'unknown')"
_WANTED = f"p.book = 'receipt' AND p.receipt = r.number AND (p.{_UNENDED} OR p.needs_person = 1)"
_TOLD = (
    "t.seen_by IS NULL AND t.store_id = r.store_id AND t.pos_no = r.pos_no AND t.serial_num = r.serial_num"
    " AND t.at >= :silent"
)
# A receipt waits where it is to be sent, may have been sent, lacks something, or differs from another one.
_WAITS = (
    f"((r.lacks <> '' AND r.received_at >= :silent) OR EXISTS (SELECT 1 FROM postings p WHERE {_WANTED})"
    f" OR EXISTS (SELECT 1 FROM intake_troubles t WHERE {_TOLD}))"
)
_IS_FREE = (
    "SELECT 1 FROM orders o WHERE o.number = :number AND o.stop_open = 0"
    " AND NOT EXISTS (SELECT 1 FROM intents i WHERE i.partner = o.partner AND i.bill = o.bill"
    f"  AND i.ordered = o.ordered AND i.{_UNENDED})"
    " AND NOT EXISTS (SELECT 1 FROM receipts r WHERE r.partner = o.partner AND r.bill = o.bill"
    f"  AND r.ordered = o.ordered AND {_WAITS})"
)
_OF_ORDER = (
    "x.partner = o.partner AND x.bill = o.bill AND x.ordered = o.ordered ORDER BY x.number DESC LIMIT 1"
)
_LAST_OF = (
    "SELECT o.content, max(o.received_at, o.state_at,"
    f" coalesce((SELECT x.at FROM history x WHERE {_OF_ORDER}), ''),"
    f" coalesce((SELECT x.pressed_at FROM intents x WHERE {_OF_ORDER}), '')) FROM orders o WHERE o.number = ?"
)
# What hangs on an order goes when that is wiped; what hangs on none that is here, by its own time.
_KEPT_WITH = (
    "NOT EXISTS (SELECT 1 FROM orders o WHERE o.partner = {0}.partner AND o.bill = {0}.bill"
    " AND o.ordered = {0}.ordered AND o.wiped IS NULL)"
)


def order(tx: Transaction, number: int, _before: str, silent: str) -> bool:
    """An order that ended."""
    if tx.db.execute(_IS_FREE, {"number": number, "silent": silent}).fetchone() is None:
        return False
    raw = ""
    try:
        raw = raws.readable(tx.db, number) or ""
        row = tx.db.execute(f"SELECT {order_rows.COLUMNS} FROM orders WHERE number = ?", (number,)).fetchone()
        found = order_rows.order_of(row)
    except (ValueError, sqlite3.OperationalError):  # damaged: nobody can read it, and nothing of it stays
        _empty(tx, number, wiped_hashes.RAW, "", wiped_hashes.of_damaged(tx, raw))
        return True
    clean = without_personal(found.content)
    show_no = "".join(clean.show_no.split())
    _empty(tx, number, codec.content_text(clean), show_no, wiped_hashes.of_order(tx, found, raw))
    tx.touch("orders", found.key)
    return True


def _empty(tx: Transaction, number: int, content: str, show_no: str, left: Wiped) -> None:
    tx.db.execute(
        "UPDATE orders SET content = ?, raw = ?, previous = NULL, show_no = ?, customer = '',"
        " close_note = '', phone_last4 = '', wiped = ? WHERE number = ?",
        (content, wiped_hashes.RAW, show_no, order_rows.wiped_text(left), number),
    )


def silent_order(tx: Transaction, number: int, before: str, silent: str) -> bool:
    """One that never ended: ninety days after its last event, press or due time it counts as ended."""
    content, last = tx.db.execute(_LAST_OF, (number,)).fetchone()
    return last < silent and not _is_due_after(content, silent) and order(tx, number, before, silent)


def _is_due_after(content: str, silent: str) -> bool:
    try:
        due_at = codec.content_of(content).due_at
    except ValueError:
        return False
    return due_at is not None and to_text(due_at) >= silent


def intent(tx: Transaction, number: int, _before: str, _silent: str) -> bool:
    """What the platform answered, what a person gave as the reason, and a code that is somebody's phone."""
    row = tx.db.execute(
        f"SELECT code FROM intents WHERE number = ? AND {_KEPT_WITH.format('intents')}", (number,)
    ).fetchone()
    if row is None:
        return False
    tx.db.execute(
        "UPDATE intents SET last_answer = '', reason = '', code = ?, wiped = 1 WHERE number = ?",
        (without_any_phone(row[0]), number),
    )
    return True


def history(tx: Transaction, number: int, _before: str, _silent: str) -> bool:
    """The words of an intent, where the order's history repeats them."""
    where = f"number = ? AND {_KEPT_WITH.format('history')}"
    return _changed(tx, f"UPDATE history SET detail = '' WHERE {where}", number)


def scan(tx: Transaction, number: int, _before: str, _silent: str) -> bool:
    """What was scanned or typed as a code: it may be anything."""
    return _changed(tx, "UPDATE scans SET code = '' WHERE number = ?", number)


def note(tx: Transaction, number: int, _before: str, _silent: str) -> bool:
    """What somebody noted to an order that is wiped."""
    return _changed(
        tx, f"UPDATE notes SET text = '' WHERE number = ? AND {_KEPT_WITH.format('notes')}", number
    )


def receipt(tx: Transaction, number: int, _before: str, silent: str) -> bool:
    """Its wire text, and phones in what stays; one that nobody sent by now is not sent any more."""
    values = {"number": number, "silent": silent}
    row = tx.db.execute(
        f"SELECT raw, content FROM receipts r WHERE r.number = :number AND NOT {_WAITS}", values
    ).fetchone()
    if row is None:
        return False
    raw, content = row
    tx.db.execute(
        "UPDATE receipts SET raw = ?, content = ?, queued = 1, wiped = ? WHERE number = ?",
        (wiped_hashes.RAW, _clean_receipt(content), wiped_hashes.of_receipt(tx, raw), number),
    )
    return True


def _clean_receipt(content: str) -> str:
    try:
        return codec.receipt_text(receipt_without_personal(codec.receipt_of(content)))
    except ValueError:  # it is damaged: nobody can read it, and nothing of it stays
        return wiped_hashes.RAW


def posting(tx: Transaction, number: int, _before: str, _silent: str) -> bool:
    """What was sent and answered, and a manager's words; a refused one that waits for a person stays."""
    return _changed(
        tx,
        "UPDATE postings SET payload = '', last_raw = '', last_words = '',"
        " detail = CASE WHEN reason = 'person' THEN '' ELSE detail END WHERE number = ? AND needs_person = 0",
        number,
    )


def attempt(tx: Transaction, number: int, _before: str, _silent: str) -> bool:
    """What was answered to one attempt, unless its posting is still wanted."""
    where = f"p.seq = posting_attempts.seq AND (p.{_UNENDED} OR p.needs_person = 1)"
    return _changed(
        tx,
        f"UPDATE posting_attempts SET words = '' WHERE number = ?"
        f" AND NOT EXISTS (SELECT 1 FROM postings p WHERE {where})",
        number,
    )


def trouble(tx: Transaction, number: int, before: str, silent: str) -> bool:
    """Why a till's file or call was not taken, in words that may quote it: once somebody has seen it."""
    where = "number = ? AND (seen_at < ? OR at < ?)"
    row = tx.db.execute(
        f"SELECT name FROM intake_troubles WHERE {where}", (number, before, silent)
    ).fetchone()
    if row is None:
        return False
    name = without_any_phone(row[0])
    return _changed(tx, "UPDATE intake_troubles SET reason = '', name = ? WHERE number = ?", name, number)


def refused_text(tx: Transaction, number: int, _before: str, _silent: str) -> bool:
    """The masked text of a call that was not taken."""
    return _changed(tx, "UPDATE refused_calls SET raw = '' WHERE number = ?", number)


def refused_call(tx: Transaction, number: int, _before: str, _silent: str) -> bool:
    """The whole row of a refused call that a person has dealt with."""
    return _changed(tx, "DELETE FROM refused_calls WHERE number = ?", number)


def refused_words(tx: Transaction, number: int, _before: str, _silent: str) -> bool:
    """The words of a refused call that nobody ever dealt with."""
    question = "UPDATE refused_calls SET show_no = '', words = '', others = '' WHERE number = ?"
    return _changed(tx, question, number)


def stray_call(tx: Transaction, number: int, _before: str, _silent: str) -> bool:
    """A call that the gateway took and we did not, as it came: the row goes, or stays without its text."""
    gone = _changed(tx, "DELETE FROM stray_calls WHERE number = ? AND ended_at IS NOT NULL", number)
    question = "UPDATE stray_calls SET show_no = '', words = '', query = '', body = x'' WHERE number = ?"
    return gone or _changed(tx, question, number)


def act(tx: Transaction, number: int, _before: str, _silent: str) -> bool:
    """What an act of a counter brought with it, and a code that is somebody's phone.

    One that nobody could be told of keeps it as long as the stream would: then it is told without, so that
    its number doesn't lack. A receipt's figures are nobody's, and are told whenever that may be.
    """
    row = tx.db.execute(
        "SELECT code FROM acts WHERE number = ? AND (standing <> 'unsent' OR (kind <> 'receipt' AND at < ?))",
        (number, to_text(tx.now - UNTOLD_KEPT)),
    ).fetchone()
    if row is None:
        return False
    code = without_any_phone(row[0])
    return _changed(tx, "UPDATE acts SET content = '', code = ? WHERE number = ?", code, number)


def drawer_move(tx: Transaction, number: int, _before: str, _silent: str) -> bool:
    """Why cash was put in or taken out, in somebody's own words."""
    return _changed(tx, "UPDATE drawer_moves SET reason = '' WHERE number = ?", number)


def drawer_count(tx: Transaction, number: int, _before: str, _silent: str) -> bool:
    """Why it was counted once more."""
    return _changed(tx, "UPDATE drawer_counts SET reason = '' WHERE number = ?", number)


def shift_note(tx: Transaction, number: int, _before: str, _silent: str) -> bool:
    """What was left for the next shift."""
    return _changed(tx, "UPDATE shift_notes SET words = '' WHERE number = ?", number)


def handed_over(tx: Transaction, number: int, _before: str, _silent: str) -> bool:
    """What was said to whoever took something over."""
    return _changed(tx, "UPDATE handed_over SET words = '' WHERE number = ?", number)


def _changed(tx: Transaction, question: str, *values: str | int) -> bool:
    return tx.db.execute(question, values).rowcount > 0


def is_free(db: sqlite3.Connection, number: int, silent: str) -> bool:
    """Whether nothing of an order is open, unknown or in difference."""
    return db.execute(_IS_FREE, {"number": number, "silent": silent}).fetchone() is not None
