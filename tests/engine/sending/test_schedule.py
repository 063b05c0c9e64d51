"""Back-off and breaker, over all times."""

import random

from hypothesis import given
from hypothesis import strategies as st

from posdesk.domain.orders.intent import Intent, Kind, Outcome, new_seq
from posdesk.engine.sending.schedule import REST_S, Breaker, back_off_s
from tests.journal.making import START, key_of


def intent(kind: Kind = Kind.READY) -> Intent:
    return Intent(
        seq=new_seq(),
        key=key_of("A"),
        kind=kind,
        actor="Li",
        counter="1",
        outcome=Outcome.QUEUED,
        pressed_at=START,
        leaves_at=START,
    )


@given(attempts=st.integers(1, 10_000), seed=st.integers())
def test_the_wait_doubles_to_half_a_minute_and_jitter_only_shortens_it(attempts: int, seed: int) -> None:
    full = min(30.0, 2.0 ** (min(attempts, 20) - 1))
    assert 0.8 * full <= back_off_s(attempts, random.Random(seed)) <= full


@given(steps=st.lists(st.floats(0.01, 14), min_size=3, max_size=60))
def test_no_intent_is_held_longer_than_one_rest_however_many_others_fail(steps: list[float]) -> None:
    breaker, now = Breaker(), 0.0
    free_at = 0.0
    for step in steps:
        now += step
        if breaker.held_until(intent(), now, None) <= now:
            free_at = now
        assert now - free_at <= REST_S + max(steps)
        breaker.record(reached=False, now=now)


@given(left_s=st.floats(0, 59.9))
def test_an_accept_with_under_a_minute_left_is_never_held(left_s: float) -> None:
    breaker = Breaker()
    for _ in range(5):
        breaker.record(reached=False, now=100.0)
    assert breaker.held_until(intent(Kind.ACCEPT), 100.0, 100.0 + left_s) == 100.0
    assert breaker.held_until(intent(Kind.ACCEPT), 100.0, 161.0) == 115.0
    assert breaker.held_until(intent(Kind.READY), 100.0, 100.0 + left_s) == 115.0


def test_one_answer_ends_the_rest() -> None:
    breaker = Breaker()
    for _ in range(5):
        breaker.record(reached=False, now=100.0)
    breaker.record(reached=True, now=101.0)
    assert breaker.held_until(intent(), 101.0, None) == 101.0
