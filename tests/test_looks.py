"""A wait leaves the processor to what it waits for, and misses nothing by that."""

import time
from collections.abc import Iterator

import pytest

from tests.support import looks
from tests.support.looks import rest_s, seldom


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[float]]:
    """What the clock says, in seconds; it stands still until the test sets it."""
    now = [100.0]
    monkeypatch.setattr(time, "monotonic", lambda: now[0])
    yield now
    monkeypatch.undo()


def test_after_a_look_so_many_times_as_long_as_it_took_is_rest_and_never_long(at: list[float]) -> None:
    at[0] = 100.01
    assert rest_s(100.0) == pytest.approx(0.01 * looks.REST)
    assert rest_s(100.0, least_s=0.5) == 0.5
    at[0] = 160.0
    assert rest_s(100.0) == looks.LONGEST_REST_S


def test_a_look_that_rests_answers_as_it_did_and_then_looks_again(at: list[float]) -> None:
    seen = list[float]()

    def look() -> bool:
        seen.append(at[0])
        at[0] += 0.1
        return len(seen) > 1

    asked = seldom(look)
    assert asked() is False
    at[0] += 0.1 * looks.REST - 0.01
    assert asked() is False
    assert len(seen) == 1
    at[0] += 0.02
    assert asked() is True


def test_what_a_look_found_wrong_is_said_while_it_rests_too(at: list[float]) -> None:
    def look() -> None:
        at[0] += 0.1
        raise AssertionError("not yet")

    asked = seldom(look)
    for _ in range(2):
        with pytest.raises(AssertionError, match="not yet"):
            asked()


def test_a_fact_that_costs_nothing_is_looked_at_each_time(at: list[float]) -> None:
    facts = iter([False, False, True])
    asked = seldom(lambda: next(facts))
    assert [asked(), asked(), asked()] == [False, False, True]
