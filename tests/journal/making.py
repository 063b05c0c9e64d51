"""What the journal's tests are made of: a clock that is set, orders, a journal in a folder."""

import json
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any

from posdesk.domain.clock import Clock, to_text
from posdesk.domain.orders.answer import Answer, Verdict, decide
from posdesk.domain.orders.board import OrderView
from posdesk.domain.orders.history import Happening
from posdesk.domain.orders.intent import Intent, Kind, Outcome, Seq, Wish
from posdesk.domain.orders.order import (
    Order,
    OrderContent,
    OrderKey,
    OrderLine,
    Origin,
    Payment,
    Received,
    number_of,
)
from posdesk.journal import Journal, Transaction
from posdesk.journal.orders import history, intents, order_moves, orders, views
from posdesk.journal.orders.order_moves import PlatformStatus
from posdesk.journal.orders.orders import Addition, Terms
from posdesk.journal.wiping import rewriting, thinning, wiping

PATIENCE_S = 30
START = datetime(2026, 5, 3, 4, 25, 36, tzinfo=UTC)
TERMS = Terms(partner="meituan", store_code="001", accept_within_s=300)


def key_of(tbillno: str, partner: str = TERMS.partner, ordered: datetime | None = START) -> OrderKey:
    """The key of an order of that number which `content` made; `ordered` where it came at another time."""
    return OrderKey(*number_of(partner, tbillno), to_text(ordered) if ordered else "")


KEY = key_of("XS20161010001")
DOCUMENTED = key_of(KEY.bill, ordered=datetime(2018, 5, 3, 3, 35, 23, tzinfo=UTC))  # the documents' sample
CASH = Payment("001", "现金", Decimal("9.9"), Decimal("9.9"))


def is_to_be_rewritten(db: sqlite3.Connection) -> bool:
    """Whether something was wiped of which a copy may be left."""
    found = "SELECT 1 FROM meta WHERE key >= 'rewrite/' AND key < 'rewrite0'"
    return db.execute(found).fetchone() is not None


class SetClock:
    """A clock that stands still until it is moved; the wall may jump while the monotonic one walks."""

    def __init__(self, wall: datetime = START) -> None:
        self.wall = wall
        self.steady = 1000.0

    def now(self) -> datetime:
        return self.wall

    def monotonic(self) -> float:
        return self.steady

    def walk(self, seconds: float) -> None:
        self.wall += timedelta(seconds=seconds)
        self.steady += seconds


def content(tbillno: str = KEY.bill, **changed: Any) -> OrderContent:
    """An order for one book; name what is different."""
    book = OrderLine("001", "BooK", "本", Decimal("1.0"), Decimal("9.9"), Decimal("9.9"), ("少油",))
    plain = OrderContent(
        tbillno=tbillno,
        show_no="#1",
        source_code="4",
        is_preorder=False,
        is_verification=False,
        store_code="001",
        store_name="湘阴一店",
        store_uid=1,
        customer="张生",
        phone="13507311234",
        address="芙蓉区石牌街12号",
        due_at=START + timedelta(minutes=50),
        ordered_at=START,
        remark="",
        platform_state=0,
        lines=(book,),
        actual_fee=Decimal("9.9"),
    )
    return replace(plain, **changed)


def received(tbillno: str = KEY.bill, **changed: Any) -> Received:
    """An order as it came in."""
    return Received(content(tbillno, **changed), json.dumps({"tbillno": tbillno, **changed}, default=str))


@contextmanager
def opened(home: Path, clock: Clock | None = None, counter: str = "1") -> Iterator[Journal]:
    """A journal, migrated, for the length of a block."""
    Journal.migrate(home)
    journal = Journal(home, clock or SetClock(), counter)
    try:
        yield journal
    finally:
        journal.close()


class Counter:
    """A journal with the calls that a counter makes, each waited for."""

    def __init__(self, journal: Journal, *, seq_dedup: bool = False) -> None:
        self.journal = journal
        self.seq_dedup = seq_dedup

    def write(self, job: Any) -> Any:
        return self.journal.write(job).result(timeout=30)

    def add(self, tbillno: str = KEY.bill, origin: Origin = Origin.PUSHED, **changed: Any) -> Addition:
        coming = (received(tbillno, **changed),)
        return self.write(lambda tx: orders.add_all(tx, TERMS, coming, origin))[0].what  # type: ignore[no-any-return]

    def event(self, status: PlatformStatus, key: OrderKey = KEY, uid: str = "", own: str = "") -> str:
        return self.write(lambda tx: order_moves.apply_status(tx, key.number, status, uid, own))  # type: ignore[no-any-return]

    def press(self, kind: Kind, key: OrderKey = KEY, **wish: Any) -> Intent:
        if kind is Kind.VERIFY:
            wish.setdefault("code", "6901234567891")
        if kind is Kind.PAY:
            wish.setdefault("payments", (CASH,))
        wanted = Wish(key, kind, wish.pop("actor", "Li"), **wish)
        return self.write(lambda tx: intents.press(tx, wanted))  # type: ignore[no-any-return]

    def begin(self, seq: Seq, *, expired: bool = False) -> intents.SendingIntent | None:
        return self.write(lambda tx: intents.begin(tx, seq, expired=expired))  # type: ignore[no-any-return]

    def finish(self, sending: Intent, answer: Answer) -> Outcome | None:
        decision = decide(sending, answer, seq_dedup=self.seq_dedup)
        return self.write(lambda tx: intents.finish(tx, sending.seq, answer, decision, None))  # type: ignore[no-any-return]

    def attempt(self, seq: Seq, verdict: Verdict, words: str = "", code: int | None = None) -> Outcome | None:
        sendable = self.begin(seq)
        assert sendable is not None, "it may not leave"
        return self.finish(sendable.intent, Answer(verdict, words, code))

    def done(self, kind: Kind, key: OrderKey = KEY, **wish: Any) -> Seq:
        seq = self.press(kind, key, **wish).seq
        assert self.attempt(seq, Verdict.DONE) is Outcome.CONFIRMED
        return seq

    def unknown(self, kind: Kind, key: OrderKey = KEY, **wish: Any) -> Seq:
        seq = self.press(kind, key, **wish).seq
        assert self.attempt(seq, Verdict.UNKNOWN) is Outcome.UNKNOWN
        return seq

    def view(self, key: OrderKey = KEY) -> OrderView:
        found = self.journal.read(lambda db: views.view(db, key))
        assert found is not None
        return found

    def order(self, key: OrderKey = KEY) -> Order:
        return self.view(key).order

    def intent(self, seq: Seq, key: OrderKey = KEY) -> Intent:
        return next(i for i in self.view(key).intents if i.seq == seq)

    def happened(self, key: OrderKey = KEY) -> list[Happening]:
        return [line.happening for line in self.journal.read(lambda db: history.read(db, key))]

    def audited(self) -> list[str]:
        rows = self.journal.read(lambda db: db.execute("SELECT what FROM audit ORDER BY number").fetchall())
        return [row[0] for row in rows]


@contextmanager
def one_group(journal: Journal) -> Iterator[None]:
    """All that is queued inside becomes one group: the writer is kept busy until the end of the block."""
    busy, go = threading.Event(), threading.Event()

    def job(_tx: Transaction) -> None:
        busy.set()
        assert go.wait(PATIENCE_S)

    held = journal.write(job)
    assert busy.wait(PATIENCE_S)
    try:
        yield
    finally:
        go.set()
        held.result(PATIENCE_S)


def insert_meta(key: str) -> Any:
    """A job that writes one row, by which it is found again."""

    def job(tx: Transaction) -> str:
        tx.db.execute("INSERT INTO meta VALUES (?, '')", (key,))
        tx.touch("meta")
        return key

    return job


def meta_keys(journal: Journal) -> set[str]:
    """The rows of `insert_meta`."""
    rows = journal.read(lambda db: db.execute("SELECT key FROM meta WHERE key LIKE 'row%'").fetchall())
    return {row[0] for row in rows}


def say(*words: object) -> None:
    """One line to the process that started this one, at once."""
    sys.stdout.write(" ".join(map(str, words)) + "\n")
    sys.stdout.flush()


@contextmanager
def python(module: str, *arguments: str) -> Iterator[subprocess.Popen[str]]:
    """Another process that runs a module of these tests, ended with the block."""
    line: Sequence[str] = (sys.executable, "-m", f"tests.journal.{module}", *arguments)
    with subprocess.Popen(line, stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8") as process:
        try:
            yield process
        finally:
            process.kill()


def wiped(counter: Counter, keep_days: int = 30, limit: int = wiping.AT_ONCE) -> dict[str, int]:
    """All that is due by the journal's clock is wiped, and the pages given up. Rows a table."""
    due = wiping.WipeDue.of(counter.journal.now(), keep_days)
    rows: dict[str, int] = {}
    at: wiping.WipeCursor | None = wiping.BEGIN
    while at is not None:
        batch = counter.write(partial(wiping.wipe, due=due, start=at, limit=limit))
        for table, count in batch.rows.items():
            rows[table] = rows.get(table, 0) + count
        at = batch.next
    while counter.journal.write_alone(rewriting.rewrite).result(PATIENCE_S):
        pass
    assert counter.journal.write_alone(wiping.empty_wal).result(PATIENCE_S)
    return rows


def thinned(counter: Counter, months: int = 13, limit: int = thinning.AT_ONCE) -> int:
    """All that is due by the journal's clock is thinned, and the pages given up. How many rows."""
    before = thinning.months_before(counter.journal.now(), months)
    counter.write(partial(thinning.begin, ended=before))
    rows, more = 0, True
    while more:
        batch = counter.write(partial(thinning.thin, ended=before, limit=limit))
        rows, more = rows + batch.thinned, batch.more
    while counter.journal.write_alone(rewriting.rewrite).result(PATIENCE_S):
        pass
    return rows
