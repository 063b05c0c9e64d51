"""What another counter gave out keeps its claim: who was asked, and hands out all the same, takes it."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest

from posdesk.domain.orders.intent import Intent, Kind, Outcome, Wish
from posdesk.domain.relay.seen_claim import SILENT_AFTER, Taken
from posdesk.engine.relay import hand_outs
from posdesk.errors import NotAllowed
from posdesk.journal import Transaction
from posdesk.journal.relay import applying
from posdesk.journal.relay.acts import unsent
from tests.engine.relay.two_counters import Store, store
from tests.journal.making import key_of
from tests.support.fake_claims import FakeRelay, FakeWire

A = key_of("A")


def run(home: Path, scenario: Callable[[Store], Awaitable[None]]) -> None:
    """Counter 2 gave it out against signature a while ago, and the platform has not answered."""

    async def play() -> None:
        relay = FakeRelay()
        wires = {"1": FakeWire(relay), "2": FakeWire(relay)}
        async with store(home, wires, at_work=()) as whole:
            relay.now, whole.one.ahead = whole.clock.now(), timedelta()
            whole.order(is_verification=True)
            taken = await whole.two.claims.take_out(A, "王芳", takes_over=False)
            whole.two.counter.write(partial(_sign, taken=taken))
            whole.clock.walk(SILENT_AFTER.total_seconds())
            await scenario(whole)

    asyncio.run(play())


def hears(whole: Store) -> None:
    """What counter 2 did comes to counter 1."""
    for act in whole.two.journal.read(unsent):
        whole.one.counter.write(partial(applying.apply, act=act))
    whole.clock.walk(1)


def test_a_verification_after_the_question_takes_its_claim(tmp_path: Path) -> None:
    async def scenario(whole: Store) -> None:
        hears(whole)
        intent = whole.one.counter.press(Kind.VERIFY, A, takes_over=True)
        assert await whole.one.claims.cleared(intent) is not None

    run(tmp_path, scenario)


def test_a_hand_out_against_signature_after_the_question_takes_its_claim(tmp_path: Path) -> None:
    async def scenario(whole: Store) -> None:
        hears(whole)
        assert (await whole.one.claims.take_out(A, "Li", takes_over=True)).revision

    run(tmp_path, scenario)


def test_nobody_who_was_not_asked_takes_it(tmp_path: Path) -> None:
    async def scenario(whole: Store) -> None:
        intent = whole.one.counter.press(Kind.VERIFY, A)
        assert await whole.one.claims.cleared(intent) is None
        assert whole.one.intent(intent.seq).outcome is Outcome.WITHDRAWN
        hears(whole)
        with pytest.raises(NotAllowed):
            await whole.one.claims.take_out(A, "Li", takes_over=False)

    run(tmp_path, scenario)


def _sign(tx: Transaction, taken: Taken) -> Intent:
    wish = Wish(A, Kind.VERIFY, "王芳", code="6901234567891", without_answer=True)
    return hand_outs.sign(tx, taken, wish=wish)
