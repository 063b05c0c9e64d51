"""How the engine is, seen from outside its thread: starting, at work, silent, dead. Pure, no I/O.

Two things are told apart that look alike: an engine that says nothing, and a watcher that did not look.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

START_S: Final = 30.0
"""A start that takes longer is said to be late: no orders can be taken meanwhile."""
SILENT_S: Final = 8.0
"""An engine that has spoken once and then says nothing for so long is said to be silent."""
DEAD_S: Final = 30.0
"""Silent for so long it counts as dead."""
LOOK_S: Final = 2.0
"""What a single look adds to a silence at most: a watcher that was late itself has not heard silence."""


class EngineState(StrEnum):
    """How the engine is."""

    STARTING = "starting"
    LATE = "late"  # not started yet, and longer than a start takes
    WORKING = "working"
    SILENT = "silent"
    DEAD = "dead"


class StartWait(StrEnum):
    """What a start waits for."""

    NOTHING = ""
    PROGRAM = "program"  # its own parts are being loaded
    KEYRING = "keyring"
    PORT = "port"


@dataclass(frozen=True, slots=True)
class Signs:
    """What is seen of an engine.

    `started`: it has spoken. `waited_s` is how long its start is waited for, `silence_s` how long it has said
    nothing since its last word, both in seconds. `ended`: its thread has run and runs no more. `waits_for` is
    what its start still lacks.
    """

    started: bool
    waited_s: float
    silence_s: float = 0.0
    ended: bool = False
    waits_for: StartWait = StartWait.NOTHING


def engine_state(signs: Signs) -> EngineState:
    """The state that these signs tell of."""
    if signs.ended or (signs.started and signs.silence_s >= DEAD_S):
        return EngineState.DEAD
    if signs.started and signs.silence_s >= SILENT_S:
        return EngineState.SILENT
    if signs.started and signs.waits_for is StartWait.NOTHING:
        return EngineState.WORKING
    return EngineState.STARTING if signs.waited_s < START_S else EngineState.LATE


@dataclass(frozen=True, slots=True)
class Silence:
    """How long a watcher has seen no new pulse: `seconds` of looks that were on time, on a steady clock.

    A watcher that stood still itself (a frozen screen, a suspended process) adds `LOOK_S` and no more.
    """

    looked_at_s: float
    pulse: float | None = None
    seconds: float = 0.0

    def after(self, pulse: float | None, now_s: float) -> "Silence":
        """After another look, which found this pulse; None while there was none yet."""
        if pulse != self.pulse:
            return Silence(now_s, pulse)
        gone_s = min(max(0.0, now_s - self.looked_at_s), LOOK_S)
        return Silence(now_s, pulse, self.seconds + gone_s)
