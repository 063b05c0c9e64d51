"""What a shift adds up to, out of the journal each time; only a Z keeps what it was at its closing.

What happened in a shift is known by the lines of the audit trail and the numbers of receipts, not by times.
One thing only a time can tell: of a receipt that came late, that it belongs before the Z before.
"""

import logging
import sqlite3
from collections import defaultdict
from collections.abc import Iterator, Mapping
from decimal import ROUND_HALF_EVEN, Decimal
from typing import NamedTuple

from posdesk.domain.books.receipt import Figures, Receipt
from posdesk.domain.clock import from_text, in_china, to_text
from posdesk.domain.money import FEN_PER_YUAN
from posdesk.domain.orders.order import Payment
from posdesk.domain.shift.cash import Cash
from posdesk.domain.shift.checklist import LineKind
from posdesk.domain.shift.figures import After, ShiftFigures, Taken
from posdesk.domain.shift.shift import MoveKind, Rules, Shift
from posdesk.domain.shift.z import Z
from posdesk.journal import codec
from posdesk.journal.books import hour_totals
from posdesk.journal.orders.order_rows import KEY
from posdesk.journal.shifts import shift_rows

log = logging.getLogger(__name__)
_MOVES = (
    "SELECT what, json_extract(detail, '$.kind'), json_extract(detail, '$.stop'), count(*) FROM audit"
    " WHERE number >= ? AND what IN ('order.is_accepted', 'order.is_refused', 'order.is_cancelled',"
    " 'intent.confirmed') GROUP BY 1, 2, 3"
)
_PAYS = (
    "SELECT a.number, i.number, i.partner, i.bill, i.ordered, i.actor, i.payments FROM audit a"
    " JOIN intents i ON i.seq = a.seq WHERE a.number >= ? AND a.what = 'intent.pressed' AND i.kind = 'pay'"
    " AND i.outcome NOT IN ('withdrawn', 'expired') ORDER BY a.number"
)
_PAID_BEFORE = (
    f"SELECT 1 FROM intents WHERE {KEY} AND kind = 'pay' AND number < ?"
    " AND outcome NOT IN ('withdrawn', 'expired')"
)
_TILLS = (
    "SELECT content FROM receipts WHERE number > ? AND door <> 'order'"
    " AND coalesce(traded_at, received_at) >= ?"
)
_STILL_OPEN = "SELECT 1 FROM intents WHERE seq = ? AND outcome IN ('queued', 'sending', 'unknown')"


def of(db: sqlite3.Connection, shift: Shift, rules: Rules, *, last: int = 0) -> ShiftFigures:
    """What an open shift adds up to now; `last` is the line that closes it, where it is being closed."""
    moved = _moved(db, shift)
    before = shift_rows.last_z(db)
    since = to_text(before.at) if before else ""
    sold = hour_totals.sold_since(db, shift.receipt, since)
    pays = tuple(_pays(db, shift))
    in_shift = tuple(each for each in pays if each.line >= shift.opened_line)
    return ShiftFigures(
        first=shift.first,
        last=last,
        **moved,
        total=sum(sold.values(), Figures()),
        by_source=_summed(sold, 0),
        by_hour={_hour(hour): each.net_fen for hour, each in sorted(_summed(sold, 1).items())},
        by_tender=_taken(pays, rules, by_cashier=False),
        by_cashier=_taken(pays, rules, by_cashier=True),
        before_opening=_taken(
            tuple(each for each in pays if each.line < shift.opened_line), rules, by_cashier=False
        ),
        cash=cash_of(db, shift, rules, in_shift),
        after=_after(db, shift, before, since),
    )


def cash_now(db: sqlite3.Connection, shift: Shift, rules: Rules) -> Cash:
    """What went through the drawer since the shift was opened."""
    return cash_of(db, shift, rules, tuple(p for p in _pays(db, shift) if p.line >= shift.opened_line))


def _moved(db: sqlite3.Connection, shift: Shift) -> dict[str, int]:
    counts: dict[str, int] = defaultdict(int)
    for what, kind, stop, count in db.execute(_MOVES, (shift.first,)):
        if what == "intent.confirmed":
            counts["verified"] += count if kind == "verify" else 0
            continue
        counts[what.removeprefix("order.is_")] += count
        counts["stops"] += count if stop else 0
    return dict(counts)


def _summed(sold: Mapping[tuple[str, str], Figures], at: int) -> dict[str, Figures]:
    found: dict[str, Figures] = {}
    for key, figures in sold.items():
        found[key[at]] = found.get(key[at], Figures()) + figures
    return found


def _hour(text: str) -> str:
    return f"{in_china(from_text(text)):%m-%d %H}"


class _Pay(NamedTuple):
    """A payment at the counter: the audit line of its press, who took it, and in which ways."""

    line: int
    actor: str
    payments: tuple[Payment, ...]


def _pays(db: sqlite3.Connection, shift: Shift) -> Iterator[_Pay]:
    """An order is paid once: of several presses the last one counts, in the shift of the first one."""
    found: dict[tuple[str, ...], tuple[int, _Pay]] = {}
    for line, number, partner, bill, ordered, actor, payments in db.execute(_PAYS, (shift.first,)).fetchall():
        key: tuple[str, ...] = (partner, bill, ordered)
        first = found[key][0] if key in found else number
        found[key] = first, _Pay(line, actor, codec.payments_of(payments))
    for whose, (first, pay) in found.items():
        if db.execute(_PAID_BEFORE, (*whose, first)).fetchone() is None:
            yield pay


def _taken(pays: tuple[_Pay, ...], rules: Rules, *, by_cashier: bool) -> tuple[Taken, ...]:
    """What was taken, by the tender's name in the settings, or by who took it."""
    counts: dict[str, int] = defaultdict(int)
    sums: dict[str, int] = defaultdict(int)
    for pay in pays:
        for each in pay.payments:
            name = pay.actor if by_cashier else rules.tenders.get(each.code, each.name or each.code)
            counts[name] += 1
            sums[name] += _fen(each.paid)
    return tuple(Taken(name, counts[name], sums[name]) for name in counts)


def _fen(yuan: Decimal) -> int:
    return int((yuan * FEN_PER_YUAN).to_integral_value(ROUND_HALF_EVEN))


def cash_of(db: sqlite3.Connection, shift: Shift, rules: Rules, pays: tuple[_Pay, ...]) -> Cash:
    """What these payments, the receipts that tills handed in, and people put into the drawer."""
    paid = [each for pay in pays for each in pay.payments]
    unmapped = sum(each.code not in rules.tenders for each in paid)
    tendered = sum(_fen(each.paid) for each in paid if each.code in rules.cash)
    receipts, unknown = _of_tills(db, shift, rules)
    moves = shift_rows.moves(db, shift.number)
    ins = [move.amount_fen for move in moves if move.what is MoveKind.PAY_IN]
    outs = [move.amount_fen for move in moves if move.what is MoveKind.PAY_OUT]
    return Cash(
        shift.float_fen, len(ins), sum(ins), len(outs), sum(outs), tendered, receipts, unmapped + unknown
    )


def _of_tills(db: sqlite3.Connection, shift: Shift, rules: Rules) -> tuple[int, int]:
    """The cash of what tills sold since the opening, and how many receipts nobody can say of."""
    cash, unknown = 0, 0
    for (content,) in db.execute(_TILLS, (shift.cash_receipt, to_text(shift.opened_at))):
        try:
            found = _cash_in(codec.receipt_of(content), rules)
        except ValueError:
            found = None
        cash, unknown = cash + (found or 0), unknown + (found is None)
    return cash, unknown


def _cash_in(receipt: Receipt, rules: Rules) -> int | None:
    """What of a receipt was cash; None where a pay type, or how much of it, is not known."""
    tenders, is_single = receipt.tenders, len(receipt.tenders) == 1
    if not tenders or any(each.pay_type not in rules.pay_types for each in tenders):
        return None
    amounts = [each.amount_fen for each in tenders if rules.pay_types[each.pay_type]]
    if not amounts:
        return 0
    if is_single:
        return -abs(receipt.actual_fen) if receipt.is_return else receipt.actual_fen
    if None in amounts:
        return None
    paid = sum(filter(None, amounts))
    return -abs(paid) if receipt.is_return else paid - (receipt.change_fen or 0)


def _after(db: sqlite3.Connection, shift: Shift, before: Z | None, since: str) -> After:
    if before is None:
        return After()
    late = sum(hour_totals.sold_since(db, shift.receipt, since, late=True).values(), Figures())
    unknown = shift_rows.hand_overs(db, before.shift).get(LineKind.UNKNOWN)
    seqs = unknown.items if unknown else ()
    settled = sum(db.execute(_STILL_OPEN, (seq,)).fetchone() is None for seq in seqs)
    return After(before.number, late.receipts, late.returns, late.net_fen, settled)
