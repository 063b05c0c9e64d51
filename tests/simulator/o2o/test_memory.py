"""A platform remembers: what was done, under which seq, and what it says the second time."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from posdesk.simulator.o2o.commands import Cmd, Code, O2OCall, O2OReply
from posdesk.simulator.o2o.memory import Bill, BillState, Memory
from tests.simulator.calls import guid

CODE = "9033111000002"
ACTS = (Cmd.ACCEPT, Cmd.REFUSE, Cmd.READY, Cmd.VERIFY, Cmd.PAY)


def bill(state: BillState = BillState.NEW, *, store: str = "001", verification: bool = True) -> Bill:
    wire = {"tbillno": "1", "storecode": store, "isverification": str(int(verification))}
    return Bill("meituan", "1", CODE, wire, state, datetime.now(UTC))


def memory_with(held: Bill, *, dedup: bool = True) -> Memory:
    memory = Memory("001", dedup=dedup)
    memory.hold(held)
    return memory


def call(cmd: Cmd, seq: str = "", verno: str = CODE, tbillno: str = "1") -> O2OCall:
    more = {"verno": verno} if cmd is Cmd.VERIFY else {}
    return O2OCall(cmd, seq or guid(), tbillno, {"tbillno": tbillno, **more})


def said(reply: O2OReply) -> tuple[bool, str]:
    return reply.code == Code.OK, reply.msg


@pytest.mark.parametrize(
    ("cmd", "before", "after"),
    [
        (Cmd.ACCEPT, BillState.NEW, BillState.ACCEPTED),
        (Cmd.REFUSE, BillState.NEW, BillState.REFUSED),
        (Cmd.READY, BillState.ACCEPTED, BillState.READY),
        (Cmd.VERIFY, BillState.ACCEPTED, BillState.COMPLETED),
        (Cmd.VERIFY, BillState.READY, BillState.COMPLETED),
    ],
)
def test_what_may_be_done_is_done_once(cmd: Cmd, before: BillState, after: BillState) -> None:
    memory = memory_with(bill(before))
    asked = call(cmd)
    assert memory.answer(asked) == O2OReply(Code.OK, effect=True)
    assert memory.answer(asked) == O2OReply(Code.OK, effect=False)
    held = memory.bill("1")
    assert held is not None
    assert held.state is after


@pytest.mark.parametrize(
    ("cmd", "state", "words"),
    [
        (Cmd.ACCEPT, BillState.ACCEPTED, "订单已接单"),
        (Cmd.ACCEPT, BillState.READY, "订单已接单"),
        (Cmd.ACCEPT, BillState.CANCELLED, "订单已取消"),
        (Cmd.ACCEPT, BillState.REFUSED, "订单已拒单"),
        (Cmd.REFUSE, BillState.ACCEPTED, "订单已接单"),
        (Cmd.REFUSE, BillState.REFUSED, "订单已拒单"),
        (Cmd.REFUSE, BillState.CANCELLED, "订单已取消"),
        (Cmd.READY, BillState.NEW, "订单未接单"),
        (Cmd.READY, BillState.READY, "订单已出餐"),
        (Cmd.READY, BillState.COMPLETED, "订单已完成"),
        (Cmd.READY, BillState.CANCELLED, "订单已取消"),
        (Cmd.VERIFY, BillState.CANCELLED, "订单已取消"),
        (Cmd.VERIFY, BillState.REFUSED, "订单已拒单"),
        (Cmd.PAY, BillState.CANCELLED, "订单已取消"),
    ],
)
def test_what_comes_too_early_or_too_late_is_refused_in_words(cmd: Cmd, state: BillState, words: str) -> None:
    assert said(memory_with(bill(state)).answer(call(cmd))) == (False, words)


@pytest.mark.parametrize("cmd", [Cmd.ACCEPT, Cmd.REFUSE, Cmd.VERIFY, Cmd.PAY])
def test_another_seq_for_what_is_done_is_refused(cmd: Cmd) -> None:
    memory = memory_with(bill())
    assert memory.answer(call(cmd)).effect
    second = memory.answer(call(cmd))
    assert second.code != Code.OK
    assert not second.effect


@pytest.mark.parametrize("cmd", [Cmd.ACCEPT, Cmd.REFUSE, Cmd.VERIFY])
def test_without_dedup_a_repeat_is_answered_already_and_does_nothing(cmd: Cmd) -> None:
    memory = memory_with(bill(), dedup=False)
    asked = call(cmd)
    assert memory.answer(asked).effect
    again = memory.answer(asked)
    assert again.code != Code.OK
    assert not again.effect


def test_without_dedup_a_repeated_payment_is_booked_twice() -> None:
    memory = memory_with(bill(), dedup=False)
    asked = call(Cmd.PAY)
    assert memory.answer(asked).effect
    assert memory.answer(asked).effect


def test_a_verification_knows_its_code_its_kind_and_its_store() -> None:
    assert said(memory_with(bill()).answer(call(Cmd.VERIFY, verno="9033111000019"))) == (
        False,
        "核销码不存在",
    )
    assert said(memory_with(bill(verification=False)).answer(call(Cmd.VERIFY))) == (False, "非核销订单")
    assert said(memory_with(bill(store="002")).answer(call(Cmd.VERIFY))) == (False, "非本门店订单")


def test_a_used_code_is_said_to_be_used() -> None:
    memory = memory_with(bill())
    memory.answer(call(Cmd.VERIFY))
    assert said(memory.answer(call(Cmd.VERIFY))) == (False, "该码已核销")
    assert said(memory.answer(O2OCall(Cmd.CAPTURE, guid(), CODE, {}))) == (False, "该码已核销")


@pytest.mark.parametrize("cmd", ACTS)
def test_an_unknown_bill_is_refused(cmd: Cmd) -> None:
    assert said(memory_with(bill()).answer(call(cmd, tbillno="2"))) == (False, "订单不存在")


def test_one_guid_for_two_intents_is_refused() -> None:
    memory = memory_with(bill())
    seq = guid()
    memory.answer(call(Cmd.ACCEPT, seq))
    reply = memory.answer(call(Cmd.READY, seq))
    assert reply.code == Code.SEQ_REUSED
    assert not reply.effect


def test_a_look_up_gives_every_open_order_of_the_code_whole() -> None:
    memory = memory_with(bill())
    second = replace(bill(store="002"), tbillno="2")
    memory.hold(second)
    memory.hold(replace(bill(BillState.CANCELLED), tbillno="3"))
    found = memory.answer(O2OCall(Cmd.CAPTURE, guid(), CODE, {}))
    assert found.items == (bill().wire, second.wire)
    assert not found.effect


def test_a_look_up_of_an_unknown_or_cancelled_code_is_refused_in_words() -> None:
    memory = memory_with(bill(BillState.CANCELLED))
    assert said(memory.answer(O2OCall(Cmd.CAPTURE, guid(), "2994848", {}))) == (False, "取货码不存在")
    assert said(memory.answer(O2OCall(Cmd.CAPTURE, guid(), CODE, {}))) == (False, "订单已取消")


@given(st.lists(st.tuples(st.sampled_from(ACTS), st.integers(0, 3)), max_size=30))
def test_with_dedup_nothing_ever_takes_effect_twice(acts: Sequence[tuple[Cmd, int]]) -> None:
    memory = memory_with(bill())
    seqs = {(cmd, number): guid() for cmd in ACTS for number in range(4)}
    done = [cmd for cmd, number in acts if memory.answer(call(cmd, seqs[cmd, number])).effect]
    assert len(done) == len(set(done))
    assert not {Cmd.ACCEPT, Cmd.REFUSE} <= set(done)
