"""Rings completed orders: where the settings say so, each becomes a receipt, once.

It works off what the journal holds: which orders completed since the setting was seen on have no receipt,
and which receipts lacked a number that the settings have now. What was paid at our counter stands on the
receipt, which waits for that payment's end while it comes by itself, for a day at most.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta
from typing import TYPE_CHECKING, TypeVar

from posdesk.domain.books.ledger import ReceiptRow
from posdesk.domain.books.receipt import Door, Handed
from posdesk.domain.orders.order import Order, OrderKey
from posdesk.engine.listening.intake import note
from posdesk.engine.loop import Second, set_by_commits, wait_for_look
from posdesk.errors import BadReceipt, DiskError, ReceiptConflict
from posdesk.host.late import late
from posdesk.journal import Database, Journal, Transaction
from posdesk.journal.books import receipts
from posdesk.journal.orders import intent_rows, order_moves, order_rows
from posdesk.platforms.wdk.from_order import receipt_of
from posdesk.settings.book_sections import Wdk
from posdesk.settings.settings import Settings

if TYPE_CHECKING:
    from posdesk.journal.relay import ringing
    from posdesk.journal.relay.ringing import Ringer
else:
    ringing = late("posdesk.journal.relay.ringing")

log = logging.getLogger(__name__)
T = TypeVar("T")
_TOPICS = frozenset({"orders", "intents"})  # an order was completed; its payment at the counter ended
AGAIN_S = 1.0  # where the journal could not be read or written
LOOK_EVERY_S = 30.0  # a payment that was waited for long enough commits nothing
WHOLE_EVERY_S = 600.0
RECENT = 500  # completions
PAYMENT_WAITS = timedelta(days=1)
_NEEDED = ("store_id", "pos_no", "op_name", "op_num", "fee_item_code")


class ReceiptsFromOrders:
    """Makes receipts of completed orders; runs in the engine's loop."""

    def __init__(self, settings: Settings, journal: Journal) -> None:
        """Nothing is made before `run`."""
        self._settings, self._journal = settings, journal
        self._failed: set[OrderKey] = set()
        self._waiting = 0  # for another counter's word, in the last round: they hold nobody back
        self._wake = asyncio.Event()
        self._whole_at = -WHOLE_EVERY_S
        self._swept: int | None = None  # up to which completion all were looked at, in this sweep

    async def run(self) -> None:
        """Work until cancelled; with the setting off, only what was rung before is completed."""
        after = await self._begun()
        await self._surely(self._complete)
        if after is None or await self._till_is_missing():
            await asyncio.Event().wait()
            return
        with set_by_commits(self._wake, self._journal, _TOPICS):
            while True:
                await self._surely(lambda: self._round(after))
                await self._sleep()

    async def _begun(self) -> int | None:
        wdk = self._settings.wdk
        on = wdk is not None and wdk.from_orders
        return await self._surely(lambda: self._write(lambda tx: receipts.ringing_after(tx, on)))

    async def _till_is_missing(self) -> bool:
        """Orders wait, and none is lost, while nobody has said at which till they are rung, and by whom."""
        missing = [key for key in _NEEDED if not getattr(self._settings.wdk, key)]
        if missing:
            keys = ", ".join(missing)
            text = f"[wdk] 缺少 {keys}，订单暂不生成小票 / [wdk] lacks {keys}: orders wait for their receipts"
            log.error("rung: %s", text)
            await asyncio.to_thread(note, self._journal, Door.ORDER, "[wdk]", BadReceipt(text))
        return bool(missing)

    async def _round(self, after: int) -> None:
        """Ring every order that has no receipt and was not found wanting before.

        A year's orders are gone through now and then only, in pieces: one waited long for its payment's end.
        """
        most = receipts.ORDERS_AT_ONCE + len(self._failed) + self._waiting
        last = await self._read(order_moves.last_completion)
        start = self._start(after, last)
        unpaid_until = self._journal.clock.now() - PAYMENT_WAITS
        found = await self._read(
            lambda db: receipts.orders_without_receipt(
                db, start, most, upto=start + RECENT, unpaid_until=unpaid_until
            )
        )
        new = [order for order in found if order.key not in self._failed]
        for order in await self._ours(new):
            await self._ring(order)
        if len(found) == most and new:
            self._wake.set()  # there are more
        elif self._swept is not None:
            self._go_on(start + RECENT, last)

    async def _ours(self, found: Sequence[Order]) -> Sequence[Order]:
        """Those that this counter rings up: all, but where the store has others."""
        self._waiting = 0
        if self._settings.relay is None or not found:
            return found
        now, reports = self._journal.clock.now(), self._settings.ovopark is not None

        def ringers(db: Database) -> "list[Ringer]":
            return [
                ringing.ringer_of(
                    db,
                    order.key,
                    self._settings.store.counter,
                    completed_at=order.state_at,
                    now=now,
                    reports=reports,
                )
                for order in found
            ]

        whose = list(zip(found, await self._read(ringers), strict=True))
        self._failed |= {order.key for order, ringer in whose if ringer is ringing.Ringer.OTHER}
        self._waiting = sum(ringer is ringing.Ringer.LATER for _, ringer in whose)
        return [order for order, ringer in whose if ringer is ringing.Ringer.THIS]

    def _start(self, after: int, last: int) -> int:
        """Behind which completion this round looks: the last ones, or the next piece of a sweep."""
        is_due = self._journal.clock.monotonic() - self._whole_at >= WHOLE_EVERY_S
        if self._swept is None and is_due:
            self._swept = after
        recent = max(after, last - RECENT)
        return recent if self._swept is None else min(self._swept, recent)

    def _go_on(self, looked_up_to: int, last: int) -> None:
        """The sweep's next piece is looked at now; behind the last one it rests."""
        if looked_up_to >= last:
            self._swept, self._whole_at = None, self._journal.clock.monotonic()
        else:
            self._swept = looked_up_to
            self._wake.set()

    async def _ring(self, order: Order) -> None:
        try:
            handed = await self._made(order, self._settings)
            await self._write(lambda tx: receipts.store(tx, [handed], Door.ORDER))
        except (BadReceipt, ReceiptConflict) as error:
            await self._give_up(order, error)

    async def _made(self, order: Order, settings: Settings) -> Handed:
        paid_here = await self._read(lambda db: intent_rows.paid(db, order.key))
        return receipt_of(order, settings, paid_here=paid_here)

    async def _give_up(self, order: Order, error: BadReceipt | ReceiptConflict) -> None:
        """Say once that an order can't become a receipt: in the log at each start, on the page once."""
        is_noted = await self._read(lambda db: receipts.is_noted(db, Door.ORDER, order.billno))
        self._failed.add(order.key)
        log.warning("rung: no receipt of order %s: %s", order.billno, error)
        if not is_noted:
            await asyncio.to_thread(note, self._journal, Door.ORDER, order.billno, error)

    async def _complete(self) -> None:
        """Make those anew that lacked what the settings say now."""
        for row in await self._read(receipts.lacking):
            handed = await self._anew(row)
            if handed is not None and handed.lacks != row.lacks:
                await self._replace(row, handed)

    async def _anew(self, row: ReceiptRow) -> Handed | None:
        key = row.order
        order = await self._read(lambda db: order_rows.get(db, key)) if key is not None else None
        try:
            return await self._made(order, self._settings_of(row)) if order is not None else None
        except BadReceipt as error:
            log.warning("rung: receipt %s can't be completed: %s", row.key.serial_num, error)
            return None

    def _settings_of(self, row: ReceiptRow) -> Settings:
        """Ours now, at the till where the receipt was rung: its number is one for ever."""
        till = {"store_id": row.key.store_id, "pos_no": row.key.pos_no}
        wdk = self._settings.wdk or Wdk()
        return self._settings.model_copy(update={"wdk": wdk.model_copy(update=till)})

    async def _replace(self, row: ReceiptRow, handed: Handed) -> None:
        if await self._write(lambda tx: receipts.complete(tx, row.key, handed)):
            log.info("rung: receipt %s has what it lacked", row.key.serial_num)

    async def _read(self, question: Callable[[Database], T]) -> T:
        return await asyncio.to_thread(self._journal.read, question)

    async def _write(self, job: Callable[[Transaction], T]) -> T:
        return await asyncio.wrap_future(self._journal.write(job, later=True))

    async def _surely(self, work: Callable[[], Awaitable[T]]) -> T:
        """Again until the journal can be read and written."""
        while True:
            try:
                return await work()
            except DiskError as error:
                log.warning("rung: %s", error)
                await asyncio.sleep(AGAIN_S)

    async def _sleep(self) -> None:
        await wait_for_look(self._wake, LOOK_EVERY_S, Second.RUNG)
        self._wake.clear()
