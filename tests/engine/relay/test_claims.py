"""Claims: who acts first is the only one; who comes second says who was first; nobody waits for the dead."""

import asyncio
from collections.abc import Coroutine
from dataclasses import replace
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from posdesk.domain.orders.board import Action, actions_of, rings
from posdesk.domain.orders.intent import NO_RELAY, Kind, LostTo, Outcome
from posdesk.domain.relay.act import Act, ActKind
from posdesk.domain.relay.claim import ClaimGroup
from posdesk.domain.relay.seen_claim import ClaimState, Lost
from posdesk.engine.relay import claim_watch
from posdesk.engine.relay import claims as claims_module
from posdesk.engine.relay.claim_wire import Stored
from posdesk.errors import NotAllowed, OrderReason
from posdesk.journal import Transaction, export_rows
from posdesk.journal.orders import intents
from posdesk.journal.orders.order_moves import PlatformStatus
from posdesk.journal.relay import claims
from tests.engine.making import NOWHERE, rig, until
from tests.engine.relay.two_counters import Store, store
from tests.journal.making import key_of
from tests.platforms.o2o.server import answers
from tests.support.fake_claims import FakeRelay, FakeWire

ACCEPT, PAY = "AccptSaleOrderBill", "PushSaleOrderBillPayInfo"
REFUSED = answers(b'{"code": 7, "seq": "", "msg": "no"}')
A = key_of("A")


class Two:
    """A relay and the lines of two counters to it."""

    def __init__(self) -> None:
        self.relay = FakeRelay()
        self.one, self.two = FakeWire(self.relay), FakeWire(self.relay)

    @property
    def wires(self) -> dict[str, FakeWire]:
        return {"1": self.one, "2": self.two}


@pytest.fixture
def lines() -> Two:
    return Two()


def _all_told(tx: Transaction) -> None:
    tx.db.execute("UPDATE claims SET state = 'told'")


def run(scenario: Coroutine[Any, Any, None]) -> None:
    asyncio.run(scenario)


def state_at(at: Store, group: ClaimGroup = ClaimGroup.VERDICT) -> ClaimState | None:
    """How the second counter sees who works on order A."""
    claim = at.two.view().claim_of(group)
    return claim.state if claim is not None else None


def test_the_second_is_told_who_was_first_and_nothing_leaves_there(tmp_path: Path, lines: Two) -> None:
    async def scenario() -> None:
        async with store(tmp_path, lines.wires) as at:
            at.order()
            await at.one.ends(at.one.press(actor="王芳"), Outcome.CONFIRMED)
            lost = await at.two.ends(at.two.press(actor="Li"), Outcome.WITHDRAWN)
            assert lost.lost_to == LostTo("1", "王芳")
            assert lost.attempts == 0
            assert at.one.bills() == [(ACCEPT, "A")]
            rows = at.two.journal.read(
                lambda db: list(export_rows.select(db, "intents", ("", "9"), at.clock.now()))
            )
            assert rows[0][-1] == "other_counter 1 王芳"

    run(scenario())


def test_of_two_that_press_at_once_one_leaves(tmp_path: Path, lines: Two) -> None:
    async def scenario() -> None:
        async with store(tmp_path, lines.wires) as at:
            at.order()
            pressed = [(till, till.press()) for till in (at.one, at.two)]
            ended = [await till.ends(seq, Outcome.CONFIRMED, Outcome.WITHDRAWN) for till, seq in pressed]
            assert {each.outcome for each in ended} == {Outcome.CONFIRMED, Outcome.WITHDRAWN}
            assert at.one.bills() == [(ACCEPT, "A")]

    run(scenario())


def test_a_refusal_and_an_accept_exclude_each_other(tmp_path: Path, lines: Two) -> None:
    async def scenario() -> None:
        async with store(tmp_path, lines.wires) as at:
            at.order()
            await at.one.ends(at.one.press(Kind.REFUSE), Outcome.CONFIRMED)
            lost = await at.two.ends(at.two.press(Kind.ACCEPT), Outcome.WITHDRAWN)
            assert lost.lost_to == LostTo("1", "Li")

    run(scenario())


def test_it_is_taken_after_the_undo_time_only(tmp_path: Path, lines: Two) -> None:
    async def scenario() -> None:
        async with store(tmp_path, lines.wires) as at:
            at.order()
            seq = at.one.press(leaves_after_s=2)
            at.clock.walk(1.9)
            await at.one.looks()
            assert lines.relay.of(A) is None
            at.clock.walk(0.2)
            await at.one.ends(seq, Outcome.CONFIRMED)
            assert lines.relay.of(A) is not None

    run(scenario())


def test_one_that_ended_without_effect_is_given_back_and_taken_by_either(tmp_path: Path, lines: Two) -> None:
    async def scenario() -> None:
        async with store(tmp_path, lines.wires, REFUSED) as at:
            at.order()
            for till in (at.one, at.two, at.one):
                await till.ends(till.press(), Outcome.REFUSED)
                await at.look()
                held = lines.relay.of(A)
                assert held is not None
                assert held.free
            assert [bill for _, bill in at.one.bills()] == ["A", "A", "A"]
            assert at.one.journal.read(lambda db: claims.of_order(db, A)) == ()

    run(scenario())


def test_what_cannot_be_given_back_yet_is_given_back_later(
    tmp_path: Path, lines: Two, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO", logger=claim_watch.log.name)

    async def scenario() -> None:
        async with store(tmp_path, lines.wires, REFUSED) as at:
            at.order()
            await at.one.ends(at.one.press(), Outcome.REFUSED)
            lines.one.is_connected = False
            assert await at.one.watch.look() <= claim_watch.LOOK_EVERY_S
            assert "given back" not in caplog.text, "a day without the relay has 86,400 looks"
            lines.one.is_connected = True
            await at.one.watch.look()
            held = lines.relay.of(A)
            assert held is not None
            assert held.free
            assert await at.one.watch.look() == claim_watch.IDLE_S

    run(scenario())


def test_a_lost_ack_is_read_back_and_the_claim_is_ours(tmp_path: Path, lines: Two) -> None:
    async def scenario() -> None:
        async with store(tmp_path, lines.wires) as at:
            at.order()
            lines.one.lost_acks = 1
            await at.one.ends(at.one.press(), Outcome.CONFIRMED)
            held = lines.relay.of(A)
            assert held is not None
            assert held.is_of(at.one.instance)
            await at.two.ends(at.two.press(), Outcome.WITHDRAWN)

    run(scenario())


def test_a_server_that_is_behind_is_asked_again(tmp_path: Path, lines: Two) -> None:
    """The refusal named a revision: what is older says nothing of who was first."""

    async def scenario() -> None:
        async with store(tmp_path, lines.wires) as at:
            at.order()
            await at.one.ends(at.one.press(actor="王芳"), Outcome.CONFIRMED)
            lines.two.stale_reads = 3
            lost = await at.two.ends(at.two.press(), Outcome.WITHDRAWN)
            assert lost.lost_to == LostTo("1", "王芳")

    run(scenario())


def test_a_holder_that_does_nothing_is_silent_and_a_press_takes_it_over(tmp_path: Path, lines: Two) -> None:
    async def scenario() -> None:
        async with store(tmp_path, lines.wires, at_work=("2",)) as at:
            at.order()
            taken = await at.one.claims.cleared(at.one.intent(at.one.press(actor="王芳")))
            assert taken is not None  # and here it dies
            await at.two.ends(at.two.press(), Outcome.WITHDRAWN)
            assert not rings(at.two.view())
            at.clock.walk(9.9)
            await at.two.watch.look()
            assert not rings(at.two.view())
            at.clock.walk(0.2)
            await at.two.watch.look()
            assert rings(at.two.view())
            assert state_at(at) is ClaimState.SILENT
            await at.two.ends(at.two.press(), Outcome.CONFIRMED)

    run(scenario())


def test_a_holders_time_counts_from_when_the_relay_had_it(tmp_path: Path, lines: Two) -> None:
    """Whoever presses seven seconds later waits for three: it rings again on the moment."""

    async def scenario() -> None:
        async with store(tmp_path, lines.wires, at_work=("2",)) as at:
            at.order()
            at.two.ahead = timedelta(minutes=30)
            lines.relay.now = at.clock.now() - timedelta(minutes=30)
            await at.one.claims.cleared(at.one.intent(at.one.press()))
            at.clock.walk(7)
            await at.two.ends(at.two.press(), Outcome.WITHDRAWN)
            at.clock.walk(2.5)
            assert await at.two.watch.look() == pytest.approx(0.5)
            at.clock.walk(0.5)
            await at.two.watch.look()
            assert rings(at.two.view())

    run(scenario())


def test_near_the_deadline_a_holder_has_five_seconds(tmp_path: Path, lines: Two) -> None:
    async def scenario() -> None:
        async with store(tmp_path, lines.wires, at_work=("2",)) as at:
            at.order(within_s=59)
            await at.one.claims.cleared(at.one.intent(at.one.press()))
            await at.two.ends(at.two.press(), Outcome.WITHDRAWN)
            at.clock.walk(4.9)
            await at.two.watch.look()
            assert not rings(at.two.view())
            at.clock.walk(0.2)
            await at.two.watch.look()
            assert rings(at.two.view())

    run(scenario())


def test_a_clock_set_back_gives_no_holder_more_time(tmp_path: Path, lines: Two) -> None:
    async def scenario() -> None:
        async with store(tmp_path, lines.wires, at_work=("2",)) as at:
            at.order()
            await at.one.claims.cleared(at.one.intent(at.one.press()))
            await at.two.ends(at.two.press(), Outcome.WITHDRAWN)
            await at.two.watch.look()
            at.clock.steady += 10.1
            at.clock.wall -= at.clock.wall - at.clock.wall.replace(hour=0)
            await at.two.watch.look()
            assert rings(at.two.view())

    run(scenario())


def test_a_holder_that_cannot_be_seen_loses_it_at_a_press(tmp_path: Path, lines: Two) -> None:
    async def scenario() -> None:
        async with store(tmp_path, lines.wires, at_work=("2",)) as at:
            at.order()
            await at.one.claims.cleared(at.one.intent(at.one.press()))
            at.two.seen = False
            await at.two.ends(at.two.press(), Outcome.CONFIRMED)

    run(scenario())


def test_one_whose_holder_had_its_time_before_is_taken_at_the_first_press(tmp_path: Path, lines: Two) -> None:
    """By the relay's clock, which is half an hour behind the second counter's."""

    async def scenario() -> None:
        async with store(tmp_path, lines.wires, at_work=("2",)) as at:
            at.order()
            at.order("B")
            at.two.ahead = timedelta(minutes=30)
            lines.relay.now = at.clock.now() - timedelta(minutes=30)
            await at.one.claims.cleared(at.one.intent(at.one.press()))
            await at.one.claims.cleared(at.one.intent(at.one.press(tbillno="B")))
            at.clock.walk(9)
            await at.two.ends(at.two.press(), Outcome.WITHDRAWN)
            at.clock.walk(1)
            await at.two.ends(at.two.press(tbillno="B"), Outcome.CONFIRMED)

    run(scenario())


def test_claims_of_unknown_end_are_asked_for_seldom_and_few_at_a_time(tmp_path: Path, lines: Two) -> None:
    """A platform that doesn't answer for a day leaves hundreds: none is asked for each second."""

    async def scenario() -> None:
        async with store(tmp_path, lines.wires, at_work=()) as at:
            at.order()
            taken = await at.one.claims.cleared(at.one.intent(at.one.press()))
            assert taken is not None
            stored = await lines.two.get(A, ClaimGroup.VERDICT)
            assert stored is not None
            assert stored.claim is not None
            for number in range(60):
                key = A._replace(bill=f"B{number}")
                lost = Lost(replace(stored.claim, key=key), stored.revision)
                at.two.counter.write(partial(claims.lost, key=key, lost=lost))
            at.two.counter.write(_all_told)
            lines.two.gets = 0
            asked: list[int] = []
            for _ in range(60):
                await at.two.watch.look()
                asked.append(lines.two.gets - sum(asked))
                at.clock.walk(1)
            assert max(asked) <= claim_watch.MOST_ASKED
            assert sum(asked) <= 60 * 7, "each at once, then after 1, 2, 4, 8, 16 and 32 s"
            assert len(at.two.journal.read(claims.to_look_after)) == 60

    run(scenario())


def test_a_server_that_answers_slowly_holds_no_card_silent(tmp_path: Path, lines: Two) -> None:
    async def scenario() -> None:
        async with store(tmp_path, lines.wires, at_work=("2",)) as at:
            at.order()
            await at.one.claims.cleared(at.one.intent(at.one.press()))
            await at.two.ends(at.two.press(), Outcome.WITHDRAWN)
            await at.two.watch.look()
            at.clock.walk(10.1)
            lines.two.unreached = 1
            await at.two.watch.look()
            assert rings(at.two.view())

    run(scenario())


def test_one_that_was_taken_anew_at_the_last_moment_is_not_silent(tmp_path: Path, lines: Two) -> None:
    async def scenario() -> None:
        async with store(tmp_path, lines.wires, at_work=("2",)) as at:
            at.order()
            taken = await at.one.claims.cleared(at.one.intent(at.one.press()))
            assert taken is not None
            await at.two.ends(at.two.press(), Outcome.WITHDRAWN)
            await at.two.watch.look()
            at.clock.walk(9.9)
            stood = lines.relay.of(A)
            assert stood is not None
            lines.relay.put(replace(stood, at=at.clock.now()), taken.revision)
            at.clock.walk(0.2)
            await at.two.watch.look()
            assert state_at(at) is ClaimState.THEIRS

    run(scenario())


def test_one_given_back_rings_at_the_other_at_once(tmp_path: Path, lines: Two) -> None:
    async def scenario() -> None:
        async with store(tmp_path, lines.wires, REFUSED, at_work=("2",)) as at:
            at.order()
            pressed = at.one.intent(at.one.press())
            taken = await at.one.claims.cleared(pressed)
            assert taken is not None
            await at.two.ends(at.two.press(), Outcome.WITHDRAWN)
            at.one.claims.unused(A, taken, "Li")
            await until(lambda: at.one.view().claims, "the claim to be given back")
            await at.one.watch.look()
            assert not rings(at.two.view())
            await at.two.watch.look()
            assert rings(at.two.view())
            assert at.two.view().claims == ()

    run(scenario())


def test_a_payment_is_taken_over_after_a_question_only(tmp_path: Path, lines: Two) -> None:
    async def scenario() -> None:
        async with store(tmp_path, lines.wires, at_work=("2",)) as at:
            at.order()
            await at.one.claims.cleared(at.one.intent(at.one.pay()))
            await at.two.ends(at.two.pay(), Outcome.WITHDRAWN)
            at.clock.walk(11)
            await at.two.watch.look()
            assert state_at(at, ClaimGroup.PAY) is ClaimState.SILENT
            await at.two.ends(at.two.pay(), Outcome.WITHDRAWN)
            assert at.two.bills() == []
            asked = at.two.press(
                Kind.PAY, takes_over=True, payments=at.one.intent(at.one.view().intents[0].seq).payments
            )
            await at.two.ends(asked, Outcome.CONFIRMED)
            assert at.two.bills() == [(PAY, "A")]

    run(scenario())


def test_a_payment_whose_holder_cannot_be_seen_waits_for_the_question_too(tmp_path: Path, lines: Two) -> None:
    async def scenario() -> None:
        async with store(tmp_path, lines.wires, at_work=("2",)) as at:
            at.order()
            await at.one.claims.cleared(at.one.intent(at.one.pay()))
            at.two.seen = False
            await at.two.ends(at.two.pay(), Outcome.WITHDRAWN)
            assert state_at(at, ClaimGroup.PAY) is ClaimState.SILENT

    run(scenario())


def test_a_holder_that_wakes_after_another_took_over_sends_nothing(tmp_path: Path, lines: Two) -> None:
    """A PC that slept between its claim and its first byte."""

    async def scenario() -> None:
        async with store(tmp_path, lines.wires, at_work=("2",)) as at:
            at.order()
            pressed = at.one.intent(at.one.press())
            taken = await at.one.claims.cleared(pressed)
            await at.two.ends(at.two.press(), Outcome.WITHDRAWN)
            at.clock.walk(11)
            await at.two.watch.look()
            await at.two.ends(at.two.press(actor="李伟"), Outcome.CONFIRMED)
            begun = at.one.counter.write(
                lambda tx: intents.begin(tx, pressed.seq, expired=False, taken=taken)
            )
            assert begun is None
            assert await at.one.claims.cleared(at.one.intent(pressed.seq)) is None
            assert at.one.intent(pressed.seq).lost_to == LostTo("2", "李伟")

    run(scenario())


def test_one_that_did_not_leave_asks_again_before_the_next_attempt(tmp_path: Path, lines: Two) -> None:
    async def scenario() -> None:
        async with store(tmp_path, lines.wires, url=NOWHERE) as at:
            at.order()
            seq = at.one.press()
            await at.one.becomes(seq, Outcome.QUEUED, attempts=1)
            held = lines.relay.of(A)
            at.clock.walk(2)
            at.one.outbox.hurry(seq)
            await at.one.becomes(seq, Outcome.QUEUED, attempts=2)
            assert lines.relay.of(A) == held, "the same taking, written anew"
            assert lines.relay.last == 2

    run(scenario())


def test_one_that_left_to_nobody_without_the_relay_asks_once_that_is_back(tmp_path: Path, lines: Two) -> None:
    """The shop's whole line was down: neither relay nor platform could be reached."""

    async def scenario() -> None:
        async with store(tmp_path, lines.wires, url=NOWHERE) as at:
            at.order()
            lines.one.is_connected = False
            seq = at.one.press()
            await at.one.becomes(seq, Outcome.QUEUED, attempts=1)
            lines.one.is_connected = True
            at.clock.walk(2)
            at.one.outbox.hurry(seq)
            await at.one.becomes(seq, Outcome.QUEUED, attempts=2)
            held = lines.relay.of(A)
            assert held is not None
            assert held.is_of(at.one.instance)

    run(scenario())


@pytest.mark.parametrize("kind", [Kind.ACCEPT, Kind.REFUSE])
def test_without_the_relay_a_verdict_leaves_at_once_and_is_marked(
    tmp_path: Path, lines: Two, kind: Kind
) -> None:
    async def scenario() -> None:
        async with store(tmp_path, lines.wires) as at:
            at.order()
            lines.one.is_connected = False
            await at.one.ends(at.one.press(kind), Outcome.CONFIRMED)
            claim = at.one.view().claim_of(ClaimGroup.VERDICT)
            assert claim is not None
            assert claim.state is ClaimState.UNCLAIMED
            assert "claim.none" in at.one.counter.audited()

    run(scenario())


def test_a_relay_that_does_not_answer_is_waited_for_three_seconds(
    tmp_path: Path, lines: Two, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert claims_module.PATIENCE_S == 3
    monkeypatch.setattr(claims_module, "PATIENCE_S", 0.05)

    async def scenario() -> None:
        async with store(tmp_path, lines.wires) as at:
            at.order()
            lines.one.hangs = True
            await at.one.ends(at.one.press(), Outcome.CONFIRMED)
            assert at.one.view().claims[0].state is ClaimState.UNCLAIMED

    run(scenario())


def test_a_payment_waits_for_the_relay_then_for_a_person(tmp_path: Path, lines: Two) -> None:
    async def scenario() -> None:
        async with store(tmp_path, lines.wires) as at:
            at.order()
            lines.one.is_connected = False
            seq = at.one.pay()
            for _ in range(59):
                at.clock.walk(1)
                await at.one.looks(1)
            assert not at.one.intent(seq).needs_person
            at.clock.walk(60)  # it was asked for the first time in one of those
            await until(lambda: at.one.intent(seq).needs_person, "a person is asked")
            assert at.one.intent(seq).last_answer == NO_RELAY
            assert at.one.bills() == []
            assert Action.ASK_AGAIN in actions_of(at.one.view())
            assert Action.SETTLE not in actions_of(at.one.view())
            at.one.counter.write(lambda tx: intents.ask_again(tx, seq, "Li"))
            at.one.outbox.hurry(seq)
            await at.one.ends(seq, Outcome.CONFIRMED)
            assert at.one.bills() == [(PAY, "A")]

    run(scenario())


def test_a_payment_leaves_once_the_relay_is_back(tmp_path: Path, lines: Two) -> None:
    async def scenario() -> None:
        async with store(tmp_path, lines.wires) as at:
            at.order()
            lines.one.is_connected = False
            seq = at.one.pay()
            await at.one.looks()
            lines.one.is_connected = True
            at.clock.walk(2)
            await at.one.ends(seq, Outcome.CONFIRMED)
            held = lines.relay.of(A, ClaimGroup.PAY)
            assert held is not None
            assert held.is_of(at.one.instance)

    run(scenario())


def test_a_hand_out_that_another_counter_began_is_refused_and_names_it(tmp_path: Path, lines: Two) -> None:
    async def scenario() -> None:
        async with store(tmp_path, lines.wires, at_work=()) as at:
            at.order()
            assert not (await at.one.claims.take_out(A, "王芳", takes_over=False)).is_unclaimed
            with pytest.raises(NotAllowed, match="other_counter 1 王芳") as caught:
                await at.two.claims.take_out(A, "Li", takes_over=True)
            assert caught.value.reason is OrderReason.OTHER_COUNTER
            at.two.seen = False
            await at.two.watch.look()
            with pytest.raises(NotAllowed) as caught:
                await at.two.claims.take_out(A, "Li", takes_over=False)
            assert caught.value.reason is OrderReason.OTHER_COUNTER_SILENT
            await at.two.claims.take_out(A, "Li", takes_over=True)

    run(scenario())


def test_a_restarted_counter_takes_its_own_claim_up_by_its_revision(tmp_path: Path, lines: Two) -> None:
    """Killed between its claim and the commit of *sending*."""

    async def scenario() -> None:
        async with store(tmp_path, lines.wires, at_work=()) as at:
            at.order()
            seq = at.one.press()
            await at.one.claims.cleared(at.one.intent(seq))
        async with store(tmp_path, lines.wires) as at:
            await at.one.ends(seq, Outcome.CONFIRMED)
            assert at.one.bills() == [(ACCEPT, "A")]
            await at.two.ends(at.two.press(), Outcome.WITHDRAWN)

    run(scenario())


def test_what_was_being_sent_is_asked_again_under_its_number_without_a_new_claim(
    tmp_path: Path, lines: Two
) -> None:
    """Killed between the commit of *sending* and the answer."""

    async def scenario() -> None:
        async with store(tmp_path, lines.wires, at_work=()) as at:
            at.order()
            seq = at.one.press()
            taken = await at.one.claims.cleared(at.one.intent(seq))
            assert at.one.counter.write(lambda tx: intents.begin(tx, seq, expired=False, taken=taken))
        async with store(tmp_path, lines.wires) as at:
            done = await at.one.ends(seq, Outcome.CONFIRMED)
            assert done.attempts == 2
            assert lines.relay.last == 1

    run(scenario())


def test_a_claim_that_nobody_of_the_store_wrote_keeps_nobody(tmp_path: Path, lines: Two) -> None:
    async def scenario() -> None:
        async with store(tmp_path, lines.wires) as at:
            at.order()
            lines.relay.said[(A, ClaimGroup.VERDICT)] = [Stored(None, 7)]
            lines.relay.last = 7
            await at.one.ends(at.one.press(), Outcome.CONFIRMED)

    run(scenario())


def test_a_store_without_a_relay_claims_nothing(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with rig(tmp_path) as at:
            at.order()
            await at.becomes(at.press(), Outcome.CONFIRMED)
            assert at.journal.read(lambda db: db.execute("SELECT count(*) FROM claims").fetchone()) == (0,)

    run(scenario())


def test_an_order_that_moved_says_nothing_of_who_was_about_to_move_it(tmp_path: Path, lines: Two) -> None:
    async def scenario() -> None:
        async with store(tmp_path, lines.wires, at_work=("2",)) as at:
            at.order()
            await at.one.claims.cleared(at.one.intent(at.one.press()))
            await at.one.claims.cleared(at.one.intent(at.one.pay()))
            await at.two.ends(at.two.press(), Outcome.WITHDRAWN)
            await at.two.ends(at.two.pay(), Outcome.WITHDRAWN)
            at.two.counter.event(PlatformStatus.ACCEPTED, A)
            assert [claim.group for claim in at.two.view().claims] == [ClaimGroup.PAY]
            at.two.counter.event(PlatformStatus.COMPLETED, A)
            assert at.two.view().claims == ()

    run(scenario())


def test_a_holder_that_told_of_an_unknown_attempt_is_not_silent(tmp_path: Path, lines: Two) -> None:
    async def scenario() -> None:
        async with store(tmp_path, lines.wires, at_work=("2",)) as at:
            at.order()
            await at.one.claims.cleared(at.one.intent(at.one.press()))
            await at.two.ends(at.two.press(), Outcome.WITHDRAWN)
            at.two.counter.write(lambda tx: claims.answered(tx, told(at, "unknown")))
            at.clock.walk(60)
            await at.two.watch.look()
            assert state_at(at) is ClaimState.TOLD
            assert not rings(at.two.view())
            at.two.seen = False
            await at.two.watch.look()
            assert rings(at.two.view())

    run(scenario())


@pytest.mark.parametrize("outcome", ["refused", "withdrawn", "expired", "confirmed"])
def test_what_a_holder_told_the_end_of_is_no_claim_any_more(tmp_path: Path, lines: Two, outcome: str) -> None:
    async def scenario() -> None:
        async with store(tmp_path, lines.wires, at_work=("2",)) as at:
            at.order()
            await at.one.claims.cleared(at.one.intent(at.one.press()))
            await at.two.ends(at.two.press(), Outcome.WITHDRAWN)
            at.two.counter.write(lambda tx: claims.answered(tx, told(at, outcome)))
            assert at.two.view().claims == ()

    run(scenario())


def told(at: Store, outcome: str) -> Act:
    """What the first counter tells of its accept of order A."""
    return Act("1", at.one.instance, 1, ActKind.ACCEPT, A, "1", "Li", at.clock.now(), outcome)


def test_old_ones_are_forgotten(tmp_path: Path, lines: Two) -> None:
    async def scenario() -> None:
        async with store(tmp_path, lines.wires) as at:
            at.order()
            lines.one.is_connected = False
            await at.one.ends(at.one.press(), Outcome.CONFIRMED)
            at.clock.walk(8 * 86400)
            await at.one.watch.look()
            assert at.one.view().claims == ()

    run(scenario())
