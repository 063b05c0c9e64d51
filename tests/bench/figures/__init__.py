"""The figures, a module each for what belongs together; `ALL` is the order in which they are measured."""

from tests.bench.figures import commands, listening
from tests.bench.measuring import Figure

ALL: tuple[Figure, ...] = (
    commands.HELP,
    listening.ANSWER,
    listening.INTAKE,
    listening.SLOW_INTAKE,
    listening.BURST_ANSWER,
)
