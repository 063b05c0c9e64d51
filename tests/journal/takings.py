"""What the tests of the books are made of: receipts as a till hands them in, and a store's calls."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from typing import Any

from posdesk.domain.books.hour import HourBook, hour_of
from posdesk.domain.books.ledger import ReceiptRow
from posdesk.domain.books.posting import CoverReason, HourFigures, Posting, PostingAnswer, decide_posting
from posdesk.domain.books.receipt import (
    TILL,
    Door,
    Handed,
    Receipt,
    ReceiptKey,
    ReceiptLine,
    SaleRef,
    Tendered,
)
from posdesk.domain.orders.answer import Verdict
from posdesk.domain.orders.intent import Kind, Outcome, Seq
from posdesk.domain.orders.order import OrderKey
from posdesk.journal import Journal
from posdesk.journal.books import hour_totals, posting_acts, posting_rows, postings, receipts
from posdesk.journal.books.postings import SendingPosting
from posdesk.journal.books.receipts import Stored
from posdesk.journal.orders import order_moves
from tests.journal.making import KEY, START, Counter, key_of

HOUR = hour_of(START)
DUPLICATE = PostingAnswer(Verdict.REFUSED, "208001", "数据重复", duplicate=True)
CONFIRMED = PostingAnswer(Verdict.DONE, "0", "成功", target="9007199254740993001")
LOST = PostingAnswer(Verdict.UNKNOWN)
NOT_SENT = PostingAnswer(Verdict.NOT_SENT)
REFUSED = PostingAnswer(Verdict.REFUSED, "isv.invalid-parameter", "pay_type is invalid")
WRONG_SECRET = PostingAnswer(Verdict.REFUSED, "7", "签名错误", everything=True)


def key(serial: str, pos_no: str = "01") -> ReceiptKey:
    """A receipt's key in the store of the tests."""
    return ReceiptKey("001", pos_no, serial)


def till(
    serial: str,
    fen: int = 1000,
    at: datetime | None = START,
    *,
    raw: str = "",
    takes_back: str = "",
    order: OrderKey | None = None,
    source: str = TILL,
    lacks: str = "",
    **more: Any,
) -> Handed:
    """A receipt of one dish; `takes_back` makes it the return of that sale."""
    plain = Receipt(
        key(serial),
        bool(takes_back),
        at,
        fen,
        "李敏",
        (ReceiptLine("1", "6901", "剁椒鱼头", "份", Decimal(1), fen, 0, fen),),
        (Tendered("01", "1", fen),),
        original=SaleRef("", takes_back) if takes_back else None,
    )
    receipt = replace(plain, **more)
    return Handed(receipt, raw or f'{{"serial_num":"{serial}","actual_amt":{fen}}}', source, order, lacks)


class Store:
    """A journal with the calls that the books' engine makes, each waited for."""

    def __init__(self, journal: Journal) -> None:
        self.journal = journal

    def write(self, job: Any) -> Any:
        return self.journal.write(job).result(timeout=30)

    def take(self, *handed: Handed, door: Door = Door.HTTP) -> Stored:
        return self.write(lambda tx: receipts.store(tx, handed, door))  # type: ignore[no-any-return]

    def row(self, serial: str) -> ReceiptRow:
        found = self.journal.read(lambda db: receipts.row(db, key(serial)))
        assert found is not None
        return found

    def queue(self, limit: int = 200) -> int:
        return self.write(lambda tx: postings.queue_receipts(tx, limit))  # type: ignore[no-any-return]

    def queued(self, *handed: Handed) -> tuple[Posting, ...]:
        self.take(*handed)
        self.queue()
        return self.open()

    def open(self) -> tuple[Posting, ...]:
        return self.journal.read(posting_rows.open_ones)

    def posting(self, seq: Seq) -> Posting:
        found = self.journal.read(lambda db: posting_rows.get(db, seq))
        assert found is not None
        return found

    def all_postings(self) -> tuple[Posting, ...]:
        return self.journal.read(lambda db: posting_rows.select(db, "1"))

    def book(self, hour: datetime = HOUR) -> HourBook:
        return self.journal.read(lambda db: hour_totals.hour_book(db, hour))

    def report(self, hour: datetime = HOUR, **more: Any) -> Posting:
        how = {"actor": "", "cover": False, "reason": CoverReason.NONE, "detail": "", **more}
        return self.write(lambda tx: posting_acts.report_hour(tx, hour, **how))  # type: ignore[no-any-return]

    def leave(self, seen: HourFigures | None = None, hour: datetime = HOUR) -> None:
        figures = seen or self.book(hour).now
        self.write(lambda tx: posting_acts.leave_hour(tx, hour, seen=figures, actor="Wang"))

    def begin(self, seq: Seq, freeze: Any = str) -> SendingPosting | None:
        return self.write(lambda tx: postings.begin(tx, seq, freeze))  # type: ignore[no-any-return]

    def finish(
        self, sent: SendingPosting, answer: PostingAnswer, next_at: datetime | None = None, **how: Any
    ) -> Outcome | None:
        decision = decide_posting(sent.posting, answer, may_be_there=sent.may_be_there, **how)
        return self.write(  # type: ignore[no-any-return]
            lambda tx: postings.finish(tx, sent.posting.seq, answer, decision, next_at)
        )

    def attempt(self, seq: Seq, answer: PostingAnswer, **how: Any) -> Outcome | None:
        sent = self.begin(seq)
        assert sent is not None, "it may not leave"
        return self.finish(sent, answer, **how)

    def act(self, act: Any, seq: Seq, **how: Any) -> Any:
        """What a person named Wang does with a posting."""
        return self.write(lambda tx: act(tx, seq, "Wang", **how))

    def complete_order(self, tbillno: str = KEY.bill, **changed: Any) -> OrderKey:
        """An order that came in, was accepted and handed over."""
        counter, order = Counter(self.journal), key_of(tbillno)
        counter.add(tbillno, **changed)
        counter.done(Kind.ACCEPT, order)
        self.write(lambda tx: order_moves.hand_over(tx, order, "Li"))
        return order

    def audited(self) -> Sequence[tuple[str, ...]]:
        return self.journal.read(
            lambda db: db.execute(
                "SELECT what, actor, partner, tbillno, detail FROM audit ORDER BY number"
            ).fetchall()
        )
