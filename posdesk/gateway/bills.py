"""The map of bills: which stores an order number is at, newest first (relay.md, 'The gateway's rules').

It is written before the order, so that a cancel finds the store that its order went to. One message a number,
changed by compare and set: two gateways that take an order of one number at once lose neither.
"""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from posdesk.domain.clock import to_text
from posdesk.gateway.line import Line, NoAnswer, WrongRevision
from posdesk.platforms.jsontext import BadJson, read_json, write_json
from posdesk.platforms.relay.subjects import BILLS, bill_subject

MOST_ENTRIES: Final = 8  # of one number; the oldest goes
_TRIES: Final = 20
_LAG_S: Final = 0.1  # for a copy of the stream to catch up
_LOOKS: Final = 20


@dataclass(frozen=True, slots=True)
class Bill:
    """An order's store and our bill number; `ordered` is its `ordertime` as the journal writes times.

    Empty where it had none. `at` is when the gateway heard of it, in the same form. `is_own`: no
    platform sent it by a gateway, only a counter of that store says so.
    """

    store: str
    billno: str
    ordered: str
    at: str
    is_own: bool = False

    @property
    def age_key(self) -> str:
        """What says which of two is newer: the platform's time, without one ours."""
        return self.ordered or self.at


def bill_of(
    store: str, billno: str, ordered_at: datetime | None, now: datetime, *, is_own: bool = False
) -> Bill:
    """An order's, with aware times."""
    return Bill(store, billno, to_text(ordered_at) if ordered_at else "", to_text(now), is_own)


def with_new(held: Sequence[Bill], bill: Bill) -> tuple[Bill, ...]:
    """The bills with one that a platform sent; the same where it is there already. Newest first.

    What only counters say stands behind: with a number that it guessed and a time to come, one of another
    store would get the cancels.
    """
    same = [each for each in held if _is_same(each, bill)]
    if any(not each.is_own for each in same):
        return tuple(held)
    others = [each for each in held if each not in same]
    return tuple(sorted((bill, *others), key=_rank, reverse=True)[:MOST_ENTRIES])


def with_known(held: Sequence[Bill], bill: Bill) -> tuple[Bill, ...]:
    """The bills with one that a counter says it has: never before another store's, whose events it'd get."""
    if _is_there(held, bill):
        return tuple(held)
    at = 1 + max((at for at, each in enumerate(held) if each.store != bill.store), default=-1)
    own = sorted((bill, *held[at:]), key=lambda each: each.age_key, reverse=True)
    return (*held[:at], *own)[:MOST_ENTRIES]


def _is_there(held: Sequence[Bill], bill: Bill) -> bool:
    return any(_is_same(each, bill) for each in held)


def _is_same(one: Bill, other: Bill) -> bool:
    return (one.store, one.ordered) == (other.store, other.ordered)


def _rank(bill: Bill) -> tuple[bool, str]:
    return not bill.is_own, bill.age_key


_Change = Callable[[tuple[Bill, ...]], tuple[Bill, ...]]


class BillMap:
    """The map as it stands at the chain's servers; nothing of it is kept here."""

    def __init__(self, line: Line) -> None:
        """Nothing is asked yet."""
        self._line = line

    async def note(self, partner: str, tbillno: str, bill: Bill) -> None:
        """A platform sent this order. Raises LineError."""
        # most numbers are new: no look before
        await self._change(bill_subject(partner, tbillno), 0, (), lambda held: with_new(held, bill))

    async def note_known(self, partner: str, tbillno: str, bill: Bill) -> None:
        """A counter says that it has this order. Raises LineError."""
        subject = bill_subject(partner, tbillno)
        found = await self._line.last(BILLS, subject)
        revision, held = (found.sequence, _read(found.data)) if found else (0, ())
        await self._change(subject, revision, held, lambda now: with_known(now, bill))

    async def _change(self, subject: str, revision: int, held: tuple[Bill, ...], changed: _Change) -> None:
        """Compare and set, as often as others come in between. Raises LineError."""
        for _ in range(_TRIES):
            wanted = changed(held)
            if wanted == held:
                return
            try:
                await self._line.publish(BILLS, subject, _write(wanted), revision=revision)
            except WrongRevision as error:
                revision, held = await self._as_of(subject, error.revision)
            else:
                return
        raise NoAnswer(f"{subject} is written by others all the time")

    async def find(self, partner: str, tbillno: str) -> tuple[Bill, ...]:
        """The stores of that number, newest first; none where it was never heard of. Raises LineError."""
        subject = bill_subject(partner, tbillno)
        found = await self._line.last(BILLS, subject)
        if found is None:  # it may have been acknowledged a moment ago, by copies that are ahead of that one
            found = await self._line.last_of_leader(BILLS, subject)
        return _read(found.data) if found else ()

    async def _as_of(self, subject: str, revision: int) -> tuple[int, tuple[Bill, ...]]:
        """What stands there at that revision or a later one, and which it is.

        Where no copy that answers has it, the leader says: nobody's entry is written over unread.
        """
        for _ in range(_LOOKS):
            found = await self._line.last(BILLS, subject)
            if found is not None and found.sequence >= revision:
                return found.sequence, _read(found.data)
            await asyncio.sleep(_LAG_S)
        stood = await self._line.last_of_leader(BILLS, subject)
        return (stood.sequence, _read(stood.data)) if stood else (revision, ())


def _write(bills: Sequence[Bill]) -> bytes:
    entries = [
        {"store": each.store, "billno": each.billno, "ordertime": each.ordered, "at": each.at}
        | ({"own": True} if each.is_own else {})
        for each in bills
    ]
    return write_json({"stores": entries}).encode("utf-8", "replace")


def _read(data: bytes) -> tuple[Bill, ...]:
    """What stands there; an entry that can't be read, as of another version, is passed over."""
    try:
        value = read_json(data)
    except BadJson:
        return ()
    entries = value.get("stores") if isinstance(value, dict) else None
    found = [_bill(each) for each in entries] if isinstance(entries, list) else []
    return tuple(each for each in found if each is not None)


def _bill(entry: object) -> Bill | None:
    if not isinstance(entry, dict):
        return None
    texts = [entry.get(name, "") for name in ("store", "billno", "ordertime", "at")]
    if not all(isinstance(each, str) for each in texts) or not texts[0]:
        return None
    store, billno, ordered, at = map(str, texts)
    return Bill(store, billno, ordered, at, is_own=entry.get("own") is True)
