"""A claim that ends without effect is given back, also where nobody was told that it stands (relay.md)."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

from posdesk.domain.orders.answer import Answer, Verdict
from posdesk.domain.orders.intent import Kind, Seq
from posdesk.domain.relay.claim import GROUP_OF, Claim, ClaimGroup
from posdesk.domain.relay.seen_claim import Lost
from posdesk.engine.relay.claim_wire import Stored
from posdesk.engine.relay.last_message import WrongRevision
from posdesk.journal.orders import intents
from posdesk.journal.relay import claims
from tests.engine.relay.two_counters import Store, Till, store
from tests.journal.making import SetClock, key_of
from tests.support.fake_claims import FakeRelay, FakeWire

A = key_of("A")


class At:
    """A store of which only the first counter is looked at, and what stands at its relay."""

    def __init__(self, whole: Store, line: FakeWire) -> None:
        self.till: Till = whole.one
        self.line, self.relay = line, line.relay

    def breaks_behind_the_next_claim(self) -> None:
        """The relay has it, and its answer is lost with the line."""

        def after() -> None:
            self.line.is_connected = False

        self.line.lost_acks, self.line.after_put = 1, after

    def breaks_under_the_next_claim(self) -> Callable[[], None]:
        """It is still under way when the line is gone; what is returned lets it come."""
        came: list[Stored] = []

        def after() -> None:
            self.line.is_connected = False
            (subject,) = self.relay.said
            came.append(self.relay.said[subject].pop())

        def comes() -> None:
            claim = came[0].claim
            assert claim is not None
            self.relay.put(claim, self.relay.revision((claim.key, claim.group)))

        self.line.lost_acks, self.line.after_put = 1, after
        return comes

    def holds_silently(self, group: ClaimGroup) -> None:
        """Counter 2 took it, did nothing, and this one knows."""
        till = self.till
        theirs = Claim(group, A, "2", "another", "王芳", till.clock.now())
        lost = Lost(theirs, self.relay.put(theirs, 0), is_silent=True)
        till.counter.write(partial(claims.lost, key=A, lost=lost))

    def heals(self) -> None:
        self.line.is_connected, self.line.after_put = True, lambda: None

    def is_free(self, group: ClaimGroup = ClaimGroup.VERDICT) -> bool:
        held = self.relay.of(A, group)
        return held is not None and held.free

    def is_forgotten(self) -> bool:
        return self.till.view().claims == ()

    async def attempt(self, seq: Seq, verdict: Verdict) -> None:
        taken = await self.till.claims.cleared(self.till.intent(seq))
        assert taken is not None
        counter = self.till.counter
        sending = counter.write(lambda tx: intents.begin(tx, seq, expired=False, taken=taken))
        counter.finish(sending.intent, Answer(verdict))


def run(
    home: Path,
    scenario: Callable[[At], Awaitable[None]],
    *,
    relay: FakeRelay | None = None,
    clock: SetClock | None = None,
) -> None:
    async def play() -> None:
        there = relay or FakeRelay()
        line = FakeWire(there)
        async with store(home, {"1": line, "2": FakeWire(there)}, clock=clock, at_work=()) as whole:
            whole.order(payments=(), is_verification=True)
            await scenario(At(whole, line))

    asyncio.run(play())


def test_a_claim_had_before_the_line_broke_is_given_back_with_what_went_unclaimed(tmp_path: Path) -> None:
    async def scenario(at: At) -> None:
        seq = at.till.press()
        await at.attempt(seq, Verdict.NOT_SENT)
        at.line.is_connected = False
        await at.attempt(seq, Verdict.REFUSED)
        at.heals()
        await at.till.watch.look()
        assert at.is_free()
        assert at.is_forgotten()

    run(tmp_path, scenario)


def test_one_to_be_given_back_is_not_forgotten_for_the_next_wish_that_goes_unclaimed(tmp_path: Path) -> None:
    async def scenario(at: At) -> None:
        await at.attempt(at.till.press(), Verdict.REFUSED)
        at.line.is_connected = False
        await at.attempt(at.till.press(Kind.REFUSE), Verdict.REFUSED)
        at.heals()
        await at.till.watch.look()
        assert at.is_free()

    run(tmp_path, scenario)


def test_the_second_of_two_takings_is_given_back_whichever_the_relay_has(tmp_path: Path) -> None:
    """The first was still to be given back when the second was asked for, and its answer was lost."""

    async def scenario(at: At) -> None:
        await at.attempt(at.till.press(), Verdict.REFUSED)
        at.till.clock.walk(1)
        at.breaks_behind_the_next_claim()
        await at.attempt(at.till.press(Kind.REFUSE), Verdict.REFUSED)
        at.heals()
        await at.till.watch.look()
        assert at.is_free()
        assert at.is_forgotten()

    run(tmp_path, scenario)


def test_what_the_relay_keeps_no_more_is_forgotten_and_holds_up_none_behind_it(tmp_path: Path) -> None:
    """After a week of a PC that is off, or in a stream made anew."""

    async def scenario(at: At) -> None:
        await at.attempt(at.till.press(), Verdict.REFUSED)
        at.relay.said.clear()
        await at.till.watch.look()
        assert at.is_forgotten()

    run(tmp_path, scenario)


def test_one_whose_answer_came_too_late_is_given_back(tmp_path: Path) -> None:
    async def scenario(at: At) -> None:
        at.breaks_behind_the_next_claim()
        await at.attempt(at.till.press(), Verdict.REFUSED)
        at.heals()
        await at.till.watch.look()
        assert at.is_free()

    run(tmp_path, scenario)


@pytest.mark.parametrize("is_wanted", [True, False])
def test_a_payment_that_waits_knows_that_it_asked(tmp_path: Path, *, is_wanted: bool) -> None:
    async def scenario(at: At) -> None:
        at.breaks_behind_the_next_claim()
        seq = at.till.pay()
        assert await at.till.claims.cleared(at.till.intent(seq)) is None
        at.heals()
        if is_wanted:
            await at.attempt(seq, Verdict.DONE)
        else:
            at.till.counter.write(partial(intents.withdraw, seq=seq, actor="Li"))
        await at.till.watch.look()
        assert at.is_free(ClaimGroup.PAY) is not is_wanted

    run(tmp_path, scenario)


def test_a_payment_that_a_person_let_go_gives_back_what_its_last_attempt_had_taken(tmp_path: Path) -> None:
    """That one's answer was lost; the claim of the attempt before is what the journal knows."""

    async def scenario(at: At) -> None:
        seq = at.till.pay()
        await at.attempt(seq, Verdict.NOT_SENT)
        at.breaks_behind_the_next_claim()
        assert await at.till.claims.cleared(at.till.intent(seq)) is None
        at.till.clock.walk(60)
        at.till.counter.write(partial(intents.leave_to_person, seq=seq))
        at.till.counter.write(partial(intents.ask_again, seq=seq, actor="Li"))
        await at.attempt(seq, Verdict.REFUSED)
        at.heals()
        await at.till.watch.look()
        assert at.is_free(ClaimGroup.PAY)

    run(tmp_path, scenario)


def test_one_that_may_still_come_finds_what_is_free_written_anew(tmp_path: Path) -> None:
    """Its answer is not only late: it is itself under way, for the revision that was free then."""

    async def scenario(at: At) -> None:
        await at.attempt(at.till.press(), Verdict.REFUSED)
        await at.till.watch.look()
        free = at.relay.of(A)
        assert free is not None
        was = at.relay.revision((A, ClaimGroup.VERDICT))
        at.line.is_connected = False
        await at.attempt(at.till.press(), Verdict.REFUSED)
        at.heals()
        await at.till.watch.look()
        with pytest.raises(WrongRevision):
            at.relay.put(replace(free, free=False), was)

    run(tmp_path, scenario)


def test_a_server_that_is_behind_is_asked_again_before_a_claim_is_forgotten(tmp_path: Path) -> None:
    async def scenario(at: At) -> None:
        at.breaks_behind_the_next_claim()
        await at.attempt(at.till.press(), Verdict.REFUSED)
        at.heals()
        at.line.stale_reads = 1
        await at.till.watch.look()
        assert not at.is_forgotten()
        await at.till.watch.look()
        assert at.is_free()
        assert at.is_forgotten()

    run(tmp_path, scenario)


def test_what_another_counter_took_since_is_left_to_it(tmp_path: Path) -> None:
    async def scenario(at: At) -> None:
        at.line.is_connected = False
        await at.attempt(at.till.press(), Verdict.REFUSED)
        at.heals()
        theirs = Claim(ClaimGroup.VERDICT, A, "2", "another", "王芳", at.till.clock.now())
        at.relay.put(theirs, 0)
        await at.till.watch.look()
        assert at.relay.of(A) == theirs
        assert at.is_forgotten()

    run(tmp_path, scenario)


def test_a_verification_gives_back_what_a_hand_out_of_its_counter_took_under_it(tmp_path: Path) -> None:
    """Both ask for one claim, each at its own moment, and nobody heard the relay's answer to the second."""

    async def scenario(at: At) -> None:
        claims_of, counter = at.till.claims, at.till.counter
        seq = at.till.press(Kind.VERIFY, code="6901234567891")
        taken = await claims_of.cleared(at.till.intent(seq))
        sending = counter.write(lambda tx: intents.begin(tx, seq, expired=False, taken=taken))
        at.till.clock.walk(1)
        at.breaks_behind_the_next_claim()
        by_hand = await claims_of.take_out(A, "Li", takes_over=False)
        claims_of.unused(A, by_hand, "Li")
        counter.finish(sending.intent, Answer(Verdict.REFUSED))
        at.heals()
        await at.till.watch.look()
        assert at.is_free(ClaimGroup.OUT)
        assert at.is_forgotten()

    run(tmp_path, scenario)


@pytest.mark.parametrize("kind", [Kind.PAY, Kind.VERIFY])
def test_what_was_taken_over_after_a_question_and_not_done_is_given_back(tmp_path: Path, kind: Kind) -> None:
    async def scenario(at: At) -> None:
        group = GROUP_OF[kind]
        at.holds_silently(group)
        seq = at.till.counter.press(kind, A, takes_over=True).seq
        at.breaks_behind_the_next_claim()
        await at.till.claims.cleared(at.till.intent(seq))
        at.till.counter.write(partial(intents.withdraw, seq=seq, actor="Li"))
        at.heals()
        await at.till.watch.look()
        assert at.is_free(group)

    run(tmp_path, scenario)


def test_a_taking_over_that_is_still_under_way_is_waited_for_a_minute(tmp_path: Path) -> None:
    """What stands there is the silent counter's, which may be written over yet."""

    async def scenario(at: At) -> None:
        at.holds_silently(ClaimGroup.PAY)
        seq = at.till.counter.press(Kind.PAY, A, takes_over=True).seq
        comes = at.breaks_under_the_next_claim()
        assert await at.till.claims.cleared(at.till.intent(seq)) is None
        at.till.counter.write(partial(intents.withdraw, seq=seq, actor="Li"))
        at.heals()
        await at.till.watch.look()
        comes()
        await at.till.watch.look()
        assert at.is_free(ClaimGroup.PAY)
        assert at.is_forgotten()

    run(tmp_path, scenario)


def test_one_that_never_came_is_forgotten_after_that_minute(tmp_path: Path) -> None:
    async def scenario(at: At) -> None:
        at.holds_silently(ClaimGroup.PAY)
        seq = at.till.counter.press(Kind.PAY, A, takes_over=True).seq
        at.breaks_under_the_next_claim()
        assert await at.till.claims.cleared(at.till.intent(seq)) is None
        at.till.counter.write(partial(intents.withdraw, seq=seq, actor="Li"))
        at.heals()
        at.till.clock.walk(61)
        await at.till.watch.look()
        assert at.is_forgotten()
        assert not at.is_free(ClaimGroup.PAY)

    run(tmp_path, scenario)


def test_none_is_given_back_while_it_is_asked_for(tmp_path: Path) -> None:
    async def scenario(at: At) -> None:
        await at.attempt(at.till.press(), Verdict.REFUSED)
        again = at.till.intent(at.till.press())
        async with at.till.claims.turn(again):
            await at.till.watch.look()
            assert not at.is_free()
        await at.till.watch.look()
        assert at.is_free()

    run(tmp_path, scenario)


def test_what_a_process_asked_for_by_hand_before_it_died_is_given_back_by_the_next(tmp_path: Path) -> None:
    relay, clock = FakeRelay(), SetClock()

    async def dies(at: At) -> None:
        assert not (await at.till.claims.take_out(A, "Li", takes_over=False)).is_unclaimed

    async def next_one(at: At) -> None:
        await at.till.watch.look()
        assert at.is_free(ClaimGroup.OUT)

    run(tmp_path, dies, relay=relay, clock=clock)
    clock.walk(1)
    run(tmp_path, next_one, relay=relay, clock=clock)
