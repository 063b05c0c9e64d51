"""The figures, a module each for what belongs together; `ALL` is the order in which they are measured."""

from tests.bench.figures import commands, engine_start, listening, long, reading, room
from tests.bench.measuring import Figure

ALL: tuple[Figure, ...] = (
    commands.HELP,
    listening.ANSWER,
    listening.INTAKE,
    listening.SLOW_INTAKE,
    listening.BURST_ANSWER,
    engine_start.BARE,
    engine_start.YEAR,
    engine_start.KILLED,
    reading.BOOKS,
    reading.SEARCH,
    room.ROWS,
    room.BACKUPS,
    long.MEANWHILE,
    long.MAINTENANCE,
    long.GROWTH,
)
