"""What this machine can do right now: a test that plays time asks before it says how fast."""

import time

_MEASURED_S = 0.5


def share() -> float:
    """The part of a processor that a busy process gets, above 0, at most 1; takes half a second."""
    began, used = time.monotonic(), time.process_time()
    while time.monotonic() - began < _MEASURED_S:
        pass
    got = (time.process_time() - used) / (time.monotonic() - began)
    return min(1.0, max(0.01, got))
