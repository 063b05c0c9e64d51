"""A shop's trade, told to its journal by the product's own functions, as its engine would do it."""

from __future__ import annotations

import heapq
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from random import Random
from typing import Any
from uuid import UUID

from posdesk.domain.books.hour import HOUR, hour_of
from posdesk.domain.books.posting import Book, CoverReason, Posting, PostingAnswer, decide_posting
from posdesk.domain.books.receipt import Door
from posdesk.domain.clock import SystemClock, in_china
from posdesk.domain.orders.answer import Answer, Verdict, decide
from posdesk.domain.orders.intent import Kind, Wish
from posdesk.domain.orders.order import OrderKey
from posdesk.domain.pickup.lookup import ScanResult
from posdesk.engine import home_guard
from posdesk.journal import Journal, Transaction, heartbeats, start_up
from posdesk.journal.books import posting_acts, posting_rows, postings, receipts
from posdesk.journal.orders import intents, order_moves, orders, scans
from posdesk.journal.orders.order_moves import PlatformStatus
from posdesk.journal.orders.orders import Terms
from posdesk.platforms.o2o import reading
from posdesk.platforms.wdk.reading import read_receipts
from posdesk.platforms.wdk.writing import payload_of
from posdesk.settings.settings import Store
from posdesk.simulator.config import SimulatedStore
from posdesk.simulator.o2o.maker import OrderKind, OrderMaker, OrderWish
from tests.journal.making import SetClock
from tests.support.simulator import MEITUAN
from tests.support.till_receipts import Wire, return_of, sale

COUNTER, CASHIER = "1", "李敏"
NAME, LAST_FOUR, SHOW_NO = "欧阳女士", "7718", "104"  # of a customer a day each, for whoever searches
TERMS = Terms(MEITUAN.name, "001", 300)
_STORE = Store(code="001", uid=1, name="湘阴一店")
_RETURNS = 40  # sales, of which one comes back
_REPLY = (
    '{"alibaba_wdk_order_sync_response":{"is_success":true,"return_code":"SUCCESS","message":"成功",'
    '"target":"9007199254740993001","request_id":"15rv3qpv7mz2l"}}'
)
_TAKEN = PostingAnswer(Verdict.DONE, "SUCCESS", "成功", raw=_REPLY, target="9007199254740993001")
_REPORTED = PostingAnswer(Verdict.DONE, "0", "成功", raw='{"result":"成功","code":0,"data":null}')
_WINDOW, _ANSWER = timedelta(seconds=2), timedelta(seconds=0.3)
_MINUTE = timedelta(minutes=1)
Plan = Iterator[timedelta]
"""What happens one after the other; it yields how long nothing does."""


class Trade:
    """A journal and the plans that are carried out on it; the clock goes from one to the next."""

    def __init__(self, home: Path, day: str, seed: int) -> None:
        """`day` is the label (YYYYMMDD) in all numbers of orders and receipts: it must be new here."""
        chance = Random(seed)
        self._chance, self._day = chance, day
        self._orders = OrderMaker(MEITUAN, SimulatedStore(), chance)
        self._plans: list[tuple[datetime, int, Plan]] = []
        self._receipts = 0
        self._clock = SetClock()
        start_up.make_ready(home, SystemClock())
        self._home, self._journal = home, Journal(home, self._clock, COUNTER)

    def close(self) -> None:
        """End as the engine ends: the last beat, and how far the journal has come, in its mark."""
        self._write(heartbeats.beat)
        home_guard.note_end(self._home, self._journal)
        self._journal.close()

    def orders(self, times: Iterable[datetime], stop: Kind | None = None, first: int = 1) -> None:
        """An order at each of these times, numbered from `first`; all end, or stop before this act.

        It is accept, ready or verify, which stands for handing over, too.
        """
        for number, at in enumerate(times, first):
            self._add(at, self._order(number, stop))

    def receipts(self, start: datetime, end: datetime, count: int) -> None:
        """So many receipts, a piece of them each minute, at WDK soon after; each closed hour at ovopark."""
        minutes = max(1, round((end - start) / _MINUTE))
        for minute in range(minutes):
            share = count * (minute + 1) // minutes - count * minute // minutes
            self._add(start + minute * _MINUTE, self._rung(share))
        hour = hour_of(start)
        while hour < end:  # what closes after the day was told is left out
            self._add(hour + HOUR + 5 * _MINUTE, self._reported(hour))
            hour += HOUR

    def live(self, until: datetime) -> None:
        """Carry the plans out up to this moment, which is the clock's then; what is left is left out."""
        while self._plans and self._plans[0][0] <= until:
            at, number, plan = heapq.heappop(self._plans)
            self._clock.wall = at
            wait = next(plan, None)
            if wait is not None:
                heapq.heappush(self._plans, (at + wait, number, plan))
        self._plans.clear()
        self._clock.wall = until

    def _add(self, at: datetime, plan: Plan) -> None:
        heapq.heappush(self._plans, (at, len(self._plans), plan))

    def _write(self, job: Callable[[Transaction], Any]) -> Any:
        return self._journal.write(job).result()

    def _order(self, number: int, stop: Kind | None) -> Plan:
        key, code = self._received(number)
        if stop is Kind.ACCEPT:
            return
        yield timedelta(seconds=20 + number % 90)
        is_refused = number % 40 == 0 and stop is None
        yield from self._done(Wish(key, Kind.REFUSE if is_refused else Kind.ACCEPT, CASHIER))
        if is_refused or stop is Kind.READY:
            return
        yield timedelta(minutes=6 + number % 9)
        if number % 35 == 0 and stop is None:
            self._write(
                lambda tx: order_moves.apply_status(tx, key.number, PlatformStatus.CANCELLED, "1", "1")
            )
            yield _MINUTE
            self._write(lambda tx: order_moves.acknowledge_stop(tx, key, CASHIER))
            return
        yield from self._done(Wish(key, Kind.READY, CASHIER))
        if stop is None:
            yield timedelta(minutes=4 + number % 7)
            yield from self._handed_over(key, code)

    def _received(self, number: int) -> tuple[OrderKey, str]:
        """An order comes in; its key, and its pickup code if it has one."""
        kind = OrderKind.VERIFICATION if number % 5 == 0 else OrderKind.DELIVERY
        changes: dict[str, object] = {"tbillno": f"{self._day}{number:05d}", "tshowno": f"#{number}"}
        if number % 100 == 17:
            changes |= {"customername": NAME, "mobileno": f"1380731{LAST_FOUR}"}
        bill = self._orders.make(self._clock.now(), OrderWish(kind=kind, paid=True, changes=changes))
        seq = str(UUID(int=self._chance.getrandbits(128), version=4))
        frame = {"cmd": "AddSaleOrderBill", "seq": seq, "items": [bill.wire]}
        call = reading.read_call(json.dumps(frame, ensure_ascii=False).encode())
        (event,) = reading.read_events(call, _STORE)
        assert isinstance(event, reading.AddOrders)
        coming = event.orders
        (added,) = self._write(lambda tx: orders.add_all(tx, TERMS, coming, seq=call.seq))
        return added.key, bill.code if kind is OrderKind.VERIFICATION else ""

    def _handed_over(self, key: OrderKey, code: str) -> Plan:
        if code:
            self._write(lambda tx: scans.add(tx, code, ScanResult.FOUND, CASHIER, key))
            yield from self._done(Wish(key, Kind.VERIFY, CASHIER, code=code))
        else:
            self._write(lambda tx: order_moves.hand_over(tx, key, CASHIER))

    def _done(self, wish: Wish) -> Plan:
        """An intent that is pressed, leaves when its undo time is over, and is confirmed."""
        seq = self._write(lambda tx: intents.press(tx, wish)).seq
        yield _WINDOW
        intent = self._write(lambda tx: intents.begin(tx, seq, expired=False)).intent
        yield _ANSWER
        answer = Answer(Verdict.DONE, "成功", 0, http_status=200)
        decision = decide(intent, answer, seq_dedup=False)
        self._write(lambda tx: intents.finish(tx, seq, answer, decision, None))

    def _rung(self, count: int) -> Plan:
        """What the tills ring within a minute: handed in one by one, sent, taken."""
        sold: Wire = {}
        for _ in range(count):
            sold = self._ring(sold)
            handed = receipts.written(read_receipts(json.dumps(sold, ensure_ascii=False).encode()))
            self._write(partial(receipts.store, handed=handed, door=Door.HTTP))
        yield _ANSWER
        self._write(partial(postings.queue_receipts, limit=max(count, 1)))
        waiting = self._journal.read(posting_rows.open_ones)
        yield from self._sent([each for each in waiting if each.book is Book.RECEIPT], _TAKEN)

    def _ring(self, last: Wire) -> Wire:
        self._receipts += 1
        number, now = int(self._day) * 1_000_000 + self._receipts, in_china(self._clock.now())
        if self._receipts % _RETURNS == 0 and last:
            return return_of(last, number, now)
        return sale(self._chance, number, now)

    def _reported(self, hour: datetime) -> Plan:
        report = partial(
            posting_acts.report_hour, actor="posdesk", cover=False, reason=CoverReason.NONE, detail=""
        )
        posting = self._write(partial(report, hour=hour))
        yield from self._sent([posting], _REPORTED)

    def _sent(self, waiting: Sequence[Posting], answer: PostingAnswer) -> Plan:
        """A return waits until its sale is taken, so it goes once the others are."""
        begun = self._write(lambda tx: [postings.begin(tx, each.seq, _frozen) for each in waiting])
        yield _ANSWER
        for each in filter(None, begun):
            self._write(partial(_finish, sent=each, answer=answer))
        held = [each for each, sent in zip(waiting, begun, strict=True) if sent is None]
        if held and len(held) < len(waiting):
            yield from self._sent(held, answer)


def _frozen(raw: str) -> str:
    return payload_of(raw, "positive")


def _finish(tx: Transaction, sent: postings.SendingPosting, answer: PostingAnswer) -> None:
    decision = decide_posting(sent.posting, answer, may_be_there=sent.may_be_there)
    postings.finish(tx, sent.posting.seq, answer, decision, None)


def label_of(moment: datetime) -> str:
    """The day of a moment in China, as it stands in our numbers: YYYYMMDD."""
    return f"{in_china(moment):%Y%m%d}"
