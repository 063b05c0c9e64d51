"""What people do with a shift: open, pay in and out, count, leave a note, hand over. Each one transaction."""

from collections.abc import Mapping
from dataclasses import dataclass

from posdesk.domain.clock import to_text
from posdesk.domain.privacy import without_any_phone
from posdesk.domain.shift.cash import sum_of_pieces
from posdesk.domain.shift.checklist import Line, LineKind
from posdesk.domain.shift.shift import MOST_FEN, MoveKind, Rules, Shift
from posdesk.errors import NotAllowed, ShiftReason
from posdesk.journal.audit import audit
from posdesk.journal.shifts import checklist_rows, shift_figures, shift_rows
from posdesk.journal.shifts.topic import TOPIC
from posdesk.journal.transaction import Transaction

_LONGEST_NAME = 20
_LONGEST_WORDS = 200


def open_shift(tx: Transaction, float_fen: int, actor: str) -> Shift:
    """Begin a shift with what lies in the drawer. Raises NotAllowed.

    Its Z goes on behind the Z before: what came while no shift was open is in it, and is said.
    """
    if shift_rows.is_open(tx.db, tx.counter):
        raise NotAllowed(ShiftReason.ALREADY_OPEN, "a shift is open")
    _check_amount(float_fen, least=0)
    before, line, number = shift_rows.last_z(tx.db), tx.chain.number + 1, shift_rows.next_number(tx.db)
    newest = int(tx.db.execute("SELECT coalesce(max(number), 0) FROM receipts").fetchone()[0])
    first, receipt = (before.last + 1, before.receipt) if before else (line, newest)
    tx.db.execute(
        "INSERT INTO shifts (number, counter, opened_at, opened_by, float_fen, first, opened_line, receipt,"
        " cash_receipt) VALUES (?,?,?,?,?,?,?,?,?)",
        (number, tx.counter, to_text(tx.now), actor, float_fen, first, line, receipt, newest),
    )
    made = current(tx)
    _say(tx, "shift.opened", made, actor, float=float_fen, first=first)
    return made


def current(tx: Transaction) -> Shift:
    """The open shift of this counter. Raises NotAllowed."""
    shift = shift_rows.open_shift(tx.db, tx.counter)
    if shift is None:
        raise NotAllowed(ShiftReason.NOT_OPEN, "no shift is open")
    return shift


def move(tx: Transaction, what: MoveKind, amount_fen: int, reason: str, actor: str) -> None:
    """Cash into the drawer or out of it, and why. Raises NotAllowed."""
    shift, why = current(tx), _words(reason)
    _check_amount(amount_fen, least=1)
    if not why:
        raise NotAllowed(ShiftReason.NO_REASON, "why was not said")
    tx.db.execute(
        "INSERT INTO drawer_moves (shift, at, what, amount_fen, reason, actor) VALUES (?,?,?,?,?,?)",
        (shift.number, to_text(tx.now), what, amount_fen, why, actor),
    )
    _say(tx, f"shift.{what}", shift, actor, amount=amount_fen, reason=tx.chain.hash_of(why))


def leave_note(tx: Transaction, words: str, actor: str) -> None:
    """Something that the next shift shall read. Raises NotAllowed."""
    shift, said = current(tx), _words(words)
    if not said:
        raise NotAllowed(ShiftReason.NO_REASON, "nothing was said")
    tx.db.execute(
        "INSERT INTO shift_notes (shift, at, words, actor) VALUES (?,?,?,?)",
        (shift.number, to_text(tx.now), said, actor),
    )
    _say(tx, "shift.note", shift, actor)


@dataclass(frozen=True, slots=True)
class Counted:
    """What somebody counted: the sum, how many of which piece where that was typed, why once more."""

    fen: int
    pieces: Mapping[int, int]
    reason: str = ""


def count(tx: Transaction, counted: Counted, rules: Rules, actor: str) -> None:
    """Record the cash as it was counted, with what the drawer should hold at this moment. Raises NotAllowed.

    Counted once more takes a reason, unless something has gone through the drawer since.
    """
    shift, why = current(tx), _words(counted.reason)
    _check_amount(counted.fen, least=0)
    if counted.pieces and sum_of_pieces(counted.pieces) != counted.fen:
        raise NotAllowed(ShiftReason.AMOUNT, "the notes and coins come to another sum")
    cash = shift_figures.cash_now(tx.db, shift, rules)
    before = shift_rows.last_count(tx.db, shift.number)
    if before is not None and before.cash == cash and not why:
        raise NotAllowed(ShiftReason.NO_REASON, "it was recorded already")
    values = (
        counted.fen,
        shift_rows.PIECES.dump_json(dict(counted.pieces)).decode(),
        shift_rows.CASH.dump_json(cash).decode(),
    )
    tx.db.execute(
        "INSERT INTO drawer_counts (shift, at, counted_fen, pieces, cash, reason, actor)"
        " VALUES (?,?,?,?,?,?,?)",
        (shift.number, to_text(tx.now), *values, why, actor),
    )
    expected = cash.expected_fen
    _say(tx, "shift.counted", shift, actor, counted=counted.fen, expected=expected, again=int(bool(before)))


@dataclass(frozen=True, slots=True)
class Heir:
    """Who takes something over, and what was said to them."""

    name: str
    words: str = ""


def hand_over(tx: Transaction, line: LineKind, to: Heir, rules: Rules, actor: str) -> None:
    """Somebody takes over what a line of the checklist holds now. Raises NotAllowed.

    The name is in the trail and the Z, which are never wiped: no phone stays in it.
    """
    shift, who = current(tx), without_any_phone(_words(to.name))[:_LONGEST_NAME].strip()
    if not who:
        raise NotAllowed(ShiftReason.NO_NAME, "nobody was named")
    held = checklist_rows.read(tx.db, shift, rules, tx.now).line(line)
    if not held.can_be_handed:
        raise NotAllowed(ShiftReason.CHANGED, f"{line} can't be handed over")
    keys = _keys(held)
    tx.db.execute(
        "INSERT INTO handed_over (shift, at, line, name, words, items, actor) VALUES (?,?,?,?,?,?,?)",
        (
            shift.number,
            to_text(tx.now),
            line,
            who,
            _words(to.words),
            shift_rows.ITEMS.dump_json(keys).decode(),
            actor,
        ),
    )
    _say(tx, "shift.handed_over", shift, actor, line=line, to=who, count=held.count)


def _keys(held: Line) -> frozenset[str]:
    """The keys of all that it holds; those beyond what is read are only counted."""
    beyond = (f"+{number}" for number in range(held.count - len(held.items)))
    return frozenset((*(item.key for item in held.items), *beyond))


def _check_amount(fen: int, *, least: int) -> None:
    if not least <= fen <= MOST_FEN:
        raise NotAllowed(ShiftReason.AMOUNT, f"{fen} fen is no amount for a drawer")


def _words(text: str) -> str:
    """One line without control characters: it is shown, and printed nowhere."""
    return " ".join("".join(each if each.isprintable() else " " for each in text).split())[:_LONGEST_WORDS]


def _say(tx: Transaction, what: str, shift: Shift, actor: str, **detail: str | int | None) -> None:
    audit.write(tx, what, actor=actor, key=None, seq="", shift=shift.number, **detail)
    tx.touch(TOPIC)
