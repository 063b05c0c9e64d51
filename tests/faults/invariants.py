"""The invariants: what must be so once every fault has ended and nothing is left to happen by itself."""

import json
from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from posdesk.domain.books.hour import Ask, HourState, Policy, hour_of, is_closed, state_of, step_of
from posdesk.domain.books.posting import Book, Posting
from posdesk.domain.clock import in_china, to_text
from posdesk.domain.money import yuan_of
from posdesk.domain.orders.intent import Intent, Kind, Outcome
from posdesk.journal import Database, Journal
from posdesk.journal.audit import audit
from posdesk.journal.books import posting_rows
from posdesk.journal.orders import intent_rows, raws
from posdesk.simulator.faults import FaultKind
from posdesk.simulator.o2o.control import OrderSeen
from posdesk.simulator.tally import TallyReport
from tests.faults.actions import Key, Promises
from tests.support.every_hour import hour_books
from tests.support.simulator import RunningSimulator

POLICY = Policy(grace=timedelta(minutes=5))
CMD = {
    Kind.ACCEPT: "AccptSaleOrderBill",
    Kind.REFUSE: "RefuseSaleOrderBill",
    Kind.READY: "PushSaleOrderBillState",
    Kind.VERIFY: "VerificationSaleOrder",
    Kind.PAY: "PushSaleOrderBillPayInfo",
}
_OVER = frozenset({"cancelled", "completed", "refused"})


@dataclass(frozen=True, slots=True)
class Scene:
    """What the invariants look at."""

    journal: Journal
    simulator: RunningSimulator
    tally: TallyReport
    orders: Mapping[str, OrderSeen]
    promises: Promises
    clock_was_off: bool


def waiting(journal: Journal, bills: Container[str]) -> list[str]:
    """What will still happen by itself, now or within two minutes: nothing may go on so for ever."""
    later = datetime.now(UTC) + timedelta(minutes=2)
    found = [f"receipt {n} is not queued" for (n,) in journal.read(_unqueued)]
    found += [f"{i.kind} of {i.key.bill} is {i.outcome}" for i in _open_intents(journal, bills)]
    halted, held = journal.read(posting_rows.halted), journal.read(posting_rows.held_refunds)
    found += [
        f"posting {p.seq} ({p.book}) is {p.outcome}: {p.last_words}"
        for p in journal.read(posting_rows.open_ones)
        if not p.needs_person and p.book.platform not in halted and p.seq not in held
    ]
    this = hour_of(datetime.now(UTC))
    due = [b for b in journal.read(hour_books) if step_of(b, POLICY, later).report]
    if "ovopark" not in halted:
        found += [f"hour {b.hour} is to be reported" for b in due if b.hour < this - timedelta(hours=1)]
    return found


def _unqueued(db: Database) -> list[tuple[int]]:
    return db.execute("SELECT number FROM receipts WHERE queued = 0 AND lacks = ''").fetchall()


def _open_intents(journal: Journal, bills: Container[str]) -> Iterator[Intent]:
    """Those that end by themselves; what nobody can know but a person asks one."""
    for intent in journal.read(intent_rows.open_ones):
        if intent.key.bill in bills and not intent.needs_person:
            yield intent


def lied_about(tally: TallyReport) -> frozenset[str]:
    """The bills of which a platform said no to what it had done."""
    return frozenset(call.subject for call in tally.calls if call.fault == FaultKind.REFUSE_DONE)


def broken(scene: Scene) -> list[str]:
    """Every invariant that is broken, in words."""
    laws = (_orders, _ends, _receipts, _intents, _sites, _wdk, _hours, _books_add_up, _trail, _contract)
    return [f"{law.__name__[1:]}: {words}" for law in laws for words in law(scene)]


def _orders(scene: Scene) -> Iterator[str]:
    """Every acknowledged order is there once, word for word; nothing is there that nobody pushed."""
    question = "SELECT partner, tbillno, number FROM orders"
    rows = scene.journal.read(lambda db: [(*row, raws.of(db, row[2])) for row in db.execute(question)])
    held: dict[str, list[tuple[str, str]]] = {}
    for partner, tbillno, _, raw in rows:
        held.setdefault(tbillno, []).append((partner, raw))
    for bill, order in scene.orders.items():
        acknowledged = any(p.acknowledged for p in scene.tally.pushes_of("AddSaleOrderBill", bill))
        copies = held.get(bill, [])
        if not acknowledged:
            yield f"{bill} was never acknowledged, with everything mended"
        if len(copies) != 1:
            yield f"{bill} is there {len(copies)} times"
        elif copies[0][0] != order.partner or json.loads(copies[0][1]) != order.wire:
            yield f"{bill} is not what {order.partner} sent"


def _ends(scene: Scene) -> Iterator[str]:
    """What the platform said of an order's end, and we acknowledged, is how it ended here, or a conflict."""
    states = {
        bill: (state, conflict)
        for bill, state, conflict in scene.journal.read(
            lambda db: db.execute("SELECT tbillno, state, conflict FROM orders").fetchall()
        )
    }
    for push in scene.tally.pushes:
        order = scene.orders.get(push.subject)
        if order is None or push.cmd == "AddSaleOrderBill" or push.subject not in states:
            continue
        state, conflict = states[push.subject]
        said = "cancelled" if push.cmd == "CancelSaleOrderBill" else "completed"
        if not push.acknowledged:
            yield f"{push.cmd} of {push.subject} was never acknowledged"
        elif state != said and not conflict and state not in _OVER:
            yield f"{push.subject} is {state}, and the platform said {said}"


def _receipts(scene: Scene) -> Iterator[str]:
    """Every acknowledged receipt is there once, as it was handed in."""
    rows = scene.journal.read(
        lambda db: db.execute("SELECT store_id, pos_no, serial_num, raw, door FROM receipts").fetchall()
    )
    held = {
        (store, pos, serial): json.loads(raw) for store, pos, serial, raw, door in rows if door != "order"
    }
    for key in scene.promises.receipts:
        if key not in held:
            yield f"{key} was acknowledged and is lost"
    for key, raw in held.items():
        if key not in scene.promises.tried:
            yield f"{key} is there, and nobody handed it in"
        elif raw != scene.promises.tried[key]:
            yield f"{key} is not what was handed in"


def _intents(scene: Scene) -> Iterator[str]:
    """One GUID an intent, and an honest outcome."""
    every = scene.journal.read(lambda db: intent_rows.select(db, "1"))
    for intent in every:
        if intent.key.bill in scene.orders:
            yield from _intent(scene, intent)
    ours = {intent.seq for intent in every}
    for call in scene.tally.calls:
        if call.cmd in CMD.values() and call.seq not in ours and not call.complaint:
            yield f"{call.cmd} of {call.subject} went out as {call.seq}, which the journal doesn't know"


def _intent(scene: Scene, intent: Intent) -> Iterator[str]:
    cmd, bill, name = CMD[intent.kind], intent.key.bill, f"{intent.kind} of {intent.key.bill}"
    calls = [c for c in scene.tally.calls_of(cmd, bill) if c.seq == intent.seq]
    effects = sum(e.seq == intent.seq for e in scene.tally.took_effect)
    lied = any(call.fault == FaultKind.REFUSE_DONE for call in calls)
    by_event = intent.kind in {Kind.ACCEPT, Kind.REFUSE} and scene.orders[bill].state.value in _OVER
    if len(calls) > intent.attempts:
        yield f"{name} left {len(calls)} times, and the journal knows {intent.attempts}"
    if intent.kind is Kind.PAY and len(calls) > 1:
        yield f"{name} left {len(calls)} times under one GUID, which nobody promised to take once"
    if effects > 1:
        yield f"{name} took effect {effects} times"
    if intent.outcome is Outcome.CONFIRMED and effects != 1 and not by_event:
        yield f"{name} is called confirmed, and took effect {effects} times"
    if intent.outcome is Outcome.REFUSED and effects and not lied:
        yield f"{name} is called refused, and took effect"
    if intent.outcome in {Outcome.WITHDRAWN, Outcome.EXPIRED} and calls:
        unanswered = [call for call in calls if call.code is None or call.code == 0]
        if unanswered or effects:
            yield f"{name} is called {intent.outcome}, and left"
    if intent.outcome in {Outcome.QUEUED, Outcome.SENDING}:
        yield f"{name} is {intent.outcome} for ever"


def _sites(scene: Scene) -> Iterator[str]:
    """The journal's belief about an order is the platform's: an accept that took effect is seen."""
    rows = scene.journal.read(lambda db: db.execute("SELECT tbillno, state, conflict FROM orders").fetchall())
    unknown = {i.key.bill for i in scene.journal.read(intent_rows.open_ones) if i.outcome is Outcome.UNKNOWN}
    lied = lied_about(scene.tally)
    for bill, state, conflict in rows:
        order = scene.orders.get(bill)
        if order is None or bill in unknown | lied or conflict:
            continue
        if state != order.state.value:
            yield f"{bill} is {state} here and {order.state.value} there"


def _wdk(scene: Scene) -> Iterator[str]:
    """A receipt is confirmed with WDK's own proof, or WDK doesn't hold it, or a person is asked."""
    held = scene.simulator.receipts()
    every = scene.journal.read(lambda db: posting_rows.select(db, "p.book = ?", (Book.RECEIPT,)))
    of: dict[Key, list[Posting]] = {}
    for posting in every:
        assert posting.receipt is not None
        of.setdefault(tuple(posting.receipt), []).append(posting)  # type: ignore[arg-type]
    for key, mine in of.items():
        yield from _posted(key, mine, held[key].targets if key in held else ())
    for key, seen in held.items():
        if key not in of:
            yield f"{key} is at WDK, and the journal has no posting of it"
        elif len(set(seen.bodies)) != 1:
            yield f"{key} went to WDK in different words"


def _posted(key: Key, mine: list[Posting], targets: tuple[str, ...]) -> Iterator[str]:
    confirmed = [p for p in mine if p.outcome is Outcome.CONFIRMED]
    if len(confirmed) > 1:
        yield f"{key} is confirmed {len(confirmed)} times"
    for posting in confirmed:
        if posting.target not in targets:
            yield f"{key} is called confirmed, and WDK never gave out {posting.target!r}"
        if len(targets) > 1 and not any(p.ever_unknown for p in mine):
            yield f"{key} went to WDK {len(targets)} times, and nothing was ever unknown"
    if not confirmed:
        last = mine[-1]
        if not last.needs_person and last.outcome is not Outcome.QUEUED:
            yield f"{key} is {last.outcome} and waits for nobody"
        if last.outcome is Outcome.REFUSED and targets:
            yield f"{key} is called refused, and WDK has it"


def _hours(scene: Scene) -> Iterator[str]:
    """Every closed hour with receipts is at ovopark as the receipts add up, or a manager is asked."""
    held, now = scene.simulator.hours(), datetime.now(UTC)
    halted = scene.journal.read(posting_rows.halted)
    for book in scene.journal.read(hour_books):
        if not is_closed(book.hour, now, POLICY.grace) or "ovopark" in halted:
            continue
        state, ask = state_of(book, now), step_of(book, POLICY, now).ask
        if ask is not Ask.NONE or (book.last is not None and book.last.needs_person):
            continue
        figures = scene.journal.read(lambda db, hour=book.hour: sums(db, hour))  # type: ignore[misc]
        seen = held.get(("D000001", f"{in_china(book.hour):%Y-%m-%d %H:%M:%S}"))
        there = (seen.held.total, seen.held.deal_person_num, seen.held.deal_num) if seen else None
        if state is not HourState.CONFIRMED and figures != ("0.00", "0", "0"):
            yield f"{book.hour} is {state} and asks nobody"
        elif state is HourState.CONFIRMED and there != figures:
            yield f"{book.hour} is called confirmed with {figures}, and ovopark holds {there}"


def sums(db: Database, hour: datetime) -> tuple[str, str, str]:
    """The hour's totals from the receipts' own wire texts, added up by a few lines of our own."""
    fen = receipts = items = 0
    for (raw,) in db.execute("SELECT raw FROM receipts WHERE hour = ?", (to_text(hour),)).fetchall():
        wire = json.loads(raw)
        sign = -1 if wire.get("trd_type") == 2 else 1
        fen += sign * wire["actual_amt"]
        receipts += sign > 0
        items += sign * sum(_pieces(line["quantity"]) for line in wire.get("sub_orders", []))
    return str(yuan_of(fen)), str(receipts), str(items)


def _pieces(quantity: str) -> int:
    return int(float(quantity)) if float(quantity).is_integer() else 1


def _books_add_up(scene: Scene) -> Iterator[str]:
    """What the hours' books say is what the receipts add up to."""
    for book in scene.journal.read(hour_books):
        figures = scene.journal.read(lambda db, hour=book.hour: sums(db, hour))  # type: ignore[misc]
        mine = (str(yuan_of(book.now.net_fen)), str(book.now.receipts), str(book.now.items))
        if mine != figures:
            yield f"{book.hour} says {mine}, its receipts add up to {figures}"


def _trail(scene: Scene) -> Iterator[str]:
    """The audit chain is whole, and so is the file."""
    check = scene.journal.read(audit.verify)
    if check.broken_at is not None:
        yield f"the chain is broken at line {check.broken_at}"
    found = scene.journal.read(lambda db: db.execute("PRAGMA integrity_check").fetchone()[0])
    if found != "ok":
        yield f"integrity_check: {found}"
    bad = scene.journal.read(lambda db: db.execute("PRAGMA foreign_key_check").fetchall())
    if bad:
        yield f"foreign_key_check: {bad[:3]}"


def _contract(scene: Scene) -> Iterator[str]:
    """No call of ours broke a platform's contract; a wrong clock may make signed times look wrong."""
    if scene.clock_was_off:
        return
    for call in scene.tally.complaints()[:3]:
        yield f"{call.partner} complained of {call.cmd}: {call.code} {call.msg}"
