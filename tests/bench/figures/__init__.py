"""The figures, a module each for what belongs together; `ALL` is the order in which they are measured."""

from tests.bench.figures import commands, engine_start, idle, listening, long, outbox, reading, room
from tests.bench.measuring import Figure

ALL: tuple[Figure, ...] = (
    commands.HELP,
    listening.ANSWER,
    listening.INTAKE,
    listening.SLOW_INTAKE,
    listening.BURST_ANSWER,
    outbox.ROWS_A_SECOND,
    outbox.PRESS,
    outbox.DRAIN,
    idle.ENGINE,
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
