"""The orders as a platform holds them, and so how it answers what is asked of one."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from posdesk.simulator.o2o.commands import Cmd, Code, O2OCall, O2OReply, Wire


class BillState(StrEnum):
    """Where an order stands at the platform."""

    NEW = "new"
    ACCEPTED = "accepted"
    READY = "ready"
    COMPLETED = "completed"
    REFUSED = "refused"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class Bill:
    """An order. `wire` is what it looks like in `items`, `code` its pickup code.

    `known_to_store` is False for an order that was never pushed; `verified` and `paid` tell what was done.
    """

    partner: str
    tbillno: str
    code: str
    wire: Wire
    state: BillState
    made_at: datetime
    known_to_store: bool = True
    verified: bool = False
    paid: bool = False

    @property
    def store_code(self) -> str:
        """The store it belongs to."""
        return str(self.wire["storecode"])

    @property
    def wants_verification(self) -> bool:
        """Whether it is handed out by verifying its code."""
        return str(self.wire["isverification"]) == "1"

    @property
    def is_over(self) -> bool:
        """Whether it is completed, refused or cancelled."""
        return self.state in (BillState.COMPLETED, BillState.REFUSED, BillState.CANCELLED)


ALREADY: dict[Cmd, str] = {
    Cmd.CAPTURE: "",
    Cmd.ACCEPT: "订单已接单",
    Cmd.REFUSE: "订单已拒单",
    Cmd.READY: "订单已出餐",
    Cmd.VERIFY: "该码已核销",
    Cmd.PAY: "订单已支付",
}
_CODE_OF_ALREADY = {Cmd.VERIFY: Code.CODE_USED}

_OVER = {
    BillState.CANCELLED: "订单已取消",
    BillState.REFUSED: "订单已拒单",
    BillState.COMPLETED: "订单已完成",
}
# In which states a command may come, and the words where it may not and the order isn't over.
_MAY_COME: dict[Cmd, tuple[frozenset[BillState], str]] = {
    Cmd.ACCEPT: (frozenset({BillState.NEW}), "订单已接单"),
    Cmd.REFUSE: (frozenset({BillState.NEW}), "订单已接单"),
    Cmd.READY: (frozenset({BillState.ACCEPTED}), "订单未接单"),
    Cmd.VERIFY: (frozenset({BillState.NEW, BillState.ACCEPTED, BillState.READY}), ""),
    Cmd.PAY: (frozenset({BillState.NEW, BillState.ACCEPTED, BillState.READY, BillState.COMPLETED}), ""),
}
_LEADS_TO = {
    Cmd.ACCEPT: BillState.ACCEPTED,
    Cmd.REFUSE: BillState.REFUSED,
    Cmd.READY: BillState.READY,
    Cmd.VERIFY: BillState.COMPLETED,
}
_DONE_BEFORE = {
    Cmd.ACCEPT: frozenset({BillState.ACCEPTED, BillState.READY, BillState.COMPLETED}),
    Cmd.REFUSE: frozenset({BillState.REFUSED}),
    Cmd.READY: frozenset({BillState.READY}),
}


class Memory:
    """One partner's orders. `dedup`: a repeat with the same `seq` is answered like the first."""

    def __init__(self, store_code: str, *, dedup: bool) -> None:
        self._store_code = store_code
        self._dedup = dedup
        self._bills: dict[str, Bill] = {}
        self._done: dict[str, O2OCall] = {}

    def hold(self, bill: Bill) -> None:
        """Takes an order in, or its new form."""
        self._bills[bill.tbillno] = bill

    def bill(self, tbillno: str) -> Bill | None:
        """The order of that number, or None."""
        return self._bills.get(tbillno)

    def bills(self) -> tuple[Bill, ...]:
        """All orders, oldest first."""
        return tuple(self._bills.values())

    def is_done(self, call: O2OCall) -> bool:
        """Whether this very call took effect before."""
        return self._done.get(call.seq) == call

    def answer(self, call: O2OCall) -> O2OReply:
        """Does what is asked, as far as it may be done, and says so."""
        if call.cmd is Cmd.CAPTURE:
            return self._captured(call.subject)
        before = self._done.get(call.seq)
        if before is not None and before != call:
            return O2OReply(Code.SEQ_REUSED, f"seq 已用于另一请求 {before.cmd}")
        if before is not None and self._dedup:
            return O2OReply(Code.OK)
        return self._acted(call)

    def _acted(self, call: O2OCall) -> O2OReply:
        bill = self._bills.get(call.subject)
        if bill is None:
            return O2OReply(Code.NO_SUCH_ORDER, "订单不存在")
        if bill.store_code != self._store_code:
            return O2OReply(Code.OTHER_STORE, "非本门店订单")
        objection = _objection(bill, call, is_repeat=call.seq in self._done)
        if objection is not None:
            return objection
        self._done[call.seq] = call
        self.hold(_after(bill, call.cmd))
        return O2OReply(Code.OK, effect=True)

    def _captured(self, code: str) -> O2OReply:
        found = [bill for bill in self._bills.values() if bill.code == code]
        waiting = [bill for bill in found if not bill.is_over]
        if waiting:
            return O2OReply(Code.OK, items=_wires(waiting))
        if not found:
            return O2OReply(Code.NO_SUCH_CODE, "取货码不存在")
        last = found[-1]
        if last.verified:
            return O2OReply(Code.CODE_USED, ALREADY[Cmd.VERIFY])
        return O2OReply(Code.WRONG_STATE, _OVER[last.state])


def already(cmd: Cmd) -> O2OReply:
    """The answer of a platform that doesn't know a repeat for one."""
    return O2OReply(_CODE_OF_ALREADY.get(cmd, Code.WRONG_STATE), ALREADY[cmd])


def _objection(bill: Bill, call: O2OCall, *, is_repeat: bool) -> O2OReply | None:
    if call.cmd is Cmd.VERIFY:
        wrong = _wrong_code(bill, call.item)
        if wrong is not None:
            return wrong
    if _was_done(bill, call.cmd, is_repeat=is_repeat):
        return already(call.cmd)
    may, words = _MAY_COME[call.cmd]
    if bill.state in may:
        return None
    return O2OReply(Code.WRONG_STATE, _OVER.get(bill.state, words))


def _wrong_code(bill: Bill, item: Wire) -> O2OReply | None:
    if not bill.wants_verification:
        return O2OReply(Code.WRONG_STATE, "非核销订单")
    if item["verno"] != bill.code:
        return O2OReply(Code.NO_SUCH_CODE, "核销码不存在")
    return None


def _was_done(bill: Bill, cmd: Cmd, *, is_repeat: bool) -> bool:
    if cmd is Cmd.VERIFY:
        return bill.verified
    if cmd is Cmd.PAY:
        return bill.paid and not is_repeat  # without dedup the same payment is booked again: it doubles
    return bill.state in _DONE_BEFORE[cmd]


def _after(bill: Bill, cmd: Cmd) -> Bill:
    if cmd is Cmd.PAY:
        return replace(bill, paid=True)
    return replace(bill, state=_LEADS_TO[cmd], verified=bill.verified or cmd is Cmd.VERIFY)


def _wires(bills: Iterable[Bill]) -> tuple[Wire, ...]:
    return tuple(bill.wire for bill in bills)
