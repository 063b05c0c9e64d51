"""The short mode of the fuzzing: a few thousand hostile calls. The long one is `python -m tests.fuzz`."""

import asyncio

from tests.fuzz.run import Run

CALLS = 2000


def test_hostile_calls_are_all_answered_and_none_is_stored_by_half() -> None:
    tally = asyncio.run(Run(seed=20261122).go(range(CALLS)))
    assert tally.calls == CALLS
    assert {"OK", "BAD_JSON", "WRONG_TYPE", "receipts 200", "receipts 400", "wire 200", "wire 400"} <= set(
        tally.answers
    )
    assert tally.answers["OK"] > CALLS / 20, "most calls must get further than the first check"
