"""The figures, a module each for what belongs together; `ALL` is the order in which they are measured."""

from tests.bench.figures import board, burst, commands, idle, listening, outbox, rest, start, trading
from tests.bench.measuring import Figure

ALL: tuple[Figure, ...] = (
    commands.HELP,
    start.BARE,
    start.YEAR,
    listening.ANSWER,
    listening.INTAKE,
    listening.SLOW_INTAKE,
    listening.BURST_ANSWER,
    outbox.ROWS_A_SECOND,
    outbox.PRESS,
    outbox.DRAIN,
    board.PAINT,
    board.SCAN,
    *burst.FIGURES,
    idle.ENGINE,
    rest.IDLE,
    rest.RESIDENT,
    rest.GROWTH,
    trading.STALL,
)
