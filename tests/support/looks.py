"""Whoever waits for a fact leaves the processor to what it waits for: a look that costs is taken seldom."""

import time
from collections.abc import Callable
from typing import Any

REST = 4  # times as long as a look took, nobody looks again
LONGEST_REST_S = 0.5


def rest_s(began_s: float, least_s: float = 0.0) -> float:
    """How long to do nothing after a look that began then, by the monotonic clock; seconds."""
    return max(least_s, min(REST * (time.monotonic() - began_s), LONGEST_REST_S))


def seldom(look: Callable[[], Any]) -> Callable[[], Any]:
    """That look; asked again while it rests, it answers as it did, or raises the AssertionError it did."""
    answer: Any = None
    error: AssertionError | None = None
    again_s = 0.0

    def looked() -> Any:
        nonlocal answer, error, again_s
        began_s = time.monotonic()
        if began_s >= again_s:
            try:
                answer, error = look(), None
            except AssertionError as raised:
                error = raised
            again_s = time.monotonic() + rest_s(began_s)
        if error is not None:
            raise error
        return answer

    return looked


def looking_seldom(wait_until: Callable[..., None]) -> Callable[..., None]:
    """pytest-qt's waitUntil, which looks a hundred times a second, with looks that rest."""

    def wait(qtbot: Any, callback: Callable[[], Any], *, timeout: int = 5000) -> None:
        """As pytest-qt's own; `timeout` in ms. Raises TimeoutError."""
        __tracebackhide__ = True
        wait_until(qtbot, seldom(callback), timeout=timeout)

    return wait
