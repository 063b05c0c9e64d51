"""How an engine is from what is seen of it: a start is no death, and who didn't look heard no silence."""

from hypothesis import given
from hypothesis import strategies as st

from posdesk.domain.status import (
    DEAD_S,
    LOOK_S,
    SILENT_S,
    START_S,
    EngineState,
    Signs,
    Silence,
    StartWait,
    engine_state,
)

spans = st.floats(0, 100)
signs = st.builds(
    Signs,
    started=st.booleans(),
    waited_s=spans,
    silence_s=spans,
    ended=st.booleans(),
    waits_for=st.sampled_from(StartWait),
)
looks = st.lists(st.tuples(st.floats(0, 60), st.booleans()), max_size=40)


@given(signs)
def test_an_engine_is_at_work_only_where_it_spoke_lately_and_waits_for_nothing(seen: Signs) -> None:
    working = engine_state(seen) is EngineState.WORKING
    heard = seen.started and seen.silence_s < SILENT_S and not seen.ended
    assert working == (heard and seen.waits_for is StartWait.NOTHING)


@given(signs)
def test_a_start_is_never_death_and_never_silence(seen: Signs) -> None:
    state = engine_state(seen)
    if not seen.started and not seen.ended:
        assert state is (EngineState.STARTING if seen.waited_s < START_S else EngineState.LATE)


@given(signs)
def test_a_thread_that_ended_is_dead_whatever_else_is_seen(seen: Signs) -> None:
    if seen.ended:
        assert engine_state(seen) is EngineState.DEAD


@given(st.floats(0, 1000), st.sampled_from(StartWait))
def test_one_that_has_spoken_is_silent_from_8_s_and_dead_from_30_s(silence_s: float, wait: StartWait) -> None:
    state = engine_state(Signs(started=True, waited_s=500, silence_s=silence_s, waits_for=wait))
    assert (state is EngineState.SILENT) == (SILENT_S <= silence_s < DEAD_S)
    assert (state is EngineState.DEAD) == (silence_s >= DEAD_S)


@given(looks)
def test_a_silence_is_never_longer_than_the_clock_says_and_each_look_adds_little(
    seen: list[tuple[float, bool]],
) -> None:
    now_s, spoke_s, pulse = 100.0, 100.0, 0.0
    silence = Silence(now_s, pulse)
    for gone_s, spoke in seen:
        now_s += gone_s
        if spoke:
            spoke_s = pulse = now_s
        before, silence = silence.seconds, silence.after(pulse, now_s)
        assert silence.seconds <= before + LOOK_S
        assert silence.seconds <= now_s - spoke_s + 1e-6


@given(st.floats(0, 10_000))
def test_a_screen_that_stood_still_reads_nothing_into_the_time_it_lost(frozen_s: float) -> None:
    silence = Silence(0.0, 0.0)
    for second in range(1, 4):
        silence = silence.after(0.0, float(second))
    silence = silence.after(0.0, 3.0 + frozen_s)
    assert engine_state(Signs(started=True, waited_s=500, silence_s=silence.seconds)) is EngineState.WORKING


def test_looks_that_are_on_time_hear_the_whole_silence() -> None:
    silence = Silence(0.0, 0.0)
    for second in range(1, 31):
        silence = silence.after(0.0, float(second))
    assert silence.seconds == DEAD_S
