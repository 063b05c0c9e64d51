"""Where a call goes: which store each of its items is for, and what the gateway itself has to say to it.

- An order goes to the store of its `storecode`. A store that the chain has not, or that is disabled, is
  refused (1008); one where no counter is enrolled, or none was heard for a day, takes no orders (3006).
- A cancel or status goes to the store that the map of bills has for its number: of several the one that its
  `storeuid` names, else the newest. A number that is not in the map goes to `storeuid`'s store, which parks
  it; without one it is unknown (3005). A disabled store still gets them: what it took is not over.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Protocol

from posdesk.domain.orders.order import Received
from posdesk.domain.relay.chain_bill import chain_billno
from posdesk.gateway.bills import Bill, bill_of
from posdesk.gateway.stores import Stores
from posdesk.platforms.o2o import reading
from posdesk.platforms.o2o.answers import AnswerCode, CallRefused, both
from posdesk.platforms.o2o.reading import AddOrders, CallEntry, CancelOrder, GatewayCall, StatusChange
from posdesk.platforms.relay.records import StoreRecord
from posdesk.platforms.values import integer_of, text_of
from posdesk.settings.settings import Store


class Presence(Protocol):
    """Whether a store's counters live."""

    def is_silent(self, store: str) -> bool:
        """Whether none was heard for a day."""
        ...


class BillFinder(Protocol):
    """The map of bills, as far as it is read."""

    async def find(self, partner: str, tbillno: str) -> tuple[Bill, ...]:
        """The stores of that number, newest first. Raises LineError."""
        ...


@dataclass(slots=True)
class PlacedCall:
    """What each store gets: the places of its items in the call, from 0.

    `bills` are the numbers that are new with it, `cancelled` what a cancel's answer names.
    """

    parts: dict[str, list[int]] = field(default_factory=dict)
    stores: dict[str, StoreRecord] = field(default_factory=dict)
    bills: list[tuple[str, Bill]] = field(default_factory=list)
    cancelled: list[tuple[str, str]] = field(default_factory=list)

    def add(self, store: StoreRecord, at: int) -> None:
        """That item goes to that store."""
        self.parts.setdefault(store.store, []).append(at)
        self.stores[store.store] = store


class Places:
    """Decides by what is known of the stores, of the bills and of who was heard."""

    def __init__(self, stores: Stores, bills: BillFinder, presence: Presence) -> None:
        """Nothing is asked yet."""
        self._stores, self._bills, self._presence = stores, bills, presence

    def orders(self, partner: str, call: GatewayCall, now: datetime) -> PlacedCall:
        """Where the orders of an AddSaleOrderBill go. Raises CallRefused, then for all. `now` is aware."""
        placed = PlacedCall()
        for at, entry in enumerate(call.items):
            placed.add(self._of_order(call, entry), at)
        for code, places in placed.parts.items():
            record = placed.stores[code]
            for order in _read_orders(call, places, record):
                placed.bills.append((order.content.tbillno, _bill(partner, record, order, now)))
        return placed

    async def events(self, partner: str, call: GatewayCall) -> PlacedCall:
        """Where cancels and statuses go. Raises CallRefused, then for all, and LineError."""
        placed = PlacedCall()
        for at, (entry, event) in enumerate(reading.read_bill_events(call)):
            store, bill = await self._of_event(partner, call, entry, event)
            placed.add(store, at)
            if isinstance(event, CancelOrder):
                placed.cancelled.append((event.tbillno, bill.billno if bill is not None else ""))
        placed.cancelled = list(dict.fromkeys(placed.cancelled))
        return placed

    def _of_order(self, call: GatewayCall, entry: CallEntry) -> StoreRecord:
        """Raises CallRefused."""
        written = entry.fields.get("storecode")
        store = self._named(written)
        if store is None:
            reading.read_order(entry, call.echo)  # what is wrong with the order itself is said first
            raise _other_store(call, entry, *_unknown(text_of(written) or ""))
        if store.disabled:
            code = store.store[:40]
            raise _other_store(call, entry, f"门店 {code} 已停用", f"store {code} is disabled")
        if not store.counters:
            raise _no_counter(call, entry, store, "没有登记收银台", "has no counter enrolled")
        if self._presence.is_silent(store.store):
            raise _no_counter(
                call, entry, store, "的收银台超过 24 小时没有连线", "had no counter on the line for 24 h"
            )
        return store

    def _named(self, written: object) -> StoreRecord | None:
        """By its code; by its number where it is written as one: a number has no noughts to lose."""
        text = (text_of(written) or "").strip()
        found = self._stores.of_code(text) if text else None
        if found is not None or isinstance(written, str):
            return found
        number = integer_of(written)
        return None if number is None else self._stores.of_number(number)

    async def _of_event(
        self, partner: str, call: GatewayCall, entry: CallEntry, event: CancelOrder | StatusChange
    ) -> tuple[StoreRecord, Bill | None]:
        """The store, and the bill by which it was found. Raises CallRefused."""
        named = self._stores.of_uid(integer_of(entry.fields.get("storeuid")))
        bills = [bill for bill in await self._bills.find(partner, event.tbillno) if self._is_ours(bill)]
        theirs = [bill for bill in bills if named is not None and bill.store == named.store]
        for bill in (*theirs, *bills):
            store = self._stores.of_code(bill.store)
            if store is not None:
                return store, bill
        if named is not None:
            return named, None
        words = (f"没有单据 {event.tbillno}", f"no store has the bill {event.tbillno}")
        path = f"{entry.path}.tbillno"
        raise CallRefused(AnswerCode.UNKNOWN_BILL, f"{path}: {both(*words)}", call.echo, path)

    def _is_ours(self, bill: Bill) -> bool:
        return self._stores.of_code(bill.store) is not None


def _read_orders(call: GatewayCall, places: Sequence[int], record: StoreRecord) -> tuple[Received, ...]:
    """A store's orders, read as its counter will. Raises CallRefused."""
    own = replace(call, items=tuple(call.items[at] for at in places))
    (event,) = reading.read_events(own, Store(code=record.store))
    assert isinstance(event, AddOrders)
    return event.orders


def _bill(partner: str, record: StoreRecord, order: Received, now: datetime) -> Bill:
    content = order.content
    billno = chain_billno(record.store, partner, content.tbillno, content.ordered_at)
    return bill_of(record.store, billno, content.ordered_at, now)


def _unknown(code: str) -> tuple[str, str]:
    shown = code.strip()[:40]
    return f"本连锁没有门店 {shown}", f"this chain has no store {shown}"


def _other_store(call: GatewayCall, entry: CallEntry, zh: str, en: str) -> CallRefused:
    path = f"{entry.path}.storecode"
    return CallRefused(AnswerCode.OTHER_STORE, f"{path}: {both(zh, en)}", call.echo, path)


def _no_counter(call: GatewayCall, entry: CallEntry, store: StoreRecord, zh: str, en: str) -> CallRefused:
    path = f"{entry.path}.storecode"
    said = both(f"门店 {store.store} {zh}，请稍后再推", f"store {store.store} {en}, send again")
    return CallRefused(AnswerCode.NO_COUNTER, f"{path}: {said}", call.echo, path)
