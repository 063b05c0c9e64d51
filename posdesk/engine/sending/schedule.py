"""How long to wait before the next attempt, and when a platform gets a rest. Pure; all in seconds."""

import random
from dataclasses import field

from posdesk.domain.orders.intent import Intent, Kind
from posdesk.records import dataclass

LONGEST_WAIT_S = 30.0
REST_S = 15.0
FAILURES_BEFORE_REST = 3
NEVER_HELD_UNDER_S = 60.0


def back_off_s(attempts: int, jitter: random.Random) -> float:
    """1, 2, 4 … at most 30 s after so many attempts, up to a fifth shorter by jitter."""
    full = min(LONGEST_WAIT_S, 2.0 ** max(0, min(attempts, 10) - 1))
    return full * (1.0 - 0.2 * jitter.random())


@dataclass(slots=True)
class Breaker:
    """Rests a platform that did not answer three times running; a failure after the rest starts another."""

    failures: int = 0
    rests_until: float = field(default=0.0)

    def record(self, *, reached: bool, now: float) -> None:
        """Note how an attempt ended; `now` is monotonic."""
        self.failures = 0 if reached else self.failures + 1
        if self.failures >= FAILURES_BEFORE_REST and now >= self.rests_until:
            self.rests_until = now + REST_S  # never longer by failures of urgent ones within the rest

    def held_until(self, intent: Intent, now: float, expires: float | None) -> float:
        """When this intent may leave at the earliest; an accept with under 60 s left is never held."""
        urgent = intent.kind is Kind.ACCEPT and expires is not None and expires - now < NEVER_HELD_UNDER_S
        return now if urgent else self.rest_ends(now)

    def rest_ends(self, now: float) -> float:
        """When the platform may be called again, at the earliest; now where it does not rest."""
        return self.rests_until if self.failures >= FAILURES_BEFORE_REST else now
